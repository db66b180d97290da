"""The rows of one place's register, and of its calendar, as plain values: pages over all places load them when they are asked for them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from planbook.model.status import STATUSES, Status
from planbook.text.plain_words import plain_words
from planbook.views.calendar import CONTINUOUS, OPEN, quarter_name, quarter_of
from planbook.views.deadlines import Commitment, Due
from planbook.views.progress import WORK_STATES, PlanProgress
from planbook.views.register import RegisterRow
from planbook.views.summary import RowsSummary
from planbook.wording.phrases import Phrases
from planbook.wording.status import status_name

_KINDS = ("task", "target", "duty", "report")


@dataclass(frozen=True, slots=True)
class PlaceRows:
    """The rows of a register with the years, quarters, statuses and states (with their names) that any of them has.

    In `values` what several rows say stands once, and rows hold its number: plans with their titles, agencies with their names, texts.
    """

    values: Mapping[str, Any]
    years: tuple[str, ...]
    quarters: tuple[str, ...]
    statuses: tuple[Status, ...]
    states: Mapping[str, str]

    @property
    def words(self) -> str:
        """The plain words by which any of the rows can be found, each once."""
        rows = (value for row in self.values["rows"] for value in row if isinstance(value, str))
        texts = chain(self.values["texts"], (title for _, title, *_ in self.values["plans"]), rows)
        return " ".join(sorted({word for text in texts for word in plain_words(text)}))


def row_choices(rows: Collection[PlaceRows | RowsSummary], phrases: Phrases) -> dict[str, dict[str, str]]:
    """By what rows of several places can be filtered: values with their names, in the order in which they are offered."""
    years = sorted({year for part in rows for year in part.years})
    quarters = sorted({quarter for part in rows for quarter in part.quarters} - {CONTINUOUS, OPEN})
    statuses = {status for part in rows for status in part.statuses}
    states = {code: name for part in rows for code, name in part.states.items()}
    return {
        "years": {year: year for year in years},
        "quarters": {quarter: quarter_name(quarter, phrases) for quarter in quarters},
        "statuses": {status: status_name(status, phrases) for status in STATUSES if status in statuses},
        "states": {state: states[state] for state in WORK_STATES if state in states},
    }


def place_rows(
    rows: Iterable[RegisterRow],
    titles: Mapping[str, str],
    names: Mapping[str, str],
    progress: Mapping[str, PlanProgress],
) -> PlaceRows:
    """Some rows of a register; `titles` are those of plans, `names` those of the agencies that have a page."""
    listed = list(rows)
    plans, agencies, texts = _Numbers(), _Numbers(), _Numbers()
    states: dict[str, str] = {}
    values = []
    for row in listed:
        task = row.task
        work = progress[task.plan].work.get(task.id) if task.plan in progress else None
        if work:
            states[work.state] = work.name
        values.append(
            [
                _KINDS.index(row.kind),
                plans[task.plan, titles[task.plan], row.status, " ".join(map(str, row.years))],
                task.id,
                task.place,
                task.title,
                task.name[len(task.title) :],
                texts[task.lead,],
                texts[task.coordinating,],
                task.deadline,
                task.due,
                row.money,
                int(row.is_shared),
                texts[row.group,],
                texts[task.result,],
                " ".join(row.quarters),
                work.state if work else "",
                [agencies[id_, names[id_]] for id_ in row.leading if id_ in names],
                [agencies[id_, names[id_]] for id_ in row.helping if id_ in names],
                texts[task.duty,],
            ]
        )
    return PlaceRows(
        {
            "plans": [*map(list, plans)],
            "agencies": [*map(list, agencies)],
            "texts": [text for (text,) in texts],
            "rows": values,
        },
        tuple(sorted({str(year) for row in listed for year in row.years})),
        tuple(sorted({quarter for row in listed for quarter in row.quarters})),
        tuple(dict.fromkeys(row.status for row in listed)),
        states,
    )


def due_rows(
    dues: Iterable[Due],
    commitments: Iterable[tuple[Commitment, str]],
    plans: Mapping[str, tuple[str, Status, Iterable[int]]],
    names: Mapping[str, str],
) -> PlaceRows:
    """What is due on which day, then what no day ends, each with its state in words, in the shape of the rows of a register.

    `plans` are titles, statuses and years. Where a row of a register has a group stands the rhythm, for its result the state, for money that is shared that
    no day is stated, for its quarters the year, the quarter and the month of the day.
    """
    numbers, agencies, texts = _Numbers(), _Numbers(), _Numbers()
    values, times, states = [], set[str](), set[str]()

    def add(
        row: Due | Commitment, when: str, due: date | None, state: str, times_of: tuple[str, ...], code: str
    ) -> None:
        title, status, years = plans[row.plan]
        plan = numbers[row.plan, title, status, " ".join(map(str, years))]
        work = texts[row.who,], texts[row.coordinating,], when, str(due or "")
        rest = int(not row.stated), texts[row.rhythm,], texts[state,], " ".join(times_of), code
        own = ([agencies[id_, names[id_]] for id_ in ids if id_ in names] for ids in (row.leading, row.helping))
        values.append([0, plan, row.item, "", row.work, "", *work, "", *rest, *own])
        times.update(times_of)
        states.update([code] if code else ())

    for due in dues:
        code = "done" if due.is_done else "open" if due.state else ""
        times_of = (f"{due.day:%Y}", quarter_of(due.day), f"{due.day:%Y-%m}")
        add(due, due.when, due.day, due.state, times_of, code)
    for commitment, state in commitments:
        add(commitment, commitment.open, None, state, (OPEN,), "")
    return PlaceRows(
        {
            "plans": [*map(list, numbers)],
            "agencies": [*map(list, agencies)],
            "texts": [text for (text,) in texts],
            "rows": values,
        },
        tuple(sorted({time for time in times if time.isdecimal()})),
        tuple(sorted(times)),
        tuple(dict.fromkeys(plans[plan][1] for plan, *_ in numbers)),
        {state: state for state in sorted(states)},
    )


class _Numbers(dict[tuple[str, ...], int]):
    """The number of each thing in the order in which they were asked for."""

    def __missing__(self, key: tuple[str, ...]) -> int:
        self[key] = len(self)
        return self[key]
