"""What a check leaves for the next one, in a file with its hash: what is known of each plan, and the findings of each file."""

from pathlib import Path
from typing import TypedDict

from pydantic_core import from_json, to_json

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
    findings: dict[str, str]


class CheckRecord(TypedDict):
    """All that is known: under a key of registers and program, with the ids of all registers as a hash, and the places by jurisdictions."""

    key: str
    registers: str
    places: dict[str, str]
    plans: dict[str, PlanRecord]
    findings: dict[str, str]


def read_check(root: Path) -> CheckRecord | None:
    """What the last check has left; None where that is nothing, or not what it wrote."""
    content = read_kept(root / FINDINGS)
    record: CheckRecord | None = None if content is None else from_json(content)
    return record


def keep_check(root: Path, record: CheckRecord) -> None:
    """Keep what is known for the next check, where the disk takes it."""
    keep(root / FINDINGS, to_json(record))
