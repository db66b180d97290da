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
def diff(old: str, new: str | None, root: Path, lang: str, form: str, only: str | None) -> None:
    """Say what changed in substance between two states of the data.

    OLD and NEW are git revisions, folders that hold data/, or plans of this folder. Without NEW the working tree
    is meant; for a plan, the one that it follows.
    """
    from planbook.comparison import differences, narrowed
    from planbook.render import change_report
    from planbook.render.templates import Templates

    with user_errors(lang):
        found = narrowed(differences(root.resolve(), old, new), only)
        if form == "html":
            said = change_report.as_html(found, Templates(root / "templates"), lang)
        else:
            said = getattr(change_report, f"as_{form}")(found, lang)
        click.echo(said, nl=False)
