"""The documents of the register with the plans that cite them, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from planbook.model.legal import LegalDocument
from planbook.model.plan import Plan
from planbook.model.texts import cited
from planbook.model.workspace import Workspace
from planbook.views.places import place_in
from planbook.wording.blocks import capital
from planbook.wording.numbering import ItemNumber
from planbook.wording.phrases import Phrases
from planbook.wording.titles import titled
from planbook.wording.wording import Wording

RelationKind = Literal["implements", "amends", "replaces"]


@dataclass(frozen=True, slots=True)
class Backlink:
    """A place that cites a document: an item with its number, or without one a `part` (legal_bases, title …)."""

    plan: str
    item: str
    place: str
    part: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Another document that this one has to do with, and how."""

    kind: RelationKind
    id: str
    citation: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is cited, with its number where that is left out of the citation, its title, and who cites it."""

    id: str
    citation: str
    number: str
    title: str
    cited_by: tuple[Backlink, ...]
    relations: tuple[Relation, ...]


def document_views(
    workspace: Workspace, phrases: Phrases, numbered: Mapping[str, Mapping[str, ItemNumber]]
) -> list[DocumentView]:
    """The documents in the order of the register."""
    links: dict[str, list[Backlink]] = {id_: [] for id_ in workspace.documents}
    for plan in workspace.plans.values():
        _collect(plan, numbered[plan.id], links)
    documents = [titled(workspace, Wording(phrases), document) for document in workspace.documents.values()]
    citations = {document.id: _citation(workspace, document, phrases) for document in documents}
    return [
        DocumentView(
            id=document.id,
            citation=citations[document.id],
            number=(document.number or "") if workspace.document_types[document.type].cited_by_title else "",
            title=capital(document.title or ""),
            cited_by=tuple(dict.fromkeys(links[document.id])),
            relations=tuple(
                Relation(kind, related, citations[related])
                for kind in get_args(RelationKind)
                for related in getattr(document, kind)
            ),
        )
        for document in documents
    ]


def cited_documents(documents: list[DocumentView]) -> list[DocumentView]:
    """Those of some documents that plans cite, and those that these have to do with, at whatever remove."""
    by_id = {document.id: document for document in documents}
    waiting = [document for document in documents if document.cited_by]
    listed = {document.id for document in waiting}
    while waiting:
        related = {relation.id for relation in waiting.pop().relations} - listed
        listed |= related
        waiting += (by_id[id_] for id_ in related)
    return [document for document in documents if document.id in listed]


def _citation(workspace: Workspace, document: LegalDocument, phrases: Phrases) -> str:
    issuer = workspace.issuer(document)
    kind = workspace.document_types[document.type]
    return Wording(phrases).citation(document, kind, issuer.called if issuer else None, "dated")


def _collect(plan: Plan, places: Mapping[str, ItemNumber], links: dict[str, list[Backlink]]) -> None:
    """Add every place of a plan that cites a document."""
    for document, span in cited(plan):
        around = place_in(plan, span)
        item = next((id_ for id_ in around.ids if id_ in places), "")
        links[document].append(Backlink(plan.id, item, places[item].place if item else "", around.part))
