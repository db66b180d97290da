"""A result is of a place, an agency or a time that the plan does not have.

A commune of another province adds to a sum that it is no part of; the report of an agency that has no such duty counts nowhere, and what
lies before or after the plan is no result of it. Silent: places around that of the plan, agencies without a place. Source: practice; a
slip in an id.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error, warning
from planbook.model.plan import Plan
from planbook.model.results import PeriodResults
from planbook.model.task import ReportingDuty
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find results of what lies outside the plan."""
    duties = {
        duty.id: {member for agency in duty.agencies for member in (agency, *workspace.members(agency, plan))}
        for duty in plan.entries(ReportingDuty)
    }
    for results in workspace.results.get(plan.id, ()):
        yield from _of_places(workspace, plan, results)
        yield from _of_reports(workspace, results, duties)
        if results.period.last < plan.period.first or results.period.first > plan.period.last:
            yield error(
                results.source.span("period"),
                Text("{period} lies outside the plan's {time}", {"period": results.period, "time": plan.period}),
                Text("name the plan of that time in plan:, or correct period:"),
            )


def _of_places(workspace: Workspace, plan: Plan, results: PeriodResults) -> Iterator[Diagnostic]:
    """Find parts of places that lie elsewhere."""
    for result in (*results.targets, *results.tasks, *results.money):
        place = result.place or (workspace.agencies[result.agency].locality if result.agency else None)
        home = plan.jurisdiction
        if place and home not in (place, *_around(workspace, place)) and place not in _around(workspace, home):
            names = workspace.localities
            values: dict[str, object] = {"place": names[place].name, "jurisdiction": names[home].name}
            yield warning(
                result.source.span("place" if result.place else "agency"),
                Text("{place} is no part of {jurisdiction}", values),
                Text("name a place or an agency of the plan, or write part_of: where the place lies"),
            )


def _of_reports(workspace: Workspace, results: PeriodResults, duties: dict[str, set[str]]) -> Iterator[Diagnostic]:
    """Find reports of agencies that have no such duty; who only answered to a collection names none."""
    for report in results.reports:
        if report.duty and report.agency not in duties.get(report.duty, ()):
            values = {"agency": workspace.agencies[report.agency].called, "duty": report.duty}
            yield warning(
                report.source.span("agency"),
                Text("{agency} has no duty to report under “{duty}”, so its report counts nowhere", values),
                Text("name the duty that it reports under, or add the agency to the duty"),
                results.plan,
            )


def _around(workspace: Workspace, place: str) -> Iterator[str]:
    """The places that a place lies in, the nearest first."""
    around = workspace.localities[place].part_of or ""
    while around in workspace.localities:
        yield around
        around = workspace.localities[around].part_of or ""
