"""What only a reader of the carried text can settle: finished work, days off, years that stayed, doubled duties."""

from collections.abc import Iterable, Iterator
from datetime import date

from planbook.authoring.rollover.left_behind import left_behind
from planbook.authoring.rollover.question import Question, QuestionWords
from planbook.authoring.rollover.questions import owned
from planbook.authoring.rollover.results import work_decisions
from planbook.authoring.rollover.succession import Succession
from planbook.authoring.rollover.times import day_moves, day_off, moved_by_years, moves
from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.period import Deadline, official_day
from planbook.model.plan import Plan
from planbook.model.recurrence import reports
from planbook.model.responsibility import duties
from planbook.model.task import Duty, DutyItem, ReportingDuty, Statement
from planbook.model.texts import typed


def to_read_again(succession: Succession, years: int, words: QuestionWords) -> Iterator[Question]:
    """What a reader has to settle in the new plan's text, in the order of the plan."""
    plan = succession.plan
    outcomes = list(work_decisions(succession))
    yield from outcomes
    over = {item for question in outcomes for item in question.at}
    over |= {part.id for entry in plan.entries(DutyItem) if entry.id in over for part in entry.entries(Statement)}
    for items, own in _deadlines(plan):
        if left := tuple(item for item in items if item not in over):
            yield from _finished(plan, left, own, words)
    yield from _doubled(succession)
    yield from _recipients(succession)
    yield from _leap_days(succession, years)
    yield from _days_off(succession, years)
    yield from left_behind(succession, years, words)


def _deadlines(plan: Plan) -> Iterator[tuple[tuple[str, ...], tuple[Deadline, ...]]]:
    """The deadlines of what has something due, with its items: tasks that have those of their group stand together."""
    tasks: dict[str, tuple[list[str], tuple[Deadline, ...]]] = {}
    for group in plan.task_groups():
        for task in group.tasks:
            assignment = task.assignment or group.assignment
            own = (*task.deadlines, *(assignment.deadlines if assignment else ()))
            shares = assignment is group.assignment and not task.deadlines
            tasks.setdefault(group.id if shares else task.id, ([], own))[0].append(task.id)
    yield from ((tuple(items), own) for items, own in tasks.values())
    for item, entry in owned(plan):
        if isinstance(entry, Statement | Duty) and (own := getattr(entry, "deadlines", ())):
            yield (item,), own


def _finished(
    plan: Plan, items: tuple[str, ...], own: tuple[Deadline, ...], words: QuestionWords
) -> Iterator[Question]:
    """Ask whether work goes that had one day to be done by, and whether such a day goes beside work that lasts."""
    yield from _open(plan, items, own, words)
    days = [(day, deadline) for deadline in own if (day := deadline.last_day) and day_moves(day, plan.period)]
    if not days:
        return
    last, deadline = max(days, key=lambda pair: pair[0])
    if all(deadline.last_day for deadline in own):
        if day_moves(max(deadline.last_day or last for deadline in own), plan.period):
            stated = words.wording.deadline(deadline)
            what = Text("take this work out if it is done; it was due {deadline}", {"deadline": stated})
            yield Question(what, items, proposal="drop")
        return
    stated = "; ".join(dict.fromkeys(words.wording.deadline(deadline) for _, deadline in days))
    what = Text("take this day out if its work is done, the rest goes on; it was {deadline}", {"deadline": stated})
    yield Question(what, items, proposal="drop-day")


def _open(plan: Plan, items: tuple[str, ...], own: tuple[Deadline, ...], words: QuestionWords) -> Iterator[Question]:
    """Ask about the times that nobody can move: from a day on, until an event, in words."""
    for deadline in own:
        span = [when for when in (deadline.since, deadline.until) if when]
        if deadline.is_open or (deadline.since and not all(moves(when, plan.period) for when in span)):
            stated = typed(words.wording.deadline(deadline))
            yield Question(Text("confirm this time for the new plan: {deadline}", {"deadline": stated}), items)


def _doubled(succession: Succession) -> Iterator[Question]:
    """Ask whether to join the duties of several agencies that are one now."""
    of: dict[str, list[str]] = {}
    for duty in duties(succession.plan):
        for agency in {succession.agency(former) for former in duty.agencies} - {None}:
            of.setdefault(str(agency), []).append(duty.id)
    before = {agency for duty in duties(succession.plan) for agency in duty.agencies}
    for agency, items in of.items():
        if len(items) > 1 and sum(succession.agency(former) == agency for former in before) > 1:
            name = succession.workspace.agencies[agency].called
            yield Question(Text("join the duties that {name} now has in several places", {"name": name}), tuple(items))


def _recipients(succession: Succession) -> Iterator[Question]:
    """Ask for new words where a line of recipients names in words what are other agencies now."""
    for recipient in (*succession.plan.addressed_to, *succession.plan.recipients):
        context = f"{succession.plan.title} {recipient.text}"
        now = [succession.agency(agency, context) or agency for agency in recipient.agencies]
        if recipient.text and now != list(recipient.agencies):
            agencies = "; ".join(succession.workspace.agencies[agency].called for agency in dict.fromkeys(now))
            values = {"text": recipient.text, "agencies": agencies}
            yield Question(Text("write the recipients “{text}” anew; they are now: {agencies}", values))


def _leap_days(succession: Succession, years: int) -> Iterator[Question]:
    """Tell of each 29 February that became the 28th, because the new year has none: it may have meant the end of the month, or a day."""
    for item, entry in owned(succession.plan):
        old = entry.day if isinstance(entry, Deadline) else None
        if not isinstance(entry, Deadline) or old is None or (old.month, old.day) != (2, 29):
            continue
        if not entry.last_day or not day_moves(entry.last_day, succession.plan.period):
            continue
        when = entry.before or entry.by or entry.until
        assert when
        new = moved_by_years(when, years).first
        if new.day != old.day:
            values = {"new": official_day(new), "old": official_day(old), "year": new.year}
            yield Question(Text("confirm {new}: it was {old}, and {year} has no 29 February", values), (item,))


def _days_off(succession: Succession, years: int) -> Iterator[Question]:
    """Point out days in the new year on which offices are closed, each with all the items that name it."""
    items_on: dict[date, list[str]] = {}
    for item, entry in owned(succession.plan):
        for day in _days(entry, succession, years):
            if day_off(day) and item not in items_on.setdefault(day, []):
                items_on[day].append(item)
    for day in sorted(items_on):
        yield Question(
            Text("{day} is no working day: keep it, or choose another", {"day": official_day(day)}),
            tuple(item for item in items_on[day] if item),
        )


def _days(entry: Entry, succession: Succession, years: int) -> Iterable[date]:
    """The days of the new period that a deadline names, or before which a report is due in it."""
    plan, period = succession.plan, succession.period
    if isinstance(entry, Deadline):
        when = entry.before or entry.by
        moves = entry.day and entry.last_day and day_moves(entry.last_day, plan.period)
        return [moved_by_years(when, years).first] if when and moves else []
    if isinstance(entry, ReportingDuty) and entry.days and period.precision == "year":
        new = plan.model_copy(update={"period": period, "date": None})
        return [day or last for due in reports(entry, new) for last, day in due.days]
    return []
