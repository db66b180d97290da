"""Which paragraph and which row of a returned draft is which item: by bookmark, by control, by its text, by likeness."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from planbook.ooxml.anchors import Anchor
from planbook.ooxml.states import StateLine

By = Literal["bookmark", "control", "text", "likeness"]

_LIKE_ENOUGH = 0.6  # the share of words that must be the same where no mark and no equal text says who it is
TYPED_NUMBER = re.compile(r"\A\s*+(?:[IVXLC]++\.|\d++(?:\.\d++)*+[.)]|[a-z\u0111]{1,2}\)|\(\d++\)|[-+–•])\s++")
_LIKE_WORDS = 0.4  # the share of letters that edited fixed words keep
_TELLING = 20  # letters; what is shorter may well be said twice
# Hyphens that do not break; what shows nothing.
_ALIKE = {0x2010: "-", 0x2011: "-", **dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))}
_LAYOUT_COLUMNS = 2  # a table of fewer columns only places paragraphs side by side


@dataclass(frozen=True, slots=True)
class TextUnit:
    """What is compared as one: a paragraph, or a table row with tabs between its cells; `number` is that of its first paragraph.

    `text` has single spaces and composed letters. `spans` are the stretches of bookmarks in it, `kept` the bookmarks
    that it holds although they say nothing any more, `tags` those of controls.
    """

    number: int
    text: str
    lines: tuple[StateLine, ...]
    is_row: bool
    spans: frozenset[str]
    kept: frozenset[str]
    tags: frozenset[str]


@dataclass(slots=True)
class MatchedUnits:
    """The unit of every item that was found, and how; items without a unit are gone, units without an item are new.

    `pieces` are units into which an item was split, by their index; `copies` units that say again what an item says,
    `fixed` units that hold words around the items, `worn` those in which such words were edited, with what they were.
    """

    home: dict[str, int] = field(default_factory=dict)
    by: dict[str, By] = field(default_factory=dict)
    pieces: dict[int, str] = field(default_factory=dict)
    copies: dict[int, str] = field(default_factory=dict)
    fixed: set[int] = field(default_factory=set)
    worn: dict[int, str] = field(default_factory=dict)

    def items(self) -> dict[int, list[str]]:
        """The items of every unit that has some, in the order of the manifest."""
        found: dict[int, list[str]] = {}
        for item, at in self.home.items():
            found.setdefault(at, []).append(item)
        return found

    def put(self, item: str, at: int, by: By) -> None:
        """Note where an item is."""
        self.home[item], self.by[item] = at, by


def composed(text: str) -> str:
    """A text with composed letters, hyphens of one kind and nothing unseen, its spaces and line breaks as they are."""
    return unicodedata.normalize("NFC", text).translate(_ALIKE)


def comparable(text: str) -> str:
    """A text as it is compared: composed letters, single spaces of one kind, hyphens of one, nothing unseen."""
    return " ".join(composed(text).split())


def tidy_row(text: str) -> str:
    """The text of a row, with tabs between its cells, as it is compared."""
    return "\t".join(map(comparable, text.split("\t")))


def units(lines: Iterable[StateLine], rows: Iterable[str]) -> list[TextUnit]:
    """The units of the body, empty paragraphs left out; `rows` are the bookmarks that stand in table rows."""
    body = [line for line in lines if line.where == "body" and line.nested <= 1]
    wanted = set(rows)
    width: Counter[int] = Counter()
    for line in body:
        if line.cell:
            width[line.cell.table] = max(width[line.cell.table], line.cell.column)
    grids = {line.cell.table for line in body if line.cell and wanted & line.spans.keys()}
    grids |= {table for table, columns in width.items() if columns > _LAYOUT_COLUMNS}
    found: list[TextUnit] = []
    for (table, _), several in groupby(
        enumerate(body),
        lambda one: (one[1].cell.table, one[1].cell.row) if one[1].cell and one[1].cell.table in grids else (0, one[0]),
    ):
        held = [line for _, line in several]
        text = _row(held) if table else comparable(held[0].text)
        if text.strip():
            found.append(
                TextUnit(
                    next((line.number for line in held if line.text.strip()), held[0].number),
                    text,
                    tuple(held),
                    bool(table),
                    frozenset(name for line in held for name in line.spans),
                    frozenset(name for line in held for name in line.kept),
                    frozenset(name for line in held for name in line.controls),
                )
            )
    return found


def _row(lines: Sequence[StateLine]) -> str:
    cells: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        assert line.cell
        cells[line.cell.column].append(comparable(line.text))
    return "\t".join(" ".join(filter(None, cells.get(at, []))) for at in range(1, max(cells) + 1))


def match(
    anchors: Sequence[Anchor],
    found: Sequence[TextUnit],
    fixed: Iterable[str],
    optional: Iterable[str] = (),
    order: Sequence[str] = (),
) -> MatchedUnits:
    """Find the items of a manifest among units, and the `fixed` words around them; `optional` ones may be missing.

    `order` is what the plan prints: items by their ids, fixed words by their texts.
    """
    matching = MatchedUnits()
    own = [anchor for anchor in anchors if not anchor.shared_with]
    reach: dict[str, list[int]] = defaultdict(list)
    kept: dict[str, list[int]] = defaultdict(list)
    tagged: dict[str, list[int]] = defaultdict(list)
    for at, unit in enumerate(found):
        for name in unit.spans:
            reach[name].append(at)
        for name in unit.kept:
            kept[name].append(at)
        for name in unit.tags:
            tagged[name].append(at)
    taken: set[int] = set()

    controls = {tag: anchor.item for anchor in own for tag in (anchor.item, anchor.bookmark)}

    def fits(anchor: Anchor, at: int) -> bool:
        return found[at].is_row == anchor.item.endswith("--row")

    def is_elsewhere(anchor: Anchor, at: int) -> bool:
        """Whether the bookmark only reaches over the end of what stands before its item."""
        items = {controls.get(tag) for tag in found[at].tags} - {None}
        return bool(items) and anchor.item not in items

    for anchor in own:
        places = [at for at in reach[anchor.bookmark] if fits(anchor, at)]
        places.sort(key=lambda at: is_elsewhere(anchor, at))
        if places:
            at = next((at for at in places if at not in taken), places[0])
            matching.put(anchor.item, at, "bookmark")
            taken.add(at)
    for anchor in own:
        # A bookmark around nothing, in a paragraph that says something: typed over.
        free = [at for at in kept[anchor.bookmark] if fits(anchor, at) and at not in taken]
        if anchor.item not in matching.home and free:
            matching.put(anchor.item, free[0], "bookmark")
            taken.add(free[0])
    for anchor in own:
        places = [at for tag in (anchor.item, anchor.bookmark) for at in tagged[tag] if fits(anchor, at)]
        free = [at for at in places if at not in taken]
        if anchor.item not in matching.home and free:
            matching.put(anchor.item, free[0], "control")
            taken.add(free[0])
    for anchor in own:
        for at in reach[anchor.bookmark]:
            if at not in taken and matching.home.get(anchor.item) not in (None, at) and not found[at].is_row:
                matching.pieces[at] = anchor.item
    texts = Counter(map(tidy_row, fixed))
    matching.fixed = _fixed(found, texts, taken | matching.pieces.keys())
    matching.fixed |= _fixed(found, Counter(optional), taken | matching.pieces.keys() | matching.fixed)
    _by_text(own, found, matching, taken | matching.pieces.keys() | matching.fixed)
    taken = set(matching.home.values()) | matching.pieces.keys() | matching.fixed
    matching.worn = _worn(found, +texts, taken)
    matching.worn |= _replaced(found, matching, +texts - Counter(matching.worn.values()), order)
    _copies(own, found, matching)
    return matching


def without_number(unit: TextUnit, number: str, base: str = "", marks: Iterable[str] = ()) -> str:
    """The text of a paragraph without the number that is typed before it; lists are counted by Word, not typed.

    `marks` are the names of its control and bookmark: what stands inside of them is the item's own, unless an editor
    widened them over the number, which shows beside `base`, the text that the item was given out with.
    """
    line = unit.lines[0]
    typed = TYPED_NUMBER.match(line.text)
    if unit.is_row or line.listed or not typed:
        return unit.text
    rest = comparable(line.text[typed.end() :])
    begins = [stretches[name][0] for name in marks for stretches in (line.controls, line.spans) if name in stretches]
    if begins and typed.end() <= max(begins):
        return rest
    if not number or unit.text == base:
        return unit.text
    if rest == base:
        return rest
    # Text that begins with a number of its own keeps it: the first of two is the program's.
    is_own = TYPED_NUMBER.match(f"{base} ") and not TYPED_NUMBER.match(f"{rest} ")
    return unit.text if is_own and comparable(typed.group()) != comparable(number) else rest


def _fixed(found: Sequence[TextUnit], texts: Counter[str], taken: set[int]) -> set[int]:
    """The units that hold fixed words, each as often as the plan prints it."""
    fixed = set()
    for at, unit in enumerate(found):
        if at not in taken and texts[unit.text] > 0:
            texts[unit.text] -= 1
            fixed.add(at)
    return fixed


def _worn(found: Sequence[TextUnit], missing: Counter[str], taken: set[int]) -> dict[int, str]:
    """The paragraphs that are most like fixed words that are missing, in the running text very much so."""
    free = [at for at, unit in enumerate(found) if at not in taken and not unit.is_row]
    worn: dict[int, str] = {}
    for text in missing.elements():
        ratios = []
        for at in (at for at in free if at not in worn):
            if found[at].lines[0].cell:
                ratio = SequenceMatcher(None, text, found[at].text).ratio()
                ratios.append((ratio if ratio > _LIKE_WORDS else 0, at))
            else:
                ratios.append((_likeness(text.split(), found[at].text.split()), at))
        if ratios and max(ratios)[0]:
            worn[max(ratios)[1]] = text
    return worn


def _replaced(
    found: Sequence[TextUnit], matching: MatchedUnits, missing: Counter[str], order: Sequence[str]
) -> dict[int, str]:
    """The paragraphs that stand alone where fixed words are missing, between what is printed before and behind these."""
    places = {found[at].text: at for at in matching.fixed} | matching.home
    replaced: dict[int, str] = {}
    for before, text, after in zip(order, order[1:], order[2:], strict=False):
        at = places.get(before, -2) + 1
        if missing[text] > 0 and places.get(after) == at + 1 and not found[at].is_row:
            missing[text] -= 1
            replaced[at] = text
    return replaced


def _by_text(own: Sequence[Anchor], found: Sequence[TextUnit], matching: MatchedUnits, taken: set[int]) -> None:
    """Match what lost its marks: equal texts in their order, then those that are most alike."""
    lost = [anchor for anchor in own if anchor.item not in matching.home and anchor.text]
    free = [at for at in range(len(found)) if at not in taken]
    if not lost or not free:
        return
    by_text: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for at in free:
        by_text[found[at].is_row, found[at].text].append(at)
        if not found[at].is_row and (typed := TYPED_NUMBER.match(found[at].text)):
            by_text[False, found[at].text[typed.end() :]].append(at)
    used: set[int] = set()
    for text, several in groupby(sorted(lost, key=_said), _said):
        places = [at for at in by_text.get(text, []) if at not in used]
        anchors = list(several)
        for anchor, at in zip(anchors, places, strict=False):
            matching.put(anchor.item, at, "text")
            used.add(at)
    rest = [anchor for anchor in lost if anchor.item not in matching.home]
    words = {anchor.item: _said(anchor)[1].split() for anchor in rest}
    pairs = []
    for at in free:
        if at in used:
            continue
        said = found[at].text.split()
        alike = [one for one in rest if found[at].is_row == one.item.endswith("--row")]
        ratios = ((_likeness(words[one.item], said), one.item) for one in alike)
        pairs += [(-ratio, at, item) for ratio, item in ratios if ratio]
    for _, at, item in sorted(pairs):
        if item not in matching.home and at not in used:
            matching.put(item, at, "likeness")
            used.add(at)


def _said(anchor: Anchor) -> tuple[bool, str]:
    if anchor.item.endswith("--row"):
        return True, tidy_row(anchor.text)
    return False, comparable(anchor.text)


def _likeness(one: list[str], other: list[str]) -> float:
    """The share of words in common, 0 below what counts."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _LIKE_ENOUGH:
        return 0
    ratio = matcher.ratio()
    return ratio if ratio >= _LIKE_ENOUGH else 0


def _copies(own: Sequence[Anchor], found: Sequence[TextUnit], matching: MatchedUnits) -> None:
    """Note the units that are nobody's and say again what an item says that is elsewhere."""
    homes = set(matching.home.values()) | matching.pieces.keys() | matching.fixed | matching.worn.keys()
    said = {_said(anchor): anchor.item for anchor in own if len(anchor.text) > _TELLING}
    for at, unit in enumerate(found):
        if at in homes:
            continue
        typed = TYPED_NUMBER.match(unit.text)
        texts = {unit.text, unit.text[typed.end() :]} if typed else {unit.text}
        if item := next((said[unit.is_row, text] for text in texts if (unit.is_row, text) in said), ""):
            matching.copies[at] = item
