"""A task is due on a day and also runs all along, and neither deadline says for which work it is.

"Trước ngày 10/4/2026; thường xuyên" lets everybody choose, and nobody can say in May whether it is done.
Where both stand together, one that names its work is enough: the other is then for the rest. A day that only the
text of the task names, or types, is held against the assignment too, where all of it runs all along. Reports that come back
every month, quarter or year are no continuous work. Source: practice; a vague deadline is what reviewers look for.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.period import Deadline, official_day
from planbook.model.plan import Plan
from planbook.model.responsibility import assignment_of
from planbook.model.task import Statement, Task
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find tasks, and paragraphs of duties, whose deadlines exclude each other."""
    for group in plan.task_groups():
        for task in group.tasks:
            assignment = assignment_of(task, group)
            yield from _compare(plan.id, (*task.deadlines, *assignment.deadlines))
            yield from _against_text(plan.id, task.deadlines, assignment.deadlines)
            yield from _against_typed(plan.id, task, assignment.deadlines)
    for entry in plan.entries(Statement):
        yield from _compare(plan.id, entry.deadlines)


def _compare(plan: str, deadlines: Iterable[Deadline]) -> Iterator[Diagnostic]:
    unnamed = [deadline for deadline in deadlines if not deadline.work]
    if not any(deadline.throughout for deadline in unnamed):
        return
    for deadline in unnamed:
        if deadline.last_day:
            yield warning(
                _place(deadline),
                Text(
                    "the last day for this is {day}, it also runs all along, and nothing says which work each is for",
                    {"day": official_day(deadline.last_day)},
                ),
                Text("write work: for one of the two"),
                plan,
            )


def _against_text(plan: str, own: Iterable[Deadline], assigned: Collection[Deadline]) -> Iterator[Diagnostic]:
    """Hold the days that a task's text names for a part of it against an assignment without any day."""
    if any(deadline.last_day for deadline in assigned):
        return
    if any(deadline.throughout and not deadline.work for deadline in assigned):
        for deadline in own:
            if deadline.last_day and deadline.work:
                yield warning(
                    _place(deadline),
                    Text(
                        "the last day for a part is {day}, the assignment says that all of it runs all along",
                        {"day": official_day(deadline.last_day)},
                    ),
                    Text("name the day in the assignment too, or write work: for what runs all along"),
                    plan,
                )


def _against_typed(plan: str, task: Task, assigned: Collection[Deadline]) -> Iterator[Diagnostic]:
    """Hold a day that a task's text only types against an assignment in which all of it runs all along."""
    # Plans are Vietnamese, whatever language the findings are told in.
    last = rf"(?<!\w)(?:{translate('before a day|on a day at the latest', 'vi')})\s+(?P<day>\d{{1,2}}/\d{{1,2}}/\d{{4}})(?!\d)"
    match = re.search(last, task.text or "", re.IGNORECASE)
    runs_on = any(deadline.throughout and not deadline.work for deadline in assigned)
    if match and runs_on and not any(deadline.last_day for deadline in (*task.deadlines, *assigned)):
        yield warning(
            task.source.span("text"),
            Text(
                "the text names the day {day}, the assignment says that all of it runs all along", {"day": match["day"]}
            ),
            Text("name the day in the assignment too, or write work: for what runs all along"),
            plan,
        )


def _place(deadline: Deadline) -> Span:
    span: Span = deadline.source.span(
        next(way for way in ("before", "by", "within", "until") if getattr(deadline, way))
    )
    return span
