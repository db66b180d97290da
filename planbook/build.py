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
from pathlib import Path

from planbook.checks import examine
from planbook.diagnostics import BuildStopped, Diagnostic, Refusal
from planbook.documents import Edition, documents
from planbook.loading import load_entry
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.publish import publishing
from planbook.render.site import pages
from planbook.render.style_sheet import StyleSheet
from planbook.render.templates import Templates
from planbook.views.agency import AgencyView, agency_views
from planbook.views.deadlines import deadlines
from planbook.views.documents import document_views
from planbook.views.grid import grid
from planbook.views.history import histories
from planbook.views.indicators import indicator_views
from planbook.views.matrix import GroupRow, matrix
from planbook.views.phrases import Phrases, WordingFile
from planbook.views.plan import PlanView, plan_view

VIETNAM = timezone(timedelta(hours=7))


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
    templates: Templates


@dataclass(frozen=True)
class Pages:
    """Every plan laid out: the views, the one text of each, and what the site's pages say."""

    views: dict[str, PlanView]
    articles: dict[str, str]
    matrices: dict[str, tuple[GroupRow, ...]]
    agencies: dict[str, AgencyView]
    texts: dict[str, str] = field(default_factory=dict)


def read_sources(root: Path) -> Sources:
    """Read data/ and templates/; raises `BuildStopped` with all errors of all files."""
    workspace, found = examine(root / "data")
    lines = dict(workspace.lines)
    phrases, more, lines["templates/plan/wording.yaml"] = load_entry(
        root / "templates/plan/wording.yaml", "templates/plan/wording.yaml", WordingFile
    )
    sheet, rest, lines["templates/word/styles.yaml"] = load_entry(
        root / "templates/word/styles.yaml", "templates/word/styles.yaml", StyleSheet
    )
    found = [*found, *more, *rest]
    if phrases is None or sheet is None or any(diagnostic.stops_the_build for diagnostic in found):
        raise BuildStopped(found, lines)
    return Sources(root, workspace, found, phrases, sheet, Templates(root / "templates"))


def lay_out(sources: Sources, as_of: date) -> Pages:
    """Give the text of every plan and page; nothing is written."""
    workspace, phrases, templates = sources.workspace, sources.phrases, sources.templates
    views = {plan.id: plan_view(workspace, plan, phrases) for plan in workspace.plans.values()}
    articles = {id_: templates.render("plan/plan.html", plan=view, words=phrases) for id_, view in views.items()}
    matrices = {plan.id: matrix(workspace, plan, phrases) for plan in workspace.plans.values()}
    agencies = agency_views(workspace, phrases, matrices)
    texts = pages(
        workspace,
        templates,
        phrases,
        views,
        articles,
        matrices,
        agencies,
        {plan.id: grid(workspace, plan, phrases).parts(phrases) for plan in workspace.plans.values()},
        list(histories(workspace, phrases)),
        deadlines(workspace, phrases),
        document_views(workspace, phrases),
        indicator_views(workspace, phrases),
        sources.found,
        as_of,
    )
    return Pages(views, articles, matrices, agencies, texts)


def build(
    root: Path, as_of: date | None = None, wanted: Collection[str] = (), progress: Callable[[str], object] = str
) -> Sources:
    """Build and publish the whole site into `root/site`; raises `BuildStopped` and leaves the last site as it is.

    `wanted` names the plans whose documents are made anew, none meaning all; raises `UnknownPlan`.
    `progress` is told each file as it is made.
    """
    made = made_at(root)
    sources = read_sources(root)
    for name in wanted:
        if name not in sources.workspace.plans:
            raise UnknownPlan(name, list(sources.workspace.plans))
    laid_out = lay_out(sources, as_of or made.astimezone(VIETNAM).date())
    with publishing(root / "site") as staging:
        write_pages(root, laid_out)
        with mkdocs(root, staging, made) as site:
            files = {}
            for path, content in documents(edition(sources, laid_out, made), wanted):
                files[path] = content
                progress(f"site/{path}")
            site.result()
        for path, content in files.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_bytes(content)
    progress("site/index.html")
    return sources


def edition(sources: Sources, laid_out: Pages, made: datetime) -> Edition:
    """Give what the documents are made of; a commit to one plan leaves the foot of the sheets of others as it is."""
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
        made,
        {plan: revision(sources.root, sources.phrases, *paths) for plan, paths in made_of.items()},
        site_url(sources.root),
    )


def write_pages(root: Path, laid_out: Pages) -> None:
    """Write generated pages and copies of content/ into build/pages, from nothing each time."""
    folder = root / "build/pages"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "content", folder)
    for path, text in laid_out.texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


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


def revision(root: Path, phrases: Phrases, *paths: str) -> str:
    """Give the last commit that touched some files, with its day, in words; nothing outside git. Edits since show."""

    def git(*arguments: str) -> str:
        command = ["git", *arguments, "--", *paths]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout.strip()

    commit, _, time = git("log", "-1", "--abbrev=7", "--format=%h %ct").partition(" ")
    if not commit:
        return ""
    if git("status", "--porcelain"):
        commit = phrases.say("revision_edited", revision=commit)
    day = official_day(datetime.fromtimestamp(int(time), VIETNAM).date())
    return phrases.say("revision", revision=commit, day=day)


def site_url(root: Path) -> str:
    """Give where mkdocs.yml says that the site stands, with a slash at its end; nothing where it does not."""
    from mkdocs.utils.yaml import yaml_load

    with (root / "mkdocs.yml").open(encoding="utf-8") as file:
        url = yaml_load(file).get("site_url") or ""
    return url.rstrip("/") + "/" if url else ""
