"""What departs from the official layout in a Word file, ours or anybody's, by a rule set of templates/word/rules.

The file is opened safely, read with its styles resolved (planbook.ooxml), its parts are recognised by their words,
and each part is held against its rules. Nothing is changed.

May import views and what stands below.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from planbook.layout.body import check_body
from planbook.layout.closing import check_appendices, check_recipients, check_signature
from planbook.layout.departure import departure, paragraph_span
from planbook.layout.heading import check_bases, check_heading, check_title
from planbook.layout.outline import check_outline
from planbook.layout.page import check_letters, check_page_numbers, check_pages
from planbook.layout.parts import parts
from planbook.layout.rules import RULES, RuleSet
from planbook.messages.diagnostics import Diagnostic, Refusal, Span, Text, in_order
from planbook.ooxml.opening import NotAWordFile, open_package
from planbook.ooxml.reading import Document, read_document
from planbook.repository.limits import TooLong, limited_time

MAX_CHECK_SECONDS = 60  # of computing, for one file; a document of 200 pages takes two
_MOST_PLACES = 12  # ranges of paragraphs that a message lists


class RulesTooSlow(Refusal):
    """The patterns of the rules, which an office may edit, compute without an end that anybody would wait for."""

    def __init__(self, path: Path) -> None:
        values = {"rules": RULES, "seconds": MAX_CHECK_SECONDS, "path": path}
        super().__init__(
            Text("the rules of {rules} compute for more than {seconds} seconds on {path}", values),
            Text("look at the patterns that were edited last; one in another may try every way to divide a text"),
        )


def examine_word(path: Path, rule_set: RuleSet) -> tuple[list[Diagnostic], list[str]]:
    """Check one Word file: the findings in order, and its paragraphs, which they count as lines.

    Raises `NotAWordFile`, `RulesTooSlow`, and `OSError` where the machine refuses.
    """
    document = read_document(open_package(path))
    try:
        with limited_time(MAX_CHECK_SECONDS):
            departed = list(_together(departures(document, rule_set)))
    except TooLong as error:
        raise RulesTooSlow(path) from error
    findings = [replace(finding, span=replace(finding.span, path=str(path))) for finding in departed]
    printed = {paragraph.number: paragraph for paragraph in (*document.paragraphs, *document.edges)}
    return in_order(findings), [
        _line(printed[at].text) if at in printed else "" for at in range(1, max(printed, default=0) + 1)
    ]


def examine_all(paths: Iterable[Path], rule_set: RuleSet) -> tuple[list[Diagnostic], dict[str, list[str]]]:
    """Check several files: what departs in each, and the paragraphs of each; a file that is refused is a finding.

    Raises `OSError` where the machine refuses.
    """
    findings: list[Diagnostic] = []
    lines: dict[str, list[str]] = {}
    for path in paths:
        try:
            departed, lines[str(path)] = examine_word(path, rule_set)
            findings += departed
        except NotAWordFile as refusal:
            findings.append(Diagnostic("not-a-word-file", Span(str(path)), refusal.message, refusal.mend))
    return findings, lines


def _line(text: str) -> str:
    """A paragraph as one line with every letter in its place."""
    return text.translate({ord(sign): " " for sign in "\t\n\r"})


def departures(document: Document, rule_set: RuleSet) -> Iterator[Diagnostic]:
    """What departs in a document; places have no file yet."""
    rules, marks = rule_set.rules, rule_set.marks
    document_parts = parts(document, rules, marks)
    if document_parts.is_party_document:
        yield departure(rules.party_document, Span(""), Text("document"), Text("issued by the Party"))
        return
    if not document_parts.has_heading:
        fact = Text("neither national title nor motto, nor a number with place and day: nothing else is judged")
        yield departure(rules.heading_block, Span(""), Text("heading block"), fact)
        return
    yield from check_pages(document, document_parts, rules)
    yield from check_letters(document, document_parts, rules)
    yield from check_page_numbers(document, rules)
    yield from check_heading(document, document_parts, rules, marks)
    yield from check_title(document, document_parts, rules)
    yield from check_bases(document_parts, rules)
    yield from check_body(document, document_parts, rule_set)
    yield from check_outline(document_parts, rule_set)
    yield from check_signature(document, document_parts, rules, marks)
    yield from check_recipients(document, document_parts, rules)
    yield from check_appendices(document, document_parts, rules, marks)
    if document_parts.attachment:
        fact = Text("another document begins here, and is not judged")
        yield departure(rules.attachment, paragraph_span(document_parts.attachment), Text("attachment"), fact)


def _together(findings: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    """What is wrong in many paragraphs in the same way once, at the first, with the places of the others."""

    def key(finding: Diagnostic) -> tuple[str, str]:
        return finding.check, str(finding.message.values["fact"])

    for _, alike in groupby(sorted(findings, key=lambda finding: (key(finding), finding.span)), key):
        first, *repeated = alike
        if repeated:
            places = {"count": len(repeated), "places": _ranges([finding.span.line for finding in repeated])}
            message = Text(
                "{first}; so in {count} more places (paragraphs {places})", {"first": first.message, **places}
            )
            first = replace(first, message=message)
        yield first


def _ranges(numbers: list[int]) -> str:
    """Numbers for a reader: 3, 5-9, 12, … and no more than a line of them."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    stretches = [f"{first}" if first == last else f"{first}-{last}" for first, last in ranges[:_MOST_PLACES]]
    return ", ".join([*stretches, "…"] if len(ranges) > _MOST_PLACES else stretches)
