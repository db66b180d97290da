"""Nodes to a Workspace: which file holds what, which ids exist, and every error with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from planbook.diagnostics import Diagnostic, Span, Text, in_order
from planbook.model.agency import AgencyFile, LocalityFile
from planbook.model.entry import ORIGIN, Entry, Known, mentions, nearest
from planbook.model.legal import LegalDocumentFile
from planbook.model.plan import Figure, Plan
from planbook.model.programme import FundingSourceFile, IndicatorFile, ProgrammeFile
from planbook.model.workspace import Workspace
from planbook.source.files import read_folder
from planbook.source.node import Mapping, Node, Scalar, Sequence, extent
from planbook.source.reader import read

REGISTERS: dict[str, type[Entry]] = {
    "agencies.yaml": AgencyFile,
    "funding-sources.yaml": FundingSourceFile,
    "indicators.yaml": IndicatorFile,
    "legal-documents.yaml": LegalDocumentFile,
    "localities.yaml": LocalityFile,
    "programmes.yaml": ProgrammeFile,
}

# The kind of thing that an entry of a list of this name is; inside registers, then inside plans.
_REGISTER_KINDS = {
    "agencies": "agency",
    "groups": "agency",
    "localities": "locality",
    "types": "document type",
    "documents": "document",
    "standards": "poverty standard",
    "indicators": "indicator",
    "programmes": "programme",
    "projects": "project",
    "sources": "funding source",
}
_PLAN_KINDS = {"targets": "target", "results": "target", "figures": "figure", "deadlines": "deadline"}


T = TypeVar("T", bound=Entry)


@dataclass
class _File:
    """One file of `data/` on its way into the workspace."""

    path: str
    content: bytes
    root: Mapping
    kind: type[Entry]
    ids: list[tuple[str, Scalar]] = field(default_factory=list)  # (list that it stands in, id)


def load(folder: Path, shown_as: str = "data") -> tuple[Workspace, list[Diagnostic]]:
    """Read a data folder; the workspace holds what could be read, the diagnostics everything else.

    Paths in diagnostics begin with `shown_as`. Raises `OSError` where the machine refuses to read.
    """
    files = read_folder(folder, shown_as)
    found = list(files.found)
    lines: dict[str, list[str]] = {}
    trees: list[_File] = []
    for path, content in files.contents.items():
        node, problems = read(path, content)
        found += problems
        kind = _kind_of(path.removeprefix(f"{shown_as}/"))
        if kind is None:
            found.append(_unknown_file(path))
        elif isinstance(node, Mapping):
            trees.append(_File(path, content, node, kind))
        elif node is not None:
            found.append(
                Diagnostic(
                    "wrong-kind",
                    Span(path, node.line, node.column, extent(node)),
                    Text("the file holds {kind}, not keys with values", {"kind": _kind_word(node)}),
                    Text("begin with a line like id: …"),
                )
            )
    for file in trees:
        file.ids = list(_ids(file.root))
        found += _repeated_ids(file)
    known, repeated = _known(trees)
    found += repeated
    entries: list[Entry] = []
    for file in trees:
        entry, problems = _validate(file, known)
        found += problems
        if entry is not None:
            entries.append(entry)
    # Only files with findings are shown; decoding the others again would be for nothing.
    for path in {diagnostic.span.path for diagnostic in found} & files.contents.keys():
        lines[path] = _lines(files.contents[path])
    return _workspace(entries, lines), in_order(found)


def load_entry(path: Path, shown_as: str, kind: type[T]) -> tuple[T | None, list[Diagnostic], list[str]]:
    """Read one file outside data/ (wording, styles): the entry, what is wrong with it, and its lines."""
    content = path.read_bytes()
    node, found = read(shown_as, content)
    if found or not isinstance(node, Mapping):
        return None, found, _lines(content)
    entry, problems = _validate(_File(shown_as, content, node, kind), {})
    return cast("T | None", entry), in_order(problems), _lines(content)


def _kind_of(path: str) -> type[Entry] | None:
    return Plan if path.startswith("plans/") else REGISTERS.get(path)


def _unknown_file(path: str) -> Diagnostic:
    name = path.rpartition("/")[2]
    close = nearest(name, REGISTERS)
    return Diagnostic(
        "unexpected-file",
        Span(path),
        Text("no register has the name {name}", {"name": name}),
        Text("rename it to {close}", {"close": close}) if close else Text("a plan belongs into data/plans/"),
    )


def _ids(node: Node, owner: str = "") -> Iterator[tuple[str, Scalar]]:
    """Give every id below a node, with the name of the list that its entry stands in."""
    if isinstance(node, Mapping):
        own = node.entries.get("id")
        if isinstance(own, Scalar):
            yield owner, own
        for key, value in node.entries.items():
            if not isinstance(value, Scalar):
                yield from _ids(value, key)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _ids(item, owner)


def _repeated_ids(file: _File) -> Iterator[Diagnostic]:
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


def _known(files: list[_File]) -> tuple[dict[str, set[str]], list[Diagnostic]]:
    """Give the ids of all registers by kind and of all plans, and the plans whose id another plan has."""
    known: dict[str, set[str]] = {kind: set() for kind in _REGISTER_KINDS.values()}
    known["plan"] = set()
    plans: dict[str, tuple[str, int]] = {}
    found = []
    for file in files:
        if file.kind is not Plan:
            for owner, node in file.ids:
                known.setdefault(_REGISTER_KINDS.get(owner, owner), set()).add(node.text)
            continue
        own = file.root.entries.get("id")
        if not isinstance(own, Scalar):
            continue
        known["plan"].add(own.text)
        earlier = plans.setdefault(own.text, (file.path, own.line))
        if earlier[0] != file.path:
            found.append(_duplicate(file.path, own, *earlier))
        elif file.path.rpartition("/")[2] != f"{own.text}.yaml":
            found.append(
                Diagnostic(
                    "plan-file-name",
                    Span(file.path, own.line, own.column, own.length),
                    Text("plan “{id}” stands in {path}", {"id": own.text[:80], "path": file.path}),
                    Text("rename the file to {id}.yaml", {"id": own.text[:80]}),
                )
            )
    return known, found


def _validate(file: _File, known: Known) -> tuple[Entry | None, list[Diagnostic]]:
    """Give the entry that a file describes, or everything that keeps it from being one."""
    plan = None
    context = known
    if file.kind is Plan:
        own = file.root.entries.get("id")
        plan = own.text if isinstance(own, Scalar) else None
        context = {**known, **_local_ids(file)}
    try:
        entry = file.kind.model_validate(_plain(file.root), context=context or None)
    except ValidationError as error:
        return None, [_diagnostic(file, plan, detail) for detail in error.errors(include_url=False)]
    return entry, list(_unprinted_figures(entry, plan)) if isinstance(entry, Plan) else []


def _local_ids(file: _File) -> dict[str, set[str]]:
    local: dict[str, set[str]] = {"target": set(), "figure": set(), "deadline": set(), "item": set()}
    for owner, node in file.ids:
        kind = _PLAN_KINDS.get(owner, "item")
        local[kind].add(node.text)
        if kind == "target":
            local["figure"].add(node.text)
            local["item"].add(node.text)
    return local


def _plain(node: Node) -> Any:
    """Give a node as pydantic takes it; every mapping carries its node along."""
    if type(node) is Scalar:
        return node.text
    if type(node) is Mapping:
        plain: dict[str, Any] = {ORIGIN: node}
        for key, value in node.entries.items():
            plain[key] = value.text if type(value) is Scalar else _plain(value)
        return plain
    assert isinstance(node, Sequence)
    return [_plain(item) for item in node.items]


def _unprinted_figures(plan: Plan, plan_id: str | None) -> Iterator[Diagnostic]:
    """Find figures that no text of the plan prints: they would be lost in every output."""
    printed: set[str] = set()
    figures: list[Figure] = []
    for entry in plan.walk():
        if isinstance(entry, Figure):
            figures.append(entry)
        for text in entry.__dict__.values():
            if isinstance(text, str) and "{" in text:
                printed.update(mention["id"] for mention in mentions(text) if mention["kind"] == "figure")
    for figure in figures:
        if figure.id not in printed:
            yield Diagnostic(
                "unprinted-figure",
                figure.source.span("id"),
                Text("no text prints the figure “{id}”", {"id": figure.id}),
                Text("write {{figure:{id}}} in the text where it belongs", {"id": figure.id}),
                plan=plan_id,
            )


def _diagnostic(file: _File, plan: str | None, detail: Any) -> Diagnostic:
    """Put an error of pydantic into the user's words, at the place in the file."""
    node, key, kind = _locate(file.root, file.kind, detail["loc"])
    context = detail.get("ctx", {})
    span = _span(file.path, node, key)
    check = detail["type"]
    if check == "missing":
        return Diagnostic(
            "missing-field",
            _span(file.path, node, None),
            Text("“{field}” is missing", {"field": key}),
            Text("write {field}: …", {"field": key}),
            plan=plan,
        )
    if check == "extra_forbidden" and isinstance(node, Mapping) and key in node.keys:
        fields = sorted(set(kind.model_fields) - {"source"}) if kind else []
        close = nearest(str(key), fields)
        return Diagnostic(
            "unknown-key",
            node.key_span(str(key)),
            Text("nothing here is called “{key}”", {"key": str(key)[:60]}),
            Text("put the number in quotes: between braces a comma begins a new key")
            if str(key).isdigit()
            else Text("write {close}:", {"close": close})
            if close
            else Text("write one of: {fields}", {"fields": ", ".join(fields)}),
            plan=plan,
        )
    if check == "literal_error":
        written = str(detail["input"])[:60]
        return Diagnostic(
            "unknown-value",
            span,
            Text("“{value}” is none of: {expected}", {"value": written, "expected": context.get("expected", "")}),
            Text("write one of these"),
            plan=plan,
        )
    if "mend" in context:
        if mention := context["values"].get("mention"):
            span = _mention_span(file, node, key, mention) or span
        values = context["values"]
        return Diagnostic(check, span, Text(context["message"], values), Text(context["mend"], values), plan=plan)
    found = node.entries.get(str(key)) if isinstance(node, Mapping) and key is not None else node
    return Diagnostic(
        "wrong-kind",
        span,
        Text("{found} stands where {wanted} belongs", {"found": _kind_word(found), "wanted": _wanted(check)}),
        Text("compare it with another plan in data/plans/"),
        plan=plan,
    )


