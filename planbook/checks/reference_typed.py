"""A text refers to another item by a number that somebody typed: "phần 9, mục II", "điểm đ".

When items move, the number leads to another item or to none, and nobody is told: "ý 2, điểm 2, phần 4, mục II" of an
issued plan leads nowhere. A mention prints the number that the item has. Silent: parts of other documents ("mục II
Nghị quyết …", "điểm a khoản 2 Điều 103"), and numbers that may count what follows ("danh mục 12 dự án").
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.texts import sentences
from planbook.model.workspace import Workspace
from planbook.wording.typed_names import elsewhere, is_of_a_document, reference


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find references to items that are no mentions."""
    pattern, of_documents = reference(), elsewhere(workspace)
    for plan in workspace.plans.values():
        for entry, field, text in sentences(plan):
            for match in pattern.finditer(text):
                if not is_of_a_document(text, match, of_documents):
                    yield warning(
                        entry.source.span(field),
                        Text(
                            "“{reference}” is typed, and does not change when the items move", {"reference": match[0]}
                        ),
                        Text("write {mention} with the id of the item", {"mention": "{item:…}"}),
                        plan.id,
                    )
