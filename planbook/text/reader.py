"""YAML text to nodes: libyaml's events, our own builder, every scalar a text with its place.

PyYAML's own loaders turn `1.500` into 1.5 and `no` into False, keep the last of two equal keys and end
the process on deep nesting. None of that may happen to a figure, so the tree is built here, without
recursion, and everything that plans do not need (anchors, tags, second documents) is refused.
"""

import unicodedata
from functools import lru_cache
from typing import Any

import yaml
from yaml._yaml import CParser

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.text.alike import alike
from planbook.text.comments import with_former_ids
from planbook.text.comparing import has_odd_breaks, with_plain_breaks
from planbook.text.letters import (
    alike_problem,
    cleaned,
    decode,
    letter_problem,
    mended,
    not_composed,
    unwanted,
    unwanted_letter,
)
from planbook.text.node import Mapping, Node, Scalar, Sequence
from planbook.text.syntax_problems import syntax_problem

MAX_DEPTH = 40

# Findings that a failure of libyaml in the same line or the next only repeats.
_BREAKING = {"indentation", "control-character", "swallowed-by-comment"}
_NOTHING = {"", "~", "null", "Null", "NULL"}

_SCALAR = yaml.ScalarEvent
_MAPPING, _MAPPING_END = yaml.MappingStartEvent, yaml.MappingEndEvent
_SEQUENCE, _SEQUENCE_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent


def read(path: str, content: bytes) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of a file and what is wrong with the text; the tree is None where YAML cannot be read.

    `path` is how the file is named to the user. Raises nothing that a file's content can cause.
    """
    node, findings = _read(path, content)
    return node, [*findings]


def forget_trees() -> None:
    """Hold no trees of files that were read, where so many were that the last of them are not asked for again."""
    _read.cache_clear()


@lru_cache(maxsize=64)  # what a command tries is one edited file among others, which stay as they are
def _read(path: str, content: bytes) -> tuple[Node | None, list[Diagnostic]]:
    text, problem = decode(path, content)
    if problem:
        return None, [problem]
    findings = list(unwanted(path, text))
    if any(finding.check == "merge-conflict" for finding in findings):
        return None, findings  # two versions in one file would contradict each other in every line
    builder = _Builder(path, mended(text) if findings else text, findings)
    try:
        builder.run()
    except yaml.YAMLError as error:
        syntax = syntax_problem(path, builder.lines, error)
        if not any(
            finding.check in _BREAKING and 0 <= syntax.span.line - finding.span.line <= 1 for finding in findings
        ):
            findings = [
                finding
                for finding in findings
                if (finding.check, finding.span.line) != ("empty-value", syntax.span.line)
            ]
            findings.append(syntax)
        return None, findings
    except _Refused as refusal:
        return None, [*findings, refusal.diagnostic]
    if builder.root is None and not findings:
        findings.append(
            Diagnostic("empty-file", Span(path), Text("the file holds nothing"), Text("fill it or delete it"))
        )
    if builder.root is not None and "was:" in text:
        with_former_ids(builder.root, builder.lines)
    return builder.root, findings


class _Refused(Exception):
    """The rest of the file cannot be understood."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic.message))
        self.diagnostic = diagnostic


