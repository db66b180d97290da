"""An agency leads tasks, has duties or has to report, and the plan is not sent to it.

It would have to carry out a plan that it never receives. A group among the recipients covers its members and the
agencies of its level and branch, the front and the associations together; where the list sets no bank, front or
association apart, its groups of offices stand for all of them. Agencies that only coordinate, and the issuer, stay silent;
whom the plan addresses receives it ("Như trên"), and the decision that issues a plan says who receives both. Lines of words alone name nobody; where all lines are words, nobody can
say who is meant.
Source: Decree 30/2020, Annex I, II.9 (the list names whoever is to carry out the document).
"""

from collections.abc import Collection, Iterator

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.agency import Agency, AgencyGroup, Branch
from planbook.model.plan import Plan
from planbook.model.responsibility import is_covered, sets_offices_apart, written_leads
from planbook.model.task import Duty, ReportingDuty
from planbook.model.workspace import Workspace

_APART: tuple[Branch, ...] = ("bank", "insurance")


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find agencies with work of their own that are no recipients."""
    lines = (*plan.addressed_to, *plan.recipients)
    listed = [workspace.agencies[agency] for line in lines for agency in line.agencies]
    receivers = [agency for agency in listed if agency.id != plan.issuer]
    reported = {plan.issuer}
    is_left = plan.issued_with is not None and not plan.recipients
    for id_, span, work in _at_work(plan) if listed and not is_left else ():
        agency = workspace.agencies[id_]
        lumped = not sets_offices_apart(receivers, agency.level)
        if id_ in reported or is_covered(agency, receivers, lumped=lumped):
            continue
        if _is_member(workspace, plan, agency, receivers):
            continue
        reported.add(id_)
        yield warning(
            span,
            Text("{name} {work}, but is not among the recipients", {"name": agency.name, "work": work}),
            Text("add {id} to recipients:, or to the line that means it", {"id": id_}),
        )


def _is_member(workspace: Workspace, plan: Plan, agency: Agency, receivers: Collection[Agency]) -> bool:
    """Whether a group among the recipients has an agency: by its list, or by its rule.

    A rule also says whom a group means where it gets work; as a recipient it means no bank and no insurance, and nobody
    of a branch that the list names apart.
    """
    groups = [group for group in receivers if isinstance(group, AgencyGroup)]
    if any(agency.id in group.members for group in groups):
        return True
    if agency.branch in _APART:
        return False
    alike = (receiver for receiver in receivers if (receiver.level, receiver.branch) == (agency.level, agency.branch))
    is_apart = any(not isinstance(receiver, AgencyGroup) for receiver in alike)
    return not is_apart and any(agency.id in workspace.members(group.id, plan) for group in groups)


def _at_work(plan: Plan) -> Iterator[tuple[str, Span, Text]]:
    """Every agency with work of its own, where the plan gives it, and what it is."""
    for agency, span in written_leads(plan):
        yield agency, span, Text("leads here")
    for target in plan.targets():
        for index, lead in enumerate(target.lead):
            yield lead.agency, target.source.span("lead", index), Text("leads here")
    for entry in plan.walk():
        if isinstance(entry, Duty | ReportingDuty):
            work = Text("has duties here") if isinstance(entry, Duty) else Text("has to report")
            for index, agency in enumerate(entry.agencies):
                yield agency, entry.source.span("agencies", index), work
