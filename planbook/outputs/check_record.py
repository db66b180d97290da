"""What a check leaves for the next one, in a file with its hash: what is known of each plan, and the findings as JSON."""

from pathlib import Path
from typing import Any, TypedDict

from pydantic_core import from_json, to_json

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.repository.kept_file import keep, read_kept

FINDINGS = "build/last-findings.json"


class PlanRecord(TypedDict):
    """What is known of a plan: a hash of its files, its place, the places that its targets have shares of, the plans that it names, what it has of groups, of registers and of those that are shared, what somebody may have `typed` of them, the units and titles by which other plans are read, its findings."""

    content: str
    place: str
    share_places: list[str]
    names: list[str]
    groups: str
    words: dict[str, list[str]]
    typed: list[str]
    shared: list[str]
    units: list[str]
    titles: list[str]
    has_files: bool
    findings: list[Any]


class CheckRecord(TypedDict):
    """All that is known: under a key of registers and program, with the ids of all registers as a hash, and the places by jurisdictions."""

    key: str
    registers: str
    places: dict[str, str]
    plans: dict[str, PlanRecord]
    findings: list[Any]


def read_check(root: Path) -> CheckRecord | None:
    """What the last check has left; None where that is nothing, or not what it wrote."""
    content = read_kept(root / FINDINGS)
    record: CheckRecord | None = None if content is None else from_json(content)
    return record


def keep_check(root: Path, record: CheckRecord) -> None:
    """Keep what is known for the next check, where the disk takes it."""
    keep(root / FINDINGS, to_json(record))


def finding_row(finding: Diagnostic) -> list[Any]:
    """A finding as JSON."""
    span = finding.span
    mend = finding.help and _written_text(finding.help)
    place = [span.path, span.line, span.column, span.length]
    about = [str(finding.severity), finding.plan, finding.allowed, finding.item, finding.field]
    return [finding.check, place, _written_text(finding.message), mend, *about]


def _written_text(text: Text) -> list[Any]:
    return [text.english, {name: _written_text(value) if isinstance(value, Text) else value if isinstance(value, int) else str(value) for name, value in text.values.items()}]  # fmt: skip


def finding_of(row: list[Any]) -> Diagnostic:
    """The finding that JSON says."""
    check, place, message, mend, severity, *about = row
    return Diagnostic(check, Span(*place), _read_text(message), mend and _read_text(mend), Severity(severity), *about)


def _read_text(row: list[Any]) -> Text:
    english, values = row
    return Text(
        english, {name: _read_text(value) if isinstance(value, list) else value for name, value in values.items()}
    )
