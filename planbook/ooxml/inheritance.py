"""What a paragraph and a run look like once every level of formatting has been asked (ECMA-376, 17.7.2).

Document defaults, table style, paragraph style with what it is based on, list level, character style, direct
formatting. Lengths in mm, sizes and spacing in points. The look of a run also says what its letters do not: raised
figures, text struck out, unseen, or in letters of a font's own. Nothing here knows what a plan is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lxml import etree

from planbook.ooxml.opening import Package
from planbook.ooxml.shape import paragraph_values
from planbook.ooxml.values import DRAWING, Values, W, is_on, merged_levels, number, value_of

_TOGGLES = ("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish")
_DEEPEST = 64  # styles that one is based on, one by the other; Word itself bears about ten
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
_LookKind = Literal["text", "hidden", "struck", "raised", "unseen", "symbol"]
_SMALLEST = 4.0  # points; nobody reads what is smaller
# Fonts that show other signs than the letters that they are given: signs, and Vietnamese before Unicode.
_SIGNS = ("wingdings", "webdings", "symbol", "marlett", "zapf dingbats")
_OLD_LETTERS = (".vn", "vni-", "vni ")
_UP = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_DOWN = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_FIGURES = frozenset("0123456789+-\u2212")
_WHITE, _BLACK = "FFFFFF", "000000"


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
        visited: set[str] = set()
        while style in self._styles and style not in visited and len(visited) < _DEEPEST:
            visited.add(style)
            yield self._styles[style]
            style = value_of(self._styles[style].find(f"{W}basedOn"))

    def cell_margins(self, table_style: str) -> list[etree._Element]:
        """What a table style and those it is based on say of the room inside of cells, the strongest last."""
        lineage = list(self._lineage(table_style or self._default.get("table", "")))
        margins = [style.find(f"{W}tblPr/{W}tblCellMar") for style in reversed(lineage)]
        return [margin for margin in margins if margin is not None]

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
        values = self._lists[style] if own is None else self._lists[style] | _list_of(paragraph_values(properties))
        return values if values.get("numId", "0") != "0" else {}

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
    position = {"superscript": "up", "subscript": "down"}.get(values.get("vertAlign", ""), "")
    moved = number(values.get("position", ""))
    return position or ("up" if moved >= _RAISED else "down" if moved <= -_RAISED else "")


def _background(values: Values) -> str:
    pen = values.get("highlight", "none")
    if pen != "none":
        return f"pen {_PENS.get(pen, pen)}"
    shade = str(values.get("shd", "")).upper()
    return "" if shade == "AUTO" else shade


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    fonts = {}
    for kind, prefix in (("majorFont", "major"), ("minorFont", "minor")):
        latin = None if theme is None else theme.find(f".//{DRAWING}{kind}/{DRAWING}latin")
        if latin is not None and latin.get("typeface"):
            fonts[f"{prefix}Ascii"] = fonts[f"{prefix}HAnsi"] = str(latin.get("typeface"))
    return fonts


def _list_of(*steps: Values) -> Values:
    """Which list and level some levels of formatting name, the last the strongest."""
    return {name: step[name] for step in steps for name in ("numId", "ilvl") if name in step}


def raised_signs(text: str, look: Look) -> str:
    """A text with its raised or lowered figures as the signs that Unicode has for them: m² and not m2."""
    if not look.raised or not set(text.strip()) <= _FIGURES:
        return text
    return text.translate(_UP if look.raised == "up" else _DOWN)


def look_kind(text: str, look: Look) -> _LookKind:
    """What a text is in a look, the first that keeps it from being plain; blanks are always plain."""
    if look.hidden:
        return "hidden"
    if not text.strip():
        return "text"
    if look.struck:
        return "struck"
    if look.raised and not set(text.strip()) <= _FIGURES:
        return "raised"
    if _is_unseen(look.colour, look.background) or look.size < _SMALLEST:
        return "unseen"
    return "symbol" if _is_in_another_font(text, look) else "text"


def _is_unseen(colour: str, background: str) -> bool:
    """Whether letters have the colour of what is behind them; letters of no colour of their own are black on a pen."""
    behind = background.removeprefix("pen ") or _WHITE
    front = _BLACK if colour == "auto" and background.startswith("pen ") else colour
    return front == behind


def _is_in_another_font(text: str, look: Look) -> bool:
    fonts = [font.casefold() for font in look.fonts]
    if any(font.startswith(_SIGNS) for font in fonts):
        return True
    # Plain letters and figures are the same in the old fonts.
    return not text.isascii() and any(font.startswith(_OLD_LETTERS) for font in fonts)
