"""What is wrong with the user's files, where, and what to write instead; as text, annotations or JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any

from planbook.messages.catalogue import spoken_language, translate
from planbook.messages.escapes import annotation, annotation_property, in_json


class Severity(StrEnum):
    """How much a finding matters: errors stop a build, warnings and information do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Its place among all, the one that matters most first."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line of one file; line and column count from 1, `length` in characters."""

    path: str
    line: int = 1
    column: int = 1
    length: int = 1

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it begins."""
        return self.path, self.line, self.column


@dataclass(frozen=True, slots=True)
class Text:
    """An English sentence with named blanks; it is put into the reader's language when it is shown."""

    english: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.english.format_map(self.values)

    def in_language(self, language: str) -> str:
        """The sentence in `vi` or `en`, with its blanks filled."""
        values = {
            name: value.in_language(language) if isinstance(value, Text) else value
            for name, value in self.values.items()
        }
        return translate(self.english, language).format_map(values)

    def spoken(self) -> str:
        """The sentence in the language in which whoever runs the program is answered."""
        return self.in_language(spoken_language())


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: the name of the check, one fact with the values that disagree, the place, the mend.

    `allowed` holds the reason for which somebody accepted the finding; empty while nobody has. `item` and `field` are
    the id of the entry that it is about and the keys from there to the place, as far as the file has any.
    """

    check: str
    span: Span
    message: Text
    help: Text | None = None
    severity: Severity = Severity.ERROR
    plan: str | None = None
    allowed: str = ""
    item: str = ""
    field: str = ""

    @property
    def fact(self) -> tuple[object, ...]:
        """What tells it from all other findings, in whatever line it stands: check, file, item, field, values."""
        values = sorted((name, str(value)) for name, value in self.message.values.items() if name != "line")
        return self.check, self.span.path, self.item, self.field, *values

    @property
    def as_printed(self) -> tuple[Span, str, str]:
        """By what findings are listed, each once: place, check and sentence."""
        return self.span, self.check, str(self.message)

    @property
    def stops_the_build(self) -> bool:
        """Whether this is an error that nobody accepted."""
        return self.severity is Severity.ERROR and not self.allowed


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment `# allow: check - reason`: somebody looked at the finding of that line and accepts it."""

    span: Span
    line: int  # the line whose finding it accepts: its own, or the next one for a comment that stands alone
    check: str
    reason: str


class Refusal(Exception):
    """A reason to stop, in sentences for the user: nothing is published, the last site stays."""

    exit_code = 1
    bullet = ""  # what stands before each sentence

    def __init__(self, *sentences: Text) -> None:
        super().__init__(*sentences)
        self.sentences = sentences

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is, whatever a subclass is made of: it may come from another process."""
        return _refusal, (type(self), self.args, vars(self))


def _refusal(kind: type[Refusal], sentences: tuple[Text, ...], state: dict[str, Any]) -> Refusal:
    refusal = kind.__new__(kind, *sentences)
    vars(refusal).update(state)
    return refusal


class Misuse(Refusal):
    """What was asked for cannot be done so: there is no such thing, or it does not fit."""

    exit_code = 2


class MachineFault(Refusal):
    """The machine, or a program on it, does not do what it should."""

    exit_code = 3


class BuildStopped(Refusal):
    """The files that people write hold errors; `findings` says which, with `lines` for the excerpts.

    `headline` says what they keep from being done, where that is not plain.
    """

    headline: Text | None = None

    def __init__(self, findings: list[Diagnostic], lines: Mapping[str, Sequence[str]]) -> None:
        super().__init__(Text("{number} findings stop the work", {"number": len(findings)}))
        self.findings = findings
        self.lines = lines


def stop_the_build(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether an error is among these that nobody accepted."""
    return any(diagnostic.stops_the_build for diagnostic in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings by place, each once."""
    by_place: dict[tuple[str, int, int, int], list[Diagnostic]] = {}
    for finding in diagnostics:
        span = finding.span
        by_place.setdefault((span.path, span.line, span.column, span.length), []).append(finding)
    return [finding for place in sorted(by_place) for finding in _once(by_place[place])]


def _once(diagnostics: list[Diagnostic]) -> Iterable[Diagnostic]:
    """The findings of one place in order, each once."""
    if len(diagnostics) == 1:
        return diagnostics
    sentences = {(finding.check, str(finding.message)): finding for finding in diagnostics}
    return [sentences[key] for key in sorted(sentences)]


FindingCounts = Counter[
    tuple[Severity, str, str, bool]
]  # by weight, check, plan or file, and whether somebody accepted it


def count_findings(diagnostics: Iterable[Diagnostic]) -> FindingCounts:
    """How many findings there are of each kind."""
    return Counter(
        (finding.severity, finding.check, finding.plan or finding.span.path, bool(finding.allowed))
        for finding in diagnostics
    )


def findings_as_text(diagnostics: Iterable[Diagnostic], lines_of: Mapping[str, Sequence[str]]) -> str:
    """Write the findings for a terminal, each with the line it stands on and a mark under the place."""
    by_path = groupby(diagnostics, lambda finding: finding.span.path)
    parts = ((lines_of.get(path, []), findings) for path, findings in by_path)
    return "".join(_paragraph(finding, lines) for lines, findings in parts for finding in findings)


def _paragraph(finding: Diagnostic, lines: Sequence[str]) -> str:
    span = finding.span
    text = f"{_visible(span.path)}:{span.line}:{span.column}: {finding.severity}[{finding.check}]: "
    text += _visible(finding.message.spoken()) + "\n"
    if 0 < span.line <= len(lines):
        # A long line is shown around the place, so that a 20 KB line does not fill the screen.
        start = max(0, span.column - 60)
        excerpt = lines[span.line - 1][start : start + 100].rstrip("\r")
        before, marked = excerpt[: span.column - 1 - start], excerpt[span.column - 1 - start :][: span.length]
        gutter = f"{span.line:>5} | "
        marks = " " * len(_visible(before)) + "^" * max(1, len(_visible(marked)))
        text += f"{gutter}{_visible(excerpt)}\n{'':>5} | {marks}\n"
    if finding.help:
        text += f"  help: {_visible(finding.help.spoken())}\n"
    return text


def _visible(text: str) -> str:
    """The text with everything that could move a terminal's cursor written as an escape."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Write the findings as workflow annotations."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    text = ""
    for finding in diagnostics:
        message = finding.message.spoken()
        if finding.help:
            message += "\n" + finding.help.spoken()
        path, title = annotation_property(finding.span.path), annotation_property(finding.check)
        place = f"file={path},line={finding.span.line},col={finding.span.column},title={title}"
        text += f"::{levels[finding.severity]} {place}::{annotation(message)}\n"
    return text


def findings_as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Write the findings as `{"diagnostics": [...]}` for other programs."""
    return in_json(json.dumps({"diagnostics": findings_data(diagnostics)}, ensure_ascii=False, indent=1)) + "\n"


def findings_data(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Each finding for other programs."""
    return [
        {
            "check": finding.check,
            "severity": str(finding.severity),
            "path": finding.span.path,
            "line": finding.span.line,
            "column": finding.span.column,
            "plan": finding.plan,
            "message": finding.message.spoken(),
            "help": finding.help.spoken() if finding.help else None,
            "allowed": finding.allowed or None,
        }
        for finding in diagnostics
    ]
