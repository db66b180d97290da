"""What the items of a plan and the entries of registers are called in a comparison, so that each is told from the others."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from planbook.changes.in_force import InForce
from planbook.changes.renamed import Names
from planbook.model.agency import Agency, AgencyChange
from planbook.model.appendix import AppendixRow, PlanAppendix
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.legal import LegalDocument
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target, TargetValue
from planbook.model.task import Duty, ReportingDuty, Statement, Task, TaskGroup
from planbook.model.texts import called
from planbook.model.workspace import Workspace
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.titles import appendix_title, titled
from planbook.wording.wording import Wording

_NAME_LENGTH = 90  # letters of a text that is named by its beginning
_ENDS = 42  # letters of its beginning and of its end where another text begins like it
_FIGURE = re.compile(r"\{(?:value|figure:[^{}]*)\}")  # what of a name may change without another name


@dataclass(frozen=True)
class NamedItems:
    """One state of the data, or one plan in it, with the names of what is in it."""

    workspace: Workspace
    plan: Plan | None
    text: PlanText | None
    owners: dict[str, Entry]  # what every item without a number stands in
    wording: Wording
    new_ids: Names = field(default_factory=dict)  # of what the registers of the other state have under other ones

    def place(self, item: str) -> str:
        """The number of an item in its plan, or of what it stands in: III.6(2); the plan itself has none."""
        number = self.text.numbers.get(self.anchor(item)) if self.text else None
        return number.place if number else ""

    def anchor(self, item: str) -> str:
        """The id of the numbered item that an item is or stands in; nothing where there is none."""
        owner = id_of(self.owners[item]) if item in self.owners else item
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

    def dong(self, entry: Budget | BudgetLine) -> tuple[Decimal | None, bool]:
        """The amount of money in dong, None where it is unallocated, and whether it is only about that much."""
        amount = entry.total if isinstance(entry, Budget) else entry.amount
        budget = entry if isinstance(entry, Budget) else self.budget(entry)
        return budget.number_in("dong", amount), entry.approximate

    @cached_property
    def force(self) -> InForce:
        """What holds in the plan."""
        return InForce(self.plan)

    def holds(self, id_: str) -> bool:
        """Whether the plan, or where there is none a register, has something of an id."""
        return id_ in self.force.entries or (
            not self.plan and any(id_ in register for register in self.registers.values())
        )

    def name(self, entry: Entry) -> str:
        """What an item is called: its heading, else the beginning of its text without figures, so that it is told from others."""
        whole = self._whole_name(entry)
        if whole is not None:
            return whole
        words = self._words_of(entry).rstrip(".;")
        short = shortened(words)
        is_alike = short != words and self._beginnings[short] > 1
        return f"{words[:_ENDS].rsplit(' ', 1)[0]}… …{words[-_ENDS:].split(' ', 1)[-1]}" if is_alike else short

    @cached_property
    def _beginnings(self) -> Counter[str]:
        """How many items of the plan begin with the same words."""
        kinds = (Target, Task, Statement, Duty, ReportingDuty)
        entries = (entry for entry in self.force.entries.values() if isinstance(entry, kinds))
        return Counter(shortened(self._words_of(entry)) for entry in entries)

    def _whole_name(self, entry: Entry) -> str | None:
        """The name of what is called by its whole name; None for what is called by its words."""
        name = None
        match entry:
            case Plan():
                name = self.short_title(entry)
            case Figure() if entry.id in self.owners:
                name = f"{self.name(self.owners[entry.id])} ({entry.unit})"
            case Agency():
                name = entry.called
            case Budget() if self.text:
                name = self.fill(entry.heading or self.text.wording.phrases.say("budget_total"))
                name = self._with_owner(name, self.owners.get(entry.id))
            case LegalDocument():
                name = called(self.workspace, titled(self.workspace, self.wording, entry))
            case AgencyChange():
                sides = (", ".join(map(self.agency, ids)) for ids in (entry.original, entry.resulting))
                name = " → ".join(filter(None, sides))
            case PlanAppendix():
                name = appendix_title(entry, self.wording.phrases).capitalize()
            case AppendixRow():
                name = self._with_owner(entry.cells[0], self.force.entries.get(self.force.parents.get(entry.id, "")))
            case BudgetLine():
                source = self.workspace.funding_sources[entry.source_of_funds].name
                name = self._with_owner(source, self.owners.get(entry.id))
        return name

    def _with_owner(self, name: str, owner: Entry | None) -> str:
        """The name of money with that of what it is for, of a row with that of its table."""
        return f"{name} ({shortened(self.name(owner), _ENDS)})" if owner else name

    def _words_of(self, entry: Entry) -> str:
        """What an item says of itself: its text as the plan prints it, else the first of its fields that says something."""
        if self.text and isinstance(entry, Task | TaskGroup) and entry.project and not entry.heading:
            return self.text.project(entry.project)
        fields: tuple[str, ...] = (
            "heading",
            "name",
            "title",
            "text",
            "short_text",
            "label",
            "printed",
            "what",
            "work",
            "site_name",
        )
        if isinstance(entry, Task):
            fields = ("heading", "short_text", "text")
        # What has no words of its own is called by the first that stand in it.
        texts = (value for part in entry.walk() for name in fields if (value := getattr(part, name, None)))
        words = next(texts, id_of(entry))
        if self.text and isinstance(entry, Duty | ReportingDuty):
            agencies = self.text.agencies(entry.agencies)
            words = f"{agencies}: {entry.text}" if entry.text else agencies
        return self.fill(_FIGURE.sub("…", words))

    def short_title(self, plan: Plan) -> str:
        """What any plan is called."""
        return self.text_of(plan).fill(plan.short_title)

    def text_of(self, plan: Plan) -> PlanText:
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
        return shortened(self.fill(text))

    def content(self, entry: Entry) -> str:
        """What an item says that is new or gone: a figure with its number, money with its amount."""
        name = self.name(entry)
        if not self.text:
            return name
        match entry:
            case Figure():
                name = f"{self.text.value(entry)}, {self.name(self.owners.get(entry.id, entry))}"
            case Target() if entry.value is not None:
                name = f"{name}: {self.text.value(entry)}"
            case Target() if entry.is_measured:
                stated = (f"{self.share_of(share)}: {self.share(share, entry)}" for share in entry.values)
                name = f"{name}: {'; '.join(stated)}"
            case Budget():
                name = f"{name}: {self.text.budget(entry)}"
            case BudgetLine():
                name = f"{name}: {self.amount(entry)}"
            case AppendixRow():
                name = "; ".join(entry.cells)
            case Statement():
                name = self.fill(": ".join(filter(None, (entry.heading, entry.text))))
        return name

    def share_of(self, share: TargetValue) -> str:
        """Whose, or of which year, the number of a target is."""
        body = self.text.body(share.body) if self.text and share.body else ""
        return ", ".join(filter(None, (body, self.wording.time(share.year) if share.year else "")))

    def share(self, share: TargetValue, target: Entry) -> str:
        """The number of a target for one year, agency or place, with its unit."""
        return self.wording.figure(share.comparator, share.value, share.upper, self.unit(target) or "")

    def amount(self, line: BudgetLine) -> str:
        """The amount of a line of a budget in words."""
        return self.wording.amount(self.budget(line), line.amount, approximate=line.approximate)

    def fill(self, text: str) -> str:
        """A text with what it mentions; one of a register as it is."""
        return self.text.fill(text) if self.text else text

    def agency(self, id_: str) -> str:
        """What an agency is called; the id itself where the register does not hold it."""
        agency = self.workspace.agencies.get(id_)
        return agency.called if agency else id_

    def known_as(self, agency: str) -> str:
        """The id that an agency has in the other state."""
        return self.new_ids.get("agency", {}).get(agency, agency)

    def referred(self, kind: str, id_: str) -> str:
        """What is called by an id in a register; the id itself where no register of that kind holds it."""
        entry = self.registers.get(kind, {}).get(id_)
        if entry is None and not self.place(id_) and self.plan:
            entry = next((part for part in self.plan.walk() if getattr(part, "id", None) == id_), None)
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


def id_of(entry: Entry) -> str:
    """The id of an entry; nothing for what has none."""
    return getattr(entry, "id", None) or ""


def shortened(text: str, length: int = _NAME_LENGTH) -> str:
    """The beginning of a text, up to a whole word."""
    text = text.rstrip(".;")
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0].rstrip("… ") + "…"
