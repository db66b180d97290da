"""Numbers as Vietnamese offices write them: 1.500 · 148,4 · 1.234.567,5. Decimal only, never a float."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from planbook.model.entry import problem

_PLAIN = re.compile(r"-?(0|[1-9][0-9]*|0[0-9])")  # 02 is how a small count is printed; 010 is a doubt
_VIETNAMESE = re.compile(r"-?(0|[1-9][0-9]{0,2}(\.[0-9]{3})*|[1-9][0-9]*)(,[0-9]+)?")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MAX_ROMAN = 4000  # beyond it a Roman number is only a long row of M
_LONGEST = 25
_DOUBLE = 15  # digits that programs which count in binary keep


def parse_number(text: object) -> Decimal:
    """The number that a text means; an error says what is ambiguous about it, with both readings."""
    if isinstance(text, Decimal):
        return text
    if not isinstance(text, str):
        raise problem("wrong-kind", "no number stands here", "write a number like 1.500 or 148,4")
    text = text.strip()
    if len(text) > _LONGEST:
        raise problem(
            "wrong-kind",
            "the number has {length} letters, the limit is {limit}",
            "write a number like 1.500 or 148,4",
            length=len(text),
            limit=_LONGEST,
        )
    whole, comma, fraction = text.partition(",")
    if comma and len(fraction) == 3 and "." not in whole and re.fullmatch(r"-?[1-9][0-9]{0,2}", whole):
        raise _ambiguous(
            text,
            f"{whole}.{fraction}",
            f"{whole},{fraction.rstrip('0') or '0'}" if fraction.endswith("0") else f"{text}0",
        )
    if not comma and re.fullmatch(r"-?[0-9]+\.[0-9]+", text) and not _VIETNAMESE.fullmatch(text):
        whole, _, fraction = text.partition(".")
        if whole.strip("-0") == "":
            raise problem(
                "wrong-kind",
                "“{text}” is no number",
                "write a number like 1.500 or 148,4; {meant} if the dot divides the decimals",
                text=text,
                meant=f"{whole},{fraction}",
            )
        raise _ambiguous(text, f"{whole}{fraction}", f"{whole},{fraction}")
    if not (_PLAIN.fullmatch(text) or _VIETNAMESE.fullmatch(text)):
        raise _no_number(text)
    if comma and len(fraction) == 4 and fraction.endswith("0"):
        text = text[:-1]  # 3,6950 is how 3,695 is written, which alone could be 3.695
    return plain_decimal(text)


def plain_decimal(text: str) -> Decimal:
    """What digits are worth that have dots between thousands and a comma before decimals."""
    return Decimal(text.replace(".", "").replace(",", "."))


def _no_number(text: str) -> Exception:
    """The error of what is no number, with the number that is meant: one with spaces between thousands, or with its unit."""
    if re.fullmatch(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?", text):
        number = text.replace(" ", ".")
        return problem("wrong-kind", "“{text}” is no number", "write {meant}", text=text, meant=number)
    if match := re.fullmatch(r"([0-9][0-9.,]*[0-9]|[0-9])(?:\s*%|\s+[^\W\d]).*", text):
        return problem(
            "wrong-kind",
            "“{text}” is no number",
            "write {meant} alone; what it counts stands in unit:",
            text=text,
            meant=match[1],
        )
    return problem("wrong-kind", "“{text}” is no number", "write a number like 1.500 or 148,4", text=text)


def float_free(number: Decimal) -> int | str:
    """A number for JSON: whole ones as they are, others as text with a dot, never a binary fraction."""
    return int(number) if number == int(number) else format(number, "f")


def fits_double(number: Decimal) -> bool:
    """Whether a spreadsheet or a browser keeps every digit of a number; what it would change stays a text."""
    return len(number.normalize().as_tuple().digits) <= _DOUBLE


def check_range(value: Decimal, upper: Decimal | None, unit: str, *, over_100: bool = False) -> None:
    """Refuse a share above 100% and a range whose ends are exchanged."""
    if not over_100 and unit.startswith("%") and max(value, upper or value) > 100:
        raise problem(
            "value-range",
            "{value}{unit} is more than 100%",
            "check the value",
            value=official(max(value, upper or value)),
            unit=unit,
            at=("value" if upper is None or value > upper else "upper",),
        )
    if upper is not None and upper < value:
        raise problem(
            "value-range",
            "the upper value {upper} is below the lower value {value}",
            "exchange the two",
            upper=official(upper),
            value=official(value),
            at=("upper",),
        )


def official(number: Decimal) -> str:
    """A number as an office writes it: 1.234.567,5."""
    return f"{number:,f}".translate({ord(","): ".", ord("."): ","})


def quoted_amount(value: Decimal, upper: Decimal | None, unit: str) -> str:
    """A number, or a range of two, with its unit as findings quote it: 1,5-2%."""
    end = "" if upper is None else f"-{official(upper)}"
    return f"{official(value)}{end} {unit}".replace(" %", "%")


def without_end_zeros(number: Decimal) -> Decimal:
    """A number without zeros behind its decimals, as a difference is said: 1,0 is 1."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def known_sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """What numbers add up to; None where one of them is not known."""
    total = Decimal()
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def roman(count: int) -> str:
    """A Roman number: 4 is IV; digits where there is none."""
    if not 0 < count < _MAX_ROMAN:
        return str(count)
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (count // worth)
        count %= worth
    return text


ROMANS = {roman(count): count for count in range(1, 100)}  # as far as anything is counted so


def written_number(number: Decimal) -> str:
    """A number as data files hold it: official, with a further zero where three decimals would be a doubt."""
    text = official(number)
    whole, _, fraction = text.partition(",")
    return f"{text}0" if len(fraction) == 3 and "." not in whole and whole != "0" else text


def _ambiguous(text: str, first: str, second: str) -> Exception:
    return problem(
        "ambiguous-number",
        "“{text}” can mean {first} or {second}",
        "write {first} or {second}: a dot between thousands, a comma before decimals",
        text=text,
        first=first,
        second=second,
    )


def _not_negative(text: object) -> Decimal:
    number = parse_number(text)
    if number < 0:
        raise problem(
            "value-range", "{number} is less than 0", "write how much it falls as a plain number", number=text
        )
    return number


Number = Annotated[
    Decimal,
    PlainValidator(_not_negative),
    PlainSerializer(float_free, return_type=int | str),
    WithJsonSchema({"type": ["number", "string"], "pattern": r"^[0-9]+(\.[0-9]{3})*(,[0-9]+)?$"}),
]
