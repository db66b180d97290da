"""What a reviewer reads of two states: what changed in each plan, who is affected, whether it still adds up."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from planbook.changes.affected import Affected, affected, has_other_members
from planbook.changes.change import Change
from planbook.changes.finding_changes import FindingChange, FindingFate, finding_changes
from planbook.changes.groups import MANY, ChangeClass, by_class, most_important
from planbook.changes.printed import other_members, printed_otherwise, reprinted, with_print
from planbook.changes.renamed import with_names
from planbook.changes.result_changes import result_sentences
from planbook.changes.sentences import ChangeSentence, by_weight, change_log
from planbook.changes.words import Side, side
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.model.budget import Budget, Written
from planbook.model.number import known_sum
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.wording.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Total:
    """A budget before and after: the stated totals, and the sums of the lines, in words."""

    name: str
    old: str
    new: str
    old_sum: str
    new_sum: str

    @property
    def before(self) -> str:
        """The old total with what its lines come to: "5.181 tỷ đồng (Σ 5.180 tỷ đồng)"."""
        return _with_sum(self.old, self.old_sum)

    @property
    def after(self) -> str:
        """The new total with what its lines come to."""
        return _with_sum(self.new, self.new_sum)


def _with_sum(stated: str, summed: str) -> str:
    return f"{stated or '-'} (Σ {summed})" if summed else stated or "-"


@dataclass(frozen=True, slots=True)
class PlanReport:
    """Everything that changed in one plan; the registers together are the report without a plan.

    `affected` are the agencies whose work is another one; `same_work` are the names of those, by their ids, that have changed items and the same work.
    """

    plan: str
    title: str
    changes: tuple[ChangeSentence, ...]
    affected: tuple[Affected, ...] = ()
    totals: tuple[Total, ...] = ()
    same_work: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole comparison, with what became of the findings; `agencies` are those that either side knows.

    `names` are the two states that are compared, `remarks` say of two plans which of them was replaced; `reprinted` are the
    plans that nobody edited and that print otherwise.
    """

    plans: tuple[PlanReport, ...]
    findings: tuple[FindingChange, ...] = ()
    agencies: tuple[str, ...] = ()
    names: tuple[Text, Text] | None = None
    reprinted: tuple[str, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def sentences(self) -> list[ChangeSentence]:
        """All changes, plan by plan."""
        return [sentence for plan in self.plans for sentence in plan.changes]

    @property
    def is_long(self) -> bool:
        """Whether there are so many changes that a reader needs those that matter most, and groups."""
        return len(self.sentences) > MANY

    @property
    def most_important(self) -> tuple[tuple[str, ChangeSentence], ...]:
        """The changes that matter most of many, each with its plan's title where several plans changed."""
        titles = {plan.plan: plan.title if len(self.plans) > 1 else "" for plan in self.plans}
        first = most_important(self.sentences) if self.is_long else ()
        return tuple((titles[sentence.plan], sentence) for sentence in first)

    def classes(self, plan: PlanReport) -> list[ChangeClass]:
        """The changes of a plan by class, in groups where there are many in all."""
        return list(by_class(plan.changes, is_long=self.is_long))

    def has_any(self, kinds: Collection[str]) -> bool:
        """Whether there are changes of one of some weights, or findings that are new or newly accepted, if these are asked for."""
        weights = {sentence.weight for sentence in self.sentences}
        return bool(weights & {*kinds}) or ("findings" in kinds and bool(self.of_fate("new", "accepted")))

    def of_fate(self, *fates: FindingFate) -> tuple[FindingChange, ...]:
        """The findings of which one of these became."""
        return tuple(change for change in self.findings if change.fate in fates)


def report(
    old: Workspace,
    new: Workspace,
    changes: Iterable[Change],
    phrases: Phrases,
    old_findings: Iterable[Diagnostic] = (),
    new_findings: Iterable[Diagnostic] = (),
) -> Report:
    """The changes between two states of the data plan by plan, with what became of the findings."""
    by_plan: dict[str, list[Change]] = {}
    ids: dict[str, str] = {}
    for change in changes:
        by_plan.setdefault(change.plan, []).append(change)
        if change.field == "id":
            ids[str(change.old)] = str(change.new)
    was = {now: old_id for old_id, now in ids.items()}
    pairs = [(old.plans[was.get(id_, id_)], plan) for id_, plan in new.plans.items() if was.get(id_, id_) in old.plans]
    edited = [pair for pair in pairs if pair[1].id in by_plan]
    registers = side(old, "", phrases), side(new, "", phrases)
    reprints = reprinted(*registers, pairs if by_plan.get("") else edited, ids)
    in_registers = by_plan.pop("", [])
    renamed = {str(change.old): change.entry for change in in_registers if change.field == "id"}
    new_ids = with_names({}, {id_: ids[id_] for id_ in renamed}, renamed)
    in_registers += other_members(in_registers, *registers, ids)
    of_registers = tuple(with_print(change_log(in_registers, *registers), reprints, registers[1]))
    reports = [_telling_all(PlanReport("", "", of_registers), *registers)] if of_registers else []
    by_itself = {after.id: tuple(printed_otherwise(after, reprints, of_registers, registers[1])) for _, after in pairs}
    other_work = [plan.id for _, plan in pairs if by_itself[plan.id] or has_other_members(old, new, plan)]
    reported = [id_ for id_ in new.plans if old.results.get(was.get(id_, id_), ()) != new.results.get(id_, ())]
    for plan in dict.fromkeys((*by_plan, *other_work, *reported)):
        before = replace(side(old, was.get(plan, plan), phrases), new_ids=new_ids)
        sides = before, side(new, plan, phrases)
        own = plan_report(plan, by_plan.get(plan, []), *sides)
        changes_ = (*own.changes, *by_itself.get(plan, ()), *result_sentences(*sides))
        reports.append(_telling_all(replace(own, changes=by_weight(changes_)), *sides))
    return Report(
        tuple(own for own in reports if own.changes or own.affected),
        finding_changes(old_findings, new_findings, ids),
        tuple({**old.agencies, **new.agencies}),
        reprinted=tuple(dict.fromkeys(plan for sentence in of_registers for plan in sentence.plans)),
    )


def _telling_all(own: PlanReport, old: Side, new: Side) -> PlanReport:
    """A report that names all agencies whose items changed, in the order of the register."""
    concerned = {id_ for sentence in own.changes for id_ in sentence.agencies} - {agency.id for agency in own.affected}
    in_order = (agency for agency in {**new.workspace.agencies, **old.workspace.agencies} if agency in concerned)
    names = {agency: (new if agency in new.workspace.agencies else old).agency(agency) for agency in in_order}
    return replace(own, same_work=names)


def plan_report(
    plan: str, changes: Iterable[Change], old: Side, new: Side, heirs: Mapping[str, str] | None = None
) -> PlanReport:
    """What changed in one plan (an empty id: the registers).

    `heirs` gives for tasks of an earlier plan those of the new one that carry them on; else an item is known under its new id.
    """
    changes = list(changes)
    ids = {str(change.old): change.item for change in changes if change.field == "id"}
    current = new.plan or old.plan
    sentences = change_log(changes, old, new)
    return PlanReport(
        plan=plan,
        title=(new if new.plan else old).name(current) if current else "",
        changes=tuple(sentences),
        affected=tuple(affected(sentences, old, new, heirs or ids)),
        totals=tuple(_totals(old, new, ids)),
    )


def _totals(old: Side, new: Side, ids: Mapping[str, str]) -> Iterable[Total]:
    """The budgets of which the total or the sum of the lines is another; `ids` are new ones of the same."""
    before = {ids.get(id_, id_): budget for id_, budget in _budgets(old.plan).items()}
    after = _budgets(new.plan)
    for id_ in {**after, **before}:
        values = [
            (_stated(on, budgets[id_]), _sum(on, budgets[id_])) if id_ in budgets else ("", "")
            for on, budgets in ((old, before), (new, after))
        ]
        is_same = id_ in before and id_ in after and _in_dong(old, before[id_]) == _in_dong(new, after[id_])
        if values[0] != values[1] and not is_same:
            budget, on = (after[id_], new) if id_ in after else (before[id_], old)
            yield Total(on.name(budget), values[0][0], values[1][0], values[0][1], values[1][1])


def _budgets(plan: Plan | None) -> dict[str, Budget]:
    return {entry.id: entry for entry in plan.entries(Budget)} if plan else {}


def _in_dong(on: Side, budget: Budget) -> list[tuple[Decimal | None, bool]]:
    return [on.dong(budget), *map(on.dong, budget.lines)]


def _stated(on: Side, budget: Budget) -> str:
    return on.text.amount(budget, budget.total, approximate=budget.approximate) if on.text else ""


def _sum(on: Side, budget: Budget) -> str:
    """What the lines of a budget come to; nothing where one is not allotted."""
    added = known_sum(budget.number(line.amount) for line in budget.lines)
    if not on.text or not budget.lines or added is None:
        return ""
    return on.text.wording.amount(budget, Written((added, None)), approximate=False)
