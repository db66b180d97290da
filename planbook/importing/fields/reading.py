"""What was read of an old plan: values with the words that they come from, and how sure each of them is."""

from dataclasses import dataclass
from typing import Any, Literal

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
