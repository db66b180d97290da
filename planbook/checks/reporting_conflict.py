"""A plan tells the same agency twice how to report, and not the same both times.

Two reporting duties name different days for the same report to the same receiver; or a task asks its leader for
reports in a rhythm that the reporting duties of that agency do not know ("6 tháng, 9 tháng, năm" in one part, "quý,
6 tháng, năm" in another). The agency cannot know which holds. Silent: what others send by day 10 so that one
agency reports on day 20 (two steps), reports to different receivers, in different months or rhythms, and tasks that
name only some of the rhythms of the duty.
"""

from collections.abc import Iterator
from functools import reduce
from itertools import combinations

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.recurrence import RHYTHMS
from planbook.model.task import Assignment, Duty, ReportingDuty, Statement
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find duties to report that contradict each other."""
    duties = [*plan.entries(ReportingDuty)]
    for earlier, later in combinations(duties, 2):
        if earlier.days and later.days and _same_report(earlier, later) and _other_days(earlier, later):
            agency = next(agency for agency in later.agencies if agency in earlier.agencies)
            values = {
                "agency": workspace.agencies[agency].name,
                "day": ", ".join(map(str, later.days)),
                "other": ", ".join(map(str, earlier.days)),
            }
            yield warning(
                later.source.span(later.days_key),
                Text("{agency} reports before day {day} here, before day {other} above", values),
                Text("give one day, or say which reports are meant (every, months, to)"),
            )
    yield from _rhythms(workspace, plan, duties)


def _same_report(earlier: ReportingDuty, later: ReportingDuty) -> bool:
    """Whether two duties are the same agency's for the same report."""
    terms = [
        pair
        for pair in ((earlier.every, later.every), (earlier.named_months, later.named_months))
        if pair[0] and pair[1]
    ]
    shared = [(earlier.agencies, later.agencies), (earlier.to, later.to), *terms]
    return bool(terms) and all(set(first) & set(right) for first, right in shared)


def _other_days(earlier: ReportingDuty, later: ReportingDuty) -> bool:
    """Whether two duties name different days of a month in which both are due, or of any where one names no month."""
    months: set[int | None] = {month for month in earlier.named_months if month in later.named_months} or {None}
    first, second = (
        {month: {day.day for day in duty.days if None in (month, day.month) or day.month == month} for month in months}
        for duty in (earlier, later)
    )
    return first != second


def _rhythms(workspace: Workspace, plan: Plan, duties: list[ReportingDuty]) -> Iterator[Diagnostic]:
    for agency, deadline in _report_deadlines(plan):
        stated = dict.fromkeys(rhythm for duty in duties if agency in duty.agencies for rhythm in duty.every)
        if not stated:
            continue
        for rhythm in deadline.every or ():
            if rhythm not in stated:
                yield warning(
                    deadline.source.span("every"),
                    Text(
                        "{agency} reports {rhythm} here, its reporting duties say: {stated}",
                        {
                            "agency": workspace.agencies[agency].name,
                            "rhythm": RHYTHMS[rhythm],
                            "stated": reduce(_listed, (RHYTHMS[rhythm_] for rhythm_ in stated)),
                        },
                    ),
                    Text("name the same reports in both places"),
                )


def _report_deadlines(plan: Plan) -> Iterator[tuple[str, Deadline]]:
    """The recurring deadlines for reports, each with every agency that answers for it."""
    charged: list[tuple[tuple[str, ...], tuple[Deadline, ...]]] = []
    for group in plan.task_groups():
        charged.append((_leads(group.assignment), group.assignment.deadlines if group.assignment else ()))
        for task in group.tasks:
            leads = _leads(task.assignment or group.assignment)
            charged.append((leads, task.deadlines + (task.assignment.deadlines if task.assignment else ())))
    for duty in plan.entries(Duty):
        charged += [(duty.agencies, part.deadlines) for part in duty.entries(Statement)]
    for agencies, deadlines in charged:
        for deadline in deadlines:
            if deadline.every and deadline.report:
                yield from ((agency, deadline) for agency in agencies)


def _leads(assignment: Assignment | None) -> tuple[str, ...]:
    return tuple(lead.agency for lead in assignment.lead) if assignment else ()


def _listed(first: Text, second: Text) -> Text:
    return Text("{first}, {second}", {"first": first, "second": second})
