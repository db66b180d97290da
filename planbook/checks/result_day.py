"""Days of results that do not fit: done before it was begun or before the plan's time, later than the closing day, a report before its figures close.

What is known on the closing day happened until then; a report that is dated before tells of figures that nobody has yet, and
so does that of an agency which is dated before its term begins.
Source: Decree 09/2019 on reports (closing days); practice.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.entry import Entry
from planbook.model.period import When, official_day
from planbook.model.plan import Plan
from planbook.model.results import PeriodResults
from planbook.model.workspace import Workspace

_FIELDS = ("begun", "done", "as_of")


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find days that cannot be."""
    begun: dict[tuple[str, str], When] = {}
    for results in workspace.results.get(plan.id, ()):
        for entry in (*results.targets, *results.tasks, *results.money):
            yield from _after_closing(results, entry)
        for task in results.tasks:
            since = task.begun or begun.get((task.task, task.body))
            first = plan.period.first
            if since:
                begun[task.task, task.body] = since
            if since and task.done and task.done.first < since.first:
                values = {"done": official_day(task.done.first), "begun": official_day(since.first)}
                fact = Text("done on {done}, before it was begun on {begun}", values)
                yield _diagnostic(task, "done", fact)
            elif task.done and task.done.first < first:
                values = {"done": official_day(task.done.first), "first": official_day(first)}
                fact = Text("done on {done}, before the time of the plan begins on {first}", values)
                yield _diagnostic(task, "done", fact)
        yield from _reports(results)
        if results.date and results.date.first < results.as_of.first:
            values = {"day": official_day(results.date.first), "closing": official_day(results.as_of.first)}
            fact = Text("the report is dated {day}, before its figures close on {closing}", values)
            yield _diagnostic(results, "date", fact)


def _reports(results: PeriodResults) -> Iterator[Diagnostic]:
    """Find reports of agencies that are dated before their term begins."""
    for report in results.reports:
        term = report.term or results.period
        if report.date.first < term.first:
            values = {"day": official_day(report.date.first), "first": official_day(term.first)}
            yield _diagnostic(report, "date", Text("reported on {day}, before the term begins on {first}", values))


def _after_closing(results: PeriodResults, entry: Entry) -> Iterator[Diagnostic]:
    for field in _FIELDS:
        day = getattr(entry, field, None)
        if isinstance(day, When) and day.first > results.as_of.first:
            values = {"day": official_day(day.first), "closing": official_day(results.as_of.first)}
            fact = Text("{day} is after the closing day {closing}: nobody knew it then", values)
            yield _diagnostic(entry, field, fact)


def _diagnostic(entry: Entry, field: str, fact: Text) -> Diagnostic:
    mend = Text("correct one of the two days, or write it in the results of the next period")
    return error(entry.source.span(field), fact, mend)
