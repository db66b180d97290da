"""Lists of agencies of an old plan: those of the registers, and beside them proposed ones for names that nobody knows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Text
from planbook.model.assigned import Assigned
from planbook.model.entry import as_id
from planbook.reading.agencies import read_agencies, read_agency
from planbook.reading.edits import plain
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.words import alternatives, begins_with
from planbook.text.comparing import cleaned_line

_LONGEST_LIST = 240  # letters of names at the beginning of a sentence
_BREAKS = re.compile(r"\s|[.;:(]|$")
_LONGEST = 160  # letters of a name that can be proposed


class BodyReader:
    """Reads who is named, and proposes whom the registers lack."""

    def __init__(self, setting: ImportSetting, notes: ImportNotes) -> None:
        self.setting, self.notes = setting, notes
        bodies = alternatives(setting.words.bodies)
        joining, several = translate("and", "vi"), alternatives(setting.words.citing.several[:2])
        # A name begins with a capital, or with the word for several; "đơn vị" goes on with a group before it.
        begins = rf"(?=(?:(?i:{bodies}))(?!\w))(?:(?=[A-Z\u0110\u1ee6])|(?=(?:{several}) )|(?P<small>))"
        self._joint = re.compile(rf"[;\n]|,\s*{begins}|\s(?:{joining}|&)\s{begins.replace('small', 'joined')}")
        self._requested = re.compile(rf"(?:{alternatives(setting.words.requested)})\s+", re.IGNORECASE)
        remarks = alternatives(setting.words.remarks)
        self._remark = re.compile(rf",? (?={setting.words.verb_pattern}|(?:{remarks})(?!\w))|\s(?=\()")
        self._group = re.compile(rf"(?:{alternatives(setting.words.groups)})(?!\w)", re.IGNORECASE)
        self._body = re.compile(rf"(?:{bodies})(?!\w)", re.IGNORECASE)

    def listed(self, path: str, text: str, origin: ValueOrigin, *, remarks: bool = True) -> list[Any]:
        """The agencies of a line as a plan's file has them, noted under a path; without `remarks` all words are names."""
        text = cleaned_line(text).strip(" .;,:")
        if not text:
            return []
        whole = attempted(read_agencies, text, self.setting.context.register)
        if not isinstance(whole, Unread):
            if parts := self._in_remarks(text, whole) if remarks else []:
                return self.notes.note(path, parts, origin, Text("what is said behind an agency names a further one"))
            return list(self.notes.note(path, plain(whole), origin))
        agencies: list[Any] = []
        for part in self._parts(text):
            read = attempted(read_agencies, part, self.setting.context.register)
            agencies += self._unknown(part, origin, remarks=remarks) if isinstance(read, Unread) else plain(read)
        agencies = list({str(agency): agency for agency in agencies}.values())
        return self.notes.note(path, agencies, origin, whole.message, self.nearest(text))

    @cached_property
    def _joined(self) -> list[str]:
        """The known names that hold what stands between two names of a list ("các sở, ban, ngành")."""
        return [name for name in self.setting.context.register.names if "," in name]

    def _in_remarks(self, text: str, whole: Sequence[Assigned]) -> list[Any]:
        """The agencies of a line where a remark of it holds further ones; none where each remark is only that."""
        if not any(agency.remark for agency in whole):
            return []
        read = [attempted(read_agencies, part, self.setting.context.register) for part in self._parts(text)]
        parts = [agency for part in read if not isinstance(part, Unread) for agency in part]
        is_whole = not any(isinstance(part, Unread) for part in read)
        return list(plain(parts)) if is_whole and len(parts) > len(whole) else []

    def _unknown(self, part: str, origin: ValueOrigin, *, remarks: bool) -> list[Any]:
        """A part of a list that names somebody unknown, with what it says behind the name; remarks may stand behind known ones too."""
        if request := self._requested.match(part):
            inner = part[request.end() :]
            return [
                {"agency": agency, "requested": "true"}
                for agency in self.registered(inner) or [self.proposed(inner, origin)]
            ]
        remark = self._remark.search(part) if remarks else None
        if remark and len(part[: remark.start()].split()) < 2:
            remark = None
        name = part[: remark.start()] if remark else part
        bodies = self.registered(name) if remark else []
        agencies: list[Any] = [*bodies] or [self.proposed(name, origin)]
        if remark:
            words = part[remark.start() :].strip(" ,").replace("{", "(").replace("}", ")")
            agencies[-1] = {"agency": agencies[-1], "remark": words}
        return agencies

    def registered(self, text: str) -> list[str]:
        """The agencies of a text that is nothing but names of known ones; none where it is anything else."""
        read = attempted(read_agencies, cleaned_line(text).strip(" .;,:"), self.setting.context.register)
        return [] if isinstance(read, Unread) else [entry.agency for entry in read if not entry.remark]

    def leading(self, text: str) -> list[str]:
        """The known bodies at the beginning of a text, the longest list that can be read."""
        piece = text[:_LONGEST_LIST]
        for end in reversed([match.start() for match in _BREAKS.finditer(piece)]):
            if agencies := self.registered(piece[:end]):
                return agencies
        return []

    def is_body(self, text: str) -> bool:
        """Whether a text begins as names of bodies do."""
        return bool(self._body.match(text.strip()))

    def of_kind(self, text: str) -> str:
        """The name of the one body of the plan's level that a text names without its kind ("Y tế" for "Sở Y tế"); else ""."""
        if self.is_body(text):
            return ""
        name = cleaned_line(text).strip(" .;,:")
        spelt = {self.single(f"{kind} {name}"): f"{kind} {name}" for kind in self.setting.words.kinds}
        agencies, place = self.setting.workspace.agencies, self.setting.locality
        bodies = {id_: full for id_, full in spelt.items() if id_ and place and agencies[id_].level == place.level}
        return next(iter(bodies.values())) if len(bodies) == 1 else ""

    def single(self, text: str) -> str | None:
        """The one known agency of a name."""
        read = attempted(read_agency, cleaned_line(text), self.setting.context.register)
        return None if isinstance(read, Unread) else read

    def proposed(self, name: str, origin: ValueOrigin, **fields: Any) -> str:
        """The id of a proposed entry for a body that the registers do not know under this name."""
        name = cleaned_line(name).strip(" .;,:")[:_LONGEST]
        several = bool(self._group.match(name))
        locality = self.setting.locality
        place = self.setting.plan.jurisdiction
        entry: dict[str, Any] = {"name": _in_sentence(name, self.setting.words.citing.several[:2]) if several else name}
        entry |= {"level": locality.level if locality else "commune", "locality": place}
        if several:
            entry["open"] = "true"
        entry |= fields
        end = f"-{place}"
        id_ = f"{as_id(name)[: 64 - len(end)].strip('-')}{end}"
        return self.notes.propose("groups" if several else "agencies", id_, entry, self.nearest(name), origin)

    def nearest(self, name: str) -> tuple[str, ...]:
        """The ids of the known bodies whose names are most like one."""
        return self.setting.context.register.nearest(name)

    def _parts(self, text: str) -> Iterator[str]:
        """The names of a list, cut where a word follows with which names begin; never inside brackets or a known name."""
        start = 0
        folded = text.casefold()
        spans = [(at, at + len(name)) for name in self._joined if (at := folded.find(name)) >= 0]
        for joint in self._joint.finditer(text):
            part = text[start : joint.start()]
            if any(first < joint.start() and joint.end() < last for first, last in spans):
                continue
            is_small = joint["small"] is not None or joint["joined"] is not None
            if is_small and self._group.match(part.strip()):
                continue
            if part.count("(") > part.count(")") or not part.strip():
                continue
            yield part.strip(" ,.;")
            start = joint.end()
        if rest := text[start:].strip(" ,.;"):
            yield rest


def _in_sentence(name: str, several: Iterable[str]) -> str:
    """A name of several bodies as it stands within a sentence, where it begins with a word for several."""
    return name[:1].lower() + name[1:] if begins_with(name, several) else name
