"""A Word file as a person sees it: paragraphs in their order with their letters, places and sections resolved.

Content controls, tracked insertions, fields, hyperlinks and text boxes are read, deletions are not. Lengths in
mm, sizes and spacing in points. Nothing here knows what a plan is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from planbook.ooxml.drawing import line_length, nested_paragraphs
from planbook.ooxml.inheritance import Styles
from planbook.ooxml.inline import MC, UNPRINTED, Inline, Stretch, chosen_form, inside
from planbook.ooxml.lists import ListCounter
from planbook.ooxml.opening import Package
from planbook.ooxml.shape import ParagraphShape, paragraph_values, shape
from planbook.ooxml.values import RELATED, Values, W, merged_levels, millimetres, number, value_of

_TAB_STOP = 720  # Word's own, in twips
_CELL_MARGIN = 115.0  # where nothing says otherwise, in twips (17.4.42)
_CHANGE = f"{W}sectPrChange"


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A place in a table, all counted from 1; `table` over the whole file, `column` over the cells of the row.

    `left` is the column of the grid that the cell begins in, `columns` how many it covers; `goes_on` says that it is
    merged with the one above.
    """

    table: int
    row: int
    column: int
    left: int = 1
    columns: int = 1
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """A paragraph that is printed; `number` counts from 1 over the whole file, headers included, at the end.

    `label` is the number that Word prints before it, `width` the room for its text, `lines` the lengths of lines
    that are drawn in it, None where the length cannot be told.
    """

    number: int
    stretches: tuple[Stretch, ...]
    shape: ParagraphShape
    style: str
    width: float
    label: str = ""
    cell: TablePlace | None = None
    section: int = 0
    lines: tuple[float | None, ...] = ()

    @property
    def text(self) -> str:
        """The text with the number before it; a line break is a new line, a tab a tab."""
        return self.label + "".join(stretch.text for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class PageSection:
    """Pages of one kind. `headers` and `footers` are by default, first and even; a missing kind is inherited."""

    width: float
    height: float
    margins: dict[str, float]
    first_differs: bool
    start: int | None
    number_format: str
    headers: dict[str, tuple[PrintedParagraph, ...]]
    footers: dict[str, tuple[PrintedParagraph, ...]]

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.margins["left"] - self.margins["right"]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file; `pages` is how many pages the program that wrote it counted."""

    paragraphs: tuple[PrintedParagraph, ...]
    sections: tuple[PageSection, ...]
    tab_stop: float
    even_differs: bool
    pages: int | None

    @property
    def edges(self) -> tuple[PrintedParagraph, ...]:
        """What stands above and below the pages; what several sections share comes once."""
        kinds = (kind for section in self.sections for kind in (section.headers, section.footers))
        parts = {id(edge): edge for kind in kinds for edge in kind.values()}
        return tuple(paragraph for edge in parts.values() for paragraph in edge)


def read_document(package: Package) -> Document:
    """What a Word file shows; raises `NotAWordFile` where a part cannot be parsed."""
    return _Reader(package).document()


class _Reader:
    """Reads one file: the body first, so that its paragraphs are counted first, then headers and footers."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.folder = package.main.rpartition("/")[0] + "/" if "/" in package.main else ""
        self.styles = Styles(package, self.folder)
        self.lists = ListCounter(package.part(f"{self.folder}numbering.xml"))
        self.counted = 0
        self.edges: dict[str, tuple[PrintedParagraph, ...] | None] = {}  # of each part that is a header or footer
        self.tables = 0
        self.section = 0

    def document(self) -> Document:
        """Read the body with the room of its sections known, then what stands above and below the pages."""
        root = self.package.part(self.package.main)
        body = None if root is None else root.find(f"{W}body")
        # What a section was before a tracked change stands in it too, one level deeper.
        changed = set() if body is None else {element for former in body.iter(_CHANGE) for element in former}
        ends = [] if body is None else [element for element in body.iter(f"{W}sectPr") if element not in changed]
        pages = [_page(end) for end in ends] or [_page(None)]
        self.widths = [page.text_width for page in pages]
        paragraphs = tuple(self.blocks(body)) if body is not None else ()
        targets = self.package.targets(self.package.main)
        sections: list[PageSection] = []
        for at, page in enumerate(pages):
            self.section = at
            before = sections[-1] if sections else None
            end = ends[at] if ends else None
            headers = {**(before.headers if before else {}), **self._edges(end, "header", targets)}
            footers = {**(before.footers if before else {}), **self._edges(end, "footer", targets)}
            sections.append(replace(page, headers=headers, footers=footers))
        settings = self.package.part(f"{self.folder}settings.xml")
        stop = number(value_of(None if settings is None else settings.find(f"{W}defaultTabStop")), _TAB_STOP)
        return Document(
            paragraphs,
            tuple(sections),
            tab_stop=millimetres(stop if stop > 0 else _TAB_STOP),
            even_differs=settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None,
            pages=self._pages(),
        )

    def _edges(
        self, end: etree._Element | None, kind: str, targets: dict[str, str]
    ) -> dict[str, tuple[PrintedParagraph, ...]]:
        """The headers or footers that a section names itself."""
        edges = {}
        for reference in () if end is None else end.iterfind(f"{W}{kind}Reference"):
            target = targets.get(reference.get(f"{RELATED}id", ""), "")
            name = target[1:] if target.startswith("/") else self.folder + target
            if name not in self.edges:  # many sections may have one header
                part = self.package.part(name)
                self.edges[name] = None if part is None else tuple(self.blocks(part))
            if (edge := self.edges[name]) is not None:
                edges[value_of(reference, "type") or "default"] = edge
        return edges

    def _pages(self) -> int | None:
        properties = self.package.part("docProps/app.xml")
        pages = None if properties is None else properties.findtext("{*}Pages")
        return int(pages) if pages and pages.isdigit() else None

    def blocks(
        self, parent: etree._Element, table_style: str = "", width: float = 0, cell: TablePlace | None = None
    ) -> Iterator[PrintedParagraph]:
        """The paragraphs below an element, also those in controls, insertions, tables and text boxes."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child, table_style, width or self.widths[self.section], cell)
                # A paragraph ends its section: what follows belongs to the next one.
                if child.find(f"{W}pPr/{W}sectPr") is not None:
                    self.section = min(self.section + 1, len(self.widths) - 1)
            elif child.tag == f"{W}tbl":
                yield from self.table(child, width or self.widths[self.section])
            elif child.tag == f"{MC}AlternateContent":
                yield from self.blocks(chosen_form(child), table_style, width, cell)
            elif child.tag not in UNPRINTED and isinstance(child.tag, str):
                yield from self.blocks(child, table_style, width, cell)

    def table(self, element: etree._Element, width: float) -> Iterator[PrintedParagraph]:
        """The paragraphs of a table, row by row."""
        self.tables += 1
        own = self.tables
        style = value_of(element.find(f"{W}tblPr/{W}tblStyle"))
        margins = [*self.styles.cell_margins(style), *element.iterfind(f"{W}tblPr/{W}tblCellMar")]
        grid = [
            millimetres(number(value_of(grid_column, "w")))
            for grid_column in element.iterfind(f"{W}tblGrid/{W}gridCol")
        ]
        for at_row, row in enumerate(inside(element, f"{W}tr", UNPRINTED), 1):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            column = int(number(value_of(row.find(f"{W}trPr/{W}gridBefore"))))
            for at_column, place in enumerate(inside(row, f"{W}tc", UNPRINTED), 1):
                span = max(1, int(number(value_of(place.find(f"{W}tcPr/{W}gridSpan")), 1)))
                width_element = place.find(f"{W}tcPr/{W}tcW")
                room = sum(grid[column : column + span])
                if width_element is not None and value_of(width_element, "type") in ("", "dxa"):
                    room = millimetres(number(value_of(width_element, "w"))) or room
                edges = _edges_of([*margins, *place.iterfind(f"{W}tcPr/{W}tcMar")])
                inner = max(room - edges, 1) if room else width
                merge = place.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and value_of(merge) != "restart"
                cell = TablePlace(own, at_row, at_column, column + 1, span, goes_on)
                yield from self.blocks(place, style, inner, cell)
                column += span

    def paragraph(
        self, element: etree._Element, table_style: str, width: float, cell: TablePlace | None
    ) -> Iterator[PrintedParagraph]:
        """A paragraph, then those of the text boxes that hang on it."""
        self.counted += 1
        own = self.counted
        properties = element.find(f"{W}pPr")
        style = value_of(None if properties is None else properties.find(f"{W}pStyle")) or self.styles.body_style
        direct = paragraph_values(properties)
        values, listed = self._levels(direct, style, table_style)
        label = self.lists.label(listed, style) if listed.get("numId", "0") != "0" else ""
        inline = Inline(self.styles, style, table_style)
        stretches = tuple(inline.stretches(element))
        lengths = [line_length(drawing) for drawing in inline.drawings]
        yield PrintedParagraph(
            own,
            stretches,
            shape(values),
            style,
            width,
            label if any(stretch.text.strip() for stretch in stretches) else "",
            cell,
            self.section,
            tuple(length for length, is_line in lengths if is_line),
        )
        for drawing in inline.drawings:
            for box in nested_paragraphs(drawing):
                yield from self.blocks(box, "", width, cell)

    def _levels(self, direct: Values, style: str, table_style: str) -> tuple[Values, Values]:
        """All that was said of a paragraph, and what was said of its list.

        A list level stands below the style or the paragraph that brings the list in.
        """
        steps: list[Values] = []
        listed: Values = {}
        for step in (*self.styles.paragraph_steps(style, table_style), direct):
            listed |= {name: step[name] for name in ("numId", "ilvl") if name in step}
            if "numId" in step:
                steps.append(self.lists.values(listed, style))
            steps.append(step)
        return merged_levels(*steps), listed


def _edges_of(levels: list[etree._Element]) -> float:
    """The room between the borders of a cell and its text, left and right together, in mm."""
    sides = {"left": _CELL_MARGIN, "right": _CELL_MARGIN}
    for level in levels:
        for side, by_direction in (("left", "start"), ("right", "end")):
            for element in (*level.iterfind(f"{W}{by_direction}"), *level.iterfind(f"{W}{side}")):
                sides[side] = number(value_of(element, "w"), sides[side])
    return millimetres(sum(sides.values()))


def _page(end: etree._Element | None) -> PageSection:
    """The page of a section from its `w:sectPr`; Word's own sizes where it says none."""
    size = None if end is None else end.find(f"{W}pgSz")
    edges = None if end is None else end.find(f"{W}pgMar")
    numbers = None if end is None else end.find(f"{W}pgNumType")
    margins = {
        side: millimetres(abs(number(value_of(edges, side), 1440))) for side in ("top", "bottom", "left", "right")
    }
    margins["left"] += millimetres(number(value_of(edges, "gutter")))
    first = None if end is None else end.find(f"{W}titlePg")
    start = value_of(numbers, "start")
    return PageSection(
        width=millimetres(number(value_of(size, "w"), 12240)),
        height=millimetres(number(value_of(size, "h"), 15840)),
        margins=margins,
        first_differs=first is not None and value_of(first) not in ("0", "false", "off"),
        start=int(number(start)) if start else None,
        number_format=value_of(numbers, "fmt") or "decimal",
        headers={},
        footers={},
    )
