"""What only a reader of the carried text can settle: finished work, days off, years that stayed, doubled duties."""

from collections.abc import Iterable, Iterator
from datetime import date

from planbook.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.period import Deadline, official_day
from planbook.model.plan import Plan
from planbook.model.recurrence import reports
from planbook.model.responsibility import duties
from planbook.model.task import ReportingDuty, Task, TaskGroup
from planbook.model.texts import sentences
from planbook.rollover.questions import Question, Words
from planbook.rollover.succession import Succession
from planbook.rollover.times import day_moves, day_off, moved, times_left


def to_read_again(succession: Succession, years: int, words: Words) -> Iterator[Question]:
    """Give what a reader has to settle in the new plan's text, in the order of the plan."""
    plan = succession.plan
    for group in plan.task_groups():
        for task in group.tasks:
            yield from _finished(plan, group, task, words)
    yield from _doubled(succession)
    yield from _recipients(succession)
    yield from _days_off(succession, years)
    yield from _times_left(plan, years, words)


def _finished(plan: Plan, group: TaskGroup, task: Task, words: Words) -> Iterator[Question]:
    """Ask whether work goes that had one day to be done by: recurring and continuous work stays."""
    assignment = task.assignment or group.assignment
    deadlines = (*task.deadlines, *(assignment.deadlines if assignment else ()))
    days = [(day, deadline) for deadline in deadlines if (day := deadline.last_day)]
    if deadlines and len(days) == len(deadlines):
        last, deadline = max(days, key=lambda one: one[0])
        if day_moves(last, plan.period):
            said = words.wording.deadline(deadline)
            yield Question(
                Text("take this work out if it is done; it was due {deadline}", {"deadline": said}), (task.id,)
            )


def _doubled(succession: Succession) -> Iterator[Question]:
    """Ask whether to join the duties of several agencies that are one now."""
    of: dict[str, list[str]] = {}
    for duty in duties(succession.plan):
        for agency in {succession.agency(one) for one in duty.agencies} - {None}:
            of.setdefault(str(agency), []).append(duty.id)
    before = {agency for duty in duties(succession.plan) for agency in duty.agencies}
    for agency, items in of.items():
        if len(items) > 1 and sum(succession.agency(one) == agency for one in before) > 1:
            name = succession.workspace.agencies[agency].called
            yield Question(Text("join the duties that {name} now has in several places", {"name": name}), tuple(items))


def _recipients(succession: Succession) -> Iterator[Question]:
    """Ask for new words where a line of recipients names in words what are other agencies now."""
    for recipient in succession.plan.recipients:
        said = f"{succession.plan.title} {recipient.text}"
        now = [succession.agency(agency, said) or agency for agency in recipient.agencies]
        if recipient.text and now != list(recipient.agencies):
            agencies = "; ".join(succession.workspace.agencies[one].called for one in dict.fromkeys(now))
            values = {"text": recipient.text, "agencies": agencies}
            yield Question(Text("write the recipients “{text}” anew; they are now: {agencies}", values))


def _days_off(succession: Succession, years: int) -> Iterator[Question]:
    """Point out days in the new year on which offices are closed, each with all the items that name it."""
    found: dict[date, list[str]] = {}
    for item, entry in _owned(succession.plan):
        for day in _days(entry, succession, years):
            if day_off(day) and item not in found.setdefault(day, []):
                found[day].append(item)
    for day in sorted(found):
        yield Question(
            Text("{day} is no working day: keep it, or choose another", {"day": official_day(day)}),
            tuple(item for item in found[day] if item),
        )


def _owned(plan: Plan) -> Iterator[tuple[str, Entry]]:
    """Give every entry with the id of the item that it belongs to."""

    def below(entry: Entry, item: str) -> Iterator[tuple[str, Entry]]:
        # A deadline has an id for calendars; the item is what it stands in.
        own = item if isinstance(entry, Deadline) else getattr(entry, "id", item)
        yield own, entry
        for child in entry.children():
            yield from below(child, own)

    for section in plan.outline:
        for entry in section.children():
            yield from below(entry, section.id)


def _days(entry: Entry, succession: Succession, years: int) -> Iterable[date]:
    """Give the days of the new period that a deadline names, or before which a report is due in it."""
    plan, period = succession.plan, succession.period
    if isinstance(entry, Deadline):
        when = entry.before or entry.by
        return [moved(when, years).first] if when and entry.last_day and day_moves(entry.last_day, plan.period) else []
    if isinstance(entry, ReportingDuty) and entry.before_day and period.precision == "year":
        new = plan.model_copy(update={"period": period, "date": None})
        return [named or last for due in reports(entry, new) for last, named in due.days]
    return []


def _times_left(plan: Plan, years: int, words: Words) -> Iterator[Question]:
    """Point out times that texts state by hand, each with all items that do: only a reader knows whether they move."""
    found: dict[str, list[str]] = {}
    owners = {id(entry): item for item, entry in _owned(plan)}
    for entry, _, text in sentences(plan):
        for time in times_left(text, plan.period, years, words.year):
            items = found.setdefault(time, [])
            item = owners.get(id(entry), "")
            items += [item] if item not in ("", *items) else []
    for time, items in sorted(found.items()):
        yield Question(Text("read again: the text still says {time}", {"time": time}), tuple(items))
