"""Drafts in data/plans/: next year's plan out of this year's; the commands that write files there."""

import os
from pathlib import Path

from planbook.authoring.rollover.draft import RolloverDraft, rollover
from planbook.authoring.rollover.question import QuestionWords
from planbook.authoring.rollover.times import moved_by_years
from planbook.changes.compare import compare, compare_plans
from planbook.loading.own_places import plan_path
from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import Misuse, Refusal, Text
from planbook.model.entry import no_id
from planbook.model.period import When
from planbook.model.plan import Plan
from planbook.model.texts import called
from planbook.model.workspace import Workspace
from planbook.outputs.office_part import OfficePart, part_around
from planbook.outputs.office_settings import read_phrases
from planbook.repository.data_files import write_data
from planbook.repository.data_paths import plan_of, plan_paths
from planbook.repository.files import Files, read_folder
from planbook.text.comments import without_allowances
from planbook.text.writer import canonical, write

_OTHER_ID = Text("where that is another plan give the new one an id of its own: --id ID")
_MERGE = Text("where that is this draft --merge says what a new one would add")


def roll_over(root: Path, name: str, when: When, new_name: str = "", *, merge: bool = False) -> str:
    """Write the draft of a plan for another year, or as many years as it has, into data/plans/ and give a report of it.

    Never writes over a file: raises `Refusal`, or with `merge` reports what a new draft would add. Writes nothing
    that cannot be read again: raises `BuildStopped`, as for an id that is none.
    """
    files = read_folder(root / "data")
    part = part_around(root, files, [name])
    workspace = part.sound(files)
    plan = plan_named(workspace, name)
    if wrong := _wrong_period(plan, when):
        raise Misuse(wrong)
    if new_name and (wrong := no_id(new_name)):
        raise Misuse(wrong)
    words = QuestionWords(read_phrases(root))
    draft = rollover(
        workspace, plan, when.first.year, words, new_name, is_named=when.precision == plan.period.precision
    )
    path = plan_paths(files.contents).get(draft.id) or plan_path(workspace, draft.id, plan.jurisdiction, before=plan)
    text = without_allowances(write(files.contents[plan.source.path].decode(), draft.edits))
    if os.path.lexists(root / path):
        if not merge:
            raise Refusal(Text("{path} is there already", {"path": path}), _OTHER_ID, _MERGE)
        part = part_around(root, files, [name, draft.id])
        return _additions(files, part, draft, path, text)
    part.sound(Files({**files.contents, path: text.encode()}))
    write_data(root, files.contents, {path: text.encode()})
    return _report(draft, workspace, path)


def _wrong_period(plan: Plan, when: When) -> Text | None:
    """Why a plan cannot be carried into a period."""
    if when.first.year <= plan.period.last.year:
        return Text("{plan} runs until {year}; name a later year", {"plan": plan.id, "year": plan.period.last.year})
    length = plan.period.last.year - plan.period.first.year
    if when.precision == "years" and when.last.year - when.first.year != length:
        next_one = str(moved_by_years(plan.period, when.first.year - plan.period.first.year))
        values = {"plan": plan.id, "period": str(plan.period), "new": str(when), "same": next_one}
        return Text("{plan} is for {period}, and {new} is not as long; write {same}", values)
    return None


def _report(draft: RolloverDraft, workspace: Workspace, path: str) -> str:
    """What was written: who and what stands for whom, and what is to be decided."""
    lines = [Text("written: {path}", {"path": path}).spoken()]
    for old, new in draft.replaced.items():
        lines.append(f"  {_called(workspace, old)} → {'; '.join(_called(workspace, heir) for heir in new)}")
    lines.append(Text("to be decided: {count}", {"count": len(draft.questions)}).spoken())
    for question in draft.questions:
        at = f" ({', '.join(question.at)})" if question.at else ""
        lines.append(f"  - {question.what.spoken()}{at}")
    return "\n".join(lines) + "\n"


def _called(workspace: Workspace, id_: str) -> str:
    return workspace.agencies[id_].called if id_ in workspace.agencies else called(workspace, workspace.documents[id_])


def _additions(files: Files, part: OfficePart, draft: RolloverDraft, path: str, text: str) -> str:
    """What a draft written anew would hold that the one in the file does not."""
    workspace, fresh = part.sound(files), part.load(Files({**files.contents, path: text.encode()}))[0]
    added = [
        change.item
        for change in compare_plans(workspace.plans[draft.id], fresh.plans[draft.id])
        if change.kind == "add"
    ]
    lines = [Text("{path} stays as it is; a new draft would add:", {"path": path}).spoken()]
    return "\n".join([*lines, *(f"  - {item}" for item in added or ["-"])]) + "\n"


def format_data(root: Path, *, only_check: bool = False) -> list[str]:
    """The files of data/ that were not in the canonical layout; they are written so unless `only_check`.

    Raises `BuildStopped` where a file cannot be read, and writes nothing then.
    """
    files = read_folder(root / "data")
    part_around(root, files, ()).sound(files)
    laid_out = {path: canonical(content.decode()).encode() for path, content in files.contents.items()}
    changed = [path for path, content in laid_out.items() if content != files.contents[path]]
    part = part_around(root, files, {*filter(None, map(plan_of, changed))})
    # Layout must not touch a fact; if it ever did, nothing may be written.
    assert not changed or not compare(part.sound(files), part.load(Files(laid_out))[0])
    if not only_check:
        write_data(root, files.contents, {path: laid_out[path] for path in changed})
    return changed
