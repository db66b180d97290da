"""How much work a plan gives to each agency: how many tasks it leads, how many it coordinates, and how many it has in a group."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from planbook.views.matrix import GroupRow, task_rows
from planbook.wording.blocks import capital
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class Load:
    """An agency under the name that the plan prints, with the number of its tasks; `shared` are those that only a group has."""

    agency: str
    name: str
    leads: int
    coordinates: int
    shared: int = 0


def loads(text: PlanText, groups: tuple[GroupRow, ...]) -> list[Load]:
    """The agencies that a plan gives tasks to, alone or in a group, who leads most first."""
    tasks = list(task_rows(groups))
    shared = shared_tasks(text, groups)
    loads = [
        Load(
            agency,
            capital(text.agency(agency)),
            sum(agency in task.lead_ids for task in tasks),
            sum(agency in task.coordinating_ids for task in tasks),
            shared[agency],
        )
        for agency in dict.fromkeys(
            (*(agency for task in tasks for agency in (*task.lead_ids, *task.coordinating_ids)), *shared)
        )
    ]
    return sorted(loads, key=lambda load: (-load.leads, -load.coordinates, -load.shared))


def shared_tasks(text: PlanText, groups: Iterable[GroupRow]) -> Counter[str]:
    """How many tasks of a plan an agency has only as one of a group."""
    counts: Counter[str] = Counter()
    for group in groups:
        for task in group.tasks:
            own = {*task.lead_ids, *task.coordinating_ids}
            leading, helping = text.workspace.with_members(task.lead_ids, task.coordinating_ids, text.plan)
            counts.update(agency for agency in dict.fromkeys((*leading, *helping)) if agency not in own)
    return counts
