"""The rows of open data: everything that plans and registers say, value by value under the names of its fields."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Literal

from planbook.model.agency import AgencyGroup
from planbook.model.budget import Budget, Written
from planbook.model.part_deadlines import deadlines_of
from planbook.model.period import parse_when
from planbook.model.plan import Plan
from planbook.model.standards import counting_standard
from planbook.model.status import standing
from planbook.model.work import work_with_groups
from planbook.model.workspace import Workspace
from planbook.views.addresses import Address
from planbook.views.calendar import due_days
from planbook.views.deadlines import Commitment
from planbook.views.indicators import Aim, aims_without_indicator
from planbook.views.matrix import GroupRow, task_rows
from planbook.views.once import Views
from planbook.views.open_data.result_rows import result_rows
from planbook.views.workbook.sheets import Value
from planbook.wording.blocks import capital
from planbook.wording.purposes import budgets, paid_for
from planbook.wording.speech import PlanText
from planbook.wording.titles import titled
from planbook.wording.wording import Wording

DataRow = Mapping[str, Value]
Matrices = Mapping[str, tuple[GroupRow, ...]]

SEPARATOR = ";"  # between the ids of a list; no id holds it


def data_rows(views: Views, day: date) -> dict[str, Iterable[DataRow]]:
    """The rows of every table by its name, in the order of the data; plans have their status of a day."""
    workspace = views.workspace

    def of_plans(rows: Callable[[Plan, PlanText], Iterable[DataRow]]) -> Iterator[DataRow]:
        for plan in workspace.plans.values():
            yield from rows(plan, views.texts[plan.id])

    return {
        "plans": of_plans(partial(_plan, day)),
        "tasks": of_plans(partial(_tasks, views.matrices)),
        "assignments": of_plans(partial(_assignments, views.matrices)),
        "work": of_plans(partial(_work, views)),
        "targets": of_plans(_targets),
        "values": _values(views),
        "budget_lines": of_plans(_budget_lines),
        "agencies": _agencies(workspace),
        "members": of_plans(partial(_members, views)),
        "documents": _documents(views),
        "deadlines": _deadlines(views.all_commitments),
        **result_rows(progress for plan in workspace.plans for progress in views.progress_by_period[plan].values()),
    }


def _plan(day: date, plan: Plan, text: PlanText) -> Iterator[DataRow]:
    workspace = text.workspace
    yield {
        "plan": plan.id,
        "title": text.fill(plan.title),
        "short_title": text.fill(plan.short_title),
        "status": standing(workspace, plan, day).status,
        "wording": plan.wording,
        "number": plan.number,
        "date": str(plan.date) if plan.date else None,
        "issuer": plan.issuer,
        "issuer_name": workspace.agency_on(plan.issuer, plan.day).called,
        "jurisdiction": plan.jurisdiction,
        "jurisdiction_name": workspace.localities[plan.jurisdiction].name,
        "subject": workspace.subjects[plan.id] or None,
        "series": plan.series,
        "first_year": plan.period.first.year,
        "last_year": plan.period.last.year,
        "follows": SEPARATOR.join(plan.follows),
        "page": Address.PLAN.link(plan=plan.id),
    }


def _tasks(matrices: Matrices, plan: Plan, _: PlanText) -> Iterator[DataRow]:
    groups = {task.id: (group, task) for group, task in work_with_groups(plan)}
    for group in matrices[plan.id]:
        for row in group.tasks:
            of_group, task = groups[row.id]
            yield {
                "plan": plan.id,
                "task": row.id,
                "place": row.place,
                "group": group.id,
                "group_name": group.name,
                "name": row.name,
                "lead": row.lead,
                "coordinating": row.coordinating,
                "duty": row.duty,
                "deadline": row.deadline,
                "last_day": date.fromisoformat(row.due) if row.due else None,
                "days": SEPARATOR.join(map(str, due_days(plan, deadlines_of(task, of_group)))),
                "result": row.result,
                "money": row.money,
                "continues": SEPARATOR.join(task.continues),
            }


def _assignments(matrices: Matrices, plan: Plan, _: PlanText) -> Iterator[DataRow]:
    for row in task_rows(matrices[plan.id]):
        for role, agencies in (("lead", row.lead_ids), ("coordinating", row.coordinating_ids)):
            for agency in dict.fromkeys(agencies):
                yield {"plan": plan.id, "task": row.id, "agency": agency, "role": role}


def _work(views: Views, plan: Plan, _: PlanText) -> Iterator[DataRow]:
    """Everything that a plan gives each agency, alone or as one of a group."""
    for agency, view in views.work_of_plans[plan.id].items():
        own = [
            *((row, "task", "lead", None) for row in view.leads),
            *((row, "task", "coordinating", None) for row in view.coordinates),
            *((charge.row, charge.kind, charge.role, None) for charge in view.charges),
        ]
        shared = [
            *((row, "task", "lead", work.group) for work in view.shared for row in work.leads),
            *((row, "task", "coordinating", work.group) for work in view.shared for row in work.coordinates),
            *((charge.row, charge.kind, charge.role, work.group) for work in view.shared for charge in work.charges),
        ]
        first = {row[0].id: row for row in reversed(shared)}  # that of several groups is one
        for row, kind, role, group in (*own, *reversed(first.values())):
            yield {"plan": plan.id, "item": row.id, "kind": kind, "agency": agency, "role": role, "group": group}


def _members(views: Views, plan: Plan, text: PlanText) -> Iterator[DataRow]:
    """Who belongs to each group that a plan gives work to, so that this can be counted for its members."""
    for view in views.work_of_plans[plan.id].values():
        group = view.agency
        if isinstance(group, AgencyGroup) and view.has_own_work:
            for agency in text.workspace.members(group.id, plan):
                yield {"plan": plan.id, "group": group.id, "agency": agency, "is_open": group.open}


def _targets(plan: Plan, text: PlanText) -> Iterator[DataRow]:
    workspace = text.workspace
    for target in plan.targets():
        indicator = workspace.indicators.get(target.indicator or "")
        standard = counting_standard(workspace, target)
        period = target.due or plan.period
        yield {
            "plan": plan.id,
            "target": target.id,
            "text": capital(text.target(target)),
            "indicator": target.indicator,
            "indicator_name": indicator.name if indicator else None,
            "comparator": None if target.value is None else target.comparator,
            "value": target.value,
            "upper": target.upper,
            "unit": target.unit,
            "value_in_words": text.value(target),
            "baseline": target.baseline,
            "standard": standard.name if standard else None,
            "lead": text.assigned(target.lead),
            "coordinating": text.assigned(target.coordinating),
            "first_year": period.first.year,
            "last_year": period.last.year,
        }


def _values(views: Views) -> Iterator[DataRow]:
    for indicator in views.indicators:
        yield from (_value(aim, indicator.id, indicator.name) for aim in indicator.aims)
    yield from (_value(aim) for aim in aims_without_indicator(views.texts.values()))


def _value(aim: Aim, indicator: str | None = None, name: str | None = None) -> DataRow:
    when = parse_when(aim.period)
    return {
        "plan": aim.plan,
        "value_id": aim.id,
        "indicator": indicator,
        "indicator_name": name,
        "first_year": when.first.year,
        "last_year": when.last.year,
        "jurisdiction_name": aim.place,
        "scope": aim.scope,
        "comparator": aim.comparator,
        "value": aim.number,
        "upper": aim.upper,
        "unit": aim.unit,
        "value_in_words": aim.value,
        "standard": aim.standard,
        "item": aim.item,
        "text": aim.text,
    }


def _budget_lines(plan: Plan, text: PlanText) -> Iterator[DataRow]:
    for funded in budgets(plan):
        budget = funded.budget
        shared: DataRow = {
            "plan": plan.id,
            "budget": budget.id,
            "item": funded.owner.id,
            "purpose": capital(paid_for(funded, text)),
            "projects": SEPARATOR.join(funded.projects),
            "whole": funded.is_whole,
        }
        words = text.amount(budget, budget.total, approximate=budget.approximate)
        yield {
            **shared,
            "line": budget.id,
            "kind": "total",
            "source_of_funds": None,
            "source_name": None,
            **_amount(budget, budget.total, words, approximate=budget.approximate),
            "note": text.fill(budget.note),
        }
        for line in budget.lines:
            words = text.wording.amount(budget, line.amount, approximate=line.approximate)
            yield {
                **shared,
                "line": line.id,
                "kind": "line",
                "source_of_funds": line.source_of_funds,
                "source_name": capital(text.workspace.funding_sources[line.source_of_funds].name),
                **_amount(budget, line.amount, words, approximate=line.approximate),
                "note": text.fill(line.note),
            }


def _amount(
    budget: Budget, amount: Written | Literal["unallocated"], words: str, *, approximate: bool
) -> dict[str, Value]:
    """An amount in dong, a whole number in every locale, and as the plan prints it."""
    return {
        "amount_dong": budget.number_in("dong", amount),
        "approximate": approximate,
        "unallocated": amount == "unallocated",
        "amount_in_words": words,
    }


def _agencies(workspace: Workspace) -> Iterator[DataRow]:
    for agency in workspace.agencies.values():
        life = workspace.lives(agency.id)[-1]
        yield {
            "agency": agency.id,
            "name": agency.name,
            "full_name": agency.full_name,
            "short_name": agency.short_name,
            "aliases": f"{SEPARATOR} ".join(agency.aliases),
            "level": agency.level,
            "branch": agency.branch,
            "is_group": isinstance(agency, AgencyGroup),
            "locality": agency.locality,
            "first_day": life.start,
            "end": life.end,
        }


def _documents(views: Views) -> Iterator[DataRow]:
    workspace, wording = views.workspace, Wording(views.phrases)
    for view in views.documents:
        document = workspace.documents[view.id]
        issuer = workspace.issuer(document)
        yield {
            "document": document.id,
            "type": workspace.document_types[document.type].name,
            "number": document.number,
            "date": document.date.first if document.date else None,
            "issuer": document.issuer,
            "issuer_name": issuer.called if issuer else None,
            "title": titled(workspace, wording, document).title,
            "first_year": document.period.first.year if document.period else None,
            "last_year": document.period.last.year if document.period else None,
            "end": workspace.document_end(document.id),
            "cited_by": SEPARATOR.join(dict.fromkeys(link.plan for link in view.cited_by)),
        }


def _deadlines(commitments: Iterable[Commitment]) -> Iterator[DataRow]:
    for commitment in commitments:
        open_term: tuple[tuple[date | None, str], ...] = ((None, commitment.open),) if commitment.open else ()
        for day, when in (*commitment.terms, *open_term):
            yield {
                "plan": commitment.plan,
                "deadline": commitment.key,
                "last_day": day,
                "time": when,
                "day_stated": commitment.stated,
                "rhythm": commitment.rhythm,
                "item": commitment.item,
                "work": commitment.work,
                "about": commitment.about,
                "lead": commitment.who,
                "coordinating": commitment.coordinating,
                "lead_agencies": SEPARATOR.join(commitment.lead_ids),
                "coordinating_agencies": SEPARATOR.join(commitment.coordinating_ids),
            }
