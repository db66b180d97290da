"""What became of a task from plan to plan: which one it carries on, where it splits, merges, begins and ends."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from planbook.model.entry import as_id
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.series import Series
from planbook.model.workspace import Workspace
from planbook.views.matrix import GroupRow, TaskRow, task_rows
from planbook.wording.blocks import beginning, capital
from planbook.wording.numbering import tasks_with_groups
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording

LineageKey = tuple[str, str]  # the ids of a plan and of a task in it
MAX_COLUMNS = 5  # plans that stand side by side


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A plan with its name in lists and its years; `number` is its place among those of its lineage."""

    number: int
    plan: str
    title: str
    years: str


@dataclass(frozen=True, slots=True)
class Step:
    """A task under the name of its heading, with those that it carries on and those that carry it on.

    It `begins` if plans before it are over and it carries on none of their tasks,
    it `ends` if there are plans after it and none carries it on. `anchor` is its id on a page of all lineages, empty where an
    earlier one of these has it too.
    """

    task: TaskRow
    name: str
    earlier: tuple[TaskRow, ...]
    later: tuple[TaskRow, ...]
    begins: bool
    ends: bool
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Tasks of several plans that are one work: those of each column, in the order of the columns."""

    cells: tuple[tuple[Step, ...], ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The tasks of all columns."""
        return tuple(step for cell in self.cells for step in cell)

    @property
    def is_carried_on(self) -> bool:
        """Whether there is more than one task in it."""
        return len(self.steps) > 1


