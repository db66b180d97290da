"""The facts of a plan or register in words, as its own side prints them: figures, agencies, deadlines, texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planbook.changes.terms import VALUES, WORDINGS
from planbook.messages.diagnostics import Text
from planbook.model.agency import Agency, AgencyChange
from planbook.model.appendix import PlanAppendix
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry, reference_kind
from planbook.model.item import PlanTask
from planbook.model.legal import LegalDocument
from planbook.model.number import official
from planbook.model.period import When, official_day
from planbook.model.plan import Amendment, LegalBasis, Plan, Recipient, Signatory
from planbook.model.target import Figure, Target
from planbook.model.task import Duty, ReportingDuty, Statement
from planbook.model.texts import called
from planbook.model.workspace import Workspace
from planbook.wording.numbering import numbers
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.titles import appendix_title, titled
from planbook.wording.wording import Wording

_PROGRAM_WORDS = {"status": VALUES, "wording": WORDINGS}  # fields whose values are words of the program
_NAME_LENGTH = 90  # letters of a text that is named by its beginning


@dataclass(frozen=True)
class Side:
    """One state of the data, or one plan in it, with what puts its facts into words."""

    workspace: Workspace
    plan: Plan | None
    text: PlanText | None
    owners: dict[str, Entry]  # what every item without a number stands in
    wording: Wording

    def place(self, item: str) -> str:
        """The number of an item in its plan, or of what it stands in: III.6(2); the plan itself has none."""
        number = self.text.numbers.get(self.anchor(item)) if self.text else None
        return number.place if number else ""

    def anchor(self, item: str) -> str:
        """The id of the numbered item that an item is or stands in; nothing where there is none."""
        owner = _id(self.owners[item]) if item in self.owners else item
        return owner if self.text and owner in self.text.numbers else ""

    def unit(self, entry: Entry) -> str | None:
        """The unit of a figure or of money, where it has one."""
        if isinstance(entry, BudgetLine):
            entry = self.budget(entry)
        return getattr(entry, "unit", None)

    def budget(self, line: BudgetLine) -> Budget:
        """The budget that a line belongs to."""
        budgets = self.plan.entries(Budget) if self.plan else ()
        return next(budget for budget in budgets if any(own.id == line.id for own in budget.lines))

    def name(self, entry: Entry) -> str:
        """What an item is called: its heading, else the beginning of its text."""
        whole = self._whole_name(entry)
        return _shortened(self._words_of(entry)) if whole is None else whole

    def _whole_name(self, entry: Entry) -> str | None:
        """The name of what is called by its whole name; None for what is called by its words."""
        name = None
        match entry:
            case Plan():
                name = self._short_title(entry)
            case Figure() if entry.id in self.owners:
                name = f"{self.name(self.owners[entry.id])} ({entry.unit})"
            case Agency():
                name = entry.called
            case Budget() if self.text:
                name = self.fill(entry.heading or self.text.wording.phrases.say("budget_total"))
            case LegalDocument():
                name = called(self.workspace, titled(self.workspace, self.wording, entry))
            case AgencyChange():
                sides = (", ".join(map(self.agency, ids)) for ids in (entry.original, entry.resulting))
                name = " → ".join(filter(None, sides))
            case PlanAppendix():
                name = appendix_title(entry, self.wording.phrases).capitalize()
            case BudgetLine():
                name = self.workspace.funding_sources[entry.source_of_funds].name
        return name

    def _words_of(self, entry: Entry) -> str:
        """What an item says of itself: its text as the plan prints it, else the first of its fields that says something."""
        if isinstance(entry, Target) and self.text:
            return self.text.target(entry)
        if self.text and getattr(entry, "project", None) and not getattr(entry, "heading", None):
            return self.text.project(entry.project)  # type: ignore[attr-defined]
        if self.text and isinstance(entry, Duty):
            return self.text.agencies(entry.agencies)
        fields = ("heading", "name", "title", "text", "short_text", "label", "printed", "what", "work", "id")
        return self.fill(next((value for field in fields if (value := getattr(entry, field, None))), ""))

    def _short_title(self, plan: Plan) -> str:
        return self._text(plan).fill(plan.short_title)

    def _text(self, plan: Plan) -> PlanText:
        """What fills the texts of any plan, made once."""
        if plan.id not in self._texts:
            text = PlanText(self.workspace, plan, self.wording, numbers(plan), short_citations=True)
            self._texts[plan.id] = text
        return self._texts[plan.id]

    @cached_property
    def _texts(self) -> dict[str, PlanText]:
        return {self.plan.id: self.text} if self.plan and self.text else {}

    def shortened(self, text: str) -> str:
        """The beginning of a text, with what it mentions."""
        return _shortened(self.fill(text))

    def content(self, entry: Entry) -> str:
        """What an item says that is new or gone; a figure with its number."""
        if isinstance(entry, Figure) and self.text:
            return f"{self.text.value(entry)}, {self.name(self.owners.get(entry.id, entry))}"
        return self.name(entry)

    def fill(self, text: str) -> str:
        """A text with what it mentions; one of a register as it is."""
        return self.text.fill(text) if self.text else text

    def agency(self, id_: str) -> str:
        """What an agency is called; the id itself where the register does not hold it."""
        agency = self.workspace.agencies.get(id_)
        return agency.called if agency else id_

    def referred(self, kind: str, id_: str) -> str:
        """What is called by an id in a register; the id itself where no register of that kind holds it."""
        entry = self.registers.get(kind, {}).get(id_)
        return self.name(entry) if entry else self.place(id_) or id_

    @cached_property
    def registers(self) -> Mapping[str, Mapping[str, Entry]]:
        """The registers by the kind of thing that references name."""
        own = self.workspace
        return {
            "agency": own.agencies,
            "document": own.documents,
            "document type": own.document_types,
            "funding source": own.funding_sources,
            "indicator": own.indicators,
            "locality": own.localities,
            "plan": own.plans,
            "standard of counting": own.standards,
            "programme": own.programmes,
            "project": own.projects,
        }

    def value(self, entry: Entry, field: str, value: Any) -> str | Text:
        """A fact in words; nothing where there is none."""
        if value is None:
            return ""
        if field in _PROGRAM_WORDS and isinstance(value, str):
            return _PROGRAM_WORDS[field][value]
        printed = self._printed(self.text, entry, field, value) if self.text else None
        if printed is not None:
            return printed
        if isinstance(entry, LegalDocument) and field == "title":
            document = entry.model_copy(update={"title": value})
            return titled(self.workspace, self.wording, document).title or ""
        if field == "continues":
            return "; ".join(map(self._earlier, value))
        return self._plainly(value, reference_kind(type(entry), field))

    def _printed(self, text: PlanText, entry: Entry, field: str, value: Any) -> str | None:
        """A fact as the plan prints it; None where it is printed as it is written."""
        printed = None
        match field, entry:
            case "value", Figure() | Target():
                comparator, number, upper, unit = value
                printed = text.wording.figure(comparator, number, upper, unit) if number is not None else ""
            case "total", Budget():
                printed = text.amount(entry, value[0], approximate=entry.approximate)
            case "amount", BudgetLine():
                printed = text.wording.amount(self.budget(entry), value[0], approximate=entry.approximate)
            case "text", Target():
                printed = text.target(entry)
            case (("lead" | "coordinating"), _):
                printed = text.assigned(value)
            case (("agencies" | "to"), Statement() | Duty() | ReportingDuty()):
                printed = text.agencies(value)
            case "deadlines", _:
                printed = text.deadlines(value)
            case "leads", _:
                printed = ", ".join(dict.fromkeys(text.place(item) for item in value))
        return printed

    def _earlier(self, name: str) -> str:
        """Where an earlier task stands, which is named as plan/task."""
        task = PlanTask.as_written(name)
        earlier = self.workspace.plans.get(task.plan)
        number = self._text(earlier).numbers.get(task.task) if earlier else None
        return f"{number.place} ({self._short_title(earlier)})" if earlier and number else name

    def _plainly(self, value: Any, kind: str = "") -> str:
        """A value in words; `kind` is that of the things that ids in it name."""
        match value:
            case str():
                words = self.referred(kind, value) if kind else self.fill(value)
            case When():
                words = self.text.wording.time(value) if self.text else str(value)
            case Recipient() if self.text:
                words = self.text.agencies(value.agencies) or self.fill(value.text or "")
            case LegalBasis() if self.text:
                words = self.text.citation(value.document)
            case Amendment():
                words = f"{value.number} ({official_day(value.date.first)}): {value.reason}"
            case Signatory():
                words = ", ".join(filter(None, (value.acting_for, value.title, value.name)))
            case Entry():
                parts = (
                    (field, part) for field, part in value if field not in ("source", "id") and part not in (None, ())
                )
                words = ", ".join(filter(None, (str(self.value(value, field, part)) for field, part in parts)))
            case tuple():
                words = "; ".join(filter(None, (self._plainly(part, kind) for part in value)))
            case bool():
                words = str(value).lower()
            case _:
                words = official(value) if hasattr(value, "as_tuple") else str(value)
        return words


def side(workspace: Workspace, plan: str, phrases: Phrases, text: PlanText | None = None) -> Side:
    """One side of a comparison; a plan that it does not hold, or a register, has no texts to fill.

    `text` is what fills those of the plan, where somebody has it already.
    """
    plan_ = workspace.plans.get(plan)
    if not plan_:
        return Side(workspace, None, None, {}, Wording(phrases))
    text = text or PlanText(workspace, plan_, Wording(phrases), numbers(plan_), short_citations=True)
    owners: dict[str, Entry] = {}
    for entry in plan_.walk():
        if _id(entry) in text.numbers:
            owners |= {id_: entry for part in entry.walk() if (id_ := _id(part)) and id_ not in text.numbers}
    return Side(workspace, plan_, text, owners, text.wording)


def _id(entry: Entry) -> str:
    return getattr(entry, "id", None) or ""


def _shortened(text: str) -> str:
    text = text.rstrip(".;")
    return text if len(text) <= _NAME_LENGTH else text[:_NAME_LENGTH].rsplit(" ", 1)[0] + "…"
