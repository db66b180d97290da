"""An appendix that a plan names has nothing in it.

It is not printed, and those behind it get other numbers than the office has given them: whoever named it waits for it.
Source: practice.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.appendix import MadeAppendix
from planbook.model.made_appendices import empty_appendices
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace

_TABLES: dict[MadeAppendix, Text] = {
    "targets": Text("table of targets"),
    "shares": Text("table of shares"),
    "tasks": Text("table of tasks"),
    "budget": Text("table of money"),
}


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find appendices that would be made of what a plan does not have."""
    for entry in empty_appendices(plan):
        yield warning(
            entry.source.span("made"),
            Text(
                "the {table} is not printed: the plan has nothing for it", {"table": _TABLES[entry.made or "targets"]}
            ),
            Text("write in the plan what belongs in it, or delete the appendix; those behind it get other numbers"),
        )
