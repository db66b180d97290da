"""A report under a reporting duty of the plan was due before a day, and nobody wrote down that it came.

Asked with a day alone (`check --on DAY`, or `today`): a check without one says the same whenever it runs. Silent: plans that are
drafts, duties without a day, on demand or of terms that nobody can say. Source: Decree 09/2019, Article 12; practice of receiving reports.
"""

from collections.abc import Iterator
from datetime import date

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.lateness import report_statuses
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.task import ReportingDuty
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find reports that are not in after their day, those due together as one finding."""
    if workspace.day is None or plan.status == "draft":
        return
    missing: dict[tuple[str, date], list[str]] = {}
    for status in report_statuses(workspace, plan, workspace.day):
        if status.result is None and status.is_late:
            agency = workspace.agencies[status.agency].called
            missing.setdefault((status.duty, status.due), []).append(agency)
    duties = {duty.id: duty for duty in plan.entries(ReportingDuty)}
    for (duty, due), agencies in missing.items():
        yield warning(
            duties[duty].source.span("id"),
            Text(
                "the report due on {day} is not in from: {agencies}",
                {"day": official_day(due), "agencies": ", ".join(agencies)},
            ),
            Text("remind them; once it came, write it under reports: in the results of its period"),
        )
