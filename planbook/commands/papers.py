"""The command that writes the papers around a plan."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from planbook.commands.days import DayOption
from planbook.commands.language import say
from planbook.commands.manners import LANGUAGE, ROOT, user_errors

# A test holds it to what there is, which is heavy to import.
PAPER_KINDS = ("consultation", "opinions", "submission", "signing", "assignment", "correction")


@click.command()
@click.argument("plan")
@click.argument("kind", type=click.Choice(PAPER_KINDS))
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The .docx to write."
)
@click.option("--from", "issuer", metavar="ID", default="", help="Who issues the paper; else who issues the plan.")
@click.option(
    "--agency", metavar="ID", default="", help="The one agency that it goes to; else all that the plan gives work."
)
@click.option("--by", type=DayOption(), help="The day before which opinions are wanted.")
@click.option(
    "--signatory", metavar="NAME", default="", help="Who signs; else who signs the plan, if the issuer is the same."
)
@ROOT
@LANGUAGE
def paper_command(
    plan: str, kind: Any, output: Path, issuer: str, agency: str, by: datetime | None, signatory: str, root: Path
) -> None:
    """Write a paper around a plan as a Word file: asking for opinions, answering them, submission, signing copy, tasks, correction."""
    from planbook.outputs.papers import PaperRequest, write_paper
    from planbook.repository.output_files import write_output

    with user_errors():
        request = PaperRequest(plan, kind, issuer, signatory, agency, by.date() if by else None)
        content, notes = write_paper(root.resolve(), request)
        write_output(output, content)
        for note in notes:
            click.echo(say(note), err=True)
