"""The deadlines of what stands in a task, an aim or a measure, as whoever has the task alone before him reads them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.model.mentions import mentions
from planbook.model.period import Deadline
from planbook.model.responsibility import assignment_of
from planbook.model.task import Statement, Task, TaskGroup


@dataclass(frozen=True, slots=True)
class PartDeadline:
    """A deadline of a statement, and the same with the work that it is of, where it says none itself: "mở lớp: quý II năm 2027"."""

    statement: Statement
    stated: Deadline
    label: Deadline


def part_deadlines(statements: Iterable[Statement]) -> Iterator[PartDeadline]:
    """Those of statements, in their order."""
    for statement in statements:
        for deadline in statement.deadlines:
            work = deadline.work or statement.heading or _without_times(statement.text or "")
            yield PartDeadline(statement, deadline, deadline.model_copy(update={"work": work.rstrip(" .;:,") or None}))


def _without_times(text: str) -> str:
    """A text without the deadlines that it mentions, which stand behind it here."""
    for mention in mentions(text):
        if mention["kind"] == "deadline":
            text = text.replace(f" {mention[0]}", "").replace(mention[0], "")
    return text


def deadlines_of(task: Task, group: TaskGroup) -> tuple[Deadline, ...]:
    """By when a task is done: its own deadlines, those of its parts with what each is of, those of its assignment."""
    parts = (part.label for part in part_deadlines(task.entries(Statement)))
    return (*task.deadlines, *parts, *assignment_of(task, group).deadlines)
