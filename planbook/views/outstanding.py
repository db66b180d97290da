"""What is still to be done of what plans want by a day: all that no results tell as done or dropped."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from planbook.model.lateness import reporters
from planbook.model.plan import Plan
from planbook.model.task import Duty, ReportingDuty, Statement
from planbook.model.work import duty_tasks
from planbook.model.workspace import Workspace
from planbook.views.deadlines import Commitment, Due
from planbook.views.progress import PlanProgress
from planbook.wording.phrases import Phrases

_IN_TIME = {"under-way-in-time": "under_way", "not-begun-in-time": "not_begun"}


class PlanWork:
    """The work of a plan with results: what of it stands behind each deadline, who reports, and what is known of both."""

    def __init__(self, workspace: Workspace, plan: Plan, progress: PlanProgress) -> None:
        self.progress = progress
        self.duties = {duty.id: tuple(task.id for task in duty_tasks(duty)) for duty in plan.entries(Duty)}
        self.works = dict(_works(plan, self.duties))
        self.reporters = {duty.id: reporters(workspace, plan, duty) for duty in plan.entries(ReportingDuty)}
        self.came = {(report.duty, report.agency, report.due) for report in progress.reports if report.came}


def _works(plan: Plan, duties: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What results are told of, by the ids of what has deadlines: groups, tasks, duties and the statements in them."""
    for group in plan.task_groups():
        yield group.id, tuple(task.id for task in group.tasks if not task.assignment)
        for task in group.tasks:
            yield task.id, (task.id,)
            yield from ((part.id, (task.id,)) for part in task.entries(Statement))
    for duty in plan.entries(Duty):
        yield duty.id, (duty.id,) if duty.id in duties[duty.id] else duties[duty.id]
        for item in duty.items:
            yield from ((part.id, (item.id,)) for part in item.walk() if isinstance(part, Statement))


@dataclass(frozen=True)
class Outstanding:
    """What is left of commitments as far as results tell; of plans without results it is all of them."""

    workspace: Workspace
    phrases: Phrases
    progress: Mapping[str, PlanProgress | None]

    @cached_property
    def _plans(self) -> dict[str, PlanWork]:
        plans = self.workspace.plans.values()
        return {
            plan.id: PlanWork(self.workspace, plan, progress) for plan in plans if (progress := self.progress[plan.id])
        }

    def of(self, commitments: Iterable[Commitment], agency: str = "") -> list[Commitment]:
        """What is left of commitments, for an agency or for all, without the terms that are done."""
        left = []
        for commitment in commitments:
            terms = commitment.terms
            if commitment.plan in self._plans:
                terms = tuple(term for term in terms if not self._is_done(commitment, term[0], agency))
            if terms:
                left.append(commitment if terms == commitment.terms else replace(commitment, terms=terms))
        return left

    def dues(self, commitments: Iterable[Commitment]) -> list[Due]:
        """What is due day by day, the earliest first, with its state as far as it is known."""
        return sorted(self._with_state(due, entry) for entry in commitments for due in entry.dues)

    def _with_state(self, due: Due, commitment: Commitment) -> Due:
        if due.plan not in self._plans:
            return due
        finished = (body for body in commitment.concerned if self._is_done(commitment, due.day, body))
        is_done = self._is_done(commitment, due.day)
        return replace(due, state=self.state(commitment, due.day), is_done=is_done, finished=tuple(finished))

    def is_finished(self, plan: str, item: str, agency: str) -> bool:
        """Whether an agency has nothing to do any more of a task or a duty."""
        work = self._plans.get(plan)
        ids = work.duties.get(item, (item,)) if work else ()
        return bool(work and ids) and all(self._is_over(plan, id_, None, agency) for id_ in ids)

    def _is_done(self, commitment: Commitment, due: date, agency: str = "") -> bool:
        """Whether nothing is to be done any more by a day, by an agency or by all."""
        work, owner = self._plans[commitment.plan], commitment.owner
        if owner in work.reporters:
            bodies = (agency, *self._members(agency, commitment.plan))
            own = [body for body in work.reporters[owner] if body in bodies]
            return all((owner, body, due) in work.came for body in own or work.reporters[owner])
        ids = work.works.get(owner, ())
        return bool(ids) and all(self._is_over(commitment.plan, id_, due, agency) for id_ in ids)

    def _is_over(self, plan: str, id_: str, due: date | None, agency: str) -> bool:
        work = self._plans[plan].progress.work.get(id_)
        body = self.workspace.agencies.get(agency)
        return bool(work and (work.is_done(due) or (body and work.of_agency(body).is_done(due))))

    def _members(self, agency: str, plan: str) -> tuple[str, ...]:
        return self.workspace.members(agency, self.workspace.plans[plan]) if agency else ()

    def state(self, commitment: Commitment, due: date | None) -> str:
        """The state of what is wanted, of the term that ends on a day, in words; nothing of a plan without results.

        That open work was in time when results were told is not said: its day may have gone by since.
        """
        work, owner, say = self._plans.get(commitment.plan), commitment.owner, self.phrases.say
        if not work:
            return ""
        if owner in work.reporters:
            came = sum((owner, body, due) in work.came for body in work.reporters[owner])
            is_known = came or (due and due < work.progress.closed)
            return say("reports_came", count=came, all=len(work.reporters[owner])) if is_known else ""
        entries = [work.progress.work[id_] for id_ in work.works.get(owner, ()) if id_ in work.progress.work]
        if len(entries) > 1:
            return say("works_done", count=sum(entry.is_done(due) for entry in entries), all=len(entries))
        terms = (term for entry in entries for term in entry.terms if term.due == due)
        if not (standing := next(terms, next(iter(entries), None))):
            return ""
        stage = _IN_TIME.get(standing.state)
        return say(f"collect_state_{stage}") if stage else standing.name
