"""Every row of a gathered site's data and pages, against the files of the offices that it keeps.

They are read here once more, by no reader or view of the gathering, so that a mistake of those does not pass.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree, html

from planbook.gathering.offices import OfficeState
from planbook.gathering.publication import SHARED_TABLES
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.escapes import visible
from planbook.repository.foreign_files import Unopened, content_of
from planbook.verify.differences import file_finding
from planbook.verify.proof import Result
from planbook.views.addresses import Address

AGAIN = Text("gather the site again: python build_docs.py gather")
_TASK = ("place", "name", "lead", "coordinating", "deadline", "money")
_OF_PLACE = ("result", "duty")  # columns of the page of a place that stand only where a task has any
_OF_REGISTER = ("group_name", "last_day", "result", "duty")  # that downloads of the register have
_FIGURE = ("period", "text", "value_in_words")
_VALUE = ("jurisdiction_name", "value_in_words", "text")
_QUOTED = 300  # letters of a row
_Cells = tuple[str, ...]
_OfPlans = dict[tuple[str, str], Counter[_Cells]]
_Row = tuple[tuple[str, str], ...]


def row_findings(site: Path, states: Iterable[OfficeState], result: Result) -> Iterator[Diagnostic]:
    """What of the open data no office published, and what an office published that is not there."""
    path = site / Address.ALL_DATA.path()
    try:
        tables: dict[str, list[dict[str, Any]]] = json.loads(content_of(path))
        here = {name: Counter((row["office"], _row(row)) for row in rows) for name, rows in tables.items()}
    except (Unopened, ValueError, LookupError, TypeError, AttributeError):
        yield file_finding(str(path), "file-unread", Text("the open data cannot be read"), AGAIN)
        return
    result.read += 1
    for state in states:
        for name, columns, rows in _published(state, tables):
            for row in rows:
                key = state.id, _row({column: row.get(column) for column in columns})
                if here[name][key]:
                    result.agreed += 1
                    here[name][key] -= name not in SHARED_TABLES
                else:
                    details = {"office": state.record.name, "table": name, "row": _quoted(row.values())}
                    message = Text("{office}, {table}: this row is not here as it was published: {row}", details)
                    yield file_finding(str(path), "fact-differs", message, AGAIN)
    for name, rest in here.items():
        for office, cells in rest.elements() if name not in (*SHARED_TABLES, "offices", "shared_agencies") else ():
            details = {"office": office, "table": name, "row": _quoted(value for _, value in cells)}
            message = Text("{office}, {table}: the office published no such row: {row}", details)
            yield file_finding(str(path), "fact-unexplained", message, AGAIN)


def page_findings(site: Path, states: Iterable[OfficeState], result: Result) -> Iterator[Diagnostic]:
    """What of the pages no office published, and which tasks are not on the page of their place."""
    on_places, tasks, figures = _OfPlans(), _OfPlans(), _OfPlans()
    values: Counter[_Cells] = Counter()
    for state in states:
        for table in _data(state):
            for row in table["tasks"]:
                _add(on_places, state, row, (*_TASK, *_OF_PLACE))
                _add(tasks, state, row, (*_TASK, *_OF_REGISTER))
            for row in table["values"]:
                years = dict.fromkeys((str(row["first_year"]), str(row["last_year"])))
                _add(figures, state, {**row, "period": "-".join(years)}, _FIGURE)
                values[tuple(_cell(row.get(column)) for column in _VALUE)] += 1
    pages = str(site / "don-vi")
    for path in sorted(site.glob("don-vi/*/*/index.html")):
        yield from _rows_of_plans(path, on_places, _OF_PLACE, result, figures)
    for office, plan, cells in _left(on_places):
        details = {"office": office, "plan": plan, "row": cells}
        message = Text("{office}, {plan}: the task is not on the page of its place: {row}", details)
        yield file_finding(pages, "fact-differs", message, AGAIN)
    for office, plan, cells in _left(figures):
        details = {"office": office, "plan": plan, "row": cells}
        message = Text("{office}, {plan}: the figure is not on the page of its place: {row}", details)
        yield file_finding(pages, "fact-differs", message, AGAIN)
    yield from _rows_of_plans(site / Address.TASKS.path(), tasks, _OF_REGISTER, result)
    for path in sorted(site.glob(f"don-vi/*/*/{Address.REGISTER_ROWS.path()}")):
        yield from _rows_of_script(path, tasks, result)
    for path in sorted(site.glob(Address.INDICATOR.path(indicator="*"))):
        yield from _rows_of_values(path, values, result)


def _add(plans: _OfPlans, state: OfficeState, row: Mapping[str, Any], columns: Iterable[str]) -> None:
    """Count what some columns of a row say, as the cells of its page do."""
    of_plan = plans.setdefault((state.id, str(row["plan"])), Counter())
    of_plan[tuple(_cell(row.get(column)) for column in columns)] += 1


def _left(plans: _OfPlans) -> Iterator[tuple[str, str, str]]:
    """The rows that no page has taken, with their office and plan."""
    for (office, plan), rows in plans.items():
        yield from ((office, plan, _quoted(cells)) for cells in rows.elements())


def _rows_of_plans(
    path: Path, tasks: _OfPlans, columns: Iterable[str], result: Result, figures: _OfPlans | None = None
) -> Iterator[Diagnostic]:
    """The rows of a page that no plan has; those of a page with `figures` are on no other one."""
    for row, texts in _rows(path, result):
        office, _, rest = (row.get("data-ke-hoach") or row.get("id") or "").partition("_")
        plan = office, rest.partition("_")[0]
        if is_figure := len(texts) < len(_TASK):
            cells = texts
        else:
            cells = (*texts[: len(_TASK)], *(_text_in(row, column) for column in columns))
        of_plan = ((figures or {}) if is_figure else tasks).get(plan, Counter())
        if not of_plan[cells]:
            yield _unexplained(path, texts)
            continue
        of_plan[cells] -= figures is not None
        result.agreed += 1


def _text_in(row: etree._Element, column: str) -> str:
    """What the cell of a named column says; nothing where the page has none."""
    cells = (cell for cell in row.findall("td") if cell.get("data-column") == column)
    return "".join(_cell("".join(map(str, cell.itertext()))) for cell in cells)


def _rows_of_script(path: Path, tasks: _OfPlans, result: Result) -> Iterator[Diagnostic]:
    """The rows that a script hands to the register of many places and that no plan has."""
    office = path.parts[-4]
    try:
        content = json.loads(content_of(path).decode().partition(", ")[2].rstrip(");\n"))
        rows = [
            (
                content["plans"][plan][0],
                tuple(
                    map(
                        _cell,
                        (
                            *(at, title + rest, texts[lead], texts[helping], deadline, money),
                            *(texts[group], last, texts[outcome], texts[duty]),
                        ),
                    )
                ),
            )
            for texts in [content["texts"]]
            for _, plan, _, at, title, rest, lead, helping, deadline, last, money, _, group, outcome, *_, duty in content[
                "rows"
            ]
        ]
    except (Unopened, ValueError, LookupError, TypeError):
        yield file_finding(str(path), "file-unread", Text("the open data cannot be read"), AGAIN)
        return
    result.read += 1
    for plan, cells in rows:
        if tasks.get((office, plan), Counter())[cells]:
            result.agreed += 1
        else:
            yield _unexplained(path, cells)


def _rows_of_values(path: Path, values: Counter[_Cells], result: Result) -> Iterator[Diagnostic]:
    for _, cells in _rows(path, result):
        if values[cells[: len(_VALUE)]]:
            result.agreed += 1
        else:
            yield _unexplained(path, cells)


def _rows(path: Path, result: Result) -> Iterator[tuple[etree._Element, _Cells]]:
    """The rows of all tables of a page, with what their cells say; none where it cannot be read, which its hash tells."""
    try:
        page = html.fromstring(content_of(path))
    except (Unopened, ValueError, etree.ParserError):
        return
    result.read += 1
    for row in page.findall(".//main//tbody/tr"):
        yield row, tuple(_cell("".join(map(str, cell.itertext()))) for cell in row.findall("td"))


def _published(
    state: OfficeState, tables: Mapping[str, list[dict[str, Any]]]
) -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    """The rows of each table of an office that is gathered, with the columns that are."""
    for data in _data(state):
        for name, rows in data.items():
            columns = [column for column in next(iter(tables.get(name, ())), {}) if column != "office"]
            if name in tables:
                yield name, columns, rows


def _data(state: OfficeState) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """The tables of an office as its files have them."""
    for path, content in state.files.items():
        if state.publication and path.endswith(Address.ALL_DATA.path()):
            yield json.loads(content)


def _row(row: Mapping[str, Any]) -> _Row:
    """A row without what parts of an office may say apart, in the order of its columns."""
    return tuple(sorted((name, _plain(value)) for name, value in row.items() if name not in ("office", "cited_by")))


def _plain(value: object) -> str:
    """A value as it is set beside another; a number is what it counts, however many zeros are written."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(float(value))
    return "" if value is None else visible(str(value))


def _cell(value: object) -> str:
    """What a cell says, without the line breaks and doubled spaces that no page shows."""
    return " ".join(visible(str(value or "")).split())


def _quoted(values: Iterable[object]) -> str:
    return "; ".join(visible(str(value)) for value in [*values][:6] if value)[:_QUOTED]


def _unexplained(path: Path, cells: _Cells) -> Diagnostic:
    message = Text("no office published this row: {row}", {"row": _quoted(cells)})
    return file_finding(str(path), "fact-unexplained", message, AGAIN)
