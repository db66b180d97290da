"""The head of an old plan: whose it is, number and day, title and period, as the keys of its file.

A title in capitals gets the capitals that its words have elsewhere in the text.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from planbook.importing.fields.issuing_body import IssuerReader, origin_in
from planbook.importing.fields.notes import ImportNotes
from planbook.importing.fields.setting import ImportState
from planbook.importing.original import Original
from planbook.importing.outline.parts import PlanOutline
from planbook.loading.shared_registers import shared
from planbook.messages.diagnostics import Text
from planbook.model.agency import Locality
from planbook.model.entry import as_id, is_id
from planbook.reading.words import alternatives
from planbook.text.comparing import cleaned_line
from planbook.wording.blocks import capital
from planbook.wording.seats import seat

_NUMBER = re.compile(r"(?<![\w.])(?P<count>\d++[\w.]*+)? ?(?P<mark>[/-]) ?(?P<symbol>[A-Z\u0110][\w&/.-]*+)")
_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*[-\u2013]\s*(20\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d/.-])(20\d\d)(?!\d)(?!/)")
_WORD = re.compile(r"[^\W\d_]+")
_ABBREVIATION = 4  # letters of the longest word that is taken as an abbreviation
_BESIDE = 8  # letters on each side that tell whether a line is in capitals


@dataclass(frozen=True)
class PlanHead:
    """The keys of a plan's file that stand above its outline, and the body and place behind them."""

    keys: dict[str, Any]
    issuer_name: str


class HeadReader:
    """Reads the head of one plan."""

    def __init__(self, state: ImportState, original: Original, outline: PlanOutline, notes: ImportNotes) -> None:
        self.state, self.outline, self.notes, self.block = state, outline, notes, outline.heading
        self.text = [passage.text for passage in original.passages()]

    def read(self, plan_id: str, jurisdiction: str) -> PlanHead:
        """The head; raises `CannotPlace`."""
        issuer, place, issuer_name = IssuerReader(self.state, self.outline.heading, self.notes).issuer(jurisdiction)
        title = self._title()
        period = self._period(title)
        number, symbol = self._number(issuer_name, place)
        short = self._short_title(title)
        id_ = plan_id or self._id(place, number, title, period)
        keys: dict[str, Any] = {"id": id_, "title": title, "short_title": short, "status": "draft"}
        if number:
            keys["number"] = number
        if kind := self._document_type():
            keys["document_type"] = kind
        keys["symbol"] = symbol
        if day := self.block.day.isoformat() if self.block.day else self._month():
            keys["date"] = self.notes.note("plan.date", day, origin_in(self.block.dated))
        else:
            self.notes.missing("plan.date", origin_in(self.block.dated), Text("the original names no day"))
        keys |= {"issuer": issuer, "jurisdiction": place.id, "place": self._seat(place), "period": period}
        return PlanHead(keys, issuer_name)

    def _month(self) -> str:
        """The month of a plan that leaves its day open, or its year."""
        words = self.state.words.citing
        match = re.search(
            rf"(?:{words.month}\s*(?P<m>\d{{1,2}})?\s+)?{words.year}\s*(?P<y>20\d\d)",
            self.block.dated.text,
            re.IGNORECASE,
        )
        if not match:
            return ""
        return f"{match['y']}-{int(match['m']):02}" if match["m"] else match["y"]

    def _seat(self, place: Locality) -> str:
        if name := cleaned_line(self.block.locality.text).strip(" ,"):
            return self.notes.note("plan.place", name, origin_in(self.block.locality))
        return seat(place, shared().place_names)

    def _number(self, issuer: str, place: Locality) -> tuple[str, str]:
        """Number and symbol; of a draft without number the symbol alone."""
        text = cleaned_line(self.block.number.text)
        origin = origin_in(self.block.number)
        match = _NUMBER.search(text)
        symbol = match["symbol"].strip(" .,;-/") if match else ""
        if match and match["count"]:
            number = f"{match['count']}{match['mark']}{symbol}"
            return self.notes.note("plan.number", number, origin), symbol
        self.notes.missing("plan.number", origin, Text("the original names no number"))
        if match:
            return "", self.notes.note("plan.symbol", symbol, origin)
        symbol = shared().issuers.symbol(capital(issuer.lower()), bare_name_of(issuer, place))
        return "", self.notes.note("plan.symbol", symbol, origin, Text("it is that of the issuer's usual plans"))

    def _document_type(self) -> str:
        """What the plan calls itself, where that is no plan."""
        kind = cleaned_line(self.block.document.text).strip(" :.-*")
        if not kind or as_id(kind) == as_id(self.state.data.phrases.say("document_type")):
            return ""
        types = self.state.data.workspace.document_types.values()
        name = next((entry.name for entry in types if as_id(entry.name) == as_id(kind)), capital(kind.lower()))
        return self.notes.note("plan.document_type", name, origin_in(self.block.document))

    def _title(self) -> str:
        """The title; of one in capitals the small letters are those of the same words in the text."""
        text = cleaned_line(self.block.title.text).strip(" -_*–")
        origin = origin_in(self.block.title)
        if not text:
            return self.notes.note("plan.title", "…", origin, Text("the original has no title"))
        letters = [letter for letter in text if letter.isalpha()]
        if sum(letter.isupper() for letter in letters) < 0.8 * len(letters):
            return self.notes.note("plan.title", text, origin)
        title, is_whole = with_small_letters(text, self.text)
        why = Text("the original has it in capitals, which do not tell names from other words")
        return self.notes.note("plan.title", title, origin, None if is_whole else why)

    def _period(self, title: str) -> str:
        """The year or years of the plan: those of its title, else of its day."""
        origin = origin_in(self.block.title)
        day = self.block.day
        title = self._without_far_years(title)
        if years := _YEARS.findall(title):
            single = _YEAR.findall(_YEARS.sub("", title))
            if len(set(years)) == 1 and not single:
                return self.notes.note("plan.period", "-".join(years[0]), origin)
            spans = ["-".join(pair) for pair in years]
            value = single[-1] if single else spans[-1]
            return self.notes.note("plan.period", value, origin, Text("the title names several times"), spans)
        single = _YEAR.findall(title)
        if len(set(single)) == 1 and (day is None or abs(int(single[0]) - day.year) <= 1):
            return str(self.notes.note("plan.period", single[0], origin))
        begin = day.year if day else int(single[0]) if single else 2025
        end = max((int(year) for year in single), default=begin)
        value = f"{begin}-{end}" if end > begin else str(begin)
        why = Text("the title does not say from when until when the plan runs")
        return self.notes.note("plan.period", value, origin, why, (str(begin),))

    def _without_far_years(self, title: str) -> str:
        """A title without the days of the documents that it names, and without the year up to which it only looks."""
        title = re.sub(rf"{self.state.words.citing.day} \d[^,;]{{0,24}}?20\d\d", "", title, flags=re.IGNORECASE)
        return re.sub(rf"(?:{alternatives(self.state.words.outlooks)})[^,;]*", "", title, flags=re.IGNORECASE)

    def _short_title(self, title: str) -> str:
        words = title.split()
        return title if len(words) <= 14 else f"{' '.join(words[:13])}…"

    def _id(self, place: Locality, number: str, title: str, period: str) -> str:
        """The id of the plan: its place, number and year, so that two of a year differ."""
        bare = as_id(shared().place_names.parts(place.name)[1])
        count = as_id(re.split(r"[/-]", number)[0]) if number else "-".join(as_id(title).split("-")[:4])
        name = "-".join(filter(None, (bare, count, period)))[:64].strip("-")
        return name if is_id(name) else "ke-hoach"


