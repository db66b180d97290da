"""A plan: its identity, and an outline of sections that hold typed content in the order of the page."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from planbook.model.budget import Budget
from planbook.model.entry import Entry, Flag, Id, OneOrMany, Ref, Shaped, Words, problem
from planbook.model.number import Number, check_range
from planbook.model.period import DayOrBlank, Deadline, Rhythm, Years

Comparator = Literal["exactly", "about", "at-least", "more-than", "at-most", "less-than"]
Numbering = Literal["roman", "arabic", "decimal", "letter", "parenthesis", "bullet", "plus", "none"]


def _as_assigned(value: object) -> object:
    return [{"agency": one} if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


def _check_value_place(text: str, info: ValidationInfo) -> str:
    expected = 0 if info.data.get("value", "") is None else 1
    if text.count("{value}") != expected:
        raise problem(
            "value-place",
            "the text says {count} times where the value stands, not {expected} times",
            "write {{value}} once where the number belongs; nowhere if there is no value",
            count=text.count("{value}"),
            expected=expected,
        )
    return text


class Figure(Entry):
    """A number that a text states: `{figure:id}` prints it there, so that text and data cannot differ.

    `target` names the target of the same plan that the figure repeats.
    """

    id: Id
    comparator: Comparator = "exactly"
    value: Number
    upper: Number | None = None
    unit: Words
    indicator: Annotated[Id, Ref("indicator")] | None = None
    target: Annotated[Id, Ref("target")] | None = None

    @model_validator(mode="after")
    def _possible(self) -> "Figure":
        check_range(self.value, self.upper, self.unit)
        return self


class Target(Entry):
    """What the plan wants to reach; `{value}` in its text is where the number stands.

    A target without `value` is one of words only: nobody can measure it.
    """

    id: Id
    comparator: Comparator = "exactly"
    value: Number | None = None
    upper: Number | None = None
    unit: Words | None = None
    indicator: Annotated[Id, Ref("indicator")] | None = None
    text: Annotated[Words, AfterValidator(_check_value_place)]
    scope: Words | None = None
    due: Years | None = None
    baseline: Number | None = None
    figures: tuple[Figure, ...] = ()

    @model_validator(mode="after")
    def _possible(self) -> "Target":
        if self.value is not None:
            if self.unit is None:
                raise problem("missing-field", "“{field}” is missing", "write {field}: …", field="unit")
            check_range(self.value, self.upper, self.unit)
        return self


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
    def shape_problem(cls, given: Mapping[str, Any]) -> PydanticCustomError | None:
        """Say that there is neither heading nor text."""
        if given.get("heading") or given.get("text"):
            return None
        return problem("missing-field", "“{id}” says nothing", "write its text:", id=given.get("id"))


class Assigned(Entry):
    """An agency with what it does here, if that is not all: "chủ trì triển khai cho vay".

    `requested` marks a body that the plan cannot order, only ask ("đề nghị").
    """

    agency: Annotated[Id, Ref("agency")]
    remark: Words | None = None
    requested: Flag = False


AssignedList = Annotated[
    tuple[Assigned, ...], BeforeValidator(_as_assigned, json_schema_input_type=list[Id | Assigned]), OneOrMany()
]


class Assignment(Entry):
    """Who leads, who coordinates, by when, and what exactly they do (`duty`)."""

    lead: AssignedList = ()
    coordinating: AssignedList = ()
    deadlines: tuple[Deadline, ...] = ()
    duty: Words | None = None


class Task(Entry):
    """A piece of work; without an assignment of its own it has that of its group.

    `aims`, `beneficiaries` and `measures` are the parts of a programme project; `continues` names the
    tasks of earlier plans that it carries on (`lao-cai-2024/dao-tao-nghe`).
    """

    id: Id
    continues: tuple[Words, ...] = ()
    project: Annotated[Id, Ref("project")] | None = None
    heading: Words | None = None
    text: Words | None = None
    aims: tuple[Statement, ...] = ()
    beneficiaries: tuple[Statement, ...] = ()
    measures: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    assignment: Assignment | None = None
    result: Words | None = None
    budget: Budget | None = None
    numbering: Numbering | None = None


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

    @classmethod
    def shape_problem(cls, given: Mapping[str, Any]) -> PydanticCustomError | None:
        """Say that there is neither heading nor project."""
        if given.get("heading") or given.get("project"):
            return None
        return problem("missing-field", "group “{id}” has no name", "write heading: or project:", id=given.get("id"))


class Duty(Entry):
    """What one agency (or several) has to do under the plan."""

    id: Id
    agencies: Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany()]
    requested: Flag = False
    text: Words | None = None
    figures: tuple[Figure, ...] = ()
    items: tuple[Statement, ...] = ()


class ReportingDuty(Entry):
    """Who reports to whom, how often, and before which day of which months."""

    id: Id
    agencies: Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany()]
    role: Words | None = None
    to: Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany()]
    every: Annotated[tuple[Rhythm, ...], OneOrMany()] = ()
    on_request: Flag = False
    before_day: Number | None = None
    months: tuple[Number, ...] = ()
    text: Words


class Section(Shaped):
    """A heading with one kind of content below it, or with further sections.

    `run_in` prints the text behind the heading in the same line.
    """

    id: Id
    heading: Words
    run_in: Flag = False
    numbering: Numbering | None = None
    intro: Words | None = None
    figures: tuple[Figure, ...] = ()
    budget: Budget | None = None
    purposes: tuple[Statement, ...] = ()
    requirements: tuple[Statement, ...] = ()
    objectives: tuple[Statement, ...] = ()
    scope: tuple[Statement, ...] = ()
    beneficiaries: tuple[Statement, ...] = ()
    framework: tuple[Statement, ...] = ()
    solutions: tuple[Statement, ...] = ()
    targets: tuple[Target, ...] = ()
    results: tuple[Target, ...] = ()
    task_groups: tuple[TaskGroup, ...] = ()
    duties: tuple[Duty, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    sections: tuple["Section", ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Give the statements of whichever kind the section holds."""
        return (
            self.purposes
            or self.requirements
            or self.objectives
            or self.scope
            or self.beneficiaries
            or self.framework
            or self.solutions
        )

    @classmethod
    def shape_problem(cls, given: Mapping[str, Any]) -> PydanticCustomError | None:
        """Say that there is not exactly one kind of content."""
        kinds = [name for name in SECTION_CONTENT if given.get(name)]
        if len(kinds) == 1 or (given.get("intro") and not kinds):
            return None
        return problem(
            "section-content",
            "section “{id}” holds {count} kinds of content: {kinds}",
            "give each kind a section of its own" if kinds else "write its content, or intro: for a text alone",
            id=given.get("id"),
            count=len(kinds),
            kinds=", ".join(kinds) or "-",
            key=(kinds or [""])[-1],
        )


