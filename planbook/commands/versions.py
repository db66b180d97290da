"""Commands that git calls or is told of."""

import sys
from pathlib import Path

import click

from planbook.commands.language import language, say
from planbook.commands.manners import ANY_ROOT, LANGUAGE, user_errors

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("setup-git")
@ANY_ROOT
@LANGUAGE
@click.option("--remove", "undo", is_flag=True, help="Take back what was set.")
def setup_git(root: Path, *, undo: bool) -> None:
    """Tell this clone how plan files and Word files are compared and merged; say what was set."""
    from planbook.repository.drivers import install, uninstall

    with user_errors():
        program = [Path(sys.executable), Path(sys.argv[0]).absolute()]
        for sentence in uninstall(root) if undo else install(root, program):
            click.echo(say(sentence))


@click.command()
@click.argument("file", type=FILE)
@LANGUAGE
def text(file: Path) -> None:
    """Print what a Word file says, a paragraph or a row of a table a line."""
    from planbook.ooxml.opening import open_package
    from planbook.ooxml.plain import plain_lines
    from planbook.ooxml.reading import read_document

    with user_errors():
        click.echo("\n".join(plain_lines(read_document(open_package(file)))))


@click.command("check-merge", hidden=True)
@click.argument("versions", metavar="BASE OURS THEIRS MERGED", nargs=4, type=FILE)
@click.argument("path")
@LANGUAGE
def check_merge_command(versions: tuple[Path, Path, Path, Path], path: str) -> None:
    """Find what a merge by lines made wrong in one data file, and mark it as a conflict; git calls this."""
    from planbook.commands.manners import findings_report
    from planbook.repository.data_files import rewrite
    from planbook.review.merge import check_merge as check
    from planbook.review.merge import marked

    with user_errors():
        faults, lines = check(path, *versions)
        if faults:
            click.echo(findings_report(faults, lines, "text"), nl=False, err=True)
            merged = versions[3].read_bytes()
            rewrite(versions[3], merged, marked(merged.decode(), faults, language()).encode())
    sys.exit(bool(faults))
