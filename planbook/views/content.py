"""A plan field by field under the names of the model, every text as it is printed: what open data tell of it."""

from typing import Any

from planbook.wording.speech import PlanText


def plan_content(text: PlanText) -> dict[str, Any]:
    """The fields of a plan that are not empty, with all that its texts mention filled in."""
    plan = text.plan
    values = {target.id: text.value(target) for target in plan.targets()}

    def filled(content: Any, value: str = "") -> Any:
        if isinstance(content, dict):
            own = values.get(content.get("id", ""), value)
            return {name: filled(entry, own) for name, entry in content.items()}
        if isinstance(content, list):
            return [filled(entry) for entry in content]
        return (
            text.fill(content.replace("{value}", value) if value else content) if isinstance(content, str) else content
        )

    content: dict[str, Any] = filled(plan.model_dump(mode="json", exclude_none=True))
    return content
