"""The build of a site that is cut by places: what must be made of it is made by several processes, all else stays as it lies."""

import logging
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from planbook.messages.diagnostics import Refusal, Text
from planbook.outputs.cluster.executor import ClusterExecutor
from planbook.outputs.country_search import SearchedPages
from planbook.outputs.edition import Edition
from planbook.outputs.framing import frame_hashes, hash_of_frames
from planbook.outputs.kept_values import KeptValues
from planbook.outputs.last_files import LastFiles
from planbook.outputs.published_state import PublishedEdits
from planbook.outputs.shards.agencies import AgencyOfPlaces, agency_parts, pour_agencies, write_agencies
from planbook.outputs.shards.columns import keep_columns, kept_columns
from planbook.outputs.shards.country import NO_PLACE, CountrySite, country_key, make_country, pages_key
from planbook.outputs.shards.making import SHARDS, ShardRecord, ShardRequest, make_shards
from planbook.outputs.shards.office import CutOffice, country_edition, requests, state_of_site
from planbook.outputs.shards.records import forget, read_records, remember
from planbook.outputs.site_generator import LAID_OUT, SiteAround, lay_out, site_around
from planbook.render.press import Workers, workers
from planbook.repository.manifest import SitePart
from planbook.repository.publishing import Staging

Pool = Workers | ClusterExecutor
_LOG = logging.getLogger("planbook")  # commands print it in their user's language
_MANY, _STEPS = 20, 10  # parts of which is said how far they are, and how often: a log is no screen
MAKING = "build/making"  # what is being made, each part in a folder of its own


def build_parts(
    office: CutOffice,
    published: Staging,
    edits: PublishedEdits | None,
    progress: Callable[[str], object],
    machines: Pool | None = None,
) -> dict[str, object]:
    """Make the parts of a site that are not as they were, or were edited since; others stay as they lie. Says what the list of files is to say.

    Where nobody knows what was edited, all are made. Raises `Refusal`.
    """
    root, site = office.root, published.folders[0]
    shutil.rmtree(root / MAKING, ignore_errors=True)
    work = requests(office, root / MAKING, root / LAID_OUT)
    before = read_records(root)
    edition = country_edition(office)
    around = site_around(edition)
    frames = {path: shape for record in before.values() for path, shape in record.frames.items()}
    if frames:
        lay_out(around, frames, published.locks)
    hashes = frame_hashes(root / LAID_OUT, frames)
    stay = {
        part: record
        for part, record in _as_they_were(work, before, edits)
        if record.poured_into == hash_of_frames(hashes, record.frames)
    }
    todo = [request for part, request in work.items() if part not in stay]
    with (
        nullcontext(machines) if machines else workers(min(os.cpu_count() or 1, len(todo) or 1), like_this=True) as pool
    ):
        made = dict(_made(pool, todo, around, frames, published.locks, progress))
    digests = {part: record.aspects for part, record in before.items()}
    aspects = keep_columns(root, {part: record.values for part, record in made.items()}, digests, work.keys())
    made = {part: replace(record, values={}, aspects=aspects[part]) for part, record in made.items()}
    records = {part: stay.get(part) or made[part] for part in work}

    def lies(part: str, path: str) -> Path:
        return (work[part].into if part in made else root / "site") / path

    state = state_of_site(root, next(iter(work.values())).state)
    of_agencies = agency_parts(records, state)
    left = dict(_as_they_were(of_agencies, before, edits))
    anew = {part: agency for part, agency in of_agencies.items() if part not in left}
    texts: dict[str, str] = {}
    for part, record, text in write_agencies(anew, edition, records, lies, site):
        made[part] = record
        texts[record.joint_pages[0]] = text
    records |= {part: left.get(part) or made[part] for part in of_agencies}
    pages = {path: part for part, record in records.items() for path in record.joint_pages}
    joint = SearchedPages(
        {path: site / path if path in texts else lies(part, path) for path, part in pages.items()},
        {path: records[part].key for path, part in pages.items()},
    )
    old = before.get(NO_PLACE) if edits and NO_PLACE not in edits.parts else None
    country = CountrySite(
        edition=edition,
        around=around,
        columns=kept_columns(root, {part: record.aspects for part, record in records.items()}),
        summed=frozenset(agency for record in records.values() for agency in record.pieces),
        made_of=country_key(office, edition, around, state),
        before=old.outputs if old else {},
        frames={path: shape for record in records.values() for path, shape in record.frames.items()},
        joint=joint,
        memory=KeptValues(root, pages_key(office, state)),
        last=LastFiles(root, repr((state, around.foot)), f"{SHARDS}/last-files.json"),
        site=site,
    )
    pour = partial(pour_agencies, edition, texts, root / LAID_OUT, site) if texts else None
    outputs = make_country(country, published, pour)
    new = [*made.values(), ShardRecord(NO_PLACE, "", (), {}, outputs=outputs)]
    for part in work.keys() & made.keys():
        if made[part].files:
            _move(work[part].into, site)
    for part, record in records.items():
        if not record.is_empty:
            published.parts[part] = SitePart(record.about, record.files) if part in made else None
    published.removed.update(edits.foreign if edits else ())
    forget(root, [*(record.part for record in new), *(before.keys() - records.keys() - {NO_PLACE})])
    published.afterwards.append(lambda: remember(root, new))
    published.afterwards.append(lambda: shutil.rmtree(root / MAKING, ignore_errors=True))
    return edition.origin()


