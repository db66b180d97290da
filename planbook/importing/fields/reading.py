"""What was read of an old plan: values with the words that they come from, and how sure each of them is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from planbook.importing.outline.parts import PlanOutline
from planbook.messages.diagnostics import Text

Certainty = Literal["certain", "doubtful", "missing"]


@dataclass(frozen=True, slots=True)
class ValueOrigin:
    """Where a value comes from: the numbers of its passages and the words that were read."""

    passages: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ImportedValue:
    """A value of the plan at its path in the data (`tasks.2.lead`); `why` and `alternatives` belong to a doubt."""

    path: str
    value: Any
    origin: ValueOrigin
    certainty: Certainty = "certain"
    why: Text | None = None
    alternatives: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A plan as it was read: its values, the entries that registers lack, by register, and the decisions that wait."""

    plan_id: str
    values: tuple[ImportedValue, ...]
    outline: PlanOutline
    registers: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    decisions: tuple[Mapping[str, Any], ...] = ()
