"""What the carried text still says of the old time: years, programmes and standards that are over, kinds of territory.

A text is carried as it stands, and only a reader knows whether what it names has moved on.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from planbook.authoring.rollover.question import Question, QuestionWords
from planbook.authoring.rollover.questions import owned
from planbook.authoring.rollover.succession import Succession
from planbook.authoring.rollover.times import times_left
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Text
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.series import earlier_plans
from planbook.model.texts import quoted_count, sentences, typed, typed_counts

_LONGEST_WORD = 20  # a word before a number that is longer than this is none of those that make it an ordinal


def left_behind(succession: Succession, years: int, words: QuestionWords) -> Iterator[Question]:
    """Point out what texts name and the new period no longer has, each once with all its items."""
    texts = list(_texts(succession.plan))
    yield from _numbers(succession, words, texts)
    yield from _times(succession, years, words, texts)
    yield from _over(succession, texts)
    yield from _ended_kinds(succession, texts)


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """The texts of a plan with the item that each belongs to; title, preamble and closing belong to the plan."""
    owners = {id(entry): item for item, entry in owned(plan)}
    return ((owners.get(id(entry), plan.id), text) for entry, _, text in sentences(plan))


def _numbers(succession: Succession, words: QuestionWords, texts: list[tuple[str, str]]) -> Iterator[Question]:
    """Ask for the numbers that somebody typed into texts, an item a question: no figure tells that they are of last time."""
    numbers_: dict[str, list[str]] = {}
    for item, text in texts:
        for match in typed_counts(text):
            if _counts(match):
                numbers_.setdefault(item, []).append(quoted_count(match))
    for item, numbers in numbers_.items():
        values = {"period": words.wording.time(succession.period), "numbers": "; ".join(dict.fromkeys(numbers))}
        yield Question(Text("confirm for {period} the numbers that are typed in the text: {numbers}", values), (item,))


def _counts(match: re.Match[str]) -> bool:
    """Whether a number, a share or one from ten on, counts something: it is no year, no day, no length of time and no part of a document's name."""
    around = match.string[max(0, match.start() - _LONGEST_WORD) : match.start()]
    before = around.rstrip().rpartition(" ")[2].casefold()
    unit = match["unit"]
    is_year = len(match["number"]) == 4 and match["number"][:2] in ("19", "20")
    is_count = len(match["number"]) > 1 and match.end("number") < match.start("unit")  # 30a is a name
    return (unit == "%" or is_count) and not (
        is_year or before in _words("ordinals") or unit in _words("lengths of time") or unit[:1].isupper()
    )


@cache
def _words(kind: Literal["ordinals", "lengths of time"]) -> frozenset[str]:
    listed = {
        "ordinals": translate("article clause number day month quarter year", "vi"),
        "lengths of time": translate("day month year old", "vi"),
    }
    return frozenset(listed[kind].split())


def _times(
    succession: Succession, years: int, words: QuestionWords, texts: list[tuple[str, str]]
) -> Iterator[Question]:
    items_of: dict[str, list[str]] = {}
    periods = [plan.period for plan in earlier_plans(succession.plan, succession.workspace.plans)]
    for item, text in texts:
        times = dict.fromkeys(times_left(text, succession.plan.period, years, words.year))
        for period in periods:
            # What was asked when that plan was carried on and still stands there.
            left = times_left(text, period, years, words.year)
            times |= dict.fromkeys(time for time in left if time < str(succession.plan.period.first.year))
        for time in times:
            items_of.setdefault(time, []).append(item)
    for time, items in sorted(items_of.items()):
        yield Question(Text("read again: the text still says {time}", {"time": time}), _places(items))


def _over(succession: Succession, texts: list[tuple[str, str]]) -> Iterator[Question]:
    """Ask for what follows programmes and standards that texts name in words and that are over."""
    workspace, period = succession.workspace, succession.period
    programmes = ((entry.name, entry.short_name, entry.period) for entry in workspace.programmes.values())
    standards = ((entry.name, None, entry.period) for entry in workspace.standards.values())
    for name, short_name, lasts in (*programmes, *standards):
        if lasts.last < period.first and (items := _naming(list(filter(None, (name, short_name))), texts)):
            values = {"name": name, "year": lasts.last.year}
            yield Question(
                Text("read again: the text still names {name}, which is over at the end of {year}", values),
                _places(items),
            )


def _ended_kinds(succession: Succession, texts: list[tuple[str, str]]) -> Iterator[Question]:
    """Ask what stands for territories of a kind that the law has done away with by then."""
    for kind in succession.workspace.ended_kinds:
        if kind.end.first < succession.period.last:
            for word in kind.words:
                if items := _naming([word], texts):
                    values = {"word": word, "day": official_day(kind.end.first)}
                    yield Question(
                        Text("read again: the text still says “{word}”; there is none since {day}", values),
                        _places(items),
                    )


def _naming(names: list[str], texts: list[tuple[str, str]]) -> list[str]:
    """The items whose texts, as somebody typed them, hold one of some names as words."""
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)
    return [item for item, text in texts if pattern.search(typed(text))]


def _places(items: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
