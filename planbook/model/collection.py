"""Who tells of what in a period: targets, work, money and reports of a plan, shared out to those that answer for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from planbook.model.agency import AgencyGroup
from planbook.model.budget import Budget
from planbook.model.period import When
from planbook.model.plan import Plan
from planbook.model.recurrence import reports
from planbook.model.responsibility import assigned_leads, assignment_of
from planbook.model.results import MoneyResult, PeriodResults, ReportResult, TargetResult, TaskResult
from planbook.model.task import ReportingDuty, Task, TaskGroup
from planbook.model.work import reportable_work
from planbook.model.workspace import Workspace

CollectedKind = Literal["targets", "tasks", "money", "reports"]
CollectedEntry = TargetResult | TaskResult | MoneyResult | ReportResult
# The field of an entry of results that names what it is of.
ITEM_FIELDS: Mapping[CollectedKind, str] = {"targets": "target", "tasks": "task", "money": "budget", "reports": "duty"}


@dataclass(frozen=True, slots=True)
class ReportedPart:
    """What an agency tells of: the whole of an item, or the part of a body; `source` is the group, or the former agency, that it has it of.

    Without an item it is that the agency answered at all, where no reporting duty asks it to.
    """

    kind: CollectedKind
    item: str
    body: str = ""
    source: str = ""

    @property
    def id(self) -> str:
        """What tells it from the other parts of its kind."""
        return f"{self.item}/{self.body}" if self.body else self.item


@dataclass(frozen=True, slots=True)
class ReportDue:
    """The report of a duty that is about a period, and the last day on which it is in time."""

    duty: ReportingDuty
    last_day: date


class Collection:
    """What is asked of whom about one period of a plan; `money` is the agency that tells of what no task or group costs.

    What the plan gives to nobody is asked of its issuer. An agency that ended before the period is asked nothing: its one
    successor is, else the issuer.
    """

    def __init__(self, workspace: Workspace, plan: Plan, period: When, money: str = "") -> None:
        self.workspace, self.plan, self.period, self._money = workspace, plan, period, money

    @cached_property
    def parts(self) -> Mapping[str, tuple[ReportedPart, ...]]:
        """What each agency tells of, in the order of the plan; agencies in the order of the register."""
        shared: dict[str, dict[tuple[str, str], ReportedPart]] = {}
        for agency, part in (*self._targets(), *self._tasks(), *self._budgets(), *self._reports()):
            shared.setdefault(agency, {}).setdefault((part.kind, part.id), part)
        for agency, own in shared.items():
            if not any(part.kind == "reports" for part in own.values()):
                own["reports", agency] = ReportedPart("reports", "", agency)
        return {
            agency: tuple(shared[agency].values()) for agency in sorted(shared, key=self.workspace.place_in_register)
        }

    @cached_property
    def dues(self) -> Mapping[str, ReportDue]:
        """The reports that are due about the period, by the ids of their duties."""
        dues = {}
        for duty in self.plan.entries(ReportingDuty):
            days = [
                last
                for due in reports(duty, self.plan, self.plan.period.first)
                for last, _ in due.days
                if self.period.precision in due.rhythms
                or (not due.rhythms and self.period.first <= last <= self.period.last)
            ]
            nearest = min(days, key=lambda last: abs(last - self.period.last), default=None)
            if nearest and nearest >= self.plan.day:
                dues[duty.id] = ReportDue(duty, nearest)
        return dues

    def last_day(self, agency: str) -> date | None:
        """The first of the days by which an agency's reports about the period are in time."""
        return min(
            (self.dues[part.item].last_day for part in self.parts[agency] if part.item in self.dues), default=None
        )

    def has_come(self, agency: str) -> bool:
        """Whether an agency reported about the period all that it was asked to."""
        came = {
            (report.duty or "", report.agency)
            for results in self.workspace.results.get(self.plan.id, ())
            for report in results.reports
            if str(report.term or results.period) == str(self.period)
        }
        return all((part.item, agency) in came for part in self.parts[agency] if part.kind == "reports")

    @cached_property
    def results(self) -> PeriodResults | None:
        """What the data say of the period."""
        return self.workspace.results_of(self.plan.id, str(self.period))

    def earlier(self, closing: date) -> tuple[PeriodResults, ...]:
        """The periods of the plan that were closed before a day, the latest first."""
        own = self.workspace.results.get(self.plan.id, ())
        return tuple(results for results in reversed(own) if results.as_of.first < closing)

    def _targets(self) -> Iterator[tuple[str, ReportedPart]]:
        for target in self.plan.targets():
            charged = [*self._charged("targets", target.id, (lead.agency for lead in target.lead))]
            yield from charged or ([] if target.shares else [(self.plan.issuer, ReportedPart("targets", target.id))])
            for body in dict.fromkeys(share.body for share in target.shares):
                agency = body if body in self.workspace.agencies else self._agency_of(body)
                for teller, source in self._tellers(agency):
                    yield teller, ReportedPart("targets", target.id, body, source)

    def _tasks(self) -> Iterator[tuple[str, ReportedPart]]:
        leads = assigned_leads(self.plan)
        for group, task in reportable_work(self.plan):
            yield from self._of_work("tasks", task.id, task, group, leads)

    def _of_work(
        self, kind: CollectedKind, item: str, task: Task, group: TaskGroup, leads: Mapping[str, Iterable[object]]
    ) -> Iterator[tuple[str, ReportedPart]]:
        owners = leads.get(task.id) or assignment_of(task, group).lead
        charged = [*self._charged(kind, item, (getattr(lead, "agency", "") for lead in owners))]
        yield from charged or [(self.plan.issuer, ReportedPart(kind, item))]

    def _budgets(self) -> Iterator[tuple[str, ReportedPart]]:
        leads = assigned_leads(self.plan)
        owners = {task.budget.id: (task, group) for group, task in reportable_work(self.plan) if task.budget}
        owners |= {
            group.budget.id: (Task(id=group.id), group)
            for group in self.plan.task_groups()
            if group.budget and group.assignment and group.assignment.lead
        }
        for budget in self.plan.entries(Budget):
            for item in (line.id for line in budget.lines or (budget,)):
                if budget.id in owners:
                    yield from self._of_work("money", item, *owners[budget.id], leads)
                else:
                    yield self._money or self.plan.issuer, ReportedPart("money", item)

    def _reports(self) -> Iterator[tuple[str, ReportedPart]]:
        for due in self.dues.values():
            for agency, part in self._charged("reports", due.duty.id, due.duty.agencies):
                # Whoever reports, reports himself: there is no whole of which it is a part.
                yield agency, ReportedPart("reports", due.duty.id, agency, part.source)

    def _charged(self, kind: CollectedKind, item: str, leads: Iterable[str]) -> Iterator[tuple[str, ReportedPart]]:
        """Who tells of an item: its leads of the whole, the members of groups of their parts."""
        owners = [*leads]
        for lead in owners:
            members = [agency for agency in self.workspace.members(lead, self.plan) if agency not in owners]
            for member in members:
                for teller, source in self._tellers(member):
                    yield teller, ReportedPart(kind, item, self._body(kind, item, member), source or lead)
            if not members:
                for teller, source in self._tellers(lead):
                    yield teller, ReportedPart(kind, item, source=source)

    def _tellers(self, agency: str) -> Iterator[tuple[str, str]]:
        """Who tells of what an agency has, and if that is another one, the agency."""
        if not agency or self.workspace.exists(agency, self.period.first, self.period.last):
            yield agency or self.plan.issuer, ""
            return
        heirs = self.workspace.successors(agency, self.period.first)
        yield heirs[0] if len(heirs) == 1 else self.plan.issuer, agency

    def _body(self, kind: CollectedKind, item: str, agency: str) -> str:
        """Whose part a member of a group tells of: as it was told before, else its place's where that is not the plan's."""
        place = self.workspace.agencies[agency].locality or ""
        bodies = self._bodies.get((kind, item), set()) & {agency, place}
        if len(bodies) == 1:
            return bodies.pop()
        return place if place and place != self.plan.jurisdiction and self._agency_of(place) == agency else agency

    @cached_property
    def _bodies(self) -> Mapping[tuple[str, str], set[str]]:
        """The bodies whose parts of an item were told of, in any period."""
        bodies: dict[tuple[str, str], set[str]] = {}
        for results in self.workspace.results.get(self.plan.id, ()):
            for kind in ("targets", "tasks", "money"):
                for entry in getattr(results, kind):
                    bodies.setdefault((kind, getattr(entry, ITEM_FIELDS[kind])), set()).add(entry.body)
        for target in self.plan.targets():
            bodies.setdefault(("targets", target.id), set()).update(share.body for share in target.shares)
        return bodies

    def _agency_of(self, place: str) -> str:
        """Who tells of a place: the first of its bodies that the plan gives work to in a group, else of the register."""
        here = [
            agency.id
            for agency in self.workspace.agencies.values()
            if agency.locality == place
            and not isinstance(agency, AgencyGroup)
            and self.workspace.exists(agency.id, self.period.first, self.period.last)
        ]
        return next((agency for agency in here if agency in self._members), here[0] if here else "")

    @cached_property
    def _members(self) -> frozenset[str]:
        leads = {lead.agency for listed in assigned_leads(self.plan).values() for lead in listed}
        leads |= {lead.agency for target in self.plan.targets() for lead in target.lead}
        leads |= {agency for duty in self.plan.entries(ReportingDuty) for agency in duty.agencies}
        return frozenset(member for lead in leads for member in self.workspace.members(lead, self.plan))


def statement_of(results: PeriodResults | None, part: ReportedPart) -> CollectedEntry | None:
    """What results say of a part; of two statements the first."""
    listed: tuple[CollectedEntry, ...] = getattr(results, part.kind, ())
    for entry in listed:
        body = entry.agency if isinstance(entry, ReportResult) else entry.body
        if (getattr(entry, ITEM_FIELDS[part.kind]) or "") == part.item and body == part.body:
            return entry
    return None
