"""What a check leaves for the next one: rows of what is known of each plan, by its id, and of the findings of each file, by its path."""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypedDict

from pydantic_core import from_json, to_json

from planbook.repository.kept_rows import KeptRows, read_rows, write_rows

FINDINGS = "build/last-findings.rows"
_OF_ALL, _PLAN, _FINDINGS = "all", "plan ", "findings "  # how rows are named


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


class LastCheck(NamedTuple):
    """What the last check has left, and the rows that it stands in; no record where that is nothing, or not what it wrote."""

    record: CheckRecord | None = None
    rows: KeptRows = KeptRows({})


def read_check(root: Path) -> LastCheck:
    """What the last check has left."""
    last = read_rows(root / FINDINGS)
    if _OF_ALL not in last.rows:
        return LastCheck(None, last)
    rows = dict(last.rows)
    record: CheckRecord = from_json(rows.pop(_OF_ALL))
    for plan in record["plans"]:
        entry: PlanRecord = from_json(rows.pop(f"{_PLAN}{plan}"))
        entry["findings"] = {path: rows.pop(f"{_FINDINGS}{path}").decode() for path in entry["findings"]}
        record["plans"][plan] = entry
    record["findings"] = {name.removeprefix(_FINDINGS): content.decode() for name, content in rows.items()}
    return LastCheck(record, last)


def keep_check(root: Path, record: CheckRecord, last: LastCheck) -> None:
    """Keep what is known for the next check, where the disk takes it; what it has of the `last` one stands in rows already."""
    before = last.record["plans"] if last.record else {}
    rows = {_OF_ALL: to_json({**record, "plans": dict.fromkeys(record["plans"]), "findings": {}})}
    texts = dict(record["findings"])
    for plan, entry in record["plans"].items():
        name = f"{_PLAN}{plan}"
        is_as_before = entry is before.get(plan)
        rows[name] = last.rows.rows[name] if is_as_before else to_json({**entry, "findings": [*entry["findings"]]})
        texts |= entry["findings"]
    rows |= {f"{_FINDINGS}{path}": text.encode() for path, text in texts.items()}
    with suppress(OSError):  # it only takes longer the next time
        write_rows(root / FINDINGS, rows, last.rows)
