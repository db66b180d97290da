"""The command line: what each command is called, takes and answers. The work is done elsewhere."""

import sys
from pathlib import Path

import click

LANGUAGE = click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of messages.")
ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("."),
    help="Folder that holds data/, templates/ and content/.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Plans as data: YAML in git to website, Word drafts and PDF matrices."""


@main.command()
@ROOT
@LANGUAGE
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text")
def check(root: Path, lang: str, form: str) -> None:
    """Say what is wrong in data/; exit 0 clean, 1 errors, 2 usage, 3 machine."""
    from planbook.diagnostics import as_github, as_json, as_text
    from planbook.loading import load

    workspace, found = load(root / "data")
    if form == "text":
        click.echo(as_text(found, workspace.lines, lang), nl=False)
    else:
        click.echo((as_json if form == "json" else as_github)(found, lang), nl=False)
    sys.exit(any(diagnostic.stops_the_build for diagnostic in found))
