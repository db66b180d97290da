"""Whose work cites a legal document: who has the item that does, and everybody where the plan as a whole does."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from planbook.changes.in_force import InForce
from planbook.model.entry import Entry
from planbook.model.mentions import mentions
from planbook.model.period import Deadline
from planbook.model.plan import Plan, Section
from planbook.model.texts import cited
from planbook.model.workspace import Workspace


class CitedDocuments:
    """Which plans cite which documents, looked at once."""

    def __init__(self, plans: Workspace) -> None:
        """Take the plans of today."""
        self._plans = plans

    @cached_property
    def _citing(self) -> Mapping[str, dict[str, None]]:
        """The plans that cite each document."""
        citing: dict[str, dict[str, None]] = {}
        for plan in self._plans.plans.values():
            for document, _ in cited(plan):
                citing.setdefault(document, {})[plan.id] = None
        return citing

    def agencies(self, documents: Collection[str]) -> Iterator[tuple[str, str]]:
        """The agencies whose work cites one of some documents, each with the plan."""
        for id_ in dict.fromkeys(plan for document in documents for plan in self._citing.get(document, ())):
            plan = self._plans.plans[id_]
            force = InForce(plan)
            everybody = everybody_of(plan, force)
            for item in dict.fromkeys(_items_citing(plan, plan.id, documents)):
                yield from ((id_, agency) for agency in force.agencies(item) or everybody)


def everybody_of(plan: Plan, force: InForce | None = None) -> tuple[str, ...]:
    """Everybody who has work in a plan."""
    force = force or InForce(plan)
    return tuple(dict.fromkeys(agency for section in plan.entries(Section) for agency in force.agencies(section.id)))


def _items_citing(entry: Entry, owner: str, documents: Collection[str]) -> Iterator[str]:
    """The items whose own words cite one of some documents; the plan itself where its bases do."""
    owner = owner if isinstance(entry, Deadline) else getattr(entry, "id", None) or owner
    if isinstance(entry, Plan) and any(
        {basis.document, *basis.amended_by} & {*documents} for basis in entry.legal_bases
    ):
        yield owner
    for _, text in entry:
        if isinstance(text, str) and any(
            mention["kind"] == "document" and mention["id"] in documents for mention in mentions(text)
        ):
            yield owner
    for child in entry.children():
        yield from _items_citing(child, owner, documents)
