"""Targets and money of a plan as tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model.budget import Budget, BudgetLine
from planbook.model.item import ItemId
from planbook.model.plan import Plan, Section
from planbook.model.target import Target
from planbook.model.task import Task, TaskGroup
from planbook.model.workspace import Workspace
from planbook.wording.blocks import Cell, Column, Row, Table, capital
from planbook.wording.speech import PlanText

# The columns of the targets with their shares of the width in per cent; what remains is the target's own.
TARGET_WIDTHS = {"index": 6, "unit": 13, "value": 16, "due": 17, "standard": 20}


def target_columns(workspace: Workspace, plan: Plan) -> tuple[str, ...]:
    """The names of the columns of the table of targets; that of the poverty standard stands where a target has one."""
    standard = ("standard",) if any(standard_of(workspace, target) for target in _measured(plan)) else ()
    return ("index", "target", "unit", "value", "due", *standard)


def standard_of(workspace: Workspace, target: Target) -> str:
    """The poverty standard that a target is measured under, as a cell begins; nothing where it has none."""
    indicator = workspace.indicators.get(target.indicator or "")
    standard = workspace.standards.get(indicator.standard or "") if indicator else None
    return capital(standard.name) if standard else ""


def _measured(plan: Plan) -> Iterator[Target]:
    return (target for target in plan.targets() if target.value is not None)


def targets_table(workspace: Workspace, plan: Plan, text: PlanText) -> Table:
    """The measurable targets in the plan's own words, with unit, value with comparator, time, poverty standard."""
    names = target_columns(workspace, plan)
    rows = []
    for index, target in enumerate(_measured(plan), 1):
        cells = {
            "index": Cell(str(index), "center", index),
            "target": Cell(capital(text.target(target))),
            "unit": Cell(target.unit or "", "center"),
            "value": Cell(text.measure(target), "center"),
            "due": Cell(capital(text.wording.time(target.due or plan.period)), "center"),
            "standard": Cell(standard_of(workspace, target)),
        }
        rows.append(Row(ItemId.row(target.id), tuple(cells[name] for name in names)))
    say = text.wording.phrases.say
    widths = {name: TARGET_WIDTHS.get(name, 0) for name in names}
    widths["target"] = 100 - sum(widths.values())
    columns = tuple(Column(say(f"column_{name}"), width) for name, width in widths.items())
    return Table(ItemId.of(plan.id, "targets"), say("appendix_targets"), columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class Funded:
    """A budget and what it pays for, with the programme projects that this belongs to, the outer one first."""

    budget: Budget
    owner: Section | TaskGroup | Task
    projects: tuple[str, ...] = ()


def budgets(plan: Plan) -> Iterator[Funded]:
    """Every budget of a plan with what it pays for."""
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
    """Every stated amount: what for, source or kind of capital, amount with its unit."""
    rows: list[Row] = []
    for index, funded in enumerate(budgets(plan), 1):
        budget = funded.budget
        total = text.amount(budget, budget.total, approximate=budget.approximate)
        heading = (Cell(str(index), "center", index), Cell(paid_for(funded, text)), Cell(total, "right"))
        rows.append(Row(ItemId.row(budget.id), heading, is_group=True))
        rows += (_line(budget, line, text) for line in budget.lines)
    say = text.wording.phrases.say
    columns = (
        Column(say("column_index"), 8),
        Column(say("column_purpose"), 62),
        Column(say("column_amount"), 30),
    )
    return Table(ItemId.of(plan.id, "budget"), say("appendix_budget"), columns, tuple(rows))


def _line(budget: Budget, line: BudgetLine, text: PlanText) -> Row:
    amount = text.wording.amount(budget, line.amount, approximate=line.approximate)
    source = capital(text.workspace.funding_sources[line.source_of_funds].name)
    return Row(ItemId.row(line.id), (Cell(""), Cell(source), Cell(amount, "right")))


def paid_for(funded: Funded, text: PlanText) -> str:
    """What a budget pays for: its own heading, else that of its owner, else the project."""
    owner = funded.owner
    if funded.budget.heading:
        return text.fill(funded.budget.heading)
    if owner.heading:
        return text.fill(owner.heading)
    return text.project(funded.projects[-1]) if funded.projects else text.wording.phrases.say("budget_total")
