"""Commands that write data."""

import sys
from pathlib import Path

import click

from planbook.commands.manners import LANGUAGE, ROOT, user_errors


@click.command()
@ROOT
@LANGUAGE
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file is laid out otherwise.")
def fmt(root: Path, lang: str, only_check: bool) -> None:
    """Lay the files of data/ out in one way: texts folded at one width, lists indented alike."""
    from planbook.drafting import format_data

    with user_errors(lang):
        changed = format_data(root.resolve(), only_check=only_check)
    click.echo("".join(f"{path}\n" for path in changed), nl=False)
    sys.exit(only_check and bool(changed))


@click.command()
@click.argument("plan")
@click.argument("year", type=click.IntRange(1946, 2100))
@ROOT
@LANGUAGE
@click.option("--id", "name", default="", help="Id of the new plan; else the old one with the new year in it.")
@click.option("--merge", is_flag=True, help="Where the draft is there already, say what a new one would add.")
def rollover(plan: str, year: int, root: Path, lang: str, name: str, merge: bool) -> None:
    """Write next year's draft of a plan into data/plans/, with what is left to decide."""
    from planbook.drafting import roll_over

    with user_errors(lang):
        click.echo(roll_over(root.resolve(), plan, year, lang, name, merge=merge), nl=False)


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@ROOT
@LANGUAGE
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--accept", "accepted", metavar="ID", multiple=True, help="Take an uncertain edit over; once for each.")
@click.option("--apply", is_flag=True, help="Write what is certain or accepted into data/plans/.")
def pull(file: Path, root: Path, lang: str, form: str, accepted: tuple[str, ...], *, apply: bool) -> None:
    """Say what an edited workbook changes, and bring it back into the data; exit 1 while something is left to do."""
    from planbook.importers.proposals import as_json, as_text
    from planbook.pulling_sheet import pull_workbook

    with user_errors(lang):
        answer = pull_workbook(root.resolve(), file, accepted, apply=apply)
    click.echo((as_json if form == "json" else as_text)(answer, lang), nl=False)
    sys.exit(answer.is_left(accepted))
