"""Which paragraph of a plan is what: heading block, title, bases, body, signature, recipients, appendices.

Parts are known by their words, never by their styles, so that a file from anywhere is understood: its heading may be
a table, paragraphs with tabs, or text boxes. What is not there is None or empty.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planbook.layout.pieces import LINES, Piece, folded, is_capitals, pieces
from planbook.layout.rules import Marks, Rules
from planbook.layout.signature import Signature, signature
from planbook.ooxml.reading import Document, Paragraph

_FAR = 60  # paragraphs: the type of a document stands within them, or nowhere
_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Appendix:
    """One appendix with the pieces of its heading; `number` is as printed, `rest` what follows it in the line."""

    heading: Piece
    number: str
    rest: str
    title: tuple[Piece, ...]
    origin: tuple[Piece, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Parts:
    """The parts of a document that were found."""

    is_party_document: bool = False
    national_title: Piece | None = None
    motto: Piece | None = None
    parent_agency: tuple[Piece, ...] = ()
    agency: tuple[Piece, ...] = ()
    number: Piece | None = None
    place_and_day: Piece | None = None
    document_type: Piece | None = None
    title: tuple[Piece, ...] = ()
    bases: tuple[Piece, ...] = ()
    body: tuple[Piece, ...] = ()
    signature: Signature = field(default_factory=Signature)
    appendices: tuple[Appendix, ...] = ()
    block_tables: frozenset[int] = frozenset()  # tables that only place the heading block and the signature
    exempt: frozenset[int] = frozenset()  # numbers of paragraphs that no rule speaks of, such as a draft mark


def parts(document: Document, rules: Rules, marks: Marks) -> Parts:
    """Give the parts of a document."""
    columns = re.compile(rf"[\n\t]+|{marks.heading_break.pattern}", re.IGNORECASE)
    paragraphs = document.paragraphs
    kind_at, kind = _document_type(paragraphs, columns, marks)
    head_end = kind_at if kind else _head_end(paragraphs, columns, rules, marks)
    head = [piece for one in paragraphs[:head_end] for piece in pieces(one, columns)]
    rest = paragraphs[head_end + 1 if kind else head_end :]
    tail_at = _tail(rest, columns, marks)
    appendix_at = _appendices(rest, tail_at, marks)
    title, bases, body = _opening(rest[: min(tail_at, appendix_at)], marks, bool(kind))
    tail = [piece for one in rest[tail_at:appendix_at] for piece in pieces(one, columns)]
    tables = {piece.paragraph.cell.table for piece in head + tail if piece.paragraph.cell}
    exempt = {piece.paragraph.number for piece in head + tail if marks.draft_label.search(piece.text)}
    head = [piece for piece in head if piece.paragraph.number not in exempt]
    parent, agency = _agencies(head, rules, marks)
    return Parts(
        is_party_document=any(marks.party_document.search(piece.text) for piece in head),
        national_title=_alike(head, rules.national_title.one_of),
        motto=_alike(head, rules.motto.one_of),
        parent_agency=tuple(parent),
        agency=tuple(agency),
        number=_first(head, marks.number_line),
        place_and_day=_first(head, marks.place_and_day),
        document_type=kind,
        title=tuple(title),
        bases=tuple(bases),
        body=tuple(body),
        signature=signature([piece for piece in tail if piece.paragraph.number not in exempt], marks),
        appendices=tuple(_split_appendices(rest[appendix_at:], marks)),
        block_tables=frozenset(tables),
        exempt=frozenset(exempt),
    )


def _document_type(paragraphs: Sequence[Paragraph], columns: re.Pattern[str], marks: Marks) -> tuple[int, Piece | None]:
    for at, paragraph in enumerate(paragraphs[:_FAR]):
        for piece in pieces(paragraph, columns):
            if marks.document_type.search(piece.text):
                return at, piece
    return 0, None


def _head_end(paragraphs: Sequence[Paragraph], columns: re.Pattern[str], rules: Rules, marks: Marks) -> int:
    """Give where the heading block ends in a document without a type: behind the last of its known lines."""
    end = 0
    for at, paragraph in enumerate(paragraphs[:_FAR]):
        here = pieces(paragraph, columns)
        known = _alike(here, (*rules.national_title.one_of, *rules.motto.one_of))
        if known or _first(here, marks.number_line) or _first(here, marks.place_and_day):
            end = at + 1
    return end


def _tail(paragraphs: Sequence[Paragraph], columns: re.Pattern[str], marks: Marks) -> int:
    """Give where signature and recipients begin; in a table with its first cell."""
    for wanted in ((marks.recipients, marks.authority), (marks.office,)):
        for at, paragraph in enumerate(paragraphs):
            for piece in pieces(paragraph, columns):
                if any(mark.search(piece.text) for mark in wanted) and (
                    marks.recipients.search(piece.text)
                    or is_capitals(piece.printed)
                    or marks.authority.search(piece.text)
                ):
                    while at and paragraph.cell and _same_table(paragraphs[at - 1], paragraph):
                        at -= 1  # noqa: PLW2901
                    return at
    return len(paragraphs)


def _same_table(one: Paragraph, other: Paragraph) -> bool:
    return one.cell is not None and other.cell is not None and one.cell.table == other.cell.table


def _appendices(paragraphs: Sequence[Paragraph], tail_at: int, marks: Marks) -> int:
    """Give where the first appendix begins, looked for behind the signature where there is one."""
    begin = tail_at if tail_at < len(paragraphs) else 0
    for at, paragraph in enumerate(paragraphs[begin:], begin):
        if _begins_appendix(paragraph, paragraphs[at - 1] if at else None, marks):
            return at
    return len(paragraphs)


def _begins_appendix(paragraph: Paragraph, before: Paragraph | None, marks: Marks) -> bool:
    here = pieces(paragraph)
    if not here or not marks.appendix.search(here[0].text):
        return False
    apart = before is None or before.section != paragraph.section or paragraph.shape.starts_page
    return apart or paragraph.shape.alignment == "center"


def _opening(
    paragraphs: Sequence[Paragraph], marks: Marks, has_type: bool
) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Give title, bases and body of what stands between the type and the signature."""
    # A row of dashes is a rule, not text.
    lines = [
        piece for one in paragraphs if one.cell is None for piece in pieces(one) if any(map(str.isalnum, piece.text))
    ]
    title: list[Piece] = []
    at = 0
    while at < len(lines) and _continues_title(lines[at], title, marks, sure=has_type):
        title.append(lines[at])
        at += 1
    bases = []
    while at < len(lines) and marks.basis.search(lines[at].text) and not marks.preamble.search(lines[at].text):
        bases.append(lines[at])
        at += 1
    return title, bases, lines[at:]


