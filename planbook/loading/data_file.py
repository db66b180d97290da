"""The files of `data/`: what each holds by its name, and its nodes as pydantic takes them."""

from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, field, replace
from typing import Any

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.model.agency import AgencyChangeFile, AgencyFile, LocalityFile
from planbook.model.entry import ORIGIN, Entry, IdsByKind
from planbook.model.legal import LegalDocumentFile
from planbook.model.nearness import nearest
from planbook.model.office import Office
from planbook.model.opinion import OpinionFile
from planbook.model.plan import Plan, SealFile
from planbook.model.programme import FundingSourceFile, IndicatorFile, ProgrammeFile
from planbook.model.results import PeriodResults
from planbook.repository.data_paths import OPINIONS, PLANS, REGISTER_NAMES, RESULTS, SEALS, register_of
from planbook.text.node import Mapping, Node, Scalar, Sequence, extent
from planbook.text.reader import read

REGISTERS: dict[str, type[Entry]] = {
    "agencies.yaml": AgencyFile,
    "agency-changes.yaml": AgencyChangeFile,
    "funding-sources.yaml": FundingSourceFile,
    "indicators.yaml": IndicatorFile,
    "legal-documents.yaml": LegalDocumentFile,
    "localities.yaml": LocalityFile,
    "office.yaml": Office,
    "programmes.yaml": ProgrammeFile,
}

# The part of a workspace that a list of this name of a register goes into, and the kind of thing that its entries are.
REGISTER_LISTS = {
    "localities": ("localities", "locality"),
    "agencies": ("agencies", "agency"),
    "groups": ("agencies", "agency"),
    "changes": ("agency_changes", "agency change"),
    "types": ("document_types", "document type"),
    "documents": ("documents", "document"),
    "standards": ("standards", "standard of counting"),
    "indicators": ("indicators", "indicator"),
    "programmes": ("programmes", "programme"),
    "projects": ("projects", "project"),
    "sources": ("funding_sources", "funding source"),
}
REGISTER_KINDS = {name: kind for name, (_, kind) in REGISTER_LISTS.items()}
REGISTER_PARTS = dict(REGISTER_LISTS.values())  # the kinds by the parts of a workspace

FOLDERS: dict[str, type[Entry]] = {PLANS: Plan, RESULTS: PeriodResults, SEALS: SealFile, OPINIONS: OpinionFile}

# The keys by which a file in the wrong place is known.
_MARKS: dict[str, tuple[set[str], ...]] = {
    PLANS: ({"id", "jurisdiction"}, {"id", "period", "title"}),
    RESULTS: ({"plan", "period", "as_of"},),
    SEALS: ({"plan", "seal", "words"},),
    OPINIONS: ({"plan", "opinions"},),
    **{
        name: tuple({key} for key in REGISTERS[f"{name}.yaml"].model_fields if key != "source")
        for name in REGISTER_NAMES
    },
}


@dataclass
class DataFile:
    """One file of `data/` on its way into the workspace."""

    path: str
    content: bytes
    root: Mapping
    kind: type[Entry]
    plain: dict[str, Any] = field(default_factory=dict)  # as pydantic takes it
    ids: list[tuple[str, Scalar]] = field(default_factory=list)  # (list that it stands in, id)
    texts: list[str] = field(default_factory=list)  # those that may mention something


def tree_of(
    path: str, content: bytes, kind: type[Entry] | None, left_out: IdsByKind | None = None
) -> tuple[DataFile | None, list[Diagnostic]]:
    """A file's tree, if it can be read and the program knows what to do with it; of a register some entries may be left out."""
    node, findings = read(path, content)
    if left_out and isinstance(node, Mapping) and register_of(path):
        node = _without(node, left_out)
    if kind is None:
        return None, [*findings, _unknown_file(path, _place_by_keys(path, node))]
    if isinstance(node, Mapping):
        file = DataFile(path, content, node, kind)
        file.plain = _plain(node, "", file)
        return file, findings
    if node is not None:
        findings.append(
            Diagnostic(
                "wrong-kind",
                Span(path, node.line, node.column, extent(node)),
                Text("the file holds {kind}, not keys with values", {"kind": kind_word(node)}),
                Text("begin with a line like id: …"),
            )
        )
    return None, findings


def _without(register: Mapping, left_out: IdsByKind) -> Mapping:
    """A register without some of its entries."""
    entries: dict[str, Node] = {}
    for name, listed in register.entries.items():
        ids = left_out.get(REGISTER_KINDS.get(name, ""), ())
        if ids and isinstance(listed, Sequence):
            entries[name] = replace(listed, items=[item for item in listed.items if _id_of(item) not in ids])
        else:
            entries[name] = listed
    return replace(register, entries=entries)


