"""styles.xml from a short list of styles. Lengths in mm, sizes and spacing in points."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator

from planbook.model.entry import Entry, Flag, Words
from planbook.model.length import Length
from planbook.ooxml.attributes import attribute_value

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Style(Entry):
    """One style of paragraphs or of letters in them; None means as in the style that it is based on."""

    id: Words
    name: Words
    kind: Literal["paragraph", "character"] = "paragraph"
    based_on: Words | None = None
    size: Length | None = None
    bold: Flag | None = None
    italic: Flag | None = None
    caps: Flag | None = None
    align: Literal["left", "center", "right", "both"] | None = None
    first_line: Length | None = None
    before: Length | None = None
    after: Length | None = None
    line: Length | None = None
    keep_next: Flag | None = None
    border: Flag | None = None
    outline: Annotated[Length, AfterValidator(int)] | None = None
    underline: Flag | None = None


def twips(millimetres: float) -> int:
    """A length in twentieths of a point, the unit of WordprocessingML."""
    return round(millimetres * 1440 / 25.4)


def styles_xml(font: str, language: str, styles: Iterable[Style]) -> str:
    """The part word/styles.xml, with a table style for grids beside those given."""
    quoted = attribute_value(font)
    return (
        f'{DECLARATION}<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f"<w:rFonts w:ascii={quoted} w:hAnsi={quoted} w:eastAsia={quoted} w:cs={quoted}/>"
        f"<w:lang w:val={attribute_value(language)} w:eastAsia={attribute_value(language)} w:bidi={attribute_value(language)}/>"
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
        + "".join(map(_style, styles))
        + _TABLE_STYLES
        + "</w:styles>"
    )


_TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _style(style: Style) -> str:
    default = ' w:default="1"' if style.based_on is None and style.kind == "paragraph" else ""
    based_on = f"<w:basedOn w:val={attribute_value(style.based_on)}/>" if style.based_on else ""
    paragraph = f"<w:pPr>{_paragraph(style)}</w:pPr>" if style.kind == "paragraph" else ""
    return (
        f'<w:style w:type="{style.kind}"{default} w:styleId={attribute_value(style.id)}>'
        f"<w:name w:val={attribute_value(style.name)}/>{based_on}<w:qFormat/>"
        f"{paragraph}<w:rPr>{_run(style)}</w:rPr></w:style>"
    )


def _paragraph(style: Style) -> str:
    text = _flag("keepNext", style.keep_next)
    if style.border:
        text += '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    spacing = ""
    if style.before is not None:
        spacing += f' w:before="{round(style.before * 20)}"'
    if style.after is not None:
        spacing += f' w:after="{round(style.after * 20)}"'
    if style.line is not None:
        spacing += f' w:line="{round(style.line * 240)}" w:lineRule="auto"'
    text += f"<w:spacing{spacing}/>" if spacing else ""
    if style.first_line is not None:
        text += f'<w:ind w:firstLine="{twips(style.first_line)}"/>'
    text += f"<w:jc w:val={attribute_value(style.align)}/>" if style.align else ""
    return text + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")


def _run(style: Style) -> str:
    text = _flag("b", style.bold) + _flag("i", style.italic) + _flag("caps", style.caps)
    if style.size is not None:
        text += f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>'
    return text + ('<w:u w:val="single"/>' if style.underline else "")


def _flag(name: str, value: bool | None) -> str:
    return "" if value is None else f"<w:{name}/>" if value else f'<w:{name} w:val="0"/>'