def _continues_title(piece: Piece, title: list[Piece], marks: Marks, *, sure: bool) -> bool:
    if any(mark.search(piece.text) for mark in (marks.section, marks.part, marks.preamble)):
        return False
    bold = all(stretch.look.bold for _, stretch in piece.visible())
    centred = piece.paragraph.shape.alignment == "center"
    if not title and sure:
        # The first line below the type is the title in whatever dress, unless it is a basis like the next ones.
        return bold or centred or not marks.basis.search(piece.text)
    near = not title or piece.paragraph.number - title[-1].paragraph.number <= 1
    return centred and bold and near


def _first(candidates: Iterable[Piece], mark: re.Pattern[str]) -> Piece | None:
    return next((piece for piece in candidates if mark.search(piece.text)), None)


def _alike(candidates: Iterable[Piece], texts: Iterable[str]) -> Piece | None:
    """Give the piece that is one of the texts but for a few letters, its capitals and its hyphens."""
    from difflib import SequenceMatcher  # noqa: PLC0415  # only files that are checked need it

    wanted = [_LETTERS.sub("", text).casefold() for text in texts]
    for piece in candidates:
        letters = _LETTERS.sub("", folded(piece.text)).casefold()
        if any(
            abs(len(one) - len(letters)) < 6 and SequenceMatcher(None, one, letters).ratio() > 0.85 for one in wanted
        ):
            return piece
    return None


def _agencies(head: list[Piece], rules: Rules, marks: Marks) -> tuple[list[Piece], list[Piece]]:
    """Give the lines of the parent agency and of the issuing one, from what is nothing else in the heading block."""
    taken = {
        id(piece)
        for piece in (
            _alike(head, rules.national_title.one_of),
            _alike(head, rules.motto.one_of),
            _first(head, marks.place_and_day),
        )
    }
    lines: list[Piece] = []
    for piece in head:
        if marks.number_line.search(piece.text):
            break
        if id(piece) not in taken and any(letter.isalpha() for letter in piece.text):
            lines.append(piece)
    # A name may go on in a second line: ỦY BAN NHÂN DÂN / TỈNH LÀO CAI.
    own = 2 if len(lines) > 1 and marks.agency_continued.search(lines[-1].text) else 1
    return lines[:-own], lines[-own:]


def _split_appendices(paragraphs: Sequence[Paragraph], marks: Marks) -> Iterable[Appendix]:
    starts = [
        at for at, one in enumerate(paragraphs) if _begins_appendix(one, paragraphs[at - 1] if at else None, marks)
    ]
    for start, end in pairwise([*starts, len(paragraphs)]):
        own = paragraphs[start:end]
        lines = [piece for one in own if one.cell is None for piece in pieces(one, LINES)]
        if not lines:  # a heading inside of a table
            lines = [piece for one in own for piece in pieces(one, LINES)][:4]
        heading = lines[0]
        match = marks.appendix.search(heading.text)
        assert match
        origin = [piece for piece in lines[1:] if marks.appendix_origin.search(piece.text)][:1]
        before = lines[1 : lines.index(origin[0])] if origin else lines[1:2]
        title = [one for one in before if one.paragraph.shape.alignment == "center" or is_capitals(one.printed)]
        yield Appendix(heading, match["number"] or "", match["rest"] or "", tuple(title), tuple(origin), tuple(own))
