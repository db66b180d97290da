"""What programs take from the site: calendars, lists of work, and the open data with their workbook."""

import json
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC

from planbook.outputs.division import name_of_place
from planbook.outputs.edition import Edition
from planbook.outputs.summary import rows_script, summary_of
from planbook.views.addresses import Address
from planbook.views.deadlines import Commitment
from planbook.views.open_data.open_sdg import SERIES_COLUMNS, Observation
from planbook.views.open_data.sheets import data_workbook
from planbook.views.open_data.tables import DataTable, TableParts
from planbook.views.register_rows import PlaceRows
from planbook.views.summary import summary_json, summary_schema
from planbook.views.workbook.appendix_sheets import own_sheet
from planbook.views.workbook.assembly import Origin
from planbook.views.workbook.sheets import Sheet
from planbook.views.worklist import WorkRow, undated_work, work_terms
from planbook.wording.blocks import capital

_OF_RESULTS = ("work_states", "target_results", "money_results", "report_results")
OF_PLAN = ("tasks", "targets", "budget_lines", "deadlines", *_OF_RESULTS)

Blanks = Mapping[str, object]  # what stands in the blanks of a path
CalendarContent = tuple[
    str, list[Commitment], list[WorkRow]
]  # whose it is, what is due day by day, and what else is to be done


def calendars_of_plans(edition: Edition) -> Iterator[tuple[Blanks, CalendarContent]]:
    """The calendar of each plan that wants anything by a day; one of which all is done stays, for whoever subscribes to it."""
    entries: dict[str, list[Commitment]] = {commitment.plan: [] for commitment in edition.commitments}
    for commitment in edition.unfinished:
        entries[commitment.plan].append(commitment)
    for plan, commitments in entries.items():
        yield {"plan": plan}, (edition.views[plan].short_title, commitments, [])


def calendars_of_agencies(edition: Edition) -> Iterator[tuple[Blanks, CalendarContent]]:
    """The calendar of each agency: what it has to do by a day, and what plans that are not over give it beside that."""
    entries = defaultdict(list)
    for commitment in edition.commitments:
        for agency in commitment.concerned:
            entries[agency].append(commitment)
    for agency, entry in edition.workspace.agencies.items():
        left = edition.outstanding.of(entries[agency], agency)
        undated = undated_work(edition.work.get(agency, ()), entries[agency], edition.as_of)
        if entries[agency] or undated:
            yield {"agency": agency}, (capital(entry.called), left, undated)


def ics_of_place(edition: Edition) -> Iterator[tuple[Blanks, CalendarContent]]:
    """The calendar of a place, where there is one over all places: all that its plans want by a day and that is not done."""
    if edition.folder:
        place = capital(name_of_place(edition.workspace.localities, edition.folder))
        yield {}, (place, edition.unfinished, [])


def calendar_file(edition: Edition, content: CalendarContent) -> bytes:
    """A calendar as iCalendar."""
    return edition.calendars.file(*content)


def files_of_plans(edition: Edition) -> Iterator[tuple[Blanks, bytes]]:
    """Each file that comes with a plan."""
    for plan in edition.workspace.plans.values():
        for appendix in plan.printed_appendices:
            if appendix.file:
                blanks = {"plan": plan.id, "appendix": appendix.id, "ending": appendix.file.rpartition(".")[2]}
                yield blanks, edition.attached[plan.id, appendix.id]


def own_tables(edition: Edition) -> Iterator[tuple[Blanks, Sheet]]:
    """Each table of its own that an appendix of a plan is."""
    for plan in edition.workspace.plans.values():
        for appendix in plan.printed_appendices:
            if appendix.rows:
                yield {"plan": plan.id, "appendix": appendix.id}, own_sheet(appendix)


def own_table_file(_: Edition, table: Sheet) -> bytes:
    """Such a table as CSV."""
    from planbook.render.open_data import csv_of

    return csv_of([column.heading for column in table.columns], [row.cells for row in table.rows])


def as_it_came(_: Edition, content: bytes) -> bytes:
    """A file as the office put it there."""
    return content


def all_tables(edition: Edition) -> Iterator[tuple[Blanks, list[DataTable]]]:
    """All tables of open data: what is made of them has one file."""
    yield {}, edition.open_data


def every_table(edition: Edition) -> Iterator[tuple[Blanks, DataTable]]:
    """Each table of open data."""
    yield from (({"table": table.file}, table) for table in edition.open_data)


def tables_of_plans(edition: Edition) -> Iterator[tuple[Blanks, DataTable]]:
    """The open data that the page of a plan shows."""
    parts = [TableParts(table, "plan") for table in edition.open_data if table.name in OF_PLAN]
    for plan in edition.workspace.plans:
        of_plan = (table.part([(plan,)]) for table in parts)
        yield from (({"plan": plan, "table": table.file}, table) for table in of_plan if table.rows)


