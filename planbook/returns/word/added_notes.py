"""Footnotes that somebody added to a draft: from their signs in its text to mentions and entries of the data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from planbook.loading.shared_registers import entry_texts
from planbook.messages.diagnostics import Text
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.ooxml.blocks import FIRST_ADDED_SIGN
from planbook.reading.not_taken import FOOTNOTE, Unread, attempted
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.spots import Outline
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.returns.word.rewording import reworded
from planbook.text.writer import Addition, Edit, Insertion, Move


def notes_of_rows(draft: ReturnedDraft) -> Iterator[FileEdit]:
    """The footnotes that somebody added to rows of tables, each asked about for the text of the same item, which can have them."""
    for at, (row, *_) in draft.matching.items().items():
        signs = "".join(letter for letter in draft.units[at].text if letter >= FIRST_ADDED_SIGN) if row.is_row else ""
        if not signs:
            continue
        item = ItemId(row.without_row)
        line = draft.ours.get(item)
        ours = draft.printed_now(item)
        was = draft.base.get(item, ours)
        end = "." if ours.endswith(".") else ""
        new = f"{ours.removesuffix(end)}{signs}{end}"
        is_edited = was != ours or any(
            item in items and draft.text(place, item) != was for place, items in draft.matching.items().items()
        )
        made = attempted(reworded, line, new, draft.context) if line and line.fields and not is_edited else FOOTNOTE
        if isinstance(made, Unread):
            yield draft.edit("changed", row, at, made, old=draft.was(row), new=draft.units[at].text)
        else:
            yield draft.edit("changed", item, at, made, old=ours, new=new, doubt=_IN_A_TABLE)


_IN_A_TABLE = Text("the footnote stands in a table, which prints none: it would go to the text of the plan")


def notes_taken(
    plan: Plan, outline: Outline, edits: Sequence[FileEdit], notes: Mapping[str, str]
) -> Iterator[FileEdit]:
    """The edits with a mention and an entry of its own for each added footnote, or refused where that cannot be."""
    used = {edit.item for edit in edits}
    last = plan.footnotes[-1].source if plan.footnotes else None
    for edit in edits:
        written = (text for part in edit.edits if not isinstance(part, Move) for text in entry_texts(part.value))
        signs = [letter for letter in dict.fromkeys("".join((edit.new, *written))) if letter >= FIRST_ADDED_SIGN]
        if not signs or edit.refused:
            yield edit
            continue
        if not all(notes.get(sign) for sign in signs):
            yield replace(edit, refused=FOOTNOTE, edits=())
            continue
        mentions: dict[str, str] = {}
        made: list[Insertion] = []
        for sign in signs:
            id_ = outline.new_id(notes[sign], used)
            used.add(id_)
            mentions[sign] = f"{{footnote:{id_}}}"
            made.append(Insertion(plan.source, "footnotes", {"id": id_, "text": notes[sign]}, last))
        yield replace(edit, edits=(*(_mentioning(part, mentions) for part in edit.edits), *made))


def _mentioning(
    part: Edit | Insertion | Move | Addition, mentions: Mapping[str, str]
) -> Edit | Insertion | Move | Addition:
    return part if isinstance(part, Move) else replace(part, value=_filled(part.value, mentions))


def _filled(value: Any, mentions: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return "".join(mentions.get(letter, letter) for letter in value)
    if isinstance(value, Mapping):
        return {key: _filled(inner, mentions) for key, inner in value.items()}
    return [_filled(inner, mentions) for inner in value] if isinstance(value, list | tuple) else value
