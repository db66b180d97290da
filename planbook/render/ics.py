"""Calendars: what is due as an iCalendar file (RFC 5545) that calendar programs open or subscribe to."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from textwrap import shorten

from icalendar import Calendar, Event

from planbook.messages.escapes import visible
from planbook.model.recurrence import Recurrence
from planbook.views.addresses import Address
from planbook.views.deadlines import Commitment
from planbook.views.plan import PlanView
from planbook.wording.phrases import Phrases
from planbook.wording.status import StatusView

_SUMMARY = 120  # letters that a month view has room for; the description holds the whole


def calendar(
    name: str,
    found: Iterable[Commitment],
    plans: Mapping[str, PlanView],
    phrases: Phrases,
    made: datetime,
    site_url: str = "",
    statuses: Mapping[str, StatusView] | None = None,
) -> bytes:
    """A calendar of all-day events without alarms; a day in Vietnam is that day wherever the file is opened.

    `found` must not be empty: an iCalendar file without events is none. `statuses` are those of the plans, by id.
    """
    file = Calendar()
    title = visible(phrases.say("calendar", name=name))
    for key, value in {
        "prodid": "-//planbook//VI",
        "version": "2.0",
        "name": title,
        "x-wr-calname": title,  # what Outlook, Google and Apple read instead of NAME
        "x-wr-timezone": "Asia/Ho_Chi_Minh",
    }.items():
        file.add(key, value)
    for one in sorted(found, key=lambda one: (one.terms, one.key)):
        status = (statuses or {}).get(one.plan)
        file.add_component(_event(one, plans[one.plan], phrases, made, site_url, status))
    content: bytes = file.to_ical()
    return content


def _event(
    one: Commitment, plan: PlanView, phrases: Phrases, made: datetime, site_url: str, status: StatusView | None
) -> Event:
    event = Event()
    days = [day for day, _ in one.terms]
    link = f"{site_url}{Address.PLAN.link(plan=one.plan)}#{one.item}" if site_url else ""
    event.add("uid", f"{one.key}@planbook")
    event.add("dtstamp", made)
    event.add("dtstart", days[0])
    event.add("dtend", days[0] + timedelta(days=1))
    if one.recurrence and len(days) > 1:
        event.add("rrule", _rule(one.recurrence, days[-1]))
    event.add("summary", shorten(visible(one.work), _SUMMARY, placeholder="…"))
    event.add("description", visible("\n".join(filter(None, (*_lines(one, plan, phrases, status), link)))))
    event.add("status", "TENTATIVE" if plan.is_draft else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if link:
        event.add("url", link)
    return event


def _lines(one: Commitment, plan: PlanView, phrases: Phrases, status: StatusView | None) -> Iterable[str]:
    """What the plan says of it, line by line."""
    is_told = plan.is_draft or (status is not None and status.is_over)
    called = status.name if status else phrases.say("status_draft")
    whole = one.about or (one.work if len(one.work) > _SUMMARY else "")
    said = {
        "column_task": whole,
        "deadline": one.rhythm or one.terms[0][1],
        "lead": one.who,
        "coordinating": one.coordinating,
        "fact_plan": f"{plan.short_title} ({called})" if is_told else plan.short_title,
    }
    yield from (f"{phrases.say(label)}: {text}" for label, text in said.items() if text)
    if not one.stated:
        yield phrases.say("calendar_no_day")


def _rule(recurrence: Recurrence, until: date) -> dict[str, object]:
    """The days of a recurrence as a rule: evenly spaced months by their interval, as Outlook wants them."""
    months, step = recurrence.months, 12 // len(recurrence.months)
    # In a leap year and in another one: the days that it falls on.
    (day, *others) = {found.day for found in recurrence.days(date(2023, 1, 1), date(2024, 12, 31))}
    picked: dict[str, object] = {"bymonthday": day}
    if others and recurrence.day == 31:
        picked = {"bymonthday": -1}
    elif others:
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
