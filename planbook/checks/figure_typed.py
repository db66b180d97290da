"""A text holds a number that somebody typed, with a unit in which the plan states its figures.

It is in no table of figures, cannot be compared with a target and stays when the target changes. Shares, and counts
from ten upwards. Silent: units that no figure of the plan has (ages, months), years, numbers in names ("10 xã" where
no figure counts communes), recipients. A number that promises nothing, a threshold say, is accepted with its reason.
Source: practice; every number that a plan promises is a figure or a target, so that two of them can disagree.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.number import plain_decimal
from planbook.model.plan import Plan, Recipient
from planbook.model.target import Figure, Target
from planbook.model.texts import quoted_count, sentences, typed_counts
from planbook.model.workspace import Workspace

_LEAST = 10


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find numbers in running texts that count what the figures of the plan count."""
    units = _units(plan)
    for entry, field, text in sentences(plan):
        for match in typed_counts(text) if units and not isinstance(entry, Recipient) else ():
            number = plain_decimal(match["number"])
            if match["unit"].casefold() in units and (match["unit"] == "%" or number >= _LEAST):
                yield information(
                    entry.source.span(field),
                    Text(
                        "“{number}” is typed; nothing compares it with figures and targets",
                        {"number": quoted_count(match)},
                    ),
                    Text("give it an id under figures: and write {mention}", {"mention": "{figure:…}"}),
                )


def _units(plan: Plan) -> set[str]:
    """The first words of the units that figures and targets of a plan have."""
    units = (entry.unit for entry in plan.walk() if isinstance(entry, Figure | Target) and entry.unit)
    return {"%" if unit.startswith("%") else unit.split()[0].casefold() for unit in units}
