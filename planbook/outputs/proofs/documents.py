"""What the documents of a plan must say: its text, its tables and sheets, line by line, from the data alone."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import zip_longest

from planbook.model.item import ItemId
from planbook.ooxml.blocks import FOOTNOTE_SIGN
from planbook.outputs.edition import Edition
from planbook.outputs.item_folds import item_folds
from planbook.outputs.proofs.lines import Expected, ExpectedLine, leaves, shown_cell, stands_in
from planbook.views.history import History
from planbook.views.open_data.result_rows import result_rows
from planbook.views.overview import OverviewGap
from planbook.views.plan import PlanView
from planbook.views.workbook.appendix_sheets import own_sheet
from planbook.views.workbook.assembly import Origin, workbook_view
from planbook.views.workbook.sheets import Sheet
from planbook.wording.blocks import FOOTNOTE_MARK, ArticleLine, Heading, Table


def plan_page(edition: Edition, plan: str) -> Expected:
    """The text of a plan as its page shows it: an appendix has one heading there."""
    lines = (*plan_lines(edition, plan, is_page=True), *_fold_lines(edition, plan))
    return Expected(lines, plan=plan, holds="plan")


def _fold_lines(edition: Edition, plan: str) -> Iterator[ExpectedLine]:
    """What the folds of its items say of their changes."""
    for item, edits, _ in item_folds(edition, plan):
        for words, commit in edits:
            yield ExpectedLine(item, (f"{words} ({commit})",))


def draft_text(edition: Edition, plan: str) -> Expected:
    """Every paragraph and row of the Word draft; it holds nothing else."""
    return Expected(tuple(plan_lines(edition, plan)), whole=True, plan=plan, holds="plan")


def plan_lines(edition: Edition, plan: str, *, is_page: bool = False) -> Iterator[ExpectedLine]:
    """The official text as the template prints it, an item under its id, the rest under its class.

    What the template leaves out of the data, or says in other words, is wanted all the same.
    """
    lines = list(edition.article_lines(plan, is_word=not is_page))
    printed: dict[str, list[str]] = {}
    above = ""
    for line, following in zip_longest(lines, lines[1:]):
        if not is_page and "draft" in line.classes and not edition.sheet.draft_mark:
            continue
        expected = printed_line(line, plan)
        if is_page and line.classes == ("appendix",) and following:
            expected = replace(expected, parts=(f"{line.text}. {following.text}",))
        if is_page and line.classes == ("part",) and not line.item:
            above = f"{line.text}. "
            printed.setdefault("", []).append(line.text.casefold())
            continue
        expected, above = replace(expected, parts=(above + expected.parts[0], *expected.parts[1:])), ""
        printed.setdefault(line.item, []).append(expected.text.casefold())
        if not (is_page and "appendix-title" in line.classes):
            yield expected
    for item, stated in _stated(edition.views[plan]):
        text = " ".join(printed.get(item, ()))
        parts = [FOOTNOTE_MARK.sub(r"\1" if is_page else FOOTNOTE_SIGN, part) for part in stated]
        if not all(stands_in(part.casefold(), text) for part in parts if part):
            yield ExpectedLine(ItemId(item).without_row or plan, (" ".join(parts),))


def printed_line(line: ArticleLine, plan: str) -> ExpectedLine:
    """A line of a semantic text, with its number; one that is no item is known by its class."""
    if line.is_row:
        return ExpectedLine(ItemId(line.item).without_row, line.cells)
    name = line.item or (ItemId.of(plan, line.classes[0]) if line.classes else "")
    return ExpectedLine(name, (f"{line.number} {line.text}",))


def _stated(view: PlanView) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the data say of a plan, whatever its template prints: the texts of each item, and those of none under ""."""
    parts = (block.above for block in view.body if isinstance(block, Heading))
    yield (
        "",
        (view.superior, *view.issuer, view.number_line, view.place_and_day, *parts, *view.signature, view.signatory),
    )
    yield ItemId.of(view.id, "title"), (view.title,)
    yield from ((ItemId.of(view.id, "addressee", at), (text,)) for at, text in enumerate(view.addressed_to, 1))
    yield from ((ItemId.of(view.id, "basis", at), (text,)) for at, text in enumerate(view.legal_bases, 1))
    yield ItemId.of(view.id, "preamble"), (view.preamble,)
    for block in view.body:
        label = () if isinstance(block, Heading) else (block.label,)
        yield block.id, (block.number.printed, *label, block.text)
    yield from ((note.id, (note.text,)) for notes in view.footnotes.values() for note in notes)
    yield ItemId.of(view.id, "closing"), (view.closing,)
    yield from ((ItemId.of(view.id, "recipient", at), (text,)) for at, text in enumerate(view.recipients, 1))
    for appendix in view.appendices:
        yield appendix.note_id, (appendix.note,)
        yield appendix.left_out_id, (appendix.left_out,)
        yield from _rows(appendix.table)
    if view.sheet:
        yield from _rows(view.sheet.table)


