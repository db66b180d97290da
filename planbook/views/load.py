"""How much work a plan gives to each agency: how many tasks it leads, and how many it coordinates."""

from dataclasses import dataclass

from planbook.views.matrix import GroupRow, task_rows
from planbook.wording.blocks import capital
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class Load:
    """An agency under the name that the plan prints, with the number of its tasks."""

    agency: str
    name: str
    leads: int
    coordinates: int


def loads(text: PlanText, groups: tuple[GroupRow, ...]) -> list[Load]:
    """The agencies that a plan gives tasks to, who leads most first."""
    tasks = list(task_rows(groups))
    loads = [
        Load(
            agency,
            capital(text.agency(agency)),
            sum(agency in task.lead_ids for task in tasks),
            sum(agency in task.coordinating_ids for task in tasks),
        )
        for agency in dict.fromkeys(agency for task in tasks for agency in (*task.lead_ids, *task.coordinating_ids))
    ]
    return sorted(loads, key=lambda load: (-load.leads, -load.coordinates))
