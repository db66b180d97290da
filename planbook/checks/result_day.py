"""Days of results that do not fit: done before it was begun, later than the closing day, a report before its figures could close.

What is known on the closing day happened until then; a report that is dated before tells of figures that nobody has yet.
Source: Decree 09/2019 on reports (closing days); practice.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.model.entry import Entry
from planbook.model.period import When, official_day
from planbook.model.results import PeriodResults
from planbook.model.workspace import Workspace

_FIELDS = ("begun", "done", "as_of")


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find days that cannot be."""
    for periods in workspace.results.values():
        for results in periods:
            for entry in (*results.targets, *results.tasks, *results.money):
                yield from _after_closing(results, entry)
            for task in results.tasks:
                if task.begun and task.done and task.done.first < task.begun.first:
                    values = {"done": official_day(task.done.first), "begun": official_day(task.begun.first)}
                    fact = Text("done on {done}, before it was begun on {begun}", values)
                    yield _diagnostic(results, task, "done", fact)
            if results.date and results.date.first < results.as_of.first:
                values = {"day": official_day(results.date.first), "closing": official_day(results.as_of.first)}
                fact = Text("the report is dated {day}, before its figures close on {closing}", values)
                yield _diagnostic(results, results, "date", fact)


def _after_closing(results: PeriodResults, entry: Entry) -> Iterator[Diagnostic]:
    for field in _FIELDS:
        day = getattr(entry, field, None)
        if isinstance(day, When) and day.first > results.as_of.first:
            values = {"day": official_day(day.first), "closing": official_day(results.as_of.first)}
            fact = Text("{day} is after the closing day {closing}: nobody knew it then", values)
            yield _diagnostic(results, entry, field, fact)


def _diagnostic(results: PeriodResults, entry: Entry, field: str, fact: Text) -> Diagnostic:
    mend = Text("correct one of the two days, or write it in the results of the next period")
    return Diagnostic("result-day", entry.source.span(field), fact, mend, Severity.ERROR, results.plan)
