"""What an element of an Office file says: namespaces, attributes, measures and flags, and several levels of them as one."""

from typing import Any

from lxml import etree

from planbook.ooxml.styles import NAMESPACE

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VML = "{urn:schemas-microsoft-com:vml}"
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


W = f"{{{NAMESPACE}}}"
_OFF = {"0", "false", "off", "none"}
_LARGEST = 10_000_000

Values = dict[str, Any]


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
