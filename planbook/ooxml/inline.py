"""The printed text of a paragraph, run by run: through controls, insertions, links and fields, without deletions."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from planbook.ooxml.inheritance import Look, Styles, raised_signs
from planbook.ooxml.values import W, value_of

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What is deleted, moved away, or no text.
UNPRINTED = {
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblGrid")
}
_HOLDERS = (f"{W}tr", f"{W}tc", f"{W}p")
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text in one look; `field` is the code of the field that it shows, such as PAGE."""

    text: str
    look: Look
    field: str = ""


class Inline:
    """Reads one paragraph of a style; collects the drawings that it meets."""

    def __init__(self, styles: Styles, style: str, table_style: str) -> None:
        self.styles, self.style, self.table_style = styles, style, table_style
        self.field = ""  # the code of the field whose result is read
        self.drawings: list[etree._Element] = []

    def stretches(self, parent: etree._Element) -> Iterator[Stretch]:
        """The text of everything below an element that is printed."""
        for child in parent:
            if child.tag == f"{W}r":
                yield from self._run(child)
            elif child.tag == f"{W}fldSimple":
                self.field = value_of(child, "instr")
                yield from self.stretches(child)
                self.field = ""
            elif child.tag == f"{MC}AlternateContent":
                yield from self.stretches(chosen_form(child))
            elif child.tag not in UNPRINTED and isinstance(child.tag, str):
                yield from self.stretches(child)

    def _run(self, run: etree._Element) -> Iterator[Stretch]:
        """The printed text of a run; hidden text is none."""
        look = self.styles.look(self.styles.run_values(run.find(f"{W}rPr")), self.style, self.table_style)
        text = ""
        for child in run:
            text += _text_of(child)
            self.drawings += _drawings(child)
            yield from self._page_number(child, look)
        if text and not look.hidden:
            yield Stretch(raised_signs(text, look), look, self.field)

    def _page_number(self, element: etree._Element, look: Look) -> Iterator[Stretch]:
        """The code of a field, as far as an element is part of one; one of page numbers that no program has shown yet has a look."""
        if element.tag == f"{W}fldChar" and value_of(element, "fldCharType") != "separate":
            self.field = ""
        elif element.tag == f"{W}instrText":
            self.field += element.text or ""
            if self.field.split()[:1] == ["PAGE"]:
                yield Stretch("", look, self.field)
        elif element.tag == f"{W}pgNum":
            yield Stretch("1", look, "PAGE")


def _text_of(element: etree._Element) -> str:
    """The letters of one element of a run."""
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}br":
        return "\n" if value_of(element, "type") in ("", "textWrapping") else ""
    return SIGNS.get(str(element.tag), "")


def _drawings(element: etree._Element) -> list[etree._Element]:
    """What of an element of a run is drawn."""
    if element.tag == f"{MC}AlternateContent":
        return [part for part in chosen_form(element) if isinstance(part.tag, str)]
    return [element] if element.tag in _DRAWN else []


def chosen_form(alternatives: etree._Element) -> etree._Element:
    """The one of several forms of the same content that new programs show."""
    choice = alternatives.find(f"{MC}Choice")
    return alternatives[0] if choice is None and len(alternatives) else alternatives if choice is None else choice


def inside(parent: etree._Element, tag: str, left_out: Collection[str]) -> Iterator[etree._Element]:
    """The rows or cells below an element, through content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in left_out and child.tag not in _HOLDERS:
            yield from inside(child, tag, left_out)
