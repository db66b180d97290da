"""A Word file that somebody edited: every visible character with its place, who inserted or deleted it, and comments.

Nothing is left out: what is no plain text of a paragraph is a piece of another kind, or stands among the `UnreadText`.
`planbook.ooxml.states` gives the text with all changes accepted or rejected. Nothing here knows what a plan is.
"""

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from planbook.ooxml.drawing import nested_paragraphs
from planbook.ooxml.inheritance import Look, Styles, W, is_on, value_of
from planbook.ooxml.inline import MC, chosen_form
from planbook.ooxml.looks import look_kind, raised_signs
from planbook.ooxml.opening import Package
from planbook.ooxml.pieces import (
    PROPERTIES,
    Comment,
    Edge,
    Paragraph,
    Piece,
    PieceKind,
    Returned,
    Surroundings,
    UnreadText,
    Waiting,
    Where,
    comments_of,
    inside,
    revision_of,
)
from planbook.ooxml.reading import TablePlace
from planbook.ooxml.shown import Fields, ShownText, drawn, shown_link

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEXTS = {f"{W}t", f"{W}delText"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "-", "pgNum": "1"}
_SIGN_TAGS = {f"{W}{name}": sign for name, sign in _SIGNS.items()}
_PARTS: dict[str, Where] = {"hdr": "header", "ftr": "footer", "footnotes": "footnote", "endnotes": "endnote"}
# Parts that print nothing of their own; all others are looked through for text.
_SILENT = ("styles.xml", "numbering.xml", "settings.xml", "fontTable.xml", "webSettings.xml", "stylesWithEffects.xml")


