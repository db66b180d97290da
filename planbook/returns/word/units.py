"""The paragraphs and table rows of a returned draft as they are compared, each as one text with the signs of its footnotes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from planbook.ooxml.blocks import FIRST_ADDED_SIGN, FOOTNOTE_SIGN
from planbook.ooxml.pieces import Returned
from planbook.ooxml.states import StateLine
from planbook.reading.not_taken import BRACES, FOOTNOTE, ODD, Unread
from planbook.reading.typed_lines import split_number
from planbook.text.comparing import comparable, plainly_typed, without_stray_blanks

_LAYOUT_COLUMNS = 2  # a table of fewer columns only places paragraphs side by side


@dataclass(frozen=True, slots=True)
class TextUnit:
    """What is compared as one: a paragraph, or a table row with tabs between its cells; `number` is that of its first paragraph.

    `text` has single spaces and composed letters, and is spelt as the data spell it; `typed` is what stands there where that
    is not the same. `spans` are the stretches of bookmarks in it, `empty_bookmarks` those
    that it holds although they say nothing any more, `tags` those of controls.
    """

    number: int
    text: str
    lines: tuple[StateLine, ...]
    is_row: bool
    spans: frozenset[str]
    empty_bookmarks: frozenset[str]
    tags: frozenset[str]
    typed: str = ""

    @property
    def is_odd(self) -> bool:
        """Whether something in it is no plain text."""
        return any(piece.deleted is None for line in self.lines for piece in line.odd)

    def refusal(self) -> Unread | None:
        """Why the data cannot have its words as they are."""
        if self.is_odd:
            return ODD
        return BRACES if set(self.text) & set("{}") else FOOTNOTE if FOOTNOTE_SIGN in self.text else None

    def sayings(self) -> Iterator[str]:
        """What it says: as it stands, and without a number that is typed before it."""
        yield self.text
        typed, rest = split_number(self.text)
        if typed and not self.is_row:
            yield rest


def units(lines: Iterable[StateLine], rows: Iterable[str]) -> list[TextUnit]:
    """The units of the body and of its own footnotes, empty paragraphs left out; `rows` are the bookmarks that stand in table rows."""
    body = [line for line in lines if (line.where == "body" and line.nested <= 1) or line.is_own_footnote]
    marks = set(rows)
    width: Counter[int] = Counter()
    for line in body:
        if line.cell:
            width[line.cell.table] = max(width[line.cell.table], line.cell.column)
    grids = {line.cell.table for line in body if line.cell and marks & line.spans.keys()}
    grids |= {table for table, columns in width.items() if columns > _LAYOUT_COLUMNS}

    def place(line: StateLine) -> tuple[int, int]:
        return (line.cell.table, line.cell.row) if line.cell and line.cell.table in grids else (0, line.number)

    every = (_unit(list(group), is_row=table > 0) for (table, _), group in groupby(body, place))
    return [unit for unit in every if unit.text.strip()]


def spelt_as_known(units: Sequence[TextUnit], texts: Collection[str]) -> Iterator[TextUnit]:
    """Units that say a known text, spelt otherwise by programs or keyboards alone, with that text; others without stray blanks."""
    printed = set(texts)
    is_as_printed = all(unit.text in printed for unit in units)
    by_spelling = {} if is_as_printed else {plainly_typed(text): text for text in printed}
    for unit in units:
        as_printed = unit.text if unit.text in printed else by_spelling.get(plainly_typed(unit.text))
        text = without_stray_blanks(unit.text) if as_printed is None else as_printed
        yield replace(unit, text=text, typed=unit.text) if text != unit.text else unit


def _unit(lines: list[StateLine], *, is_row: bool) -> TextUnit:
    return TextUnit(
        next((line.number for line in lines if line.text.strip()), lines[0].number),
        _row(lines) if is_row else comparable(lines[0].text),
        tuple(lines),
        is_row,
        frozenset(name for line in lines for name in line.spans),
        frozenset(name for line in lines for name in line.empty_bookmarks),
        frozenset(name for line in lines for name in line.controls),
    )


def _row(lines: Sequence[StateLine]) -> str:
    cells: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        assert line.cell
        cells[line.cell.column].append(comparable(line.text))
    return "\t".join(" ".join(filter(None, cells.get(at, []))) for at in range(1, max(cells) + 1))


def without_number(unit: TextUnit, number: str, base: str = "", marks: Iterable[str] = ()) -> str:
    """The text of a paragraph without the number that is typed before it; lists are counted by Word, not typed.

    `marks` are the names of its control and bookmark: what stands inside of them is the item's own, unless an editor
    widened them over the number, which shows beside `base`, the text that the item was given out with.
    """
    line = unit.lines[0]
    typed, rest = split_number(line.text)
    if unit.is_row or line.listed or not typed:
        return unit.text
    rest = without_stray_blanks(comparable(rest))
    begins = [stretches[name][0] for name in marks for stretches in (line.controls, line.spans) if name in stretches]
    if begins and len(typed) <= max(begins):
        return rest
    if not number or unit.text == base:
        return unit.text
    if rest == base:
        return rest
    # Text that begins with a number of its own keeps it: the first of two is the program's.
    is_own = split_number(f"{base} ")[0] and not split_number(f"{rest} ")[0]
    return unit.text if is_own and comparable(typed) != comparable(number) else rest


def note_texts(returned: Returned, lines: Iterable[StateLine]) -> dict[str, str]:
    """What each added footnote says, by its sign; nothing where it is no plain text, or holds what only mentions have."""
    texts = {}
    for sign, numbers in returned.added_notes.items():
        own = [line for line in lines if line.where == "footnote" and line.number in numbers]
        is_odd = any(piece.deleted is None and piece.text.strip() for line in own for piece in line.odd)
        text = " ".join(filter(None, (comparable(line.text) for line in own))).removesuffix(".")
        texts[sign] = "" if is_odd or set(text) & set("{}") else text
    return texts


def hidden_marks(lines: Iterable[StateLine]) -> dict[str, StateLine]:
    """The lines that hold nothing but hidden text, by their bookmarks and by what stands there unseen."""
    marks: dict[str, StateLine] = {}
    for line in (line for line in lines if not line.text.strip()):
        if text := comparable("".join(piece.text for piece in line.odd if piece.deleted is None)):
            marks |= dict.fromkeys((*line.empty_bookmarks, *line.spans, text), line)
    return marks


def has_added(text: str) -> bool:
    """Whether a text holds the sign of an added footnote."""
    return any(letter >= FIRST_ADDED_SIGN for letter in text)


def without_signs(text: str) -> str:
    """A text without the signs of footnotes."""
    return "".join(letter for letter in text if letter != FOOTNOTE_SIGN and letter < FIRST_ADDED_SIGN)


def with_notes(text: str, notes: Mapping[str, str]) -> str:
    """A text as people read it, with what each added footnote says behind its sign."""
    text = text.replace(FOOTNOTE_SIGN, "[*]")
    return "".join(f"[* {notes[letter] or '…'}]" if letter in notes else letter for letter in text)
