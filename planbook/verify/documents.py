"""What the documents of a plan must say: its text, its tables and sheets, line by line, from the data alone."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest

from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.outputs.edition import Edition
from planbook.render.article import ArticleLine, article_lines
from planbook.verify.lines import Wanted, stands_in
from planbook.verify.readers import leaves, shown_cell
from planbook.views.content import plan_content
from planbook.views.history import History
from planbook.views.plan import PlanView
from planbook.views.workbook.assembly import Origin, workbook_view
from planbook.views.workbook.sheets import Sheet
from planbook.wording.blocks import Heading, Table


@dataclass(frozen=True)
class Expected:
    """The lines that must stand in a file.

    `whole` says that nothing else may stand there but lines that begin with one of `besides`; `within` that a line of
    the file has the cells of a wanted one with more around them; `repeated` is what every page of a printed one has
    at its head.
    """

    lines: tuple[Wanted, ...]
    whole: bool = False
    within: bool = False
    besides: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    plan: str = ""


def plan_page(edition: Edition, plan: Plan) -> Expected:
    """The text of a plan as its page shows it: an appendix has one heading there."""
    return Expected(tuple(plan_lines(edition, plan, is_page=True)), plan=plan.id)


def word_draft(edition: Edition, plan: Plan) -> Expected:
    """Every paragraph and row of the Word draft; it holds nothing else."""
    return Expected(tuple(plan_lines(edition, plan)), whole=True, plan=plan.id)


def plan_lines(edition: Edition, plan: Plan, *, is_page: bool = False) -> Iterator[Wanted]:
    """The official text as the template prints it, an item under its id, the rest under its class.

    What the template leaves out of the data, or says in other words, is wanted all the same.
    """
    lines = list(article_lines(edition.articles[plan.id], is_word=not is_page))
    printed: dict[str, list[str]] = {}
    for line, following in zip_longest(lines, lines[1:]):
        if not is_page and "draft" in line.classes and not edition.sheet.draft_mark:
            continue
        wanted = _printed_line(line, plan)
        if is_page and line.classes == ("appendix",) and following:
            wanted = replace(wanted, parts=(f"{line.text}. {following.text}",))
        printed.setdefault(line.item, []).append(wanted.text.casefold())
        if not (is_page and "appendix-title" in line.classes):
            yield wanted
    for item, parts in _stated(edition.views[plan.id]):
        text = " ".join(printed.get(item, ()))
        if not all(stands_in(part.casefold(), text) for part in parts if part):
            yield Wanted(ItemId(item).without_row or plan.id, (" ".join(parts),))


def _printed_line(line: ArticleLine, plan: Plan) -> Wanted:
    if line.is_row:
        return Wanted(ItemId(line.item).without_row, line.cells)
    name = line.item or (ItemId.of(plan.id, line.classes[0]) if line.classes else "")
    return Wanted(name, (f"{line.number} {line.text}",))


def _stated(view: PlanView) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the data say of a plan, whatever its template prints: the texts of each item, and those of none under ""."""
    yield "", (*view.issuer, view.number_line, view.place_and_day, *view.signature, view.signatory)
    yield ItemId.of(view.id, "title"), (view.title,)
    yield from ((ItemId.of(view.id, "basis", at), (text,)) for at, text in enumerate(view.legal_bases, 1))
    yield ItemId.of(view.id, "preamble"), (view.preamble,)
    for block in view.body:
        label = () if isinstance(block, Heading) else (block.label,)
        yield block.id, (block.number.printed, *label, block.text)
    yield ItemId.of(view.id, "closing"), (view.closing,)
    yield from ((ItemId.of(view.id, "recipient", at), (text,)) for at, text in enumerate(view.recipients, 1))
    for appendix in view.appendices:
        yield from ((row.id, tuple(cell.text for cell in row.cells)) for row in appendix.table.rows)


def table_lines(table: Table) -> Iterator[Wanted]:
    """The head and the rows of a table."""
    yield Wanted(table.id, tuple(column.heading for column in table.columns))
    for row in table.rows:
        yield Wanted(row.item or ItemId(row.id).without_row, tuple(cell.text for cell in row.cells))


def workbook_of_plan(edition: Edition, plan: Plan) -> Expected:
    """Every row of the workbook of a plan; when it was made is nothing that the data say."""
    view = edition.views[plan.id]
    origin = Origin(str(edition.revisions[plan.id]), edition.made.date())
    book = workbook_view(edition.texts[plan.id], view, edition.sheets[plan.id], origin)
    made = tuple(edition.phrases.say(phrase) for phrase in ("fact_revision", "fact_made"))
    lines = (line for sheet in book.sheets for line in sheet_lines(sheet) if line.parts[0] not in made)
    return Expected(tuple(lines), whole=True, besides=made, plan=plan.id)


def sheet_lines(sheet: Sheet) -> Iterator[Wanted]:
    """The head and the rows of a sheet, every value as a cell holds it."""
    yield Wanted("", tuple(column.heading for column in sheet.columns))
    yield from (Wanted(row.id, tuple(map(shown_cell, row.cells))) for row in sheet.rows)


def data_of_plan(edition: Edition, plan: Plan) -> Expected:
    """Every value of a plan's open data under the keys that lead to it."""
    content = {
        "plan": plan_content(edition.text(plan)),
        "printed": asdict(edition.views[plan.id]),
        "matrix": [asdict(group) for group in edition.matrices[plan.id]],
    }
    return Expected(value_lines(content), whole=True, besides=("made_from",), plan=plan.id)


