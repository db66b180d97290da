"""Nodes to a Workspace: which file holds what, which ids exist, and every error with its place."""

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Mapping_
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from planbook.loading.data_file import REGISTERS, DataFile, kind_of, laid_over, tree_of
from planbook.loading.items import with_items
from planbook.loading.period_results import misnamed, of_plan
from planbook.loading.refusals import Lines, lines_of, refused
from planbook.loading.rings import rings
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
from planbook.model.entry import OVER_100, Entry, IdsByKind, is_id, mentions, nearest
from planbook.model.legal import LegalDocumentFile
from planbook.model.office import Office
from planbook.model.opinion import OpinionFile
from planbook.model.plan import Plan, SealFile
from planbook.model.programme import FundingSourceFile, IndicatorFile, ProgrammeFile
from planbook.model.results import PeriodResults
from planbook.model.workspace import Workspace
from planbook.repository.files import Files, not_a_file, read_folder, read_own_file
from planbook.text.comments import allowances
from planbook.text.node import Mapping, Scalar

# The kind of thing that an entry of a list of this name is; inside registers, then inside plans.
_REGISTER_KINDS = {
    "agencies": "agency",
    "groups": "agency",
    "changes": "agency change",
    "localities": "locality",
    "types": "document type",
    "documents": "document",
    "standards": "standard of counting",
    "indicators": "indicator",
    "programmes": "programme",
    "projects": "project",
    "sources": "funding source",
}
_PLAN_KINDS = {
    "targets": "target",
    "results": "target",
    "figures": "figure",
    "deadlines": "deadline",
    "footnotes": "footnote",
}
_UNNUMBERED = {"", "budget", "lines"}  # the plan itself and its money have ids, but no number that a text could name


_Kind = TypeVar("_Kind", bound=Entry)


class UnknownPlan(Refusal):
    """A plan was named that data/plans/ does not hold."""

    exit_code = 2

    def __init__(self, name: str, plans: list[str]) -> None:
        super().__init__(
            Text("there is no plan “{name}” in data/plans/, only: {known}", {"name": name, "known": ", ".join(plans)})
        )


def load(folder: Path, shown_as: str = "data") -> tuple[Workspace, list[Diagnostic]]:
    """Read a data folder; the workspace holds what could be read, the diagnostics everything else.

    Paths in diagnostics begin with `shown_as`. Raises `OSError` where the machine refuses to read.
    """
    return load_files(read_folder(folder, shown_as), shown_as)


def load_files(
    files: Files,
    shown_as: str = "data",
    unread: Mapping_[str, Collection[str]] = {},
) -> tuple[Workspace, list[Diagnostic]]:
    """Make a workspace of files of a folder or a git revision; of `unread` ones only the id of the plan and the shared ids wanted are known."""
    findings = list(files.findings)
    trees: list[DataFile] = []
    for path, content in files.contents.items():
        if path in unread:
            continue
        kind = kind_of(path.removeprefix(f"{shown_as}/"))
        tree, problems = tree_of(path, content, kind)
        findings += problems
        trees += [tree] if tree else []
    if not files.contents:
        findings.append(
            Diagnostic(
                "empty-file",
                Span(shown_as),
                Text("the folder holds no .yaml file"),
                Text("put the office's registers and plans/ there; “init FOLDER” makes a new office's folder"),
            )
        )
    misread = {diagnostic.span.place for diagnostic in findings}
    unknown = _out_of_reach(files.contents.keys() - unread.keys(), trees, findings)
    unknown |= {f"plan/{_stem(path)}" for path in unread}
    ids, repeated = _ids_by_kind(trees, unknown)
    ids |= shared_ids(file.root for file in trees if file.kind is LocalityFile)
    findings += repeated
    entries: list[Entry] = []
    local = {own: _local_ids(file) for file in trees if file.kind is Plan and (own := _own_id(file))}
    # Results name what stands in their plan, so the plans are read before them.
    for file in sorted(trees, key=lambda file: file.kind is PeriodResults):
        findings += [*_repeated_ids(file), *misnamed(file, shown_as)]
        of_plan_alone = of_plan(file, local, entries) if file.kind is PeriodResults else {}
        entry, problems = _validate(file, {**ids, **of_plan_alone})
        # What stands where the reader found something wrong has its finding already.
        findings += [diagnostic for diagnostic in problems if diagnostic.span.place not in misread]
        if entry is not None:
            entries.append(entry)
    accepted = tuple(allowance for path, content in files.contents.items() for allowance in allowances(path, content))
    nodes = {file.path: file.root for file in trees}
    workspace = _workspace(entries, accepted, Lines(files.contents), nodes)
    words = {**{file.path: words_of(file.root) for file in trees}, **unread}
    workspace = with_shared(workspace, (word for path in files.contents for word in words.get(path, ())))
    return workspace, in_order(with_items([*findings, *rings(workspace)], nodes))


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
    findings = in_order(with_items([*_repeated_ids(file), *problems], {shown_as: file.root}))
    return cast("_Kind | None", entry), findings, lines_of(content)


def _out_of_reach(paths: Collection[str], trees: list[DataFile], findings: list[Diagnostic]) -> set[str]:
    """The kinds whose register is there but cannot be read, and the ids of such plans as `plan/id`."""
    odd = {*paths} - {file.path for file in trees}
    odd |= {diagnostic.span.path for diagnostic in findings if diagnostic.check in ("not-a-file", "unexpected-file")}
    unread: set[str] = set()
    for path in odd:
        folder, _, name = path.rpartition("/")
        if folder.endswith("/plans"):
            unread.add(f"plan/{_stem(path)}")
        elif register := REGISTERS.get(nearest(name, REGISTERS)):
            unread |= {_REGISTER_KINDS[part] for part in register.model_fields if part in _REGISTER_KINDS}
    for file in trees:
        for part in file.kind.model_fields.keys() & _REGISTER_KINDS.keys() if file.kind is not Plan else ():
            listed = file.root.entries.get(part)
            if (listed is None and file.root.entries.keys() - file.kind.model_fields) or isinstance(
                listed, Scalar | Mapping
            ):
                unread.add(_REGISTER_KINDS[part])
    return unread | {"project"} if "programme" in unread else unread


