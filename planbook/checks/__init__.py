"""What is wrong with plans that can be read: one module a check, named for what it finds.

A check is a function `check(workspace)`, or `check(workspace, plan)` where one plan is looked at after the other, that yields findings
without a name, which is that of its module, and of these plans without the plan; it changes nothing and asks nobody.

May import views and what stands below.
"""

import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module
from inspect import signature
from pathlib import Path

from planbook.loading.items import with_items
from planbook.loading.shared_registers import SHARED_REGISTERS
from planbook.loading.workspace import load
from planbook.messages.diagnostics import Allowance, Diagnostic, Severity, Text, in_order, stop_the_build
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import plan_of

Check = Callable[[Workspace], Iterator[Diagnostic]]

# What these find hangs on registers alone, or on who names which group: never ask them of some of the plans.
OF_ALL_PLANS = frozenset(
    {
        "document-number-shape",
        "document-registered-twice",
        "document-year",
        "group-members",
        "group-outsider",
        "name-shared",
    }
)


@cache
def checks() -> dict[str, Check]:
    """Every check by its name: the module budget_sum is the check budget-sum."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name.replace("_", "-"): _of_workspace(import_module(f"{__name__}.{name}").check) for name in names}


def _of_workspace(check: Callable[..., Iterator[Diagnostic]]) -> Check:
    """A check as it is asked of a workspace: one of a plan is asked of each."""
    if len(signature(check).parameters) == 1:
        return check
    return lambda workspace: (
        replace(diagnostic, plan=plan.id) for plan in workspace.plans.values() for diagnostic in check(workspace, plan)
    )


def findings(workspace: Workspace, only: Iterable[str] | None = None) -> list[Diagnostic]:
    """What the checks find, in order; what somebody accepted in the data says so with its reason."""
    names = {*(checks() if only is None else only)}
    return in_order(
        with_items(as_accepted(diagnostics_of(workspace, names), workspace.allowances, names), workspace.trees)
    )


def diagnostics_of(workspace: Workspace, names: Collection[str]) -> list[Diagnostic]:
    """What some checks find, each finding under the name of its check."""
    return [
        replace(diagnostic, check=name, help=_in_the_office(diagnostic))
        for name, check in checks().items()
        if name in names
        for diagnostic in check(workspace)
    ]


def _in_the_office(diagnostic: Diagnostic) -> Text | None:
    """The help of a finding; of one in a register that comes with the program it names the file of the office that stands in for it."""
    folder, _, file = diagnostic.span.path.rpartition("/")
    if folder != SHARED_REGISTERS or not diagnostic.help:
        return diagnostic.help
    values = {"help": diagnostic.help, "file": f"data/{file.replace('departments', 'agencies')}"}
    return Text("in {file}, in an entry of the same id, which stands in for that of the program: {help}", values)


def examine(folder: Path, day: date | None = None) -> tuple[Workspace, list[Diagnostic]]:
    """Read a data folder and check it, on a day also for what is overdue; the checks wait until everything can be read."""
    workspace, diagnostics = load(folder)
    workspace = replace(workspace, day=day)
    if not stop_the_build(diagnostics):
        diagnostics = in_order([*diagnostics, *findings(workspace)])
    return workspace, diagnostics


def of_plans(diagnostics: Iterable[Diagnostic], plans: Collection[str]) -> list[Diagnostic]:
    """The findings of some plans, and the errors that keep these from being checked: in what they share, or unreadable."""

    def is_wanted(diagnostic: Diagnostic) -> bool:
        belongs_to = plan_of(diagnostic.span.path)
        if diagnostic.plan in plans or belongs_to in plans:
            return True
        is_shared = not belongs_to
        return diagnostic.stops_the_build and (is_shared or diagnostic.check not in checks())

    return [diagnostic for diagnostic in diagnostics if is_wanted(diagnostic)]


def as_accepted(
    diagnostics: Iterable[Diagnostic], allowances: Iterable[Allowance], selected: Collection[str]
) -> Iterator[Diagnostic]:
    """Mark the findings that a comment in their line accepts; a comment that accepts nothing is a finding."""
    reasons = {
        (allowance.span.path, allowance.line, allowance.check): allowance
        for allowance in allowances
        if allowance.check in selected
    }
    used = set()
    for diagnostic in diagnostics:
        key = (diagnostic.span.path, diagnostic.span.line, diagnostic.check)
        if key in reasons:
            used.add(key)
            yield replace(diagnostic, allowed=reasons[key].reason)
        else:
            yield diagnostic
    for key, allowance in reasons.items():
        if key not in used:
            yield Diagnostic(
                "unused-allow",
                allowance.span,
                Text("nothing here is found by {check}", {"check": allowance.check}),
                Text("delete the comment"),
                Severity.WARNING,
            )
