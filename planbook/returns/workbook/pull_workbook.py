"""A returned workbook into the data: found by what it was made of, compared, proved in memory, and only then written.

One that an earlier version of the program gave out has what those of today have not, or lacks what these have.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from planbook.changes.change import Change
from planbook.changes.compare import TOGETHER, compare_plans, without_places
from planbook.loading.workspace import load_files
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.entry import Entry
from planbook.model.plan import Plan
from planbook.model.target import SHARES, Figure, Target
from planbook.model.task import Assignment, Task
from planbook.model.workspace import Workspace
from planbook.ooxml.workbooks import Book
from planbook.reading.edits import edits_of
from planbook.reading.not_taken import NotTaken
from planbook.repository.revisions import Revision, is_revision, read_revision
from planbook.returns.answers.answer import TAKE_CERTAIN, Answer, EditChoice, FileEdit, already_held, as_before
from planbook.returns.answers.authors import with_authors
from planbook.returns.answers.other_period import other_period, with_question
from planbook.returns.fields.trial import DataState, holding_together
from planbook.returns.workbook.changed_rows import Sheets, workbook_differences, workbook_remarks
from planbook.returns.workbook.origin_cells import made_on, origin_edits, origin_page
from planbook.returns.workbook.tables import COLUMNS, shown_value
from planbook.text.writer import Edit, Insertion, write
from planbook.views.once import Views
from planbook.views.workbook.appendix_sheets import OWN_TABLE
from planbook.views.workbook.assembly import Origin as Made
from planbook.views.workbook.assembly import sheets_fingerprint, workbook_view
from planbook.views.workbook.sheets import SheetColumn, Value
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases
from planbook.wording.purposes import budgets, paid_for
from planbook.wording.speech import PlanText
from planbook.wording.status import status_name

_SOURCE = re.compile(r"(?<![\w./-])data/plans/(?:[^\s/]+/)*([a-z0-9-]+)\.yaml")
_TARGETS, _STANDARD = "about_targets", "standard"
_TASKS, _DUTY = "about_tasks", "duty"
_BUDGET, _PURPOSE = "about_budget", "purpose"


@dataclass(frozen=True)
class WorkbookOrigin:
    """What a workbook says it was made of: plan, revision, and a hash of what its sheets said."""

    plan: str
    revision: str
    content: str


def compared_workbook(
    root: Path, book: Book, state: DataState, choice: EditChoice = TAKE_CERTAIN, earlier: DataState | None = None
) -> tuple[Answer, str]:
    """What a workbook changes, and the file of its plan with all of that which is certain or chosen.

    `root` is where git may know the state that the workbook was made of, `earlier` are the data before other files were taken
    over. Raises `Misuse`.
    """
    origin = origin_of(book, state)
    plan = state.workspace.plans[origin.plan]
    ours = Views(state.workspace, state.phrases).sheets[plan.id]
    before = earlier or state
    given_out = base_of(root, origin, before)
    base = given_out[1] if given_out else None
    states = (state.workspace, *((given_out[0],) if given_out else ()))
    about = origin_page(book, state.phrases)
    beside = (about.name.strip(),) if about else ()
    context = state.context(plan, short_citations=True)
    edits, edits_in_data = workbook_differences(book, context, ours, base, beside)
    question = other_period(given_out[0].plans[plan.id].period if given_out else None, plan, context.text.wording)
    text, edits = bring_workbook(with_question(with_authors(edits, book.saved), question), plan, state, choice)
    unknown = Text(
        "nobody knows what the workbook was made of (revision {revision}); it is compared with the data as they are now, "
        "and every edit needs a yes",
        {"revision": origin.revision or "-"},
    )
    respelt = list(dict.fromkeys(edit.item for edit in edits_in_data if edit.respelt))
    in_data = sum(not edit.respelt for edit in edits_in_data)
    notes = (
        *(() if base else (unknown,)),
        *((question,) if question else ()),
        *((already_held(in_data),) if in_data else ()),
        *((as_before(respelt),) if respelt else ()),
    )
    edits += with_authors(_origin_edits(root, book, origin, state, states), book.saved)
    return Answer(plan.id, origin.revision, tuple(edits), notes, tuple(workbook_remarks(book))), text


def origin_of(book: Book, state: DataState) -> WorkbookOrigin:
    """What a workbook was made of: by its properties, which some programs drop, else by its last sheet."""
    facts: dict[str, str] = {}
    if page := origin_page(book, state.phrases):
        rows = ([shown_value(cell.value) for _, cell in sorted(cells.items())] for cells in page.rows.values())
        facts |= {row[-2]: row[-1] for row in rows if len(row) > 1}
    source = _SOURCE.search(facts.get(state.phrases.say("fact_source"), ""))
    plan = book.properties.get("Plan") or (source[1] if source else "")
    revision = book.properties.get("Revision") or facts.get(state.phrases.say("fact_revision"), "")
    plans = ", ".join(state.workspace.plans)
    if not plan:
        raise Misuse(Text("the workbook does not say which plan it was made of: {plans}", {"plans": plans}))
    if plan not in state.workspace.plans:
        names = {"plan": plan, "plans": plans}
        raise Misuse(Text("the file is of the plan {plan}, which data/plans does not hold: {plans}", names))
    return WorkbookOrigin(plan, revision, book.properties.get("Content", ""))


def base_of(root: Path, origin: WorkbookOrigin, state: DataState) -> tuple[Workspace, Sheets] | None:
    """The data and the sheets that the workbook was made of; None where no state of the data has said that.

    A state counts only if it says what the file says of itself; a file that lost that is believed its revision.
    """
    if origin.content and (sheets := _as_given_out(Views(state.workspace, state.phrases), origin)):
        return state.workspace, sheets
    workspace = _committed(root, origin)
    if workspace is None:
        return None
    base = Views(workspace, state.phrases)
    if origin.content:
        sheets = _as_given_out(base, origin)
        return (workspace, sheets) if sheets else None
    return None if Revision.as_written(origin.revision).is_edited else (workspace, base.sheets[origin.plan])


def _committed(root: Path, origin: WorkbookOrigin) -> Workspace | None:
    """The data of the revision that a file names; None where git has none, or none with its plan."""
    commit = Revision.as_written(origin.revision).commit
    if not commit or not is_revision(root, commit):
        return None
    workspace, _ = load_files(read_revision(root, commit))
    return workspace if origin.plan in workspace.plans else None


def _as_given_out(views: Views, origin: WorkbookOrigin) -> Sheets | None:
    """The sheets of a state as the file was given out with them; None where it was not."""
    forms = _given_out_forms(views.sheets[origin.plan], views.texts[origin.plan])
    return next((form for form in forms if sheets_fingerprint(form) == origin.content), None)


def _origin_edits(
    root: Path, book: Book, origin: WorkbookOrigin, state: DataState, states: Sequence[Workspace]
) -> tuple[FileEdit, ...]:
    """What was edited of what the workbook says of itself.

    Number, day and status stand on no other sheet, so that the revision of the file may have had others than the state
    that has its sheets.
    """
    edited = _origin_edits_beside(book, origin, state, states)
    if edited and (committed := _committed(root, origin)):
        return _origin_edits_beside(book, origin, state, (*states, committed))
    return edited


def _origin_edits_beside(
    book: Book, origin: WorkbookOrigin, state: DataState, states: Sequence[Workspace]
) -> tuple[FileEdit, ...]:
    phrases = state.phrases
    made = Made(origin.revision, made_on(book, phrases))
    plans = [(workspace, workspace.plans[origin.plan]) for workspace in states]
    books = [
        workbook_view(views.texts[plan.id], views.views[plan.id], views.sheets[plan.id], made)
        for views, plan in ((Views(workspace, phrases), plan) for workspace, plan in plans)
    ]
    # Earlier versions only said whether a plan is a draft or issued.
    statuses = [status_name("draft" if plan.status == "draft" else "issued", phrases) for _, plan in plans]
    return tuple(origin_edits(book, books, statuses, phrases))


def bring_workbook(
    edits: Sequence[FileEdit], plan: Plan, state: DataState, choice: EditChoice = TAKE_CERTAIN
) -> tuple[str, list[FileEdit]]:
    """The plan's file with everything that is certain or accepted, as far as it is proved, and the edits with what is not.

    The new file has no error that was not there, says each fact that was edited, and says nothing else differently.
    """
    possible = [[edit] for edit in edits if edit.changes and choice.takes(edit)]
    done, failed = holding_together(possible, lambda group: _prove(group, plan, state))
    reasons = {id(edit): reason for (edit,), reason in failed}
    # What cannot be made is told behind the rest.
    rest = [edit for edit in edits if id(edit) not in reasons]
    lost = [replace(edit, refused=reasons[id(edit)]) for (edit,), _ in failed]
    return _written(done, plan, state), [*rest, *lost]


def _written(edits: Sequence[FileEdit], plan: Plan, state: DataState) -> str:
    """The file with edits made: first those of entries, then what comes behind one, from the last on, then what goes."""
    made = list(edits_of(plan, (change for edit in edits for change in edit.changes)))
    insertions = [part for part in made if isinstance(part, Insertion)]
    removals = [part for part in made if isinstance(part, Edit) and not part.key]
    replacements = [part for part in made if part not in insertions and part not in removals]
    text = state.text(plan)
    return write(text, [*replacements, *insertions[::-1], *removals]) if made else text


def _prove(edits: Sequence[FileEdit], plan: Plan, state: DataState) -> None:
    """Raise `NotTaken` where edits cannot be made together."""
    after = state.rewritten({plan.source.path: _written(edits, plan, state)}, plan).plans[plan.id]
    entries = {id_: entry for entry in after.walk() if (id_ := getattr(entry, "id", None))}
    changes = [change for edit in edits for change in edit.changes]
    if any(not _holds(change, entries, after) for change in changes):
        raise NotTaken(Text("the data would not say what the cell says"), Text("write it in the data"))
    touched = {change.item for change in changes}
    touched |= {change.entry.budget.id for change in changes if isinstance(change.entry, Task) and change.entry.budget}
    figures = [figure for figure in plan.walk() if isinstance(figure, Figure) and figure.stands_for]
    touched |= {figure.stands_for for figure in figures if figure.id in touched}
    touched |= {figure.id for figure in figures if figure.stands_for in touched}
    untouched = {change.item for change in compare_plans(plan, after)} - touched
    if untouched:
        raise NotTaken(
            Text("it would change more than what was edited: {items}", {"items": ", ".join(sorted(untouched))}),
            Text("write it in the data"),
        )


def _holds(change: Change, entries: dict[str, Entry], plan: Plan) -> bool:
    """Whether a plan says what a change makes of it."""
    entry = entries.get(change.item)
    if change.kind == "remove":
        return entry is None
    if entry is None or change.kind == "add":
        return entry is not None
    return without_places(_fact(entry, change.field, plan)) == without_places(change.new)


def _fact(entry: Entry, field: str, plan: Plan) -> object:
    """A fact of an entry as changes name it: those of an assignment are those of whom it is for."""
    if field in TOGETHER and hasattr(entry, TOGETHER[field][-1]):
        return tuple(getattr(entry, part) for part in TOGETHER[field])
    if isinstance(entry, Target) and field.startswith(f"{SHARES}/"):
        return entry.share(*field.split("/")[1:])
    if field in Assignment.model_fields and hasattr(entry, "assignment"):
        group = next((group for group in plan.task_groups() if entry in group.tasks), None)
        assignment = entry.assignment or (group.assignment if group else None) or Assignment()
        own = getattr(entry, "deadlines", ()) if field == "deadlines" else ()
        assigned = getattr(assignment, field)
        return (*own, *assigned) if field == "deadlines" else assigned
    return getattr(entry, field)


def _given_out_forms(sheets: Sheets, text: PlanText) -> Iterator[Sheets]:
    """The sheets of a plan as they are made now, and as earlier versions made them, the latest first."""
    ways: tuple[Callable[[Sheets], Sheets], ...] = (
        without_duties,
        lambda now: without_first_days(now, text.wording.phrases),
        lambda now: with_totals(now, text),
        lambda now: with_numbered_totals(now, text),
        lambda now: with_standards(now, text.wording.phrases),
        without_appendices,
    )
    changing = [way for way in ways if way(sheets) != sheets]
    for many in range(len(changing) + 1):
        for chosen in combinations(changing, many):
            form = sheets
            for way in chosen:
                form = way(form)
            yield form


def without_appendices(sheets: Sheets) -> Sheets:
    """Sheets without those of shares and own tables, which once were none."""
    return {about: sheet for about, sheet in sheets.items() if about.split()[0] not in ("about_shares", OWN_TABLE)}


def with_standards(sheets: Sheets, phrases: Phrases) -> Sheets:
    """Sheets whose targets have a column of standards, which once stood there even where no target has one."""
    sheet, names = sheets.get(_TARGETS), COLUMNS[_TARGETS]
    if sheet is None or any(column.name == _STANDARD for column in sheet.columns):
        return sheets
    at = names.index(_STANDARD)
    heading = SheetColumn(phrases.say(f"column_{_STANDARD}"), name=_STANDARD)
    rows = tuple(replace(row, cells=(*row.cells[:at], "", *row.cells[at:])) for row in sheet.rows)
    wider = replace(sheet, columns=(*sheet.columns[:at], heading, *sheet.columns[at:]), rows=rows)
    return {**sheets, _TARGETS: wider}


def without_duties(sheets: Sheets) -> Sheets:
    """Sheets whose tasks have no column of what exactly agencies do, which once stood in the text of a plan alone."""
    sheet = sheets.get(_TASKS)
    at = next((at for at, column in enumerate(sheet.columns if sheet else ()) if column.name == _DUTY), None)
    if sheet is None or at is None:
        return sheets
    columns = (*sheet.columns[:at], *sheet.columns[at + 1 :])
    rows = tuple(replace(row, cells=(*row.cells[:at], *row.cells[at + 1 :])) for row in sheet.rows)
    return {**sheets, _TASKS: replace(sheet, columns=columns, rows=rows)}


def without_first_days(sheets: Sheets, phrases: Phrases) -> Sheets:
    """Sheets that do not say of which tasks they have the first of several days, as they once did not."""
    sheet, note = sheets.get(_TASKS), phrases.say("note_first_day")
    if sheet is None:
        return sheets
    ends = (capital(note), f"; {note}")
    rows = tuple(
        replace(row, cells=tuple(_without_end(cell, ends) for cell in row.cells)) if row.kind == "entry" else row
        for row in sheet.rows
    )
    return {**sheets, _TASKS: replace(sheet, rows=rows)}


def _without_end(cell: Value, ends: tuple[str, ...]) -> Value:
    return next((cell.removesuffix(end) for end in ends if isinstance(cell, str) and cell.endswith(end)), cell)


def with_totals(sheets: Sheets, text: PlanText) -> Sheets:
    """Sheets in which the money of a task without a heading is called a total, as it once was, and not by what the task says."""
    total = text.wording.phrases.say("budget_total")
    renamed: dict[str, Value] = {}
    for funded in budgets(text.plan):
        if isinstance(funded.owner, Task) and not (funded.budget.heading or funded.owner.heading):
            name = text.project(funded.projects[-1]) if funded.projects else total
            renamed |= dict.fromkeys((funded.budget.id, *(line.id for line in funded.budget.lines)), name)
    return _with_cells(sheets, _PURPOSE, renamed)


def with_numbered_totals(sheets: Sheets, text: PlanText) -> Sheets:
    """Sheets in which totals are numbered as what they are of is, and have no years in their names, as it once was."""
    total = text.wording.phrases.say("budget_total")
    funded = [*budgets(text.plan)]
    numbers: dict[str, Value] = {entry.budget.id: number for number, entry in enumerate(funded, 1)}
    dated: dict[str, Value] = {
        id_: total
        for entry in funded
        if isinstance(entry.owner, Task) and paid_for(entry, text).startswith(total)
        for id_ in (entry.budget.id, *(line.id for line in entry.budget.lines))
        if not (entry.budget.heading or entry.owner.heading)
    }
    return _with_cells(_with_cells(sheets, "index", numbers), _PURPOSE, dated)


def _with_cells(sheets: Sheets, column: str, cells: Mapping[str, Value]) -> Sheets:
    """Sheets whose rows of money have other values in one column, by the ids of the rows."""
    if not (sheet := sheets.get(_BUDGET)):
        return sheets
    at = COLUMNS[_BUDGET].index(column)
    rows = tuple(
        replace(row, cells=(*row.cells[:at], cells.get(row.id, row.cells[at]), *row.cells[at + 1 :]))
        for row in sheet.rows
    )
    return {**sheets, _BUDGET: replace(sheet, rows=rows)}
