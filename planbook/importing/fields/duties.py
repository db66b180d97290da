"""Duties of agencies in an old plan: under a heading that names them, or in a sentence that begins with them."""

import re
from dataclasses import dataclass, replace
from typing import Any

from planbook.importing.fields.bodies import BodyReader
from planbook.importing.fields.notes import ValueOrigin
from planbook.importing.fields.texts import TextWriter, main_style
from planbook.importing.outline.parts import OutlineItem, OutlineSection
from planbook.messages.diagnostics import Text
from planbook.reading.words import alternatives
from planbook.text.comparing import cleaned_line
from planbook.wording.blocks import capital

_ROLE = re.compile(r" \(([^()]{3,60})\)\Z")
_LONGEST_NAMES = 240  # letters of the bodies that one duty names


@dataclass(frozen=True, slots=True)
class DutyOwner:
    """Who has a duty, as it is written, whether they are only asked, and what the text says behind them.

    `is_guessed`: the text leaves out what kind of body it is; `role` stands in brackets behind a known name.
    """

    names: str
    requested: bool
    rest: str
    is_known: bool
    is_guessed: bool = False
    role: str = ""


class DutyReader:
    """Reads the duties of one plan."""

    def __init__(self, texts: TextWriter, bodies: BodyReader) -> None:
        self.texts, self.bodies = texts, bodies
        words = texts.documents.setting.words
        self._goes_on = re.compile(rf",? (?={words.verb_pattern})")
        self._starts = re.compile(rf"(?:{alternatives(words.duty_goes_on)})(?!\w)", re.IGNORECASE)
        self._does = re.compile(rf"(?<!\w)(?:{alternatives(words.duty_says)})(?!\w)")
        self._charged = re.compile(
            rf"(?P<charged>{alternatives(words.charged)})|(?P<requested>{alternatives(words.requested)})", re.IGNORECASE
        )

    def owner_of_section(self, section: OutlineSection) -> DutyOwner | None:
        """Who has the duty below a heading: all of it is names, unless it goes on with what they do."""
        title = cleaned_line(section.title).strip(" .;:")
        if (role := _ROLE.search(title)) and self.bodies.registered(title[: role.start()]):
            return DutyOwner(title[: role.start()], requested=False, rest="", is_known=True, role=role[1])
        begun = self._charged.match(title)
        names = title[begun.end() :].strip() if begun else title
        has_content = bool(section.items or section.sections)
        if not self.bodies.registered(names) and (owner := self._known_before_verb(names)):
            return replace(owner, requested=bool(begun and begun["requested"]))
        if has_content and ":" not in title and not self._does.search(title) and self.bodies.is_body(names):
            return DutyOwner(names, bool(begun and begun["requested"]), "", bool(self.bodies.registered(names)))
        owner = self.owner(title)
        begins_anew = bool(owner and owner.rest and not self._starts.match(owner.rest))
        if owner and ":" in title and has_content and begins_anew:
            return DutyOwner(title, owner.requested, "", is_known=False)  # "UBND các huyện: A, B, C"
        return owner

    def owner_without_kind(self, section: OutlineSection) -> DutyOwner | None:
        """Who has the duty below a heading among those of bodies that leaves out what kind of body it names."""
        name = self.bodies.of_kind(section.title)
        return DutyOwner(name, requested=False, rest="", is_known=True, is_guessed=True) if name else None

    def owner(self, text: str) -> DutyOwner | None:
        """Who has the duty that a text is or heads; None where it does not begin with bodies."""
        text = cleaned_line(text)
        begun = self._charged.match(text)
        is_requested = bool(begun and begun["requested"])
        rest = text[begun.end() :].lstrip() if begun and text[begun.end() : begun.end() + 1] == " " else text
        if not self.bodies.is_body(rest):
            return None
        head, colon, behind = rest.partition(":")
        if len(head) <= _LONGEST_NAMES and (colon or not self._goes_on.search(rest)):
            if self._does.search(head) and not self.bodies.registered(head):
                colon = ""
            elif colon or len(rest) <= _LONGEST_NAMES:
                return DutyOwner(head.strip(" .;"), is_requested, behind.strip(), bool(self.bodies.registered(head)))
        if owner := self._known_before_verb(rest):
            return replace(owner, requested=is_requested)
        for match in self._goes_on.finditer(rest[:_LONGEST_NAMES]):
            if len(rest[: match.start()].split()) > 1:
                return DutyOwner(rest[: match.start()], is_requested, capital(rest[match.end() :]), is_known=False)
        return None

    def _known_before_verb(self, text: str) -> DutyOwner | None:
        """Who has a duty that goes on behind the names of known bodies with what they do."""
        for match in self._goes_on.finditer(text[:_LONGEST_NAMES]):
            names = text[: match.start()]
            if self.bodies.registered(names):
                return DutyOwner(names, requested=False, rest=capital(text[match.end() :]), is_known=True)
        return None

    def duty_of_section(self, section: OutlineSection, owner: DutyOwner, prefix: str) -> dict[str, Any]:
        """The duty that a heading with all below it is."""
        entry = self._begun(owner, section.passages, section.title)
        items = list(section.items)
        if owner.rest:
            entry["text"] = self.texts.words(owner.rest, section.passages)
        elif items and len(items) == 1 and not items[0].items and not items[0].marker and not section.sections:
            entry["text"] = self.texts.words(items.pop().text, section.items[0].passages)
        elif items and not items[0].marker and not items[0].items and any(item.marker for item in items):
            first = items.pop(0)
            entry["text"] = self.texts.words(first.text, first.passages)
        return self._with_items(entry, items, section.sections, prefix)

    def duty_of_item(self, item: OutlineItem, owner: DutyOwner, prefix: str) -> dict[str, Any]:
        """The duty that a paragraph with all below it is."""
        entry = self._begun(owner, item.passages, item.text)
        if owner.rest:
            entry["text"] = self.texts.words(owner.rest, item.passages)
        return self._with_items(entry, list(item.items), (), prefix)

    def _begun(self, owner: DutyOwner, passages: tuple[int, ...], words: str) -> dict[str, Any]:
        notes = self.texts.notes
        id_ = notes.new_id(owner.names, f"trach-nhiem-{passages[0] if passages else 0}")
        where = ValueOrigin(passages, cleaned_line(words)[:300])
        entry: dict[str, Any] = {"id": id_, "agencies": self._agencies(f"{id_}.agencies", owner, where)}
        if owner.requested:
            entry["requested"] = "true"
        if owner.role:
            entry["role"] = owner.role
        return entry

    def _agencies(self, path: str, owner: DutyOwner, where: ValueOrigin) -> list[str]:
        agencies = self.bodies.listed(path, owner.names, where, remarks=False)
        if owner.is_guessed:
            why = Text("the heading leaves out what kind of body it names")
            self.texts.notes.note(path, agencies, where, why, self.bodies.nearest(owner.names))
        return [agency["agency"] if isinstance(agency, dict) else agency for agency in agencies]

    def _with_items(
        self, entry: dict[str, Any], items: list[OutlineItem], sections: tuple[OutlineSection, ...], prefix: str
    ) -> dict[str, Any]:
        if items or sections:
            style = main_style([item.marker for item in items] or [section.number for section in sections])
            if style != "bullet":
                entry["numbering"] = style
            entry["items"] = [
                *self.texts.statements(items, prefix),
                *(self.texts.section_as_statement(section, prefix) for section in sections),
            ]
        if not entry.get("text") and not entry.get("items"):
            entry["text"] = "…"
            self.texts.notes.missing(
                f"{entry['id']}.text", ValueOrigin((), ""), Text("nothing stands below the name of the agency")
            )
        return entry
