"""One document stands in the register twice: two entries have the same type code, number, year and issuer.

Plans that cite one of them do not show on the page of the other, and the two drift apart. The issuer is told by
its symbol in the number and by its locality (the committee of a province and its standing board both sign as TU). A
number without a year begins again every year, so the year of the date counts. Silent: party and state documents of the
same number, the same number of another province, of another year, or of an unknown issuer on another day.
"""

from collections import defaultdict
from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.document_number import DocumentNumber, parse_document_number
from planbook.model.legal import LegalDocument
from planbook.model.texts import called
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find documents that are registered twice."""
    groups: dict[tuple[DocumentNumber, str | None], list[LegalDocument]] = defaultdict(list)
    for document in workspace.documents.values():
        if number := parse_document_number(document.number or ""):
            # A law and a resolution of the National Assembly may have the same number, which names no type.
            group = groups[number, document.type if number.code is None else None]
            for earlier in group:
                if _can_be_one(workspace, earlier, document):
                    yield error(
                        document.source.span("number"),
                        Text(
                            "{document} is already registered as {id}",
                            {"document": called(workspace, document), "id": earlier.id},
                        ),
                        Text("delete one entry and cite the other; if they are two, give both issuer and date"),
                    )
                    break
            group.append(document)


def _can_be_one(workspace: Workspace, earlier: LegalDocument, later: LegalDocument) -> bool:
    """Whether two documents of the same number can be one."""
    if earlier.date and later.date and earlier.date.first.year != later.date.first.year:
        return False
    first, second = workspace.issuer(earlier), workspace.issuer(later)
    if first and second:
        return first.locality == second.locality
    return earlier.date == later.date
