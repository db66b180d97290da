"""What plans of different years and places want of the same indicator, with the poverty standard it is measured under."""

from collections.abc import Mapping
from dataclasses import dataclass

from planbook.model.workspace import Workspace
from planbook.views.blocks import capital
from planbook.views.fill import PlanText
from planbook.views.numbering import numbers
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording


@dataclass(frozen=True, slots=True)
class Aim:
    """One target of a plan, in words."""

    plan: str
    item: str
    period: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator with its aims, the earliest period first."""

    id: str
    name: str
    unit: str
    standard: str
    aims: tuple[Aim, ...]


def indicator_views(workspace: Workspace, phrases: Phrases) -> list[IndicatorView]:
    """Give the indicators that any plan aims at, in the order of the register."""
    aims: Mapping[str, list[Aim]] = {id_: [] for id_ in workspace.indicators}
    for plan in workspace.plans.values():
        text = PlanText(workspace, plan, Wording(phrases), numbers(plan), short_citations=True)
        for target in plan.targets():
            if target.indicator and target.value is not None:
                period = str(target.due or plan.period)
                aims[target.indicator].append(Aim(plan.id, target.id, period, text.value(target), text.target(target)))
    views = []
    for indicator in workspace.indicators.values():
        standard = workspace.standards.get(indicator.standard or "")
        found = tuple(sorted(aims[indicator.id], key=lambda aim: (aim.period, aim.plan, aim.item)))
        if found:
            name = capital(standard.name) if standard else ""
            views.append(IndicatorView(indicator.id, indicator.name, indicator.unit, name, found))
    return views
