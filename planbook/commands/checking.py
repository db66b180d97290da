"""Commands that say what is wrong, and what a finding means."""

import sys
from pathlib import Path

import click

from planbook.commands.language import say
from planbook.commands.manners import (
    ANY_ROOT,
    FORMAT,
    LANGUAGE,
    ROOT,
    findings_report,
    totals,
    user_errors,
)
from planbook.messages.diagnostics import BuildStopped, Severity, Text, in_order, stop_the_build


@click.command()
@click.argument("plans", metavar="[PLAN]...", nargs=-1)
@ROOT
@LANGUAGE
@FORMAT
@click.option(
    "--severity",
    type=click.Choice([str(severity) for severity in Severity]),
    default="info",
    help="Show only what weighs as much or more.",
)
@click.option("--since", metavar="REVISION", help="Show only what is new since then, and errors.")
def check_command(plans: tuple[str, ...], root: Path, form: str, severity: str, since: str | None) -> None:
    """Say what is wrong in data/, or in some plans of it; exit 0 clean, 1 errors, 2 usage, 3 machine."""
    from planbook.checks import examine, of_plans
    from planbook.loading.workspace import UnknownPlan

    with user_errors():
        plan_ids = sorted(path.stem for path in (root / "data/plans").glob("*.yaml"))
        for name in plans:
            if name not in plan_ids:
                raise UnknownPlan(name, plan_ids)
        workspace, findings = examine(root / "data")
        if not stop_the_build(findings):
            from planbook.loading.attached_files import attached_files  # heavy

            findings = in_order([*findings, *attached_files(root / "data", workspace)[1]])
        unchanged = 0
        if since:
            from planbook.review.new_findings import new_findings

            fresh = new_findings(root.resolve(), since, findings)
            findings, unchanged = fresh.new, fresh.old
    findings = of_plans(findings, plans) if plans else findings
    # What somebody accepted needs no further look; only the data for other programs keeps it.
    printed = [
        finding
        for finding in findings
        if finding.severity.rank <= Severity(severity).rank and (form == "json" or not finding.allowed)
    ]
    click.echo(findings_report(printed, workspace.lines, form), nl=False)
    if form == "text":
        click.echo(totals(findings))
    if unchanged and form != "json":
        click.echo(say(Text("{count} more were there before; check without --since shows them", {"count": unchanged})))
    sys.exit(stop_the_build(findings))


@click.command("check-layout")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@ANY_ROOT
@LANGUAGE
@FORMAT
def check_layout(files: tuple[Path, ...], root: Path, form: str) -> None:
    """Say where Word files depart from the official layout; exit 0 clean, 1 errors, 2 not a Word file, 3 machine."""
    from planbook.layout import examine_all
    from planbook.layout.rules import load_rules

    with user_errors():
        findings, lines = examine_all(files, load_rules(root))
    click.echo(findings_report(findings, lines, form), nl=False)
    refused = any(diagnostic.check == "not-a-word-file" for diagnostic in findings)
    sys.exit(2 if refused else stop_the_build(findings))


@click.command()
@click.argument("name", metavar="CHECK")
@ANY_ROOT
@LANGUAGE
def explain(name: str, root: Path) -> None:
    """Say what a finding means and how to mend it."""
    from planbook.layout.rules import load_rules
    from planbook.messages.explanations import PAGE, explanations
    from planbook.model.entry import nearest
    from planbook.repository.files import no_files
    from planbook.repository.program_files import place_of

    with user_errors():
        if no_file := no_files(root, "content"):
            raise BuildStopped(no_file, {})
        texts = load_rules(root).sentences()
        texts |= {check: explanation.text for check, explanation in explanations(place_of(root, PAGE)).items()}
    if name not in texts:
        close = nearest(name, texts)
        values = {"name": name, "close": close, "known": ", ".join(texts)}
        wrong = (
            Text("no finding is called “{name}”; write {close}", values)
            if close
            else Text("no finding is called “{name}”; write one of: {known}", values)
        )
        raise click.UsageError(say(wrong))
    click.echo(texts[name])


@click.command()
@LANGUAGE
def schema() -> None:
    """Print the JSON Schema of the data files."""
    import json

    from planbook.loading.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))
