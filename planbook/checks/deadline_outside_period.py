"""A deadline is over before the plan is issued, or lies outside the years that the plan is for.

Mostly it is left over from last year's plan. Nobody can meet a deadline that is over when the plan is issued, so
that is an error; outside the plan's period a reviewer should look. Silent: work of several years that the plan's
period is part of, `throughout: true`, targets due later than the plan ends, and their baselines; recurring work and reports
as soon as any of their days lies in the period, or is that of the report on its last term.
"""

from collections.abc import Iterator
from datetime import date

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import error, warning
from planbook.model.entry import Entry
from planbook.model.period import Deadline, When, official_day
from planbook.model.plan import Plan
from planbook.model.recurrence import RHYTHMS, recurring_days, reports
from planbook.model.target import Target
from planbook.model.task import ReportingDuty
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find deadlines that cannot be met or are not of the plan's years."""
    for entry in plan.walk():
        if finding := _outside(plan, entry):
            yield finding
        yield from _never(plan, entry)


def _never(plan: Plan, entry: Entry) -> Iterator[Diagnostic]:
    """Find recurring work and reports that fall due on no day at all: all their days are over before the plan's."""
    never: list[tuple[str, Text]] = []
    if isinstance(entry, Deadline):
        never = [
            ("every", RHYTHMS[rhythm]) for rhythm in entry.every or () if not recurring_days(rhythm, plan, entry.since)
        ]
    elif isinstance(entry, ReportingDuty):
        if entry.days and not (entry.every or entry.named_months or entry.on_request):
            yield warning(
                entry.source.span(entry.days_key),
                Text("a day of the month, but neither how often nor in which months: this is in no calendar"),
                Text("write every: or months:, or on_request: true"),
            )
        for due in reports(entry, plan):
            if not due.days and due.before and due.before.month:
                never.append(("before_days", Text("before {day}", {"day": str(due.before)})))
            elif not due.days and entry.months:
                never.append(("months", Text("in these months")))
            elif not due.days:
                never += [("every", RHYTHMS[rhythm]) for rhythm in due.rhythms]
    for key, words in never:
        yield warning(
            entry.source.span(key),
            Text(
                "{what}: this is never due from {day} on, when the plan begins, until it ends on {last}",
                {"what": words, "day": official_day(plan.day), "last": official_day(plan.period.last)},
            ),
            Text("take it out, or correct how often and when it is due"),
        )


def _begins_late(plan: Plan, entry: Entry) -> Diagnostic | None:
    """Work from a day on that comes when the plan is over."""
    if not isinstance(entry, Deadline) or not entry.since or entry.since.first <= plan.period.last:
        return None
    return warning(
        entry.source.span("since"),
        Text(
            "this begins on {first}, the plan is for {period}",
            {"first": official_day(entry.since.first), "period": str(plan.period)},
        ),
        Text("correct the time, or the period of the plan"),
    )


def _outside(plan: Plan, entry: Entry) -> Diagnostic | None:
    time = _time(entry)
    if time is None:
        return _begins_late(plan, entry)
    first, last, span = time
    values = {"last": official_day(last), "period": str(plan.period)}
    if plan.date and last < plan.date.first and isinstance(entry, Deadline):
        values["issued"] = official_day(plan.date.first)
        return error(
            span,
            Text("the deadline ends on {last}, the plan is issued on {issued} or later", values),
            Text("write the new deadline; this one may be left over from an earlier plan"),
        )
    if last < plan.period.first or (first > plan.period.last and isinstance(entry, Deadline)):
        return warning(
            span,
            Text("this is due by {last}, the plan is for {period}", values),
            Text("correct the time, or the period of the plan"),
        )
    return None


def _time(entry: Entry) -> tuple[date, date, Span] | None:
    """The first and the last day of a deadline or a target's due years, with the place."""
    if isinstance(entry, Target) and entry.due:
        return entry.due.first, entry.due.last, entry.source.span("due")
    if isinstance(entry, Deadline):
        way = next((way for way in ("before", "by", "until") if getattr(entry, way)), "")
        if way and entry.last_day:
            begins = entry.since.first if entry.since else entry.last_day
            return begins, entry.last_day, entry.source.span(way)
        for way, when in (("within", entry.within), ("throughout", entry.throughout)):
            if isinstance(when, When):
                return when.first, when.last, entry.source.span(way)
    return None