def entry_ids(path: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The kind and the id of each entry that a register lists; of none where it cannot be read."""
    node, _ = read(path, content)
    for name, listed in node.entries.items() if isinstance(node, Mapping) else ():
        if name in REGISTER_KINDS and isinstance(listed, Sequence):
            yield from ((REGISTER_KINDS[name], _id_of(item)) for item in listed.items)


def _id_of(item: Node) -> str:
    own = item.entries.get("id") if isinstance(item, Mapping) else None
    return own.text if isinstance(own, Scalar) else ""


def _plain(node: Node, owner: str, file: DataFile) -> Any:
    """A node as pydantic takes it, every mapping with its node; ids and texts are noted on the way."""
    if type(node) is Mapping:
        plain: dict[str, Any] = {}
        for key, value in node.entries.items():
            if type(value) is Scalar:
                plain[key] = text = value.text
                if key == "id":
                    file.ids.append((owner, value))
                elif "{" in text:
                    file.texts.append(text)
            else:
                plain[key] = _plain(value, key, file)
        plain[ORIGIN] = node
        return plain
    if type(node) is Sequence:
        return [_plain(item, owner, file) for item in node.items]
    assert isinstance(node, Scalar)
    if "{" in node.text:
        file.texts.append(node.text)
    return node.text


def kind_of(path: str) -> type[Entry] | None:
    """What a file of `data/` holds, by its path; None where no file has such a name."""
    if register := register_of(path):
        return REGISTERS[f"{register}.yaml"]
    _, kind, *rest = path.split("/")
    return (FOLDERS if rest else REGISTERS).get(kind)


def misplaced(file: DataFile) -> Diagnostic | None:
    """That a file stands where another kind of file belongs, as its keys say; None where it may be what its path says."""
    keys = {*file.root.entries} & file.kind.model_fields.keys()
    needed = {name for name, field in file.kind.model_fields.items() if field.is_required()}
    place = "" if keys and needed <= keys else _place_by_keys(file.path, file.root)
    return _unknown_file(file.path, place) if place else None


def _place_by_keys(path: str, root: Node | None) -> str:
    """Where a file belongs that holds what it does; nothing where its keys do not tell, or tell of where it stands."""
    keys = root.entries.keys() if isinstance(root, Mapping) else {}
    kinds = [name for name, marks in _MARKS.items() if any(mark <= {*keys} for mark in marks)]
    _, top, *folders = path.split("/")
    if len(kinds) != 1 or kinds[0] == top.removesuffix(".yaml"):
        return ""
    kind, folders = kinds[0], folders if top in (*FOLDERS, *REGISTER_NAMES) else [top, *folders]
    own = root.entries.get("plan") if isinstance(root, Mapping) else None
    if kind == RESULTS and isinstance(own, Scalar):
        folders[-1:-1] = [own.text] if own.text not in folders else []
    return "/".join(("data", kind, *folders))


def _unknown_file(path: str, place: str = "") -> Diagnostic:
    name = path.rpartition("/")[2]
    close = nearest(name, REGISTERS)
    if place and not (close and path.count("/") == 1):
        values = {"name": path, "place": place}
        fact = Text("{name} holds what belongs into another folder", values)
        return Diagnostic("unexpected-file", Span(path), fact, Text("move it to {place}", values))
    return Diagnostic(
        "unexpected-file",
        Span(path),
        Text("no register has the name {name}", {"name": name}),
        Text("rename it to {close}", {"close": close}) if close else Text("a plan belongs into data/plans/"),
    )


def kind_word(node: Node | None) -> Text:
    """The word for a kind of node."""
    words = {Scalar: Text("a text"), Sequence: Text("a list"), Mapping: Text("keys with values")}
    return words.get(type(node), Text("nothing"))


def laid_over(own: dict[str, Any], shipped: Mapping_[str, Any]) -> dict[str, Any]:
    """What a file says, with what only the one that it stands in for says: keys, those inside of keys, entries by their ids.

    A list whose entries have no ids stands as it is.
    """
    filled = dict(own)
    for key, value in shipped.items():
        mine = own.get(key)
        if key not in own:
            filled[key] = value
        elif isinstance(mine, dict) and isinstance(value, dict):
            filled[key] = {**value, **mine}
        elif (
            isinstance(mine, list)
            and isinstance(value, list)
            and all(isinstance(entry, dict) and "id" in entry for entry in value)
        ):
            filled[key] = list(_entries(mine, value))
    return filled


def _entries(own: list[Any], shipped: list[dict[str, Any]]) -> Iterator[Any]:
    """The entries of a list with ids, in the order of the program's; behind them those of the office alone."""
    by_id = {entry.get("id"): entry for entry in own if isinstance(entry, dict)}
    yield from (by_id.get(entry["id"], entry) for entry in shipped)
    ids = {entry["id"] for entry in shipped}
    yield from (entry for entry in own if not isinstance(entry, dict) or entry.get("id") not in ids)
