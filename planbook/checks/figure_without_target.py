"""A figure of a task is the number of a target, or counts by its indicator, and does not say that it repeats it.

When the target changes, nothing finds the figure, and the plan promises two things. Shares and counts below ten,
which are the same by chance, need the same indicator; one figure a target is told, the first.
Source: practice; see figure-repeated-differently, which can only compare what is tied together.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.number import quoted_amount
from planbook.model.plan import Plan
from planbook.model.responsibility import figures_of_work
from planbook.model.target import Figure, Target
from planbook.model.workspace import Workspace

_BY_CHANCE = 10


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find figures that seem to repeat a target and do not name it."""
    free = [figure for figure in figures_of_work(plan) if not figure.target]
    for target in plan.targets():
        figure = next((figure for figure in free if _alike(figure, target)), None)
        if figure is None:
            continue
        free.remove(figure)
        amount = quoted_amount(figure.value, None, figure.unit)
        yield information(
            figure.source.span("id"),
            Text("the figure {said} counts what the target “{id}” counts", {"said": amount, "id": target.id}),
            Text("write target: {id}, or leave it if they are not the same", {"id": target.id}),
        )


def _alike(figure: Figure, target: Target) -> bool:
    if figure.indicator and target.indicator:
        return figure.indicator == target.indicator
    is_equal = (figure.value, figure.upper, figure.unit) == (target.value, target.upper, target.unit)
    return is_equal and figure.value >= _BY_CHANCE and not figure.unit.startswith("%")
