"""A text goes on with the unit that the number before it already has: "{value} bác sĩ" with `unit: bác sĩ`.

A number is printed with its unit, so that the text says it twice: "1.200 bác sĩ bác sĩ", "2.000 nghìn lượt lượt người".
Source: practice.
"""

import re
from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.entry import Entry
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.model.texts import sentences
from planbook.model.workspace import Workspace

_NUMBER = re.compile(r"\{(?:value[^{}|]*|figure:(?P<id>[^{}|]+))(?:\|[^{}]*)?\}(?P<rest>[^{.;,:]*)")


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find units behind numbers that have them."""
    for entry, field, unit, rest in _numbers(plan):
        if repeated := _repeated(unit, rest):
            yield warning(
                entry.source.span(field),
                Text(
                    "the number is printed with its unit “{unit}”, and “{words}” stands behind it once more",
                    {"unit": unit, "words": repeated},
                ),
                Text("delete “{words}” behind the number", {"words": repeated}),
            )


def _numbers(plan: Plan) -> Iterator[tuple[Entry, str, str, str]]:
    """Each number that a text mentions: where, its unit, and what stands behind it."""
    figures = {entry.id: entry for entry in plan.walk() if isinstance(entry, Figure | Target)}
    for entry, field, text in sentences(plan):
        for match in _NUMBER.finditer(text):
            number = figures.get(match["id"]) if match["id"] else entry
            if isinstance(number, Figure | Target) and number.value is not None and number.unit:
                yield entry, field, number.unit, match["rest"]


def _repeated(unit: str, rest: str) -> str:
    """The last words of a unit, as many as stand behind it once more."""
    words, behind = unit.split(), rest.split()
    ends = (words[at:] for at in range(len(words)))
    return next((" ".join(end) for end in ends if end == behind[: len(end)]), "")
