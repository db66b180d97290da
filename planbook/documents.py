"""The files beside the pages: one table says what is made of each plan; another output is one more line in it."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path

from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.publish import MANIFEST
from planbook.render.feed import plan_json, table_csv
from planbook.render.press import Print, press
from planbook.render.print_job import Attached, PrintJob
from planbook.render.store import Store, machine
from planbook.render.style_sheet import StyleSheet
from planbook.render.templates import Templates
from planbook.views.agency import AgencyView
from planbook.views.agency_sheet import agency_sheets
from planbook.views.grid import grid
from planbook.views.history import histories
from planbook.views.matrix import GroupRow, matrix_table
from planbook.views.phrases import Phrases
from planbook.views.plan import PlanView, draft_mark
from planbook.views.workbook import Origin as WorkbookOrigin
from planbook.views.workbook import workbook_view


@dataclass(frozen=True)
class Revision:
    """The last commit of some files, with + for edits since, and its day; both are missing outside git."""

    commit: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Edition:
    """Everything that the documents of one build are made of.

    `made` is the time that they carry, in Vietnam's zone; `revisions` name the state of each plan's data (under ""
    that of all); `site_url` is where the site stands, with a slash at its end; both may be empty. In the drafts of `tracked`
    plans Word records changes.
    """

    root: Path
    workspace: Workspace
    phrases: Phrases
    sheet: StyleSheet
    templates: Templates
    views: Mapping[str, PlanView]
    articles: Mapping[str, str]
    matrices: Mapping[str, tuple[GroupRow, ...]]
    agencies: Mapping[str, AgencyView]
    made: datetime
    revisions: Mapping[str, Revision]
    site_url: str
    tracked: Collection[str] = ()

    def revision(self, plan: str) -> str:
        """Give the state of a plan's data in words; nothing outside git."""
        found = self.revisions[plan]
        if found.day is None:
            return ""
        commit = found.commit
        if commit.endswith("+"):
            commit = self.phrases.say("revision_edited", revision=commit.rstrip("+"))
        return self.phrases.say("revision", revision=commit, day=official_day(found.day))

    @cached_property
    def made_from(self) -> str:
        """Give a hash of what all documents have in common: program, templates, registers, time and place."""
        parts = (self.made, self.site_url, program())
        return fingerprint(self.root, "templates/**/*", "data/*.yaml", said=repr(parts))

    def data(self, plan: Plan) -> tuple[str, str]:
        """Give the path and text of a plan's open data, which tell everything that its documents are made of."""
        made_from = sha256(f"{self.made_from} {self.revisions[plan.id]}".encode()).hexdigest()
        text = plan_json(plan, self.views[plan.id], self.matrices[plan.id], made_from)
        return f"ke-hoach/{plan.id}/{plan.id}.json", text

    def printed(self, template: str, plan: Plan, *, of_all: bool = False, **values: object) -> str:
        """Give the HTML of a sheet of one plan; `of_all` says that it is made of the data of all plans."""
        return self.templates.render(
            template,
            plan=self.views[plan.id],
            words=self.phrases,
            created=self.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            revision=self.revision("" if of_all else plan.id),
            site_url=self.site_url,
            place_of_plan=f"{self.site_url}ke-hoach/{plan.id}/" if self.site_url else "",
            **values,
        )


def task_list(edition: Edition, plan: Plan) -> Iterator[PrintJob]:
    """Give the responsibility matrix; the data that it was made of and the matrix as CSV ride inside."""
    table = matrix_table(edition.workspace, plan, edition.phrases)
    title = edition.views[plan.id].short_title
    attached = (
        Attached(f"{plan.id}.json", edition.data(plan)[1], "Source", title, edition.made),
        Attached(f"{plan.id}-ma-tran.csv", table_csv(table), "Data", table.caption, edition.made),
    )
    html = edition.printed("pdf/matrix.html", plan, table=table)
    yield PrintJob(f"ke-hoach/{plan.id}/{plan.id}-ma-tran.pdf", html, attached)


def grid_sheets(edition: Edition, plan: Plan) -> Iterator[PrintJob]:
    """Give the grid of tasks and agencies; of a very long plan in parts."""
    for part in grid(edition.workspace, plan, edition.phrases).parts(edition.phrases):
        html = edition.printed("pdf/grid.html", plan, grid=part)
        yield PrintJob(f"ke-hoach/{plan.id}/{plan.id}-luoi{part.suffix}.pdf", html)


