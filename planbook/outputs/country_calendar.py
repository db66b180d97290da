"""What the calendar over all places shows without a script: how much is due in each month that comes, where, and what the next days ask for."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planbook.views.country import PlaceHead
from planbook.views.summary import Summary
from planbook.wording.blocks import capital

MOST_DUES = 200  # that the page lists one by one


@dataclass(frozen=True, slots=True)
class ComingDue:
    """Something that is due on a day that comes, and is not done, with its place and plan."""

    day: date
    when: str
    stated: bool
    work: str
    rhythm: str
    state: str
    who: str
    coordinating: str
    plan: str
    title: str
    item: str
    place: str
    folder: str


@dataclass(frozen=True, slots=True)
class DuesOfPlace:
    """How much is due in a place on each day that comes, up to the end of the next quarter, and what that is."""

    days: Mapping[date, int]
    dues: tuple[ComingDue, ...]


@dataclass(frozen=True, slots=True)
class ComingMonth:
    """How much is due in a month, in which places (names, folders, counts), and what of it is listed."""

    id: str
    count: int
    dues: tuple[ComingDue, ...]
    places: tuple[tuple[str, str, int], ...]


def coming_months(places: Sequence[tuple[PlaceHead, DuesOfPlace]]) -> tuple[ComingMonth, ...]:
    """The months up to the end of the next quarter in which anything is due, with the dues of the next days."""
    days = Counter[date]()
    months: dict[str, dict[str, int]] = {}
    for head, of_place in places:
        days.update(of_place.days)
        for day, count in of_place.days.items():
            of_month = months.setdefault(f"{day:%Y-%m}", {})
            of_month[head.folder] = of_month.get(head.folder, 0) + count
    listed = set[date]()
    room = MOST_DUES
    for day in sorted(days):
        room -= days[day]
        if room < 0:
            break
        listed.add(day)
    dues = sorted(
        (due for _, of_place in places for due in of_place.dues if due.day in listed),
        key=lambda due: (due.day, due.place, due.plan, due.item),
    )
    names = {head.folder: head.name for head, _ in places}
    return tuple(
        ComingMonth(
            id=month,
            count=sum(of_month.values()),
            dues=tuple(due for due in dues if f"{due.day:%Y-%m}" == month),
            places=tuple((names[folder], folder, count) for folder, count in of_month.items()),
        )
        for month, of_month in sorted(months.items())
    )


def dues_in_days(summary: Summary, script: str) -> DuesOfPlace:
    """What is due in a place on the days of its summary, from the script of its calendar's rows."""
    return DuesOfPlace(summary.due_days, tuple(_dues(summary, script)) if summary.due_days else ())


def _dues(summary: Summary, script: str) -> Iterator[ComingDue]:
    due_days = {*map(str, summary.due_days)}
    values = json.loads(script[script.index("{") : script.rindex("}") + 1])
    texts = values["texts"]
    over = {number for number, (_, _, status, _) in enumerate(values["plans"]) if status in ("over", "replaced")}
    for row in values["rows"]:
        _, plan, item, _, work, _, who, coordinating, when, due, _, unstated, rhythm, state, _, code, *_ = row
        if due in due_days and plan not in over and code != "done":
            yield ComingDue(
                day=date.fromisoformat(due),
                when=when,
                stated=not unstated,
                work=work,
                rhythm=texts[rhythm],
                state=texts[state],
                who=texts[who],
                coordinating=texts[coordinating],
                plan=values["plans"][plan][0],
                title=values["plans"][plan][1],
                item=item,
                place=capital(summary.title),
                folder=summary.folder,
            )
