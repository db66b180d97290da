"""The pipeline in its order: load, check, word, lay out, render, publish. The one place that knows it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import chain
from pathlib import Path
from typing import TypeVar

from planbook.checks import examine
from planbook.diagnostics import BuildStopped, Diagnostic, Refusal
from planbook.documents import Edition, Revision, documents
from planbook.explanations import explanations
from planbook.feeds import calendars, open_data
from planbook.loading import load_entry
from planbook.model.entry import Entry
from planbook.model.workspace import Workspace
from planbook.publish import publishing
from planbook.render.offline import ONLINE_ONLY, offline_page
from planbook.render.search_index import SEARCH_INDEX, SearchWords, search_index
from planbook.render.site import pages
from planbook.render.style_sheet import StyleSheet
from planbook.render.templates import Templates
from planbook.views.agency import AgencyView, agency_views
from planbook.views.deadlines import commitments, deadlines
from planbook.views.documents import document_views
from planbook.views.findings import findings_views
from planbook.views.grid import grid
from planbook.views.history import histories
from planbook.views.indicators import indicator_views
from planbook.views.lineage import lineages
from planbook.views.matrix import GroupRow, matrix
from planbook.views.money import money
from planbook.views.open_data import DescriptionFile, Descriptions, tables
from planbook.views.open_data_rows import data_rows
from planbook.views.phrases import Phrases, WordingFile
from planbook.views.plan import PlanView, plan_view
from planbook.views.workbook import Origin

VIETNAM = timezone(timedelta(hours=7))
FIRST_HAND = ("ke-hoach/", "co-quan/", "chi-tieu/", "van-ban/")  # what the other pages only tell of
T = TypeVar("T", bound=Entry)


class UnknownPlan(Refusal):
    """A plan was named that data/plans/ does not hold."""

    exit_code = 2

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"{name}? {', '.join(known)}")


class SiteFailed(Refusal):
    """MkDocs could not make the site; the text is what it printed."""


@dataclass(frozen=True)
class Sources:
    """Everything that is read before anything is written."""

    root: Path
    workspace: Workspace
    found: list[Diagnostic]
    phrases: Phrases
    sheet: StyleSheet
    search_words: SearchWords
    descriptions: Descriptions
    templates: Templates


@dataclass(frozen=True)
class Pages:
    """Every plan laid out: the views, the one text of each, what the site's pages say, and the feeds they link to."""

    views: dict[str, PlanView]
    articles: dict[str, str]
    matrices: dict[str, tuple[GroupRow, ...]]
    agencies: dict[str, AgencyView]
    texts: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, bytes] = field(default_factory=dict)


def read_sources(root: Path) -> Sources:
    """Read data/ and templates/; raises `BuildStopped` with all errors of all files."""
    workspace, found = examine(root / "data")
    lines = dict(workspace.lines)

    def read(name: str, kind: type[T]) -> T | None:
        entry, more, lines[name] = load_entry(root / name, name, kind)
        found.extend(more)
        return entry

    phrases = read("templates/plan/wording.yaml", WordingFile)
    sheet = read("templates/word/styles.yaml", StyleSheet)
    search_words = read("templates/site/search.yaml", SearchWords)
    descriptions = read("templates/data/tables.yaml", DescriptionFile)
    stopped = any(diagnostic.stops_the_build for diagnostic in found)
    if not (phrases and sheet and search_words and descriptions) or stopped:
        raise BuildStopped(found, lines)
    return Sources(root, workspace, found, phrases, sheet, search_words, descriptions, Templates(root / "templates"))


def read_phrases(root: Path) -> Phrases:
    """Read the fixed words of plans alone; raises `BuildStopped`."""
    path = "templates/plan/wording.yaml"
    phrases, found, lines = load_entry(root / path, path, WordingFile)
    if phrases is None:
        raise BuildStopped(found, {path: lines})
    return phrases


