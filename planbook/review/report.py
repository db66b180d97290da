"""A comparison as text for a terminal, or as one HTML page."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from planbook.changes.finding_changes import FATES, FindingChange, FindingFate
from planbook.changes.groups import ChangeGroup
from planbook.changes.report import PlanReport, Report
from planbook.changes.sentences import ChangeSentence
from planbook.changes.weights import LIGHT, WEIGHT_WORDS
from planbook.messages.catalogue import spoken_language
from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.wording.tokens import MarkedText

if TYPE_CHECKING:
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
SEVERITIES = {Severity.ERROR: Text("error"), Severity.WARNING: Text("warning"), Severity.INFO: Text("information")}
REPORT_HEADINGS = {
    "nothing": Text("Nothing changed"),
    "most_important": Text("What matters most"),
    "registers": Text("Registers"),
    "affected": Text("Who is affected"),
    "totals": Text("Totals"),
    "before": Text("before"),
    "after": Text("after"),
    "accepted": Text("Accepted with this change"),
    "new_findings": Text("New findings"),
    "changed_findings": Text("Findings that say otherwise"),
    "gone_findings": Text("Findings that are gone"),
    "plan": Text("Plan"),
    "changed_data": Text("What changed"),
    "files": Text("Files of this pack"),
    "agencies": Text("Agencies to ask"),
    "agency_sheet": Text("WHAT CHANGES IN THE WORK OF"),
    "each_change": Text("Changes of its own work"),
    "of_groups": Text("Changes of work given to its groups"),
    "place": Text("Item"),
    "word_file": Text("Word file to send"),
    "change": Text("Change"),
    "work": Text("Work"),
    "same_work": Text("Has changed items, and the same work"),
    "nobody": Text("No agency is affected"),
    "findings": Text("Findings"),
    "compared": Text("What differs from the state before:"),
    "new": Text("New"),
    "changed": Text("Changed"),
    "gone": Text("Gone"),
    "moved": Text("Moved from"),
    "rows": Text("rows of the matrix;"),
    "old_text": Text("struck out is what stood there"),
    "new_text": Text("bold and underlined is what stands there now"),
}

TEXT_MARKS = {"": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}  # as git marks words
_AROUND = 6  # words that are shown beside those that changed

CoverRow = tuple[
    Text, str | Text, str | Text
]  # what is known of both states: what it is, of the old one, of the new one
ReportLine = tuple[int, str]  # how deep a line stands (0 and 1 are headings), and its text


def report_as_text(report: Report) -> str:
    """The comparison for a terminal: headings, and sentences indented below them."""
    lines = _lines(report, lambda text: text.spoken())
    return "".join(f"{'  ' * depth}{'- ' if depth > 1 else ''}{text}\n" for depth, text in lines)


def fate_heading(fate: FindingFate) -> Text:
    """What findings of one fate are headed by."""
    return REPORT_HEADINGS["accepted" if fate == "accepted" else f"{fate}_findings"]


def states_of(report: Report) -> Text | None:
    """Which two states are compared, and which of two plans was replaced."""
    if not report.names:
        return None
    compared = Text("Compared: {old} (before) and {new} (after)", {"old": report.names[0], "new": report.names[1]})
    return reduce(
        lambda first, second: Text("{first}; {second}", {"first": first, "second": second}), report.remarks, compared
    )


def summary(report: Report) -> Text:
    """One sentence: how much changed, whom it touches, what the checks say to it."""
    if not (report.plans or report.findings):
        return REPORT_HEADINGS["nothing"]
    sentences = report.sentences
    agencies = {agency.id for plan in report.plans for agency in plan.affected}
    agencies |= {agency for sentence in sentences for agency in sentence.agencies}
    fates = Counter(change.fate for change in report.findings)
    counts = Text(
        "changes: {changes}; plans: {plans}; agencies affected: {agencies}; "
        "findings: {brought} new, {other} changed, {removed} gone",
        {
            "changes": len(sentences),
            "plans": len({*report.reprinted, *(plan.plan for plan in report.plans if plan.plan)}),
            "agencies": len(agencies),
            "brought": fates["new"],
            "other": fates["changed"],
            "removed": fates["gone"],
        },
    )
    if not fates["accepted"]:
        return counts
    return Text("{counts}; newly accepted: {count}", {"counts": counts, "count": fates["accepted"]})


def finding_words(change: FindingChange) -> Text:
    """What a finding says, what it said, and why somebody accepts it."""
    finding, before = change.finding, change.before
    text = finding.message
    if before and change.fate != "gone" and str(before.message) != str(finding.message):
        text = Text("{new} (before: {old})", {"new": finding.message, "old": before.message})
    if finding.allowed and change.fate != "gone":
        values = {"message": text, "reason": finding.allowed}
        text = Text("{message}; accepted because: {reason}", values)
    elif before and before.allowed and change.fate == "new":
        text = Text("{message}; accepted no more: {reason}", {"message": text, "reason": before.allowed})
    return text


def as_html(
    report: Report, templates: "Templates", files: Mapping[str, Text] | None = None, cover: Iterable[CoverRow] = ()
) -> str:
    """The comparison as one page that opens without a network, with words marked that are gone and new.

    `files` are listed on it, by their paths from the page, with what each is; a `cover` says more of the two states.
    """
    return page("report", templates, **{**report_values(report), "files": files, "cover": cover})


def report_values(report: Report) -> dict[str, object]:
    """What `compare/changes.html` asks of a comparison, without its words, which every page of comparisons has."""
    return {
        "report": report,
        "light": LIGHT,
        "weights": WEIGHT_WORDS,
        "lists": LISTS,
        "classes": {plan.plan: report.classes(plan) for plan in report.plans},
        "first": report.most_important,
        "fates": _by_fate(report),
        "states": states_of(report),
        "summary": summary(report),
        "files": None,
        "cover": (),
    }


def _by_fate(report: Report) -> list[tuple[FindingFate, Text, list[tuple[Diagnostic, Text]]]]:
    """The findings of each fate with its heading, and what they say."""
    by_fate = {fate: [(change.finding, finding_words(change)) for change in report.of_fate(fate)] for fate in FATES}
    return [(fate, fate_heading(fate), findings) for fate, findings in by_fate.items() if findings]


def findings_html(report: Report, findings: Collection[Diagnostic], templates: "Templates") -> str:
    """One page of the findings that the change brings, changes or removes, with how many were there before and stay."""
    changed = {id(change.finding) for change in report.findings}
    stay = Text(
        "Findings that were there before and stay: {count}",
        {"count": sum(id(finding) not in changed for finding in findings)},
    )
    return page("findings", templates, fates=_by_fate(report), stay=stay)


def page(name: str, templates: "Templates", **values: object) -> str:
    """A template of comparisons, filled."""
    return templates.render(
        f"compare/{name}.html", language=spoken_language(), labels=REPORT_HEADINGS, severities=SEVERITIES, **values
    )


def _lines(report: Report, say: Callable[[Text], str]) -> Iterator[ReportLine]:
    """The report as lines, the sentences below their plan and weight; what is accepted now comes first."""
    if states := states_of(report):
        yield 0, say(states)
    yield 0, say(summary(report))
    yield from _finding_lines(report, ("accepted",), say)
    if first := report.most_important:
        yield 0, f"{say(REPORT_HEADINGS['most_important'])} ({len(first)})"
    for title, sentence in first:
        yield 2, ": ".join(filter(None, (title, _in_words(sentence, say))))
    for plan in report.plans:
        yield 0, plan.title or say(REPORT_HEADINGS["registers"])
        for of_class in report.classes(plan):
            yield 1, f"{say(WEIGHT_WORDS[of_class.weight])} ({of_class.count})"
            for group in of_class.groups:
                if group.heading:
                    yield 1, f"  {group_heading(group, say)}"
                for sentence in group.sentences:
                    yield 2, _in_words(sentence, say)
                    if sentence.marks:
                        yield 3, with_marks(sentence.marks, TEXT_MARKS)
        yield from _who_and_how_much(plan, say)
    yield from _finding_lines(report, ("new", "changed", "gone"), say)


def group_heading(group: ChangeGroup, say: Callable[[Text], str]) -> str:
    """What a group is headed by, with how many changes it has: "Nhiệm vụ: chủ trì (11)"."""
    words = say(group.heading) if group.heading else ""
    return f"{words[:1].upper()}{words[1:]} ({len(group.sentences)})"


def _in_words(sentence: ChangeSentence, say: Callable[[Text], str]) -> str:
    return f"{sentence.place} {say(sentence.sentence)}".lstrip()


def _finding_lines(report: Report, fates: Iterable[FindingFate], say: Callable[[Text], str]) -> Iterator[ReportLine]:
    for fate in fates:
        changes = report.of_fate(fate)
        if changes:
            yield 0, f"{say(fate_heading(fate))} ({len(changes)})"
        for change in changes:
            finding = change.finding
            place = f"({finding.span.path}:{finding.span.line})"
            yield 2, f"{finding.check} ({say(SEVERITIES[finding.severity])}): {say(finding_words(change))} {place}"


def with_marks(marks: Sequence[MarkedText], forms: Mapping[str, str], escaped: Callable[[str], str] = str) -> str:
    """A text with marks around words that are gone or new; what stays is shortened to what stands beside them."""
    shortened = ""
    for at, (mark, text) in enumerate(marks):
        words = text.strip().split(" ")
        if not mark and len(words) > 2 * _AROUND:
            before = [] if at == 0 else words[:_AROUND]
            after = [] if at == len(marks) - 1 else words[-_AROUND:]
            words = [*before, "…", *after]
        piece = escaped(" ".join(words))
        is_apart = text[:1].isspace() or (mark == "new" and at and marks[at - 1][0] == "old")
        blank = " " if is_apart and not shortened.endswith(" ") else ""
        shortened += (
            blank + (forms[mark].format(piece) if piece else "") + (" " if text[-1:].isspace() and piece else "")
        )
    return shortened.strip()


def _who_and_how_much(plan: PlanReport, say: Callable[[Text], str]) -> Iterator[ReportLine]:
    if plan.affected or plan.same_work:
        yield 1, say(REPORT_HEADINGS["affected"])
        for agency in plan.affected:
            yield 2, agency.name
            for name, label in LISTS.items():
                works = getattr(agency, name)
                if works:
                    yield 3, f"{say(label)}: {'; '.join(map(str, works))}"
        if plan.same_work:
            yield 2, f"{say(REPORT_HEADINGS['same_work'])}: {'; '.join(plan.same_work.values())}"
    if plan.totals:
        yield 1, say(REPORT_HEADINGS["totals"])
        for total in plan.totals:
            yield 2, f"{total.name}: {total.before} → {total.after}"