def value_lines(content: object) -> tuple[Wanted, ...]:
    """Every value of plain data as a line."""
    return tuple(Wanted(key, (text,)) for key, text in leaves(content))


def _on_paper(edition: Edition, plan: Plan, caption: str, lines: Iterable[Wanted], heads: Iterable[str]) -> Expected:
    """The lines of a printed sheet of one plan below its heading block."""
    view, words = edition.views[plan.id], edition.phrases
    draft = f" - {words.say('draft')}" if view.is_draft else ""
    head = (*view.issuer, words.say("nation"), words.say("motto"), caption)
    origin = (view.title, f"({view.number_line} - {view.place_and_day}{draft})")
    return Expected(
        (*(Wanted(ItemId.of(plan.id, "head"), (text,)) for text in (*head, *origin)), *lines),
        repeated=tuple(heads),
        plan=plan.id,
    )


def task_list(edition: Edition, plan: Plan) -> Expected:
    """The rows of the printed matrix."""
    table = edition.matrix_tables[plan.id]
    if not table.rows:
        return _on_paper(edition, plan, table.caption, [Wanted("", (edition.phrases.say("no_tasks"),))], ())
    return _on_paper(edition, plan, table.caption, list(table_lines(table))[1:], [_head(table)])


def _head(table: Table) -> str:
    return " ".join(column.heading for column in table.columns)


def grid_of_plan(edition: Edition, plan: Plan, suffix: str) -> Expected:
    """The rows of the printed grid, marks in their order."""
    part = next(one for one in edition.grid_parts[plan.id] if one.suffix == suffix)
    words = edition.phrases
    lines = [
        Wanted(
            "", (words.say("grid_legend", lead=words.say("mark_lead"), coordinating=words.say("mark_coordinating")),)
        )
    ]
    for one in part.slices:
        for group in one.groups:
            lines.append(Wanted(group.id, (group.number, group.name)))
            lines += (Wanted(task.id, (str(task.index), task.name, *filter(None, task.marks))) for task in group.tasks)
        if one.is_last:
            for phrase, role in (("grid_leads", "leads"), ("grid_coordinates", "coordinates")):
                lines.append(Wanted("", (words.say(phrase), *(str(getattr(column, role)) for column in one.columns))))
    return _on_paper(edition, plan, part.caption, lines, [f"{words.say('column_index')} {words.say('column_task')}"])


def sheet_of_agency(edition: Edition, plan: Plan, agency: str) -> Expected:
    """The printed tasks, duties and reports of one agency."""
    sheet = next(one for one in edition.agency_sheets[plan.id] if one.id == agency)
    lines: list[Wanted] = []
    for table in sheet.tables:
        lines += (Wanted("", (table.caption,)), *list(table_lines(table))[1:])
    for heading, entries in sheet.lists:
        lines.append(Wanted("", (heading,)))
        lines += (Wanted(one.id, (text,)) for one in entries for text in one.text)
    return _on_paper(edition, plan, sheet.title, lines, map(_head, sheet.tables))


def history_of_place(edition: Edition, place: str) -> Expected:
    """Who led what in the plans of a place."""
    history = next(one for one in edition.histories if one.jurisdiction == place)
    words = edition.phrases
    head = f"{words.say('column_index')} {words.say('column_task')} {' '.join(history.names)}"
    return Expected((Wanted(place, (history.title,)), *_history_lines(history, words.say("no_task"))), repeated=(head,))


def _history_lines(history: History, nothing: str) -> Iterator[Wanted]:
    for group in history.groups:
        yield Wanted(group.id, (group.number, group.name))
        for row in group.rows:
            leads = (" ".join(f"{one.who} ({one.place})" for one in cell) or nothing for cell in row.leads)
            yield Wanted(row.task, (str(row.index), row.title, *leads))


Made = Callable[[Edition, dict[str, str]], Expected]


def _of(make: Callable[..., Expected]) -> Made:
    """An output of one plan, with whatever else its path names."""

    def made(edition: Edition, named: dict[str, str]) -> Expected:
        plan = edition.workspace.plans[named["plan"]]
        return make(edition, plan, *(value for name, value in named.items() if name != "plan"))

    return made


_FOLDER = r"ke-hoach/(?P<plan>[a-z0-9-]+)/"
PRINTED: tuple[tuple[re.Pattern[str], Made], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (_FOLDER + r"index\.html", _of(plan_page)),
        (_FOLDER + r"(?P=plan)\.docx", _of(word_draft)),
        (_FOLDER + r"(?P=plan)\.json", _of(data_of_plan)),
        (_FOLDER + r"(?P=plan)-ma-tran\.xlsx", _of(workbook_of_plan)),
        (_FOLDER + r"(?P=plan)-ma-tran\.pdf", _of(task_list)),
        (_FOLDER + r"(?P=plan)-luoi(?P<suffix>(?:-\d+)?)\.pdf", _of(grid_of_plan)),
        (_FOLDER + r"co-quan/(?P<agency>[a-z0-9-]+)\.pdf", _of(sheet_of_agency)),
        (
            r"so-sanh/(?P<place>[a-z0-9-]+)-phan-cong\.pdf",
            lambda edition, named: history_of_place(edition, named["place"]),
        ),
    )
)
