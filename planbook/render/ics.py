"""Calendars: what is due as an iCalendar file (RFC 5545) that calendar programs open or subscribe to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from icalendar import Calendar, Component, Event, Timezone, TimezoneStandard, Todo

from planbook.messages.escapes import visible
from planbook.model.recurrence import Recurrence
from planbook.views.addresses import Address
from planbook.views.deadlines import Commitment
from planbook.views.plan import PlanView
from planbook.views.worklist import WorkRow
from planbook.wording.blocks import first_words
from planbook.wording.phrases import Phrases
from planbook.wording.status import StatusView

EntryKey = tuple[object, ...]  # a commitment and what is left of its terms, or work of no day as an agency has it
_ZONE = "Asia/Ho_Chi_Minh"
_OCTETS = 74  # of a line
_SUMMARY = 120  # letters that a month view has room for; the description holds the whole


def calendar_of(name: str, entries: Sequence[bytes], phrases: Phrases, about: str = "") -> bytes:
    """A calendar of entries that are made already; `about` says in words what of all is in it.

    Where all is done the zone of the office is all that the file holds: without any part it would be no iCalendar file (RFC 5545, 3.6).
    """
    file = Calendar()
    title = visible(phrases.say("calendar", name=name))
    for key, value in {
        "prodid": "-//planbook//VI",
        "version": "2.0",
        "name": title,
        "x-wr-calname": title,  # what Outlook, Google and Apple read instead of NAME
        "x-wr-timezone": _ZONE,
        **({"x-wr-caldesc": about} if about else {}),
    }.items():
        file.add(key, value)
    if not entries:
        file.add_component(_zone())
    head, end, behind = folded_part(file).partition(b"END:VCALENDAR")
    return b"".join((head, *entries, end, behind))


def folded_part(part: Component) -> bytes:
    """A calendar or an entry as iCalendar has it, each line cut as the library cuts it, which looks at letter after letter."""
    return b"".join(b"%s\r\n" % b"\r\n ".join(_pieces(str(line).encode())) for line in part.content_lines() if line)


def _pieces(line: bytes) -> Iterator[bytes]:
    """A line in pieces of whole letters; what escapes a letter stays with it."""
    start = 0
    while len(line) - start > _OCTETS:
        end = start + _OCTETS
        while line[end] & 0xC0 == 0x80:  # within a letter
            end -= 1
        if end - start > 1 and line[end - 1] in b"\\^":
            end -= 1
        yield line[start:end]
        start = end
    yield line[start:]


def _zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", _ZONE)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001  # of the zone itself, which has been the same since
    for key in ("tzoffsetfrom", "tzoffsetto"):
        standard.add(key, timedelta(hours=7))
    zone.add_component(standard)
    return zone


def _rule(recurrence: Recurrence, until: date) -> dict[str, object]:
    """The days of a recurrence as a rule: evenly spaced months by their interval, as Outlook wants them."""
    months, step = recurrence.months, 12 // len(recurrence.months)
    # In a leap year and in another one: the days that it falls on.
    (day, *other_days) = {occurrence.day for occurrence in recurrence.days(date(2023, 1, 1), date(2024, 12, 31))}
    picked: dict[str, object] = {"bymonthday": day}
    if other_days and recurrence.day == 31:
        picked = {"bymonthday": -1}
    elif other_days:
        # The last of these days that the month has; MONTHLY, because BYSETPOS picks one of each interval.
        return {
            "freq": "MONTHLY",
            "bymonth": list(months),
            "bymonthday": list(range(28, recurrence.day + 1)),
            "bysetpos": -1,
            "until": until,
        }
    if len(months) > 1 and months == tuple(range(months[0], 13, step)):
        return {"freq": "MONTHLY", "interval": step, **picked, "until": until}
    return {"freq": "YEARLY", "bymonth": list(months), **picked, "until": until}


@dataclass(frozen=True)
class Calendars:
    """The calendars of one edition: all-day events without alarms; a day in Vietnam is that day wherever the file is opened.

    Work of no day is a list of things to do: no day is made up for it. `made` tells the time that files of a plan carry, `statuses`
    are those of the plans, by id. What stands in several calendars, as a plan's stands in those of its agencies, is made once.
    """

    plans: Mapping[str, PlanView]
    phrases: Phrases
    made: Callable[[str], datetime]
    site_url: str = ""
    statuses: Mapping[str, StatusView] = field(default_factory=dict)
    entries_made: dict[EntryKey, bytes] = field(default_factory=dict)

    def file(self, name: str, commitments: Iterable[Commitment], undated: Iterable[WorkRow]) -> bytes:
        """A whole calendar."""
        return calendar_of(name, [entry for *_, entry in self.entries(commitments, undated)], self.phrases)

    def entries(
        self, commitments: Iterable[Commitment], undated: Iterable[WorkRow]
    ) -> Iterator[tuple[str, str, bytes]]:
        """The entries of a calendar in their order, each behind its first and its last day, if it has any."""
        for commitment in sorted(commitments, key=lambda commitment: (commitment.terms, commitment.key)):
            entry = self._once((commitment.key, commitment.terms), partial(self._event, commitment))
            yield str(commitment.terms[0][0]), str(commitment.terms[-1][0]), entry
        for row in undated:
            key = row.key, row.work, row.when, row.day, row.who, row.coordinating, row.duty
            yield "", "", self._once(key, partial(self._todo, row))

    def _once(self, key: EntryKey, make: Callable[[], Event | Todo]) -> bytes:
        if key not in self.entries_made:
            self.entries_made[key] = folded_part(make())
        return self.entries_made[key]

    def _event(self, commitment: Commitment) -> Event:
        event = Event()
        days = [day for day, _ in commitment.terms]
        self._fill(event, commitment, self._lines(commitment))
        event.add("dtstart", days[0])
        event.add("dtend", days[0] + timedelta(days=1))
        if commitment.recurrence and len(days) > 1:
            event.add("rrule", _rule(commitment.recurrence, days[-1]))
            if done := [day for day in commitment.recurrence.days(days[0], days[-1]) if day not in days]:
                event.add("exdate", done)
        event.add("status", self._certainty(commitment.plan, days[-1]))
        event.add("transp", "TRANSPARENT")
        return event

    def _certainty(self, plan: str, last: date) -> str:
        """Whether what is due by a last day is sure, of a draft, or was given up when its plan was replaced or its place ended."""
        status = self.statuses.get(plan)
        if status and status.stopped and status.stopped <= last:
            return "CANCELLED"
        return "TENTATIVE" if self.plans[plan].is_draft else "CONFIRMED"

    def _todo(self, row: WorkRow) -> Todo:
        todo = Todo()
        self._fill(todo, row, self._facts(row, row.work if len(row.work) > _SUMMARY else "", row.when))
        if row.day:
            todo.add("due", row.day)
        return todo

    def _fill(self, entry: Event | Todo, source: Commitment | WorkRow, lines: Iterable[str]) -> None:
        """What all entries of a calendar have."""
        link = f"{self.site_url}{Address.PLAN.link(plan=source.plan)}#{source.item}" if self.site_url else ""
        entry.add("uid", f"{source.key}@planbook")
        entry.add("dtstamp", self.made(source.plan))
        entry.add("summary", first_words(visible(source.work), _SUMMARY))
        entry.add("description", visible("\n".join(filter(None, (*lines, link)))))
        if link:
            entry.add("url", link)

    def _lines(self, commitment: Commitment) -> Iterator[str]:
        """What the plan says of it, line by line."""
        whole = commitment.about or (commitment.work if len(commitment.work) > _SUMMARY else "")
        yield from self._facts(commitment, whole, commitment.rhythm or commitment.terms[0][1])
        if not commitment.stated:
            yield self.phrases.say("calendar_no_day")

    def _facts(self, source: Commitment | WorkRow, work: str, when: str) -> Iterator[str]:
        plan, status = self.plans[source.plan], self.statuses.get(source.plan)
        is_told = plan.is_draft or (status is not None and status.is_over)
        called = status.name if status else self.phrases.say("status_draft")
        facts = {
            "column_task": work,
            "deadline": when,
            "lead": source.who,
            "coordinating": source.coordinating,
            "duty": source.duty,
            "fact_plan": f"{plan.short_title} ({called})" if is_told else plan.short_title,
        }
        return (f"{self.phrases.say(label)}: {text}" for label, text in facts.items() if text)
