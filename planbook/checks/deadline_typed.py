"""A task, a statement or a duty types a day by which something is done, and no deadline or report of the plan has that day.

The sentence is printed, and calendars, matrix and sheets know nothing of it. "Trước ngày 15/12 hằng năm", "chậm nhất ngày
30/6/2027". Silent: years before the plan's, days that any deadline, target or report of the plan has, and texts of reporting
duties, which are held against their own days. A day that binds nobody is accepted with its reason.
Source: practice; an agency looks into its calendar for what it owes.
"""

import re
from collections.abc import Iterator

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.model.task import Duty, ReportingDuty, Statement, Task, TaskGroup
from planbook.model.texts import sentences, typed
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find days that are in texts alone."""
    # Plans are Vietnamese, whatever language the findings are told in.
    words = translate("before the day|no later than the day|until the end of the day", "vi")
    pattern = re.compile(rf"(?<!\w)(?:{words}) (\d{{1,2}})/(\d{{1,2}})(?:/(\d{{4}}))?(?![\d/])", re.IGNORECASE)
    stated = {*_days(plan)}
    for entry, field, text in sentences(plan):
        for match in pattern.finditer(typed(text)) if isinstance(entry, Duty | Statement | Task | TaskGroup) else ():
            day, month, year = map(int, (match[1], match[2], match[3] or plan.period.last.year))
            if year >= plan.period.first.year and not {(day, month), (day, 0)} & stated:
                yield information(
                    entry.source.span(field),
                    Text(
                        "“{typed}” is typed; no deadline of the plan has that day, so it is in no calendar",
                        {"typed": match[0]},
                    ),
                    Text("write it under deadlines: with an id and mention it: {mention}", {"mention": "{deadline:…}"}),
                )


def _days(plan: Plan) -> Iterator[tuple[int, int]]:
    """The days and months by which something of a plan is due; 0 for every month."""
    for entry in plan.walk():
        if isinstance(entry, ReportingDuty):
            yield from ((day.day, day.month or 0) for day in entry.days)
        elif isinstance(entry, Deadline | Target):
            fields = ("due",) if isinstance(entry, Target) else ("before", "by", "within", "since", "until")
            times = [time for field in fields if (time := getattr(entry, field))]
            yield from ((day.day, day.month) for time in times for day in (time.first, time.last))
