"""What work and money of a plan are called: a task by what it says, a budget by what it pays for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planbook.model.budget import Budget
from planbook.model.plan import Plan, Section
from planbook.model.task import Task, TaskGroup
from planbook.wording.speech import PlanText
from planbook.wording.totals import says_total, totals_apart

# Up to its years a total says what it is of: "Tổng kinh phí thực hiện giai đoạn 2026 - 2030".
_YEARS = re.compile(r"\b20\d\d(?: ?[-–] ?20\d\d)?\b")
_OTHER_WORDS = re.compile(r"[\d:;,.(]")


@dataclass(frozen=True, slots=True)
class Funded:
    """A budget and what it pays for, with the programme projects that this belongs to, the outer one first.

    `group` is that of a task. `parts` are the ids of the budgets that it is the total of, and `number` counts those that are
    none of all others: a total has none, also where it is one of other years, so that nobody adds it to them.
    """

    budget: Budget
    owner: Section | TaskGroup | Task
    projects: tuple[str, ...] = ()
    group: TaskGroup | None = None
    parts: frozenset[str] = frozenset()
    number: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the total of others, or of more than the plan: whoever adds money up leaves it out."""
        return bool(self.parts) or self.number is None


def budgets(plan: Plan) -> Iterator[Funded]:
    """Every budget of a plan with what it pays for, and of which others it is the total."""
    funded = [*_funded(plan)]
    apart = totals_apart(plan)
    inner = {entry.budget.id: {budget.id for budget in entry.owner.entries(Budget)} for entry in funded}
    number = 0
    for entry in funded:
        id_ = entry.budget.id
        parts = frozenset().union(inner[id_], *(inner[part.id] for part in apart.get(id_, ()))) - {id_}
        further = inner.keys() - apart.keys() - {id_}
        is_total = id_ in apart or (parts and (says_total(entry.owner) or parts >= further))
        number += not is_total
        yield replace(entry, parts=parts, number=None if is_total else number)


def _funded(plan: Plan) -> Iterator[Funded]:
    for section in plan.sections():
        if section.budget:
            yield Funded(section.budget, section)
        for group in section.groups:
            outer = (group.project,) if group.project else ()
            if group.budget:
                yield Funded(group.budget, group, outer)
            for task in group.tasks:
                if task.budget:
                    yield Funded(task.budget, task, (*outer, task.project) if task.project else outer, group)


def paid_for(funded: Funded, text: PlanText) -> str:
    """What a budget pays for: its own heading, else that of its owner, else the task or the project.

    A task whose text begins as a total is called is that total, with the years that it says.
    """
    owner, total = funded.owner, text.wording.phrases.say("budget_total")
    if funded.budget.heading:
        return text.fill(funded.budget.heading)
    if owner.heading:
        return text.fill(owner.heading)
    if isinstance(owner, Task) and not owner.project and (work := task_name(funded.group, owner, text)):
        if not work.startswith(total):
            return work.rstrip(".;")
        years = _YEARS.search(work)
        is_named = years and not _OTHER_WORDS.search(work[: years.start()])
        return work[: years.end()] if years and is_named else total
    return text.project(funded.projects[-1]) if funded.projects else total


def task_name(group: TaskGroup | None, task: Task, text: PlanText) -> str:
    """What a task is: its short text, else heading and text, else its project, else the work that its group is."""
    if task.short_text:
        return text.fill(task.short_text)
    name = text.fill(task.heading) or (text.project(task.project) if task.project else "")
    wording = text.fill(task.text)
    if wording or name:
        return ": ".join(filter(None, (name, wording)))
    measures = " ".join(text.fill(measure.text) for measure in task.measures if measure.text)
    if measures or not group:
        return measures
    return text.fill(group.heading) or (text.project(group.project) if group.project else "")
