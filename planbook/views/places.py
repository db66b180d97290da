"""Which item of a plan a place in its file belongs to."""

from dataclasses import dataclass

from planbook.messages.diagnostics import Span
from planbook.model.plan import Plan
from planbook.text.node import Scalar, around


@dataclass(frozen=True, slots=True)
class Place:
    """The ids of the items around a place, the innermost first, and the key of the plan that all of it stands under."""

    ids: tuple[str, ...]
    part: str


def place_in(plan: Plan, span: Span) -> Place:
    """What a place of a plan's file belongs to; a misprint belongs to the item that printed it."""
    mappings = list(around(plan.source, span.line, span.column))
    # Misprints stand together at the end of the file and name their item.
    values = [mapping.entries.get(key) for mapping, _ in reversed(mappings) for key in ("at", "id")]
    return Place(tuple(value.text for value in values if isinstance(value, Scalar)), mappings[0][1] if mappings else "")
