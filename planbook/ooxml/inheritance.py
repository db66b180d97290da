"""What a paragraph and a run look like once every level of formatting has been asked (ECMA-376, 17.7.2).

Document defaults, table style, paragraph style with what it is based on, list level, character style, direct
formatting. Lengths in mm, sizes and spacing in points. Nothing here knows what a plan is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from planbook.ooxml.opening import Package
from planbook.ooxml.styles import NAMESPACE

W = f"{{{NAMESPACE}}}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TOGGLES = ("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish")
_DEEPEST = 64  # styles that one is based on, one by the other; Word itself bears about ten
_OFF = {"0", "false", "off", "none"}
# The pens of Word, which have names; they are always opaque.
_PENS = {
    "black": "000000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
    "red": "FF0000",
    "blue": "0000FF",
    "green": "00FF00",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "darkBlue": "00008B",
    "darkCyan": "008B8B",
    "darkGreen": "006400",
    "darkMagenta": "800080",
    "darkRed": "8B0000",
    "darkYellow": "808000",
    "darkGray": "A9A9A9",
    "lightGray": "D3D3D3",
}
_RAISED = 4  # half points that letters must be moved by to be read as raised or lowered
_ALIGNMENTS = {"start": "left", "end": "right", "distribute": "both", "mediumKashida": "both", "thaiDistribute": "both"}

_LARGEST = 10_000_000

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look; `fonts` are those of basic and of accented letters, `colour` is hexadecimal or auto.

    `raised` is up, down or empty; `background` the colour of a shading or, after `pen `, of a pen; empty where there is none.
    """

    fonts: tuple[str, str]
    size: float
    bold: bool
    italic: bool
    capitals: bool
    underlined: bool
    hidden: bool
    struck: bool
    colour: str
    raised: str = ""
    background: str = ""


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


