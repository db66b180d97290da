"""What is wrong with plans that can be read: one module a check, named for what it finds.

A check is a function `check(workspace)` that yields diagnostics; it changes nothing and asks nobody.

May import views and what stands below.
"""

import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from planbook.loading.workspace import load, with_items
from planbook.messages.diagnostics import Allowance, Diagnostic, Severity, Text, in_order
from planbook.model.workspace import Workspace

Check = Callable[[Workspace], Iterator[Diagnostic]]


@cache
def checks() -> dict[str, Check]:
    """Every check by its name: the module budget_sum is the check budget-sum."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name.replace("_", "-"): import_module(f"{__name__}.{name}").check for name in names}


def findings(workspace: Workspace, only: Iterable[str] | None = None) -> list[Diagnostic]:
    """What the checks find, in order; what somebody accepted in the data says so with its reason."""
    wanted = checks() if only is None else {name: checks()[name] for name in only}
    found = [diagnostic for check in wanted.values() for diagnostic in check(workspace)]
    return in_order(with_items(_allowed(found, workspace.allowances, set(wanted)), workspace.trees))


def examine(folder: Path, shown_as: str = "data") -> tuple[Workspace, list[Diagnostic]]:
    """Read a data folder and check it; the checks wait until everything can be read."""
    workspace, found = load(folder, shown_as)
    if not any(diagnostic.stops_the_build for diagnostic in found):
        found = in_order([*found, *findings(workspace)])
    return workspace, found


def of_plans(found: Iterable[Diagnostic], plans: Collection[str]) -> list[Diagnostic]:
    """The findings of some plans, and the errors that keep these from being checked: in what they share, or unreadable."""
    own = {f"data/plans/{plan}.yaml" for plan in plans}

    def is_wanted(one: Diagnostic) -> bool:
        if one.plan in plans or one.span.path in own:
            return True
        is_shared = not one.span.path.startswith("data/plans/")
        return one.stops_the_build and (is_shared or one.check not in checks())

    return [one for one in found if is_wanted(one)]


def _allowed(found: list[Diagnostic], allowances: Iterable[Allowance], wanted: set[str]) -> Iterator[Diagnostic]:
    """Mark the findings that a comment in their line accepts; a comment that accepts nothing is a finding."""
    reasons = {(one.span.path, one.line, one.check): one for one in allowances if one.check in wanted}
    used = set()
    for diagnostic in found:
        key = (diagnostic.span.path, diagnostic.span.line, diagnostic.check)
        if key in reasons:
            used.add(key)
            yield replace(diagnostic, allowed=reasons[key].reason)
        else:
            yield diagnostic
    for key, one in reasons.items():
        if key not in used:
            yield Diagnostic(
                "unused-allow",
                one.span,
                Text("nothing here is found by {check}", {"check": one.check}),
                Text("delete the comment"),
                Severity.WARNING,
            )
