"""The heading block of an old plan: who issued it, its number, place and day, its kind and its title.

It may be a table, paragraphs one below the other, or two columns with long spaces between them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from planbook.importing.outline.lines import OutlineLine, passage_lines
from planbook.importing.outline.parts import Excerpt, HeadingBlock
from planbook.importing.outline.words import OutlineWords
from planbook.text.comparing import cleaned_line

_MOST = 40  # lines before the kind of document
_TITLE_LINES = 12
_NUMBER = re.compile(r"\w+\s*[:.]?\s*(?P<number>.*)")
_NUMBERS = re.compile(r"\d+")
_DASHES = re.compile(r"\s*[-\u2010-\u2015_=*]{3,}\s*|^[\s\-\u2010-\u2015_=*]+|[\s\-\u2010-\u2015_=*]+$")

_Pieces = dict[str, list[Excerpt]]


def begin_of_plan(lines: Sequence[OutlineLine], words: OutlineWords) -> int:
    """Where the plan itself begins in a file whose first document issues it; 0 where it is the first one."""
    first = _document_at(lines, words)
    if first is None:
        return 0
    cover = _document_of(lines[first], words)[0]
    for at in range(first + 1, len(lines)):
        line = lines[at]
        if line.grid or line.marker or not (line.has_head_look or line.look.centered):
            continue
        below = [beside for beside in lines[at : at + _TITLE_LINES] if not beside.grid]
        name = _document_of(line, words)[0]
        if name and name != cover and any(words.marks.appendix_origin.match(note.text) for note in below):
            return at
    return 0


def issued_by(block: HeadingBlock, cover: HeadingBlock) -> HeadingBlock:
    """The heading block of a plan with what only the document says that issues it: who, when, under which number."""
    dated = (block.dated, block.locality, block.day) if block.dated.text else (cover.dated, cover.locality, cover.day)
    return replace(
        block,
        superior=block.superior if block.issuer.text else cover.superior,
        issuer=block.issuer if block.issuer.text else cover.issuer,
        motto=block.motto if block.motto.text else cover.motto,
        number=block.number if block.number.text else cover.number,
        dated=dated[0],
        locality=dated[1],
        day=dated[2],
    )


def end_of_heading(lines: Sequence[OutlineLine], words: OutlineWords) -> int:
    """How many lines the heading block has, its title included; 0 where there is none."""
    at = _document_at(lines, words)
    if at is None:
        return _end_without_document(lines, words)
    end = at + 1
    has_title = bool(_document_of(lines[at], words)[1])
    while end < len(lines) and end - at <= _TITLE_LINES:
        line = lines[end]
        if line.grid or (has_title and not line.is_ornament and not _is_title(line, lines[at + 1], words)):
            break
        has_title |= not line.is_ornament
        end += 1
    return end


def heading_block(lines: Sequence[OutlineLine], words: OutlineWords) -> HeadingBlock:
    """The block from its lines."""
    at = _document_at(lines, words)
    before = lines if at is None else lines[:at]
    columns: _Pieces = {}
    for excerpt in _pieces(before, words):
        motto = columns.get("motto", [])
        goes_on = words.own.title_rest.match(excerpt.text) and motto and words.own.broken_title.search(motto[-1].text)
        columns.setdefault("motto" if goes_on else _kind_of(excerpt.text, words), []).append(excerpt)
    document, title = (Excerpt(), [])
    rest = columns.get("rest", [])
    if at is not None:
        document_name, begun = _document_of(lines[at], words)
        document = Excerpt(document_name, lines[at].passages)
        title = [Excerpt(begun, lines[at].passages)] if begun else []
        for line in lines[at + 1 :]:
            is_rest = line.is_ornament or words.marks.appendix_origin.match(line.text)
            (rest if is_rest else title).append(line.excerpt)
    superior, issuer = _bodies(columns.get("issuer", []), words)
    number = _joined(columns.get("number", []))
    dated = _joined(columns.get("dated", []))
    place, day = _place_and_day(dated.text, words)
    match = _NUMBER.match(number.text)
    return HeadingBlock(
        superior=superior,
        issuer=issuer,
        motto=_joined(columns.get("motto", [])),
        number=Excerpt(match["number"].strip() if match else "", number.passages),
        locality=Excerpt(place, dated.passages if place else ()),
        dated=dated,
        day=day,
        document=document,
        title=_joined(title),
        rest=tuple(rest),
    )


def _document_at(lines: Sequence[OutlineLine], words: OutlineWords) -> int | None:
    """Which line names the kind of document; it may go on with the title."""
    for at, line in enumerate(lines[:_MOST]):
        if line.marker and line.marker.level != "bullet":
            return None
        if not line.grid and _document_of(line, words)[0]:
            return at
    return None


def _document_of(line: OutlineLine, words: OutlineWords) -> tuple[str, str]:
    """The kind of document that a line names, and the title that it goes on with."""
    text = _DASHES.sub("", line.text)
    if words.marks.document_type.match(text) and text.isupper():
        return text, ""
    if match := words.own.document_and_title.match(text):
        return match.group().strip(), text[match.end() :]
    return "", ""


def _end_without_document(lines: Sequence[OutlineLine], words: OutlineWords) -> int:
    """How many lines at the beginning are those of a heading block, where none of them names the kind of document."""
    end = 0
    for at, line in enumerate(lines[:_MOST]):
        pieces = list(_pieces([line], words))
        if any(_kind_of(piece.text, words) in ("motto", "number", "dated") for piece in pieces):
            end = at + 1
    return end


def _is_title(line: OutlineLine, first: OutlineLine, words: OutlineWords) -> bool:
    """Whether a line goes on with the title that another one begins: in its look, and neither a basis nor a heading."""
    if line.marker or line.text.endswith((";", ":")):
        return False
    if words.marks.appendix_origin.match(line.text):
        return True
    if words.marks.basis.match(line.text) and not (line.has_head_look and first.has_head_look):
        return False
    if line.look.style_level and first.look.style_level:
        return True
    same_look = (line.look.bold and first.look.bold) or (line.is_capitals and first.is_capitals)
    return same_look or (line.look.centered and first.look.centered and not line.is_ended)


def _pieces(lines: Sequence[OutlineLine], words: OutlineWords) -> Iterator[Excerpt]:
    """What stands in lines, cells and columns, each by itself."""
    for line in lines:
        if not line.grid:
            yield from _columns(line, words)
            continue
        for passage in line.grid.passages():
            for inner in passage_lines(passage, words):
                yield from _columns(inner, words)


def _columns(line: OutlineLine, words: OutlineWords) -> Iterator[Excerpt]:
    """The parts of a line that stand in two columns: a motto or a day behind something else begins the second."""
    text = line.text
    is_title = words.own.national_title.match(text)  # whose words may stand in it again
    for mark in () if is_title else (words.marks.heading_break, _second_column(words)):
        if (match := mark.search(text)) and match.start() > 0:
            yield Excerpt(text[: match.start()].strip(), line.passages)
            yield Excerpt(text[match.end() :].strip(), line.passages)
            return
    yield Excerpt(text, line.passages)


def _second_column(words: OutlineWords) -> re.Pattern[str]:
    """A national title in the middle of a line."""
    return re.compile(rf"\s+(?={words.own.national_title.pattern.removeprefix('^')})")


def _kind_of(text: str, words: OutlineWords) -> str:
    plain = _DASHES.sub("", text)
    if not any(letter.isalnum() for letter in plain) or words.marks.draft_label.match(plain):
        return "rest"
    if words.own.national_title.match(plain):
        return "motto"
    if words.marks.number_line.match(plain):
        return "number"
    if words.marks.place_and_day.match(plain):
        return "dated"
    return "issuer" if plain.isupper() or words.own.upper_body.match(plain) else "rest"


def _bodies(names: list[Excerpt], words: OutlineWords) -> tuple[Excerpt, Excerpt]:
    """The body above, and the one that issued the plan, from the lines of their names."""
    name = _joined(names)
    text = _DASHES.sub("", name.text)
    if not words.own.upper_body.match(text):
        return Excerpt(), Excerpt(text, name.passages)
    for match in words.own.lower_body.finditer(text):
        if match.start() > 0:
            upper, lower = text[: match.start()].strip(), text[match.start() :].strip()
            return Excerpt(upper, name.passages), Excerpt(lower, name.passages)
    return Excerpt(), Excerpt(text, name.passages)


def _place_and_day(text: str, words: OutlineWords) -> tuple[str, date | None]:
    """The place, and the day where nothing of it is blank and it is in the calendar."""
    match = words.marks.place_and_day.match(text)
    if not match:
        return "", None
    numbers = [int(number) for number in _NUMBERS.findall(text[match.end("place") :])]
    try:
        return match["place"], date(numbers[2], numbers[1], numbers[0])
    except (IndexError, ValueError):
        return match["place"], None


def _joined(excerpts: Sequence[Excerpt]) -> Excerpt:
    text = cleaned_line(" ".join(_DASHES.sub(" ", excerpt.text).strip() for excerpt in excerpts))
    return Excerpt(text, tuple(dict.fromkeys(number for excerpt in excerpts for number in excerpt.passages)))
