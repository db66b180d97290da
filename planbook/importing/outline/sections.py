"""A tree of lines as sections with items and tables: which numbered lines are headings, and which are items."""

import re
from collections.abc import Iterator

from planbook.importing.original import OriginalGrid
from planbook.importing.outline.levels import OutlineNode
from planbook.importing.outline.lines import HEADING, OutlineLine
from planbook.importing.outline.parts import OutlineItem, OutlineSection, SectionKind

_KINDS: dict[str, SectionKind] = {"capital": "part"}
_ANNOUNCING = 120  # letters of a heading that ends with a colon
_SIBLINGS = 40  # that are looked at
_ALWAYS = {"part", "capital", "roman", "unnumbered"}
_MARKS = " .:;,"  # that no title ends with
_TITLE = re.compile(r"[^.:;]{2,70}+:(?=\s)")

Parts = tuple[tuple[OutlineItem, ...], tuple[OriginalGrid, ...], tuple[OutlineSection, ...]]


def parts_of(node: OutlineNode) -> Parts:
    """What stands below a heading: its items, tables and sections."""
    heads = {id(child) for child in node.children if _is_section(child)}
    items: list[OutlineItem] = []
    grids: list[OriginalGrid] = []
    sections: list[OutlineSection] = []
    for child in node.children:
        if child.line is None:
            continue
        if child.line.grid:
            grids.append(child.line.grid)
        elif id(child) in heads or _is_run_in(child, heads, node):
            sections.append(_section(child))
        else:
            items.append(_item(child, 1))
            grids += _grids_below(child)
    return tuple(items), tuple(grids), tuple(sections)


def _is_section(node: OutlineNode) -> bool:
    """Whether a line is a heading: by the level that it has, by its look, or short and with something below it."""
    line = node.line
    if line is None or node.kind in ("grid", "plain", "bullet"):
        return False
    if node.kind in _ALWAYS:
        return True
    if line.has_head_look or line.run_in:
        return len(line.text) <= 2 * HEADING or bool(line.run_in)
    if len(line.text) > HEADING or not node.children:
        return False
    # A heading may end with a colon, as what announces dashes does; a letter or number below it tells them apart.
    is_announced = line.text.endswith(":") and node.kind in ("decimal", "nested") and len(line.text) <= _ANNOUNCING
    return not line.is_ended or (is_announced and node.children[0].kind not in ("bullet", "plain"))


def _is_run_in(node: OutlineNode, heads: set[int], parent: OutlineNode) -> bool:
    """Whether a numbered line has a title that its text follows, or ends as a sentence though its neighbours are headings."""
    line = node.line
    if line is None or not heads or node.kind not in ("decimal", "nested", "letter"):
        return False
    siblings = [child for child in parent.children[:_SIBLINGS] if child.kind == node.kind]
    most = sum(id(child) in heads for child in siblings) > len(siblings) / 2
    if most and node.children and len(line.text) <= HEADING and not line.look.bold_lead and node.kind == "decimal":
        return True
    return (_goes_on(line) and bool(_TITLE.match(line.body))) or (not line.is_ended and len(line.text) <= HEADING)


def _goes_on(line: OutlineLine) -> bool:
    """Whether a line is a sentence to its end, behind a title or not."""
    return line.is_ended and not line.text.endswith(":")


def _section(node: OutlineNode) -> OutlineSection:
    line = node.line
    assert line is not None
    title, rest = _title_and_rest(line)
    items, grids, sections = parts_of(node)
    if rest:
        items = (OutlineItem("", 1, rest, line.passages), *items)
    number = line.marker.number if line.marker and node.kind != "unnumbered" else ""
    kind = _KINDS.get(node.kind, node.kind)
    return OutlineSection(kind, number, title.rstrip(_MARKS), line.passages, items, grids, sections)  # type: ignore[arg-type]


def _title_and_rest(line: OutlineLine) -> tuple[str, str]:
    """The title of a heading, and the text that stands behind it in the same paragraph."""
    begin = line.marker.end if line.marker else 0
    end = line.run_in
    is_sentence = _goes_on(line) and (not line.has_head_look or len(line.text) > HEADING)
    if not end and is_sentence and (title := _TITLE.match(line.text, begin)):
        end = title.end()
    return (line.text[begin:end].strip(), line.text[end:].strip()) if end else (line.body, "")


def _item(node: OutlineNode, level: int) -> OutlineItem:
    line = node.line
    assert line is not None
    below = tuple(_item(child, level + 1) for child in node.children if child.line and not child.line.grid)
    return OutlineItem(line.marker.printed if line.marker else "", level, line.body, line.passages, below)


def _grids_below(node: OutlineNode) -> Iterator[OriginalGrid]:
    """The tables that stand below an item, which its section holds."""
    for child in node.children:
        if child.line and child.line.grid:
            yield child.line.grid
        else:
            yield from _grids_below(child)
