"""Commands that say what is wrong, and what a finding means."""

import sys
from datetime import date
from pathlib import Path

import click

from planbook.commands.days import DayOption
from planbook.commands.language import say
from planbook.commands.manners import (
    ANY_ROOT,
    FORMAT,
    LANGUAGE,
    NEW_FILE,
    findings_report,
    overview_of,
    totals,
    user_errors,
    with_plans,
)
from planbook.messages.diagnostics import BuildStopped, FindingCounts, Severity, Text, count_findings, stop_the_build
from planbook.messages.program_name import as_called

_FILES = {".docx", ".doc", ".odt", ".rtf", ".pdf", ".txt", ".md"}


@click.command()
@click.argument("names", metavar="[PLAN|FILE]...", nargs=-1)
@ANY_ROOT
@FORMAT
@click.option(
    "--severity",
    type=click.Choice([str(severity) for severity in Severity]),
    default="info",
    help="Show only what weighs as much or more.",
)
@click.option("--since", metavar="REVISION", help="Show only what is new since then, and errors.")
@click.option("--on", "day", type=DayOption(), help="Show also what is overdue on a day, or today.")
@click.option("-o", "--output", type=NEW_FILE, help="Word copy of FILE with the findings as comments.")
def check_command(
    names: tuple[str, ...],
    root: Path,
    form: str,
    severity: str,
    since: str | None,
    day: date | None,
    output: Path | None,
) -> None:
    """Say what is wrong in data/, in some plans of it, or in plans in Word, PDF or text; exit 0 clean, 1 errors, 2 usage, 3 machine.

    A FILE (.docx, .doc, .odt, .rtf, .pdf, .txt, .md) needs no data and no office: it is read where it is and not changed.
    """
    files = [Path(name) for name in names if Path(name).suffix.lower() in _FILES]
    if files and (since or day or len(files) < len(names)):
        raise click.UsageError(say(Text("name plans or files, not both; --since and --on are for plans")))
    is_copy = output and len(files) == 1 and output.resolve() != files[0].resolve()
    if output and not (is_copy and {files[0].suffix.lower(), output.suffix.lower()} == {".docx"}):
        raise click.UsageError(say(Text("--output is for one Word file, and is the name of another (.docx)")))
    if files:
        _check_files(files, root, form, severity, output)
    else:
        _check_data(names, with_plans(root), form, severity, since, day)


def _check_files(files: list[Path], root: Path, form: str, severity: str, output: Path | None) -> None:
    from planbook.importing.proof.file_check import annotated, check_file
    from planbook.repository.output_files import write_output

    with user_errors():
        checked = [check_file(path, root) for path in files]
        findings = [finding for file in checked for finding in file.findings]
        lines = {path: passages for file in checked for path, passages in file.lines.items()}
        printed = [finding for finding in findings if finding.severity.rank <= Severity(severity).rank]
        click.echo(findings_report(printed, lines, form), nl=False)
        if form == "text":
            click.echo(totals(count_findings(findings)))
        if output:
            write_output(output, annotated(checked[0]))
    sys.exit(stop_the_build(findings))


def _check_data(
    plans: tuple[str, ...], root: Path, form: str, severity: str, since: str | None, day: date | None
) -> None:
    from planbook.checks import of_plans
    from planbook.loading.workspace import UnknownPlan
    from planbook.outputs.last_findings import examine_by_file
    from planbook.outputs.printed_findings import printed_findings
    from planbook.repository.limits import uncollected

    with user_errors(), uncollected():
        plan_ids = sorted(path.stem for path in (root / "data/plans").rglob("*.yaml")) if plans else []
        for name in plans:
            if name not in plan_ids:
                raise UnknownPlan(name, plan_ids)
        workspace, by_file, hashes = examine_by_file(root, day)
        if not by_file.stops_the_build:
            from planbook.loading.attached_files import attached_files  # heavy

            by_file = by_file.joined(attached_files(root / "data", workspace)[1])
        is_whole = form == "text" and severity == Severity.INFO and not plans and not since
        report, counts = printed_findings(root, by_file, workspace.lines, hashes) if is_whole else ("", FindingCounts())
        findings = [] if is_whole else [*by_file]
        unchanged = 0
        if since:
            from planbook.review.new_findings import new_findings

            fresh = new_findings(root.resolve(), since, findings)
            findings, unchanged = fresh.new, fresh.old
    if is_whole:
        click.echo(as_called(report), nl=False)
        _echo_counts(counts)
        sys.exit(by_file.stops_the_build)
    findings = of_plans(findings, plans) if plans else findings
    # What somebody accepted needs no further look; only the data for other programs keeps it.
    least = Severity(severity).rank
    printed = [
        finding for finding in findings if finding.severity.rank <= least and (form == "json" or not finding.allowed)
    ]
    click.echo(findings_report(printed, workspace.lines, form), nl=False)
    if form == "text":
        _echo_counts(count_findings(findings), least)
    if unchanged and form != "json":
        click.echo(say(Text("{count} more were there before; check without --since shows them", {"count": unchanged})))
    sys.exit(stop_the_build(findings))


def _echo_counts(counts: FindingCounts, least: int = Severity.INFO.rank) -> None:
    """Say how many findings there are, of those that were listed also in which plans."""
    listed = FindingCounts({kind: count for kind, count in counts.items() if kind[0].rank <= least and not kind[-1]})
    click.echo(overview_of(listed), nl=False)
    click.echo(totals(counts))


@click.command("check-layout")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@ANY_ROOT
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
def explain(name: str, root: Path) -> None:
    """Say what a finding means and how to mend it."""
    from planbook.layout.rules import load_rules
    from planbook.messages.explanations import PAGE, explanations
    from planbook.model.nearness import nearest
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
    click.echo(as_called(texts[name]))


@click.command()
@LANGUAGE
def schema() -> None:
    """Print the JSON Schema of the data files."""
    import json

    from planbook.loading.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))
