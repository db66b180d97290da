"""The registers that every office shares, which come with the program: templates/registers/.

An office names their ids in its plans and registers; its own entry of the same id stands in for the shared one. Of what is
shared a workspace holds what the office names, with all that this leads to, so that no page lists what nobody needs.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Any, TypeVar, cast

from planbook.loading.data_file import REGISTER_LISTS, tree_of
from planbook.model.agency import Agency, AgencyChange, AgencyGroup, EndedKind, Locality, MemberRule
from planbook.model.department import Department, DepartmentGroup
from planbook.model.entry import Entry, Flag, IdsByKind, PlainWords, is_id, shared_kind
from planbook.model.issuer import IssuerKinds
from planbook.model.legal import DocumentType, LegalDocument
from planbook.model.mentions import mentions
from planbook.model.office import Office
from planbook.model.period import When, parse_when
from planbook.model.place_names import PlaceNames
from planbook.model.programme import FundingSource, Programme, Project, Standard
from planbook.model.workspace import Workspace
from planbook.repository.program_files import program_folder
from planbook.text import node as text_node

SHARED_REGISTERS = "templates/registers"
SETTINGS = "templates/office.yaml"
_Kind = TypeVar("_Kind", bound=Entry)


class SharedPart(Entry):
    """Entries of registers that have one source; `confirmed: false` marks what no such source was read for."""

    reference: PlainWords
    confirmed: Flag = True
    place_names: PlaceNames | None = None
    issuers: IssuerKinds | None = None
    localities: tuple[Locality, ...] = ()
    ended_kinds: tuple[EndedKind, ...] = ()
    agencies: tuple[Agency, ...] = ()
    departments: tuple[Department, ...] = ()
    groups: tuple[DepartmentGroup, ...] = ()
    changes: tuple[AgencyChange, ...] = ()
    types: tuple[DocumentType, ...] = ()
    documents: tuple[LegalDocument, ...] = ()
    standards: tuple[Standard, ...] = ()
    programmes: tuple[Programme, ...] = ()
    sources: tuple[FundingSource, ...] = ()


class SharedFile(Entry):
    """templates/registers/*.yaml"""

    parts: tuple[SharedPart, ...]


# Groups are those of departments here.
_REGISTERS = {
    name: REGISTER_LISTS[name] for name in SharedPart.model_fields if name in REGISTER_LISTS and name != "groups"
}
Registers = Mapping[str, Mapping[str, Entry]]


@dataclass(frozen=True)
class Shared:
    """All that is shared: the parts of all files in their order."""

    parts: tuple[SharedPart, ...]

    def entries(self, name: str) -> Iterator[Any]:
        """The entries of the lists of one name."""
        for part in self.parts:
            yield from getattr(part, name)

    @cached_property
    def place_names(self) -> PlaceNames:
        """What the names of places are made of."""
        return next(part.place_names for part in self.parts if part.place_names)

    @property
    def issuers(self) -> IssuerKinds:
        """How plans of issuers are numbered and signed."""
        return next(part.issuers for part in self.parts if part.issuers)

    def registers(self) -> Registers:
        """The entries with an id of their own, by the part of a workspace that they go into."""
        return {name: {entry.id: entry for entry in self.entries(listed)} for listed, (name, _) in _REGISTERS.items()}


@cache
def shared() -> Shared:
    """The shared registers; what is wrong in them is the program's own fault and raises."""
    return Shared(tuple(part for name in shared_lines() for part in _read(name, SharedFile).parts))


@cache
def shared_lines() -> Mapping[str, list[str]]:
    """The lines of the shared files by their paths, for who does not need what they say."""
    paths = sorted((program_folder() / SHARED_REGISTERS).glob("*.yaml"))
    return {f"{SHARED_REGISTERS}/{path.name}": path.read_text("utf-8").split("\n") for path in paths}


@cache
def settings() -> Office:
    """What an office says of itself where it says nothing."""
    return _read(SETTINGS, Office)


def _read(name: str, kind: type[_Kind]) -> _Kind:
    """What a file of the program says."""
    file, problems = tree_of(name, (program_folder() / name).read_bytes(), kind)
    if file is None or problems:
        raise ValueError(problems)
    return kind.model_validate(file.plain)


def is_shared_file(path: str) -> bool:
    """Whether a file is one of the shared registers."""
    return path.startswith(f"{SHARED_REGISTERS}/")


def shared_ids(own: Iterable[text_node.Mapping]) -> dict[str, set[str]]:
    """The ids of all that is shared, as a validation wants them; among them the bodies of the localities in an office's `own` files."""
    registers = shared().registers()
    by_kind = {kind: set(registers[name]) for name, kind in _REGISTERS.values()}
    localities = {**registers["localities"], **{place.id: place for place in _localities(own)}}
    by_kind["agency"] |= set(_bodies(localities.values()))
    by_kind["project"] = set(_projects(registers["programmes"].values()))
    return {shared_kind(kind): ids for kind, ids in by_kind.items()}


def shared_ids_of(ids: IdsByKind) -> set[str]:
    """Those ids of a validation that are of what is shared, of whatever kind."""
    kinds = (shared_kind(kind) for kind in (*(kind for _, kind in _REGISTERS.values()), "project"))
    return {id_ for kind in kinds for id_ in ids.get(kind, ())}


def _projects(programmes: Iterable[Any]) -> dict[str, Project]:
    """The projects of some programmes by their ids."""
    return {project.id: project for programme in programmes for project in programme.all_projects}


def _localities(files: Iterable[text_node.Mapping]) -> Iterator[Locality]:
    """The localities of files that were not looked through yet, as far as their bodies hang on them."""
    for root in files:
        listed = root.entries.get("localities")
        for entry in listed.items if isinstance(listed, text_node.Sequence) else ():
            if isinstance(entry, text_node.Mapping):
                texts: dict[str, Any] = {
                    key: scalar.text for key, scalar in entry.entries.items() if isinstance(scalar, text_node.Scalar)
                }
                if {"id", "name", "level"} <= texts.keys():
                    yield Locality.model_construct(**{"part_of": None, **texts, "end": _day(texts.get("end"))})


def _day(text: str | None) -> When | None:
    """The day that a text is; None where it is none, which the validation tells."""
    try:
        return parse_when(text) if text else None
    except ValueError:
        return None


def _bodies(localities: Iterable[Any]) -> dict[str, tuple[Department, Locality]]:
    """The department and the locality of every body of some localities, by its id."""
    return {
        id_: (department, locality)
        for locality in localities
        for id_, department in _departments_of(locality.id, locality.name, locality.level, locality.end)
    }


@lru_cache(2_000)  # all shared ones, and those of an office that is looked at again
def _departments_of(id_: str, name: str, level: Any, end: When | None) -> tuple[tuple[str, Department], ...]:
    """The departments and groups that a locality has, with the ids of their bodies there."""
    locality = Locality.model_construct(id=id_, name=name, level=level, end=end)
    departments = (*shared().entries("departments"), *shared().entries("groups"))
    having = [department for department in departments if department.is_of(locality, shared().place_names)]
    bodies = ((department.id_in(id_), department) for department in having if is_id(id_))
    return tuple((body, department) for body, department in bodies if is_id(body))


def words_of(root: text_node.Node) -> Iterator[str]:
    """Every text of a file that may be the id of something, and the ids that its texts mention."""
    for text in all_texts(root):
        yield from (mention["id"] for mention in mentions(text)) if "{" in text else (text,)


def all_texts(root: text_node.Node) -> Iterator[str]:
    """Every text of a file but ids that it gives."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, text_node.Mapping):
            waiting += (value for key, value in node.entries.items() if key != "id")
        elif isinstance(node, text_node.Sequence):
            waiting += node.items
        else:
            yield node.text


def with_shared(own: Workspace, words: Iterable[str], *, plans_elsewhere: bool = False) -> Workspace:
    """An office's own entries, and beside them the shared ones that are wanted, with all that these name in turn.

    Kinds of documents and of territory that ended are there always, and all standards where one is: checks ask for those
    that nobody names.
    """
    registers = {name: {id_: entry for id_, entry in entries.items() if id_ not in getattr(own, name)}
                 for name, entries in shared().registers().items()}  # fmt: skip
    localities = {**registers["localities"], **own.localities}
    bodies = {id_: body for id_, body in _bodies(localities.values()).items() if id_ not in own.agencies}
    needed = _SharedEntries(own, registers, bodies)
    needed.take(words)
    ended = own.ended_kinds or tuple(shared().entries("ended_kinds"))
    needed.take(kind.legal_basis for kind in ended if kind.legal_basis and (own.plans or plans_elsewhere))
    additions = {
        name: {id_: entry for id_, entry in entries.items() if (name, id_) in needed.ids}
        for name, entries in registers.items()
    }
    additions["document_types"] = dict(registers["document_types"])
    if additions["standards"]:
        additions["standards"] = dict(registers["standards"])
    # In the order of places and kinds, whoever names them first.
    additions["agencies"].update((id_, needed.bodies[id_]) for id_ in bodies if id_ in needed.bodies)
    projects = _projects(additions["programmes"].values())
    merged: dict[str, Any] = {name: {**entries, **getattr(own, name)} for name, entries in additions.items()}
    merged["agencies"] = {**own.agencies, **additions["agencies"]}  # pages and grids begin with the office's own
    used = {entry.source.path for entries in additions.values() for entry in entries.values() if entry.source}
    lines = {path: lines for path, lines in shared_lines().items() if path in used}
    return replace(
        own,
        **merged,
        office=own.office.over(settings()),
        projects={**own.projects, **projects},
        ended_kinds=ended,
        lines=ChainMap(cast("Any", lines), cast("Any", own.lines)),  # which are cut only where somebody asks for them
    )


class _SharedEntries:
    """What has been taken of the shared entries so far, as (register, id)."""

    def __init__(self, own: Workspace, registers: Registers, bodies: Mapping[str, tuple[Department, Locality]]) -> None:
        self.own = own
        self.registers = registers
        self.of_bodies = bodies
        self.names = shared().place_names
        self.ids: set[tuple[str, str]] = set()
        self.bodies: dict[str, Agency] = {}
        # What an office's register calls so in a place is its own, under whatever id.
        self.own_names = {(agency.locality, agency.name) for agency in own.agencies.values()}

    def take(self, words: Iterable[str]) -> None:
        """Take what is wanted, and what it names in turn."""
        waiting = list(dict.fromkeys(words))
        for word in waiting:  # grows while it is read
            for name, entries in self.registers.items():
                if word in entries and (name, word) not in self.ids:
                    self.ids.add((name, word))
                    waiting += entry_texts(entries[word])
                    if name == "agencies":
                        waiting += self._changes(word)
            if word in self.of_bodies and word not in self.bodies:
                waiting += self._body(word)
            if isinstance(group := self.own.agencies.get(word), AgencyGroup) and group.member_rule:
                waiting += self._heads_below(group, group.member_rule)

    def _changes(self, agency: str) -> Iterator[str]:
        """The events that an agency began or ended with."""
        for id_, change in self.registers["agency_changes"].items():
            if agency in (*change.original, *change.resulting):  # type: ignore[attr-defined]
                yield id_

    def _body(self, id_: str) -> list[str]:
        """Take the body of a locality; of a group its members too."""
        department, locality = self.of_bodies[id_]
        if not isinstance(department, DepartmentGroup):
            self.bodies[id_] = department.of(locality, self.names)
            return [locality.id]
        if department.of_communes:
            heads = self._heads_of_communes(locality)
            self.bodies[id_] = department.of(locality, self.names).model_copy(update={"members": heads})
            return [locality.id, *heads]
        beside = {key: body for key, (body, place) in self.of_bodies.items() if place.id == locality.id}
        heads = tuple(key for key, body in beside.items() if body.heads)
        self.bodies[id_] = department.of(locality, self.names, heads)
        members = [
            key
            for key, body in beside.items()
            if body.usual and not body.heads and not isinstance(body, DepartmentGroup) and body.branch in department.branches
            and (locality.id, body.filled(locality, self.names)["name"]) not in self.own_names
        ]  # fmt: skip
        return [locality.id, *members]

    def _heads_below(self, group: AgencyGroup, rule: MemberRule) -> Iterator[str]:
        """Those that head the localities below the one of an office's own group, where its rule means them and the office has none."""
        for id_, (body, locality) in self.of_bodies.items() if rule.below else ():
            if (
                id_ not in self.bodies
                and body.heads
                and body.level == rule.level
                and self._lies_in(locality, group.locality)
            ):
                head = body.of(locality, self.names)
                if rule.fits(head) and (locality.id, head.name) not in self.own_names:
                    yield id_

    def _lies_in(self, locality: Any, place: str | None) -> bool:
        """Whether a locality is a part of another one, at whatever remove."""
        passed = set()
        while locality and locality.part_of and locality.part_of not in passed:
            if locality.part_of == place:
                return True
            passed.add(locality.part_of)
            locality = self.own.localities.get(locality.part_of) or self.registers["localities"].get(locality.part_of)
        return False

    def _heads_of_communes(self, province: Locality) -> tuple[str, ...]:
        """Those that head the communes of a province that the office has registered."""
        heads = (
            head.id_in(commune.id)
            for commune in self.own.localities.values()
            if commune.part_of == province.id and commune.level == "commune"
            for head in shared().entries("departments")
            if head.heads and head.is_of(commune, self.names)
        )
        return tuple(id_ for id_ in heads if id_ in self.of_bodies or id_ in self.own.agencies)


def entry_texts(value: Any) -> Iterator[str]:
    """Every text of an entry, and the ids that its texts mention."""
    if isinstance(value, str):
        yield value
        if "{" in value:
            yield from (mention["id"] for mention in mentions(value))
    elif isinstance(value, Entry):
        for inner in value.__dict__.values():
            yield from entry_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from entry_texts(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from entry_texts(inner)
