"""Which data every printed field of a task comes from, and what changes when it is edited: in Word as in Excel.

A field is known by the name of its column (`column_lead` of wording.yaml is `lead`) and the id of its entry. What it
now says gives changes; `NotTaken` is raised where it is not understood or not to be edited there. `figures` has those of
targets and money.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.assigned import Assigned
from planbook.model.part_deadlines import deadlines_of, part_deadlines
from planbook.model.period import Deadline, parse_when
from planbook.model.plan import Section
from planbook.model.responsibility import assignment_of
from planbook.model.target import Target
from planbook.model.task import Assignment, Duty, DutyItem, Statement, Task, TaskGroup
from planbook.model.typed_day import NotADay, typed_day
from planbook.reading.agencies import read_agencies
from planbook.reading.context import Context, FieldChanges, text_of
from planbook.reading.mentions import LinePart, reread
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.times import read_deadlines
from planbook.returns.fields.mentioned import NEW_DOCUMENT, mention
from planbook.text.comparing import cleaned_line
from planbook.views.workbook.sheets import Value
from planbook.wording.blocks import capital

WORKED_OUT = Unread(
    Text("this column is worked out from others, and was edited"), Text("leave it; change what it is worked out from")
)


def task_field(context: Context, id_: str, field: str, value: Value) -> FieldChanges:
    """What changes when a column of a task now says something else."""
    task = context.entries[id_]
    assert isinstance(task, Task)
    text = text_of(value)
    match field:
        case "task":
            return _name(context, task, text)
        case "lead" | "coordinating":
            return _agencies(context, task, field, text)
        case "deadline":
            return _deadlines(context, task, text)
        case "duty":
            return _duty(context, task, text)
        case "result":
            return sentence(context, task, "result", text, is_capital=True)
    raise NotTaken(WORKED_OUT)


def task_day(context: Context, task: Task, value: Value, deadline: Value) -> FieldChanges:
    """What changes when the day of a task is another one: its one deadline that is a day.

    `deadline` is what the column of deadlines says if that was edited too; the two must agree.
    """
    current = deadlines_of(task, context.groups[task.id])
    with suppress(NotADay):
        value = typed_day(value) if isinstance(value, str) else value
    if deadline is not None:
        read = attempted(read_deadlines, text_of(deadline), context.reading, context.text, current)
        days = [] if isinstance(read, Unread) else [due.day for due in read if due.day]
        if not isinstance(value, date) or value != min(days, default=None):
            raise NotTaken(_DAY)
        return ()
    days_known = [due for due in current if due.day]
    if not isinstance(value, date) or len(days_known) != 1:
        raise NotTaken(_DAY)
    way = next(way for way in ("before", "by", "until") if getattr(days_known[0], way))
    changed = days_known[0].model_copy(update={way: parse_when(value.isoformat())})
    line = context.text.deadlines([changed if due is days_known[0] else due for due in current])
    return _deadlines(context, task, line)


_DAY = Unread(
    Text("this day is the first that the deadline names, and does not agree with it"),
    Text("change the column of the deadlines"),
)


def group_field(context: Context, id_: str, field: str, value: Value) -> FieldChanges:
    """What changes when a column of a group's row now says something else."""
    group = context.entries[id_]
    assert isinstance(group, TaskGroup)
    if field != "task":
        raise NotTaken(WORKED_OUT)
    parts = (
        [LinePart(group.heading, "heading")] if group.heading else [LinePart(context.text.project(group.project or ""))]
    )
    if group.text:
        parts += [LinePart(". "), LinePart(group.text, "text")]
    return changed_lines(context, group, parts, text_of(value))


def assignment_field(context: Context, id_: str, field: str, text: str) -> FieldChanges:
    """What changes when a line of the assignment of a task or group, or one below a duty, statement or target, says something else.

    `field` is lead, coordinating or deadline; of agencies a task or group has an assignment of its own.
    """
    owner: Any = context.entries[id_]
    if field == "deadline":
        return _below(context, owner, text)
    if isinstance(owner, Duty | DutyItem):
        return _partners(context, owner, text)
    if isinstance(owner, Target):
        return agencies_field(context, owner, field, getattr(owner, field), text)
    return agencies_field(context, owner, field, getattr(owner.assignment or Assignment(), field), text)


