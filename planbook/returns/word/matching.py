"""Which paragraph and which row of a returned draft is which item: by bookmark, by control, by its text, by likeness."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby
from typing import Literal, NamedTuple

from planbook.model.item import ItemId
from planbook.ooxml.anchors import Anchor
from planbook.returns.word.units import TextUnit
from planbook.text.comparing import comparable, comparable_row, words_in_common

By = Literal["bookmark", "control", "text", "likeness"]

_LINES = ("lead", "coordinating", "deadline", "assignment", "reported", "result")
_LIKE_ENOUGH = 0.6  # the share of words that must be the same where no mark and no equal text says who it is
_LIKE_WORDS = 0.4  # the share of letters that edited fixed words keep
_CUT_OFF = 0.75  # the share of words that what was cut off has of those that an item lost
_WORD = re.compile(r"\w+")
_TELLING = 20  # letters; what is shorter may well be said twice


@dataclass(slots=True)
class MatchedUnits:
    """The unit of every item that was found, and how; items without a unit are gone, units without an item are new.

    `pieces` are units into which an item was split, by their index; `copies` units that say again what an item says,
    `fixed` units that hold words around the items, `worn` those in which such words were edited, with what they were.
    `used` are all units but copies and worn ones.
    """

    home: dict[ItemId, int] = field(default_factory=dict)
    by: dict[ItemId, By] = field(default_factory=dict)
    pieces: dict[int, ItemId] = field(default_factory=dict)
    copies: dict[int, ItemId] = field(default_factory=dict)
    fixed: set[int] = field(default_factory=set)
    worn: dict[int, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def items(self) -> dict[int, list[ItemId]]:
        """The items of every unit that has some, in the order of the manifest."""
        items: dict[int, list[ItemId]] = {}
        for item, at in self.home.items():
            items.setdefault(at, []).append(item)
        return items

    def put(self, item: ItemId, at: int, by: By) -> None:
        """Note where an item is."""
        self.home[item], self.by[item] = at, by
        self.used.add(at)


class _Item(NamedTuple):
    """An item of the manifest with the text that it was given out with, as it is compared."""

    id: ItemId
    bookmark: str
    text: str

    @classmethod
    def of(cls, anchor: Anchor) -> "_Item":
        """The item of an anchor."""
        id_ = ItemId(anchor.item)
        return cls(id_, anchor.bookmark, comparable_row(anchor.text) if id_.is_row else comparable(anchor.text))


def match(
    anchors: Sequence[Anchor],
    texts: Sequence[TextUnit],
    fixed: Iterable[str],
    optional: Iterable[str] = (),
    order: Sequence[str] = (),
) -> MatchedUnits:
    """Find the items of a manifest among units, and the `fixed` words around them; `optional` ones may be missing.

    `order` is what the plan prints: items by their ids, fixed words by their texts.
    """
    items = [_Item.of(anchor) for anchor in anchors if not anchor.shared_with]
    matching = MatchedUnits()
    _by_mark(items, texts, matching)
    missing = Counter(map(comparable_row, fixed))
    for words in (missing, Counter(optional)):
        matching.fixed |= _fixed(texts, words, matching.used)
        matching.used |= matching.fixed
    _by_text(items, texts, matching)
    matching.worn = _worn(texts, +missing, matching.used)
    matching.worn |= _replaced(texts, matching, +missing - Counter(matching.worn.values()), order)
    _cut_off(items, texts, matching)
    _copies(items, texts, matching)
    return matching


def _by_mark(items: Sequence[_Item], texts: Sequence[TextUnit], matching: MatchedUnits) -> None:
    """Match what has its bookmark or control still; a unit more under the mark of one that lost words is a piece of it."""
    reach, around_nothing, tagged = (_places(texts, marks) for marks in ("spans", "empty_bookmarks", "tags"))
    controls = {tag: item.id for item in items for tag in (item.id, item.bookmark)}

    def is_elsewhere(item: _Item, at: int) -> bool:
        """Whether the bookmark only reaches over the end of what stands before its item."""
        inside = {controls.get(tag) for tag in texts[at].tags} - {None}
        return bool(inside) and item.id not in inside

    for item in items:
        places = [at for at in reach[item.bookmark] if texts[at].is_row == item.id.is_row]
        places.sort(key=partial(is_elsewhere, item))
        if places:
            matching.put(item.id, next((at for at in places if at not in matching.used), places[0]), "bookmark")
    # A bookmark around nothing, in a paragraph that says something, was typed over.
    ways: tuple[tuple[By, Callable[[_Item], list[int]]], ...] = (
        ("bookmark", lambda item: around_nothing[item.bookmark]),
        ("control", lambda item: [*tagged[item.id], *tagged[item.bookmark]]),
    )
    for by, places_of in ways:
        for item in (item for item in items if item.id not in matching.home):
            fitting = (at for at in places_of(item) if texts[at].is_row == item.id.is_row)
            at = next((at for at in fitting if at not in matching.used), None)
            if at is not None:
                matching.put(item.id, at, by)
    # What stands behind an item that is whole is new.
    here = [item for item in items if item.id in matching.home]
    cut = [item for item in here if item.text not in texts[matching.home[item.id]].sayings()]
    for item in cut:
        pieces = [at for at in reach[item.bookmark] if at not in matching.used and not texts[at].is_row]
        matching.pieces |= dict.fromkeys(pieces, item.id)
    matching.used |= matching.pieces.keys()


def _places(texts: Sequence[TextUnit], marks: Literal["spans", "empty_bookmarks", "tags"]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, unit in enumerate(texts):
        for name in getattr(unit, marks):
            places[name].append(at)
    return places


def _fixed(texts: Sequence[TextUnit], missing: Counter[str], used: set[int]) -> set[int]:
    """The units that hold fixed words, each as often as the plan prints it."""
    fixed = set()
    for at, unit in enumerate(texts):
        if at not in used and missing[unit.text] > 0:
            missing[unit.text] -= 1
            fixed.add(at)
    return fixed


def _worn(texts: Sequence[TextUnit], missing: Counter[str], used: set[int]) -> dict[int, str]:
    """The paragraphs that are most like fixed words that are missing, in the running text very much so."""
    free = [at for at, unit in enumerate(texts) if at not in used and not unit.is_row]
    worn: dict[int, str] = {}
    for text in missing.elements():
        ratios = []
        for at in (at for at in free if at not in worn):
            if texts[at].lines[0].cell:
                ratio = SequenceMatcher(None, text, texts[at].text).ratio()
                ratios.append((ratio if ratio > _LIKE_WORDS else 0, at))
            else:
                ratios.append((words_in_common(text.split(), texts[at].text.split(), _LIKE_ENOUGH), at))
        if ratios and max(ratios)[0]:
            worn[max(ratios)[1]] = text
    return worn


def _replaced(
    texts: Sequence[TextUnit], matching: MatchedUnits, missing: Counter[str], order: Sequence[str]
) -> dict[int, str]:
    """The paragraphs that stand alone where fixed words are missing, between what is printed before and behind these."""
    places = {texts[at].text: at for at in matching.fixed} | matching.home
    replaced: dict[int, str] = {}
    for before, text, after in zip(order, order[1:], order[2:], strict=False):
        at = places.get(before, -2) + 1
        if missing[text] > 0 and places.get(after) == at + 1 and not texts[at].is_row:
            missing[text] -= 1
            replaced[at] = text
    return replaced


def _by_text(items: Sequence[_Item], texts: Sequence[TextUnit], matching: MatchedUnits) -> None:
    """Match what lost its marks: equal texts in their order, then those that are most alike."""
    lost = [item for item in items if item.id not in matching.home and item.text]
    free = [at for at in range(len(texts)) if at not in matching.used]
    if not lost or not free:
        return
    by_text: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for at in free:
        for text in texts[at].sayings():
            by_text[texts[at].is_row, text].append(at)

    def words_of(item: _Item) -> tuple[bool, str]:
        return item.id.is_row, item.text

    whole = [item for item in lost if item.id.part not in _LINES]
    for words, alike in groupby(sorted(whole, key=words_of), words_of):
        places = [at for at in by_text.get(words, []) if at not in matching.used]
        for item, at in zip(list(alike), places, strict=False):
            matching.put(item.id, at, "text")
    whole = [item for item in whole if item.id not in matching.home]
    _by_likeness(whole, [at for at in free if at not in matching.used], texts, matching)
    _lines_by_text(items, by_text, texts, matching)


def _lines_by_text(
    items: Sequence[_Item],
    by_text: Mapping[tuple[bool, str], Sequence[int]],
    texts: Sequence[TextUnit],
    matching: MatchedUnits,
) -> None:
    """Match the lines that say who does an item and by when, which many items print alike.

    They are those of an item that is still there, and stand between what the plan prints before and behind them.
    """
    paragraphs = [item for item in items if not item.id.is_row]
    printed = {item.id for item in paragraphs}
    ends, end = [], len(texts)
    for item in reversed(paragraphs):
        ends.append(end)
        end = matching.home.get(item.id, end)
    start = 0
    for item, end in zip(paragraphs, reversed(ends), strict=True):
        is_left = item.id.entry in matching.home or item.id.entry not in printed
        if item.id not in matching.home and item.id.part in _LINES and is_left:
            free = [at for at in range(start, end) if at not in matching.used]
            alike = [at for at in free if at in by_text.get((False, item.text), ())]
            if alike:
                matching.put(item.id, alike[0], "text")
            else:
                _by_likeness([item], free, texts, matching)
        start = matching.home.get(item.id, start - 1) + 1


def _by_likeness(
    items: Sequence[_Item], free: Iterable[int], texts: Sequence[TextUnit], matching: MatchedUnits
) -> None:
    """Match items with the free units that share most of their words, the likest first."""
    words = {item.id: item.text.split() for item in items}
    pairs = []
    for at in free:
        own = texts[at].text.split()
        alike = (item for item in items if texts[at].is_row == item.id.is_row)
        ratios = ((words_in_common(words[item.id], own, _LIKE_ENOUGH), item.id) for item in alike)
        pairs += [(-ratio, at, item) for ratio, item in ratios if ratio]
    for _, at, item in sorted(pairs):
        if item not in matching.home and at not in matching.used:
            matching.put(item, at, "likeness")


def _cut_off(items: Sequence[_Item], texts: Sequence[TextUnit], matching: MatchedUnits) -> None:
    """Note what stands beside an item that lost words and says just these: the other half of a divided paragraph whose mark ends before."""
    for item in (item for item in items if item.id in matching.home and not item.id.is_row):
        at = matching.home[item.id]
        own = texts[at].text
        if item.text == own or item.text in texts[at].sayings():
            continue
        lost = [*(Counter(_words(item.text)) - Counter(_words(own))).elements()]
        for beside in (at + 1, at - 1):
            is_free = beside in range(len(texts)) and beside not in matching.used | matching.worn.keys()
            words = _words(texts[beside].text) if is_free and not texts[beside].is_row else []
            if len(words) > 1 and words_in_common(lost, words, _CUT_OFF):
                matching.pieces[beside] = item.id
                matching.used.add(beside)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _copies(items: Sequence[_Item], texts: Sequence[TextUnit], matching: MatchedUnits) -> None:
    """Note the units that are nobody's and say again what an item says that is elsewhere."""
    telling = {(item.id.is_row, item.text): item.id for item in items if len(item.text) > _TELLING}
    homes = matching.used | matching.worn.keys()
    for at, unit in enumerate(texts):
        copied = next((telling[unit.is_row, text] for text in unit.sayings() if (unit.is_row, text) in telling), None)
        if copied and at not in homes:
            matching.copies[at] = copied
