"""What files about a plan must say that no site publishes: reports about a period, workbooks of results, lists of tasks for other programs."""

import re
from datetime import date

from planbook.model.collection import Collection
from planbook.model.item import ItemId
from planbook.model.period import parse_report_period
from planbook.outputs.edition import Edition
from planbook.outputs.period_reports import ReportRequest, report_paper
from planbook.outputs.proofs.documents import printed_line, sheet_lines
from planbook.outputs.proofs.lines import Expected, ExpectedLine
from planbook.render.article import article_lines
from planbook.render.sheet import workbook
from planbook.verify.readers import Reading, workbook_lines
from planbook.views.tracker import tracker_sheet
from planbook.views.workbook.collection import MARK, collection_workbook
from planbook.views.workbook.collection_cover import FormRequest

_REPORT = re.compile(r"report-(?P<period>\d{4}(?:-\w+)?)(?:-by-(?P<agency>.+))?")
_GIVEN_OUT = re.compile(
    rf"\b{MARK} \S+ (?P<plan>\S+) (?P<period>\S+) (?P<agency>\S+) (?P<closing>\S+) (?P<revision>\S+)"
)


def beside(edition: Edition, reading: Reading) -> Expected | None:
    """What a file must say that stands beside the published ones; None for one that is none of those that can be proved.

    Raises what the data refuse: a period without results, an agency that the register does not have.
    """
    document = ItemId(reading.plan)
    plan = document.entry
    if plan not in edition.workspace.plans:
        return None
    if match := _REPORT.fullmatch(document.part):
        return _report(edition, ReportRequest(plan, match["period"].upper(), match["agency"] or ""))
    if document.is_part:
        return None
    if match := next((match for line in reading.lines if (match := _GIVEN_OUT.search(line.item))), None):
        return _collected(edition, plan, match)
    sheet = tracker_sheet(edition.texts[plan], edition.matrices[plan], edition.workspace.office.tracker)
    lines = tuple(sheet_lines(sheet))
    is_tracker = reading.lines and reading.lines[0].text == lines[0].text
    return Expected(lines, whole=True, plan=plan) if is_tracker else None


def _report(edition: Edition, request: ReportRequest) -> Expected:
    """Every paragraph and row of a report, as its Word file has them."""
    paper = report_paper(edition.root, edition.workspace, request)
    lines = (printed_line(line, request.plan) for line in article_lines(paper.html))
    return Expected(tuple(lines), whole=True, plan=request.plan)


def _collected(edition: Edition, plan: str, mark: re.Match[str]) -> Expected | None:
    """Every row of the workbook that an agency was given; what it filled in stands there more."""
    agency = mark["agency"]
    collection = Collection(edition.workspace, edition.workspace.plans[plan], parse_report_period(mark["period"]))
    if agency not in collection.parts:
        return None
    request = FormRequest(
        agency, date.fromisoformat(mark["closing"]), collection.last_day(agency), mark["revision"].strip("-")
    )
    content = workbook(collection_workbook(collection, edition.texts[plan], request), edition.made)
    lines = (ExpectedLine(line.item, (line.text,)) for line in workbook_lines(content).lines)
    return Expected(tuple(lines), whole=True, plan=plan)
