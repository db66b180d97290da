"""Who led what in the plans of several years: the tasks of one series by lineage against its plans."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planbook.model.number import roman
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.views.lineage import Chain, Lineage, PlanColumn, Step
from planbook.views.matrix import GroupRow
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Lead:
    """Who led one task of one plan, in the names of that plan, and where the task stands in it."""

    task: str
    who: str
    place: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One work under the title that it has in the latest plan; for each plan its tasks, none where there is none."""

    plan: str
    task: str
    index: int
    title: str
    leads: tuple[tuple[Lead, ...], ...]


@dataclass(frozen=True, slots=True)
class HistoryGroup:
    """Works under one heading: a group of the newest plan, or all that only an earlier plan has."""

    id: str
    number: str
    name: str
    rows: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Plans of one series by their short titles, the earliest first, and their works, those of the newest plan first.

    `title` is that of all histories of the place, `name` what the plans are about, where the place has others too.
    """

    jurisdiction: str
    title: str
    name: str
    plans: tuple[Plan, ...]
    names: tuple[str, ...]
    groups: tuple[HistoryGroup, ...]


def histories(
    workspace: Workspace, phrases: Phrases, lineages: Sequence[Lineage], matrices: Mapping[str, tuple[GroupRow, ...]]
) -> tuple[History, ...]:
    """The history of every series that has at least two plans; of many plans in parts, those of one place together."""
    several = Counter(lineage.place for lineage in lineages for _ in lineage.parts)
    return tuple(
        _history(workspace, phrases, lineage, columns, matrices, name if several[lineage.place] > 1 else "")
        for lineage in lineages
        for columns in lineage.parts
        for name in (", ".join(filter(None, (lineage.subject, _years(workspace, columns)))),)
    )


def _years(workspace: Workspace, columns: Sequence[PlanColumn]) -> str:
    """The years from the first to the last of some plans."""
    periods = [workspace.plans[column.plan].period for column in columns]
    return f"{periods[0].first.year}-{max(period.last.year for period in periods)}"


def _history(
    workspace: Workspace,
    phrases: Phrases,
    lineage: Lineage,
    columns: Sequence[PlanColumn],
    matrices: Mapping[str, tuple[GroupRow, ...]],
    name: str,
) -> History:
    newest = columns[-1].plan
    names = {column.plan: column.title for column in columns}
    start, end = columns[0].number - 1, columns[-1].number
    chains = [Chain(cells) for chain in lineage.rows if any(cells := chain.cells[start:end])]
    headings = {group.id: group.name for group in matrices[newest]}
    headings |= {plan: phrases.say("history_only", plan=name) for plan, name in names.items()}
    rows: dict[str, list[HistoryRow]] = {}
    for index, chain in enumerate(chains, 1):
        latest = _latest(chain)
        task = latest[0].task
        leads = tuple(tuple(_lead(step, phrases) for step in cell) for cell in chain.cells)
        title = "; ".join(step.task.title for step in latest)
        row = HistoryRow(task.plan, task.id, index, title, leads)
        rows.setdefault(task.group if task.plan == newest else task.plan, []).append(row)
    return History(
        lineage.place,
        phrases.say("history", place=workspace.localities[lineage.place].name).upper(),
        capital(name),
        tuple(workspace.plans[plan] for plan in names),
        tuple(names.values()),
        tuple(
            HistoryGroup(id_, roman(at), headings[id_], tuple(of_group))
            for at, (id_, of_group) in enumerate(rows.items(), 1)
        ),
    )


def _latest(chain: Chain) -> tuple[Step, ...]:
    """The tasks of a work in the latest plan that has any."""
    return next(cell for cell in reversed(chain.cells) if cell)


def _lead(step: Step, phrases: Phrases) -> Lead:
    return Lead(step.task.id, step.task.lead or phrases.say("no_lead"), step.task.place)
