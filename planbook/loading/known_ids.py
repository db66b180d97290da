"""The ids that the files of `data/` give: of registers by kind, over all of their files, and of plans; and those given twice."""

from collections.abc import Iterator

from planbook.loading.data_file import REGISTER_KINDS, DataFile
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.model.entry import OVER_100, is_id
from planbook.model.plan import Plan
from planbook.repository.data_paths import register_of
from planbook.text.node import Scalar


def repeated_ids(file: DataFile) -> Iterator[Diagnostic]:
    """Find an id that stands twice in one file: in a plan over all items, in a register within its kind."""
    first: dict[tuple[str, str], Scalar] = {}
    for owner, node in file.ids:
        kind = "" if file.kind is Plan else REGISTER_KINDS.get(owner, owner)
        earlier = first.setdefault((kind, node.text), node)
        if earlier is not node:
            yield _duplicate(file.path, node, file.path, earlier.line)


def _duplicate(path: str, node: Scalar, other_path: str, other_line: int) -> Diagnostic:
    return Diagnostic(
        "duplicate-id",
        Span(path, node.line, node.column, node.length),
        Text(
            "“{id}” is already the id of {path}:{line}", {"id": node.text[:80], "path": other_path, "line": other_line}
        ),
        Text("give one of the two another id"),
    )


def ids_by_kind(files: list[DataFile], unread: set[str]) -> tuple[dict[str, set[str]], list[Diagnostic]]:
    """The ids of all registers by kind and of all plans, and the plans whose id another plan has.

    Kinds that are `unread` stay away, so that one broken register does not make every reference wrong.
    """
    ids: dict[str, set[str]] = {kind: set() for kind in REGISTER_KINDS.values()}
    ids["plan"] = {name.removeprefix("plan/") for name in unread if name.startswith("plan/")}
    plans: dict[str, tuple[str, int]] = {}
    registered: dict[tuple[str, str], tuple[str, int]] = {}
    findings = []
    # Of several plans with one id the file of that name has it.
    for file in sorted(files, key=lambda file: not _has_name(file)):
        if file.kind is not Plan:
            for listed, node in file.ids:
                kind = REGISTER_KINDS.get(listed, listed)
                ids.setdefault(kind, set()).add(node.text)
                if register_of(file.path):
                    earlier = registered.setdefault((kind, node.text), (file.path, node.line))
                    findings += [_duplicate(file.path, node, *earlier)] if earlier[0] != file.path else []
            ids.setdefault(OVER_100, set()).update(_over_100(file))
            continue
        own = file.root.entries.get("id")
        if not isinstance(own, Scalar):
            continue
        ids["plan"].add(own.text)
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
    return {kind: own for kind, own in ids.items() if kind not in unread}, findings


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
