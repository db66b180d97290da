"""A returned workbook against the data: what it changes, row by row, and how that gets into the YAML.

Three states decide: what the workbook was given out with, what it says now, and what the data say now.
"""

from collections.abc import Mapping
from dataclasses import replace

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.task import Assignment
from planbook.ooxml.workbooks import Book, letters
from planbook.returns.answer import Proposal, Refused
from planbook.returns.fields import Context
from planbook.returns.not_taken import TWICE, Unread
from planbook.returns.sheet_rows import Edited, Held, SheetStates, refused_edit
from planbook.views.workbook.sheets import Sheet

Sheets = Mapping[str, Sheet]
_NO_SHEET = Unread(Text("the sheet is gone from the file"), Text("fill in the file as it was given out"))
_STRANGE = Unread(Text("the sheet was added to the file; nothing of it is read"), Text("write it where it belongs"))


def workbook_differences(
    book: Book, context: Context, ours: Sheets, base: Sheets | None, others: tuple[str, ...]
) -> tuple[list[Edited], int]:
    """What a workbook changes against the data, in the order of its sheets, and how many edits they hold already.

    `ours` are the sheets as the data have them now, `base` as the file was given out; without it nothing is certain.
    `others` are the names of sheets that say nothing of the plan.
    """
    pages = {page.name.strip().casefold(): page for page in book.pages}
    found: list[Edited | Held] = []
    for about, (now, then) in _pairs(ours, base).items():
        page = pages.pop(then.name.casefold(), None)
        if page is None and then.rows:
            found.append(refused_edit(_NO_SHEET, "", Text("sheet “{sheet}”", {"sheet": then.name})))
        elif page is not None:
            found += SheetStates(page, about, now, then, context, base is None).all()
    known = {name.casefold() for name in others}
    strange = [page for name, page in pages.items() if name not in known and page.rows]
    found += [refused_edit(_STRANGE, "", Text("sheet “{sheet}”", {"sheet": page.name})) for page in strange]
    edited = [one for one in found if not isinstance(one, Held)]
    return _raised(context, _agreed(edited)), len(found) - len(edited)


def _pairs(ours: Sheets, base: Sheets | None) -> dict[str, tuple[Sheet, Sheet]]:
    """Every sheet as the data have it and as the file was given out with it; one that a state lacks has no rows."""
    then = ours if base is None else base
    return {
        about: (
            ours.get(about) or replace(then[about], rows=()),
            then.get(about) or replace(ours[about], rows=()),
        )
        for about in {**then, **ours}
    }


def workbook_remarks(book: Book) -> tuple[Text, ...]:
    """What people wrote beside the cells of a workbook."""
    said = [(page.name, f"{letters(one.column)}{one.row}", one.text) for page in book.pages for one in page.remarks]
    return tuple(
        Text("sheet “{sheet}”, cell {cell}: {text}", {"sheet": sheet, "cell": cell, "text": text})
        for sheet, cell, text in said
    )


def _agreed(found: list[Edited]) -> list[Edited]:
    """Take each fact once, where several cells say it; refuse all that say different things about one."""
    said: dict[tuple[str, str], set[str]] = {}
    for change in (change for one in _proposals(found) for change in one.changes):
        said.setdefault((change.item, change.field), set()).add(repr(_plain(change)))
    told: set[tuple[str, str]] = set()
    agreed: list[Edited] = []
    for one in found:
        if not isinstance(one, Proposal):
            agreed.append(one)
        elif any(len(said[change.item, change.field]) > 1 for change in one.changes):
            agreed.append(Refused(one.id, one.at, one.old, one.new, TWICE))
        elif changes := tuple(change for change in one.changes if (change.item, change.field) not in told):
            told |= {(change.item, change.field) for change in changes}
            agreed.append(replace(one, changes=changes))
    return agreed


def _plain(change: Change) -> object:
    new = change.new
    return [one.model_dump() if isinstance(one, Entry) else one for one in new] if isinstance(new, tuple) else new


def _proposals(found: list[Edited]) -> list[Proposal]:
    return [one for one in found if isinstance(one, Proposal)]


def _raised(context: Context, found: list[Edited]) -> list[Edited]:
    """Change the assignment of a group where all tasks that have it were changed alike; none gets one of its own."""
    for group in context.plan.task_groups():
        heirs = {task.id for task in group.tasks if task.assignment is None}
        if group.assignment is None or len(heirs) < 2:
            continue
        for field in Assignment.model_fields:
            mine = [one for one in _proposals(found) if one.item in heirs and not one.doubt]
            changes = [
                change for one in mine for change in one.changes if change.field == field and change.item in heirs
            ]
            if {change.item for change in changes} != heirs or len({repr(_plain(change)) for change in changes}) > 1:
                continue
            raised = context.set(group, field, getattr(group.assignment, field), changes[0].new)
            first = found.index(mine[0])
            found = [_without(one, heirs, field) if isinstance(one, Proposal) else one for one in found]
            found.insert(first, replace(mine[0], id=group.id, changes=raised))
            found = [one for one in found if not isinstance(one, Proposal) or one.changes]
    return found


def _without(one: Proposal, items: set[str], field: str) -> Proposal:
    return replace(
        one, changes=tuple(change for change in one.changes if (change.item in items, change.field) != (True, field))
    )
