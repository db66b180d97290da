"""The command that asks agencies what came of a plan."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from planbook.commands.days import DayOption
from planbook.commands.language import say
from planbook.commands.manners import NEW_FILE, NEW_FOLDER, ROOT, user_errors
from planbook.messages.diagnostics import Text
from planbook.repository.revisions import VIETNAM


def report_period(_context: click.Context, _option: click.Parameter, text: str) -> Any:
    """Read a period that is reported on; anything else is a usage error."""
    from pydantic_core import PydanticCustomError

    from planbook.model.period import parse_report_period

    try:
        return parse_report_period(text)
    except PydanticCustomError as error:
        refusal = Text("“{text}” is no period; write 2026-03, 2026-Q1, 2026-H1, 2026-9M or 2026", {"text": text})
        raise click.BadParameter(say(refusal)) from error


@click.command("collect")
@click.argument("plan")
@click.argument("period", callback=report_period)
@ROOT
@click.option("-o", "--output", type=NEW_FOLDER, help="The folder for the workbooks.")
@click.option("--closing", type=DayOption(), help="The day that the figures are of; else the last one of the period.")
@click.option("--by", "last_day", type=DayOption(), help="The last day to answer; else what the reporting duties say.")
@click.option(
    "--money", metavar="ID", default="", help="Who tells of the money that no task has; else who issues the plan."
)
@click.option("--missing", is_flag=True, help="Write no workbooks; say who has not answered, in the words of a letter.")
@click.option("--as-of", type=DayOption(), help="With --missing, the day that counts as today.")
@click.option("--ics", type=NEW_FILE, help="With --missing, write what is missing as a calendar.")
def collect_command(
    plan: str,
    period: Any,
    root: Path,
    output: Path | None,
    closing: date | None,
    last_day: date | None,
    money: str,
    as_of: date | None,
    ics: Path | None,
    *,
    missing: bool,
) -> None:
    """Write a workbook for each agency to tell what came of its part of a plan in a period (2026-Q1), for `pull`."""
    from planbook.outputs.collecting import Collecting, CollectRequest
    from planbook.repository.output_files import write_output

    with user_errors():
        if missing == bool(output) or (not missing and (ics or as_of)):
            raise click.UsageError(
                say(Text("write -o and a folder for the workbooks, or --missing, with which --as-of and --ics go"))
            )
        collecting = Collecting(root.resolve(), CollectRequest(plan, period, closing, last_day, money))
        if output:
            output.mkdir(parents=True, exist_ok=True)
            for name, content in collecting.workbooks():
                write_output(output / name, content)
                click.echo(output / name)
            return
        if ics:
            write_output(ics, collecting.calendar())
        lines = collecting.reminder(as_of or datetime.now(VIETNAM).date())
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
        if collecting.plan.issuer in collecting.missing:
            click.echo(say(Text("nobody has told yet what the issuer of the plan tells of itself")), err=True)
        elif not lines:
            click.echo(say(Text("all have answered")), err=True)
