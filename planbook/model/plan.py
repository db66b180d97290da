"""A plan: its identity, and an outline of sections that hold typed content in the order of the page."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from planbook.model.appendix import MadeAppendix, PlanAppendix
from planbook.model.budget import Budget
from planbook.model.entry import Entry, Flag, FootnoteWords, Id, OneOrMany, PlainWords, Ref, Shaped, Words, problem
from planbook.model.issuer import PlanSymbol
from planbook.model.period import Day, DayOrBlank, Years
from planbook.model.target import Figure, Target, stand_for_targets
from planbook.model.task import Assignment, Duty, Numbering, ReportingDuty, Statement, Task, TaskGroup


class Attachment(Entry):
    """An appendix that the plan announces; `included` says whether it is part of what we have."""

    id: Id
    label: PlainWords
    included: Flag = False


class Section(Shaped):
    """A heading with one kind of content below it, or with further sections.

    `run_in` prints the text behind the heading in the same line. `tasks` are those of a section that is itself
    a group of tasks; they have its `assignment` where they have none. `attachments` are announced at its end.
    """

    id: Id
    heading: Words
    run_in: Flag = False
    numbering: Numbering | None = None
    intro: Words | None = None
    figures: tuple[Figure, ...] = ()
    budget: Budget | None = None
    assignment: Assignment | None = None
    attachments: tuple[Attachment, ...] = ()
    purposes: tuple[Statement, ...] = ()
    requirements: tuple[Statement, ...] = ()
    objectives: tuple[Statement, ...] = ()
    scope: tuple[Statement, ...] = ()
    beneficiaries: tuple[Statement, ...] = ()
    framework: tuple[Statement, ...] = ()
    solutions: tuple[Statement, ...] = ()
    funding: tuple[Statement, ...] = ()
    targets: tuple[Target, ...] = ()
    results: tuple[Target, ...] = ()
    task_groups: tuple[TaskGroup, ...] = ()
    tasks: tuple[Task, ...] = ()
    duties: tuple[Duty, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    sections: tuple["Section", ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of whichever kind the section holds."""
        aims = self.purposes or self.requirements or self.objectives or self.scope or self.beneficiaries
        return aims or self.framework or self.solutions or self.funding

    @property
    def groups(self) -> tuple[TaskGroup, ...]:
        """The groups of tasks of the section; a section with tasks of its own is one."""
        if not self.tasks:
            return self.task_groups
        group = TaskGroup(id=self.id, heading=self.heading, tasks=self.tasks, assignment=self.assignment)
        return (group,)

    @property
    def is_printed(self) -> bool:
        """Whether the text of the plan prints it; one with nothing but tasks of the appendix stands there alone."""
        if self.intro or self.budget or self.attachments or not (self.tasks or self.task_groups or self.sections):
            return True
        parts: tuple[Task | TaskGroup | Section, ...] = (*self.tasks, *self.task_groups, *self.sections)
        return any(part.is_printed for part in parts)

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where there is not exactly one kind of content."""
        kinds = [name for name in SECTION_CONTENT if values.get(name)]
        if (
            len(kinds) == 1
            or kinds == ["duties", "reporting"]
            or ((values.get("intro") or values.get("budget")) and not kinds)
        ):
            return None
        return problem(
            "section-content",
            "section “{id}” holds {count} kinds of content: {kinds}",
            "give each kind a section of its own" if kinds else "write its content, or intro: for a text alone",
            id=values.get("id"),
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
    "funding",
    "targets",
    "results",
    "task_groups",
    "tasks",
    "duties",
    "reporting",
    "sections",
)


class LegalBasis(Entry):
    """A document that the plan carries out or rests on, printed at its head with those that amended it."""

    document: Annotated[Id, Ref("document")]
    role: Literal["implements", "basis"]
    amended_by: Annotated[tuple[Annotated[Id, Ref("document")], ...], OneOrMany()] = ()


class Footnote(Entry):
    """A note at the foot of a page; the text that it belongs to mentions it once: `{footnote:id}`."""

    id: Id
    text: FootnoteWords


class Recipient(Shaped):
    """One line of the list of recipients: agencies of the register, or words where the plan lumps them together."""

    agencies: Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany()] = ()
    text: Words | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error of a line that names nobody."""
        if values.get("agencies") or values.get("text"):
            return None
        return problem("missing-field", "the line of recipients names nobody", "write agencies: or text:")


