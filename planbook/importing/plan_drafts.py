"""The draft of an old plan: what its files would hold, tried before anything is written."""

from dataclasses import dataclass
from pathlib import Path

from planbook.checks import findings
from planbook.importing.draft_files import allowed, draft_files
from planbook.importing.fields.decisions import decisions
from planbook.importing.fields.plan_values import ImportedPlan, imported_plan
from planbook.importing.fields.setting import ImportState
from planbook.importing.files.any_file import read_original
from planbook.importing.files.broken_lines import with_whole_paragraphs
from planbook.importing.original import Original
from planbook.importing.outline.outlining import outline_of
from planbook.importing.outline.parts import PlanOutline
from planbook.importing.outline.words import outline_words
from planbook.loading.own_places import plan_path
from planbook.loading.workspace import load_files
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import BuildStopped, Text
from planbook.model.workspace import Workspace
from planbook.repository.files import Files
from planbook.repository.foreign_files import Unopened


@dataclass(frozen=True)
class ImportOptions:
    """What somebody says of the plans that are imported; `proof` is the folder for the pages of their proofs."""

    plan_id: str = ""
    jurisdiction: str = ""
    follows: str = ""
    proof: Path | None = None


@dataclass(frozen=True)
class PlanDraft:
    """A plan as its files would be, with the original that it was read from and the workspace that they make."""

    original: Original
    plan: ImportedPlan
    path: str
    texts: dict[str, bytes]
    workspace: Workspace

    @property
    def name(self) -> str:
        """The id of the plan."""
        return self.plan.id


def draft_of_file(state: ImportState, source: Path, options: ImportOptions) -> PlanDraft:
    """The draft of the plan in a file; raises `Unopened`, `CannotPlace`, `BuildStopped`."""
    words = outline_words(state.root)
    original = with_whole_paragraphs(read_original(source, words), words)
    outline = outline_of(original, words)
    if not outline.is_plan:
        raise Unopened(
            Text("nothing in the file reads as in a plan: no name of a document, no basis, no heading with a number"),
            Text("choose the file of the plan"),
        )
    return draft_of(state, original, outline, options)


def draft_of(state: ImportState, original: Original, outline: PlanOutline, options: ImportOptions) -> PlanDraft:
    """The draft of a plan, which loads and has no error of the importer's; raises `BuildStopped`."""
    plan = imported_plan(
        state,
        original,
        outline,
        plan_id=options.plan_id,
        jurisdiction=options.jurisdiction,
        follows=options.follows,
    )
    if todo := decisions(plan.keys, plan.notes, state.data.workspace):
        plan.keys["todo"] = todo
    place, issuer = (str(plan.keys.get(key)) for key in ("jurisdiction", "issuer"))
    path = plan_path(state.data.workspace, plan.id, place, issuer)
    texts = draft_files(plan, state.data.files, path)
    workspace, wrong = load_files(Files({**state.data.files.contents, **texts}))
    if errors := [finding for finding in wrong if finding.stops_the_build]:
        raise BuildStopped(errors, workspace.lines)
    errors = [finding for finding in findings(workspace) if finding.stops_the_build and finding.span.path in texts]
    if errors:
        texts = allowed(texts, errors, translate("printed so in the original", "vi"))
        workspace, _ = load_files(Files({**state.data.files.contents, **texts}))
    return PlanDraft(original, plan, path, texts, workspace)
