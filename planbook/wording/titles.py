"""Titles of documents with what they mention: another document that they carry out or change, an agency."""

import re
from datetime import date

from planbook.model.appendix import PlanAppendix
from planbook.model.borrowed import printed_name
from planbook.model.legal import LegalDocument
from planbook.model.mentions import mentions
from planbook.model.workspace import Workspace
from planbook.wording.phrases import Phrases
from planbook.wording.wording import FORMS, Wording

_MADE = {"targets": "targets", "shares": "shares", "tasks": "matrix", "budget": "budget"}  # what its phrase calls each


def titled(
    workspace: Workspace, wording: Wording, document: LegalDocument, around: tuple[str, ...] = ()
) -> LegalDocument:
    """A document with its title as it is printed; names are those of its own day, as its issuer's own place says them.

    `around` are the documents in whose titles this one stands; one that comes back to itself ends there.
    """
    if not document.title or "{" not in document.title:
        return document
    chain = (*around, document.id)
    own = workspace.issuer(document)
    place = (own.locality if own else None) or ""

    def title_of(mention: re.Match[str]) -> str:
        id_, form = mention["id"], mention["form"]
        if mention["kind"] == "agency":
            day = document.date.first if document.date else date.max
            agency = workspace.agency_on(id_, day)
            return printed_name(agency, place, form)
        if id_ in chain:
            return "…"
        cited = titled(workspace, wording, workspace.documents[id_], chain)
        issuer = workspace.issuer(cited)
        kind = workspace.document_types[cited.type]
        return wording.citation(cited, kind, printed_name(issuer, place) if issuer else None, FORMS.get(form, "dated"))

    title, end = "", 0
    for mention in mentions(document.title):
        title += document.title[end : mention.start()] + title_of(mention)
        end = mention.end()
    return document.model_copy(update={"title": title + document.title[end:]})


def appendix_title(appendix: PlanAppendix, phrases: Phrases) -> str:
    """The title of an appendix: its own, else what is printed above what it is made of."""
    return appendix.title or phrases.say(f"appendix_{_MADE[appendix.made or 'tasks']}")
