"""An issued plan says something else than when it was issued, and no amendment says why.

`issue` writes into the plan a seal of what it says (`seal`), and into data/seals/ what it prints of the registers:
names of its day, citations, projects, sources of money. Content changes only by another document, an amendment
(Decree 30/2020, Article 18.3: errors of content are mended by a document of equal form); `issue --amendment`
writes it down with its number, day and reason. A new name of an agency belongs into data/agency-changes.yaml with its
day: older plans keep the old one. Silent: layout, comments, the order of keys, templates, `status: expired`, misprints
noted in `as_printed`, and edits of registers that the plan does not print.
"""

from collections.abc import Iterator

from planbook.loading.own_places import RegisterFiles, seal_path
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error, information, warning
from planbook.model.borrowed import borrowed
from planbook.model.plan import Plan
from planbook.model.seal import has_words, is_intact, is_whole, reworded_since, sealed
from planbook.model.texts import typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find issued plans that are not what was issued, and those of which nobody can know."""
    own_seal = sealed(plan)
    # What number and day it has nobody here knows: there is nothing yet to seal it with.
    is_numbered = plan.number and plan.date and plan.date.precision == "day"
    if plan.status == "issued" and own_seal is None and is_numbered:
        yield warning(
            plan.source.span("status"),
            Text("the plan is issued, but no seal: says what was issued"),
            Text("python build_docs.py issue {plan} --number … --date …", {"plan": plan.id}),
        )
    elif own_seal and plan.status == "draft":
        yield error(
            plan.source.span("status"),
            Text("the plan was issued, and is a draft again"),
            Text("write status: issued; next year's draft is written by rollover"),
        )
    elif own_seal and not is_intact(plan):
        yield error(
            plan.source.span("seal"),
            Text("the plan says something else than what was issued as {number}", {"number": plan.number or "…"}),
            Text(
                "take the edit back (git diff shows it), or write down the document that amends the plan:"
                " python build_docs.py issue {plan} --number … --date … --amendment …",
                {"plan": plan.id},
            ),
        )
    elif own_seal:
        yield from _registers(workspace, plan)


def _registers(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find edits of registers that change what a plan prints whose own file is as it was sealed."""
    values = {"plan": plan.id, "path": seal_path(workspace, plan)}
    if not has_words(plan):
        yield information(
            plan.source.span("seal"),
            Text("the seal does not hold what the plan prints of the registers: it is of an earlier program"),
            Text("python build_docs.py issue {plan} --number … --date …", values),
        )
        return
    file = workspace.seals.get(plan.id)
    if file is None or not is_whole(file):
        fact = Text("{path}, which holds what the plan prints of the registers, is gone", values)
        if file:
            fact = Text("{path}, which holds what the plan prints of the registers, was edited", values)
        span = file.source.span("seal") if file else plan.source.span("seal")
        yield error(span, fact, Text("bring it back: git log shows it"))
        return
    for key, old, new, here in reworded_since(file.words, borrowed(workspace, plan)):
        texts = {
            "plan": typed(plan.short_title),
            "number": plan.number or "…",
            "key": key,
            "old": typed(old or ""),
            "new": typed(new or "…"),
        }
        yield error(
            here.span if here and here.span else plan.source.span("seal"),
            Text("{plan} ({number}) was issued with “{old}”, and would print “{new}” now ({key})", texts)
            if old
            else Text("{plan} ({number}) was issued without “{new}” ({key})", texts),
            Text(
                "take the edit back; a new name from a day on belongs into {changes} (kind: rename),"
                " another document into an entry of its own; what a document corrected:"
                " python build_docs.py issue {plan} --number … --date … --amendment …",
                {**values, "changes": RegisterFiles(workspace.trees).nearest("agency-changes", plan.source.path)},
            ),
        )
