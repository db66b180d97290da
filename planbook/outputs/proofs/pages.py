"""What the site must say beside the documents of plans: its lists, calendars and open data, line by line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from textwrap import shorten

from planbook.changes.lately import ChangeWithAgencies
from planbook.messages.diagnostics import Text
from planbook.model.period import official_day
from planbook.model.task import ReportingDuty
from planbook.model.workspace import Workspace
from planbook.outputs.edition import Edition
from planbook.outputs.proofs.documents import sheet_lines, value_lines
from planbook.outputs.proofs.lines import Expected, ExpectedLine, joined, shown_cell
from planbook.outputs.summary import summary_of
from planbook.views.deadlines import Commitment
from planbook.views.indicators import Outcome
from planbook.views.matrix import TaskRow, task_rows
from planbook.views.money import Sum
from planbook.views.open_data.open_sdg import SERIES_COLUMNS
from planbook.views.open_data.rows import SEPARATOR
from planbook.views.open_data.sheets import data_workbook
from planbook.views.open_data.tables import DataTable
from planbook.views.reached import Reached
from planbook.views.summary import plain_summary
from planbook.views.workbook.assembly import Origin
from planbook.views.workbook.sheets import Value
from planbook.views.worklist import undated_work, work_terms

_SUMMARY = 120  # letters of a calendar entry's title


def agency_page(edition: Edition, agency: str) -> Expected:
    """What an agency has to do."""
    view = edition.agencies[agency]
    charged = (ExpectedLine(charge.id, (text,)) for charge in view.all_charges for text in charge.printed)
    late = (
        ExpectedLine(work.id, (work.title, work.name.lower(), official_day(work.due), *work.remarks, work.until))
        for work in edition.late_work(agency)
    )
    reached = (line for rows in edition.reached_by(agency).values() for line in reached_lines(edition, rows))
    return Expected((*(_task(edition, task) for task in view.tasks), *charged, *late, *reached), within=True)


def work_of_agency(edition: Edition, agency: str) -> Expected:
    """What an agency has to do under the plans that run on the day of the build."""
    rows = (row for term in work_terms(edition.work[agency], edition.as_of) for row in term.rows)
    return Expected(tuple(ExpectedLine("", (row.when, row.work, row.group, row.rhythm)) for row in rows), within=True)


def _task(edition: Edition, task: TaskRow) -> ExpectedLine:
    progress = edition.progress[task.plan]
    work = progress.work.get(task.id) if progress else None
    words = (task.place, task.name, task.duty, task.lead, task.coordinating, task.deadline)
    return ExpectedLine(task.id, (*words, work.name.lower() if work else ""))


def all_tasks(edition: Edition) -> Expected:
    """Every task of every plan that the page can hold, and every target, duty and report that it charges agencies with."""
    plans = edition.plans_in_register()
    tasks = (task for plan in plans for task in task_rows(edition.matrices[plan]))
    charged = (charge.row for plan in plans for charge in edition.charges[plan] if charge.agencies)
    reached = (
        ExpectedLine(row.id, (row.name, row.value, row.percent))
        for plan, progress in edition.latest.items()
        if plan in plans
        for row in progress.targets
        if row.id in {charge.id for charge in edition.charges[plan] if charge.agencies}
    )
    return Expected((*(_task(edition, task) for task in (*tasks, *charged)), *reached), within=True)


def tasks_of_year(edition: Edition, year: str) -> Expected:
    """The tasks of the plans of a year that the page can hold."""
    rows = (row for plan in edition.plans_in_register(int(year)) for row in task_rows(edition.matrices[plan]))
    return Expected(tuple(_task(edition, row) for row in rows), within=True)


def reached_lines(edition: Edition, rows: Iterable[Reached]) -> Iterator[ExpectedLine]:
    """What was reached, with its shares."""
    for whole in rows:
        for row in (whole, *whole.parts):
            value = row.value or ("" if row.verdict else edition.phrases.say("no_results"))
            yield ExpectedLine(whole.id, (joined((row.name, value, row.goal, row.percent, row.verdict)), row.note))


def abbreviations(edition: Edition) -> Expected:
    """What short forms mean, and which plans use them; beside it stands what no data say: how a decree abbreviates."""
    titles = {plan: view.short_title for plan, view in edition.views.items()}
    lines = (
        ExpectedLine("", (entry.short, entry.full, *(titles[plan] for plan in entry.plans)))
        for entry in edition.glossary
    )
    return Expected(tuple(lines), within=True, besides=("",))


def aims_of_plans(edition: Edition) -> Expected:
    """What the plans aim at, indicator by indicator."""
    aims = (
        (indicator, [f"{aim.period}, {aim.place}: {aim.value}" for aim in indicator.aims])
        for indicator in edition.indicators
    )
    return Expected(
        tuple(ExpectedLine(indicator.id, (indicator.name, indicator.unit, *values)) for indicator, values in aims),
        within=True,
    )


def indicator_page(edition: Edition, indicator: str) -> Expected:
    """What the plans aim at of one indicator."""
    view = next(view for view in edition.indicators if view.id == indicator)
    aims = (
        ExpectedLine(
            aim.item, (aim.period, aim.value, aim.place if aim.body else "", aim.scope, aim.standard, aim.text)
        )
        for aim in view.aims
    )
    return Expected((*aims, *(_outcome(outcome) for outcome in edition.outcomes(view))), within=True)


def _outcome(outcome: Outcome) -> ExpectedLine:
    """What was reached of a value, with the next one."""
    aim, reached, following = outcome.aim, outcome.reached, outcome.following
    figures = joined((aim.value, reached.value, reached.percent, f"{reached.verdict} ({reached.as_of}"))
    return ExpectedLine(
        aim.item, (aim.period, figures, reached.note, f"{following.period}: {following.value}" if following else "–")
    )


def amounts_of_plans(edition: Edition) -> Expected:
    """The amounts that plans state, with what their parts add up to."""
    lines: list[ExpectedLine] = []
    for plan in edition.money_by_place:
        lines += (
            ExpectedLine(row.item, (row.period, row.purpose, *_sum(row.total))) for row in plan.years if row.total
        )
        lines += (ExpectedLine(row.id, (row.purpose, *row.amounts, *_sum(row.total))) for row in plan.rows)
        lines += (ExpectedLine("", (row.source, *_sum(row.total))) for part in plan.breakdowns for row in part.rows)
    return Expected(tuple(lines), within=True)


def _sum(total: Sum) -> tuple[str, str]:
    return total.stated, total.computed


def register_of_documents(edition: Edition) -> Expected:
    """What the page of all legal documents must say: the citation and title of each."""
    return Expected(
        tuple(ExpectedLine(document.id, (document.citation, document.title)) for document in edition.listed_documents),
        within=True,
    )


def tasks_over_years(edition: Edition) -> Expected:
    """The tasks from plan to plan."""
    steps = (step for lineage in edition.lineages for row in lineage.rows for step in row.steps)
    return Expected(
        tuple(
            ExpectedLine(step.task.id, (step.task.place, step.name, step.task.lead, step.task.deadline))
            for step in steps
        ),
        within=True,
    )


def compared_page(edition: Edition, plan: str) -> Expected:
    """A plan beside those before it, change by change."""
    rows = (row for pair in edition.compared[plan] for row in pair.rows if row.kind != "move")
    return Expected(
        tuple(ExpectedLine(row.item, (row.name, _vietnamese(row.old), _vietnamese(row.new))) for row in rows),
        within=True,
    )


def changes_of_plan(edition: Edition, plan: str) -> Expected:
    """What changed lately in a plan, sentence by sentence, as the git history tells it."""
    return _changes(change for edit in edition.changes.sets if edit.plan == plan for change in edit.changes)


def changes_of_agency(edition: Edition, agency: str) -> Expected:
    """What changed lately for an agency."""
    return _changes(change for edit in edition.changes.sets for change in edit.of_agency(agency))


def _changes(changes: Iterable[ChangeWithAgencies]) -> Expected:
    sentences = (change.sentence for change in changes)
    lines = (
        ExpectedLine(
            "",
            (sentence.place, _vietnamese(sentence.sentence), *((sentence.old, sentence.new) if sentence.old else ())),
        )
        for sentence in sentences
    )
    return Expected(tuple(lines), within=True)


def _vietnamese(text: Text | str) -> str:
    return text.in_language("vi") if isinstance(text, Text) else text


def calendar_of_year(edition: Edition, year: str) -> Expected:
    """What is due in a year."""
    dues = (
        ExpectedLine(due.item, (due.when, due.work, due.state.lower(), due.who))
        for due in edition.deadlines
        if due.day.year == int(year)
    )
    periods = {plan.id: plan.period for plan in edition.workspace.plans.values()}
    undated = (
        ExpectedLine(work.item, (work.open, work.work, edition.outstanding.state(work, None).lower(), work.who))
        for work in edition.open_commitments
        if periods[work.plan].first.year <= int(year) <= periods[work.plan].last.year
    )
    return Expected((*dues, *undated), within=True)


def nothing_of_its_own(_: Edition) -> Expected:
    """No lines: the page only repeats what others say, so each of its figures must be one of theirs."""
    return Expected((), within=True)


def calendar_of_plan(edition: Edition, plan: str) -> Expected:
    """The entries of a plan's calendar."""
    return _entries(edition, (commitment for commitment in edition.unfinished if commitment.plan == plan))


