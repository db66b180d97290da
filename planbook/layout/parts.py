"""Which paragraph of a plan is what: heading block, title, bases, body, signature, recipients, appendices.

Parts are known by their words, never by their styles, so that a file from anywhere is understood: its heading may be
a table, paragraphs with tabs, or text boxes. What is not there is None or empty.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planbook.layout.opening import opening
from planbook.layout.pieces import COLUMN_GAPS, LINES, ParagraphPiece, folded, is_capitals, pieces
from planbook.layout.rules import Marks, Rules
from planbook.layout.signature import Signature, signature
from planbook.ooxml.reading import Document, PrintedParagraph

_FAR = 60  # paragraphs: the type of a document stands within them, or nowhere
_NEAR = 12  # paragraphs between the top of a page and the type of a document
_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class AppendixPart:
    """One appendix with the pieces of its heading; `number` is as printed, `rest` what follows it in the line."""

    heading: ParagraphPiece
    number: str
    rest: str
    title: tuple[ParagraphPiece, ...]
    origin: tuple[ParagraphPiece, ...]
    paragraphs: tuple[PrintedParagraph, ...]


@dataclass(frozen=True)
class DocumentParts:
    """The parts of a document that were found."""

    is_party_document: bool = False
    national_title: ParagraphPiece | None = None
    motto: ParagraphPiece | None = None
    parent_agency: tuple[ParagraphPiece, ...] = ()
    agency: tuple[ParagraphPiece, ...] = ()
    number: ParagraphPiece | None = None
    place_and_day: ParagraphPiece | None = None
    document_type: ParagraphPiece | None = None
    is_letter: bool = False  # an official letter, which has no type
    title: tuple[ParagraphPiece, ...] = ()
    origin: tuple[ParagraphPiece, ...] = ()  # says which decision issues it: number, day and recipients are that one's
    issuer: tuple[ParagraphPiece, ...] = ()
    bases: tuple[ParagraphPiece, ...] = ()
    body: tuple[ParagraphPiece, ...] = ()
    signature: Signature = field(default_factory=Signature)
    appendices: tuple[AppendixPart, ...] = ()
    attachment: PrintedParagraph | None = None  # where another document begins behind the signature
    block_tables: frozenset[int] = frozenset()  # tables that only place the heading block and the signature
    exempt: frozenset[int] = frozenset()  # numbers of paragraphs that no rule speaks of, such as a draft mark

    @property
    def has_heading(self) -> bool:
        """Whether enough of a heading block was found to tell that this is a document of an office."""
        return bool(self.national_title or self.motto or (self.number and self.place_and_day))


def parts(document: Document, rules: Rules, marks: Marks) -> DocumentParts:
    """The parts of a document."""
    columns = re.compile(rf"[\n\t]+|{marks.heading_break.pattern}", re.IGNORECASE)
    paragraphs = _from_heading(document.paragraphs, columns, rules, marks)
    kind_at, kind = _document_type(paragraphs, columns, marks)
    head_end = kind_at if kind else _head_end(paragraphs, columns, rules, marks)
    head = [piece for paragraph in paragraphs[:head_end] for piece in pieces(paragraph, columns)]
    rest = paragraphs[head_end + 1 if kind else head_end :]
    tail_at = _tail(rest, columns, marks)
    appendix_at = _appendices(rest, tail_at, marks)
    attached_at = attachment_at(rest, tail_at, appendix_at, marks, rules)
    between = opening(rest[: min(tail_at, appendix_at)], marks, has_type=bool(kind))
    tail = [
        piece for paragraph in rest[tail_at : min(appendix_at, attached_at)] for piece in pieces(paragraph, columns)
    ]
    tables = {piece.paragraph.cell.table for piece in head + tail if piece.paragraph.cell}
    exempt = {piece.paragraph.number for piece in head + tail if marks.draft_label.search(piece.text)}
    head = [piece for piece in head if piece.paragraph.number not in exempt]
    parent, agency = _agencies(head, rules, marks)
    number = _first(head, marks.number_line)
    return DocumentParts(
        is_party_document=any(marks.party_document.search(piece.text) for piece in head),
        national_title=_alike(head, rules.national_title.one_of),
        motto=_alike(head, rules.motto.one_of),
        parent_agency=tuple(parent),
        agency=tuple(agency),
        number=number,
        place_and_day=_first(head, marks.place_and_day),
        document_type=kind,
        is_letter=kind is None and _is_letter(head, number, bool(between.addressees), marks),
        title=between.title,
        origin=between.origin,
        issuer=between.issuer,
        bases=between.bases,
        body=between.body,
        signature=signature([piece for piece in tail if piece.paragraph.number not in exempt], marks),
        appendices=tuple(_split_appendices(rest[appendix_at:], marks)) if attached_at >= appendix_at else (),
        attachment=rest[attached_at] if attached_at < min(appendix_at, len(rest)) else None,
        block_tables=frozenset(tables),
        exempt=frozenset(exempt),
    )


def _from_heading(
    paragraphs: Sequence[PrintedParagraph], columns: re.Pattern[str], rules: Rules, marks: Marks
) -> Sequence[PrintedParagraph]:
    """The paragraphs from the section on that begins with the national title, or that of the Party: sheets in front of a document are none of it."""
    for paragraph in paragraphs:
        here = pieces(paragraph, columns)
        if _alike(here, rules.national_title.one_of) or _first(here, marks.party_document):
            return [line for line in paragraphs if line.section >= paragraph.section]
    return paragraphs


def _document_type(
    paragraphs: Sequence[PrintedParagraph], columns: re.Pattern[str], marks: Marks
) -> tuple[int, ParagraphPiece | None]:
    for at, paragraph in enumerate(paragraphs[:_FAR]):
        for piece in pieces(paragraph, columns):
            if marks.document_type.search(piece.text):
                return at, piece
    return 0, None


def _head_end(paragraphs: Sequence[PrintedParagraph], columns: re.Pattern[str], rules: Rules, marks: Marks) -> int:
    """Where the heading block ends in a document without a type: behind the last of its known lines, before whom it addresses."""
    end = 0
    for at, paragraph in enumerate(paragraphs[:_FAR]):
        here = pieces(paragraph, columns)
        if _first(here, marks.addressed) or _first(here, marks.recipients):
            break  # a cell of a table behind may hold a day like one of the heading
        is_title = _alike(here, (*rules.national_title.one_of, *rules.motto.one_of))
        if is_title or _first(here, marks.number_line) or _first(here, marks.place_and_day):
            end = at + 1
    return end


def _tail(paragraphs: Sequence[PrintedParagraph], columns: re.Pattern[str], marks: Marks) -> int:
    """Where signature and recipients begin; in a table with its first cell."""
    for beginnings in ((marks.recipients, marks.authority), (marks.office,)):
        places = list(enumerate(paragraphs))
        # An office alone may stand in the text too, so that the last one counts.
        for at, paragraph in places if marks.recipients in beginnings else reversed(places):
            for piece in pieces(paragraph, columns):
                if any(mark.search(piece.text) for mark in beginnings) and (
                    marks.recipients.search(piece.text)
                    or is_capitals(piece.printed)
                    or marks.authority.search(piece.text)
                ):
                    while at and paragraph.cell and _same_table(paragraphs[at - 1], paragraph):
                        at -= 1  # noqa: PLW2901
                    return at
    return len(paragraphs)


def _is_letter(head: list[ParagraphPiece], number: ParagraphPiece | None, is_addressed: bool, marks: Marks) -> bool:
    """Whether a document without a type is an official letter: by its subject, its addressee or its symbol."""
    symbol = number.text.partition("/")[2].strip() if number else ""
    has_symbol = any(map(str.isalpha, symbol)) and not marks.type_code.search(symbol)
    return is_addressed or has_symbol or any(marks.subject.search(piece.text) for piece in head)


def attachment_at(
    paragraphs: Sequence[PrintedParagraph], tail_at: int, appendix_at: int, marks: Marks, rules: Rules
) -> int:
    """Where another document begins behind the signature: with a heading block, a type, or what it is attached to."""
    for at in range(tail_at + 1, appendix_at):
        here = pieces(paragraphs[at], COLUMN_GAPS)
        is_typed = any(
            mark.search(piece.text) for piece in here for mark in (marks.document_type, marks.appendix_origin)
        )
        if is_typed or _alike(here, rules.national_title.one_of) or _alike(here, rules.motto.one_of):
            return _page_begin(paragraphs, at, tail_at, marks)
    return len(paragraphs)


def _page_begin(paragraphs: Sequence[PrintedParagraph], at: int, tail_at: int, marks: Marks) -> int:
    """Where the page begins on which a paragraph stands, or the lines in capitals or the table that it belongs to."""
    begin = at
    for before in range(at, max(tail_at, at - _NEAR), -1):
        paragraph, above = paragraphs[before], paragraphs[before - 1]
        if paragraph.shape.starts_page or paragraph.section != above.section:
            return before
    while begin - 1 > tail_at:
        above = paragraphs[begin - 1]
        is_heading = above.shape.alignment == "center" and is_capitals(above.text.strip() or "-")
        is_office = any(mark.search(above.text) for mark in (marks.office, marks.authority))
        if not _same_table(above, paragraphs[begin]) and (not is_heading or is_office):
            break
        begin -= 1
    return begin


def _same_table(first: PrintedParagraph, second: PrintedParagraph) -> bool:
    return first.cell is not None and second.cell is not None and first.cell.table == second.cell.table


def _appendices(paragraphs: Sequence[PrintedParagraph], tail_at: int, marks: Marks) -> int:
    """Where the first appendix begins, looked for behind the signature where there is one."""
    begin = tail_at if tail_at < len(paragraphs) else 0
    for at, paragraph in enumerate(paragraphs[begin:], begin):
        if _begins_appendix(paragraph, _printed_above(paragraphs, at), marks):
            return at
    return len(paragraphs)


def _printed_above(paragraphs: Sequence[PrintedParagraph], at: int) -> PrintedParagraph | None:
    """The last paragraph before another that says something."""
    return next((before for before in reversed(paragraphs[:at]) if before.text.strip()), None)


def _begins_appendix(paragraph: PrintedParagraph, before: PrintedParagraph | None, marks: Marks) -> bool:
    here = pieces(paragraph)
    if not here or not marks.appendix.search(here[0].text):
        return False
    apart = before is None or before.section != paragraph.section or paragraph.shape.starts_page
    return apart or paragraph.shape.alignment == "center"


def _first(candidates: Iterable[ParagraphPiece], mark: re.Pattern[str]) -> ParagraphPiece | None:
    return next((piece for piece in candidates if mark.search(piece.text)), None)


def _alike(candidates: Iterable[ParagraphPiece], texts: Iterable[str]) -> ParagraphPiece | None:
    """The piece that is one of the texts but for a few letters, its capitals and its hyphens."""
    from difflib import SequenceMatcher  # noqa: PLC0415  # only files that are checked need it

    expected = [_LETTERS.sub("", text).casefold() for text in texts]
    for piece in candidates:
        letters = _LETTERS.sub("", folded(piece.text)).casefold()
        if any(
            abs(len(title) - len(letters)) < 6 and SequenceMatcher(None, title, letters).ratio() > 0.85
            for title in expected
        ):
            return piece
    return None


def _agencies(
    head: list[ParagraphPiece], rules: Rules, marks: Marks
) -> tuple[list[ParagraphPiece], list[ParagraphPiece]]:
    """The lines of the parent agency and of the issuing one, from what is nothing else in the heading block."""
    identified = {
        id(piece)
        for piece in (
            _alike(head, rules.national_title.one_of),
            _alike(head, rules.motto.one_of),
            _first(head, marks.place_and_day),
        )
    }
    lines: list[ParagraphPiece] = []
    for piece in head:
        if marks.number_line.search(piece.text):
            break
        if id(piece) not in identified and any(letter.isalpha() for letter in piece.text):
            lines.append(piece)
    # A name may go on in a second line: "ỦY BAN NHÂN DÂN / TỈNH SƠN LA".
    own = 2 if len(lines) > 1 and marks.agency_continued.search(lines[-1].text) else 1
    return lines[:-own], lines[-own:]


def _split_appendices(paragraphs: Sequence[PrintedParagraph], marks: Marks) -> Iterable[AppendixPart]:
    starts = [
        at
        for at, paragraph in enumerate(paragraphs)
        if _begins_appendix(paragraph, _printed_above(paragraphs, at), marks)
    ]
    for start, end in pairwise([*starts, len(paragraphs)]):
        own = paragraphs[start:end]
        # The heading may stand in a cell.
        lines = [
            piece for paragraph in own if paragraph.cell in (None, own[0].cell) for piece in pieces(paragraph, LINES)
        ]
        heading = lines[0]
        match = marks.appendix.search(heading.text)
        assert match
        origin = [piece for piece in lines[1:] if marks.appendix_origin.search(piece.text)][:1]
        before = lines[1 : lines.index(origin[0])] if origin else lines[1:2]
        title = [piece for piece in before if piece.paragraph.shape.alignment == "center" or is_capitals(piece.printed)]
        yield AppendixPart(heading, match["number"] or "", match["rest"] or "", tuple(title), tuple(origin), tuple(own))
