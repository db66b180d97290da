"""The rows that pages over all places load of one place: of its register, of its calendar, and what of the register is one agency's work."""

from collections.abc import Collection, Iterator
from datetime import date

from planbook.model.status import standing
from planbook.views.once import Views
from planbook.views.register import RegisterRow, register
from planbook.views.register_rows import PlaceRows, due_rows, place_rows


def rows_of_register(views: Views, day: date) -> PlaceRows:
    """The rows of the register: those of plans that run first, then the newest plan first."""
    return place_rows(_registered(views, day), _titles(views), _names(views), views.latest)


def rows_of_agencies(views: Views, day: date, agencies: Collection[str]) -> Iterator[tuple[str, PlaceRows]]:
    """The same of what is the work of each of some agencies, alone or in a group; rows name no agency but that, by its id."""
    of_agencies: dict[str, list[RegisterRow]] = {agency: [] for agency in sorted(agencies)}
    for row in _registered(views, day):
        for agency in dict.fromkeys(row.agencies):
            if agency in of_agencies:
                of_agencies[agency].append(row)
    for agency, rows in of_agencies.items():
        yield agency, place_rows(rows, _titles(views), {agency: agency}, views.latest)


def rows_of_calendar(views: Views, day: date) -> PlaceRows:
    """What is due on which day, and what no day ends."""
    workspace = views.workspace
    plans = {
        id_: (views.views[id_].short_title, standing(workspace, plan, day).status, plan.period.years)
        for id_, plan in workspace.plans.items()
    }
    endless = ((entry, views.outstanding.state(entry, None)) for entry in views.open_commitments)
    return due_rows(views.deadlines, endless, plans, _names(views))


def _registered(views: Views, day: date) -> Iterator[RegisterRow]:
    workspace = views.workspace
    plans = sorted(workspace.plans.values(), key=lambda plan: (plan.period.last, plan.id), reverse=True)
    plans.sort(key=lambda plan: standing(workspace, plan, day).is_over)
    return register(workspace, {plan.id: views.matrices[plan.id] for plan in plans}, views.charges, day)


def _titles(views: Views) -> dict[str, str]:
    return {plan: view.short_title for plan, view in views.views.items()}


def _names(views: Views) -> dict[str, str]:
    return {id_: view.title for id_, view in views.agencies.items() if view.is_named}
