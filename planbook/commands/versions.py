"""Commands that git calls or is told of."""

import sys
from pathlib import Path

import click

from planbook.commands.language import say
from planbook.commands.manners import ANY_ROOT, FILE, LANGUAGE, user_errors


@click.command("setup-git")
@ANY_ROOT
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
    """Merge one data file by id and field, and mark what does not hold; git calls this."""
    from planbook.commands.manners import findings_report
    from planbook.repository.data_files import rewrite
    from planbook.repository.drivers import merging
    from planbook.review.merge import merge
    from planbook.review.merge_blocks import Sides

    with user_errors():
        base, ours, theirs, by_lines = (version.read_bytes() for version in versions)
        texts = Sides(*(version.decode("utf-8", "replace") for version in (base, ours, theirs)))
        names = Sides("base", *merging(Path.cwd()))
        merged = merge(path, texts, by_lines.decode("utf-8", "replace"), names)
        if merged.faults:
            click.echo(findings_report(merged.faults, merged.lines, "text"), nl=False, err=True)
        rewrite(versions[3], by_lines, merged.text.encode())
    sys.exit(not merged.is_clean)
