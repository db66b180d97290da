"""The result of a task promises a number beside others that stand for targets, and no target counts it.

Whoever reads the targets does not see it, and nobody asks for it when the year is over. Silent: tasks of which no
figure stands for a target, figures in the text alone, shares, and figures that only say to whom work goes: those of
an indicator that a target has.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.mentions import mention_ids
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.target import Figure
from planbook.model.task import Task
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find promised numbers that no target has."""
    counted = {target.indicator for target in plan.targets() if target.indicator}
    for task in plan.entries(Task):
        figures = {figure.id: figure for figure in task.entries(Figure)}
        if not any(figure.target for figure in figures.values()):
            continue
        promised = dict.fromkeys(mention_ids(task.result, "figure"))
        for figure in (figures[id_] for id_ in promised if id_ in figures):
            if not figure.target and figure.indicator not in counted and not figure.unit.startswith("%"):
                yield information(
                    figure.source.span("id"),
                    Text(
                        "the result promises {value}, and no target of the plan counts it",
                        {"value": f"{official(figure.value)} {figure.unit}"},
                    ),
                    Text("add a target and write target: here, or leave it if it is no aim of its own"),
                )
