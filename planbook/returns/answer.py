"""What a returned file says: edits as changes of the data, edits that clash with others, and what could not be read."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.returns.not_taken import Unread

ProposalKind = Literal["changed", "inserted", "deleted", "split", "merged", "moved", "duplicated"]
# What a report says behind the id; what is only changed shows by itself.
MOST_REFUSED = 200  # that are printed; a file of another plan would fill the screen for minutes
PROPOSAL_TERMS: Mapping[ProposalKind, Text] = {
    "inserted": Text("new"),
    "deleted": Text("deleted"),
    "split": Text("split from {with_}"),
    "merged": Text("merged into {with_}"),
    "moved": Text("moved behind {with_}"),
    "duplicated": Text("says again what {with_} says"),
}


def like_an_arrival(item: str) -> Text:
    """Why a new paragraph or row needs a yes that may be an item which came into the data since."""
    return Text(
        "the data hold {item} since the file was made, which may be this with other words or figures", {"item": item}
    )


def already_held(count: int) -> Text:
    """The note that a file was taken over before, or says what the data came to say without it."""
    return Text("edits of the file that the data hold already: {count}", {"count": count})


@dataclass(frozen=True, slots=True)
class Proposal:
    """One edit of a returned file, as changes of the data.

    `id` is that of the item, with the field behind a dot where only that changes: what `--accept` names. `at` says where
    it stands in the file. Without `doubt` the edit is certain; else it is taken over only if somebody says yes.
    `with_` is the item that a split, merged, moved or repeated one goes with.
    """

    id: str
    at: Text
    old: str
    new: str
    changes: tuple[Change, ...]
    doubt: Text | None = None
    kind: ProposalKind = "changed"
    with_: str = ""

    @property
    def item(self) -> str:
        """The id of the item without the field."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Refused:
    """One edit that is not taken back: where it stands, what it says now, and why not."""

    id: str
    at: Text
    old: str
    new: str
    why: Unread


@dataclass(frozen=True, slots=True)
class Conflict:
    """One fact that was edited in the file and in the data since the file was made, with all three states."""

    id: str
    at: Text
    base: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a returned file of a plan says; `notes` are about the file as a whole, `comments` people's own."""

    plan: str
    revision: str
    proposals: tuple[Proposal, ...] = ()
    refused: tuple[Refused, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[Text, ...] = ()
    comments: tuple[Text, ...] = ()

    def taken(self, accepted: Collection[str] = ()) -> Iterator[Proposal]:
        """The edits that are certain or that somebody said yes to, by the id of the item or of the edit."""
        for one in self.proposals:
            if one.doubt is None or {one.id, one.item} & set(accepted):
                yield one

    def is_left(self, accepted: Collection[str] = ()) -> bool:
        """Whether something is not taken over: refused, in conflict, or without the yes that it needs."""
        return bool(self.refused or self.conflicts) or len(list(self.taken(accepted))) < len(self.proposals)

    def data(self, language: str) -> Mapping[str, Any]:
        """The answer for other programs."""

        def said(text: Text) -> str:
            return text.in_language(language)

        return {
            "plan": self.plan,
            "revision": self.revision,
            "changes": [
                {
                    "id": one.id,
                    "place": said(one.at),
                    "old": one.old,
                    "new": one.new,
                    "kind": one.kind,
                    "with": one.with_ or None,
                    "kinds": sorted({change.kind for change in one.changes}),
                    "doubt": said(one.doubt) if one.doubt else None,
                }
                for one in self.proposals
            ],
            "refused": [
                {
                    "id": one.id,
                    "place": said(one.at),
                    "old": one.old,
                    "new": one.new,
                    "message": said(one.why.message),
                    "help": said(one.why.mend),
                }
                for one in self.refused
            ],
            "conflicts": [
                {"id": one.id, "place": said(one.at), "base": one.base, "file": one.theirs, "data": one.ours}
                for one in self.conflicts
            ],
            "notes": [said(one) for one in self.notes],
            "comments": [said(one) for one in self.comments],
        }


def answer_as_json(answer: Answer, language: str) -> str:
    """The answer as JSON."""
    return json.dumps(answer.data(language), ensure_ascii=False, indent=1) + "\n"


def answer_as_text(answer: Answer, language: str) -> str:
    """The answer for a terminal: what was and what is, edit by edit, then what needs a word of somebody."""
    lines = [note.in_language(language) for note in answer.notes]
    for one in answer.proposals:
        mark = "?" if one.doubt else "*"
        lines += [f"{mark} {one.id}  [{', '.join(_about(one, language))}]", *_two(one.old, one.new)]
        if one.doubt:
            yes = Text("to take it over: --accept {id}", {"id": one.id}).in_language(language)
            lines.append(f"    {one.doubt.in_language(language)}; {yes}")
    for clash in answer.conflicts:
        lines.append(f"! {clash.id}  [{clash.at.in_language(language)}]")
        told = (
            (Text("when the file was made"), clash.base),
            (Text("in the file"), clash.theirs),
            (Text("in the data"), clash.ours),
        )
        lines += [f"    {name.in_language(language)}: {words}" for name, words in told]
    for wrong in answer.refused[:MOST_REFUSED]:
        lines += [f"x {wrong.id}  [{wrong.at.in_language(language)}]", *_two(wrong.old, wrong.new)]
        lines += [f"    {wrong.why.message.in_language(language)}", f"    help: {wrong.why.mend.in_language(language)}"]
    if (more := len(answer.refused) - MOST_REFUSED) > 0:
        unshown = Text(
            "{count} more refused places are not shown here; --format json lists all of them", {"count": more}
        )
        lines.append(f"x {unshown.in_language(language)}")
    lines += [f"# {comment.in_language(language)}" for comment in answer.comments]
    values = {
        "changes": len(answer.proposals),
        "doubts": sum(one.doubt is not None for one in answer.proposals),
        "conflicts": len(answer.conflicts),
        "refused": len(answer.refused),
    }
    total = Text("changes: {changes} (to be confirmed: {doubts}); conflicts: {conflicts}; refused: {refused}", values)
    return "\n".join([*lines, total.in_language(language)]) + "\n"


def _about(one: Proposal, language: str) -> Iterator[str]:
    yield one.at.in_language(language)
    if one.kind in PROPOSAL_TERMS:
        said = PROPOSAL_TERMS[one.kind]
        yield Text(said.english, {"with_": one.with_ or "-"}).in_language(language)


def _two(old: str, new: str) -> list[str]:
    return [*(f"  - {line}" for line in old.splitlines()), *(f"  + {line}" for line in new.splitlines())]
