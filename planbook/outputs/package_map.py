"""A drawing of the packages of this program and of what each is built on, read from its own imports."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

PACKAGE_MAP = "developing/packages.svg"
_WIDTH, _ROW, _EDGE = 360, 50, 8  # as wide as a telephone
_BOX = (68, 24)
_PASSING = 0.3  # the room of a line that passes a row, in boxes
_SWEEPS = 12
_IMPORT = re.compile(r"^ *from planbook(?:\.(\w+)[\w.]* import| import ([\w, ]+))", re.MULTILINE)

Graph = Mapping[str, frozenset[str]]
MapItem = tuple[str, ...]  # a package by its name, or a line by both its ends
MapPlace = tuple[int, MapItem]  # the row, and what stands in it


def package_map(program: Path = Path(__file__).parents[1]) -> str:
    """The drawing: a package stands above what it is built on; it imports what stands further down, too."""
    graph = imports(program)
    rows = _rows(graph)
    height = _ROW * (len(rows) - 1) + _BOX[1] + 2 * _EDGE
    points = {(row, item): point for row, items in enumerate(rows) for item, point in _points(row, items)}
    lines = "".join(_line([points[place] for place in _way(line, rows)]) for line in _lines(graph))
    boxes = "".join(_box(item[0], *point) for (_, item), point in points.items() if len(item) == 1)
    words = "; ".join(
        f"{package} on {', '.join(sorted(built_on(graph, package)))}" for package in sorted(graph) if graph[package]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        ' role="img" aria-labelledby="title words" font-family="sans-serif" font-size="12">'
        f'<title id="title">What each package of planbook is built on</title><desc id="words">{escape(words)}.</desc>'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
        f'<g fill="none" stroke="#767676">{lines}</g><g text-anchor="middle" stroke-width="1">{boxes}</g></svg>\n'
    )


def imports(program: Path) -> Graph:
    """Which packages each package imports, of those of the program itself."""
    graph: dict[str, set[str]] = {}
    for path in sorted(program.rglob("*.py")):
        package = path.relative_to(program).parts[0].removesuffix(".py")
        if not package.startswith("__"):
            names = " ".join(map(" ".join, _IMPORT.findall(path.read_text("utf-8"))))
            graph.setdefault(package, set()).update(re.findall(r"\w+", names))
    return {package: frozenset(names & graph.keys() - {package}) for package, names in graph.items()}


def built_on(graph: Graph, package: str) -> set[str]:
    """The packages that a package imports and that none of its other imports imports, at whatever remove."""

    @cache
    def below(name: str) -> frozenset[str]:
        return frozenset(inner for lower in graph[name] for inner in (lower, *below(lower)))

    return {name for name in graph[package] if not any(name in below(lower) for lower in graph[package])}


def _lines(graph: Graph) -> list[tuple[str, str]]:
    return [(upper, lower) for upper in sorted(graph) for lower in sorted(built_on(graph, upper))]


def _rows(graph: Graph) -> list[list[MapItem]]:
    """The packages row by row from the top, with the lines that pass, so ordered that few of them cross."""

    @cache
    def height(package: str) -> int:
        return 1 + max(map(height, graph[package]), default=-1)

    top = max(map(height, graph))
    rows: list[list[MapItem]] = [
        [(name,) for name in sorted(graph) if height(name) == top - row] for row in range(top + 1)
    ]
    for upper, lower in _lines(graph):
        for row in range(top - height(upper) + 1, top - height(lower)):
            rows[row].append((upper, lower))
    beside: dict[MapPlace, list[MapPlace]] = {}
    for line in _lines(graph):
        for first, second in pairwise(_way(line, rows)):
            beside.setdefault(first, []).append(second)
            beside.setdefault(second, []).append(first)
    for sweep in range(_SWEEPS):
        _order(rows, beside, 1 if sweep % 2 == 0 else -1)
    return rows


def _order(rows: list[list[MapItem]], beside: Mapping[MapPlace, list[MapPlace]], step: int) -> None:
    """Put what stands in each row below (or above) the middle of what it is joined with in the row before."""
    for row in range(1, len(rows))[::step] if step > 0 else range(len(rows) - 2, -1, -1):
        at = {(row - step, item): x for item, (x, _) in _points(row - step, rows[row - step])}
        middles = {}
        for item in rows[row]:
            near = [at[place] for place in beside.get((row, item), ()) if place in at]
            middles[item] = sum(near) / len(near) if near else _WIDTH / 2
        rows[row].sort(key=middles.__getitem__)


def _way(line: tuple[str, str], rows: list[list[MapItem]]) -> list[MapPlace]:
    """Where a line passes from one package to another."""
    ends = ((line[0],), line, (line[1],))
    return [(row, item) for row, items in enumerate(rows) for item in items if item in ends]


def _points(row: int, items: list[MapItem]) -> Iterator[tuple[MapItem, tuple[float, float]]]:
    """The middle of each box and passing line of a row."""
    rooms = [1 if len(item) == 1 else _PASSING for item in items]
    for index, item in enumerate(items):
        x = _WIDTH * (sum(rooms[:index]) + rooms[index] / 2) / sum(rooms)
        yield item, (round(x, 1), _EDGE + _ROW * row + _BOX[1] / 2)


def _line(points: list[tuple[float, float]]) -> str:
    """A line from below the first box to above the last one, upright where it passes a row."""
    half, bend = _BOX[1] / 2, (_ROW - _BOX[1]) / 2
    (from_x, from_y), *ways = points
    path = f"M{from_x} {from_y + half}"
    for at, (x, y) in enumerate(ways, 1):
        path += f"C{from_x} {from_y + half + bend} {x} {y - half - bend} {x} {y - half}"
        path += f"V{y + half}" if at < len(ways) else ""
        from_x, from_y = x, y
    return f'<path d="{path}"/>'


def _box(name: str, x: float, y: float) -> str:
    width, height = _BOX
    return (
        f'<rect x="{round(x - width / 2, 1)}" y="{y - height / 2}" width="{width}" height="{height}" rx="3" fill="#eef3f8"'
        f' stroke="#33475b"/><text x="{x}" y="{y + 4}" fill="#111">{name}</text>'
    )
