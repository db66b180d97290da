"""What the checks found the last time, kept by plan: a plan is checked anew where something changed that its findings can hang on.

That is the plan itself with what came of it, every plan that it names or that names it and those of its place, however far
that goes, the registers and the program. What else changed is checked as a whole: registers, plans that came or went, the
groups that a plan gives work to. A record that is broken, of another program, or in git (somebody may have written it) is none.
"""

import re
from collections import ChainMap
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, cast

from planbook.checks import OF_ALL_PLANS, checks, diagnostics_of, examine, findings
from planbook.loading.kept_registers import keep_registers, kept_registers
from planbook.loading.refusals import Lines
from planbook.loading.shared_registers import shared_ids_of, shared_lines
from planbook.loading.workspace import load_files
from planbook.messages.diagnostics import Diagnostic, in_order, stop_the_build
from planbook.model.series import newest_locality
from planbook.model.workspace import Workspace
from planbook.outputs.check_record import FINDINGS, CheckRecord, PlanRecord, keep_check, read_check
from planbook.outputs.division import Neighbours, Ties
from planbook.outputs.findings_by_file import FindingsByFile, kept_texts
from planbook.outputs.office_files import OfficeFiles
from planbook.outputs.plan_records import (
    findings_by_plan,
    have_their_names,
    key_of_ids,
    loaded_part,
    plan_records,
    plans_with_files,
    shared_words,
    words_of_plan,
)
from planbook.outputs.whole_check import checked_in_portions, checked_together
from planbook.repository.files import Files, read_folder
from planbook.repository.revisions import is_in_git
from planbook.text.reader import forget_trees

KEPT_REGISTERS = "build/last-registers.pickle"
WORTH_KEEPING = 10  # plans: fewer are checked as fast
_JURISDICTION = re.compile(rb"^jurisdiction: *[\"']?([a-z0-9-]+)[\"']? *(?:#.*)?$", re.MULTILINE)


def examine_again(
    root: Path, day: date | None = None, *, all_plans: bool = False
) -> tuple[Workspace, list[Diagnostic]]:
    """Check the data of an office as `examine` does; the workspace holds `all_plans`, or no more than had to be read."""
    workspace, findings, _ = examine_by_file(root, day, all_plans=all_plans)
    return workspace, [*findings]


def examine_by_file(
    root: Path, day: date | None = None, *, all_plans: bool = False
) -> tuple[Workspace, FindingsByFile, Mapping[str, str]]:
    """The same by files, with a hash for each plan of what it was checked with."""
    data = OfficeFiles(read_folder(root / "data"), day)
    if len(data.plans) < WORTH_KEEPING or is_in_git(root, FINDINGS, KEPT_REGISTERS):
        workspace, everything = examine(root / "data", day=day)
        return workspace, FindingsByFile().joined(everything), {}
    workspace, findings, record = _again(root, data, all_plans=all_plans)
    hashes = {plan: entry["content"] for plan, entry in record["plans"].items()} | {"": record["key"]} if record else {}
    return workspace, findings, hashes


def examine_ties(root: Path) -> tuple[Workspace, FindingsByFile, Mapping[str, PlanRecord], str]:
    """The same, with what ties each plan to others, of no plan where a finding stops the build; and a key of what is of no plan, if it is known."""
    data = OfficeFiles(read_folder(root / "data"), None)
    key = data.key
    if is_in_git(root, FINDINGS, KEPT_REGISTERS):
        workspace, everything = examine(root / "data")
        findings, record, key = FindingsByFile().joined(everything), None, ""
    else:
        workspace, findings, record = _again(root, data, all_plans=False)
    if findings.stops_the_build:
        return workspace, findings, {}, key
    ties = record["plans"] if record else dict(plan_records(data, workspace, {}, {}))
    return _lasting(root, data, workspace) if record else workspace, findings, ties, key


def _lasting(root: Path, data: OfficeFiles, workspace: Workspace) -> Workspace:
    """A workspace that may be held for long: without the nodes of registers that were kept just now, and the lines of plans."""
    forget_trees()
    contents = {path: content for path, content in data.files.contents.items() if not data.owner(path)}
    workspace = replace(workspace, lines=ChainMap(cast("Any", Lines(contents)), dict(shared_lines())))
    is_from_kept = isinstance(workspace.trees, ChainMap)
    registers = None if is_from_kept else kept_registers(root / KEPT_REGISTERS, data.key, data.registers)
    return registers.put_into(replace(workspace, trees={})) if registers else workspace


def last_record(root: Path) -> CheckRecord | None:
    """What the last check has left, if nobody else could have."""
    return None if is_in_git(root, FINDINGS, KEPT_REGISTERS) else read_check(root).record


def findings_of(root: Path, files: Files) -> list[Diagnostic]:
    """What is wrong in another state of an office's data, which the last check may know of most plans."""
    last = last_record(root)
    answer = _part(OfficeFiles(files, None), last, root, all_plans=False) if last else None
    if answer:
        return [*answer[1]]
    workspace, problems = load_files(files)
    return problems if stop_the_build(problems) else [*problems, *findings(workspace)]


