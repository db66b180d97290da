"""Something stands twice where once says it: a lead, a legal basis, a recipient, a deadline.

An agency that leads does not coordinate the same work as well; a second legal basis or recipient prints its line again.
Silent: an agency that leads one task and coordinates another, and two deadlines for two pieces of work.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.entry import Entry
from planbook.model.plan import Plan, Recipient
from planbook.model.task import Assignment
from planbook.model.texts import called
from planbook.model.workspace import Workspace
from planbook.text.comparing import as_compared

StatedValue = tuple[object, str, Span]  # what may stand once only, as it is compared; as it is told; where it stands


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find agencies, bases, addressees, recipients and deadlines that stand twice."""
    for entry in plan.walk():
        for stated in _lists(workspace, plan, entry):
            yield from _repeated(stated)


def _lists(workspace: Workspace, plan: Plan, entry: Entry) -> Iterator[Iterable[StatedValue]]:
    """The lists of an entry in each of which nothing may stand twice."""
    if isinstance(entry, Plan):
        yield (
            (basis.document, called(workspace, workspace.documents[basis.document]), basis.source.span("document"))
            for basis in plan.legal_bases
        )
        for lines in (plan.addressed_to, plan.recipients):
            yield chain.from_iterable(_agencies(workspace, plan, line, "agencies") for line in lines)
            yield [(as_compared(line.text), line.text, line.source.span("text")) for line in lines if line.text]
        yield (
            (id_, workspace.programmes[id_].name, plan.source.span("programmes", at))
            for at, id_ in enumerate(plan.programmes)
        )
        yield ((id_, id_, plan.source.span("follows", at)) for at, id_ in enumerate(plan.follows))
    elif isinstance(entry, Assignment):
        yield chain(_agencies(workspace, plan, entry, "lead"), _agencies(workspace, plan, entry, "coordinating"))
    elif not isinstance(entry, Recipient):
        for field in ("agencies", "to"):
            yield _agencies(workspace, plan, entry, field)
    yield (
        (
            (as_compared(deadline.work or ""), deadline.model_dump_json(exclude={"id", "report", "work"})),
            deadline.work or next(key for key in deadline.source.entries if key != "id"),
            deadline.source.span(),
        )
        for deadline in getattr(entry, "deadlines", ())
    )


def _agencies(workspace: Workspace, plan: Plan, entry: Entry, field: str) -> Iterator[StatedValue]:
    for index, assigned in enumerate(getattr(entry, field, ())):
        id_ = assigned if isinstance(assigned, str) else assigned.agency
        yield id_, workspace.agency_on(id_, plan.day).name, entry.source.span(field, index)


def _repeated(stated: Iterable[StatedValue]) -> Iterator[Diagnostic]:
    first: dict[object, Span] = {}
    for key, name, span in stated:
        if first.setdefault(key, span) is not span:
            yield warning(
                span,
                Text("“{name}” already stands in line {line}", {"name": name, "line": first[key].line}),
                Text("keep one of the two"),
            )
