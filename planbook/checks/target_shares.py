"""The shares of agencies or places in a target do not add up to it.

Counts are handed down so that they reach the whole: what is missing nobody has to do, what is too much was typed wrong or
is a reserve that the plan should name. Silent: percentages, ranges, shares that are not exact, targets whose whole is
not stated for that year. Source: practice; tables that hand targets down are the first that reviewers add up.
"""

from collections.abc import Iterator
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.target import Target, TargetValue
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find targets whose shares add up to something else."""
    for target in plan.targets():
        if target.shares and not (target.unit or "").startswith("%"):
            yield from _of_target(target)


def _of_target(target: Target) -> Iterator[Diagnostic]:
    for kind in ("agency", "place"):
        shares: dict[str, list[TargetValue]] = {}
        for share in target.shares:
            if getattr(share, kind):
                shares.setdefault(str(share.year or ""), []).append(share)
        for year, parts in shares.items():
            whole = target.by_year.get(year) if year else None
            stated = whole.value if whole else target.value if year in ("", str(target.due or "")) else None
            total = sum((part.value for part in parts), Decimal(0))
            exact = all(part.comparator == "exactly" and part.upper is None for part in parts)
            if stated is None or not exact or target.upper is not None or stated == total:
                continue
            yield warning(
                parts[0].source.span("value"),
                Text(
                    "the shares add up to {total}, the target says {stated}",
                    {"total": official(total), "stated": official(stated)},
                ),
                Text("correct the share that is wrong, or the target"),
            )