def _as_they_were(
    parts: Mapping[str, ShardRequest | AgencyOfPlaces], before: Mapping[str, ShardRecord], edits: PublishedEdits | None
) -> Iterator[tuple[str, ShardRecord]]:
    """The parts that were made of the same before, with what is known of them, and of which nobody edited a file since."""
    for part, request in parts.items():
        record = before.get(part)
        if edits and record and record.key == request.key and part not in edits.parts:
            yield part, record


def make_alone(edition: Edition, request: ShardRequest, published: Staging) -> None:
    """Make one part of a site and nothing else, with what is of no place around its pages; raises `Refusal`."""
    with workers(1, like_this=True) as pool:
        record = dict(_made(pool, [request], site_around(edition), {}, published.locks, str))[request.part]
    _move(request.into, published.folders[0])
    published.parts[request.part] = SitePart(record.about, record.files)


def _made(
    pool: Pool,
    todo: Sequence[ShardRequest],
    around: SiteAround,
    frames: Mapping[str, str],
    locks: Collection[int],
    progress: Callable[[str], object],
) -> Iterator[tuple[str, ShardRecord]]:
    """Each part that must be made, with what is known of it then.

    The `frames` that parts had before lie there. Others are laid out when it is known which; without any at all one part tells of most.
    """
    frames = dict(frames)
    if not frames:
        shutil.rmtree(around.root / LAID_OUT, ignore_errors=True)  # of another state
    first = 0 if frames else 1
    waiting, made = [todo[:first], todo[first:]], 0
    while waiting:
        batch, lacking, laid_out = waiting.pop(0), set(), {*frames}
        for record in _records_of(pool, batch):
            if not record.missing:
                progress(f"site/{record.part}")
                made += 1
                if len(todo) >= _MANY and made * _STEPS // len(todo) > (made - 1) * _STEPS // len(todo):
                    _LOG.warning(Text("{made} of {all} parts of the site are made", {"made": made, "all": len(todo)}))
                yield record.part, record
                continue
            assert not laid_out >= {*record.missing}, record.missing
            lacking.add(record.part)
            frames |= record.frames
        if lacking:
            lay_out(around, frames, locks)
            again = [request for request in batch if request.part in lacking]
            waiting = [[*again, *(request for later in waiting for request in later)]]


def _records_of(pool: Pool, todo: Sequence[ShardRequest]) -> Iterator[ShardRecord]:
    """What is known of each part when it is made, the first one that is done first."""
    try:
        for future in as_completed([pool.submit(make_shards, batch) for batch in _batches(pool, todo)]):
            yield from future.result()
    except BrokenProcessPool as error:
        raise Refusal(
            Text("a process that makes the pages of places was ended: the memory is full, or one has no end")
        ) from error
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise


def _batches(pool: Pool, todo: Sequence[ShardRequest]) -> Iterator[tuple[ShardRequest, ...]]:
    """Shards that are handed out together: of so many plans as the pool takes at once."""
    most = pool.at_once(sum(len(request.shard.plans) for request in todo))
    batch: list[ShardRequest] = []
    length = 0
    for request in todo:
        if batch and length + len(request.shard.plans) > most:
            yield tuple(batch)
            batch, length = [], 0
        batch.append(request)
        length += len(request.shard.plans)
    if batch:
        yield tuple(batch)


def _move(source: Path, target: Path) -> None:
    """Move all that a folder holds into another one: whole folders, where none of the name is there."""
    for entry in [*os.scandir(source)]:
        place = target / entry.name
        if entry.is_dir(follow_symlinks=False) and place.is_dir():
            _move(Path(entry), place)
        else:
            os.replace(entry, place)
