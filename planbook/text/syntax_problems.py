"""What libyaml cannot read, as whoever writes plans can mend it."""

import re

import yaml

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.text.letters import odd_indentation

_MENTION = re.compile(r"\{(?:value|[a-z]+:[\w|-]+)\}")
# What libyaml says, in the words of who writes plans.
_PROBLEMS = {
    "mapping values are not allowed in this context": Text("a second “: ” stands in the line"),
    "did not find expected ',' or '}'": Text("a {{ is not closed, or a comma is missing"),
    "did not find expected ',' or ']'": Text("a [ is not closed, or a comma is missing"),
    "did not find expected key": Text("no key with “: ” stands here"),
    "could not find expected ':'": Text("no key with “: ” stands here"),
    "did not find expected '-' indicator": Text("no entry with “- ” stands here"),
    "found unexpected end of stream": Text("a quotation mark is not closed"),
    "found character that cannot start any token": Text("a text begins with a sign that YAML has for itself"),
}


def syntax_problem(path: str, lines: list[str], error: yaml.YAMLError) -> Diagnostic:
    """The finding of an error of libyaml, at the place that somebody has to look at."""
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None:
        return _unreadable(Span(path), str(error).split("\n", 1)[0])
    if mark.line < len(lines) and lines[mark.line][mark.column : mark.column + 1] == "\t":
        return odd_indentation("\t", Span(path, mark.line + 1, mark.column + 1))
    # libyaml notices a quote or bracket that nobody closed only where the file ends.
    if opened and str(getattr(error, "context", "")).endswith(("quoted scalar", "flow sequence", "flow mapping")):
        mark = opened if opened.line < mark.line else mark
    for at in dict.fromkeys((mark.line, opened.line if opened else mark.line)):
        mention = _MENTION.search(lines[at]) if at < len(lines) else None
        if mention and lines[at].count('"', 0, mention.start()) % 2 == 0:
            return Diagnostic(
                "yaml-syntax",
                Span(path, at + 1, mention.start() + 1, len(mention[0])),
                Text("YAML takes the brace of {mention} for its own here", {"mention": mention[0]}),
                Text('put the whole text in quotes: "… {mention} …"', {"mention": mention[0]}),
            )
    return _unreadable(Span(path, mark.line + 1, mark.column + 1), str(getattr(error, "problem", "")))


def _unreadable(span: Span, problem: str) -> Diagnostic:
    return Diagnostic(
        "yaml-syntax",
        span,
        Text("YAML cannot be read here: {problem}", {"problem": _PROBLEMS.get(problem, problem[:120])}),
        Text("compare the indentation with the lines above; put text with “: ” or a leading - [ {{ * % @ in quotes"),
    )
