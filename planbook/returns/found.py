"""What an edited file changes, thing by thing: what it was, what it is, and how it gets into the data, or why not."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.returns.answer import Answer, Conflict, Proposal, ProposalKind, Refused, already_held, like_an_arrival
from planbook.returns.not_taken import Unread
from planbook.text.writer import Edit, Insertion, Move

EditKind = ProposalKind | Literal["unread"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that somebody left beside an item; `item` is empty where it stands beside none."""

    item: str
    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One thing that an edited file changes.

    `item` is its id, of something new the id that it would get; `with_` the item that it was split from, merged into
    or copied from. `old` is the text that the file was given out with, `new` what it says now, `ours` what the data
    print by now where that is neither. Only what is `certain` is applied unasked. `edits` bring it into the data;
    where `refused` says why that cannot be, there are none. `revisions` are who recorded the change, and when;
    `lines` what else a new item says, and `doubt` why it is not certain, where that is no matter of its kind.
    """

    kind: EditKind
    item: str
    place: Text
    old: str = ""
    new: str = ""
    ours: str = ""
    with_: str = ""
    is_certain: bool = True
    refused: Unread | None = None
    edits: tuple[Edit | Insertion | Move, ...] = ()
    revisions: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    doubt: Text | None = None

    @property
    def is_conflict(self) -> bool:
        """Whether the data say something else by now."""
        return bool(self.ours)


@dataclass(frozen=True, slots=True)
class Pulled:
    """Everything that an edited file says: of which plan and which state of its data, what it changes, its comments.

    `origin` is "known" where the state of the data is one of the repository, else "unknown", or "none" where the file
    does not say what it was made of. `order` are the ids of the paragraphs in the order of the file, new ones too;
    `held` says how many edits the data hold already.
    """

    plan: str
    revision: str
    origin: Literal["known", "unknown", "none"]
    found: tuple[FileEdit, ...]
    remarks: tuple[Remark, ...] = ()
    order: tuple[str, ...] = ()
    held: int = 0


def chosen(found: Iterable[FileEdit], accepted: Iterable[str]) -> list[FileEdit]:
    """What is to be applied: what is certain, and what somebody accepted by its id."""
    wanted = set(accepted)
    return [one for one in found if not one.refused and (one.is_certain or one.item in wanted)]


def answer(pulled: Pulled, done: Collection[FileEdit], left: Collection[FileEdit], changes: Iterable[Change]) -> Answer:
    """What a draft says as every returned file is told: what can be brought into the data, and what is `left`.

    `changes` are those of the data, each told with the item that it belongs to.
    """
    refused = [one for one in left if one.refused]
    clashes = [one for one in left if one.is_conflict and not one.refused]
    of_item: dict[str, list[Change]] = {}
    for change in changes:
        of_item.setdefault(change.item, []).append(change)
    undone = {id(one) for one in (*refused, *clashes)}
    proposals = [*done, *(one for one in left if id(one) not in undone)]
    return Answer(
        pulled.plan,
        pulled.revision,
        tuple(_proposal(one, of_item) for one in _in_order(proposals)),
        tuple(Refused(one.item or "-", one.place, one.old, one.new, one.refused) for one in refused if one.refused),
        tuple(Conflict(one.item, one.place, one.old, one.new, one.ours) for one in clashes),
        tuple(_notes(pulled)),
        tuple(_remark(one) for one in pulled.remarks),
    )


def _in_order(found: Iterable[FileEdit]) -> list[FileEdit]:
    return sorted(found, key=lambda one: int(str(one.place.values.get("number", 0))))


def _proposal(one: FileEdit, changes: dict[str, list[Change]]) -> Proposal:
    base = one.item.partition("--")[0]
    doubt = one.doubt
    if not one.is_certain and not doubt:
        doubt = {
            "duplicated": Text("the paragraph may be a copy that somebody forgot"),
            "changed": Text("nothing marks the paragraph as this item; it is only the most like it"),
            "inserted": like_an_arrival(one.with_),
        }.get(one.kind if one.with_ or one.kind != "inserted" else "", Text("nothing marks what this belongs to"))
    kind = "changed" if one.kind == "unread" else one.kind
    new = "\n".join((one.new, *one.lines))
    return Proposal(one.item, one.place, one.old, new, tuple(changes.get(base, ())), doubt, kind, one.with_)


def _notes(pulled: Pulled) -> Iterator[Text]:
    if pulled.origin == "none":
        yield Text(
            "the file does not say what it was made of; it is compared with the plan {plan} as it is now, and every "
            "edit needs a yes",
            {"plan": pulled.plan},
        )
    elif pulled.origin == "unknown":
        yield Text(
            "the file was made of revision {revision}, which this repository does not know; it is compared with the texts "
            "that it was given out with",
            {"revision": pulled.revision or "-"},
        )
    if pulled.held:
        yield already_held(pulled.held)


def _remark(one: Remark) -> Text:
    values = {"author": one.author or "?", "item": one.item or "-", "text": one.text}
    return Text("{author} at {item}: {text}", values)
