"""A line of a plan that now says something else: the edits of the fields that it was printed from, or why there are none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.appendix import AppendixRow
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.plan import Decision, LegalBasis, Recipient, Section
from planbook.model.target import Target
from planbook.model.task import Duty, ReportingDuty, Statement, Task, TaskGroup
from planbook.reading.context import Context, FieldChanges
from planbook.reading.edits import edits_of
from planbook.reading.mentions import LinePart, Mention, reread
from planbook.reading.not_taken import EMPTY_CELL, TWICE, NotTaken, Unread
from planbook.reading.targets import read_target
from planbook.reading.typed_lines import line_value
from planbook.returns.fields.duty_rows import duty_agencies, duty_field
from planbook.returns.fields.figures import budget_field, money_field
from planbook.returns.fields.listed_lines import relisted
from planbook.returns.fields.mentioned import mention
from planbook.returns.fields.report_text import times_of_text
from planbook.returns.fields.sentence import read_report_times, read_sentence
from planbook.returns.fields.target_fields import share_in_column, target_field
from planbook.returns.fields.task_fields import assignment_field, group_field, task_field
from planbook.returns.fields.traced import Printed
from planbook.returns.word.decisions import decided
from planbook.text.writer import Addition, Edit, Edits, Insertion, Move
from planbook.views.decisions import open_places
from planbook.views.matrix import filled_columns, matrix, printed_groups
from planbook.views.tables import target_columns
from planbook.wording.blocks import full_stop

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_BLANK = re.compile(r"(\{[^{}]*\})")

FIXED = Unread(
    Text("these words are put there by the program"),
    Text("leave them as they are, or change them where they come from"),
)
_NO_NUMBER = Unread(
    Text("the number of the target is not in its text any more"),
    Text("write the number with its unit there, or delete the line and write the target anew in words"),
)
_LINES = ("lead", "coordinating", "deadline")


def reworded(line: Printed, new: str, context: Context, holder: Entry | None = None) -> Edits:
    """The edits after which a paragraph says something else; none where that means what it said. Raises `NotTaken`.

    `holder` is the entry that prints it where that has no id.
    """
    base, key = line.item.entry, line.item.part
    entry = context.entries.get(base)
    if key in _LINES:
        value = line_value(new, key, context)
        if value is None:
            raise NotTaken(FIXED)
        return tuple(edits_of(context.plan, assignment_field(context, base, key, value)))
    if key in ("assignment", "reported"):
        read = read_sentence if key == "assignment" else read_report_times
        return tuple(edits_of(context.plan, read(context, base, new)))
    if isinstance(entry, Budget | BudgetLine):
        return _money(line, new, context, entry)
    if isinstance(holder, Recipient | LegalBasis) and (listed := relisted(line, new, context, holder)) is not None:
        return listed
    if isinstance(entry, Duty) and not key:
        changes, as_printed = duty_agencies(context, entry, line, new)
        texts = _texts(line, as_printed, context) if line.fields else ()
        return (*edits_of(context.plan, changes), *texts)
    edits = _texts(line, _labelled(new, context) if key == "result" else new, context)
    return edits if key else tuple(_with_facts(entry, edits, context))


def _with_facts(entry: Entry | None, made: Edits, context: Context) -> Iterator[Edit | Insertion | Move | Addition]:
    """The edits of an entry with those of the facts that its new text states: a report's times, the number of a target that was left open."""
    for edit in made:
        text = str(edit.value) if isinstance(edit, Edit) and edit.key == "text" else None
        if text is not None and isinstance(entry, ReportingDuty):
            yield from (edit, *edits_of(context.plan, times_of_text(context, entry, text)))
        elif text is not None and isinstance(entry, Target) and is_left_open(entry, context):
            read, _ = read_target(text, context)
            stated = (read.get("comparator", "exactly"), read.get("value"), read.get("upper"), read.get("unit"))
            old = (entry.comparator, entry.value, entry.upper, entry.unit)
            yield Edit(entry.source, "text", read["text"])
            yield from edits_of(context.plan, context.set(entry, "value", old, stated)) if "value" in read else ()
        else:
            yield edit


def is_left_open(target: Target, context: Context) -> bool:
    """Whether a target has no number because nobody has decided what it says."""
    return not target.is_measured and target.id in open_places(context.plan)


