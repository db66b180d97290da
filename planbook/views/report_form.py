"""A form of a national programme, filled in from what a report says: one row a target, a piece of work or a sum of money."""

from collections.abc import Iterable, Iterator, Mapping

from planbook.model.report_form import ReportForm, ReportForms
from planbook.views.period_report import PeriodReport, TargetLine
from planbook.views.reached import Reached
from planbook.views.reported_work import WorkLine
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Value
from planbook.wording.speech import PlanText

_LONGEST_NAME = 31  # letters of a sheet's name in Excel
_NUMBERS = ("index", "value", "percent", "allotted", "disbursed")


def form_sheet(form: ReportForm, forms: ReportForms, report: PeriodReport, text: PlanText) -> Sheet:
    """The form as a sheet: its title with its document, its columns, its rows; what nobody told of says so."""
    rows = {"targets": _targets, "tasks": _tasks, "money": _money}[form.rows](report, text)
    notes = " ".join(filter(None, (form.note, "" if form.confirmed else forms.unconfirmed)))
    title = f"{form.code}. {form.title} ({form.document}), {report.period}, {report.progress.until}"
    # What stands on paper above the table, on the screen heads the rows.
    at = next((at for at, column in enumerate(form.columns) if column.field == "name"), 0)
    above = (SheetRow("", _at(at, words, len(form.columns)), "group") for words in (title, notes) if words)
    return Sheet(
        form.code[:_LONGEST_NAME],
        title,
        tuple(SheetColumn(column.heading, "right" if column.field in _NUMBERS else "left") for column in form.columns),
        (
            *above,
            *(SheetRow(id_, tuple(fields.get(column.field or "") for column in form.columns)) for id_, fields in rows),
        ),
        notes,
        frozen=1,
    )


def _at(place: int, words: str, columns: int) -> tuple[Value, ...]:
    return tuple(words if at == place else None for at in range(columns))


def _targets(report: PeriodReport, text: PlanText) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for at, line in enumerate(report.targets, 1):
        for row in (line.now, *line.now.parts):
            whole = row is line.now
            yield (row.id, {**_reached(row, line, text, whole=whole), "index": at if whole else None, "unit": row.unit})


def _reached(row: Reached, line: TargetLine, text: PlanText, *, whole: bool) -> Mapping[str, Value]:
    none = "" if row.verdict else text.wording.phrases.say("no_results")
    return {
        "name": row.name.rstrip(".") if whole else f"- {row.name}",
        "goal": row.goal,
        "before": line.before if whole else "",
        "value": row.number if row.number is not None else none,
        "percent": row.percent,
        "verdict": row.verdict,
        "note": "; ".join(filter(None, (row.note, row.as_of))),
    }


def _tasks(report: PeriodReport, _: PlanText) -> Iterator[tuple[str, Mapping[str, Value]]]:
    lines: Iterable[WorkLine] = (
        line for count in (report.tasks, report.duties) for _, _, own in count.states for line in own
    )
    fields = ("name", "lead", "deadline", "state", "done", "product", "document", "reason", "note")
    for at, line in enumerate(lines, 1):
        for row in (line, *line.parts):
            values = {name: getattr(row, name) for name in fields}
            yield row.id, {**values, "index": at if row is line else None}


def _money(report: PeriodReport, _: PlanText) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for at, line in enumerate(report.progress.money, 1):
        for row in (line, *line.parts):
            values = {"name": row.name, "allotted": row.goal, "disbursed": row.value, "percent": row.percent}
            yield row.id, {**values, "note": row.note, "index": at if row is line else None}
