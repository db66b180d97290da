"""A comparison as text for a terminal, Markdown for a pull request, one HTML page, or JSON for other programs."""

import json
from collections.abc import Callable, Iterator
from itertools import groupby

from planbook.diagnostics import Diagnostic, Text
from planbook.render.templates import Templates
from planbook.views.change_log import Said, Weight
from planbook.views.change_report import PlanReport, Report

WEIGHTS: dict[Weight, Text] = {
    "figures": Text("Figures"),
    "responsibility": Text("Responsibility"),
    "deadlines": Text("Deadlines"),
    "legal-bases": Text("Legal bases"),
    "wording": Text("Wording"),
    "order": Text("Order"),
}
_LISTS = {
    "leads": Text("leads now"),
    "leads_no_more": Text("leads no more"),
    "coordinates": Text("coordinates now"),
    "coordinates_no_more": Text("coordinates no more"),
    "confirms": Text("to confirm anew"),
}
_LABELS = {
    "nothing": Text("Nothing changed"),
    "registers": Text("Registers"),
    "affected": Text("Who is affected"),
    "totals": Text("Totals"),
    "before": Text("before"),
    "after": Text("after"),
    "brought": Text("New findings"),
    "removed": Text("Findings that are gone"),
}
_MARKS = "\\`*_{}[]<>#+-.!|~"

Line = tuple[int, str]  # how deep a line stands (0 and 1 are headings), and its text


def as_text(report: Report, language: str = "vi") -> str:
    """Give the comparison for a terminal: headings, and sentences indented below them."""
    return "".join(
        f"{'  ' * depth}{'- ' if depth > 1 else ''}{text}\n" for depth, text in _lines(report, language, str)
    )


def as_markdown(report: Report, language: str = "vi", site_url: str = "") -> str:
    """Give the comparison for a pull request; with a site's address each sentence leads to its item."""
    lines = []
    for depth, text in _lines(report, language, _escaped, site_url):
        lines.append(f"{'  ' * (depth - 2)}- {text}" if depth > 1 else f"\n{'#' * (depth + 2)} {text}\n")
    return "\n".join(lines).lstrip("\n") + "\n"


def as_html(report: Report, templates: Templates, language: str = "vi") -> str:
    """Give the comparison as one page that opens without a network; texts that read otherwise stand side by side."""

    def say(text: Text) -> str:
        return text.in_language(language)

    return templates.render(
        "compare/report.html",
        report=report,
        language=language,
        say=say,
        weights=WEIGHTS,
        lists=_LISTS,
        labels=_LABELS,
    )


def as_json(report: Report, language: str = "vi") -> str:
    """Give the comparison for other programs: `{"changes": […], "affected": […], "totals": […], "findings": {…}}`."""
    content = {
        "changes": [_row(one, language) for plan in report.plans for one in plan.changes],
        "affected": [
            {"plan": plan.plan, "agency": one.id, **{name: list(getattr(one, name)) for name in _LISTS}}
            for plan in report.plans
            for one in plan.affected
        ],
        "totals": [
            {
                "plan": plan.plan,
                "name": one.name,
                "old": one.old,
                "new": one.new,
                "old_sum": one.old_sum,
                "new_sum": one.new_sum,
            }
            for plan in report.plans
            for one in plan.totals
        ],
        "findings": {
            "brought": [_finding(one, language) for one in report.brought],
            "removed": [_finding(one, language) for one in report.removed],
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _lines(report: Report, language: str, escape: Callable[[str], str], site_url: str = "") -> Iterator[Line]:
    """Give the report as lines, the sentences below their plan and weight."""

    def say(text: Text) -> str:
        return escape(text.in_language(language))

    if not (report.plans or report.brought or report.removed):
        yield 0, say(_LABELS["nothing"])
    for plan in report.plans:
        yield 0, escape(plan.title) or say(_LABELS["registers"])
        for weight, said in groupby(plan.changes, key=lambda one: one.weight):
            group = list(said)
            yield 1, f"{say(WEIGHTS[weight])} ({len(group)})"
            for one in group:
                yield 2, _with_place(one, say(one.sentence), escape, site_url)
                if one.old or one.new:
                    yield 3, f"− {escape(one.old)}"
                    yield 3, f"+ {escape(one.new)}"
        yield from _who_and_how_much(plan, say, escape)
    for heading, findings in ((_LABELS["brought"], report.brought), (_LABELS["removed"], report.removed)):
        if findings:
            yield 0, f"{say(heading)} ({len(findings)})"
            for found in findings:
                yield 2, f"{escape(found.check)}: {say(found.message)}"


def _who_and_how_much(plan: PlanReport, say: Callable[[Text], str], escape: Callable[[str], str]) -> Iterator[Line]:
    if plan.affected:
        yield 1, say(_LABELS["affected"])
        for agency in plan.affected:
            yield 2, escape(agency.name)
            for name, label in _LISTS.items():
                tasks = getattr(agency, name)
                if tasks:
                    yield 3, f"{say(label)}: {escape('; '.join(tasks))}"
    if plan.totals:
        yield 1, say(_LABELS["totals"])
        for total in plan.totals:
            old, new = (
                f"{stated or '-'} (Σ {summed or '-'})"
                for stated, summed in ((total.old, total.old_sum), (total.new, total.new_sum))
            )
            yield 2, escape(f"{total.name}: {old} → {new}")


def _with_place(said: Said, sentence: str, escape: Callable[[str], str], site_url: str) -> str:
    if not said.place:
        return sentence
    place = escape(said.place)
    if site_url and said.plan and said.kind != "remove":
        place = f"[{place}]({_place(said, site_url)})"
    return f"{place} {sentence}"


def _place(said: Said, site_url: str) -> str:
    return f"{site_url.rstrip('/')}/ke-hoach/{said.plan}/#{said.item}"


def _escaped(text: str) -> str:
    """Give plan text with everything escaped that Markdown would take for its own."""
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in " ".join(text.split()))


def _row(said: Said, language: str) -> dict[str, object]:
    return {
        "weight": said.weight,
        "kind": said.kind,
        "plan": said.plan or None,
        "item": said.item,
        "place": said.place or None,
        "sentence": said.sentence.in_language(language),
        "old": said.old or None,
        "new": said.new or None,
        "agencies": list(said.agencies),
        "path": said.span.path if said.span else None,
        "line": said.span.line if said.span else None,
    }


def _finding(found: Diagnostic, language: str) -> dict[str, object]:
    return {
        "check": found.check,
        "severity": str(found.severity),
        "plan": found.plan,
        "message": found.message.in_language(language),
    }
