"""A report is due in a month that the plan names, on a day on which the plan is not sure to exist.

A plan of 2026 that is dated March and wants the quarterly report by 9 March asks for what nobody has been told to
write. Silent: plans without a date, plans of several years (the month is that of a later one), and rhythms without
months, which begin with the next term. Work whose day lies before the plan's is an error of its own (deadline-outside-period).
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.period import official_day, official_month
from planbook.model.plan import Plan
from planbook.model.recurrence import reports
from planbook.model.task import ReportingDuty
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find the earliest report of a plan of one year that is due too early; one finding a plan."""
    if not plan.date or plan.period.precision != "year":
        return
    early = [
        (last, duty.source.span(duty.days_key))
        for duty in plan.entries(ReportingDuty)
        for due in (reports(duty, plan, plan.period.first) if duty.named_months and duty.days else ())
        for last, _ in due.days
        if last <= plan.date.last
    ]
    if early:
        day, span = min(early)
        dated = plan.date
        values = {
            "day": official_day(day),
            "issued": official_day(dated.first)
            if dated.precision == "day"
            else f"{official_month(dated.last.month)}/{dated.last.year}",
        }
        yield warning(
            span,
            Text("the first report is due by {day}, the plan is dated {issued}", values),
            Text("begin with a later month, or say that this one is only due from the next year on"),
        )
