"""What a reviewer reads of two states: what changed in each plan, who is affected, whether it still adds up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from planbook.changes.affected import Affected, affected, has_other_members
from planbook.changes.change import Change
from planbook.changes.sentences import ChangeSentence, Weight, by_weight, change_log
from planbook.changes.words import Side, side
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.model.borrowed import borrowed
from planbook.model.budget import Budget, Written
from planbook.model.plan import Plan
from planbook.model.texts import typed
from planbook.model.workspace import Workspace
from planbook.wording.phrases import Phrases

_WEIGHT_OF_REGISTER: Mapping[str, Weight] = {"agency": "responsibility", "document": "legal-bases"}


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
    """Everything that changed in one plan; the registers together are the report without a plan."""

    plan: str
    title: str
    changes: tuple[ChangeSentence, ...]
    affected: tuple[Affected, ...] = ()
    totals: tuple[Total, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole comparison, with the findings that it brings and removes; `agencies` are those that either side knows.

    `earlier` is the id of the plan that was found for one that was named alone.
    """

    plans: tuple[PlanReport, ...]
    brought: tuple[Diagnostic, ...] = ()
    removed: tuple[Diagnostic, ...] = ()
    agencies: tuple[str, ...] = ()
    earlier: str = ""


def report(
    old: Workspace,
    new: Workspace,
    changes: Iterable[Change],
    phrases: Phrases,
    old_findings: Iterable[Diagnostic] = (),
    new_findings: Iterable[Diagnostic] = (),
) -> Report:
    """The changes between two states of the data plan by plan, with the findings of both."""
    by_plan: dict[str, list[Change]] = {}
    for change in changes:
        by_plan.setdefault(change.plan, []).append(change)
    reprinted = {plan.id: tuple(_reprinted(old, new, plan)) for plan in new.plans.values()}
    other_members = [plan.id for plan in new.plans.values() if has_other_members(old, new, plan)]
    touched = dict.fromkeys((*by_plan, *(plan for plan, sentences in reprinted.items() if sentences), *other_members))
    reports = []
    for plan in touched:
        own = plan_report(plan, by_plan.get(plan, []), side(old, plan, phrases), side(new, plan, phrases))
        reports.append(replace(own, changes=by_weight((*own.changes, *reprinted.get(plan, ())))))
    before, after = list(old_findings), list(new_findings)
    agencies = tuple({**old.agencies, **new.agencies})
    return Report(tuple(reports), _only_in(after, before), _only_in(before, after), agencies)


def _reprinted(old: Workspace, new: Workspace, plan: Plan) -> Iterable[ChangeSentence]:
    """What an issued plan prints otherwise although nobody edited it: a register did."""
    before = old.plans.get(plan.id)
    if before is None or "draft" in (before.status, plan.status):
        return
    was, now = borrowed(old, before), borrowed(new, plan)
    for key, here in now.items():
        if key in was and was[key].words != here.words:
            yield ChangeSentence(
                weight=_WEIGHT_OF_REGISTER.get(here.kind, "wording"),
                kind="set",
                plan=plan.id,
                item=plan.id,
                anchor="",
                place="",
                sentence=Text("this issued plan would print other words, by the register: {key}", {"key": key}),
                agencies=(here.id,) if here.kind == "agency" else (),
                span=here.span,
                old=typed(was[key].words),
                new=typed(here.words),
            )


def plan_report(
    plan: str, changes: Iterable[Change], old: Side, new: Side, heirs: Mapping[str, str] | None = None
) -> PlanReport:
    """What changed in one plan (an empty id: the registers).

    `heirs` gives for tasks of an earlier plan those of the new one that carry them on.
    """
    current = new.plan or old.plan
    sentences = change_log(changes, old, new)
    return PlanReport(
        plan=plan,
        title=(new if new.plan else old).name(current) if current else "",
        changes=tuple(sentences),
        affected=tuple(affected(sentences, old, new, heirs or {})),
        totals=tuple(_totals(old, new)),
    )


def _totals(old: Side, new: Side) -> Iterable[Total]:
    """The budgets of which the total or the sum of the lines is another."""
    before, after = _budgets(old.plan), _budgets(new.plan)
    for id_ in {**after, **before}:
        values = [
            (_stated(on, budgets[id_]), _sum(on, budgets[id_])) if id_ in budgets else ("", "")
            for on, budgets in ((old, before), (new, after))
        ]
        if values[0] != values[1]:
            budget, on = (after[id_], new) if id_ in after else (before[id_], old)
            yield Total(on.name(budget), values[0][0], values[1][0], values[0][1], values[1][1])


def _budgets(plan: Plan | None) -> dict[str, Budget]:
    return {entry.id: entry for entry in plan.entries(Budget)} if plan else {}


def _stated(on: Side, budget: Budget) -> str:
    return on.text.amount(budget, budget.total, approximate=budget.approximate) if on.text else ""


def _sum(on: Side, budget: Budget) -> str:
    """What the lines of a budget come to; nothing where one is not allotted."""
    amounts = [budget.number(line.amount) for line in budget.lines]
    numbers = [amount for amount in amounts if amount is not None]
    if not on.text or not numbers or len(numbers) < len(amounts):
        return ""
    return on.text.wording.amount(budget, Written((sum(numbers, Decimal()), None)), approximate=False)


def _only_in(findings: list[Diagnostic], elsewhere: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that the others do not have, in whatever line of its file each stands."""
    counts = Counter(finding.fact for finding in elsewhere)
    only = []
    for finding in findings:
        if counts[finding.fact]:
            counts[finding.fact] -= 1
        else:
            only.append(finding)
    return tuple(only)
