"""A text holds the name of an agency as somebody typed it, where a mention could stand.

The agency's page does not know that the plan speaks of it, and the name stays when the agency is renamed or merged.
Only names of single agencies of the plan's own place, or of one that became it, count. Silent: aliases and beginnings
of names, which may mean a kind ("Mặt trận Tổ quốc các cấp"), groups, bodies of other places and of the state as a
whole ("Chính phủ"), names that only go on behind a registered one, and recipients, whose lines lump agencies together.
"""

import re
from collections.abc import Iterator
from datetime import date

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.agency import AgencyGroup
from planbook.model.plan import Plan, Recipient
from planbook.model.register_indexes import agencies_ever_of
from planbook.model.texts import sentences, typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find names of agencies in running texts."""
    patterns: dict[tuple[str, date], tuple[dict[str, str], re.Pattern[str]]] = {}
    for plan in workspace.plans.values():
        of_its_time = plan.jurisdiction, plan.period.first
        if of_its_time not in patterns:
            names = _names(workspace, plan)
            longest_first = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
            patterns[of_its_time] = names, re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
        names, pattern = patterns[of_its_time]
        for entry, field, text in sentences(plan):
            for name in pattern.findall(typed(text)) if names and not isinstance(entry, Recipient) else ():
                yield information(
                    entry.source.span(field),
                    Text("“{name}” is typed; the page of the agency does not know this place", {"name": name}),
                    Text("write {mention}", {"mention": f"{{agency:{names[name]}}}"}),
                    plan.id,
                )


def _names(workspace: Workspace, plan: Plan) -> dict[str, str]:
    """The ids of the single agencies of a plan's place by every name that they have when the plan begins.

    Those of a place that became this one count too: a name left over from their time is the worst to leave typed.
    """
    former = [place.id for place in workspace.localities.values() if plan.jurisdiction in place.successors]
    ids = agencies_ever_of(workspace, plan.jurisdiction, *former)
    single = [id_ for id_ in ids if not isinstance(workspace.agencies[id_], AgencyGroup)]
    then = [workspace.agency_on(id_, plan.period.first) for id_ in single]
    before = [agency_ for agency_ in then if agency_.locality in former]
    own = [agency_ for agency_ in then if agency_.locality == plan.jurisdiction]
    return {
        name: agency.id
        for agency in (*before, *own)  # one that has a name today has it before one that had it
        for name in (agency.name, agency.full_name, agency.short_name)
        if name and name[:1].isupper()
    }