def bare_name_of(issuer: str, place: Locality) -> str:
    """The name of an issuer without its place."""
    name = capital(issuer.lower())
    return name.removesuffix(place.name.lower()).strip() or name


def with_small_letters(title: str, texts: list[str]) -> tuple[str, bool]:
    """A title in capitals with the capitals that its words have where the text repeats them, and whether all of them do."""
    # The longest stretch of words that some passage repeats, again and again from the left.
    words = title.split(" ")
    shapes: list[str] = []
    whole = True
    at = 0
    lowered = [text.casefold() for text in texts]
    while at < len(words):
        for length in range(len(words) - at, 0, -1):
            piece = " ".join(words[at : at + length]).casefold()
            shape = _shape(piece, texts, lowered)
            if shape:
                break
        else:
            length, shape = 1, words[at].lower()
            whole = whole and not _WORD.search(words[at])
        whole = whole and (length > 2 or at + length == len(words) or not _WORD.search(shape))
        shapes.append(shape)
        at += length
    return capital(" ".join(shapes)), whole


def _shape(piece: str, texts: list[str], lowered: list[str]) -> str:
    """How a stretch of small letters stands most often in texts that are not in capitals; nothing where it does not."""
    shapes: Counter[str] = Counter()
    for text, low in zip(texts, lowered, strict=True):
        start = low.find(piece)
        if start >= 0 and len(low) == len(text):
            shape = text[start : start + len(piece)]
            edges = (low[start - 1 : start] if start else "", low[start + len(piece) : start + len(piece) + 1])
            beside = text[max(0, start - _BESIDE) : start] + text[start + len(piece) : start + len(piece) + _BESIDE]
            # In a line of capitals a short word is no abbreviation.
            is_abbreviation = len(shape) <= _ABBREVIATION and any(letter.islower() for letter in beside)
            if not any(edge.isalnum() for edge in edges) and (not shape.isupper() or is_abbreviation):
                shapes[shape] += 1
    return shapes.most_common(1)[0][0] if shapes else ""
