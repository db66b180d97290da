"""The doubts of an imported plan beside the original's words, and the decisions that close when somebody confirms them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.importing.fields.decisions import field_name, name_of_option
from planbook.importing.fields.setting import read_import_state
from planbook.importing.import_plans import CannotImport, accept, read_origins
from planbook.importing.plan_drafts import OriginRecord, ValueRecord, open_origins
from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import Text
from planbook.model.plan import Decision, Plan
from planbook.model.workspace import Workspace
from planbook.repository.data_files import write_data
from planbook.text.writer import Edit, write
from planbook.wording.numbering import numbers


@dataclass(frozen=True, slots=True)
class DoubtfulField:
    """A value that was read and is not certain: its name, itself, why, and what else it could be."""

    name: str
    value: str
    why: str
    alternatives: Sequence[str]


@dataclass(frozen=True, slots=True)
class ImportDoubt:
    """An open decision of an import: the words of the original that it is about, and what was read of them."""

    id: str
    place: str
    what: str
    why: str
    words: Sequence[str]
    fields: Sequence[DoubtfulField]
    options: Sequence[str]


def import_doubts(root: Path, workspace: Workspace, plan: Plan) -> tuple[ImportDoubt, ...]:
    """What is left to decide of an imported plan, in the order of its decisions; nothing of a plan that was not imported.

    Raises `CannotImport` where what the import wrote beside the plan is broken.
    """
    if plan.id not in open_origins(root):
        return ()
    record, _ = read_origins(root, plan)
    values = [value for value in record.values if value.certainty != "certain"]
    places = numbers(plan)

    def doubt(decision: Decision) -> ImportDoubt:
        items = {*decision.at, decision.about}
        own = [value for value in values if value.path.partition(".")[0] in items]
        words = dict.fromkeys(value.words for value in own if value.words)
        place = next((places[item].place for item in decision.at if item in places), "")
        fields = tuple(_field(value, workspace) for value in own)
        return ImportDoubt(
            decision.id, place, decision.what, decision.why or "", tuple(words), fields, decision.options
        )

    return tuple(doubt(decision) for decision in _open(plan, record))


def confirm(root: Path, name: str, ids: Collection[str]) -> tuple[Text, ...]:
    """Close the decisions of an import that somebody confirms; with the last one the plan is accepted. Raises `CannotImport`."""
    state = read_import_state(root).data
    plan = plan_named(state.workspace, name)
    record, _ = read_origins(root, plan)
    closed = [decision for decision in _open(plan, record) if decision.id in ids]
    if len(closed) < len({*ids}) or not closed:
        raise CannotImport(Text("{plan} has no such open decision of an import; see its page again", {"plan": name}))
    edits = [Edit(plan.source, "todo")] if len(closed) == len(plan.todo) else [Edit(part.source) for part in closed]
    path = plan.source.path
    write_data(root, state.files.contents, {path: write(state.text(plan), edits).encode()})
    lines = tuple(Text("decided: {what}", {"what": decision.what}) for decision in closed)
    return (*lines, *accept(root, name)) if len(closed) == len(_open(plan, record)) else lines


def _open(plan: Plan, record: OriginRecord) -> list[Decision]:
    return [decision for decision in plan.todo if decision.id in record.decisions]


def _field(value: ValueRecord, workspace: Workspace) -> DoubtfulField:
    alternatives = tuple(name_of_option(option, workspace) for option in value.alternatives)
    printed = "; ".join(_printed(value.value, workspace))
    return DoubtfulField(field_name(value.path), printed, value.why, alternatives)


def _printed(value: Any, workspace: Workspace) -> Iterator[str]:
    """A value as people read it: agencies by name, the parts of what is more than a text one after the other."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _printed(part, workspace)
    elif isinstance(value, list):
        for part in value:
            yield from _printed(part, workspace)
    elif value is not None:
        yield name_of_option(value, workspace)
