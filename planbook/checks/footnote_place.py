"""A footnote is mentioned twice, or where none is printed: in words of tables, lists and recipients.

Word counts the marks of footnotes itself, and each of them has one mark. What a matrix or a calendar says goes on without
its foot.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import error
from planbook.model.assigned import Assigned
from planbook.model.entry import Entry
from planbook.model.mentions import mentions
from planbook.model.plan import Plan, Recipient
from planbook.model.task import Assignment
from planbook.model.texts import texts
from planbook.model.workspace import Workspace

_OF_TABLES = ("short_title", "short_text", "result")


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find mentions of footnotes that no page could print."""
    first: dict[str, Span] = {}
    for entry, field, text in texts(plan) if plan.footnotes else ():
        for mention in mentions(text):
            if mention["kind"] != "footnote":
                continue
            id_, place = mention["id"], entry.source.span(field)
            if not _has_foot(plan, entry, field):
                fact = Text("the footnote “{id}” stands where none is printed", {"id": id_})
                mend = Text("mention it in a text, a heading or a sentence of the plan")
            elif id_ in first:
                fact = Text(
                    "the footnote “{id}” has its mark already in line {line}", {"id": id_, "line": first[id_].line}
                )
                mend = Text("give the text a footnote of its own, or delete the mention")
            else:
                first[id_] = place
                continue
            yield error(place, fact, mend)


def _has_foot(plan: Plan, entry: Entry, field: str) -> bool:
    """Whether the text of a plan prints a field, so that the page has its footnotes."""
    in_table = plan.layout.assignment == "table" and isinstance(entry, Assignment | Assigned)
    return not (in_table or field in _OF_TABLES or isinstance(entry, Recipient))