def lay_out(sources: Sources, made: datetime, as_of: date | None = None) -> Pages:
    """Give the text of every plan and page, for the day of the build if no other is given; nothing is written."""
    workspace, phrases, templates = sources.workspace, sources.phrases, sources.templates
    views = {plan.id: plan_view(workspace, plan, phrases) for plan in workspace.plans.values()}
    articles = {id_: templates.render("plan/plan.html", plan=view, words=phrases) for id_, view in views.items()}
    matrices = {plan.id: matrix(workspace, plan, phrases) for plan in workspace.plans.values()}
    agencies = agency_views(workspace, phrases, matrices)
    found = commitments(workspace, phrases)
    data = tables(sources.descriptions, data_rows(workspace, phrases, found))
    day = made.astimezone(VIETNAM).date()
    origin = Origin(source_revision(sources.root, "data", "templates").commit, day)
    feeds = dict(calendars(workspace, found, views, phrases, made, site_url(sources.root)))
    feeds |= open_data(sources.descriptions, data, phrases, origin, made)
    texts = pages(
        workspace,
        templates,
        phrases,
        views,
        articles,
        matrices,
        agencies,
        {plan.id: grid(workspace, plan, phrases).parts(phrases) for plan in workspace.plans.values()},
        histories(workspace, phrases, matrices),
        deadlines(found),
        document_views(workspace, phrases),
        indicator_views(workspace, phrases),
        lineages(workspace, phrases, matrices),
        findings_views(workspace, phrases, views, explanations(sources.root), sources.found),
        money(workspace, phrases),
        data,
        sources.descriptions.licence,
        {path: len(content) for path, content in feeds.items()},
        as_of or day,
    )
    return Pages(views, articles, matrices, agencies, texts, feeds)


def build(
    root: Path,
    as_of: date | None = None,
    wanted: Collection[str] = (),
    progress: Callable[[str], object] = str,
    *,
    track: bool = False,
) -> Sources:
    """Build and publish the site into `root/site`, and as it opens from a folder into `root/site-offline`.

    Raises `BuildStopped` and leaves the last site as it is.

    `wanted` names the plans whose documents are made anew, none meaning all; raises `UnknownPlan`.
    `progress` is told each file as it is made; `track` makes Word record changes in the drafts made anew.
    """
    made = made_at(root)
    sources = read_sources(root)
    for name in wanted:
        if name not in sources.workspace.plans:
            raise UnknownPlan(name, list(sources.workspace.plans))
    laid_out = lay_out(sources, made, as_of)
    tracked = (wanted or tuple(sources.workspace.plans)) if track else ()
    with publishing(root / "site-offline") as offline, publishing(root / "site") as staging:
        write_pages(root, laid_out)
        with mkdocs(root, staging, made) as site:
            files = {}
            for path, content in chain(
                documents(edition(sources, laid_out, made, tracked), wanted), laid_out.feeds.items()
            ):
                files[path] = content
                progress(f"site/{path}")
            site.result()
        for path, content in files.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_bytes(content)
        write_search_index(staging, sources, laid_out)
        write_offline(staging, offline)
    progress("site/index.html")
    progress("site-offline/index.html")
    return sources


def edition(sources: Sources, laid_out: Pages, made: datetime, tracked: Collection[str] = ()) -> Edition:
    """Give what the documents are made of; in the drafts of `tracked` plans Word records changes.

    A commit to one plan leaves what the documents of others say of their source as it is.
    """
    shared = (":(glob)data/*.yaml", "templates")
    made_of = {plan: (f"data/plans/{plan}.yaml", *shared) for plan in sources.workspace.plans} | {"": ("data", *shared)}
    return Edition(
        sources.root,
        sources.workspace,
        sources.phrases,
        sources.sheet,
        sources.templates,
        laid_out.views,
        laid_out.articles,
        laid_out.matrices,
        laid_out.agencies,
        made.astimezone(VIETNAM),
        {plan: source_revision(sources.root, *paths) for plan, paths in made_of.items()},
        site_url(sources.root),
        tracked,
    )


