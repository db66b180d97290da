"""An issued plan says something else than when it was issued, and no amendment says why.

`issue` writes into the plan a hash of what it says (`seal`). Content changes only by another document, an amendment
(Nghị định 30/2020/NĐ-CP, Điều 18.3: errors of content are mended by a document of equal form); `issue --amendment`
writes it down with its number, day and reason. Silent: layout, comments, the order of keys, `status: expired`,
misprints noted in `as_printed`, registers.
"""

from collections.abc import Iterator

from planbook.diagnostics import Diagnostic, Severity, Text
from planbook.model.seal import seal, sealed
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find issued plans that are not what was issued, and those of which nobody can know."""
    for plan in workspace.plans.values():
        said = sealed(plan)
        if plan.status == "issued" and said is None:
            yield Diagnostic(
                "issued-plan-edited",
                plan.source.span("status"),
                Text("the plan is issued, but no seal: says what was issued"),
                Text("python build_docs.py issue {plan} --number … --date …", {"plan": plan.id}),
                Severity.WARNING,
                plan.id,
            )
        elif said not in (None, seal(plan)) and plan.status != "draft":
            yield Diagnostic(
                "issued-plan-edited",
                plan.source.span("seal"),
                Text("the plan says something else than what was issued as {number}", {"number": plan.number or "…"}),
                Text(
                    "take the edit back (git diff shows it), or write down the document that amends the plan:"
                    " python build_docs.py issue {plan} --number … --date … --amendment …",
                    {"plan": plan.id},
                ),
                plan=plan.id,
            )
        elif said and plan.status == "draft":
            yield Diagnostic(
                "issued-plan-edited",
                plan.source.span("status"),
                Text("the plan was issued, and is a draft again"),
                Text("write status: issued; next year's draft is written by rollover"),
                plan=plan.id,
            )
