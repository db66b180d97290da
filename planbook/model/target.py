"""What a plan wants to reach, and the numbers that its texts state."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ValidationInfo, model_validator

from planbook.model.entry import Entry, Id, PlainWords, Ref, WordsWithValue, problem
from planbook.model.number import Number, check_range
from planbook.model.period import Years

Comparator = Literal["exactly", "about", "at-least", "more-than", "at-most", "less-than"]


def _check_value_place(text: str, info: ValidationInfo) -> str:
    expected = 0 if info.data.get("value", "") is None else 1
    if text.count("{value}") != expected:
        raise problem(
            "value-place",
            "the text says {count} times where the value stands, not {expected} times",
            "write {{value}} once where the number belongs; nowhere if there is no value",
            count=text.count("{value}"),
            expected=expected,
        )
    return text


class Figure(Entry):
    """A number that a text states: `{figure:id}` prints it there, so that text and data cannot differ.

    `target` names the target of the same plan that the figure repeats.
    """

    id: Id
    comparator: Comparator = "exactly"
    value: Number
    upper: Number | None = None
    unit: PlainWords
    indicator: Annotated[Id, Ref("indicator")] | None = None
    target: Annotated[Id, Ref("target")] | None = None

    @model_validator(mode="after")
    def _possible(self) -> "Figure":
        check_range(self.value, self.upper, self.unit)
        return self


class Target(Entry):
    """What the plan wants to reach; `{value}` in its text is where the number stands.

    A target without `value` is one of words only: nobody can measure it.
    """

    id: Id
    comparator: Comparator = "exactly"
    value: Number | None = None
    upper: Number | None = None
    unit: PlainWords | None = None
    indicator: Annotated[Id, Ref("indicator")] | None = None
    text: Annotated[WordsWithValue, AfterValidator(_check_value_place)]
    scope: PlainWords | None = None
    due: Years | None = None
    baseline: Number | None = None
    figures: tuple[Figure, ...] = ()

    @model_validator(mode="after")
    def _possible(self) -> "Target":
        if self.value is not None:
            if self.unit is None:
                raise problem("missing-field", "“{field}” is missing", "write {field}: …", field="unit")
            check_range(self.value, self.upper, self.unit)
        return self
