"""What a returned file says: its edits, how each gets into the data or why it does not, and which of them somebody takes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.ooxml.content import REMARKER
from planbook.ooxml.pieces import Comment
from planbook.reading.not_taken import Unread
from planbook.text.writer import Edits

EditKind = Literal["changed", "inserted", "deleted", "split", "merged", "moved", "duplicated", "settled", "unread"]
AT_FILE = "@"  # between an edit and the file that it is of, where several come at once
ALL = "all"  # accepts every uncertain edit, but none that clashes
_FEW = 8  # items that a note names


def like_an_arrival(item: str) -> Text:
    """Why a new paragraph or row needs a yes that may be an item which came into the data since."""
    return Text(
        "the data hold {item} since the file was made, which may be this with other words or figures", {"item": item}
    )


def already_held(count: int) -> Text:
    """The note that a file was taken over before, or says what the data came to say without it."""
    return Text("edits of the file that the data hold already: {count}", {"count": count})


def as_before(items: Sequence[str]) -> Text:
    """The note about lines that say what they said, in another spelling or in other words, and stay as the data have them."""
    values = {"count": len(items), "items": ", ".join(items[:_FEW]) + ("…" if len(items) > _FEW else "")}
    return Text(
        "only spelt or said otherwise, with the same meaning, so left as the data have it: {count} ({items})", values
    )


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One edit of a returned file.

    `id` is that of the item (of something new the one that it would get), with the field behind a dot where only that
    changes: what `--accept` names. `at` says where it stands in the file; `old` is what the file was given out with
    there, `new` what it says now, and `ours` what the data say by now where that clashes with both. Without `doubt` and
    clash the edit is certain; else it is taken over only if somebody says yes. `refused` says why it never is, `printed` what
    the data will print where that says it in other words.

    `rivals` are what other files that came with this one make of the same.

    `with_` is the item that a split, merged, moved or repeated one goes with, `lines` what else a new item says,
    `revisions` who recorded the edit, and when. It gets into the data by `changes` of them, which a report names, or by
    `edits` of their file.
    """

    id: str
    at: Text
    old: str = ""
    new: str = ""
    kind: EditKind = "changed"
    with_: str = ""
    ours: str | None = None
    doubt: Text | None = None
    refused: Unread | None = None
    changes: tuple[Change, ...] = ()
    edits: Edits = ()
    lines: tuple[str, ...] = ()
    revisions: tuple[tuple[str, str], ...] = ()
    printed: str = ""
    rivals: tuple["Rival", ...] = ()

    @property
    def item(self) -> str:
        """The id of the item without the field."""
        return self.id.partition(".")[0]

    @property
    def is_conflict(self) -> bool:
        """Whether the same was edited in the file and in the data since the file was made, or in another file."""
        return self.ours is not None or bool(self.rivals)

    @property
    def is_certain(self) -> bool:
        """Whether nobody has to say yes to it."""
        return self.doubt is None and not self.is_conflict

    @property
    def names(self) -> frozenset[str]:
        """What somebody may call it by: itself, or its item."""
        return frozenset((self.id, self.item))


def outcome(made: Edits | Unread) -> Mapping[str, Any]:
    """The fields of an edit that say what it makes of the data, or why it makes nothing."""
    return {"refused": made} if isinstance(made, Unread) else {"edits": made}


@dataclass(frozen=True, slots=True)
class Rival:
    """What another file says of the same; `sender` names the file, the author and the day."""

    sender: str
    new: str


@dataclass(frozen=True, slots=True)
class FileComment:
    """What somebody wrote beside the text or a cell of a file; `item` is what it stands at, `words` how people are told."""

    item: str
    author: str
    date: str
    text: str
    words: Text


def comments_at(comments: Iterable[Comment], places: Mapping[str, str]) -> Iterator[FileComment]:
    """The comments that people made in a file, each with the item that it stands at, which `places` say by their keys."""
    for comment in comments:
        if comment.author != REMARKER:
            item = places.get(comment.key, "")
            values = {"author": comment.author or "?", "item": item or "-", "text": comment.text}
            words = Text("{author} at {item}: {text}", values)
            yield FileComment(item, comment.author, comment.date, comment.text, words)


@dataclass(frozen=True)
class EditChoice:
    """What somebody says about the edits of a file: which uncertain ones are taken over too, which are not, whose.

    `accepted` and `excepted` name edits or items; ALL accepts whatever is only uncertain. With `authors` only their edits are taken.
    """

    accepted: Collection[str] = ()
    excepted: Collection[str] = ()
    authors: Collection[str] = ()

    def for_file(self, file: str) -> "EditChoice":
        """What it says of one file: the names with no file behind them, and those with this one."""
        end = f"{AT_FILE}{file}"
        accepted, excepted = (
            {name.removesuffix(end) for name in names if AT_FILE not in name or name.endswith(end)}
            for names in (self.accepted, self.excepted)
        )
        return replace(self, accepted=accepted, excepted=excepted)

    def leaves(self, edit: FileEdit) -> bool:
        """Whether an edit is not to be taken whatever it says."""
        makers = {author.casefold() for author, _ in edit.revisions}
        is_other = bool(self.authors) and makers.isdisjoint(name.casefold() for name in self.authors)
        return is_other or not edit.names.isdisjoint(self.excepted)

    def takes(self, edit: FileEdit) -> bool:
        """Whether an edit is to be brought into the data."""
        if edit.refused or self.leaves(edit):
            return False
        is_accepted = not edit.names.isdisjoint(self.accepted) or (ALL in self.accepted and not edit.is_conflict)
        return edit.is_certain or is_accepted


TAKE_CERTAIN = EditChoice()


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a returned file of a plan says; `notes` are about the file as a whole, `comments` people's own."""

    plan: str
    revision: str
    edits: tuple[FileEdit, ...] = ()
    notes: tuple[Text, ...] = ()
    comments: tuple[FileComment, ...] = ()

    @property
    def proposals(self) -> tuple[FileEdit, ...]:
        """The edits that can be brought into the data."""
        return tuple(edit for edit in self.edits if not edit.refused and not edit.is_conflict)

    @property
    def refused(self) -> tuple[FileEdit, ...]:
        """The edits that are not taken back."""
        return tuple(edit for edit in self.edits if edit.refused)

    @property
    def conflicts(self) -> tuple[FileEdit, ...]:
        """The edits of what was edited in the data too."""
        return tuple(edit for edit in self.edits if edit.is_conflict and not edit.refused)

    @property
    def is_untouched(self) -> bool:
        """Whether a file came back as it was given out: nothing of it was edited, not even what the data hold by now."""
        held_already = already_held(0).english
        return not self.edits and not self.comments and not any(note.english == held_already for note in self.notes)

    def is_left(self, choice: EditChoice = TAKE_CERTAIN) -> bool:
        """Whether something is not taken over: refused, in conflict, or without the yes that it needs."""
        return any(edit.is_conflict or not choice.takes(edit) for edit in self.edits)
