"""What the site must say of what came of plans: the pages of periods, and what feeds tell of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from planbook.model.period import official_day
from planbook.outputs.edition import Edition
from planbook.outputs.proofs.lines import Expected, ExpectedLine, joined
from planbook.outputs.proofs.pages import changes_of_agency, changes_of_plan, reached_lines
from planbook.views.matrix import task_rows
from planbook.views.progress import PlanProgress, WorkProgress, duties_told


def results_of_plan(edition: Edition, plan: str) -> Expected:
    """What came of a plan: its work, targets, money and reports."""
    progress = edition.progress[plan]
    return Expected(tuple(_results(edition, progress)) if progress else (), within=True, plan=plan)


def results_of_period(edition: Edition, plan: str, period: str) -> Expected:
    """The same as it was known on the closing day of a period."""
    return Expected(tuple(_results(edition, edition.progress_by_period[plan][period])), within=True, plan=plan)


def _results(edition: Edition, progress: PlanProgress) -> Iterator[ExpectedLine]:
    rows = {row.id: row for row in task_rows(edition.matrices[progress.plan])}
    for row in rows.values():
        yield ExpectedLine(row.id, (row.name, *_state(progress.work[row.id], row.lead, row.deadline)))
    for work, who in duties_told(edition.texts[progress.plan], progress, rows):
        due = official_day(work.due) if work.due else "–"
        yield ExpectedLine(work.id, (work.title, *_state(work, who, due)))
    yield from reached_lines(edition, (*progress.targets, *progress.money))
    for report in progress.reports:
        yield ExpectedLine(report.duty, (report.name, official_day(report.due), report.reported, report.verdict))
    for heading, paragraphs in progress.texts:
        yield from (ExpectedLine("", (text,)) for text in (heading, *paragraphs))


def _state(work: WorkProgress, who: str, deadline: str) -> tuple[str, ...]:
    """The state in its cell, behind the two before it: parts have the same words."""
    return joined((who, deadline, work.name)), *work.remarks, *(": ".join(part) for part in work.parts)


def feed_of_plan(edition: Edition, plan: str) -> Expected:
    """The same with what each period told of it."""
    lines = _result_lines(edition, [plan])
    return replace(changes := changes_of_plan(edition, plan), lines=(*changes.lines, *lines))


def feed_of_agency(edition: Edition, agency: str) -> Expected:
    """What changed lately for an agency, with what each period told of what it has."""
    lines = _result_lines(edition, edition.agencies[agency].plans, agency)
    return replace(changes := changes_of_agency(edition, agency), lines=(*changes.lines, *lines))


def _result_lines(edition: Edition, plans: Iterable[str], agency: str = "") -> Iterator[ExpectedLine]:
    periods = (progress for plan in plans for progress in edition.progress_by_period[plan].values())
    return (ExpectedLine("", (line,)) for progress in periods for line in edition.result_lines(progress, agency))
