"""What is to be done, by whom and by when: statements, tasks, assignments, duties, reports."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from planbook.model.assigned import AssignedList
from planbook.model.budget import Budget
from planbook.model.entry import Entry, Flag, Id, OneOrMany, PlainWords, Ref, Shaped, Words, problem
from planbook.model.item import PlanTask
from planbook.model.number import Number, official
from planbook.model.period import Deadline, Rhythm
from planbook.model.target import Figure

Numbering = Literal["roman", "arabic", "decimal", "letter", "parenthesis", "bullet", "plus", "none"]


def _check_counted(highest: int, number: Decimal) -> Decimal:
    if number != int(number) or not 1 <= number <= highest:
        raise problem(
            "value-range",
            "{number} is no whole number from 1 to {highest}",
            "check it",
            number=official(number),
            highest=highest,
        )
    return number


def _check_any(agencies: tuple[str, ...]) -> tuple[str, ...]:
    if not agencies:
        raise problem("empty-value", "the list names no agency", "write an agency, or delete the entry")
    return agencies


Agencies = Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany(), AfterValidator(_check_any)]
DayOfMonth = Annotated[Number, AfterValidator(partial(_check_counted, 31))]
MonthOfYear = Annotated[Number, AfterValidator(partial(_check_counted, 12))]


class Statement(Shaped):
    """One numbered or bulleted paragraph: a purpose, a requirement, a measure, a duty; may hold further ones."""

    id: Id
    heading: Words | None = None
    text: Words | None = None
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    numbering: Numbering | None = None
    items: tuple["Statement", ...] = ()

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """Say that there is neither heading nor text."""
        if values.get("heading") or values.get("text"):
            return None
        return problem("missing-field", "“{id}” says nothing", "write its text:", id=values.get("id"))


class Assignment(Entry):
    """Who leads, who coordinates, by when, and what exactly they do (`duty`)."""

    lead: AssignedList = ()
    coordinating: AssignedList = ()
    deadlines: tuple[Deadline, ...] = ()
    duty: Words | None = None


class Task(Entry):
    """A piece of work; without an assignment of its own it has that of its group.

    `short_text` is how tables, calendars and letters word it; with nothing else to say only the appendix has it.
    `aims`, `beneficiaries` and `measures` are the parts of a programme project; `continues` names the
    tasks of earlier plans that it carries on (`son-la-2024/dao-tao-nghe`).
    """

    id: Id
    continues: tuple[PlainWords, ...] = ()
    project: Annotated[Id, Ref("project")] | None = None
    heading: Words | None = None
    text: Words | None = None
    short_text: Words | None = None
    aims: tuple[Statement, ...] = ()
    beneficiaries: tuple[Statement, ...] = ()
    measures: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    assignment: Assignment | None = None
    result: Words | None = None
    budget: Budget | None = None
    numbering: Numbering | None = None

    @property
    def is_printed(self) -> bool:
        """Whether the text of the plan prints it."""
        parts = (
            self.heading or self.text or self.project or self.aims or self.beneficiaries or self.measures or self.budget
        )
        return bool(parts) or not self.short_text

    @property
    def earlier(self) -> tuple[PlanTask, ...]:
        """The tasks that it continues."""
        return tuple(map(PlanTask.as_written, self.continues))


class TaskGroup(Shaped):
    """Tasks under one heading, or a programme project; its assignment holds for the tasks that have none."""

    id: Id
    heading: Words | None = None
    project: Annotated[Id, Ref("project")] | None = None
    text: Words | None = None
    figures: tuple[Figure, ...] = ()
    tasks: tuple[Task, ...]
    assignment: Assignment | None = None
    budget: Budget | None = None
    numbering: Numbering | None = None

    @property
    def is_printed(self) -> bool:
        """Whether the text of the plan prints it: not where all of its tasks stand in the appendix alone."""
        return bool(self.text or self.budget or self.project) or any(task.is_printed for task in self.tasks)

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """Say that there is neither heading nor project."""
        if values.get("heading") or values.get("project"):
            return None
        return problem("missing-field", "group “{id}” has no name", "write heading: or project:", id=values.get("id"))


class Duty(Shaped):
    """What one agency (or several) has to do under the plan.

    `leads` are the tasks, groups or sections that it leads although they name no lead themselves; `deadlines` those that
    its text names.
    """

    id: Id
    agencies: Agencies
    requested: Flag = False
    leads: Annotated[tuple[Annotated[Id, Ref("item")], ...], OneOrMany()] = ()
    numbering: Numbering | None = None
    text: Words | None = None
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    items: tuple[Statement, ...] = ()

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """Say that there is neither text nor items."""
        if values.get("text") or values.get("items"):
            return None
        return problem("missing-field", "“{id}” says nothing", "write its text:", id=values.get("id"))


class ReportingDuty(Shaped):
    """Who reports to whom, how often, and before which day of which months.

    Without `months` it is due in the month that ends each term of its rhythms, or `months_after` it.
    """

    id: Id
    agencies: Agencies
    role: PlainWords | None = None
    to: Agencies
    every: Annotated[tuple[Rhythm, ...], OneOrMany()] = ()
    on_request: Flag = False
    before_day: DayOfMonth | None = None
    months: tuple[MonthOfYear, ...] = ()
    months_after: MonthOfYear | None = None
    text: Words

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """Say that the months are named and counted, or that there is no term to count from."""
        if values.get("months_after") is None or (values.get("every") and not values.get("months")):
            return None
        if values.get("months"):
            return problem(
                "report-months",
                "“{id}” names the months of its reports and counts them from the end of a term",
                "keep months: or months_after:",
                id=values.get("id"),
                key="months_after",
            )
        return problem(
            "report-months",
            "“{id}” counts months from the end of a term, and says no rhythm",
            "write every:",
            id=values.get("id"),
            key="months_after",
        )
