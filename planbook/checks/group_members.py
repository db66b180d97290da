"""A plan gives work to a group, and the register does not say who belongs to it.

Then no agency finds that work on its page, its sheet or in its calendar. Silent: groups that no plan names, and groups of
which at least one member is registered.
"""

from collections.abc import Iterator
from itertools import chain

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.responsibility import groups_of_plans
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find groups with work and without members."""
    empty: dict[str, list[str]] = {}
    works = chain(groups_of_plans(workspace.plans.values(), workspace.agencies), workspace.groups_elsewhere)
    for plan in works:
        for group in plan.groups:
            if not workspace.members(group, plan):
                empty.setdefault(group, []).append(plan.id)
    for group, plans in empty.items():
        entry = workspace.agencies[group]
        yield information(
            entry.source.span("id"),
            Text(
                "nobody is registered as a member of “{name}”, to which {plans} give work",
                {"name": entry.called, "plans": ", ".join(plans)},
            ),
            Text("write members: or member_rule:, or register the agencies that belong to it"),
        )
