"""YAML text to nodes: libyaml's events, our own builder, every scalar a text with its place.

PyYAML's own loaders turn `1.500` into 1.5 and `no` into False, keep the last of two equal keys and end
the process on deep nesting. None of that may happen to a figure, so the tree is built here, without
recursion, and everything that plans do not need (anchors, tags, second documents) is refused.
"""

import re
import unicodedata
from dataclasses import replace
from typing import Any

import yaml
from yaml._yaml import CParser

from planbook.diagnostics import Diagnostic, Span, Text
from planbook.source.letters import decode, letter_problem, mended, not_composed, unwanted, unwanted_letter
from planbook.source.node import Mapping, Node, Scalar, Sequence

MAX_DEPTH = 40

# Findings that a failure of libyaml in the same line or the next only repeats.
_BREAKING = {"indentation", "control-character", "swallowed-by-comment"}
_HASH = re.compile(r"[: ]*+(?:(?<=  )(?P<comment>#(?= |\r|\Z))|#)")
_NOTHING = {"", "~", "null", "Null", "NULL"}


def read(path: str, content: bytes) -> tuple[Node | None, list[Diagnostic]]:
    """Give the tree of a file and what is wrong with the text; the tree is None where YAML cannot be read.

    `path` is how the file is named to the user. Raises nothing that a file's content can cause.
    """
    text, problem = decode(path, content)
    if problem:
        return None, [problem]
    found = list(unwanted(path, text))
    if any(other.check == "merge-conflict" for other in found):
        return None, found  # two versions in one file would contradict each other in every line
    builder = _Builder(path, mended(text) if found else text, found)
    try:
        builder.run()
    except yaml.YAMLError as error:
        syntax = _syntax_problem(path, error)
        if not any(other.check in _BREAKING and 0 <= syntax.span.line - other.span.line <= 1 for other in found):
            found.append(syntax)
        return None, found
    except _Refused as refusal:
        return None, [*found, refusal.diagnostic]
    if builder.root is None and not found:
        found.append(Diagnostic("empty-file", Span(path), Text("the file holds nothing"), Text("fill it or delete it")))
    return builder.root, found


