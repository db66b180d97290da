"""A published site that is cut by places against the data: part after part with the plans that it is made of, or one part alone."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from planbook.messages.diagnostics import Diagnostic, Refusal, Text
from planbook.outputs.build import write_offline
from planbook.outputs.check_record import FINDINGS
from planbook.outputs.edition import read_sources
from planbook.outputs.origin import made_at, made_by
from planbook.outputs.shards.building import MAKING, build_parts, make_alone
from planbook.outputs.shards.making import SHARDS, ShardRequest, edition_of
from planbook.outputs.shards.office import JOINT, Call, CutOffice, country_edition, cut_office, requests
from planbook.outputs.site_generator import LAID_OUT
from planbook.repository.manifest import MANIFEST, Lists, SitePart, list_of_part, lists_for, read_lists
from planbook.repository.publishing import Staging, link_or_copy
from planbook.repository.revisions import Commit, Revision, commit_of
from planbook.repository.second_tree import second_tree
from planbook.verify.anew import MadeAnew, copy_pages, nothing_yet
from planbook.verify.differences import ANEW, file_finding
from planbook.verify.listing import read_listing
from planbook.verify.proof import Result, compare_anew, left_out, no_such_file, prove_file, unknown, unproven
from planbook.verify.state import PROVED_FOLDERS, Listing, ProofState

_OF_ALL_PLACES = Text("made of what all places publish")


def is_of_places(site: Path) -> bool:
    """Whether the list of a published folder names lists of parts."""
    try:
        return bool(read_lists(site, lambda _: False).top.get("parts"))
    except (OSError, ValueError, LookupError, TypeError):
        return False


def verify_places(site: Path, root: Path, only: str, place: Path, result: Result) -> tuple[MadeAnew, ProofState] | None:
    """Hold the files of a site, or `only` one of them, against the data, which are said with what was made anew of them.

    Of a part of which one file is asked for nothing else is made; nothing is said where the data make no such site. Raises `BuildStopped`.
    """
    top, lists = read_listing(site), lists_for(site, only)
    folder, commit, doubts = _office_then(root, top, place / "office", str(site / MANIFEST))
    result.findings += doubts
    about = {part: read_listing(site, list_of_part(part)) for part in lists.parts}
    tracked = {plan for own in about.values() for plan in own.tracked}
    is_history = any(own.history for own in about.values())
    call = Call(top.made or made_at(folder), top.as_of, tuple(sorted(tracked)), is_history)
    office = cut_office(folder, call)
    if office is None:
        read_sources(folder)  # which says what is wrong with data that cannot be published
        message = Text("the data of the revision make no site that is cut by places")
        result.findings.append(file_finding(str(site / MANIFEST), "file-differs", message, ANEW))
        return None
    country = ProofState(country_edition(office), commit)
    part = next((part for part, entry in lists.files() if entry["path"] == only), "")
    work = requests(office, folder / MAKING, folder / LAID_OUT)
    anew, parts = _made(office, country, top, part, work, place / "anew")
    result.findings += _other_origins(site, top, country, lists, parts)
    _prove(site, only, lists, about, country, work, anew, result)
    if not only:
        result.findings += left_out(site, anew, [entry["path"] for _, entry in lists.files()])
    return anew, country


def _prove(
    site: Path,
    only: str,
    lists: Lists,
    about: Mapping[str, Listing],
    country: ProofState,
    work: Mapping[str, ShardRequest],
    anew: MadeAnew,
    result: Result,
) -> None:
    """Hold file after file against what it is made of; what all places give a page is proved by making it once more."""
    paths: dict[str, list[str]] = {}
    for part, entry in lists.files():
        is_asked_for = only in ("", entry["path"]) and entry["path"] not in map(list_of_part, lists.parts)
        if is_asked_for and (site / entry["path"]).is_file():
            paths.setdefault(part, []).append(entry["path"])
    for part, own in paths.items():
        if part in work:
            state = ProofState(edition_of(work[part]), country.commit)
        for path in own:
            if part in work:
                prove_file(site, path, state, anew, about[part].revisions, result)
            elif part and part not in _of_agencies(work):
                result.findings.append(no_such_file(site / path))
            elif anew.folder:
                compare_anew(site, path, anew, result)
            else:
                result.hashed.setdefault(_OF_ALL_PLACES.english, []).append(path)


def _office_then(root: Path, top: Listing, target: Path, path: str) -> tuple[Path, Commit | None, list[Diagnostic]]:
    """The folder of an office as it was when a site was made of it, the commit, and why these are perhaps not its data."""
    revision = Revision.as_written(top.revisions.get("", ""))
    commit = commit_of(root, revision.commit) if revision.commit and not revision.is_edited else None
    target.mkdir()
    if commit:
        head = commit_of(root, top.head) or commit
        folder, doubts = second_tree(root, head.name, PROVED_FOLDERS, target), []
    else:
        is_unknown = revision.commit and not revision.is_edited
        doubts = [unknown(path, revision.commit, root) if is_unknown else unproven(path, revision)]
        last = commit_of(root, "HEAD")
        folder = second_tree(root, last.name, (), target) if last else target
        for name in (name for name in PROVED_FOLDERS if (root / name).is_dir()):
            shutil.copytree(root / name, folder / name, symlinks=True)
    copy_pages(root, folder)
    # What need not be worked out again: each part has the hash of what it is of.
    for file in (root / FINDINGS, *(root / SHARDS).glob("*/documents/*")):
        if file.is_file():
            place = folder / file.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(str(file), str(place))
    return folder, commit, doubts


def _made(
    office: CutOffice, country: ProofState, top: Listing, part: str, work: Mapping[str, ShardRequest], target: Path
) -> tuple[MadeAnew, Mapping[str, SitePart | None]]:
    """The site made once more, or one part of it, and what is to be said of parts; nothing where it is made otherwise here."""
    here = {**made_by(office.root), "history": country.edition.changes.reach}
    anew, can_be_made = nothing_yet(top.made_by, here)
    if not can_be_made:
        return anew, {}
    folders = target / "site", target / "site-offline"
    for folder in folders:
        folder.mkdir(parents=True)
    made = Staging(folders, ())
    try:
        if part in work:
            make_alone(country.edition, work[part], made)
        elif not part or part in _of_agencies(work):
            build_parts(office, made, None, str)
    except Refusal as refusal:
        return replace(anew, otherwise=tuple(refusal.sentences[:1])), {}
    is_offline = "site" in top.beside
    if is_offline:
        write_offline(*folders)
    return replace(anew, folder=folders[is_offline]), made.parts


def _of_agencies(work: Mapping[str, ShardRequest]) -> set[str]:
    """The parts that are put together of what places give agencies of very many plans."""
    return {f"{JOINT}/{agency}" for request in work.values() for agency in request.summed}


def _other_origins(
    site: Path, top: Listing, country: ProofState, lists: Lists, parts: Mapping[str, SitePart | None]
) -> Iterator[Diagnostic]:
    """Tell of lists that say otherwise than the data what their files are made of."""
    origins: dict[str, tuple[object, object]] = {MANIFEST: (top.revisions, country.edition.origin()["revisions"])}
    for part, own in lists.parts.items():
        if (made := parts.get(part)) is not None:
            about = {kind: value for kind, value in made.about.items() if kind != "made_by"}
            origins[list_of_part(part)] = {kind: own.get(kind) for kind in about}, about
    for path, (published, of_data) in origins.items():
        if published != of_data:
            message = Text("{path} says otherwise than the data what its files are made of", {"path": path})
            yield file_finding(str(site / path), "origin-differs", message, ANEW)
