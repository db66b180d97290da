"""What is known before an old plan is read: the registers of its place, and the words in which plans are written."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from planbook.loading.shared_registers import settings
from planbook.model.agency import Locality
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.reading.context import Context, localities
from planbook.reading.words import ImportWords
from planbook.repository.files import Files
from planbook.returns.fields.trial import DataState, read_state


@dataclass(frozen=True)
class ImportState:
    """The data of an office with the words of plans and of the importer."""

    root: Path
    data: DataState

    @property
    def words(self) -> ImportWords:
        """The words of the importer."""
        return self.data.words

    def localities(self) -> dict[str, Locality]:
        """Every place that is known, those that are no more too."""
        return localities(self.data.workspace)

    def setting(self, head: dict[str, Any]) -> "ImportSetting":
        """What is known of a plan with this head."""
        plan = Plan.model_validate(
            {"legal_bases": [], "preamble": None, "outline": [], "recipients": [], "archive": None, **head}
        )
        return ImportSetting(self, self.data.context(plan).wide)


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
    return ImportState(root, read_state(root, files))


def state_without_data(root: Path) -> ImportState:
    """The state of an office that has nothing yet: what is shared, and its own templates where it has some."""
    return read_import_state(root, Files({"data/office.yaml": f"plans: {settings().plans}\n".encode()}))
