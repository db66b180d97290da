"""The facts of a plan or register in words, as its own side prints them: figures, agencies, deadlines, texts."""

from dataclasses import dataclass
from typing import Any

from planbook.diagnostics import Text
from planbook.model.agency import Agency, AgencyChange, AgencyGroup, Locality
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.legal import LegalDocument
from planbook.model.number import official
from planbook.model.period import When, official_day
from planbook.model.plan import Amendment, LegalBasis, Plan, Recipient, Signatory
from planbook.model.programme import FundingSource, Indicator, Programme
from planbook.model.target import Figure, Target
from planbook.model.task import Duty, ReportingDuty, Statement, Task, TaskGroup
from planbook.model.texts import called
from planbook.model.workspace import Workspace
from planbook.views.fill import PlanText
from planbook.views.numbering import numbers
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording

KINDS: dict[type[Entry], Text] = {
    Plan: Text("plan"),
    Target: Text("target"),
    Figure: Text("figure"),
    Budget: Text("budget"),
    BudgetLine: Text("budget line"),
    TaskGroup: Text("group of tasks"),
    Task: Text("task"),
    Duty: Text("duty"),
    ReportingDuty: Text("reporting duty"),
    Agency: Text("agency"),
    AgencyGroup: Text("agency"),
    AgencyChange: Text("event"),
    Locality: Text("locality"),
    LegalDocument: Text("document"),
    Indicator: Text("indicator"),
    Programme: Text("programme"),
    FundingSource: Text("funding source"),
}
FIELDS: dict[str, Text] = {
    "value": Text("figure"),
    "total": Text("total"),
    "amount": Text("amount"),
    "baseline": Text("baseline"),
    "lead": Text("lead"),
    "coordinating": Text("coordination"),
    "agencies": Text("agencies"),
    "leads": Text("tasks that it leads"),
    "to": Text("receiver of the reports"),
    "recipients": Text("recipients"),
    "signatory": Text("signatory"),
    "deadlines": Text("deadline"),
    "due": Text("year of the target"),
    "period": Text("period"),
    "amendments": Text("amendments"),
    "date": Text("date"),
    "every": Text("rhythm"),
    "legal_bases": Text("legal bases"),
    "number": Text("number"),
    "status": Text("status"),
    "heading": Text("heading"),
    "title": Text("title"),
    "text": Text("text"),
    "scope": Text("scope"),
    "result": Text("result"),
    "continues": Text("earlier task"),
}
_NAME_LENGTH = 90  # letters of a text that is named by its beginning


