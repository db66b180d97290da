"""Targets and money of a plan as tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model.budget import Budget, BudgetLine
from planbook.model.plan import Plan, Section
from planbook.model.task import Task, TaskGroup
from planbook.model.workspace import Workspace
from planbook.views.blocks import Cell, Column, Row, Table, capital
from planbook.views.fill import PlanText


def targets_table(workspace: Workspace, plan: Plan, text: PlanText) -> Table:
    """Give the measurable targets: text, unit, value with comparator, poverty standard."""
    rows = []
    for index, target in enumerate((one for one in plan.targets() if one.value is not None), 1):
        indicator = workspace.indicators.get(target.indicator or "")
        standard = workspace.standards.get(indicator.standard or "") if indicator else None
        cells = (
            Cell(str(index), "center", index),
            Cell(capital(indicator.name if indicator else text.target(target))),
            Cell(target.unit or "", "center"),
            Cell(text.value(target), "center"),
            Cell(capital(standard.name) if standard else ""),
        )
        rows.append(Row(f"{target.id}--row", cells))
    say = text.wording.phrases.say
    columns = (
        Column(say("column_index"), 6),
        Column(say("column_target"), 40),
        Column(say("column_unit"), 12),
        Column(say("column_value"), 18),
        Column(say("column_standard"), 24),
    )
    return Table(f"{plan.id}--targets", say("appendix_targets"), columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class Funded:
    """A budget and what it pays for, with the programme projects that this belongs to, the outer one first."""

    budget: Budget
    owner: Section | TaskGroup | Task
    projects: tuple[str, ...] = ()


def budgets(plan: Plan) -> Iterator[Funded]:
    """Give every budget of a plan with what it pays for."""
    for section in plan.sections():
        if section.budget:
            yield Funded(section.budget, section)
        for group in section.groups:
            outer = (group.project,) if group.project else ()
            if group.budget:
                yield Funded(group.budget, group, outer)
            for task in group.tasks:
                if task.budget:
                    yield Funded(task.budget, task, (*outer, task.project) if task.project else outer)


def budget_table(plan: Plan, text: PlanText) -> Table:
    """Give every stated amount: what for, source or kind of capital, amount with its unit."""
    rows: list[Row] = []
    for index, funded in enumerate(budgets(plan), 1):
        budget = funded.budget
        total = text.amount(budget, budget.total, approximate=budget.approximate)
        heading = (Cell(str(index), "center", index), Cell(paid_for(funded, text)), Cell(total, "right"))
        rows.append(Row(f"{budget.id}--row", heading, is_group=True))
        rows += (_line(budget, line, text) for line in budget.lines)
    say = text.wording.phrases.say
    columns = (
        Column(say("column_index"), 8),
        Column(say("column_purpose"), 62),
        Column(say("column_amount"), 30),
    )
    return Table(f"{plan.id}--budget", say("appendix_budget"), columns, tuple(rows))


def _line(budget: Budget, line: BudgetLine, text: PlanText) -> Row:
    amount = text.wording.amount(budget, line.amount, approximate=line.approximate)
    source = capital(text.workspace.funding_sources[line.source_of_funds].name)
    return Row(f"{line.id}--row", (Cell(""), Cell(source), Cell(amount, "right")))


def paid_for(funded: Funded, text: PlanText) -> str:
    """Give what a budget pays for: its own heading, else that of its owner, else the project."""
    owner = funded.owner
    if funded.budget.heading:
        return text.fill(funded.budget.heading)
    if owner.heading:
        return text.fill(owner.heading)
    return text.project(funded.projects[-1]) if funded.projects else text.wording.phrases.say("budget_total")
