"""Open data: a plan as JSON, in the words of the model and in the words that are printed."""

import json
from dataclasses import asdict

from planbook.model.plan import Plan
from planbook.views.matrix import GroupRow
from planbook.views.plan import PlanView


def plan_json(plan: Plan, view: PlanView, groups: tuple[GroupRow, ...]) -> str:
    """Give a plan's data, its printed text item by item, and its matrix."""
    printed = asdict(view)
    content = {
        "plan": plan.model_dump(mode="json", exclude_none=True),
        "printed": printed,
        "matrix": [asdict(group) for group in groups],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
