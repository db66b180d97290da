"""A comparison as JSON for other programs; `content/developing/reference.md` has its schema."""

import json
from dataclasses import asdict

from planbook.changes.finding_changes import FindingChange
from planbook.changes.report import Report
from planbook.changes.sentences import ChangeSentence
from planbook.messages.diagnostics import Span, Text
from planbook.messages.escapes import in_json
from planbook.model.number import float_free
from planbook.review.report import LISTS

SCHEMA = 1  # the version of the form; another one is told by another number


def report_as_json(report: Report) -> str:
    """The comparison for other programs, as the schema says."""
    names = report.names
    content = {
        "schema": SCHEMA,
        "states": {"old": names[0], "new": names[1]} if names else None,
        "changes": [_row(sentence) for plan in report.plans for sentence in plan.changes],
        "affected": [
            {"plan": plan.plan, "agency": agency.id, **{name: list(map(str, getattr(agency, name))) for name in LISTS}}
            for plan in report.plans
            for agency in plan.affected
        ],
        "totals": [{"plan": plan.plan, **asdict(total)} for plan in report.plans for total in plan.totals],
        "findings": [_finding(change) for change in report.findings],
    }

    def in_words(value: object) -> str:
        return value.spoken() if isinstance(value, Text) else str(value)

    return in_json(json.dumps(content, ensure_ascii=False, indent=1, default=in_words)) + "\n"


def _row(sentence: ChangeSentence) -> dict[str, object]:
    return {
        "weight": sentence.weight,
        "kind": sentence.kind,
        "of": sentence.of,
        "plan": sentence.plan or None,
        "item": sentence.item,
        "field": sentence.field or None,
        "place": sentence.place or None,
        "name": sentence.name,
        "sentence": sentence.sentence,
        "old": sentence.before,
        "new": sentence.after,
        "old_text": sentence.was or None,
        "new_text": sentence.now or None,
        "unit": sentence.unit or None,
        "delta": None if sentence.delta is None else float_free(sentence.delta),
        "words": [{"mark": mark or "same", "text": text} for mark, text in sentence.marks] or None,
        "agencies": list(sentence.agencies),
        "members": list(sentence.members),
        "plans": list(sentence.plans),
        "old_place": _place(sentence.old_span),
        "new_place": _place(sentence.span) if sentence.kind != "remove" else None,
    }


def _place(span: Span | None) -> dict[str, object] | None:
    return {"path": span.path, "line": span.line} if span else None


def _finding(change: FindingChange) -> dict[str, object]:
    finding = change.finding
    return {
        "fate": change.fate,
        "check": finding.check,
        "severity": str(finding.severity),
        "plan": finding.plan,
        "item": finding.item or None,
        "field": finding.field or None,
        "message": finding.message,
        "before": change.before.message if change.before and change.fate == "changed" else None,
        "allowed": finding.allowed or None,
        "path": finding.span.path,
        "line": finding.span.line,
    }
