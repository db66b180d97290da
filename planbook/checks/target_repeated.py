"""One plan states two values for one thing: two targets have the same indicator, scope, year and way of counting.

Nobody can say which of the two is to be reached. Silent: another scope or year, a least and a most ("at least 5,
at most 7"), and the same value once more among the results.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.model.workspace import Workspace
from planbook.text.comparing import as_compared

_LOWER, _UPPER = ("at-least", "more-than"), ("at-most", "less-than")


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find targets that contradict or repeat an earlier one."""
    results = {target.id for section in plan.sections() for target in section.results}
    by_aim: dict[tuple[object, ...], list[Target]] = {}
    for target in plan.targets():
        if target.indicator is None or target.value is None:
            continue
        scope = as_compared(target.scope or "")
        earlier = by_aim.setdefault((target.indicator, scope, str(target.due or plan.period)), [])
        for twin in earlier:
            if not _fit(twin, target, is_result=(target.id in results) != (twin.id in results)):
                yield warning(
                    target.source.span("value"),
                    Text(
                        "“{id}” states {value} for the same indicator, scope and year",
                        {"id": twin.id, "value": _value(twin)},
                    ),
                    Text("delete one of the two, or say by scope: or due: how they differ"),
                )
                break
        earlier.append(target)


def _value(target: Target) -> str:
    assert target.value is not None
    return f"{official(target.value)} {target.unit}"


def _fit(first: Target, second: Target, *, is_result: bool) -> bool:
    """Whether two targets of one thing can both be meant."""
    if (first.value, first.upper, first.unit) == (second.value, second.upper, second.unit):
        return is_result
    low, high = (first, second) if first.comparator in _LOWER else (second, first)
    if low.comparator not in _LOWER or high.comparator not in _UPPER:
        return False
    assert low.value is not None
    assert high.value is not None
    return low.unit != high.unit or low.value < high.value
