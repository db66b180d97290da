"""Targets and money of a plan as tables."""

from collections.abc import Iterable, Iterator

from planbook.model.budget import Budget, BudgetLine
from planbook.model.item import ItemId
from planbook.model.period import parse_when
from planbook.model.plan import Plan
from planbook.model.standards import counting_standard
from planbook.model.target import Target
from planbook.model.workspace import Workspace
from planbook.views.fitting import fitted
from planbook.wording.blocks import Cell, Row, Table, beginning, capital
from planbook.wording.purposes import budgets, paid_for
from planbook.wording.speech import PlanText

YEAR = "year-"  # the name of a column of a year begins so


def target_columns(workspace: Workspace, plan: Plan) -> tuple[str, ...]:
    """The names of the columns of the table of targets; that of the standard stands where a target has one."""
    targets = list(_measured(plan))
    years = sorted({year for target in targets for year in target.by_year})
    filled = {
        "value": not years or any(target.value is not None for target in targets),
        "due": not years or any(target.value is not None for target in targets),
        "standard": any(standard_of(workspace, target) for target in targets),
        "lead": any(target.lead for target in targets),
        "coordinating": any(target.coordinating for target in targets),
    }
    last = tuple(name for name in ("due", "standard", "lead", "coordinating") if filled[name])
    value = ("value",) if filled["value"] else ()
    return ("index", "target", "unit", *value, *(YEAR + year for year in years), *last)


def standard_of(workspace: Workspace, target: Target) -> str:
    """The standard that a target is measured under, as a cell begins; nothing where it has none."""
    standard = counting_standard(workspace, target)
    return capital(standard.name) if standard else ""


def _measured(plan: Plan) -> Iterator[Target]:
    return (target for target in plan.targets() if target.is_measured)


def targets_table(workspace: Workspace, plan: Plan, text: PlanText) -> Table:
    """The measurable targets in the plan's own words, with unit, value with comparator, time, standard."""
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
            "lead": Cell(capital(text.assigned(target.lead))),
            "coordinating": Cell(capital(text.assigned(target.coordinating))),
        }
        by_year = target.by_year
        for name in names:
            if name.startswith(YEAR):
                year = by_year.get(name.removeprefix(YEAR))
                cells[name] = Cell(text.share(target, year) if year else "", "center")
        rows.append(Row(ItemId.row(target.id), tuple(cells[name] for name in names)))
    say = text.wording.phrases.say
    columns = fitted([target_heading(text, name) for name in names], rows)
    return Table(ItemId.of(plan.id, "targets"), say("appendix_targets"), columns, tuple(rows))


def targets_in_words(text: PlanText) -> str:
    """What the table of targets has no rows for: how many targets have no number, and where they stand; nothing where all have one.

    It stands in place of the table where none has a number.
    """
    items = [target.id for target in text.plan.targets() if not target.is_measured]
    places = "; ".join(dict.fromkeys(filter(None, map(text.place, items))))
    say = text.wording.phrases.say
    if not items:
        return ""
    counted = say("targets_in_words" if any(_measured(text.plan)) else "targets_only_in_words", count=len(items))
    return say("targets_in_words_at", counted=counted, places=places) if places else f"{counted}."


def target_heading(text: PlanText, name: str) -> str:
    """The heading of a column of the table of targets: that of a year is the year."""
    if name.startswith(YEAR):
        return capital(text.wording.time(parse_when(name.removeprefix(YEAR))))
    return text.wording.phrases.say(f"column_{name}")


def share_columns(plan: Plan) -> list[tuple[str, str]]:
    """The targets and years (empty where a share is of none) that ask anything of single agencies and places."""
    keys = ((target.id, str(share.year or "")) for target in plan.targets() for share in target.shares)
    return list(dict.fromkeys(keys))


def share_bodies(plan: Plan) -> list[str]:
    """The agencies and places of which targets ask something, each once."""
    return list(dict.fromkeys(share.body for target in plan.targets() for share in target.shares))


def shares_table(plan: Plan, text: PlanText) -> Table:
    """What targets ask of single agencies and places: a row for each of these, a column for each target and year."""
    keys = share_columns(plan)
    targets = {target.id: target for target in plan.targets()}
    rows = []
    for index, body in enumerate(share_bodies(plan), 1):
        shares = ((targets[id_], targets[id_].share(body, year)) for id_, year in keys)
        values = (Cell(text.share(target, share) if share else "", "center") for target, share in shares)
        name = Cell(capital(text.body(body)))
        rows.append(Row(ItemId.of(plan.id, "share", index), (Cell(str(index), "center", index), name, *values)))
    say = text.wording.phrases.say
    headings = [say("column_index"), say("column_body"), *(share_heading(text, keys, *key) for key in keys)]
    return Table(ItemId.of(plan.id, "shares"), say("appendix_shares"), fitted(headings, rows), tuple(rows))


def share_heading(text: PlanText, keys: Iterable[tuple[str, str]], id_: str, year: str) -> str:
    """The heading of the column of a target and year; where all are of one target, the year alone."""
    target = next(target for target in text.plan.targets() if target.id == id_)
    indicator = text.workspace.indicators.get(target.indicator or "")
    name = capital(
        indicator.name if indicator else beginning(text.fill(target.text.replace("{value}", "…")).rstrip("."))
    )
    when = capital(text.wording.time(parse_when(year))) if year else ""
    if when and {column for column, _ in keys} == {id_}:
        return text.wording.phrases.say("column_of_unit", name=when, unit=target.unit)
    heading = text.wording.phrases.say("column_of_unit", name=name, unit=target.unit)
    return f"{heading}, {when.lower()}" if when else heading


def budget_table(plan: Plan, text: PlanText) -> Table:
    """Every stated amount: what for, source or kind of capital, amount with its unit; totals have no number."""
    rows: list[Row] = []
    for funded in budgets(plan):
        budget, number = funded.budget, funded.number
        total = text.amount(budget, budget.total, approximate=budget.approximate)
        index = Cell(str(number or ""), "center", number)
        heading = (index, Cell(paid_for(funded, text)), Cell(total, "right"))
        rows.append(Row(ItemId.row(budget.id), heading, is_group=True))
        rows += (_line(budget, line, text) for line in budget.lines)
    say = text.wording.phrases.say
    headings = [say(f"column_{name}") for name in ("index", "purpose", "amount")]
    return Table(ItemId.of(plan.id, "budget"), say("appendix_budget"), fitted(headings, rows), tuple(rows))


def _line(budget: Budget, line: BudgetLine, text: PlanText) -> Row:
    amount = text.wording.amount(budget, line.amount, approximate=line.approximate)
    source = capital(text.workspace.funding_sources[line.source_of_funds].name)
    return Row(ItemId.row(line.id), (Cell(""), Cell(source), Cell(amount, "right")))
