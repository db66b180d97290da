"""A body is in a group that it cannot belong to: of another level or place, never there while the group has work, or the one that gives it.

Silent: groups in a group, which are judged by themselves, and groups that no plan names, but for level and place.
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.agency import AgencyGroup
from planbook.model.responsibility import PlanGroups, groups_of_plans
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find bodies in groups of others."""
    plans: dict[str, list[PlanGroups]] = {}
    for plan in chain(groups_of_plans(workspace.plans.values(), workspace.agencies), workspace.groups_elsewhere):
        for id_ in plan.groups:
            plans.setdefault(id_, []).append(plan)
    for group in workspace.agencies.values():
        if isinstance(group, AgencyGroup):
            yield from _other_level(group)
            yield from _listed(workspace, group, plans.get(group.id, []))
            yield from _orders_itself(workspace, group, plans.get(group.id, []))


def _other_level(group: AgencyGroup) -> Iterator[Diagnostic]:
    """A rule that means bodies of another level than the group has."""
    if (rule := group.member_rule) and rule.level != group.level:
        values = {"group": group.called, "wanted": group.level, "level": rule.level}
        yield _finding(
            rule.source.span("level"),
            Text(
                "“{group}” are bodies of the level {wanted}; its member_rule: takes those of the level {level}", values
            ),
        )


def _listed(workspace: Workspace, group: AgencyGroup, plans: list[PlanGroups]) -> Iterator[Diagnostic]:
    """What the list of a group names and is of another level or place, or never there while the group has work."""
    days = [plan.day for plan in plans] or [date.max]
    for at, id_ in enumerate(group.members):
        member = workspace.agencies[id_]
        if isinstance(member, AgencyGroup):
            continue
        span = group.source.span("members", at)
        if member.level != group.level:
            yield _finding(
                span,
                Text(
                    "“{group}” are bodies of the level {wanted}; “{member}” is of the level {level}",
                    {"group": group.called, "wanted": group.level, "member": member.called, "level": member.level},
                ),
            )
        elif not any(_is_within(workspace, id_, group.id, day) for day in days):
            yield _finding(
                span,
                Text(
                    "“{member}” is no body of the place of “{group}” ({place}), nor of one in it",
                    {
                        "group": group.called,
                        "member": member.called,
                        "place": workspace.localities[group.locality or ""].name,
                    },
                ),
            )
        elif plans and not any(workspace.exists(id_, plan.day, plan.period.last) for plan in plans):
            yield _finding(
                span,
                Text(
                    "“{member}” is not there in the time of any plan that gives “{group}” work: {plans}",
                    {"group": group.called, "member": member.called, "plans": ", ".join(plan.id for plan in plans)},
                ),
            )


def _orders_itself(workspace: Workspace, group: AgencyGroup, plans: list[PlanGroups]) -> Iterator[Diagnostic]:
    """Who issues a plan and is in a group that the plan gives work to."""
    for plan in plans:
        if plan.issuer in workspace.members(group.id, plan):
            key = "member_rule" if group.member_rule and plan.issuer not in group.members else "members"
            values = {"group": group.called, "issuer": workspace.agencies[plan.issuer].called, "plan": plan.id}
            yield _finding(
                group.source.span(key),
                Text("“{issuer}” issues plan {plan} and is in “{group}”, to which the plan gives work", values),
            )
            return


def _finding(span: Span, message: Text) -> Diagnostic:
    return warning(span, message, Text("take it out of members:, or name it in without: of member_rule:"))


def _is_within(workspace: Workspace, member: str, group: str, day: date) -> bool:
    """Whether a body is on a day of the place of a group, or of one in it; a group of no place has bodies of any."""
    locality, place = (workspace.agency_on(id_, day).locality for id_ in (member, group))
    while place and locality and locality != place:
        locality = workspace.localities[locality].part_of
    return not place or locality == place
