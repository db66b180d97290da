"""A form of a national programme, filled in from the results of a period: an Excel file."""

from dataclasses import replace
from pathlib import Path

from planbook.loading.own_templates import read_template
from planbook.loading.workspace import sound
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.item import ItemId
from planbook.model.period import official_day
from planbook.model.report_form import ReportForm, ReportForms
from planbook.outputs.origin import made_of, source_revision
from planbook.outputs.period_reports import ReportRequest, report_paper
from planbook.render.sheet import workbook
from planbook.repository.files import read_folder
from planbook.views.report_form import form_sheet
from planbook.views.workbook.assembly import Origin, workbook_view

_FORMS = "templates/report/forms.yaml"


def write_form(root: Path, request: ReportRequest, form: str) -> bytes:
    """A form filled in from the results of a period.

    Raises `UnknownPlan`, `Misuse`, and `BuildStopped` where the data or the list of forms cannot be read.
    """
    forms = read_template(root, _FORMS, ReportForms)
    paper = report_paper(root, sound(read_folder(root / "data")), request)
    entry = _form(forms, form)
    day = paper.results.as_of.first
    if day < entry.start.first or (entry.end and day > entry.end.first):
        values = {
            "form": form,
            "start": official_day(entry.start.first),
            "end": official_day(entry.end.first) if entry.end else "…",
            "day": official_day(day),
        }
        raise Misuse(Text("the form {form} is used from {start} to {end}, the period was closed on {day}", values))
    desk = paper.desk
    text, view = desk.views.texts[desk.plan.id], desk.views.views[desk.plan.id]
    sheet = form_sheet(entry, forms, paper.report, text)
    revision = str(source_revision(desk.root, *made_of(desk.plan.id)))
    book = workbook_view(text, view, {"about_form": sheet}, Origin(revision, desk.made.date()))
    return workbook(replace(book, plan=ItemId.of(desk.plan.id, form)), desk.made)


def _form(forms: ReportForms, form: str) -> ReportForm:
    entry = next((entry for entry in forms.forms if entry.id == form), None)
    if entry is None:
        names = ", ".join(entry.id for entry in forms.forms)
        raise Misuse(
            Text("no form is called {form}; templates/report/forms.yaml has: {forms}", {"form": form, "forms": names})
        )
    return entry
