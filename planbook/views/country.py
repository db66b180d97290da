"""What pages over many places say, from the summaries of these places: places by provinces, and what several places have alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planbook.text.alphabet import in_alphabet
from planbook.views.addresses import folder_of_place
from planbook.views.summary import (
    AgencySummary,
    DocumentSummary,
    LastChange,
    MoneySummary,
    PlaceSummary,
    PlanSummary,
    Summary,
)
from planbook.wording.blocks import capital

_COUNTS = (
    "plans",
    "running",
    "rows",
    "tasks",
    "tasks_told",
    "tasks_done",
    "targets",
    "deadlines",
    "agencies",
    "documents",
    "errors",
    "warnings",
    "infos",
)


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """What lists say of a plan."""

    title: str
    address: str
    period: str
    status_name: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class StatedMoney:
    """What a plan states in all for one purpose."""

    plan: ListedPlan
    sum: MoneySummary


def listed_plan(plan: PlanSummary) -> ListedPlan:
    """What lists say of a plan of a summary."""
    return ListedPlan(plan.title, plan.address, plan.period, plan.status_name, plan.is_over)


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A place, or all places of a province together, with how much there is of each kind.

    `former` are the names of other units whose plans it lists: those that became part of it. `rows` are those of its register: tasks, and what else agencies are charged with. Of `tasks_told` it is known how far they are. `current` are the plans that run, or else the last one; `money` is what these state, in their order.
    """

    name: str
    folder: str
    plans: int
    running: int
    rows: int
    tasks: int
    tasks_told: int
    tasks_done: int
    targets: int
    deadlines: int
    agencies: int
    documents: int
    errors: int
    warnings: int
    infos: int
    years: tuple[int, ...]
    current: tuple[ListedPlan, ...]
    money: tuple[StatedMoney, ...]
    indicators: int
    changed: LastChange | None
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Province:
    """The places of a province, its own first; `total` is what they have together."""

    id: str
    name: str
    rows: tuple[CountryRow, ...]
    total: CountryRow


def provinces_of(summaries: Iterable[Summary]) -> tuple[Province, ...]:
    """The places by the provinces that they lie in, in the order of their names; one that lies in none stands for itself."""
    by_province: dict[str, list[tuple[bool, str, CountryRow]]] = {}
    names: dict[str, str] = {}
    for summary in summaries:
        outer = _province(summary)
        names[outer.id] = outer.name
        row = _row(summary)
        by_province.setdefault(outer.id, []).append((outer.id != summary.place, row.name, row))
    provinces = []
    for id_, places in by_province.items():
        rows = tuple(row for *_, row in sorted(places, key=lambda place: (place[0], in_alphabet(place[1]))))
        provinces.append(Province(id_, capital(names[id_]), rows, _total(capital(names[id_]), rows)))
    return tuple(sorted(provinces, key=lambda province: in_alphabet(province.name)))


def _province(summary: Summary) -> PlaceSummary:
    """The widest unit around the place of a summary that is no wider than a province."""
    places = {place.id: place for place in summary.places}
    own = places[summary.place]
    around = [places[id_] for id_ in own.within if id_ in places]
    return next((place for place in reversed(around) if place.level != "central"), own)


def _row(summary: Summary) -> CountryRow:
    plans = summary.plans
    running = tuple(plan for plan in plans if not plan.is_over)
    newest = sorted(plans, key=lambda plan: (plan.last, plan.id))[-1:]
    current = tuple(sorted(running or newest, key=lambda plan: (plan.last, plan.id), reverse=True))
    reported = [plan for plan in plans if plan.tasks_done is not None]
    money = (
        StatedMoney(listed_plan(plan), entry) for plan in current for entry in summary.money if entry.plan == plan.id
    )
    elsewhere = {plan.place for plan in plans if folder_of_place(plan.place) != summary.folder}
    return CountryRow(
        name=capital(summary.title),
        folder=summary.folder,
        plans=len(plans),
        running=len(running),
        rows=summary.register.rows if summary.register else 0,
        tasks=sum(plan.tasks for plan in plans),
        tasks_told=sum(plan.tasks for plan in reported),
        tasks_done=sum(plan.tasks_done or 0 for plan in reported),
        targets=sum(plan.targets for plan in plans),
        deadlines=sum(plan.deadlines for plan in plans),
        agencies=len(summary.agencies),
        documents=len(summary.documents),
        errors=sum(plan.errors for plan in plans),
        warnings=sum(plan.warnings for plan in plans),
        infos=sum(plan.infos for plan in plans),
        years=tuple(sorted({year for plan in plans for year in range(plan.first.year, plan.last.year + 1)})),
        current=tuple(map(listed_plan, current)),
        money=tuple(money),
        indicators=len(summary.indicators),
        changed=max((plan.changed for plan in plans if plan.changed), key=lambda change: change.day, default=None),
        former=tuple(place.name for place in summary.places if place.id in elsewhere and place.name != summary.title),
    )


