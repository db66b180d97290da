"""An opinion about the draft that nobody has answered: what is taken and what is not, and why, is told to who wrote it.

Edits and comments of returned files stand in data/opinions/ until somebody writes an answer.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.messages.findings import finding
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find opinions without an answer: information in a draft, a warning once the plan is issued."""
    file = workspace.opinions.get(plan.id)
    for opinion in file.opinions if file else ():
        if opinion.answer is None:
            who = workspace.agencies[opinion.agency].name if opinion.agency else opinion.author or opinion.file
            yield finding(
                Severity.INFO if plan.status == "draft" else Severity.WARNING,
                opinion.source.span("id"),
                Text("nobody has answered {who}: “{text}”", {"who": who, "text": opinion.text or opinion.old or ""}),
                Text("write answer: taken, or answer: not-taken with why:"),
            )
