"""Results of a period on their way into the workspace: the place of their file, and what they may name of their plan."""

from collections.abc import Iterable, Iterator, Mapping

from planbook.loading.data_file import DataFile
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.model.entry import Entry, IdsByKind
from planbook.model.plan import Plan
from planbook.model.results import PeriodResults
from planbook.model.task import ReportingDuty
from planbook.model.work import reportable_work
from planbook.repository.files import RESULTS
from planbook.text.node import Scalar


def of_plan(file: DataFile, local: Mapping[str, dict[str, set[str]]], entries: Iterable[Entry]) -> IdsByKind:
    """The ids that only the plan of some results gives, by kind; none where the plan cannot be read."""
    plan = file.plain.get("plan")
    entry = next((entry for entry in entries if isinstance(entry, Plan) and entry.id == plan), None)
    if entry is None:
        return {}
    targets, money = {target.id for target in entry.targets()}, {*entry.budgets()}
    return {
        **local[entry.id],
        "target": targets,
        "work": {task.id for _, task in reportable_work(entry)},
        "budget": money,
        "reporting duty": {duty.id for duty in entry.entries(ReportingDuty)},
        "result": targets | money,
    }


def misnamed(file: DataFile, shown_as: str) -> Iterator[Diagnostic]:
    """Find results of a period whose file is not called by its plan and period."""
    plan, period = (file.root.entries.get(key) for key in ("plan", "period"))
    if file.kind is not PeriodResults or not isinstance(plan, Scalar) or not isinstance(period, Scalar):
        return
    place = f"{shown_as}/{RESULTS}/{plan.text}/{period.text}.yaml"
    if file.path != place:
        yield Diagnostic(
            "plan-file-name",
            file.root.span("period"),
            Text(
                "results of {plan} for {period} stand in {path}",
                {"plan": plan.text, "period": period.text, "path": file.path},
            ),
            Text("move the file to {place}, or correct plan: and period:", {"place": place}),
            plan=plan.text,
        )
