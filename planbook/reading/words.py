"""By what words the importer knows the parts of an old plan: templates/import/words.yaml."""

import re
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from planbook.loading.own_templates import read_template
from planbook.model.agency import WordList
from planbook.model.entry import Entry, PlainWords, as_id
from planbook.model.period import Rhythm
from planbook.model.target import Comparator

SectionContent = Literal[
    "purposes", "requirements", "objectives", "targets", "goals", "results", "scope", "beneficiaries", "framework",
    "tasks", "solutions", "funding", "duties", "reporting", "situation",
]  # fmt: skip
TaskColumn = Literal["number", "task", "lead", "coordinating", "deadline", "result", "money", "note"]


class SectionWords(Entry):
    """How the headings begin of sections with one kind of content, or what they hold."""

    kind: SectionContent
    begins: WordList = ()
    holds: WordList = ()


class ColumnWords(Entry):
    """What the heads hold of columns with one kind of content, or how they begin."""

    column: TaskColumn
    begins: WordList = ()
    holds: WordList = ()


class ComparatorWords(Entry):
    """The words beside a number that say how it is meant."""

    comparator: Comparator
    words: WordList


class RhythmWords(Entry):
    """The words that say how often something comes."""

    rhythm: Rhythm
    words: WordList


class CitationWords(Entry):
    """The words between the parts of a citation."""

    number: PlainWords
    day: PlainWords
    month: PlainWords
    year: PlainWords
    quarter: PlainWords
    issuer: WordList
    joining: WordList
    several: WordList
    ministers: WordList


class MeasuringWords(Entry):
    """What an indicator is called by the sentence of its target; `left` stands before what is left of something that falls."""

    share: str
    count: str
    amount: str
    shares: WordList
    measures: WordList
    fillers: WordList
    reached: WordList
    left: WordList
    falls: WordList
    rises: WordList
    times: WordList


class ImportWords(Entry):
    """templates/import/words.yaml"""

    sections: tuple[SectionWords, ...]
    columns: tuple[ColumnWords, ...]
    comparators_before: tuple[ComparatorWords, ...]
    comparators_behind: tuple[ComparatorWords, ...]
    task_labels: WordList
    doers: WordList
    implements: WordList
    basis: WordList
    issues: WordList
    duty_goes_on: WordList
    no_verbs: WordList
    before_no_verbs: WordList
    duty_says: WordList
    in_year: WordList
    time_words: WordList
    finishes: WordList
    charged: WordList
    requested: WordList
    leads: WordList
    leads_with: WordList
    bodies: WordList
    kinds: WordList
    groups: WordList
    title_begins: WordList
    title_begins_capital: WordList
    units: WordList
    aims: WordList
    not_counted: WordList
    of_which: WordList
    consists: WordList
    funds: WordList
    measuring: MeasuringWords
    totals: WordList
    no_sums: WordList
    opens_bound: WordList
    compared_to: WordList
    denials: WordList
    places: WordList
    place_kinds: WordList
    outlooks: WordList
    remarks: WordList
    laws: WordList
    reports: WordList
    rhythms: tuple[RhythmWords, ...]
    no_rhythms: WordList
    before: WordList
    on_request: WordList
    citing: CitationWords

    def content_of(self, title: str) -> SectionContent | None:
        """What a section of a heading says, by the heading alone."""
        fitting = next((words for words in self.sections if begins_with(title, words.begins)), None)
        fitting = fitting or next((words for words in self.sections if holds(title, words.holds)), None)
        return fitting.kind if fitting else None

    def column_of(self, head: str) -> TaskColumn | None:
        """What a column of a head has."""
        return next(
            (words.column for words in self.columns if begins_with(head, words.begins) or holds(head, words.holds)),
            None,
        )

    @cached_property
    def verb_pattern(self) -> str:
        """What says that a text goes on behind the name of a body."""
        before = "".join(rf"(?<!{re.escape(word)} )" for word in self.before_no_verbs)
        return rf"{before}(?!(?:{alternatives(self.no_verbs)})(?!\w))(?:{alternatives(self.duty_goes_on)})(?!\w)"

    @cached_property
    def unit_pattern(self) -> re.Pattern[str]:
        """The longest unit that stands at a place."""
        return re.compile(rf"(?:{alternatives(self.units)})(?![\w/])", re.IGNORECASE)

    @cached_property
    def compound_unit_pattern(self) -> re.Pattern[str]:
        """A unit that counts for each of something, at a place: "tấn/ha"."""
        return re.compile(rf"(?:{alternatives(self.units)})/[^\W\d_]+(?![\w/])", re.IGNORECASE)


def alternatives(words: Iterable[str]) -> str:
    """Words as the alternatives of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _key(text: str) -> str:
    return f"-{as_id(text)}-"


def begins_with(text: str, words: Iterable[str]) -> bool:
    """Whether a text begins with one of some words, whatever its capitals and marks."""
    return any(_key(text).startswith(_key(word)) for word in words)


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether a text holds one of some words, whatever its capitals and marks."""
    return any(_key(word) in _key(text) for word in words)


def read_words(root: Path) -> ImportWords:
    """The words of an office, which are the program's where it has none; raises `BuildStopped`."""
    return read_template(root, "templates/import/words.yaml", ImportWords)
