"""The texts of a plan as its file holds them, and the documents that they cite."""

import re
from collections.abc import Iterator

from planbook.messages.diagnostics import Span
from planbook.model.entry import Entry
from planbook.model.legal import LegalDocument
from planbook.model.mentions import mentions
from planbook.model.plan import Misprint, Plan
from planbook.model.workspace import Workspace

COUNT = re.compile(
    r"(?<![\w/.,-])(?P<number>\d{1,3}(?:\.\d{3})++(?:,\d++)?|\d++(?:,\d++)?)\s?(?P<unit>%|[^\W\d_]+)(?P<rest>\s?[^\W\d_]*)"
)
BRACED = re.compile(r"\{[^{}]*\}")
_COUNTED = re.compile(r"(?:\s?%|(?:\s?[^\W\d_]+)(?:\s[^\W\d_]+){0,3}(?P<more>\s[^\W\d_])?)")
_SENTENCES = frozenset(
    (
        "title",
        "short_title",
        "preamble",
        "heading",
        "intro",
        "text",
        "short_text",
        "duty",
        "remark",
        "work",
        "result",
        "note",
        "closing",
        "until_event",
    )
)


def texts(plan: Plan) -> Iterator[tuple[Entry, str, str]]:
    """Every text of a plan with its entry and field; what was misprinted is no text of the plan."""
    for entry in plan.walk():
        if not isinstance(entry, Misprint):
            for field, value in entry.__dict__.items():
                if isinstance(value, str):
                    yield entry, field, value


def sentences(plan: Plan) -> Iterator[tuple[Entry, str, str]]:
    """The texts of a plan that people write in words: headings and sentences, no ids, units or names."""
    return ((entry, field, text) for entry, field, text in texts(plan) if field in _SENTENCES)


def typed(text: str) -> str:
    """What people typed themselves: the text with a “…” for everything that the program fills in."""
    return BRACED.sub("…", text)


def typed_counts(text: str) -> Iterator[re.Match[str]]:
    """The numbers that people typed themselves in a text, each with the first word of what it counts as its `unit`, and the `rest`, a word behind that."""
    return COUNT.finditer(typed(text))


def quoted_count(number: re.Match[str]) -> str:
    """A typed `number` as findings quote it, with what it counts: words of many languages have several parts, so up to four of its clause."""
    behind = _COUNTED.match(number.string, number.end("number"))
    if not behind:
        return number["number"]
    counts = f"{behind[0].removesuffix(behind['more'])} …" if behind["more"] else behind[0]
    return f"{number['number']}{counts}".replace(" %", "%")


def cited(plan: Plan) -> Iterator[tuple[str, Span]]:
    """Every document that a plan cites, as a legal basis or in a text, with the place."""
    for basis in plan.legal_bases:
        yield basis.document, basis.source.span("document")
        yield from ((id_, basis.source.span("amended_by", at)) for at, id_ in enumerate(basis.amended_by))
    for entry, field, text in texts(plan):
        for mention in mentions(text):
            if mention["kind"] == "document":
                yield mention["id"], entry.source.span(field)


def called(workspace: Workspace, document: LegalDocument) -> str:
    """What people call a document: "Kế hoạch 62-KH/TU"; one without a number by its title."""
    return f"{workspace.document_types[document.type].name} {document.number or typed(document.title or '')}".strip()
