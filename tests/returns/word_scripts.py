"""Random edits of a draft as people make them in Word, tracked or not, each with what it must be read as."""

import copy
import random
import re
from dataclasses import dataclass, field

from lxml import etree

from planbook.model.target import Target
from planbook.model.task import Statement, Task
from planbook.ooxml.anchors import Anchor
from planbook.returns.fields.spots import Outline
from planbook.returns.fields.traced import Printed
from planbook.text.comparing import comparable
from tests.drafts import opened

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BY = {f"{W}author": "An", f"{W}date": "2026-11-02T08:00:00Z"}
WORDS = [
    "rà",
    "soát",
    "kịp",
    "thời",
    "các",
    "hộ",
    "khó",
    "khăn",
    "tại",
    "thôn",
    "bản",
    "vùng",
    "cao",
    "trong",
    "đợt",
    "này",
    "theo",
    "hướng",
    "dẫn",
    "mới",
]
OPERATIONS = ("edit", "edit", "edit", "insert", "delete", "split", "merge", "move", "row")


_LEAVES: dict[str, list[str]] = {}
_OUTLINES: dict[str, Outline] = {}


@dataclass
class Script:
    """A draft after some edits: what is to be found, and the whole text that it then has."""

    plan: str
    tree: etree._Element
    wanted: list[tuple[str, str, str]] = field(default_factory=list)
    is_tracked: bool = False


def script(plan: str, seed: int, *, most: int = 4, operations: tuple[str, ...] = OPERATIONS) -> Script:
    """Edit a draft some times, each time at another place."""
    chance = random.Random(f"{plan} {seed}")
    _, tree, anchors, lines, context = opened(plan)
    found = Script(plan, copy.deepcopy(tree), is_tracked=chance.random() < 0.5)
    if plan not in _OUTLINES:
        _OUTLINES[plan] = Outline(context.plan)
    editor = _Editor(found, chance, anchors, lines, _OUTLINES[plan])
    for _ in range(chance.randint(1, most)):
        getattr(editor, chance.choice(operations))()
    return found


