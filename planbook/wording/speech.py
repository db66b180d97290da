"""Texts of a plan with everything filled in that they mention: documents, agencies, figures, deadlines, items."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Literal, Self

from planbook.model.agency import Agency
from planbook.model.assigned import Assigned
from planbook.model.borrowed import printed_name
from planbook.model.budget import Budget, BudgetLine, Written
from planbook.model.entry import as_id
from planbook.model.mentions import mention_ids, mentions
from planbook.model.number import roman
from planbook.model.period import Deadline, official_day
from planbook.model.plan import Plan, Section
from planbook.model.target import Figure, Target, TargetValue
from planbook.model.task import Duty, Statement, Task, TaskGroup
from planbook.model.workspace import Workspace
from planbook.wording.blocks import FootnoteLine, capital, footnote_mark, full_stop
from planbook.wording.numbering import ItemNumber
from planbook.wording.titles import titled
from planbook.wording.wording import BLANK, FORMS, CitationForm, Wording

_ROMAN = re.compile("[ivx]+")
_WORDS = re.compile(r"\w+")
_FIGURE = re.compile(r"\{figure:[^{}]*\}")


def says_time(text: str, when: str, year: str) -> bool:
    """Whether a text says a time in its own words or nearly: "xong trước 30/6" for "trước ngày 30/6/2027"."""
    there, words = (re.sub("-0+(?=[0-9])", "-", f"-{as_id(f'x {words}')}-") for words in (text, when))
    phrase = words.removeprefix("-x")
    listed = phrase.strip("-").split("-")
    numbers = [word for word in listed if word.isdigit() or _ROMAN.fullmatch(word)]
    numbers = numbers[:-1] if len(numbers) > 1 and numbers[-1] == year else numbers
    if len(numbers) == 1 and numbers != [year]:  # a month, a quarter: with the word before it, or the year behind it
        before = listed[listed.index(numbers[0]) - 1]
        return any(words in there for words in (phrase, f"-{before}-{numbers[0]}-", f"-{numbers[0]}-{year}-"))
    return phrase in there or (bool(numbers) and f"-{'-'.join(numbers)}-" in there)


def says_result(task: Task) -> bool:
    """Whether the texts of a task, or of what stands in it, say each part of its result in the same words.

    A part that repeats a figure of theirs (`{figure:…}`) may have these words in another order.
    """
    parts = (part for part in task.walk() if isinstance(part, Task | Statement))
    printed = [text for part in parts for text in (part.heading, part.text) if text]
    texts = "|".join(map(_words, printed))
    figures, words = set(_FIGURE.findall(" ".join(printed))), set(texts.replace("|", " ").split())
    return all(
        _words(part) in texts
        or (_FIGURE.search(part) and figures >= {*_FIGURE.findall(part)} and words >= {*_words(part).split()})
        for part in (task.result or "").split(";")
    )


def _words(text: str) -> str:
    """The words of a text alone, to be looked for in another one; what it mentions stands as it is written."""
    return f" {' '.join(_WORDS.findall(text.casefold()))} "


class PlanText:
    """Fills the texts of one plan in the order in which they are printed.

    The order matters: a document is cited in full the first time and short afterwards
    (Decree 30/2020, Annex I, II.6b). With `short_citations` none is in full, as in tables.
    """

    def __init__(
        self,
        workspace: Workspace,
        plan: Plan,
        wording: Wording,
        numbers: dict[str, ItemNumber],
        *,
        short_citations: bool = False,
    ) -> None:
        self.workspace = workspace
        self.plan = plan
        self.wording = Wording(wording.phrases.of_party()) if workspace.is_of_party(plan) else wording
        self.numbers = numbers
        self.short_citations = short_citations
        self._cited: set[str] = set()
        self._footnotes: dict[str, int] | None = None
        self._figures: dict[str, Figure | Target] = {}
        self._deadlines: dict[str, Deadline] = {}
        for entry in plan.walk():
            if isinstance(entry, Figure | Target):
                self._figures[entry.id] = entry
            elif isinstance(entry, Deadline) and entry.id:
                self._deadlines[entry.id] = entry

    def with_footnotes(self) -> Self:
        """The same with the marks of footnotes, counted as they come; tables and lists have none."""
        marking = copy(self)
        marking._footnotes = {}  # noqa: SLF001
        return marking

    def fill(self, text: str | None) -> str:
        """The text as it is printed, alone or within a sentence."""
        if not text or "{" not in text:
            return text or ""
        printed, end = "", 0
        for mention in mentions(text):
            printed += text[end : mention.start()] + self._mention(mention)
            end = mention.end()
        return printed + text[end:]

    def _mention(self, mention: re.Match[str]) -> str:
        kind, id_, form = mention["kind"], mention["id"], mention["form"]
        if kind == "document":
            return self.citation(id_, form)
        if kind == "agency":
            return self.agency(id_, form)
        if kind == "figure":
            return self.value(self._figures[id_])
        if kind == "deadline":
            return self.deadline(self._deadlines[id_])
        return self._footnote(id_) if kind == "footnote" else self.place(id_)

    def _footnote(self, id_: str) -> str:
        if self._footnotes is None:
            return ""
        return footnote_mark(self._footnotes.setdefault(id_, len(self._footnotes) + 1))

    def footnotes(self) -> Iterator[FootnoteLine]:
        """The footnotes of what was filled, in their order."""
        texts = {footnote.id: footnote.text for footnote in self.plan.footnotes}
        for id_, number in (self._footnotes or {}).items():
            yield FootnoteLine(id_, footnote_mark(number), full_stop(self.fill(texts[id_])))

    def target(self, target: Target) -> str:
        """A target's text with its value in it."""
        text = self.fill(target.text.replace("{value}", self.value(target)))
        return capital(text) if target.text.startswith("{") else text

    def value(self, figure: Figure | Target) -> str:
        """The number of a figure or target with comparator and unit; nothing for a target of words."""
        if figure.value is None or figure.unit is None:
            return ""
        return self.wording.figure(figure.comparator, figure.value, figure.upper, figure.unit)

    def measure(self, target: Target) -> str:
        """The number of a target with its comparator, as it stands beside a column of units."""
        if target.value is None or target.unit is None:
            return ""
        return self.wording.figure(target.comparator, target.value, target.upper, target.unit, is_bare=True)

    def share(self, target: Target, share: TargetValue) -> str:
        """The number of a target for one year, agency or place, beside a column of units or below a heading with one."""
        return self.wording.figure(share.comparator, share.value, share.upper, target.unit or "", is_bare=True)

    def body(self, id_: str) -> str:
        """The name of an agency, or of a place."""
        return self.agency(id_) if id_ in self.workspace.agencies else self.workspace.localities[id_].name

    def citation(self, document: str, form: str | None = None) -> str:
        """A citation; without a form it is full the first time and short afterwards."""
        entry = titled(self.workspace, self.wording, self.workspace.documents[document])
        again = self.short_citations or document in self._cited
        full_or_short: CitationForm = FORMS.get(form or "", "short" if again else "full")
        if full_or_short == "full":
            self._cited.add(document)
        issuer = self._name(issued_by) if (issued_by := self.workspace.issuer(entry, self.plan.day)) else None
        return self.wording.citation(entry, self.workspace.document_types[entry.type], issuer, full_or_short)

    def decision(self, document: str) -> str:
        """The decision with which the plan is issued; a number or a day that it does not have yet stays blank."""
        entry = self.workspace.documents[document]
        kind = self.workspace.document_types[entry.type]
        if entry.number and entry.date:
            return self.citation(document, "dated")
        say, year = self.wording.phrases.say, self.plan.day.year
        symbol = self.plan.symbol
        if kind.code and not symbol.startswith(f"{kind.code}-"):  # the plan's own, in the number of its decision
            symbol = f"{kind.code}-{symbol.partition('-')[2]}"
        number = entry.number or f"{BLANK}/{symbol}"
        day = official_day(entry.date.first) if entry.date else f"{BLANK}/{BLANK}/{year}"
        parts = [kind.name, say("citation_number", number=number), say("citation_day", day=day)]
        issuer = self.workspace.issuer(entry, self.plan.day)
        return " ".join((*parts, say("citation_issuer", issuer=self._name(issuer)) if issuer else "")).strip()

    def agency(self, agency: str, form: str | None = None) -> str:
        """The name of an agency as this plan prints it: with its place where it is not the plan's own."""
        return self._name(self.workspace.agency_on(agency, self.plan.day), form)

    def _name(self, agency: Agency, form: str | None = None) -> str:
        return printed_name(agency, self.plan.jurisdiction, form)

    def agencies(self, agencies: Iterable[str]) -> str:
        """Several agencies in one line."""
        return ", ".join(self.agency(agency) for agency in agencies)

    def project(self, project: str) -> str:
        """A programme project with number and name: "Dự án 2: …", "Tiểu dự án 1: …"."""
        entry = self.workspace.projects[project]
        phrase = "sub_project" if self.workspace.parent_project(project) else "project"
        return self.wording.phrases.say(phrase, number=entry.number, name=entry.name)

    def project_short(self, project: str) -> str:
        """A programme project by its number only: "Dự án 2"."""
        phrase = "sub_project_short" if self.workspace.parent_project(project) else "project_short"
        return self.wording.phrases.say(phrase, number=self.workspace.projects[project].number)

    def amount(self, budget: Budget, amount: Written | Literal["unallocated"], *, approximate: bool) -> str:
        """An amount of a budget in words; what is said about unallocated money stands instead of it."""
        if amount == "unallocated" and budget.note:
            return self.fill(budget.note)
        return self.wording.amount(budget, amount, approximate=approximate)

    def said_of(self, budget: Budget) -> str:
        """The note on a budget, but where it stands instead of the total."""
        return "" if budget.total == "unallocated" else self.fill(budget.note)

    def budget_line(self, budget: Budget, line: BudgetLine) -> str:
        """One line of a budget: "vốn sự nghiệp: 3.695 triệu đồng"."""
        amount = self.wording.amount(budget, line.amount, approximate=line.approximate)
        source = self.workspace.funding_sources[line.source_of_funds].name
        text = self.wording.phrases.say("budget_line", source=source, amount=amount)
        return f"{text} ({self.fill(line.note)})" if line.note else text

    def open_sources(self, budget: Budget) -> str:
        """The sources of a budget that says of all its money only that it is not allocated; nothing of any other."""
        amounts = (budget.total, *(line.amount for line in budget.lines))
        if {*amounts} != {"unallocated"} or any(line.note for line in budget.lines):
            return ""
        return ", ".join(self.workspace.funding_sources[line.source_of_funds].name for line in budget.lines)

    def budget(self, budget: Budget) -> str:
        """A budget in one line: the total, and its lines in brackets; of money that is all unallocated the sources alone."""
        total = self.amount(budget, budget.total, approximate=budget.approximate)
        beside = (self.said_of(budget), *(self.budget_line(budget, line) for line in budget.lines))
        lines = self.open_sources(budget) or "; ".join(filter(None, beside))
        return f"{total} ({lines})" if lines else total

    def assigned(self, agencies: Iterable[Assigned], *, short: bool = False) -> str:
        """The agencies of an assignment in one line, with what each does where that is said."""
        parts = []
        for agency in agencies:
            name = self.agency(agency.agency, "short" if short else None)
            if agency.requested:
                name = self.wording.phrases.say("requested", agency=name)
            parts.append(f"{name} {self.fill(agency.remark)}".strip())
        separator = "; " if any(agency.remark or agency.requested for agency in agencies) else ", "
        return separator.join(parts)

    def deadlines(self, deadlines: Iterable[Deadline]) -> str:
        """Deadlines in one line: "ban hành kế hoạch: trước ngày 10/4/2026; tổ chức thực hiện: thường xuyên"."""
        parts = []
        for deadline in deadlines:
            when = self.deadline(deadline)
            parts.append(f"{self.fill(deadline.work)}: {when}" if deadline.work else when)
        return "; ".join(parts)

    def unsaid(self, entry: Task | Duty | Statement) -> tuple[Deadline, ...]:
        """The deadlines of an entry that no text of it or of what stands in it mentions, and that its own do not say in words."""
        parts = (part for part in entry.walk() if isinstance(part, Task | Duty | Statement))
        texts = [text for part in parts for text in (getattr(part, "heading", None), part.text)]
        ids = {id_ for text in texts for id_ in mention_ids(text, "deadline")}
        own = " ".join(filter(None, (getattr(entry, "heading", None), entry.text)))
        year = str(self.plan.period.first.year)
        unnamed = (deadline for deadline in entry.deadlines if deadline.id not in ids)
        return tuple(deadline for deadline in unnamed if not says_time(own, self.deadline(deadline), year))

    def below(self, entry: Task | TaskGroup | Section | Duty | Statement) -> tuple[Deadline, ...]:
        """The deadlines that a line or a sentence below an entry prints: those that its texts do not say, and its assignment's; of a task none where a table has them."""
        if isinstance(entry, Duty | Statement):
            return self.unsaid(entry)
        if self.plan.layout.assignment == "table":
            return ()
        own = self.unsaid(entry) if isinstance(entry, Task) else ()
        return (*own, *(entry.assignment.deadlines if entry.assignment else ()))

    def deadline(self, deadline: Deadline) -> str:
        """When work is due, without the work, with what its words mention filled in."""
        words = {"text": deadline.text, "until_event": deadline.until_event}
        filled = {field: self.fill(text) for field, text in words.items() if text and "{" in text}
        return self.wording.deadline(deadline.model_copy(update=filled) if filled else deadline)

    def place(self, item: str) -> str:
        """Where an item stands, as texts refer to it: "điểm a, mục 2, phần III"."""
        path = self.numbers[item].path
        above = path[:1] if self.plan.layout.parts else ()
        parts = [name[:1].lower() + name[1:] for name in map(self.part, above)]
        phrases = ("item_part", "item_section", *("item_point",) * len(path))
        parts += [
            self.wording.phrases.say(phrase, number=bare)
            for phrase, bare in zip(phrases, path[len(above) :], strict=False)
        ]
        return ", ".join(reversed(parts))

    def part(self, number: str) -> str:
        """What a part of the plan is called by its Roman number: "Phần II", "Phần thứ hai"."""
        say = self.wording.phrases.say
        words = say("part_numbers").split(", ") if self.plan.layout.parts == "words" else []
        ordinal = next((word for at, word in enumerate(words, 1) if roman(at) == number), "")
        return say("part_in_words", number=ordinal) if ordinal else say("part", number=number)
