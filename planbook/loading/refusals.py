"""What the model refuses: every error of pydantic in the user's words, at the place in the file."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from collections.abc import Sequence as Sequence_
from typing import Any, overload

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from planbook.loading.data_file import DataFile, kind_word
from planbook.loading.lazy_mapping import LazyMapping
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.model.entry import ORIGIN, Entry
from planbook.model.nearness import nearest
from planbook.model.target import OF_TARGET
from planbook.text.node import Mapping, Node, Scalar, Sequence, extent

_KINDS = {
    "agency": Text("agency"),
    "budget": Text("budget"),
    "deadline": Text("deadline"),
    "document": Text("document"),
    "document type": Text("document type"),
    "figure": Text("figure"),
    "footnote": Text("footnote"),
    "funding source": Text("funding source"),
    "indicator": Text("indicator"),
    "item": Text("item"),
    "locality": Text("locality"),
    "place": Text("item"),
    "plan": Text("plan"),
    "reporting duty": Text("reporting duty"),
    "result": Text("result"),
    "standard of counting": Text("standard of counting"),
    "programme": Text("programme"),
    "project": Text("project"),
    "target": Text("target"),
    "work": Text("task or duty"),
}

_KEY = re.compile(r"[A-Za-z0-9_:.-]+")  # what a key could be, or was meant to be


def refused(file: DataFile, plan: str | None, error: ValidationError) -> list[Diagnostic]:
    """Everything that keeps a file from being the entry that it should be."""
    findings = [finding for detail in error.errors(include_url=False) for finding in _diagnostics(file, plan, detail)]
    places = {diagnostic.span.place for diagnostic in findings}
    # pydantic looks at an entry as a whole only where all of its fields are right.
    for node, wrong in _misshapen(file.plain, file.kind):
        whole = _ours(file, plan, wrong.type, (node, None), wrong.context or {})
        if whole.span.place not in places:
            findings.append(whole)
    return findings


def _misshapen(plain: Any, kind: type[Entry] | None) -> Iterator[tuple[Mapping, PydanticCustomError]]:
    """Find the entries whose fields cannot stand together."""
    if isinstance(plain, list):
        for item in plain:
            yield from _misshapen(item, kind)
    elif isinstance(plain, dict) and kind:
        if wrong := kind.shape_problem(plain):
            yield plain[ORIGIN], wrong
        for key, value in plain.items():
            yield from _misshapen(value, _entry_class(kind, key))


def _diagnostics(file: DataFile, plan: str | None, detail: Any) -> Iterator[Diagnostic]:
    """Put an error of pydantic into the user's words, at the place in the file."""
    context = detail.get("ctx", {})
    loc = (*detail["loc"], *context.get("values", {}).get("at", ()))
    node, key, kind = _locate(file.root, file.kind, loc)
    if detail["type"] != "missing" and isinstance(node, Mapping) and _is_of_target(node, detail["loc"][-1:]):
        return  # told with the target
    if "mend" in context:
        yield _ours(file, plan, detail["type"], (node, key), context)
        for further in context.get("others", ()):
            at = _locate(file.root, file.kind, (*detail["loc"], *further["values"].get("at", ())))[:2]
            yield _ours(file, plan, detail["type"], at, further)
    elif detail["type"] == "missing":
        yield Diagnostic(
            "missing-field",
            _span(file.path, node, None),
            Text("“{field}” is missing", {"field": key}),
            Text("write {field}: …", {"field": key}),
            plan=plan,
        )
    elif detail["type"] == "extra_forbidden" and isinstance(node, Mapping) and key in node.keys:
        yield _unknown_key(file, node, key, kind, plan)
    elif detail["type"] == "literal_error" and isinstance(detail["input"], str):
        expected = str(context.get("expected", ""))
        # Of a few words only one that is meant is offered: "eur" is no "trieu" with letters missing.
        words = re.findall("'([^']+)'", expected)
        close = nearest(detail["input"], words, 0.6)
        yield Diagnostic(
            "unknown-value",
            _span(file.path, node, key),
            Text(
                "“{value}” is none of: {expected}",
                {"value": detail["input"][:60], "expected": ", ".join(words) or expected},
            ),
            Text("write {close}", {"close": close}) if close else Text("write one of these"),
            plan=plan,
        )
    else:
        value = node.entries.get(str(key)) if isinstance(node, Mapping) and key is not None else node
        kind_there, mend = _expected(detail["type"])
        yield Diagnostic(
            "wrong-kind",
            _span(file.path, node, key),
            Text("{found} stands where {wanted} belongs", {"found": kind_word(value), "wanted": kind_there}),
            mend,
            plan=plan,
        )


def _is_of_target(figure: Mapping, path: tuple[int | str, ...]) -> bool:
    """Whether a wrong part of a figure is one that it has from the target that it names."""
    return "target" in figure.entries and any(key in OF_TARGET and key not in figure.entries for key in path)


