"""templates/word/styles.yaml as a style sheet for PDFs: what a paper looks like is said once, for Word and for print."""

from collections.abc import Iterator, Mapping
from typing import Any

from planbook.render.style_sheet import StyleEntry, StyleSheet

_FAMILY = 'Tinos, "Times New Roman", serif'  # Tinos has every Vietnamese letter in the widths of Times New Roman
_ALIGN = {"both": "justify"}
_LINE = 1.15  # a single line in letters of a size, as Word sets it


def paper_css(sheet: StyleSheet) -> str:
    """The rules of all styles that dress something, and the page."""
    page, normal = sheet.page, next(entry for entry in sheet.styles if entry.id == "Normal")
    rules = [
        f"@page {{ margin: {page.top}mm {page.right}mm {page.bottom}mm {page.left}mm; font: {_size(sheet, 'Header')}pt {_FAMILY} }}",
        f"html {{ font-family: {_FAMILY}; {'; '.join(_declarations(_whole(sheet, normal)))} }}",
    ]
    for selector, entry in sheet.by_selector.items():
        declarations = "; ".join(_declarations(_whole(sheet, entry)))
        rules.append(f"{_in_css(selector)} {{ {declarations} }}")
        if entry.rule:
            rules.append(f"{_in_css(selector)}.rule::after {{ width: {float(entry.rule) * 100:.0f}% }}")
    return "\n".join(rules) + "\n"


def _size(sheet: StyleSheet, style: str) -> float:
    return sheet.inherited(next(entry for entry in sheet.styles if entry.id == style), "size")


def _whole(sheet: StyleSheet, entry: StyleEntry) -> Mapping[str, Any]:
    """A style with what it takes from those that it is based on."""
    by_id = {style.id: style for style in sheet.styles}
    above = _whole(sheet, by_id[entry.based_on]) if entry.based_on in by_id else {}
    own = entry.model_dump(exclude={"source"})
    return {**above, **{name: value for name, value in own.items() if value is not None}}


def _in_css(selector: str) -> str:
    """What a style dresses; a row, not its cells, says that it heads others."""
    return selector.replace("td.group", "tr.group td", 1)


def _declarations(style: Mapping[str, Any]) -> Iterator[str]:
    if "size" in style:
        yield f"font-size: {style['size']}pt"
    yield f"font-weight: {'bold' if style.get('bold') else 'normal'}"
    yield f"font-style: {'italic' if style.get('italic') else 'normal'}"
    if style["kind"] == "character":
        return
    yield f"text-transform: {'uppercase' if style.get('caps') else 'none'}"
    yield f"text-align: {_ALIGN.get(style.get('align', ''), style.get('align', 'left'))}"
    yield f"text-indent: {style.get('first_line', 0)}mm"
    yield f"line-height: {float(style.get('line', 1)) * _LINE}"
    yield f"margin-top: {style.get('before', 0)}pt"
    yield f"margin-bottom: {style.get('after', 0)}pt"
    if style.get("keep_next"):
        yield "break-after: avoid"
