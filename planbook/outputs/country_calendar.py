"""What the calendar over all places shows without a script: how much is due in each month that comes, where, and what the next days ask for."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from planbook.outputs.pages.country import ComingDue, ComingMonth, Country

MOST_DUES = 200  # that the page lists one by one


def coming_months(country: Country, lies: Callable[[str, str], Path]) -> tuple[ComingMonth, ...]:
    """The months up to the end of the next quarter in which anything is due; the dues of the next days are read from where a file of a place `lies`."""
    days = Counter[date]()
    for *_, summary, _ in country.calendars:
        days.update(summary.due_days)
    listed = set[date]()
    room = MOST_DUES
    for day in sorted(days):
        room -= days[day]
        if room < 0:
            break
        listed.add(day)
    dues = sorted(_dues(country, listed, lies), key=lambda due: (due.day, due.place, due.plan, due.item))
    months: dict[str, dict[str, int]] = {}
    for _, _, summary, _ in country.calendars:
        for day, count in summary.due_days.items():
            of_month = months.setdefault(f"{day:%Y-%m}", {})
            of_month[summary.folder] = of_month.get(summary.folder, 0) + count
    names = {summary.folder: name for _, name, summary, _ in country.calendars}
    return tuple(
        ComingMonth(
            id=month,
            count=sum(of_month.values()),
            dues=tuple(due for due in dues if f"{due.day:%Y-%m}" == month),
            places=tuple((names[folder], folder, count) for folder, count in of_month.items()),
        )
        for month, of_month in sorted(months.items())
    )


def _dues(country: Country, days: set[date], lies: Callable[[str, str], Path]) -> Iterator[ComingDue]:
    due_days = {*map(str, days)}
    for _, name, summary, rows in country.calendars:
        if days.isdisjoint(summary.due_days):
            continue
        script = lies(summary.folder.rstrip("/"), rows.address).read_text("utf-8")
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
                    place=name,
                    folder=summary.folder,
                )