def calendar_of_agency(edition: Edition, agency: str) -> Expected:
    """The entries of an agency's calendar."""
    mine = [commitment for commitment in edition.commitments if agency in commitment.concerned]
    todos = (
        ExpectedLine(
            f"{row.key}@planbook",
            (str(row.day or ""), _summary(row.work), row.when, row.who, row.coordinating, row.duty),
        )
        for row in undated_work(edition.work.get(agency, ()), mine, edition.as_of)
    )
    return replace(dated := _entries(edition, edition.outstanding.of(mine, agency)), lines=(*dated.lines, *todos))


def _summary(work: str) -> str:
    return shorten(work, _SUMMARY, placeholder="…")


def _entries(edition: Edition, commitments: Iterable[Commitment]) -> Expected:
    def entry(commitment: Commitment) -> ExpectedLine:
        days = ", ".join(day.isoformat() for day, _ in commitment.terms)
        when, title = commitment.rhythm or commitment.terms[0][1], edition.views[commitment.plan].short_title
        words = (commitment.about, when, commitment.who, commitment.coordinating, commitment.duty, title)
        return ExpectedLine(f"{commitment.key}@planbook", (days, _summary(commitment.work), *words))

    return Expected(tuple(map(entry, commitments)), within=True)


def data_table(edition: Edition, table: str) -> Expected:
    """The rows of a table of open data."""
    return Expected(tuple(_rows(_table(edition, table))), whole=True)


