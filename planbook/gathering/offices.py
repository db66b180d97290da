"""Each office as it can be shown: as it is now, as it was when it was last read, or not at all, and why."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

from planbook.gathering.fetching import Unreached, fetch
from planbook.gathering.foreign_tables import ForeignRow, Unfit
from planbook.gathering.publication import Publication, SourceFiles, fault_of_signature, publication_of, read_files
from planbook.gathering.record import Failure, GatheringRecord, OfficeRecord, PlainText, kept_files
from planbook.gathering.sources import GatheredOffice, OfficesFile
from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import Unopened
from planbook.views.addresses import Address
from planbook.views.workbook.sheets import Value

_AT_ONCE = 8  # offices that are asked at the same time


@dataclass(frozen=True)
class OfficeState:
    """An office with what is known of it: the files that are kept, what they say, and what became of asking for them.

    `before` is what its files said at the last gathering, where that was something else.
    """

    record: OfficeRecord
    files: SourceFiles
    publication: Publication | None
    before: Publication | None = None

    @property
    def id(self) -> str:
        """The office's id."""
        return self.record.id

    @property
    def state(self) -> Literal["current", "stale", "missing"]:
        """Whether it is shown as it is now, as it was when it was last read, or not at all."""
        return "missing" if self.publication is None else "stale" if self.record.failure else "current"

    def rows(self, table: str) -> Sequence[ForeignRow]:
        """What it publishes in a table; nothing of an office that is missing."""
        return self.publication.tables[table] if self.publication else ()

    @property
    def plans(self) -> dict[Value, tuple[Value, ...]]:
        """By its id what tells each plan that it publishes from all others; a plan that several offices publish has it in common."""
        keys = ("plan", "jurisdiction", "first_year", "short_title")
        return {row["plan"]: tuple(row[key] for key in keys) for row in self.rows("plans")}

    def page(self, address: Address, item: object = "", **blanks: object) -> str:
        """Where a page of its own site can be read, or an `item` of it; empty where nobody says."""
        link = address.link(**blanks) + (f"#{item}" if item else "")
        return self.record.address + link if self.record.address else ""


def ask_offices(
    sources: OfficesFile, root: Path, site: Path, record: GatheringRecord, now: datetime
) -> list[OfficeState]:
    """Every office as it can be shown, with what a `site` of the last gathering keeps of those that do not answer.

    Whatever one of them publishes or does not, the others are read. Raises `MachineFault` where no signature can be checked here.
    """
    last = {office.id: office for office in record.offices}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda office: _ask(office, root, site, last.get(office.id), now), sources.offices))


def _ask(office: GatheredOffice, root: Path, site: Path, last: OfficeRecord | None, now: datetime) -> OfficeState:
    last_files = kept_files(site, office.id)
    validators_before = last.validators if last and last.at == office.at else {}
    before = _kept_publication(office, root, last_files)
    try:
        files, validators = read_files(
            partial(fetch, office, root), validators_before, last_files, with_signature=bool(office.key)
        )
        publication = before if before and files == last_files else _proved(office, root, files)
    except Unreached as problem:
        failure = Failure("source-unreached", PlainText.of(problem.message))
    except (Unfit, Unopened) as problem:
        failure = Failure("source-refused", PlainText.of(problem.message))
    else:
        went_back = before.made if before and publication.made < before.made else None
        entry = _entry(office, now, now, validators, went_back=went_back)
        return OfficeState(entry, files, publication, before if before is not publication else None)
    if before is None:
        return OfficeState(_entry(office, now, None, {}, failure), {}, None)
    read = last.read if last and last.read else before.made  # where the record is gone, the day of the files themselves
    return OfficeState(_entry(office, now, read, validators_before, failure), last_files, before)


def _proved(office: GatheredOffice, root: Path, files: SourceFiles) -> Publication:
    """What the files of an office say, if it may say so; raises `Unfit`, `Unopened` and `MachineFault`."""
    if office.key and (fault := fault_of_signature(files, root / office.key)):
        raise Unfit(fault.message)
    publication = publication_of(files)
    for plan in publication.tables["plans"] if office.places else ():
        if plan["jurisdiction"] not in office.places:
            details = {"plan": plan["plan"], "place": plan["jurisdiction"], "places": ", ".join(office.places)}
            raise Unfit(
                Text("it publishes a plan of {place} ({plan}), and may publish those of {places} only", details)
            )
    return publication


def _kept_publication(office: GatheredOffice, root: Path, last_files: SourceFiles) -> Publication | None:
    """What the kept files of an office say; None where none are, or where they were touched or cannot be read any more."""
    try:
        return _proved(office, root, last_files) if last_files else None
    except (Unfit, Unopened, KeyError):
        return None


def _entry(
    office: GatheredOffice,
    asked_on: datetime,
    read: datetime | None,
    validators: Mapping[str, str],
    failure: Failure | None = None,
    went_back: datetime | None = None,
) -> OfficeRecord:
    return OfficeRecord(
        id=office.id,
        name=office.name,
        at=office.at,
        address=office.address,
        province=office.province or "",
        asked_on=asked_on,
        read=read,
        validators=validators,
        failure=failure,
        went_back=went_back,
        is_signed=bool(office.key),
    )
