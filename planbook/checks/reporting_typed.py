"""A text types a day or a month for reports that the reporting duties of the plan do not have.

The sentence is printed, the duty fills calendars and tables, and the two then tell agencies different days. The text
of a reporting duty keeps its `before_day` and `months`; "báo cáo … trước ngày 25" elsewhere is held against the days
of all reporting duties. Silent: whole dates and mentions of deadlines, sentences without a report, and plans whose
reporting duties name no day.
"""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from planbook.diagnostics import Diagnostic, Severity, Text
from planbook.messages import translate
from planbook.model.task import ReportingDuty
from planbook.model.texts import sentences, typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find days and months of reports that are not those of the duty."""
    # Plans are Vietnamese, whatever language the findings are told in.
    report, month = translate("report", "vi"), translate("month", "vi")
    days = re.compile(rf"(?<!\w){translate('on the day', 'vi')} (\d{{1,2}})(?!\d|[/.-]\d)")
    months = re.compile(rf"(?<!\w){month} (\d{{1,2}})(?!\d|[/.-]\d| {month})")
    for plan in workspace.plans.values():
        duties = [entry for entry in plan.walk() if isinstance(entry, ReportingDuty)]
        stated = {duty.before_day for duty in duties if duty.before_day}
        for entry, field, text in sentences(plan) if stated else ():
            if isinstance(entry, ReportingDuty):
                own = {entry.before_day} if entry.before_day else stated
                wrong = [*_others(days, typed(text), own), *_others(months, typed(text), entry.months)]
            else:
                reports = [one for one in re.split("[.;]", typed(text)) if report in one.casefold()]
                wrong = [number for one in reports for number in _others(days, one, stated)]
            for number in wrong:
                yield Diagnostic(
                    "reporting-typed",
                    entry.source.span(field),
                    Text("“{typed}” is typed, and is none of the reporting duties' days and months", {"typed": number}),
                    Text("correct the text, or before_day: and months: of the duty"),
                    Severity.WARNING,
                    plan.id,
                )


def _others(pattern: re.Pattern[str], text: str, stated: Collection[Decimal]) -> list[str]:
    """Give the days or months of a text that are none of the stated ones; nothing where none are stated."""
    return [match[0] for match in pattern.finditer(text) if stated and Decimal(match[1]) not in stated]
