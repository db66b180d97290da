"""How often and before which days a reporting duty is due, in words, where its own text does not say it."""

import re

from planbook.model.period import Rhythm, official_month
from planbook.model.task import ReportDay, ReportingDuty
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText, says_time


def unsaid_times(duty: ReportingDuty, text: PlanText) -> str:
    """How often and before which days a duty is due; nothing where its text says all of it."""
    return "" if all(said_times(duty, duty.text, text)) else report_times(duty, text.wording.phrases)


def report_times(duty: ReportingDuty, phrases: Phrases) -> str:
    """All that a duty says of its times: "hằng quý, 6 tháng; trước ngày 20; các tháng 6, 12; khi có yêu cầu"."""
    parts = {
        "reported_before": ", ".join(map(_written, duty.days)),
        "reported_months": ", ".join(official_month(int(month)) for month in duty.months),
        "reported_after": f"{duty.months_after}" if duty.months_after else "",
    }
    words = [
        ", ".join(map(phrases.rhythm, duty.every)),
        *(phrases.say(phrase, times=times) for phrase, times in parts.items() if times),
        phrases.say("reported_on_request") if duty.on_request else "",
    ]
    return "; ".join(filter(None, words))


def _written(day: ReportDay) -> str:
    return f"{day.day:02}/{official_month(day.month)}" if day.month else f"{day.day:02}"


def said_times(duty: ReportingDuty, own_text: str, text: PlanText) -> list[bool]:
    """Whether a text says each day of a duty, how often or in which months, and what else moves them."""
    words, phrases = text.fill(own_text), text.wording.phrases
    year = str(text.plan.period.first.year)
    whole = (
        (duty.months_after, phrases.say("reported_after_words")),
        (duty.on_request, phrases.say("reported_request_words")),
    )
    listed = bool(duty.named_months) and all(_says_number(words, int(month)) for month in duty.months)
    return [
        *(_says_day(words, day, phrases, year) for day in duty.days),
        listed or (not duty.months and all(_says_rhythm(words, rhythm, phrases, year) for rhythm in duty.every)),
        *(any(word in words.casefold() for word in among.split(", ")) for is_asked, among in whole if is_asked),
    ]


def _says_number(text: str, number: int) -> bool:
    return bool(re.search(rf"(?<![\w/])0?{number}(?![\w/])", text))


def _says_day(text: str, day: ReportDay, phrases: Phrases, year: str) -> bool:
    on_day = phrases.say("on_day", day=_written(day))
    in_words = (
        phrases.say("on_day", day=f"{day.day} {phrases.say('month_alone', month=day.month)}") if day.month else ""
    )
    return any(says_time(text, words, year) for words in (on_day, in_words) if words)


def _says_rhythm(text: str, rhythm: Rhythm, phrases: Phrases, year: str) -> bool:
    """Whether a text says how often: in the words of the plan, or nearly: "báo cáo quý, năm" for "hằng quý, hằng năm"."""
    phrase = phrases.rhythm(rhythm)
    first, _, last = phrase.partition(" ")
    word = rf"(?<!\w)0?{phrase}(?!\w)" if first.isdigit() else rf"(?<!\w)(?<!\d ){last}(?! ?[\dIVX])(?!\w)"
    return says_time(text, phrase, year) or bool(re.search(word, text.casefold()))
