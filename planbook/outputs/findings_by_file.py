"""The findings of an office by the files that they stand in: what is as the last check kept it is read where somebody asks what it says."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text, in_order, stop_the_build

_ERROR = f'"{Severity.ERROR}"'


@dataclass(frozen=True)
class FindingsByFile:
    """Findings, each once: as `texts` that were kept, by the path of their file, or as they are told `fresh`, of no file that is among these."""

    texts: Mapping[str, str] = field(default_factory=dict)
    fresh: Mapping[str, list[Diagnostic]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Diagnostic]:
        """All of them, in order."""
        return chain.from_iterable(map(self.of, self.paths))

    @property
    def paths(self) -> list[str]:
        """The files that have any, in order."""
        return sorted({*self.texts, *self.fresh})

    @property
    def stops_the_build(self) -> bool:
        """Whether an error is among these that nobody accepted."""
        with_errors = (path for path, text in self.texts.items() if _ERROR in text)
        return any(map(stop_the_build, chain(self.fresh.values(), map(self.of, with_errors))))

    def of(self, path: str) -> list[Diagnostic]:
        """Those of a file."""
        return kept_findings(self.texts[path]) if path in self.texts else self.fresh.get(path, [])

    def text_of(self, path: str) -> str:
        """The same as they are kept."""
        return self.texts[path] if path in self.texts else kept_text(self.fresh.get(path, []))

    def joined(self, findings: Iterable[Diagnostic]) -> "FindingsByFile":
        """All of these and others, each once."""
        more = _by_path(findings)
        fresh = {path: in_order([*self.of(path), *own]) for path, own in more.items()}
        texts = {path: text for path, text in self.texts.items() if path not in fresh}
        return FindingsByFile(texts, {**self.fresh, **fresh})


def kept_texts(findings: Iterable[Diagnostic]) -> dict[str, str]:
    """Findings as they are kept, by the path of their file."""
    return {path: kept_text(own) for path, own in _by_path(in_order(findings)).items()}


def kept_text(findings: Iterable[Diagnostic]) -> str:
    """Findings as one text; hidden letters, halves of them too, are escapes there."""
    return json.dumps([*map(_row, findings)])


def kept_findings(text: str) -> list[Diagnostic]:
    """The findings that such a text holds."""
    return [*map(_finding, json.loads(text))]


def _by_path(findings: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    by_path: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        by_path.setdefault(finding.span.path, []).append(finding)
    return by_path


def _row(finding: Diagnostic) -> list[Any]:
    span = finding.span
    mend = finding.help and _written_text(finding.help)
    place = [span.path, span.line, span.column, span.length]
    about = [str(finding.severity), finding.plan, finding.allowed, finding.item, finding.field]
    return [finding.check, place, _written_text(finding.message), mend, *about]


def _written_text(text: Text) -> list[Any]:
    return [text.english, {name: _written_text(value) if isinstance(value, Text) else value if isinstance(value, int) else str(value) for name, value in text.values.items()}]  # fmt: skip


def _finding(row: list[Any]) -> Diagnostic:
    check, place, message, mend, severity, *about = row
    return Diagnostic(check, Span(*place), _read_text(message), mend and _read_text(mend), Severity(severity), *about)


def _read_text(row: list[Any]) -> Text:
    english, values = row
    return Text(
        english, {name: _read_text(value) if isinstance(value, list) else value for name, value in values.items()}
    )
