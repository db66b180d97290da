"""What changed, in sentences, the weightiest first, each with the agencies whose work it touches.

Programs get the values of a change beside it as plain data: figures with comparator and unit, ids, times as files
have them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from planbook.changes.change import Change
from planbook.changes.compare import TOGETHER, without_places
from planbook.changes.effects import AGENCY_LISTS, effects
from planbook.changes.in_force import ASSIGNED, agencies_of_register
from planbook.changes.telling import in_one_sentence
from planbook.changes.terms import ENTRY_TERMS
from planbook.changes.weights import TEXTS, WEIGHTS, Weight, weight_of
from planbook.changes.words import Side
from planbook.messages.diagnostics import Span, Text
from planbook.model.agency import AgencyGroup, FunctionMove
from planbook.model.assigned import Assigned
from planbook.model.entry import Entry
from planbook.model.mentions import mention_ids
from planbook.model.number import float_free
from planbook.model.period import When
from planbook.model.plan import Plan, Recipient, Section
from planbook.model.target import TargetValue
from planbook.model.task import TaskGroup
from planbook.wording.tokens import MarkedText, marked_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSentence:
    """One change in words, with the item, its number in the plan, and the agencies whose work it touches.

    `anchor` is the id under which the plan's page shows it, empty where it does not. `was` and `now` are both values in
    words, which differ by `delta` of a `unit` where that can be said; `old` and `new` the two texts of a change of
    wording, for a reader to compare. `before` and `after` are the values as plain
    data, `of` is what kind of thing it is about, `plans` those that print a register otherwise,
    `members` the bodies of groups among the agencies.
    """

    weight: Weight
    kind: str
    plan: str = ""
    item: str
    anchor: str = ""
    place: str = ""
    sentence: Text
    agencies: tuple[str, ...] = ()
    span: Span | None
    old: str = ""
    new: str = ""
    field: str = ""
    name: str = ""
    was: str | Text = ""
    now: str | Text = ""
    delta: Decimal | None = None
    unit: str = ""
    old_span: Span | None = None
    of: str = ""
    before: object = None
    after: object = None
    plans: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def marks(self) -> list[MarkedText]:
        """The words of a text with those that are gone and those that are new; nothing for what is no text."""
        return marked_words(self.old, self.new) if self.old or self.new else []

    @property
    def behind_title(self) -> str:
        """The sentence on a Vietnamese page behind the short title of its plan, which one about the plan itself does not repeat."""
        words = self.sentence.in_language("vi")
        return words.removeprefix(f"{self.name}: ") if self.of == str(ENTRY_TERMS[Plan]) else words


def change_log(changes: Iterable[Change], old: Side, new: Side) -> list[ChangeSentence]:
    """The changes of one plan (or of the registers) in words, by weight, else in the order of the plan."""
    return list(by_weight(_change_sentence(change, old, new) for change in effects(changes, old, new)))


def by_weight(sentences: Iterable[ChangeSentence]) -> tuple[ChangeSentence, ...]:
    """Changes with the weightiest first, else in their order."""
    return tuple(sorted(sentences, key=lambda sentence: WEIGHTS.index(sentence.weight)))


def _change_sentence(change: Change, old: Side, new: Side) -> ChangeSentence:
    telling = in_one_sentence(change, old, new)
    here = old if change.kind == "remove" else new
    is_text = change.kind == "set" and change.field in TEXTS and bool(telling.old and telling.new)
    earlier = change.old_entry
    agencies = tuple(dict.fromkeys(_agencies(change, old, new)))
    members = dict.fromkeys(member for on in (old, new) for member in _members(agencies, on))
    return ChangeSentence(
        weight=weight_of(change, old, new),
        kind=change.kind,
        plan=change.plan,
        item=change.item,
        anchor="" if change.kind == "remove" else new.anchor(change.item),
        place=here.place(getattr(change.entry, "id", None) or change.item),
        sentence=telling.sentence,
        agencies=agencies,
        span=change.span,
        old=str(telling.old) if is_text else "",
        new=str(telling.new) if is_text else "",
        field=change.field,
        name=here.name(change.entry),
        was=telling.old,
        now=telling.new,
        delta=telling.delta,
        unit=telling.unit,
        of=str(ENTRY_TERMS.get(type(change.entry), "item")),
        before=_plain_value(change.field, change.old),
        after=_plain_value(change.field, change.new),
        members=tuple(member for member in members if member not in agencies),
        old_span=earlier.source.span(change.field or None) if earlier and earlier.source else None,
    )


def _members(agencies: Iterable[str], on: Side) -> Iterator[str]:
    """The bodies of groups among agencies: in a plan, or where a register says otherwise in any."""
    workspace = on.workspace
    plans = [on.plan] if on.plan else [*workspace.plans.values()]
    groups = [agency for agency in agencies if isinstance(workspace.agencies.get(agency), AgencyGroup)]
    return (member for plan in plans for group in groups for member in workspace.members(group, plan))


def _agencies(change: Change, old: Side, new: Side) -> Iterator[str]:
    """Everybody whose work a change touches, before it and now."""
    if change.field == "id":
        old = new
    earlier = change.entry if change.field == "id" else change.old_entry
    sides = [(old, earlier, change.old), (new, change.entry if change.kind != "remove" else None, change.new)]
    if not change.plan:
        for _, entry, _ in sides:
            is_called_so_now = entry is change.entry or getattr(entry, "id", "") == change.item
            yield from agencies_of_register(entry) if entry and is_called_so_now else ()
    own = [on.known_as(agency) for on, entry, _ in sides if entry for agency in _of_item(change, on, entry)]
    yield from own
    spoken_of = [set(map(on.known_as, _spoken_of(change, on, entry, value))) for on, entry, value in sides]
    if change.field in (*AGENCY_LISTS, "recipients", "addressed_to", "values", "functions"):
        yield from sorted(
            spoken_of[0] ^ spoken_of[1] if change.field in ("members", "original") else spoken_of[0] | spoken_of[1]
        )
    elif own:
        yield from sorted(spoken_of[0] ^ spoken_of[1])
    else:
        yield from sorted(spoken_of[0] | spoken_of[1])


def _of_item(change: Change, on: Side, entry: Entry) -> Iterable[str]:
    id_ = getattr(entry, "id", "")
    if not change.plan:
        return ()
    if isinstance(entry, Plan):
        if change.kind == "set":
            return ()
        return (agency for section in entry.outline for agency in on.force.agencies(section.id))
    if isinstance(entry, TaskGroup | Section) and change.field in ASSIGNED:
        return on.force.of_group(id_)
    return on.force.agencies(id_)


def _spoken_of(change: Change, on: Side, entry: Entry | None, value: object) -> Iterator[str]:
    """The agencies that a value names, or where an item of a plan comes or goes its texts."""
    if entry is None or change.kind == "move":
        return
    if change.kind in ("add", "remove"):
        parts = entry.walk() if change.plan and not isinstance(entry, Plan) else ()
        yield from (agency for part in parts for _, text in part for agency in _mentioned(text))
        return
    for part in value if isinstance(value, tuple) else (value,):
        yield from _agencies_of(part, on)


def _agencies_of(part: object, on: Side) -> Iterable[str]:
    match part:
        case Assigned() | TargetValue():
            return (part.agency,) if part.agency else ()
        case Recipient():
            return part.agencies
        case str():
            return (part,) if part in on.workspace.agencies else _mentioned(part)
        case FunctionMove():
            return (part.to,)
    return ()


def _mentioned(text: object) -> Iterator[str]:
    if isinstance(text, str) and "{agency:" in text:
        yield from mention_ids(text, "agency")


def _plain_value(field: str, value: object) -> object:
    """A value as data: a figure with its comparator and unit, ids, times as files have them."""
    if field in TOGETHER and isinstance(value, tuple):
        return {name: _plain(part) for name, part in zip(TOGETHER[field], value, strict=False) if part is not None}
    return _plain(value)


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return float_free(value)
        case When():
            return str(value)
        case Entry():
            data = without_places(value)
            return {name: part for name, part in data.items() if part not in (None, [], False)}  # type: ignore[attr-defined]
        case (Decimal() as amount, str() | None):
            return float_free(amount)
        case tuple():
            return [_plain(part) for part in value]
    return value