def _stem(path: str) -> str:
    """The name of a file without folder and ending, which is the id of its plan."""
    return path.rpartition("/")[2].rpartition(".")[0]


def _repeated_ids(file: DataFile) -> Iterator[Diagnostic]:
    """Find an id that stands twice in one file: in a plan over all items, in a register within its kind."""
    first: dict[tuple[str, str], Scalar] = {}
    for owner, node in file.ids:
        kind = "" if file.kind is Plan else _REGISTER_KINDS.get(owner, owner)
        earlier = first.setdefault((kind, node.text), node)
        if earlier is not node:
            yield _duplicate(file.path, node, file.path, earlier.line)


def _duplicate(path: str, node: Scalar, other_path: str, other_line: int) -> Diagnostic:
    return Diagnostic(
        "duplicate-id",
        Span(path, node.line, node.column, node.length),
        Text(
            "“{id}” is already the id of {path}:{line}",
            {"id": node.text[:80], "path": other_path, "line": other_line},
        ),
        Text("give one of the two another id"),
    )


def _ids_by_kind(files: list[DataFile], unread: set[str]) -> tuple[dict[str, set[str]], list[Diagnostic]]:
    """The ids of all registers by kind and of all plans, and the plans whose id another plan has.

    Kinds that are `unread` stay away, so that one broken register does not make every reference wrong.
    """
    ids_by_kind: dict[str, set[str]] = {kind: set() for kind in _REGISTER_KINDS.values()}
    ids_by_kind["plan"] = {name.removeprefix("plan/") for name in unread if name.startswith("plan/")}
    plans: dict[str, tuple[str, int]] = {}
    findings = []
    # Of several plans with one id the file of that name has it.
    for file in sorted(files, key=lambda file: not _has_name(file)):
        if file.kind is not Plan:
            for owner, node in file.ids:
                ids_by_kind.setdefault(_REGISTER_KINDS.get(owner, owner), set()).add(node.text)
            ids_by_kind.setdefault(OVER_100, set()).update(_over_100(file))
            continue
        own = file.root.entries.get("id")
        if not isinstance(own, Scalar):
            continue
        ids_by_kind["plan"].add(own.text)
        earlier = plans.setdefault(own.text, (file.path, own.line))
        if earlier[0] != file.path:
            findings.append(_duplicate(file.path, own, *earlier))
        elif not _has_name(file) and is_id(own.text):
            findings.append(
                Diagnostic(
                    "plan-file-name",
                    Span(file.path, own.line, own.column, own.length),
                    Text("plan “{id}” stands in {path}", {"id": own.text, "path": file.path}),
                    Text("rename the file to {id}.yaml", {"id": own.text}),
                )
            )
    return {kind: ids for kind, ids in ids_by_kind.items() if kind not in unread}, findings


def _over_100(file: DataFile) -> Iterator[str]:
    """The ids of indicators whose shares may be above 100%."""
    listed = file.plain.get("indicators")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and entry.get("over_100") == "true":
            yield str(entry.get("id"))


def _has_name(file: DataFile) -> bool:
    """Whether a file has the name of its plan."""
    own = file.root.entries.get("id")
    return isinstance(own, Scalar) and file.path.endswith(f"/{own.text}.yaml")


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
    lines: Mapping_[str, list[str]],
    trees: Mapping_[str, Mapping],
) -> Workspace:
    """Gather the entries of all files by kind and id."""
    by_class = {type(entry): entry for entry in entries}

    def register(kind: type[Entry], name: str) -> dict[str, Any]:
        file = by_class.get(kind)
        return {entry.id: entry for entry in getattr(file, name)} if file else {}

    results: dict[str, list[PeriodResults]] = {}
    for entry in entries:
        if isinstance(entry, PeriodResults):
            results.setdefault(entry.plan, []).append(entry)
    programmes = register(ProgrammeFile, "programmes")
    projects = {project.id: project for programme in programmes.values() for project in programme.all_projects}
    return Workspace(
        localities=register(LocalityFile, "localities"),
        ended_kinds=getattr(by_class.get(LocalityFile), "ended_kinds", ()),
        agencies=register(AgencyFile, "agencies") | register(AgencyFile, "groups"),
        agency_changes=register(AgencyChangeFile, "changes"),
        document_types=register(LegalDocumentFile, "types"),
        documents=register(LegalDocumentFile, "documents"),
        standards=register(IndicatorFile, "standards"),
        indicators=register(IndicatorFile, "indicators"),
        programmes=programmes,
        projects=projects,
        funding_sources=register(FundingSourceFile, "sources"),
        office=cast("Office", by_class.get(Office, Office())),
        plans={entry.id: entry for entry in entries if isinstance(entry, Plan)},
        results={plan: tuple(sorted(periods, key=PeriodResults.order)) for plan, periods in results.items()},
        seals={entry.plan: entry for entry in entries if isinstance(entry, SealFile)},
        opinions={entry.plan: entry for entry in entries if isinstance(entry, OpinionFile)},
        allowances=accepted,
        lines=lines,
        trees=trees,
    )
