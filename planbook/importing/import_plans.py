"""Old plans into data/plans/: each file read, its draft tried, written where nothing stands, compared where a plan does."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten

from pydantic import ValidationError

from planbook.changes.compare import compare
from planbook.changes.report import report
from planbook.importing.fields.setting import ImportState, read_import_state
from planbook.importing.plan_drafts import (
    ImportOptions,
    OriginRecord,
    PlanDraft,
    draft_of_file,
    open_origins,
    origin_path,
    origins,
)
from planbook.importing.proof.printing_back import proof_of
from planbook.importing.proof.proof import PlanProof
from planbook.importing.proof.proof_report import passage_place, proof_page, proof_sentences
from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import BuildStopped, Refusal, Text
from planbook.model.entry import no_id
from planbook.model.plan import Plan
from planbook.repository.data_files import write_data
from planbook.repository.durable import remove
from planbook.repository.files import Files
from planbook.repository.output_files import write_output
from planbook.review.report import report_as_text

_QUOTED = 70  # letters


class CannotImport(Refusal):
    """A plan cannot be imported so; the text says what to write instead."""

    exit_code = 2


def import_plans(root: Path, sources: Sequence[Path], options: ImportOptions) -> tuple[str, bool]:
    """Import files one after the other: a report, and whether each of them could be.

    A plan that is there already stays: the report says what the file would change in it.
    """
    if options.plan_id and (wrong := no_id(options.plan_id)):
        raise CannotImport(wrong)
    if options.plan_id and len(sources) > 1:
        raise CannotImport(Text("--id is for one file; leave it out where there are several"))
    state = read_import_state(root)
    before = state.data.files.contents
    if options.follows:
        plan_named(state.data.workspace, options.follows)
    lines: list[str] = []
    written: dict[str, bytes] = {}
    proofs: dict[str, PlanProof] = {}
    is_whole = True
    for source in sources:
        lines.append(f"{source}:")
        try:
            draft = draft_of_file(state, source, options)
        except BuildStopped:
            raise
        except Refusal as refusal:
            lines += [f"  {sentence.spoken()}" for sentence in refusal.sentences]
            is_whole = False
            continue
        if draft.name in state.data.workspace.plans or os.path.lexists(root / draft.path):
            lines += _differences(state, draft)
            continue
        written |= {**draft.texts, origin_path(draft.path): origins(draft.plan, source.name)}
        files = Files({**state.data.files.contents, **draft.texts})
        state = replace(state, data=replace(state.data, files=files, workspace=draft.workspace))
        proofs[draft.name] = proof_of(state, draft)
        lines += _summary(draft, proofs[draft.name])
    write_data(root, before, written)
    for name, proof in proofs.items() if options.proof else ():
        path = Path(options.proof or "") / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_output(path, proof_page(proof, name, state.data.templates).encode())
        lines.append(Text("the original beside its print: {path}", {"path": path}).spoken())
    return "".join(f"{line}\n" for line in lines), is_whole


def _summary(draft: PlanDraft, proof: PlanProof) -> list[str]:
    """What was written, how sure it is, what is to be decided, and what of the original is not in the print."""
    values = draft.plan.notes.values
    counts = {name: sum(value.certainty == name for value in values) for name in ("certain", "doubtful", "missing")}
    lines = [Text("written: {path}", {"path": path}) for path in (*draft.texts, origin_path(draft.path))]
    lines.append(Text("values: {certain} certain, {doubtful} doubtful, {missing} missing", counts))
    lines.append(Text("to be decided: {count}", {"count": len(draft.plan.keys.get("todo", ()))}))
    lines += _carried_on(draft)
    lines += _outline_doubts(draft)
    lines += _kept_as_text(draft)
    lines += proof_sentences(proof)
    return [f"  {line.spoken()}" for line in lines]


def _carried_on(draft: PlanDraft) -> list[Text]:
    """How much of the plan goes on from the earlier one, and whether that is a plan of another place."""
    workspace = draft.workspace
    plan = workspace.plans[draft.name]
    lines = []
    for earlier in (workspace.plans[name] for name in plan.follows):
        tasks, measured = list(plan.tasks()), {target.indicator for target in earlier.targets()} - {None}
        targets = [target for target in plan.targets() if target.indicator]
        values = {
            "plan": earlier.id,
            "tasks": sum(bool(task.continues) for task in tasks),
            "all_tasks": len(tasks),
            "targets": sum(target.indicator in measured for target in targets),
            "all_targets": len(list(plan.targets())),
        }
        lines.append(Text("of {plan} go on: {tasks} of {all_tasks} tasks, {targets} of {all_targets} targets", values))
        if plan.jurisdiction != earlier.jurisdiction:
            places = [workspace.localities[document.jurisdiction].name for document in (plan, earlier)]
            names = {"plan": earlier.id, "own": places[0], "other": places[1]}
            lines.append(Text("this is a plan of {own}, {plan} is one of {other}: is it what it follows?", names))
    return lines


def _outline_doubts(draft: PlanDraft) -> list[Text]:
    """What is odd about the original's numbers, headings and tables, with the words that it stands at."""
    texts = {passage.number: passage.printed for passage in draft.original.passages()}
    return [
        Text(
            "in doubt: {why} (“{words}”)",
            {"why": doubt.why, "words": shorten(texts[doubt.passages[0]], _QUOTED, placeholder=" …")},
        )
        for doubt in draft.plan.outline.doubts
        if doubt.passages
    ]


