"""The commands that write the papers around a plan and the reports about it."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from planbook.commands.days import DayOption
from planbook.commands.language import say
from planbook.commands.manners import FILE, NEW_FILE, ROOT, user_errors
from planbook.messages.diagnostics import Text

# A test holds it to what there is, which is heavy to import.
PAPER_KINDS = ("consultation", "opinions", "submission", "signing", "assignment", "correction")


@click.command()
@click.argument("plan")
@click.argument("kind", type=click.Choice(PAPER_KINDS))
@click.option("-o", "--output", required=True, type=NEW_FILE, help="The .docx to write.")
@click.option("--from", "issuer", metavar="ID", default="", help="Who issues the paper; else who issues the plan.")
@click.option(
    "--agency", metavar="ID", default="", help="The one agency that it goes to; else all that the plan gives work."
)
@click.option("--by", type=DayOption(), help="The day before which opinions are wanted.")
@click.option(
    "--signatory", metavar="NAME", default="", help="Who signs; else who signs the plan, if the issuer is the same."
)
@ROOT
def paper_command(
    plan: str, kind: Any, output: Path, issuer: str, agency: str, by: date | None, signatory: str, root: Path
) -> None:
    """Write a paper around a plan as a Word file: asking for opinions, answering them, submission, signing copy, tasks, correction."""
    from planbook.outputs.papers import PaperRequest, write_paper
    from planbook.repository.output_files import write_output

    with user_errors():
        request = PaperRequest(plan, kind, issuer, signatory, agency, by)
        content, notes = write_paper(root.resolve(), request)
        write_output(output, content)
        for note in notes:
            click.echo(say(note), err=True)


@click.command()
@click.argument("plan")
@click.argument("period")
@click.option("-o", "--output", type=NEW_FILE, help="The .docx or .pdf to write; else bao-cao-PLAN-PERIOD.docx here.")
@click.option(
    "--from", "issuer", metavar="ID", default="", help="Who reports, of its own work; else who issues the plan."
)
@click.option(
    "--signatory", metavar="NAME", default="", help="Who signs; else who signs the plan, if the issuer is the same."
)
@click.option("--form", metavar="ID", default="", help="A form of templates/report/forms.yaml instead, as an .xlsx.")
@ROOT
def report_command(
    plan: str, period: str, output: Path | None, issuer: str, signatory: str, form: str, root: Path
) -> None:
    """Write the report about a period of a plan (2026-Q1) as a Word file or a PDF: results, difficulties, proposals, what comes next."""
    from planbook.outputs.period_reports import ReportRequest, write_report
    from planbook.outputs.report_forms import write_form
    from planbook.repository.output_files import write_output

    endings = (".xlsx",) if form else (".docx", ".pdf")
    path = output or Path("-".join(filter(None, ("bao-cao", plan, period.lower(), issuer, form))) + endings[0])
    if path.suffix.lower() not in endings:
        raise click.BadParameter(
            say(Text("a report is written as .docx or .pdf, a form as .xlsx, not {path}", {"path": path.name}))
        )
    with user_errors():
        request = ReportRequest(plan, period, issuer, signatory)
        made = write_form(root.resolve(), request, form) if form else b""
        write_output(path, made or write_report(root.resolve(), request, as_pdf=path.suffix.lower() == ".pdf"))
    if output is None:
        click.echo(str(path))


@click.command("archive")
@click.argument("plan")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The new folder, or the .zip, to write."
)
@click.option("--signed", type=FILE, multiple=True, help="A file that was signed (PDF), to go along as it is.")
@ROOT
def archive_command(plan: str, output: Path, signed: tuple[Path, ...], root: Path) -> None:
    """Write the package in which an issued plan goes into an archive (E-ARK SIP): what was signed, what is printed, the data."""
    from planbook.outputs.archive import archive_package
    from planbook.repository.output_files import empty_folder, write_folder, write_output, zipped

    is_zip = output.suffix.lower() == ".zip"
    with user_errors():
        if not is_zip:
            empty_folder(output)
        files, made = archive_package(root.resolve(), plan, {path.name: path.read_bytes() for path in signed})
        if is_zip:
            write_output(output, zipped(files, made, f"{plan}/"))
        else:
            with write_folder(output, files):
                pass
    click.echo(say(Text("written: {path}", {"path": output})))


@click.command("export")
@click.argument("plan")
@click.option("-o", "--output", required=True, type=NEW_FILE, help="The .csv or .xlsx to write.")
@ROOT
def export_command(plan: str, output: Path, root: Path) -> None:
    """Write the tasks of a plan for a program that tracks work, with the columns that data/office.yaml names (tracker:)."""
    from planbook.outputs.task_export import exported_tasks
    from planbook.repository.output_files import write_output

    if output.suffix.lower() not in (".csv", ".xlsx"):
        raise click.BadParameter(say(Text("tasks are written as .csv or .xlsx, not {path}", {"path": output.name})))
    with user_errors():
        write_output(output, exported_tasks(root.resolve(), plan, as_workbook=output.suffix.lower() == ".xlsx"))
