"""Figures, money, times, deadlines and citations as an official writes them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from planbook.model.budget import Budget, Written
from planbook.model.document_number import parse_document_number
from planbook.model.legal import DocumentType, LegalDocument
from planbook.model.number import official
from planbook.model.period import QUARTERS, Deadline, Rhythm, When, official_day, official_month, parse_when
from planbook.model.target import Comparator
from planbook.wording.phrases import Phrases

CitationForm = Literal["full", "dated", "short"]
FORMS: dict[str | None, CitationForm] = {"full": "full", "dated": "dated", "short": "short"}
# What is filled in by hand when something is signed; spaces that no output folds into one.
BLANK = "\N{NO-BREAK SPACE}" * 5


def count(value: Decimal, unit: str) -> str:
    """A number with its unit; counts below ten are padded ("01 người"), percentages stand close ("1,5%", "12‰")."""
    if unit.startswith(("%", "\N{PER MILLE SIGN}")):
        return f"{official(value)}{unit}"
    padded = f"0{value}" if value == int(value) and 0 < value < 10 else official(value)
    return f"{padded} {unit}"


@dataclass(frozen=True)
class Wording:
    """Puts single values into the fixed words of templates/plan/wording.yaml."""

    phrases: Phrases

    def figure(
        self, comparator: Comparator, value: Decimal, upper: Decimal | None, unit: str, *, is_bare: bool = False
    ) -> str:
        """A figure with its comparator and unit: "ít nhất 01 người", "từ 1,5% trở lên".

        A bare one stands beside a column of units, without its own: "ít nhất 01", "từ 1,5 trở lên".
        """
        text = count(value if upper is None else upper, unit)
        if is_bare:
            text = text.removesuffix(unit).strip()
        if upper is not None:
            text = self.phrases.say("figure_range", value=official(value), upper=text)
        phrase = "figure_" + comparator.replace("-", "_")
        if comparator == "at-least" and unit.startswith("%"):
            phrase += "_percent"
        return self.phrases.say(phrase, value=text)

    def comparator(self, comparator: Comparator) -> str:
        """A comparator alone, as a table has it beside its number: "ít nhất"; nothing for an exact number."""
        return self.phrases.say("figure_" + comparator.replace("-", "_"), value="").strip()

    def amount(self, budget: Budget, amount: Written | Literal["unallocated"], *, approximate: bool) -> str:
        """An amount of a budget with its unit: "khoảng 5.181 tỷ đồng"; unallocated money in words."""
        if amount == "unallocated":
            return self.phrases.say("unallocated")
        unit = self.phrases.say(f"unit_{budget.unit}")
        text = self.phrases.say("amount", number=official(amount[0]), unit=unit)
        return self.phrases.say("amount_about", amount=text) if approximate else text

    def percent(self, percent: Decimal) -> str:
        """A share in per cent, without decimals that are nothing: "50,7%", "100%"."""
        return f"{official(percent.normalize())}%"

    def time(self, when: When) -> str:
        """A time in words: "10/4/2026", "tháng 4 năm 2026", "quý II năm 2026", "giai đoạn 2026-2030"."""
        year = when.first.year
        match when.precision:
            case "day":
                return official_day(when.first)
            case "month":
                return self.phrases.say("month", month=official_month(when.first.month), year=year)
            case "quarter":
                return self.phrases.say("quarter", quarter=QUARTERS[(when.first.month - 1) // 3], year=year)
            case "half-year":
                return self.phrases.say(f"{'first' if when.first.month == 1 else 'second'}_half_year", year=year)
            case "nine-months" | "year":
                return self.phrases.say("year" if when.precision == "year" else "first_nine_months", year=year)
        return self.phrases.say("years", first=year, last=when.last.year)

    def term(self, rhythm: Rhythm, last: date) -> str:
        """The term of recurring work that ends on a day: "kỳ quý II năm 2026", "kỳ 6 tháng đầu năm 2026"."""
        match rhythm:
            case "month":
                time = self.time(parse_when(f"{last:%Y-%m}"))
            case "quarter":
                time = self.time(parse_when(f"{last.year}-Q{(last.month + 2) // 3}"))
            case "year":
                time = self.time(parse_when(f"{last.year}"))
            case _:
                time = self.phrases.say(f"first_{rhythm.replace('-', '_')}", year=last.year)
        return self.phrases.say("term", time=time)

    def deadline(self, deadline: Deadline) -> str:
        """When work is due, without the work itself: "trước ngày 10/4/2026", "thường xuyên"."""
        if day := deadline.before or deadline.by:
            way, time = "before" if deadline.before else "by", self.time(day)
            say = self.phrases.say
            return say(way, day=time) if day.precision == "day" else say(f"{way}_time", time=time)
        if deadline.within:
            return self.phrases.say("within", time=self._at(deadline.within))
        if deadline.every or deadline.throughout:
            return self._recurring(deadline)
        return deadline.text or self._span(deadline)

    def _recurring(self, deadline: Deadline) -> str:
        """What comes again or goes on, and from when: "hằng năm, từ năm 2026", "thường xuyên từ năm 2026"."""
        say, since = self.phrases.say, deadline.since and self._at(deadline.since)
        if deadline.every:
            rhythm = ", ".join(map(self.phrases.rhythm, deadline.every))
            return say("since_rhythm", rhythm=rhythm, time=since) if since else rhythm
        if isinstance(deadline.throughout, When):
            return say("throughout", time=self.time(deadline.throughout))
        return say("throughout_since", time=since) if since else say("throughout_always")

    def _span(self, deadline: Deadline) -> str:
        """From when, until when: "từ tháng 3 đến tháng 9 năm 2026", "từ ngày 01/7/2026 trở đi", "đến khi …"."""
        say, first, last = self.phrases.say, deadline.since, deadline.until
        if deadline.until_event:
            since = say("since_time", time=self._at(first)) if first else ""
            return f"{since} {say('until_event', event=deadline.until_event)}".strip()
        if first and last:
            is_one_year = first.precision == last.precision and first.first.year == last.first.year
            return say("span", start=self._in_year(first) if is_one_year else self._at(first), end=self._at(last))
        return say("since_on", time=self._at(first)) if first else say("until", time=self._at(last)) if last else ""

    def _at(self, when: When) -> str:
        """A time inside a sentence: "ngày 01/7/2026", "tháng 3 năm 2026"."""
        time = self.time(when)
        return self.phrases.say("on_day", day=time) if when.precision == "day" else time

    def _in_year(self, when: When) -> str:
        """A month or a quarter whose year is said behind it: "tháng 3", "quý I"; other times in full."""
        match when.precision:
            case "month":
                return self.phrases.say("month_alone", month=official_month(when.first.month))
            case "quarter":
                return self.phrases.say("quarter_alone", quarter=QUARTERS[(when.first.month - 1) // 3])
        return self._at(when)

    def citation(self, document: LegalDocument, kind: DocumentType, issuer: str | None, form: CitationForm) -> str:
        """A document as texts cite it (Decree 30/2020, Annex I, II.6): full, dated (no title) or short."""
        day = self.phrases.say("citation_day", day=official_day(document.date.first)) if document.date else ""
        if kind.cited_by_title:
            dated = "" if form == "short" else day
            return " ".join(filter(None, (kind.name, document.title, dated)))
        parts = [kind.name]
        if document.number:
            number = parse_document_number(document.number)
            # The Party sets its number off from the day by a comma ("Quy định 399-QĐ/TW"), the State does not: a phrase of its own.
            phrase = (
                "citation_number_party" if number and number.party and day and form != "short" else "citation_number"
            )
            parts.append(self.phrases.say(phrase, number=document.number))
        if form == "short" and document.number:
            return " ".join(parts)
        if day:
            parts.append(day)
        if issuer:
            parts.append(self.phrases.say("citation_issuer", issuer=issuer))
        if form == "full" and document.title:
            parts.append(self.phrases.say("citation_title", title=document.title))
        return " ".join(parts)
