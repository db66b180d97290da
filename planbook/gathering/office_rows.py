"""Each office as pages and tables show it, and of how many offices they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planbook.gathering.offices import OfficeState
from planbook.gathering.publication import DataLicence
from planbook.messages.diagnostics import Text
from planbook.views.open_data.shapes import ALWAYS, DAY, TEXT, Field, TableShape
from planbook.views.workbook.sheets import Value

_COUNT = Field("integer")
OFFICES = TableShape(
    "don-vi",
    {
        "office": ALWAYS,
        "name": ALWAYS,
        "address": TEXT,
        "state": Field(required=True, allowed=("current", "stale", "missing")),
        "read": DAY,
        "as_of": DAY,
        "revision": TEXT,
        "plans": _COUNT,
        "tasks": _COUNT,
        "licence": TEXT,
        "licence_path": TEXT,
    },
    ("office",),
)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office with how it is shown and why, of what day its data are, how much they hold, and under what licence."""

    id: str
    name: str
    address: str
    state: str
    reason: Text | None
    read: date | None
    as_of: date | None
    revision: str
    plans: int
    tasks: int
    licence: DataLicence
    is_signed: bool

    @property
    def page(self) -> str:
        """Its page below the site."""
        return f"don-vi/{self.id}/"

    @property
    def values(self) -> Mapping[str, Value]:
        """The row of the table of offices."""
        is_there = self.state != "missing"
        return {
            "office": self.id,
            "name": self.name,
            "address": self.address,
            "state": self.state,
            "read": self.read,
            "as_of": self.as_of,
            "revision": self.revision,
            "plans": self.plans if is_there else None,
            "tasks": self.tasks if is_there else None,
            "licence": self.licence.title or self.licence.name,
            "licence_path": self.licence.path,
        }


@dataclass(frozen=True, slots=True)
class Offices:
    """All offices of a gathering on its day, as every page says them.

    `plans` and `tasks` are how many all of them publish; what several publish of one place is one, and `repeated` such plans.
    """

    day: date
    rows: tuple[OfficeRow, ...]
    plans: int = 0
    tasks: int = 0
    repeated: int = 0

    @property
    def listed(self) -> int:
        """How many there should be."""
        return len(self.rows)

    @property
    def current(self) -> int:
        """How many are shown as they are now."""
        return sum(row.state == "current" for row in self.rows)

    @property
    def present(self) -> int:
        """How many are shown at all."""
        return self.listed - len(self.missing)

    @property
    def stale(self) -> tuple[OfficeRow, ...]:
        """Those that are shown as they were when they were last read."""
        return tuple(row for row in self.rows if row.state == "stale")

    @property
    def missing(self) -> tuple[OfficeRow, ...]:
        """Those of which nothing is shown."""
        return tuple(row for row in self.rows if row.state == "missing")


def office_rows(states: Sequence[OfficeState], day: date) -> Offices:
    """All offices in the order of their list."""
    offices: dict[tuple[Value, ...], set[str]] = {}
    tasks: set[tuple[Value, ...]] = set()
    for state in states:
        plans = state.plans
        for plan in plans.values():
            offices.setdefault(plan, set()).add(state.id)
        tasks |= {(*plans[row["plan"]], row["task"]) for row in state.rows("tasks")}
    repeated = sum(len(publishing) > 1 for publishing in offices.values())
    return Offices(day, tuple(_row(state) for state in states), len(offices), len(tasks), repeated)


def _row(state: OfficeState) -> OfficeRow:
    record, publication = state.record, state.publication
    return OfficeRow(
        id=record.id,
        name=record.name,
        address=record.address,
        state=state.state,
        reason=_sentence(record.failure.message.read()) if record.failure else None,
        read=record.read.date() if record.read else None,
        as_of=publication.as_of if publication else None,
        revision=publication.revision if publication else "",
        plans=len(state.rows("plans")),
        tasks=len(state.rows("tasks")),
        licence=publication.licence if publication else DataLicence(),
        is_signed=record.is_signed,
    )


def _sentence(reason: Text) -> Text:
    return Text("Reason: {reason}.", {"reason": reason})
