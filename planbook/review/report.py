"""A comparison as text for a terminal, one HTML page, or JSON for other programs."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from planbook.changes.affected import Affected
from planbook.changes.marked_matrix import MarkedTable
from planbook.changes.report import PlanReport, Report
from planbook.changes.sentences import WEIGHT_WORDS, ChangeSentence
from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.messages.escapes import in_json
from planbook.render.templates import Templates

LISTS = {
    "leads": Text("leads now"),
    "leads_no_more": Text("leads no more"),
    "coordinates": Text("coordinates now"),
    "coordinates_no_more": Text("coordinates no more"),
    "duties": Text("new duties"),
    "duties_no_more": Text("duties no more"),
    "confirms": Text("to confirm anew"),
}
SEVERITIES = {
    Severity.ERROR: Text("error"),
    Severity.WARNING: Text("warning"),
    Severity.INFO: Text("information"),
}
REPORT_HEADINGS = {
    "nothing": Text("Nothing changed"),
    "registers": Text("Registers"),
    "affected": Text("Who is affected"),
    "totals": Text("Totals"),
    "before": Text("before"),
    "after": Text("after"),
    "brought": Text("New findings"),
    "removed": Text("Findings that are gone"),
    "plan": Text("Plan"),
    "changed_data": Text("What changed"),
    "files": Text("Files of this pack"),
    "agencies": Text("Agencies to ask"),
    "change": Text("Change"),
    "work": Text("Work"),
    "nobody": Text("No agency is affected"),
    "findings": Text("Findings"),
    "stay": Text("Findings that were there before"),
    "compared": Text("What differs from the state before:"),
    "new": Text("New"),
    "changed": Text("Changed"),
    "gone": Text("Gone"),
    "rows": Text("rows of the matrix;"),
    "old_text": Text("struck out is what stood there"),
    "new_text": Text("bold and underlined is what stands there now"),
}

ReportLine = tuple[int, str]  # how deep a line stands (0 and 1 are headings), and its text


def report_as_text(report: Report, language: str = "vi") -> str:
    """The comparison for a terminal: headings, and sentences indented below them."""
    lines = _lines(report, lambda text: text.in_language(language))
    return "".join(f"{'  ' * depth}{'- ' if depth > 1 else ''}{text}\n" for depth, text in lines)


def summary(report: Report) -> Text:
    """One sentence: how much changed, whom it touches, what the checks say to it, against which plan if nobody named it."""
    counts = _counts(report)
    return Text("against {plan}: {changes}", {"plan": report.earlier, "changes": counts}) if report.earlier else counts


def _counts(report: Report) -> Text:
    if not (report.plans or report.brought or report.removed):
        return REPORT_HEADINGS["nothing"]
    agencies = {agency.id for plan in report.plans for agency in plan.affected}
    return Text(
        "changes: {changes}; plans: {plans}; agencies affected: {agencies}; findings: {brought} new, {removed} gone",
        {
            "changes": sum(len(plan.changes) for plan in report.plans),
            "plans": sum(bool(plan.plan) for plan in report.plans),
            "agencies": len(agencies),
            "brought": len(report.brought),
            "removed": len(report.removed),
        },
    )


def as_html(report: Report, templates: Templates, language: str = "vi", files: Mapping[str, Text] | None = None) -> str:
    """The comparison as one page that opens without a network; texts that read otherwise stand side by side.

    `files` are listed on it, by their paths from the page, with what each is.
    """
    values: dict[str, object] = {"report": report, "weights": WEIGHT_WORDS, "lists": LISTS, "files": files}
    return _page("report", templates, language, **values, summary=summary(report))


def agencies_html(report: Report, templates: Templates, language: str = "vi") -> str:
    """One page of the agencies that must be asked, each with what it gains, loses and has to confirm anew."""
    agencies: dict[Affected, list[tuple[str, Text, str]]] = {}
    first: dict[str, Affected] = {}
    for plan in report.plans:
        for agency in plan.affected:
            works = agencies.setdefault(first.setdefault(agency.id, agency), [])
            works += [(plan.title, label, str(work)) for name, label in LISTS.items() for work in getattr(agency, name)]
    return _page("agencies", templates, language, agencies=agencies)


def findings_html(report: Report, findings: Iterable[Diagnostic], templates: Templates, language: str = "vi") -> str:
    """One page of the findings: those that the change brings, those that it removes, and those that were there."""
    earlier = [finding for finding in findings if finding not in report.brought]
    groups = [
        (REPORT_HEADINGS["brought"], report.brought),
        (REPORT_HEADINGS["removed"], report.removed),
        (REPORT_HEADINGS["stay"], earlier),
    ]
    return _page("findings", templates, language, groups=groups)


def matrix_html(table: MarkedTable, templates: Templates, language: str = "vi", **sheet: object) -> str:
    """A marked matrix for a PDF; `sheet` is what every printed sheet asks for."""
    return _page("matrix", templates, language, table=table, **sheet)


def _page(name: str, templates: Templates, language: str, **values: object) -> str:
    return templates.render(
        f"compare/{name}.html", language=language, labels=REPORT_HEADINGS, severities=SEVERITIES, **values
    )


def report_as_json(report: Report, language: str = "vi") -> str:
    """The comparison for other programs: `{"changes": […], "affected": […], "totals": […], "findings": {…}}`."""
    content = {
        "earlier": report.earlier or None,
        "changes": [_row(sentence) for plan in report.plans for sentence in plan.changes],
        "affected": [
            {"plan": plan.plan, "agency": agency.id, **{name: list(map(str, getattr(agency, name))) for name in LISTS}}
            for plan in report.plans
            for agency in plan.affected
        ],
        "totals": [
            {
                "plan": plan.plan,
                "name": total.name,
                "old": total.old,
                "new": total.new,
                "old_sum": total.old_sum,
                "new_sum": total.new_sum,
            }
            for plan in report.plans
            for total in plan.totals
        ],
        "findings": {
            "brought": [_finding(finding) for finding in report.brought],
            "removed": [_finding(finding) for finding in report.removed],
        },
    }
    return (
        in_json(json.dumps(content, ensure_ascii=False, indent=1, default=lambda text: text.in_language(language)))
        + "\n"
    )


def _lines(report: Report, say: Callable[[Text], str]) -> Iterator[ReportLine]:
    """The report as lines, the sentences below their plan and weight."""
    yield 0, say(summary(report))
    for plan in report.plans:
        yield 0, plan.title or say(REPORT_HEADINGS["registers"])
        for weight, sentences in groupby(plan.changes, key=lambda sentence: sentence.weight):
            group = list(sentences)
            yield 1, f"{say(WEIGHT_WORDS[weight])} ({len(group)})"
            for sentence in group:
                yield 2, f"{sentence.place} {say(sentence.sentence)}".lstrip()
                if sentence.old or sentence.new:
                    yield 3, f"− {sentence.old}"
                    yield 3, f"+ {sentence.new}"
        yield from _who_and_how_much(plan, say)
    for heading, findings in (
        (REPORT_HEADINGS["brought"], report.brought),
        (REPORT_HEADINGS["removed"], report.removed),
    ):
        if findings:
            yield 0, f"{say(heading)} ({len(findings)})"
            for finding in findings:
                yield 2, f"{finding.check}: {say(finding.message)} ({finding.span.path}:{finding.span.line})"


def _who_and_how_much(plan: PlanReport, say: Callable[[Text], str]) -> Iterator[ReportLine]:
    if plan.affected:
        yield 1, say(REPORT_HEADINGS["affected"])
        for agency in plan.affected:
            yield 2, agency.name
            for name, label in LISTS.items():
                works = getattr(agency, name)
                if works:
                    yield 3, f"{say(label)}: {'; '.join(map(str, works))}"
    if plan.totals:
        yield 1, say(REPORT_HEADINGS["totals"])
        for total in plan.totals:
            yield 2, f"{total.name}: {total.before} → {total.after}"


def _row(sentence: ChangeSentence) -> dict[str, object]:
    return {
        "weight": sentence.weight,
        "kind": sentence.kind,
        "plan": sentence.plan or None,
        "item": sentence.item,
        "place": sentence.place or None,
        "sentence": sentence.sentence,
        "old": sentence.old or None,
        "new": sentence.new or None,
        "agencies": list(sentence.agencies),
        "path": sentence.span.path if sentence.span else None,
        "line": sentence.span.line if sentence.span else None,
    }


def _finding(finding: Diagnostic) -> dict[str, object]:
    return {
        "check": finding.check,
        "severity": str(finding.severity),
        "plan": finding.plan,
        "message": finding.message,
    }
