"""What the look of a cell says beside its letters: days, shares, and text that is struck, raised, unseen or of a font's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from lxml import etree

from planbook.ooxml.inheritance import Look, look_kind, raised_signs
from planbook.ooxml.values import SPREADSHEET

_NUMBER = re.compile(r"\A[+-]?(?=\.?[0-9])[0-9]{0,400}+(?:\.[0-9]{0,400}+)?(?:[eE][+-]?[0-9]{1,4})?\Z")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^][]*\]')
# Formats of days that every program knows by number; the others are named in the file.
_BUILT_IN = {**dict.fromkeys((14, 15, 16, 22), "d/m/yyyy"), 17: "mmm-yy", 9: "0%", 10: "0.00%"}
_LATEST = 2_958_465  # 31/12/9999
_USUAL = 11.0
_WHITE = {"theme": ("0",), "indexed": ("1", "9")}
_BLACK = {"theme": ("1",), "indexed": ("0", "8", "64")}
_PLAIN = Look(("", ""), _USUAL, False, False, False, False, False, False, "auto")

Runs = Sequence[tuple[str, Look | None]]  # a text in the looks that it has itself; None is that of its cell


def font(element: etree._Element | None) -> Look:
    """The look that a font of a cell or of a part of its text says."""
    if element is None:
        return _PLAIN
    parts = {etree.QName(part).localname: part for part in element if isinstance(part.tag, str)}
    strike, size, raised = (parts.get(name) for name in ("strike", "sz", "vertAlign"))
    name = next((parts[tag].get("val", "") for tag in ("name", "rFont") if tag in parts), "")
    return replace(
        _PLAIN,
        fonts=(name, name),
        size=_number(None if size is None else size.get("val")),
        struck=strike is not None and strike.get("val", "1") not in ("0", "false"),
        colour=colour(parts.get("color")) or "auto",
        raised={"superscript": "up", "subscript": "down"}.get("" if raised is None else raised.get("val", ""), ""),
    )


def colour(element: etree._Element | None) -> str:
    """A colour in hexadecimal, black and white whatever names them; others by their own name."""
    if element is None:
        return ""
    for name in ("rgb", "theme", "indexed"):
        if (value := element.get(name)) is not None:
            if value in _WHITE.get(name, ()) or value in _BLACK.get(name, ()):
                return "FFFFFF" if value in _WHITE[name] else "000000"
            return value[-6:].upper() if name == "rgb" else f"{name} {value}"
    return ""


def _number(text: str | None) -> float:
    try:
        return float(text or _USUAL)
    except ValueError:
        return _USUAL


@dataclass(frozen=True, slots=True)
class _Style:
    code: str
    look: Look


class Looks:
    """How cells are shown, by the number of their style; `conditional` are the looks that a condition gives to some."""

    def __init__(self, root: etree._Element | None, epoch: int) -> None:
        self._days = date(1899, 12, 30) if epoch == 1900 else date(1904, 1, 1)
        self._latest = _LATEST - (self._days - date(1899, 12, 30)).days
        self._styles: list[_Style] = []
        self._read: dict[tuple[int, str], tuple[str, str]] = {}  # texts that many cells share
        self.conditional: list[Look] = []
        if root is None:
            return
        codes = {
            counted(element.get("numFmtId"), 0): element.get("formatCode", "")
            for element in root.iterfind(f"{SPREADSHEET}numFmts/{SPREADSHEET}numFmt")
        }
        fonts = [font(element) for element in root.iterfind(f"{SPREADSHEET}fonts/{SPREADSHEET}font")]
        fills = [_fill(element) for element in root.iterfind(f"{SPREADSHEET}fills/{SPREADSHEET}fill")]
        for style in root.iterfind(f"{SPREADSHEET}cellXfs/{SPREADSHEET}xf"):
            numbers = [counted(style.get(f"{name}Id"), 0) for name in ("numFmt", "font", "fill")]
            code = codes.get(numbers[0], _BUILT_IN.get(numbers[0], ""))
            look = fonts[numbers[1]] if numbers[1] < len(fonts) else _PLAIN
            behind = fills[numbers[2]] if numbers[2] < len(fills) else ""
            is_hidden = bool(code) and not code.strip(";")
            self._styles.append(
                _Style(_LITERAL.sub("", code).casefold(), replace(look, background=behind, hidden=is_hidden))
            )
        self.conditional = [
            font(element.find(f"{SPREADSHEET}font")) for element in root.iterfind(f"{SPREADSHEET}dxfs/{SPREADSHEET}dxf")
        ]

    def _style(self, style: str) -> _Style:
        index = counted(style, 0)
        return self._styles[index] if index < len(self._styles) else _Style("", _PLAIN)

    def read(self, runs: Runs, style: str, shared: int | None = None) -> tuple[str, str]:
        """A text with its raised figures as signs of their own, and what keeps it from being plain.

        `shared` is the number of a text that several cells have, which is looked through once for each style.
        """
        if shared is None:
            return self._as_read(runs, style)
        if (shared, style) not in self._read:
            self._read[shared, style] = self._as_read(runs, style)
        return self._read[shared, style]

    def _as_read(self, runs: Runs, style: str) -> tuple[str, str]:
        cell = self._style(style).look
        text, trouble = "", ""
        for part, own in runs:
            look = cell if own is None else replace(own, background=cell.background, hidden=cell.hidden)
            kind = look_kind(part, look)
            text += raised_signs(part, look)
            trouble = trouble or ("" if kind == "text" else "unseen" if kind == "hidden" else kind)
        return text, trouble

    def trouble(self, value: object, style: str) -> str:
        """What keeps a number from being plain: a raised one is another number."""
        look = self._style(style).look
        return "raised" if look.raised else self.read([(str(value), None)], style)[1]

    def read_number(self, number_text: str, style: str) -> str | Decimal | date:
        """A number as what it is: a day, a month or a share (in words), or a number of up to 15 digits."""
        number = Decimal(repr(float(number_text))) if _NUMBER.fullmatch(number_text) else Decimal("NaN")
        if not number.is_finite():
            return number_text
        code = self._style(style).code
        if "%" in code:
            return f"{(number * 100).normalize():f}%".replace(".", ",")
        if any(letter in code for letter in "dy") and number == int(number) and 0 < number <= self._latest:
            day = self._days + timedelta(days=int(number))
            # A cell that shows only the month says no day.
            return day if "d" in code else f"{day.month}/{day.year}"
        return number.quantize(Decimal(1)) if number == number.to_integral() and abs(number) < 10**15 else number


def _fill(element: etree._Element) -> str:
    """The colour behind the letters of a cell, empty where there is none."""
    pattern = element.find(f"{SPREADSHEET}patternFill")
    if pattern is None:
        return "gradient" if len(element) else ""
    kind = pattern.get("patternType", "none")
    return colour(pattern.find(f"{SPREADSHEET}fgColor")) if kind == "solid" else "" if kind == "none" else "pattern"


def counted(text: str | None, otherwise: int) -> int:
    """A number that a file counts with; what is none, or larger than any file has, is `otherwise`."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 7 else otherwise


def conditions(root: etree._Element, looks: Looks) -> list[str]:
    """The areas of a sheet whose letters a condition may strike out or hide; whether it does is not worked out."""
    areas: dict[str, None] = {}
    for rule in root.iter("{*}cfRule"):
        index = counted(rule.get("dxfId"), len(looks.conditional))
        own = rule.find("{*}dxf/{*}font")
        look = font(own) if own is not None else looks.conditional[index] if index < len(looks.conditional) else _PLAIN
        around = rule.getparent()
        area = "" if around is None else around.get("sqref") or around.findtext("{*}sqref") or ""
        if look.struck or look.colour == "FFFFFF":
            areas[area] = None
    return list(areas)
