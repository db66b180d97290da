"""A file that was given out while its plan was for another period: said of the file, and asked of every edit."""

from collections.abc import Iterable
from dataclasses import replace

from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Text
from planbook.model.period import When, parse_when
from planbook.model.plan import Plan
from planbook.ooxml.opening import Package
from planbook.returns.answers.answer import FileEdit
from planbook.wording.wording import Wording


def period_of_file(package: Package, plan: Plan) -> When | None:
    """The period that a Word file names with its plan among its keywords; None where it does not."""
    core = package.part("docProps/core.xml")
    words = (core.findtext("{*}keywords") or "") if core is not None else ""
    if not words.startswith(f"{plan.id}, "):
        return None
    try:
        return parse_when(words.rpartition(", ")[2])
    except PydanticCustomError:
        return None


def other_period(then: When | None, plan: Plan, wording: Wording) -> Text | None:
    """That a file was given out for another period than its plan has now, with both."""
    if then is None or then == plan.period:
        return None
    values = {"then": wording.time(then), "now": wording.time(plan.period)}
    return Text("the file was given out for {then}, and the plan is for {now} by now", values)


def with_question(edits: Iterable[FileEdit], question: Text | None) -> list[FileEdit]:
    """The edits of a file, each that would be certain with a question."""
    return [edit if edit.refused or not edit.is_certain else replace(edit, doubt=question) for edit in edits]
