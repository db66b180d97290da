"""Which appendices a plan has that are made of its data: a table of which nothing is to be said does not go out."""

from collections.abc import Iterator

from planbook.model.appendix import MadeAppendix, PlanAppendix
from planbook.model.budget import Budget
from planbook.model.plan import Plan
from planbook.model.work import work_groups


def made_appendices(plan: Plan) -> dict[MadeAppendix, PlanAppendix]:
    """Those that have any rows, each by what it is made of, in their order among all."""
    filled = _filled(plan)
    return {entry.made: entry for entry in plan.printed_appendices if entry.made and filled[entry.made]}


def empty_appendices(plan: Plan) -> Iterator[PlanAppendix]:
    """Those that a plan names and that do not go out; of targets in words alone its place tells."""
    filled = _filled(plan) | {"targets": any(True for _ in plan.targets())}
    return (entry for entry in plan.appendices or () if entry.made and not filled[entry.made])


def _filled(plan: Plan) -> dict[MadeAppendix, bool]:
    """Of what there are any rows; duties, which the text has already, are rows of the matrix of a plan that chooses its appendices."""
    groups = work_groups(plan) if plan.appendices is not None else plan.task_groups()
    return {
        "targets": any(target.is_measured for target in plan.targets()),
        "shares": any(target.shares for target in plan.targets()),
        "tasks": any(group.tasks for group in groups),
        "budget": any(True for _ in plan.entries(Budget)),
    }
