"""Closing a period: its results are sealed, and what is corrected later is written down as an amendment."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import BuildStopped, Refusal, Text, stop_the_build
from planbook.model.results import PeriodResults
from planbook.model.seal import is_unchanged, seal_of_results
from planbook.outputs.office_part import part_around
from planbook.reading.edits import plain
from planbook.repository.data_files import write_data
from planbook.repository.files import Files, read_folder
from planbook.text.writer import Edit, write


@dataclass(frozen=True)
class Correction:
    """The document that corrects a closed period: its number, day and reason."""

    number: str
    day: dt.date
    reason: str


def close(root: Path, plan: str, period: str, correction: Correction | None = None) -> tuple[Text, ...]:
    """Seal the results of a period, or write down what corrects a sealed one, and give a report of it.

    Raises `BuildStopped` with the errors of the plan, `Refusal` with any other reason; nothing is written then.
    """
    files = read_folder(root / "data")
    part = part_around(root, files, [plan])
    workspace = part.sound(files)
    values: dict[str, object] = {"plan": plan_named(workspace, plan).id, "period": period}
    results = workspace.results_of(plan, period)
    if results is None:
        raise Refusal(Text("{plan} has no results for {period}", values))
    if results.seal and not correction:
        raise Refusal(Text("{period} of {plan} is closed; a correction needs --amendment, --number and --date", values))
    if correction and (not results.seal or is_unchanged(results)):
        raise Refusal(
            Text("{period} of {plan} is not closed, or says what it said: there is nothing to correct", values)
        )
    stopping = (entry for entry in part.findings(workspace) if entry.plan == plan and entry.stops_the_build)
    if wrong := [entry for entry in stopping if entry.check != "closed-period-edited"]:
        raise BuildStopped(wrong, workspace.lines)
    path = results.source.path
    text = write(files.contents[path].decode(), [_edit(results, correction)])
    after = {path: text.encode()}
    assert not stop_the_build(part.load(Files({**files.contents, **after}))[1])
    write_data(root, files.contents, after)
    return (Text("{period} of {plan} is sealed: a later edit is an error until an amendment says why", values),)


def _edit(results: PeriodResults, correction: Correction | None) -> Edit:
    seal = seal_of_results(results)
    if correction is None:
        return Edit(results.source, "seal", seal, behind="date" if results.date else "as_of")
    entries = plain(results.amendments)
    fresh = {"number": correction.number, "date": correction.day.isoformat(), "reason": correction.reason, "seal": seal}
    return Edit(results.source, "amendments", [*entries, fresh], behind="seal")
