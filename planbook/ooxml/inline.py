"""The printed text of a paragraph, run by run: through controls, insertions, links and fields, without deletions."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from planbook.ooxml.inheritance import Look, Styles, W, value_of
from planbook.ooxml.looks import raised_signs

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What is deleted, moved away, or no text.
UNPRINTED = {
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblGrid")
}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


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
            if child.tag == f"{MC}AlternateContent":
                self.drawings += [one for one in chosen_form(child) if isinstance(one.tag, str)]
            elif child.tag == f"{W}fldChar":
                if value_of(child, "fldCharType") != "separate":
                    self.field = ""
            elif child.tag == f"{W}instrText":
                self.field += child.text or ""
                if self.field.split()[:1] == ["PAGE"]:
                    # A field that no program has shown yet has no text, but it has a look.
                    yield Stretch("", look, self.field)
            elif child.tag == f"{W}pgNum":
                yield Stretch("1", look, "PAGE")
            elif child.tag == f"{W}t":
                text += child.text or ""
            elif child.tag == f"{W}br":
                text += "\n" if value_of(child, "type") in ("", "textWrapping") else ""
            elif child.tag in _SIGNS:
                text += _SIGNS[str(child.tag)]
            elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self.drawings.append(child)
        if text and not look.hidden:
            yield Stretch(raised_signs(text, look), look, self.field)


def chosen_form(alternatives: etree._Element) -> etree._Element:
    """The one of several forms of the same content that new programs show."""
    choice = alternatives.find(f"{MC}Choice")
    return alternatives[0] if choice is None and len(alternatives) else alternatives if choice is None else choice
