"""Where the entries of a plan stand, so that one can be taken out, put beside another one, or moved."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from planbook.model.entry import Entry, as_id, is_id
from planbook.model.item import ItemId, unused_id
from planbook.model.plan import Plan

# The lists of a plan whose entries have no ids: what their lines are called, and their keys.
LISTED_FIELDS: Mapping[str, str] = {"addressee": "addressed_to", "basis": "legal_bases", "recipient": "recipients"}
_WORDS = 7  # of an item's text make its id
_LENGTH = 48


def first_id(text: str) -> str:
    """The id that the first words of a text make."""
    words = as_id(text).split("-")[:_WORDS]
    while len(words) > 1 and len("-".join(words)) > _LENGTH:
        words.pop()
    base = "-".join(words)[:_LENGTH].strip("-")
    return base if is_id(base) else f"item-{base}".strip("-")


def is_id_of(item: str, text: str) -> bool:
    """Whether an id is made of the first words of a text, with a number behind them where another item has them too."""
    stem, _, count = item.rpartition("-")
    return first_id(text) in (item, stem if count.isdigit() else item)


def free_id(text: str, used: Collection[str]) -> str:
    """The id that the first words of a text make, with a number behind it where another item has it."""
    return unused_id(first_id(text), used)


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of an entry: under a key of its parent, as the how-manieth of a list (None: it is no list)."""

    parent: Entry
    key: str
    index: int | None


class Outline:
    """The entries of a plan by their ids, each with its spot.

    `listed` are those that a draft knows by numbers which they do not have any more.
    """

    def __init__(self, plan: Plan, listed: Mapping[ItemId, Entry | None] | None = None) -> None:
        self.plan = plan
        self._listed = listed or {}
        self.entries: dict[str, Entry] = {}
        self._spots: dict[int, Spot] = {}
        self._note(plan)

    def _note(self, entry: Entry) -> None:
        if id_ := getattr(entry, "id", None):
            self.entries.setdefault(id_, entry)
        for key, value in entry:
            if isinstance(value, Entry):
                self._spots[id(value)] = Spot(entry, key, None)
                self._note(value)
            elif isinstance(value, tuple) and value and isinstance(value[0], Entry):
                for index, child in enumerate(value):
                    self._spots[id(child)] = Spot(entry, key, index)
                    self._note(child)

    def spot(self, entry: Entry) -> Spot | None:
        """Where an entry stands; the plan itself stands nowhere."""
        return self._spots.get(id(entry))

    def above(self, entry: Entry) -> Iterator[Entry]:
        """The entries around one, the nearest first."""
        while spot := self.spot(entry):
            entry = spot.parent
            yield entry

    def siblings(self, spot: Spot) -> tuple[Entry, ...]:
        """The list that a spot is in."""
        value = getattr(spot.parent, spot.key)
        return value if isinstance(value, tuple) else (value,)

    def holder(self, item: ItemId) -> Entry | None:
        """The entry that prints an item: x for x--lead, for plan--recipient-2 the second recipient."""
        if item in self._listed:
            return self._listed[item]
        if item.entry == self.plan.id and item.kind in LISTED_FIELDS and item.ordinal:
            listed: tuple[Entry, ...] = getattr(self.plan, LISTED_FIELDS[item.kind])
            return listed[item.ordinal - 1] if item.ordinal <= len(listed) else None
        return self.entries.get(item.entry)

    def new_id(self, text: str, used: Collection[str]) -> str:
        """An id for a new entry, made of the first words of its text, that nothing in the plan has."""
        return free_id(text, {*self.entries, *used})
