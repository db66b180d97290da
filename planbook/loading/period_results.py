"""What belongs to a plan on its way into the workspace: the place of its file, and what results may name of their plan."""

from collections.abc import Iterable, Iterator, Mapping

from planbook.loading.data_file import DataFile
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.model.entry import IdsByKind
from planbook.model.plan import Plan
from planbook.model.task import ReportingDuty
from planbook.model.work import reportable_work
from planbook.repository.data_paths import OPINIONS, PLANS, RESULTS, SEALS, flat, place_beside, plan_of
from planbook.text.node import Scalar


def of_plan(file: DataFile, local: Mapping[str, dict[str, set[str]]], plans: Mapping[str, Plan]) -> IdsByKind:
    """The ids that only the plan of some results gives, by kind; none where the plan cannot be read."""
    entry = plans.get(str(file.plain.get("plan")))
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


def misnamed(file: DataFile, plans: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Find what belongs to a plan in a file that is not called by the plan, and results by their period too.

    `plans` are the paths of the plans by their ids.
    """
    plan, period = (file.root.entries.get(key) for key in ("plan", "period"))
    kind = file.path.split("/")[1]
    if kind not in (RESULTS, SEALS, OPINIONS) or not isinstance(plan, Scalar):
        return
    name = plan.text
    if kind == RESULTS:
        if not isinstance(period, Scalar):
            return
        name = f"{plan.text}/{period.text}"
    if file.path.startswith(f"data/{kind}/") and file.path.endswith(f"/{name}.yaml"):
        return
    place = f"{place_beside(plans.get(plan.text, f'data/{PLANS}/{plan.text}.yaml'), kind)}{name.removeprefix(plan.text)}.yaml"
    values = {"plan": plan.text, "period": name.rpartition("/")[2], "path": file.path}
    yield Diagnostic(
        "plan-file-name",
        file.root.span("period" if kind == RESULTS else "plan"),
        Text("results of {plan} for {period} stand in {path}", values)
        if kind == RESULTS
        else Text("what belongs to {plan} stands in {path}", values),
        Text("move the file to {place}, or correct plan: and period:", {"place": place})
        if kind == RESULTS
        else Text("move the file to {place}, or correct plan:", {"place": place}),
        plan=plan.text,
    )


def doubled_files(files: Iterable[DataFile]) -> Iterator[Diagnostic]:
    """Find what belongs to a plan and is there twice, in two folders."""
    first: dict[str, str] = {}
    for file in files:
        earlier = first.setdefault(flat(file.path), file.path)
        if earlier != file.path and file.kind is not Plan:
            values = {"path": file.path, "other": earlier}
            fact = Text("{other} is there for the same already", values)
            mend = Text("put into one of them what is right, and delete the other")
            yield Diagnostic("plan-file-name", Span(file.path), fact, mend, plan=plan_of(file.path) or None)
