"""Values of changes as plain data, for programs: figures with comparator and unit, ids, times as files have them."""

from decimal import Decimal

from planbook.changes.compare import TOGETHER, without_places
from planbook.model.entry import Entry
from planbook.model.number import float_free
from planbook.model.period import When


def plain_value(field: str, value: object) -> object:
    """A value as data: a figure with its comparator and unit, ids, times as files have them."""
    if field in TOGETHER and isinstance(value, tuple):
        return {name: _plain(part) for name, part in zip(TOGETHER[field], value, strict=False) if part is not None}
    return _plain(value)


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return float_free(value)
        case When():
            return str(value)
        case Entry():
            data = without_places(value)
            return {name: part for name, part in data.items() if part not in (None, [], False)}  # type: ignore[attr-defined]
        case (Decimal() as amount, str() | None):
            return float_free(amount)
        case tuple():
            return [_plain(part) for part in value]
    return value
