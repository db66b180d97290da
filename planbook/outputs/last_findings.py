"""What the checks found the last time, kept by plan: a plan is checked anew where something changed that its findings can hang on.

That is the plan itself with what came of it, every plan that it names or that names it and those of its place, however far
that goes, the registers and the program. What else changed is checked as a whole: registers, plans that came or went, the
groups that a plan gives work to. A record that is broken, of another program, or in git (somebody may have written it) is none.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from planbook.changes.compare import COMPARED_REGISTERS
from planbook.checks import OF_ALL_PLANS, as_accepted, checks, diagnostics_of, examine, findings
from planbook.loading.items import with_items
from planbook.loading.kept_registers import KeptRegisters, keep_registers, kept_registers
from planbook.loading.shared_registers import all_texts, shared_ids_of, words_of
from planbook.loading.workspace import load_files, load_with_ids
from planbook.messages.diagnostics import Allowance, Diagnostic, in_order, stop_the_build
from planbook.model.agency import AgencyGroup
from planbook.model.entry import IdsByKind
from planbook.model.plan import Plan
from planbook.model.plan_words import PlanWords
from planbook.model.responsibility import named_agencies
from planbook.model.series import newest_locality
from planbook.model.workspace import Workspace
from planbook.outputs.check_record import (
    FINDINGS,
    CheckRecord,
    PlanRecord,
    finding_of,
    finding_row,
    keep_check,
    read_check,
)
from planbook.outputs.division import Neighbours, Ties
from planbook.outputs.office_files import OfficeFiles
from planbook.repository.data_paths import ATTACHMENTS, is_plan
from planbook.repository.files import Files, read_folder
from planbook.repository.revisions import is_in_git
from planbook.wording.typed_names import TypedNames

KEPT_REGISTERS = "build/last-registers.pickle"
WORTH_KEEPING = 10  # plans: fewer are checked as fast
_IN_REGISTERS = OF_ALL_PLANS | {"document-type-code", "period-differs"}  # which of plans too
_REGISTERS = (*COMPARED_REGISTERS, "projects")
_JURISDICTION = re.compile(rb"^jurisdiction: *[\"']?([a-z0-9-]+)[\"']? *(?:#.*)?$", re.MULTILINE)


def examine_again(
    root: Path, day: date | None = None, *, all_plans: bool = False
) -> tuple[Workspace, list[Diagnostic]]:
    """Check the data of an office as `examine` does; the workspace holds `all_plans`, or no more than had to be read."""
    data = OfficeFiles(read_folder(root / "data"), day)
    if len(data.plans) < WORTH_KEEPING or is_in_git(root, FINDINGS, KEPT_REGISTERS):
        return examine(root / "data", day=day)
    workspace, findings, _ = _again(root, data, all_plans=all_plans)
    return workspace, findings


def examine_ties(root: Path) -> tuple[Workspace, list[Diagnostic], Mapping[str, PlanRecord], str]:
    """The same, with what ties each plan to others, of no plan where a finding stops the build; and a key of what is of no plan, if it is known."""
    data = OfficeFiles(read_folder(root / "data"), None)
    key = data.key
    if is_in_git(root, FINDINGS, KEPT_REGISTERS):
        workspace, findings = examine(root / "data")
        record, key = None, ""
    else:
        workspace, findings, record = _again(root, data, all_plans=False)
    if stop_the_build(findings):
        return workspace, findings, {}, key
    return workspace, findings, record["plans"] if record else dict(_records(data, workspace, {}, {})), key


def last_record(root: Path) -> CheckRecord | None:
    """What the last check has left, if nobody else could have."""
    return None if is_in_git(root, FINDINGS, KEPT_REGISTERS) else read_check(root)


def findings_of(root: Path, files: Files) -> list[Diagnostic]:
    """What is wrong in another state of an office's data, which the last check may know of most plans."""
    last = last_record(root)
    answer = _part(OfficeFiles(files, None), last, root, all_plans=False) if last else None
    if answer:
        return answer[1]
    workspace, problems = load_files(files)
    return problems if stop_the_build(problems) else [*problems, *findings(workspace)]


