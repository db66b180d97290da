"""What results of the old plan say to the new one: where targets start from, what work is over, what goes on."""

from collections.abc import Iterator, Sequence

from planbook.authoring.rollover.question import Question
from planbook.authoring.rollover.succession import Succession
from planbook.messages.diagnostics import Text
from planbook.model.number import official
from planbook.model.period import Deadline
from planbook.model.responsibility import assignment_of
from planbook.model.standards import counting_standard
from planbook.model.target import Target
from planbook.model.work import reportable_work


def no_baseline(succession: Succession, target: Target) -> Text | None:
    """Why the new target cannot start from what was reached of the old one; None where it does."""
    last, standard = succession.reached[target.id], counting_standard(succession.workspace, target)
    places = succession.locality()
    if standard and standard.period.last < succession.period.first:
        values = {"standard": standard.name, "year": standard.period.last.year}
        return Text("it is counted by {standard}, which is over at the end of {year}", values)
    if places != (succession.plan.jurisdiction,) or succession.place_ends():
        return Text(
            "it is of {place} as it was", {"place": succession.workspace.localities[succession.plan.jurisdiction].name}
        )
    if last.achieved.missing:
        return Text("it is not whole")
    if (target.unit or "").startswith("%/"):
        return Text("it is a change and no level")
    return None


def last_result(succession: Succession, target: Target) -> Text | None:
    """What was reached of a target, and whether that is where the new one starts from; None where nobody told."""
    last = succession.reached.get(target.id)
    if last is None or last.achieved.value is None:
        return _baseline_kept(target, last.words if last else "")
    why_not = no_baseline(succession, target)
    if why_not:
        return Text("last time: {reached}; no baseline: {why}", {"reached": last.words, "why": why_not})
    return Text("last time: {reached}; taken as the baseline", {"reached": last.words})


def _baseline_kept(target: Target, reached: str) -> Text | None:
    """That a target without a last value starts from the baseline of the plan before, which is to be looked at."""
    if target.baseline is None:
        return Text("last time: {reached}", {"reached": reached}) if reached else None
    values = {"reached": reached, "baseline": f"{official(target.baseline)} {target.unit or ''}".strip()}
    if reached:
        return Text("last time: {reached}; the baseline {baseline} is still that of the plan before", values)
    return Text("the baseline {baseline} is still that of the plan before", values)


def goes_on(deadlines: Sequence[Deadline]) -> bool:
    """Whether work comes again or has no end, so that it stays however much of it was done."""
    return any(
        deadline.every or deadline.throughout or (deadline.since and not (deadline.until or deadline.until_event))
        for deadline in deadlines
    )


def work_decisions(succession: Succession) -> Iterator[Question]:
    """What the results say of work: what is done or was dropped goes, what is unfinished goes on; an item a question."""
    for group, task in reportable_work(succession.plan):
        if (last := succession.states.get(task.id)) is None:
            continue
        why = Text("last time: {reached}", {"reached": last.words})
        if last.status.state == "dropped":
            yield Question(Text("take this work out: it was dropped"), (task.id,), why, proposal="drop")
        elif goes_on((*task.deadlines, *assignment_of(task, group).deadlines)):
            continue
        elif last.status.state == "done":
            yield Question(Text("take this work out: it is done"), (task.id,), why, proposal="drop")
        else:
            yield Question(Text("go on with this work, which is not finished: set its time"), (task.id,), why)
