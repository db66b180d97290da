"""Lines about an item in a paragraph (who does it, by when, with what), and whether the data say the same."""

from collections.abc import Sequence

from planbook.model.item import ItemId
from planbook.model.task import Assignment, Task, TaskGroup
from planbook.reading.context import Context
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.typed_lines import TYPED_NUMBER, Responsibility, TypedLine, Worded, read_lines, worded
from planbook.returns.word.draft import MatchedDraft
from planbook.returns.word.units import TextUnit


def raw_text(unit: TextUnit) -> str:
    """The text of a unit, line by line as it was typed."""
    return "\n".join(line.text for line in unit.lines)


def text_apart(draft: MatchedDraft, unit: TextUnit) -> tuple[str, tuple[TypedLine, ...]]:
    """The text of an item without its number, and the lines about it, of a paragraph that holds both."""
    own = Worded("") if unit.is_row else worded(raw_text(unit), draft.context)
    typed = TYPED_NUMBER.match(own.text)
    return own.text[typed.end() if typed else 0 :], own.lines if own.text else ()


def is_said(draft: MatchedDraft, item: ItemId, lines: Sequence[TypedLine]) -> bool:
    """Whether the data say of an item, or of the task that it is about, what lines say."""
    task, read = draft.outline.holder(item), attempted(read_lines, lines, draft.context)
    return (
        isinstance(task, Task | TaskGroup) and not isinstance(read, Unread) and _holds(task, lines, read, draft.context)
    )


def _holds(task: Task | TaskGroup, lines: Sequence[TypedLine], read: Responsibility, context: Context) -> bool:
    group = context.groups.get(task.id)
    current = task.assignment or (group.assignment if group else None) or Assignment()
    for name, _ in lines:
        if name == "column_result":
            result = task.result if isinstance(task, Task) else None
            if read.result.rstrip(".") != (result or "").rstrip("."):
                return False
            continue
        field = "deadlines" if name == "deadline" else name
        ours, theirs = (
            [part.model_dump(mode="json") for part in getattr(side, field)] for side in (current, read.assignment)
        )
        if _bare(ours) != _bare(theirs):
            return False
    return True


def _bare(values: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Entries by what they say: an id is no word of theirs."""
    return [{key: value for key, value in entry.items() if key != "id" and value} for entry in values]
