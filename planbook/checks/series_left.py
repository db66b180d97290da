"""A plan carries on a task of, or follows, a plan of another series: the tables over the years would tie two kinds of plan.

Silent: plans of which nothing says what they are about, and what is carried on across the border of a place by a plan that may well be of
the same subject.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.entry import as_id
from planbook.model.plan import Plan
from planbook.model.task import Task
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find what leads out of the series of its plan, each plan that it leads to once."""
    plans = set()
    for name, span in _references(plan):
        target = workspace.plans.get(name)
        if target is None or target is plan or name in plans or _is_same(workspace, plan, target):
            continue
        plans.add(name)
        series = plan.series or target.series or as_id(workspace.subjects[plan.id] or workspace.subjects[target.id])
        yield warning(
            span,
            Text(
                "{plan} is of another series: {there}, this plan: {here}",
                {"plan": name, "there": _called(workspace, target), "here": _called(workspace, plan)},
            ),
            Text("write series: {series} in both if they are one series, else take this out", {"series": series}),
        )


def _references(plan: Plan) -> Iterator[tuple[str, Span]]:
    for index, name in enumerate(plan.follows):
        yield name, plan.source.span("follows", index)
    for task in plan.entries(Task):
        for index, earlier in enumerate(task.earlier):
            yield earlier.plan, task.source.span("continues", index)


def _is_same(workspace: Workspace, plan: Plan, target: Plan) -> bool:
    here, there = workspace.series[plan.id], workspace.series[target.id]
    if here.name == there.name:
        return True
    subjects = [as_id(workspace.subjects[side.id]) for side in (plan, target)]
    if not any((*subjects, plan.series, target.series)):
        return True
    # Bodies of another level have another symbol; one of the two may say more than the other.
    is_across = here.place != there.place
    return is_across and not (plan.series and target.series) and (not all(subjects) or subjects[0] == subjects[1])


def _called(workspace: Workspace, plan: Plan) -> str:
    return plan.series or ", ".join(filter(None, (workspace.subjects[plan.id], plan.symbol)))
