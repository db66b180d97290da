"""What a plan wants to reach, and the numbers that its texts state."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from planbook.model.assigned import AssignedList
from planbook.model.entry import (
    ORIGIN,
    OVER_100,
    CitingWords,
    Entry,
    Id,
    PlainWords,
    Ref,
    Shaped,
    WordsWithValue,
    problem,
)
from planbook.model.number import Number, check_range
from planbook.model.period import Day, Years

SHARES = "values"  # with body and year behind it the one share of a target that a change is of
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


# What a figure takes from the target that it stands for, as far as it does not say so itself.
OF_TARGET = ("comparator", "value", "upper", "unit")


def _or_target(schema: dict[str, Any]) -> None:
    schema["required"] = ["id"]
    schema["anyOf"] = [{"required": ["value", "unit"]}, {"required": ["target"]}]


def stand_for_targets(plan: Any) -> None:
    """The figures of a plan, as its file has it, what their targets say: the number, where they say none; the unit."""
    lists = list(_lists(plan))
    targets = {str(entry.get("id")): entry for name, entry in lists if name in ("targets", "results")}
    for name, figure in lists:
        if name == "figures" and "target" in figure:
            # A name of no target has its finding; a number that nobody sees keeps it from having a second one.
            target = targets.get(str(figure["target"]), {"value": "0", "unit": "-"})
            parts = ("unit",) if {"value", "upper"} & figure.keys() else OF_TARGET
            figure.update({part: target[part] for part in parts if part in target and part not in figure})


def _lists(plain: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping that stands in a list, with the key of the list."""
    if isinstance(plain, dict):
        for key, value in plain.items():
            if key != ORIGIN:
                yield from _lists(value, key)
    elif isinstance(plain, list):
        for item in plain:
            if isinstance(item, dict):
                yield name, item
            yield from _lists(item, name)


def _may_exceed(indicator: str | None, info: ValidationInfo) -> bool:
    """Whether shares of an indicator may be above 100%; where nobody knows the indicators, nobody can say."""
    if indicator is None:
        return False
    return info.context is None or "indicator" not in info.context or indicator in info.context.get(OVER_100, ())


class Figure(Entry):
    """A number that a text states: `{figure:id}` prints it there, so that text and data cannot differ.

    `target` names the target of the same plan for which the figure stands; without a `value` in the file the figure
    has that of the target, and its comparator and unit unless it says others.
    """

    model_config = ConfigDict(json_schema_extra=_or_target)

    id: Id
    comparator: Comparator = "exactly"
    value: Number
    upper: Number | None = None
    unit: PlainWords
    indicator: Annotated[Id, Ref("indicator")] | None = None
    target: Annotated[Id, Ref("target")] | None = None

    @model_validator(mode="after")
    def _possible(self, info: ValidationInfo) -> "Figure":
        if self.source is None or {"value", "unit"} & {*self.source.entries}:
            check_range(self.value, self.upper, self.unit, over_100=_may_exceed(self.indicator, info))
        return self

    @property
    def stands_for(self) -> str:
        """The target with which alone the number is written; empty where the figure has one of its own."""
        return self.target if self.target and self.source and "value" not in self.source.entries else ""


def of_two_bodies(values: Mapping[str, Any]) -> PydanticCustomError | None:
    """The error of a value that is of an agency and of a place at once."""
    if values.get("agency") and values.get("place"):
        return problem(
            "target-share", "a value is that of an agency or of a place, not of both", "keep one of them", key="place"
        )
    return None


class TargetValue(Shaped):
    """What a target asks for in a year, of an agency, or in a place."""

    year: Years | None = None
    agency: Annotated[Id, Ref("agency")] | None = None
    place: Annotated[Id, Ref("locality")] | None = None
    comparator: Comparator = "exactly"
    value: Number
    upper: Number | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where it is of nothing, or of an agency and a place at once."""
        if wrong := of_two_bodies(values):
            return wrong
        if values.get("year") or values.get("agency") or values.get("place"):
            return None
        return problem(
            "target-share",
            "the value is that of no year, agency or place",
            "write year:, agency: or place:, or value: alone",
        )

    @property
    def body(self) -> str:
        """Whose share it is; nothing for the whole."""
        return self.agency or self.place or ""


class Target(Entry):
    """What the plan wants to reach; `{value}` in its text is where the number stands.

    `values` are those of single years, agencies and places; `lead` and `coordinating` answer for it. `baseline` is what the plan
    starts from: the value of the day `baseline_as_of`, read in `baseline_source`.
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
    baseline_as_of: Day | None = None
    baseline_source: CitingWords | None = None
    values: tuple[TargetValue, ...] = ()
    lead: AssignedList = ()
    coordinating: AssignedList = ()
    figures: tuple[Figure, ...] = ()

    @property
    def by_year(self) -> dict[str, TargetValue]:
        """The values of single years that are nobody's share, by their years."""
        return {str(share.year): share for share in self.values if share.year and not share.body}

    @property
    def shares(self) -> tuple[TargetValue, ...]:
        """The values of agencies and places."""
        return tuple(share for share in self.values if share.body)

    def share(self, body: str, year: str) -> TargetValue | None:
        """The value of an agency or place, in a year or without one."""
        return next((share for share in self.shares if (share.body, str(share.year or "")) == (body, year)), None)

    @property
    def is_measured(self) -> bool:
        """Whether it has a number at all."""
        return self.value is not None or bool(self.values)

    @property
    def is_led(self) -> bool:
        """Whether the table of targets says who answers for it."""
        return self.is_measured and bool(self.lead or self.coordinating)

    @model_validator(mode="after")
    def _possible(self, info: ValidationInfo) -> "Target":
        if self.is_measured and self.unit is None:
            raise problem("missing-field", "“{field}” is missing", "write {field}: …", field="unit")
        if self.baseline is None and (self.baseline_as_of or self.baseline_source):
            raise problem("missing-field", "“{field}” is missing", "write {field}: …", field="baseline")
        owners = [(share.body, str(share.year or "")) for share in self.values]
        if len({*owners}) < len(owners):
            raise problem(
                "target-share",
                "the target has two values of the same year, agency or place, of which only one would count",
                "keep one of them, or correct whose the other is",
            )
        stated = [(self.value, self.upper)] if self.value is not None else []
        for value, upper in (*stated, *((share.value, share.upper) for share in self.values)):
            check_range(value, upper, self.unit or "", over_100=_may_exceed(self.indicator, info))
        return self
