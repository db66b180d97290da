"""A returned workbook against the data: what it changes, row by row, and how that gets into the YAML.

Three states decide: what the workbook was given out with, what it says now, and what the data say now. A number that
changes is changed where the plan repeats it, too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.model.task import Assignment
from planbook.ooxml.workbooks import Book, ReturnedSheet, letters
from planbook.reading.context import Context
from planbook.reading.edits import edits_of, plain
from planbook.reading.not_taken import TWICE, Unread
from planbook.returns.answers.answer import FileComment, FileEdit
from planbook.returns.fields.other_time import TimeQuestions
from planbook.returns.fields.other_unit import UnitQuestions
from planbook.returns.fields.repeated import beside_kept, others_too, repeating, second_figure, target_left
from planbook.returns.workbook.sheet_rows import EditInData, SheetStates, refused_edit
from planbook.returns.workbook.tables import GONE_SHEET, in_sheet, is_copy, renamed_sheet
from planbook.views.workbook.sheets import Sheet

Sheets = Mapping[str, Sheet]
_STATED = ("value", "total", "amount", "text")
_STRANGE = Unread(Text("the sheet was added to the file; nothing of it is read"), Text("write it where it belongs"))


def workbook_differences(
    book: Book, context: Context, ours: Sheets, base: Sheets | None, other_sheets: tuple[str, ...]
) -> tuple[list[FileEdit], list[EditInData]]:
    """What a workbook changes against the data, in the order of its sheets, and the edits that they hold already.

    `ours` are the sheets as the data have them now, `base` as the file was given out; without it nothing is certain.
    `other_sheets` are the names of sheets that say nothing of the plan.
    """
    pages = {page.name.strip().casefold(): page for page in book.pages}
    edits: list[FileEdit | EditInData] = []
    gone: dict[int, tuple[str, Sheet]] = {}
    for about, (now, then) in _pairs(ours, base).items():
        page = pages.pop(then.name.casefold(), None)
        if page is None and then.rows:
            gone[len(edits)] = about, then
            edits.append(refused_edit(GONE_SHEET, "", in_sheet(then.name)))
        elif page is not None:
            edits += SheetStates(page, about, now, then, context, base is None).all()
    expected = {name.casefold() for name in other_sheets}
    strange = [page for name, page in pages.items() if name not in expected and page.rows]
    for at, (about, then) in gone.items():
        if page := next((page for page in strange if is_copy(page, about, then)), None):
            strange.remove(page)
            edits[at] = refused_edit(renamed_sheet(then.name, page.name), "", in_sheet(then.name))
    edits += [refused_edit(_STRANGE, "", in_sheet(page.name)) for page in strange]
    edited = [edit for edit in edits if not isinstance(edit, EditInData)]
    in_data = [edit for edit in edits if isinstance(edit, EditInData)]
    return [
        *_with_other_facts(context, _with_repeats_in_rows(context.plan, _raised(context, _agreed(edited))))
    ], in_data


def _pairs(ours: Sheets, base: Sheets | None) -> dict[str, tuple[Sheet, Sheet]]:
    """Every sheet as the data have it and as the file was given out with it; one that a state lacks has no rows."""
    then = ours if base is None else base
    return {
        about: (ours.get(about) or replace(then[about], rows=()), then.get(about) or replace(ours[about], rows=()))
        for about in {**then, **ours}
    }


def workbook_remarks(book: Book) -> Iterator[FileComment]:
    """What people wrote beside the cells of a workbook, each with the item of its row."""
    for page in book.pages:
        yield from sheet_remarks(page, 1)


def sheet_remarks(page: ReturnedSheet, column: int) -> Iterator[FileComment]:
    """What people wrote beside the cells of a sheet, each with the item of its row; `column` is that of the ids."""
    for note in page.remarks:
        values = {"sheet": page.name, "cell": f"{letters(note.column)}{note.row}", "text": note.text}
        item = page.rows.get(note.row, {}).get(column)
        words = Text("sheet “{sheet}”, cell {cell}: {text}", values)
        yield FileComment(str(item.value) if item else "", note.author, "", note.text, words)


def _agreed(edits: list[FileEdit]) -> list[FileEdit]:
    """Take each fact once, where several cells say it; refuse all that say different things about one."""
    values: dict[tuple[str, str], set[str]] = {}
    for change in (change for edit in edits for change in edit.changes):
        values.setdefault((change.item, change.field), set()).add(_value(change))
    agreed_facts: set[tuple[str, str]] = set()
    agreed: list[FileEdit] = []
    for edit in edits:
        facts = [(change.item, change.field) for change in edit.changes]
        if any(len(values[fact]) > 1 for fact in facts):
            agreed.append(FileEdit(edit.id, edit.at, edit.old, edit.new, refused=TWICE))
        elif not facts or set(facts) - agreed_facts:
            changes = tuple(change for change in edit.changes if (change.item, change.field) not in agreed_facts)
            agreed.append(replace(edit, changes=changes))
            agreed_facts |= set(facts)
    return agreed


def _value(change: Change) -> str:
    """What a change makes of a fact, for a comparison with another one."""
    return repr(plain(change.new))


def _raised(context: Context, edits: list[FileEdit]) -> list[FileEdit]:
    """Change the assignment of a group where all tasks that have it were changed alike; none gets one of its own."""
    for group in context.plan.task_groups():
        heirs = {task.id for task in group.tasks if task.assignment is None}
        if group.assignment is None or len(heirs) < 2:
            continue
        for field in Assignment.model_fields:
            own = [edit for edit in edits if edit.changes and edit.item in heirs and not edit.doubt]
            changes = [change for edit in own for change in edit.changes if change.field == field]
            changes = [change for change in changes if change.item in heirs]
            if {change.item for change in changes} != heirs or len({_value(change) for change in changes}) > 1:
                continue
            raised = context.set(group, field, getattr(group.assignment, field), changes[0].new)
            first = edits.index(own[0])
            edits = [_without(edit, heirs, field) for edit in edits]
            edits.insert(first, replace(own[0], id=group.id, changes=raised))
            edits = [edit for edit in edits if edit.changes or edit.refused or edit.is_conflict]
    return edits


def _without(edit: FileEdit, items: set[str], field: str) -> FileEdit:
    changes = tuple(change for change in edit.changes if change.item not in items or change.field != field)
    return replace(edit, changes=changes)


def _with_repeats_in_rows(plan: Plan, edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """The edits of a workbook, each number with the other places that it has to change, or a question."""
    changes = [change for edit in edits for change in edit.changes if _is_number(change)]
    changed = {change.item for change in changes}
    targets = {target.id: target for target in plan.targets()}
    for edit in edits:
        doubt, more = edit.doubt, list[Change]()
        for change in (change for change in edit.changes if _is_number(change)):
            if isinstance(change.entry, Figure) and change.entry.stands_for:
                target = targets.get(change.entry.stands_for)
                if target is None:
                    continue
                is_other = change.new[1:3] != (target.value, target.upper)  # type: ignore[index]
                doubt = doubt or (target_left(target.id) if is_other and target.id not in changed else None)
                continue
            target = targets.get(getattr(change.entry, "target", None) or change.item)
            repeats = repeating(plan, target) if target else {}
            if target is None or (isinstance(change.entry, Figure) and change.entry not in repeats.values()):
                continue
            left = {item: figure for item, figure in repeats.items() if figure.id not in changed}
            if change.entry is not target and target.id not in changed:
                doubt = doubt or target_left(target.id)
                more.append(_as_well(plan, target, change))
            if change.entry is target or target.id not in changed:
                more += [_as_well(plan, figure, change) for figure in left.values()]
                doubt = doubt or (others_too(left) if left else None)
        for change in edit.changes if not doubt else ():
            if _is_number(change):
                _, value, upper, unit = change.new  # type: ignore[misc]
                doubt = doubt or second_figure(edit.old, edit.new, unit, (value, upper))  # type: ignore[has-type]
        yield replace(edit, doubt=doubt or _beside_kept(edit), changes=(*edit.changes, *more)) if edit.changes else edit


def _with_other_facts(context: Context, edits: Iterable[FileEdit]) -> Iterator[FileEdit]:
    """The edits, each with a question where it changes the unit of a number alone, or a time in a text alone."""
    units, times = UnitQuestions(context), TimeQuestions(context)
    for edit in edits:
        changes = [change for change in edit.changes if change.kind == "set"]
        stated = [*edits_of(context.plan, changes)] if {change.field for change in changes} & {*_STATED} else []
        question = None if edit.doubt else units.of(stated) or times.of(stated)
        yield replace(edit, doubt=question) if question else edit


def _beside_kept(edit: FileEdit) -> Text | None:
    """Why a row needs a yes that changes words of a target and not its number."""
    numbers = {change.item for change in edit.changes if _is_number(change)}
    reworded = [change.entry for change in edit.changes if change.field == "text" and change.item not in numbers]
    doubts = (beside_kept(edit.old, edit.new, entry) for entry in reworded if isinstance(entry, Target))
    return next(filter(None, doubts), None)


def _is_number(change: Change) -> bool:
    return change.kind == "set" and change.field == "value" and isinstance(change.entry, Figure | Target)


def _as_well(plan: Plan, figure: Figure | Target, change: Change) -> Change:
    """The change of a figure or target to the number that another place gets."""
    new: Any = change.new
    old = (figure.comparator, figure.value, figure.upper, figure.unit)
    entry: Entry = figure
    return Change("set", plan.id, figure.id, entry, entry, "value", old, (figure.comparator, *new[1:3], figure.unit))
