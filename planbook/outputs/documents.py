"""The files beside the pages: one table says what is made of each plan; another output is one more line in it."""

import json
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.model.plan import Plan
from planbook.outputs.edition import Edition
from planbook.render.feed import plan_json, table_csv
from planbook.render.press import Print, press
from planbook.render.print_job import Attached, PrintJob
from planbook.render.store import Store, machine
from planbook.repository.fingerprint import program
from planbook.repository.manifest import MANIFEST
from planbook.views.content import plan_content
from planbook.views.plan import PlanView, draft_mark
from planbook.views.workbook.assembly import Origin as WorkbookOrigin
from planbook.views.workbook.assembly import workbook_view
from planbook.wording.phrases import Phrases

if TYPE_CHECKING:
    from planbook.render.word import DraftOrigin as WordOrigin


def plan_data(edition: Edition, plan: Plan) -> tuple[str, str]:
    """The path and text of a plan's open data, which tell everything that its documents are made of."""
    made_from = sha256(f"{edition.made_from} {edition.revisions[plan.id]}".encode()).hexdigest()
    content = plan_content(edition.text(plan))
    text = plan_json(content, edition.views[plan.id], edition.matrices[plan.id], made_from)
    return f"ke-hoach/{plan.id}/{plan.id}.json", text


def sheet_html(edition: Edition, template: str, plan: Plan, *, of_all: bool = False, **values: object) -> str:
    """The HTML of a sheet of one plan; `of_all` says that it is made of the data of all plans."""
    return edition.templates.render(
        template,
        plan=edition.views[plan.id],
        words=edition.phrases,
        created=edition.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        revision=edition.revision("" if of_all else plan.id),
        site_url=edition.site_url,
        place_of_plan=f"{edition.site_url}ke-hoach/{plan.id}/" if edition.site_url else "",
        **values,
    )


def task_list(edition: Edition, plan: Plan) -> Iterator[PrintJob]:
    """The responsibility matrix; the data that it was made of and the matrix as CSV ride inside."""
    table = edition.matrix_tables[plan.id]
    title = edition.views[plan.id].short_title
    attached = (
        Attached(f"{plan.id}.json", plan_data(edition, plan)[1], "Source", title, edition.made),
        Attached(f"{plan.id}-ma-tran.csv", table_csv(table), "Data", table.caption, edition.made),
    )
    html = sheet_html(edition, "pdf/matrix.html", plan, table=table)
    yield PrintJob(f"ke-hoach/{plan.id}/{plan.id}-ma-tran.pdf", html, attached)


def grid_sheets(edition: Edition, plan: Plan) -> Iterator[PrintJob]:
    """The grid of tasks and agencies; of a very long plan in parts."""
    marks = {role: edition.phrases.say(f"mark_{role}") for role in ("lead", "coordinating")}
    legend = edition.phrases.say("grid_legend", **marks)
    for part in edition.grid_parts[plan.id]:
        html = sheet_html(edition, "pdf/grid.html", plan, grid=part, slices=part.slices, legend=legend)
        yield PrintJob(f"ke-hoach/{plan.id}/{plan.id}-luoi{part.suffix}.pdf", html)


def overview_sheet(edition: Edition, plan: Plan) -> Iterator[PrintJob]:
    """The plan at a glance; one that has nothing to count has no such sheet."""
    seen = edition.overviews[plan.id]
    if not seen.is_empty:
        html = sheet_html(edition, "pdf/overview.html", plan, overview=seen)
        yield PrintJob(f"ke-hoach/{plan.id}/{plan.id}-tong-quan.pdf", html)


def sheets_of_agencies(edition: Edition, plan: Plan) -> Iterator[PrintJob]:
    """What each agency has to do under the plan."""
    for sheet in edition.agency_sheets[plan.id]:
        html = sheet_html(edition, "pdf/agency.html", plan, sheet=sheet)
        yield PrintJob(f"ke-hoach/{plan.id}/co-quan/{sheet.id}.pdf", html)


def histories_of_places(edition: Edition) -> Iterator[PrintJob]:
    """Who led what in the plans of each place that has several."""
    for history in edition.histories:
        html = sheet_html(edition, "pdf/history.html", history.plans[-1], of_all=True, history=history)
        yield PrintJob(f"so-sanh/{history.jurisdiction}-phan-cong.pdf", html)


def word_draft(edition: Edition, plan: Plan) -> bytes:
    """The Word draft."""
    from planbook.render.word import draft

    view = edition.views[plan.id]
    origin = word_origin(edition.phrases, plan, view, str(edition.revisions[plan.id]), edition.made)
    return draft(edition.articles[plan.id], edition.sheet, origin, track=plan.id in edition.tracked)


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
        mark=draft_mark(phrases, made.date(), commit) if view.is_draft else "",
        note=view.wording_foot,
    )


def workbook_of_plan(edition: Edition, plan: Plan) -> bytes:
    """Tasks, grid, money and targets as sheets for Excel."""
    from planbook.render.sheet import workbook

    origin = WorkbookOrigin(str(edition.revisions[plan.id]), edition.made.date())
    view = workbook_view(edition.texts[plan.id], edition.views[plan.id], edition.sheets[plan.id], origin)
    return workbook(view, edition.made)


PRINTED: tuple[Callable[[Edition, Plan], Iterator[PrintJob]], ...] = (
    task_list,
    grid_sheets,
    overview_sheet,
    sheets_of_agencies,
)
FILES: dict[str, Callable[[Edition, Plan], bytes]] = {".docx": word_draft, "-ma-tran.xlsx": workbook_of_plan}


def documents(edition: Edition, wanted: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The path and content of every file beside the pages; raises `Refusal`.

    If plans are named, the files of the others are taken from the last site, unless anything they are made of changed.
    """
    drawn_by = machine()
    store = Store(edition.root / "build/documents", drawn_by and drawn_by + program())
    with press(store) as begin:
        made = [*_of_plans(edition, wanted, begin), *((job.path, begin(job)) for job in histories_of_places(edition))]
        for path, content in made:
            yield path, content()
    if not wanted:
        store.forget_others()


def _of_plans(edition: Edition, wanted: Collection[str], begin: Print) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Begin what is printed of all plans; what this process makes itself is made when it is asked for."""
    for plan in edition.workspace.plans.values():
        path, text = plan_data(edition, plan)
        data = text.encode()
        kept = last_documents(edition.root / "site", path, data) if wanted and plan.id not in wanted else {}
        for name, content in {path: data, **kept}.items():
            yield name, partial(bytes, content)
        if not kept:
            here = path.removesuffix(".json")
            yield from ((here + ending, partial(make, edition, plan)) for ending, make in FILES.items())
            yield from ((job.path, begin(job)) for jobs in PRINTED for job in jobs(edition, plan))


def last_documents(site: Path, data_path: str, data: bytes) -> dict[str, bytes]:
    """The documents of the last site that were made of the very same data; none if one is missing or damaged."""
    folder = data_path.rpartition("/")[0]
    try:
        listed = {entry["path"]: entry["sha256"] for entry in json.loads((site / MANIFEST).read_bytes())["files"]}
        paths = [path for path in listed if path.startswith(f"{folder}/") and not path.endswith(".html")]
        found = {path: (site / path).read_bytes() for path in paths}
    except (OSError, ValueError, KeyError):
        return {}
    whole = all(sha256(content).hexdigest() == listed[path] for path, content in found.items())
    return found if whole and found.get(data_path) == data else {}
