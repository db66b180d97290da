"""A text types a day or a month for reports that the reporting duties of the plan do not have, or leaves one out.

The sentence is printed, the duty fills calendars and tables, and the two then tell agencies different days. The text
of a reporting duty keeps its `before_day`, `before_days` and `months`; "báo cáo … trước ngày 25" elsewhere is held against the days
of all reporting duties. "Trước ngày 05 của tháng sau" needs `months_after`, else the days of the calendar are those of
the month before. Silent: whole dates and mentions of deadlines, sentences without a report, and plans whose reporting
duties name no day. "Ngày 10/6 và 15/12" must be days of the duty where it names months; a text that lists months
("tháng 6, tháng 12") lists all of them.
"""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.task import ReportingDuty
from planbook.model.texts import sentences, typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find days and months of reports that are not those of the duty."""
    # Plans are Vietnamese, whatever language the findings are told in.
    report, month = translate("report", "vi"), translate("month", "vi")
    days = re.compile(rf"(?<!\w){translate('on the day', 'vi')} (\d{{1,2}})(?!\d|[/.-]\d)")
    months = re.compile(rf"(?<!\w){month} (\d{{1,2}})(?!\d|[/.-]\d| {month})")
    on, and_ = translate("on the day", "vi"), translate("and", "vi")
    day = r"\d{1,2}/\d{1,2}(?![\d/])"
    dates = re.compile(rf"(?<!\w){on} {day}(?:(?:,|;| {and_}) {day})*")
    listed = re.compile(rf"(?<!\w){month} \d{{1,2}}(?:(?:,|;| {and_}) (?:{month} )?\d{{1,2}})+(?![\d/]| {month})")
    later = re.compile("|".join(rf"(?<!\w){word}(?!\w)" for word in translate("next month|next year", "vi").split("|")))
    for plan in workspace.plans.values():
        duties = [*plan.entries(ReportingDuty)]
        stated = {Decimal(day.day) for duty in duties for day in duty.days}
        for entry, field, text in sentences(plan) if stated else ():
            if isinstance(entry, ReportingDuty):
                own = {Decimal(day.day) for day in entry.days} or stated
                due_months = [Decimal(month) for month in entry.named_months]
                wrong = [*_unstated(days, typed(text), own), *_unstated(months, typed(text), due_months)]
                wrong += _other_dates(dates, typed(text), entry)
                if field == "text" and (left := _months_left(listed, typed(text), entry)):
                    yield warning(
                        entry.source.span(field),
                        Text("the text lists months and leaves out {months}, which the duty has", {"months": left}),
                        Text("correct the text, or months: of the duty"),
                        plan.id,
                    )
                if field == "text" and (match := later.search(typed(text).casefold())):
                    yield from _not_later(plan, entry, match[0])
            else:
                reports = [sentence for sentence in re.split("[.;]", typed(text)) if report in sentence.casefold()]
                wrong = [number for sentence in reports for number in _unstated(days, sentence, stated)]
            for number in wrong:
                yield warning(
                    entry.source.span(field),
                    Text("“{typed}” is typed, and is none of the reporting duties' days and months", {"typed": number}),
                    Text("correct the text, or before_day: and months: of the duty"),
                    plan.id,
                )


def _not_later(plan: Plan, duty: ReportingDuty, stated: str) -> Iterator[Diagnostic]:
    """Find a duty whose text puts its reports after the end of a term, while its days lie before."""
    if duty.days and duty.every and not duty.named_months and not duty.months_after:
        yield warning(
            duty.source.span(duty.days_key),
            Text("the text says “{said}”, the reports are due in the month that ends each term", {"said": stated}),
            Text("write months_after: 1, or name the months: months:"),
            plan.id,
        )


def _other_dates(pattern: re.Pattern[str], text: str, duty: ReportingDuty) -> Iterator[str]:
    """The days with a month ("ngày 10/6 và 15/12") of a text that are none of its duty's; nothing where it names no months."""
    due = {(day.day, month) for day in duty.days for month in ((day.month,) if day.month else duty.named_months)}
    for run in pattern.finditer(text) if due else ():
        for match in re.finditer(r"(\d{1,2})/(\d{1,2})", run[0]):
            if (int(match[1]), int(match[2])) not in due:
                yield match[0]


def _months_left(pattern: re.Pattern[str], text: str, duty: ReportingDuty) -> str:
    """The months of a duty that its text does not name, which lists others; nothing where it lists none."""
    months = {int(number) for run in pattern.finditer(text) for number in re.findall(r"\d+", run[0])}
    return ", ".join(str(month) for month in duty.named_months if months and month not in months)


def _unstated(pattern: re.Pattern[str], text: str, stated: Collection[Decimal]) -> list[str]:
    """The days or months of a text that are none of the stated ones; nothing where none are stated."""
    return [match[0] for match in pattern.finditer(text) if stated and Decimal(match[1]) not in stated]
