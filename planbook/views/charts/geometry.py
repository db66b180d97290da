"""Pictures of numbers as finished geometry: bars, dots and columns of squares, with words placed beside them.

One unit is a pixel of a telephone: a picture is 360 wide, so that its letters are read there, and grows from that.
Time and names run downwards, where there is room for any number of them and labels never meet.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Literal

Fill = Literal["solid", "hatched"]  # told apart in black and white too

DRAWING_WIDTH = 360
_LETTER = 7.1  # the width of a letter of 14, on average
_BOLD = 8.0  # of a bold one, or of a figure
_LINE = 18
_THICK = 14
_GAP = 11


@dataclass(frozen=True, slots=True)
class DrawnWords:
    """Words at the end of their base line that `anchor` says."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    dress: Fill


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line between two points; `ties` two values that can be compared, else it only leads the eye."""

    x1: float
    y1: float
    x2: float
    y2: float
    ties: bool = False


@dataclass
class Plot:
    """A picture 360 units wide with all that is drawn in it; `title` and `description` tell it to who does not see it."""

    id: str
    title: str
    description: str
    height: float = 0
    words: list[DrawnWords] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)

    width = DRAWING_WIDTH

    def write(self, text: str, *, bold: bool = False) -> None:
        """Put words below what is there, over the whole width, in as many lines as they need."""
        for line in textwrap.wrap(text, int(DRAWING_WIDTH / (_BOLD if bold else _LETTER))):
            self.words.append(DrawnWords(0, self.height + 13, line, is_bold=bold))
            self.height += _LINE

    def explain(self, dresses: Iterable[tuple[Fill, str]]) -> None:
        """Put below what is there what each dress means."""
        for dress, meaning in dresses:
            self.boxes.append(Box(0, self.height + 2, 22, _THICK - 2, dress))
            self.words.append(DrawnWords(28, self.height + 13, meaning))
            self.height += _LINE


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: its name, its lengths one after the other, and what is written at its end."""

    name: str
    lengths: tuple[tuple[Fill, Decimal], ...]
    text: str


def draw_bars(plot: Plot, rows: Sequence[Bar]) -> Plot:
    """Add rows with their bars, which begin at 0 and have one scale; what has no length is only written."""
    plot.height += 8
    room = DRAWING_WIDTH - 8 - max((len(row.text) for row in rows), default=0) * _BOLD
    longest = max((sum((size for _, size in row.lengths), Decimal()) for row in rows), default=Decimal())
    for row in rows:
        plot.write(row.name)
        plot.height += 2
        x = 0.0
        for dress, size in row.lengths:
            width = _scaled(size, longest, room)
            if width:
                plot.boxes.append(Box(round(x, 1), plot.height, width, _THICK, dress))
                x += width
        plot.words.append(DrawnWords(round(x + 5 if x else x, 1), plot.height + 12, row.text, is_bold=True))
        plot.height += _THICK + _GAP
    return plot


@dataclass(frozen=True, slots=True)
class Dot:
    """A row of a dot chart: its name, its value (up to `upper` for a range), and what is written beside it.

    Values of one `series` are of one kind, so that a line may tie each to the next. A `heading` stands above the first
    of the rows that have it.
    """

    name: str
    value: Decimal
    upper: Decimal | None
    text: str
    series: object
    heading: str = ""


def draw_dots(plot: Plot, rows: Sequence[Dot]) -> Plot:
    """Add rows with a dot each, on one scale that begins at 0, and lines between the values of each series."""
    room = DRAWING_WIDTH - 20 - max((len(row.text) for row in rows), default=0) * _BOLD
    largest = max((row.upper or row.value for row in rows), default=Decimal())
    series: dict[object, list[tuple[float, float]]] = {}
    heading = ""
    for row in rows:
        if row.heading != heading:
            heading = row.heading
            plot.write(heading, bold=True)
            plot.height += 4
        plot.write(row.name)
        x, y = 6 + _scaled(row.value, largest, room), plot.height + 8
        end = 6 + _scaled(row.upper, largest, room) if row.upper else x
        plot.strokes.append(Stroke(6, y, x, y))
        if end > x:
            plot.boxes.append(Box(x, y - 3, round(end - x, 1), 6, "hatched"))
            plot.dots.append((end, y))
        plot.dots.append((x, y))
        series.setdefault(row.series, []).append((x, y))
        plot.words.append(DrawnWords(round(end + 10, 1), y + 4, row.text, is_bold=True))
        plot.height += _THICK + _GAP
    plot.strokes += [Stroke(*start, *end, ties=True) for points in series.values() for start, end in pairwise(points)]
    return plot


@dataclass(frozen=True, slots=True)
class Heap:
    """A column of squares over a mark of time: so many solid ones, and hatched ones on top."""

    name: str
    solid: int
    hatched: int


def draw_heaps(plot: Plot, columns: Sequence[Heap]) -> Plot:
    """Add columns of squares side by side, each with its count above it and its name below it."""
    wide = DRAWING_WIDTH / max(len(columns), 1)
    highest = max((column.solid + column.hatched for column in columns), default=0)
    side = round(min(wide - 6, 16, 160 / max(highest, 1)), 1)
    floor = round(plot.height + 26 + highest * side, 1)
    for place, column in enumerate(columns):
        middle = round((place + 0.5) * wide, 1)
        for level in range(column.solid + column.hatched):
            dress: Fill = "solid" if level < column.solid else "hatched"
            top = floor - (level + 1) * side
            plot.boxes.append(Box(round(middle - side / 2, 1), round(top, 1), side - 1.5, side - 1.5, dress))
        if count := column.solid + column.hatched:
            plot.words.append(
                DrawnWords(middle, round(floor - count * side - 5, 1), str(count), "middle", is_bold=True)
            )
        plot.words.append(DrawnWords(middle, floor + 16, column.name, "middle"))
    plot.strokes.append(Stroke(0, floor, DRAWING_WIDTH, floor))
    plot.height = floor + 22
    return plot


def _scaled(value: Decimal, largest: Decimal, room: float) -> float:
    return round(float(value / largest) * room, 1) if largest and value > 0 else 0.0
