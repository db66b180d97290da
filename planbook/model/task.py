"""What is to be done, by whom and by when: statements, tasks, assignments, duties, reports."""

import re
from calendar import monthrange
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from planbook.model.assigned import Assigned, AssignedList
from planbook.model.budget import Budget
from planbook.model.entry import Entry, Flag, Id, OneOrMany, PlainWords, Ref, Shaped, Words, problem
from planbook.model.item import PlanTask
from planbook.model.mentions import mention_ids
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


_REPORT_DAY = re.compile(r"([0-9]{1,2})(?:/([0-9]{1,2}))?")
_LEAP_YEAR = 2024


def _check_report_day(text: str) -> str:
    if not (match := _REPORT_DAY.fullmatch(text.strip())):
        raise problem("wrong-kind", "“{text}” is no day of the month or of the year", "write 20 or 10/6", text=text)
    day, month = int(match[1]), int(match[2] or 1)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(_LEAP_YEAR, month)[1]:
        raise problem("value-range", "there is no day {day}", "check it", day=text)
    return f"{day}/{month}" if match[2] else str(day)


Agencies = Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany(), AfterValidator(_check_any)]
DayOfMonth = Annotated[Number, AfterValidator(partial(_check_counted, 31))]
MonthOfYear = Annotated[Number, AfterValidator(partial(_check_counted, 12))]
WrittenReportDay = Annotated[
    str,
    AfterValidator(_check_report_day),
    WithJsonSchema({"type": ["integer", "string"], "pattern": f"^{_REPORT_DAY.pattern}$"}),
]


class ReportDay(NamedTuple):
    """The day before which a report is due: of the months that its duty names, or of one month of its own."""

    day: int
    month: int | None = None

    def __str__(self) -> str:
        return f"{self.day}/{self.month}" if self.month else str(self.day)


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
        """The error where there is neither heading nor text."""
        if values.get("heading") or values.get("text"):
            return None
        return problem("missing-field", "“{id}” says nothing", "write its text:", id=values.get("id"))


class DutyItem(Statement):
    """One of several things that a duty asks for, with those that coordinate in it alone."""

    coordinating: AssignedList = ()

    @property
    def unsaid(self) -> tuple[Assigned, ...]:
        """Those that coordinate and that its own texts do not name."""
        return unsaid_partners(self)


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
        """The error where there is neither heading nor project."""
        if values.get("heading") or values.get("project"):
            return None
        return problem("missing-field", "group “{id}” has no name", "write heading: or project:", id=values.get("id"))


class Duty(Shaped):
    """What one agency (or several) has to do under the plan, with those that coordinate; where no text of it names these, a line does.

    `leads` are the tasks, groups or sections that it leads although they name no lead themselves; `deadlines` those that
    its text names.
    """

    id: Id
    agencies: Agencies
    coordinating: AssignedList = ()
    requested: Flag = False
    leads: Annotated[tuple[Annotated[Id, Ref("item")], ...], OneOrMany()] = ()
    numbering: Numbering | None = None
    text: Words | None = None
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    items: tuple[DutyItem, ...] = ()

    @property
    def partners(self) -> tuple[Assigned, ...]:
        """Those that coordinate in all of it, and in its items."""
        return (*self.coordinating, *(partner for item in self.items for partner in item.coordinating))

    @property
    def unsaid(self) -> tuple[Assigned, ...]:
        """Those that coordinate and that its own texts do not name."""
        return unsaid_partners(self)

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where there is neither text nor items."""
        if values.get("text") or values.get("items"):
            return None
        return problem("missing-field", "“{id}” says nothing", "write its text:", id=values.get("id"))


def unsaid_partners(entry: Duty | DutyItem) -> tuple[Assigned, ...]:
    """Those that coordinate in a duty or an item of it and that no text of it names."""
    statements = (part for part in entry.walk() if isinstance(part, Statement))
    texts = [getattr(entry, "text", None), *(text for item in statements for text in (item.heading, item.text))]
    ids = {id_ for text in texts for id_ in mention_ids(text, "agency")}
    return tuple(partner for partner in entry.coordinating if partner.agency not in ids)


class ReportingDuty(Shaped):
    """Who reports to whom, how often, and before which day of which months.

    Without `months` it is due in the month that ends each term of its rhythms, or `months_after` it. `before_days` are
    several days: of those months (5 and 20), or each with a month of its own (10/6 and 15/12).
    """

    id: Id
    agencies: Agencies
    role: PlainWords | None = None
    to: Agencies
    every: Annotated[tuple[Rhythm, ...], OneOrMany()] = ()
    on_request: Flag = False
    before_day: DayOfMonth | None = None
    before_days: tuple[WrittenReportDay, ...] = ()
    months: tuple[MonthOfYear, ...] = ()
    months_after: MonthOfYear | None = None
    text: Words

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where days or months are named in two ways, or there is no term to count from."""
        if wrong := _days_problem(values):
            return wrong
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

    @property
    def days(self) -> tuple[ReportDay, ...]:
        """The days before which it is due, each once; none where the plan names none."""
        written = [day.split("/") for day in self.before_days]
        several = dict.fromkeys(ReportDay(*map(int, parts)) for parts in written)
        return tuple(several) or ((ReportDay(int(self.before_day)),) if self.before_day else ())

    @property
    def named_months(self) -> tuple[int, ...]:
        """The months of every year in which it is due, by themselves or with a day; none where its rhythms say them."""
        dated = [day.month for day in self.days if day.month]
        return tuple(sorted({*map(int, self.months), *dated}))

    @property
    def days_key(self) -> str:
        """The field in which its days are written."""
        return "before_days" if self.before_days else "before_day"


def _days_problem(values: Mapping[str, Any]) -> PydanticCustomError | None:
    """The error of several days of a report that are told in two ways."""
    days = values.get("before_days")
    if not days or not isinstance(days, list | tuple):
        return None
    dated = ["/" in str(day) for day in days]
    keys = ("before_day", "months", "months_after") if any(dated) else ("before_day",)
    if twice := next(filter(values.get, keys), None):
        return problem(
            "report-months",
            "“{id}” names the days of its reports in {first} and in {second}",
            "keep one of them",
            id=values.get("id"),
            first="before_days",
            second=twice,
            key=twice,
        )
    if any(dated) and not all(dated):
        return problem(
            "report-months",
            "“{id}” names days with a month and days without",
            "write the month of each: 10/6",
            id=values.get("id"),
            key="before_days",
        )
    return None
