"""A plan names an agency that is not there when it counts: on the plan's day, or when the work is due.

Recipients, the issuer, and whom a text names are those of the plan's day; work counts on its own days, work without a
day until the plan ends; a group is there as long as one of its members is. The successor is bound by the plan, not the old agency: the printed text would address nobody.
A draft can still be corrected; for a plan that is issued the finding says whose work it is now. Silent: agencies of 2022
and 2024 in plans of their time, what is due before an agency ends, and what an open decision asks about.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.messages.findings import error, finding, information, warning
from planbook.model.entry import Entry
from planbook.model.mentions import mentions
from planbook.model.period import Deadline, When, official_day
from planbook.model.plan import Plan, Recipient
from planbook.model.recurrence import recurring_days, reports
from planbook.model.task import Assignment, Duty, DutyItem, ReportingDuty
from planbook.model.texts import texts
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find agencies that a plan names outside the time of their life."""
    undecided = {decision.about for decision in plan.todo}
    repeated: dict[tuple[str, str], list[Diagnostic]] = {}
    for agency, span, days in _mentions(plan):
        if agency not in undecided:
            for finding in _absent(workspace, plan, agency, span, days):
                if finding.severity is Severity.INFO:
                    repeated.setdefault((agency, finding.message.english), []).append(finding)
                else:
                    yield finding
    yield from map(_joined, repeated.values())


def _joined(alike: list[Diagnostic]) -> Diagnostic:
    """The first of some findings that only inform, and say one thing of one agency, with how many more there are."""
    if len(alike) == 1:
        return alike[0]
    values = {"fact": alike[0].message, "count": len(alike) - 1}
    return replace(alike[0], message=Text("{fact}; likewise in {count} more places of this plan", values))


def _absent(workspace: Workspace, plan: Plan, agency: str, span: Span, days: Iterable[date]) -> Iterator[Diagnostic]:
    """Find that an agency is not there on the plan's day, or else on one of the days on which its work is due."""
    # Of a draft nobody knows the day: it is any of its month, its year or its period.
    issued, period = plan.date or plan.period, plan.period
    name, is_draft = workspace.agencies[agency].name, plan.status == "draft"
    end = workspace.ended(agency, issued.first)
    if end and not workspace.exists(agency, issued.first, issued.last):
        life_span = {
            "name": name,
            "day": official_day(end),
            "period": str(issued),
            "issued": official_day(issued.first),
        }
        has_day = issued.precision == "day"
        yield finding(
            # What the registers learn of a year that is over must not stop the build of what was signed.
            Severity.ERROR if is_draft or end <= period.first else Severity.WARNING,
            span,
            Text("{name} ends on {day}, before {issued}, the plan's day", life_span)
            if has_day
            else Text("{name} ends on {day}, before the plan's {period}", life_span),
            _one_of(workspace.successors(agency, issued.first)),
        )
        return
    if not workspace.exists(agency, issued.first, max(issued.last, period.last)):
        start = min(life.start for life in workspace.lives(agency) if life.start)
        life_span = {"name": name, "day": official_day(start), "period": str(period)}
        fact = Text("{name} begins on {day}, after the plan's {period}", life_span)
        yield error(span, fact, _before(workspace, agency))
        return
    members = workspace.members(agency, plan)
    late = sorted(day for day in days if not workspace.exists(agency, day) or _all_ended(workspace, members, day))
    if not late:
        return
    values = {"name": name, "due": official_day(late[0])}
    if workspace.exists(agency, late[0]):
        ends = {day for member in members if (day := workspace.ended(member, late[0]))}
        fact = Text(
            "none of {name} is left from {day} on, and they have work until {due}",
            {**values, "day": official_day(max(ends))},
        )
        heirs = (heir for member in members for heir in workspace.successors(member, late[0]))
        now_with = list(dict.fromkeys(heirs))
    elif end := workspace.ended(agency, late[0]):
        fact = Text("{name} ends on {day}, and has work until {due}", {**values, "day": official_day(end)})
        now_with = workspace.successors(agency, late[0])
    else:
        fact = Text("{name} is not there yet on {due}", values)
        severity = Severity.WARNING if is_draft else Severity.INFO
        yield finding(severity, span, fact, _before(workspace, agency, is_draft))
        return
    if is_draft:
        yield warning(span, fact, _one_of(now_with))
    else:
        now = Text("its work is now with: {others}", {"others": ", ".join(now_with)}) if now_with else None
        yield information(span, fact, now)


def _all_ended(workspace: Workspace, members: tuple[str, ...], day: date) -> bool:
    """Whether a group had members while its plan runs, and all of them have ended on a day."""
    return bool(members) and all(
        workspace.ended(member, day) and not workspace.exists(member, day) for member in members
    )


