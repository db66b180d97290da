"""What all commands share: their options, how findings are printed, what becomes of errors."""

import errno
import logging
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from planbook.commands.language import LANGUAGES, say
from planbook.messages.diagnostics import (
    BuildStopped,
    Diagnostic,
    FindingCounts,
    Refusal,
    Severity,
    Text,
    as_github,
    findings_as_json,
    findings_as_text,
)
from planbook.messages.program_name import as_called
from planbook.repository.machine import reason_with_place

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
# Where it stands is no matter: `language` has read it before any command runs.
LANGUAGE = click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help="Language of messages.")
_SHORT = 30  # findings that a person sees at a glance
_LISTED = 20  # plans of which an overview says how many findings they have

_Command = TypeVar("_Command", bound=Callable[..., Any])


def with_plans(root: Path) -> Path:
    """The folder, if the data of a project are there: most who go wrong stand in another folder."""
    if os.path.lexists(root / "data"):
        return root
    wrong = Text(
        "{folder} holds no data/; run this in the folder that holds it, or name that folder with --root; "
        "“init FOLDER” makes a new office's folder",
        {"folder": root.resolve()},
    )
    raise click.UsageError(say(wrong))


def _of_folder(accept: Callable[[Path], Path]) -> Callable[[_Command], _Command]:
    """The options of a command about the folder of an office: which one, and the language of messages."""
    root = click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        callback=lambda _context, _option, folder: accept(folder),
        help="Folder that holds data/, templates/ and content/.",
    )
    return lambda command: root(LANGUAGE(command))


ROOT = _of_folder(with_plans)
ANY_ROOT = _of_folder(lambda folder: folder)
FORMAT = click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text")


def findings_report(findings: list[Diagnostic], lines: Mapping[str, Sequence[str]], form: str) -> str:
    """Findings in the form that was asked for."""
    if form == "text":
        report = findings_as_text(findings, lines)
    else:
        report = findings_as_json(findings) if form == "json" else as_github(findings)
    return as_called(report)


def totals(findings: FindingCounts) -> str:
    """How many findings there are of each weight, and how many errors somebody accepted."""
    counts: dict[str, Any] = dict.fromkeys([*map(str, Severity), "accepted"], 0)
    for (severity, _, _, is_accepted), count in findings.items():
        counts["accepted" if is_accepted else str(severity)] += count
    sentence = Text("{error} errors, {warning} warnings, {info} notes; accepted with a reason: {accepted}", counts)
    return say(sentence)


def overview_of(findings: FindingCounts) -> str:
    """How many findings a long list has of each check and in each plan, what weighs most first; nothing where the list is short."""
    if findings.total() <= _SHORT:
        return ""
    checks = Counter[tuple[Severity, str]]()
    plans: dict[str, Counter[Severity]] = {}
    for (severity, check, plan, _), count in findings.items():
        checks[severity, check] += count
        plans.setdefault(plan, Counter())[severity] += count
    by_check = sorted(checks.items(), key=lambda entry: (entry[0][0].rank, -entry[1], entry[0][1]))
    lines = ["", say(Text("By check:")), *(f"{count:>6}  {severity}[{check}]" for (severity, check), count in by_check)]
    by_plan = sorted(plans.items(), key=lambda entry: (*(-entry[1][severity] for severity in Severity), entry[0]))
    lines.append(say(Text("By plan (errors, warnings, notes):")))
    lines += [
        f"{counts[Severity.ERROR]:>6}{counts[Severity.WARNING]:>6}{counts[Severity.INFO]:>6}  {plan}"
        for plan, counts in by_plan[:_LISTED]
    ]
    if left := by_plan[_LISTED:]:
        values = {"plans": len(left), "findings": sum(counts.total() for _, counts in left)}
        lines.append(say(Text("{plans} more plans with {findings} findings", values)))
    return "\n".join([*lines, "", ""])


def progress(step: str) -> None:
    """Show what was made, to a person; a program that reads our output gets findings only."""
    if sys.stderr.isatty():
        click.echo(step, err=True)


@contextmanager
def user_errors() -> Iterator[None]:
    """Turn what a user or the machine caused into words and an exit code: 1 data, 3 machine."""
    notices = _Notices()
    logger = logging.getLogger("planbook")
    logger.addHandler(notices)
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads any more, and that is no fault of the machine
    except (OSError, MemoryError) as error:
        fault = error if isinstance(error, OSError) else OSError(errno.ENOMEM, "")
        refused = Text("the machine refuses: {problem}", {"problem": reason_with_place(fault)})
        click.echo(say(refused), err=True)
        sys.exit(3)
    except BuildStopped as stop:
        if stop.headline:
            click.echo(say(stop.headline), err=True)
        stopping = [finding for finding in stop.findings if finding.stops_the_build]
        click.echo(findings_report(stopping or stop.findings, stop.lines, "text"), nl=False, err=True)
        if stopping and (accepted := len(stop.findings) - len(stopping)):
            more = Text("{number} other findings stop nothing; check lists them", {"number": accepted})
            click.echo(say(more), err=True)
        sys.exit(stop.exit_code)
    except Refusal as refusal:
        for sentence in refusal.sentences:
            click.echo(refusal.bullet + say(sentence), err=True)
        sys.exit(refusal.exit_code)
    except ValueError as error:
        # An interrupt that meets pydantic while it writes a number out comes from it as an error of its own.
        if KeyboardInterrupt.__name__ in str(error):
            raise KeyboardInterrupt from error
        raise
    finally:
        logger.removeHandler(notices)


class _Notices(logging.Handler):
    """Prints what happened beside the work, such as a stopped write that was taken back."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one notice in the user's language."""
        message = say(record.msg) if isinstance(record.msg, Text) else record.getMessage()
        click.echo(message, err=True)
