"""The command that brings old plans of an office into data."""

import sys
from pathlib import Path

import click

from planbook.commands.language import say
from planbook.commands.manners import NEW_FOLDER, ROOT, user_errors
from planbook.messages.diagnostics import Text


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, type=click.Path(path_type=Path))
@ROOT
@click.option("--id", "name", default="", metavar="ID", help="Id of the plan; else its place, number and year.")
@click.option("--jurisdiction", default="", metavar="ID", help="Whose plan, by id, if its head does not say it.")
@click.option(
    "--follows", default="", metavar="PLAN", help="The plan of the year before, whose tasks and targets it carries on."
)
@click.option("--proof", type=NEW_FOLDER, help="Folder for a page that shows each original beside its print.")
@click.option(
    "--accept",
    "accepted",
    default="",
    metavar="PLAN",
    help="Forget where the values of an imported plan come from, once all is decided.",
)
def import_command(
    files: tuple[Path, ...], root: Path, name: str, jurisdiction: str, follows: str, proof: Path | None, accepted: str
) -> None:
    """Bring old plans into data/plans/: Word, PDF or text, each value with its place in the file and every doubt as a decision.

    A plan that is there already is not touched: what the file would change in it is told.
    """
    from planbook.importing.import_plans import accept, import_plans
    from planbook.importing.plan_drafts import ImportOptions

    if bool(files) == bool(accepted):
        raise click.UsageError(say(Text("name the files of old plans, or --accept and an imported plan")))
    with user_errors():
        if accepted:
            for sentence in accept(root.resolve(), accepted):
                click.echo(say(sentence))
            return
        options = ImportOptions(name, jurisdiction, follows, proof)
        report, is_whole = import_plans(root.resolve(), files, options)
    click.echo(report, nl=False)
    sys.exit(not is_whole)
