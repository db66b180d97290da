"""The sections of an old plan as those of its file: each with the one kind of content that its heading and its words tell."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from planbook.importing.fields.duties import DutyReader
from planbook.importing.fields.money import MoneyReader
from planbook.importing.fields.notes import ValueOrigin
from planbook.importing.fields.outline_order import with_parts
from planbook.importing.fields.reporting import ReportReader
from planbook.importing.fields.table_sections import TableWriter
from planbook.importing.fields.targets import TargetReader
from planbook.importing.fields.tasks import TaskReader
from planbook.importing.fields.texts import TextWriter, main_style, opened, origin
from planbook.importing.outline.parts import OutlineItem, OutlineSection
from planbook.messages.diagnostics import Text
from planbook.reading.words import SectionContent

_STATEMENTS = ("purposes", "requirements", "objectives", "scope", "beneficiaries", "framework", "solutions", "funding")
# What a section holds whatever the one around it does.
_AIMS = ("targets", "results", "goals")
_OF_ITS_OWN = ("objectives", "results", "purposes", "requirements", "goals", "funding", "reporting")
_MANY = 0.5  # of the parts of a section, that must name agencies for it to hold their duties
_YEAR = re.compile(r"(?<![\d/.-])(20\d\d)(?!\d)")
_SEVERAL = Text("several paragraphs became one text")
_DEFAULT = {1: "arabic"}  # what the printer numbers the parts of a section of the first level with; below it is decimal


class SectionWriter:
    """Writes the sections of one plan."""

    def __init__(
        self,
        texts: TextWriter,
        targets: TargetReader,
        tasks: TaskReader,
        duties: DutyReader,
        reporting: ReportReader,
        money: MoneyReader,
        period: str,
    ) -> None:
        self.texts, self.targets, self.tasks, self.duties, self.reporting = texts, targets, tasks, duties, reporting
        self.money, self.period, self.notes, self.words = money, period, texts.notes, texts.documents.setting.words
        self.tables = TableWriter(texts, tasks)

    def section(self, section: OutlineSection, depth: int = 1, above: SectionContent | None = None) -> dict[str, Any]:
        """A section with all below it; `depth` counts from 1, `above` is what the section around it holds."""
        section = with_parts(section)
        title = self.texts.title(section)
        entry: dict[str, Any] = {"id": self.notes.new_id(section.title, f"muc-{section.passages[0]}")}
        self.notes.put(entry, "heading", title, origin(section))
        for grid in section.grids:
            self.tables.put(grid, section.title, entry)
        kind = self._kind(section, above)
        if entry.keys() & {"tasks", "task_groups", "sections"}:
            self._beside_table(entry, section)
        elif kind == "duties" or self._names_agencies(section) or (kind == "reporting" and self._all_owned(section)):
            self._duties(entry, section, depth)
            if kind == "reporting":
                self._reports(entry)
            self._keep_roles(entry)
        elif section.sections:
            self._parts(entry, section, depth, kind)
        else:
            self._leaf(entry, section, kind)
        return entry

    def _kind(self, section: OutlineSection, above: SectionContent | None) -> SectionContent | None:
        own = self.words.content_of(section.title)
        if "situation" in (own, above):
            return "situation"
        if above in ("goals", "targets"):
            return own if own in _OF_ITS_OWN or own in ("scope", "beneficiaries") else "targets"
        if above in ("tasks", "solutions"):
            if own is None and self._only_aims(section):
                return "targets"
            return own if own in _OF_ITS_OWN or own == "targets" else above
        if above in ("funding", "framework", "duties"):
            return own if (above, own) == ("duties", "reporting") else above
        return own or above

    def _only_aims(self, section: OutlineSection) -> bool:
        """Whether all that a section among tasks says is what is to be reached; a note in brackets is no word of it."""
        items = [item for item in section.items if not item.text.startswith("(")]
        return not section.sections and bool(items) and all(map(self.targets.is_aim, items))

    def _names_agencies(self, section: OutlineSection) -> bool:
        """Whether most parts of a section have the names of agencies as their headings."""
        parts = section.sections
        of_bodies = [part for part in parts if (owner := self.duties.owner_of_section(part)) and owner.is_known]
        return len(parts) >= 2 and len(of_bodies) >= _MANY * len(parts)

    def _all_owned(self, section: OutlineSection) -> bool:
        """Whether each part of a section names the bodies whose duty it is; behind a first one paragraphs may go on."""
        if section.sections:
            return not section.items and all(map(self.duties.owner_of_section, section.sections))
        return bool(section.items and self.duties.owner(section.items[0].text))

    def _reports(self, entry: dict[str, Any]) -> None:
        """Make the duties of a section duties to report, where each says to whom."""
        if reports := self.reporting.reports(entry.get("duties", [])):
            del entry["duties"]
            entry["reporting"] = reports

    def _keep_roles(self, entry: dict[str, Any]) -> None:
        """Put what stands in brackets behind the body of a duty into its text: only duties to report have a role."""
        for part in (entry, *entry.get("sections", ())):
            for duty in part.get("duties", ()):
                if role := duty.pop("role", ""):
                    text = ". ".join(filter(None, (role, duty.get("text"))))
                    self.notes.put(duty, "text", text, ValueOrigin((), role), _SEVERAL)

    def _numbered(self, entry: dict[str, Any], markers: Sequence[str], default: str) -> None:
        style = main_style(markers)
        if markers and style != default:
            entry["numbering"] = style

    def _intro(self, entry: dict[str, Any], items: Sequence[OutlineItem]) -> list[OutlineItem]:
        """Put the paragraphs without a mark that open a section into its introduction; what is left."""
        opening, left = opened(items)
        if opening:
            passages = tuple(number for item in opening for number in item.passages)
            intro = " ".join(self.texts.words(item.text, item.passages) for item in opening)
            self.notes.put(entry, "intro", intro, replace(origin(opening[0]), passages=passages))
        return left

    def _parts(self, entry: dict[str, Any], section: OutlineSection, depth: int, kind: SectionContent | None) -> None:
        """A section with parts: groups of tasks where it holds work and they have no parts, else sections."""
        items, works = self._money(entry, section.items, kind), self._holds_work(section, kind)
        rest = self._intro(entry, items)
        if rest and works:
            self._before_work(entry, section, rest)
        elif rest:
            self._mixed(entry, section, rest)
            return
        default = _DEFAULT.get(depth, "decimal")
        self._numbered(entry, [part.number for part in section.sections], default)
        own_kinds = {self.words.content_of(part.title) for part in section.sections}
        no_work = {"objectives", "results", "purposes", "requirements", "goals", "targets", "situation"}
        is_work_alone = not own_kinds & no_work and not any(map(self._only_aims, section.sections))
        flat = is_work_alone and all(not part.sections and not part.grids for part in section.sections)
        if works and flat:
            prefix = str(entry["id"])[:30].strip("-")
            entry["task_groups"] = [self.tasks.group(part, prefix) for part in section.sections]
        else:
            entry["sections"] = [self.section(part, depth + 1, kind) for part in section.sections]

    def _money(
        self, entry: dict[str, Any], items: Sequence[OutlineItem], kind: SectionContent | None
    ) -> list[OutlineItem]:
        """Put the money that the first items state into a section, where it is none to be reached; what is left."""
        if kind in _AIMS:
            return list(items)
        budget, left = self.money.budget(items)
        if budget:
            entry["budget"] = budget
        self.money.note_unread(entry["id"], left)
        return left

    def _holds_work(self, section: OutlineSection, kind: SectionContent | None) -> bool:
        works = (work for part in section.sections for work in self.tasks.works(part.items))
        return kind in ("tasks", "solutions") or any(work.lines for work in works)

    def _before_work(self, entry: dict[str, Any], section: OutlineSection, items: Sequence[OutlineItem]) -> None:
        """Paragraphs with marks before groups of tasks: they are the introduction, in one text."""
        parts = [self.texts.words(part.text, part.passages) for item in items for part in item.walk()]
        intro = " ".join(filter(None, (entry.get("intro"), *parts)))
        self.notes.put(entry, "intro", intro, origin(section), _SEVERAL)

    def _mixed(self, entry: dict[str, Any], section: OutlineSection, items: Sequence[OutlineItem]) -> None:
        """A section that has paragraphs beside its parts: all of it as statements, since a section holds one kind alone."""
        entry["framework"] = [
            *self.texts.statements(items, entry["id"][:30]),
            *(self.texts.section_as_statement(part, entry["id"][:30]) for part in section.sections),
        ]
        self._numbered(entry, [part.number for part in section.sections], "bullet")
        why = Text("paragraphs and headings stand side by side; all are kept as plain items")
        self.notes.note(f"{entry['id']}.framework", len(entry["framework"]), origin(section), why)

    def _leaf(self, entry: dict[str, Any], section: OutlineSection, kind: SectionContent | None) -> None:
        items = self._money(entry, section.items, kind)
        if entry.get("budget") and not items:
            return
        section = replace(section, items=tuple(items))
        works = self.tasks.works(items)
        if any(work.lines for work in works):
            kind = "tasks"
        if not items:
            entry["intro"] = "…"
            self.notes.missing(f"{entry['id']}.intro", origin(section), Text("nothing stands below the heading"))
            return
        if kind in _AIMS:
            self._targets(entry, section, "results" if kind == "results" else "targets")
        elif kind == "tasks":
            has_lines = any(work.lines for work in works)
            if not has_lines and any(item.marker for item in items):
                items = self._intro(entry, items)
            listed = works if has_lines else [replace(works[0], contents=[item]) for item in items]
            prefix = entry["id"][:30].strip("-")
            entry["tasks"] = [self.tasks.task(work, prefix, entry["heading"]) for work in listed]
            self._numbered(entry, [item.marker for item in items], "bullet")
        else:
            field = kind if kind in _STATEMENTS else "framework"
            if field == "framework" and kind is None:
                why = Text("the heading does not say what the section holds")
                self.notes.note(f"{entry['id']}.framework", len(items), origin(section), why, _STATEMENTS)
            if not items[0].marker and not items[0].items and any(item.marker for item in items):
                items = self._intro(entry, items)
            entry[field] = self.texts.statements(items, entry["id"][:30].strip("-"))
            self._numbered(entry, [item.marker for item in items], "none" if len(items) == 1 else "bullet")

    def _targets(self, entry: dict[str, Any], section: OutlineSection, field: str) -> None:
        years = set(_YEAR.findall(section.title))
        due = years.pop() if len(years) == 1 else self.period
        items = self._intro(entry, section.items) if any(item.marker for item in section.items) else list(section.items)
        entry[field] = [target for item in items for target in self._with_below(item, due)]
        self._numbered(entry, [item.marker for item in items], "bullet")
        if not entry[field]:
            del entry[field]

    def _with_below(self, item: OutlineItem, due: str) -> list[dict[str, Any]]:
        """The targets of an item and of all below it; the list is flat, as a plan's file has it."""
        below = [target for part in item.items for target in self._with_below(part, due)]
        return [*self.targets.targets(item, due), *below]

    def _duties(self, entry: dict[str, Any], section: OutlineSection, depth: int) -> None:
        prefix = str(entry["id"])[:30].strip("-")
        items = self._intro(entry, section.items) if section.sections else list(section.items)
        owners = [self.duties.owner_of_section(part) for part in section.sections]
        if any(owners):
            pairs = zip(section.sections, owners, strict=True)
            owners = [owner or self.duties.owner_without_kind(part) for part, owner in pairs]
        of_items = [self.duties.owner(item.text) for item in items]
        if section.sections and not items and all(owners):
            entry["duties"] = [
                self.duties.duty_of_section(part, owner, prefix)
                for part, owner in zip(section.sections, owners, strict=True)
                if owner
            ]
            self._numbered(entry, [part.number for part in section.sections], _DEFAULT.get(depth, "decimal"))
        elif items and not section.sections and any(of_items):
            self._duty_items(entry, items, of_items, prefix, depth)
        elif section.sections:
            if items:
                self._mixed(entry, section, items)
                return
            self._numbered(entry, [part.number for part in section.sections], _DEFAULT.get(depth, "decimal"))
            entry["sections"] = [
                self._duty_section(part, owner, depth) for part, owner in zip(section.sections, owners, strict=True)
            ]
        else:
            self._leaf(entry, section, "solutions")

    def _duty_section(self, part: OutlineSection, owner: Any, depth: int) -> dict[str, Any]:
        """A part of a section of duties some of whose parts name no agency: one that does holds its duty alone."""
        if owner is None:
            return self.section(part, depth + 1, "duties")
        id_ = self.notes.new_id(f"muc {part.title}", f"muc-{part.passages[0]}")
        entry: dict[str, Any] = {"id": id_, "heading": self.texts.title(part)}
        duty = self.duties.duty_of_section(part, owner, entry["id"][:30].strip("-"))
        return {**entry, "numbering": "none", "duties": [duty]}

    def _duty_items(
        self, entry: dict[str, Any], items: Sequence[OutlineItem], owners: Sequence[Any], prefix: str, depth: int
    ) -> None:
        """Paragraphs of which some begin with agencies: these are duties, what stands before them is the introduction."""
        duties: list[dict[str, Any]] = []
        for item, owner in zip(items, owners, strict=True):
            if owner:
                duties.append(self.duties.duty_of_item(item, owner, prefix))
            elif duties and duties[-1]:
                statement = self.texts.statement(item, prefix)
                duties[-1].setdefault("items", []).append(statement)
                why = Text("the paragraph names no agency; it stands below the duty before it")
                self.notes.note(f"{statement['id']}.text", statement.get("text"), origin(item), why)
            else:
                words = self.texts.words(item.text, item.passages)
                entry["intro"] = f"{entry['intro']} {words}" if "intro" in entry else words
                for below in item.items:
                    entry["intro"] += f" {self.texts.words(below.text, below.passages)}"
        entry["duties"] = duties
        self._numbered(entry, [item.marker for item in items], _DEFAULT.get(depth, "decimal"))

    def _beside_table(self, entry: dict[str, Any], section: OutlineSection) -> None:
        """What stands beside a table of tasks in its section: its introduction."""
        lines = [(item.text, item.passages) for outer in section.items for item in outer.walk()]
        lines += [line for part in section.sections for line in _lines(part)]
        if lines:
            entry["intro"] = " ".join(self.texts.words(text, passages) for text, passages in lines)


def _lines(section: OutlineSection) -> list[tuple[str, tuple[int, ...]]]:
    own = [(f"{section.number} {section.title}".strip(), section.passages)]
    own += [(item.text, item.passages) for outer in section.items for item in outer.walk()]
    return own + [line for part in section.sections for line in _lines(part)]
