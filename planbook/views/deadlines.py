"""What is due when: every deadline of every plan, once or again and again, with the days by which it is met."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from planbook.model.assigned import Assigned
from planbook.model.period import Deadline, official_day
from planbook.model.recurrence import MONTHS, Recurrence, Reports, recurring_days, reports
from planbook.model.task import Duty, ReportingDuty, Statement
from planbook.model.work import partners_of
from planbook.views.matrix import GroupRow, TaskRow, task_rows
from planbook.wording.blocks import capital
from planbook.wording.numbering import tasks_with_groups
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One day by which work is done, what is due, when in words, and who sees to it.

    `rhythm` says how often the work comes again; a day that only stands for the end of a term is not `stated`. `state` is what
    results tell of it, in words; `finished` who of those concerned has nothing to do any more, if it is not done as a whole.
    """

    day: date
    plan: str
    item: str
    work: str
    when: str
    who: str
    rhythm: str
    stated: bool
    coordinating: str
    lead_ids: tuple[str, ...]
    coordinating_ids: tuple[str, ...]
    leading: tuple[str, ...] = ()
    helping: tuple[str, ...] = ()
    state: str = ""
    is_done: bool = False
    finished: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """Work that somebody has to have done by a day, or by each day of a recurrence; or at a time that no day ends.

    That time stands in `open`, in words.
    `key` is the same for all time: plan, owner, and the deadline's id or its place among those of the owner.
    `about` is the task or duty in full where `work` is only a part of it; `item` is where it stands; `leading` and
    `helping` are those that lead and coordinate, with the members of groups but for the `receiving` of a report; `duty` is what
    exactly the agencies of a task do.
    """

    key: str
    plan: str
    item: str
    work: str = ""
    about: str = ""
    who: str = ""
    coordinating: str = ""
    lead_ids: tuple[str, ...] = ()
    coordinating_ids: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    helping: tuple[str, ...] = ()
    receiving: tuple[str, ...] = ()
    rhythm: str = ""
    recurrence: Recurrence | None = None
    stated: bool = True
    terms: tuple[tuple[date, str], ...] = ()
    open: str = ""
    duty: str = ""

    @property
    def owner(self) -> str:
        """The group, task, duty or statement that the plan gives this time."""
        return self.key.split("/")[1]

    @property
    def concerned(self) -> tuple[str, ...]:
        """Whom it is given to, alone or in a group, each once."""
        return tuple(dict.fromkeys((*self.leading, *self.helping)))

    @property
    def dues(self) -> Iterator[Due]:
        """The same, day by day."""
        for day, when in self.terms:
            shared = (self.work, when, self.who, self.rhythm, self.stated, self.coordinating)
            yield Due(
                day, self.plan, self.item, *shared, self.lead_ids, self.coordinating_ids, self.leading, self.helping
            )


def commitments(texts: Mapping[str, PlanText], matrices: Mapping[str, tuple[GroupRow, ...]]) -> list[Commitment]:
    """What all plans want done by a day, and what no day ends: from a day on, until an event, by a condition."""
    return [
        _with_members(text, commitment)
        for plan, text in texts.items()
        for commitment in _of_plan(text, matrices[plan])
        if commitment.terms or commitment.open
    ]


def _with_members(text: PlanText, commitment: Commitment) -> Commitment:
    leading, helping = text.workspace.with_members(
        commitment.lead_ids, commitment.coordinating_ids, text.plan, commitment.receiving
    )
    return replace(commitment, leading=leading, helping=helping)


