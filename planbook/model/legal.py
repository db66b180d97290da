"""The documents that plans stand on and cite."""

from typing import Annotated

from planbook.model.entry import Entry, Id, Ref, Words
from planbook.model.period import Day, Years


class DocumentType(Entry):
    """A kind of document with the code that stands in its number: Kế hoạch, KH."""

    id: Id
    name: Words
    code: Words | None = None


class LegalDocument(Entry):
    """A document with its number and symbol, day, issuer and title, as a citation prints them."""

    id: Id
    type: Annotated[Id, Ref("document type")]
    number: Words | None = None
    date: Day | None = None
    issuer: Annotated[Id, Ref("agency")] | None = None
    title: Words | None = None
    period: Years | None = None
    note: Words | None = None


class LegalDocumentFile(Entry):
    """data/legal-documents.yaml"""

    types: tuple[DocumentType, ...]
    documents: tuple[LegalDocument, ...]