def _rows(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((row.id, tuple(cell.text for cell in row.cells)) for row in table.rows)


def table_lines(table: Table) -> Iterator[ExpectedLine]:
    """The head and the rows of a table."""
    yield ExpectedLine(table.id, tuple(column.heading for column in table.columns))
    for row in table.rows:
        yield ExpectedLine(row.item or ItemId(row.id).without_row, tuple(cell.text for cell in row.cells))


def workbook_rows(edition: Edition, plan: str) -> Expected:
    """Every row of the workbook of a plan; when it was made is nothing that the data say."""
    view = edition.views[plan]
    origin = Origin(str(edition.revisions[plan]), edition.time(plan).date())
    book = workbook_view(edition.texts[plan], view, edition.sheets[plan], origin)
    made = tuple(edition.phrases.say(phrase) for phrase in ("fact_revision", "fact_made"))
    lines = (line for sheet in book.sheets for line in sheet_lines(sheet) if line.parts[0] not in made)
    return Expected(tuple(lines), whole=True, besides=made, plan=plan, holds="tasks")


def own_table(edition: Edition, plan: str, appendix: str) -> Expected:
    """The rows of a table that an appendix of a plan is."""
    entries = edition.workspace.plans[plan].printed_appendices
    sheet = own_sheet(next(entry for entry in entries if entry.id == appendix))
    rows = (ExpectedLine(row.id, tuple(shown_cell(cell, exactly=True) for cell in row.cells)) for row in sheet.rows)
    heads = ExpectedLine("", tuple(column.heading for column in sheet.columns))
    return Expected((heads, *rows), whole=True, plan=plan)


def sheet_lines(sheet: Sheet) -> Iterator[ExpectedLine]:
    """The head and the rows of a sheet, every value as a cell holds it."""
    yield ExpectedLine("", tuple(column.heading for column in sheet.columns))
    yield from (ExpectedLine(row.id, tuple(map(shown_cell, row.cells))) for row in sheet.rows)


def data_of_plan(edition: Edition, plan: str) -> Expected:
    """Every value of a plan's open data under the keys that lead to it."""
    content: dict[str, object] = {
        "plan": edition.contents[plan],
        "printed": asdict(edition.views[plan]),
        "matrix": [asdict(group) for group in edition.matrices[plan]],
    }
    if periods := edition.progress_by_period[plan].values():
        content["results"] = result_rows(periods)
    return Expected(value_lines(content), whole=True, besides=("made_from",), plan=plan)


def value_lines(content: object) -> tuple[ExpectedLine, ...]:
    """Every value of plain data as a line."""
    return tuple(ExpectedLine(key, (text,)) for key, text in leaves(content))


def _on_paper(
    edition: Edition, plan: str, caption: str, lines: Iterable[ExpectedLine], heads: Iterable[str]
) -> Expected:
    """The lines of a printed sheet of one plan below its heading block."""
    view = edition.views[plan]
    words = edition.phrases.of_party() if view.is_party else edition.phrases
    draft = f" - {words.say('draft')}" if view.is_draft else ""
    superior = (view.superior,) if view.superior else ()
    head = (*superior, *view.issuer, *filter(None, (words.say("nation"), words.say("motto"))), caption)
    origin = (view.title, f"({view.number_line} - {view.place_and_day}{draft})")
    return Expected(
        (*(ExpectedLine(ItemId.of(plan, "head"), (text,)) for text in (*head, *origin)), *lines),
        repeated=tuple(heads),
        plan=plan,
        known_by=(view.title, caption),
    )


def matrix_rows(edition: Edition, plan: str) -> Expected:
    """The rows of the printed matrix."""
    table = edition.task_lists[plan]
    nothing = [ExpectedLine("", (edition.phrases.say("no_tasks"),))]
    lines, heads = (list(table_lines(table))[1:], [_head(table)]) if table.rows else (nothing, [])
    return replace(_on_paper(edition, plan, table.caption, lines, heads), holds="tasks")


def _head(table: Table) -> str:
    return " ".join(column.heading for column in table.columns)


def grid_of_plan(edition: Edition, plan: str, part: str) -> Expected:
    """The rows of the printed grid, marks in their order."""
    grid = next(part_grid for part_grid in edition.grid_parts[plan] if part_grid.suffix == part)
    words = edition.phrases
    lines = [
        ExpectedLine(
            "", (words.say("grid_legend", lead=words.say("mark_lead"), coordinating=words.say("mark_coordinating")),)
        )
    ]
    for piece in grid.slices:
        for group in piece.groups:
            lines.append(ExpectedLine(group.id, (group.number, group.name)))
            lines += (
                ExpectedLine(task.id, (str(task.index), task.name, *filter(None, task.marks))) for task in group.tasks
            )
        if piece.is_last:
            lines += (ExpectedLine("", (words.say(phrase), *map(str, counts))) for phrase, counts in piece.totals)
    return _on_paper(edition, plan, grid.caption, lines, [f"{words.say('column_index')} {words.say('column_task')}"])


def overview_lines(edition: Edition, plan: str, *, is_page: bool = False) -> Iterator[ExpectedLine]:
    """The numbers of a plan at a glance: work of agencies, deadlines of each time, money of each source, and what each has nothing of."""
    overview = edition.overviews[plan]
    for load in overview.load:
        shared = (str(load.shared),) if overview.shares_tasks else ()
        yield ExpectedLine(load.agency, (load.name, str(load.leads), str(load.coordinates), *shared))
    yield from _left_out(overview.left_out["load"], is_page=is_page)
    terms = (term for term in overview.terms if term.stated or term.unstated)
    yield from (ExpectedLine("", (term.name, str(term.stated), str(term.unstated))) for term in terms)
    yield from _left_out(overview.left_out["deadlines"], is_page=is_page)
    for whole in overview.money:
        yield from (ExpectedLine(whole.row.item, (share.source, share.text)) for share in whole.row.shares)
        stated = (whole.row.total.stated,) if whole.row.total else ()
        yield from (ExpectedLine(whole.row.item, (amount,)) for amount in (*stated, whole.row.parts) if amount)
    yield from _left_out(overview.left_out["money"], is_page=is_page)


def _left_out(entries: Iterable[OverviewGap], *, is_page: bool) -> Iterator[ExpectedLine]:
    """What stands below a part of the overview; a page leads to each task."""
    for entry in entries:
        yield ExpectedLine("", (entry.words if is_page else entry.printed,))
        yield from (ExpectedLine(row.id, (row.place, row.title)) for row in (entry.tasks if is_page else ()))


def overview_sheet(edition: Edition, plan: str) -> Expected:
    """The printed numbers of a plan at a glance."""
    return _on_paper(edition, plan, edition.phrases.say("overview"), overview_lines(edition, plan), ())


def overview_page(edition: Edition, plan: str) -> Expected:
    """The same as a page, with all deadlines."""
    dues = (ExpectedLine(due.item, (due.when, due.work, due.who)) for due in edition.overviews[plan].dues)
    return Expected((*overview_lines(edition, plan, is_page=True), *dues), within=True, plan=plan)


def sheet_of_agency(edition: Edition, plan: str, agency: str) -> Expected:
    """The printed tasks, duties and reports of one agency."""
    sheet = next(candidate for candidate in edition.agency_sheets[plan] if candidate.id == agency)
    lines: list[ExpectedLine] = []
    for table in sheet.tables:
        lines += (ExpectedLine("", (table.caption,)), *list(table_lines(table))[1:])
    for heading, entries in sheet.lists:
        lines.append(ExpectedLine("", (heading,)))
        lines += (ExpectedLine(entry.id, (text,)) for entry in entries for text in entry.printed)
    return _on_paper(edition, plan, sheet.title, lines, map(_head, sheet.tables))


def history_of_place(edition: Edition, place: str) -> Expected:
    """Who led what in the plans of a place."""
    histories = [candidate for candidate in edition.histories if candidate.jurisdiction == place]
    words, title = edition.phrases, histories[0].title
    head = f"{words.say('column_index')} {words.say('column_task')}"
    lines = [ExpectedLine(place, (title,))]
    for history in histories:
        lines += [ExpectedLine(place, (history.name,))] if history.name else []
        lines += _history_lines(history, words.say("no_task"))
    heads = tuple(dict.fromkeys(f"{head} {' '.join(history.names)}" for history in histories))
    return Expected(tuple(lines), repeated=heads, known_by=(title,))


def _history_lines(history: History, nothing: str) -> Iterator[ExpectedLine]:
    for group in history.groups:
        yield ExpectedLine(group.id, (group.number, group.name))
        for row in group.rows:
            leads = (" ".join(f"{lead.who} ({lead.place})" for lead in cell) or nothing for cell in row.leads)
            yield ExpectedLine(row.task, (str(row.index), row.title, *leads))
