"""What is noted while an old plan is read: ids, values with their words and how sure each is, and what registers lack."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from planbook.importing.original import GridCell
from planbook.messages.diagnostics import Text
from planbook.model.entry import LONGEST_ID, as_id, is_id
from planbook.model.item import unused_id

Certainty = Literal["certain", "doubtful", "missing"]
_Value = TypeVar("_Value")
_ID_WORDS = 6
_ID_LENGTH = 46
_REGISTERS = ("agencies", "groups", "documents", "indicators", "localities", "sources")


@dataclass(frozen=True, slots=True)
class ValueOrigin:
    """Where a value comes from: the numbers of its passages and the words that were read."""

    passages: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ImportedValue:
    """A value of the plan at its path in the data (`tasks.2.lead`); `why` and `alternatives` belong to a doubt."""

    path: str
    value: Any
    origin: ValueOrigin
    certainty: Certainty = "certain"
    why: Text | None = None
    alternatives: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that a register lacks, with the known ones that are most like it, and the words that it was read from."""

    register: str
    entry: dict[str, Any]
    nearest: tuple[str, ...]
    origin: ValueOrigin


class ImportNotes:
    """Collects what is read of one plan; the path of a value is the id of its item and the field behind it."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.values: list[ImportedValue] = []
        self.proposals: dict[str, Proposal] = {}
        self.worded: set[int] = set()
        self.only_text: list[tuple[ValueOrigin, Text]] = []  # figures that stay text, in no table
        self._ids = set(ids)
        self._entries: set[str] = set()

    def new_id(self, words: str, otherwise: str) -> str:
        """A free id of an item, made of its first words."""
        first = "-".join(as_id(words).split("-")[:_ID_WORDS])[:_ID_LENGTH].strip("-")
        return self._free(first if is_id(first) else otherwise, self._ids)

    def _free(self, name: str, ids: set[str]) -> str:
        id_ = unused_id(name, ids)
        ids.add(id_)
        return id_

    def note(
        self, path: str, value: _Value, origin: ValueOrigin, why: Text | None = None, alternatives: Iterable[Any] = ()
    ) -> _Value:
        """Note and give back a value, which somebody must look at if there is a reason, else the original says it as it stands.

        A doubt takes the place of what was taken for certain before.
        """
        if why:
            self.values = [noted for noted in self.values if noted.path != path or noted.certainty != "certain"]
        certainty: Certainty = "doubtful" if why else "certain"
        self.values.append(ImportedValue(path, value, origin, certainty, why, tuple(alternatives)))
        return value

    def put(
        self,
        entry: dict[str, Any],
        field: str,
        value: Any,
        origin: ValueOrigin,
        why: Text | None = None,
        alternatives: Iterable[Any] = (),
    ) -> None:
        """Put a value into a field of an item, and note it."""
        entry[field] = self.note(f"{entry['id']}.{field}", value, origin, why, alternatives)

    def keep(self, path: str, words: str, origin: ValueOrigin, why: Text) -> None:
        """Note that a figure of the original stays text, in no table of targets or money."""
        self.note(path, words, origin, why)
        self.only_text.append((origin, why))

    def missing(self, path: str, origin: ValueOrigin, why: Text) -> None:
        """Note that the original does not say a value that a plan has."""
        self.values.append(ImportedValue(path, None, origin, "missing", why))

    def own_words(self, cells: Iterable[GridCell]) -> None:
        """Note the heads and row numbers of a table for which the print has heads and numbers of its own."""
        self.worded.update(passage.number for cell in cells for passage in cell.passages)

    def propose(
        self, register: str, name: str, entry: dict[str, Any], nearest: Iterable[str], origin: ValueOrigin
    ) -> str:
        """The id of an entry that a register lacks; one of the same name was proposed before."""
        for id_, proposal in self.proposals.items():
            if proposal.register == register and proposal.entry | {"id": ""} == entry | {"id": ""}:
                return id_
        id_ = self._free((name if is_id(name) else as_id(name))[:LONGEST_ID].strip("-") or register, self._entries)
        self.proposals[id_] = Proposal(register, {"id": id_, **entry}, tuple(nearest), origin)
        return id_

    def withdraw(self, id_: str) -> None:
        """Forget a proposed entry that nothing names any more, with what is noted of it."""
        del self.proposals[id_]
        self.values = [value for value in self.values if value.path.partition(".")[0] != id_]

    def registers(self) -> dict[str, tuple[dict[str, Any], ...]]:
        """The proposed entries by register."""
        entries: dict[str, tuple[dict[str, Any], ...]] = dict.fromkeys(_REGISTERS, ())
        for proposal in self.proposals.values():
            entries[proposal.register] += (proposal.entry,)
        return {register: listed for register, listed in entries.items() if listed}

    def reserve(self, ids: Iterable[str]) -> None:
        """Keep the ids of a register from being proposed."""
        self._entries.update(ids)
