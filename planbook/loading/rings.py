"""References that come back to where they began: a document that replaces itself, plans that follow each other.

Whoever goes along such a ring never arrives; so data that hold one are not read further.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.model.entry import Entry
from planbook.model.item import PlanTask
from planbook.model.legal import LegalDocument
from planbook.model.mentions import mentions
from planbook.model.plan import Plan
from planbook.model.task import Task
from planbook.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Step:
    """A reference from one thing to another of its kind, with its place."""

    to: str
    span: Span


def rings_of_registers(workspace: Workspace) -> Iterator[Diagnostic]:
    """Every ring of references of one kind in registers, once, at the reference that closes it."""
    for field in ("replaces", "amends", "implements"):
        yield from _rings_of(field, _steps(workspace.documents, field))
    yield from _rings_of("title", _titles(workspace.documents.values()))
    for field in ("part_of", "successors"):
        yield from _rings_of(field, _steps(workspace.localities, field))
    yield from _rings_of("part_of", _steps(workspace.agencies, "part_of"))
    yield from _rings_of("members", _steps(workspace.agencies, "members"))
    yield from _rings_of("part_of", _steps(workspace.funding_sources, "part_of"))


def rings_of_plans(workspace: Workspace) -> Iterator[Diagnostic]:
    """The same of plans and their tasks."""
    yield from _rings_of("follows", _steps(workspace.plans, "follows"))
    yield from _rings_of("continues", _tasks(workspace.plans.values()))


def _steps(entries: Mapping[str, Entry], field: str) -> dict[str, list[_Step]]:
    """The references of a register's entries in one field, which holds one id or several."""
    steps: dict[str, list[_Step]] = {}
    for id_, entry in entries.items():
        value = getattr(entry, field, None) or ()
        ids = (value,) if isinstance(value, str) else value
        steps[id_] = [_Step(to, entry.source.span(field, index)) for index, to in enumerate(ids)]
    return steps


def _titles(documents: Iterable[LegalDocument]) -> dict[str, list[_Step]]:
    """The documents with those that their titles mention."""
    return {
        document.id: [
            _Step(mention["id"], document.source.span("title"))
            for mention in mentions(document.title or "")
            if mention["kind"] == "document"
        ]
        for document in documents
    }


def _tasks(plans: Iterable[Plan]) -> dict[str, list[_Step]]:
    """The tasks of plans, each with those that it carries on out of plans that begin with its own.

    A task of the same plan or of a later one is the business of `lineage-unknown`.
    """
    tasks = {str(PlanTask(plan.id, entry.id)): (plan, entry) for plan in plans for entry in plan.entries(Task)}
    return {
        id_: [
            _Step(to, task.source.span("continues", index))
            for index, to in enumerate(task.continues)
            if to in tasks and (owner := tasks[to][0]) is not plan and owner.period.first == plan.period.first
        ]
        for id_, (plan, task) in tasks.items()
    }


def _rings_of(field: str, steps: dict[str, list[_Step]]) -> Iterator[Diagnostic]:
    """Every ring of one relation, told at the last of its references in the files."""
    while ring := _ring(steps):
        ways = list(pairwise(ring))
        here, step = max(
            ((here, step) for here, to in ways for step in steps[here] if step.to == to), key=lambda pair: pair[1].span
        )
        steps[here].remove(step)
        first = ways.index((here, step.to)) + 1
        around = [here for here, _ in (*ways[first:], *ways[:first])]
        yield _diagnostic(field, [*around, around[0]], step.span)


def _ring(steps: Mapping[str, list[_Step]]) -> list[str]:
    """The way along a ring, whose end is its beginning; nothing where there is none."""
    try:
        TopologicalSorter({here: [step.to for step in ways] for here, ways in steps.items()}).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return ring[::-1]
    return []


def _diagnostic(field: str, ring: list[str], span: Span) -> Diagnostic:
    return Diagnostic(
        "reference-ring",
        span,
        Text("{field} comes back to where it began: {ring}", {"field": f"{field}:", "ring": " → ".join(ring)}),
        Text("delete one of these references: what comes later names what was there before"),
    )
