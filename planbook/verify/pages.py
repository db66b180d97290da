"""What the site must say beside the documents of plans: its lists, calendars and open data, line by line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from textwrap import shorten

from planbook.messages.diagnostics import Text
from planbook.model.workspace import Workspace
from planbook.outputs.edition import Edition
from planbook.outputs.pages.compared import earlier_ones
from planbook.verify.documents import Expected, Made, sheet_lines, value_lines
from planbook.verify.lines import Wanted
from planbook.verify.readers import shown_cell
from planbook.views.deadlines import Commitment
from planbook.views.matrix import TaskRow
from planbook.views.money import Sum
from planbook.views.open_data.rows import SEPARATOR
from planbook.views.open_data.sheets import data_workbook
from planbook.views.open_data.tables import DataTable
from planbook.views.workbook.assembly import Origin
from planbook.views.workbook.sheets import Value
from planbook.views.worklist import work_terms

_SUMMARY = 120  # letters of a calendar entry's title


def agency_page(edition: Edition, named: dict[str, str]) -> Expected:
    """What an agency has to do."""
    view = edition.agencies[named["agency"]]
    said = (Wanted(one.id, (text,)) for one in view.sayings for text in one.text)
    return Expected((*map(_task, view.tasks), *said), within=True)


def work_of_agency(edition: Edition, named: dict[str, str]) -> Expected:
    """What an agency has to do under the plans that run on the day of the build."""
    shown = (row for term in work_terms(edition.work[named["agency"]], edition.as_of) for row in term.rows)
    return Expected(tuple(Wanted("", (row.when, row.work, row.group, row.rhythm)) for row in shown), within=True)


def _task(task: TaskRow) -> Wanted:
    return Wanted(task.id, (task.place, task.name, task.lead, task.coordinating, task.deadline))


def indicator_list(edition: Edition, _: dict[str, str]) -> Expected:
    """What the plans aim at, indicator by indicator."""
    aims = ((one, [f"{aim.period}, {aim.place}: {aim.value}" for aim in one.aims]) for one in edition.indicators)
    return Expected(tuple(Wanted(one.id, (one.name, one.unit, *said)) for one, said in aims), within=True)


def indicator_page(edition: Edition, named: dict[str, str]) -> Expected:
    """What the plans aim at of one indicator."""
    aims = next(one.aims for one in edition.indicators if one.id == named["indicator"])
    return Expected(
        tuple(Wanted(aim.item, (aim.period, aim.value, aim.scope, aim.standard, aim.text)) for aim in aims), within=True
    )


def money_page(edition: Edition, _: dict[str, str]) -> Expected:
    """The amounts that plans state, with what their parts add up to."""
    lines: list[Wanted] = []
    for plan in edition.money_by_place:
        lines += (Wanted(row.item, (row.period, row.purpose, *_sum(row.total))) for row in plan.years if row.total)
        lines += (Wanted(row.id, (row.purpose, *row.amounts, *_sum(row.total))) for row in plan.rows)
        lines += (Wanted("", (row.source, *_sum(row.total))) for part in plan.breakdowns for row in part.rows)
    return Expected(tuple(lines), within=True)


def _sum(total: Sum) -> tuple[str, str]:
    return total.stated, total.computed


def document_page(edition: Edition, _: dict[str, str]) -> Expected:
    """The register of documents."""
    return Expected(tuple(Wanted(one.id, (one.citation, one.title)) for one in edition.documents), within=True)


def lineage_page(edition: Edition, _: dict[str, str]) -> Expected:
    """The tasks from plan to plan."""
    steps = (step for lineage in edition.lineages for row in lineage.rows for step in row.steps)
    return Expected(
        tuple(Wanted(one.task.id, (one.task.place, one.name, one.task.lead, one.task.deadline)) for one in steps),
        within=True,
    )


def compared_page(edition: Edition, named: dict[str, str]) -> Expected:
    """A plan beside those before it, change by change."""
    pairs = earlier_ones(edition, edition.workspace.plans[named["plan"]])
    rows = (row for pair in pairs for row in pair.rows if row.kind != "move")
    return Expected(
        tuple(Wanted(row.item, (row.name, _vietnamese(row.old), _vietnamese(row.new))) for row in rows), within=True
    )


def _vietnamese(text: Text | str) -> str:
    return text.in_language("vi") if isinstance(text, Text) else text


def calendar_page(edition: Edition, named: dict[str, str]) -> Expected:
    """What is due in a year."""
    year = int(named["year"])
    dues = (Wanted(due.item, (due.when, due.work, due.who)) for due in edition.deadlines if due.day.year == year)
    periods = {plan.id: plan.period for plan in edition.workspace.plans.values()}
    undated = (
        Wanted(one.item, (one.open, one.work, one.who))
        for one in edition.open_commitments
        if periods[one.plan].first.year <= year <= periods[one.plan].last.year
    )
    return Expected((*dues, *undated), within=True)


def nothing_of_its_own(_: Edition, __: dict[str, str]) -> Expected:
    """No lines: the page only repeats what others say, so each of its figures must be one of theirs."""
    return Expected((), within=True)


def calendar_of_plan(edition: Edition, named: dict[str, str]) -> Expected:
    """The entries of a plan's calendar."""
    return _entries(edition, (one for one in edition.commitments if one.plan == named["plan"]))


