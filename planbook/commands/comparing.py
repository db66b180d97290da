"""Commands that say what changed."""

from pathlib import Path

import click

from planbook.commands.manners import LANGUAGE, ROOT, user_errors


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@ROOT
@LANGUAGE
@click.option("--format", "form", type=click.Choice(["text", "markdown", "html", "json"]), default="text")
@click.option("--only", metavar="agency:ID|kind:WEIGHT", help="Only what touches an agency, or changes of one weight.")
@click.option(
    "--source-url", default="", help="Where the files of NEW can be read, for links in Markdown; else by mkdocs.yml."
)
def diff(old: str, new: str | None, root: Path, lang: str, form: str, only: str | None, source_url: str) -> None:
    """Say what changed in substance between two states of the data.

    OLD and NEW are git revisions, folders that hold data/, or plans of this folder. Without NEW the working tree
    is meant; for a plan, the one that it follows.
    """
    from planbook.comparison import differences, narrowed, written

    with user_errors(lang):
        found = narrowed(differences(root.resolve(), old, new), only)
        click.echo(written(root, found, form, lang, source_url), nl=False)
