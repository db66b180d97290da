"""A Word file that somebody edited: every visible character with its place, who inserted or deleted it, and comments.

Nothing is left out: what is no plain text of a paragraph is a piece of another kind, or stands among the `UnreadText`.
`planbook.ooxml.states` gives the text with all changes accepted or rejected. Nothing here knows what a plan is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from lxml import etree

from planbook.ooxml.anchors import is_of_item
from planbook.ooxml.broken_lines import is_of_libreoffice, with_divided_items
from planbook.ooxml.drawing import nested_paragraphs
from planbook.ooxml.edges import Edge, Edges, control_of
from planbook.ooxml.inheritance import Styles
from planbook.ooxml.inline import MC, chosen_form, inside
from planbook.ooxml.opening import Package
from planbook.ooxml.pieces import (
    PROPERTIES,
    Comment,
    Paragraph,
    Returned,
    Surroundings,
    UnreadText,
    Where,
    comments_of,
    revision_of,
)
from planbook.ooxml.reading import TablePlace
from planbook.ooxml.runs import RunReader
from planbook.ooxml.shown import drawn, shown_link
from planbook.ooxml.values import DRAWING, RELATED, W, is_on, value_of

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PARTS: dict[str, Where] = {"hdr": "header", "ftr": "footer", "footnotes": "footnote", "endnotes": "endnote"}
# Parts that print nothing of their own; all others are looked through for text.
_SILENT = ("styles.xml", "numbering.xml", "settings.xml", "fontTable.xml", "webSettings.xml", "stylesWithEffects.xml")


def read_returned(package: Package) -> Returned:
    """Read everything that a Word file shows; raises `NotAWordFile` where a part cannot be parsed."""
    returned = _Reader(package).read()
    return with_divided_items(returned) if is_of_libreoffice(package) else returned


_ENDS = ("ins", "del", "moveTo", "moveFrom")


class _Reader(RunReader):
    """Reads paragraphs and tables, part by part."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.folder = package.main.rpartition("/")[0] + "/" if "/" in package.main else ""
        super().__init__(Styles(package, self.folder))
        self.own_footnotes = frozenset(self._own_footnotes())
        self.paragraphs: list[Paragraph] = []
        self.note_paragraphs: dict[str, range] = {}
        self.comments: dict[str, Comment] = {}
        self.tables = self.containers = 0
        self.edges = Edges()
        self.targets = package.targets(package.main)

    def read(self) -> Returned:
        """Read the body, then the other parts in the order of their names."""
        root = self.package.part(self.package.main)
        body = None if root is None else root.find(f"{W}body")
        if body is not None:
            self.blocks(body, Surroundings("body", self._container()))
            self.fields.refuse_open()
        for name in sorted(self.package.contents):
            if name.startswith(self.folder) and name != self.package.main and not name.endswith((".rels", *_SILENT)):
                self._part(name)
        paragraphs = tuple(
            replace(paragraph, content=(*paragraph.content, *behind))
            if (behind := self.edges.behind(at))
            else paragraph
            for at, paragraph in enumerate(self.paragraphs)
        )
        numbering = self.package.part(f"{self.folder}numbering.xml")
        return Returned(paragraphs, self.comments, tuple(self.unread), numbering, self.styles, self.note_paragraphs)

    def _own_footnotes(self) -> Iterator[str]:
        """The numbers of the footnotes that hold an item; all others were added by hand."""
        notes = self.package.part(f"{self.folder}footnotes.xml")
        for note in () if notes is None else notes.iterfind(f"{W}footnote"):
            if any(is_of_item(value_of(mark, "name")) for mark in note.iter(f"{W}bookmarkStart")):
                yield value_of(note, "id")

    def _part(self, name: str) -> None:
        if "/theme/" in name or "/glossary/" in name:
            return
        root = self.package.part(name)
        assert root is not None
        kind = etree.QName(root).localname
        self.fields.clear()
        if kind in _PARTS:
            for block in [root] if kind in ("hdr", "ftr") else list(root):
                before = self.counted
                self.blocks(block, Surroundings(_PARTS[kind], self._container()))
                if kind == "footnotes" and (sign := self.added_notes.get(value_of(block, "id"))):
                    self.note_paragraphs[sign] = range(before + 1, self.counted + 1)
            self.fields.refuse_open()
        elif kind == "comments":
            self.comments |= comments_of(root)
        elif text := "".join(node.text or "" for node in root.iter(f"{DRAWING}t", f"{W}t")):
            self.unread.append(UnreadText("diagram", 0, text))

    def _container(self) -> int:
        self.containers += 1
        return self.containers

    def blocks(self, parent: etree._Element, place: Surroundings) -> None:
        """Read the paragraphs and tables below an element."""
        for child in parent:
            if read := _BLOCKS.get(child.tag):
                read(self, child, place)
            elif edge := self.edges.of(child):
                self._edge_between(edge)
            elif isinstance(child.tag, str) and child.tag not in PROPERTIES:
                self.blocks(child, place.within(child))
            if child.tag == f"{W}tbl":
                # What stands before a table is never joined to what stands behind it.
                place = replace(place, container=self._container())

    def blocks_in_control(self, element: etree._Element, place: Surroundings) -> None:
        """Read the paragraphs and tables in a content control."""
        edge = control_of(element)
        self.edges.wait(edge)
        for content in element.iterfind(f"{W}sdtContent"):
            self.blocks(content, place)
        self._edge_between(replace(edge, begins=False))

    def inserted_file(self, _: etree._Element, __: Surroundings) -> None:
        """Note a file that the program would put in when it prints."""
        self.unread.append(UnreadText("inserted file", self.counted))

    def _edge_between(self, edge: Edge) -> None:
        """Begin or end something between two paragraphs: it begins with the next one and ends with the one before."""
        if edge.begins:
            self.edges.wait(edge)
        else:
            self.edges.end(edge, len(self.paragraphs) - 1)

    def table(self, element: etree._Element, place: Surroundings) -> None:
        """Read a table cell by cell."""
        self.tables += 1
        own, style = self.tables, value_of(element.find(f"{W}tblPr/{W}tblStyle"))
        for at_row, row in enumerate(inside(element, f"{W}tr", PROPERTIES), 1):
            for child in row:
                if (edge := self.edges.of(child)) and edge.begins:
                    self.edges.wait(edge)
            inserted, deleted = (revision_of(row.find(f"{W}trPr/{W}{name}")) for name in ("ins", "del"))
            here = replace(
                place,
                nested=place.nested + 1,
                inserted=inserted or place.inserted,
                deleted=deleted or place.deleted,
                table_style=style,
                row_inserted=inserted or place.row_inserted,
                row_deleted=deleted or place.row_deleted,
            )
            for at_column, cell in enumerate(inside(row, f"{W}tc", PROPERTIES), 1):
                came, gone = (revision_of(cell.find(f"{W}tcPr/{W}{name}")) for name in ("cellIns", "cellDel"))
                self.blocks(
                    cell,
                    replace(
                        here.shaded(cell.find(f"{W}tcPr")),
                        container=self._container(),
                        cell=TablePlace(own, at_row, at_column),
                        inserted=came or here.inserted,
                        deleted=gone or here.deleted,
                    ),
                )

    def paragraph(self, element: etree._Element, place: Surroundings) -> None:
        """Read a paragraph, then the text boxes that hang on it."""
        self.counted += 1
        own, outer = self.counted, (self.content, self.boxes)
        self.content, self.boxes = [*self.edges.waited()], []
        properties = element.find(f"{W}pPr")
        style = value_of(None if properties is None else properties.find(f"{W}pStyle")) or self.styles.body_style
        mark = None if properties is None else properties.find(f"{W}rPr")
        ended = {name: None if mark is None else revision_of(mark.find(f"{W}{name}")) for name in _ENDS}
        self.inline(element, replace(place.shaded(properties), style=style))
        content, boxes = self.content, self.boxes
        self.content, self.boxes = outer
        self.paragraphs.append(
            Paragraph(
                own,
                place.where,
                tuple(content),
                style,
                self.styles.listed(properties, style),
                place.container,
                place.cell,
                place.nested,
                ended["ins"] or ended["moveTo"] or place.row_inserted,
                ended["del"] or ended["moveFrom"] or place.row_deleted,
                place.row_inserted,
                place.row_deleted,
            )
        )
        if properties is not None and is_on(properties.find(f"{W}pageBreakBefore")):
            self.unread.append(UnreadText("page break", own))
        for drawing, at in boxes:
            for box in nested_paragraphs(drawing):
                self.blocks(box, Surroundings("text box", self._container()))
            self.unread += [UnreadText(what, at, text) for what, text in drawn(drawing)]

    def inline(self, parent: etree._Element, place: Surroundings) -> None:
        """Read what stands in a paragraph."""
        for child in parent:
            if read := _INLINE.get(child.tag):
                read(self, child, place)
            elif edge := self.edges.of(child):
                self.content.append(edge)
            elif isinstance(child.tag, str) and child.tag not in PROPERTIES:
                self.inline(child, place.within(child))

    def inline_in_control(self, element: etree._Element, place: Surroundings) -> None:
        """Read what stands in a content control of a paragraph."""
        edge = control_of(element)
        self.content.append(edge)
        for content in element.iterfind(f"{W}sdtContent"):
            self.inline(content, place)
        self.content.append(replace(edge, begins=False))

    def simple_field(self, element: etree._Element, place: Surroundings) -> None:
        """Read a field whose code is known."""
        self.fields.begin(value_of(element, "instr") or "?")
        self.inline(element, place)
        self.note(self.fields.end(), place)

    def hyperlink(self, element: etree._Element, place: Surroundings) -> None:
        """Read a link: where it leads is an address, or a place in the file behind #."""
        address, anchor = self.targets.get(element.get(f"{RELATED}id", ""), ""), value_of(element, "anchor")
        text = "".join(node.text or "" for node in element.iter(f"{W}t"))
        self.note(shown_link(f"{address}#{anchor}" if anchor else address, text), place)
        self.inline(element, place)


_BLOCKS: Mapping[object, Callable[..., None]] = {
    f"{W}p": _Reader.paragraph,
    f"{W}tbl": _Reader.table,
    f"{W}sdt": _Reader.blocks_in_control,
    f"{W}altChunk": _Reader.inserted_file,
    f"{MC}AlternateContent": lambda reader, element, place: reader.blocks(chosen_form(element), place),
}
_INLINE: Mapping[object, Callable[..., None]] = {
    f"{W}r": RunReader.run,
    f"{W}sdt": _Reader.inline_in_control,
    f"{W}fldSimple": _Reader.simple_field,
    f"{W}hyperlink": _Reader.hyperlink,
    f"{MC}AlternateContent": lambda reader, element, place: reader.inline(chosen_form(element), place),
    f"{_M}t": lambda reader, element, place: reader.say(element.text or "", "equation", place),
}
