"""Two plans of one series are for the same time and place: nobody can say which of them the next one follows.

Silent: a plan of several years beside those of single years, a plan that another one replaced or that ended early, and plans that say
neither what they are about nor of which series they are, and plans of units that became one place only later.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.series import units_until_now
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find plans of a time that their series has one for already."""
    series = plan.series or workspace.subjects[plan.id]
    if not series or not _counts(workspace, plan):
        return
    for twin in workspace.repeated(plan):
        if (
            twin.id < plan.id
            and twin.status != "expired"
            and _overlap(plan, twin)
            and _is_of_one_place(workspace, plan, twin)
        ):
            yield warning(
                plan.source.span("series" if plan.series else "subject" if plan.subject else "period"),
                Text(
                    "{plan} is for {period} too, of the same place and series “{series}”",
                    {"plan": twin.id, "period": str(twin.period), "series": series},
                ),
                Text(
                    "give one of them another series:, or write replaced_by: {new} in the one that is replaced",
                    {"new": plan.id},
                ),
            )
            break


def _counts(workspace: Workspace, plan: Plan) -> bool:
    return plan.status != "expired" and plan.replaced_by not in workspace.plans


def _is_of_one_place(workspace: Workspace, plan: Plan, twin: Plan) -> bool:
    """Whether one of two plans is of a unit that the other's is or became: two that were merged had a plan each."""
    return twin.jurisdiction in units_until_now(
        workspace.localities, plan.jurisdiction
    ) or plan.jurisdiction in units_until_now(workspace.localities, twin.jurisdiction)


def _overlap(plan: Plan, twin: Plan) -> bool:
    return plan.period.first <= twin.period.last and twin.period.first <= plan.period.last
