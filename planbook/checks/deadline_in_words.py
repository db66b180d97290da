"""A deadline stands in words, because no time can be said: a condition, the timetable of another document.

It is listed, so that a reader of the findings sees what no calendar reminds of and sets a day as soon as there is one.
Source: of 327 deadlines of plans of November 2025, 10 are such conditions or references.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.texts import typed
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """List the deadlines in words with their reasons."""
    for entry in plan.walk():
        if isinstance(entry, Deadline) and entry.text:
            yield information(
                entry.source.span("text"),
                Text(
                    "“{text}” is no time, and in no calendar: {reason}",
                    {"text": typed(entry.text), "reason": entry.reason or ""},
                ),
                Text("write the time as soon as it is known, and delete text: and reason:"),
            )
