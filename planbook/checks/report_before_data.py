"""A report is due before the day on which the figures of its term are closed.

Whoever reports on the quarter by 9 March counts what nobody knows yet, or sends an estimate as a result. Figures are
closed on the 14th of the month that ends the term: a report due by that day or later is possible. Silent: estimates
("ước cả năm"), terms that end in a month in which nothing is due, reports without a day, and plans of issuers that
are no state administration, for which the decree does not hold.
Source: Decree 09/2019, Article 12 (closing days of periodic reports).
"""

import re
from collections.abc import Iterator
from datetime import date

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.period import Deadline, official_day
from planbook.model.plan import Plan
from planbook.model.recurrence import MONTHS, reports
from planbook.model.task import ReportingDuty
from planbook.model.texts import typed
from planbook.model.workspace import Workspace

_CLOSED = 14  # the day of the month that ends a term


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find reports that are due before what they report on can be counted."""
    if workspace.agencies[plan.issuer].branch == "state":
        for span, day in _early(plan):
            yield warning(
                span,
                Text(
                    "this report is due by {day}, its figures are closed on {closed}",
                    {"day": official_day(day), "closed": official_day(day.replace(day=_CLOSED))},
                ),
                Text("name a day after the 14th, a later month, or say that it is an estimate"),
            )


def _early(plan: Plan) -> Iterator[tuple[Span, date]]:
    """The places of reports that are due too early, each with the first such day."""
    estimate = translate("estimate", "vi")  # plans are Vietnamese, whatever language the findings are told in
    for entry in plan.walk():
        if isinstance(entry, ReportingDuty) and not _says(estimate, entry.text):
            days = (last for due in reports(entry, plan) if due.before for last, before in due.days if before)
            ends = {month for rhythm in entry.every for month in MONTHS[rhythm]}
            if early := next((day for day in days if day.month in ends and day.day < _CLOSED), None):
                yield entry.source.span(entry.days_key), early
        elif isinstance(entry, Deadline) and entry.day and entry.last_day and entry.work:
            day = entry.last_day
            if not _says(estimate, entry.work) and day.month in _ends(entry) and day.day < _CLOSED:
                yield entry.source.span("before" if entry.before else "by" if entry.by else "until"), day


def _ends(deadline: Deadline) -> set[int]:
    """The months that end the term on which a deadline asks for a report; none where its words name no term."""
    work = typed(deadline.work or "").casefold()
    if not (deadline.report or _says(translate("report", "vi"), work)):
        return set()
    terms = {
        month
        for month, words in zip(
            (6, 9, 12), translate("half a year|nine months|the whole year", "vi").split("|"), strict=True
        )
        if _says(words, work)
    }
    quarter = re.search(rf"(?<!\w){translate('quarter', 'vi')} (iv|i{{1,3}}|[1-4])(?!\w)", work)
    if quarter:
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter[1]) or int(quarter[1])
        terms.add(number * 3)
    return terms


def _says(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", typed(text).casefold()))
