"""A length, size or spacing in a file of templates/, as a number with a decimal point."""

from typing import Annotated, Any

from pydantic import PlainValidator

from planbook.model.entry import problem


def _length(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= 1000:
        raise problem("wrong-kind", "“{value}” is no length", "write a number like 12.7", value=value)
    return number


Length = Annotated[float, PlainValidator(_length)]
