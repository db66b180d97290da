"""Figures of one text look like the parts of its largest figure, and do not fit it.

"Trên 12.000 người: 5.200 …; 6.800 …" makes 12.000 exactly, not more. Parts are two or more figures with the unit of
the largest whose sum comes within a twentieth of it; that this is chance is rare, so a reviewer should look. Silent:
parts that fit, "khoảng" before the whole, shares, ranges, one part alone ("trong đó"), and other units.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.target import Comparator, Figure
from planbook.model.workspace import Workspace

_NEAR = Decimal("0.05")
_FITS: dict[Comparator, Callable[[Decimal, Decimal], bool]] = {
    "exactly": eq,
    "at-least": ge,
    "more-than": gt,
    "at-most": le,
    "less-than": lt,
}


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find figures that the others of their text do not add up to."""
    for entry in plan.walk():
        for figures in _alike(getattr(entry, "figures", ())):
            whole = max(figures, key=lambda figure: figure.value)
            parts = sum((figure.value for figure in figures if figure is not whole), Decimal())
            fits = _FITS.get(whole.comparator)
            if fits and abs(parts - whole.value) <= whole.value * _NEAR and not fits(parts, whole.value):
                yield warning(
                    whole.source.span("value"),
                    Text(
                        "the other figures of this text add up to {sum} {unit}, which does not fit “{id}”",
                        {"sum": official(parts), "unit": whole.unit, "id": whole.id},
                    ),
                    Text("correct comparator: or a number; accept it if they are no parts"),
                )


def _alike(figures: tuple[Figure, ...]) -> Iterator[list[Figure]]:
    """The figures of a text that have one unit, where there are three or more."""
    of_unit: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.upper is None and not figure.unit.startswith("%"):
            of_unit[figure.unit.casefold()].append(figure)
    return (alike for alike in of_unit.values() if len(alike) > 2)
