"""How people and programs are told what a returned file says."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from planbook.messages.diagnostics import Diagnostic, Text, findings_as_text, findings_data
from planbook.model.period import official_day
from planbook.returns.answers.answer import Answer, EditKind, FileEdit

MOST_REFUSED = 200  # that are printed; a file of another plan would fill the screen for minutes
# What a report says behind the id; what is only changed shows by itself.
EDIT_TERMS: Mapping[EditKind, Text] = {
    "inserted": Text("new"),
    "deleted": Text("deleted"),
    "split": Text("split from {with_}"),
    "merged": Text("merged into {with_}"),
    "moved": Text("moved behind {with_}"),
    "duplicated": Text("says again what {with_} says"),
    "settled": Text("decided"),
}


def answer_data(answer: Answer) -> Mapping[str, Any]:
    """The answer for other programs."""

    def in_words(text: Text | None) -> str | None:
        return text.spoken() if text else None

    def values_of(edit: FileEdit) -> dict[str, Any]:
        by = [{"author": author, "day": day} for author, day in edit.revisions]
        return {"id": edit.id, "place": in_words(edit.at), "by": by}

    return {
        "plan": answer.plan,
        "revision": answer.revision,
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
            for edit in answer.proposals
        ],
        "refused": [
            {
                **values_of(edit),
                "old": edit.old,
                "new": edit.new,
                "message": in_words(edit.refused.message if edit.refused else None),
                "help": in_words(edit.refused.mend if edit.refused else None),
            }
            for edit in answer.refused
        ],
        "conflicts": [
            {
                **values_of(edit),
                "base": edit.old,
                "file": edit.new,
                "data": edit.ours,
                "others": [{"from": rival.sender, "file": rival.new} for rival in edit.rivals],
            }
            for edit in answer.conflicts
        ],
        "notes": [in_words(note) for note in answer.notes],
        "comments": [in_words(comment.words) for comment in answer.comments],
    }


def answer_as_text(answer: Answer) -> str:
    """The answer for a terminal: what was and what is, edit by edit, then what needs a word of somebody."""
    proposals, conflicts, refused = answer.proposals, answer.conflicts, answer.refused
    lines = [note.spoken() for note in answer.notes]
    for edits, as_line in ((proposals, _proposed), (conflicts, _clashing), (refused[:MOST_REFUSED], _refused)):
        lines += [line for edit in edits for line in as_line(edit)]
    if (more := len(refused) - MOST_REFUSED) > 0:
        unshown = Text(
            "{count} more refused places are not shown here; --format json lists all of them", {"count": more}
        )
        lines.append(f"x {unshown.spoken()}")
    lines += [f"# {comment.words.spoken()}" for comment in answer.comments]
    values = {
        "changes": len(proposals),
        "doubts": sum(edit.doubt is not None for edit in proposals),
        "conflicts": len(conflicts),
        "refused": len(refused),
    }
    total = Text("changes: {changes} (to be confirmed: {doubts}); conflicts: {conflicts}; refused: {refused}", values)
    return "\n".join([*lines, total.spoken()]) + "\n"


def answers_as_json(answers: Sequence[tuple[str, Answer]], warnings: Iterable[Diagnostic] = ()) -> str:
    """All edits of files by their names, those of one file alone as they are, and what the checks warn of since, for programs."""
    files = [{"file": file, **answer_data(answer)} for file, answer in answers]
    data = {**({"files": files} if len(files) > 1 else answer_data(answers[0][1])), "warnings": findings_data(warnings)}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def answers_as_text(answers: Sequence[tuple[str, Answer]]) -> str:
    """The answers of files one after the other, each under the name of its file where there are several."""
    if len(answers) == 1:
        return answer_as_text(answers[0][1])
    return "\n".join(f"== {file}\n{answer_as_text(answer)}" for file, answer in answers)


def warnings_as_text(warnings: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]]) -> str:
    """What the checks warn of once everything that is taken is in the data, and did not before; empty where that is nothing."""
    if not warnings:
        return ""
    intro = Text("with what is taken the checks warn of what they did not before:").spoken()
    return f"{intro}\n{findings_as_text(warnings, lines)}\n"


def _proposed(edit: FileEdit) -> Iterator[str]:
    kind = [Text(EDIT_TERMS[edit.kind].english, {"with_": edit.with_ or "-"})] if edit.kind in EDIT_TERMS else []
    yield f"{'?' if edit.doubt else '*'} {edit.id}  [{_about(edit, *kind)}]"
    yield from _old_and_new(edit)
    if edit.printed:
        yield f"    {Text('will be printed as: {text}', {'text': edit.printed}).spoken()}"
    if edit.doubt:
        yes = Text("to take it over: --accept {id}", {"id": edit.id}).spoken()
        yield f"    {edit.doubt.spoken()}; {yes}"


def _clashing(edit: FileEdit) -> Iterator[str]:
    yield f"! {edit.id}  [{_about(edit)}]"
    states = (
        (Text("when the file was made"), edit.old),
        (Text("in the file"), edit.new),
        *([] if edit.ours is None else [(Text("in the data"), edit.ours)]),
        *((Text("in {sender}", {"sender": rival.sender}), rival.new) for rival in edit.rivals),
    )
    yield from (f"    {name.spoken()}: {words}" for name, words in states)


def _refused(edit: FileEdit) -> Iterator[str]:
    assert edit.refused
    yield f"x {edit.id}  [{_about(edit)}]"
    yield from _old_and_new(edit)
    yield f"    {edit.refused.message.spoken()}"
    yield f"    help: {edit.refused.mend.spoken()}"


def _about(edit: FileEdit, *kind: Text) -> str:
    """Where an edit stands, what it is, who made it and when."""
    return ", ".join([*(text.spoken() for text in (edit.at, *kind)), *authors_and_days(edit.revisions)])


def authors_and_days(revisions: Sequence[tuple[str, str]]) -> list[str]:
    """Authors and days in words: "An 02/11/2026"."""
    days = [(author, iso_day(stamp)) for author, stamp in revisions]
    pairs = ((author or "?", day and official_day(date.fromisoformat(day))) for author, day in days if author or day)
    return list(dict.fromkeys(" ".join(pair).strip() for pair in pairs))


def iso_day(stamp: str) -> str:
    """The day of a time as files note it, 2026-11-02; nothing where it is none."""
    try:
        return date.fromisoformat(stamp[:10]).isoformat()
    except ValueError:
        return ""


def _old_and_new(edit: FileEdit) -> Iterator[str]:
    yield from (f"  - {line}" for line in edit.old.splitlines())
    yield from (f"  + {line}" for line in edit.new.splitlines())