def calendar_of_agency(edition: Edition, named: dict[str, str]) -> Expected:
    """The entries of an agency's calendar."""
    agency = named["agency"]
    mine = (one for one in edition.commitments if agency in one.concerned)
    return _entries(edition, mine)


def _entries(edition: Edition, found: Iterable[Commitment]) -> Expected:
    def entry(one: Commitment) -> Wanted:
        days = ", ".join(day.isoformat() for day, _ in one.terms)
        said = (one.about, one.rhythm or one.terms[0][1], one.who, one.coordinating)
        title = edition.views[one.plan].short_title
        return Wanted(f"{one.key}@planbook", (days, shorten(one.work, _SUMMARY, placeholder="…"), *said, title))

    return Expected(tuple(map(entry, found)), within=True)


def data_table(edition: Edition, named: dict[str, str]) -> Expected:
    """The rows of a table of open data."""
    table = next(one for one in edition.open_data if one.file == named["table"])
    return Expected(tuple(_rows(table)), whole=True)


def _rows(table: DataTable) -> Iterator[Wanted]:
    names = [column.name for column in table.columns]
    yield Wanted("", tuple(names))
    for row in table.rows:
        key = "/".join(shown_cell(row[names.index(name)], exactly=True) for name in table.key)
        yield Wanted(key, tuple(shown_cell(value, exactly=True) for value in row))


def part_of_table(edition: Edition, named: dict[str, str]) -> Expected:
    """The rows of open data that are about one plan, agency or indicator."""
    tables = {table.name: table for table in edition.open_data}
    table = next(one for one in edition.open_data if one.file == named["table"])
    about, of = named["id"], {"ke-hoach": "plan", "chi-tieu": "indicator"}.get(named["of"])
    # What is given to a group is given to its members while the plan runs.
    bodies = {} if of else {plan: _bodies(edition.workspace, about, plan) for plan in edition.workspace.plans}
    given = [] if of else [one for one in _named(tables["assignments"]) if one["agency"] in bodies[str(one["plan"])]]
    tasks = {(one["plan"], one["task"]) for one in given}

    def fits(row: Mapping[str, Value]) -> bool:
        if of:
            return row[of] == about
        if table.name == "tasks":
            return (row["plan"], row["task"]) in tasks
        ids = f"{row['lead_agencies']}{SEPARATOR}{row['coordinating_agencies']}".split(SEPARATOR)
        return not bodies[str(row["plan"])].isdisjoint(ids)

    kept = [row for row, values in zip(table.rows, _named(table), strict=True) if fits(values)]
    return Expected(tuple(_rows(replace(table, rows=tuple(kept)))), whole=True)


def _bodies(workspace: Workspace, agency: str, plan: str) -> set[str]:
    """An agency and the groups that it belongs to under a plan."""
    return {agency} | {id_ for id_ in workspace.agencies if agency in workspace.members(id_, workspace.plans[plan])}


def _named(table: DataTable) -> list[dict[str, Value]]:
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def all_data(edition: Edition, _: dict[str, str]) -> Expected:
    """Every value of open data."""
    return Expected(value_lines({table.name: _named(table) for table in edition.open_data}), whole=True)


def data_sheets(edition: Edition, _: dict[str, str]) -> Expected:
    """The rows of the workbook of open data."""
    origin = Origin(str(edition.revisions[""]), edition.made.date())
    book = data_workbook(edition.descriptions, edition.open_data, edition.phrases, origin)
    return Expected(tuple(line for sheet in book.sheets for line in sheet_lines(sheet)), whole=True)


LISTED: tuple[tuple[re.Pattern[str], Made], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"co-quan/(?P<agency>[a-z0-9-]+)/index\.html", agency_page),
        (r"co-quan/(?P<agency>[a-z0-9-]+)/(?P=agency)\.ics", calendar_of_agency),
        (r"co-quan/(?P<agency>[a-z0-9-]+)/viec\.js", work_of_agency),
        (r"ke-hoach/(?P<plan>[a-z0-9-]+)/(?P=plan)\.ics", calendar_of_plan),
        (r"lich/(?P<year>\d+)/index\.html", calendar_page),
        (r"chi-tieu/index\.html", indicator_list),
        (r"chi-tieu/(?P<indicator>[a-z0-9-]+)/index\.html", indicator_page),
        (r"kinh-phi/index\.html", money_page),
        (r"van-ban/index\.html", document_page),
        (r"so-sanh/index\.html", lineage_page),
        (r"so-sanh/(?P<plan>[a-z0-9-]+)/index\.html", compared_page),
        # The home page tells of earlier revisions too, so that only its hash can be proved.
        (r"(?:ke-hoach/index|co-quan/index|lich/index|kiem-tra/index)\.html", nothing_of_its_own),
        (r"du-lieu/du-lieu\.xlsx", data_sheets),
        (r"du-lieu/du-lieu\.json", all_data),
        (r"(?P<of>ke-hoach|co-quan|chi-tieu)/(?P<id>[a-z0-9-]+)/(?P<table>[a-z-]+)\.csv", part_of_table),
        (r"du-lieu/(?P<table>[a-z-]+)\.csv", data_table),
    )
)
