"""The summary of a site, or of one place of it, from its edition."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from planbook.changes.lately import ChangeSet
from planbook.messages.diagnostics import Severity
from planbook.messages.escapes import in_json
from planbook.model.agency import Level
from planbook.model.plan import Plan
from planbook.model.series import newest_locality
from planbook.outputs.edition import Edition
from planbook.views.addresses import Address
from planbook.views.calendar import end_of_next_quarter
from planbook.views.indicators import Aim
from planbook.views.matrix import task_rows
from planbook.views.register_rows import PlaceRows
from planbook.views.summary import (
    VERSION,
    AbbreviationSummary,
    AgencySummary,
    DocumentSummary,
    IndicatorSummary,
    LastChange,
    MoneySummary,
    PlaceSummary,
    PlanSummary,
    RowsSummary,
    Summary,
    ValueSummary,
)
from planbook.wording.phrases import Phrases
from planbook.wording.purposes import budgets

_LEVELS = get_args(Level)


def summary_of(edition: Edition) -> Summary:
    """What pages over many places say of those of an edition."""
    workspace = edition.workspace
    places = tuple(_places(edition))
    current = {newest_locality(workspace.localities, plan.jurisdiction) for plan in workspace.plans.values()}
    widest = min((place for place in places if place.id in current), key=_width, default=None)
    return Summary(
        version=VERSION,
        folder=edition.folder,
        title=widest.name if edition.folder and widest else workspace.office.site_name or "",
        place=widest.id if widest else "",
        as_of=edition.as_of,
        revision=str(edition.revisions[""]),
        places=places,
        plans=tuple(_plan(edition, plan) for plan in workspace.plans.values()),
        agencies=tuple(_agencies(edition)),
        indicators=tuple(_indicators(edition)),
        money=tuple(_money(edition)),
        documents=tuple(
            DocumentSummary(
                document.id,
                document.citation,
                document.title,
                len(document.cited_by),
                tuple(dict.fromkeys(link.plan for link in document.cited_by)),
            )
            for document in edition.documents
            if document.cited_by
        ),
        abbreviations=tuple(
            AbbreviationSummary(entry.short, entry.full, entry.kind) for entry in edition.glossary if entry.plans
        ),
        register_findings=edition.findings[""].total,
        register=_rows(edition.register_rows, Address.REGISTER_ROWS, edition) if edition.folder else None,
        calendar=_rows(edition.calendar_rows, Address.CALENDAR_ROWS, edition) if edition.folder else None,
        due_days=dict(_due_days(edition)) if edition.folder else {},
    )


def rows_script(name: str, rows: Mapping[str, Any]) -> bytes:
    """Rows of a place as a script, because a page that was opened from a folder may fetch nothing."""
    values = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"placesRegister.receive({json.dumps(name)}, {in_json(values)});\n".encode()


def about_rows(rows: PlaceRows, address: str, size: int, words: str = "") -> RowsSummary:
    """What is known of rows without them: those of a file of such a size, with their words where somebody looks for them."""
    return RowsSummary(
        address=address,
        rows=len(rows.values["rows"]),
        bytes=size,
        years=rows.years,
        quarters=rows.quarters,
        statuses=rows.statuses,
        states=rows.states,
        words=words,
    )


def _rows(rows: PlaceRows, address: Address, edition: Edition) -> RowsSummary:
    size = len(rows_script(edition.folder, rows.values))
    return about_rows(rows, address.path(edition.folder), size, rows.words if address is Address.REGISTER_ROWS else "")


def _due_days(edition: Edition) -> Iterator[tuple[date, int]]:
    """How much is due on each day that comes, up to the end of the next quarter."""
    end = end_of_next_quarter(edition.as_of)
    running = (due.day for due in edition.deadlines if not edition.statuses[due.plan].is_over and not due.is_done)
    yield from sorted(Counter(day for day in running if edition.as_of <= day <= end).items())


def _width(place: PlaceSummary) -> tuple[int, str]:
    return _LEVELS.index(place.level), place.id


def _places(edition: Edition) -> Iterator[PlaceSummary]:
    """The places of all plans, and the units that these are now, each before those that it lies in."""
    localities, listed = edition.workspace.localities, set[str]()
    ids = (plan.jurisdiction for plan in edition.workspace.plans.values())
    for place in dict.fromkeys(unit for id_ in ids for unit in (id_, newest_locality(localities, id_))):
        chain = [place]
        while (outer := localities[chain[-1]].part_of) and outer not in chain:
            chain.append(outer)
        for at, id_ in enumerate(chain):
            if id_ not in listed:
                listed.add(id_)
                yield PlaceSummary(id_, localities[id_].name, localities[id_].level, tuple(chain[at + 1 :]))


def _plan(edition: Edition, plan: Plan) -> PlanSummary:
    view, status, progress = edition.views[plan.id], edition.statuses[plan.id], edition.progress[plan.id]
    findings = edition.findings[plan.id].counts
    changes = (change for change in edition.changes.sets if change.plan == plan.id)
    return PlanSummary(
        id=plan.id,
        title=view.short_title,
        subject=edition.workspace.subjects[plan.id],
        place=plan.jurisdiction,
        issuer=" ".join(view.issuer),
        period=str(plan.period),
        first=plan.period.first,
        last=plan.period.last,
        status=status.status,
        status_name=status.name,
        is_over=status.is_over,
        runs_until=edition.runs.get(plan.id),
        address=Address.PLAN.link(plan=plan.id),
        tasks=sum(1 for _ in task_rows(edition.matrices[plan.id])),
        tasks_done=progress.tasks_done if progress and progress.tasks else None,
        targets=sum(1 for _ in plan.targets()),
        deadlines=len(edition.overviews[plan.id].dues),
        agencies=sum(view.is_named for view in edition.work_of_plans[plan.id].values()),
        errors=findings[Severity.ERROR],
        warnings=findings[Severity.WARNING],
        infos=findings[Severity.INFO],
        revision=str(edition.revisions[plan.id]),
        changed=next((_changed(change, edition.phrases) for change in changes), None),
    )


def _changed(change: ChangeSet, phrases: Phrases) -> LastChange:
    words = change.changes[0].sentence.behind_title if change.changes else ""
    words = phrases.say("change_unread") if change.is_unread else words
    return LastChange(change.commit.day, words)


def _agencies(edition: Edition) -> Iterator[AgencySummary]:
    for id_, view in edition.agencies.items():
        if view.is_named:
            agency = view.agency
            yield AgencySummary(
                id=id_,
                name=view.title,
                names=tuple(name for name in dict.fromkeys(agency.names) if name != agency.called),
                locality=agency.locality or "",
                is_group=view.is_group,
                leads=len(view.leads),
                coordinates=len(view.coordinates),
                charges=len(view.charges),
                shared=view.of_groups,
                plans=view.plans,
                address=Address.AGENCY.link(agency=id_),
            )


def _indicators(edition: Edition) -> Iterator[IndicatorSummary]:
    for view in edition.indicators:
        address = Address.INDICATOR.link(edition.folder, indicator=view.id)
        yield IndicatorSummary(view.id, view.name, view.unit, address, tuple(map(_value, view.aims)))


def _value(aim: Aim) -> ValueSummary:
    return ValueSummary(
        plan=aim.plan,
        item=aim.item,
        period=aim.period,
        value=aim.value,
        comparator=aim.comparator,
        number=aim.number,
        upper=aim.upper,
        unit=aim.unit,
        place=aim.place,
        scope=aim.scope,
        standard=aim.standard,
        of_whole=not aim.body,
    )


def _money(edition: Edition) -> Iterator[MoneySummary]:
    for plan in edition.workspace.plans.values():
        owned = {funded.owner.id: funded.budget for funded in budgets(plan)}
        for row in edition.money[plan.id].years:
            if row.total:
                budget = owned[row.item]
                dong = budget.number_in("dong", budget.total)
                yield MoneySummary(
                    plan=plan.id,
                    item=row.item,
                    purpose=row.purpose,
                    stated=row.total.stated,
                    dong=None if dong is None else Decimal(format(dong, "f")),
                    approximate=budget.approximate,
                    differs=row.total.differs,
                )
