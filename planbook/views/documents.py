"""The documents of the register with the plans that cite them, and where."""

from dataclasses import dataclass

from planbook.model.entry import mentions
from planbook.model.legal import LegalDocument
from planbook.model.plan import Plan
from planbook.model.texts import texts
from planbook.model.workspace import Workspace
from planbook.views.blocks import capital
from planbook.views.numbering import numbers
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording


@dataclass(frozen=True, slots=True)
class Backlink:
    """A place that cites a document; without an item it is the head of the plan."""

    plan: str
    item: str
    place: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is cited, its title, and who cites it."""

    id: str
    citation: str
    title: str
    cited_by: tuple[Backlink, ...]
    relations: tuple[tuple[str, str], ...]  # (implements | amends | replaces, citation)


def document_views(workspace: Workspace, phrases: Phrases) -> list[DocumentView]:
    """Give the documents in the order of the register."""
    links: dict[str, list[Backlink]] = {id_: [] for id_ in workspace.documents}
    for plan in workspace.plans.values():
        _collect(plan, links)
    cited = {one.id: _citation(workspace, one, phrases) for one in workspace.documents.values()}
    return [
        DocumentView(
            id=document.id,
            citation=cited[document.id],
            title=capital(document.title or ""),
            cited_by=tuple(dict.fromkeys(links[document.id])),
            relations=tuple(
                (kind, cited[other])
                for kind in ("implements", "amends", "replaces")
                for other in getattr(document, kind)
            ),
        )
        for document in workspace.documents.values()
    ]


def _citation(workspace: Workspace, document: LegalDocument, phrases: Phrases) -> str:
    issuer = workspace.issuer(document)
    kind = workspace.document_types[document.type]
    return Wording(phrases).citation(document, kind, issuer.called if issuer else None, "dated")


def _collect(plan: Plan, links: dict[str, list[Backlink]]) -> None:
    """Add every place of a plan that cites a document."""
    places = numbers(plan)
    for basis in plan.legal_bases:
        links[basis.document].append(Backlink(plan.id, "", ""))
    for entry, _, text in texts(plan):
        item = getattr(entry, "id", "")
        own = places.get(item)
        for mention in mentions(text):
            if mention["kind"] == "document":
                links[mention["id"]].append(Backlink(plan.id, item if own else "", own.place if own else ""))