class _Editor:
    def __init__(
        self,
        found: Script,
        chance: random.Random,
        anchors: tuple[Anchor, ...],
        lines: tuple[Printed, ...],
        outline: Outline,
    ) -> None:
        self.found, self.chance, self.outline, self.entries = found, chance, outline, outline.entries
        self.lines = {line.item: line for line in lines if line.item}
        names = {anchor.bookmark: anchor.item for anchor in anchors if not anchor.shared_with}
        self.paragraphs: dict[str, etree._Element] = {}
        for mark in found.tree.iter(f"{W}bookmarkStart"):
            if item := names.get(mark.get(f"{W}name")):
                self.paragraphs[item] = next(mark.iterancestors(f"{W}p"))
        self.order = [item for item in self.paragraphs if not item.endswith("--row")]
        # Leaves: paragraphs that are an entry of their own, with nothing below it.
        if found.plan not in _LEAVES:
            _LEAVES[found.plan] = [item for item in self.order if self._is_leaf(item)]
        self.leaves = _LEAVES[found.plan]
        self.used: set[str] = set()

    def _is_leaf(self, item: str) -> bool:
        entry = self.entries.get(item)
        if not isinstance(entry, Statement | Target | Task) or self.lines[item].also:
            return False
        ids = {getattr(one, "id", None) for one in entry.walk()}
        return sum(one.partition("--")[0] in ids for one in self.order) == 1

    def _free(self, items: list[str]) -> str:
        """An item that no edit touched, nor what stands beside it."""
        free = [one for one in items if one not in self.used]
        item = self.chance.choice(free)
        at = self.order.index(item) if item in self.order else 0
        self.used |= {item, *self.order[max(0, at - 2) : at + 3]}
        return item

    def _sentence(self) -> str:
        words = [self.chance.choice(WORDS) for _ in range(self.chance.randint(6, 12))]
        return " ".join(words).capitalize() + f" {self.chance.randint(10, 99)} lần."

    def edit(self) -> None:
        """Other words in a stretch that the data hold as plain text."""
        line, begin, end = self._stretch(self._free([one for one in self.order if self._stretches(self.lines[one])]))
        words = line.text[begin:end].split(" ")
        at = self.chance.randrange(1, len(words) - 1)
        new = [*words[:at], *[self.chance.choice(WORDS) for _ in range(self.chance.randint(0, 3))], *words[at + 1 :]]
        text = line.text[:begin] + " ".join(new) + line.text[end:]
        if comparable(text) == comparable(line.text):
            return
        self._write(self.paragraphs[line.item], line.text, text)
        self.found.wanted.append(("changed", line.item, comparable(text)))

    def insert(self) -> None:
        """A paragraph behind another one, as Enter and typing make it."""
        item = self._free(self.leaves)
        text = self._sentence()
        place = self.paragraphs[item]
        new = etree.Element(f"{W}p")
        new.append(copy.deepcopy(place.find(f"{W}pPr")))
        typed = self._typed(place)
        self._runs(new, typed + text, inserted=self.found.is_tracked)
        if self.found.is_tracked:
            self._end(new, "ins")
        place.addnext(new)
        self.found.wanted.append(("inserted", "", text))

    def delete(self) -> None:
        """A paragraph gone."""
        item = self._free(self.leaves)
        self._away(self.paragraphs[item])
        self.found.wanted.append(("deleted", item, ""))

    def split(self) -> None:
        """A paragraph cut in two with Enter."""
        line, begin, end = self._stretch(
            self._free(
                [one for one in self.leaves if len(self.lines[one].parts) <= 2 and self._stretches(self.lines[one])]
            )
        )
        words = line.text[begin:end].split(" ")
        cut = begin + len(" ".join(words[: len(words) // 2]))
        first, second = line.text[:cut], line.text[cut + 1 :]
        place = self.paragraphs[line.item]
        rest = etree.Element(f"{W}p")
        rest.append(copy.deepcopy(place.find(f"{W}pPr")))
        self._fill(place, first)
        # The bookmark reaches into what was cut off.
        end_mark = place.findall(f"{W}bookmarkEnd")[-1]
        self._runs(rest, second)
        rest.append(end_mark)
        if self.found.is_tracked:
            self._end(place, "ins")
        place.addnext(rest)
        self.found.wanted += [("changed", line.item, first), ("split", "", second)]

    def merge(self) -> None:
        """The end of a paragraph deleted, so that the next one goes on in it."""
        pairs = [
            (one, self.order[self.order.index(one) + 1])
            for one in self.leaves
            if self.order.index(one) + 1 < len(self.order)
        ]
        pairs = [
            pair
            for pair in pairs
            if pair[1] in self.leaves
            and not self.used & {*pair}
            and len(self.lines[pair[0]].parts) <= 2
            and self.lines[pair[0]].fields
            and self._typed(self.paragraphs[pair[1]]) == ""
        ]
        if not pairs:
            return
        first, second = self.chance.choice(pairs)
        self._free([first])
        place, other = self.paragraphs[first], self.paragraphs[second]
        text = f"{self.lines[first].text} {self.lines[second].text}"
        last = place.findall(f"{W}bookmarkEnd")[-1]
        space = self._run(" ")
        if self.found.is_tracked:
            mark = etree.Element(f"{W}ins", BY)
            mark.append(space)
            last.addnext(mark)
            self._end(place, "del")
        else:
            last.addnext(space)
            for child in list(other)[1:]:
                place.append(child)
            other.getparent().remove(other)
        self.found.wanted += [("changed", first, comparable(text)), ("merged", second, "")]

    def move(self) -> None:
        """A paragraph cut out and put in behind a later one of the same list."""
        choices = []
        for at, one in enumerate(self.order):
            same = [other for other in self.order[at + 2 : at + 8] if self._listed_alike(one, other)]
            if one in self.leaves and one not in self.used and same and self._typed(self.paragraphs[one]) == "":
                choices.append((one, same))
        choices = [(one, [other for other in same if other not in self.used]) for one, same in choices]
        choices = [choice for choice in choices if choice[1]]
        if not choices:
            return
        item, same = self.chance.choice(choices)
        other = self.chance.choice(same)
        between = self.order[self.order.index(item) : self.order.index(other) + 2]
        if self.used & {*between}:
            return
        self.used |= {*between, self.order[max(0, self.order.index(item) - 1)]}
        place, target = self.paragraphs[item], self.paragraphs[other]
        if self.found.is_tracked:
            new = copy.deepcopy(place)
            for mark in (*new.findall(f"{W}bookmarkStart"), *new.findall(f"{W}bookmarkEnd")):
                new.remove(mark)
            text = "".join(node.text or "" for node in new.iter(f"{W}t"))
            for child in list(new)[1:]:
                new.remove(child)
            self._runs(new, text, inserted=True, tag="moveTo")
            self._end(new, "moveTo")
            self._away(place, tag="moveFrom")
            target.addnext(new)
        else:
            target.addnext(place)
        self.found.wanted.append(("moved", item, self.lines[item].text))

    def _listed_alike(self, one: str, other: str) -> bool:
        entry, later = self.entries.get(one), self.entries.get(other)
        if type(entry) is not type(later) or other not in self.leaves:
            return False
        spot, there = self.outline.spot(entry), self.outline.spot(later)
        return spot.parent is there.parent and spot.key == there.key

    def row(self) -> None:
        """Another text in a cell of a row."""
        rows = [
            item
            for item in self.paragraphs
            if item.endswith("--row")
            and isinstance(self.entries.get(item.removesuffix("--row")), Task)
            and item not in self.used
        ]
        if not rows:
            return
        item = self.chance.choice(rows)
        self.used.add(item)
        row = next(self.paragraphs[item].iterancestors(f"{W}tr"))
        cells = self.lines[item].text.split("\t")
        at = self.chance.randrange(2, len(cells))
        place = row.findall(f"{W}tc")[at].find(f"{W}p")
        text = self._sentence()
        self._write(place, cells[at], text)
        cells[at] = text
        self.found.wanted.append(("changed", item, "\t".join(map(comparable, cells))))

    # What Word does to the XML.

    def _stretches(self, line: Printed) -> list[tuple[int, int]]:
        """Where a line prints plain text of the data, four words or more."""
        found, at = [], 0
        for part in line.parts:
            if not part.field:
                at += len(part.text)
                continue
            for piece in re.split(r"(\{[^{}]*\})", part.text):
                length = len(line.blanks[piece]) if piece in line.blanks else len(piece)
                if piece not in line.blanks and piece.count(" ") > 4:
                    found.append((at, at + length))
                at += length
        return [one for one in found if line.text[one[0] : one[1]].count(" ") > 4]

    def _stretch(self, item: str) -> tuple[Printed, int, int]:
        line = self.lines[item]
        begin, end = self.chance.choice(self._stretches(line))
        return line, begin, end

    def _typed(self, place: etree._Element) -> str:
        """The number that a paragraph has as text, in front of its bookmark."""
        text = ""
        for child in place:
            if child.tag == f"{W}bookmarkStart":
                break
            text += "".join(node.text or "" for node in child.iter(f"{W}t"))
        return text

    def _run(self, text: str, tag: str = "t") -> etree._Element:
        run = etree.Element(f"{W}r")
        node = etree.SubElement(run, f"{W}{tag}")
        node.text = text
        node.set(SPACE, "preserve")
        return run

    def _runs(self, place: etree._Element, text: str, *, inserted: bool = False, tag: str = "ins") -> None:
        run = self._run(text)
        if inserted:
            mark = etree.SubElement(place, f"{W}{tag}", BY)
            mark.append(run)
        else:
            place.append(run)

    def _holder(self, place: etree._Element) -> etree._Element:
        control = place.find(f"{W}sdt/{W}sdtContent")
        return place if control is None else control

    def _fill(self, place: etree._Element, text: str) -> None:
        """Another text in the item of a paragraph."""
        holder = self._holder(place)
        for run in holder.findall(f"{W}r"):
            holder.remove(run)
        holder.append(self._run(text))

    def _write(self, place: etree._Element, old: str, new: str) -> None:
        """Another text, tracked: what both begin and end with stays."""
        holder = self._holder(place)
        runs = holder.findall(f"{W}r")
        at = holder.index(runs[0]) if runs else len(holder)
        for run in runs:
            holder.remove(run)
        if not self.found.is_tracked:
            holder.insert(at, self._run(new))
            return
        begin = next((one for one, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        end = next(
            (one for one, (a, b) in enumerate(zip(old[begin:][::-1], new[begin:][::-1], strict=False)) if a != b),
            min(len(old), len(new)) - begin,
        )
        pieces = []
        if old[:begin]:
            pieces.append(self._run(old[:begin]))
        for tag, text, kind in (
            ("del", old[begin : len(old) - end], "delText"),
            ("ins", new[begin : len(new) - end], "t"),
        ):
            if text:
                mark = etree.Element(f"{W}{tag}", BY)
                mark.append(self._run(text, kind))
                pieces.append(mark)
        if end:
            pieces.append(self._run(old[len(old) - end :]))
        for piece in reversed(pieces):
            holder.insert(at, piece)

    def _away(self, place: etree._Element, tag: str = "del") -> None:
        """A paragraph deleted, or marked as such."""
        if not self.found.is_tracked:
            place.getparent().remove(place)
            return
        for run in list(place.iter(f"{W}r")):
            mark = etree.Element(f"{W}{tag}", BY)
            run.addprevious(mark)
            mark.append(run)
            for node in run.findall(f"{W}t") if tag == "del" else ():
                node.tag = f"{W}delText"
        self._end(place, tag)

    def _end(self, place: etree._Element, tag: str) -> None:
        """Mark the end of a paragraph as inserted or deleted."""
        properties = place.find(f"{W}pPr")
        dress = properties.find(f"{W}rPr")
        if dress is None:
            dress = etree.SubElement(properties, f"{W}rPr")
        for child in list(dress):
            if child.tag in (f"{W}ins", f"{W}del"):
                dress.remove(child)
        dress.insert(0, etree.Element(f"{W}{tag}", BY))
