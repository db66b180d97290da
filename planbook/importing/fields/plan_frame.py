"""What stands around the outline of an old plan: footnotes, closing, recipients, who signed."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from planbook.importing.fields.bodies import BodyReader
from planbook.importing.fields.issuing_body import origin_in
from planbook.importing.fields.notes import ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.importing.fields.texts import END_MARK, LIST_MARK, TextWriter
from planbook.importing.outline.parts import OutlineSection, PlanOutline
from planbook.loading.shared_registers import shared
from planbook.messages.diagnostics import Text
from planbook.text.comparing import cleaned_line

_NOTE = re.compile(r"\[(\d{1,2})\]\s*(\S.*)")
_MARK = re.compile(r"[,;:]| \(")

FootnoteText = tuple[str, str, tuple[int, ...]]  # id, text, passages


class FrameReader:
    """Reads what stands around the outline of one plan."""

    def __init__(self, setting: ImportSetting, outline: PlanOutline, texts: TextWriter, bodies: BodyReader) -> None:
        self.setting, self.outline, self.texts, self.notes, self.bodies = setting, outline, texts, texts.notes, bodies
        phrases = setting.context.reading.phrases
        self.phrases = (phrases, phrases.of_party())

    def closing(self) -> dict[str, str]:
        """The words that close the plan."""
        text = " ".join(END_MARK.sub("", cleaned_line(excerpt.text)) for excerpt in self.outline.closing).strip()
        if not text:
            return {}
        origin = origin_in(*self.outline.closing)
        words = self.texts.words(text, origin.passages)
        return {"closing": self.notes.note("plan.closing", words, origin)}

    def footnotes(self) -> list[FootnoteText]:
        """The notes at the foot whose mark stands in one text alone; other words without a place are noted."""
        texts = " ".join(words for section in self.outline.sections for words in _texts(section))
        texts += " ".join(excerpt.text for excerpt in self.outline.preamble)
        notes: list[FootnoteText] = []
        for excerpt in self.outline.rest:
            mark = _NOTE.match(cleaned_line(excerpt.text))
            if mark and texts.count(f"[{mark[1]}]") == 1:
                id_ = self.notes.new_id(f"ghi chu {mark[1]}", "ghi-chu")
                self.texts.footnotes[mark[1]] = id_
                notes.append((id_, mark[2], excerpt.passages))
                self.notes.note(f"{id_}.text", mark[2][:300], origin_in(excerpt))
            elif notes and not mark and excerpt.passages and 0 <= excerpt.passages[0] - notes[-1][2][-1] <= 1:
                id_, text, passages = notes[-1]
                notes[-1] = (id_, f"{text} {cleaned_line(excerpt.text)}", (*passages, *excerpt.passages))
            elif cleaned_line(excerpt.text).strip(" *|.-") and not self._is_label(excerpt.text):
                self.notes.missing("plan.outline", origin_in(excerpt), Text("these words have no place in the plan"))
        return notes

    def _is_label(self, text: str) -> bool:
        """Whether words only head the list of recipients."""
        return cleaned_line(text).rstrip(" :") == self.setting.context.reading.phrases.say("recipients").rstrip(" :")

    def recipients(self) -> dict[str, Any]:
        """Who gets the plan, and where it is filed."""
        lines: list[dict[str, Any]] = []
        archive = ""
        label = self.phrases[0].say("archive", archive="").strip(" :.")
        for excerpt in self.outline.recipients:
            text = LIST_MARK.sub("", cleaned_line(excerpt.text)).strip(" ;.")
            if not text:
                continue
            rest = text[len(label) :]
            is_filed = text.casefold().startswith(label.casefold()) and (rest[:1] == ":" or rest[1:2].isupper())
            if is_filed:
                archive = self.notes.note("plan.archive", rest.strip(" :"), origin_in(excerpt))
            else:
                agencies = self.bodies.registered(text) or self._first_named(text)
                where = origin_in(excerpt)
                printed = ", ".join(self.setting.context.text.agency(agency) for agency in agencies)
                if agencies and printed.casefold() == text.casefold():
                    lines.append({"agencies": agencies})
                else:
                    words = text.replace("{", "(").replace("}", ")")
                    line = {"text": self.texts.documents.with_mentions(words, excerpt.passages)}
                    lines.append({**line, "agencies": agencies} if agencies else line)
                self.notes.note(f"plan.recipients.{len(lines)}", lines[-1], where)
        if not archive:
            archive = label
            self.notes.missing("plan.archive", ValueOrigin((), ""), Text("the recipients do not say where it is filed"))
        return {"recipients": lines, "archive": archive}

    def _first_named(self, text: str) -> list[str]:
        """The known bodies with which a line of recipients begins up to a mark: "Các sở, ban, ngành, đoàn thể tỉnh"."""
        ends = reversed([mark.start() for mark in _MARK.finditer(text)])
        return next((agencies for end in ends if (agencies := self.bodies.registered(text[:end]))), [])

    def signatory(self, issuer_names: Iterable[str]) -> dict[str, Any] | None:
        """Who signs, for whom, be it another body than the issuer; None where nobody does."""
        signature = self.outline.signature
        position = cleaned_line(signature.position.text).strip(" .,")
        name = cleaned_line(signature.name.text).strip(" .,")
        if not position:
            self.notes.missing("plan.signatory", origin_in(signature.position), Text("who signs stands nowhere"))
            return None
        lines = [cleaned_line(line.text) for line in signature.capacity]
        body, acting = self._behind(lines, "collective", "issuer"), self._behind(lines, "acting_for", "title")
        entry: dict[str, Any] = {"collective": "true" if body else "false"}
        if body and not any(name.casefold().startswith(body.casefold()) for name in issuer_names):
            entry["body"] = _titled(body)
        if acting:
            entry["acting_for"] = _titled(acting)
        entry["title"] = _titled(position)
        if name:
            entry["name"] = name
        where = origin_in(*signature.capacity, signature.position, signature.name)
        return self.notes.note("plan.signatory", entry, where)

    def _behind(self, lines: Iterable[str], phrase: str, blank: str) -> str:
        """What stands behind the sign of an authority, as a document of the state or of the Party has it."""
        signs = [phrases.say(phrase, **{blank: ""}).strip() for phrases in self.phrases]
        return next((line[len(sign) :].strip() for line in lines for sign in signs if line.startswith(sign)), "")


def _titled(text: str) -> str:
    """A title of a person in capitals with small letters: "CHỦ TỊCH" is "Chủ tịch"."""
    usual_names = (name for kind in shared().issuers.kinds for name in (kind.title, kind.signs_for) if name)
    usual = next((name for name in usual_names if name.casefold() == text.casefold()), "")
    if usual:
        return usual
    words = text.split(" ")
    if not text.isupper():
        return text
    lowered = " ".join(words).lower()
    for kind in shared().issuers.kinds:
        lowered = lowered.replace(kind.title.lower(), kind.title)
    return lowered[:1].upper() + lowered[1:]


def _texts(section: OutlineSection) -> Iterator[str]:
    """The texts of a section and of all below it."""
    yield from (part.title for part in section.walk())
    yield from (item.text for part in section.walk() for top in part.items for item in top.walk())