@dataclass(frozen=True, slots=True)
class Lineage:
    """The plans of one series in the order of time, and their tasks in the order of the newest plan.

    `place` is the newest locality, `subject` what the newest plan is about, `name` both as a heading; `id` is that of the place where it has no
    other lineage. A plan of another series is there with the tasks that are carried on across the border.
    """

    id: str
    place: str
    subject: str
    name: str
    columns: tuple[PlanColumn, ...]
    rows: tuple[Chain, ...]

    @property
    def parts(self) -> tuple[tuple[PlanColumn, ...], ...]:
        """The columns that stand side by side on a page or sheet; many plans are several tables."""
        count = -(-len(self.columns) // MAX_COLUMNS)
        ends = [len(self.columns) * at // count for at in range(count + 1)]
        return tuple(self.columns[start:end] for start, end in pairwise(ends))

    @property
    def alone(self) -> dict[str, tuple[Step, ...]]:
        """The tasks of each plan that are tied to no other."""
        steps = [step for row in self.rows if not row.is_carried_on for step in row.steps]
        return {column.plan: tuple(step for step in steps if step.task.plan == column.plan) for column in self.columns}


@dataclass(frozen=True)
class _Descent:
    """All tasks in the order of their plans, and which of them carries on which."""

    tasks: Mapping[LineageKey, TaskRow]
    names: Mapping[LineageKey, str]
    earlier: Mapping[LineageKey, tuple[LineageKey, ...]]
    later: dict[LineageKey, tuple[LineageKey, ...]] = field(default_factory=dict)
    anchored: set[LineageKey] = field(default_factory=set)

    def __post_init__(self) -> None:
        for key, earlier in self.earlier.items():
            for ancestor in earlier:
                self.later[ancestor] = (*self.later.get(ancestor, ()), key)

    def anchor(self, key: LineageKey) -> str:
        """The id of a task on a page, when it stands there for the first time."""
        is_first = key not in self.anchored
        self.anchored.add(key)
        return "--".join(key) if is_first else ""

    def chains(self) -> Iterable[list[LineageKey]]:
        """The tasks that are tied to each other, directly or by others between them."""
        tied = {key: [key] for key in self.tasks}
        for key, earlier in self.earlier.items():
            for ancestor in earlier:
                if tied[ancestor] is not tied[key]:
                    together = tied[ancestor] + tied[key]
                    tied.update(dict.fromkeys(together, together))
        return {id(chain): chain for chain in tied.values()}.values()


def lineages(
    workspace: Workspace, phrases: Phrases, matrices: Mapping[str, tuple[GroupRow, ...]]
) -> tuple[Lineage, ...]:
    """Every series that has several plans, by the matrices of all plans; those of one place stand together."""
    descent = _descent(workspace, matrices)
    homes = workspace.series
    chains: dict[Series, list[list[LineageKey]]] = {series: [] for series in homes.values()}
    for chain in descent.chains():
        for series in dict.fromkeys(homes[plan] for plan, _ in chain):
            chains[series].append(chain)
    columns = {}
    for series, own in chains.items():
        ids = {plan for plan, home in homes.items() if home == series} | {plan for chain in own for plan, _ in chain}
        if len(ids) > 1:
            columns[series] = sorted((workspace.plans[id_] for id_ in ids), key=_by_time)
    several = Counter(series.place for series in columns)
    order = {place: at for at, place in enumerate(several)}
    lineages = []
    for series, plans in sorted(columns.items(), key=lambda item: order[item[0].place]):
        subject = workspace.subjects[[plan for plan in plans if homes[plan.id] == series][-1].id]
        place = capital(workspace.localities[series.place].name)
        lineage = Lineage(
            id=str(ItemId.of(series.place, as_id(series.name) if several[series.place] > 1 else "")),
            place=series.place,
            subject=subject,
            name=": ".join(filter(None, (place, subject))),
            columns=tuple(_column(workspace, plan, phrases, number) for number, plan in enumerate(plans, 1)),
            rows=_rows(chains[series], plans, descent),
        )
        lineages.append(lineage)
    return tuple(lineages)


def predecessors(workspace: Workspace, plan: Plan) -> tuple[Plan, ...]:
    """The plans that a plan follows or replaces or whose tasks it carries on: those that it names, then by how much it carries on.

    One that names none has the last plan of its series that was over when it began; where several ended together nobody
    can say which, and it has none. Work that comes from another series of the same place makes that no predecessor.
    """
    series = workspace.series
    carried = Counter(
        earlier.plan
        for _, task in tasks_with_groups(plan)
        for earlier in task.earlier
        if earlier.plan in series
        and (series[earlier.plan] == series[plan.id] or series[earlier.plan].place != series[plan.id].place)
    )
    replaced = (earlier.id for earlier in workspace.plans.values() if earlier.replaced_by == plan.id)
    followed_ids = dict.fromkeys((*plan.follows, *replaced, *(earlier for earlier, _ in carried.most_common())))
    if followed := tuple(workspace.plans[id_] for id_ in followed_ids if id_ in workspace.plans and id_ != plan.id):
        return followed
    over = [earlier for earlier in workspace.repeated(plan) if earlier.period.last < plan.period.first]
    latest = max((earlier.period.last for earlier in over), default=None)
    last = tuple(earlier for earlier in over if earlier.period.last == latest)
    return last if len(last) == 1 else ()


def _descent(workspace: Workspace, matrices: Mapping[str, tuple[GroupRow, ...]]) -> _Descent:
    ours = {(plan.id, task.id) for plan in workspace.plans.values() for _, task in tasks_with_groups(plan)}
    rows = (row for groups in matrices.values() for row in task_rows(groups))
    tasks = {(row.plan, row.id): row for row in rows if (row.plan, row.id) in ours}
    names, earlier = {}, {}
    for plan in workspace.plans.values():
        for _, task in tasks_with_groups(plan):
            key = plan.id, task.id
            names[key] = (
                tasks[key].title if task.heading and not task.short_text else beginning(capital(tasks[key].name))
            )
            # What is not there is a finding (lineage-unknown), and somebody may have accepted it.
            earlier[key] = tuple(dict.fromkeys(before for before in task.earlier if before in tasks and before != key))
    return _Descent(tasks, names, earlier)


def _by_time(plan: Plan) -> tuple[object, ...]:
    return plan.period.first, plan.period.last, plan.id


def _column(workspace: Workspace, plan: Plan, phrases: Phrases, number: int) -> PlanColumn:
    title = PlanText(workspace, plan, Wording(phrases), {}).fill(plan.short_title)
    return PlanColumn(number, plan.id, title, str(plan.period))


def _rows(chains: Iterable[list[LineageKey]], plans: list[Plan], descent: _Descent) -> tuple[Chain, ...]:
    """The chains in the order of the newest plan; those that ended before follow in that of theirs."""
    order = {key: index for index, key in enumerate(descent.tasks)}
    newest = {plan.id: -index for index, plan in enumerate(plans)}
    has_before = {plan.id: any(earlier.period.last < plan.period.first for earlier in plans) for plan in plans}
    has_after = {plan.id: any(plan.period.last < later.period.first for later in plans) for plan in plans}

    def step(key: LineageKey) -> Step:
        earlier, later = descent.earlier[key], descent.later.get(key, ())
        return Step(
            task=descent.tasks[key],
            name=descent.names[key],
            earlier=tuple(descent.tasks[key] for key in earlier),
            later=tuple(descent.tasks[key] for key in later),
            begins=has_before[key[0]] and not earlier,
            ends=has_after[key[0]] and not later,
            anchor=descent.anchor(key),
        )

    def cells(chain: list[LineageKey]) -> tuple[tuple[Step, ...], ...]:
        keys = sorted(chain, key=order.__getitem__)
        return tuple(tuple(step(key) for key in keys if key[0] == plan.id) for plan in plans)

    ordered = sorted(chains, key=lambda chain: min((newest[plan], order[plan, task]) for plan, task in chain))
    return tuple(Chain(cells(chain)) for chain in ordered)