class Signatory(Entry):
    """Who signs: for a collective (TM.), for the head (KT.), with the title and the name.

    `body` is the collective where it is not the issuer itself: "Ban Thường vụ" of a plan of a Party committee.
    """

    collective: Flag = True
    body: PlainWords | None = None
    acting_for: PlainWords | None = None
    title: PlainWords
    name: PlainWords | None = None


class Misprint(Entry):
    """What the issued plan printed where the data hold the right value: a wrong date, a title, a reference.

    `at` is the item that printed it, `document` the document that it was printed of; no output prints it again.
    """

    id: Id
    at: Annotated[Id, Ref("item")] | None = None
    document: Annotated[Id, Ref("document")] | None = None
    what: Literal["date", "number", "type", "title", "period", "issuer", "reference", "amount", "agency"]
    printed: PlainWords


class Decision(Entry):
    """What somebody must decide before the plan can be issued: what, why, and between which options.

    `at` are the items of the plan that it is about, none for the plan as a whole; `about` is the agency, document
    or indicator in question, which stands there until then. `proposal` is what is proposed where that is not to keep the draft as it is:
    to take the items out, or only their deadlines that end on a day.
    """

    id: Id
    at: Annotated[tuple[Annotated[Id, Ref("place")], ...], OneOrMany()] = ()
    about: Id | None = None
    what: PlainWords
    why: PlainWords | None = None
    options: tuple[PlainWords, ...] = ()
    proposal: Literal["drop", "drop-day"] | None = None


class Amendment(Entry):
    """A later document that changed the issued plan: its number and day, what for, and the seal of what the plan says since."""

    number: PlainWords
    date: Day
    reason: PlainWords
    seal: PlainWords


class SealedWords(Entry):
    """One text of a register as the plan printed it: `of` is kind, id and field (agency/so-y-te/name)."""

    of: Words
    words: Words


class SealFile(Entry):
    """data/seals/: what an issued plan printed of the registers; `seal` is a hash of it, so that nobody edits it."""

    plan: Annotated[Id, Ref("plan")]
    seal: Words
    words: tuple[SealedWords, ...] = ()


class Layout(Entry):
    """How this plan prints: assignments as a block of three lines, as a sentence, or only in the table of an appendix.

    `duties` says whether those of agencies are tasks too; without it they are where the plan has no others. With `parts`
    the sections of its outline are the parts that stand above all others: "Phần I", or in words "Phần thứ nhất".
    """

    assignment: Literal["block", "sentence", "table"] = "block"
    duties: Literal["tasks", "text"] | None = None
    parts: Literal["roman", "words"] | None = None


# What a decision says for the plan that is issued with it, which may leave it out then.
_OF_DECISION: dict[str, object] = {"legal_bases": [], "preamble": None, "recipients": [], "archive": None}


def _required(schema: dict[str, Any]) -> None:
    schema["required"] = [key for key in schema["required"] if key not in _OF_DECISION]


