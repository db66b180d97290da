"""A figure states the number once more that the target says for which it stands.

Whoever changes the target has to find the figure too, and until then the plan cannot be built.
Source: the first exercise of the README failed so.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.target import Figure
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find figures with a value of their own that is the value of their target."""
    targets = {target.id: target for target in plan.targets()}
    for figure in plan.walk():
        target = targets.get(figure.target or "") if isinstance(figure, Figure) else None
        if not isinstance(figure, Figure) or target is None or figure.stands_for:
            continue
        if (figure.value, figure.upper) == (target.value, target.upper):
            yield information(
                figure.source.span("value"),
                Text(
                    "{value} stands here and in the target “{id}”", {"value": official(figure.value), "id": target.id}
                ),
                Text("delete value: here, so that the number is changed in one place: the target's"),
            )
