"""Everything that is published, once: where it stands, what it shows, what lays it out, and what must stand in it.

Whoever makes, links, lists or proves a file reads it here; another output is one more line.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from planbook.messages.diagnostics import Text
from planbook.outputs import change_feeds, documents, feeds, work_for_several
from planbook.outputs.edition import Edition
from planbook.outputs.last_files import LastFiles
from planbook.outputs.pages import agencies, calendar, compared, plans, registers, results, tasks
from planbook.outputs.pages.site import Site
from planbook.outputs.proofs import documents as in_documents
from planbook.outputs.proofs import pages as in_pages
from planbook.outputs.proofs import results as in_results
from planbook.outputs.proofs.lines import Expected
from planbook.render.press import Printing, press
from planbook.render.print_job import PrintJob
from planbook.render.store import Store, machine
from planbook.repository.fingerprint import program
from planbook.views.addresses import Address

# What must stand in a file, from the edition and what stands in the blanks of its path; or why only its hash proves it.
Proof = Callable[..., Expected] | Text


@dataclass(frozen=True, slots=True)
class Output:
    """A kind of published file.

    `view` gives for each what stands in the blanks of its path, and what it shows; `renderer` makes it a file: a
    template, or a function. What tells of other pages only is a `guide`: the search shows it after them. Where a renderer costs much,
    `made_of` gives all that it is given, as text: while that is the same, so is the file.
    """

    address: Address
    view: Callable[[Any], Iterator[tuple[Mapping[str, object], Any]]]
    renderer: str | Callable[[Edition, Any], bytes]
    proof: Proof
    is_guide: bool = True
    made_of: Callable[[Edition, Any], Iterable[str]] | None = None


_REVISIONS = Text("tells of earlier revisions too")
_EXAMPLES = Text("quotes the examples of the guide")
_CAME = Text("what the office put there")
_OF_PLACES = Text("is made of the summaries of places, which are proved")
_PIECES = Text("is put together of what other files of the place say, which are proved")
_DESCRIBES = Text("describes fields, not what stands in them")

PAGES = (
    Output(Address.HOME, registers.home_page, "site/home.md", _REVISIONS),
    Output(Address.PLANS, plans.plan_list, "site/plans.md", in_pages.nothing_of_its_own, is_guide=False),
    Output(Address.PLAN, plans.plan_pages, "site/plan.md", in_documents.plan_page, is_guide=False),
    Output(Address.OVERVIEW, plans.overview_pages, "site/overview.md", in_documents.overview_page, is_guide=False),
    Output(Address.RESULTS, results.results_pages, "site/results.md", in_results.results_of_plan, is_guide=False),
    Output(Address.RESULTS_OF_PERIOD, results.pages_of_periods, "site/results.md", in_results.results_of_period),
    Output(Address.CHANGES, plans.change_pages, "site/changes.md", in_pages.changes_of_plan),
    Output(Address.TASKS, tasks.task_register, "site/tasks.md", in_pages.all_tasks),
    Output(Address.TASKS_OF_YEAR, tasks.tasks_of_years, "site/tasks_of_year.md", in_pages.tasks_of_year),
    Output(Address.AGENCIES, agencies.agency_list, "site/agencies.md", in_pages.nothing_of_its_own, is_guide=False),
    Output(Address.AGENCY, agencies.agency_pages, "site/agency.md", in_pages.agency_page, is_guide=False),
    Output(Address.CALENDAR, calendar.calendar_page, "site/calendar.md", in_pages.nothing_of_its_own),
    Output(Address.CALENDAR_OF_YEAR, calendar.calendars_of_years, "site/calendar.md", in_pages.calendar_of_year),
    Output(Address.INDICATORS, registers.indicator_list, "site/indicators.md", in_pages.aims_of_plans, is_guide=False),
    Output(Address.INDICATOR, registers.indicator_pages, "site/indicator.md", in_pages.indicator_page, is_guide=False),
    Output(Address.MONEY, registers.money_page, "site/money.md", in_pages.amounts_of_plans),
    Output(Address.LINEAGE, compared.lineage_page, "site/lineage.md", in_pages.tasks_over_years),
    Output(Address.COMPARED, compared.compared_pages, "site/compared.md", in_pages.compared_page),
    Output(Address.STATES, compared.state_pages, "site/states.md", _REVISIONS),
    Output(
        Address.DOCUMENTS, registers.document_page, "site/documents.md", in_pages.register_of_documents, is_guide=False
    ),
    Output(Address.GLOSSARY, registers.glossary_page, "site/glossary.md", in_pages.abbreviations),
    Output(Address.FINDINGS, plans.finding_list, "site/findings.md", in_pages.nothing_of_its_own),
    Output(Address.FINDINGS_OF_PLAN, plans.findings_of_plans, "site/findings_of_plan.md", _EXAMPLES),
    Output(Address.FINDINGS_OF_REGISTERS, plans.findings_of_registers, "site/findings_of_plan.md", _EXAMPLES),
    Output(Address.DATA, registers.data_page, "site/data.md", _DESCRIBES),
)
SHEETS = (
    Output(Address.MATRIX_SHEET, documents.task_lists, "pdf/matrix.html", in_documents.matrix_rows),
    Output(Address.GRID_SHEET, documents.grid_sheets, "pdf/grid.html", in_documents.grid_of_plan),
    Output(Address.OVERVIEW_SHEET, documents.overview_sheets, "pdf/overview.html", in_documents.overview_sheet),
    Output(Address.AGENCY_SHEET, documents.sheets_of_agencies, "pdf/agency.html", in_documents.sheet_of_agency),
    Output(Address.HISTORY_SHEET, documents.histories_of_places, "pdf/history.html", in_documents.history_of_place),
)
DOCUMENTS = (
    Output(Address.PLAN_DATA, documents.every_plan, documents.plan_data, in_documents.data_of_plan),
    Output(
        Address.WORD_DRAFT,
        documents.every_plan,
        documents.word_draft,
        in_documents.draft_text,
        made_of=documents.draft_inputs,
    ),
    Output(
        Address.WORKBOOK,
        documents.every_plan,
        documents.workbook_of_plan,
        in_documents.workbook_rows,
        made_of=documents.workbook_inputs,
    ),
)
FEEDS = (
    Output(Address.PLAN_CALENDAR, feeds.calendars_of_plans, feeds.calendar_file, in_pages.calendar_of_plan),
    Output(Address.AGENCY_CALENDAR, feeds.calendars_of_agencies, feeds.calendar_file, in_pages.calendar_of_agency),
    Output(Address.PLAN_FEED, change_feeds.feeds_of_plans, change_feeds.feed_file, in_results.feed_of_plan),
    Output(Address.AGENCY_FEED, change_feeds.feeds_of_agencies, change_feeds.feed_file, in_results.feed_of_agency),
    Output(Address.AGENCY_WORK, feeds.work_of_agencies, feeds.work_script, in_pages.work_of_agency),
    Output(Address.APPENDIX_TABLE, feeds.own_tables, feeds.own_table_file, in_documents.own_table),
    Output(Address.ATTACHED_FILE, feeds.files_of_plans, feeds.as_it_came, _CAME),
    Output(Address.DATA_TABLE, feeds.every_table, feeds.table_file, in_pages.data_table),
    Output(Address.PLAN_TABLE, feeds.tables_of_plans, feeds.table_file, in_pages.table_of_plan),
    Output(Address.AGENCY_TABLE, feeds.tables_of_agencies, feeds.table_file, in_pages.table_of_agency),
    Output(Address.INDICATOR_TABLE, feeds.tables_of_indicators, feeds.table_file, in_pages.table_of_indicator),
    Output(Address.ALL_DATA, feeds.all_tables, feeds.all_data, in_pages.data_values),
    Output(Address.DATA_SCHEMA, feeds.all_tables, feeds.data_schema, _DESCRIBES),
    Output(Address.DATA_PACKAGE, feeds.all_tables, feeds.data_package, _DESCRIBES),
    Output(Address.DATA_CATALOGUE, feeds.all_tables, feeds.data_catalogue, _DESCRIBES),
    Output(Address.REGISTER_ROWS, feeds.rows_of_place, feeds.place_script, in_pages.values_of_rows),
    Output(Address.CALENDAR_ROWS, feeds.dues_of_place, feeds.place_script, in_pages.values_of_dues),
    Output(Address.PLACE_CALENDAR, feeds.ics_of_place, feeds.calendar_file, in_pages.calendar_of_place),
    Output(Address.WORK_FOR_SEVERAL, work_for_several.place_with_pieces, work_for_several.pieces_file, _PIECES),
    Output(Address.SUMMARY, feeds.all_tables, feeds.summary_file, in_pages.summary_values),
    Output(Address.SUMMARY_SCHEMA, feeds.all_tables, feeds.summary_schema_file, _DESCRIBES),
    Output(Address.OPEN_SDG, feeds.open_sdg_series, feeds.open_sdg_file, in_pages.open_sdg_of_indicator),
    Output(Address.DATA_WORKBOOK, feeds.all_tables, feeds.workbook_of_data, in_pages.data_sheets),
)
# What there is only over many places, made by `shards`; lists of what each place has stand at the addresses of PAGES.
COUNTRY = tuple(
    Output(address, lambda _: iter(()), "", _OF_PLACES)
    for address in (
        *(Address.PLACES_WITHIN, Address.REGISTER_PLACES, Address.REGISTER_WORDS, Address.CALENDAR_PLACES),
        *(Address.AGENCY_PLACES, Address.AGENCY_ROWS, Address.AGENCY_WORKBOOK),
    )
)
CATALOGUE = (*PAGES, *SHEETS, *DOCUMENTS, *FEEDS, *COUNTRY)


def page_texts(site: Site, kinds: Container[Address] = frozenset(Address)) -> dict[str, str]:
    """The text of every generated page of some kinds by its path below the site; nothing is written."""
    return {
        path: site.page(path, str(output.renderer), values)
        for output in PAGES
        if output.address in kinds
        for blanks, values in output.view(site)
        if site.edition.publishes(blanks)
        for path in (output.address.path(site.edition.folder, **blanks),)
    }


def feed_files(edition: Edition) -> dict[str, bytes]:
    """The content of every file for other programs, by its path below the site."""
    return dict(_files(edition, FEEDS))


def print_jobs(edition: Edition) -> Iterator[PrintJob]:
    """The job that makes each printed sheet."""
    for output in SHEETS:
        for blanks, sheet in output.view(edition):
            yield documents.print_job(
                edition, output.address.path(edition.folder, **blanks), str(output.renderer), sheet
            )


def document_store(root: Path) -> Store:
    """The PDFs that earlier builds of a folder made."""
    drawn_by = machine()
    return Store(root / "build/documents", drawn_by and drawn_by + program())


def document_files(
    edition: Edition, store: Store, last: LastFiles | None = None, printing: Printing = press
) -> Iterator[tuple[str, bytes]]:
    """The path and content of every document of a plan; sheets are printed meanwhile, or as `printing` does it. Raises `Refusal`."""
    with printing(store) as begin:
        printed = [(job.path, begin(job)) for job in print_jobs(edition)]
        yield from _files(edition, DOCUMENTS, last)
        yield from ((path, content()) for path, content in printed)


def feed_at(edition: Edition, path: str) -> bytes | None:
    """The content of one file for other programs; None for a path that is none of theirs."""
    output, _ = output_at(path) or (None, {})
    return dict(_files(edition, (output,))).get(path) if output in FEEDS else None


def _files(edition: Edition, outputs: tuple[Output, ...], last: LastFiles | None = None) -> Iterator[tuple[str, bytes]]:
    for output in outputs:
        assert callable(output.renderer)
        for blanks, content in output.view(edition):
            if not edition.publishes(blanks):
                continue
            path = output.address.path(edition.folder, **blanks)
            if last is None or output.made_of is None:
                yield path, output.renderer(edition, content)
                continue
            key = last.key(output.made_of(edition, content))
            file = last.content(path, key) or output.renderer(edition, content)
            last.add(path, key, file)
            yield path, file


@lru_cache(1_000)  # of each page of a place it is asked five times
def output_at(path: str) -> tuple[Output, Mapping[str, str]] | None:
    """The kind of file that has a path, with what stands in its blanks; None for what nobody generates.

    Where a word stands that another kind has a blank for, the word is meant.
    """
    matches = ((output, blanks) for output in CATALOGUE if (blanks := output.address.blanks(path)) is not None)
    return min(matches, key=lambda pair: len(pair[1]), default=None)
