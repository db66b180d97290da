"""Print how much of old plans an import finds: python -m bench.importing ORIGINALS [--labels FOLDER] [--forms txt docx …].

ORIGINALS is a folder of plans as text, which nothing here needs. What a plan says is known from the plan of data/ whose
title its text has, or from labels by hand: NAME.json in the folder of labels (`plan_facts.facts_of_labels`). Plans that
nobody labelled are only imported, printed and proven.
"""

import argparse
import json
import resource
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

from bench.office_files import write_forms
from bench.plan_facts import PlanFacts, Score, facts_of_labels, facts_of_plan, likeness, score
from planbook.importing.fields.setting import ImportState, read_import_state
from planbook.importing.plan_drafts import ImportOptions, PlanDraft, draft_of_file
from planbook.importing.proof.printing_back import printed_lines, proof_of
from planbook.importing.proof.proof import PlanProof
from planbook.importing.proof.proof_report import proof_page, proof_sentences
from planbook.messages.diagnostics import BuildStopped, Refusal, findings_as_text
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.views.plan import plan_view
from planbook.wording.numbering import numbers
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording

PROJECT = Path(__file__).parent.parent
_HEAD = 3000  # letters of a text in which the title stands
_OWN_WORDS, _OTHER_WORDS = 0.6, 0.12  # from which likeness on texts are the same: typed alike, or newly worded
_TITLE = 0.9  # another plan of the same kind has up to 0.7
_FIELDS = {"leads": "lead", "coordinating": "coordinating", "deadlines": "deadlines", "agencies of duties": "agencies"}


@dataclass(frozen=True)
class Truth:
    """What is known of a plan, the data that its office has, and how alike two texts of it must be."""

    facts: PlanFacts
    state: ImportState
    alike: float


def main() -> None:
    """Import the plans and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("originals", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--forms", nargs="+", default=["txt"], help="txt, docx, broken.docx, doc, pdf")
    parser.add_argument("--report", type=Path, help="a folder for what is missed, plan by plan, and for the proofs")
    options = parser.parse_args()
    originals = sorted(options.originals.glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        known, empty = _states(Path(folder))
        truths = {path: _truth(path, options.labels, known, empty) for path in originals}
        made = write_forms(originals, Path(folder) / "forms", [form for form in options.forms if form != "txt"])
        for form in options.forms:
            files = {path: path if form == "txt" else made[path.stem, form] for path in originals}
            _print_form(form, files, truths, options.report)


def _states(folder: Path) -> tuple[ImportState, ImportState]:
    """An office with the registers of data/ and without plans, and one that has nothing yet."""
    for name in ("known", "empty"):
        (folder / name / "data/plans").mkdir(parents=True)
    (folder / "empty/data/office.yaml").write_text("plans: kế hoạch\n", "utf-8")
    for register in (PROJECT / "data").glob("*.yaml"):
        copy(register, folder / "known/data")
    return read_import_state(folder / "known"), read_import_state(folder / "empty")


def _truth(path: Path, labels: Path | None, known: ImportState, empty: ImportState) -> Truth:
    file = labels / f"{path.stem}.json" if labels else None
    if file and file.exists():
        return Truth(facts_of_labels(json.loads(file.read_text("utf-8"))), empty, _OWN_WORDS)
    state = read_import_state(PROJECT)
    head = path.read_text("utf-8")[:_HEAD]
    workspace, phrases = state.data.workspace, state.data.phrases
    alike = {id_: likeness(plan_view(workspace, plan, phrases).title, head) for id_, plan in workspace.plans.items()}
    name = max(alike, key=lambda id_: alike[id_])
    if alike[name] < _TITLE:
        return Truth(PlanFacts(), empty, _OWN_WORDS)
    plan = workspace.plans[name]
    return Truth(facts_of_plan(workspace, plan, _text(workspace, plan, phrases)), known, _OTHER_WORDS)


def _text(workspace: Workspace, plan: Plan, phrases: Phrases) -> PlanText:
    return PlanText(workspace, plan, Wording(phrases), numbers(plan))


def _print_form(form: str, files: dict[Path, Path], truths: dict[Path, Truth], report: Path | None) -> None:
    print(
        f"\n{form}: plan, seconds of CPU, words printed %, figures printed, values certain/doubtful/missing, wrong and certain"
    )
    total, certain, wrong = Score(), 0, 0
    for path, file in files.items():
        truth = truths[path]
        before = _cpu()
        try:
            draft = draft_of_file(truth.state, file, ImportOptions())
            plan_proof = proof_of(truth.state, draft)
        except BuildStopped as stop:
            print(f"{path.stem:<24} {findings_as_text(stop.findings[:2], stop.lines)}")
            continue
        except Refusal as refusal:
            print(f"{path.stem:<24} {'; '.join(map(str, refusal.sentences))}")
            continue
        seconds = _cpu() - before
        plan = draft.workspace.plans[draft.name]
        lines = printed_lines(truth.state, draft.workspace, plan)
        proposed = [entry["id"] for entry in draft.plan.notes.registers().get("documents", ())]
        facts = facts_of_plan(draft.workspace, plan, _text(draft.workspace, plan, truth.state.data.phrases), proposed)
        scored = score(truth.facts, facts, " ".join(cell for line in lines for cell in line.cells), alike=truth.alike)
        sure = _wrong_and_certain(draft, scored)
        counts = {
            name: sum(value.certainty == name for value in draft.plan.notes.values)
            for name in ("certain", "doubtful", "missing")
        }
        certain, wrong = certain + counts["certain"], wrong + len(sure)
        print(
            f"{path.stem:<24} {seconds:5.2f} {100 * plan_proof.coverage:6.2f} "
            f"{plan_proof.figures - plan_proof.missing_figures}/{plan_proof.figures} {'/'.join(map(str, counts.values()))} {len(sure)}"
        )
        total.add(scored)
        if report:
            _write_report(report, f"{path.stem}.{form}", scored, sure, plan_proof, truth.state)
    for kind, count in total.all.items():
        print(f"  {kind:<20} {total.right[kind]:>4}/{count:<4} {100 * total.right[kind] / count:6.1f}%")
    print(f"  wrong and certain    {wrong}/{certain}  {100 * wrong / max(certain, 1):.2f}%")


def _cpu() -> float:
    """Seconds of CPU so far, those of other programs that were started and ended too."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _wrong_and_certain(draft: PlanDraft, scored: Score) -> list[str]:
    """What the import says otherwise than the truth, without a doubt about it."""
    certainties = {value.path: value.certainty for value in draft.plan.notes.values}

    def is_sure(ids: Sequence[str], what: str) -> bool:
        paths = (f"{id_}.{_FIELDS[what]}" for id_ in ids)
        return next((certainties[path] for path in paths if path in certainties), "certain") == "certain"

    return [f"{what}: {told}" for ids, what, told in scored.wrong if is_sure(ids, what)]


def _write_report(
    folder: Path, name: str, scored: Score, sure: Sequence[str], plan_proof: PlanProof, state: ImportState
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines: Iterator[str] = (f"{kind}: {what}" for kind, what in scored.missed)
    certain = [f"WRONG AND CERTAIN {line}" for line in sure]
    printed = [str(sentence) for sentence in proof_sentences(plan_proof)]
    (folder / f"missed-{name}.txt").write_text("\n".join([*certain, *lines, "", *printed]) + "\n", "utf-8")
    (folder / f"proof-{name}.html").write_text(proof_page(plan_proof, name, state.data.templates), "utf-8")


if __name__ == "__main__":
    main()
