"""What is done without a returned file: see plans, begin the next year's, issue, take a step into the history or back."""

from collections.abc import Sequence

from flask import Blueprint, Response, request

from planbook.authoring.issue import Signing, issue
from planbook.authoring.roll_over import roll_over
from planbook.desk.office import WORD_TYPE, WORKBOOK_TYPE, DeskOffice, download, vietnamese
from planbook.importing.doubts import import_doubts
from planbook.importing.import_plans import CannotImport
from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import BuildStopped, Refusal, Text
from planbook.model.period import parse_years
from planbook.model.plan import Plan
from planbook.model.typed_day import typed_day
from planbook.outputs.documents import word_draft, workbook_of_plan
from planbook.outputs.edition import Edition
from planbook.outputs.papers import PaperRequest, write_paper
from planbook.repository.commits import DataHistory, data_history, save_data, steps, take_back
from planbook.repository.git_state import Unready

_DOCUMENTS = {"docx": (word_draft, WORD_TYPE), "xlsx": (workbook_of_plan, WORKBOOK_TYPE)}


def _latest_first(edition: Edition) -> list[Plan]:
    """The plans in the order in which somebody works on them: those of the latest years first, drafts before others."""
    return sorted(
        edition.workspace.plans.values(), key=lambda plan: (-plan.period.last.year, plan.status != "draft", plan.id)
    )


def _doubts(office: DeskOffice, edition: Edition, name: str) -> tuple[int, Sequence[Text]]:
    """How many doubts of an import are left in a plan, or why nobody can say: the plan itself can be read all the same."""
    try:
        return len(import_doubts(office.root, edition.workspace, edition.workspace.plans[name])), ()
    except CannotImport as refusal:
        return 0, refusal.sentences


def _home(office: DeskOffice) -> str | tuple[str, int]:
    """The first page: all that can be done, or where the data have errors only what mends them."""
    values: dict[str, object]
    try:
        values = {"history": data_history(office.root), "blocked": ()}
    except Unready as refusal:  # the plans can be read all the same
        values = {"history": DataHistory(), "blocked": refusal.sentences}
    try:
        edition = office.edition()
    except BuildStopped as stop:
        return office.render("home.html", findings=stop.findings, **values), 409
    listed = [
        (plan.id, edition.views[plan.id].short_title, edition.statuses[plan.id]) for plan in _latest_first(edition)
    ]
    return office.render("home.html", findings=(), plans=listed, next_year=edition.as_of.year + 1, **values)


def step_pages(office: DeskOffice) -> Blueprint:
    """The pages and forms, by their addresses below the desk's own."""
    pages = Blueprint("steps", __name__)

    @pages.get("/")
    def home() -> str | tuple[str, int]:
        return _home(office)

    @pages.get("/plan/<name>")
    def plan(name: str) -> str:
        edition = office.edition()
        file = edition.workspace.opinions.get(name)
        doubts, broken = _doubts(office, edition, plan_named(edition.workspace, name).id)
        return office.render(
            "plan.html",
            plan=name,
            view=edition.views[name],
            status=edition.statuses[name],
            article=edition.articles[name],
            findings=edition.findings[name],
            doubts=doubts,
            broken=broken,
            opinions=[{"answer": opinion.answer} for opinion in file.opinions] if file else [],
        )

    @pages.get("/plan/<name>/opinions")
    def opinions(name: str) -> Response:
        content, _ = write_paper(office.root, PaperRequest(name, "opinions"))
        return download(content, f"{name}-y-kien.docx", WORD_TYPE)

    @pages.get("/plan/<name>/<any(docx, xlsx):form>")
    def document(name: str, form: str) -> Response:
        edition = office.edition()
        make, kind = _DOCUMENTS[form]
        return download(make(edition, plan_named(edition.workspace, name)), f"{name}.{form}", kind)

    @pages.post("/rollover")
    def begin_next_year() -> str:
        name, year = (request.form.get(field, "").strip() for field in ("plan", "year"))
        period = parse_years(year) if year.isascii() else None
        if period is None:
            raise Refusal(Text("“{entry}” is no year; write it like {example}", {"entry": year, "example": "2027"}))
        subject = Text("{plan}: draft for {year}", {"plan": name, "year": year})
        return office.step(subject, lambda: roll_over(office.root, name, period).splitlines())

    @pages.post("/issue")
    def sign() -> str:
        fields = ("plan", "number", "day", "signatory", "amendment")
        name, number, day, signatory, amendment = (request.form.get(field, "").strip() for field in fields)
        signing = Signing(number, typed_day(day), signatory, amendment)
        subject = Text("{plan}: {number}, {day}", {"plan": name, "number": number, "day": day})
        return office.step(subject, lambda: issue(office.root, name, signing))

    @pages.post("/save")
    def save_edits() -> str:
        subject = vietnamese(Text("edits of the data that were made without the desk"))
        return office.done((), save_data(office.root, subject))

    @pages.post("/undo")
    def undo() -> str:
        name = request.form.get("commit", "")
        subject = next((step.commit.subject for step in steps(office.root) if step.commit.name == name), "")
        commit = take_back(office.root, name, vietnamese(Text("taken back: {subject}", {"subject": subject})))
        return office.done((), commit)

    return pages
