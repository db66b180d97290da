"""The command that proves where published files come from."""

import sys
from pathlib import Path

import click

from planbook.commands.language import say
from planbook.commands.manners import FORMAT, LANGUAGE, ROOT, findings_report, user_errors


@click.command()
@click.argument("path", metavar="SITE|FILE", type=click.Path(exists=True, path_type=Path))
@ROOT
@LANGUAGE
@FORMAT
def verify_command(path: Path, root: Path, form: str) -> None:
    """Prove that published files say what the data of their revision say.

    SITE is a published folder (site/, site-offline/); FILE one of its files, or a Word draft, workbook or PDF from
    anywhere. Exit 0 if all agree, 1 with what does not, 2 usage, 3 machine.
    """
    from planbook.verify.file import verify_file
    from planbook.verify.site import verify_site

    with user_errors():
        result = (verify_site if path.is_dir() else verify_file)(path, root.resolve())
    click.echo(findings_report(result.findings, result.lines, form), nl=False)
    if form == "text":
        click.echo(say(result.summary))
    sys.exit(bool(result.findings))
