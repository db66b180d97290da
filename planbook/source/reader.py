"""YAML text to nodes: libyaml's events, our own builder, every scalar a text with its place.

PyYAML's own loaders turn `1.500` into 1.5 and `no` into False, keep the last of two equal keys and end
the process on deep nesting. None of that may happen to a figure, so the tree is built here, without
recursion, and everything that plans do not need (anchors, tags, second documents) is refused.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from yaml._yaml import CParser

from planbook.diagnostics import Diagnostic, Span, Text
from planbook.source.letters import decode, letter_problem, unwanted, unwanted_letter
from planbook.source.node import Mapping, Node, Scalar, Sequence

MAX_DEPTH = 40


def read(path: str, content: bytes) -> tuple[Node | None, list[Diagnostic]]:
    """Give the tree of a file and what is wrong with the text; the tree is None where YAML cannot be read.

    `path` is how the file is named to the user. Raises nothing that a file's content can cause.
    """
    text, problem = decode(path, content)
    if problem:
        return None, [problem]
    builder = _Builder(path, text)
    found = list(unwanted(path, text))
    try:
        builder.run()
    except yaml.YAMLError as error:
        syntax = _syntax_problem(path, error)
        # A tab or a conflict mark breaks YAML too; the finding that names it is the better one.
        if not any(other.span.line <= syntax.span.line for other in found):
            found.append(syntax)
        builder.root = None
    except _Refused as refusal:
        found.append(refusal.diagnostic)
        builder.root = None
    found += builder.found
    if builder.root is None and not found:
        found.append(Diagnostic("empty-file", Span(path), Text("the file holds nothing"), Text("fill it or delete it")))
    return builder.root, found


class _Refused(Exception):
    """The rest of the file cannot be understood."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic.message))
        self.diagnostic = diagnostic


class _Builder:
    """Turns the events of one file into nodes; keeps what it finds wrong on the way."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.has_comments = "#" in text
        self.root: Node | None = None
        self.found: list[Diagnostic] = []

    def run(self) -> None:
        """Read the events; raises `yaml.YAMLError` where libyaml does, `_Refused` where we stop."""
        parents: list[Sequence | Mapping] = []
        keys: list[Scalar | None] = []
        documents = 0
        for event in _events(self.text):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node: Node = self._scalar(event)
                self._attach(node, parents, keys)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._refuse_features(event)
                mark = event.start_mark
                make = kind is yaml.MappingStartEvent
                node = (
                    Mapping(self.path, mark.line + 1, mark.column + 1)
                    if make
                    else Sequence(mark.line + 1, mark.column + 1)
                )
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
                raise _Refused(self._feature(event.start_mark, Text("an alias (*{name})", {"name": event.anchor})))
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
        if isinstance(parent, Sequence):
            parent.items.append(node)
            self._refuse_empty(node, "-")
            return
        key = keys[-1]
        if key is None:
            if not isinstance(node, Scalar):
                span = Span(self.path, node.line, node.column)
                raise _Refused(Diagnostic("wrong-kind", span, Text("a key is a list or a mapping, not a word")))
            if node.text == "<<":
                span = Span(self.path, node.line, node.column, 2)
                raise _Refused(self._feature_at(span, Text("a merge key (<<)")))
            keys[-1] = node
            return
        keys[-1] = None
        first = parent.keys.get(key.text)
        if first is not None:
            self.found.append(
                Diagnostic(
                    "duplicate-key",
                    Span(self.path, key.line, key.column, key.length),
                    Text("“{key}” is already given in line {line}", {"key": key.text[:60], "line": first.line}),
                    Text("keep one of the two"),
                )
            )
            return
        parent.keys[key.text] = key
        parent.entries[key.text] = node
        self._refuse_empty(node, key.text)

    def _scalar(self, event: Any) -> Scalar:
        self._refuse_features(event)
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        if event.style == '"':
            letter = unwanted_letter(event.value)
            if letter:
                self.found.append(letter_problem(letter, self._span(start, length)))
        elif self.has_comments and not event.style:
            self._refuse_swallowing(end.line, end.column)
        return Scalar(event.value, start.line + 1, start.column + 1, max(1, length))

    def _refuse_swallowing(self, line: int, column: int) -> None:
        rest = self.lines[line][column:]
        at = rest.find("#")
        # A comment on purpose stands behind two spaces and before one: `lead: so-y-te  # as printed`.
        if at >= 0 and not rest[:at].strip(": ") and not (rest[:at].endswith("  ") and rest[at : at + 2] == "# "):
            self.found.append(
                Diagnostic(
                    "swallowed-by-comment",
                    Span(self.path, line + 1, column + at + 1, len(rest.rstrip()) - at),
                    Text(
                        "everything from # on is a comment to YAML and would be lost: {rest}", {"rest": rest[at:][:60]}
                    ),
                    Text("put the value in quotes, or write two spaces before # and one after it"),
                )
            )

    def _refuse_empty(self, node: Node, key: str) -> None:
        quoted = self.lines[node.line - 1].startswith(("'", '"', "|", ">"), node.column - 1)
        if isinstance(node, Scalar) and not node.text and not quoted:
            self.found.append(
                Diagnostic(
                    "empty-value",
                    Span(self.path, node.line, node.column),
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


def _events(text: str) -> Iterator[Any]:
    parser = CParser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


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
