"""Who led what in the plans of several years: the tasks of one place by lineage against its plans."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planbook.model.number import roman
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.views.lineage import Chain, Lineage, Step
from planbook.views.matrix import GroupRow
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
    """The plans of one place by their short titles, the earliest first, and its works, those of the newest plan first."""

    jurisdiction: str
    title: str
    plans: tuple[Plan, ...]
    names: tuple[str, ...]
    groups: tuple[HistoryGroup, ...]


def histories(
    workspace: Workspace,
    phrases: Phrases,
    lineages: Iterable[Lineage],
    matrices: Mapping[str, tuple[GroupRow, ...]],
) -> tuple[History, ...]:
    """The history of every place that has at least two plans."""
    return tuple(_history(workspace, phrases, lineage, matrices) for lineage in lineages)


def _history(
    workspace: Workspace, phrases: Phrases, lineage: Lineage, matrices: Mapping[str, tuple[GroupRow, ...]]
) -> History:
    newest = lineage.columns[-1].plan
    names = {column.plan: column.title for column in lineage.columns}
    headings = {group.id: group.name for group in matrices[newest]}
    headings |= {plan: phrases.say("history_only", plan=name) for plan, name in names.items()}
    rows: dict[str, list[HistoryRow]] = {}
    for index, chain in enumerate(lineage.rows, 1):
        latest = _latest(chain)
        task = latest[0].task
        leads = tuple(tuple(_lead(step, phrases) for step in cell) for cell in chain.cells)
        title = "; ".join(step.task.title for step in latest)
        row = HistoryRow(task.plan, task.id, index, title, leads)
        rows.setdefault(task.group if task.plan == newest else task.plan, []).append(row)
    return History(
        lineage.id,
        phrases.say("history", place=workspace.localities[lineage.id].name).upper(),
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