def _again(root: Path, data: OfficeFiles, *, all_plans: bool) -> "_Answer":
    last = read_check(root)
    answer = _part(data, last, root, all_plans=all_plans) if last else None
    workspace, findings, record = answer or _whole(data, root)
    if record and record != last:
        keep_check(root, record)
    return workspace, findings, record


_Answer = tuple[Workspace, list[Diagnostic], CheckRecord | None]


def _whole(data: OfficeFiles, root: Path) -> _Answer:
    """Check all plans."""
    workspace, findings, ids = _loaded(data, {})
    if stop_the_build(findings):
        return workspace, findings, None
    own = _settled(data, diagnostics_of(workspace, checks().keys()), workspace)
    of_registers = own.pop("", [])
    record = None
    are_known = len(findings) == len(
        in_order(data.files.findings)
    )  # what else there is to say of files is kept for none
    if (
        are_known
        and all(finding.check in _IN_REGISTERS for finding in of_registers)
        and _have_their_names(data, workspace)
    ):
        record = CheckRecord(
            key=data.key,
            registers=_registers(workspace),
            places={id_: newest_locality(workspace.localities, id_) for id_ in workspace.localities},
            plans=dict(_records(data, workspace, own, ids)),
            findings=[*map(finding_row, of_registers)],
        )
        keep_registers(
            root / KEPT_REGISTERS, data.key, workspace, {kind: own for kind, own in ids.items() if kind != "plan"}
        )
    return workspace, in_order(chain(findings, of_registers, *own.values())), record


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
    workspace, findings, ids = _loaded(data, {} if all_plans else unread, registers)
    if stop_the_build(findings):
        return workspace, findings, None
    part = _of_plans(data, workspace, needed) if all_plans else workspace
    shared_ids = shared_ids_of(ids)
    if (
        len(findings) > len(in_order(data.files.findings))
        or (not registers and _registers(workspace) != last["registers"])
        # Registers that were kept hold what was named then.
        or (
            registers
            and any(_shared_words(_words(data, part, plan), shared_ids) != before[plan]["shared"] for plan in changed)
        )
    ):
        return None
    own = _settled(data, diagnostics_of(part, checks().keys() - OF_ALL_PLANS), part)
    of_registers = own.pop("", [])
    anew = dict(_records(data, part, own, ids))
    shared = [*map(finding_of, last["findings"])]
    if (
        not {finding.as_printed for finding in of_registers if finding.check != "unused-allow"}
        <= {finding.as_printed for finding in shared}
        or any(anew[plan]["groups"] != before[plan]["groups"] for plan in needed)
        or not _have_their_names(data, part)
    ):
        return None
    record = CheckRecord(**{**last, "plans": {plan: anew.get(plan, entry) for plan, entry in before.items()}})
    stored = (finding_of(row) for entry in record["plans"].values() for row in entry["findings"])
    return workspace, in_order(chain(findings, shared, stored)), record


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
    folder = root / "data" / ATTACHMENTS
    with_files = {name for _, names, _ in os.walk(folder) for name in names} & before.keys()
    with_files |= {plan for plan, entry in before.items() if entry["has_files"]}
    return changed, Neighbours(ties).together({*around} | changed | with_files)


def _of_plans(data: OfficeFiles, workspace: Workspace, plans: Collection[str]) -> Workspace:
    """A workspace with some of its plans alone, and what belongs to them."""
    own: dict[str, Any] = {
        name: {plan: entry for plan, entry in getattr(workspace, name).items() if plan in plans}
        for name in ("plans", "results", "seals", "opinions")
    }
    allowances = (entry for entry in workspace.allowances if data.owner(entry.span.path) in {"", *plans})
    return replace(workspace, **own, allowances=tuple(allowances))


def _loaded(
    data: OfficeFiles, unread: Mapping[str, Collection[str]], registers: KeptRegisters | None = None
) -> tuple[Workspace, list[Diagnostic], IdsByKind]:
    workspace, findings, ids = load_with_ids(data.files, unread=unread, registers=registers)
    return replace(workspace, day=data.day), findings, ids


