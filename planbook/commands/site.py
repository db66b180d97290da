"""Commands that make the site and show it."""

from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import click

from planbook.commands.days import DayOption
from planbook.commands.language import say
from planbook.commands.manners import ROOT, progress, user_errors
from planbook.messages.catalogue import speak_in, spoken_language
from planbook.messages.diagnostics import Text


@click.command()
@ROOT
@click.option("--as-of", type=DayOption(), help="The day that counts as today on the pages.")
@click.option("--history", is_flag=True, help="Show each draft beside what it was at every commit, from git.")
@click.option(
    "--offline/--no-offline",
    default=None,
    help="Make site-offline/ too, or not; else as office.yaml says, else up to 50 plans.",
)
@click.option(
    "--track",
    "tracked",
    metavar="PLAN",
    multiple=True,
    help="Word records the changes of whoever opens its draft; repeatable.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Have the work done by the workers of a Dask scheduler, as tcp://host:8786."
)
@click.option(
    "--shared",
    metavar="FOLDER",
    help="With --scheduler: a folder that all these machines reach, or an address as s3://….",
)
def build_command(
    root: Path = Path(),
    as_of: date | None = None,
    *,
    tracked: tuple[str, ...] = (),
    history: bool = False,
    offline: bool | None = None,
    scheduler: str | None = None,
    shared: str | None = None,
) -> None:
    """Check data/, render everything and publish it into site/ and site-offline/."""
    if bool(scheduler) != bool(shared):
        raise click.UsageError(say(Text("--scheduler and --shared belong together")))
    from planbook.outputs.last_build import key_of_inputs
    from planbook.outputs.published_state import stands
    from planbook.repository.revisions import revision_remarks

    with user_errors():
        # Findings that stop nothing stand on the site's own page; check prints them.
        for remark in revision_remarks(root.resolve(), "data", "templates"):
            click.echo(say(remark), err=True)
        key = key_of_inputs(root.resolve(), as_of, tracked, history=history, offline=offline)
        if stands(root.resolve(), key):
            progress(say(Text("nothing has changed since the last build: site/ is as it was")))
            return
        from planbook.outputs import build as pipeline  # the whole program, which takes longer than to know this
        from planbook.outputs.cluster.scheduler import cluster

        machines = partial(cluster, scheduler, shared, root.resolve()) if scheduler and shared else None
        pipeline.build(
            root.resolve(), as_of, tracked, progress, history=history, offline=offline, key=key, machines=machines
        )


@click.command()
@ROOT
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine: 1 to 65535."
)
def serve(root: Path, port: int) -> None:
    """Show the site on this machine and follow edits in data/, templates/ and content/."""
    from planbook.outputs import build as pipeline
    from planbook.outputs.preview import Behind, Follower, may_listen, preview

    root = root.resolve()
    behind = Behind(partial(_build_anew, root, spoken_language()))
    follower = Follower(root, pipeline.build, behind)

    def rebuild() -> None:
        # An error is shown and the last good site stays up; only the first build may end the program.
        with suppress(SystemExit), user_errors():
            follower.follow()

    try:
        with user_errors():
            may_listen(port)
            pipeline.build(root)
            preview(root, port, rebuild)
    finally:
        behind.end()


def _build_anew(root: Path, language: str) -> None:
    from planbook.outputs import build as pipeline

    speak_in(language)
    with suppress(SystemExit), user_errors():
        pipeline.build(root)


@click.command("desk")
@ROOT
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine; else any that is free.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def desk_command(root: Path, port: int, *, no_browser: bool) -> None:
    """Open a page on this machine: take edited Word and Excel files back, begin next year's plan, issue, undo."""
    from planbook.desk.server import serve_desk

    with user_errors():
        serve_desk(root.resolve(), port, lambda text: click.echo(say(text)), with_browser=not no_browser)
