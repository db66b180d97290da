"""One figure in several places: what else changes with the number of a target, and with a number that repeats it."""

import re
from collections.abc import Collection, Iterable
from decimal import Decimal

from planbook.messages.diagnostics import Text
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.reading.amounts import read_decimal
from planbook.reading.not_taken import attempted
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.spots import Outline
from planbook.text.writer import Edit

_NUMBER = ("value", "upper")


def target_left(target: str) -> Text:
    """Why a number that stands for a target needs a yes where nobody changed the target."""
    return Text(
        "the number is that of the target “{id}”, which the draft leaves as it is; both would change", {"id": target}
    )


def others_too(items: Iterable[str]) -> Text:
    """What else changes with a number."""
    return Text("its number stands in {items} too, and would change there", {"items": ", ".join(dict.fromkeys(items))})


def second_figure(old: str, new: str, unit: str | None, stated: Collection[Decimal]) -> Text | None:
    """Why the new number of a line needs a yes that says another number of the same unit, which it did not say."""
    counted = re.compile(rf"(?<![\w.,/])([\d.,]*\d)\s*{re.escape(unit)}(?!\w)", re.IGNORECASE) if unit else None
    if counted is None:
        return None
    typed = [match for match in counted.finditer(new) if match[1] not in counted.findall(old)]
    split = [match[0] for match in typed if attempted(read_decimal, match[1]) not in stated]
    return Text("only one number would be that of the item, not “{other}”", {"other": split[0]}) if split else None


def beside_kept(old: str, new: str, target: Target) -> Text | None:
    """Why new words of a target that keeps its number need a yes: they say another number of its unit."""
    stated = [number for number in (target.value, target.upper) if number is not None]
    return second_figure(old, new, target.unit, stated) if stated else None


def repeating(plan: Plan, target: Target) -> dict[str, Figure]:
    """The figures with the number of a target written once more, by the items that print them."""
    figures = [part for part in plan.walk() if isinstance(part, Figure) and part.target == target.id]
    alike = [figure for figure in figures if not figure.stands_for and figure.value == target.value]
    repeats = [figure for figure in alike if figure.upper == target.upper]
    outline = Outline(plan) if repeats else None  # few numbers are written twice
    return {_owner(outline, figure): figure for figure in repeats} if outline else {}


def following(plan: Plan, edits: Iterable[FileEdit]) -> list[str]:
    """The items whose text changes because edits change the target whose number it takes."""
    outline, places = Outline(plan), {id(part.at) for edit in edits for part in number_edits(edit)}
    targets = {target.id for target in plan.targets() if id(target.source) in places}
    figures = (part for part in plan.walk() if isinstance(part, Figure) and part.stands_for in targets)
    return list(dict.fromkeys(_owner(outline, figure) for figure in figures))


def _owner(outline: Outline, figure: Figure) -> str:
    return next((part.id for part in outline.above(figure) if getattr(part, "id", None)), "")  # type: ignore[attr-defined]


def number_edits(edit: FileEdit) -> list[Edit]:
    """The edits of numbers that an edit makes."""
    return [part for part in edit.edits if isinstance(part, Edit) and part.key in _NUMBER and part.value is not None]
