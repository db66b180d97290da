"""The facts of a plan or register in words, as its own side prints them: figures, agencies, deadlines, texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from planbook.changes.names import NamedItems, id_of
from planbook.changes.terms import PROGRAM_WORDS, YES_OR_NO
from planbook.messages.diagnostics import Text
from planbook.model.appendix import AppendixColumn, AppendixRow, PlanAppendix
from planbook.model.assigned import Assigned
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry, reference_kind
from planbook.model.item import PlanTask
from planbook.model.legal import LegalDocument
from planbook.model.mentions import mention_ids
from planbook.model.number import official
from planbook.model.period import When, official_day
from planbook.model.plan import Amendment, LegalBasis, Recipient, Signatory
from planbook.model.target import Figure, Target
from planbook.model.task import Duty, ReportingDuty, Statement
from planbook.model.workspace import Workspace
from planbook.views.plan import collective_body
from planbook.wording.numbering import numbers
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.titles import titled
from planbook.wording.wording import Wording


@dataclass(frozen=True)
class Side(NamedItems):
    """One state of the data, or one plan in it, with what puts its facts into words."""

    def agencies(self, agencies: Iterable[Assigned | str]) -> str:
        """Several agencies in one line, with what each does where that is said."""
        listed = list(agencies)
        if self.text and all(isinstance(agency, Assigned) for agency in listed):
            return self.text.assigned(listed)  # type: ignore[arg-type]
        ids = [agency.agency if isinstance(agency, Assigned) else agency for agency in listed]
        return self.text.agencies(ids) if self.text else ", ".join(map(self.agency, ids))

    def carry_on(self, come: Sequence[str], gone: Sequence[str]) -> bool:
        """Whether those that come in are the legal successors of those that go out."""
        agencies = self.workspace.agencies
        if not self.plan or not all(agency in agencies for agency in (*come, *gone)):
            return False
        heirs = [set(self.workspace.successors(agency, self.plan.day)) for agency in gone]
        return all(heir & set(come) for heir in heirs) and set(come) <= set().union(*heirs)

    def basis(self, basis: LegalBasis) -> str:
        """A legal basis as the head of the plan prints it."""
        assert self.text
        citation = self.text.citation(basis.document)
        phrases = self.wording.phrases
        if basis.amended_by:
            amendments = ", ".join(map(self.text.citation, basis.amended_by))
            citation = phrases.say("amended_by", citation=citation, others=amendments)
        return phrases.say(f"basis_{basis.role}", citation=citation)

    def cited(self, values: Sequence[object]) -> str:
        """The documents of some legal bases alone; nothing for what is no legal basis."""
        bases = [value for value in values if isinstance(value, LegalBasis)]
        return "; ".join(self.text.citation(basis.document) for basis in bases) if self.text else ""

    def cells(self, row: Entry | None) -> dict[str, str]:
        """The cells of a row of an appendix by the keys of their columns."""
        columns = self._columns(row)
        return (
            dict(zip((column.key for column in columns), row.cells, strict=True))
            if isinstance(row, AppendixRow)
            else {}
        )

    def column(self, row: Entry | None, key: str) -> str:
        """The heading of a column of an appendix; nothing where it has none of that key."""
        return next((column.heading for column in self._columns(row) if column.key == key), "")

    def adds_up(self, column: AppendixColumn, appendix: Entry | None) -> str | Text:
        """What a column of an appendix is: the sum of others, of numbers, or of words."""
        headings = {own.key: own.heading for own in appendix.columns} if isinstance(appendix, PlanAppendix) else {}
        summed = " + ".join(headings.get(key, key) for key in column.sum_of)
        return summed or PROGRAM_WORDS["kind"][column.kind]

    def _columns(self, row: Entry | None) -> tuple[AppendixColumn, ...]:
        appendix = self.force.entries.get(self.force.parents.get(id_of(row) if row else "", ""))
        return appendix.columns if isinstance(appendix, PlanAppendix) else ()

    def bodies(self, group: str) -> list[str]:
        """The members of a group in any plan, in the order of the register."""
        members = {member for plan in self.workspace.plans.values() for member in self.workspace.members(group, plan)}
        return [agency for agency in self.workspace.agencies if agency in members]

    def value(self, entry: Entry, field: str, value: Any) -> str | Text:
        """A fact in words; nothing where there is none."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return YES_OR_NO[value]
        words = PROGRAM_WORDS.get(field, {})
        if isinstance(value, str) and value in words:
            return words[value]
        if words and isinstance(value, tuple) and set(value) <= words.keys():
            return _in_one_line([words[part] for part in value], Text("{first}, {second}"))
        printed = self._printed(self.text, entry, field, value) if self.text else None
        if printed is None and isinstance(entry, LegalDocument) and field == "title":
            document = entry.model_copy(update={"title": value})
            printed = titled(self.workspace, self.wording, document).title or ""
        return self._plainly(value, reference_kind(type(entry), field)) if printed is None else printed

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
            case _, _ if isinstance(value, tuple):
                printed = self._listed(text, entry, field, value)
        return printed

    def _listed(self, text: PlanText, entry: Entry, field: str, value: tuple[Any, ...]) -> str | None:
        """A list as the plan prints it; None where its parts are printed as they are written."""
        printed = None
        match field, entry:
            case (("lead" | "coordinating"), _):
                printed = text.assigned(value)
            case (("agencies" | "to"), Statement() | Duty() | ReportingDuty()):
                printed = text.agencies(value)
            case "deadlines", _:
                printed = text.deadlines(value)
            case "continues", _:
                printed = "; ".join(map(self._earlier, value))
            case "values", Target():
                printed = "; ".join(f"{self.share_of(share)}: {self.share(share, entry)}" for share in value)
            case "every", _:
                printed = ", ".join(map(text.wording.phrases.rhythm, value))
            case "leads", _:
                printed = ", ".join(dict.fromkeys(text.place(item) for item in value))
        return printed

    def _earlier(self, name: str) -> str:
        """Where an earlier task stands, which is named as plan/task."""
        task = PlanTask.as_written(name)
        earlier = self.workspace.plans.get(task.plan)
        number = self.text_of(earlier).numbers.get(task.task) if earlier else None
        return f"{number.place} ({self.short_title(earlier)})" if earlier and number else name

    def _plainly(self, value: Any, kind: str = "") -> str | Text:
        """A value in words; `kind` is that of the things that ids in it name."""
        words: str | Text
        match value:
            case str():
                words = self.referred(kind, value) if kind else self.fill(value)
            case When():
                words = self.wording.time(value)
            case Recipient() if self.text:
                words = self.fill(value.text or "") or self.text.agencies(value.agencies)
            case LegalBasis() if self.text:
                words = self.basis(value)
            case Amendment():
                words = f"{value.number} ({official_day(value.date.first)}): {value.reason}"
            case AppendixColumn():
                words = value.heading
            case Signatory():
                words = self._signing(value)
            case Entry():
                parts = (
                    (field, part) for field, part in value if field not in ("source", "id") and part not in (None, ())
                )
                words = _in_one_line(
                    [self.value(value, field, part) for field, part in parts], Text("{first}, {second}")
                )
            case tuple():
                words = _in_one_line([self._plainly(part, kind) for part in value], Text("{first}; {second}"))
            case _:
                words = official(value) if hasattr(value, "as_tuple") else str(value)
        return words

    def _signing(self, signatory: Signatory) -> str:
        """For whom somebody signs, as what, and who: "TM. ỦY BAN NHÂN DÂN, KT. Chủ tịch, Phó Chủ tịch"."""
        say, whom = self.wording.phrases.say, []
        if signatory.collective and self.plan:
            whom.append(say("collective", issuer=signatory.body or collective_body(self.workspace, self.plan)))
        if signatory.acting_for:
            whom.append(say("acting_for", title=signatory.acting_for))
        return ", ".join(filter(None, (*whom, signatory.title, signatory.name)))


def _in_one_line(parts: Sequence[str | Text], pair: Text) -> str | Text:
    """What is said of several things in one line, as far as anything is; `pair` says how two are joined."""
    words = [part for part in parts if part]
    return reduce(lambda first, second: Text(pair.english, {"first": first, "second": second}), words) if words else ""


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
        if id_of(entry) in text.numbers:
            parts = [*entry.walk()]
            owners |= {id_: entry for part in parts if (id_ := id_of(part)) and id_ not in text.numbers}
            # A footnote stands where a text has it.
            texts = (value for part in parts for value in vars(part).values() if isinstance(value, str))
            owners |= {id_: entry for words in texts for id_ in mention_ids(words, "footnote")}
    return Side(workspace, plan_, text, owners, text.wording)
