"""The command that puts together what many offices publish."""

import sys
from pathlib import Path

import click

from planbook.commands.language import say
from planbook.commands.manners import ANY_ROOT, FORMAT, findings_report, progress, totals, user_errors
from planbook.messages.diagnostics import Text, count_findings, stop_the_build


@click.command("gather")
@ANY_ROOT
@FORMAT
@click.option("--check", "only_check", is_flag=True, help="Ask and say what is wrong, and publish nothing.")
def gather_command(root: Path, form: str, *, only_check: bool) -> None:
    """Put the published data of several offices together into site-gathered/.

    offices.yaml lists them, each a folder or an https address. An office that does not answer, or whose files are not
    what it published, is shown as it was when it was last read; every page says so. Exit 0 if all are as they are now, 1 if
    one is not (the site is published all the same), 2 usage, 3 machine.
    """
    from planbook.gathering.site import GATHERED, gather

    with user_errors():
        gathering = gather(root.resolve(), progress, only_check=only_check)
    click.echo(findings_report(gathering.findings, {}, form), nl=False)
    if form == "text":
        counts = {
            state: sum(office.state == state for office in gathering.states)
            for state in ("current", "stale", "missing")
        }
        values: dict[str, object] = {**counts, "listed": len(gathering.states), "folder": GATHERED}
        outcome = (
            Text(
                "{current} of {listed} offices can be shown as they are now; as they were last: {stale}, not at all: {missing}",
                values,
            )
            if only_check
            else Text(
                "{folder}: {current} of {listed} offices as they are now; as they were last: {stale}, missing: {missing}",
                values,
            )
        )
        click.echo(say(outcome))
        click.echo(totals(count_findings(gathering.findings)))
    sys.exit(stop_the_build(gathering.findings))
