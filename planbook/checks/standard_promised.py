"""A plan promises results by one standard, and counts its targets by another that was before it.

"Kết quả tính theo chuẩn giai đoạn 2026-2030" and a target "theo chuẩn … 2021-2025" are two numbers;
whoever reports cannot keep both. The standard of a target is the one that its text names, else that
of its indicator. Silent: plans that name no standard in their purposes, requirements and objectives or also name the
older one there (a year of change), and targets of which nobody says the standard.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.standards import counting_standard, named_as
from planbook.model.task import Statement
from planbook.model.texts import typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find the targets that an older standard counts; one finding a plan."""
    patterns = {id_: named_as(standard) for id_, standard in workspace.standards.items()}
    for plan in workspace.plans.values() if patterns else ():
        texts = [typed(text) for text in _promises(plan)]
        promised = [
            standard
            for id_, standard in workspace.standards.items()
            if any(patterns[id_].search(text) for text in texts)
        ]
        older = [
            (target, standard)
            for target in plan.targets()
            if (standard := counting_standard(workspace, target))
            and promised
            and all(standard.period.last < newer.period.first for newer in promised)
        ]
        if older:
            target, standard = older[0]
            yield warning(
                target.source.span("text"),
                Text(
                    "the plan promises results by “{promised}”, {count} of its targets are counted by “{standard}”",
                    {
                        "promised": ", ".join(newer.name for newer in promised),
                        "count": len(older),
                        "standard": standard.name,
                    },
                ),
                Text("count by one standard, or say in the plan which holds until when"),
                plan.id,
            )


def _promises(plan: Plan) -> Iterator[str]:
    """The texts that say what the plan is for and how it is carried out."""
    for section in plan.sections():
        for statement in (*section.purposes, *section.requirements, *section.objectives):
            yield from (entry.text for entry in statement.walk() if isinstance(entry, Statement) and entry.text)
