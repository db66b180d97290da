"""A whole old plan as the keys of its file: head, legal bases, outline, closing, recipients, signature, appendices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planbook.importing.fields.assignments import AssignmentReader
from planbook.importing.fields.bodies import BodyReader
from planbook.importing.fields.documents import DocumentReader
from planbook.importing.fields.duties import DutyReader
from planbook.importing.fields.duty_leads import lead_by_duties
from planbook.importing.fields.following import follow
from planbook.importing.fields.heading_values import HeadReader
from planbook.importing.fields.issuing_body import origin_in
from planbook.importing.fields.money import MoneyReader
from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.fields.plan_frame import FrameReader
from planbook.importing.fields.reporting import ReportReader
from planbook.importing.fields.sections import SectionWriter
from planbook.importing.fields.setting import ImportSetting, ImportState
from planbook.importing.fields.table_sections import text_table
from planbook.importing.fields.targets import TargetReader
from planbook.importing.fields.tasks import TaskReader
from planbook.importing.fields.texts import LIST_MARK, TextWriter
from planbook.importing.original import Original
from planbook.importing.outline.parts import Excerpt, OutlineAppendix, PlanOutline
from planbook.messages.diagnostics import Text
from planbook.model.plan import Plan
from planbook.reading.words import alternatives
from planbook.text.comparing import cleaned_line

_BEFORE_FIRST = 24  # letters between the word of a basis and its first document


@dataclass(frozen=True)
class ImportedPlan:
    """A plan as it was read: the keys of its file in their order, and all that is known about them."""

    keys: dict[str, Any]
    outline: PlanOutline
    notes: ImportNotes

    @property
    def id(self) -> str:
        """The id of the plan."""
        return str(self.keys["id"])


def imported_plan(
    state: ImportState,
    original: Original,
    outline: PlanOutline,
    *,
    plan_id: str = "",
    jurisdiction: str = "",
    follows: str = "",
) -> ImportedPlan:
    """The plan of a file, with what it goes on from; raises `CannotPlace` where nothing says whose it is."""
    notes = ImportNotes(())
    workspace = state.data.workspace
    notes.reserve((*workspace.agencies, *workspace.documents, *workspace.indicators, *workspace.localities))
    head = HeadReader(state, original, outline, notes).read(plan_id, jurisdiction)
    setting = state.setting(head.keys)
    return _PlanReader(setting, outline, notes, head.keys).read(workspace.plans.get(follows))


class _PlanReader:
    """Reads what stands below the head of one plan."""

    def __init__(self, setting: ImportSetting, outline: PlanOutline, notes: ImportNotes, head: dict[str, Any]) -> None:
        self.setting, self.outline, self.notes, self.head = setting, outline, notes, head
        self.bodies = BodyReader(setting, notes)
        self.documents = DocumentReader(setting, notes, self.bodies)
        self.texts = TextWriter(notes, self.documents)
        self.assignments = AssignmentReader(setting, notes, self.bodies)
        self.sections = SectionWriter(
            self.texts,
            TargetReader(setting, self.texts),
            TaskReader(self.texts, self.assignments),
            DutyReader(self.texts, self.bodies),
            ReportReader(setting, notes, self.bodies),
            MoneyReader(setting, self.texts),
            head["period"],
        )
        self.frame = FrameReader(setting, outline, self.texts, self.bodies)
        words = setting.words
        self._role = re.compile(
            rf"(?P<implements>{alternatives(words.implements)})|(?P<basis>{alternatives(words.basis)})", re.IGNORECASE
        )
        self._issues = re.compile(
            rf"[;,.]\s+(?=(?:{alternatives(words.bodies)})[^;,.]{{0,80}}? (?:{alternatives(words.issues)})(?!\w))",
            re.IGNORECASE,
        )

    def read(self, earlier: Plan | None) -> ImportedPlan:
        """The plan, and what of it goes on from an earlier one."""
        keys = dict(self.head)
        footnotes = self.frame.footnotes()
        bases, preamble = self._bases()
        keys |= {"legal_bases": bases, "preamble": preamble}
        parts = [section for section in self.outline.sections if section.kind == "part"]
        if parts and len(parts) == len(self.outline.sections):
            keys["layout"] = {"parts": "roman" if re.fullmatch("[IVX]+", parts[0].number) else "words"}
        keys["outline"] = [
            self.sections.section(section, 0 if "layout" in keys else 1) for section in self.outline.sections
        ]
        for number, appendix in enumerate(self.outline.appendices, 1):
            self._appendix(keys, appendix, number)
        if self.assignments.sentences > self.assignments.lines:
            keys["layout"] = {**keys.get("layout", {}), "assignment": "sentence"}
        if not keys["outline"]:
            keys["outline"] = [{"id": self.notes.new_id("", "noi-dung"), "heading": "…", "intro": "…"}]
            why = Text("the original has no sections that can be read")
            self.notes.missing("plan.outline", ValueOrigin((), ""), why)
        keys |= self.frame.closing()
        keys |= self.frame.recipients()
        if signatory := self.frame.signatory(self._names(self.head["issuer"])):
            keys["signatory"] = signatory
        if footnotes:
            keys["footnotes"] = [
                {"id": id_, "text": self.documents.with_mentions(text, passages)} for id_, text, passages in footnotes
            ]
        # Without the key a draft would print tables made of its data, which the original does not have.
        keys["appendices"] = self.sections.tables.appendices
        self.sections.money.note_typed(self.outline.sections)
        lead_by_duties(keys, self._name, self.setting.words.leads, self.notes)
        if earlier:
            follow(keys, earlier, self.notes)
        return ImportedPlan(_in_order(keys), self.outline, self.notes)

    def _names(self, agency: str) -> tuple[str, ...]:
        """Every name of an agency, a proposed one too."""
        entry = self.setting.workspace.agencies.get(agency)
        return entry.names if entry else (self._name(agency),)

    def _name(self, agency: str) -> str:
        """What an agency is called, a proposed one too."""
        if agency in self.setting.workspace.agencies:
            return self.setting.context.text.agency(agency)
        # The committee of a commune that is proposed itself has no entry of its own: each commune has one.
        proposal = self.notes.proposals.get(agency)
        return str(proposal.entry["name"]) if proposal else cleaned_line(self.outline.heading.issuer.text)

    def _bases(self) -> tuple[list[dict[str, Any]], str]:
        """The legal bases and the sentence that opens the plan; what cites nothing stays in that sentence."""
        bases: list[dict[str, Any]] = []
        loose = [excerpt for excerpt in self.outline.bases if not self._of_basis(excerpt, bases)]
        sentences = [self.texts.words(excerpt.text, excerpt.passages).rstrip(" ;,.") for excerpt in loose]
        preamble = []
        for excerpt in self.outline.preamble:
            text = cleaned_line(excerpt.text)
            cut = self._cut(text)
            if cut and self._of_basis(Excerpt(text[: cut[0]], excerpt.passages), bases):
                text = text[cut[1] :]
            preamble.append(self.texts.words(text, excerpt.passages))
        where = origin_in(*self.outline.preamble)
        text = "; ".join((*sentences, " ".join(preamble))).strip(" ;").rstrip(" :.")
        if not text:
            self.notes.missing("plan.preamble", where, Text("no sentence opens the plan"))
            return bases, "…"
        return bases, self.notes.note("plan.preamble", text, where)

    def _cut(self, text: str) -> tuple[int, int] | None:
        """Where a paragraph that begins with a basis goes on with what the issuer does."""
        if not self._role.match(text):
            return None
        joints = list(self._issues.finditer(text))
        return (joints[-1].start(), joints[-1].end()) if joints else None

    def _of_basis(self, excerpt: Excerpt, bases: list[dict[str, Any]]) -> bool:
        """Put the documents of a basis into the list; false where it cites none."""
        text = LIST_MARK.sub("", cleaned_line(excerpt.text))
        match = self._role.match(text)
        role = "implements" if match and match["implements"] else "basis"
        where = ValueOrigin(excerpt.passages, text[:300])
        cited = [citation for citation in self.documents.reader.citations(text) if citation.depth == 0]
        laws = [
            law
            for law in self.documents.reader.laws(text)
            if all(not citation.start <= law.start < citation.last for citation in cited)
        ]
        first = min((citation.start for citation in (*cited, *laws)), default=None)
        # What says more before it names a document is a sentence and no list.
        if first is None or first - (match.end() if match else 0) > _BEFORE_FIRST:
            return False
        for citation in sorted((*cited, *laws), key=lambda citation: citation.start):
            document = (
                self.documents.document(citation, where) if citation.number else self.documents.law(citation, where)
            )
            if document and document not in {basis["document"] for basis in bases}:
                bases.append({"document": document, "role": role})
                self.notes.note(f"plan.legal_bases.{len(bases)}", bases[-1], where)
        # The titles of documents name further ones, which the register has to know too.
        self.documents.with_mentions(text, excerpt.passages)
        return True

    def _appendix(self, keys: dict[str, Any], appendix: OutlineAppendix, number: int) -> None:
        """An appendix: the tasks of its tables as a section, other tables and texts as appendices of their own."""
        title = cleaned_line(appendix.title.text or appendix.label.text) or "…"
        before = len(self.sections.tables.appendices)
        sections = [section for outer in appendix.sections for section in outer.walk()]
        grids = [*appendix.grids, *(grid for section in sections for grid in section.grids)]
        if section := self.sections.tables.section(grids, title, number):
            keys["outline"].append(section)
            made = {"id": self.notes.new_id(f"phu luc {number}", "phu-luc"), "title": title, "made": "tasks"}
            if not any(entry.get("made") == "tasks" for entry in self.sections.tables.appendices):
                self.sections.tables.appendices.insert(before, made)
        lines = [(item.text, item.passages) for outer in appendix.items for item in outer.walk()]
        for part in sections:
            own = [(item.text, item.passages) for outer in part.items for item in outer.walk()]
            lines += [(f"{part.number} {part.title}".strip(), part.passages), *own]
        if lines and (table := text_table(lines, title, self.notes)):
            self.sections.tables.appendices.append(table)


_FIRST = (
    "id",
    "continues",
    "agencies",
    "requested",
    "indicator",
    "heading",
    "numbering",
    "intro",
    "text",
    "short_text",
    "result",
)
_LAST = ("lines", "budget", "assignment", "task_groups", "tasks", "duties", "reporting", "sections", "items")


def _in_order(keys: dict[str, Any]) -> dict[str, Any]:
    """The keys of a plan's file in the order of the model, those of its items in their usual one."""
    return {name: _arranged(keys[name]) for name in Plan.model_fields if name in keys}


def _arranged(value: Any) -> Any:
    if isinstance(value, list):
        return [_arranged(part) for part in value]
    if not isinstance(value, dict) or "id" not in value:
        return value
    middle = [name for name in value if name not in (*_FIRST, *_LAST)]
    return {name: _arranged(value[name]) for name in (*_FIRST, *middle, *_LAST) if name in value}


def ids_of(keys: Any) -> Sequence[str]:
    """The ids of all items of a plan."""
    if isinstance(keys, dict):
        own = [keys["id"]] if "id" in keys else []
        return [*own, *(id_ for value in keys.values() for id_ in ids_of(value))]
    return [id_ for value in keys for id_ in ids_of(value)] if isinstance(keys, list) else []