def write_pages(root: Path, laid_out: Pages) -> None:
    """Write generated pages and copies of content/ into build/pages, from nothing each time."""
    folder = root / "build/pages"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "content", folder)
    for path, text in laid_out.texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def write_search_index(site: Path, sources: Sources, laid_out: Pages) -> None:
    """Write the index of all pages of a site: plans and agencies, what lists them, and what tells of them."""
    generated = [path.removesuffix(".md") + ".html" for path in laid_out.texts]
    generated.sort(key=lambda path: -path.count("/"))
    written = sorted({path.relative_to(site).as_posix() for path in site.glob("*/**/*.html")} - {*generated})
    pages = {path: (site / path).read_text("utf-8") for path in [*generated, *written]}
    names = [agency.names for agency in sources.workspace.agencies.values()]
    guides = {path for path in pages if not path.startswith(FIRST_HAND)}
    index = search_index(pages, [*names, *sources.search_words.same], guides)
    (site / SEARCH_INDEX).write_text(index, "utf-8")


def write_offline(site: Path, folder: Path) -> None:
    """Copy a site as it can be opened from a folder."""
    shutil.copytree(site, folder, dirs_exist_ok=True, ignore=lambda _, names: {*ONLINE_ONLY} & {*names})
    for path in folder.rglob("*.html"):
        path.write_text(offline_page(path.read_text("utf-8")), "utf-8")


@contextmanager
def mkdocs(root: Path, staging: Path, made: datetime) -> Iterator[Future[None]]:
    """Run the site generator beside the body; its result raises `SiteFailed` if it did not end well."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", "mkdocs.yml"]
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(int(made.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }
    process = subprocess.Popen(
        [*command, "--site-dir", str(staging)],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    def wait() -> None:
        printed, _ = process.communicate()
        if process.returncode:
            raise _failure(printed.strip())

    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(wait)
        try:
            yield result
        except BaseException:
            process.kill()
            raise


def _failure(printed: str) -> Exception:
    """Give what MkDocs printed as it can be shown: its warnings, or the reason of the machine, no traceback."""
    number = re.search(r"OSError: \[Errno (\d+)\]", printed)
    if number:
        return OSError(int(number[1]), os.strerror(int(number[1])), "mkdocs")
    if "Traceback" in printed:
        return SiteFailed(printed.rpartition("\n")[2])
    lines = [line for line in printed.splitlines() if not line.startswith("INFO")]
    return SiteFailed("\n".join(lines))


def made_at(root: Path) -> datetime:
    """Give the time that outputs carry: SOURCE_DATE_EPOCH, else that of the last commit, else of today's midnight."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        command = ["git", "log", "-1", "--format=%ct"]
        answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        epoch = answer.stdout.strip()
    if not epoch.isdigit():
        return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    # Spreadsheets and archives know no time before 1980.
    return datetime.fromtimestamp(max(int(epoch), 315_532_800), UTC)


def source_revision(root: Path, *paths: str) -> Revision:
    """Give the last commit that touched some files, with its day; an empty one outside git. Edits since show."""

    def git(*arguments: str) -> str:
        command = ["git", *arguments, "--", *paths]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout.strip()

    commit, _, time = git("log", "-1", "--abbrev=7", "--format=%h %ct").partition(" ")
    if not commit:
        return Revision()
    edited = "+" if git("status", "--porcelain") else ""
    return Revision(commit + edited, datetime.fromtimestamp(int(time), VIETNAM).date())


def site_url(root: Path) -> str:
    """Give where mkdocs.yml says that the site stands, with a slash at its end; nothing where it does not."""
    from mkdocs.utils.yaml import yaml_load

    with (root / "mkdocs.yml").open(encoding="utf-8") as file:
        url = yaml_load(file).get("site_url") or ""
    return url.rstrip("/") + "/" if url else ""