def read_returned(package: Package) -> Returned:
    """Read everything that a Word file shows; raises `NotAWordFile` where a part cannot be parsed."""
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.folder = package.main.rpartition("/")[0] + "/" if "/" in package.main else ""
        self.styles = Styles(package, self.folder)
        self.paragraphs: list[Paragraph] = []
        self.unread: list[UnreadText] = []
        self.comments: dict[str, Comment] = {}
        self.counted = self.tables = self.containers = 0
        self.fields = Fields()
        self.names: dict[str, str] = {}  # of open bookmarks, by their ids
        self.waiting = Waiting()  # edges between paragraphs, which belong to the next one
        self.content: list[Piece | Edge] = []
        self.boxes: list[tuple[etree._Element, int]] = []
        self.looks: dict[tuple[object, ...], Look] = {}  # by what a run and its paragraph say of them
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
        paragraphs = self.waiting.ended(self.paragraphs)
        numbering = self.package.part(f"{self.folder}numbering.xml")
        return Returned(paragraphs, self.comments, tuple(self.unread), numbering, self.styles)

    def _part(self, name: str) -> None:
        if "/theme/" in name or "/glossary/" in name:
            return
        root = self.package.part(name)
        assert root is not None
        kind = etree.QName(root).localname
        self.fields.clear()
        if kind in _PARTS:
            for block in [root] if kind in ("hdr", "ftr") else list(root):
                self.blocks(block, Surroundings(_PARTS[kind], self._container()))
            self.fields.refuse_open()
        elif kind == "comments":
            self.comments |= comments_of(root)
        elif text := "".join(node.text or "" for node in root.iter(f"{_A}t", f"{W}t")):
            self.unread.append(UnreadText("diagram", 0, text))

    def _container(self) -> int:
        self.containers += 1
        return self.containers

    def blocks(self, parent: etree._Element, place: Surroundings) -> None:
        """Read the paragraphs and tables below an element."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                self.paragraph(child, place)
            elif tag == f"{W}tbl":
                self.table(child, place)
                # What stands before a table is never joined to what stands behind it.
                place = replace(place, container=self._container())
            elif tag == f"{MC}AlternateContent":
                self.blocks(chosen_form(child), place)
            elif tag == f"{W}sdt":
                key = self._control(child, self.waiting)
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self.blocks(content, place)
                self._end(key)
            elif tag == f"{W}altChunk":
                self.unread.append(UnreadText("inserted file", self.counted))
            elif edge := self._edge(child):
                if edge.begins:
                    self.waiting.append(edge)
                else:
                    self._end(edge)
            elif isinstance(tag, str) and tag not in PROPERTIES:
                self.blocks(child, place.within(child))

    def _end(self, edge: Edge) -> None:
        """End something between two paragraphs: it ends with the one before."""
        self.waiting.end(edge, len(self.paragraphs) - 1)

    def table(self, element: etree._Element, place: Surroundings) -> None:
        """Read a table cell by cell."""
        self.tables += 1
        own, style = self.tables, value_of(element.find(f"{W}tblPr/{W}tblStyle"))
        for at_row, row in enumerate(inside(element, f"{W}tr"), 1):
            self._loose_edges(row)
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
            for at_column, cell in enumerate(inside(row, f"{W}tc"), 1):
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

    def _loose_edges(self, row: etree._Element) -> None:
        """Keep the bookmarks that begin between cells or rows; they begin with the next paragraph."""
        for child in row:
            if (edge := self._edge(child)) and edge.begins:
                self.waiting.append(edge)

    def paragraph(self, element: etree._Element, place: Surroundings) -> None:
        """Read a paragraph, then the text boxes that hang on it."""
        self.counted += 1
        own, outer = self.counted, (self.content, self.boxes)
        self.content, self.boxes = list(self.waiting), []
        self.waiting.clear()
        properties = element.find(f"{W}pPr")
        style = value_of(None if properties is None else properties.find(f"{W}pStyle")) or self.styles.body_style
        mark = None if properties is None else properties.find(f"{W}rPr")
        ended = {name: None if mark is None else revision_of(mark.find(f"{W}{name}")) for name in _ENDS}
        self.inline(element, place.shaded(properties), style)
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

    def inline(self, parent: etree._Element, place: Surroundings, style: str) -> None:
        """Read what stands in a paragraph."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self.run(child, place, style)
            elif tag == f"{W}sdt":
                key = self._control(child, self.content)
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self.inline(content, place, style)
                self.content.append(key)
            elif tag == f"{W}fldSimple":
                self.fields.begin(value_of(child, "instr") or "?")
                self.inline(child, place, style)
                self._note(self.fields.end(), place)
            elif tag == f"{W}hyperlink":
                text = "".join(node.text or "" for node in child.iter(f"{W}t"))
                self._note(shown_link(self._target(child), text), place)
                self.inline(child, place, style)
            elif tag == f"{MC}AlternateContent":
                self.inline(chosen_form(child), place, style)
            elif tag == f"{_M}t":
                self._say(child.text or "", "equation", place)
            elif edge := self._edge(child):
                self.content.append(edge)
            elif isinstance(tag, str) and tag not in PROPERTIES:
                self.inline(child, place.within(child), style)

    def run(self, run: etree._Element, place: Surroundings, style: str) -> None:
        """Read a run; what its look hides, strikes out or raises is a piece of that kind."""
        direct = self.styles.run_values(run.find(f"{W}rPr"))
        dress = (style, place.table_style, place.shade, *(direct.get(name) for name in _DRESS))
        if dress not in self.looks:
            look = self.styles.look(direct, style, place.table_style)
            self.looks[dress] = replace(look, background=look.background or place.shade)
        self.within_run(run, place, style, self.looks[dress])

    def within_run(self, run: etree._Element, place: Surroundings, style: str, look: Look) -> None:
        """Read what stands in a run."""
        for child in run:
            tag = child.tag
            if tag in _TEXTS:
                self._write(child.text or "", look, place)
            elif tag in _SIGN_TAGS:
                if value_of(child, "type") in ("", "textWrapping"):
                    self._write(_SIGN_TAGS[str(tag)], look, place)
                else:
                    self._note([("page break", "")], place)
            elif tag == f"{W}sym":
                self._say("\N{REPLACEMENT CHARACTER}", "symbol", place)
            elif tag == f"{W}fldChar":
                self._field(value_of(child, "fldCharType"), place)
            elif tag == f"{W}instrText":
                self.fields.code(child.text or "")
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                if place.deleted is None:
                    self.boxes.append((child, self.counted))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._note([("note", "")], place)
            elif tag == f"{MC}AlternateContent":
                self.within_run(chosen_form(child), place, style, look)
            elif tag == f"{W}r":  # inside ruby
                self.run(child, place, style)
            elif isinstance(tag, str) and tag not in PROPERTIES:
                if not tag.startswith(W):
                    self._note([("other", "")], place)
                self.within_run(child, place, style, look)

    def _note(self, shown: Iterable[ShownText], place: Surroundings) -> None:
        """Note what is shown and is no text, unless it is deleted; page numbers are the program's own."""
        for what, text in shown:
            if place.deleted is None and not (what == "other" and text and place.where in ("header", "footer")):
                self.unread.append(UnreadText(what, self.counted, text))

    def _field(self, kind: str, place: Surroundings) -> None:
        if kind == "begin":
            self.fields.begin()
        elif kind == "separate":
            self.fields.separate()
        else:
            self._note(self.fields.end(), place)

    def _target(self, link: etree._Element) -> str:
        """Where a link leads: an address, or a place in the file behind #."""
        address, anchor = self.targets.get(link.get(f"{_R}id", ""), ""), value_of(link, "anchor")
        return f"{address}#{anchor}" if anchor else address

    def _write(self, text: str, look: Look, place: Surroundings) -> None:
        """Say a text in the look of its run."""
        kind = look_kind(text, look)
        self._say(raised_signs(text, look), "field" if self.fields and kind == "text" else kind, place)

    def _say(self, text: str, kind: PieceKind, place: Surroundings) -> None:
        if not text:
            return
        if self.fields.hide:
            kind = "hidden"
        self.fields.result(text)
        last = self.content[-1] if self.content else None
        dress = (kind, place.inserted, place.deleted)
        if isinstance(last, Piece) and (last.kind, last.inserted, last.deleted) == dress:
            self.content[-1] = Piece(last.text + text, *dress)
        else:
            self.content.append(Piece(text, *dress))

    def _control(self, element: etree._Element, content: list[Piece | Edge] | list[Edge]) -> Edge:
        """Begin a content control and give the edge that ends it."""
        tag = value_of(element.find(f"{W}sdtPr/{W}tag")) or value_of(element.find(f"{W}sdtPr/{W}alias"))
        begin = Edge("control", tag, f"control {id(element)}", begins=True)
        content.append(begin)
        return replace(begin, begins=False)

    def _edge(self, element: etree._Element) -> Edge | None:
        """The edge of a bookmark or comment that an element is."""
        key = value_of(element, "id")
        if element.tag == f"{W}bookmarkStart":
            self.names[key] = value_of(element, "name")
            return Edge("bookmark", self.names[key], key, begins=True)
        if element.tag == f"{W}bookmarkEnd":
            return Edge("bookmark", self.names.get(key, ""), key, begins=False)
        if element.tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
            return Edge("comment", key, key, begins=element.tag == f"{W}commentRangeStart")
        return None


_ENDS = ("ins", "del", "moveTo", "moveFrom")
# What of a run's own properties can make its text another one.
_DRESS = (
    "rStyle",
    "vanish",
    "strike",
    "dstrike",
    "vertAlign",
    "position",
    "color",
    "sz",
    "highlight",
    "shd",
    "ascii",
    "hAnsi",
)
