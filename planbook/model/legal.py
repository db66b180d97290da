"""The documents that plans stand on and cite."""

from typing import Annotated

from planbook.model.entry import CitingWords, Entry, Flag, Id, OneOrMany, PlainWords, Ref
from planbook.model.period import Day, Years

DocumentList = Annotated[tuple[Annotated[Id, Ref("document")], ...], OneOrMany()]


class DocumentType(Entry):
    """A kind of document with the code that stands in its number: KH of "Kế hoạch".

    Laws and ordinances are `cited_by_title`, without number and issuer (Decree 30/2020, Annex I, II.6a).
    """

    id: Id
    name: PlainWords
    code: PlainWords | None = None
    cited_by_title: Flag = False


class LegalDocument(Entry):
    """A document with its number and symbol, day, issuer and title, as a citation prints them.

    `end` is the last day that it is in force; a document that another one `replaces` ends with that one's day.
    """

    id: Id
    type: Annotated[Id, Ref("document type")]
    number: PlainWords | None = None
    date: Day | None = None
    issuer: Annotated[Id, Ref("agency")] | None = None
    title: CitingWords | None = None
    period: Years | None = None
    end: Day | None = None
    implements: DocumentList = ()
    amends: DocumentList = ()
    replaces: DocumentList = ()
    note: PlainWords | None = None


class LegalDocumentFile(Entry):
    """data/legal-documents.yaml"""

    types: tuple[DocumentType, ...] = ()
    documents: tuple[LegalDocument, ...]
