"""What a gathering leaves for the next one, in the gathered site itself: the files of each office as they came, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from planbook.gathering.publication import SourceFiles
from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import Unopened, content_of

SOURCE_FILES = "nguon"  # the folder of a gathered site that holds the files of each office below its id
GATHERING_RECORD = f"{SOURCE_FILES}/ghi-chep.json"
MOST_CHANGES = 2000


@dataclass(frozen=True, slots=True)
class PlainText:
    """A sentence with its values as they can be written down."""

    english: str
    values: Mapping[str, "str | int | PlainText"] = field(default_factory=dict)

    @classmethod
    def of(cls, text: Text) -> "PlainText":
        """A sentence to be written down."""
        values = {
            name: cls.of(value) if isinstance(value, Text) else value if isinstance(value, int) else str(value)
            for name, value in text.values.items()
        }
        return cls(text.english, values)

    def read(self) -> Text:
        """The sentence again."""
        values = {name: value.read() if isinstance(value, PlainText) else value for name, value in self.values.items()}
        return Text(self.english, values)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an office is not shown as it is now: the name of the finding and its sentence."""

    check: str
    message: PlainText


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """What became of an office: when it was last asked and last read whole, and why it is not shown as it is now.

    `validators` are by what its server knows the state that was read; `went_back` is when the later state was made that stood there before.
    """

    id: str
    name: str
    at: str
    address: str
    province: str
    asked_on: datetime
    read: datetime | None
    validators: Mapping[str, str] = field(default_factory=dict)
    failure: Failure | None = None
    went_back: datetime | None = None
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """Something that an office published otherwise than at the gathering before: a row of a table, by its key.

    `column` is what of the row differs, empty where the row came or went.
    """

    gathered: datetime
    office: str
    plan: str
    kind: str
    table: str
    key: str
    title: str = ""
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class GatheringRecord:
    """What a gathering found of all offices, and what has changed lately; all that its pages say beside the kept files.

    `settings` are what `offices.yaml` said of the site.
    """

    gathered: datetime | None = None
    old_after: int = 30
    settings: Mapping[str, str] = field(default_factory=dict)
    offices: tuple[OfficeRecord, ...] = ()
    changes: tuple[ChangeRecord, ...] = ()


_RECORDS = TypeAdapter(GatheringRecord)


def read_record(site: Path) -> GatheringRecord:
    """The record of the last gathering; an empty one where there is none that can be read."""
    try:
        return _RECORDS.validate_json(content_of(site / GATHERING_RECORD))
    except (Unopened, ValueError):
        return GatheringRecord()


def record_file(record: GatheringRecord) -> bytes:
    """A record as it is published."""
    return _RECORDS.dump_json(record, indent=1) + b"\n"


def kept_files(site: Path, office: str) -> SourceFiles:
    """The files of an office that a gathered site keeps, by their paths below the office's own site."""
    folder = site / SOURCE_FILES / office
    paths: Iterable[Path] = folder.rglob("*") if folder.is_dir() and not folder.is_symlink() else ()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(paths)
        if path.is_file() and not path.is_symlink()
    }


def latest(changes: Iterable[ChangeRecord], earlier: Iterable[ChangeRecord]) -> tuple[ChangeRecord, ...]:
    """The changes to keep: the new ones before the earlier ones, as many as a page can show."""
    return (*changes, *earlier)[:MOST_CHANGES]