class _Builder:
    """Turns the events of one file into nodes; adds to `found` what is wrong on the way."""

    def __init__(self, path: str, text: str, findings: list[Diagnostic]) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.commented = {number for number, line in enumerate(self.lines) if "#" in line} if "#" in text else set()
        self.has_odd_breaks = "\\" in text or has_odd_breaks(text)
        self.unclean = {finding.span.line for finding in findings}
        self.root: Node | None = None
        self.findings = findings

    def run(self) -> None:
        """Read the events; raises `yaml.YAMLError` where libyaml does, `_Refused` where we stop."""
        parser = CParser(self.text)
        try:
            self._build(parser.get_event)
        finally:
            parser.dispose()

    def _build(self, next_event: Any) -> None:
        # Every word of data/ passes this loop: whatever is rare stands in a function of its own.
        parents: list[Sequence | Mapping] = []
        parent: Sequence | Mapping | None = None
        key: Scalar | None = None  # of the mapping that is the parent, until its value comes
        documents = 0
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is _SCALAR:
                node: Node = self._scalar(event)
            elif kind is _MAPPING or kind is _SEQUENCE:
                node = self._collection(event)
            elif kind is _MAPPING_END or kind is _SEQUENCE_END:
                parents.pop()
                parent = parents[-1] if parents else None
                continue
            else:
                documents += kind is yaml.DocumentStartEvent
                self._refuse_other(event, documents)
                continue

            if parent is None:
                self.root = None if kind is _SCALAR and not event.value else node
            elif key is None and type(parent) is Mapping:
                key = self._key(node)
                continue
            else:
                self._put(parent, key, node, event)
                key = None
            if kind is not _SCALAR:
                assert not isinstance(node, Scalar)
                parent = node
                parents.append(node)
                if len(parents) > MAX_DEPTH:
                    self._refuse_depth(node)

    def _put(self, parent: Sequence | Mapping, key: Scalar | None, node: Node, event: Any) -> None:
        """Put a node into its list, or under its key."""
        name = "-" if key is None else key.text
        if type(parent) is Sequence:
            parent.items.append(node)
        else:
            assert type(parent) is Mapping
            assert key is not None
            if type(node) is Scalar and not node.text and not event.style and self._is_cut_off(parent, key, node):
                self._refuse_comma(parent, key)
                return
            if parent.keys.setdefault(name, key) is not key:
                self._refuse_second(key, parent.keys[name])
                return
            parent.entries[name] = node
        if type(node) is Scalar and node.text in _NOTHING and not event.style:
            self._refuse_empty(node, name)

    def _collection(self, event: Any) -> Mapping | Sequence:
        if event.anchor is not None or event.tag is not None:
            self._refuse_features(event)
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        return Mapping(self.path, line, column) if type(event) is _MAPPING else Sequence(line, column)

    def _key(self, node: Node) -> Scalar:
        """A node as the key that it stands for."""
        if not isinstance(node, Scalar):
            raise _Refused(
                Diagnostic(
                    "wrong-kind",
                    Span(self.path, node.line, node.column),
                    Text("a key is a list or a mapping, not a word"),
                    Text("put text that begins with [ or {{ in quotes"),
                )
            )
        if node.text == "<<":
            raise _Refused(self._feature_at(Span(self.path, node.line, node.column, 2), Text("a merge key (<<)")))
        return node

    def _refuse_other(self, event: Any, documents: int) -> None:
        """Refuse an alias, a second document, a directive; beginnings and ends of the one document pass."""
        if type(event) is yaml.AliasEvent:
            raise _Refused(
                self._feature(event.start_mark, Text("an alias (*{name})", {"name": str(event.anchor)[:60]}))
            )
        if documents > 1:
            raise _Refused(
                Diagnostic(
                    "second-document",
                    self._span(event.start_mark, 3),
                    Text("a second document begins here"),
                    Text("delete the line ---, or put what follows into a file of its own"),
                )
            )
        if type(event) is yaml.DocumentStartEvent and (event.version or event.tags):
            raise _Refused(self._feature(event.start_mark, Text("a directive (%)")))

    def _refuse_second(self, key: Scalar, first: Scalar) -> None:
        self.findings.append(
            Diagnostic(
                "duplicate-key",
                Span(self.path, key.line, key.column, key.length),
                Text("“{key}” is already given in line {line}", {"key": key.text[:60], "line": first.line}),
                Text("keep one of the two"),
            )
        )

    def _refuse_depth(self, node: Node) -> None:
        raise _Refused(
            Diagnostic(
                "nested-too-deep",
                Span(self.path, node.line, node.column),
                Text("lists and mappings are nested more than {limit} deep", {"limit": MAX_DEPTH}),
                Text("look for brackets that nobody closed"),
            )
        )

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._refuse_features(event)
        start, end = event.start_mark, event.end_mark
        line, column, last = start.line, start.column, end.line
        length = end.column - column if last == line else 1
        style = event.style
        if style == '"':
            if line + 1 not in self.unclean and "\\" in self.text[start.index : end.index]:
                self._refuse_escapes(event.value, self._span(start, length))
        elif last in self.commented and not style:
            self._refuse_swallowing(last, end.column)
        value = with_plain_breaks(event.value) if self.has_odd_breaks else event.value
        return Scalar(cleaned(value) if self.unclean else value, line + 1, column + 1, length or 1)

    def _refuse_escapes(self, text: str, span: Span) -> None:
        if letter := unwanted_letter(text):
            self.findings.append(letter_problem(letter, span))
        elif letters := list(alike(text)):
            self.findings += [alike_problem(letter, span) for letter in letters]
        elif not unicodedata.is_normalized("NFC", text):
            self.findings.append(not_composed(text, span))

    def _refuse_swallowing(self, line: int, column: int) -> None:
        text = self.lines[line]
        at = next((at for at in range(column, len(text)) if text[at] not in ": "), len(text))
        # A comment on purpose stands behind two spaces and before one: `lead: so-y-te  # as printed`.
        is_comment = text.endswith("  ", 0, at) and text[at + 1 : at + 2] in ("", " ", "\r")
        if text.startswith("#", at) and not is_comment:
            rest = text[at:].rstrip()
            self.findings.append(
                Diagnostic(
                    "swallowed-by-comment",
                    Span(self.path, line + 1, at + 1, len(rest)),
                    Text("everything from # on is a comment to YAML and would be lost: {rest}", {"rest": rest[:60]}),
                    Text("put the value in quotes, or write two spaces before # and one after it"),
                )
            )

    def _refuse_empty(self, node: Scalar, key: str) -> None:
        last = self.findings[-1] if self.findings else None
        if last and last.check == "swallowed-by-comment" and last.span.line == node.line:
            node.column = last.span.column  # the value that was meant stands behind the number sign
            return
        # {document:x} and {value: 1,5} without quotes have such keys; the loader says what is meant.
        if ":" not in key and not key.isdigit():
            self.findings.append(
                Diagnostic(
                    "empty-value",
                    Span(self.path, node.line, node.column, node.length),
                    Text("“{key}” has no value", {"key": key[:60]}),
                    Text("write the value, or delete the line"),
                )
            )

    def _is_cut_off(self, parent: Mapping, key: Scalar, node: Scalar) -> bool:
        """Whether a key between braces is the end of a text with a comma: no colon stands behind it."""
        if not parent.keys or key.text.isdigit() or ":" in key.text or not parent.is_in_line(self.lines):
            return False
        if node.line > key.line:
            return ":" not in self.lines[key.line - 1][key.column - 1 + key.length :]
        return ":" not in self.lines[key.line - 1][key.column - 1 + key.length : node.column - 1]

    def _refuse_comma(self, parent: Mapping, key: Scalar) -> None:
        self.findings.append(
            Diagnostic(
                "empty-value",
                Span(self.path, key.line, key.column, key.length),
                Text("“{key}” is no key: between braces a comma ends the text before it", {"key": key.text[:60]}),
                Text("put the whole text of {key}: in quotes, with its comma", {"key": next(reversed(parent.keys))}),
            )
        )

    def _refuse_features(self, event: Any) -> None:
        if event.anchor is not None:
            raise _Refused(self._feature(event.start_mark, Text("an anchor (&{name})", {"name": event.anchor[:60]})))
        if event.tag is not None:
            raise _Refused(self._feature(event.start_mark, Text("a tag ({name})", {"name": event.tag[:60]})))

    def _feature(self, mark: Any, feature: Text) -> Diagnostic:
        return self._feature_at(self._span(mark), feature)

    def _feature_at(self, span: Span, feature: Text) -> Diagnostic:
        return Diagnostic(
            "yaml-feature",
            span,
            Text("{what} has no place in a data file", {"what": feature}),
            Text("write the value out where it is needed; text that begins with one of % & * ! goes in quotes"),
        )

    def _span(self, mark: Any, length: int = 1) -> Span:
        return Span(self.path, mark.line + 1, mark.column + 1, length)
