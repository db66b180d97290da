"""Offices that are gathered as their files say them, and edits of the rows that they publish."""

from datetime import UTC, datetime
from pathlib import Path

from planbook.gathering.offices import OfficeState, ask_offices
from planbook.gathering.publication import publication_of
from planbook.gathering.record import GatheringRecord, OfficeRecord
from planbook.gathering.sources import read_offices
from tests.gathered import commune, publish

NOW = datetime(2027, 3, 16, tzinfo=UTC)
HOSTILE = '<script src="//x"></script><img src=x onerror=alert(1)>]]>`|*'
EPOCH = str(int(NOW.timestamp()))


def of_files(folder: Path, **record) -> OfficeState:
    """An office as its files say it."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    about = {
        "name": folder.name,
        "at": folder.name,
        "address": "",
        "province": "",
        "asked_on": NOW,
        "read": NOW,
        **record,
    }
    return OfficeState(OfficeRecord(id=folder.name, **about), files, publication_of(files))


def answers(root: Path) -> list[OfficeState]:
    return ask_offices(read_offices(root), root, root / "site-gathered", GatheringRecord(), NOW)


def put(table, column, value, row=0):
    def edit(rows):
        rows[table][row][column] = value

    return edit


def again(table):
    return lambda rows: rows[table].append(rows[table][0])


def without(table, column):
    def edit(rows):
        for row in rows[table]:
            del row[column]

    return edit


def states_of(tmp_path, *offices):
    return [of_files(publish(tmp_path / name, commune(name), edit), **record) for name, edit, record in offices]
