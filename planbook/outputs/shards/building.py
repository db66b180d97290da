"""The build of a site that is cut by places: what must be made of it is made by several processes, all else stays as it lies."""

import logging
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
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
from planbook.render.press import Workers, printing_beside, workers
from planbook.repository.manifest import SitePart
from planbook.repository.publishing import Staging

Pool = Workers | ClusterExecutor
_LOG = logging.getLogger("planbook")  # commands print it in their user's language
_MANY, _STEPS = 20, 10  # parts of which is said how far they are, and how often: a log is no screen
MAKING = "build/making"  # what is being made, each part in a folder of its own


@dataclass(frozen=True)
class _Build:
    """What all steps of a build know: the office, what stands around pages, where it is published and what was edited there, and what the last build knew of its parts."""

    office: CutOffice
    edition: Edition
    around: SiteAround
    published: Staging
    edits: PublishedEdits | None
    before: Mapping[str, ShardRecord]

    @property
    def site(self) -> Path:
        """The folder of what is made anew."""
        return self.published.folders[0]

    def as_they_were(self, parts: Mapping[str, ShardRequest | AgencyOfPlaces]) -> dict[str, ShardRecord]:
        """The parts that were made of the same before, with what is known of them, and of which nobody edited a file since."""
        unchanged = {
            part: record
            for part, request in parts.items()
            if (record := self.before.get(part)) and record.key == request.key
        }
        return {part: record for part, record in unchanged.items() if self.edits and part not in self.edits.parts}


@dataclass(frozen=True)
class _Parts:
    """Parts of a site with what is known of each, and the folders `into` which those were made that are not as they were; `texts` are pages that are to be poured yet."""

    standing: Path
    records: Mapping[str, ShardRecord]
    into: Mapping[str, Path]
    texts: Mapping[str, str] = field(default_factory=dict)

    def lies(self, part: str, path: str) -> Path:
        """Where a file of a part lies."""
        return self.into.get(part, self.standing) / path

    @property
    def frames(self) -> dict[str, str]:
        """The frames of all pages."""
        return _frames(self.records)


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
    root = office.root
    shutil.rmtree(root / MAKING, ignore_errors=True)
    work = requests(office, root / MAKING, root / LAID_OUT)
    edition = country_edition(office)
    build = _Build(office, edition, site_around(edition), published, edits, read_records(root))
    state = state_of_site(root, next(iter(work.values())).state)
    places = _places(build, work, progress, machines)
    parts = _with_agencies(build, places, state)
    outputs = make_country(
        _country(build, parts, state),
        published,
        partial(pour_agencies, edition, parts.texts, root / LAID_OUT, build.site) if parts.texts else None,
    )
    for part in places.into.keys() & work.keys():
        if places.records[part].files:
            _move(places.into[part], build.site)
    for part, record in parts.records.items():
        if not record.is_empty:
            published.parts[part] = SitePart(record.about, record.files) if part in parts.into else None
    published.removed.update(edits.foreign if edits else ())
    new = [*(parts.records[part] for part in parts.into), ShardRecord(NO_PLACE, "", (), {}, outputs=outputs)]
    forget(root, [*parts.into, *(build.before.keys() - parts.records.keys()), NO_PLACE])
    published.afterwards.append(lambda: remember(root, new))
    published.afterwards.append(lambda: shutil.rmtree(root / MAKING, ignore_errors=True))
    return edition.origin()


def _places(
    build: _Build, work: Mapping[str, ShardRequest], progress: Callable[[str], object], machines: Pool | None
) -> _Parts:
    """Make the places that are not as they were, or whose frames are others, and keep what they give to what is made over all of them."""
    root, locks, frames = build.office.root, build.published.locks, _frames(build.before)
    if frames:
        lay_out(build.around, frames, locks)
    hashes = frame_hashes(root / LAID_OUT, frames)
    stay = {
        part: record
        for part, record in build.as_they_were(work).items()
        if record.poured_into == hash_of_frames(hashes, record.frames)
    }
    todo = [request for part, request in work.items() if part not in stay]
    with (
        nullcontext(machines) if machines else workers(min(os.cpu_count() or 1, len(todo) or 1), like_this=True) as pool
    ):
        made = dict(_made(pool, todo, build.around, frames, locks, progress))
    digests = {part: record.aspects for part, record in build.before.items()}
    aspects = keep_columns(root, {part: record.values for part, record in made.items()}, digests, work.keys())
    records = {part: stay.get(part) or replace(made[part], values={}, aspects=aspects[part]) for part in work}
    return _Parts(root / "site", records, {part: work[part].into for part in made})


def _with_agencies(build: _Build, places: _Parts, state: str) -> _Parts:
    """Make the agencies that are put together of what places give them and are not as they were."""
    of_agencies = agency_parts(places.records, state)
    stay = build.as_they_were(of_agencies)
    anew = {part: agency for part, agency in of_agencies.items() if part not in stay}
    made = {
        record.part: (record, text)
        for _, record, text in write_agencies(anew, build.edition, places.records, places.lies, build.site)
    }
    records = {part: stay.get(part) or made[part][0] for part in of_agencies}
    into = dict.fromkeys(made, build.site)
    texts = {record.joint_pages[0]: text for record, text in made.values()}
    return _Parts(places.standing, {**places.records, **records}, {**places.into, **into}, texts)


def _country(build: _Build, parts: _Parts, state: str) -> CountrySite:
    """What is over all places, as it is to be made."""
    office, root, records = build.office, build.office.root, parts.records
    pages = {path: part for part, record in records.items() for path in record.joint_pages}
    is_edited = build.edits is None or NO_PLACE in build.edits.parts
    old = build.before.get(NO_PLACE)
    return CountrySite(
        edition=build.edition,
        around=build.around,
        columns=kept_columns(root, {part: record.aspects for part, record in records.items()}),
        summed=frozenset(agency for record in records.values() for agency in record.pieces),
        made_of=country_key(office, build.edition, build.around, state),
        before=old.outputs if old and not is_edited else {},
        frames=parts.frames,
        joint=SearchedPages(
            {path: parts.lies(part, path) for path, part in pages.items()},
            {path: records[part].key for path, part in pages.items()},
        ),
        memory=KeptValues(root, pages_key(office, state)),
        last=LastFiles(root, repr((state, build.around.foot)), f"{SHARDS}/last-files.json"),
        site=build.site,
    )


def _frames(records: Mapping[str, ShardRecord]) -> dict[str, str]:
    return {path: shape for record in records.values() for path, shape in record.frames.items()}


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
        # That each part is made by a process of its own costs more than a few take.
        is_few = bool(frames) and 0 < len(todo) <= pool.few
        for record in make_shards(batch, printing_beside) if is_few else _records_of(pool, batch):
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