class _Refused(Exception):
    """The rest of the file cannot be understood."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic.message))
        self.diagnostic = diagnostic


class _Builder:
    """Turns the events of one file into nodes; adds to `found` what is wrong on the way."""

    def __init__(self, path: str, text: str, found: list[Diagnostic]) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.commented = {number for number, line in enumerate(self.lines) if "#" in line} if "#" in text else set()
        self.root: Node | None = None
        self.found = found

    def run(self) -> None:
        """Read the events; raises `yaml.YAMLError` where libyaml does, `_Refused` where we stop."""
        parser = CParser(self.text)
        try:
            self._build(parser.get_event)
        finally:
            parser.dispose()

    def _build(self, next_event: Any) -> None:
        parents: list[Sequence | Mapping] = []
        keys: list[Scalar | None] = []
        documents = 0
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._attach(self._scalar(event), parents, keys)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._refuse_features(event)
                mark = event.start_mark
                line, column = mark.line + 1, mark.column + 1
                node = Mapping(self.path, line, column) if kind is yaml.MappingStartEvent else Sequence(line, column)
                self._attach(node, parents, keys)
                parents.append(node)
                keys.append(None)
                if len(parents) > MAX_DEPTH:
                    raise _Refused(
                        Diagnostic(
                            "nested-too-deep",
                            self._span(mark),
                            Text("lists and mappings are nested more than {limit} deep", {"limit": MAX_DEPTH}),
                            Text("look for brackets that nobody closed"),
                        )
                    )
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                parents.pop()
                keys.pop()
            elif kind is yaml.AliasEvent:
                raise _Refused(self._feature(event.start_mark, Text("an alias (*{name})", {"name": event.anchor[:60]})))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _Refused(
                        Diagnostic(
                            "second-document",
                            self._span(event.start_mark, 3),
                            Text("a second document begins here"),
                            Text("delete the line ---, or put what follows into a file of its own"),
                        )
                    )
                if event.version or event.tags:
                    raise _Refused(self._feature(event.start_mark, Text("a directive (%)")))

    def _attach(self, node: Node, parents: list[Sequence | Mapping], keys: list[Scalar | None]) -> None:
        if not parents:
            self.root = None if isinstance(node, Scalar) and not node.text else node
            return
        parent = parents[-1]
        if type(parent) is Sequence:
            parent.items.append(node)
            if type(node) is Scalar and node.text in _NOTHING:
                self._refuse_empty(node, "-")
            return
        assert isinstance(parent, Mapping)
        key = keys[-1]
        if key is None:
            keys[-1] = self._key(node)
            return
        keys[-1] = None
        name = key.text
        if name in parent.keys:
            self.found.append(
                Diagnostic(
                    "duplicate-key",
                    Span(self.path, key.line, key.column, key.length),
                    Text("“{key}” is already given in line {line}", {"key": name[:60], "line": parent.keys[name].line}),
                    Text("keep one of the two"),
                )
            )
            return
        parent.keys[name] = key
        parent.entries[name] = node
        if type(node) is Scalar and node.text in _NOTHING:
            self._refuse_empty(node, name)

    def _key(self, node: Node) -> Scalar:
        span = Span(self.path, node.line, node.column)
        if not isinstance(node, Scalar):
            raise _Refused(
                Diagnostic(
                    "wrong-kind",
                    span,
                    Text("a key is a list or a mapping, not a word"),
                    Text("put text that begins with [ or {{ in quotes"),
                )
            )
        if node.text == "<<":
            raise _Refused(self._feature_at(replace(span, length=2), Text("a merge key (<<)")))
        return node

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._refuse_features(event)
        start, end = event.start_mark, event.end_mark
        line, column, last = start.line, start.column, end.line
        length = end.column - column if last == line else 1
        style = event.style
        if style == '"':
            self._refuse_escapes(event.value, self._span(start, length))
        elif last in self.commented and not style:
            self._refuse_swallowing(last, end.column)
        return Scalar(event.value, line + 1, column + 1, length or 1)

    def _refuse_escapes(self, text: str, span: Span) -> None:
        if letter := unwanted_letter(text):
            self.found.append(letter_problem(letter, span))
        elif not unicodedata.is_normalized("NFC", text):
            self.found.append(not_composed(text, span))

    def _refuse_swallowing(self, line: int, column: int) -> None:
        text = self.lines[line]
        hidden = _HASH.match(text, column)
        # A comment on purpose stands behind two spaces and before one: `lead: so-y-te  # as printed`.
        if hidden and not hidden["comment"]:
            rest = text[hidden.end() - 1 :].rstrip()
            self.found.append(
                Diagnostic(
                    "swallowed-by-comment",
                    Span(self.path, line + 1, hidden.end(), len(rest)),
                    Text("everything from # on is a comment to YAML and would be lost: {rest}", {"rest": rest[:60]}),
                    Text("put the value in quotes, or write two spaces before # and one after it"),
                )
            )

    def _refuse_empty(self, node: Scalar, key: str) -> None:
        quoted = self.lines[node.line - 1].startswith(("'", '"', "|", ">"), node.column - 1)
        swallowed = self.found and self.found[-1].check == "swallowed-by-comment" and self.found[-1].span.line == node.line
        # {document:x} without quotes is a key without a value; the loader says that a text belongs here.
        if not quoted and not swallowed and ":" not in key:
            self.found.append(
                Diagnostic(
                    "empty-value",
                    Span(self.path, node.line, node.column, node.length),
                    Text("“{key}” has no value", {"key": key[:60]}),
                    Text("write the value, or delete the line"),
                )
            )

    def _refuse_features(self, event: Any) -> None:
        if event.anchor is not None:
            raise _Refused(self._feature(event.start_mark, Text("an anchor (&{name})", {"name": event.anchor[:60]})))
        if event.tag is not None:
            raise _Refused(self._feature(event.start_mark, Text("a tag ({name})", {"name": event.tag[:60]})))

    def _feature(self, mark: Any, what: Text) -> Diagnostic:
        return self._feature_at(self._span(mark), what)

    def _feature_at(self, span: Span, what: Text) -> Diagnostic:
        return Diagnostic(
            "yaml-feature",
            span,
            Text("{what} has no place in a data file", {"what": what}),
            Text("write the value out where it is needed; text that begins with one of % & * ! goes in quotes"),
        )

    def _span(self, mark: Any, length: int = 1) -> Span:
        return Span(self.path, mark.line + 1, mark.column + 1, length)


def _syntax_problem(path: str, error: yaml.YAMLError) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    span = Span(path, mark.line + 1, mark.column + 1) if mark else Span(path)
    problem = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
    return Diagnostic(
        "yaml-syntax",
        span,
        Text("YAML cannot be read here: {problem}", {"problem": str(problem)[:120]}),
        Text("compare the indentation with the lines above; put text with “: ” or a leading - [ {{ in quotes"),
    )
