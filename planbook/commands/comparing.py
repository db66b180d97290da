"""Commands that say what changed."""

import sys
from datetime import date, datetime, time
from pathlib import Path

import click

from planbook.commands.days import DayOption
from planbook.commands.language import say
from planbook.commands.manners import NEW_FILE, NEW_FOLDER, ROOT, user_errors
from planbook.messages.diagnostics import Text

# What a change may be about, and findings; a test holds it to what the comparison knows, which is heavy to import.
FAIL_ON = ("figures", "responsibility", "deadlines", "legal-bases", "standing", "wording", "structure", "findings")


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@ROOT
@click.option("--format", "form", type=click.Choice(["text", "markdown", "html", "json"]), default="text")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    multiple=True,
    help="Exit code 1 if there are such changes, or findings that are new or newly accepted.",
)
@click.option("--only", metavar="agency:ID|kind:WEIGHT", help="Only what touches an agency, or changes of one weight.")
@click.option(
    "--source-url", default="", help="Where the files of NEW can be read, for links in Markdown; else by mkdocs.yml."
)
def diff(
    old: str, new: str | None, root: Path, form: str, fail_on: tuple[str, ...], only: str | None, source_url: str
) -> None:
    """Say what changed in substance between two states of the data.

    OLD and NEW are git revisions, folders that hold data/, or plans of this folder. Without NEW the working tree
    is meant, against the commit where this branch left OLD; for a plan, the one that it follows. A...B is B against
    the commit where it left A.
    """
    from planbook.repository.limits import uncollected

    with user_errors(), uncollected():
        from planbook.review.states import differences, narrowed, written_report

        whole = differences(root.resolve(), old, new)
        click.echo(written_report(root, narrowed(whole, only), form, source_url), nl=False)
        if whole.has_any(fail_on):
            sys.exit(1)


@click.command()
@click.argument("item")
@ROOT
def history(item: str, root: Path) -> None:
    """Say what every commit made of one item: a figure, a task, a deadline. ITEM is its id, or PLAN/ID."""
    from planbook.review.history import written_history

    with user_errors():
        click.echo(written_history(root.resolve(), item), nl=False)


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("-o", "--output", required=True, type=NEW_FILE, help="The .docx to write.")
@click.option("--plan", default="", help="The plan, where more than one differs.")
@click.option("--author", default="planbook", show_default=True, help="Whose the changes are.")
@click.option("--date", "when", type=DayOption(), help="Their day; else that of the new state.")
@ROOT
def redline_command(
    old: str, new: str | None, output: Path, plan: str, author: str, when: date | None, root: Path
) -> None:
    """Write the Word draft of NEW with every change since OLD tracked; both are named as for diff."""
    if output.suffix.lower() != ".docx" and (output.is_file() or not output.exists()):
        wrong = Text("{path} is no name of a Word file; end it in .docx", {"path": output})
        raise click.UsageError(say(wrong))
    from planbook.repository.output_files import write_output
    from planbook.review.redline import redlined

    with user_errors():
        moment = datetime.combine(when, time()) if when else None
        write_output(output, redlined(root.resolve(), old, new, plan, author, moment))


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("-o", "--output", "folder", required=True, type=NEW_FOLDER, help="Folder of the pack.")
@click.option("--source-url", default="", help="As for diff.")
@ROOT
def review_command(old: str, new: str | None, folder: Path, source_url: str, root: Path) -> None:
    """Write all that a reviewer needs into one folder and archive: summary, redlines, marked matrices, whom to ask."""
    from planbook.review.pack import review as write_pack

    with user_errors():
        for path in write_pack(root.resolve(), old, new, folder, source_url):
            click.echo(folder / path)
