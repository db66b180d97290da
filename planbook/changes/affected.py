"""Whose work differs between two states of a plan: what each agency gains, loses, and has to confirm anew."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from planbook.changes.sentences import ChangeSentence
from planbook.changes.words import Side
from planbook.model.plan import Plan
from planbook.model.responsibility import named_agencies
from planbook.model.target import Target
from planbook.model.task import Duty, ReportingDuty, Task, TaskGroup
from planbook.model.workspace import Workspace

Charged = Duty | ReportingDuty | Target


@dataclass(frozen=True, slots=True)
class Work:
    """Something that an agency has to do: a task, target, duty or report by its number and name; `is_gone` where the plan has it no more.

    `group` says in words that it is given to a group that the agency belongs to.
    """

    id: str
    place: str
    name: str
    is_gone: bool
    group: str = ""

    @property
    def words(self) -> str:
        """Its name, with the group that it is given to."""
        return f"{self.name} ({self.group})" if self.group else self.name

    def __str__(self) -> str:
        return f"{self.place} {self.words}".strip()


@dataclass(frozen=True, slots=True)
class Affected:
    """What an agency gains, loses and has to confirm anew, alone or in a group: tasks, then targets, duties and reports.

    To be confirmed is what it leads with other figures or deadlines, and every duty that reads otherwise.
    """

    id: str
    name: str
    leads: tuple[Work, ...]
    leads_no_more: tuple[Work, ...]
    coordinates: tuple[Work, ...]
    coordinates_no_more: tuple[Work, ...]
    duties: tuple[Work, ...]
    duties_no_more: tuple[Work, ...]
    confirms: tuple[Work, ...]


def affected(sentences: list[ChangeSentence], old: Side, new: Side, heirs: Mapping[str, str]) -> Iterator[Affected]:
    """The agencies whose work differs, in the order of the register; `heirs` are the new ids of what had another one."""
    before, after = _work(old, heirs), _work(new, {})
    weighty = {
        sentence.item
        for sentence in sentences
        if sentence.weight in ("figures", "deadlines") and sentence.kind == "set"
    }
    touched = {sentence.item for sentence in sentences if sentence.kind != "move" and sentence.field != "id"}
    known_as = old.new_ids.get("agency", {})
    for agency in dict.fromkeys((*(known_as.get(id_, id_) for id_ in old.workspace.agencies), *new.workspace.agencies)):
        led, leads = before.leads(agency), after.leads(agency)
        joined, joins = before.coordinates(agency), after.coordinates(agency)
        had, has = before.has(agency), after.has(agency)
        confirms = [task for task in leads if task in led and after.holds(task) & weighty]
        confirms += [duty for duty in has if duty in had and (before.holds(duty) | after.holds(duty)) & touched]
        lists = (
            after.only(agency, leads, led),
            before.only(agency, led, leads, is_gone=True),
            after.only(agency, joins, joined),
            before.only(agency, joined, joins, is_gone=True),
            after.only(agency, has, had),
            before.only(agency, had, has, is_gone=True),
            after.only(agency, confirms, ()),
        )
        if any(lists):
            entry = new.workspace.agencies.get(agency) or old.workspace.agencies[agency]
            yield Affected(agency, entry.called, *lists)


def has_other_members(old: Workspace, new: Workspace, plan: Plan) -> bool:
    """Whether other bodies than before belong to a group that a plan gives work to."""
    before = old.plans.get(plan.id)
    groups = {*named_agencies(plan)} & {*old.agencies} if before else ()
    return before is not None and any({*old.members(id_, before)} != {*new.members(id_, plan)} for id_ in groups)


@dataclass(frozen=True, slots=True)
class _Work:
    """Who leads and coordinates which tasks of a plan, and who is charged with what beside them; ids are those of the new plan.

    Members of a group have its work too: `of_group` names, for an agency and an item, the group as one of which.
    """

    on: Side
    tasks: dict[str, tuple[Task, TaskGroup]]
    charges: dict[str, Charged]
    leading: dict[str, tuple[str, ...]]
    coordinating: dict[str, tuple[str, ...]]
    charged: dict[str, tuple[str, ...]]
    of_group: dict[tuple[str, str], str]

    def leads(self, agency: str) -> list[str]:
        return [item for item, agencies in self.leading.items() if agency in agencies]

    def coordinates(self, agency: str) -> list[str]:
        return [item for item, agencies in self.coordinating.items() if agency in agencies]

    def has(self, agency: str) -> list[str]:
        return [item for item, agencies in self.charged.items() if agency in agencies]

    def holds(self, item: str) -> set[str]:
        """The ids of a task or charge, of what stands in it, and of a task's group."""
        own, group = self.tasks[item] if item in self.tasks else (self.charges[item], None)
        return {id_ for entry in (*own.walk(), group) if (id_ := getattr(entry, "id", None))}

    def only(
        self, agency: str, ids: Iterable[str], besides: Collection[str], *, is_gone: bool = False
    ) -> tuple[Work, ...]:
        """What of these is not among the others, with its number and name on this side."""
        works = []
        for id_ in ids:
            if id_ not in besides:
                entry = self.tasks[id_][0] if id_ in self.tasks else self.charges[id_]
                # A duty is headed by who has it; what it is stands in its text.
                name = self.on.shortened(entry.text) if isinstance(entry, Duty) and entry.text else self.on.name(entry)
                group = self.of_group.get((agency, id_), "")
                words = self.on.wording.phrases.say("group", group=self.on.agency(group)) if group else ""
                works.append(Work(entry.id, self.on.place(entry.id), name, is_gone, words))
        return tuple(works)


def _work(on: Side, heirs: Mapping[str, str]) -> _Work:
    work = _Work(on, {}, {}, {}, {}, {}, {})
    if on.plan is None:
        return work
    known_as = on.new_ids.get("agency", {})
    for own_id, task in on.force.tasks.items():
        id_ = heirs.get(own_id, own_id)
        work.tasks[id_] = task.task, task.group
        leading = tuple(lead.agency for lead in task.leads)
        coordinating = tuple(partner.agency for partner in task.assignment.coordinating)
        work.leading[id_], work.coordinating[id_] = _with_members(work, id_, leading, coordinating)
    for entry in on.plan.walk():
        if isinstance(entry, Duty | ReportingDuty | Target):
            id_ = heirs.get(entry.id, entry.id)
            work.charges[id_] = entry
            receiving = entry.to if isinstance(entry, ReportingDuty) else ()
            agencies = tuple(named_agencies(entry))
            work.charged[id_], _ = _with_members(work, id_, agencies, (), receiving)
    if known_as:
        for bodies in (work.leading, work.coordinating, work.charged):
            bodies.update({item: tuple(known_as.get(body, body) for body in own) for item, own in bodies.items()})
        work.of_group.update({(known_as.get(body, body), item): group for (body, item), group in work.of_group.items()})
    return work


def _with_members(
    work: _Work, item: str, leading: tuple[str, ...], coordinating: tuple[str, ...], receiving: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has an item with the members of groups, of which is kept by which group."""
    workspace, plan = work.on.workspace, work.on.plan
    if plan is None:
        return leading, coordinating
    for group in (*leading, *coordinating):
        for member in workspace.members(group, plan):
            if member not in (*leading, *coordinating, *receiving):
                work.of_group.setdefault((member, item), group)
    return workspace.with_members(leading, coordinating, plan, receiving)
