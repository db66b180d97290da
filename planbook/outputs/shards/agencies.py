"""Agencies that too many plans name for an edition of all of them: each is a part of the site, put together of what the places give it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from planbook.outputs.agencies_over_places import AgencyOverPlaces
from planbook.outputs.agency_files import agency_files
from planbook.outputs.edition import Edition
from planbook.outputs.framing import framed, pour
from planbook.outputs.last_files import LastFiles
from planbook.outputs.pages.site import Site
from planbook.outputs.shards.making import ShardRecord
from planbook.outputs.shards.office import JOINT
from planbook.outputs.work_for_several import read_piece
from planbook.repository.output_files import write_files
from planbook.views.addresses import Address

_PAGE = "site/country/agency.md"


@dataclass(frozen=True)
class AgencyOfPlaces:
    """An agency with the folders of the places that give it work, and the key of all that is made of it."""

    key: str
    agency: str
    folders: Sequence[str]


def agency_parts(records: Mapping[str, ShardRecord], state: str) -> dict[str, AgencyOfPlaces]:
    """The agencies that places give pieces of, by the folders of their lists, each with a key of all that it is made of."""
    folders: dict[str, list[str]] = {}
    for folder, record in sorted(records.items()):
        for agency in record.pieces:
            folders.setdefault(agency, []).append(folder)
    parts = {}
    for agency, own in sorted(folders.items()):
        digests = [(folder, records[folder].pieces[agency].digest) for folder in own]
        key = sha256(repr((state, digests)).encode()).hexdigest()
        parts[f"{JOINT}/{agency}"] = AgencyOfPlaces(key, agency, own)
    return parts


def agency_over_places(
    part: AgencyOfPlaces, edition: Edition, records: Mapping[str, ShardRecord], lies: Callable[[str, str], Path]
) -> AgencyOverPlaces:
    """An agency with its pieces in the order of places, which are read where a file of a part `lies`."""
    pieces = [read_piece(_piece(part.agency, folder, records, lies)) for folder in part.folders]
    return AgencyOverPlaces(edition, part.agency, sorted(pieces, key=lambda piece: (piece.province, piece.share.name)))


def _piece(agency: str, folder: str, records: Mapping[str, ShardRecord], lies: Callable[[str, str], Path]) -> bytes:
    place = records[folder].pieces[agency]
    with lies(folder, Address.WORK_FOR_SEVERAL.path(f"{folder}/")).open("rb") as file:
        file.seek(place.start)
        return file.read(place.length)


def write_agencies(
    todo: Mapping[str, AgencyOfPlaces],
    edition: Edition,
    records: Mapping[str, ShardRecord],
    lies: Callable[[str, str], Path],
    into: Path,
) -> Iterator[tuple[str, ShardRecord, str]]:
    """Write the files of agencies into a folder, but for their pages: of these the record knows the frame, and the text comes beside it."""
    for name, part in todo.items():
        agency = agency_over_places(part, edition, records, lies)
        files = agency_files(agency)
        write_files(into, files)
        path = Address.AGENCY.path(agency=part.agency)
        text = Site(edition, {path: len(content) for path, content in files.items()}).page(path, _PAGE, agency.page())
        (page,) = dict(framed({path: text}, {}, LastFiles(), all_beside=True)).values()
        paths = tuple(sorted((*files, path)))
        record = ShardRecord(
            name, part.key, (), {page.frame: page.shape}, {"agency": part.agency}, joint_pages=(path,), files=paths
        )
        yield name, record, text


def pour_agencies(edition: Edition, texts: Mapping[str, str], frames: Path, into: Path) -> None:
    """Write the pages of agencies by their paths, whose frames lie in a folder."""
    last = LastFiles()
    pour(edition.templates, dict(framed(texts, {}, last, all_beside=True)), frames, into, last)
