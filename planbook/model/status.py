"""What a plan is on a day, by what is known of it: a draft, issued, over, replaced."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from planbook.model.agency import Locality
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace

Status = Literal["draft", "issued", "unnumbered", "over", "replaced"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of a plan, and for one that is over or replaced since when, with its place or the plan that made it so."""

    status: Status
    since: date | None = None
    place: Locality | None = None
    replaced_by: Plan | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing of the plan is to be done any more, but for the last reports of one that ran to its end."""
        return self.status in ("over", "replaced")


def replacing(workspace: Workspace, plan: Plan) -> Plan | None:
    """The issued plan that replaces one, from its day on; None where none does."""
    later = workspace.plans.get(plan.replaced_by or "")
    return later if later and later is not plan and later.status != "draft" else None


def standing(workspace: Workspace, plan: Plan, day: date) -> Standing:
    """What a plan is on a day: its own file says whether it is issued, all else follows from facts.

    One that is issued without number or day is `unnumbered`: both are not known here. It is over when its period is,
    or when its place was dissolved; and replaced from the day of the issued plan that replaces it.
    """
    later = replacing(workspace, plan)
    if later and later.day <= day:
        return Standing("replaced", later.day, replaced_by=later)
    place = workspace.localities[plan.jurisdiction]
    dissolved = place.end.first + timedelta(days=1) if place.end else None
    over = plan.period.last + timedelta(days=1)
    if dissolved and dissolved < over and dissolved <= day:
        return Standing("over", dissolved, place)
    if over <= day:
        return Standing("over", over)
    if plan.status == "expired":
        return Standing("over")
    if plan.status == "draft":
        return Standing("draft")
    is_numbered = plan.number and plan.date and plan.date.precision == "day"
    return Standing("issued" if is_numbered else "unnumbered")


def runs_until(workspace: Workspace, plan: Plan) -> date | None:
    """The last day on which something of a plan is to be done; None where it is over and nothing says since when.

    Its last reports may be due after that, where it `ran_to_its_end`.
    """
    if plan.status == "expired":
        return None
    ends = [plan.period.last]
    if later := replacing(workspace, plan):
        ends.append(later.day - timedelta(days=1))
    if (place := workspace.localities[plan.jurisdiction]).end:
        ends.append(place.end.first)
    return min(ends)


def ran_to_its_end(plan: Plan, last: date) -> bool:
    """Whether an issued plan whose last day this is was neither replaced nor ended with its place, so that its last reports are due."""
    return plan.status == "issued" and last == plan.period.last
