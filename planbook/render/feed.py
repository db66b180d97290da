"""Open data: a plan as JSON, in the words of the model and in the words that are printed."""

import json
from dataclasses import asdict

from planbook.model.plan import Plan
from planbook.views.matrix import GroupRow
from planbook.views.plan import PlanView


def plan_json(plan: Plan, view: PlanView, groups: tuple[GroupRow, ...], made_from: str) -> str:
    """Give a plan's data, its printed text item by item, and its matrix.

    `made_from` stands for everything else that the plan's documents are made of: templates, program, time.
    """
    content = {
        "plan": plan.model_dump(mode="json", exclude_none=True),
        "printed": asdict(view),
        "matrix": [asdict(group) for group in groups],
        "made_from": made_from,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
