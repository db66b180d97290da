"""The draft of an old plan, tried before it is written: its files (the plan, proposed entries, what is known of values)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from planbook.checks import findings
from planbook.importing.fields.decisions import decisions
from planbook.importing.fields.notes import Certainty, ImportedValue
from planbook.importing.fields.plan_values import ImportedPlan, imported_plan
from planbook.importing.fields.setting import ImportState
from planbook.importing.files.any_file import read_original
from planbook.importing.files.broken_lines import with_whole_paragraphs
from planbook.importing.original import Original
from planbook.importing.outline.outlining import outline_of
from planbook.importing.outline.parts import PlanOutline
from planbook.importing.outline.words import outline_words
from planbook.loading.own_places import additions_by_place, plan_path
from planbook.loading.workspace import load_files
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import BuildStopped, Diagnostic, Text
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import PLANS
from planbook.repository.files import IMPORTED, Files
from planbook.repository.foreign_files import Unopened
from planbook.text.additions import with_additions
from planbook.text.node import Mapping as MappingNode
from planbook.text.reader import read
from planbook.text.writer import Addition, Edit, write

_REGISTERS = {
    "agencies": ("agencies.yaml", "agencies"),
    "groups": ("agencies.yaml", "groups"),
    "documents": ("legal-documents.yaml", "documents"),
    "indicators": ("indicators.yaml", "indicators"),
    "localities": ("localities.yaml", "localities"),
    "sources": ("funding-sources.yaml", "sources"),
}


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
        state, original, outline, plan_id=options.plan_id, jurisdiction=options.jurisdiction, follows=options.follows
    )
    if todo := decisions(plan.keys, plan.notes, state.data.workspace):
        plan.keys["todo"] = todo
    place, issuer = (str(plan.keys.get(key)) for key in ("jurisdiction", "issuer"))
    path = plan_path(state.data.workspace, plan.id, place, issuer)
    texts = _draft_files(plan, state.data.files, path)
    workspace, wrong = load_files(Files({**state.data.files.contents, **texts}))
    if errors := [finding for finding in wrong if finding.stops_the_build]:
        raise BuildStopped(errors, workspace.lines)
    errors = [finding for finding in findings(workspace) if finding.stops_the_build and finding.span.path in texts]
    if errors:
        texts = _allowed(texts, errors, translate("printed so in the original", "vi"))
        workspace, _ = load_files(Files({**state.data.files.contents, **texts}))
    return PlanDraft(original, plan, path, texts, workspace)


class ValueRecord(BaseModel):
    """What the file of origins keeps of a value."""

    model_config = ConfigDict(frozen=True)
    path: str
    value: Any
    certainty: Certainty
    words: str
    why: str = ""
    alternatives: tuple[Any, ...] = ()


class OriginRecord(BaseModel):
    """What is read again of the file of origins that `origins` writes."""

    model_config = ConfigDict(frozen=True)
    plan: str
    decisions: tuple[str, ...]
    values: tuple[ValueRecord, ...]


def origin_path(plan: str) -> str:
    """The file that says where the values of the plan of a path come from, until somebody accepts them."""
    return f"{plan.removesuffix('.yaml')}{IMPORTED}"


def open_origins(root: Path) -> dict[str, str]:
    """The files that say so, by the names of their plans."""
    paths = (root / "data" / PLANS).rglob(f"*{IMPORTED}")
    return {path.name.removesuffix(IMPORTED): path.relative_to(root).as_posix() for path in sorted(paths)}


def _draft_files(plan: ImportedPlan, files: Files, path: str) -> dict[str, bytes]:
    """The texts of a plan and of the registers that it adds to, by path."""
    additions = [
        Addition(f"data/{_REGISTERS[register][0]}", _REGISTERS[register][1], entry)
        for register, entries in plan.notes.registers().items()
        for entry in entries
    ]
    texts = with_additions(files.contents, additions_by_place(additions, files.contents, path))
    return {path: text.encode() for path, text in {path: _of_plan(plan.keys), **texts}.items()}


def _of_plan(keys: Mapping[str, Any]) -> str:
    first, *rest = keys.items()
    begun = f"{first[0]}: {first[1]}\n"
    root, _ = read("", begun.encode())
    assert isinstance(root, MappingNode)
    return write(begun, [Edit(root, key, "null" if value is None else value) for key, value in rest])


def _allowed(texts: Mapping[str, bytes], findings: list[Diagnostic], reason: str) -> dict[str, bytes]:
    """The texts with a comment in each line whose finding is the original's own: it is printed so, and stays so."""
    lines = {path: text.decode().split("\n") for path, text in texts.items()}
    for finding in findings:
        own = lines.get(finding.span.path)
        if own and finding.span.line and "# allow:" not in own[finding.span.line - 1]:
            own[finding.span.line - 1] += f"  # allow: {finding.check} - {reason}"
    return {path: "\n".join(own).encode() for path, own in lines.items()}


def origins(plan: ImportedPlan, source: str) -> bytes:
    """What is known of every value: where it comes from, how sure it is, and what else it could be."""
    content = {
        "plan": plan.id,
        "source": source,
        "decisions": [decision["id"] for decision in plan.keys.get("todo", ())],
        "values": [_value(value) for value in plan.notes.values],
        "proposed": {
            id_: {
                "register": proposal.register,
                "nearest": list(proposal.nearest),
                "passages": list(proposal.origin.passages),
            }
            for id_, proposal in plan.notes.proposals.items()
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _value(value: ImportedValue) -> dict[str, Any]:
    content: dict[str, Any] = {
        "path": value.path,
        "value": value.value,
        "certainty": value.certainty,
        "passages": list(value.origin.passages),
        "words": value.origin.words,
    }
    if value.why:
        content["why"] = value.why.in_language("vi")
    if value.alternatives:
        content["alternatives"] = list(value.alternatives)
    return content
