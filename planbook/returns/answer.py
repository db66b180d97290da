"""What a returned file says: its edits, how each gets into the data or why it does not, and how people are told."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.returns.not_taken import Unread
from planbook.text.writer import Edit, Insertion, Move

EditKind = Literal["changed", "inserted", "deleted", "split", "merged", "moved", "duplicated", "settled", "unread"]
# What a report says behind the id; what is only changed shows by itself.
_FEW = 8  # items that a note names
MOST_REFUSED = 200  # that are printed; a file of another plan would fill the screen for minutes
EDIT_TERMS: Mapping[EditKind, Text] = {
    "inserted": Text("new"),
    "deleted": Text("deleted"),
    "split": Text("split from {with_}"),
    "merged": Text("merged into {with_}"),
    "moved": Text("moved behind {with_}"),
    "duplicated": Text("says again what {with_} says"),
    "settled": Text("decided"),
}


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
    edits: tuple[Edit | Insertion | Move, ...] = ()
    lines: tuple[str, ...] = ()
    revisions: tuple[tuple[str, str], ...] = ()
    printed: str = ""

    @property
    def item(self) -> str:
        """The id of the item without the field."""
        return self.id.partition(".")[0]

    @property
    def is_conflict(self) -> bool:
        """Whether the same was edited in the file and in the data since the file was made."""
        return self.ours is not None

    @property
    def is_certain(self) -> bool:
        """Whether nobody has to say yes to it."""
        return self.doubt is None and not self.is_conflict

    def is_taken(self, accepted: Collection[str] = ()) -> bool:
        """Whether it is to be brought into the data: certain, or named by somebody, itself or its item."""
        return self.refused is None and (self.is_certain or bool({self.id, self.item} & set(accepted)))


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a returned file of a plan says; `notes` are about the file as a whole, `comments` people's own."""

    plan: str
    revision: str
    edits: tuple[FileEdit, ...] = ()
    notes: tuple[Text, ...] = ()
    comments: tuple[Text, ...] = ()

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

    def is_left(self, accepted: Collection[str] = ()) -> bool:
        """Whether something is not taken over: refused, in conflict, or without the yes that it needs."""
        return any(edit.is_conflict or not edit.is_taken(accepted) for edit in self.edits)

    def data(self, language: str) -> Mapping[str, Any]:
        """The answer for other programs."""

        def in_words(text: Text | None) -> str | None:
            return text.in_language(language) if text else None

        def values_of(edit: FileEdit) -> dict[str, Any]:
            return {"id": edit.id, "place": in_words(edit.at)}

        return {
            "plan": self.plan,
            "revision": self.revision,
            "changes": [
                {
                    **values_of(edit),
                    "old": edit.old,
                    "new": edit.new,
                    "kind": edit.kind,
                    "with": edit.with_ or None,
                    "kinds": sorted({change.kind for change in edit.changes}),
                    "doubt": in_words(edit.doubt),
                    "printed": edit.printed or None,
                }
                for edit in self.proposals
            ],
            "refused": [
                {
                    **values_of(edit),
                    "old": edit.old,
                    "new": edit.new,
                    "message": in_words(edit.refused.message if edit.refused else None),
                    "help": in_words(edit.refused.mend if edit.refused else None),
                }
                for edit in self.refused
            ],
            "conflicts": [
                {**values_of(edit), "base": edit.old, "file": edit.new, "data": edit.ours} for edit in self.conflicts
            ],
            "notes": [in_words(note) for note in self.notes],
            "comments": [in_words(comment) for comment in self.comments],
        }


def answer_as_json(answer: Answer, language: str) -> str:
    """All edits with their places, old and new values, and what became of each, for programs."""
    return json.dumps(answer.data(language), ensure_ascii=False, indent=1) + "\n"


def answer_as_text(answer: Answer, language: str) -> str:
    """The answer for a terminal: what was and what is, edit by edit, then what needs a word of somebody."""
    proposals, conflicts, refused = answer.proposals, answer.conflicts, answer.refused
    lines = [note.in_language(language) for note in answer.notes]
    for edits, as_line in ((proposals, _proposed), (conflicts, _clashing), (refused[:MOST_REFUSED], _refused)):
        lines += [line for edit in edits for line in as_line(edit, language)]
    if (more := len(refused) - MOST_REFUSED) > 0:
        unshown = Text(
            "{count} more refused places are not shown here; --format json lists all of them", {"count": more}
        )
        lines.append(f"x {unshown.in_language(language)}")
    lines += [f"# {comment.in_language(language)}" for comment in answer.comments]
    values = {
        "changes": len(proposals),
        "doubts": sum(edit.doubt is not None for edit in proposals),
        "conflicts": len(conflicts),
        "refused": len(refused),
    }
    total = Text("changes: {changes} (to be confirmed: {doubts}); conflicts: {conflicts}; refused: {refused}", values)
    return "\n".join([*lines, total.in_language(language)]) + "\n"


def _proposed(edit: FileEdit, language: str) -> Iterator[str]:
    about = [edit.at]
    if edit.kind in EDIT_TERMS:
        about.append(Text(EDIT_TERMS[edit.kind].english, {"with_": edit.with_ or "-"}))
    yield f"{'?' if edit.doubt else '*'} {edit.id}  [{', '.join(text.in_language(language) for text in about)}]"
    yield from _old_and_new(edit)
    if edit.printed:
        yield f"    {Text('will be printed as: {text}', {'text': edit.printed}).in_language(language)}"
    if edit.doubt:
        yes = Text("to take it over: --accept {id}", {"id": edit.id}).in_language(language)
        yield f"    {edit.doubt.in_language(language)}; {yes}"


def _clashing(edit: FileEdit, language: str) -> Iterator[str]:
    yield f"! {edit.id}  [{edit.at.in_language(language)}]"
    states = (
        (Text("when the file was made"), edit.old),
        (Text("in the file"), edit.new),
        (Text("in the data"), edit.ours),
    )
    yield from (f"    {name.in_language(language)}: {words}" for name, words in states)


def _refused(edit: FileEdit, language: str) -> Iterator[str]:
    assert edit.refused
    yield f"x {edit.id}  [{edit.at.in_language(language)}]"
    yield from _old_and_new(edit)
    yield f"    {edit.refused.message.in_language(language)}"
    yield f"    help: {edit.refused.mend.in_language(language)}"


def _old_and_new(edit: FileEdit) -> Iterator[str]:
    yield from (f"  - {line}" for line in edit.old.splitlines())
    yield from (f"  + {line}" for line in edit.new.splitlines())