def _labelled(text: str, context: Context) -> str:
    """The line of a result with the label that is printed, whichever spelling it was typed with."""
    label = f"{context.text.wording.phrases.say('result')}:"
    value = None if text.startswith(label) else line_value(text, "column_result", context)
    return f"{label} {value}." if value else text


def is_emptied(text: str, item: ItemId, context: Context) -> bool:
    """Whether a line about who does something and by when has nothing left but its label."""
    return item.part in _LINES and line_value(text, item.part, context) == ""


def _texts(line: Printed, new: str, context: Context) -> Edits:
    """The edits of the fields that a line is made of, and of what they mention."""
    if not line.fields:
        raise NotTaken(FIXED)
    parts = list(line.parts)
    new = _as_written(line, parts, new)
    _drop_mentions(line, parts, new)

    def read(blank: str, words: str) -> Mention:
        owner = next(field.entry for field in line.fields.values() if blank in str(getattr(field.entry, field.key)))
        return mention(context, owner, blank, words)

    answer = reread(parts, line.blanks.__getitem__, new, read)
    texts = []
    for part in parts:
        if part.field:
            field = line.fields[part.field]
            was = str(getattr(field.entry, field.key))
            text = _initial(was, answer.texts.get(part.field, part.text))
            if "{value}" in was and "{value}" not in text:
                raise NotTaken(_NO_NUMBER)
            texts += [Edit(field.entry.source, field.key, text)] if text != was else []
    return (*texts, *edits_of(context.plan, answer.changes), *answer.additions)


def _drop_mentions(line: Printed, parts: list[LinePart], new: str) -> None:
    """Leave out the mentions that stand in a stretch which is deleted as a whole."""
    old = _WORD.findall(line.text)
    starts = [0]
    for word in old:
        starts.append(starts[-1] + len(word))
    matcher = SequenceMatcher(None, old, _WORD.findall(new), autojunk=False)
    gone = [(starts[i], starts[j]) for tag, i, j, _, _ in matcher.get_opcodes() if tag == "delete"]
    at = 0
    for index, part in enumerate(parts):
        if not part.field:
            at += len(part.text)
            continue
        text = ""
        for piece in _BLANK.split(part.text):
            end = at + len(line.blanks.get(piece, piece))
            is_gone = piece in line.blanks and any(begin <= at and end <= until for begin, until in gone)
            text += "" if is_gone else piece
            at = end
        parts[index] = replace(part, text=text)


def _as_written(line: Printed, parts: list[LinePart], new: str) -> str:
    """An edited line as its fields would print it without what the program adds: a full stop, a capital letter."""
    if parts and not parts[-1].field and parts[-1].text == ".":
        # Where the line ends with another mark, that is the text's own.
        parts.pop()
        # Which sign ends the last of the addressees depends on who follows.
        new = new.rstrip(";.") if line.item.kind == "addressee" else new.removesuffix(".")
    elif line.item.kind == "addressee" and parts and parts[-1].text == ";":
        parts.pop()
        new = new.rstrip(";.")
    elif line.item.part == "closing" and parts and _is_left_out(parts[-1], new):
        parts.pop()
        new = new.rstrip(" ./")
    elif parts and parts[-1].field:
        new = full_stop(new) if line.text == full_stop(line.text) and line.text.endswith(".") else new
    # Where the program makes a letter a capital, the field keeps its own.
    at = 0
    for index, part in enumerate(parts):
        if part.field and not part.text.startswith("{"):
            letter = line.text[at : at + 1]
            if letter and part.text[:1] != letter:
                parts[index] = replace(part, text=letter + part.text[1:])
        if not part.field:
            at += len(part.text)
        else:
            at = _end(line, part, at)
    return new


def _is_left_out(pointer: LinePart, new: str) -> bool:
    """Whether the words that point to the appendices are gone from the end of a plan; the program sets them again where it needs them."""
    return not pointer.field and " ".join(pointer.text.split()[:2]) not in new


def _end(line: Printed, part: LinePart, at: int) -> int:
    text = part.text
    for blank, words in line.blanks.items():
        text = text.replace(blank, words)
    return at + len(text)


