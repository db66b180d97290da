"""Nodes to a Workspace: which file holds what, which ids exist, and every error with its place."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Mapping as Mapping_
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from planbook.loading.data_file import REGISTER_KINDS, REGISTERS, DataFile, kind_of, laid_over, misplaced, tree_of
from planbook.loading.items import with_items
from planbook.loading.kept_registers import KeptRegisters
from planbook.loading.known_ids import ids_by_kind, repeated_ids
from planbook.loading.period_results import doubled_files, misnamed, of_plan
from planbook.loading.refusals import Lines, lines_of, refused
from planbook.loading.register_extract import RegisterExtract
from planbook.loading.rings import rings_of_plans, rings_of_registers
from planbook.loading.shared_registers import shared_ids, with_shared, words_of
from planbook.messages.diagnostics import (
    Allowance,
    BuildStopped,
    Diagnostic,
    Refusal,
    Span,
    Text,
    in_order,
    stop_the_build,
)
from planbook.model.agency import AgencyChangeFile, AgencyFile, LocalityFile
from planbook.model.entry import Entry, IdsByKind
from planbook.model.legal import LegalDocumentFile
from planbook.model.mentions import mentions
from planbook.model.nearness import nearest
from planbook.model.office import Office
from planbook.model.opinion import OpinionFile
from planbook.model.plan import Plan, SealFile
from planbook.model.programme import FundingSourceFile, IndicatorFile, ProgrammeFile
from planbook.model.results import PeriodResults
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import PLANS, as_read, plan_of
from planbook.repository.files import Files, not_a_file, read_folder, read_own_file
from planbook.text.comments import allowances
from planbook.text.node import Mapping, Scalar

# The kind of thing that an entry of a list of this name is, inside plans.
_PLAN_KINDS = {
    "targets": "target",
    "results": "target",
    "figures": "figure",
    "deadlines": "deadline",
    "footnotes": "footnote",
}
_UNNUMBERED = {"", "budget", "lines"}  # the plan itself and its money have ids, but no number that a text could name


_Kind = TypeVar("_Kind", bound=Entry)
WordsElsewhere = Callable[[Workspace, IdsByKind], Iterable[str]]


class UnknownPlan(Refusal):
    """A plan was named that data/plans/ does not hold."""

    exit_code = 2

    def __init__(self, name: str, plans: list[str]) -> None:
        super().__init__(
            Text("there is no plan “{name}” in data/plans/, only: {known}", {"name": name, "known": ", ".join(plans)})
        )


def plan_named(workspace: Workspace, name: str) -> Plan:
    """The plan of a name; raises `UnknownPlan`."""
    if name not in workspace.plans:
        raise UnknownPlan(name, list(workspace.plans))
    return workspace.plans[name]


def load(folder: Path) -> tuple[Workspace, list[Diagnostic]]:
    """Read a data folder; the workspace holds what could be read, the diagnostics everything else.

    Raises `OSError` where the machine refuses to read.
    """
    return load_files(read_folder(folder))


def load_files(
    files: Files, unread: Mapping_[str, Collection[str]] = {}, extract: RegisterExtract | None = None
) -> tuple[Workspace, list[Diagnostic]]:
    """Make a workspace of files of a folder or a git revision; of `unread` ones only the id of the plan and the shared ids wanted are known.

    Of registers it holds an `extract` alone, with what is shared of it, though no file names that.
    """
    return load_with_ids(files, unread, extract=extract)[:2]


def load_with_ids(
    files: Files,
    unread: Mapping_[str, Collection[str]] = {},
    registers: KeptRegisters | None = None,
    extract: RegisterExtract | None = None,
    words_elsewhere: WordsElsewhere | None = None,
) -> tuple[Workspace, list[Diagnostic], IdsByKind]:
    """The same with all ids that the files may name; registers that were `kept`, as the files still hold them, are not read.

    What `unread` files name may also be told when registers and ids are there, as `words_elsewhere`.
    """
    findings = list(files.findings)
    trees: list[DataFile] = []
    to_read = files.contents.keys() - unread.keys() - (registers.trees.keys() if registers else set())
    for path in as_read(to_read):
        tree, problems = tree_of(path, files.contents[path], kind_of(path), extract.strangers if extract else None)
        odd = misplaced(tree) if tree else None
        findings += [*problems, *filter(None, [odd])]
        trees += [tree] if tree and not odd else []
    if not files.contents:
        findings.append(
            Diagnostic(
                "empty-file",
                Span("data"),
                Text("the folder holds no .yaml file"),
                Text("put the office's registers and plans/ there; “init FOLDER” makes a new office's folder"),
            )
        )
    misread = {diagnostic.span.place for diagnostic in findings}
    unknown = _out_of_reach(to_read, trees, findings)
    unknown |= {f"plan/{plan_of(path)}" for path in unread}
    ids, repeated = ids_by_kind(trees, unknown)
    ids = dict(registers.ids) | {"plan": ids["plan"]} if registers else ids | _shared_ids(trees)
    findings += repeated
    findings += doubled_files(trees)
    entries: list[Entry] = []
    paths = {own: file.path for file in trees if file.kind is Plan and (own := _own_id(file))}
    plans: dict[str, Plan] = {}
    local = {own: _local_ids(file) for file in trees if file.kind is Plan and (own := _own_id(file))}
    # Results name what stands in their plan, so the plans are read before them.
    for file in sorted(trees, key=lambda file: file.kind is PeriodResults):
        findings += [*repeated_ids(file), *misnamed(file, paths)]
        of_plan_alone = of_plan(file, local, plans) if file.kind is PeriodResults else {}
        entry, problems = _validate(file, {**ids, **of_plan_alone})
        # What stands where the reader found something wrong has its finding already.
        findings += [diagnostic for diagnostic in problems if diagnostic.span.place not in misread]
        if entry is not None:
            entries.append(entry)
        if isinstance(entry, Plan):
            plans[entry.id] = entry
    accepted = tuple(
        allowance for path in files.contents if path in to_read for allowance in allowances(path, files.contents[path])
    )
    nodes = {file.path: file.root for file in trees}
    workspace = _workspace(entries, accepted, Lines(files.contents), nodes)
    if registers:
        workspace = registers.put_into(workspace)
        findings += rings_of_plans(workspace)
    else:
        words = {**{file.path: words_of(file.root) for file in trees}, **unread}
        words_of_files = (word for path in files.contents for word in words.get(path, ()))
        elsewhere = words_elsewhere(workspace, ids) if words_elsewhere else ()
        shared = extract.shared if extract else ()
        workspace = with_shared(workspace, chain(words_of_files, shared, elsewhere), plans_elsewhere=bool(unread))
        findings += [*rings_of_registers(workspace), *rings_of_plans(workspace)]
    return workspace, in_order(with_items(findings, nodes)), ids


def _shared_ids(files: Iterable[DataFile]) -> dict[str, set[str]]:
    return shared_ids(file.root for file in files if file.kind is LocalityFile)


def sound(files: Files) -> Workspace:
    """The workspace of files without an error; raises `BuildStopped` with all that is wrong."""
    workspace, findings = load_files(files)
    if stop_the_build(findings):
        raise BuildStopped(findings, workspace.lines)
    return workspace


def load_entry(
    path: Path, shown_as: str, kind: type[_Kind], shipped: Mapping_[str, Any] | None = None
) -> tuple[_Kind | None, list[Diagnostic], list[str]]:
    """Read one file by itself, as `entry_of` does its content."""
    return entry_of(read_own_file(path, shown_as), shown_as, kind, shipped)


def entry_of(
    content: bytes | None, shown_as: str, kind: type[_Kind], shipped: Mapping_[str, Any] | None = None
) -> tuple[_Kind | None, list[Diagnostic], list[str]]:
    """Read a file's content by itself, so that nobody knows what registers hold: the entry, what is wrong with it, its lines.

    What it does not say is as `shipped` has it.
    """
    file, findings = (None, [not_a_file(shown_as)]) if content is None else tree_of(shown_as, content, kind)
    if findings or file is None or content is None:
        return None, findings, lines_of(content or b"")
    if shipped:
        file.plain = laid_over(file.plain, shipped)
    entry, problems = _validate(file, {})
    findings = in_order(with_items([*repeated_ids(file), *problems], {shown_as: file.root}))
    return cast("_Kind | None", entry), findings, lines_of(content)


def _out_of_reach(paths: Collection[str], trees: list[DataFile], findings: list[Diagnostic]) -> set[str]:
    """The kinds whose register is there but cannot be read, and the ids of such plans as `plan/id`."""
    odd = {*paths} - {file.path for file in trees}
    odd |= {diagnostic.span.path for diagnostic in findings if diagnostic.check in ("not-a-file", "unexpected-file")}
    unread: set[str] = set()
    for path in odd:
        kind, name = path.split("/")[1], path.rpartition("/")[2]
        if kind == PLANS:
            unread.add(f"plan/{name.rpartition('.')[0]}")
        elif register := REGISTERS.get(f"{kind}.yaml") or REGISTERS.get(nearest(name, REGISTERS)):
            unread |= {REGISTER_KINDS[part] for part in register.model_fields if part in REGISTER_KINDS}
    for file in trees:
        for part in file.kind.model_fields.keys() & REGISTER_KINDS.keys() if file.kind is not Plan else ():
            listed = file.root.entries.get(part)
            if (listed is None and file.root.entries.keys() - file.kind.model_fields) or isinstance(
                listed, Scalar | Mapping
            ):
                unread.add(REGISTER_KINDS[part])
    return unread | {"project"} if "programme" in unread else unread


def _validate(file: DataFile, ids: IdsByKind) -> tuple[Entry | None, list[Diagnostic]]:
    """The entry that a file describes, or everything that keeps it from being one."""
    plan = _own_id(file) or None
    findings: list[Diagnostic] = []
    if file.kind is Plan:
        ids = {**ids, **_local_ids(file)}
        findings += _unprinted_figures(file, plan)
    try:
        return file.kind.model_validate(file.plain, context=ids or None), findings
    except ValidationError as error:
        return None, findings + refused(file, plan, error)


def _own_id(file: DataFile) -> str:
    """The id of the plan that a file is, or has results of; nothing where it says none."""
    own = file.root.entries.get("id" if file.kind is Plan else "plan")
    return own.text if isinstance(own, Scalar) and file.kind in (Plan, PeriodResults) else ""


def _local_ids(file: DataFile) -> dict[str, set[str]]:
    local: dict[str, set[str]] = {kind: set() for kind in (*_PLAN_KINDS.values(), "item", "place")}
    for owner, node in file.ids:
        local["place"].add(node.text)
        if owner in _UNNUMBERED:
            continue
        kind = _PLAN_KINDS.get(owner, "item")
        local[kind].add(node.text)
        if kind == "target":
            local["figure"].add(node.text)
            local["item"].add(node.text)
    return local


def _unprinted_figures(file: DataFile, plan: str | None) -> Iterator[Diagnostic]:
    """Find figures and footnotes that no text of the plan prints: they would be lost in every output."""
    printed = {(mention["kind"], mention["id"]) for text in file.texts for mention in mentions(text)}
    for owner, node in file.ids:
        kind, span = _PLAN_KINDS.get(owner, ""), Span(file.path, node.line, node.column, node.length)
        values = {"id": node.text[:80], "kind": kind}
        mend = Text("write {{{kind}:{id}}} in the text where it belongs", values)
        if owner == "figures" and (kind, node.text) not in printed:
            fact = Text("no text prints the figure “{id}”", values)
            yield Diagnostic("unprinted-figure", span, fact, mend, plan=plan)
        elif owner == "footnotes" and (kind, node.text) not in printed:
            fact = Text("no text mentions the footnote “{id}”", values)
            yield Diagnostic("unprinted-footnote", span, fact, mend, plan=plan)


def _workspace(
    entries: list[Entry],
    accepted: tuple[Allowance, ...],
    lines: Mapping_[str, Sequence[str]],
    trees: Mapping_[str, Mapping],
) -> Workspace:
    """Gather the entries of all files by kind and id."""
    by_class: dict[type[Entry], list[Any]] = {}
    for entry in entries:
        by_class.setdefault(type(entry), []).append(entry)

    def listed(kind: type[Entry], name: str) -> Iterator[Any]:
        """What the files of a register list under a name, file by file."""
        return chain.from_iterable(getattr(file, name) for file in by_class.get(kind, ()))

    def register(kind: type[Entry], name: str) -> dict[str, Any]:
        return {entry.id: entry for entry in listed(kind, name)}

    results: dict[str, list[PeriodResults]] = {}
    for entry in by_class.get(PeriodResults, ()):
        results.setdefault(entry.plan, []).append(entry)
    programmes = register(ProgrammeFile, "programmes")
    projects = {project.id: project for programme in programmes.values() for project in programme.all_projects}
    return Workspace(
        localities=register(LocalityFile, "localities"),
        ended_kinds=tuple(listed(LocalityFile, "ended_kinds")),
        agencies=register(AgencyFile, "agencies") | register(AgencyFile, "groups"),
        agency_changes=register(AgencyChangeFile, "changes"),
        document_types=register(LegalDocumentFile, "types"),
        documents=register(LegalDocumentFile, "documents"),
        standards=register(IndicatorFile, "standards"),
        indicators=register(IndicatorFile, "indicators"),
        programmes=programmes,
        projects=projects,
        funding_sources=register(FundingSourceFile, "sources"),
        office=next(iter(by_class.get(Office, ())), Office()),
        plans={entry.id: entry for entry in entries if isinstance(entry, Plan)},
        results={plan: tuple(sorted(periods, key=PeriodResults.order)) for plan, periods in results.items()},
        seals={entry.plan: entry for entry in entries if isinstance(entry, SealFile)},
        opinions={entry.plan: entry for entry in entries if isinstance(entry, OpinionFile)},
        allowances=accepted,
        lines=lines,
        trees=trees,
    )