SECTION_CONTENT = (
    "purposes",
    "requirements",
    "objectives",
    "scope",
    "beneficiaries",
    "framework",
    "solutions",
    "targets",
    "results",
    "task_groups",
    "duties",
    "reporting",
    "sections",
)


class LegalBasis(Entry):
    """A document that the plan carries out or rests on, printed at its head."""

    document: Annotated[Id, Ref("document")]
    role: Literal["implements", "basis"]


class Recipient(Entry):
    """One line of the list of recipients: agencies of the register, or words where the plan lumps them together."""

    agencies: Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany()] = ()
    text: Words | None = None


class Signatory(Entry):
    """Who signs: for a collective (TM.), for the head (KT.), with the title and the name."""

    collective: Flag = True
    acting_for: Words | None = None
    title: Words
    name: Words | None = None


class Layout(Entry):
    """How this plan prints: assignments as a block of three lines or as a sentence."""

    assignment: Literal["block", "sentence"] = "block"


class Plan(Entry):
    """One plan of one authority; number and day stay away while it is a draft."""

    id: Id
    title: Words
    short_title: Words
    status: Literal["draft", "issued", "expired"]
    number: Words | None = None
    symbol: Words
    date: DayOrBlank | None = None
    issuer: Annotated[Id, Ref("agency")]
    jurisdiction: Annotated[Id, Ref("locality")]
    place: Words
    period: Years
    programmes: tuple[Annotated[Id, Ref("programme")], ...] = ()
    follows: tuple[Annotated[Id, Ref("plan")], ...] = ()
    layout: Layout = Layout()
    legal_bases: tuple[LegalBasis, ...]
    preamble: Words
    outline: tuple[Section, ...]
    closing: Words
    recipients: tuple[Recipient, ...]
    archive: Words
    signatory: Signatory

    def sections(self) -> Iterator[Section]:
        """Give every section, outer before inner."""
        for entry in self.walk():
            if isinstance(entry, Section):
                yield entry

    def task_groups(self) -> Iterator[TaskGroup]:
        """Give every group of tasks in the order of the plan."""
        for section in self.sections():
            yield from section.task_groups

    def targets(self) -> Iterator[Target]:
        """Give every target and expected result in the order of the plan."""
        for section in self.sections():
            yield from section.targets + section.results
