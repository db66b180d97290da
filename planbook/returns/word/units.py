"""The paragraphs and table rows of a returned draft as they are compared, each as one text."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from planbook.ooxml.states import StateLine
from planbook.reading.typed_lines import TYPED_NUMBER
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

    def sayings(self) -> Iterator[str]:
        """What it says: as it stands, and without a number that is typed before it."""
        yield self.text
        if not self.is_row and (typed := TYPED_NUMBER.match(self.text)):
            yield self.text[typed.end() :]


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
    typed = TYPED_NUMBER.match(line.text)
    if unit.is_row or line.listed or not typed:
        return unit.text
    rest = without_stray_blanks(comparable(line.text[typed.end() :]))
    begins = [stretches[name][0] for name in marks for stretches in (line.controls, line.spans) if name in stretches]
    if begins and typed.end() <= max(begins):
        return rest
    if not number or unit.text == base:
        return unit.text
    if rest == base:
        return rest
    # Text that begins with a number of its own keeps it: the first of two is the program's.
    is_own = TYPED_NUMBER.match(f"{base} ") and not TYPED_NUMBER.match(f"{rest} ")
    return unit.text if is_own and comparable(typed.group()) != comparable(number) else rest
