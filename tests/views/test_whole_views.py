"""Every view of three small offices, whole: what changes in any line of it is seen in a golden text."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from planbook.checks import findings
from planbook.loading.workspace import load
from planbook.messages.explanations import PAGE, explanations
from planbook.model.agency import AgencyGroup
from planbook.model.budget import Budget, BudgetLine
from planbook.model.collection import Collection
from planbook.model.office import TrackerColumn
from planbook.model.opinion import Opinion
from planbook.model.period import parse_when
from planbook.model.plan import Section
from planbook.model.target import Target
from planbook.model.task import Duty, ReportingDuty, Statement, Task, TaskGroup
from planbook.views.calendar import quarters
from planbook.views.charges import Charge
from planbook.views.charts.drawings import aims_plot
from planbook.views.deadlines import Commitment, Due
from planbook.views.decisions import open_decisions
from planbook.views.findings import findings_views
from planbook.views.glossary import glossary
from planbook.views.handover import handover
from planbook.views.load import shared_tasks
from planbook.views.matrix import TaskRow, task_rows
from planbook.views.once import Views
from planbook.views.open_data.open_sdg import observations
from planbook.views.open_data.rows import data_rows
from planbook.views.outcome import last_states
from planbook.views.paper import addressed, letterhead, opinion_count, opinion_table
from planbook.views.period_report import period_report
from planbook.views.plan import texts_of
from planbook.views.register import register
from planbook.views.rows_of_places import rows_of_agencies, rows_of_calendar, rows_of_register
from planbook.views.tracker import tracker_sheet
from planbook.views.workbook.assembly import Origin, workbook_view
from planbook.views.workbook.collection import collection_workbook
from planbook.views.workbook.collection_cover import FormRequest
from planbook.views.worklist import WorkRow, work_terms
from planbook.wording.status import status_view
from tests.conftest import ROOT
from tests.views.whole import Whole

PRINTED = (Section, TaskGroup, Task, Statement, Duty, ReportingDuty, Target, Budget, BudgetLine)
WORKSPACES = ("odd", "year")
ALSO_OF_SHAPES = {"views", "glossary", "numbered", "workbook_sheets"}
DAY = date(2026, 8, 15)


@pytest.fixture(scope="module")
def offices():
    """The small offices by their names."""
    states = {name: load(ROOT / f"tests/workspaces/{name}/data") for name in (*WORKSPACES, "shapes")}
    assert [problem for _, problems in states.values() for problem in problems] == []
    return {name: workspace for name, (workspace, _) in states.items()}


def of_each_plan(make: Callable[[Views, str], object]) -> Callable[[Views], object]:
    """The same of every plan, by its id."""
    return lambda views: {plan: make(views, plan) for plan in views.workspace.plans}


def _workbook(views: Views, plan: str) -> object:
    origin = Origin("abc1234", DAY)
    return workbook_view(views.texts[plan], views.views[plan], views.sheets[plan], origin)


def _forms(views: Views, plan: str) -> object:
    """What each agency is asked in a quarter, with what it told before."""
    year = views.workspace.plans[plan].period.last.year
    asked = Collection(views.workspace, views.workspace.plans[plan], parse_when(f"{year}-Q3"))
    closing = date(year, 9, 30)
    requests = [FormRequest(agency, closing, date(year, 9, 25), "abc1234") for agency in [*asked.parts][:1]]
    return [collection_workbook(asked, views.texts[plan], request) for request in requests]


def _reports(views: Views, plan: str) -> object:
    """What the issuer reports of the third period, and the first who leads."""
    periods = [str(results.period) for results in views.workspace.results.get(plan, ())][2:3]
    leads = next(row.lead_ids[0] for row in task_rows(views.matrices[plan]))
    return {
        f"{period} {issuer}": period_report(views.texts[plan], period, issuer)
        for period in periods
        for issuer in ("", leads)
    }


def _tracker(views: Views, plan: str) -> object:
    columns = [TrackerColumn(heading=value, value=value) for value in TRACKED]
    return tracker_sheet(views.texts[plan], views.matrices[plan], columns)


TRACKED = (
    *("plan-number", "plan-day", "plan-title", "task", "group", "work", "product", "lead", "lead-code"),
    *("coordinating", "coordinating-code", "deadline", "due", "state", "done"),
)


def _addressed(views: Views, plan: str) -> object:
    """Whom a paper goes to, and the tables of each."""
    issuer, work = views.workspace.plans[plan].issuer, views.work_of_plans[plan]
    listed = addressed(views.texts[plan], work, issuer)
    return {name: [(table.id, table.caption) for table in sheet.tables] for name, sheet in listed}


def _letterheads(views: Views, plan: str) -> object:
    """What stands at the head of papers of the issuer, of who leads first, and of the last agency of the register."""
    leads = next(row.lead_ids[0] for row in task_rows(views.matrices[plan]))
    agencies = [id_ for id_, agency in views.workspace.agencies.items() if not isinstance(agency, AgencyGroup)]
    text, codes = views.texts[plan], {views.workspace.plans[plan].issuer: "", leads: "TTr", agencies[-1]: "BC"}
    return {
        agency: letterhead(text, views.phrases, code, agency, "Người Ký" * bool(code), DAY.year)
        for agency, code in codes.items()
    }


OPINIONS = (
    {
        "kind": "edit",
        "agency": 0,
        "day": "2026-12-01",
        "place": "I.1",
        "old": "giếng",
        "text": "giếng khoan",
        "answer": "taken",
    },
    {"kind": "edit", "author": "An", "old": "ống", "answer": "not-taken", "why": "cần ống"},
    {"kind": "edit", "agency": 0, "author": "Bình", "text": "thêm bể", "answer": "partly", "why": "một bể"},
    {"kind": "edit", "old": "bể", "text": "bể (chuyển ra sau II.2)"},
    {"kind": "comment", "text": "cần rõ hơn"},
    {"kind": "agreement", "agency": 1},
    {"kind": "agreement", "agency": 1, "author": "Chi"},
)


def _opinions(views: Views) -> object:
    """Opinions of two agencies of the register and of people, in a table about the first plan."""
    named = [*views.workspace.agencies]
    fields = [{**each, "agency": named[each["agency"]]} if "agency" in each else each for each in OPINIONS]
    opinions = tuple(
        Opinion.model_validate({"id": f"y-{at}", "file": "y-kien.docx", **each}) for at, each in enumerate(fields)
    )
    return [opinion_count(opinions), opinion_table(next(iter(views.texts.values())), opinions)]


def _statuses(views: Views, plan: str) -> object:
    period = views.workspace.plans[plan].period
    days = (period.first - timedelta(1), period.first, period.last, period.last + timedelta(1))
    return {str(day): status_view(views.workspace, views.workspace.plans[plan], day, views.phrases) for day in days}


def _register(views: Views) -> object:
    matrices = {plan: views.matrices[plan] for plan in views.workspace.plans}
    return register(views.workspace, matrices, views.charges, DAY)


def _findings(views: Views) -> object:
    told = explanations(ROOT / PAGE)
    found = findings_views(views.workspace, views.texts, views.views, told, findings(views.workspace))
    return {
        plan: (
            f"{check.title}: {finding.page}#{finding.item} {finding.place} {finding.part} | {finding.message.spoken()}"
            for check in view.checks
            for finding in check.findings
        )
        for plan, view in found.items()
    }


def _glossary(views: Views) -> object:
    texts = {plan: texts_of(view) for plan, view in views.views.items()}
    named = [agency for agency, view in views.agencies.items() if view.is_named]
    return glossary(views.workspace, [("BHXH", "bảo hiểm xã hội")], texts, named)


# What is worked out once, and what pages and files ask for beside it.
WHOLE: dict[str, Callable[[Views], object]] = {
    **{
        name: (lambda views, name=name: getattr(views, name))
        for name in (
            *("numbered", "matrices", "matrix_tables", "views", "grids", "charges"),
            *("agencies", "agency_sheets", "all_commitments", "deadlines", "work", "money", "money_by_place", "runs"),
            *("overviews", "progress_by_period", "indicators", "documents", "lineages", "histories"),
        )
    },
    "open_data_rows": lambda views: data_rows(views, DAY),
    "open_sdg": lambda views: observations(views.workspace, views.texts),
    "workbook_sheets": of_each_plan(_workbook),
    "collection_workbook": of_each_plan(_forms),
    "period_reports": of_each_plan(_reports),
    "tracker": of_each_plan(_tracker),
    "register": _register,
    "register_rows": lambda views: {"register": rows_of_register(views, DAY), "calendar": rows_of_calendar(views, DAY)},
    "rows_of_agencies": lambda views: rows_of_agencies(views, DAY, list(views.work)[:2]),
    "calendar": lambda views: quarters(views.deadlines, views.phrases),
    "worklist": lambda views: {
        agency: [f"{term.kind} {term.year} {' '.join(row.item for row in term.rows)}" for term in work_terms(rows, DAY)]
        for agency, rows in views.work.items()
    },
    "late_work": lambda views: {agency: views.late_work(agency) for agency in views.work},
    "reached": lambda views: {agency: views.reached_by(agency) for agency in views.work},
    "result_lines": of_each_plan(lambda views, plan: [*map(views.result_lines, filter(None, [views.progress[plan]]))]),
    "outcomes": lambda views: {view.id: views.outcomes(view) for view in views.indicators},
    "decisions": of_each_plan(lambda views, plan: open_decisions(views.workspace.plans[plan], views.texts[plan])),
    "handover": of_each_plan(lambda views, plan: handover(views.texts[plan])),
    "load": of_each_plan(lambda views, plan: shared_tasks(views.texts[plan], views.matrices[plan])),
    "paper": of_each_plan(_addressed),
    "letterheads": of_each_plan(_letterheads),
    "opinions": _opinions,
    "statuses": of_each_plan(_statuses),
    "last_states": of_each_plan(lambda views, plan: last_states(views.texts[plan])),
    "aims_plots": lambda views: {view.id: aims_plot(view, views.phrases) for view in views.indicators},
    "findings": _findings,
    "glossary": _glossary,
}


# Where it is told whole what other views only name.
TOLD_HERE = {"matrices": TaskRow, "charges": Charge, "all_commitments": Commitment, "deadlines": Due, "work": WorkRow}


@pytest.mark.parametrize("view", WHOLE)
def test_whole(offices, words, golden, view):
    told = (*WORKSPACES, "shapes") if view in ALSO_OF_SHAPES else WORKSPACES
    whole = {f"= {name}": WHOLE[view](Views(offices[name], words)) for name in told}
    golden(f"views/{view}.txt", "\n".join(Whole(TOLD_HERE.get(view)).lines(whole)) + "\n")


def test_all_that_a_plan_says_is_printed(offices, words):
    """A paragraph that the data have and the text lacks would be missed by nobody who reads the text."""
    lost = []
    for office in offices.values():
        for plan in office.plans.values():
            body = Views(office, words).views[plan.id].body
            printed = {id_ for block in body for id_ in (block.id, *getattr(block, "also", ()))}
            hidden = [
                inner for entry in plan.walk() if not getattr(entry, "is_printed", True) for inner in entry.walk()
            ]
            printed |= {getattr(entry, "id", "") for entry in hidden}
            lost += [entry.id for entry in plan.walk() if isinstance(entry, PRINTED) and entry.id not in printed]
    assert lost == []