def _again(root: Path, data: OfficeFiles, *, all_plans: bool) -> "_Answer":
    last = read_check(root)
    answer = _part(data, last.record, root, all_plans=all_plans) if last.record else None
    workspace, findings, record = answer or _whole(data, root, all_plans=all_plans)
    if record and record != last.record:
        keep_check(root, record, last)
    return workspace, findings, record


_Answer = tuple[Workspace, FindingsByFile, CheckRecord | None]


def _whole(data: OfficeFiles, root: Path, *, all_plans: bool) -> _Answer:
    """Check all plans."""
    checked = (None if all_plans else checked_in_portions(data, root)) or checked_together(data)
    workspace, ids, own = checked.workspace, checked.ids, checked.findings
    of_registers = own.pop("", [])
    if checked.records is None:
        return workspace, FindingsByFile().joined(chain(checked.problems, of_registers, *own.values())), None
    record = CheckRecord(
        key=data.key,
        registers=key_of_ids(workspace),
        places={id_: newest_locality(workspace.localities, id_) for id_ in workspace.localities},
        plans=checked.records,
        findings=kept_texts(of_registers),
    )
    keep_registers(
        root / KEPT_REGISTERS, data.key, workspace, {kind: own for kind, own in ids.items() if kind != "plan"}
    )
    return workspace, _all_findings(record).joined(checked.problems), record


def _all_findings(record: CheckRecord) -> FindingsByFile:
    """The findings of a record, each file's in one text."""
    texts = dict(record["findings"])
    for entry in record["plans"].values():
        texts |= entry["findings"]
    return FindingsByFile(texts)


def _part(data: OfficeFiles, last: CheckRecord, root: Path, *, all_plans: bool) -> _Answer | None:
    """Check the plans whose findings may be others now; None where that cannot be told."""
    before = last["plans"]
    plans = plans_to_read(data, last, root)
    if plans is None:
        return None
    changed, needed = plans
    unread = {
        path: entry["shared"] if path == data.paths[plan] else ()
        for plan, entry in before.items()
        if plan not in needed
        for path in data.plans[plan]
    }
    registers = kept_registers(root / KEPT_REGISTERS, data.key, data.registers)
    workspace, findings, ids = loaded_part(data, {} if all_plans else unread, registers)
    if stop_the_build(findings):
        return workspace, FindingsByFile().joined(findings), None
    part = _of_plans(data, workspace, needed) if all_plans else workspace
    shared_ids = shared_ids_of(ids)
    if (
        len(findings) > len(in_order(data.files.findings))
        or (not registers and key_of_ids(workspace) != last["registers"])
        # Registers that were kept hold what was named then.
        or (
            registers
            and any(
                shared_words(words_of_plan(data, part, plan), shared_ids) != before[plan]["shared"] for plan in changed
            )
        )
    ):
        return None
    own = findings_by_plan(data, diagnostics_of(part, checks().keys() - OF_ALL_PLANS), part)
    of_registers = own.pop("", [])
    anew = dict(plan_records(data, part, own, ids))
    shared = FindingsByFile(last["findings"])
    of_all = [finding for finding in of_registers if finding.check != "unused-allow"]
    if (
        not {finding.as_printed for finding in of_all}
        <= {entry.as_printed for path in {finding.span.path for finding in of_all} for entry in shared.of(path)}
        or any(anew[plan]["groups"] != before[plan]["groups"] for plan in needed)
        or not have_their_names(data, part)
    ):
        return None
    record = CheckRecord(**{**last, "plans": {plan: anew.get(plan, entry) for plan, entry in before.items()}})
    return workspace, _all_findings(record).joined(findings), record


def plans_to_read(
    data: OfficeFiles, last: CheckRecord, root: Path, around: Collection[str] = ()
) -> tuple[set[str], set[str]] | None:
    """The plans that are not as they were checked last, and with some to look `around` all that hang on them; None where that cannot be told."""
    before = last["plans"]
    if last["key"] != data.key or before.keys() != data.plans.keys():
        return None
    changed = {plan for plan in before if data.hash_of(plan) != before[plan]["content"]}
    ties = {
        plan: Ties(frozenset([entry["place"], *entry["share_places"]]), frozenset(entry["names"]))
        for plan, entry in before.items()
    }
    for plan in changed:
        places = {
            last["places"][word] for word in data.words_of(plan) & last["places"].keys()
        }  # it may give them a share
        match = _JURISDICTION.search(data.files.contents[data.paths[plan]])
        if not match or (place := last["places"].get(match[1].decode())) is None:
            return None
        ties[plan] = Ties(ties[plan].places | places | {place}, ties[plan].names | {*data.named_by(plan)})
    return changed, Neighbours(ties).together({*around} | changed | plans_with_files(root, before))


def _of_plans(data: OfficeFiles, workspace: Workspace, plans: Collection[str]) -> Workspace:
    """A workspace with some of its plans alone, and what belongs to them."""
    own: dict[str, Any] = {
        name: {plan: entry for plan, entry in getattr(workspace, name).items() if plan in plans}
        for name in ("plans", "results", "seals", "opinions")
    }
    allowances = (entry for entry in workspace.allowances if data.owner(entry.span.path) in {"", *plans})
    return replace(workspace, **own, allowances=tuple(allowances))
