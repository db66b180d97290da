"""What work and money of a plan are called: a task by what it says, a budget by what it pays for."""

from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model.budget import Budget
from planbook.model.plan import Plan, Section
from planbook.model.task import Task, TaskGroup
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class Funded:
    """A budget and what it pays for, with the programme projects that this belongs to, the outer one first.

    `group` is that of a task.
    """

    budget: Budget
    owner: Section | TaskGroup | Task
    projects: tuple[str, ...] = ()
    group: TaskGroup | None = None


def budgets(plan: Plan) -> Iterator[Funded]:
    """Every budget of a plan with what it pays for."""
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

    A task whose text begins as a total is called is that total.
    """
    owner, total = funded.owner, text.wording.phrases.say("budget_total")
    if funded.budget.heading:
        return text.fill(funded.budget.heading)
    if owner.heading:
        return text.fill(owner.heading)
    if isinstance(owner, Task) and not owner.project and (work := task_name(funded.group, owner, text)):
        return total if work.startswith(total) else work.rstrip(".;")
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