def _below(context: Context, owner: Task | TaskGroup | Section | Duty | Statement, text: str) -> FieldChanges:
    """What changes when the line of deadlines below an entry says something else; what its texts name stays, and what no line prints."""
    below = context.text.below(owner)
    read = read_deadlines(text, context.reading, context.text, below)
    own = () if isinstance(owner, TaskGroup | Section) else owner.deadlines
    inherited = assignment_of(owner, context.groups[owner.id]) if isinstance(owner, Task) else None
    assignment = inherited or (owner.assignment if isinstance(owner, TaskGroup | Section) else None) or Assignment()
    current = (*own, *assignment.deadlines)
    if len(read) == len(below):
        left = iter(read)
        return context.set(
            owner, "deadlines", current, tuple(next(left) if part in below else part for part in current)
        )
    before = tuple(part for part in own if part not in below)
    behind = tuple(part for part in assignment.deadlines if part not in below)
    return context.set(owner, "deadlines", current, (*before, *read, *behind))


def _partners(context: Context, owner: Duty | DutyItem, text: str) -> FieldChanges:
    """What changes when the line of those that coordinate in a duty or an item of it says something else; whom its texts name stays."""
    read = read_agencies(text, context.register, owner.unsaid)
    stay = tuple(part for part in owner.coordinating if part not in owner.unsaid)
    return context.set(owner, "coordinating", owner.coordinating, (*stay, *read))


def agencies_field(
    context: Context, owner: Task | TaskGroup | Target | Duty, field: str, current: tuple[Assigned, ...], text: str
) -> FieldChanges:
    """What changes when a line of agencies says something else than the `current` ones."""
    return context.set(owner, field, current, read_agencies(text, context.register, current))


def owner_of_assignment(context: Context, task: Task) -> Task | TaskGroup:
    """Whose assignment an edit of a task's row changes: the group's where it is this task's alone."""
    group = context.groups[task.id]
    heirs = [heir for heir in group.tasks if heir.assignment is None]
    return group if task.assignment is None and group.assignment and len(heirs) == 1 else task


def _name(context: Context, task: Task, text: str) -> FieldChanges:
    """Change the heading and the text of a task, which one column prints together, or its short text instead of them."""
    if task.short_text:
        return changed_lines(context, task, [LinePart(task.short_text, "short_text")], text)
    parts = [LinePart(task.heading, "heading")] if task.heading else []
    if not parts and task.project:
        parts = [LinePart(context.text.project(task.project))]
    if task.text:
        parts += [*([LinePart(": ")] if parts else []), LinePart(task.text, "text")]
    if any(part.field for part in parts):
        return changed_lines(context, task, parts, text)
    raise NotTaken(
        Text("the task has no name of its own; the column shows that of its group, its project or its measures"),
        Text("change it there"),
    )


def _agencies(context: Context, task: Task, field: str, text: str) -> FieldChanges:
    if field == "lead" and not _assignment(context, task).lead and task.id in context.led_by_duty:
        raise NotTaken(
            Text("who leads the task follows from the duties of agencies (leads:)"),
            Text("change it there, or give the task an assignment"),
        )
    current = getattr(_assignment(context, task), field)
    return agencies_field(context, owner_of_assignment(context, task), field, current, text)


def _deadlines(context: Context, task: Task, text: str) -> FieldChanges:
    """Change the deadlines of a task: first those that its text names, then those of its parts, and of its assignment."""
    assigned = _assignment(context, task).deadlines
    current = (*task.deadlines, *assigned)
    read = read_deadlines(text, context.reading, context.text, deadlines_of(task, context.groups[task.id]))
    left, changes = _of_parts(context, task, current, read)
    return (*changes, *_own_deadlines(context, task, current, assigned, left))


