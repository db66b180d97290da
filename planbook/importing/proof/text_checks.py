"""Faults of an old plan that its text alone shows: days that do not exist, sums, one document with two days, bodies of the past."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from planbook.importing.original import Original, Passage
from planbook.importing.plan_drafts import PlanDraft
from planbook.loading.shared_registers import shared
from planbook.messages.diagnostics import Text
from planbook.model.agency import Agency
from planbook.model.document_number import parse_document_number
from planbook.model.entry import as_id
from planbook.model.number import official, plain_decimal
from planbook.model.period import official_day
from planbook.model.responsibility import named_agencies
from planbook.reading.words import ImportWords, alternatives

PassageFinding = tuple[Passage, str, Text, str]  # where, the check, the fact, the words that it is about
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_LEAP_YEAR = 2024
_QUARTERS = ("I", "II", "III", "IV", *"1234", "01", "02", "03", "04")
_SAME_WORDS = 6  # before a number that make two sentences speak of the same
_WORDS_BEHIND = 4  # that are the same too
_NEAREST = 120  # letters before a number in which they stand
_NEAR = 5  # parts that miss their whole by more than a fifth of it may be only some of its parts


def impossible_days(original: Original, words: ImportWords) -> Iterator[PassageFinding]:
    """Days that no calendar has: 31/6/2026, the 30th of February."""
    day, month, year = words.citing.day, words.citing.month, words.citing.year
    pattern = re.compile(
        rf"(?<![\d/.,])(?:(?P<after>{day})\s+)?(?P<d>\d{{1,2}})(?:\s*/\s*|\s+{month}\s+)(?P<m>\d{{1,2}})"
        rf"(?:(?:\s*/\s*|\s+{year}\s+)(?P<y>\d{{4}}))?(?![\d/.,-]*\d)(?!/)",
        re.IGNORECASE,
    )
    for passage in original.passages():
        for match in pattern.finditer(passage.printed):
            d, m, y = int(match["d"]), int(match["m"]), int(match["y"] or _LEAP_YEAR)
            is_day = match["after"] or match["y"]
            if is_day and not (1 <= m <= 12 and 1 <= d <= monthrange(y, m)[1]):
                words_ = match.group()[match.start("d") - match.start() :]
                yield passage, "impossible-date", Text("there is no day {day}", {"day": words_}), words_


def impossible_times(original: Original, words: ImportWords) -> Iterator[PassageFinding]:
    """Months and quarters of a year that no year has: "tháng 13/2026", "quý V/2026"."""
    month, year = words.citing.month, words.citing.year
    pattern = re.compile(
        rf"(?<!\w)(?:{month} (?P<month>\d{{1,2}})|{words.citing.quarter} (?P<quarter>\d{{1,2}}|[IVX]{{1,4}}))(?:/| {year} )20\d\d(?!\d)",
        re.IGNORECASE,
    )
    for passage in original.passages():
        for match in pattern.finditer(passage.printed):
            quarter = (match["quarter"] or "I").upper()
            is_quarter = quarter in _QUARTERS
            if not (is_quarter and 1 <= int(match["month"] or 1) <= 12):
                fact = Text("there is no time {time}", {"time": match.group()})
                yield passage, "impossible-date", fact, match.group()


def sums_of_sentences(original: Original, words: ImportWords) -> Iterator[PassageFinding]:
    """Wholes whose parts, named behind “of which”, are nearly but not quite as many."""
    unit = words.unit_pattern.pattern
    amount = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{unit})", re.IGNORECASE)
    split = re.compile(rf"[(,;:]?\s*(?:{alternatives(words.of_which)})[\s:,]", re.IGNORECASE)
    bound = [word for form in (*words.comparators_before,) for word in form.words]
    vague = re.compile(rf"(?:{alternatives(bound)})\s*\Z", re.IGNORECASE)
    for passage in original.passages():
        text = passage.printed
        for match in split.finditer(text):
            wholes = list(amount.finditer(text, 0, match.start()))
            end = re.compile(r"[).;]\s|[).;]\Z|\)").search(text, match.end())
            piece = text[match.end() : end.start() if end else len(text)]
            parts = list(amount.finditer(piece))
            if not wholes or len(parts) < 2 or len(re.findall(_NUMBER, piece)) != len(parts):
                continue
            whole = wholes[-1]
            is_alike = all(part["unit"].casefold() == whole["unit"].casefold() for part in parts)
            if not is_alike or "%" in whole["unit"] or vague.search(text[: whole.start()]):
                continue
            total = sum((plain_decimal(part["number"]) for part in parts), Decimal())
            stated = plain_decimal(whole["number"])
            if total != stated and abs(total - stated) * _NEAR <= stated:
                values = {"sum": official(total), "whole": whole["number"], "unit": whole["unit"]}
                fact = Text("the parts add up to {sum} {unit}, the whole is {whole}", values)
                yield passage, "figure-sum", fact, whole.group()


def figures_told_twice(original: Original, words: ImportWords) -> Iterator[PassageFinding]:
    """Numbers that the same words state elsewhere as another one; what names another year, or stands in a table, is another."""
    amount = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{words.unit_pattern.pattern})", re.IGNORECASE)
    before = re.compile(rf"(?:[^\W\d_]+,? ){{{_SAME_WORDS}}}\Z")
    firsts: dict[tuple[str, ...], tuple[str, Passage]] = {}
    for passage in original.passages():
        if passage.place.table:
            continue
        for sentence in re.split(r"[.;](?=\s|\Z)", passage.printed):
            years = tuple(sorted(set(re.findall(r"(?<!\d)20\d\d(?!\d)", sentence))))
            for match in amount.finditer(sentence):
                ahead, behind = (
                    as_id(part).split("-") for part in (sentence[: match.start()], sentence[match.end() :])
                )
                keys = []
                if before.search(sentence[max(0, match.start() - _NEAREST) : match.start()]):
                    keys.append((*ahead[-_SAME_WORDS:], match["unit"].casefold(), *behind[:_WORDS_BEHIND], *years))
                if (
                    years and len(ahead) + len(behind) > _SAME_WORDS
                ):  # the whole sentence, which says of what year it is
                    keys.append((*ahead, "", match["unit"].casefold(), *behind))
                earliest = [firsts.setdefault(key, (match["number"], passage)) for key in keys]
                for number, earlier in earliest:
                    if plain_decimal(number) != plain_decimal(match["number"]) and earlier is not passage:
                        figure = f"{match['number']} {match['unit']}"
                        values = {"figure": figure, "other": number, "number": earlier.number}
                        fact = Text("{figure} here, {other} in the same words in passage {number}", values)
                        yield passage, "figure-told-twice", fact, match["number"]
                        break


def two_days(draft: PlanDraft) -> Iterator[PassageFinding]:
    """Documents of one number, year and issuer that are cited with two days."""
    passages = {passage.number: passage for passage in draft.original.passages()}
    days: dict[tuple[str, str, str, int], date] = {}
    for proposal in draft.plan.notes.proposals.values():
        entry = proposal.entry
        if proposal.register != "documents" or not {"number", "date", "issuer"} <= entry.keys():
            continue
        day, number = date.fromisoformat(entry["date"]), parse_document_number(entry["number"])
        key = entry["type"], entry["number"].casefold(), str(entry["issuer"]), (number and number.year) or day.year
        if days.setdefault(key, day) != day and proposal.origin.passages:
            values = {"number": entry["number"], "day": official_day(day), "other": official_day(days[key])}
            fact = Text("{number} is cited with the day {day} here, elsewhere with {other}", values)
            yield passages[proposal.origin.passages[0]], "document-day-differs", fact, entry["number"]


def ended_bodies(draft: PlanDraft) -> Iterator[PassageFinding]:
    """Bodies with work in the plan that no province or commune has any more when it is issued."""
    passages = {passage.number: passage for passage in draft.original.passages()}
    plan = draft.workspace.plans[draft.name]
    working = set(named_agencies(plan))
    for id_, proposal in draft.plan.notes.proposals.items():
        if id_ in working and proposal.register in ("agencies", "groups") and proposal.origin.passages:
            name = str(proposal.entry["name"])
            if plan.date and (end := _end_of(name)) and end < plan.date.first:  # who knows when it was issued
                fact = Text("{name}: such a body is no more since {day}", {"name": name, "day": official_day(end)})
                yield passages[proposal.origin.passages[0]], "agency-dissolved", fact, name


def _end_of(name: str) -> date | None:
    """The day from which no body of a name is left: one of a kind of territory, or of the field of a ministry, that ended."""
    key = as_id(name)
    fields = {as_id(ministry.name).partition("-")[2] for ministry in _ended_ministries()}
    for kind in shared().entries("ended_kinds"):
        words = re.search(rf"(?<!\w)(?:{alternatives(kind.words)})(?!\w)", name, re.IGNORECASE)
        # The departments of provinces are those of the ministries since the same day.
        if words or key.partition("-")[2] in fields:
            last: date = kind.end.last
            return last + timedelta(days=1)
    return None


def _ended_ministries() -> Iterator[Agency]:
    """The ministries that merged into others or were split."""
    agencies = {agency.id: agency for agency in shared().entries("agencies")}
    for change in shared().entries("changes"):
        yield from (agencies[id_] for id_ in change.original if id_ in agencies and id_ not in change.resulting)