def _total(name: str, rows: Sequence[CountryRow]) -> CountryRow:
    sums = {count: sum(getattr(row, count) for row in rows) for count in _COUNTS}
    changes = [row.changed for row in rows if row.changed]
    years = tuple(sorted({year for row in rows for year in row.years}))
    changed = max(changes, key=lambda change: change.day, default=None)
    return replace(rows[0], name=name, **sums, years=years, current=(), money=(), changed=changed, former=())


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What changed last in a plan, with its place."""

    place: str
    plan: ListedPlan
    changed: LastChange


def changes_of_places(summaries: Iterable[Summary], most: int) -> list[PlaceChange]:
    """The last changes of all plans, the newest first, of each place the last one."""
    changes = [
        PlaceChange(summary.title, listed_plan(plan), plan.changed)
        for summary in summaries
        for plan in [max((plan for plan in summary.plans if plan.changed), key=_changed_on, default=None)]
        if plan and plan.changed
    ]
    return sorted(changes, key=lambda change: (-change.changed.day.toordinal(), change.plan.address))[:most]


def _changed_on(plan: PlanSummary) -> date:
    return plan.changed.day if plan.changed else date.min


@dataclass(frozen=True, slots=True)
class AgencyAtPlace:
    """What the plans of one place give an agency."""

    name: str
    folder: str
    agency: AgencySummary
    plans: tuple[PlanSummary, ...]


def agency_shares(agency: str, summaries: Iterable[Summary]) -> list[AgencyAtPlace]:
    """What each of some places gives an agency, in the order of their names."""
    shares = []
    for summary in summaries:
        plans = {plan.id: plan for plan in summary.plans}
        for entry in summary.agencies:
            if entry.id == agency:
                own = tuple(plans[plan] for plan in entry.plans)
                shares.append(AgencyAtPlace(capital(summary.title), summary.folder, entry, own))
    return sorted(shares, key=lambda share: in_alphabet(share.name))


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """A document with how often which places cite it."""

    id: str
    citation: str
    title: str
    times: int
    plans: int
    places: tuple[tuple[str, str], ...]


def shared_documents(summaries: Iterable[Summary]) -> list[SharedDocument]:
    """The documents that plans of all places cite, those that most places cite first; `places` are names with folders."""
    cited: dict[str, list[tuple[DocumentSummary, tuple[str, str]]]] = {}
    for summary in summaries:
        for entry in summary.documents:
            cited.setdefault(entry.id, []).append((entry, (capital(summary.title), summary.folder)))
    documents = [
        SharedDocument(
            id_,
            entries[0][0].citation,
            entries[0][0].title,
            sum(entry.times for entry, _ in entries),
            sum(len(entry.plans) for entry, _ in entries),
            tuple(place for _, place in entries),
        )
        for id_, entries in cited.items()
    ]
    return sorted(documents, key=lambda document: (-len(document.places), document.id))


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A short form with what it stands for, its kind, and how many places use it."""

    short: str
    full: str
    kind: str
    places: int


def shared_terms(summaries: Iterable[Summary]) -> list[SharedTerm]:
    """The short forms of all places."""
    terms: dict[tuple[str, str, str], int] = {}
    for summary in summaries:
        for term in {(entry.short, entry.full, entry.kind) for entry in summary.abbreviations}:
            terms[term] = terms.get(term, 0) + 1
    return [SharedTerm(*term, places) for term, places in terms.items()]


def terms_in_order(terms: Iterable[SharedTerm]) -> list[SharedTerm]:
    """Short forms in the order of the alphabet."""
    return sorted(terms, key=lambda term: (in_alphabet(term.short), in_alphabet(term.full), term.kind))
