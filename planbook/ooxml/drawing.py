"""Lines that are drawn in a Word file, and the text boxes that hang on its paragraphs."""

import re
from collections.abc import Iterator

from lxml import etree

from planbook.ooxml.styles import NAMESPACE
from planbook.ooxml.values import DRAWING, VML

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BOX = f"{{{NAMESPACE}}}txbxContent"
_LINES = {"line", "straightConnector1"}
_EMU = 36_000  # a millimetre in the units of DrawingML
_FLAT = 1.0  # mm: a shape that is not higher is a line
_MEASURE = re.compile(r"(?P<number>-?[\d.]+)(?P<unit>pt|in|mm|cm|px)?")
_UNITS = {"pt": 25.4 / 72, "in": 25.4, "mm": 1.0, "cm": 10.0, "px": 25.4 / 96}


def line_length(drawing: etree._Element) -> tuple[float | None, bool]:
    """The length of a drawn line in mm, None if it cannot be told, and whether the drawing is a line at all.

    A drawing that is neither a picture nor a text box may be a line in a form that is not known here.
    """
    if next(drawing.iter(f"{DRAWING}blip", f"{VML}imagedata", _BOX), None) is not None:
        return None, False
    extent = next(drawing.iter(f"{_WP}extent"), None)
    if extent is not None:
        width, height = (_whole(extent.get(side)) / _EMU for side in ("cx", "cy"))
        kinds = {shape.get("prst") for shape in drawing.iter(f"{DRAWING}prstGeom")}
        if height <= _FLAT or (kinds & _LINES and height < width):
            return width, True
        return None, not kinds
    for shape in drawing.iter(f"{VML}line"):
        ends = [_measure(str(shape.get(end)).split(",")[0]) for end in ("from", "to")]
        return (abs(ends[1] - ends[0]), True) if None not in ends else (None, True)  # type: ignore[operator]
    for shape in drawing.iter(f"{VML}shape", f"{VML}rect"):
        style = dict(part.partition(":")[::2] for part in str(shape.get("style")).replace(" ", "").split(";"))
        wide, high = _measure(style.get("width", "")), _measure(style.get("height", ""))
        return (wide, True) if high is not None and high <= _FLAT else (None, high is None)
    return None, True


def _whole(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0


def _measure(text: str) -> float | None:
    measure = _MEASURE.fullmatch(text)
    return float(measure["number"]) * _UNITS[measure["unit"] or "pt"] if measure else None


def nested_paragraphs(drawing: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing, each with paragraphs; those inside of another one are that one's."""
    for child in drawing:
        if child.tag == _BOX:
            yield child
        elif isinstance(child.tag, str):
            yield from nested_paragraphs(child)