def _unknown_key(file: DataFile, node: Mapping, key: str, kind: type[Entry] | None, plan: str | None) -> Diagnostic:
    fields = sorted(_written(kind)) if kind else []
    before = [*node.keys][: [*node.keys].index(key)]
    if before and not key.isdigit() and not _KEY.fullmatch(key) and node.is_in_line(lines_of(file.content)):
        return Diagnostic(
            "unknown-key",
            node.key_span(key),
            Text("“{key}” is no key: between braces a comma ends the text before it", {"key": key[:60]}),
            Text("put the whole text of {key}: in quotes, with its comma", {"key": before[-1]}),
            plan=plan,
        )
    close = nearest(key, fields)
    return Diagnostic(
        "unknown-key",
        node.key_span(key),
        Text("nothing here is called “{key}”", {"key": key[:60]}),
        Text("put the number in quotes: between braces a comma begins a new key")
        if key.isdigit()
        else Text("write {close}:", {"close": close})
        if close
        else Text("write one of: {fields}", {"fields": ", ".join(fields)}),
        plan=plan,
    )


def _ours(
    file: DataFile, plan: str | None, check: str, at: tuple[Node, str | None], context: dict[str, Any]
) -> Diagnostic:
    """The finding of a check of ours (`model.entry.problem`)."""
    node, key = at
    values = context["values"]
    span = _span(file.path, node, key)
    if isinstance(node, Mapping) and values.get("key") in node.keys:
        span = node.key_span(values["key"])
    elif mention := values.get("mention"):
        span = _mention_span(file, node, key, mention) or span
    # What somebody wrote may be of any length; the ids that are offered instead are whole.
    values = {
        name: value[:200] if isinstance(value, str) and name != "close" else value for name, value in values.items()
    }
    if "what" in values:
        values["what"] = _KINDS[values["what"]]
    return Diagnostic(check, span, Text(context["message"], values), Text(context["mend"], values), plan=plan)


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
    field = _written(kind).get(field_name) if kind else None
    return _inner_entry(field.annotation) if field else None


def _written(kind: type[Entry]) -> dict[str, FieldInfo]:
    """The fields of an entry by the key that a file writes for them."""
    return {field.alias or name: field for name, field in kind.model_fields.items() if field.alias != ORIGIN}


def _inner_entry(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    parts = (_inner_entry(part) for part in getattr(annotation, "__args__", ()))
    return next((part for part in parts if part), None)


def _span(path: str, node: Node, key: str | None) -> Span:
    if isinstance(node, Mapping):
        return node.span(key)
    return Span(path, node.line, node.column, extent(node))


def _mention_span(file: DataFile, node: Node, key: str | None, mention: str) -> Span | None:
    """The place of a `{kind:id}` inside its text, where the reader kept no place of its own."""
    scalar = node.entries.get(str(key)) if isinstance(node, Mapping) and key else node
    if isinstance(scalar, Scalar):
        for number, line in enumerate(lines_of(file.content)[scalar.line - 1 :], scalar.line):
            at = line.find(mention)
            if at >= 0:
                return Span(file.path, number, at + 1, len(mention))
    return None


def _expected(check: str) -> tuple[Text, Text]:
    """What belongs somewhere by pydantic's name for the error, and how it is written."""
    if check == "tuple_type":
        return Text("a list"), Text("write each entry on a line of its own, behind a hyphen and a space")
    if check == "model_type":
        return Text("keys with values"), Text("write one line for each key: key: value")
    return Text("a text"), Text("write one text; put it in quotes if it begins with [ or {{")


class Lines(LazyMapping[Sequence_[str]]):
    """The lines of every file by its path; only files with findings are ever asked for, one after the other."""

    def __init__(self, contents: Mapping_[str, bytes]) -> None:
        super().__init__(contents)
        self._contents = contents
        self._last: tuple[str, Sequence_[str]] = ("", [])

    def __getitem__(self, path: str) -> Sequence_[str]:
        if path != self._last[0]:
            self._last = path, _FileLines(self._contents[path])
        return self._last[1]

    def are_of(self, contents: Mapping_[str, bytes]) -> bool:
        """Whether these are the lines of files of such contents, and of no others."""
        return self._contents == contents


class _FileLines(Sequence_[str]):
    """What `lines_of` says of a file, of which few lines are asked for: each is decoded then."""

    def __init__(self, content: bytes) -> None:
        self._lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        lines = self._lines[at]
        return lines.decode("utf-8", "replace") if isinstance(lines, bytes) else [line.decode("utf-8", "replace") for line in lines]  # fmt: skip


def lines_of(content: bytes) -> list[str]:
    """The lines of a file for an excerpt, also of one that is not UTF-8."""
    return content.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
