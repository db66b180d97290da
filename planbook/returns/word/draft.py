"""A returned Word draft: the paragraphs and rows of the file, and which of them is which item of the plan.

Three texts decide: what the draft was given out with (its manifest), what it says now, and what the data print now.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.period import When
from planbook.model.target import Target
from planbook.ooxml.anchors import Anchor
from planbook.ooxml.blocks import FOOTNOTE_SIGN
from planbook.ooxml.pieces import NOBODY, Authorship, Returned
from planbook.ooxml.states import StateLine, final
from planbook.reading.context import Context
from planbook.reading.not_taken import Unread
from planbook.returns.answers.answer import EditKind, FileEdit, like_an_arrival, outcome
from planbook.returns.fields.listed_lines import renamed_lines
from planbook.returns.fields.spots import Outline
from planbook.returns.fields.traced import Printed
from planbook.returns.word.fixed_words import FixedWords, fixed_words
from planbook.returns.word.matching import MatchedUnits, match
from planbook.returns.word.units import (
    TextUnit,
    hidden_marks,
    note_texts,
    spelt_as_known,
    units,
    without_number,
    without_signs,
)
from planbook.text.comparing import comparable, comparable_row, spelt_as
from planbook.text.writer import Edits
from planbook.wording.speech import PlanText


@dataclass(frozen=True)
class MatchedDraft:
    """A returned draft beside the plan, unit by unit: its manifest (or what stands for one) and what the data print now.

    `origin` is "known" where the state of the data that it was made of is one of the repository, else "unknown", or
    "none" where the file does not say what it was made of; then no edit of it is certain.
    """

    returned: Returned
    anchors: tuple[Anchor, ...]
    printed: tuple[Printed, ...]
    context: Context
    given_out: tuple[str, ...] | None = None  # the words around the items; older files do not say them
    revision: str = ""
    origin: Literal["known", "unknown", "none"] = "known"
    saved: Authorship = NOBODY  # who saved the file, and when
    period: When | None = None  # that of the plan when the file was made, as far as it says it

    @cached_property
    def _lines_and_holders(self) -> tuple[tuple[Printed, ...], dict[ItemId, Entry | None]]:
        texts = {item: self.units[at].text for item, at in self.matching.home.items()}
        return renamed_lines(self.context.plan, self.printed, self.base, texts)

    @cached_property
    def ours(self) -> dict[ItemId, Printed]:
        """The lines that the data print now, by their items."""
        return {line.item: line for line in self._lines_and_holders[0] if line.item}

    @cached_property
    def bookmarks(self) -> dict[str, str]:
        """The names of the items' bookmarks."""
        return {anchor.item: anchor.bookmark for anchor in self.anchors}

    @cached_property
    def base(self) -> dict[ItemId, str]:
        """What each item said when the draft was given out."""
        own = ((ItemId(anchor.item), anchor.text) for anchor in self.anchors if not anchor.shared_with)
        return {item: comparable_row(text) if item.is_row else comparable(text) for item, text in own}

    @cached_property
    def tables(self) -> Context:
        """The plan with the words of its tables."""
        return in_tables(self.context)

    @cached_property
    def lines(self) -> tuple[StateLine, ...]:
        """The lines with all tracked changes accepted."""
        return final(self.returned)

    @cached_property
    def added_notes(self) -> dict[str, str]:
        """What each footnote says that somebody added, by its sign in the text."""
        return note_texts(self.returned, self.lines)

    @cached_property
    def units(self) -> list[TextUnit]:
        """What is compared."""
        in_data = {
            comparable(self.context.text.fill(note.text)).removesuffix(".") for note in self.context.plan.footnotes
        }
        # A footnote that was taken into the data before is theirs.
        own = {ord(sign): FOOTNOTE_SIGN for sign, text in self.added_notes.items() if text in in_data}
        typed = units(self.lines, (anchor.bookmark for anchor in self.anchors if ItemId(anchor.item).is_row))
        printed = (line.compared for line in self.printed)
        texts = (*self.base.values(), *map(comparable_row, self.given_out or ()), *printed)
        with_own = (replace(unit, text=unit.text.translate(own)) for unit in typed) if own else typed
        return list(spelt_as_known([*with_own], texts))

    @cached_property
    def matching(self) -> MatchedUnits:
        """Which unit is which item."""
        order = [line.item or comparable_row(line.text) for line in self.printed]
        return match(self.anchors, self.units, self.fixed_words.required, self.fixed_words.optional, order)

    @cached_property
    def fixed_words(self) -> FixedWords:
        """The words around the items."""
        phrases = self.context.text.wording.phrases
        return fixed_words(self.given_out, self.printed, self.units, self.base, phrases)

    @cached_property
    def outline(self) -> Outline:
        """Where the plan's entries stand."""
        return Outline(self.context.plan, self._lines_and_holders[1])

    @cached_property
    def strangers(self) -> list[int]:
        """The units that no mark and no likeness tells the item of, and that hold no fixed words."""
        matched = set(self.heads) | self.matching.fixed | self.matching.worn.keys()
        return [at for at in range(len(self.units)) if at not in matched]

    @cached_property
    def heads(self) -> dict[int, ItemId]:
        """The item of each unit that has some; the others were merged into the first one."""
        return {at: items[0] for at, items in self.matching.items().items()}

    @cached_property
    def gone(self) -> set[ItemId]:
        """The items that the draft has no more, those merged into others included."""
        missing = {item for item in self.base if item not in self.heads.values() and item in self.ours}
        return {item for item in missing if self.base[item] and item not in self.hidden}

    @cached_property
    def hidden(self) -> dict[ItemId, StateLine]:
        """The items whose letters are hidden, which are neither said nor gone, each with its line."""
        marks, heads = hidden_marks(self.lines), set(self.heads.values())
        names = {item: (self.bookmarks.get(item, ""), text) for item, text in self.base.items() if item not in heads}
        lines = {item: next((marks[name] for name in pair if name in marks), None) for item, pair in names.items()}
        return {item: line for item, line in lines.items() if line}

    def number(self, item: ItemId) -> str:
        """The number that the data print before an item."""
        return self.ours[item].number if item in self.ours else ""

    def printed_now(self, item: ItemId) -> str:
        """What the data print of an item now, as it is compared; nothing where they do not have it."""
        line = self.ours.get(item)
        return "" if line is None else line.compared

    def text(self, at: int, item: ItemId) -> str:
        """What a unit says of its item, without a number that is typed before it."""
        marks = (item, self.bookmarks.get(item, ""))
        text = without_number(self.units[at], self.number(item), self.base.get(item, ""), marks)
        if item.is_row:
            text = without_signs(text)  # tables print no footnotes: what was put into one is looked at by itself
        if text != self.base.get(item, ""):
            text = spelt_as(text, self.base.get(item, ""))
        return self.fixed_words.in_columns(item, text, self.printed_now(item))

    def was(self, item: ItemId) -> str:
        """What an item said when the draft was given out, a row in the columns of now."""
        return self.fixed_words.in_columns(item, self.base[item], self.printed_now(item))

    def edit(self, kind: EditKind, item: str, at: int, made: Edits | Unread = (), **facts: Any) -> FileEdit:
        """An edit of a unit, with what it makes of the data, or why it makes nothing."""
        unit = self.units[at]
        revisions = dict.fromkeys((made.author, made.date) for line in unit.lines for made in line.revisions)
        place = paragraph_place(unit.number)
        return FileEdit(item, place, kind=kind, revisions=tuple(revisions), **outcome(made), **facts)


