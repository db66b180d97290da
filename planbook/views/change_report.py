"""What a reviewer reads of two states: what changed in each plan, who is affected, whether it still adds up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from planbook.changes import Change
from planbook.diagnostics import Diagnostic
from planbook.model.budget import Budget, Written
from planbook.model.plan import Plan
from planbook.model.responsibility import leads_of_tasks
from planbook.model.task import Assignment, Task, TaskGroup
from planbook.model.workspace import Workspace
from planbook.views.change_log import Said, change_log
from planbook.views.change_words import Side, side
from planbook.views.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Affected:
    """What an agency gains, loses and has to confirm anew: tasks by their numbers and names."""

    id: str
    name: str
    leads: tuple[str, ...]
    leads_no_more: tuple[str, ...]
    coordinates: tuple[str, ...]
    coordinates_no_more: tuple[str, ...]
    confirms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A budget before and after: the stated totals, and the sums of the lines, in words."""

    name: str
    old: str
    new: str
    old_sum: str
    new_sum: str


@dataclass(frozen=True, slots=True)
class PlanReport:
    """Everything that changed in one plan; the registers together are the report without a plan."""

    plan: str
    title: str
    changes: tuple[Said, ...]
    affected: tuple[Affected, ...] = ()
    totals: tuple[Total, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole comparison, with the findings that it brings and removes."""

    plans: tuple[PlanReport, ...]
    brought: tuple[Diagnostic, ...] = ()
    removed: tuple[Diagnostic, ...] = ()


def report(
    old: Workspace,
    new: Workspace,
    changes: Iterable[Change],
    phrases: Phrases,
    old_findings: Iterable[Diagnostic] = (),
    new_findings: Iterable[Diagnostic] = (),
) -> Report:
    """Give the changes between two states of the data plan by plan, with the findings of both."""
    by_plan: dict[str, list[Change]] = {}
    for change in changes:
        by_plan.setdefault(change.plan, []).append(change)
    reports = [
        plan_report(plan, own, side(old, plan, phrases), side(new, plan, phrases)) for plan, own in by_plan.items()
    ]
    before, after = list(old_findings), list(new_findings)
    return Report(tuple(reports), _only_in(after, before), _only_in(before, after))


def plan_report(
    plan: str, changes: Iterable[Change], old: Side, new: Side, heirs: Mapping[str, str] | None = None
) -> PlanReport:
    """Give what changed in one plan (an empty id: the registers).

    `heirs` gives for tasks of an earlier plan those of the new one that carry them on.
    """
    shown = new.plan or old.plan
    said = change_log(changes, old, new)
    return PlanReport(
        plan=plan,
        title=shown.short_title if shown else "",
        changes=tuple(said),
        affected=tuple(_affected(said, old, new, heirs or {})),
        totals=tuple(_totals(old, new)),
    )


def _affected(said: list[Said], old: Side, new: Side, heirs: Mapping[str, str]) -> Iterable[Affected]:
    """Give the agencies whose work differs, in the order of the register."""
    before, after = _work(old.plan, heirs), _work(new.plan, {})
    weighty = {one.item for one in said if one.weight in ("figures", "deadlines") and one.kind == "set"}
    for agency in {**old.workspace.agencies, **new.workspace.agencies}:
        led, leads = before.leads(agency), after.leads(agency)
        joined, joins = before.coordinates(agency), after.coordinates(agency)
        confirms = [task for task in leads if task in led and after.holds(task) & weighty]
        lists = (
            _only(leads, led, new, after),
            _only(led, leads, old, before),
            _only(joins, joined, new, after),
            _only(joined, joins, old, before),
            tuple(after.name(task, new) for task in confirms),
        )
        if any(lists):
            entry = new.workspace.agencies.get(agency) or old.workspace.agencies[agency]
            yield Affected(agency, entry.called, *lists)


def _only(tasks: list[str], others: list[str], on: Side, work: "_Work") -> tuple[str, ...]:
    return tuple(work.name(task, on) for task in tasks if task not in others)


@dataclass(frozen=True, slots=True)
class _Work:
    """Who leads and coordinates which tasks of a plan; tasks have the ids of the new plan."""

    tasks: dict[str, tuple[Task, TaskGroup]]
    leading: dict[str, tuple[str, ...]]

    def leads(self, agency: str) -> list[str]:
        return [task for task, agencies in self.leading.items() if agency in agencies]

    def coordinates(self, agency: str) -> list[str]:
        found = []
        for id_, (task, group) in self.tasks.items():
            assignment = task.assignment or group.assignment or Assignment()
            if any(one.agency == agency for one in assignment.coordinating):
                found.append(id_)
        return found

    def holds(self, task: str) -> set[str]:
        """Give the ids of a task, of what stands in it, and of its group."""
        own, group = self.tasks[task]
        return {group.id, *(id_ for entry in own.walk() if (id_ := getattr(entry, "id", None)))}

    def name(self, task: str, on: Side) -> str:
        own, _ = self.tasks[task]
        return f"{on.place(own.id)} {on.name(own)}".strip()


def _work(plan: Plan | None, heirs: Mapping[str, str]) -> _Work:
    if plan is None:
        return _Work({}, {})
    tasks = {heirs.get(task.id, task.id): (task, group) for group in plan.task_groups() for task in group.tasks}
    return _Work(tasks, {heirs.get(task, task): leads for task, leads in leads_of_tasks(plan).items()})


def _totals(old: Side, new: Side) -> Iterable[Total]:
    """Give the budgets of which the total or the sum of the lines is another."""
    before, after = _budgets(old.plan), _budgets(new.plan)
    for id_ in {**after, **before}:
        values = [
            (_stated(on, budgets[id_]), _sum(on, budgets[id_])) if id_ in budgets else ("", "")
            for on, budgets in ((old, before), (new, after))
        ]
        if values[0] != values[1]:
            shown, on = (after[id_], new) if id_ in after else (before[id_], old)
            yield Total(on.name(shown), values[0][0], values[1][0], values[0][1], values[1][1])


def _budgets(plan: Plan | None) -> dict[str, Budget]:
    return {entry.id: entry for entry in plan.walk() if isinstance(entry, Budget)} if plan else {}


def _stated(on: Side, budget: Budget) -> str:
    return on.text.amount(budget, budget.total, approximate=budget.approximate) if on.text else ""


def _sum(on: Side, budget: Budget) -> str:
    """Give what the lines of a budget come to; nothing where one is not allotted."""
    amounts = [budget.number(line.amount) for line in budget.lines]
    known = [amount for amount in amounts if amount is not None]
    if not on.text or not known or len(known) < len(amounts):
        return ""
    return on.text.wording.amount(budget, Written((sum(known, Decimal()), None)), approximate=False)


def _only_in(found: list[Diagnostic], others: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Give the findings that the others do not have, wherever in its file each stands."""
    known = {(one.check, one.span.path, str(one.message)) for one in others}
    return tuple(one for one in found if (one.check, one.span.path, str(one.message)) not in known)