def tables_of_agencies(edition: Edition) -> Iterator[tuple[Blanks, DataTable]]:
    """The open data that the page of an agency shows."""
    tables = {table.name: table for table in edition.open_data}
    by_task, by_deadline = TableParts(tables["tasks"], "plan", "task"), TableParts(tables["deadlines"], "deadline")
    keys = defaultdict(set)
    for commitment in edition.all_commitments:
        for agency in commitment.concerned:
            keys[agency].add((commitment.key,))
    for agency, view in edition.agencies.items():
        tasks = {(task.plan, task.id) for task in view.tasks}
        parts = (by_task.part(tasks), by_deadline.part(keys[agency]))
        yield from (({"agency": agency, "table": table.file}, table) for table in parts if table.rows)


def tables_of_indicators(edition: Edition) -> Iterator[tuple[Blanks, DataTable]]:
    """The open data that the page of an indicator shows."""
    (values,) = (TableParts(table, "indicator") for table in edition.open_data if table.name == "values")
    for indicator in edition.workspace.indicators:
        series = values.part([(indicator,)])
        if series.rows:
            yield {"indicator": indicator, "table": series.file}, series


def table_file(_: Edition, table: DataTable) -> bytes:
    """A table as CSV."""
    from planbook.render.open_data import csv

    return csv(table)


def all_data(_: Edition, tables: list[DataTable]) -> bytes:
    """All tables as JSON."""
    from planbook.render.open_data import all_rows

    return all_rows(tables)


def data_schema(edition: Edition, tables: list[DataTable]) -> bytes:
    """The JSON Schema of all tables."""
    from planbook.render.open_data import schema_file

    return schema_file(edition.descriptions, tables)


def data_package(edition: Edition, tables: list[DataTable]) -> bytes:
    """What all CSV files are, for programs."""
    from planbook.render.open_data import package

    return package(edition.descriptions, tables, edition.time().astimezone(UTC))


def data_catalogue(edition: Edition, tables: list[DataTable]) -> bytes:
    """The open data for other catalogues."""
    from planbook.render.dcat import Publisher, dcat_catalogue

    office, site = edition.workspace.office, edition.site_url
    page = f"{site}{Address.DATA.link(edition.folder)}" if site else ""
    whole = [Address.ALL_DATA, Address.DATA_WORKBOOK]
    files = [(address.path().rpartition("/")[2], None) for address in whole]
    publisher = Publisher(office.owner or office.site_name or edition.descriptions.title, office.contact or "")
    return dcat_catalogue(edition.descriptions, tables, files, publisher, page, edition.made.astimezone(UTC))


def rows_of_place(edition: Edition) -> Iterator[tuple[Blanks, PlaceRows]]:
    """The rows of the register, where there is one over all places."""
    if edition.folder:
        yield {}, edition.register_rows


def dues_of_place(edition: Edition) -> Iterator[tuple[Blanks, PlaceRows]]:
    """What is due when, where there is a calendar over all places."""
    if edition.folder:
        yield {}, edition.calendar_rows


def place_script(edition: Edition, rows: PlaceRows) -> bytes:
    """Such rows as a script."""
    return rows_script(edition.folder, rows.values)


def summary_file(edition: Edition, _: object) -> bytes:
    """What pages over many sites say of this one."""
    return summary_json(summary_of(edition))


def summary_schema_file(_: Edition, __: object) -> bytes:
    """The JSON Schema of the same."""
    from planbook.render.json_text import json_text

    return f"{json_text(summary_schema())}\n".encode()


def open_sdg_series(edition: Edition) -> Iterator[tuple[Blanks, tuple[Observation, ...]]]:
    """The values of each indicator as Open SDG reads them."""
    yield from (({"indicator": indicator}, rows) for indicator, rows in edition.open_sdg.items())


def open_sdg_file(_: Edition, rows: tuple[Observation, ...]) -> bytes:
    """Such values as CSV, without the mark for Excel, which would become part of the first heading."""
    from planbook.render.open_data import csv_of

    return csv_of(SERIES_COLUMNS, rows).removeprefix(BOM_UTF8)


def workbook_of_data(edition: Edition, tables: list[DataTable]) -> bytes:
    """All tables as a workbook."""
    from planbook.render.sheet import workbook

    made = edition.time().astimezone(UTC)
    origin = Origin(str(edition.revisions[""]), made.date())
    return workbook(data_workbook(edition.descriptions, tables, edition.phrases, origin), made)


def work_of_agencies(edition: Edition) -> Iterator[tuple[Blanks, tuple[str, list[WorkRow]]]]:
    """What each agency has to do."""
    yield from (({"agency": agency}, (agency, rows)) for agency, rows in edition.work.items())


def work_script(edition: Edition, content: tuple[str, list[WorkRow]]) -> bytes:
    """What an agency has to do, as the first page shows it to who has chosen that agency.

    A script hands the table over, because a page that was opened from a folder may fetch nothing.
    """
    agency, rows = content
    table = edition.templates.render(
        "site/work_of_agency.html",
        page_path=Address.HOME.path(),
        terms=work_terms(rows, edition.as_of),
        views=edition.views,
        runs=edition.runs,
        words=edition.phrases,
        as_of=edition.as_of,
        places={},
        most=0,
    )
    return f"myAgency.receive({json.dumps(agency)}, {json.dumps(table, ensure_ascii=False)});\n".encode()
