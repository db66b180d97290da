"""Commands that write data."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from planbook.commands.days import DayOption
from planbook.commands.language import say
from planbook.commands.manners import FILE, LANGUAGE, NEW_FILE, NEW_FOLDER, ROOT, user_errors
from planbook.messages.diagnostics import Text


def years(_context: click.Context, _option: click.Parameter, text: str) -> Any:
    """Read a year or years; anything else is a usage error."""
    from planbook.model.period import parse_years

    when = parse_years(text)
    if when is None:
        raise click.BadParameter(say(Text("“{text}” is no year and no years; write 2027 or 2026-2030", {"text": text})))
    return when


@click.command()
@ROOT
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file is laid out otherwise.")
def fmt(root: Path, only_check: bool) -> None:
    """Lay the files of data/ out in one way: texts folded at one width, lists indented alike."""
    from planbook.authoring.roll_over import format_data

    with user_errors():
        changed = format_data(root.resolve(), only_check=only_check)
    click.echo("".join(f"{path}\n" for path in changed), nl=False)
    sys.exit(only_check and bool(changed))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@LANGUAGE
@click.option(
    "--place",
    "--issuer",
    "place",
    default="",
    metavar="NAME",
    help="Whose plans: a province; a commune, a comma and its province; a body of either; a ministry. Else as the folder is called.",
)
@click.option("--subject", default="", metavar="WORDS", help="What the plans are about, if it is one thing.")
def init(folder: Path, place: str, subject: str) -> None:
    """Make a new office's folder that builds at once; one that is not empty is refused."""
    from planbook.authoring.init import make_office

    with user_errors():
        for sentence in make_office(folder, place, " ".join(subject.split())):
            click.echo(say(sentence))


@click.command()
@click.argument("plan")
@ROOT
@click.option(
    "--kind", type=click.Choice(["province", "commune", "unit", "project"]), help="Which beginning; else by the place."
)
@click.option("--jurisdiction", metavar="ID", default="", help="Whose plan, by id; else the place of data/office.yaml.")
@click.option("--year", "period", metavar="YEAR[-YEAR]", required=True, callback=years, help="2027, or 2026-2030.")
@click.option("--issuer", metavar="ID", default="", help="Who issues it, if the place has several bodies.")
@click.option("--programme", metavar="ID", default="", help="For --kind project: an id of data/programmes.yaml.")
@click.option("--subject", default="", metavar="WORDS", help="What it is about, if not what data/office.yaml says.")
def new(
    plan: str, root: Path, kind: str | None, jurisdiction: str, period: Any, issuer: str, programme: str, subject: str
) -> None:
    """Begin a plan that follows none: an empty one, with guidance as comments."""
    from planbook.authoring.begin import begin

    with user_errors():
        for sentence in begin(
            root.resolve(), plan, kind or "", jurisdiction, period, issuer, programme, " ".join(subject.split())
        ):
            click.echo(say(sentence))


@click.command()
@click.argument("plan")
@ROOT
@click.option("--number", required=True, help="Number and symbol: 12/KH-UBND.")
@click.option("--date", "day", required=True, type=DayOption(), help="The day of signing.")
@click.option("--signatory", default="", help="The name of who signs, if the plan does not name it yet.")
@click.option("--amendment", metavar="REASON", default="", help="The document amends the issued plan: why.")
def issue_command(plan: str, root: Path, number: str, day: date, signatory: str, amendment: str) -> None:
    """Issue a draft, so that later edits are errors; with --amendment, write down what changed an issued plan."""
    from planbook.authoring.issue import Signing, issue

    with user_errors():
        for sentence in issue(root.resolve(), plan, Signing(number, day, signatory, amendment)):
            click.echo(say(sentence))


@click.command()
@click.argument("plan")
@click.argument("period")
@ROOT
@click.option("--amendment", metavar="REASON", default="", help="Another document corrects the closed period: why.")
@click.option("--number", default="", help="Number and symbol of that document: 70/BC-UBND.")
@click.option("--date", "day", type=DayOption(), help="The day of that document.")
def close_command(plan: str, period: str, root: Path, amendment: str, number: str, day: date | None) -> None:
    """Seal the results of a period (2026-Q1); with --amendment, write down what corrects a sealed one."""
    from planbook.authoring.close_period import Correction, close

    if len({bool(amendment), bool(number), bool(day)}) != 1:
        raise click.UsageError(say(Text("--amendment, --number and --date belong together")))
    with user_errors():
        correction = Correction(number, day, amendment) if day and amendment else None
        for sentence in close(root.resolve(), plan, period, correction):
            click.echo(say(sentence))


