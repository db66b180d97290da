"""An office whose site is cut by places, as it stands now: its shards, the agencies of several of them, and a key of each."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from planbook.loading.attached_files import attached_files
from planbook.loading.workspace import UnknownPlan
from planbook.model.workspace import Workspace
from planbook.outputs.division import WHOLE_UP_TO, Shard, Ties, is_cut, shards_of
from planbook.outputs.edition import Edition, edition, sources_of
from planbook.outputs.findings_by_file import FindingsByFile
from planbook.outputs.input_hashes import InputHash, input_hashes
from planbook.outputs.last_findings import examine_ties
from planbook.outputs.office_settings import read_office, site_url
from planbook.outputs.origin import SETTINGS_OF_PAGES, made_by, made_of
from planbook.outputs.shards.kept_extracts import extracts_of, kin_of
from planbook.outputs.shards.making import ShardRequest, kept_name
from planbook.outputs.site_config import runs_own_programs
from planbook.render.store import machine
from planbook.repository.data_paths import OFFICE, plan_of, register_of
from planbook.repository.files import is_read
from planbook.repository.fingerprint import program
from planbook.repository.git import is_shallow, outside
from planbook.repository.last_commits import last_commits, revisions_of
from planbook.repository.limits import uncollected
from planbook.repository.revisions import VIETNAM, Revision, commit_of, edited

MOST_JOINT = 8  # plans that the page of an agency of several places is made of
JOINT = "nhieu-noi"  # the folder of the lists of what is about such agencies
_OF_PLANS = ("plans", "results", "seals", "opinions")


@dataclass(frozen=True)
class Call:
    """How a build was called: its time, the day that counts as today, the plans in whose drafts Word records changes, whether drafts show what they were."""

    made: datetime
    as_of: date | None = None
    tracked: Collection[str] = ()
    history: bool = False

    @property
    def day(self) -> date:
        """The day that counts as today."""
        return self.as_of or self.made.astimezone(VIETNAM).date()


@dataclass(frozen=True)
class CutOffice:
    """What is known of an office before any shard is made: its registers, what the checks find, how its plans fall into shards.

    `agencies` are those that may have work by each shard, by its place; `words` what each plan has of registers; `registers_key` tells
    what these hold, where it is known.
    """

    root: Path
    call: Call
    workspace: Workspace
    findings: FindingsByFile
    shards: tuple[Shard, ...]
    agencies: Mapping[str, frozenset[str]]
    words: Mapping[str, Collection[str]]
    registers_key: str

    @property
    def plans(self) -> tuple[str, ...]:
        """All plans."""
        return tuple(plan for shard in self.shards for plan in shard.plans)

    @cached_property
    def inputs(self) -> tuple[InputHash, ...]:
        """What the office is made of."""
        return tuple(input_hashes(self.root))

    @cached_property
    def edited(self) -> frozenset[str]:
        """The files that are not as the last commit has them."""
        return edited(self.root, "data", "templates", blobs={path: blob for path, _, blob in self.inputs if blob})


@uncollected()
def cut_office(root: Path, call: Call) -> CutOffice | None:
    """An office whose site is cut by places; None for any other, and where its data cannot be published. Raises `UnknownPlan`."""
    plans = islice((root / "data/plans").rglob("*.yaml"), WHOLE_UP_TO + 1)
    if len([*plans]) <= WHOLE_UP_TO and not read_office(root).by_place:
        return None
    workspace, findings, ties, key = examine_ties(root)
    if not findings.stops_the_build:
        findings = findings.joined(attached_files(root / "data", workspace)[1])
    if findings.stops_the_build:
        return None  # the build of a whole site says so
    shards = shards_of(
        {plan: Ties(frozenset([entry["place"]]), frozenset(entry["names"])) for plan, entry in ties.items()},
        workspace.localities,
    )
    if not is_cut(workspace.office, shards) or runs_own_programs(root):
        return None
    for plan in call.tracked:
        if plan not in ties:
            raise UnknownPlan(plan, sorted(ties))
    ids = {*workspace.agencies}
    agencies_of = {plan: ids.intersection(chain(*entry["words"].values())) for plan, entry in ties.items()}
    of_shards = {shard.place: {id_ for plan in shard.plans for id_ in agencies_of[plan]} for shard in shards}
    agencies = kin_of(root, workspace, key, of_shards)
    registers: dict[str, Any] = {name: {} for name in _OF_PLANS}
    words = {plan: {*chain(*entry["words"].values()), *entry["typed"]} for plan, entry in ties.items()}
    return CutOffice(root, call, replace(workspace, **registers), findings, shards, agencies, words, key)


def country_edition(office: CutOffice) -> Edition:
    """What is of no place: the registers without any plan, as they are published."""
    of_no_plan = (path for path in office.findings.paths if not plan_of(path))
    sources = sources_of(office.root, office.workspace, [*chain.from_iterable(map(office.findings.of, of_no_plan))])
    return edition(sources, office.call.made, office.call.as_of, changed=office.edited)


@uncollected()
def requests(office: CutOffice, into: Path, frames: Path) -> dict[str, ShardRequest]:
    """What is to be made of an office, by its folder below the site: its shards, and the agencies of several of them."""
    root, call = office.root, office.call
    parts = dict(_parts(office))
    words = {
        part: {word for plan in shard.plans for word in office.words[plan]} for part, (shard, _, _) in parts.items()
    }
    extracts = extracts_of(root, office.workspace, office.registers_key, words)
    of_plans = {
        plan: made_of(plan, extracts[part].files) for part, (shard, _, _) in parts.items() for plan in shard.plans
    }
    paths = {
        f"{part}/": tuple(dict.fromkeys(path for plan in shard.plans for path in of_plans[plan]))
        for part, (shard, _, _) in parts.items()
    }
    last = commit_of(root, "HEAD")
    revisions = revisions_of(root, "HEAD", office.edited, {**of_plans, "": made_of(""), **paths})
    heads = last_commits(root, "HEAD", paths, first_parent=True)
    hashes = {path: digest for path, digest, _ in office.inputs}
    contents: dict[str, list[tuple[str, str]]] = _by_plan(hashes.items())
    findings: dict[str, list[tuple[str, str]]] = _by_plan(
        (path, office.findings.text_of(path)) for path in office.findings.paths
    )
    of_all = [
        entry for entry in contents.get("", ()) if not register_of(entry[0]) and not entry[0].startswith("content/")
    ]
    state = _state(office, of_all, revisions[""])
    address, drawn_by = site_url(root), machine() + program()
    made = call.made.astimezone(VIETNAM)
    with_page = {agency for _, _, only in parts.values() for agency in only or ()}
    requests: dict[str, ShardRequest] = {}
    for part, (shard, joint, only) in parts.items():
        own = {**{plan: revisions[plan] for plan in shard.plans}, "": revisions[f"{part}/"]}
        head = heads.get(f"{part}/")
        if head is None or not last or last.moment != made or any(of.is_edited for of in own.values()):
            head = last  # what was edited since carries the time of the build
        request = ShardRequest(
            root=root,
            part=part,
            shard=shard,
            key="",
            state=state,
            drawn_by=drawn_by,
            into=into / kept_name(part),
            frames=frames,
            made=head.moment if head and last and last.moment == made else made,
            as_of=call.day,
            head=head.name if head else "HEAD",
            revisions=own,
            site_url=address,
            findings=tuple(text for plan in shard.plans for _, text in findings.get(plan, ())),
            tracked=tuple(sorted({*call.tracked} & {*shard.plans})),
            history=call.history,
            joint=joint,
            only=only,
            extract=extracts[part],
            summed=joint - with_page,
        )
        own_files = [entry for plan in shard.plans for entry in contents.get(plan, ())]
        own_files += [(path, hashes[path]) for path in extracts[part].files]
        read = {OFFICE, *(path for path, _ in own_files if is_read(path))} & hashes.keys()
        requests[part] = replace(request, key=_key(request, own_files), files=tuple(sorted(read)))
    return requests


def _key(request: ShardRequest, files: list[tuple[str, str]]) -> str:
    """A hash of all that a part is made of; which commit is the last one of its history, its revisions tell."""
    of_agencies = sorted(request.joint), sorted(request.summed), request.only and sorted(request.only)
    parts = (
        request.state,
        request.shard,
        request.made,
        request.revisions,
        [sha256(text.encode()).digest() for text in request.findings],
        request.tracked,
        of_agencies,
        request.extract,
    )
    return sha256(repr((parts, files)).encode()).hexdigest()


_Kind = TypeVar("_Kind")


def _by_plan(pairs: Iterable[tuple[str, _Kind]]) -> dict[str, list[tuple[str, _Kind]]]:
    """What there is of paths by the plan that they belong to, under "" of registers."""
    by_plan: dict[str, list[tuple[str, _Kind]]] = {}
    for path, value in pairs:
        by_plan.setdefault(plan_of(path), []).append((path, value))
    return by_plan


def _parts(office: CutOffice) -> Iterator[tuple[str, tuple[Shard, frozenset[str], frozenset[str] | None]]]:
    """Every part of a site with its plans, the agencies that are another part's, and those that alone are its own."""
    places: dict[str, list[str]] = {}
    for shard in office.shards:
        for agency in office.agencies[shard.place]:
            places.setdefault(agency, []).append(shard.place)
    groups: dict[tuple[str, ...], list[str]] = {}
    for agency, own in places.items():
        if len(own) > 1:
            groups.setdefault(tuple(own), []).append(agency)
    joint = frozenset(agency for agencies in groups.values() for agency in agencies)
    for shard in office.shards:
        yield shard.folder.rstrip("/"), (shard, joint & office.agencies[shard.place], None)
    plans = {shard.place: shard.plans for shard in office.shards}
    for own_places, agencies in groups.items():
        of_all = tuple(sorted(plan for place in own_places for plan in plans[place]))
        if len(of_all) <= MOST_JOINT:
            part = f"{JOINT}/{sha256(repr(own_places).encode()).hexdigest()[:8]}"
            yield part, (Shard(own_places[0], of_all), frozenset(), frozenset(agencies))


def state_of_site(root: Path, state: str) -> str:
    """A hash of what all pages have in common, those of no place too, which hand-written ones stand beside: more than the `state` of shards."""
    return sha256(repr((state, made_by(root)["pages"])).encode()).hexdigest()


def _state(office: CutOffice, files: list[tuple[str, str]], revision: Revision) -> str:
    """A hash of what all shards have in common beside their frames: templates, program, settings, the day and what every page says of it."""
    root, call = office.root, office.call
    days = call.day, call.made.astimezone(UTC).date(), revision.day or call.made.date()
    git = outside(root) is None and is_shallow(root)
    parts = made_by(root, [SETTINGS_OF_PAGES]), files, site_url(root), days, git, call.history
    return sha256(repr(parts).encode()).hexdigest()
