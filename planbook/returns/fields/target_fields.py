"""Which data the columns of a target come from, and of what it asks of agencies and places, and what changes when they are edited."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from planbook.messages.diagnostics import Text
from planbook.model.period import When, parse_when
from planbook.model.target import SHARES, Target, TargetValue
from planbook.reading.amounts import Stated, read_comparator, read_decimal, read_figure
from planbook.reading.context import Context, FieldChanges, RowValues, text_of
from planbook.reading.mentions import LinePart
from planbook.reading.not_taken import TWICE, NotTaken, Unread
from planbook.reading.times import read_time
from planbook.returns.fields.figures import read_indicator
from planbook.returns.fields.mentioned import set_value
from planbook.returns.fields.task_fields import WORKED_OUT, agencies_field, changed_lines
from planbook.text.comparing import cleaned_line, with_plain_dashes
from planbook.views.tables import YEAR, share_bodies, share_columns

_NO_UNIT = Unread(Text("the number has lost its unit"), Text("write the unit"))
_STATED = ("comparator", "value", "upper", "unit", "stated")
_BEFORE = 2  # columns: the number and the name of the body


def read_in_unit(context: Context, target: Target, text: str) -> Stated:
    """The figure of a cell that leaves out the unit, which is that of its target; raises `NotTaken`."""
    unit = target.unit or ""
    read = read_figure(text + ("" if unit.startswith("%") else " ") + unit, context.reading)
    if read.unit != target.unit:
        raise NotTaken(TWICE)
    return read


def target_field(context: Context, target: Target, field: str, cells: RowValues) -> FieldChanges:
    """What changes with an edited column of a target; comparator, number and unit are one fact, as are all years. Raises `NotTaken`.

    `stated` is that fact in words, as the table of targets in Word prints it.
    """
    text = text_of(cells[field])
    if field in _STATED:
        return _value(context, target, cells)
    if field.startswith(YEAR):
        return _by_year(context, target, cells)
    match field:
        case "target":
            part, own = LinePart(target.text, "text"), context.text.value(target)
            return changed_lines(context, target, [part], text, is_capital=True, value=own)
        case "indicator":
            return _indicator(context, target, text)
        case "due":
            when = read_due(context, text)
            return context.set(target, "due", target.due, when) if when != (target.due or context.plan.period) else ()
        case "lead" | "coordinating":
            return agencies_field(context, target, field, getattr(target, field), text)
    raise NotTaken(WORKED_OUT)


def _by_year(context: Context, target: Target, cells: RowValues) -> FieldChanges:
    """The values of single years, as the columns of these years say them."""
    values = list(target.values)
    for field, text in ((field, text_of(cell)) for field, cell in cells.items() if field.startswith(YEAR)):
        year = parse_when(field.removeprefix(YEAR))
        current = target.by_year.get(str(year))
        if context.reading.is_nothing(text):
            values = [value for value in values if value is not current]
            continue
        new = _target_value(read_in_unit(context, target, text), year=year)
        values = [new if value is current else value for value in values] if current else [*values, new]
    return context.set(target, "values", target.values, tuple(values))


def _value(context: Context, target: Target, cells: RowValues) -> FieldChanges:
    """The change of comparator, number, range and unit together, so that none of them changes alone by half."""
    if target.value is None or target.unit is None:
        raise NotTaken(
            Text("the target is one of words, and has no place for a number"),
            Text("write its text with {{value}} in the data first"),
        )
    current = Stated(target.comparator, target.value, target.upper, target.unit)
    read = _in_words if "stated" in cells else stated_in_cells
    return set_value(context, target, read(context, cells, current))


def _in_words(context: Context, cells: RowValues, current: Stated) -> Stated:
    """The figure that one column states in words; a unit typed behind the number must be that beside it."""
    stated = read_figure(text_of(cells["stated"]), context.reading)
    unit = cleaned_line(text_of(cells["unit"])) if "unit" in cells else stated.unit or current.unit
    if "unit" in cells and stated.unit not in ("", unit):
        raise NotTaken(TWICE)
    if not unit:
        raise NotTaken(_NO_UNIT)
    return replace(stated, unit=unit)


def stated_in_cells(context: Context, cells: RowValues, current: Stated) -> Stated:
    """The figure that the columns of a row state; `current` is what those say that were not edited. Raises `NotTaken`."""
    stated: dict[str, Any] = {}
    if "upper" in cells:
        stated["upper"] = _number(cells["upper"]) if text_of(cells["upper"]).strip() else None
    if "comparator" in cells:
        stated["comparator"] = read_comparator(text_of(cells["comparator"]), context.reading)
    if "value" in cells:
        stated["value"] = _number(cells["value"])
    unit = cleaned_line(text_of(cells["unit"])) if "unit" in cells else current.unit
    if not unit:
        raise NotTaken(_NO_UNIT)
    return replace(current, **stated, unit=unit)


def _number(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else read_decimal(text_of(value))


def _indicator(context: Context, target: Target, text: str) -> FieldChanges:
    indicator = read_indicator(context, text) if with_plain_dashes(text) else None
    return context.set(target, "indicator", target.indicator, indicator)


def read_due(context: Context, text: str) -> When:
    """The year or years in which a target is to be reached; raises `NotTaken`."""
    when = read_time(text, context.reading, context.plan.period)
    if when.precision not in ("year", "years"):
        raise NotTaken(
            Text("a target is reached in a year or several, not in “{text}”", {"text": text[:80]}),
            Text("write the year"),
        )
    return when


def share_field(context: Context, body: str, name: str, text: str) -> FieldChanges:
    """What changes with an edited cell of a body, in a column of the sheet; raises `NotTaken`."""
    kind, _, key = name.partition("/")
    target, _, year = key.partition("/")
    if kind != SHARES:
        raise NotTaken(WORKED_OUT)
    return _share(context, body, target, year, text)


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
    asked_of = {"agency" if body in context.text.workspace.agencies else "place": body}
    new = _target_value(read_in_unit(context, target, text), year=parse_when(year) if year else None, **asked_of)
    return context.set(target, field, current, new)


def _target_value(stated: Stated, **of: Any) -> TargetValue:
    """What a target asks in a year, of an agency or of a place."""
    number = {"comparator": stated.comparator, "value": stated.value, "upper": stated.upper}
    return TargetValue.model_construct(**{"year": None, "agency": None, "place": None, **of, **number})
