"""What one place gives each agency that too many plans name for a page made of all of them: pieces of which files over all places are put together."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from pydantic import TypeAdapter

from planbook.changes.lately import Reach
from planbook.outputs.change_feeds import feed_file, feeds_of_agencies
from planbook.outputs.edition import Edition
from planbook.outputs.feeds import calendars_of_agencies, table_file, tables_of_agencies
from planbook.outputs.summary import summary_of
from planbook.views.country import AgencyAtPlace, agency_shares, head_of
from planbook.views.register_rows import PlaceRows
from planbook.views.rows_of_places import rows_of_agencies
from planbook.views.worklist import WorkRow
from planbook.wording.blocks import capital

_ENTRY, _ENTRY_END = b"<entry>\n", b"</entry>\n"
_UPDATED = re.compile(rb"<updated>([^<]*)</updated>")


@dataclass(frozen=True)
class AgencyPiece:
    """What the plans of one place, which lies in a province, give an agency: its share, its rows of the register, its work, and its files in parts.

    Of its calendar `entries` with their first and last days, of its feed `news` with their times and how far back these `reach`, of its `tables` the rows as CSV behind
    their headings.
    """

    province: str
    share: AgencyAtPlace
    rows: PlaceRows
    work: tuple[WorkRow, ...]
    entries: tuple[tuple[str, str, str], ...]
    news: tuple[tuple[str, str], ...]
    reach: Reach
    tables: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PieceOfFile:
    """Where a piece stands in the file of a place, in bytes, and its hash."""

    start: int
    length: int
    digest: str


def place_with_pieces(edition: Edition) -> Iterator[tuple[Mapping[str, object], None]]:
    """The file of a place that has such agencies."""
    if edition.folder and edition.summed:
        yield {}, None


def pieces_file(edition: Edition, _: object) -> bytes:
    """The pieces of a place, each on a line of its own, so that one can be read without the others."""
    lines = [b"%s: %s" % (json.dumps(id_).encode(), _shape().dump_json(piece)) for id_, piece in agency_pieces(edition)]
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def places_of_pieces(content: bytes) -> Iterator[tuple[str, PieceOfFile]]:
    """The agency of each piece of such a file, with where that stands."""
    start = 0
    for line in content.splitlines(keepends=True):
        name, colon, piece = line.partition(b": ")
        if colon:
            piece = piece.rstrip(b",\n")
            yield json.loads(name), PieceOfFile(start + len(name) + len(colon), len(piece), sha256(piece).hexdigest())
        start += len(line)


def read_piece(content: bytes) -> AgencyPiece:
    """A piece as it was written."""
    return _shape().validate_json(content)


@cache
def _shape() -> TypeAdapter[AgencyPiece]:
    return TypeAdapter(AgencyPiece)


def agency_pieces(edition: Edition) -> Iterator[tuple[str, AgencyPiece]]:
    """What the plans of a place give each agency of very many plans that they name."""
    workers = {id_ for id_ in edition.summed if id_ in edition.agencies and edition.agencies[id_].is_named}
    calendars = {blanks["agency"]: content for blanks, content in calendars_of_agencies(edition)}
    feeds = {blanks["agency"]: feed for blanks, feed in feeds_of_agencies(edition) if blanks["agency"] in workers}
    tables: dict[object, dict[str, tuple[str, str]]] = {}
    for blanks, table in tables_of_agencies(edition):
        if blanks["agency"] in workers:
            head, _, lines = table_file(edition, table).decode().partition("\r\n")
            tables.setdefault(blanks["agency"], {})[table.file] = head, lines
    summary = summary_of(edition)
    province = capital(head_of(summary).province_name)
    for agency, rows in rows_of_agencies(edition, edition.as_of, workers):
        feed = feed_file(edition, feeds[agency]) if agency in feeds else b""
        entries = edition.calendars.entries(*calendars[agency][1:]) if agency in calendars else ()
        (share,) = agency_shares(agency, [summary])
        yield (
            agency,
            AgencyPiece(
                province=province,
                share=share,
                rows=rows,
                work=tuple(edition.work[agency]),
                entries=tuple((first, last, entry.decode()) for first, last, entry in entries),
                news=tuple(_news(feed)),
                reach=edition.changes.reach_of_all,
                tables=tables.get(agency, {}),
            ),
        )


def _news(feed: bytes) -> Iterator[tuple[str, str]]:
    for rest in feed.split(_ENTRY)[1:]:
        entry = _ENTRY + rest.partition(_ENTRY_END)[0] + _ENTRY_END
        updated = _UPDATED.search(entry)
        assert updated
        yield updated[1].decode(), entry.decode()
