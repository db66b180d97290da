"""The lines of a returned report beside what it was given out with and what the data print now; what of each may be edited."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from lxml import etree

from planbook.model.item import ItemId
from planbook.ooxml.anchors import DraftManifest
from planbook.ooxml.pieces import Returned
from planbook.ooxml.states import final
from planbook.render.article import article_lines
from planbook.render.site import parsed_text
from planbook.returns.word.units import TextUnit, hidden_marks, spelt_as_known, units
from planbook.text.comparing import comparable, comparable_row, composed, spelt_as

_EDITED = 0.5  # the share of a sentence of the program that must have stayed for the rest to be an edit of it
WHOLE = "line"  # the name of the one field of a line that is edited as a whole
SECTION_HEAD = "heading"  # the part of an item that begins a section


@dataclass(frozen=True)
class PrintedReport:
    """What the data print of a report now: its lines by their items, and what each is made of.

    A sentence has its stretches in `shapes`, each with the name of its field; a row the names of its cells in `columns`; nothing for
    what is not to be edited.
    """

    lines: Mapping[ItemId, str]
    shapes: Mapping[ItemId, tuple[tuple[str, str], ...]]
    columns: Mapping[ItemId, tuple[str, ...]]

    def fields(self, item: ItemId, text: str) -> Mapping[str, str] | None:
        """The fields of a line that reads so; None where what is no field is not as it is printed."""
        if columns := self.columns.get(item):
            cells, printed = text.split("\t"), self.lines[item].split("\t")
            if len(cells) != len(columns) or any(
                cell != now for name, cell, now in zip(columns, cells, printed, strict=True) if not name
            ):
                return None
            return {name: cell for name, cell in zip(columns, cells, strict=True) if name}
        shape = self.shapes[item]
        if not any(name for name, _ in shape):
            return {WHOLE: text}
        pattern = "".join(f"(?P<{name}>.*?)" if name else re.escape(words) for name, words in shape)
        match = re.fullmatch(pattern, text)
        return match.groupdict() if match else None


@dataclass(frozen=True)
class EditedLine:
    """A line of the file, of no item where nobody knows it: what it was given out with, what it says, below which heading, behind which item."""

    item: ItemId
    unit: TextUnit
    base: str
    text: str
    section: str
    behind: ItemId


@dataclass(frozen=True)
class FileLines:
    """The lines that say something else than they were given out with, the items that are gone, and sentences of the program that are.

    `comments` are the keys of those that stand at each item, `hidden` the paragraphs of which nothing but hidden text is left.
    """

    edited: tuple[EditedLine, ...]
    gone: tuple[ItemId, ...]
    missing: tuple[str, ...]
    comments: tuple[tuple[ItemId, tuple[str, ...]], ...]
    hidden: tuple[tuple[int, ItemId], ...]


def printed_report(html: str) -> PrintedReport:
    """What a semantic text of a report says."""
    lines = {
        ItemId(line.item): comparable_row(line.text) if line.is_row else comparable(line.text)
        for line in article_lines(html)
        if line.item
    }
    columns: dict[ItemId, tuple[str, ...]] = {}
    shapes: dict[ItemId, tuple[tuple[str, str], ...]] = {}
    names: tuple[str, ...] = ()
    for element in parsed_text(html).iter("thead", "tr", "p", "h2", "h3"):
        if element.tag == "thead":
            names = tuple(heading.get("data-field", "") for heading in element.iter("th"))
        elif element.tag == "tr" and element.get("id"):
            columns[ItemId(element.get("id", ""))] = names
        elif element.get("data-id"):
            shapes[ItemId(element.get("data-id", ""))] = tuple(_shape(element))
    return PrintedReport(lines, shapes, columns)


def _shape(element: etree._Element) -> Iterator[tuple[str, str]]:
    stretches = [("", element.text or "")]
    for child in element:
        stretches += [(child.get("data-field", ""), "".join(map(str, child.itertext()))), ("", child.tail or "")]
    return ((name, re.sub(r"\s+", " ", composed(words))) for name, words in stretches)


def file_lines(returned: Returned, manifest: DraftManifest) -> FileLines:
    """What a file says otherwise than it was given out."""
    items = {anchor.bookmark: ItemId(anchor.item) for anchor in manifest.anchors}
    base = {ItemId(anchor.item): comparable_row(anchor.text) for anchor in manifest.anchors}
    given_out = Counter(map(comparable_row, manifest.words or ()))
    edited: list[EditedLine] = []
    strangers: list[EditedLine] = []
    here: set[ItemId] = set()
    comments: list[tuple[ItemId, tuple[str, ...]]] = []
    section, behind = "", ItemId("")
    rows = [anchor.bookmark for anchor in manifest.anchors if "\t" in anchor.text]
    lines = final(returned)
    for unit in spelt_as_known(units(lines, rows), [*base.values(), *given_out]):
        own = [items[mark] for mark in unit.spans if mark in items]
        item = next((mark for mark in own if mark not in here), ItemId(""))
        here.add(item)
        comments.append((item, tuple(key for part in unit.lines for key in part.comments)))
        section = item.entry if item.part == SECTION_HEAD else section
        line = EditedLine(item, unit, base.get(item, ""), spelt_as(unit.text, base.get(item, "")), section, behind)
        behind = item or behind
        if item:
            edited += [line] if line.text != line.base else []
        elif given_out[unit.text]:
            given_out[unit.text] -= 1
        else:
            strangers.append(line)
    marks = hidden_marks(lines)
    hidden = {line.number: ItemId("") for line in marks.values()}
    hidden |= {line.number: items[mark] for mark, line in marks.items() if mark in items}
    gone = tuple(item for item in base if item not in here and item not in hidden.values())
    every = (*edited, *_paired(strangers, given_out))
    return FileLines(every, gone, tuple(given_out.elements()), tuple(comments), tuple(hidden.items()))


def _paired(strangers: Sequence[EditedLine], missing: Counter[str]) -> Iterator[EditedLine]:
    """Unknown lines with the sentence of the program that each is an edit of, if it is one; that is no longer missing then."""
    for line in strangers:
        likeness = {text: SequenceMatcher(None, text, line.text, autojunk=False).ratio() for text in +missing}
        best = max(likeness, key=lambda text: likeness[text], default="")
        if likeness.get(best, 0) > _EDITED:
            missing[best] -= 1
            yield replace(line, base=best)
        else:
            yield line
