"""The years in a title or a heading are not the period that the data state.

A plan of last year that was copied keeps the old year in one of the two, and lists and comparisons by year put it
in the wrong place; the same holds for a cited document with a period. A year before the plan's own in a heading, the
opening or the closing sentence is left over, too. Silent: titles without a year, titles with several times one of
which is the period or begins or ends it ("năm 2022 … giai đoạn 2021-2025", "đến năm 2030"), days, years in the
numbers of other documents, and in headings also periods of several years, which are those of programmes.
"""

import re
from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.period import When
from planbook.model.texts import sentences, typed
from planbook.model.workspace import Workspace

# Days in figures and in words ("ngày 24 tháng 5 năm 2019") say when something was issued, not what it is for.
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+\w+\s+\d{1,2}\s+\w+\s+\d{4}")
_YEARS = re.compile(r"(?<![\d/.,])((?:19|20)\d\d)(?:\s*[-\u2013]\s*((?:19|20)\d\d))?(?![\d/]|[.,]\d)")


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find titles of plans and documents that state other years than their period."""
    for plan in workspace.plans.values():
        for field, title in (("title", plan.title), ("short_title", plan.short_title)):
            if stated := _differing_times(title, plan.period):
                yield warning(
                    plan.source.span(field),
                    Text("the title says {stated}, the period is {period}", {"stated": stated, "period": plan.period}),
                    Text("correct the title or period:"),
                    plan.id,
                )
        for entry, field, text in sentences(plan):
            if field in ("heading", "preamble", "closing") and (stated := _left_over(text, plan.period)):
                yield warning(
                    entry.source.span(field),
                    Text("the text says {stated}, the period is {period}", {"stated": stated, "period": plan.period}),
                    Text("correct the year; it may be left over from an earlier plan"),
                    plan.id,
                )
    for document in workspace.documents.values():
        if document.period and (stated := _differing_times(typed(document.title or ""), document.period)):
            yield warning(
                document.source.span("period"),
                Text("the title says {stated}, the period is {period}", {"stated": stated, "period": document.period}),
                Text("correct the title or period:"),
            )


def _differing_times(title: str, period: When) -> str:
    """The times that a title states; nothing if one of them fits the period."""
    stated = _stated(title)
    start, end = period.first.year, period.last.year
    if any(years in ((start, end), (start, start), (end, end)) for years in stated):
        return ""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in stated)


def _left_over(text: str, period: When) -> str:
    """The single years of a text that are before the period; nothing if one of them is not."""
    years = [first for first, last in _stated(text) if first == last]
    return ", ".join(map(str, years)) if all(year < period.first.year for year in years) else ""


def _stated(text: str) -> list[tuple[int, int]]:
    """The years that a text states, each with its last; a single year is its own last."""
    spans = _YEARS.findall(_DAY.sub("", typed(text)))
    return [(int(first), int(last or first)) for first, last in spans]
