"""Two statements about the same thing in one period say different things.

Reports of two bodies were both typed in; only the first counts, and nobody knows of the other. Whoever decides which is right
deletes the other, or accepts it with the reason. Source: practice of receiving reports.
"""

from collections.abc import Iterator
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.model.number import official
from planbook.model.results import OfBody
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find statements about one item and body in one period that differ."""
    for plan, periods in workspace.results.items():
        for results in periods:
            first: dict[tuple[str, str], OfBody] = {}
            entries: tuple[OfBody, ...] = (*results.targets, *results.tasks, *results.money)
            for result in entries:
                item = getattr(result, "target", "") or getattr(result, "task", "") or getattr(result, "budget", "")
                earlier = first.setdefault((item, result.body), result)
                for field in ("value", "reached", "state", "done", "allotted", "disbursed"):
                    value, first_value = (getattr(entry, field, None) for entry in (result, earlier))
                    if None not in (value, first_value) and value != first_value:
                        values = {"value": _written(value), "other": _written(first_value), "line": earlier.source.line}
                        yield Diagnostic(
                            "result-differs",
                            result.source.span(field),
                            Text("{value} here, {other} in line {line}, which is what counts", values),
                            Text(
                                "delete the one that is wrong, or accept the other source: # allow: result-differs - reason"
                            ),
                            Severity.ERROR,
                            plan,
                        )
                        break


def _written(value: object) -> str:
    """A value as the file has it."""
    return official(value) if isinstance(value, Decimal) else str(value).lower()
