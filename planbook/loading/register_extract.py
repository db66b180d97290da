"""Which entries of an office's registers some plans lead to, so that who makes something of these plans reads no others.

That is what they name, also by the names that somebody typed, with all that this names in turn; who may have work because of it: members of
groups, and what agencies began and ended with; what replaces a document. A plan also leads to the bodies of its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from planbook.loading.data_file import REGISTER_PARTS, entry_ids
from planbook.loading.shared_registers import entry_texts
from planbook.model.agency import AgencyGroup
from planbook.model.entry import Entry, IdsByKind
from planbook.model.workspace import Workspace

_WHOLE = ("document_types", "standards", "ended_kinds")  # checks ask for those that nobody names
_REGISTERS = {part: kind for part, kind in REGISTER_PARTS.items() if part not in (*_WHOLE, "projects")}
_OWN = "data/"


@dataclass(frozen=True)
class RegisterExtract:
    """The own entries of an office that some plans lead to: the files that they stand in, and their ids by kind; and the ids of what is shared; all in their order.

    Who has read the files knows which `strangers` they hold.
    """

    files: tuple[str, ...] = ()
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    strangers: IdsByKind = field(default_factory=dict)


class RegisterGraph:
    """The registers of an office, with what is shared, as far as anything in them leads."""

    def __init__(self, registers: Workspace) -> None:
        """Take a workspace of which everything is right; its plans count for nothing."""
        self._registers = registers
        self._links: dict[int, tuple[str, ...]] = {}

    @property
    def ids(self) -> list[list[str]]:
        """The ids of all entries, in their order."""
        return [[*getattr(self._registers, name)] for name in (*_REGISTERS, "document_types", "standards")]

    def of(self, words: Iterable[str]) -> RegisterExtract:
        """The extract for plans that hold some words."""
        entries = [*self._entries(words)]
        own = [(kind, entry) for kind, entry in entries if _is_own(entry)]
        ids: dict[str, set[str]] = {kind: set() for kind in _REGISTERS.values()}
        for kind, entry in own:
            ids[kind].add(entry.id)
        files = {*map(_file, (entry for _, entry in own)), *self._of_all}
        shared = sorted({entry.id for _, entry in entries if not _is_own(entry)})
        return RegisterExtract(
            tuple(sorted(files)), {kind: tuple(sorted(own_ids)) for kind, own_ids in ids.items()}, tuple(shared)
        )

    def _entries(self, words: Iterable[str]) -> Iterable[tuple[str, Any]]:
        """Every entry that some words lead to, with its kind."""
        words_of_plans = [*words]
        bodies = (body for word in words_of_plans for body in self._bodies.get(word, ()))
        waiting = [*dict.fromkeys([*words_of_plans, *bodies, *self._always])]
        reached: dict[tuple[str, str], Any] = {}
        queued = {*waiting}
        while waiting:
            for word in waiting:  # grows while it is read
                for kind, entry in self._by_id.get(word, ()):
                    if (kind, word) not in reached:
                        reached[kind, word] = entry
                        new = [link for link in self._leads_to(kind, entry) if link not in queued]
                        queued.update(new)
                        waiting += new
            agencies = {id_ for kind, id_ in reached if kind == "agency"}
            waiting = [id_ for id_ in self._registers.with_kin(agencies) if id_ not in queued]
            queued.update(waiting)
        return ((kind, entry) for (kind, _), entry in reached.items())

    @cached_property
    def _by_id(self) -> Mapping[str, list[tuple[str, Any]]]:
        by_id: dict[str, list[tuple[str, Any]]] = {}
        for name, kind in _REGISTERS.items():
            for id_, entry in getattr(self._registers, name).items():
                by_id.setdefault(id_, []).append((kind, entry))
        for programme in self._registers.programmes.values():
            for project in programme.all_projects:
                by_id.setdefault(project.id, []).append(("programme", programme))
        return by_id

    @cached_property
    def _bodies(self) -> Mapping[str, list[str]]:
        """An office's own agencies of each locality."""
        bodies: dict[str, list[str]] = {}
        for id_, agency in self._registers.agencies.items():
            if agency.locality and _is_own(agency):
                bodies.setdefault(agency.locality, []).append(id_)
        return bodies

    @cached_property
    def _behind(self) -> Mapping[tuple[str, str], list[str]]:
        """What leads back: the events of each agency, the documents that replace each."""
        behind: dict[tuple[str, str], list[str]] = {}
        for change in self._registers.agency_changes.values():
            for agency in (*change.original, *change.resulting):
                behind.setdefault(("agency", agency), []).append(change.id)
        for heir in self._registers.documents.values():
            for document in heir.replaces:
                behind.setdefault(("document", document), []).append(heir.id)
        return behind

    @cached_property
    def _always(self) -> tuple[str, ...]:
        """What the office says of itself, and what every plan is held against."""
        whole = [self._registers.office, *self._whole]
        return tuple(word for entry in whole for word in entry_texts(entry) if word in self._by_id)

    @property
    def _whole(self) -> Iterator[Any]:
        for name in _WHOLE:
            listed = getattr(self._registers, name)
            yield from listed.values() if isinstance(listed, Mapping) else listed

    @cached_property
    def _of_all(self) -> frozenset[str]:
        """The own files that hold what every plan is held against."""
        return frozenset(path for path in map(_file, self._whole) if path.startswith(_OWN))

    def _leads_to(self, kind: str, entry: Any) -> Iterator[str]:
        if id(entry) not in self._links:
            self._links[id(entry)] = tuple(dict.fromkeys(word for word in entry_texts(entry) if word in self._by_id))
        yield from self._links[id(entry)]
        yield from self._behind.get((kind, entry.id), ())
        if isinstance(entry, AgencyGroup) and entry.locality:
            yield from self._bodies.get(entry.locality, ())  # of which a group of all may take no shared namesakes


def with_strangers(extract: RegisterExtract, contents: Mapping[str, bytes]) -> RegisterExtract:
    """An extract with the entries of its files that it does not hold."""
    own = {kind: {*ids} for kind, ids in extract.ids.items()}
    strangers: dict[str, set[str]] = {}
    for path in extract.files:
        for kind, id_ in entry_ids(path, contents.get(path, b"")):
            if kind in own and id_ not in own[kind]:
                strangers.setdefault(kind, set()).add(id_)
    return replace(extract, strangers=strangers)


def _file(entry: Entry) -> str:
    return entry.source.path if entry.source else ""


def _is_own(entry: Entry) -> bool:
    return _file(entry).startswith(_OWN)
