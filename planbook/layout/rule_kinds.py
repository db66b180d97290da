"""The kinds of rules that a decree has for the look of a document: a range, a choice, a paper, texts, letters, a pattern."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import PlainValidator, model_validator

from planbook.model.entry import Entry, Flag, Id, Words, problem
from planbook.model.length import Length

_ROUNDING = 0.002  # of a limit: twips and half-points are whole numbers


def decimal(value: float) -> str:
    """A number as an official writes it, with at most one decimal."""
    return f"{round(value, 1):g}".replace(".", ",")


def _pattern(value: Any) -> re.Pattern[str]:
    try:
        return re.compile(value)
    except (TypeError, re.error) as error:
        raise problem("wrong-kind", "“{value}” is no pattern", "write a regular expression", value=value) from error


def _mark(value: Any) -> re.Pattern[str]:
    return re.compile(_pattern(value).pattern, re.IGNORECASE)


Pattern = Annotated[re.Pattern[str], PlainValidator(_pattern)]
Mark = Annotated[re.Pattern[str], PlainValidator(_mark)]


class Rule(Entry):
    """One thing that is prescribed; `says` is the sentence that a finding quotes.

    `since` and `reference` are those of the whole set unless the rule has its own.
    """

    name: Id
    clause: Words
    severity: Literal["error", "warning", "info"]
    says: Words
    since: Words | None = None
    reference: Words | None = None


class Range(Rule):
    """A number with its limits, which are allowed; without an upper one there is none."""

    at_least: Length
    at_most: Length | None = None

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if self.at_most is None or self.at_least <= self.at_most:
            return self
        raise problem(
            "wrong-kind",
            "at_least: {least} is more than at_most: {most}",
            "exchange the two",
            least=decimal(self.at_least),
            most=decimal(self.at_most),
        )

    def holds(self, value: float) -> bool:
        """Whether a value lies within the limits; what rounding loses does not count."""
        below = value < self.at_least * (1 - _ROUNDING)
        return not below and (self.at_most is None or value <= self.at_most * (1 + _ROUNDING))

    def __str__(self) -> str:
        if self.at_most is None:
            return f"≥ {decimal(self.at_least)}"
        return " - ".join(dict.fromkeys(map(decimal, (self.at_least, self.at_most))))


class Choice(Rule):
    """A length that is one of several, each give or take the tolerance."""

    one_of: tuple[Length, ...]
    tolerance: Length

    def holds(self, value: float) -> bool:
        """Whether a value is one of them."""
        return any(abs(value - length) <= self.tolerance for length in self.one_of)

    def __str__(self) -> str:
        return " / ".join(map(decimal, self.one_of))


class Paper(Rule):
    """Width and height of the upright sheet."""

    width: Length
    height: Length
    tolerance: Length


class FixedTexts(Rule):
    """Texts of which one must stand there, letter by letter."""

    one_of: tuple[Words, ...]


class LetterStyle(Rule):
    """Bold and italic letters or not; what is left out may be either."""

    bold: Flag | None = None
    italic: Flag | None = None


class MustMatch(Rule):
    """A pattern that the text must match."""

    pattern: Pattern
