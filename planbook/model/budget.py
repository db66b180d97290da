"""Money: amounts in dong, budgets with their lines, and amounts that are not allotted yet."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from planbook.model.entry import Entry, Flag, Id, Ref, Words, problem, together
from planbook.model.number import float_free, parse_number

Unit = Literal["dong", "trieu", "ty"]
# How many zeros each unit has in dong.
ZEROS: Mapping[Unit, int] = {"dong": 0, "trieu": 6, "ty": 9}

_WRITTEN = re.compile(r"(?P<number>\S+)(?:\s+(?P<unit>\w+))?")


class Written(tuple[Decimal, str | None]):
    """An amount as written: the number and its own unit, if it names one."""

    __slots__ = ()


def _parse_amount(value: object) -> Written | Literal["unallocated"]:
    if isinstance(value, Written):
        return value
    if value == "unallocated":
        return "unallocated"
    match = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise problem("wrong-kind", "this is no amount", "write a number like 81.689, or unallocated")
    number = parse_number(match["number"])
    if number < 0:
        raise problem("value-range", "the amount {number} is less than 0", "check the sign", number=match["number"])
    return Written((number, match["unit"]))


def _write_amount(value: Written | Literal["unallocated"]) -> int | str:
    return value if isinstance(value, str) else float_free(value[0])


Amount = Annotated[
    Written | Literal["unallocated"],
    PlainValidator(_parse_amount),
    PlainSerializer(_write_amount),
    WithJsonSchema({"type": ["number", "string"], "description": "in the budget's unit, or: unallocated"}),
]


class BudgetLine(Entry):
    """Money of one source or kind of capital; `amount` is in the unit of its budget."""

    id: Id
    source_of_funds: Annotated[Id, Ref("funding source")]
    amount: Amount
    approximate: Flag = False
    note: Words | None = None


class Budget(Entry):
    """What a plan, a project or a task costs: the stated total and its lines, in one unit.

    `unallocated` is no number: nobody has allotted the money yet. `approximate` is what the plan prints as about.
    """

    id: Id
    heading: Words | None = None
    unit: Unit
    total: Amount
    approximate: Flag = False
    note: Words | None = None
    lines: tuple[BudgetLine, ...] = ()

    @model_validator(mode="after")
    def _one_unit(self) -> "Budget":
        amounts: list[tuple[tuple[str | int, ...], Written | Literal["unallocated"]]] = [(("total",), self.total)]
        amounts += [(("lines", index, "amount"), line.amount) for index, line in enumerate(self.lines)]
        wrong = [
            problem(
                "mixed-units",
                "the amount is in {other}, the budget in {unit}",
                "write every amount in {unit}, without naming the unit again",
                other=amount[1],
                unit=self.unit,
                at=at,
            )
            for at, amount in amounts
            if not isinstance(amount, str) and amount[1] not in (None, self.unit)
        ]
        if wrong:
            raise together(wrong)
        return self

    def number(self, amount: Written | Literal["unallocated"]) -> Decimal | None:
        """An amount in the unit of this budget; None where it is unallocated."""
        return None if isinstance(amount, str) else amount[0]

    def number_in(self, unit: Unit, amount: Written | Literal["unallocated"]) -> Decimal | None:
        """An amount in another unit, exactly; None where it is unallocated."""
        number, zeros = self.number(amount), ZEROS[self.unit] - ZEROS[unit]
        # Only what moves the comma may drop the decimals that the plan prints.
        return number if number is None or not zeros else number.scaleb(zeros).normalize()