def _of_plan(text: PlanText, groups: tuple[GroupRow, ...]) -> Iterator[Commitment]:
    plan = text.plan
    rows = {row.id: row for row in task_rows(groups)}
    # Who answers for a statement: the one that leads its task or has its duty, else nobody.
    owners: dict[str, Commitment] = {}
    for group, task in tasks_with_groups(plan):
        owner = _task(rows[task.id])
        owners |= {part.id: owner for part in task.entries(Statement)}
        own = task.assignment.deadlines if task.assignment else ()
        yield from _of_owner((*task.deadlines, *own), owner, text)
        if group.assignment and task is group.tasks[0]:
            # What holds for a whole group is due once, with its first task.
            yield from _of_owner(group.assignment.deadlines, replace(owner, key=f"{plan.id}/{group.id}"), text)
    for entry in plan.walk():
        if isinstance(entry, Duty):
            who = capital(text.agencies(entry.agencies))
            owner = _with_partners(
                Commitment(plan.id, plan.id, entry.id, who=who, lead_ids=entry.agencies), entry.coordinating, text
            )
            for item in entry.items:
                owners |= dict.fromkeys(
                    (part.id for part in item.walk() if isinstance(part, Statement)),
                    _with_partners(owner, partners_of(entry, item), text),
                )
            about = capital(text.fill(entry.text))
            yield from _of_owner(entry.deadlines, replace(owner, key=f"{plan.id}/{entry.id}", about=about), text)
        elif isinstance(entry, ReportingDuty):
            yield from _reports(entry, text)
        elif isinstance(entry, Statement):
            owner = owners.get(entry.id, Commitment(plan.id, plan.id, entry.id))
            about = capital(text.fill(entry.text or entry.heading))
            stated = replace(owner, key=f"{plan.id}/{entry.id}", item=entry.id, about=about)
            yield from _of_owner(entry.deadlines, stated, text)


def _with_partners(owner: Commitment, partners: tuple[Assigned, ...], text: PlanText) -> Commitment:
    ids = tuple(partner.agency for partner in partners)
    return replace(owner, coordinating=capital(text.assigned(partners)), coordinating_ids=ids)


def _task(row: TaskRow) -> Commitment:
    return Commitment(
        key=f"{row.plan}/{row.id}",
        plan=row.plan,
        item=row.id,
        about=row.name,
        who=row.lead,
        coordinating=row.coordinating,
        lead_ids=row.lead_ids,
        coordinating_ids=row.coordinating_ids,
        duty=row.duty,
    )


def _of_owner(deadlines: tuple[Deadline, ...], owner: Commitment, text: PlanText) -> Iterator[Commitment]:
    """The deadlines of one owner; each rhythm is a commitment of its own, because each has its own days."""
    for place, deadline in enumerate(deadlines, 1):
        work = text.fill(deadline.work)
        about = owner.about if work else ""
        commitment = replace(
            owner, key=f"{owner.key}/{deadline.id or place}", work=capital(work or owner.about), about=about
        )
        if deadline.last_day:
            yield replace(commitment, terms=((deadline.last_day, text.deadline(deadline)),))
        elif deadline.is_open:
            yield replace(commitment, open=text.deadline(deadline), stated=False)
        for rhythm in deadline.every or ():
            days = recurring_days(rhythm, text.plan, deadline.since)
            yield replace(
                commitment,
                key=f"{commitment.key}/{rhythm}",
                rhythm=text.wording.phrases.rhythm(rhythm),
                recurrence=Recurrence(MONTHS[rhythm]),
                stated=False,
                terms=tuple((day, text.wording.term(rhythm, day)) for day in days),
            )


def _reports(duty: ReportingDuty, text: PlanText) -> Iterator[Commitment]:
    """When reports are due, by the days of the month that the plan names, if it names any."""
    say = text.wording.phrases.say
    report = Commitment(
        key=f"{text.plan.id}/{duty.id}",
        plan=text.plan.id,
        item=duty.id,
        work=say("report_to", agencies=text.agencies(duty.to)),
        about=text.fill(duty.text),
        who=capital(text.agencies(duty.agencies)),
        lead_ids=duty.agencies,
        receiving=duty.to,
    )
    for due in reports(duty, text.plan):
        key = report.key if duty.named_months else f"{report.key}/{due.rhythms[0]}"
        yield replace(
            report,
            # Several days are several entries of people's calendars.
            key=f"{key}/{str(due.before).replace('/', '-')}" if duty.before_days else key,
            rhythm=", ".join(map(text.wording.phrases.rhythm, due.rhythms)),
            recurrence=due.recurrence,
            stated=bool(due.before),
            terms=tuple((last, _reported(due, last, before, text)) for last, before in due.days),
        )


def _reported(due: Reports, last: date, before: date | None, text: PlanText) -> str:
    """When one report is due, in words: before the day named, else in the term that ends then."""
    say = text.wording.phrases.say
    if before:
        return say("before", day=official_day(before))
    if due.before:
        return say("by", day=official_day(last))
    return text.wording.term("month" if due.by_month else due.rhythms[0], last)
