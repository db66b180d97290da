"""A text holds the name of an agency as somebody typed it, where a mention could stand.

The agency's page does not know that the plan speaks of it, and the name stays when the agency is renamed or merged.
Only names of single agencies of the plan's own place count, as the register has them. Silent: aliases and beginnings
of names, which may mean a kind ("Mặt trận Tổ quốc các cấp"), groups, bodies of other places and of the state as a
whole ("Chính phủ"), names that only go on behind a registered one, and recipients, whose lines lump agencies together.
"""

import re
from collections.abc import Iterator

from planbook.diagnostics import Diagnostic, Severity, Text
from planbook.model.agency import AgencyGroup
from planbook.model.plan import Plan, Recipient
from planbook.model.texts import sentences, typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find names of agencies in running texts."""
    patterns: dict[str, tuple[dict[str, str], re.Pattern[str]]] = {}
    for plan in workspace.plans.values():
        if plan.issuer not in patterns:
            names = _names(workspace, plan)
            longest_first = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
            patterns[plan.issuer] = names, re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
        names, pattern = patterns[plan.issuer]
        for entry, field, text in sentences(plan):
            for name in pattern.findall(typed(text)) if names and not isinstance(entry, Recipient) else ():
                yield Diagnostic(
                    "agency-typed",
                    entry.source.span(field),
                    Text("“{name}” is typed; the page of the agency does not know this place", {"name": name}),
                    Text("write {mention}", {"mention": f"{{agency:{names[name]}}}"}),
                    Severity.INFO,
                    plan.id,
                )


def _names(workspace: Workspace, plan: Plan) -> dict[str, str]:
    """Give the ids of the single agencies of the issuer's place by every name that a plan prints."""
    place = workspace.agencies[plan.issuer].locality
    of_place = (one for one in workspace.agencies.values() if place and one.locality == place)
    return {
        name: agency.id
        for agency in of_place
        for name in (agency.name, agency.full_name, agency.short_name)
        if name and name[:1].isupper() and not isinstance(agency, AgencyGroup)
    }
