"""The national register: every task of every office, with what it can be found by, and where its plan says it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from planbook.gathering.foreign_tables import ForeignRow
from planbook.gathering.offices import OfficeState
from planbook.model.status import Status
from planbook.views.addresses import Address
from planbook.views.calendar import quarter_of
from planbook.views.open_data.rows import SEPARATOR
from planbook.views.register import MOST_ROWS
from planbook.views.workbook.sheets import Value

_ENDED = ("over", "replaced")  # what a plan's office says of it


@dataclass(frozen=True, slots=True)
class NationalPlan:
    """A plan as its office publishes it, with how many tasks and figures it has, and its page there."""

    office: str
    office_name: str
    id: str
    title: str
    number: str
    date: str
    status: Status
    issuer: str
    place: str
    place_name: str
    first_year: int
    last_year: int
    tasks: int
    values: int
    page: str

    @property
    def folder(self) -> str:
        """Where the page of its place stands."""
        return f"don-vi/{self.office}/{self.place}/"

    @property
    def anchor(self) -> str:
        """What tells it from all plans of all offices."""
        return f"{self.office}_{self.id}"


@dataclass(frozen=True, slots=True)
class NationalTask:
    """A task as its office publishes it; `leading` and `helping` are the ids that agencies have here."""

    plan: NationalPlan
    id: str
    place: str
    name: str
    group: str
    lead: str
    coordinating: str
    deadline: str
    due: date | None
    result: str
    duty: str
    money: str
    quarters: tuple[str, ...]
    leading: tuple[str, ...]
    helping: tuple[str, ...]
    page: str

    @property
    def anchor(self) -> str:
        """What tells it from all tasks of all offices."""
        return f"{self.plan.anchor}_{self.id}"


def national_plans(states: Iterable[OfficeState]) -> list[NationalPlan]:
    """All plans of all offices, office by office, the newest first."""
    plans = []
    for state in states:
        tasks, values = (Counter(row["plan"] for row in state.rows(table)) for table in ("tasks", "values"))
        of_office = [_plan(state, row, tasks, values) for row in state.rows("plans")]
        plans += sorted(of_office, key=lambda plan: (-plan.last_year, plan.id))
    return plans


def _plan(state: OfficeState, row: ForeignRow, tasks: Counter[Value], values: Counter[Value]) -> NationalPlan:
    plan = str(row["plan"])
    return NationalPlan(
        office=state.id,
        office_name=state.record.name,
        id=plan,
        title=str(row["short_title"]),
        number=str(row["number"] or ""),
        date=str(row["date"] or ""),
        status=cast("Status", row["status"]),
        issuer=str(row["issuer_name"]),
        place=str(row["jurisdiction"]),
        place_name=str(row["jurisdiction_name"]),
        first_year=int(str(row["first_year"])),
        last_year=int(str(row["last_year"])),
        tasks=tasks[plan],
        values=values[plan],
        page=state.page(Address.PLAN, plan=plan),
    )


def national_tasks(
    states: Iterable[OfficeState], plans: Iterable[NationalPlan], agencies: Mapping[tuple[str, str], str]
) -> Iterator[NationalTask]:
    """All tasks, office by office in the order of its data."""
    by_key = {(plan.office, plan.id): plan for plan in plans}
    for state in states:
        workers: dict[tuple[object, object], dict[str, list[str]]] = {}
        for row in state.rows("assignments"):
            roles = workers.setdefault((row["plan"], row["task"]), {"lead": [], "coordinating": []})
            roles[str(row["role"])].append(agencies[state.id, str(row["agency"])])
        for row in state.rows("tasks"):
            plan, due = by_key[state.id, str(row["plan"])], row["last_day"]
            days = [date.fromisoformat(day) for day in str(row["days"] or due or "").split(SEPARATOR) if day]
            roles = workers.get((row["plan"], row["task"]), {"lead": [], "coordinating": []})
            yield NationalTask(
                plan=plan,
                id=str(row["task"]),
                place=str(row["place"] or ""),
                name=str(row["name"]),
                group=str(row["group_name"] or ""),
                lead=str(row["lead"] or ""),
                coordinating=str(row["coordinating"] or ""),
                deadline=str(row["deadline"] or ""),
                due=due if isinstance(due, date) else None,
                result=str(row["result"] or ""),
                duty=str(row["duty"] or ""),
                money=str(row["money"] or ""),
                quarters=tuple(dict.fromkeys(map(quarter_of, days))),
                leading=tuple(dict.fromkeys(roles["lead"])),
                helping=tuple(dict.fromkeys(roles["coordinating"])),
                page=f"{plan.page}#{row['task']}" if plan.page else "",
            )


def on_a_page(plans: Sequence[NationalPlan]) -> set[str]:
    """The anchors of the plans whose tasks the register's page holds: whole plans, those that are not over and the newest first."""
    listed, rows = set[str](), 0
    for plan in sorted(plans, key=lambda plan: (plan.status in _ENDED, -plan.last_year)):
        rows += plan.tasks
        if listed and rows > MOST_ROWS:
            break
        listed.add(plan.anchor)
    return listed
