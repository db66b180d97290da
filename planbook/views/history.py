"""Who led what in the plans of several years: the tasks of one place by lineage against its plans."""

from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.views.fill import PlanText
from planbook.views.matrix import TaskRow, continued, matrix, task_rows
from planbook.views.numbering import numbers, roman, tasks_with_groups
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording


@dataclass(frozen=True, slots=True)
class Lead:
    """Who led one task of one plan, in the names of that plan, and where the task stands in it."""

    task: str
    who: str
    place: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A task that no later one continues, with what it continues: for each plan the tasks, none where there is none."""

    plan: str
    task: str
    index: int
    title: str
    leads: tuple[tuple[Lead, ...], ...]


@dataclass(frozen=True, slots=True)
class HistoryGroup:
    """Tasks under one heading: a group of the newest plan, or all that only an earlier plan has."""

    id: str
    number: str
    name: str
    rows: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The plans of one place by their short titles, the earliest first, and its tasks, those of the newest plan first."""

    jurisdiction: str
    title: str
    plans: tuple[Plan, ...]
    names: tuple[str, ...]
    groups: tuple[HistoryGroup, ...]


def histories(workspace: Workspace, phrases: Phrases) -> Iterator[History]:
    """Give the history of every place that has at least two plans."""
    by_place: dict[str, list[Plan]] = {}
    for plan in workspace.plans.values():
        by_place.setdefault(_today(workspace, plan.jurisdiction), []).append(plan)
    for place, plans in by_place.items():
        if len(plans) > 1:
            yield _history(workspace, phrases, place, sorted(plans, key=lambda plan: (plan.period.first, plan.id)))


def _today(workspace: Workspace, locality: str) -> str:
    """Give the unit that a locality has become; itself where it stands or was divided."""
    successors = workspace.localities[locality].successors
    return _today(workspace, successors[0]) if len(successors) == 1 else locality


def _history(workspace: Workspace, phrases: Phrases, place: str, plans: list[Plan]) -> History:
    wording = Wording(phrases)
    groups = {plan.id: matrix(workspace, plan, phrases) for plan in plans}
    tasks = {(plan, task.id): task for plan in groups for task in task_rows(groups[plan])}
    before = {
        (plan.id, task.id): [(earlier.id, one) for earlier, one in continued(task, workspace)]
        for plan in plans
        for _, task in tasks_with_groups(plan)
    }
    carried_on = {earlier for found in before.values() for earlier in found}
    count = 0

    def lineage(key: tuple[str, str]) -> Iterator[TaskRow]:
        seen, left = {key}, [key]
        while left:
            one = left.pop(0)
            if one in tasks:  # a task may continue one of another place
                yield tasks[one]
                left += [earlier for earlier in before[one] if earlier not in seen]
                seen.update(before[one])

    def rows(found: Iterator[TaskRow]) -> Iterator[HistoryRow]:
        nonlocal count
        for task in found:
            if (task.plan, task.id) not in carried_on:
                count += 1
                line = list(lineage((task.plan, task.id)))
                leads = tuple(tuple(_lead(one, phrases) for one in line if one.plan == plan.id) for plan in plans)
                yield HistoryRow(task.plan, task.id, count, task.title, leads)

    names = {plan.id: PlanText(workspace, plan, wording, numbers(plan)).fill(plan.short_title) for plan in plans}
    newest = plans[-1]
    found = [(group.id, group.name, tuple(rows(iter(group.tasks)))) for group in groups[newest.id]]
    for plan in reversed(plans[:-1]):
        name = phrases.say("history_only", plan=names[plan.id])
        found.append((plan.id, name, tuple(rows(task_rows(groups[plan.id])))))
    filled = [one for one in found if one[2]]
    return History(
        place,
        phrases.say("history", place=workspace.localities[place].name).upper(),
        tuple(plans),
        tuple(names.values()),
        tuple(HistoryGroup(id_, roman(at), name, listed) for at, (id_, name, listed) in enumerate(filled, 1)),
    )


def _lead(task: TaskRow, phrases: Phrases) -> Lead:
    return Lead(task.id, task.lead or phrases.say("no_lead"), task.place)
