"""The year in a document's number is not that of its date.

A legal normative document carries the year in which it was issued in its number ("05/2022/NQ-HĐND"; Decree
78/2025): one of the two is a slip, and the citation leads to another document. Numbers without a year and documents
without a date stay silent, and so does a date on a weekend.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.document_number import parse_document_number
from planbook.model.period import official_day
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find documents whose number and date are of different years."""
    for document in workspace.documents.values():
        number = parse_document_number(document.number or "")
        if number and number.year and document.date and number.year != document.date.first.year:
            yield error(
                document.source.span("date"),
                Text(
                    "{number} is a number of {year}, the date is {day}",
                    {"number": document.number, "year": number.year, "day": official_day(document.date.first)},
                ),
                Text("correct number or date"),
            )
