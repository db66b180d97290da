"""What is known before an old plan is read: the registers of its place, and the words in which plans are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from planbook.importing.fields.words import ImportWords, read_words
from planbook.loading.shared_registers import settings, shared, with_shared
from planbook.model.agency import Agency, Locality
from planbook.model.entry import as_id
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.reading.context import Context
from planbook.repository.files import Files
from planbook.returns.fields.trial import DataState, read_state


@dataclass(frozen=True)
class ImportState:
    """The data of an office with the words of plans and of the importer."""

    root: Path
    data: DataState
    words: ImportWords

    def localities(self) -> dict[str, Locality]:
        """Every place that is known, those that are no more too."""
        places = {place.id: place for place in shared().entries("localities")}
        return {**places, **self.data.workspace.localities}

    def setting(self, head: dict[str, Any]) -> "ImportSetting":
        """What is known of a plan with this head."""
        plan = Plan.model_validate(
            {"legal_bases": [], "preamble": None, "outline": [], "recipients": [], "archive": None, **head}
        )
        places = self.localities()
        own = self.data.workspace
        workspace = with_shared(own, _of_the_place(places.get(plan.jurisdiction), own.agencies.values()))
        return ImportSetting(self, replace(self.data, workspace=workspace).context(plan))


@dataclass(frozen=True)
class ImportSetting:
    """What is known of the place and time of one plan."""

    state: ImportState
    context: Context

    @property
    def workspace(self) -> Workspace:
        """The data with what is shared that a plan of the place may name."""
        return self.context.text.workspace

    @property
    def words(self) -> ImportWords:
        """The words of the importer."""
        return self.state.words

    @property
    def plan(self) -> Plan:
        """The head of the plan, without anything that it says."""
        return self.context.plan

    @cached_property
    def locality(self) -> Locality | None:
        """The place whose plan it is; None where it is a proposed one."""
        return self.state.localities().get(self.plan.jurisdiction)

    @cached_property
    def document_numbers(self) -> dict[str, list[str]]:
        """The ids of known documents by their numbers without capitals."""
        ids: dict[str, list[str]] = {}
        for document in self.workspace.documents.values():
            ids.setdefault((document.number or "").casefold(), []).append(document.id)
        return ids


def read_import_state(root: Path, files: Files | None = None) -> ImportState:
    """Read the data, or take those of some files, and the words; raises `BuildStopped` where they have errors."""
    return ImportState(root, read_state(root, files), read_words(root))


def state_without_data(root: Path) -> ImportState:
    """The state of an office that has nothing yet: what is shared, and its own templates where it has some."""
    return read_import_state(root, Files({"data/office.yaml": f"plans: {settings().plans}\n".encode()}))


def _of_the_place(place: Locality | None, own: Iterable[Agency]) -> Iterator[str]:
    """The ids of what is shared that a plan of a place may name: its bodies and those of the state, all documents.

    A body that the office's `own` register calls so in this place is no second one.
    """
    for listed in ("agencies", "documents", "programmes", "sources"):
        yield from (entry.id for entry in shared().entries(listed))
    if place:
        names = shared().place_names
        spellings = {as_id(name) for agency in own if agency.locality == place.id for name in agency.names}
        for department in (*shared().entries("departments"), *shared().entries("groups")):
            if department.is_of(place, names) and as_id(department.filled(place, names)["name"]) not in spellings:
                yield department.id_in(place.id)
        if place.part_of:
            yield f"ubnd-{place.part_of}"


def issuer_named(name: str, locality: Locality, agencies: dict[str, Agency]) -> str | None:
    """The id of the body of a place that is called so."""
    key = as_id(name)
    return next(
        (
            agency.id
            for agency in agencies.values()
            if key in map(as_id, agency.names) and agency.locality == locality.id
        ),
        None,
    )
