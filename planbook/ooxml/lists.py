"""The numbers that Word prints before list paragraphs (ECMA-376, 17.9), which no paragraph holds as text."""

from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from lxml import etree

from planbook.model.number import roman
from planbook.ooxml.shape import paragraph_values
from planbook.ooxml.values import Values, W, number, value_of

_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    restarts: bool
    arabic_only: bool
    values: Values


class ListCounter:
    """Counts the list paragraphs of one file in their order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract_of: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._of_style: dict[tuple[str, str], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        links = {}
        for abstract in root.iterfind(f"{W}abstractNum"):
            name = value_of(abstract, "abstractNumId")
            links[value_of(abstract.find(f"{W}styleLink"))] = name
            for level in abstract.iterfind(f"{W}lvl"):
                self._level(name, level)
        for abstract in root.iterfind(f"{W}abstractNum"):
            target = links.get(value_of(abstract.find(f"{W}numStyleLink")) or "\0")
            for depth in range(_DEEPEST) if target else ():
                if (target, depth) in self._levels:
                    self._levels[value_of(abstract, "abstractNumId"), depth] = self._levels[str(target), depth]
        for element in root.iterfind(f"{W}num"):
            name = value_of(element, "numId")
            self._abstract_of[name] = value_of(element.find(f"{W}abstractNumId"))
            for override in element.iterfind(f"{W}lvlOverride"):
                depth = int(number(value_of(override, "ilvl")))
                if start := value_of(override.find(f"{W}startOverride")):
                    self._starts[name, depth] = int(number(start))
                own = override.find(f"{W}lvl")
                if own is not None:
                    # A level of its own makes a list of its own.
                    self._own_levels(name)
                    self._level(self._abstract_of[name], own)

    def _own_levels(self, name: str) -> None:
        abstract = self._abstract_of[name]
        own = f"{abstract}/{name}"
        if "/" not in abstract:
            self._levels |= {(own, depth): level for (of, depth), level in self._levels.items() if of == abstract}
            self._abstract_of[name] = own

    def _level(self, abstract: str, element: etree._Element) -> None:
        depth = int(number(value_of(element, "ilvl")))
        self._levels[abstract, depth] = _Level(
            start=int(number(value_of(element.find(f"{W}start")), 1)),
            format=value_of(element.find(f"{W}numFmt")) or "decimal",
            text=value_of(element.find(f"{W}lvlText")),
            restarts=value_of(element.find(f"{W}lvlRestart")) != "0",
            arabic_only=element.find(f"{W}isLgl") is not None,
            values=paragraph_values(element.find(f"{W}pPr")),
        )
        if style := value_of(element.find(f"{W}pStyle")):
            self._of_style[abstract, style] = depth

    def values(self, values: Values, style: str) -> Values:
        """What the list level says of a paragraph that belongs to it."""
        level = self._levels.get(self._place(values, style))
        return level.values if level else {}

    def _place(self, values: Values, style: str) -> tuple[str, int]:
        abstract = self._abstract_of.get(values.get("numId", ""), "")
        depth = int(number(values.get("ilvl", ""), self._of_style.get((abstract, style), 0)))
        return abstract, min(max(depth, 0), _DEEPEST - 1)

    def label(self, values: Values, style: str) -> str:
        """Count a paragraph and give what Word prints before its text, with a space; nothing outside lists."""
        abstract, depth = self._place(values, style)
        level = self._levels.get((abstract, depth))
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _DEEPEST)
        name = values["numId"]
        before = counts[depth]
        if (name, depth) in self._starts and (name, depth) not in self._begun:
            counts[depth] = self._starts[name, depth]
        else:
            counts[depth] = level.start if before is None else before + 1
        self._begun.add((name, depth))
        for deeper in range(depth + 1, _DEEPEST):
            below = self._levels.get((abstract, deeper))
            if below and below.restarts:
                counts[deeper] = None
        text = level.text
        if level.format == "bullet" and not text.isascii():
            text = "-"  # a sign of a symbol font
        for upper in range(depth + 1):
            source = self._levels.get((abstract, upper))
            if source and f"%{upper + 1}" in text:
                count = counts[upper]
                printed = formatted(
                    source.start if count is None else count, "decimal" if level.arabic_only else source.format
                )
                text = text.replace(f"%{upper + 1}", printed)
        return f"{text} " if text else ""


def formatted(count: int, form: str) -> str:
    """A count as a list prints it; unknown forms print digits."""
    if form in ("upperRoman", "lowerRoman"):
        text = roman(count)
        return text if form == "upperRoman" else text.lower()
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = ascii_lowercase if form == "lowerLetter" else ascii_uppercase
        # Word goes on with aa, bb, cc.
        return letters[(count - 1) % 26] * min(1 + (count - 1) // 26, 10)
    if form in ("none", "bullet"):
        return ""
    return f"{count:02}" if form == "decimalZero" else str(count)
