"""Documents that an old plan cites: those of the register by number, day and issuer, proposed entries for the others, mentions in texts."""

import re
from collections.abc import Iterator
from typing import Any

from planbook.importing.fields.bodies import BodyReader
from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.messages.diagnostics import Text
from planbook.model.document_number import parse_document_number
from planbook.model.entry import as_id
from planbook.model.legal import LegalDocument
from planbook.model.period import parse_when
from planbook.reading.citations import Citation, CitationReader
from planbook.reading.proposed_documents import document_fields, document_id
from planbook.reading.words import alternatives
from planbook.text.comparing import as_compared, with_plain_dashes


class DocumentReader:
    """Reads which documents are cited, and proposes those that the register lacks."""

    def __init__(self, setting: ImportSetting, notes: ImportNotes, bodies: BodyReader) -> None:
        self.setting, self.notes, self.bodies = setting, notes, bodies
        self.reader = CitationReader(setting.context, setting.words)
        self._laws: list[str] = []
        self._cited: dict[tuple[str, str], list[tuple[Citation, str]]] = {}

    def document(self, citation: Citation, origin: ValueOrigin) -> str | None:
        """The id of the document of a citation; None where it names too little to tell which one it is."""
        same_number = [
            self.setting.workspace.documents[id_]
            for id_ in self.setting.document_numbers.get(citation.number.casefold(), ())
        ]
        fitting = [document for document in same_number if self._fits(document, citation)]
        if len(fitting) == 1:
            return fitting[0].id
        return self._proposed_before(citation, origin) or self._proposed(
            citation, [document.id for document in same_number], origin
        )

    def law(self, citation: Citation, origin: ValueOrigin) -> str:
        """The id of a law or ordinance, which is cited by its title."""
        title = as_compared(citation.title)
        for document in self.setting.workspace.documents.values():
            same_day = citation.day is None or (document.date is not None and document.date.first == citation.day)
            if document.type == citation.type and as_compared(document.title or "") == title and same_day:
                return document.id
        law = self._proposed_before(citation, origin) or self._proposed(citation, [], origin)
        self._laws = [*dict.fromkeys((*self._laws, law))]
        return law

    def _fits(self, document: LegalDocument, citation: Citation) -> bool:
        """Whether a known document can be the one cited: neither day nor issuer disagree, and one of them or its number tells it."""
        if citation.day and document.date and document.date.first != citation.day:
            return False
        issuer = self.bodies.single(citation.issuer) if citation.issuer else None
        if issuer and document.issuer and document.issuer != issuer:
            return False
        number = parse_document_number(citation.number)
        body = self.setting.workspace.agencies.get(document.issuer or "")
        is_national = body is not None and body.level == "central"
        return bool(
            (citation.day and document.date) or (issuer and document.issuer) or (number and number.year) or is_national
        )

    def _proposed_before(self, citation: Citation, origin: ValueOrigin) -> str | None:
        """A proposed document that the citation can mean: of the same number, or title, and no other day; it gets the day."""
        listed = self._cited.get(_key(citation), [])
        for index, (cited, id_) in enumerate(listed):
            same_day = not (citation.day and cited.day) or citation.day == cited.day
            issuers = {as_id(issuer)[:20] for issuer in (citation.issuer, cited.issuer) if issuer}
            if same_day and (len(issuers) < 2 or (citation.day and cited.day)):
                if citation.day and not cited.day:
                    listed[index] = (citation, id_)
                    self._complete(self.notes.proposals[id_].entry, citation, origin)
                return id_
        return None

    def _complete(self, entry: dict[str, Any], citation: Citation, origin: ValueOrigin) -> None:
        """Put into a proposed entry what a later citation with its day says and the earlier one did not."""
        self.notes.put(entry, "date", document_fields(citation)["date"], origin)
        if citation.issuer and "issuer" not in entry:
            entry["issuer"] = self._issuer(citation, origin)
        if citation.title and "title" not in entry:
            entry["title"] = self.with_mentions(citation.title, origin.passages, own=citation.number)

    def _issuer(self, citation: Citation, origin: ValueOrigin) -> str:
        """The id of who issued a document, of a proposed entry where nobody knows it."""
        number = parse_document_number(citation.number)
        branch = {"branch": "party"} if number and number.party else {}
        return self.bodies.single(citation.issuer) or self.bodies.proposed(citation.issuer, origin, **branch)

    def _proposed(self, citation: Citation, same_number: list[str], origin: ValueOrigin) -> str:
        entry = document_fields(citation)
        issuer = self._issuer(citation, origin) if citation.issuer else ""
        if issuer:
            entry["issuer"] = issuer
        if citation.title:
            entry["title"] = self.with_mentions(citation.title, origin.passages, own=citation.number)
        body = self.setting.workspace.agencies.get(issuer)
        name = document_id(citation, self.setting.plan.jurisdiction, is_local=body is None or body.level != "central")
        id_ = self.notes.propose("documents", name, entry, same_number, origin)
        self._cited.setdefault(_key(citation), []).append((citation, id_))
        path = f"{id_}.number" if citation.number else f"{id_}.title"
        value = citation.number or citation.title
        if same_number:
            why = Text("the register has a document of this number with another day or issuer")
            self.notes.note(path, value, origin, why, same_number)
        elif not citation.is_plain or not citation.is_typed:
            self.notes.note(path, value, origin, Text("the type of the document does not stand before its number"))
        else:
            self.notes.note(path, value, origin)
        if citation.day:
            self.notes.note(f"{id_}.date", entry["date"], origin)
        return id_

    def with_mentions(self, text: str, passages: tuple[int, ...], own: str = "") -> str:
        """A text whose citations by number are mentions, as far as these print the words that stand there.

        The title of a document may say its `own` number, and the text of a plan that of the plan: these stay words.
        """
        plain = with_plain_dashes(text)
        for law in self.reader.known_laws(plain):
            self.law(law, ValueOrigin(passages, plain[law.start : law.end]))
        parts, end = [], 0
        for citation in sorted(
            (*self.reader.citations(text), *self._titled(plain)), key=lambda citation: citation.start
        ):
            if citation.number in (self.setting.plan.number, own or None) or citation.start < end:
                continue
            words = plain[citation.start : citation.end]
            if not citation.number:
                parts += [plain[end : citation.start], f"{{document:{citation.title}|short}}"]
                end = citation.end
                continue
            document = self.document(citation, ValueOrigin(passages, words))
            if document is None or not citation.is_typed:
                continue
            mention, stop = self._mention(document, citation, plain)
            parts += [plain[end : citation.start], mention]
            end = stop
        return "".join((*parts, plain[end:])) if parts else text

    def _titled(self, text: str) -> Iterator[Citation]:
        """Where a text names laws and ordinances that are known; `title` is the id of each."""
        titles = {
            f"{kind.name} {document.title}": document
            for document in (*self.setting.workspace.documents.values(), *map(self._entry, self._laws))
            if document
            and document.title
            and (kind := self.setting.workspace.document_types[document.type]).cited_by_title
        }
        if titles:
            for match in re.finditer(rf"(?<!\w)(?:{alternatives(titles)})(?!\w)", text):
                document = titles[match.group()]
                yield Citation(match.start(), match.end(), match.end(), document.type, "", title=document.id)

    def _mention(self, document: str, citation: Citation, text: str) -> tuple[str, int]:
        """The mention of a document that prints what stands there, and where that ends."""
        entry = self._entry(document)
        if entry is None:
            return text[citation.start : citation.end], citation.end
        wording, workspace = self.setting.context.text.wording, self.setting.workspace
        issuer = workspace.agencies.get(entry.issuer or "")
        name = self.setting.context.text.agency(issuer.id) if issuer else citation.issuer or None
        kind = workspace.document_types[entry.type]
        # A short form of the issuer's name is printed as the register has it; a longer one would lose words.
        is_its = 0 < len(citation.issuer) <= len(name or "") and self.bodies.single(citation.issuer) == entry.issuer
        dated = wording.citation(entry, kind, citation.issuer if is_its else name, "dated")
        number = self.setting.words.citing.number
        if citation.day and _same_words(dated, text[citation.start : citation.end], number):
            return f"{{document:{document}|dated}}", citation.end
        short = wording.citation(entry, kind, name, "short")
        if _same_words(short, text[citation.start : citation.head], number):
            return f"{{document:{document}|short}}", citation.head
        return text[citation.start : citation.end], citation.end

    def _entry(self, document: str) -> LegalDocument | None:
        """The entry of a known or a proposed document."""
        if entry := self.setting.workspace.documents.get(document):
            return entry
        proposal = self.notes.proposals[document].entry
        return LegalDocument.model_construct(
            id=document,
            type=proposal["type"],
            number=proposal.get("number"),
            issuer=proposal.get("issuer"),
            title=proposal.get("title"),
            date=parse_when(proposal["date"]) if "date" in proposal else None,
        )


def _key(citation: Citation) -> tuple[str, str]:
    """By what citations of one document are alike: its number, or the title of what has none."""
    return citation.number.casefold(), "" if citation.number else as_compared(citation.title)


def _same_words(first: str, second: str, number: str) -> bool:
    """Whether two citations say the same, however a hyphen is spaced, with or without the word for the number."""
    return _words(first, number) == _words(second, number)


def _words(text: str, number: str) -> str:
    return as_compared(text.replace(f" {number} ", " ")).replace(" - ", "-").replace(" -", "-").replace("- ", "-")
