"""Legal bases and recipients, which are known by their numbers: the ones of the data under the names that a draft has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest

from planbook.model.entry import Entry
from planbook.model.plan import Plan
from planbook.returns.traced import Printed

_LIKE_ENOUGH = 0.6  # the share of letters that a reworded entry keeps
LISTED_FIELDS: Mapping[str, str] = {"basis": "legal_bases", "recipient": "recipients"}


def number_of(plan: Plan, item: str) -> tuple[str, int] | None:
    """The kind and number of a legal basis or recipient; None for any other item."""
    base, _, part = item.partition("--")
    kind, _, index = part.rpartition("-")
    return (kind, int(index)) if base == plan.id and kind in LISTED_FIELDS and index.isdigit() else None


def renamed_lines(
    plan: Plan, lines: Sequence[Printed], base: Mapping[str, str], said: Mapping[str, str]
) -> tuple[tuple[Printed, ...], dict[str, Entry | None]]:
    """The lines that the data print, and the entries of those that are known by numbers, under the names of a draft.

    `base` is what each item said when the draft was given out, `said` what it says there now. What came since has
    numbers that nothing had. The last of the recipients is the archive, which is no entry.
    """
    names: dict[str, str] = {}
    entries: dict[str, Entry | None] = {}
    for kind, key in LISTED_FIELDS.items():
        then = [item for item in base if (number_of(plan, item) or ("",))[0] == kind]
        now = {line.item: line.text for line in lines if (number_of(plan, line.item) or ("",))[0] == kind}
        partners = _partners(then, base, said, now)
        free = max(len(then), len(now))
        for index, (item, entry) in enumerate(zip_longest(now, getattr(plan, key))):
            name = partners.get(item, f"{plan.id}--{kind}-{free + index + 1}")
            names[item], entries[name] = name, entry
    return tuple(replace(line, item=names.get(line.item, line.item)) for line in lines), entries


def _partners(
    then: list[str], base: Mapping[str, str], said: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, str]:
    """The names in the draft of what the data have: by equal texts in order, by what the draft says, by likeness."""
    partners: dict[str, str] = {}
    old, new = [_plain(base[item]) for item in then], [_plain(text) for text in now.values()]
    for i, j, length in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        partners |= dict(zip(list(now)[j : j + length], then[i : i + length], strict=True))

    def likeness(item: str, name: str) -> float:
        if _plain(said.get(name, "")) == _plain(now[item]):
            return 1
        return SequenceMatcher(None, base[name], now[item], autojunk=False).ratio()

    free = [name for name in then if name not in partners.values()]
    pairs = [(likeness(item, name), item, name) for item in now if item not in partners for name in free]
    for ratio, item, name in sorted(pairs, key=lambda pair: -pair[0]):
        if ratio >= _LIKE_ENOUGH and item not in partners and name not in partners.values():
            partners[item] = name
    return partners


def _plain(text: str) -> str:
    return text.rstrip(";.")  # which of the two depends on the entry that follows
