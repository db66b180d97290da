"""The results of a closed period say something else than when it was closed, and no amendment says why.

`close` writes into the file a seal of what it says. Figures that were reported are corrected by another document, which
`close --amendment` writes down with its number, day and reason (as Decree 30/2020, Article 18.3 has it for issued documents). Silent:
layout, comments, the order of keys.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.plan import Plan
from planbook.model.seal import is_unchanged
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find closed periods that were edited."""
    for results in workspace.results.get(plan.id, ()):
        if (results.seal or results.amendments) and not is_unchanged(results):
            values = {"plan": plan.id, "period": str(results.period)}
            yield error(
                results.source.span("seal" if results.seal else "amendments"),
                Text("{period} says something else than when it was closed", values),
                Text(
                    "take the edit back (git diff shows it), or write down the document that corrects it:"
                    " python build_docs.py close {plan} {period} --amendment … --number … --date …",
                    values,
                ),
            )
