"""The money and the targets of a plan as sheets: numbers that can be counted with, words beside them."""

from collections.abc import Iterator
from typing import Literal, get_args

from planbook.model.budget import ZEROS, Written
from planbook.model.plan import Plan
from planbook.model.target import Comparator, Target
from planbook.views.tables import YEAR, standard_of, target_columns, target_heading
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Value
from planbook.wording.blocks import capital
from planbook.wording.purposes import Funded, budgets, paid_for
from planbook.wording.speech import PlanText


def budget_sheet(plan: Plan, text: PlanText) -> Sheet:
    """Every stated amount in the unit of its budget: the total, and each line with its source.

    What it pays for stands in every row, so that a filter on a source loses nothing; what is the total of others has no number.
    """
    rows = [row for funded in budgets(plan) for row in _amounts(funded, text)]
    say = text.wording.phrases.say
    columns = (
        SheetColumn(say("column_index"), "center"),
        SheetColumn(say("column_purpose")),
        SheetColumn(say("column_project")),
        SheetColumn(say("column_source_of_funds")),
        SheetColumn(say("column_amount"), "right"),
        SheetColumn(say("column_unit"), "center", choices=tuple(say(f"unit_{unit}") for unit in ZEROS)),
        SheetColumn(say("column_approximate"), "center", choices=(say("amount_about", amount="").strip(),)),
        SheetColumn(say("column_notes")),
    )
    return Sheet(say("workbook_budget"), say("appendix_budget"), columns, tuple(rows), frozen=2)


def target_sheet(plan: Plan, text: PlanText) -> Sheet:
    """Every target and expected result; those of words have no number.

    A column of standards stands there where a target has one.
    """
    standards = [standard_of(text.workspace, target) for target in plan.targets()]
    with_standard = any(standards)
    more = [
        name
        for name in target_columns(text.workspace, plan)
        if name in ("lead", "coordinating") or name.startswith(YEAR)
    ]
    rows = [
        SheetRow(
            target.id,
            (
                index,
                *_target(target, text),
                *((standard,) if with_standard else ()),
                _due(target, text),
                *(_more(target, name, text) for name in more),
            ),
        )
        for index, (target, standard) in enumerate(zip(plan.targets(), standards, strict=True), 1)
    ]
    say = text.wording.phrases.say
    comparators = tuple(
        filter(None, (capital(text.wording.comparator(comparator)) for comparator in get_args(Comparator)))
    )
    columns = (
        SheetColumn(say("column_index"), "center"),
        SheetColumn(say("column_target")),
        SheetColumn(say("column_indicator")),
        SheetColumn(say("column_comparator"), "center", choices=comparators),
        SheetColumn(say("column_value"), "right"),
        SheetColumn(say("column_upper"), "right"),
        SheetColumn(say("column_unit"), "center"),
        *((SheetColumn(say("column_standard"), name="standard"),) if with_standard else ()),
        SheetColumn(say("column_due"), "center"),
        *(SheetColumn(target_heading(text, name), _side(name), name=name) for name in more),
    )
    return Sheet(say("workbook_targets"), say("appendix_targets"), columns, tuple(rows), frozen=2)


def _amounts(funded: Funded, text: PlanText) -> Iterator[SheetRow]:
    wording, budget = text.wording, funded.budget
    purpose = paid_for(funded, text)
    projects = ", ".join(text.project_short(project) for project in funded.projects)

    def money(amount: Written | Literal["unallocated"], words: str, *, approximate: bool) -> tuple[Value, ...]:
        if amount == "unallocated":
            return words, "", ""
        about = wording.phrases.say("amount_about", amount="").strip() if approximate else ""
        return amount[0], wording.phrases.say(f"unit_{budget.unit}"), about

    words = text.amount(budget, budget.total, approximate=budget.approximate)
    cells = money(budget.total, words, approximate=budget.approximate)
    # The note of unallocated money already stands in the place of the amount.
    note = "" if budget.total == "unallocated" else text.fill(budget.note)
    index = "" if funded.number is None else funded.number
    yield SheetRow(budget.id, (index, purpose, projects, wording.phrases.say("budget_total"), *cells, note), "group")
    for line in budget.lines:
        source = capital(text.workspace.funding_sources[line.source_of_funds].name)
        words = wording.amount(budget, line.amount, approximate=line.approximate)
        cells = money(line.amount, words, approximate=line.approximate)
        yield SheetRow(line.id, ("", purpose, projects, source, *cells, text.fill(line.note)))


def _target(target: Target, text: PlanText) -> tuple[Value, ...]:
    workspace, wording = text.workspace, text.wording
    indicator = workspace.indicators.get(target.indicator or "")
    measured = target.value is not None
    return (
        capital(text.target(target)),
        capital(indicator.name) if indicator else "",
        capital(wording.comparator(target.comparator)) if measured else "",
        target.value,
        target.upper,
        target.unit or "",
    )


def _side(name: str) -> Literal["left", "center"]:
    return "center" if name.startswith(YEAR) else "left"


def _more(target: Target, name: str, text: PlanText) -> Value:
    """What stands in a column that only some plans have: who answers for a target, and its value of a year."""
    if name.startswith(YEAR):
        year = target.by_year.get(name.removeprefix(YEAR))
        if year is None:
            return ""
        return year.value if year.upper is None and year.comparator == "exactly" else text.share(target, year)
    return capital(text.assigned(getattr(target, name)))


def _due(target: Target, text: PlanText) -> str:
    return capital(text.wording.time(target.due or text.plan.period))