def _table(edition: Edition, file: str) -> DataTable:
    return next(table for table in edition.open_data if table.file == file)


def _rows(table: DataTable) -> Iterator[ExpectedLine]:
    names = [column.name for column in table.columns]
    yield ExpectedLine("", tuple(names))
    for row in table.rows:
        key = "/".join(shown_cell(row[names.index(name)], exactly=True) for name in table.key)
        yield ExpectedLine(key, tuple(shown_cell(value, exactly=True) for value in row))


def table_of_plan(edition: Edition, plan: str, table: str) -> Expected:
    """The rows of open data that are about one plan."""
    return _part(_table(edition, table), lambda row: row["plan"] == plan)


def table_of_indicator(edition: Edition, indicator: str, table: str) -> Expected:
    """The rows of open data that are about one indicator."""
    return _part(_table(edition, table), lambda row: row["indicator"] == indicator)


def open_sdg_of_indicator(edition: Edition, indicator: str) -> Expected:
    """The values of an indicator as Open SDG reads them."""
    rows = (SERIES_COLUMNS, *edition.open_sdg[indicator])
    lines = (ExpectedLine(indicator, tuple(shown_cell(value, exactly=True) for value in row)) for row in rows)
    return Expected(tuple(lines), whole=True)


def table_of_agency(edition: Edition, agency: str, table: str) -> Expected:
    """The rows of open data that are about one agency; what is given to a group is given to its members while the plan runs."""
    bodies = {plan: _bodies(edition.workspace, agency, plan) for plan in edition.workspace.plans}
    assignments = next(table for table in edition.open_data if table.name == "assignments").rows_by_name()
    tasks = {(row["plan"], row["task"]) for row in assignments if row["agency"] in bodies[str(row["plan"])]}
    received = {
        (plan.id, duty.id)
        for plan in edition.workspace.plans.values()
        for duty in plan.entries(ReportingDuty)
        if agency in duty.to and agency not in duty.agencies
    }

    def fits(row: Mapping[str, Value]) -> bool:
        if "task" in row:
            return (row["plan"], row["task"]) in tasks
        if (row["plan"], row["item"]) in received:
            return False
        ids = f"{row['lead_agencies']}{SEPARATOR}{row['coordinating_agencies']}".split(SEPARATOR)
        return not bodies[str(row["plan"])].isdisjoint(ids)

    return _part(_table(edition, table), fits)


def _part(table: DataTable, fits: Callable[[Mapping[str, Value]], bool]) -> Expected:
    rows = [row for row, values in zip(table.rows, table.rows_by_name(), strict=True) if fits(values)]
    return Expected(tuple(_rows(replace(table, rows=tuple(rows)))), whole=True)


def _bodies(workspace: Workspace, agency: str, plan: str) -> set[str]:
    """An agency and the groups that it belongs to under a plan."""
    return {agency} | {id_ for id_ in workspace.agencies if agency in workspace.members(id_, workspace.plans[plan])}


def data_values(edition: Edition) -> Expected:
    """Every value of open data."""
    return Expected(value_lines({table.name: table.rows_by_name() for table in edition.open_data}), whole=True)


def values_of_rows(edition: Edition) -> Expected:
    """Every value of the rows that the register over all places loads."""
    return Expected(value_lines(edition.register_rows.values), whole=True)


def values_of_dues(edition: Edition) -> Expected:
    """Every value of the rows that the calendar over all places loads."""
    return Expected(value_lines(edition.calendar_rows.values), whole=True)


def calendar_of_place(edition: Edition) -> Expected:
    """The entries of the calendar of a place."""
    return _entries(edition, edition.unfinished)


def summary_values(edition: Edition) -> Expected:
    """Every value of what pages over many sites say of this one."""
    return Expected(value_lines(plain_summary(summary_of(edition))), whole=True)


def data_sheets(edition: Edition) -> Expected:
    """The rows of the workbook of open data."""
    origin = Origin(str(edition.revisions[""]), edition.time().date())
    book = data_workbook(edition.descriptions, edition.open_data, edition.phrases, origin)
    return Expected(tuple(line for sheet in book.sheets for line in sheet_lines(sheet)), whole=True)
