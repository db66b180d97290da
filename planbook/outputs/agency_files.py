"""The files of an agency that very many plans name, beside its page: what each place gives it, one behind the other."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time

from planbook.outputs.agencies_over_places import MOST_ENTRIES, MOST_IN_SHEET, MOST_NEWS, AgencyOverPlaces
from planbook.outputs.change_feeds import empty_feed, feed_file
from planbook.outputs.country_register import PlacesRegister, RegisterPlace, rows_of_several
from planbook.outputs.summary import about_rows
from planbook.outputs.work_for_several import AgencyPiece
from planbook.repository.revisions import VIETNAM
from planbook.views.addresses import Address
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Value, Workbook

_FILE = 300_000  # bytes of rows after which the places that follow stand in another file
_COLUMNS = (
    *("locality", "place", "task", "role", "lead", "coordinating", "duty", "deadline", "day", "money"),
    *("result", "group", "work_state"),
)
FilesOfAgency = Iterator[tuple[Mapping[str, object], bytes]]  # what stands in the blanks of each path, and its content


def agency_files(agency: AgencyOverPlaces) -> dict[str, bytes]:
    """The files beside the page, by their paths."""
    return {
        address.path(agency=agency.id, **blanks): content
        for address, view in FILES_OF_AGENCY
        for blanks, content in view(agency)
    }


def row_files(agency: AgencyOverPlaces) -> FilesOfAgency:
    """The scripts of its rows of the register, those of several places together."""
    for number, pieces in enumerate(_files(agency), 1):
        yield {"number": number}, b"".join(script for _, script in pieces)


def index_of_rows(agency: AgencyOverPlaces) -> FilesOfAgency:
    """What is known of each place before its rows are loaded, and in which file these stand."""
    places, files = [], []
    for number, pieces in enumerate(_files(agency), 1):
        for piece, script in pieces:
            rows = about_rows(piece.rows, Address.AGENCY_ROWS.path(agency=agency.id, number=number), len(script))
            places.append(RegisterPlace(piece.province, piece.share.name, piece.share.folder, rows))
            files.append(f"{number}.js")
    folder = Address.AGENCY_ROWS.path(agency=agency.id, number=1).removesuffix("1.js")
    register = PlacesRegister(places, agency.edition.search_words.same)
    yield {}, rows_of_several(register, folder, files)


def _files(agency: AgencyOverPlaces) -> Iterator[list[tuple[AgencyPiece, bytes]]]:
    """The pieces with the scripts of their rows, those together that stand in one file."""
    pieces: list[tuple[AgencyPiece, bytes]] = []
    size = 0
    for piece, script in zip(agency.pieces, agency.row_scripts, strict=True):
        pieces.append((piece, script))
        size += len(script)
        if size > _FILE:
            yield pieces
            pieces, size = [], 0
    if pieces:
        yield pieces


def ics_of_agency(agency: AgencyOverPlaces) -> FilesOfAgency:
    """Its calendar: all entries, or of very many those that come next."""
    from planbook.render.ics import calendar_of

    entries = sorted(entry for piece in agency.pieces for entry in piece.entries)
    if not entries:
        return
    phrases, today, about = agency.edition.phrases, str(agency.edition.as_of), ""
    nearest = entries
    if len(entries) > MOST_ENTRIES:
        nearest = sorted(sorted(entries, key=lambda entry: (not (entry[1] or today) >= today, entry))[:MOST_ENTRIES])
        about = phrases.say("part_of_all", held=str(len(nearest)), all=str(len(entries)))
    yield {}, calendar_of(agency.name, [entry.encode() for *_, entry in nearest], phrases, about)


def news_file(agency: AgencyOverPlaces) -> FilesOfAgency:
    """The feed of what changed for it, the newest first."""
    news = dict.fromkeys(
        entry for piece in agency.pieces for entry in piece.news
    )  # a change of registers is told by each place
    newest = sorted(news, key=lambda entry: (datetime.fromisoformat(entry[0]), entry[1]), reverse=True)[:MOST_NEWS]
    part = (len(newest), len(news)) if len(newest) < len(news) else None
    updated = newest[0][0] if newest else datetime.combine(agency.edition.as_of, time(), VIETNAM).isoformat()
    feed = empty_feed(agency.edition, agency.id, agency.name, updated, agency.reach)
    head, end, behind = feed_file(agency.edition, feed, part).partition(b"</feed>")
    yield {}, b"".join((head, *(entry.encode() for _, entry in newest), end, behind))


def work_file(agency: AgencyOverPlaces) -> FilesOfAgency:
    """Its list of work, as the first page of a place shows it to who has chosen that agency."""
    table = agency.edition.templates.render(
        "site/work_of_agency.html",
        page_path=Address.HOME.path(),
        terms=agency.terms,
        views=agency.plan_names,
        runs=agency.ends,
        words=agency.edition.phrases,
        as_of=agency.edition.as_of,
        places=agency.plan_names,
        most=len(agency.listed) if len(agency.listed) < len(agency.work) else 0,
    )
    yield {}, f"myAgency.receive({json.dumps(agency.id)}, {json.dumps(table, ensure_ascii=False)});\n".encode()


def table_files(agency: AgencyOverPlaces) -> FilesOfAgency:
    """Its open data: the rows of all places below one heading."""
    for table in sorted({table for piece in agency.pieces for table in piece.tables}):
        parts = [piece.tables[table] for piece in agency.pieces if table in piece.tables]
        yield {"table": table}, "\r\n".join((parts[0][0], "".join(rows for _, rows in parts))).encode()


def workbook_file(agency: AgencyOverPlaces) -> FilesOfAgency:
    """Its work sheet: every row of the register by its deadline, with its place; of very many those that come first."""
    from planbook.render.sheet import workbook

    phrases, today = agency.edition.phrases, agency.edition.as_of
    rows = sorted((row for piece in agency.pieces for row in _sheet_rows(agency, piece)), key=_by_day)
    names = (*(f"column_{name}" for name in _COLUMNS), "fact_plan")
    columns = tuple(SheetColumn(phrases.say(name)) for name in names)
    nearest = rows[:MOST_IN_SHEET]
    places = phrases.say("work_of_places", plans=str(len(agency.plans)), places=str(len(agency.pieces)))
    if len(nearest) < len(rows):
        places += "; " + phrases.say("part_of_all", held=str(len(nearest)), all=str(len(rows)))
    head = SheetRow("", (places, *[None] * (len(columns) - 1)), "group")
    listed = (head, *(SheetRow(id_, cells) for id_, cells in nearest))
    sheet = Sheet(phrases.say("column_task"), agency.name, columns, listed, frozen=1, paper="A3")
    view = Workbook(
        plan="",
        title=agency.name,
        short_title=places,
        issuer=agency.edition.workspace.office.owner or "",
        status="",
        revision="",
        footer=places,
        page="",
        sheets=(sheet,),
    )
    yield {}, workbook(view, datetime.combine(today, time(), UTC))


def _by_day(row: tuple[str, tuple[Value, ...]]) -> date:
    day = row[1][_COLUMNS.index("day")]
    return day if isinstance(day, date) else date.max


def _sheet_rows(agency: AgencyOverPlaces, piece: AgencyPiece) -> Iterator[tuple[str, tuple[Value, ...]]]:
    values, say = piece.rows.values, agency.edition.phrases.say
    texts = values["texts"]
    for row in values["rows"]:
        _, plan, item, at, title, rest, lead, helping, deadline, due, *more = row
        money, shared, group, result, _, state, leads, _, duty = more
        role = say("column_leads" if leads else "column_coordinates")
        paid = f"{say('money_of_group')}: {money}" if money and shared else money
        day = date.fromisoformat(due) if due else None
        names = texts[lead], texts[helping], texts[duty]
        ends = texts[result], texts[group], piece.rows.states.get(state, ""), values["plans"][plan][1]
        id_ = f"{values['plans'][plan][0]}/{item}"
        yield id_, (piece.share.name, at, title + rest, role, *names, deadline, day, paid, *ends)


FILES_OF_AGENCY: tuple[tuple[Address, Callable[[AgencyOverPlaces], FilesOfAgency]], ...] = (
    (Address.AGENCY_PLACES, index_of_rows),
    (Address.AGENCY_ROWS, row_files),
    (Address.AGENCY_CALENDAR, ics_of_agency),
    (Address.AGENCY_FEED, news_file),
    (Address.AGENCY_WORK, work_file),
    (Address.AGENCY_TABLE, table_files),
    (Address.AGENCY_WORKBOOK, workbook_file),
)
