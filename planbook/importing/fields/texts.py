"""The items of an old plan as statements: texts with mentions, ids, numbers as they are printed, what stands below them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from planbook.importing.fields.documents import DocumentReader
from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.outline.parts import OutlineItem, OutlineSection
from planbook.text.comparing import cleaned_line
from planbook.wording.numbering import NUMBERED_BELOW

_STYLES = (
    (re.compile(r"[IVXLC]+[.)/]?"), "roman"),
    (re.compile(r"\(\d+\)"), "parenthesis"),
    (re.compile(r"(?<!\d)\d++(?:\.\d++)++[.)/]?"), "decimal"),
    (re.compile(r"\d+[.)/]*"), "arabic"),
    (re.compile(r"[a-z\u0111]{1,2}[.)/]|(?!o)[a-z\u0111]"), "letter"),  # the number of a section has no mark behind it
    (re.compile(r"\+"), "plus"),
    (re.compile(r"[-\u2013\u2022*o\u00b7\uf0b7\u2212\u2014]+"), "bullet"),
)
_NOTE_MARK = re.compile(r" ?\[(\d{1,2})\]")
END_MARK = re.compile(r" ?\./\.?\s*+\Z")
LIST_MARK = re.compile(r"\A[-+*\u2013\u2022\s]+")


def style_of(marker: str) -> str:
    """The numbering that a printed number or mark is of."""
    return next((style for pattern, style in _STYLES if pattern.fullmatch(marker.strip())), "none")


def main_style(markers: Iterable[str]) -> str:
    """The numbering of most of some items."""
    styles = Counter(style_of(marker) for marker in markers)
    return styles.most_common(1)[0][0] if styles else "none"


def opened(items: Sequence[OutlineItem]) -> tuple[list[OutlineItem], list[OutlineItem]]:
    """The paragraphs without a mark that open a list, and what follows them."""
    first = next((at for at, item in enumerate(items) if item.marker or item.items), len(items))
    return list(items[:first]), list(items[first:])


def origin(entry: OutlineItem | OutlineSection) -> ValueOrigin:
    """Where an item or a heading stands, with its words."""
    words = entry.text if isinstance(entry, OutlineItem) else entry.title
    return ValueOrigin(entry.passages, words[:300])


def split_label(text: str) -> tuple[str, str]:
    """What stands before the first colon of a text, if that can be a heading, and what stands behind it."""
    head, colon, rest = text.partition(": ")
    is_sentence = any(mark in head for mark in '.;!?\u201c"') or head.count("(") != head.count(")")
    if not colon or len(head) > 120 or is_sentence:
        return "", text
    return head.strip(), rest.strip()


class TextWriter:
    """Writes texts and statements of one plan."""

    def __init__(self, notes: ImportNotes, documents: DocumentReader) -> None:
        self.notes, self.documents = notes, documents
        self.footnotes: dict[str, str] = {}  # ids by the marks that stand in texts

    def words(self, text: str, passages: tuple[int, ...]) -> str:
        """A text as a plan's file has it: in one line, without the mark of the end, documents as mentions."""
        words = self.documents.with_mentions(END_MARK.sub(".", cleaned_line(text)), passages)
        return _NOTE_MARK.sub(self._footnote, words) if self.footnotes else words

    def _footnote(self, mark: re.Match[str]) -> str:
        id_ = self.footnotes.get(mark[1])
        return f"{{footnote:{id_}}}" if id_ else mark[0]

    def title(self, section: OutlineSection) -> str:
        """A heading as the file has it."""
        return self.words(section.title.rstrip(" :.;"), section.passages) or "…"

    def statement(self, item: OutlineItem, prefix: str) -> dict[str, Any]:
        """An item with what stands below it."""
        text = self.words(item.text, item.passages)
        otherwise = f"{prefix}-{item.passages[0] if item.passages else 0}"
        entry: dict[str, Any] = {"id": self.notes.new_id(item.text, otherwise)}
        if item.items and text.endswith(":"):
            entry["heading"] = text.rstrip(" :") or "…"
        else:
            entry["text"] = text or "…"
        self.notes.note(f"{entry['id']}.{'heading' if 'heading' in entry else 'text'}", text, origin(item))
        if item.items:
            self.below(entry, item.items, style_of(item.marker), prefix)
        return entry

    def below(self, entry: dict[str, Any], items: Sequence[OutlineItem], own: str, prefix: str) -> None:
        """Put items below an entry, with their numbering where the printer would choose another one."""
        style = main_style(item.marker for item in items)
        if style != NUMBERED_BELOW.get(own, "bullet"):
            entry["numbering"] = style
        entry["items"] = [self.statement(item, prefix) for item in items]

    def statements(self, items: Sequence[OutlineItem], prefix: str) -> list[dict[str, Any]]:
        """Items as statements."""
        return [self.statement(item, prefix) for item in items]

    def section_as_statement(self, section: OutlineSection, prefix: str) -> dict[str, Any]:
        """A heading with all below it as one statement, where a plan's file has no section for it."""
        entry: dict[str, Any] = {"id": self.notes.new_id(section.title, f"{prefix}-{section.passages[0]}")}
        self.notes.put(entry, "heading", self.title(section), origin(section))
        if section.items:
            self.below(entry, section.items, style_of(section.number), prefix)
        parts = [self.section_as_statement(part, prefix) for part in section.sections]
        if parts:
            style = main_style(part.number for part in section.sections)
            if "items" not in entry and style != NUMBERED_BELOW.get(style_of(section.number), "bullet"):
                entry["numbering"] = style
            entry["items"] = [*entry.get("items", []), *parts]
        return entry