def in_tables(context: Context) -> Context:
    """A plan with the words of its tables, where every citation is short."""
    text = context.text
    short = PlanText(text.workspace, text.plan, text.wording, text.numbers, short_citations=True)
    return replace(context, text=short)


def paragraph_place(number: int) -> Text:
    """Where a paragraph stands."""
    return Text("paragraph {number}", {"number": number})


def number_of_paragraph(edit: FileEdit) -> int:
    """The number of the paragraph at which an edit of a draft stands."""
    return int(str(edit.at.values.get("number", 0)))


def usual_doubt(kind: EditKind, with_: str = "") -> Text:
    """Why an edit of a kind needs a yes where nothing else says it."""
    match kind:
        case "duplicated":
            return Text("the paragraph may be a copy that somebody forgot")
        case "changed":
            return Text("nothing marks the paragraph as this item; it is only the most like it")
        case "inserted" if with_:
            return like_an_arrival(with_)
    return Text("nothing marks what this belongs to")


def merged_doubt(draft: MatchedDraft, item: ItemId) -> Text | None:
    """Why what is merged into another line needs a yes: of a target its number is one no more."""
    target = draft.outline.entries.get(item.entry)
    if not isinstance(target, Target) or not target.is_measured or item.part:
        return None
    return Text("the number of the target would be words of the other line alone, in no table and no sum")
