"""How a paragraph stands on its page: what its properties say, and what all levels of formatting make of it."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from planbook.ooxml.values import Values, W, is_on, millimetres, number, value_of

_ALIGNMENTS = {"start": "left", "end": "right", "distribute": "both", "mediumKashida": "both", "thaiDistribute": "both"}
_BODY_LEVEL = 9  # of text that is no heading
_AUTOMATIC = 280.0  # twips before and after a paragraph whose spacing Word chooses


@dataclass(frozen=True, slots=True)
class ParagraphShape:
    """How a paragraph stands. `first_line` is where the first line begins, from the margin.

    `line` is a multiple of single spacing, or with `line_rule` exact or atLeast a height in points.
    """

    alignment: str
    left: float
    right: float
    first_line: float
    before: float
    after: float
    line: float
    line_rule: str
    ruled: bool  # a border above or below
    starts_page: bool
    joins_same_style: bool  # no space between paragraphs of one style
    tabs: tuple[tuple[float, str], ...]
    outline_level: int | None = None  # of a heading, from 0


def shape(values: Values) -> ParagraphShape:
    """How a paragraph stands from all that was said of it."""
    left = values.get("left", 0.0)
    rule = values.get("lineRule", "auto")
    line = values.get("line", 240.0)
    return ParagraphShape(
        alignment=values.get("jc", "left"),
        left=millimetres(left),
        right=millimetres(values.get("right", 0.0)),
        first_line=millimetres(left + values.get("firstLine", 0.0) - values.get("hanging", 0.0)),
        before=values.get("before", 0.0) / 20,
        after=values.get("after", 0.0) / 20,
        line=line / 240 if rule == "auto" else line / 20,
        line_rule=rule,
        ruled=values.get("ruled", False),
        starts_page=values.get("pageBreakBefore", False),
        joins_same_style=values.get("contextualSpacing", False),
        tabs=tuple(sorted((millimetres(at), kind) for at, kind in values.get("tabs", {}).items() if kind != "clear")),
        outline_level=values.get("outlineLvl"),
    )


def paragraph_values(properties: etree._Element | None) -> Values:
    """What a `w:pPr` says, nothing else: alignment, indents, spacing, tabs, borders, list."""
    values: Values = {}
    for name, read in _PROPERTIES.items() if properties is not None else ():
        element = properties.find(f"{W}{name}")  # type: ignore[union-attr]
        if element is not None:
            values |= read(element)
    return values


def _alignment(element: etree._Element) -> Values:
    alignment = value_of(element)
    return {"jc": _ALIGNMENTS.get(alignment, alignment)} if alignment else {}


def _indents(element: etree._Element) -> Values:
    values: Values = {}
    for name, by_direction in (("left", "start"), ("right", "end")):
        if text := value_of(element, by_direction) or value_of(element, name):
            values[name] = number(text)
    for name in ("firstLine", "hanging"):
        characters, text = value_of(element, f"{name}Chars"), value_of(element, name)
        if text or characters:
            # A hundredth of a letter; Word writes the same in twips beside it.
            values[name] = number(text) if text else number(characters) * 2.4
    return values


def _spacing(element: etree._Element) -> Values:
    values: Values = {}
    for name in ("before", "after"):
        if value_of(element, f"{name}Autospacing") in ("1", "true", "on"):
            values[name] = _AUTOMATIC
        elif text := value_of(element, name):
            values[name] = number(text)
    if text := value_of(element, "line"):
        values |= {"line": number(text), "lineRule": value_of(element, "lineRule") or "auto"}
    return values


def _tabs(element: etree._Element) -> Values:
    return {"tabs": {number(value_of(tab, "pos")): value_of(tab) for tab in element.iterfind(f"{W}tab")}}


def _borders(element: etree._Element) -> Values:
    sides = (value_of(element.find(f"{W}{side}")) for side in ("top", "bottom", "between"))
    return {"ruled": any(side not in ("", "nil", "none") for side in sides)}


def _list(element: etree._Element) -> Values:
    texts = {name: value_of(element.find(f"{W}{name}")) for name in ("numId", "ilvl")}
    return {name: text for name, text in texts.items() if text}


def _outline_level(element: etree._Element) -> Values:
    level = value_of(element)
    return {"outlineLvl": int(level) if level.isdigit() and int(level) < _BODY_LEVEL else None}


def _frame(element: etree._Element) -> Values:
    alignment = value_of(element, "xAlign")
    return {"jc": alignment} if alignment else {}


# What is said of a paragraph by each property, the strongest last.
_PROPERTIES: dict[str, Callable[[etree._Element], Values]] = {
    "jc": _alignment,
    "ind": _indents,
    "spacing": _spacing,
    "tabs": _tabs,
    "pBdr": _borders,
    "numPr": _list,
    "framePr": _frame,
    "outlineLvl": _outline_level,
    "pageBreakBefore": lambda element: {"pageBreakBefore": is_on(element)},
    "contextualSpacing": lambda element: {"contextualSpacing": is_on(element)},
}