def _kept_as_text(draft: PlanDraft) -> list[Text]:
    """The figures of the original that are in no table of the plan, by their places in the file."""
    passages = {passage.number: passage for passage in draft.original.passages()}
    return [
        Text(
            "{place}: stays text, in no table: {why} (“{words}”)",
            {
                "place": passage_place(passages[origin.passages[0]]),
                "why": why,
                "words": shorten(origin.words, _QUOTED, placeholder=" …"),
            },
        )
        for origin, why in draft.plan.notes.only_text
        if origin.passages
    ]


def _differences(state: ImportState, draft: PlanDraft) -> list[str]:
    """What the file would change in the plan that is there."""
    changes = [change for change in compare(state.data.workspace, draft.workspace) if change.plan in ("", draft.name)]
    compared = report(state.data.workspace, draft.workspace, changes, state.data.phrases)
    head = Text("{path} is there already and stays as it is; the file would change:", {"path": draft.path}).spoken()
    sentences = report_as_text(compared).splitlines()
    return [f"  {line}" for line in (head, *(sentences if changes else ("-",)))]


def accept(root: Path, name: str) -> tuple[Text, ...]:
    """Forget where the values of an imported plan come from, once nothing of them is left to decide; raises `Refusal`."""
    state = read_import_state(root)
    plan = plan_named(state.data.workspace, name)
    record, path = read_origins(root, plan)
    left = [decision for decision in plan.todo if decision.id in record.decisions]
    if left:
        raise Refusal(
            Text(
                "{plan}: {count} decisions of the import are open; decide them and delete their entries first:",
                {"plan": name, "count": len(left)},
            ),
            *(Text("  - {what}", {"what": decision.what}) for decision in left),
        )
    remove(root / path)
    return (Text("accepted: {plan}; {path} is deleted", {"plan": name, "path": path}),)


def read_origins(root: Path, plan: Plan) -> tuple[OriginRecord, str]:
    """What is kept of where the values of an imported plan come from, and its path; raises `CannotImport`."""
    path = open_origins(root).get(plan.id) or origin_path(plan.source.path)
    values = {"path": path}
    try:
        record = OriginRecord.model_validate_json((root / path).read_bytes())
    except FileNotFoundError:
        raise CannotImport(Text("{path} is not there: the plan was accepted before, or not imported", values)) from None
    except ValidationError as error:
        key = ".".join(map(str, error.errors()[0]["loc"]))
        why = Text("“{key}” is missing or of another kind", {"key": key}) if key else Text("it is no JSON object")
    else:
        if record.plan == plan.id:
            return record, path
        why = Text("it is of plan {plan}", {"plan": record.plan})
    raise CannotImport(
        Text(
            "{path} is not what the import wrote: {why}; nothing was accepted. Take the file back from git, "
            "or delete it yourself if nothing of the import is left to decide",
            {**values, "why": why},
        )
    )
