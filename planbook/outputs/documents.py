"""The printed sheets, Word drafts and workbooks of plans: what each shows, and how it becomes a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from planbook.model.plan import Plan
from planbook.outputs.edition import Edition
from planbook.render.feed import table_csv
from planbook.render.print_job import Attached, PrintJob
from planbook.views.addresses import Address
from planbook.views.handover import handover
from planbook.views.plan import PlanView, draft_mark
from planbook.views.workbook.assembly import Origin as WorkbookOrigin
from planbook.views.workbook.assembly import workbook_view
from planbook.views.workbook.sheets import Workbook
from planbook.wording.phrases import Phrases

if TYPE_CHECKING:
    from planbook.render.word import DraftOrigin as WordOrigin


@dataclass(frozen=True)
class SheetContent:
    """What a printed sheet of a plan is filled with, and what rides inside; of several plans it names the one that changed last."""

    plan: Plan
    values: Mapping[str, object]
    attached: tuple[Attached, ...] = ()
    changed_last: str = ""


# For each sheet what stands in the blanks of its path, and its content.
SheetContents = Iterator[tuple[Mapping[str, object], SheetContent]]


def sheet_html(edition: Edition, template: str, sheet: SheetContent) -> str:
    """The HTML of a printed sheet."""
    plan = sheet.plan.id
    return edition.templates.render(
        template,
        plan=edition.views[plan],
        words=edition.phrases,
        created=edition.time(sheet.changed_last or plan).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        revision=edition.revision(sheet.changed_last or plan),
        site_url=edition.site_url,
        place_of_plan=edition.site_url + Address.PLAN.link(plan=plan) if edition.site_url else "",
        **sheet.values,
    )


def print_job(edition: Edition, path: str, template: str, sheet: SheetContent) -> PrintJob:
    """The job that makes a printed sheet."""
    return PrintJob(path, sheet_html(edition, template, sheet), sheet.attached)


def every_plan(edition: Edition) -> Iterator[tuple[Mapping[str, object], Plan]]:
    """Each plan: what is made of it has one file for each."""
    yield from (({"plan": plan.id}, plan) for plan in edition.workspace.plans.values())


def task_lists(edition: Edition) -> SheetContents:
    """The responsibility matrices; the data that they were made of and the matrix as CSV ride inside."""
    for blanks, plan in every_plan(edition):
        table = edition.task_lists[plan.id]
        title = edition.views[plan.id].short_title
        attached = (
            Attached(f"{plan.id}.json", edition.plan_data[plan.id], "Source", title, edition.time(plan.id)),
            Attached(f"{plan.id}-ma-tran.csv", table_csv(table), "Data", table.caption, edition.time(plan.id)),
        )
        yield blanks, SheetContent(plan, {"table": table}, attached)


def grid_sheets(edition: Edition) -> SheetContents:
    """The grids of tasks and agencies; of a very long plan in parts."""
    marks = {role: edition.phrases.say(f"mark_{role}") for role in ("lead", "coordinating")}
    legend = edition.phrases.say("grid_legend", **marks)
    for blanks, plan in every_plan(edition):
        for part in edition.grid_parts[plan.id]:
            values = {"grid": part, "slices": part.slices, "legend": legend}
            yield {**blanks, "part": part.suffix}, SheetContent(plan, values)


def overview_sheets(edition: Edition) -> SheetContents:
    """Each plan at a glance; one that has nothing to count has no such sheet."""
    for blanks, plan in every_plan(edition):
        if not edition.overviews[plan.id].is_empty:
            yield blanks, SheetContent(plan, {"overview": edition.overviews[plan.id]})


def sheets_of_agencies(edition: Edition) -> SheetContents:
    """What each agency has to do under each plan."""
    for blanks, plan in every_plan(edition):
        for sheet in edition.agency_sheets[plan.id]:
            yield {**blanks, "agency": sheet.id}, SheetContent(plan, {"sheet": sheet})


def histories_of_places(edition: Edition) -> SheetContents:
    """Who led what in the plans of each place that has several, series by series."""
    for place in dict.fromkeys(history.jurisdiction for history in edition.histories):
        histories = [history for history in edition.histories if history.jurisdiction == place]
        latest = max((history.plans[-1] for history in histories), key=lambda plan: plan.period.last)
        ids = [plan.id for history in histories for plan in history.plans]
        changed_last = max(ids, key=lambda plan: (edition.revisions[plan].is_edited, edition.time(plan), plan))
        yield {"place": place}, SheetContent(latest, {"histories": histories}, changed_last=changed_last)


def plan_data(edition: Edition, plan: Plan) -> bytes:
    """The open data of a plan."""
    return edition.plan_data[plan.id].encode()


def word_draft(edition: Edition, plan: Plan) -> bytes:
    """A plan as a Word file for edits in offices."""
    from planbook.render.word import draft

    track = plan.id in edition.tracked
    return draft(edition.articles[plan.id], edition.sheet, _draft_origin(edition, plan), track=track)


def draft_inputs(edition: Edition, plan: Plan) -> tuple[str, ...]:
    """All that a Word draft is made of, beside the styles, which are a template."""
    return edition.articles[plan.id], repr((_draft_origin(edition, plan), plan.id in edition.tracked))


def _draft_origin(edition: Edition, plan: Plan) -> "WordOrigin":
    view = edition.views[plan.id]
    origin = word_origin(edition.phrases, plan, view, str(edition.revisions[plan.id]), edition.time(plan.id))
    return replace(origin, remarks=handover(edition.texts[plan.id]))


def word_origin(phrases: Phrases, plan: Plan, view: PlanView, commit: str, made: datetime) -> "WordOrigin":
    """What a Word file tells of itself; `made` is in Vietnam's zone."""
    from planbook.render.word import DraftOrigin

    return DraftOrigin(
        plan=plan.id,
        title=view.short_title,
        subject=view.title,
        author=" ".join(view.issuer),
        keywords=f"{plan.id}, {plan.place}, {plan.period}",
        revision=commit,
        modified=made.astimezone(UTC),
        mark=draft_mark(phrases, made.date(), commit, len(view.decisions)) if view.is_draft else "",
        note=view.wording_foot,
    )


def workbook_of_plan(edition: Edition, plan: Plan) -> bytes:
    """Tasks, grid, money and targets as sheets for Excel."""
    from planbook.render.sheet import workbook

    return workbook(_workbook(edition, plan), edition.time(plan.id))


def workbook_inputs(edition: Edition, plan: Plan) -> tuple[str, ...]:
    """All that a workbook is made of."""
    return (repr((_workbook(edition, plan), edition.time(plan.id))),)


def _workbook(edition: Edition, plan: Plan) -> Workbook:
    origin = WorkbookOrigin(str(edition.revisions[plan.id]), edition.time(plan.id).date())
    return workbook_view(edition.texts[plan.id], edition.views[plan.id], edition.sheets[plan.id], origin)
