"""The tables of a PDF whose cells have borders: poppler draws the pages anew as SVG, where every border is a line.

Lengths are those of the pages that pdftohtml gives, so that its lines of text fall into the cells.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from planbook.importing.files.broken_lines import BrokenLine
from planbook.importing.files.page_tables import PageCell, PageRows
from planbook.importing.files.page_words import UNITS
from planbook.repository.poppler import poppler

_THIN = 4.0  # units: what is thinner is a border, what is broader a ground
_SHORTEST = 6.0
_NEAR = 4.0  # units between two ends that meet, or between two borders that are one
_MOST_RULES = 1_500  # of a page; a drawing has more
_FEWEST_EDGES = 3  # of columns: a frame around a text has two
_PATH = re.compile(r"<path ([^<>]*)/>")
_ATTRIBUTE = re.compile(r'(?<!\w)(\w++)="([^"]*+)"')
_TOKEN = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?(?:e-?\d+)?")
_MATRIX = re.compile(r"matrix\(([^()]*)\)")
_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Border:
    """A border of cells: where it stands across its direction, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class RuledTable:
    """A table on one page: the edges of its columns and rows, and its cells as (row, column, rows, columns) from 0."""

    page: int
    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @cached_property
    def _cell_at(self) -> dict[tuple[int, int], int]:
        """Which cell covers a row and a column."""
        return {
            (at_row, at_column): number
            for number, (row, column, down, across) in enumerate(self.cells)
            for at_row in range(row, row + down)
            for at_column in range(column, column + across)
        }

    def cell_of(self, line: BrokenLine) -> int | None:
        """In which cell a line of text stands; None where it stands in none."""
        x = line.left + min((line.right - line.left) / 2, 2 * _NEAR)
        y = (line.top or 0) + (line.look.size or 12) * 0.6
        is_inside = self.lefts[0] <= x <= self.lefts[-1] and self.tops[0] <= y <= self.tops[-1]
        is_here = line.page == self.page and is_inside
        return self._cell_at.get((bisect(self.tops, y) - 1, bisect(self.lefts, x) - 1)) if is_here else None

    def edges_in(self, line: BrokenLine) -> list[float]:
        """The borders between two cells that a line of text goes over."""
        over = [left for left in self.lefts if line.left + _NEAR < left < line.right - _NEAR]
        beside = [replace(line, left=left + step, right=left + step) for left in over for step in (-1, 1)]
        cells = list(map(self.cell_of, beside))
        return [left for at, left in enumerate(over) if cells[2 * at] != cells[2 * at + 1]]

    def has_columns_of(self, table: "RuledTable") -> bool:
        """Whether another table has the same columns."""
        return len(self.lefts) == len(table.lefts) and all(
            abs(left - right) <= _NEAR for left, right in zip(self.lefts, table.lefts, strict=True)
        )

    def rows(self, lines: Sequence[BrokenLine]) -> PageRows:
        """The cells with the lines of text that stand in them, those without text too."""
        cells = [PageCell(column + 1, widths=[across], rows=down) for _, column, down, across in self.cells]
        for line in lines:
            if (number := self.cell_of(line)) is not None:
                cells[number].lines.append(line)
        rows: PageRows = [[] for _ in range(len(self.tops) - 1)]
        for cell, (row, *_) in zip(cells, self.cells, strict=True):
            rows[row].append(cell)
        return rows


def ruled_tables(content: bytes) -> list[RuledTable]:
    """The tables with borders of a PDF, page by page from above; none where the machine cannot draw it anew."""
    answer = poppler("pdftocairo", content, "-svg")
    svg = answer.stdout.decode("utf-8", "replace") if answer else ""
    tables: list[RuledTable] = []
    for number, (across, down) in enumerate(_rules_of_pages(svg), 1):
        tables += sorted(_tables(number, across, down), key=lambda table: table.tops[0])
    return tables


def _rules_of_pages(svg: str) -> Iterator[tuple[list[Border], list[Border]]]:
    """The borders of every page, those that go across and those that go down."""
    for page in svg.split("<page>")[1:]:
        across: list[Border] = []
        down: list[Border] = []
        for path in _PATH.finditer(page):
            for rule, is_across in _rules(dict(_ATTRIBUTE.findall(path[1]))):
                (across if is_across else down).append(rule)
        yield across, down


