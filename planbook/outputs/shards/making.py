"""One shard made alone, by a process that knows nothing but what it is asked for: what it writes, and what is known of it then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from planbook.loading.register_extract import RegisterExtract, with_strangers
from planbook.loading.workspace import load_files
from planbook.messages.diagnostics import BuildStopped, stop_the_build
from planbook.model.workspace import Workspace
from planbook.outputs.catalogue import document_files, feed_files, page_texts
from planbook.outputs.division import Shard
from planbook.outputs.edition import Edition, Making, Sources, sources_of
from planbook.outputs.findings_by_file import kept_findings
from planbook.outputs.framing import FramedPage, frame_hashes, framed, hash_of_frames, poured
from planbook.outputs.last_files import LastFiles
from planbook.outputs.office_settings import read_office
from planbook.outputs.origin import SETTINGS_OF_PAGES, made_by
from planbook.outputs.pages.former_places import former_folders
from planbook.outputs.pages.site import Site
from planbook.outputs.place_aspects import aspect_of_documents, aspects_of
from planbook.outputs.searching import shard_search
from planbook.outputs.work_for_several import PieceOfFile, places_of_pieces
from planbook.render.press import Printing, printing_here
from planbook.render.published import is_handed_on, scripts_of_plans
from planbook.render.store import Store
from planbook.repository.files import Files, read_data_files
from planbook.repository.limits import leaving_nothing
from planbook.repository.output_files import write_files
from planbook.views.addresses import Address, folder_of_place
from planbook.views.summary import read_summary

SHARDS = "build/shards"


@dataclass(frozen=True, kw_only=True)
class ShardRequest(Making):
    """All that says what a part of a site is made of, in plain data: the folder of the office, the plans, how they are made.

    It is called by its folder below the site. The files of the shard go `into` a folder; the frames of its pages lie in another. Of data/ it needs `files`. `key` says
    what all of it is, `state` what is common to all shards, `drawn_by` what draws PDFs.
    """

    root: Path
    part: str
    shard: Shard
    key: str
    state: str
    drawn_by: str
    into: Path
    frames: Path
    findings: tuple[str, ...] = ()
    extract: RegisterExtract = field(default_factory=RegisterExtract)
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutputRecord:
    """What is known of an output over all places: its key, its files, the frame of each of its pages, and the texts of these frames."""

    key: str
    files: tuple[str, ...]
    pages: Mapping[str, str] = field(default_factory=dict)
    frames: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShardRecord:
    """What is known of a part that was made: its key, the frames of its pages (and a hash of what they were `poured_into`), what its list of files says.

    Of what a place gives to all that is made over all places the hashes, aspect by aspect, and where in their file its `pieces` for agencies of many places stand;
    of agencies of several their pages; of what is of no place its `outputs`. Of one that is made just now the `values` of the aspects and the files too; where
    frames are `missing`, nothing was made.
    """

    part: str
    key: str
    plans: tuple[str, ...]
    frames: Mapping[str, str]
    about: Mapping[str, Any] = field(default_factory=dict)
    aspects: Mapping[str, str] = field(default_factory=dict)
    joint_pages: tuple[str, ...] = ()
    pieces: Mapping[str, PieceOfFile] = field(default_factory=dict)
    outputs: Mapping[str, OutputRecord] = field(default_factory=dict)
    is_empty: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    poured_into: str = ""


def make_shards(requests: Iterable[ShardRequest], printing: Printing = printing_here) -> tuple[ShardRecord, ...]:
    """What `make_shard` makes of each."""
    return tuple(make_shard(request, printing) for request in requests)


@leaving_nothing()
def make_shard(request: ShardRequest, printing: Printing = printing_here) -> ShardRecord:
    """Write the files of a shard into its folder, by their paths below the site; raises `Refusal`."""
    edition = edition_of(request)
    records = f"{SHARDS}/{kept_name(request.part)}"
    last = _last_files(request)
    files, texts, pages = _framed_pages(edition, last)
    frames = {page.frame: page.shape for page in pages.values()}
    record = ShardRecord(request.part, request.key, request.shard.plans, frames)
    if missing := _missing(request, frames):
        return replace(record, missing=missing)
    record = replace(record, poured_into=hash_of_frames(frame_hashes(request.frames, frames), frames))
    if request.only is None:
        calendar = Address.PLACE_CALENDAR
        places = (plan.jurisdiction for plan in edition.workspace.plans.values())
        for unit in former_folders(edition.workspace.localities, places, edition.folder):  # who subscribed goes on
            files[calendar.path(folder_of_place(unit))] = files[calendar.path(edition.folder)]
        store = Store(request.root / records / "documents", request.drawn_by)
        files |= document_files(edition, store, last, printing)
        store.forget_others()
        revisions = {plan: str(edition.revisions[plan]) for plan in edition.workspace.plans}
        files |= {path: script.encode() for path, script in scripts_of_plans(files, revisions)}
    html = dict(poured(edition.templates, pages, request.frames, last))
    files |= html
    last.save()
    values: dict[str, str] = {}
    if request.only is None:
        scripts, search = shard_search(edition, {path: html[path].decode() for path in texts}, edition.folder)
        files |= scripts
        pieces = dict(places_of_pieces(files.get(Address.WORK_FOR_SEVERAL.path(edition.folder), b"")))
        record = replace(record, pieces=pieces)
        summary = read_summary(files[Address.SUMMARY.path(edition.folder)], request.part)
        values = aspects_of(summary, files.get(Address.CALENDAR_ROWS.path(edition.folder), b"").decode(), search)
    write_files(request.into, files)
    documents = {
        path: sha256(content).hexdigest() for path, content in sorted(files.items()) if is_handed_on(PurePath(path))
    }
    pages_of_agencies = tuple(texts) if request.only is not None else ()
    about = {
        **edition.origin(_makers(request.root, request.state)),
        "place": request.shard.place,
        "joint": sorted(request.joint),
        "only": None if request.only is None else sorted(request.only),
    }
    vars(edition).clear()  # its views lead to it: the collector would take longer to let go of both
    return replace(
        record,
        about=about,
        values=values | aspect_of_documents(documents),
        joint_pages=pages_of_agencies,
        files=tuple(sorted(files)),
        is_empty=not files,
    )


@leaving_nothing()
def make_pages(request: ShardRequest) -> bool:
    """Write the pages of a shard and its feeds into its folder, as `make_shard` does, without anything being known of it then; false where a frame is missing."""
    edition, last = edition_of(request), _last_files(request)
    files, _, pages = _framed_pages(edition, last)
    if _missing(request, (page.frame for page in pages.values())):
        return False
    write_files(request.into, files | dict(poured(edition.templates, pages, request.frames, last)))
    return True


def _last_files(request: ShardRequest) -> LastFiles:
    return LastFiles(request.root, request.state, f"{SHARDS}/{kept_name(request.part)}/last-files.json")


def _framed_pages(edition: Edition, last: LastFiles) -> tuple[dict[str, bytes], dict[str, str], dict[str, FramedPage]]:
    """The feeds of a shard, and its pages by their paths: their texts, and what is to be poured into frames."""
    files = feed_files(edition)
    texts = page_texts(Site(edition, {path: len(content) for path, content in files.items()}))
    return files, texts, dict(framed(texts, {}, last, all_beside=True))


def _missing(request: ShardRequest, frames: Iterable[str]) -> tuple[str, ...]:
    return tuple(path for path in frames if not (request.frames / path).is_file())


def kept_name(part: str) -> str:
    """The name below build/shards/ of what is kept of a part."""
    return quote(part, safe="")


def edition_of(request: ShardRequest) -> Edition:
    """A shard as it is published."""
    files = read_data_files(request.root, request.files)
    making: dict[str, Any] = {of.name: getattr(request, of.name) for of in fields(Making)}
    making["extract"] = extract = with_strangers(request.extract, files.contents)
    folder = request.shard.folder if request.only is None else ""
    return Edition(**vars(_sources(request, files, extract)), **making, repository=request.root, folder=folder)


def _sources(request: ShardRequest, files: Files, extract: RegisterExtract) -> Sources:
    workspace, findings = load_files(files, extract=extract)
    if stop_the_build(findings):  # somebody edits meanwhile
        raise BuildStopped(findings, workspace.lines)
    sources = _of_office(request.root, request.state)
    findings = [*chain.from_iterable(map(kept_findings, request.findings))]
    templates = sources.templates.of_other_values()  # its rows go with the shard
    return replace(sources, workspace=workspace, source_findings=findings, templates=templates)


@lru_cache(maxsize=1)
def _of_office(root: Path, _: str) -> Sources:
    """What all shards of an office are made with, in one state of it."""
    return sources_of(root, Workspace(office=read_office(root)), [])


@lru_cache(maxsize=1)
def _makers(root: Path, _: str) -> dict[str, str]:
    """What makes all shards of an office, in one state of it."""
    return made_by(root, [SETTINGS_OF_PAGES])