def millimetres(twips: float) -> float:
    """A length of WordprocessingML in mm."""
    return twips * 25.4 / 1440


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of an element that may not be there."""
    return "" if element is None else element.get(f"{W}{name}", "")


def number(text: str, default: float = 0) -> float:
    """A measure as a number; some programs write 240.0 or 12pt, and none writes what no page could hold."""
    scale, digits = (20, text[:-2]) if text.endswith("pt") else (1, text)
    try:
        value = float(digits) * scale
    except ValueError:
        return default
    return value if abs(value) < _LARGEST else default


def is_on(element: etree._Element | None) -> bool:
    """Whether a flag is set: `<w:b/>` is, `<w:b w:val="0"/>` is not."""
    return element is not None and value_of(element).lower() not in _OFF


class Styles:
    """The styles of one file, asked with the levels that apply to a paragraph or run."""

    def __init__(self, package: Package, folder: str) -> None:
        self._theme = _theme_fonts(package.part(f"{folder}theme/theme1.xml"))
        root = package.part(f"{folder}styles.xml")
        root = etree.Element(f"{W}styles") if root is None else root
        self._styles = {value_of(style, "styleId"): style for style in root.iterfind(f"{W}style")}
        self._default = {
            value_of(style, "type"): name for name, style in self._styles.items() if value_of(style, "default") == "1"
        }
        defaults = root.find(f"{W}docDefaults")
        self._run_defaults, self._paragraph_defaults = {}, {}
        if defaults is not None:
            self._run_defaults = self.run_values(defaults.find(f"{W}rPrDefault/{W}rPr"))
            self._paragraph_defaults = paragraph_values(defaults.find(f"{W}pPrDefault/{W}pPr"))
        self._lists: dict[str, Values] = {}  # by style
        self._chains: dict[str, tuple[Values, Values, list[Values]]] = {}

    @cached_property
    def body_style(self) -> str:
        """The style of paragraphs that name none."""
        return self._default.get("paragraph", "")

    def run_values(self, properties: etree._Element | None) -> Values:
        """What a `w:rPr` says, nothing else."""
        values: Values = {}
        for child in () if properties is None else properties:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name in _TOGGLES:
                values[name] = is_on(child)
            elif name == "rFonts":
                for slot in ("ascii", "hAnsi"):
                    theme = self._theme.get(value_of(child, f"{slot}Theme"))
                    if font := theme or value_of(child, slot):
                        values[slot] = font
            elif name in ("sz", "color", "u", "rStyle", "vertAlign", "position", "highlight"):
                values[name] = value_of(child)
            elif name == "shd":
                values[name] = value_of(child, "fill")
        return values

    def _chain(self, style: str) -> tuple[Values, Values, list[Values]]:
        """What a style and those it is based on say: of runs, of paragraphs, and of each its paragraphs."""
        if style not in self._chains:
            runs: Values = {}
            steps: list[Values] = []
            for element in reversed(list(self._lineage(style))):
                runs |= self.run_values(element.find(f"{W}rPr"))
                steps.append(paragraph_values(element.find(f"{W}pPr")))
            self._chains[style] = runs, merged_levels(*steps), steps
        return self._chains[style]

    def _lineage(self, style: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style in self._styles and style not in seen and len(seen) < _DEEPEST:
            seen.add(style)
            yield self._styles[style]
            style = value_of(self._styles[style].find(f"{W}basedOn"))

    def cell_margins(self, table_style: str) -> list[etree._Element]:
        """What a table style and those it is based on say of the room inside of cells, the strongest last."""
        lineage = list(self._lineage(table_style or self._default.get("table", "")))
        said = [style.find(f"{W}tblPr/{W}tblCellMar") for style in reversed(lineage)]
        return [one for one in said if one is not None]

    def paragraph_steps(self, style: str, table_style: str) -> Iterator[Values]:
        """What defaults, table style and each paragraph style say of a paragraph, the strongest last."""
        yield self._paragraph_defaults
        yield self._chain(table_style or self._default.get("table", ""))[1]
        yield from self._chain(style)[2]

    def listed(self, properties: etree._Element | None, style: str) -> Values:
        """The list that a paragraph stands in and its level there, by itself or by its style."""
        if style not in self._lists:
            self._lists[style] = _list_of(*self.paragraph_steps(style, ""))
        own = None if properties is None else properties.find(f"{W}numPr")
        found = self._lists[style] if own is None else self._lists[style] | _list_of(paragraph_values(properties))
        return found if found.get("numId", "0") != "0" else {}

    def look(self, direct: Values, style: str, table_style: str = "") -> Look:
        """How a run looks that says `direct` of itself in a paragraph of a style."""
        levels = [
            self._chain(table_style or self._default.get("table", ""))[0],
            self._chain(style)[0],
            self._chain(direct.get("rStyle", "") or self._default.get("character", ""))[0],
        ]
        values = merged_levels(self._run_defaults, *levels, direct)
        toggled = {}
        for name in _TOGGLES:
            # 17.7.3: styles toggle one another; a default that is on stays on; direct formatting decides.
            styled = sum(level.get(name, False) for level in levels) % 2 == 1
            toggled[name] = direct.get(name, styled or self._run_defaults.get(name, False))
        basic = str(values.get("ascii", ""))
        return Look(
            fonts=(basic, str(values.get("hAnsi", basic))),
            size=number(values.get("sz", ""), 20) / 2,
            bold=toggled["b"],
            italic=toggled["i"],
            capitals=toggled["caps"],
            underlined=values.get("u", "none") not in ("none", ""),
            hidden=toggled["vanish"],
            struck=toggled["strike"] or toggled["dstrike"],
            colour=values.get("color", "auto").upper().replace("AUTO", "auto"),
            raised=_raised(values),
            background=_background(values),
        )


def _raised(values: Values) -> str:
    """Whether letters stand above or below their line."""
    named = {"superscript": "up", "subscript": "down"}.get(values.get("vertAlign", ""), "")
    moved = number(values.get("position", ""))
    return named or ("up" if moved >= _RAISED else "down" if moved <= -_RAISED else "")


def _background(values: Values) -> str:
    pen = values.get("highlight", "none")
    if pen != "none":
        return f"pen {_PENS.get(pen, pen)}"
    shade = str(values.get("shd", "")).upper()
    return "" if shade == "AUTO" else shade


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    fonts = {}
    for kind, prefix in (("majorFont", "major"), ("minorFont", "minor")):
        latin = None if theme is None else theme.find(f".//{_A}{kind}/{_A}latin")
        if latin is not None and latin.get("typeface"):
            fonts[f"{prefix}Ascii"] = fonts[f"{prefix}HAnsi"] = str(latin.get("typeface"))
    return fonts


def _list_of(*steps: Values) -> Values:
    """Which list and level some levels of formatting name, the last the strongest."""
    return {name: step[name] for step in steps for name in ("numId", "ilvl") if name in step}


def merged_levels(*levels: Values) -> Values:
    """All levels as one, the last the strongest; a hanging indent takes the place of a first-line one."""
    values: Values = {}
    for level in levels:
        if "hanging" in level:
            values.pop("firstLine", None)
        if "firstLine" in level:
            values.pop("hanging", None)
        tabs = {**values.get("tabs", {}), **level.get("tabs", {})}
        values |= level
        if tabs:
            values["tabs"] = tabs
    return values


def paragraph_values(properties: etree._Element | None) -> Values:
    """What a `w:pPr` says, nothing else: alignment, indents, spacing, tabs, borders, list."""
    values: Values = {}
    if properties is None:
        return values
    if alignment := value_of(properties.find(f"{W}jc")):
        values["jc"] = _ALIGNMENTS.get(alignment, alignment)
    indents = properties.find(f"{W}ind")
    if indents is not None:
        for name, others in (("left", "start"), ("right", "end")):
            if text := value_of(indents, others) or value_of(indents, name):
                values[name] = number(text)
        for name in ("firstLine", "hanging"):
            characters, text = value_of(indents, f"{name}Chars"), value_of(indents, name)
            if text or characters:
                # A hundredth of a letter; Word writes the same in twips beside it.
                values[name] = number(text) if text else number(characters) * 2.4
    spacing = properties.find(f"{W}spacing")
    if spacing is not None:
        for name in ("before", "after"):
            if value_of(spacing, f"{name}Autospacing") in ("1", "true", "on"):
                values[name] = 280.0
            elif text := value_of(spacing, name):
                values[name] = number(text)
        if text := value_of(spacing, "line"):
            values["line"], values["lineRule"] = number(text), value_of(spacing, "lineRule") or "auto"
    tabs = properties.find(f"{W}tabs")
    if tabs is not None:
        values["tabs"] = {number(value_of(tab, "pos")): value_of(tab) for tab in tabs.iterfind(f"{W}tab")}
    borders = properties.find(f"{W}pBdr")
    if borders is not None:
        values["ruled"] = any(
            value_of(borders.find(f"{W}{side}")) not in ("", "nil", "none") for side in ("top", "bottom", "between")
        )
    numbering = properties.find(f"{W}numPr")
    if numbering is not None:
        for name in ("numId", "ilvl"):
            if text := value_of(numbering.find(f"{W}{name}")):
                values[name] = text
    frame = properties.find(f"{W}framePr")
    if frame is not None and value_of(frame, "xAlign"):
        values["jc"] = value_of(frame, "xAlign")
    for name in ("pageBreakBefore", "contextualSpacing"):
        flag = properties.find(f"{W}{name}")
        if flag is not None:
            values[name] = is_on(flag)
    return values


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
    )
