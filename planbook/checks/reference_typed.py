"""A text refers to another item by a number that somebody typed: "phần 9, mục II", "điểm đ".

When items move, the number leads to another item or to none, and nobody is told: "ý 2, điểm 2, phần 4, mục II" of an
issued plan leads nowhere. A mention prints the number that the item has. Silent: parts of other documents ("mục II
Nghị quyết …", "điểm a khoản 2 Điều 103"), and numbers that may count what follows ("danh mục 12 dự án").
"""

import re
from collections.abc import Iterator

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.model.texts import sentences
from planbook.model.workspace import Workspace

_ROMAN = r"[IVX]+(?:\.\d{1,2})*(?!\w)"
_NUMBER = rf"(?:{_ROMAN}|\(?\d{{1,2}}(?:\.\d{{1,2}})*\)?(?![\w%/]|[.,-]\d)|[a-z\u0111](?!\w))"


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find references to items that are no mentions."""
    reference, elsewhere = _reference(), _elsewhere(workspace)
    for plan in workspace.plans.values():
        for entry, field, text in sentences(plan):
            for match in reference.finditer(text):
                of_a_document = elsewhere.match(text, match.end()) or text.endswith(("} ", "}, "), 0, match.start())
                if not of_a_document and not _may_count(match[0], text[match.end() :]):
                    yield Diagnostic(
                        "reference-typed",
                        entry.source.span(field),
                        Text(
                            "“{reference}” is typed, and does not change when the items move", {"reference": match[0]}
                        ),
                        Text("write {mention} with the id of the item", {"mention": "{item:…}"}),
                        Severity.WARNING,
                        plan.id,
                    )


def _reference() -> re.Pattern[str]:
    """The pattern of one reference, with all its steps; the words are those of plans, which are Vietnamese."""
    items, part = translate("item|section|point|clause", "vi"), translate("part", "vi")
    step = rf"(?:(?i:{items}) {_NUMBER}|(?i:{part}) {_ROMAN})"
    return re.compile(rf"(?<!\w)(?:\w+ \d{{1,2}}, ){{0,9}}{step}(?:,? \w+ {_NUMBER})*")


def _elsewhere(workspace: Workspace) -> re.Pattern[str]:
    """The pattern of what makes a reference one to another document."""
    types = "|".join(re.escape(kind.name) for kind in workspace.document_types.values())
    return re.compile(rf",? (?:\w+ )?(?:\{{document:|{translate('article', 'vi')} \d|{types})")


def _may_count(reference: str, rest: str) -> bool:
    """Whether a single number stands before something that it may count."""
    number = reference.partition(" ")[2]
    return " " not in number and number[0] not in "IVX" and bool(re.match(r" \w", rest))
