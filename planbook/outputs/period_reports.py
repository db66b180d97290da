"""The report about a period of a plan, as a Word file or a PDF: the same semantic text, from templates/report/."""

from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

from planbook.loading.workspace import sound
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.period import When, official_day, official_month
from planbook.model.results import PeriodResults, ReportResult
from planbook.model.workspace import Workspace
from planbook.outputs.paper_desk import PaperDesk, open_desk
from planbook.render.paper_css import paper_css
from planbook.render.templates import Templates
from planbook.repository.files import read_folder
from planbook.views.paper import Letterhead
from planbook.views.period_report import PeriodReport, period_report


@dataclass(frozen=True)
class ReportRequest:
    """Which period of which plan (2026-Q1), who reports (else who issued the plan), and who signs."""

    plan: str
    period: str
    issuer: str = ""
    signatory: str = ""

    @property
    def part(self) -> str:
        """What tells the file from others about the plan: report-2026-q1, report-2026-q1-by-so-y-te."""
        by = f"-by-{self.issuer}" if self.issuer else ""
        return f"report-{self.period.lower()}{by}"


@dataclass(frozen=True)
class ReportPaper:
    """A report with what it is made of: its semantic text, and the view that this lays out."""

    desk: PaperDesk
    results: PeriodResults
    report: PeriodReport
    html: str


def write_report(root: Path, request: ReportRequest, *, as_pdf: bool = False) -> bytes:
    """A report as a Word file or a PDF.

    Raises `UnknownPlan`, `Misuse`, `BuildStopped` where the data cannot be read, `TemplateProblem` and `UnknownElement`.
    """
    paper = report_paper(root, sound(read_folder(root / "data")), request)
    return _pdf(paper) if as_pdf else paper.desk.word(paper.html, request.part)


def report_paper(
    root: Path, workspace: Workspace, request: ReportRequest, templates: Templates | None = None
) -> ReportPaper:
    """A report as the data have it, by templates that were read before if there are any; raises what `write_report` does."""
    desk = open_desk(root, workspace, request.plan, "BC", request.issuer, request.signatory, templates)
    results = workspace.results_of(request.plan, request.period)
    report = period_report(desk.views.texts[request.plan], request.period, request.issuer)
    if results is None or report is None:
        periods = ", ".join(str(entry.period) for entry in workspace.results.get(request.plan, ()))
        values = {"plan": request.plan, "period": request.period, "periods": periods or "-"}
        raise Misuse(Text("{plan} has no results for {period}; there are: {periods}", values))
    number, day = _signed(results, report, request.issuer)
    content: dict[str, object] = {
        "report": report,
        "head": _dated(desk, number, day),
        "document": desk.document(number, official_day(day.first) if day else ""),
        "addressees": report.duty.addressees if report.duty else (),
        "recipients": desk.views.views[request.plan].recipients[: len(desk.plan.recipients)],
    }
    return ReportPaper(desk, results, report, desk.render(f"report/{report.kind}.html", **content))


def own_entry(results: PeriodResults, duty: str, issuer: str) -> ReportResult | None:
    """What a period says of the report of another agency than who issued the plan."""
    return next((entry for entry in results.reports if (entry.duty or "", entry.agency) == (duty, issuer)), None)


def _signed(results: PeriodResults, report: PeriodReport, issuer: str) -> tuple[str, When | None]:
    """The number and the day of the report, as far as the period says them."""
    if not report.agency:
        return results.number or "", results.date
    entry = own_entry(results, report.duty.id if report.duty else "", issuer)
    return ((entry.document or ""), entry.date) if entry else ("", None)


def _dated(desk: PaperDesk, number: str, day: When | None) -> Letterhead:
    """The head, with number and day where they are known."""
    head, say = desk.head(), desk.phrases.say
    if number:
        head = replace(head, number_line=say("number_line", number=number))
    if day:
        first = day.first
        written = say(
            "place_and_day", place="", day=f"{first.day:02}", month=official_month(first.month), year=str(first.year)
        )
        head = replace(head, place_and_day=head.place_and_day.partition(",")[0] + written)
    return head


def _pdf(paper: ReportPaper) -> bytes:
    from planbook.render.pdf import pdf  # what only a PDF needs

    desk = paper.desk
    html = desk.templates.render(
        "pdf/paper.html",
        article=paper.html,
        style=paper_css(desk.sheet),
        title=f"{paper.report.period} - {desk.views.views[desk.plan.id].short_title}",
        author=desk.head().called,
        created=desk.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return pdf(html)
