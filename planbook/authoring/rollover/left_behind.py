"""What the carried text still says of the old time: years, programmes and standards that are over, kinds of territory.

A text is carried as it stands, and only a reader knows whether what it names has moved on.
"""

import re
from collections.abc import Iterator

from planbook.authoring.rollover.questions import Question, Words, owned
from planbook.authoring.rollover.succession import Succession
from planbook.authoring.rollover.times import times_left
from planbook.messages.diagnostics import Text
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.texts import sentences, typed


def left_behind(succession: Succession, years: int, words: Words) -> Iterator[Question]:
    """Point out what texts name and the new period no longer has, each once with all its items."""
    texts = list(_texts(succession.plan))
    yield from _times(succession, years, words, texts)
    yield from _over(succession, texts)
    yield from _ended_kinds(succession, texts)


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """The texts of a plan with the item that each belongs to; title, preamble and closing belong to the plan."""
    owners = {id(entry): item for item, entry in owned(plan)}
    return ((owners.get(id(entry), plan.id), text) for entry, _, text in sentences(plan))


def _times(succession: Succession, years: int, words: Words, texts: list[tuple[str, str]]) -> Iterator[Question]:
    found: dict[str, list[str]] = {}
    for item, text in texts:
        for time in times_left(text, succession.plan.period, years, words.year):
            found.setdefault(time, []).append(item)
    for time, items in sorted(found.items()):
        yield Question(Text("read again: the text still says {time}", {"time": time}), _places(items))


def _over(succession: Succession, texts: list[tuple[str, str]]) -> Iterator[Question]:
    """Ask for what follows programmes and poverty standards that texts name in words and that are over."""
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
