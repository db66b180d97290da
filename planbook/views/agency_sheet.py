"""What one agency has to do under one plan, for its wall: its tasks in the order of time, its targets, duties, reports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planbook.model.item import ItemId
from planbook.views.agency import AgencyView, GroupWork
from planbook.views.charges import Charge, ChargeRole
from planbook.views.fitting import fitted
from planbook.views.matrix import TaskRow
from planbook.views.progress import PlanProgress
from planbook.views.task_states import state_heading, task_states, with_states
from planbook.wording.blocks import Cell, Row, Table, capital
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText

_COLUMNS = ("place", "lead", "coordinating", "duty", "deadline", "result", "money")  # behind number and task

_PARTS = ("leads", "coordinates", "targets", "duties", "reports")  # of what a group gives

_HEADINGS: Mapping[ChargeRole, str] = {
    "target-lead": "sheet_targets",
    "target-coordinating": "sheet_targets_coordinating",
    "target-share": "sheet_targets_share",
    "duty": "sheet_duties",
    "duty-coordinating": "sheet_duties_coordinating",
    "report": "sheet_reports",
}


@dataclass(frozen=True, slots=True)
class AgencySheet:
    """One agency under one plan; the tables hold its tasks, the first deadline first, continuous work last.

    `lists` are its targets, duties and reports, each under a heading. What is given to a group that it belongs to stands behind
    its own, under the name of the group.
    """

    id: str
    title: str
    tables: tuple[Table, ...]
    lists: tuple[tuple[str, tuple[Charge, ...]], ...]


def agency_sheets(
    text: PlanText, agencies: Mapping[str, AgencyView], progress: PlanProgress | None = None
) -> Iterator[AgencySheet]:
    """A sheet for every agency that the plan names; `agencies` are these with what it gives them, in the order of the register.

    Where results are known, each task has its state, or that of the part of the agency.
    """
    plan, phrases = text.plan, text.wording.phrases
    for id_, view in agencies.items():
        tables = [
            _table(ItemId.of(plan.id, f"{id_}-leads"), "sheet_leads", view.leads, "lead", phrases),
            _table(
                ItemId.of(plan.id, f"{id_}-coordinates"), "sheet_coordinates", view.coordinates, "coordinating", phrases
            ),
        ]
        lists = _lists(view.charges, phrases)
        for of_groups, work in _alike(view.shared):
            tables += (
                _table(
                    ItemId.of(plan.id, f"{work.group}-leads"), "sheet_leads", work.leads, "lead", phrases, of_groups
                ),
                _table(
                    ItemId.of(plan.id, f"{work.group}-coordinates"),
                    "sheet_coordinates",
                    work.coordinates,
                    "coordinating",
                    phrases,
                    of_groups,
                ),
            )
            lists += _lists(work.charges, phrases, of_groups)
        if progress:
            states, heading = task_states(progress, view.agency), state_heading(progress, phrases)
            tables = [with_states(table, states, heading) for table in tables]
        parts = tuple(table for table in tables if table.rows), tuple(part for part in lists if part[1])
        if any(parts):
            title = phrases.say("agency_sheet", agency=text.agency(id_)).upper()
            yield AgencySheet(id_, title, *parts)


def _alike(works: Sequence[GroupWork]) -> Iterator[tuple[str, GroupWork]]:
    """What groups give an agency behind the phrases of all that give the very same: nobody reads one duty under each of them."""
    givers: dict[tuple[str, TaskRow | Charge], tuple[int, ...]] = {}
    for at, work in enumerate(works):
        for part in _PARTS:
            for row in getattr(work, part):
                givers[part, row] = (*givers.get((part, row), ()), at)
    for groups in dict.fromkeys(givers.values()):
        rows: dict[str, Any] = {
            part: tuple(row for (of, row), whose in givers.items() if of == part and whose == groups) for part in _PARTS
        }
        together = [works[at] for at in groups]
        name = "-".join(work.group for work in together)
        yield "; ".join(work.phrase for work in together), replace(together[0], group=name, **rows)


def _lists(charges: Iterable[Charge], phrases: Phrases, of_group: str = "") -> list[tuple[str, tuple[Charge, ...]]]:
    """The charges of an agency or a group under a heading for each role."""
    by_role: dict[str, list[Charge]] = {role: [] for role in _HEADINGS}
    for charge in charges:
        by_role[charge.role].append(charge)
    headings = [phrases.say(phrase) for phrase in _HEADINGS.values()]
    titles = [f"{heading} ({of_group})" if of_group else heading for heading in headings]
    return list(zip(titles, map(tuple, by_role.values()), strict=True))


def _table(id_: str, caption: str, tasks: Sequence[TaskRow], role: str, phrases: Phrases, of_group: str = "") -> Table:
    """Tasks as a table; who has the role of the sheet's own agency is told only where it shares it."""
    shared = any(len(getattr(task, f"{role}_ids")) > 1 for task in tasks)
    names = [
        name
        for name in _COLUMNS
        if any(getattr(task, name) for task in tasks) and (name != role or shared or role == "coordinating")
    ]
    rows = tuple(
        Row(
            ItemId.row(task.id),
            (Cell(str(index), "center", index), Cell(task.name), *(Cell(getattr(task, name)) for name in names)),
            item=task.id,
        )
        for index, task in enumerate(sorted(tasks, key=lambda task: task.due or "9999"), 1)
    )
    headings = [phrases.say(f"column_{name}") for name in ("index", "task", *names)]
    name = capital(phrases.say(caption, count=len(tasks)))
    return Table(id_, f"{name} ({of_group})" if of_group else name, fitted(headings, rows), rows)
