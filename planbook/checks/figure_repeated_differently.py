"""A figure says another number than the target that it repeats, or says the same number in another way.

Two values for one promise cannot both be kept: the reviewer of the report will hold the plan against either.
"About 3.000" and "at least 3.000" promise different things too, and so do households and persons; these are
for a reviewer to decide. Figures that name no target stay silent: they may count a part.
Source: plans state a target in part II and again in the tasks of part III, where drafts change one of the two.
"""

from collections.abc import Iterator
from dataclasses import replace

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error, warning
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.target import Comparator, Figure, Target
from planbook.model.workspace import Workspace

_COMPARED: dict[Comparator, Text] = {
    "about": Text("about {number}"),
    "at-least": Text("at least {number}"),
    "more-than": Text("more than {number}"),
    "at-most": Text("at most {number}"),
    "less-than": Text("less than {number}"),
}


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find figures that differ from the target that they repeat."""
    targets = {target.id: target for target in plan.targets()}
    for figure in plan.walk():
        if not isinstance(figure, Figure) or figure.target not in targets:
            continue
        target = targets[figure.target]
        values = {"figure": _value_in_words(figure), "target": _value_in_words(target), "id": target.id}
        if target.value is None:
            yield warning(
                figure.source.span("target"),
                Text("the figure is {figure}, the target “{id}” has no number", values),
                Text("give the target the number, or delete target:"),
            )
        elif (figure.value, figure.upper) != (target.value, target.upper):
            yield error(
                figure.source.span("value"),
                Text("the figure is {figure}, the target “{id}” that it repeats is {target}", values),
                Text("delete value: to say what the target says; a number for a part of the target has no target:"),
            )
        elif figure.comparator != target.comparator or _family(figure) != _family(target):
            yield warning(
                figure.source.span(_where(figure)),
                Text("the figure says {figure}, the target “{id}” says {target}", values),
                Text("say the same in both places: comparator: and unit:"),
            )


def _where(figure: Figure) -> str:
    """The key under which a figure says what its target does not."""
    return next(key for key in ("value", "comparator", "unit") if key in figure.source.entries)


def _family(amount: Figure | Target) -> str:
    """What is counted; every share is of one family, in a year or altogether."""
    unit = (amount.unit or "").casefold()
    return "%" if unit.startswith("%") else unit


def _value_in_words(amount: Figure | Target) -> Text | str:
    if amount.value is None:
        return ""
    number = official(amount.value) + (f"-{official(amount.upper)}" if amount.upper is not None else "")
    unit = amount.unit or ""
    number += unit if unit.startswith("%") else f" {unit}"
    compared = _COMPARED.get(amount.comparator)
    return replace(compared, values={"number": number}) if compared else number
