"""What changes when a value that a target asks of an agency or place is edited, in Word or in Excel."""

from collections.abc import Mapping

from planbook.model.period import parse_when
from planbook.model.target import SHARES, Target, TargetValue
from planbook.reading.context import Context, FieldAnswer, FieldChanges, text_of
from planbook.reading.not_taken import NotTaken, attempted
from planbook.returns.fields.target_fields import read_in_unit
from planbook.returns.fields.task_fields import WORKED_OUT
from planbook.views.tables import share_bodies, share_columns
from planbook.views.workbook.sheets import Value

_BEFORE = 2  # columns: the number and the name of the body


def shares_of_row(context: Context, body: str, edited: Mapping[str, Value]) -> dict[str, FieldAnswer]:
    """What the edited cells of a body change, by the columns of the sheet."""
    answers: dict[str, FieldAnswer] = {}
    for name, value in edited.items():
        kind, _, key = name.partition("/")
        target, _, year = key.partition("/")
        answers[name] = attempted(_share, context, body, target, year, text_of(value)) if kind == SHARES else WORKED_OUT
    return answers


def share_in_column(context: Context, ordinal: int, column: int, text: str) -> FieldChanges:
    """The same of one cell of the printed table, by the place of its row and its column."""
    bodies, keys = share_bodies(context.plan), share_columns(context.plan)
    if column < _BEFORE or ordinal > len(bodies) or column >= _BEFORE + len(keys):
        raise NotTaken(WORKED_OUT)
    target, year = keys[column - _BEFORE]
    return _share(context, bodies[ordinal - 1], target, year, text)


def _share(context: Context, body: str, id_: str, year: str, text: str) -> FieldChanges:
    target = context.entries[id_]
    assert isinstance(target, Target)
    current, field = target.share(body, year), f"{SHARES}/{body}/{year}"
    if context.reading.is_nothing(text):
        return context.set(target, field, current, None)
    read = read_in_unit(context, target, text)
    is_agency = body in context.text.workspace.agencies
    new = TargetValue.model_construct(
        year=parse_when(year) if year else None,
        agency=body if is_agency else None,
        place=None if is_agency else body,
        comparator=read.comparator,
        value=read.value,
        upper=read.upper,
    )
    return context.set(target, field, current, new)
