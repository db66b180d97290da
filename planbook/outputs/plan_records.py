"""What the findings of each plan hang on, as the check of a workspace leaves it for the next one."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import chain
from pathlib import Path

from planbook.checks import as_accepted, checks
from planbook.loading.data_file import REGISTER_PARTS
from planbook.loading.items import with_items
from planbook.loading.kept_registers import KeptRegisters
from planbook.loading.shared_registers import all_texts, shared_ids_of, words_of
from planbook.loading.workspace import WordsElsewhere, load_with_ids
from planbook.messages.diagnostics import Allowance, Diagnostic
from planbook.model.agency import AgencyGroup
from planbook.model.entry import IdsByKind
from planbook.model.plan import Plan
from planbook.model.plan_words import PlanWords
from planbook.model.register_indexes import take_indexes
from planbook.model.responsibility import named_agencies
from planbook.model.series import newest_locality
from planbook.model.workspace import Workspace
from planbook.outputs.check_record import PlanRecord
from planbook.outputs.findings_by_file import kept_texts
from planbook.outputs.office_files import OfficeFiles
from planbook.repository.data_paths import ATTACHMENTS, is_plan
from planbook.wording.typed_names import TypedNames


def loaded_part(
    data: OfficeFiles,
    unread: Mapping[str, Collection[str]],
    registers: KeptRegisters | None = None,
    words_elsewhere: WordsElsewhere | None = None,
) -> tuple[Workspace, list[Diagnostic], IdsByKind]:
    """An office but for files that stay `unread`, on the day of the check, with what is wrong with the others and all ids."""
    workspace, findings, ids = load_with_ids(
        data.files, unread=unread, registers=registers, words_elsewhere=words_elsewhere
    )
    workspace = replace(workspace, day=data.day)
    take_indexes(workspace, registers.indexes if registers else {})
    return workspace, findings, ids


def findings_by_plan(
    data: OfficeFiles, findings: Iterable[Diagnostic], workspace: Workspace
) -> dict[str, list[Diagnostic]]:
    """The findings of each plan and, under "", of registers, as the comments of their files accept them."""
    names = checks().keys()
    own: dict[str, tuple[list[Diagnostic], list[Allowance]]] = {}
    for finding in findings:
        own.setdefault(data.owner(finding.span.path), ([], []))[0].append(finding)
    for allowance in workspace.allowances:
        own.setdefault(data.owner(allowance.span.path), ([], []))[1].append(allowance)
    return {plan: [*with_items(as_accepted(*parts, names), workspace.trees)] for plan, parts in own.items()}


def plan_records(
    data: OfficeFiles, workspace: Workspace, own: Mapping[str, list[Diagnostic]], ids: IdsByKind
) -> Iterator[tuple[str, PlanRecord]]:
    """What is to be known of the plans of a workspace."""
    shared = shared_ids_of(ids)
    registered = {id_ for name in REGISTER_PARTS for id_ in getattr(workspace, name)}
    for id_, plan in workspace.plans.items():
        words = words_of_plan(data, workspace, id_)
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
                shared=shared_words(words, shared),
                units=sorted((plan_words := PlanWords.of([plan])).units),
                titles=sorted(plan_words.titles),
                has_files=any(appendix.file for appendix in plan.appendices or ()),
                findings=kept_texts(own.get(id_, [])),
            ),
        )


def words_of_plan(data: OfficeFiles, workspace: Workspace, plan: str) -> dict[str, list[str]]:
    """The words of the files of a plan, by their paths."""
    return {path: [*dict.fromkeys(words_of(workspace.trees[path]))] for path in data.plans[plan]}


def shared_words(words: Mapping[str, list[str]], shared: Collection[str]) -> list[str]:
    """The ids of what is shared that the files of a plan name."""
    return [word for own in words.values() for word in own if word in shared]


def _typed(workspace: Workspace, plan: Plan, words: Mapping[str, list[str]]) -> list[str]:
    """The ids by which is told what the typed names in the files of a plan mean, of which these are the words."""
    names, first = TypedNames(workspace, plan, {}), {*chain(*words.values())}
    texts = chain.from_iterable(all_texts(workspace.trees[path]) for path in words)
    return sorted({id_ for text in texts for id_ in names.bearer_ids(text, first)})


def key_of_ids(workspace: Workspace) -> str:
    """A hash of what registers hold, in their order: what is shared is there because a plan names it."""
    return sha256(repr([[*getattr(workspace, name)] for name in REGISTER_PARTS]).encode()).hexdigest()


def _groups(workspace: Workspace, plan: Plan) -> str:
    """What a plan has to do with groups of agencies, as far as other plans' findings hang on it."""
    groups = {name for name in named_agencies(plan) if isinstance(workspace.agencies[name], AgencyGroup)}
    return repr((sorted(groups), plan.issuer, plan.day.isoformat(), plan.period.last.isoformat()))


def have_their_names(data: OfficeFiles, workspace: Workspace) -> bool:
    """Whether all that was read of plans stands in files of their names."""
    paths = {path: plan for plan, own in data.plans.items() for path in own if path in workspace.trees}
    texts = {path: workspace.trees[path].entries.get("id" if is_plan(path) else "plan") for path in paths}
    return all(text is not None and text.text == paths[path] for path, text in texts.items())


def plans_with_files(root: Path, records: Mapping[str, PlanRecord]) -> set[str]:
    """The plans, among some, that bring files of their own, or have a folder for them."""
    folders = {name for _, names, _ in os.walk(root / "data" / ATTACHMENTS) for name in names}
    return {plan for plan, entry in records.items() if entry["has_files"] or plan in folders}