def _rules(path: Mapping[str, str]) -> Iterator[tuple[Border, bool]]:
    """The borders that a path draws: its straight lines, or itself where it is a thin bar."""
    look = path.get("style", "") + "".join(f"{name}:{path[name]};" for name in ("fill", "stroke") if name in path)
    is_stroke = "stroke:" in look and "stroke:none" not in look
    for points in _outlines(path.get("d", ""), path.get("transform", "")):
        pieces = [*pairwise(points)] if is_stroke else []
        for piece in (*pieces, points) if "fill:none" not in look else pieces:
            (left, *_, right), (top, *_, bottom) = (sorted(lengths) for lengths in zip(*piece, strict=True))
            if bottom - top <= _THIN and right - left >= _SHORTEST:
                yield Border((top + bottom) / 2, left, right), True
            elif right - left <= _THIN and bottom - top >= _SHORTEST:
                yield Border((left + right) / 2, top, bottom), False


def _outlines(steps: str, transform: str) -> Iterator[list[_Point]]:
    """The points of each part of a path that has no curves, in units of pdftohtml."""
    match = _MATRIX.search(transform)
    a, b, c, d, e, f = (float(part) for part in match[1].split(",")) if match else (1, 0, 0, 1, 0, 0)
    points: list[_Point] = []
    tokens = _TOKEN.findall(steps)
    at = 0
    while at < len(tokens):
        if tokens[at] not in ("M", "L", "Z") or (tokens[at] != "Z" and at + 2 >= len(tokens)):
            return
        if tokens[at] == "Z":
            points += points[:1]
            at += 1
            continue
        if tokens[at] == "M":
            if len(points) > 1:
                yield points
            points = []
        x, y = float(tokens[at + 1]), float(tokens[at + 2])
        points.append(((a * x + c * y + e) * UNITS, (b * x + d * y + f) * UNITS))
        at += 3
    if len(points) > 1:
        yield points


def _tables(page: int, across: Sequence[Border], down: Sequence[Border]) -> Iterator[RuledTable]:
    """The tables that the borders of a page make: those that meet each other belong to one."""
    if not (across and down) or len(across) + len(down) > _MOST_RULES:
        return
    groups: list[tuple[list[Border], list[Border]]] = []
    for rule in down:
        level = [flat for flat in across if _meet(flat, rule)]
        joined = [group for group in groups if any(flat in group[0] for flat in level)]
        flats = [*level, *(flat for group in joined for flat in group[0])]
        groups = [group for group in groups if group not in joined]
        groups.append((list(dict.fromkeys(flats)), [rule, *(upright for group in joined for upright in group[1])]))
    for flats, uprights in groups:
        lefts, tops = _edges(rule.at for rule in uprights), _edges(rule.at for rule in flats)
        if len(lefts) >= _FEWEST_EDGES and len(tops) > 1:
            yield RuledTable(page, lefts, tops, tuple(_cells(lefts, tops, flats, uprights)))


def _meet(flat: Border, upright: Border) -> bool:
    return (
        flat.start - _NEAR <= upright.at <= flat.end + _NEAR and upright.start - _NEAR <= flat.at <= upright.end + _NEAR
    )


def _edges(places: Iterator[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return tuple(edges)


def _cells(
    lefts: Sequence[float], tops: Sequence[float], flats: Sequence[Border], uprights: Sequence[Border]
) -> Iterator[tuple[int, int, int, int]]:
    """The cells between the borders: one goes on to the right, or down, where no border stands."""
    covered: set[tuple[int, int]] = set()
    for row, column in ((row, column) for row in range(len(tops) - 1) for column in range(len(lefts) - 1)):
        if (row, column) in covered:
            continue
        right, below = column + 1, row + 1
        middle = (tops[row] + tops[below]) / 2
        while right < len(lefts) - 1 and (row, right) not in covered and not _stands(uprights, lefts[right], middle):
            right += 1
        middle = (lefts[column] + lefts[column + 1]) / 2
        while below < len(tops) - 1 and not _stands(flats, tops[below], middle):
            below += 1
        covered |= {(r, c) for r in range(row, below) for c in range(column, right)}
        yield row, column, below - row, right - column


def _stands(rules: Sequence[Border], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end for rule in rules)
