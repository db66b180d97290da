"""The phrases of a plan read backwards: what stands in their blanks, in every spelling that people use."""

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationInfo, create_model

from planbook.model.agency import WordList
from planbook.model.entry import Entry, problem
from planbook.text.comparing import with_plain_dashes
from planbook.wording.phrases import BLANKS, Phrases, blanks_of

# Blanks of one word each; all others take whatever stands there.
_BLANKS = {
    **dict.fromkeys(("month", "d", "m"), r"\d{1,2}"),
    **dict.fromkeys(("year", "first", "last", "y"), r"\d{4}"),
    "quarter": "IV|I{1,3}|[1-4]",
    "rhythm": ".{1,100}",  # not to the end of whatever text, which another blank looks through too
}
# What may be left out of a spelling: it is then that of the plan.
_OPTIONAL = {"year", "y"}
_ANY = ("undated",)  # spellings that may have some of the blanks
_OWN: dict[str, tuple[str, ...]] = {
    "day": ("d", "m", "y"),
    "new_budget": ("item",),
    **dict.fromkeys(("between", "remark_begins", "nothing", "caption", "signature"), ()),
    **dict.fromkeys(("total_begins", "count_begins", "counted_items", "list_follows"), ()),
    **dict.fromkeys(("condition_begins", "deadline_begins", "source_begins", "classifiers"), ()),
    "day_of_month": ("d",),
    **dict.fromkeys(("every_quarter_beside", "every_year_beside"), ()),
    "undated": ("year", "quarter", "month", "first", "last", "d"),
}
_SPELLED = (
    *("day", "month", "quarter", "year", "years", "before", "by", "within", "throughout", "throughout_always"),
    *("before_time", "by_time", "since_on", "since_time", "until", "span", "until_event"),
    *("condition_begins", "deadline_begins", "source_begins", "undated", "day_of_month"),
    *("every_quarter_beside", "every_year_beside"),
    *("first_half_year", "second_half_year", "throughout_since", "since_rhythm"),
    *("every_month", "every_quarter", "every_half_year", "every_nine_months", "every_year"),
    *("unit_dong", "unit_trieu", "unit_ty", "unallocated", "amount_about"),
    *("figure_exactly", "figure_about", "figure_at_least", "figure_more_than", "figure_at_most", "figure_less_than"),
    *("figure_range", "classifiers", "requested", "between", "remark_begins", "nothing", "new_budget"),
    *("total_begins", "count_begins", "counted_items", "list_follows"),
    *("lead", "coordinating", "deadline", "column_result", "column_money", "caption", "signature"),
    *("collect_state_not_begun", "collect_state_under_way", "collect_state_done", "collect_state_dropped"),
)


def _check_blanks(spellings: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    name = info.field_name or ""
    allowed = set(_OWN.get(name, BLANKS.get(name, ())))
    for text in spellings:
        blanks = {*blanks_of(text)}
        least = set() if name in _ANY else allowed - _OPTIONAL
        if not least <= blanks <= allowed:
            raise problem(
                "unknown-blank",
                "“{text}” does not have the blanks that this phrase is read for",
                "write each of these once: {blanks}",
                text=text,
                blanks=", ".join(f"{{{blank}}}" for blank in sorted(allowed)) or "-",
            )
    return spellings


class Spellings(Entry):
    """The further spellings of templates/plan/spellings.yaml, by the phrase that they stand for."""


_FIELDS: dict[str, Any] = {name: (Annotated[WordList, AfterValidator(_check_blanks)], ()) for name in _SPELLED}
SpellingsFile: type[Spellings] = create_model("SpellingsFile", __base__=Spellings, **_FIELDS)


@dataclass(frozen=True, slots=True)
class SpellingReader:
    """Reads the phrases of wording.yaml, and their further spellings, backwards."""

    phrases: Phrases
    spellings: Spellings

    def words(self, phrase: str) -> tuple[str, ...]:
        """Every spelling of a phrase, that of the plans themselves first."""
        own = (getattr(self.phrases, phrase),) if phrase in BLANKS else ()
        return (*own, *getattr(self.spellings, phrase, ()))

    def matches(self, phrase: str, text: str) -> Iterator[Mapping[str, str]]:
        """What stands in the blanks of a phrase, for every spelling of it that a text fits as a whole."""
        for spelling in self.words(phrase):
            if match := _pattern(spelling).fullmatch(text):
                yield match.groupdict()

    def says(self, phrase: str, text: str) -> bool:
        """Whether a text is a phrase without blanks."""
        return any(True for _ in self.matches(phrase, text))

    def says_first(self, phrase: str, text: str) -> bool:
        """Whether a text begins as a phrase with one blank at its end does."""
        return any(text.casefold().startswith(words.partition("{")[0].casefold()) for words in self.words(phrase))

    def is_nothing(self, text: str) -> bool:
        """Whether a cell holds nothing, or a word for it."""
        return not with_plain_dashes(text) or self.says("nothing", with_plain_dashes(text))


@cache
def _pattern(spelling: str) -> re.Pattern[str]:
    """The pattern of a spelling: blanks are groups, capitals and a mark at the end do not matter."""
    pattern = ""
    for literal, blank, _, _ in string.Formatter().parse(with_plain_dashes(spelling)):
        pattern += re.escape(literal)
        if blank is not None:
            pattern += rf"(?P<{blank}>{_BLANKS.get(blank, '.+')})"
    return re.compile(rf"{pattern}[.;,]?", re.IGNORECASE)