def _mentions(plan: Plan) -> Iterator[tuple[str, Span, list[date]]]:
    """Every agency that a plan names, with the place and the days on which its work is due."""
    # On which day a draft goes out is not known yet; those that begin until the end of that time may be there then.
    on_its_day = [(plan.date or plan.period).last] if plan.date and plan.date.precision == "day" else []
    yield plan.issuer, plan.source.span("issuer"), on_its_day
    days_of = dict(_days_of_assignments(plan))
    for entry in plan.walk():
        match entry:
            case Assignment():
                for role in ("lead", "coordinating"):
                    yield from _assigned(entry, role, days_of.get(id(entry), []))
            case Duty():
                yield from _of_duty(entry, _days_of_duty(entry, plan))
            case ReportingDuty():
                yield from _listed(
                    entry, ("agencies", "to"), [day for term in reports(entry, plan) for day, _ in term.days]
                )
            case Recipient():
                yield from _listed(entry, ("agencies",), on_its_day)
    for entry, field, text in texts(plan):
        for mention in mentions(text):
            if mention["kind"] == "agency":
                yield mention["id"], entry.source.span(field), []


def _of_duty(duty: Duty, days: list[date]) -> Iterator[tuple[str, Span, list[date]]]:
    yield from _listed(duty, ("agencies",), days)
    yield from _assigned(duty, "coordinating", days)
    for item in duty.items:
        yield from _assigned(item, "coordinating", days)


def _assigned(
    entry: Assignment | Duty | DutyItem, role: str, days: list[date]
) -> Iterator[tuple[str, Span, list[date]]]:
    for index, assigned in enumerate(getattr(entry, role)):
        # One written as a bare id has no mapping of its own.
        span = assigned.source.span("agency") if assigned.source else entry.source.span(role, index)
        yield assigned.agency, span, days


def _listed(entry: Entry, keys: tuple[str, ...], days: list[date]) -> Iterator[tuple[str, Span, list[date]]]:
    for key in keys:
        for index, agency in enumerate(getattr(entry, key)):
            yield agency, entry.source.span(key, index), days


def _days_of_assignments(plan: Plan) -> Iterator[tuple[int, list[date]]]:
    """The days of each assignment: those of its task, of a group's those of the tasks without one of their own."""
    for group in plan.task_groups():
        shared = group.assignment.deadlines if group.assignment else ()
        inherited: list[date] = []
        for task in group.tasks:
            if task.assignment:
                yield id(task.assignment), _days(_deadlines(task), plan)
            else:
                inherited += _days([*_deadlines(task), *shared], plan)
        if group.assignment:
            yield id(group.assignment), inherited


def _days_of_duty(duty: Duty, plan: Plan) -> list[date]:
    """The days of a duty, statement by statement."""
    return [day for part in duty.items or (duty,) for day in _days(_deadlines(part), plan)]


def _deadlines(entry: Entry) -> list[Deadline]:
    return [*entry.entries(Deadline)]


def _days(deadlines: list[Deadline], plan: Plan) -> list[date]:
    """The days on which work is due; work without a day goes on until the plan ends."""
    if not deadlines:
        return [plan.period.last]
    return [day for deadline in deadlines for day in _of_deadline(deadline, plan)]


def _of_deadline(deadline: Deadline, plan: Plan) -> list[date]:
    if deadline.last_day:
        return [deadline.last_day]
    if isinstance(deadline.throughout, When):
        return [min(deadline.throughout.last, plan.period.last)]
    if deadline.throughout or deadline.is_open:
        return [plan.period.last]
    return [day for rhythm in deadline.every or () for day in recurring_days(rhythm, plan, deadline.since)]


def _before(workspace: Workspace, agency: str, is_open: bool = True) -> Text | None:
    """Who to write instead of an agency that is not there yet; or that a merger which it was there before lacks it."""
    changes = [change for change in workspace.agency_changes.values() if agency in change.resulting]
    earlier = dict.fromkeys(id_ for change in changes for id_ in change.original if id_ != agency)
    advice = _one_of(list(earlier)) if is_open else None
    merger = next((change for change in changes if change.kind == "merge" and agency not in change.original), None)
    if merger is None:
        return advice
    values = {"agency": agency, "event": merger.id, "advice": advice}
    if advice is None:
        return Text("if it was there before, name “{agency}” in original: of event “{event}” too", values)
    return Text("{advice}; if it was there before, name “{agency}” in original: of event “{event}” too", values)


def _one_of(agencies: list[str]) -> Text | None:
    return Text("write one of: {others}", {"others": ", ".join(agencies)}) if agencies else None