def _initial(old: str, new: str) -> str:
    """A new text with the small first letter of the old one, where only the print made it a capital."""
    is_capital = old[:1] != new[:1] and old[:1].upper() == new[:1] and old[1:2] == new[1:2]
    return old[:1] + new[1:] if is_capital else new


def _money(line: Printed, new: str, context: Context, entry: Budget | BudgetLine) -> Edits:
    """The edits of a total or of one amount, or of what is said beside it; not of both at once."""
    budget = context.plan.budgets()[entry.id]
    amount = entry.total if isinstance(entry, Budget) else entry.amount
    printed = context.text.wording.amount(budget, amount, approximate=entry.approximate)
    before, there, after = line.text.partition(printed)
    if not there or not new.startswith(before) or not new.endswith(after) or len(new) <= len(before) + len(after):
        return _texts(line, new, context)
    words = new[len(before) : len(new) - len(after)]
    return tuple(edits_of(context.plan, budget_field(context, entry, "amount", {"amount": words})))


def other_width(cells: int, columns: int) -> Unread:
    """Why a row is not taken that has more or fewer cells than its table has columns."""
    return Unread(
        Text("the row has {new} cells instead of {old}", {"new": cells, "old": columns}),
        Text("give the table its columns back"),
    )


def reworded_row(line: Printed, new: str, context: Context) -> Edits:
    """The edits after which the cells of a row say something else; raises `NotTaken`."""
    old_cells, cells = line.text.split("\t"), new.split("\t")
    if len(old_cells) != len(cells):
        raise NotTaken(other_width(len(cells), len(old_cells)))
    entry = context.entries.get(line.item.entry)
    if isinstance(entry, Decision):
        return decided(context, entry, line.text, new)
    if isinstance(entry, Target):
        return _target_row(context, entry, old_cells, cells)
    changes: list[Change] = []
    for column, (was, now) in enumerate(zip(old_cells, cells, strict=True)):
        if was == now:
            continue
        if line.item.kind == "share":
            changes += share_in_column(context, line.item.ordinal, column, now)
        else:
            changes += _cell(context, entry, column, now)
    return tuple(edits_of(context.plan, changes))


def _target_row(context: Context, target: Target, old_cells: list[str], cells: list[str]) -> Edits:
    """The edits of a target from all cells of its row together: number and unit are one fact, which its text says too."""
    names = ["stated" if name == "value" else name for name in target_columns(context.text.workspace, context.plan)]
    edited = {name: now for name, was, now in zip(names, old_cells, cells, strict=True) if was != now}
    changes: dict[str, Change] = {}
    for name in edited:
        for change in target_field(context, target, name, edited):
            if changes.setdefault(change.field, change).new != change.new:
                raise NotTaken(TWICE)
    return tuple(edits_of(context.plan, changes.values()))


def _cell(context: Context, entry: object, column: int, text: str) -> FieldChanges:
    if isinstance(entry, Task | TaskGroup):
        name = dict(enumerate(_columns(context))).get(column, "")
        if isinstance(entry, TaskGroup):
            if column > 1:  # a heading spans all columns but money and notes
                raise NotTaken(FIXED)
            return group_field(context, entry.id, "task" if column == 1 else "index", text)
        return money_field(context, entry.id, text) if name == "money" else task_field(context, entry.id, name, text)
    if isinstance(entry, Duty | Statement | Section):
        name = dict(enumerate(_columns(context))).get(column, "index")
        return duty_field(context, entry, name, text)
    if isinstance(entry, AppendixRow):
        cells = tuple(text if at == column else cell for at, cell in enumerate(entry.cells))
        if not text:
            raise NotTaken(EMPTY_CELL)
        return context.set(entry, "cells", entry.cells, cells)
    if isinstance(entry, Budget | BudgetLine):
        name = {1: "purpose" if isinstance(entry, Budget) else "source_of_funds", 2: "amount"}.get(column, "index")
        return budget_field(context, entry, name, {name: text})
    raise NotTaken(FIXED)


def _columns(context: Context) -> Iterator[str]:
    """The names of the columns of the matrix as this plan prints it."""
    yield from ("index", "task")
    groups = matrix(context.text.workspace, context.plan, context.text.wording.phrases)
    yield from filled_columns(printed_groups(context.plan, groups))
