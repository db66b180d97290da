"""Duties to report of an old plan: who reports to whom, how often and before which days, each read from a sentence."""

import re
from typing import Any

from planbook.importing.fields.bodies import BodyReader
from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.messages.diagnostics import Text
from planbook.reading.words import alternatives

_NEAR = 110  # letters behind the word for a report in which its receiver stands
_SENTENCE = re.compile(r"[.;](?:\s|\Z)")


class ReportReader:
    """Makes reporting duties of the duties of a section about reports."""

    def __init__(self, setting: ImportSetting, notes: ImportNotes, bodies: BodyReader) -> None:
        self.notes, self.bodies = notes, bodies
        words, citing = setting.words, setting.words.citing
        self._report = re.compile(rf"(?<!\w)(?:{alternatives(words.reports)})(?!\w)", re.IGNORECASE)
        self._body = re.compile(rf"(?<!\w)(?:{alternatives(words.bodies)})(?!\w)", re.IGNORECASE)
        end = r"(?!\w)(?! ?(?-i:[\dIVX]))"
        self._rhythms = [
            (entry.rhythm, re.compile(rf"(?<!\w)(?:{alternatives(entry.words)}){end}", re.IGNORECASE))
            for entry in words.rhythms
        ]
        self._no_rhythm = re.compile(rf"(?<!\w)(?:{alternatives(words.no_rhythms)})(?!\w)", re.IGNORECASE)
        day, month = re.escape(citing.day), re.escape(citing.month)
        self._day = re.compile(
            rf"(?:{alternatives(words.before)}) (?:{day} )?(?P<day>\d{{1,2}})(?:(?:/| {month} )(?P<month>\d{{1,2}}))?(?!\d)",
            re.IGNORECASE,
        )
        self._month = re.compile(rf"(?<!\w){month} (\d{{1,2}})(?![\d/])", re.IGNORECASE)
        self._on_request = re.compile(rf"(?<!\w)(?:{alternatives(words.on_request)})(?!\w)", re.IGNORECASE)

    def reports(self, duties: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The duties as duties to report; none where one of them names nobody who gets the report."""
        made = [self._report_of(duty) for duty in duties]
        if not all(made):
            return []
        for report in made:
            origin = next(value.origin for value in self.notes.values if value.path == f"{report['id']}.agencies")
            self._note(report, ValueOrigin(origin.passages, report["text"][:300]))
        return made

    def _report_of(self, duty: dict[str, Any]) -> dict[str, Any]:
        items = [part for item in duty.get("items", ()) for part in (item.get("heading"), item.get("text"))]
        text = " ".join(filter(None, (duty.get("text"), *items)))
        nested = any("items" in item for item in duty.get("items", ()))
        receivers = self._receivers(text, duty["agencies"])
        if not receivers or nested or "requested" in duty:
            return {}
        role = {"role": duty["role"]} if "role" in duty else {}
        report = {"id": duty["id"], "agencies": duty["agencies"], **role, "to": receivers, "text": text}
        if every := self._every(text):
            report["every"] = every
        if self._on_request.search(text):
            report["on_request"] = "true"
        return {**report, **self._days(text)}

    def _receivers(self, text: str, reporting: list[str]) -> list[str]:
        """Who gets the report: the first known bodies behind the word for it that do not report; the sentence with the day says it best."""
        sentences = sorted(_SENTENCE.split(text), key=lambda sentence: not self._day.search(sentence))
        for sentence in sentences:
            for report in self._report.finditer(sentence):
                for body in self._body.finditer(sentence, report.end(), report.end() + _NEAR):
                    bodies = [id_ for id_ in self.bodies.leading(sentence[body.start() :]) if id_ not in reporting]
                    if bodies:
                        return bodies
        return []

    def _every(self, text: str) -> list[str]:
        """The rhythms that the sentences about reports name."""
        sentences = [part for part in _SENTENCE.split(text) if self._report.search(part)]
        words = self._no_rhythm.sub(" ", " . ".join(sentences))
        return [rhythm for rhythm, pattern in self._rhythms if pattern.search(words)]

    def _days(self, text: str) -> dict[str, Any]:
        """The days before which reports are due, where the text gives all of them a month, or none."""
        days = list(dict.fromkeys((match["day"], match["month"]) for match in self._day.finditer(text)))
        if not days or len({month is None for _, month in days}) > 1:
            return {}
        if days[0][1]:
            return {"before_days": [f"{int(day)}/{int(month)}" for day, month in days]}
        months = list(dict.fromkeys(int(month) for month in self._month.findall(text) if 1 <= int(month) <= 12))
        listed = {"months": [str(month) for month in months]} if months else {}
        if len(days) == 1:
            return {"before_day": str(int(days[0][0])), **listed}
        return {"before_days": [str(int(day)) for day, _ in days], **listed}

    def _note(self, report: dict[str, Any], origin: ValueOrigin) -> None:
        why = Text("a sentence says it, not a line of its own")
        for field in ("to", "every", "before_day", "before_days", "months"):
            if field in report:
                self.notes.note(f"{report['id']}.{field}", report[field], origin, why)