def _locate(
    root: Mapping, kind: type[Entry], loc: tuple[int | str, ...]
) -> tuple[Node, str | None, type[Entry] | None]:
    """Follow pydantic's path into the nodes: the node, the key in it, and the kind of entry there."""
    node: Node = root
    entry: type[Entry] | None = kind
    for at, step in enumerate(loc):
        last = at == len(loc) - 1
        if isinstance(step, str) and isinstance(node, Mapping):
            if last:
                return node, step, entry
            if step not in node.entries:
                break
            entry = _entry_class(entry, step)
            node = node.entries[step]
        elif isinstance(step, int) and isinstance(node, Sequence) and step < len(node.items):
            node = node.items[step]
        # A single value written where a list is meant has no step 0 of its own.
    return node, None, entry


def _entry_class(kind: type[Entry] | None, field_name: str) -> type[Entry] | None:
    found = kind.model_fields.get(field_name) if kind else None
    return _inner_entry(found.annotation) if found else None


def _inner_entry(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    parts = (_inner_entry(part) for part in getattr(annotation, "__args__", ()))
    return next((part for part in parts if part), None)


def _span(path: str, node: Node, key: str | None) -> Span:
    if isinstance(node, Mapping):
        return node.span(key)
    return Span(path, node.line, node.column, extent(node))


def _mention_span(file: _File, node: Node, key: str | None, mention: str) -> Span | None:
    """Give the place of a `{kind:id}` inside its text, where the reader kept no place of its own."""
    scalar = node.entries.get(str(key)) if isinstance(node, Mapping) and key else node
    if isinstance(scalar, Scalar):
        for number, line in enumerate(_lines(file.content)[scalar.line - 1 :], scalar.line):
            at = line.find(mention)
            if at >= 0:
                return Span(file.path, number, at + 1, len(mention))
    return None


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")


def _kind_word(node: Node | None) -> Text:
    words = {Scalar: Text("a text"), Sequence: Text("a list"), Mapping: Text("keys with values")}
    return words.get(type(node), Text("nothing"))


def _wanted(check: str) -> Text:
    words = {"string_type": Text("a text"), "tuple_type": Text("a list"), "model_type": Text("keys with values")}
    return words.get(check, Text("something else"))


def _workspace(entries: list[Entry], lines: dict[str, list[str]]) -> Workspace:
    """Gather the entries of all files by kind and id."""
    by_class = {type(entry): entry for entry in entries}

    def register(kind: type[Entry], name: str) -> dict[str, Any]:
        file = by_class.get(kind)
        return {entry.id: entry for entry in getattr(file, name)} if file else {}

    programmes = register(ProgrammeFile, "programmes")
    projects = {
        project.id: project
        for programme in programmes.values()
        for outer in programme.projects
        for project in (outer, *outer.projects)
    }
    return Workspace(
        localities=register(LocalityFile, "localities"),
        agencies=register(AgencyFile, "agencies") | register(AgencyFile, "groups"),
        document_types=register(LegalDocumentFile, "types"),
        documents=register(LegalDocumentFile, "documents"),
        standards=register(IndicatorFile, "standards"),
        indicators=register(IndicatorFile, "indicators"),
        programmes=programmes,
        projects=projects,
        funding_sources=register(FundingSourceFile, "sources"),
        plans={entry.id: entry for entry in entries if isinstance(entry, Plan)},
        lines=lines,
    )
