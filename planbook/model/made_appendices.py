"""Which appendices a plan has that are made of its data: a table of which nothing is to be said does not go out."""

from planbook.model.appendix import MadeAppendix, PlanAppendix
from planbook.model.budget import Budget
from planbook.model.plan import Plan
from planbook.model.work import work_groups


def made_appendices(plan: Plan) -> dict[MadeAppendix, PlanAppendix]:
    """Those that have any rows, each by what it is made of, in their order among all.

    Duties stand in the text of a plan already: they are rows of its matrix where it chooses its appendices.
    """
    groups = work_groups(plan) if plan.appendices is not None else plan.task_groups()
    filled: dict[MadeAppendix, bool] = {
        "targets": any(target.is_measured for target in plan.targets()),
        "shares": any(target.shares for target in plan.targets()),
        "tasks": any(group.tasks for group in groups),
        "budget": any(True for _ in plan.entries(Budget)),
    }
    return {entry.made: entry for entry in plan.printed_appendices if entry.made and filled[entry.made]}
