"""What a returned Word draft changes, item by item, and how that gets into the YAML; what of it the data hold already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from planbook.messages.diagnostics import Text
from planbook.model.appendix import PlanAppendix
from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.mentions import mention_ids
from planbook.model.plan import Decision, Footnote
from planbook.model.target import Target
from planbook.model.task import Task
from planbook.reading.context import Context, with_documents
from planbook.reading.not_taken import FOOTNOTE, GONE_IN_DATA, ODD, TWICE_SAID, NotTaken, Unread, attempted
from planbook.reading.proposed_documents import DOCUMENT_REGISTER, look_at
from planbook.reading.targets import read_target
from planbook.reading.typed_lines import ADDED, NUMBERED, is_numbered, worded
from planbook.returns.answers.answer import FileComment, FileEdit, comments_at, outcome
from planbook.returns.fields.lines_out import LAST_ONE, OF_ASSIGNMENT, line_out
from planbook.returns.fields.listed_lines import number_of
from planbook.returns.fields.spots import Outline, Spot
from planbook.returns.fields.three_way import combined
from planbook.returns.word.added_notes import notes_of_rows, notes_taken
from planbook.returns.word.decisions import is_ticked, settled, ticked_words
from planbook.returns.word.draft import in_tables, merged_doubt, number_of_paragraph, paragraph_place, usual_doubt
from planbook.returns.word.extras import leftovers
from planbook.returns.word.moving import moved_items, moves_held
from planbook.returns.word.new_paragraphs import Placing
from planbook.returns.word.repeats import with_repeats
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.returns.word.rewording import FIXED, is_emptied, is_left_open, reworded, reworded_row
from planbook.returns.word.units import has_added
from planbook.text.writer import Addition, Edit, Edits, Insertion
from planbook.views.appendices import LEFT_OUT

_ROW_GONE = Unread(Text("the row is gone, and its item is still in the text"), Text("delete the item in the text too"))
_SHARE_GONE = Unread(
    Text("the row of an agency or place was deleted from a table that hands targets down"),
    Text("delete its entries in the data (values:), or set the row back"),
)


def draft_differences(draft: ReturnedDraft) -> tuple[FileEdit, ...]:
    """Everything that a draft changes, in the order of its paragraphs; deletions stand where the item stood."""
    edits = [
        *_agreed([*_changed(draft), *notes_of_rows(draft)]),
        *_deleted(draft),
        *moved_items(draft),
        *filter(None, draft.signature[1:]),
    ]
    edits = [*with_repeats(draft, edits)]
    edits += settled(draft, edits)
    edits += Placing(draft, edits).inserted()
    edits = [*_with_proposed(draft, edits)]
    edits = [*notes_taken(draft.context.plan, draft.outline, edits, draft.added_notes)]
    edits += leftovers(draft, edits)
    if draft.origin == "none":
        edits = [replace(edit, doubt=edit.doubt or usual_doubt(edit.kind, edit.with_)) for edit in edits]
    return tuple(sorted(edits, key=number_of_paragraph))


def edits_in_data(draft: ReturnedDraft) -> int:
    """How many edits of a draft the data hold already: texts, new, deleted and moved items."""
    there = 0
    for at, (item, *_) in draft.matching.items().items():
        text, base, ours = draft.text(at, item), draft.was(item), draft.printed_now(item)
        is_out = is_ticked(base, text) or is_emptied(text, item, draft.context)
        there += is_out if not ours else text != base and combined(item, text, base, ours)[0] == ours
    missing = (item for item, text in draft.base.items() if text and item not in draft.matching.home)
    gone = sum(item not in draft.ours and not item.is_row for item in missing)
    return there + gone + len(draft.arrivals) + moves_held(draft)


def said_otherwise(draft: ReturnedDraft, edits: Iterable[FileEdit]) -> list[ItemId]:
    """The items whose lines only say in other words or another spelling what they said; `edits` are those of the draft.

    Fixed words that are spelt otherwise are those of the plan.
    """
    items = {edit.item for edit in edits}
    respelt = [ItemId(draft.context.plan.id) for at in draft.matching.fixed if draft.units[at].typed]
    for at, (item, *_) in draft.matching.items().items():
        text, base, ours = draft.text(at, item), draft.was(item), draft.printed_now(item)
        is_other = bool(draft.units[at].typed) or (text != base and combined(item, text, base, ours)[0] != ours)
        respelt += [item] if is_other and ours and item not in items else []
    return list(dict.fromkeys(respelt))


def draft_comments(draft: ReturnedDraft) -> Iterator[FileComment]:
    """The comments that people made in a draft, each with the item that it stands at."""
    places: dict[str, str] = {}
    for at, unit in enumerate(draft.units):
        for line in unit.lines:
            places |= {key: draft.placed.get(at, "") for key in line.comments if key not in places}
    return comments_at(draft.returned.comments.values(), places)


def order(draft: ReturnedDraft, edits: Sequence[FileEdit]) -> tuple[ItemId, ...]:
    """The items in the order of the draft, rows left out; new ones under the ids that they would get."""
    new = {
        number_of_paragraph(edit): ItemId(edit.item)
        for edit in edits
        if edit.kind in ("inserted", "split", "duplicated")
    }
    items = (draft.placed.get(at) or new.get(unit.number) for at, unit in enumerate(draft.units))
    return tuple(item for item in items if item and not item.is_row)


def _changed(draft: ReturnedDraft) -> Iterator[FileEdit]:
    """Find the items that say something else than they were given out with, and than the data print by now."""
    split = set(draft.matching.pieces.values())
    for at, (item, *_) in draft.matching.items().items():
        text, base, ours = draft.text(at, item), draft.was(item), draft.printed_now(item)
        new, is_conflict = combined(item, text, base, ours)
        is_held = not ours and (is_ticked(base, text) or is_emptied(text, item, draft.context))
        if text == base or new == ours or is_held:
            continue
        made = attempted(_rewording, draft, at, item, new)
        if made == ():
            continue
        if isinstance(draft.outline.holder(item), Decision) and not isinstance(made, Unread):
            yield draft.edit("settled", item, at, old=base.split("\t")[1], new=ticked_words(text), made=made)
            continue
        doubt = None if is_conflict else _doubt(draft, item, text, base)
        if not isinstance(made, Unread) and (
            added := next((part for part in made if isinstance(part, Addition)), None)
        ):
            doubt = look_at(added, draft.context)
        yield draft.edit(
            "changed",
            item,
            at,
            old=base if is_conflict or not ours or item.is_row else ours,
            new=text if is_conflict else _edited_cells(text, base, new) if item.is_row else new,
            ours=ours if is_conflict else None,
            with_=item if item in split else "",
            doubt=doubt,
            made=made,
        )


def _edited_cells(text: str, base: str, new: str) -> str:
    """The cells of a row as they will be where the draft edited them; those that only the data changed as they were."""
    cells = [state.split("\t") for state in (text, base, new)]
    if len({*map(len, cells)}) > 1:
        return text
    return "\t".join(old if edited == old else merged for edited, old, merged in zip(*cells, strict=True))


def _agreed(edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """The edits, with those refused that say different things of one fact, as a line and a row can."""
    values: dict[tuple[int, str], set[str]] = {}
    for part in (part for edit in edits for part in edit.edits if isinstance(part, Edit)):
        values.setdefault((id(part.at), part.key), set()).add(repr(part.value))
    twice = {fact for fact, texts in values.items() if len(texts) > 1}
    for edit in edits:
        clashes = any(isinstance(part, Edit) and (id(part.at), part.key) in twice for part in edit.edits)
        yield replace(edit, refused=TWICE_SAID, edits=()) if clashes else edit


def _with_proposed(draft: ReturnedDraft, edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """The edits with the documents that they propose for a register, each as the line says it that says most of it.

    What was refused is read again: it may cite one of them.
    """
    additions = [
        part for edit in edits for part in edit.edits if isinstance(part, Addition) and part.path == DOCUMENT_REGISTER
    ]
    proposed = {part.value["id"]: part for part in sorted(additions, key=lambda part: len(part.value))}
    context = with_documents(draft.context, proposed.values()) if proposed else None
    for edit in edits:
        item, made = ItemId(edit.item), edit.edits
        if context and edit.refused and edit.kind == "changed" and item in draft.matching.home:
            again = attempted(_rewording, draft, draft.matching.home[item], item, edit.new, context)
            made = () if isinstance(again, Unread) else again
        texts = "".join(str(part.value) for part in made if isinstance(part, Edit | Insertion))
        if cited := [part for id_, part in proposed.items() if id_ in texts]:
            rest = (part for part in made if part not in additions)
            doubt = look_at(cited[0], draft.context)
            yield replace(edit, refused=None, edits=(*rest, *cited), doubt=doubt)
        else:
            yield edit


def _rewording(draft: ReturnedDraft, at: int, item: ItemId, new: str, context: Context | None = None) -> Edits:
    """The edits after which an item says something else; raises `NotTaken`."""
    context, tables = (context, in_tables(context)) if context else (draft.context, draft.tables)
    line = draft.ours.get(item)
    if draft.units[at].is_odd:
        raise NotTaken(ODD)
    if line is None:
        raise NotTaken(GONE_IN_DATA)
    if has_added(new) and (item.part in OF_ASSIGNMENT or not line.fields):
        raise NotTaken(FOOTNOTE)
    made = reworded_row(line, new, tables) if line.is_row else reworded(line, new, context, draft.outline.holder(item))
    texts = "".join(str(edit.value) for edit in made if isinstance(edit, Edit))
    changed = {(id(edit.at), edit.key) for edit in made if isinstance(edit, Edit)}
    was = [
        str(getattr(field.entry, field.key))
        for field in line.fields.values()
        if (id(field.entry.source), field.key) in changed
    ]
    return (*made, *_footnotes_out(draft, was, texts))


def _footnotes_out(draft: ReturnedDraft, texts: Iterable[str], instead: str = "") -> Iterator[Edit]:
    """The edits that take out the footnotes which texts mention and the texts instead of them do not."""
    ids = dict.fromkeys(id_ for text in texts for id_ in mention_ids(text, "footnote"))
    for id_ in ids:
        if f"{{footnote:{id_}}}" not in instead and (entry := draft.outline.entries.get(id_)):
            spot = draft.outline.spot(entry)
            assert spot
            yield _out(draft.outline, entry, spot)


def _doubt(draft: ReturnedDraft, item: ItemId, text: str, base: str) -> Text | None:
    """Why other words of an item may be no edit of it."""
    if not item.is_row:
        if len(worded(text, draft.context).lines) > len(worded(base, draft.context).lines):
            return ADDED
        if is_numbered(text) and not is_numbered(base):
            return NUMBERED
        entry = draft.outline.entries.get(item.entry)
        if isinstance(entry, Target) and not item.part and is_left_open(entry, draft.context):
            return read_target(text, draft.context)[1]
    return usual_doubt("changed") if draft.matching.by[item] == "likeness" else None


def _deleted(draft: ReturnedDraft) -> Iterator[FileEdit]:
    """Find the items that the draft has no more."""
    merged = {item: into for into, *pieces in draft.matching.items().values() for item in pieces}
    last = 1
    for item, old in draft.base.items():
        if item in draft.matching.home:
            last = draft.units[draft.matching.home[item]].number
        made = attempted(_taken_out, draft, item) if item in draft.gone else None
        if made is None:
            continue
        ours = draft.printed_now(item)
        if item in merged and not isinstance(made, Unread):
            made = (*made, *_continued(draft, merged[item]))
        yield FileEdit(
            item,
            paragraph_place(last),
            old,
            kind="merged" if item in merged else "deleted",
            with_=merged.get(item) or ("" if made else _carrier(draft, item)),
            ours=ours if ours not in (old, "") else None,
            doubt=usual_doubt("deleted") if not ours else merged_doubt(draft, item) if item in merged else None,
            **outcome(made),
        )


def _continued(draft: ReturnedDraft, into: ItemId) -> Iterator[Edit]:
    """The edit after which a task carries on what all tasks did that were merged into it."""
    items = draft.matching.items()[draft.matching.home[into]]
    tasks = [task for item in items if isinstance(task := draft.outline.holder(item), Task)]
    earlier = dict.fromkeys(name for task in tasks for name in task.continues)
    if tasks and list(earlier) != list(tasks[0].continues):
        yield Edit(tasks[0].source, "continues", list(earlier), behind="id")


def _carrier(draft: ReturnedDraft, item: ItemId) -> str:
    """The outermost entry that is gone with an item."""
    entry = draft.outline.holder(item)
    around = [entry, *draft.outline.above(entry)] if entry else []
    return next((part.id for part in reversed(around) if getattr(part, "id", None) and _covers(draft, part)), "")  # type: ignore[attr-defined]


def _taken_out(draft: ReturnedDraft, item: ItemId) -> Edits | None:
    """The edits that take an item out of the data; None for what is printed from another item. Raises `NotTaken`."""
    if item.part == LEFT_OUT:
        if all(target.id in draft.gone for target in draft.context.plan.targets() if not target.is_measured):
            return None
        raise NotTaken(FIXED)
    entry = draft.outline.holder(item)
    if entry is None:
        raise NotTaken(LAST_ONE)
    if isinstance(entry, PlanAppendix) and item.is_part and entry.id not in draft.gone:
        return _note_out(entry)
    if isinstance(entry, Decision | Footnote):  # goes with the text that mentions it, or is told as settled
        return None
    if item.is_row:
        return _row_out(draft, item, entry)
    if entry is draft.context.plan:
        raise NotTaken(LAST_ONE)
    if not item.is_part or number_of(draft.context.plan, item):
        return _entry_out(draft, item, entry)
    return () if _covers(draft, entry) else line_out(draft.context.text, entry, item.part)


def _note_out(appendix: PlanAppendix) -> Edits:
    """The edit that takes out what is said above the table of an appendix; raises `NotTaken` where the program says it."""
    if appendix.file or not appendix.note:
        raise NotTaken(FIXED)
    return (Edit(appendix.source, "note"),)


def _row_out(draft: ReturnedDraft, item: ItemId, entry: Entry) -> Edits | None:
    """The edit that takes out what a table alone prints; None where a row goes with its item."""
    if item.kind == "share":
        raise NotTaken(_SHARE_GONE)
    if item.without_row in draft.gone:
        return None
    if _prints(draft, entry):
        raise NotTaken(_ROW_GONE)
    return _entry_out(draft, item, entry)


def _entry_out(draft: ReturnedDraft, item: ItemId, entry: Entry) -> Edits:
    """The edit that takes an entry out, with everything that it prints; a list of it alone goes with it."""
    left = [line for line in _prints(draft, entry) if line not in draft.gone and line != item]
    if left:
        raise NotTaken(
            Text("other lines of the item are still there: {items}", {"items": ", ".join(left[:5])}),
            Text("delete them too, or leave the item"),
        )
    spot = draft.outline.spot(entry)
    assert spot
    if _covers(draft, spot.parent):
        return ()
    texts = [value for part in entry.walk() for value in part.__dict__.values() if isinstance(value, str)]
    return (_out(draft.outline, entry, spot), *_footnotes_out(draft, texts))


def _out(outline: Outline, entry: Entry, spot: Spot) -> Edit:
    alone = spot.index is None or len(outline.siblings(spot)) == 1
    return Edit(spot.parent.source, spot.key) if alone else Edit(entry.source)


def _prints(draft: ReturnedDraft, entry: Entry) -> list[ItemId]:
    """The paragraphs that an entry prints with all that stands in it, also within the line of another one."""
    ids = {id_ for part in entry.walk() if (id_ := getattr(part, "id", None))}
    lines = ((item, line) for item, line in draft.ours.items() if not item.is_row)
    return [item for item, line in lines if item.entry in ids or not ids.isdisjoint(line.also)]


def _covers(draft: ReturnedDraft, entry: Entry) -> bool:
    """Whether an entry goes with everything in it."""
    if entry is draft.context.plan:
        return False
    printed = _prints(draft, entry)
    return bool(printed) and all(item in draft.gone for item in printed)
