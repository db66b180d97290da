"""What pages over many places say, from the summaries of these places: places by provinces, and what several places have alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planbook.text.alphabet import in_alphabet
from planbook.views.addresses import folder_of_place
from planbook.views.summary import (
    AbbreviationSummary,
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
class PlanInList:
    """What lists say of a plan, with its last day, by which they are in order."""

    id: str
    last: date
    listed: ListedPlan


def plan_in_list(plan: PlanSummary) -> PlanInList:
    """A plan of a summary as lists over all places have it."""
    return PlanInList(plan.id, plan.last, listed_plan(plan))


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


@dataclass(frozen=True, slots=True)
class PlaceHead:
    """A place by its name, its folder and the province that it lies in, or which it is itself; how many plans it has, whose lists were in `former` places, whether it has rows of a register and of a calendar."""

    folder: str
    title: str
    province: str
    province_name: str
    is_within: bool
    plans: int
    former: tuple[str, ...]
    has_register: bool
    has_calendar: bool

    @property
    def name(self) -> str:
        """Its name as it stands at the begin of a line."""
        return capital(self.title)


def head_of(summary: Summary) -> PlaceHead:
    """The place of a summary."""
    outer = _province(summary)
    elsewhere = {plan.place for plan in summary.plans if folder_of_place(plan.place) != summary.folder}
    former = (place.name for place in summary.places if place.id in elsewhere and place.name != summary.title)
    return PlaceHead(
        folder=summary.folder,
        title=summary.title,
        province=outer.id,
        province_name=outer.name,
        is_within=outer.id != summary.place,
        plans=len(summary.plans),
        former=tuple(former),
        has_register=bool(summary.register),
        has_calendar=bool(summary.calendar),
    )


def by_provinces(heads: Iterable[PlaceHead]) -> list[tuple[str, str, list[PlaceHead]]]:
    """The places by the provinces that they lie in (ids and names), in the order of their names; one that lies in none stands for itself."""
    places: dict[str, list[PlaceHead]] = {}
    names: dict[str, str] = {}
    for head in heads:
        names[head.province] = capital(head.province_name)
        places.setdefault(head.province, []).append(head)
    order = sorted(places, key=lambda id_: in_alphabet(names[id_]))
    return [
        (id_, names[id_], sorted(places[id_], key=lambda head: (head.is_within, in_alphabet(head.name))))
        for id_ in order
    ]


def provinces_of(heads: Iterable[PlaceHead], rows: Mapping[str, CountryRow]) -> tuple[Province, ...]:
    """The same with how much there is in each place, by its folder."""
    provinces = []
    for id_, name, places in by_provinces(heads):
        own = tuple(rows[head.folder] for head in places)
        provinces.append(Province(id_, name, own, _total(name, own)))
    return tuple(provinces)


def _province(summary: Summary) -> PlaceSummary:
    """The widest unit around the place of a summary that is no wider than a province."""
    places = {place.id: place for place in summary.places}
    own = places[summary.place]
    around = [places[id_] for id_ in own.within if id_ in places]
    return next((place for place in reversed(around) if place.level != "central"), own)


def row_of(summary: Summary) -> CountryRow:
    """How much there is in the place of a summary."""
    plans = summary.plans
    running = tuple(plan for plan in plans if not plan.is_over)
    newest = sorted(plans, key=lambda plan: (plan.last, plan.id))[-1:]
    current = tuple(sorted(running or newest, key=lambda plan: (plan.last, plan.id), reverse=True))
    reported = [plan for plan in plans if plan.tasks_done is not None]
    money = (
        StatedMoney(listed_plan(plan), entry) for plan in current for entry in summary.money if entry.plan == plan.id
    )
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
        former=head_of(summary).former,
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


def change_of(summary: Summary) -> PlaceChange | None:
    """The last change of all plans of a summary."""
    plan = max((plan for plan in summary.plans if plan.changed), key=_changed_on, default=None)
    return PlaceChange(summary.title, listed_plan(plan), plan.changed) if plan and plan.changed else None


def newest_changes(changes: Iterable[PlaceChange | None], most: int) -> list[PlaceChange]:
    """The last changes of places, the newest first."""
    return sorted(filter(None, changes), key=lambda change: (-change.changed.day.toordinal(), change.plan.address))[
        :most
    ]


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


def shared_documents(places: Iterable[tuple[PlaceHead, Sequence[DocumentSummary]]]) -> list[SharedDocument]:
    """The documents that plans of places cite, those that most places cite first; `places` are names with folders."""
    cited: dict[str, list[tuple[DocumentSummary, tuple[str, str]]]] = {}
    for head, own in places:
        for entry in own:
            cited.setdefault(entry.id, []).append((entry, (head.name, head.folder)))
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


def shared_terms(places: Iterable[Iterable[AbbreviationSummary]]) -> list[SharedTerm]:
    """The short forms of all places."""
    terms: dict[tuple[str, str, str], int] = {}
    for own in places:
        for term in {(entry.short, entry.full, entry.kind): None for entry in own}:
            terms[term] = terms.get(term, 0) + 1
    return [SharedTerm(*term, places) for term, places in terms.items()]


def terms_in_order(terms: Iterable[SharedTerm]) -> list[SharedTerm]:
    """Short forms in the order of the alphabet."""
    return sorted(terms, key=lambda term: (in_alphabet(term.short), in_alphabet(term.full), term.kind))
