"""What is wrong with a plan in any file, without the data of an office: the checks that need no register of its own.

The plan is imported in memory. Every finding stands at a passage of the file: line 12 is its passage 12.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from planbook.checks import findings
from planbook.importing.fields.issuing_body import CannotPlace
from planbook.importing.fields.notes import ImportedValue
from planbook.importing.fields.setting import state_without_data
from planbook.importing.files.any_file import read_original
from planbook.importing.files.word_comments import Remark, with_comments
from planbook.importing.original import Original, Passage
from planbook.importing.outline.outlining import outline_of
from planbook.importing.outline.parts import PlanOutline
from planbook.importing.outline.words import outline_words
from planbook.importing.plan_drafts import ImportOptions, PlanDraft, draft_of
from planbook.importing.proof.proof_report import passage_place
from planbook.importing.proof.text_checks import (
    ended_bodies,
    figures_told_twice,
    impossible_days,
    impossible_times,
    sums_of_sentences,
    two_days,
)
from planbook.loading.shared_registers import shared
from planbook.messages.diagnostics import BuildStopped, Diagnostic, Severity, Span, Text, in_order
from planbook.repository.foreign_files import content_of

_AUTHOR = "planbook"
# What needs nothing that only an office knows: its own agencies, indicators, earlier plans.
CHECKS = (
    *("budget-sum", "table-sum", "target-shares", "deadline-outside-period", "fixed-and-continuous"),
    *("document-dated-after-plan", "document-year", "document-number-shape", "document-type-code"),
    *("agency-dissolved", "reporting-conflict", "duty-repeated", "task-repeated", "stated-twice"),
)
_NUMBERING = ("the number {number} comes again", "{number} follows {before}")
# What only says that the registers here know a body of today and not the one of then.
_OF_REGISTERS = ("{name} begins on {day}, after the plan's {period}", "{name} is not there yet on {due}")
_FEW_WORDS = 8  # a sentence that announces a list stands in many places


@dataclass(frozen=True)
class CheckedFile:
    """A file with what was found in it; `lines` are its passages, for the excerpts."""

    original: Original
    findings: tuple[Diagnostic, ...]

    @property
    def lines(self) -> dict[str, list[str]]:
        """The passages of the file by its path."""
        return {str(self.original.path): [passage.printed for passage in self.original.passages()]}

    def remarks(self) -> Iterator[Remark]:
        """The findings as comments for the passages."""
        passages = {passage.number: passage for passage in self.original.passages()}
        for finding in self.findings:
            passage = passages[finding.span.line]
            words = passage.printed[finding.span.column - 1 :][: finding.span.length]
            sentences = (finding.message, finding.help) if finding.help else (finding.message,)
            text = "\n".join(sentence.spoken() for sentence in sentences)
            yield Remark(passage, words, f"{text} [{finding.check}]")


def annotated(file: CheckedFile) -> bytes:
    """The Word file again, with each finding as a comment at its place."""
    return with_comments(content_of(file.original.path), file.remarks(), _AUTHOR)


def check_file(path: Path, root: Path) -> CheckedFile:
    """What is wrong in a file; raises `Unopened` where it cannot be read."""
    state = state_without_data(root)
    words = outline_words(root)
    original = read_original(path, words)
    outline = outline_of(original, words)
    places = _Places(original)
    looks = (impossible_days, impossible_times, sums_of_sentences, figures_told_twice)
    faults = [fault for look in looks for fault in look(original, state.words)]
    listed = list(_numbering(outline, places))
    try:
        draft = draft_of(state, original, outline, ImportOptions(jurisdiction=_likely_place(original)))
    except (CannotPlace, BuildStopped):
        pass  # what cannot be read as a plan is looked at as a text
    else:
        faults += [*two_days(draft), *ended_bodies(draft)]
        listed += _of_plan(draft, places)
    listed += [finding_at(places.path, passage, check, fact, words_) for passage, check, fact, words_ in faults]
    return CheckedFile(original, tuple(in_order(listed)))


def _likely_place(original: Original) -> str:
    """The province that the text names most often, which a file without a head is taken to be of; "" where it names none."""
    text = "\n".join(passage.text for passage in original.passages()).casefold()
    provinces = [place for place in shared().entries("localities") if place.level == "province" and not place.end]
    counts = {place.id: text.count(place.name.casefold()) for place in provinces}
    most = max(counts, key=lambda id_: counts[id_])
    return most if counts[most] else ""


def _numbering(outline: PlanOutline, places: "_Places") -> Iterator[Diagnostic]:
    """Numbers that come again or jump; a list whose first number is another may go on from a table or a line."""
    for doubt in outline.doubts:
        if doubt.passages and doubt.why.english in _NUMBERING:
            yield places.finding("numbering-order", doubt.passages, doubt.why, str(doubt.why.values["number"]))


def _of_plan(draft: PlanDraft, places: "_Places") -> Iterator[Diagnostic]:
    """What the checks find in the imported plan, at the passages that its values were read from."""
    values = draft.plan.notes.values
    proposals = draft.plan.notes.proposals
    is_dated = any(value.path == "plan.period" and value.certainty == "certain" for value in values)
    for finding in findings(draft.workspace, CHECKS):
        if finding.check == "deadline-outside-period" and not is_dated:
            continue
        fields = re.findall(r"[a-z_]+", finding.field)[::-1]
        item = "plan" if finding.item in ("", draft.name) else finding.item
        origins = [value.origin for field in fields for value in values if value.path == f"{item}.{field}"]
        origins += [value.origin for value in values if value.path.startswith(f"{item}.")]
        origins += [proposals[item].origin] if item in proposals else []
        passages = next((origin.passages for origin in origins if origin.passages), ())
        if finding.message.english in _OF_REGISTERS:
            continue
        words = [str(value) for value in finding.message.values.values()]
        text = places.text(passages)
        if finding.check == "task-repeated" and (text.rstrip().endswith(":") or len(text.split()) < _FEW_WORDS):
            continue
        message = Text(finding.message.english, {**finding.message.values, **places.of_items(finding, values)})
        yield replace(places.finding(finding.check, passages, message, *words), severity=finding.severity)


class _Places:
    """Where findings stand in a file."""

    def __init__(self, original: Original) -> None:
        self.path = str(original.path)
        self.passages = {passage.number: passage for passage in original.passages()}

    def of_items(self, finding: Diagnostic, values: Sequence[ImportedValue]) -> dict[str, Text]:
        """The items of the imported plan that a finding names, by where they stand in the file."""
        items = {
            value.path.partition(".")[0]: value.origin.passages for value in reversed(values) if value.origin.passages
        }
        blanks = {name: items.get(str(value), ()) for name, value in finding.message.values.items() if name == "id"}
        return {name: passage_place(self.passages[numbers[0]]) for name, numbers in blanks.items() if numbers}

    def text(self, passages: tuple[int, ...]) -> str:
        """The text of the first of some passages."""
        return self.passages[passages[0]].printed if passages else ""

    def finding(self, check: str, passages: tuple[int, ...], message: Text, *words: str) -> Diagnostic:
        """A finding at the first passage that holds one of the words, and there; at the first one where none does."""
        there = [self.passages[number] for number in passages if number in self.passages]
        holding = (passage for passage in there if any(word in passage.printed for word in filter(None, words)))
        passage = next(chain(holding, there, self.passages.values()))
        return finding_at(self.path, passage, check, message, *words)


def finding_at(path: str, passage: Passage, check: str, message: Text, *words: str) -> Diagnostic:
    """A finding at the first of some words that a passage holds, at all of it where it holds none."""
    text = passage.printed
    start, length = next(((text.find(word), len(word)) for word in words if word and word in text), (0, len(text) or 1))
    return Diagnostic(check, Span(path, passage.number, start + 1, length), message, severity=Severity.WARNING)
