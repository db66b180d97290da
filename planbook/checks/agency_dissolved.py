"""A plan names an agency that no longer exists when the plan begins, or does not exist yet when it ends.

The successor is bound by the plan, not the old agency: the printed text would address nobody. Agencies of
2022 and 2024 in plans of their time are right, and a plan of several years may name what ends on its way.
"""

from collections.abc import Iterator

from planbook.diagnostics import Diagnostic, Span, Text
from planbook.model.entry import mentions
from planbook.model.period import official_day
from planbook.model.plan import Plan, Recipient
from planbook.model.task import Assignment, Duty, ReportingDuty
from planbook.model.texts import texts
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find agencies that a plan names outside the time of their life."""
    lives = {agency: workspace.life(agency) for agency in workspace.agencies}
    for plan in workspace.plans.values():
        asked = {decision.about for decision in plan.todo}
        for agency, span in _named(plan):
            if agency in asked:
                continue  # the open decision says so
            start, end = lives[agency]
            name = workspace.agencies[agency].name
            if end and end <= plan.period.first:
                yield Diagnostic(
                    "agency-dissolved",
                    span,
                    Text(
                        "{name} ends on {day}, before the plan's {period}",
                        {"name": name, "day": official_day(end), "period": str(plan.period)},
                    ),
                    _one_of(workspace.successors(agency, plan.period.first)),
                    plan=plan.id,
                )
            elif start and start > plan.period.last:
                yield Diagnostic(
                    "agency-dissolved",
                    span,
                    Text(
                        "{name} begins on {day}, after the plan's {period}",
                        {"name": name, "day": official_day(start), "period": str(plan.period)},
                    ),
                    _one_of(_predecessors(workspace, agency)),
                    plan=plan.id,
                )


def _named(plan: Plan) -> Iterator[tuple[str, Span]]:
    """Give every agency that a plan names, with the place."""
    yield plan.issuer, plan.source.span("issuer")
    for entry in plan.walk():
        if isinstance(entry, Assignment):
            for role in ("lead", "coordinating"):
                for index, one in enumerate(getattr(entry, role)):
                    # One written as a bare id has no mapping of its own.
                    yield one.agency, one.source.span("agency") if one.source else entry.source.span(role, index)
        elif isinstance(entry, Duty | ReportingDuty | Recipient):
            for agency in entry.agencies:
                yield agency, entry.source.span("agencies")
    for entry, field, text in texts(plan):
        for mention in mentions(text):
            if mention["kind"] == "agency":
                yield mention["id"], entry.source.span(field)


def _predecessors(workspace: Workspace, agency: str) -> list[str]:
    changes = (change for change in workspace.agency_changes.values() if agency in change.resulting)
    return list(dict.fromkeys(other for change in changes for other in change.original if other != agency))


def _one_of(agencies: list[str]) -> Text | None:
    return Text("write one of: {others}", {"others": ", ".join(agencies)}) if agencies else None
