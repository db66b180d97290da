"""A check of all plans of an office: of all together, or where there are many of some at a time, which are let go when they have been looked at.

What is looked at together is a guess from the words of files, held against what they say when they are read: where that is wrong, or where
anything but the findings of checks is to be told, all are read together.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from planbook.checks import OF_ALL_PLANS, checks, diagnostics_of
from planbook.loading.data_file import kind_of, tree_of
from planbook.loading.kept_registers import REGISTERS_IN_WORKSPACE, KeptRegisters
from planbook.loading.shared_registers import shared_ids_of, words_of
from planbook.messages.diagnostics import Diagnostic, in_order, stop_the_build
from planbook.model.agency import AgencyGroup
from planbook.model.entry import IdsByKind
from planbook.model.register_indexes import indexes_of
from planbook.model.responsibility import PlanGroups, groups_of_plans
from planbook.model.series import newest_locality
from planbook.model.workspace import Workspace
from planbook.outputs.check_record import PlanRecord
from planbook.outputs.division import Neighbours, Ties
from planbook.outputs.office_files import OfficeFiles
from planbook.outputs.plan_records import (
    findings_by_plan,
    have_their_names,
    loaded_part,
    plan_records,
    plans_with_files,
)

AT_ONCE = 100  # plans, or
_PARTS = 20  # of them all: what is worked out of registers is so for each
_PLACE = re.compile(rb"(?:place|jurisdiction)[\"']?\s*:\s*[\"']?([a-z0-9-]+)")
# In a line without a comment: values of keys, alone or between braces, mentions, entries of lists.
_NAMING = re.compile(
    rb"(?:^ *+(?:- ++)*+|[{,] *+)(?!id:)[a-z_]++: *+([a-z0-9-]++)(?= *+(?:[},|]|$))"
    rb"|(?:^ *+- ++|[\[,] *+)([a-z0-9-]++)(?= *+(?:[\],]|$))"
)
_OF_PLANS = ("plans", "results", "seals", "opinions")
# What may be found in registers where all is kept for the next check; which of plans too, but for those of all.
IN_REGISTERS = OF_ALL_PLANS | {"document-type-code", "period-differs", "unused-allow"}


def checked_together(data: OfficeFiles) -> "CheckedPlans":
    """What is wrong with all plans of an office, of which all were read."""
    workspace, problems, ids = loaded_part(data, {})
    if stop_the_build(problems):
        return CheckedPlans(workspace, problems, ids, {}, None)
    findings = findings_by_plan(data, diagnostics_of(workspace, checks().keys()), workspace)
    may_be_kept = not _is_more_to_tell(data, problems) and have_their_names(data, workspace)
    if not may_be_kept or any(finding.check not in IN_REGISTERS for finding in findings.get("", ())):
        return CheckedPlans(workspace, problems, ids, findings, None)
    return CheckedPlans(workspace, problems, ids, findings, dict(plan_records(data, workspace, findings, ids)))


def checked_in_portions(data: OfficeFiles, root: Path) -> "CheckedPlans | None":
    """The same of plans that were read in portions; the workspace holds those that bring files. None where there are few, or they must be read together."""
    if len(data.plans) <= AT_ONCE:
        return None
    of_plans = [path for paths in data.plans.values() for path in paths]
    registers, problems, ids = loaded_part(
        data, dict.fromkeys(of_plans, ()), words_elsewhere=partial(_words_of_plans, data)
    )
    portions = [] if _is_more_to_tell(data, problems) else [*_portions(data, registers)]
    if len(portions) < 2:
        return None
    own: dict[str, Any] = {kind: ids_of_kind for kind, ids_of_kind in ids.items() if kind != "plan"}
    entries = {name: getattr(registers, name) for name in REGISTERS_IN_WORKSPACE}
    last = KeptRegisters(entries, own, registers.trees, indexes_of(registers))
    findings: dict[str, list[Diagnostic]] = {}
    of_registers: dict[object, Diagnostic] = {}
    records: dict[str, PlanRecord] = {}
    works: dict[str, PlanGroups] = {}
    with_files: dict[str, Any] = {name: {} for name in _OF_PLANS}
    for ties in portions:
        portion = _checked_portion(data, last, ties)
        if portion is None:
            return None
        of_registers |= {finding.as_printed: finding for finding in portion.findings.pop("", ())}
        findings |= portion.findings
        records |= portion.records
        works |= portion.works
        bringing = plans_with_files(root, portion.records)
        for name, entries in with_files.items():
            entries |= {plan: entry for plan, entry in portion.entries[name].items() if plan in bringing}
        del portion  # before the next one is read
    of_all = replace(registers, groups_elsewhere=tuple(works[plan] for plan in data.plans))
    wrong = [*diagnostics_of(of_all, OF_ALL_PLANS), *of_registers.values()]
    findings |= findings_by_plan(data, wrong, registers)
    if any(finding.check not in IN_REGISTERS for finding in findings.get("", ())):
        return None
    records = {plan: records[plan] for plan in data.plans}
    return CheckedPlans(replace(registers, **with_files), data.files.findings, ids, findings, records)


def _checked_portion(data: OfficeFiles, last: KeptRegisters, ties: Mapping[str, Ties]) -> "_Portion | None":
    """What is wrong with some plans, if it can be told of them alone."""
    left = {path: () for plan, paths in data.plans.items() if plan not in ties for path in paths}
    part, problems, ids = loaded_part(data, left, last)
    if _is_more_to_tell(data, problems) or not have_their_names(data, part):
        return None
    wrong = diagnostics_of(part, checks().keys() - OF_ALL_PLANS)
    findings = findings_by_plan(data, (finding for finding in wrong if data.owner(finding.span.path)), part)
    records = dict(plan_records(data, part, findings, ids))
    if records.keys() != ties.keys() or any(not _are_tied(entry, ties[plan]) for plan, entry in records.items()):
        return None
    findings[""] = [finding for finding in wrong if not data.owner(finding.span.path)]
    works = {work.id: work for work in groups_of_plans(part.plans.values(), part.agencies)}
    return _Portion(findings, records, works, {name: getattr(part, name) for name in _OF_PLANS})


def _is_more_to_tell(data: OfficeFiles, findings: list[Diagnostic]) -> bool:
    """Whether anything is wrong but with what lies in the folder."""
    return len(findings) > len(in_order(data.files.findings))


def _are_tied(entry: PlanRecord, ties: Ties) -> bool:
    """Whether what a plan hangs on is what its portion was told by."""
    return ties.places >= {entry["place"], *entry["share_places"]} and ties.names >= {*entry["names"]}


def _portions(data: OfficeFiles, registers: Workspace) -> Iterator[dict[str, Ties]]:
    """The plans that are looked at together, with all that may tie them to others."""
    places = {id_: newest_locality(registers.localities, id_) for id_ in registers.localities}
    ties = {}
    for plan, paths in data.plans.items():
        words = {word.decode() for path in paths for word in _PLACE.findall(data.files.contents[path])}
        ties[plan] = Ties(frozenset(places[word] for word in words & places.keys()), frozenset(data.named_by(plan)))
    most = max(AT_ONCE, len(ties) // _PARTS)
    neighbours, left, portion = Neighbours(ties), dict.fromkeys(ties), dict[str, Ties]()
    while left:
        together = neighbours.together([next(iter(left))])
        if portion and len(portion) + len(together) > most:
            yield portion
            portion = {}
        portion |= {plan: ties[plan] for plan in together}
        for plan in together:
            del left[plan]
    yield portion


def _words_of_plans(data: OfficeFiles, registers: Workspace, ids: IdsByKind) -> Iterator[str]:
    """What plans name of what is shared, and of groups that may lead to more of it; a file is read where its lines alone do not tell."""
    groups = (entry for entry in registers.agencies.values() if isinstance(entry, AgencyGroup))
    left = shared_ids_of(ids) | {group.id for group in groups if group.member_rule}
    for plan, paths in data.plans.items():
        perhaps = left & data.words_of(plan)
        for path in paths:
            content = data.files.contents[path]
            words = {word for word in perhaps if _is_named(word.encode(), content)}
            yield from words
            left -= words
            perhaps -= words
            if perhaps or b"\\" in content:  # an id may be written with them
                tree, _ = tree_of(path, content, kind_of(path))
                words = left.intersection(words_of(tree.root)) if tree else set()
                yield from words
                left -= words


def _is_named(word: bytes, content: bytes) -> bool:
    """Whether a line of a file tells by itself that it names an id."""
    at = content.find(word)
    while at >= 0:
        begin, end = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at)
        line = content[begin : end if end >= 0 else len(content)]
        if b"#" not in line and any(word in match for match in _NAMING.findall(line)):
            return True
        at = content.find(word, begin + len(line))
    return False


@dataclass(frozen=True)
class CheckedPlans:
    """What a check of all plans leaves: a workspace, what was wrong when it was read, all ids, the findings of each plan and, under "", of registers, and the plans' records, if they may be kept."""

    workspace: Workspace
    problems: list[Diagnostic]
    ids: IdsByKind
    findings: dict[str, list[Diagnostic]]
    records: dict[str, PlanRecord] | None


@dataclass(frozen=True)
class _Portion:
    """What the check of some plans leaves, and the plans with what belongs to them."""

    findings: dict[str, list[Diagnostic]]
    records: dict[str, PlanRecord]
    works: dict[str, PlanGroups]
    entries: dict[str, Mapping[str, Any]]
