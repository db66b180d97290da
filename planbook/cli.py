"""The command line: what each command is called, takes and answers. The work is done elsewhere."""

import sys
from contextlib import nullcontext
from typing import Any, TextIO, cast

import click

from planbook import __version__
from planbook.commands import (
    checking,
    collecting,
    comparing,
    drafting,
    gathering,
    importing,
    papers,
    proving,
    site,
    versions,
)
from planbook.commands.language import Speaking
from planbook.commands.manners import LANGUAGE
from planbook.commands.own_process import own_process
from planbook.commands.streams import hold_vietnamese
from planbook.messages.escapes import EscapedStream

COMMANDS = (
    site.build_command,
    site.serve,
    site.desk_command,
    checking.check_command,
    checking.check_layout,
    checking.explain,
    checking.schema,
    proving.verify_command,
    proving.sign_command,
    comparing.diff,
    comparing.history,
    comparing.redline_command,
    comparing.review_command,
    drafting.fmt,
    drafting.rollover_command,
    drafting.init,
    drafting.new,
    drafting.issue_command,
    drafting.close_command,
    collecting.collect_command,
    drafting.pull,
    drafting.inbox,
    papers.paper_command,
    papers.report_command,
    papers.archive_command,
    papers.export_command,
    importing.import_command,
    gathering.gather_command,
    versions.setup_git,
    versions.text,
    versions.check_merge_command,
)


class CommandLine(Speaking):
    """The commands, whose every word goes through one gate: what files, git and MkDocs say cannot steer a terminal."""

    def main(self, args: Any = None, *more: Any, **options: Any) -> Any:
        """Run a command with guarded output: that of this process, where no arguments are given."""
        hold_vietnamese()
        with own_process() if args is None else nullcontext():
            plain = sys.stdout, sys.stderr
            sys.stdout, sys.stderr = (cast("TextIO", EscapedStream(stream)) for stream in plain)
            try:
                return super().main(args, *more, **options)
            finally:
                sys.stdout, sys.stderr = plain


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(
    __version__, prog_name="planbook", help="Show the version and exit.", message="%(prog)s %(version)s"
)
@LANGUAGE
@click.pass_context
def main(context: click.Context) -> None:
    """Plans as data: YAML in git to website, Word drafts and PDF matrices. No command means build."""
    if context.invoked_subcommand is None:
        context.invoke(site.build_command)


for command in COMMANDS:
    main.add_command(command)