def _of_parts(
    context: Context, task: Task, current: tuple[Deadline, ...], read: tuple[Deadline, ...]
) -> tuple[tuple[Deadline, ...], tuple[Change, ...]]:
    """What is left of the deadlines that a column says, without those of the parts of a task, and what changes of these."""
    left, new, own = [*read], dict[str, list[Deadline]](), {*map(id, current)}
    parts = [*part_deadlines(task.entries(Statement))]
    for part in parts:
        stated = new.setdefault(part.statement.id, [])
        like = next((due for due in left if due.work == part.label.work and id(due) not in own), None)
        if like:
            left = [due for due in left if due is not like]
            stated.append(like.model_copy(update={"work": part.stated.work}))
    statements = {part.statement.id: part.statement for part in parts}
    changed = (
        context.set(statement, "deadlines", statement.deadlines, tuple(new[id_]))
        for id_, statement in statements.items()
    )
    return tuple(left), tuple(change for changes in changed for change in changes)


def _own_deadlines(
    context: Context,
    task: Task,
    current: tuple[Deadline, ...],
    assigned: tuple[Deadline, ...],
    read: tuple[Deadline, ...],
) -> FieldChanges:
    own = len(task.deadlines)
    if [when.id for when in read[:own]] != [deadline.id for deadline in task.deadlines]:
        raise NotTaken(
            Text("the text of the task names {count} of its deadlines, which stand first", {"count": own}),
            Text("leave them first, each with its work; change only their times"),
        )
    owner = owner_of_assignment(context, task)
    if isinstance(owner, TaskGroup):
        if read[:own] == task.deadlines:
            return context.set(owner, "deadlines", assigned, read[own:])
        owner = task
    return context.set(owner, "deadlines", current, read)


def _duty(context: Context, task: Task, text: str) -> FieldChanges:
    """Change what exactly the agencies of a task do; an empty cell takes it out."""
    owner, old, text = owner_of_assignment(context, task), _assignment(context, task).duty, cleaned_line(text)
    if context.reading.is_nothing(text):
        return context.set(owner, "duty", old, None)
    if old is None:
        return context.set(owner, "duty", old, _without_braces(text))
    if text[:1] == capital(context.text.fill(old))[:1]:
        text = context.text.fill(old)[:1] + text[1:]
    read = reread(
        [LinePart(old, "duty")], context.text.fill, text, lambda blank, words: mention(context, task, blank, words)
    )
    if read.additions:
        raise NotTaken(NEW_DOCUMENT)
    return (*context.set(owner, "duty", old, read.texts.get("duty", old)), *read.changes)


def _assignment(context: Context, task: Task) -> Assignment:
    return assignment_of(task, context.groups[task.id])


def sentence(context: Context, entry: Any, field: str, text: str, *, is_capital: bool = False) -> FieldChanges:
    """Change a text of an entry that has a column to itself; an empty one goes."""
    old: str | None = getattr(entry, field)
    text = cleaned_line(text)
    if context.reading.is_nothing(text):
        return context.set(entry, field, old, None)
    if old is None:
        return context.set(entry, field, old, _without_braces(text))
    return changed_lines(context, entry, [LinePart(old, field)], text, is_capital=is_capital)


def _without_braces(text: str) -> str:
    if set(text) & set("{}"):
        raise NotTaken(WORKED_OUT)
    return text


def changed_lines(
    context: Context, entry: Any, parts: Sequence[LinePart], text: str, *, is_capital: bool = False, value: str = ""
) -> FieldChanges:
    """Change the texts that a line is made of, and what they mention; `is_capital` says that it is printed so.

    `value` is what stands in the place of {value}, in the text of a target.
    """
    text = cleaned_line(text)

    def fill(blank: str) -> str:
        return value if blank == "{value}" else context.text.fill(blank)

    printed = "".join(context.text.fill(part.text.replace("{value}", value)) for part in parts)
    if is_capital and text[:1] == capital(printed)[:1]:
        text = printed[:1] + text[1:]
    read = reread(parts, fill, text, lambda blank, words: mention(context, entry, blank, words))
    if read.additions:
        raise NotTaken(NEW_DOCUMENT)
    sets = (context.set(entry, field, getattr(entry, field), new) for field, new in read.texts.items())
    return (*(change for made in sets for change in made), *read.changes)
