"""Addressees, legal bases and recipients, which are known by their numbers: the ones of the data under the names that a draft has."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest

from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.returns.fields.spots import LISTED_FIELDS
from planbook.returns.fields.traced import Printed

_LEAD = re.compile(r"\A(?:- |\w+ \w+: )")
_LIKE_ENOUGH = 0.6  # the share of letters that a reworded entry keeps


def number_of(plan: Plan, item: ItemId) -> int:
    """The number of an addressee, legal basis or recipient; 0 for any other item."""
    return item.ordinal if item.entry == plan.id and item.kind in LISTED_FIELDS else 0


def renamed_lines(
    plan: Plan, lines: Sequence[Printed], base: Mapping[ItemId, str], texts: Mapping[ItemId, str]
) -> tuple[tuple[Printed, ...], dict[ItemId, Entry | None]]:
    """The lines that the data print, and the entries of those that are known by numbers, under the names of a draft.

    `base` is what each item said when the draft was given out, `texts` what it says there now. What came since has
    numbers that nothing had. The last of the recipients is the archive, which is no entry.
    """
    names: dict[ItemId, ItemId] = {}
    entries: dict[ItemId, Entry | None] = {}
    for kind, key in LISTED_FIELDS.items():
        then = [item for item in base if number_of(plan, item) and item.kind == kind]
        now = {line.item: line.text for line in lines if number_of(plan, line.item) and line.item.kind == kind}
        partners = _partners(then, base, texts, now)
        free = max(len(then), len(now))
        for index, (item, entry) in enumerate(zip_longest(now, getattr(plan, key)), free + 1):
            name = partners.get(item) or ItemId.of(plan.id, kind, index)
            names[item], entries[name] = name, entry
    return tuple(replace(line, item=names.get(line.item, line.item)) for line in lines), entries


def _partners(
    then: list[ItemId], base: Mapping[ItemId, str], texts: Mapping[ItemId, str], now: Mapping[ItemId, str]
) -> dict[ItemId, ItemId]:
    """The names in the draft of what the data have: by equal texts in order, by what the draft says, by likeness."""
    partners: dict[ItemId, ItemId] = {}
    old, new = [unmarked(base[item]) for item in then], [unmarked(text) for text in now.values()]
    for i, j, length in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        partners |= dict(zip(list(now)[j : j + length], then[i : i + length], strict=True))

    def likeness(item: ItemId, name: ItemId) -> float:
        if unmarked(texts.get(name, "")) == unmarked(now[item]):
            return 1
        return SequenceMatcher(None, base[name], now[item], autojunk=False).ratio()

    free = [name for name in then if name not in partners.values()]
    pairs = [(likeness(item, name), item, name) for item in now if item not in partners for name in free]
    for ratio, item, name in sorted(pairs, key=lambda pair: -pair[0]):
        if ratio >= _LIKE_ENOUGH and item not in partners and name not in partners.values():
            partners[item] = name
    return partners


def unmarked(text: str) -> str:
    """A line of a list without the signs that depend on its neighbours."""
    # Which sign it ends with depends on the entry that follows; what it begins with, on how many addressees there are.
    return _LEAD.sub("", text.rstrip(";."))