def _settled(data: OfficeFiles, findings: Iterable[Diagnostic], workspace: Workspace) -> dict[str, list[Diagnostic]]:
    """The findings of each plan and, under "", of registers, as the comments of their files accept them."""
    names = checks().keys()
    own: dict[str, tuple[list[Diagnostic], list[Allowance]]] = {}
    for finding in findings:
        own.setdefault(data.owner(finding.span.path), ([], []))[0].append(finding)
    for allowance in workspace.allowances:
        own.setdefault(data.owner(allowance.span.path), ([], []))[1].append(allowance)
    return {plan: [*with_items(as_accepted(*parts, names), workspace.trees)] for plan, parts in own.items()}


def _records(
    data: OfficeFiles, workspace: Workspace, own: Mapping[str, list[Diagnostic]], ids: IdsByKind
) -> Iterator[tuple[str, PlanRecord]]:
    """What is to be known of the plans of a workspace."""
    shared = shared_ids_of(ids)
    registered = {id_ for name in _REGISTERS for id_ in getattr(workspace, name)}
    for id_, plan in workspace.plans.items():
        words = _words(data, workspace, id_)
        yield (
            id_,
            PlanRecord(
                content=data.hash_of(id_),
                place=newest_locality(workspace.localities, plan.jurisdiction),
                share_places=sorted(
                    {
                        newest_locality(workspace.localities, share.place)
                        for target in plan.targets()
                        for share in target.shares
                        if share.place
                    }
                ),
                names=data.named_by(id_),
                groups=_groups(workspace, plan),
                words={path: [word for word in own_words if word in registered] for path, own_words in words.items()},
                typed=_typed(workspace, plan, words),
                shared=_shared_words(words, shared),
                units=sorted((words_of_plan := PlanWords.of([plan])).units),
                titles=sorted(words_of_plan.titles),
                has_files=any(appendix.file for appendix in plan.appendices or ()),
                findings=[*map(finding_row, own.get(id_, []))],
            ),
        )


def _words(data: OfficeFiles, workspace: Workspace, plan: str) -> dict[str, list[str]]:
    """The words of the files of a plan, by their paths."""
    return {path: [*dict.fromkeys(words_of(workspace.trees[path]))] for path in data.plans[plan]}


def _shared_words(words: Mapping[str, list[str]], shared: Collection[str]) -> list[str]:
    """The ids of what is shared that the files of a plan name."""
    return [word for own in words.values() for word in own if word in shared]


def _typed(workspace: Workspace, plan: Plan, words: Mapping[str, list[str]]) -> list[str]:
    """The ids by which is told what the typed names in the files of a plan mean, of which these are the words."""
    names, first = TypedNames(workspace, plan, {}), {*chain(*words.values())}
    texts = chain.from_iterable(all_texts(workspace.trees[path]) for path in words)
    return sorted({id_ for text in texts for id_ in names.bearer_ids(text, first)})


def _registers(workspace: Workspace) -> str:
    """A hash of what registers hold, in their order: what is shared is there because a plan names it."""
    return sha256(repr([[*getattr(workspace, name)] for name in _REGISTERS]).encode()).hexdigest()


def _groups(workspace: Workspace, plan: Plan) -> str:
    """What a plan has to do with groups of agencies, as far as other plans' findings hang on it."""
    groups = {name for name in named_agencies(plan) if isinstance(workspace.agencies[name], AgencyGroup)}
    return repr((sorted(groups), plan.issuer, plan.day.isoformat(), plan.period.last.isoformat()))


def _have_their_names(data: OfficeFiles, workspace: Workspace) -> bool:
    """Whether all that was read of plans stands in files of their names."""
    paths = {path: plan for plan, own in data.plans.items() for path in own if path in workspace.trees}
    texts = {path: workspace.trees[path].entries.get("id" if is_plan(path) else "plan") for path in paths}
    return all(text is not None and text.text == paths[path] for path, text in texts.items())
