"""The command line: what each command is called, takes and answers. The work is done elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from planbook.diagnostics import as_github, as_json, as_text
from planbook.messages import translate

LANGUAGE = click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of messages.")
ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder that holds data/, templates/ and content/.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Plans as data: YAML in git to website, Word drafts and PDF matrices. No command means build."""
    if context.invoked_subcommand is None:
        context.invoke(build)


@main.command()
@ROOT
@LANGUAGE
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that counts as today on the pages.")
def build(root: Path = Path(), lang: str = "vi", as_of: datetime | None = None) -> None:
    """Check data/, render everything and publish it into site/."""
    from planbook import build as pipeline

    with _user_errors(lang):
        sources = pipeline.build(root.resolve(), as_of.date() if as_of else None)
        click.echo(as_text(sources.found, sources.workspace.lines, lang), nl=False, err=True)


@main.command()
@ROOT
@LANGUAGE
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text")
def check(root: Path, lang: str, form: str) -> None:
    """Say what is wrong in data/; exit 0 clean, 1 errors, 2 usage, 3 machine."""
    from planbook.loading import load

    with _user_errors(lang):
        workspace, found = load(root / "data")
    if form == "text":
        click.echo(as_text(found, workspace.lines, lang), nl=False)
    else:
        click.echo((as_json if form == "json" else as_github)(found, lang), nl=False)
    sys.exit(any(diagnostic.stops_the_build for diagnostic in found))


@contextmanager
def _user_errors(lang: str) -> Iterator[None]:
    """Turn what a user or the machine caused into words and an exit code: 1 data, 3 machine."""
    try:
        yield
    except OSError as error:
        say = translate("the machine refuses: {problem}", lang).format(problem=error)
        click.echo(say, err=True)
        sys.exit(3)
    except Exception as error:
        found = getattr(error, "found", None)
        if found is not None:
            click.echo(as_text(found, getattr(error, "lines", {}), lang), nl=False, err=True)
        elif type(error).__module__.startswith("planbook."):
            click.echo(str(error), err=True)
        else:
            raise
        sys.exit(1)
