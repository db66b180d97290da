"""The command line: what each command is called, takes and answers. The work is done elsewhere."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import click

from planbook.diagnostics import BuildStopped, Diagnostic, Refusal, as_github, as_json, as_text
from planbook.messages import translate

LANGUAGE = click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of messages.")
ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder that holds data/, templates/ and content/.",
)
FORMAT = click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text")


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Plans as data: YAML in git to website, Word drafts and PDF matrices. No command means build."""
    if context.invoked_subcommand is None:
        context.invoke(build)


@main.command()
@click.argument("plans", metavar="[PLAN]...", nargs=-1)
@ROOT
@LANGUAGE
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that counts as today on the pages.")
@click.option("--track", is_flag=True, help="Word records the changes of whoever opens the drafts made by this run.")
def build(
    plans: tuple[str, ...] = (),
    root: Path = Path(),
    lang: str = "vi",
    as_of: datetime | None = None,
    *,
    track: bool = False,
) -> None:
    """Check data/, render everything and publish it into site/ and site-offline/.

    With plans named, the documents of the others are taken from the last site where nothing changed.
    """
    from planbook import build as pipeline

    with _user_errors(lang):
        # Findings that stop nothing stand on the site's own page; check prints them.
        pipeline.build(root.resolve(), as_of.date() if as_of else None, plans, _progress, track=track)


@main.command()
@ROOT
@LANGUAGE
@FORMAT
def check(root: Path, lang: str, form: str) -> None:
    """Say what is wrong in data/; exit 0 clean, 1 errors, 2 usage, 3 machine."""
    from planbook.checks import examine

    with _user_errors(lang):
        workspace, found = examine(root / "data")
    # What somebody accepted needs no further look; only the data for other programs keeps it.
    shown = found if form == "json" else [diagnostic for diagnostic in found if not diagnostic.allowed]
    click.echo(_report(shown, workspace.lines, form, lang), nl=False)
    sys.exit(any(diagnostic.stops_the_build for diagnostic in found))


@main.command("check-layout")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@ROOT
@LANGUAGE
@FORMAT
def check_layout(files: tuple[Path, ...], root: Path, lang: str, form: str) -> None:
    """Say where Word files depart from the official layout; exit 0 clean, 1 errors, 2 not a Word file, 3 machine."""
    from planbook.layout import examine_all
    from planbook.layout.rules import load_rules

    with _user_errors(lang):
        found, lines = examine_all(files, load_rules(root))
    click.echo(_report(found, lines, form, lang), nl=False)
    refused = any(diagnostic.check == "not-a-word-file" for diagnostic in found)
    sys.exit(2 if refused else any(diagnostic.stops_the_build for diagnostic in found))


@main.command()
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

    with _user_errors(lang):
        found = narrowed(differences(root.resolve(), old, new), only)
        if form == "html":
            said = change_report.as_html(found, Templates(root / "templates"), lang)
        else:
            said = getattr(change_report, f"as_{form}")(found, lang)
        click.echo(said, nl=False)


@main.command()
@ROOT
@LANGUAGE
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file is laid out otherwise.")
def fmt(root: Path, lang: str, only_check: bool) -> None:
    """Lay the files of data/ out in one way: texts folded at one width, lists indented alike."""
    from planbook.drafting import format_data

    with _user_errors(lang):
        changed = format_data(root.resolve(), only_check=only_check)
    click.echo("".join(f"{path}\n" for path in changed), nl=False)
    sys.exit(only_check and bool(changed))


@main.command()
@click.argument("plan")
@click.argument("year", type=click.IntRange(1946, 2100))
@ROOT
@LANGUAGE
@click.option("--id", "name", default="", help="Id of the new plan; else the old one with the new year in it.")
@click.option("--merge", is_flag=True, help="Where the draft is there already, say what a new one would add.")
def rollover(plan: str, year: int, root: Path, lang: str, name: str, merge: bool) -> None:
    """Write next year's draft of a plan into data/plans/, with what is left to decide."""
    from planbook.drafting import roll_over

    with _user_errors(lang):
        click.echo(roll_over(root.resolve(), plan, year, lang, name, merge=merge), nl=False)


@main.command()
@click.argument("name", metavar="CHECK")
@ROOT
@LANGUAGE
def explain(name: str, root: Path, lang: str) -> None:
    """Say what a finding means and how to mend it."""
    from planbook.explanations import explanations
    from planbook.layout.rules import load_rules
    from planbook.model.entry import nearest

    with _user_errors(lang):
        known = load_rules(root).sentences()
        known |= {check: explanation.text for check, explanation in explanations(root).items()}
    if name not in known:
        close = nearest(name, known)
        hint = translate("write {close}", lang).format(close=close) if close else ", ".join(known)
        raise click.UsageError(f"{name}? {hint}")
    click.echo(known[name])


@main.command()
def schema() -> None:
    """Print the JSON Schema of the data files."""
    import json

    from planbook.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))


@main.command()
@ROOT
@LANGUAGE
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
def serve(root: Path, lang: str, port: int) -> None:
    """Show the site on this machine and follow edits in data/, templates/ and content/."""
    from planbook import build as pipeline
    from planbook.preview import preview

    def rebuild() -> None:
        # An error is shown and the last good site stays up; only the first build may end the program.
        with suppress(SystemExit), _user_errors(lang):
            pipeline.build(root.resolve())

    with _user_errors(lang):
        pipeline.build(root.resolve())
        preview(root.resolve(), port, rebuild)


def _report(found: list[Diagnostic], lines: Mapping[str, list[str]], form: str, lang: str) -> str:
    """Give findings in the form that was asked for."""
    if form == "text":
        return as_text(found, lines, lang)
    return as_json(found, lang) if form == "json" else as_github(found, lang)


def _progress(step: str) -> None:
    """Show what was made, to a person; a program that reads our output gets findings only."""
    if sys.stderr.isatty():
        click.echo(step, err=True)


@contextmanager
def _user_errors(lang: str) -> Iterator[None]:
    """Turn what a user or the machine caused into words and an exit code: 1 data, 3 machine."""
    try:
        yield
    except OSError as error:
        say = translate("the machine refuses: {problem}", lang).format(problem=error)
        click.echo(say, err=True)
        sys.exit(3)
    except BuildStopped as stop:
        click.echo(as_text(stop.found, stop.lines, lang), nl=False, err=True)
        sys.exit(stop.exit_code)
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(refusal.exit_code)