def sheets_of_agencies(edition: Edition, plan: Plan) -> Iterator[PrintJob]:
    """Give what each agency has to do under the plan."""
    for sheet in agency_sheets(edition.workspace, plan, edition.phrases, edition.agencies):
        html = edition.printed("pdf/agency.html", plan, sheet=sheet)
        yield PrintJob(f"ke-hoach/{plan.id}/co-quan/{sheet.id}.pdf", html)


def histories_of_places(edition: Edition) -> Iterator[PrintJob]:
    """Give who led what in the plans of each place that has several."""
    for history in histories(edition.workspace, edition.phrases, edition.matrices):
        html = edition.printed("pdf/history.html", history.plans[-1], of_all=True, history=history)
        yield PrintJob(f"so-sanh/{history.jurisdiction}-phan-cong.pdf", html)


def word_draft(edition: Edition, plan: Plan) -> bytes:
    """Give the Word draft."""
    from planbook.render.word import Origin, draft

    view = edition.views[plan.id]
    origin = Origin(
        plan=plan.id,
        title=view.short_title,
        subject=view.title,
        author=" ".join(view.issuer),
        keywords=f"{plan.id}, {plan.place}, {plan.period}",
        revision=edition.revisions[plan.id].commit,
        modified=edition.made.astimezone(UTC),
        mark=draft_mark(edition.phrases, edition.made.date(), edition.revisions[plan.id].commit)
        if view.is_draft
        else "",
    )
    return draft(edition.articles[plan.id], edition.sheet, origin, track=plan.id in edition.tracked)


def workbook_of_plan(edition: Edition, plan: Plan) -> bytes:
    """Give tasks, grid, money and targets as sheets for Excel."""
    from planbook.render.sheet import workbook

    origin = WorkbookOrigin(edition.revisions[plan.id].commit, edition.made.date())
    view = workbook_view(edition.workspace, plan, edition.views[plan.id], edition.phrases, origin)
    return workbook(view, edition.made)


PRINTED: tuple[Callable[[Edition, Plan], Iterator[PrintJob]], ...] = (task_list, grid_sheets, sheets_of_agencies)
FILES: dict[str, Callable[[Edition, Plan], bytes]] = {".docx": word_draft, "-ma-tran.xlsx": workbook_of_plan}


def documents(edition: Edition, wanted: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Give the path and content of every file beside the pages; raises `Refusal`.

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


def program() -> str:
    """Give a hash of the program itself."""
    return fingerprint(Path(__file__).parent, "**/*.py")


def fingerprint(folder: Path, *patterns: str, said: str = "") -> str:
    """Give a hash of files with their names, and of what else is said."""
    digest = sha256(said.encode())
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern) if path.is_file()):
        name = path.relative_to(folder).as_posix()
        digest.update(sha256(name.encode()).digest() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _of_plans(edition: Edition, wanted: Collection[str], begin: Print) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Begin what is printed of all plans; what this process makes itself is made when it is asked for."""
    for plan in edition.workspace.plans.values():
        path, text = edition.data(plan)
        data = text.encode()
        kept = last_documents(edition.root / "site", path, data) if wanted and plan.id not in wanted else {}
        for name, content in {path: data, **kept}.items():
            yield name, partial(bytes, content)
        if not kept:
            here = path.removesuffix(".json")
            yield from ((here + ending, partial(make, edition, plan)) for ending, make in FILES.items())
            yield from ((job.path, begin(job)) for jobs in PRINTED for job in jobs(edition, plan))


def last_documents(site: Path, data_path: str, data: bytes) -> dict[str, bytes]:
    """Give the documents of the last site that were made of the very same data; none if one is missing or damaged."""
    folder = data_path.rpartition("/")[0]
    try:
        listed = {entry["path"]: entry["sha256"] for entry in json.loads((site / MANIFEST).read_bytes())["files"]}
        paths = [path for path in listed if path.startswith(f"{folder}/") and not path.endswith(".html")]
        found = {path: (site / path).read_bytes() for path in paths}
    except (OSError, ValueError, KeyError):
        return {}
    whole = all(sha256(content).hexdigest() == listed[path] for path, content in found.items())
    return found if whole and found.get(data_path) == data else {}