@dataclass(frozen=True)
class Side:
    """One state of the data, or one plan in it, with what puts its facts into words."""

    workspace: Workspace
    plan: Plan | None
    text: PlanText | None
    owners: dict[str, Entry]  # what every item without a number stands in

    def place(self, item: str) -> str:
        """Give the number of an item in its plan, or of what it stands in: III.6(2); the plan itself has none."""
        owner = _id(self.owners[item]) if item in self.owners else item
        number = self.text.numbers.get(owner) if self.text else None
        return number.place if number else ""

    def unit(self, entry: Entry) -> str | None:
        """Give the unit of a figure or of money, where it has one."""
        if isinstance(entry, BudgetLine):
            entry = self.budget(entry)
        return getattr(entry, "unit", None)

    def budget(self, line: BudgetLine) -> Budget:
        """Give the budget that a line belongs to."""
        budgets = (entry for entry in self.plan.walk() if isinstance(entry, Budget)) if self.plan else ()
        return next(budget for budget in budgets if any(one.id == line.id for one in budget.lines))

    def name(self, entry: Entry) -> str:
        """Give what an item is called: its heading, else the beginning of its text."""
        if isinstance(entry, Plan):
            return entry.short_title
        if isinstance(entry, Figure) and entry.id in self.owners:
            return f"{self.name(self.owners[entry.id])} ({entry.unit})"
        if isinstance(entry, Agency):
            return entry.called
        if isinstance(entry, Budget) and self.text:
            return self.fill(entry.heading or self.text.wording.phrases.say("budget_total"))
        if isinstance(entry, LegalDocument):
            return called(self.workspace, entry)
        if isinstance(entry, BudgetLine):
            return self.workspace.funding_sources[entry.source_of_funds].name
        if isinstance(entry, Target) and self.text:
            said = self.text.target(entry)
        elif self.text and getattr(entry, "project", None) and not getattr(entry, "heading", None):
            said = self.text.project(entry.project)  # type: ignore[attr-defined]
        elif self.text and isinstance(entry, Duty):
            said = self.text.agencies(entry.agencies)
        else:
            fields = ("heading", "name", "title", "text", "label", "printed", "what", "work", "id")
            said = self.fill(next((value for field in fields if (value := getattr(entry, field, None))), ""))
        return said if len(said) <= _NAME_LENGTH else said[:_NAME_LENGTH].rsplit(" ", 1)[0] + "…"

    def content(self, entry: Entry) -> str:
        """Give what an item says that is new or gone; a figure with its number."""
        if isinstance(entry, Figure) and self.text:
            return f"{self.text.value(entry)}, {self.name(self.owners.get(entry.id, entry))}"
        return self.name(entry)

    def fill(self, text: str) -> str:
        """Give a text with what it mentions; one of a register as it is."""
        return self.text.fill(text) if self.text else text

    def value(self, entry: Entry, field: str, value: Any) -> str:
        """Give a fact in words; nothing where there is none."""
        if value is None:
            return ""
        if self.text:
            match field, entry:
                case "value", Figure() | Target():
                    comparator, number, upper, unit = value
                    return self.text.wording.figure(comparator, number, upper, unit) if number is not None else ""
                case "total", Budget():
                    return self.text.amount(entry, value[0], approximate=entry.approximate)
                case "amount", BudgetLine():
                    return self.text.wording.amount(self.budget(entry), value[0], approximate=entry.approximate)
                case "text", Target():
                    return self.text.target(entry)
                case (("lead" | "coordinating"), _):
                    return self.text.assigned(value)
                case (("agencies" | "to"), Statement() | Duty() | ReportingDuty()):
                    return self.text.agencies(value)
                case "deadlines", _:
                    return self.text.deadlines(value)
                case "leads", _:
                    return ", ".join(dict.fromkeys(self.text.place(item) for item in value))
        return self._plainly(value)

    def _plainly(self, value: Any) -> str:
        match value:
            case str():
                return self.fill(value)
            case When():
                return self.text.wording.time(value) if self.text else str(value)
            case Recipient() if self.text:
                return self.text.agencies(value.agencies) or self.fill(value.text or "")
            case LegalBasis() if self.text:
                return self.text.citation(value.document)
            case Amendment():
                return f"{value.number} ({official_day(value.date.first)}): {value.reason}"
            case Signatory():
                return " ".join(filter(None, (value.acting_for, value.title, value.name)))
            case Entry():
                return ", ".join(
                    f"{key}: {said}" for key, said in value.model_dump(mode="json", exclude_none=True).items()
                )
            case tuple():
                return "; ".join(filter(None, map(self._plainly, value)))
            case bool():
                return str(value).lower()
        return official(value) if hasattr(value, "as_tuple") else str(value)


def side(workspace: Workspace, plan: str, phrases: Phrases) -> Side:
    """Give one side of a comparison; a plan that it does not hold, or a register, has no texts to fill."""
    found = workspace.plans.get(plan)
    if not found:
        return Side(workspace, None, None, {})
    text = PlanText(workspace, found, Wording(phrases), numbers(found), short_citations=True)
    owners: dict[str, Entry] = {}
    for entry in found.walk():
        if _id(entry) in text.numbers:
            owners |= {id_: entry for part in entry.walk() if (id_ := _id(part)) and id_ not in text.numbers}
    return Side(workspace, found, text, owners)


def _id(entry: Entry) -> str:
    return getattr(entry, "id", None) or ""
