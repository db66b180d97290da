"""The history of one item for a person: when, by whom, from what to what, with the reason of the commit."""

from collections.abc import Iterator
from pathlib import Path

from planbook.changes.item_history import HistoryStep, item_history
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.item import PlanTask
from planbook.model.nearness import nearest
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.outputs.office_settings import read_phrases
from planbook.review.report import TEXT_MARKS, with_marks
from planbook.review.states import state


def written_history(root: Path, name: str) -> str:
    """What every commit made of an item, the latest first; `name` is its id, or plan/id where several plans have it.

    Raises `Misuse`, and what reading the data raises.
    """
    plan, item = _item(state(root, None).workspace, name)
    lines: list[str] = []
    for step in item_history(root, plan, item, read_phrases(root)):
        lines += _lines(step)
    return "".join(f"{line}\n" for line in lines) or Text("Nothing changed").spoken() + "\n"


def _item(workspace: Workspace, name: str) -> tuple[str, str]:
    """The plan and the id of an item that is named."""
    plan, item = PlanTask.as_written(name) if "/" in name else PlanTask("", name)
    items = [(id_, getattr(entry, "id", "")) for id_, own in workspace.plans.items() for entry in own.walk()]
    fitting = list(dict.fromkeys(pair for pair in items if pair[1] == item and plan in ("", pair[0])))
    if len(fitting) == 1:
        return fitting[0]
    values = {"item": name, "plans": ", ".join(f"{id_}/{item}" for id_, _ in fitting)}
    if fitting:
        raise Misuse(Text("several plans have an item {item}; write one of {plans}", values))
    values["close"] = nearest(item, {id_ for _, id_ in items if id_})
    raise Misuse(
        Text("no plan has an item {item}; the nearest name is {close}", values)
        if values["close"]
        else Text("no plan has an item {item}", values)
    )


def _lines(step: HistoryStep) -> Iterator[str]:
    if step.commit is None:
        yield Text("not committed yet").spoken()
    else:
        yield f"{official_day(step.commit.day)} {step.commit.short} {step.commit.author}: {step.commit.subject}"
    if step.is_unread:
        yield "  " + Text("the state before it cannot be read any more").spoken()
    for sentence in step.sentences:
        yield f"  {f'{sentence.place} {sentence.sentence.spoken()}'.lstrip()}"
        if sentence.marks:
            yield f"    {with_marks(sentence.marks, TEXT_MARKS)}"
