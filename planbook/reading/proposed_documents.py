"""A document that a line cites and no register has: the entry that the register would get."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planbook.messages.diagnostics import Text
from planbook.model.document_number import parse_document_number
from planbook.model.entry import LONGEST_ID, as_id
from planbook.model.item import unused_id
from planbook.model.legal import LegalDocument
from planbook.model.period import official_day
from planbook.reading.agencies import read_agency
from planbook.reading.citations import Citation, CitationReader
from planbook.reading.context import Context
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.text.comparing import as_compared
from planbook.text.writer import Addition

DOCUMENT_REGISTER = "data/legal-documents.yaml"
_FACTS = {"date": Text("day"), "issuer": Text("issuer"), "title": Text("title")}
_SEVERAL = Unread(Text("the line cites several documents"), Text("write a line for each of them"))


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """The id of a document that a line cites, with the entry that it would be where no register has it.

    `is_same` is a line that says nothing of it that the register does not say, in whatever spelling.
    """

    id: str
    is_same: bool = False
    addition: Addition | None = None


def cited_document(text: str, context: Context) -> CitedDocument | None:
    """The document of a line that cites nothing else, also one that no register has; None where it names too little.

    Raises `NotTaken`.
    """
    if context.words is None:
        return None
    wide = context.wide
    reader = CitationReader(wide, context.words)
    numbered = [citation for citation in reader.citations(text) if not citation.depth]
    cited = numbered or [*reader.laws(text)]
    if not cited:
        return None
    if len(cited) > 1:
        raise NotTaken(_SEVERAL)
    (citation,) = cited
    documents = wide.text.workspace.documents
    fitting = [id_ for id_, document in documents.items() if _is_document(citation, document)]
    issuer = attempted(read_agency, citation.issuer, wide.register) if citation.issuer else None
    if len(fitting) == 1 and (citation.day or not citation.number):
        return CitedDocument(fitting[0], is_same=_is_same(citation, issuer, documents[fitting[0]]))
    if isinstance(issuer, Unread):
        raise NotTaken(issuer)
    _refuse_another_day(citation, issuer, documents)
    body = wide.text.workspace.agencies.get(issuer or "")
    own = document_id(citation, context.plan.jurisdiction, is_local=body is None or body.level != "central")
    entry = {
        "id": unused_id(own, documents),
        **document_fields(citation),
        "issuer": issuer,
        "title": citation.title.replace("{", "(").replace("}", ")"),
    }
    entry = {name: value for name, value in entry.items() if value}
    return CitedDocument(entry["id"], addition=Addition(DOCUMENT_REGISTER, "documents", entry))


def _is_document(citation: Citation, document: LegalDocument) -> bool:
    """Whether a known document is the one cited: of its number and day, or, of what is cited by title, of its type and title."""
    is_same_day = not (citation.day and document.date) or document.date.first == citation.day
    if citation.number:
        return is_same_day and (document.number or "").casefold() == citation.number.casefold()
    is_titled_so = document.type == citation.type and as_compared(document.title or "") == as_compared(citation.title)
    return is_same_day and is_titled_so


def _is_same(citation: Citation, issuer: str | Unread | None, document: LegalDocument) -> bool:
    """Whether a citation says nothing else of a known document than the register."""
    is_its_title = not citation.title or as_compared(citation.title) == as_compared(document.title or "")
    is_its_day = citation.day is None or (document.date is not None and document.date.first == citation.day)
    return is_its_title and is_its_day and issuer in (None, document.issuer) and citation.type == document.type


def _refuse_another_day(citation: Citation, issuer: str | None, documents: Mapping[str, LegalDocument]) -> None:
    """Refuse a citation that is that of a known document with a wrong day, or may be; raises `NotTaken`."""
    for document in documents.values() if citation.number and citation.day else ():
        is_its = (document.number or "").casefold() == citation.number.casefold() and issuer in (None, document.issuer)
        if is_its and citation.day and document.date and document.date.first.year == citation.day.year:
            values = {"id": document.id, "number": citation.number, "day": official_day(document.date.first)}
            raise NotTaken(
                Text("the register has {number} with another day: {id}, {day}", values),
                Text("write that day, or mend it in the register"),
            )


def look_at(addition: Addition, context: Context) -> Text:
    """What is to be looked at before the register gets an entry: what was read, and what the line does not say."""
    text, entry = context.wide.text, addition.value
    day, issuer = entry.get("date"), entry.get("issuer")
    facts = (
        text.workspace.document_types[entry["type"]].name,
        entry.get("number"),
        official_day(date.fromisoformat(day)) if day else "",
        text.agency(issuer) if issuer else "",
        entry.get("title"),
    )
    values = {"path": addition.path, "facts": "; ".join(filter(None, facts))}
    lacks = {key: name for key, name in _FACTS.items() if key not in entry} if "number" in entry else {}
    if lacks:
        return Text(
            "no register has this document; {path} gets it: {facts} (the line does not say {lacks})",
            {**values, "lacks": Text(", ".join(f"{{{key}}}" for key in lacks), lacks)},
        )
    return Text("no register has this document; {path} gets it: {facts}", values)


def document_fields(citation: Citation) -> dict[str, Any]:
    """What a citation alone says of its document, as a data file holds it."""
    fields = {
        "type": citation.type,
        "number": citation.number,
        "date": citation.day.isoformat() if citation.day else "",
    }
    return {name: value for name, value in fields.items() if value}


def document_id(citation: Citation, jurisdiction: str, *, is_local: bool) -> str:
    """The id that a document gets: its number, with the place where that does not tell whose it is, and its year."""
    number = parse_document_number(citation.number)
    year = f"-{citation.day.year}" if citation.day and not (number and number.year) else ""
    is_of_assembly = bool(number and number.year and number.body.startswith("QH"))
    place = f"-{jurisdiction}" if is_local and citation.number and not is_of_assembly else ""
    name = as_id(citation.number) or f"{citation.type}-{as_id(citation.title)}"
    end = f"{place}{year}"
    return f"{name[: LONGEST_ID - len(end)].strip('-')}{end}"
