"""What came of a plan until the closing day of a period: values of targets, states of work, money, reports, and texts.

Whether work is late is nowhere written: it follows from deadlines and days.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Text
from planbook.model.entry import CitingWords, Entry, Flag, Id, PlainWords, Ref, ResultWords, Shaped, problem
from planbook.model.number import Number
from planbook.model.period import Day, ReportPeriod, When
from planbook.model.plan import Amendment
from planbook.model.target import of_two_bodies

WorkState = Literal["not-begun", "under-way", "done", "dropped"]


def closed_period(plan: str, period: str) -> Text:
    """What is said to who would write into a period that is closed."""
    return Text(
        "{period} of {plan} is closed; correct it in its file, and write that down by close --amendment",
        {"period": period, "plan": plan},
    )


class OfBody(Shaped):
    """What is said of the whole, or of the part that an agency or a place has of it."""

    agency: Annotated[Id, Ref("agency")] | None = None
    place: Annotated[Id, Ref("locality")] | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where it is of an agency and of a place at once."""
        return of_two_bodies(values)

    @property
    def body(self) -> str:
        """Whose part it is; nothing for the whole."""
        return self.agency or self.place or ""


class TargetResult(OfBody):
    """What was reached of a target: its value, or for one of words only whether it was `reached`.

    `as_of` is the day of the value where that is not the closing day, `data_source` where it was read.
    """

    target: Annotated[Id, Ref("target")]
    value: Number | None = None
    reached: Flag | None = None
    as_of: Day | None = None
    data_source: CitingWords | None = None
    note: PlainWords | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where it says nothing, or two things."""
        if wrong := super().shape_problem(values):
            return wrong
        if (values.get("value") is None) == (values.get("reached") is None):
            return problem(
                "result-shape",
                "the result of “{id}” says neither or both of value: and reached:",
                "write value: where the target has a number, else reached: true or false",
                id=values.get("target"),
            )
        return None


class TaskResult(OfBody):
    """The state of a task, of a duty or of one item of a duty.

    `term` is the term of recurring work that it is about, where that is not the period of the file; `reason` why
    it is late or was dropped, `document` by which document it was done or dropped.
    """

    task: Annotated[Id, Ref("work")]
    state: WorkState
    begun: Day | None = None
    done: Day | None = None
    term: ReportPeriod | None = None
    product: CitingWords | None = None
    document: CitingWords | None = None
    reason: PlainWords | None = None
    note: PlainWords | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where state, days and reason do not fit."""
        if wrong := super().shape_problem(values):
            return wrong
        state = values.get("state")
        if state == "dropped" and not values.get("reason"):
            return problem(
                "result-shape", "“{id}” was dropped, and nobody says why", "write reason: …", id=values.get("task")
            )
        if (state == "done") != (values.get("done") is not None):
            return problem(
                "result-shape",
                "“{id}” is done without a day, or has one and is not done",
                "write state: done and done: with the day, or neither",
                id=values.get("task"),
                key="done" if values.get("done") is not None else "state",
            )
        if state == "not-begun" and values.get("begun") is not None:
            return problem(
                "result-shape",
                "“{id}” is not begun, and has a day on which it was begun",
                "write state: under-way, or delete begun:",
                id=values.get("task"),
                key="begun",
            )
        return None


class MoneyResult(OfBody):
    """What was allotted and disbursed of a budget, or of one line of it, since the year began; in the unit of the budget."""

    budget: Annotated[Id, Ref("budget")]
    allotted: Number | None = None
    disbursed: Number | None = None
    as_of: Day | None = None
    data_source: CitingWords | None = None
    note: PlainWords | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where it says no amount."""
        if wrong := super().shape_problem(values):
            return wrong
        if values.get("allotted") is None and values.get("disbursed") is None:
            return problem(
                "result-shape",
                "the result of “{id}” says no amount",
                "write allotted: or disbursed:, or delete the entry",
                id=values.get("budget"),
            )
        return None


class ReportResult(Entry):
    """That an agency reported: under which reporting duty if one asks for it, on which day, with which document, for which term."""

    duty: Annotated[Id, Ref("reporting duty")] | None = None
    agency: Annotated[Id, Ref("agency")]
    date: Day
    document: CitingWords | None = None
    term: ReportPeriod | None = None


class PeriodText(OfBody):
    """A paragraph of the period: what was hard, what is proposed; figures of the data are mentioned in it, not typed.

    One of an agency or a place stands in its own report.
    """

    id: Id
    text: ResultWords


class PeriodResults(Entry):
    """data/results/<plan>/<period>.yaml: what came of a plan in one period, as known on its closing day `as_of`.

    `number` and `date` are those of the report about it; with a `seal` the period is closed, and `amendments` correct it.
    """

    plan: Annotated[Id, Ref("plan")]
    period: ReportPeriod
    as_of: Day
    number: PlainWords | None = None
    date: Day | None = None
    seal: PlainWords | None = None
    amendments: tuple[Amendment, ...] = ()
    targets: tuple[TargetResult, ...] = ()
    tasks: tuple[TaskResult, ...] = ()
    money: tuple[MoneyResult, ...] = ()
    reports: tuple[ReportResult, ...] = ()
    assessment: tuple[PeriodText, ...] = ()
    difficulties: tuple[PeriodText, ...] = ()
    causes: tuple[PeriodText, ...] = ()
    proposals: tuple[PeriodText, ...] = ()
    next_steps: tuple[PeriodText, ...] = ()

    @field_validator("as_of")
    @classmethod
    def _in_period(cls, day: When, info: ValidationInfo) -> When:
        period = info.data.get("period")
        if period and not period.first <= day.first <= period.last:
            raise problem(
                "closing-day",
                "the period {period} cannot be closed on {day}: it goes from {first} to {last}",
                "write the last day that its figures are of",
                period=str(period),
                day=str(day),
                first=period.first.isoformat(),
                last=period.last.isoformat(),
            )
        return day

    def order(self) -> tuple[int, int]:
        """What the periods of a plan are sorted by: the closing day; of two with one day the longer one is the later."""
        return self.as_of.first.toordinal(), -self.period.first.toordinal()
