"""A plan lets a body lead a task that its issuer cannot charge: one above it, or a single office below it.

A district does not give work to offices of the province; a province gives it to the authority of a district or
commune, whose offices get it from there. Silent: bodies that are only asked (`requested`), those that coordinate,
groups below the issuer ("UBND các xã, phường") and single authorities that issue plans of their own.
"""

from collections.abc import Iterator
from typing import get_args

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.agency import Agency, AgencyGroup, Level
from planbook.model.plan import Plan
from planbook.model.responsibility import duties
from planbook.model.task import Assignment
from planbook.model.workspace import Workspace

_LEVELS: tuple[Level, ...] = get_args(Level)


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find leads that the issuer of the plan cannot charge."""
    authorities = {plan.issuer for plan in workspace.plans.values()}
    for plan in workspace.plans.values():
        issuer = workspace.agencies[plan.issuer]
        for lead, span in _ordered(plan):
            agency = workspace.agencies[lead]
            if _LEVELS.index(agency.level) < _LEVELS.index(issuer.level):
                fact = Text(
                    "{agency} leads here; it stands above {issuer}, which issues the plan", _names(agency, issuer)
                )
                mend = Text(
                    "let an agency of the plan's own level lead, or write requested: true where it is only asked"
                )
            elif _is_office_below(agency, issuer) and lead not in authorities:
                fact = Text(
                    "{agency} leads here; it is a single office below {issuer}, which issues the plan",
                    _names(agency, issuer),
                )
                mend = Text(
                    "let the authority that it belongs to lead, or write requested: true where it is only asked"
                )
            else:
                continue
            yield warning(span, fact, mend, plan.id)


def _ordered(plan: Plan) -> Iterator[tuple[str, Span]]:
    """Every agency that an assignment or a duty orders to lead, with the place."""
    for entry in plan.entries(Assignment):
        for index, lead in enumerate(entry.lead):
            if not lead.requested:
                yield lead.agency, entry.source.span("lead", index)
    for duty in duties(plan):
        if duty.leads and not duty.requested:
            for index, agency in enumerate(duty.agencies):
                yield agency, duty.source.span("agencies", index)


def _is_office_below(agency: Agency, issuer: Agency) -> bool:
    below = agency.level in ("district", "commune", "village")
    return issuer.level == "province" and below and not isinstance(agency, AgencyGroup)


def _names(agency: Agency, issuer: Agency) -> dict[str, object]:
    return {"agency": agency.called, "issuer": issuer.called}