@click.command()
@click.argument("plan")
@click.argument("period", metavar="YEAR[-YEAR]", callback=years)
@ROOT
@click.option("--id", "name", default="", help="Id of the new plan; else the old one with the new year in it.")
@click.option("--merge", is_flag=True, help="Where the draft is there already, say what a new one would add.")
def rollover_command(plan: str, period: Any, root: Path, name: str, merge: bool) -> None:
    """Write the draft of a plan for its next year or years into data/plans/, with what is left to decide."""
    from planbook.authoring.roll_over import roll_over

    with user_errors():
        click.echo(roll_over(root.resolve(), plan, period, name, merge=merge), nl=False)


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=FILE)
@ROOT
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--accept",
    "accepted",
    metavar="ID|all",
    multiple=True,
    help="Take an uncertain edit over, or all of them; ID@FILE is that of one file, also where others say something else.",
)
@click.option(
    "--except", "excepted", metavar="ID", multiple=True, help="Leave an edit or an item; ID@FILE in one file."
)
@click.option(
    "--only", "authors", metavar="AUTHOR", multiple=True, help="Take the edits of an author, agency or file alone."
)
@click.option("--apply", is_flag=True, help="Write what is certain or accepted into data/.")
@click.option(
    "--received",
    type=DayOption(),
    help="The day on which collection workbooks came that do not say theirs; else today.",
)
@click.option("--report", type=NEW_FILE, help="With --apply, write the report of all opinions about the plan: a .docx.")
def pull(
    files: tuple[Path, ...],
    root: Path,
    form: str,
    accepted: tuple[str, ...],
    excepted: tuple[str, ...],
    authors: tuple[str, ...],
    received: date | None,
    report: Path | None,
    *,
    apply: bool,
) -> None:
    """Say what edited drafts or workbooks of a plan change, and bring it back into the data; exit 1 while something is left."""
    from planbook.repository.limits import uncollected

    with user_errors(), uncollected():
        from planbook.returns.answers.answer import EditChoice
        from planbook.returns.answers.answer_report import answers_as_json, answers_as_text, warnings_as_text
        from planbook.returns.pull_files import pull_files

        if report and not apply:
            raise click.UsageError(say(Text("--report tells what was written: it goes with --apply")))
        choice = EditChoice(accepted, excepted, authors)
        pulled = pull_files(root.resolve(), files, choice, apply=apply, received=received)
        if form == "json":
            report_text = answers_as_json(pulled.report, pulled.new_warnings)
        else:
            lines = pulled.after.workspace.lines
            report_text = answers_as_text(pulled.report) + warnings_as_text(pulled.new_warnings, lines)
        if report:
            from planbook.outputs.papers import PaperRequest, write_paper  # what only a report needs
            from planbook.repository.output_files import write_output

            write_output(report, write_paper(root.resolve(), PaperRequest(pulled.plan, "opinions"))[0])
    click.echo(report_text, nl=False)
    sys.exit(pulled.is_left())


@click.command()
@click.argument("folder", default="inbox", type=NEW_FOLDER)
@ROOT
@click.option("-o", "--output", type=NEW_FILE, help="Write what the files say into a Markdown file, else print it.")
def inbox(folder: Path, root: Path, output: Path | None) -> None:
    """Take back every Word and Excel file of a folder, whatever its plan, and remove what was read; exit 1 while something is left."""
    from planbook.returns.inbox import take_inbox

    with user_errors():
        report = take_inbox(root.resolve(), root / folder)
        if output:
            from planbook.repository.output_files import write_output  # what only a file needs

            output.parent.mkdir(parents=True, exist_ok=True)
            write_output(output, report.text.encode())
        else:
            click.echo(report.text, nl=False)
    sys.exit(report.is_left)