class Plan(Entry):
    """One plan of one authority; number and day stay away while it is a draft, or where nobody here knows
    them.

    `subject` is what it is about ("chuyển đổi số"), `series` an id that it shares with the plans of its place that say the same for
    other years, whatever these are called.
    `document_type` is what it calls itself where that is no plan ("Chương trình hành động"), `issued_with` the decision that it
    is issued with, which may have legal bases, preamble, recipients and archive line for it, `addressed_to` whom it addresses under its title ("Kính gửi"). Without `closing` it ends with its last item. `appendices` are those that go out with it, in their order; without the key a draft has those that are made of its
    data, an issued plan none. `wording` says whose the sentences are: `as-issued` those of the office that issues the plan, `own` those of who
    typed the data of a printed plan and took only its facts, figures and structure; every output says so then.
    """

    model_config = ConfigDict(json_schema_extra=_required)

    id: Id
    title: Words
    short_title: Words
    subject: PlainWords | None = None
    series: Id | None = None
    status: Literal["draft", "issued", "expired"]
    wording: Literal["own", "as-issued"] = "as-issued"
    number: PlainWords | None = None
    document_type: PlainWords | None = None
    issued_with: Annotated[Id, Ref("document")] | None = None
    symbol: PlanSymbol
    date: DayOrBlank | None = None
    seal: PlainWords | None = None
    amendments: tuple[Amendment, ...] = ()
    issuer: Annotated[Id, Ref("agency")]
    jurisdiction: Annotated[Id, Ref("locality")]
    place: PlainWords
    period: Years
    programmes: tuple[Annotated[Id, Ref("programme")], ...] = ()
    follows: tuple[Annotated[Id, Ref("plan")], ...] = ()
    replaced_by: Annotated[Id, Ref("plan")] | None = None
    layout: Layout = Layout()
    addressed_to: tuple[Recipient, ...] = ()
    legal_bases: tuple[LegalBasis, ...]
    preamble: Words | None
    outline: tuple[Section, ...]
    footnotes: tuple[Footnote, ...] = ()
    closing: Words | None = None
    recipients: tuple[Recipient, ...]
    archive: PlainWords | None
    signatory: Signatory | None = None
    appendices: tuple[PlanAppendix, ...] | None = None
    as_printed: tuple[Misprint, ...] = ()
    todo: tuple[Decision, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _with_figures(cls, values: Any) -> Any:
        stand_for_targets(values)
        if isinstance(values, dict) and values.get("issued_with"):
            for key, absent in _OF_DECISION.items():
                values.setdefault(key, absent)
        return values

    @property
    def day(self) -> dt.date:
        """The day that names and offices of the plan are those of: its date, else the first of its period."""
        return (self.date or self.period).first

    def sections(self) -> Iterator[Section]:
        """Every section, outer before inner."""
        waiting = [*self.outline[::-1]]
        while waiting:
            yield (section := waiting.pop())
            waiting += section.sections[::-1]

    def task_groups(self) -> Iterator[TaskGroup]:
        """Every group of tasks in the order of the plan."""
        return (group for section in self.sections() for group in section.groups)

    @property
    def printed_appendices(self) -> tuple[PlanAppendix, ...]:
        """The appendices that go out with the plan, as it says, else those that its kind of plan has."""
        in_table = self.layout.assignment == "table" or any(not task.is_printed for task in self.tasks())
        # What stands nowhere else goes out with a draft whatever it says; what was signed has what it names, and the table
        # in which alone it assigns.
        is_draft = self.status == "draft"
        needed = {
            "targets": is_draft and any(target.by_year or target.is_led for target in self.targets()),
            "shares": is_draft and any(target.shares for target in self.targets()),
            "tasks": in_table,
        }
        listed = self.appendices or ()
        made: tuple[MadeAppendix, ...] = ("targets", "shares", "tasks", "budget")
        if self.appendices is not None or not is_draft:
            there = {appendix.made for appendix in listed}
            made = tuple(kind for kind in made if needed.get(kind) and kind not in there)
        return (*listed, *(PlanAppendix(id=f"{self.id}-{kind}"[-64:].strip("-"), made=kind) for kind in made))

    def tasks(self) -> Iterator[Task]:
        """Every task in the order of the plan."""
        return (task for group in self.task_groups() for task in group.tasks)

    def budgets(self) -> dict[str, Budget]:
        """Every budget of the plan, by its own id and by those of its lines, in the order of the plan."""
        return {
            id_: budget for budget in self.entries(Budget) for id_ in (budget.id, *(line.id for line in budget.lines))
        }

    def targets(self) -> Iterator[Target]:
        """Every target and expected result in the order of the plan."""
        return (target for section in self.sections() for target in section.targets + section.results)
