"""What an office publishes, as it came: its list of files, the files that are gathered, and what they say once they are proved."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import product
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from planbook.gathering.fetching import NotThere, Response
from planbook.gathering.foreign_tables import ForeignRow, ForeignTables, Unfit, foreign_json, open_data_of
from planbook.messages.diagnostics import Text
from planbook.messages.escapes import visible
from planbook.repository.foreign_files import MEGABYTE
from planbook.repository.manifest import MANIFEST
from planbook.repository.revisions import VIETNAM
from planbook.repository.signatures import SignatureFault, signature_fault
from planbook.views.addresses import Address
from planbook.views.open_data.shapes import SHAPES
from planbook.views.summary import SummaryUnread, read_summary

MOST_OF_DATA = 512 * MEGABYTE  # of a file of open data
_MOST_LISTED = 128 * MEGABYTE  # of a list of files
_SIGNATURES = (f"{MANIFEST}.minisig", f"{MANIFEST}.sig")
_DATA = Address.ALL_DATA.path()
_PACKAGE = Address.DATA_PACKAGE.path()
_SUMMARY = Address.SUMMARY.path()
_GATHERED = (_DATA, _PACKAGE, _SUMMARY)
_LONGEST = 500
_AT_ONCE = 4  # files of an office that are fetched at the same time
SHARED_TABLES = ("agencies", "documents")  # which several parts of an office may hold alike
DATA_VERSION = 1  # of the open data that this version reads, as datapackage.json has it

SourceFiles = Mapping[str, bytes]
Fetch = Callable[[str, int, Mapping[str, str]], Response]


@dataclass(frozen=True)
class DataLicence:
    """Under what terms an office gives its data; empty where it does not say."""

    name: str = ""
    title: str = ""
    path: str = ""


@dataclass(frozen=True)
class Publication:
    """What an office published: when it was made, of which day and revision, under which licence, and its rows.

    `lacking` and `beyond` are the columns that only this version knows, or only its own.
    """

    made: datetime
    as_of: date
    revision: str
    licence: DataLicence
    tables: ForeignTables
    lacking: tuple[str, ...]
    beyond: tuple[str, ...]


def read_files(
    fetch: Fetch, validators: Mapping[str, str], last: SourceFiles, *, with_signature: bool
) -> tuple[SourceFiles, Mapping[str, str]]:
    """The files of an office that are gathered, proved by its list of files, and by what its server knows that list.

    What the `last` gathering has of the very same bytes is not fetched again. Raises `Unreached` and `Unfit`.
    """
    response = fetch(MANIFEST, _MOST_LISTED, validators if MANIFEST in last else {})
    content = last[MANIFEST] if response.content is None else response.content
    try:
        return _listed_files(fetch, content, last, with_signature=with_signature), response.validators
    except Unfit:
        response = fetch(MANIFEST, _MOST_LISTED, {})  # the office may have published anew between its list and a file
        if response.content is None or response.content == content:
            raise
        return _listed_files(fetch, response.content, last, with_signature=with_signature), response.validators


def _listed_files(fetch: Fetch, manifest: bytes, last: SourceFiles, *, with_signature: bool) -> SourceFiles:
    """The files that a list names, and the lists of the parts of an office that has many places."""
    files = {MANIFEST: manifest, **(dict(_signature(fetch)) if with_signature else {})}
    with ThreadPoolExecutor(_AT_ONCE) as pool:

        def read(hashes: Mapping[str, str]) -> dict[str, bytes]:
            return dict(zip(hashes, pool.map(lambda path: _file(fetch, path, hashes[path], last), hashes), strict=True))

        files |= read(_hashes(manifest, "parts"))
        return files | read(gathered_files(files))


def _signature(fetch: Fetch) -> Iterator[tuple[str, bytes]]:
    for path in _SIGNATURES:
        try:
            content = fetch(path, MEGABYTE, {}).content
        except NotThere:
            continue
        if content is not None:
            yield path, content


def _file(fetch: Fetch, path: str, digest: str, last: SourceFiles) -> bytes:
    if path in last and sha256(last[path]).hexdigest() == digest:
        return last[path]
    content = fetch(path, MOST_OF_DATA, {}).content or b""
    if (actual := sha256(content).hexdigest()) != digest:
        details = {"file": path, "found": actual, "wanted": digest}
        raise Unfit(
            Text("{file} is not the file that was published: its hash is {found}, manifest.json says {wanted}", details)
        )
    return content


def gathered_files(files: SourceFiles) -> dict[str, str]:
    """The files of open data that the lists of files name, with their hashes; raises `Unfit`."""
    hashes: dict[str, str] = {}
    for path in (MANIFEST, *_hashes(files[MANIFEST], "parts")):
        hashes |= _hashes(files[path], "files")
    needed = {path: digest for path, digest in hashes.items() if path.endswith(_GATHERED)}
    if not any(path.endswith(_DATA) for path in needed):
        raise Unfit(Text("it publishes no open data: {file} is not in its list of files", {"file": _DATA}))
    return dict(sorted(needed.items()))


def _hashes(listing: bytes, key: str) -> dict[str, str]:
    """The hashes of what a list of files names, by paths that stay below its site; raises `Unfit`."""
    plain = foreign_json(listing, MANIFEST)
    try:
        rows = plain.get("parts", []) if key == "parts" else plain["files"]
        listed = {str(entry["path"]): str(entry["sha256"]) for entry in rows}
    except (LookupError, TypeError, AttributeError) as error:
        raise Unfit(Text("{file} is no list of published files", {"file": MANIFEST})) from error
    return {path: digest for path, digest in listed.items() if _is_plain(path)}


def _is_plain(path: str) -> bool:
    """Whether a path stays below its site, and is one that the program makes."""
    parts = PurePosixPath(path).parts
    return path == "/".join(parts) and all(
        part[0].isalnum() and part.replace("-", "").replace(".", "").isalnum() for part in parts
    )


def publication_of(files: SourceFiles) -> Publication:
    """What the files of an office say; raises `Unfit`."""
    listed = foreign_json(files[MANIFEST], MANIFEST)
    hashes = gathered_files(files)
    for path, digest in {**_hashes(files[MANIFEST], "parts"), **hashes}.items():
        if path not in files or sha256(files[path]).hexdigest() != digest:
            raise Unfit(Text("{file} is not the file that manifest.json lists", {"file": path}))
    try:
        made = datetime.fromisoformat(str(listed["made"])).astimezone(VIETNAM)
        as_of = date.fromisoformat(str(listed.get("as_of") or made.date()))
        revision = visible(str(listed.get("revisions", {}).get("", "")))[:_LONGEST]
    except (LookupError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Unfit(Text("{file} does not say when the site was made", {"file": MANIFEST})) from error
    packages = [foreign_json(files[path], path) for path in hashes if path.endswith(_PACKAGE)]
    for package in packages:
        _refuse_newer(package)
    parts = [open_data_of(files[path], path) for path in hashes if path.endswith(_DATA)]
    tables = _together([part.tables for part in parts])
    _refuse_other_summaries(files, tables, as_of)
    lacking = tuple(sorted({name for part in parts for name in part.lacking}))
    beyond = tuple(sorted({name for part in parts for name in part.beyond}))
    return Publication(made, as_of, revision, _licence(packages), tables, lacking, beyond)


def _refuse_other_summaries(files: SourceFiles, tables: ForeignTables, as_of: date) -> None:
    """Refuse an office whose summaries say otherwise than its open data; one that this version cannot read says nothing here."""
    counts = {table: Counter(row["plan"] for row in tables[table]) for table in ("tasks", "targets")}
    for listing in (MANIFEST, *_hashes(files[MANIFEST], "parts")):
        day = str(
            foreign_json(files[listing], listing).get("as_of") or as_of
        )  # a part that did not change keeps its day
        for path in (path for path in _hashes(files[listing], "files") if path.endswith(_SUMMARY)):
            try:
                summary = read_summary(files[path], path)
            except SummaryUnread:
                continue
            for table, plan in product(counts, summary.plans):
                stated, rows = getattr(plan, table), counts[table][plan.id]
                if rows != stated:
                    details = {"file": path, "plan": plan.id, "table": table, "stated": stated, "rows": rows}
                    raise Unfit(Text("{plan}: {file} says {stated} {table}, and the open data have {rows}", details))
            if summary.as_of.isoformat() != day:
                details = {"file": path, "day": summary.as_of.isoformat(), "as_of": visible(day)[:_LONGEST]}
                raise Unfit(Text("{file} is of {day}, and manifest.json of {as_of}", details))


def _refuse_newer(package: Any) -> None:
    """Refuse data whose meaning this version cannot know."""
    version = str(package.get("version", "")) if isinstance(package, dict) else ""
    major = version.partition(".")[0]
    if major and (not major.isdecimal() or int(major[:9]) > DATA_VERSION):
        details = {"found": visible(version)[:_LONGEST], "known": DATA_VERSION}
        raise Unfit(Text("its data are of version {found}, and this program reads up to {known}", details))


def _licence(packages: list[Any]) -> DataLicence:
    """The licence that the data of an office are described with; nothing where it is odd or several ones differ."""
    try:
        licences = {
            tuple(str(package["licenses"][0].get(key, "")) for key in ("name", "title", "path")) for package in packages
        }
        ((name, title, path),) = licences
    except (LookupError, TypeError, ValueError, AttributeError):
        return DataLicence()
    path = path if path.startswith(("https://", "http://")) and not set(path) & set(" \"'<>\\") else ""
    return DataLicence(*(visible(text)[:_LONGEST] for text in (name, title, path)))


def _together(parts: list[ForeignTables]) -> ForeignTables:
    """The tables of all parts of an office; raises `Unfit` where two of them say different things of one."""
    whole: dict[str, tuple[ForeignRow, ...]] = {}
    for table, shape in SHAPES.items():
        rows: dict[tuple[object, ...], ForeignRow] = {}
        for row in (row for part in parts for row in part[table]):
            key = tuple(row[column] for column in shape.key)
            first = rows.setdefault(key, row)
            if first is row:
                continue
            if table not in SHARED_TABLES or {**first, "cited_by": ""} != {**row, "cited_by": ""}:
                details = {"table": table, "key": ", ".join(map(str, key))}
                raise Unfit(Text("{table} says two things under one key: {key}", details))
            if "cited_by" in row:
                cited = (str(entry["cited_by"]) for entry in (first, row) if entry["cited_by"])
                rows[key] = {**first, "cited_by": ";".join(cited)}
        whole[table] = tuple(rows.values())
    return whole


def fault_of_signature(files: SourceFiles, key: Path) -> SignatureFault | None:
    """What is wrong with the signature of an office's list of files; raises `MachineFault` and `Unopened`."""
    with TemporaryDirectory() as name:
        for path in (MANIFEST, *_SIGNATURES):
            if path in files:
                (Path(name) / path).write_bytes(files[path])
        return signature_fault(Path(name), key)
