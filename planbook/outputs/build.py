"""The pipeline in its order: load, check, word, lay out, render, publish. The one place that knows it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from functools import reduce
from pathlib import Path

from planbook.loading.workspace import UnknownPlan
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Refusal, Text
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.outputs.catalogue import document_files, document_store, feed_files, output_at, page_texts
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.guides import in_office
from planbook.outputs.last_build import PUBLISHED, key_of_inputs, record_build, stands
from planbook.outputs.origin import made_at
from planbook.outputs.package_map import PACKAGE_MAP, package_map
from planbook.outputs.pages.site import Site
from planbook.outputs.site_config import CONFIG, NAMED_BY_OFFICE, site_config
from planbook.render.offline import ONLINE_ONLY, offline_page
from planbook.render.published import is_handed_on, published_scripts
from planbook.render.sandbox import MAX_MKDOCS, PROBLEM, TemplateProblem
from planbook.render.search_index import SEARCH_INDEX, search_index
from planbook.render.store import Store
from planbook.repository.program_files import layers
from planbook.repository.publishing import publishing_together

OFFLINE_UP_TO = 50  # plans
# How far pages come behind in a search, in the points of search-engine.js: who wants another year names it.
GUIDE, OTHER_YEAR, OLD = 5, 3, 0.05

# What Material brings for its own search, which ours replaces, and for people who debug Material.
UNUSED = (
    "javascripts/lunr",
    "javascripts/workers",
    "javascripts/*.map",
    "stylesheets/*.map",
    "stylesheets/palette.*.css",
)


class SiteFailed(Refusal):
    """MkDocs could not make the site; the text is what it printed."""


def build(
    root: Path,
    as_of: date | None = None,
    tracked: Collection[str] = (),
    progress: Callable[[str], object] = str,
    *,
    history: bool = False,
    offline: bool | None = None,
) -> bool:
    """Build and publish the site into `root/site`, and where that is wanted as it opens from a folder into `root/site-offline`.

    It is where `offline` says so, else the settings of the office, else up to 50 plans. Where everything is as the last build
    found it and left it, nothing is made: the answer is whether anything was. Raises `BuildStopped` and leaves the last site
    as it is.

    In the drafts of `tracked` plans Word records changes; raises `UnknownPlan`. `progress` is told each file as it is
    made; with `history` the site shows each draft beside what it was at every commit.
    """
    about: dict[str, object] = {}
    with publishing_together([root / name for name in PUBLISHED], about) as published:
        staging, beside = published.folders
        key = key_of_inputs(root, as_of, tracked, history=history, offline=offline)
        if stands(root, key):
            published.omissions.update(published.folders)
            return False
        made = made_at(root)
        sources = read_sources(root)
        for name in tracked:
            if name not in sources.workspace.plans:
                raise UnknownPlan(name, list(sources.workspace.plans))
        current = edition(sources, made, as_of, tracked, history=history)
        about |= current.origin()
        store = document_store(root)
        from_folder = is_made_for_folders(sources.workspace) if offline is None else offline
        if not from_folder:
            published.omissions.add(beside)
        make(current, store, staging, beside if from_folder else None, published.locks, progress)
        store.forget_others()
        if key and key == key_of_inputs(root, as_of, tracked, history=history, offline=offline):
            published.afterwards.append(lambda: record_build(root, key))  # else somebody edited meanwhile
    progress("site/index.html")
    if from_folder:
        progress("site-offline/index.html")
    return True


def is_made_for_folders(workspace: Workspace) -> bool:
    """Whether a site is made as it opens from a folder too, where the call does not say."""
    setting = workspace.office.offline
    return len(workspace.plans) <= OFFLINE_UP_TO if setting is None else setting


def make(
    edition: Edition,
    store: Store,
    site: Path,
    offline: Path | None = None,
    locks: Collection[int] = (),
    progress: Callable[[str], object] = str,
    *,
    only_pages: bool = False,
) -> None:
    """Write all that is published of an edition into an empty folder, and as it opens from a folder into another; raises `Refusal`.

    `only_pages` leaves the documents out, which no page needs.

    Pages are prepared in `build/` of the folder of its sources; PDFs come from the store where it has kept them.
    """
    root, office = edition.root, edition.workspace.office
    files = feed_files(edition)
    texts = page_texts(Site(edition, {path: len(content) for path, content in files.items()}))
    write_pages(root, texts, edition.workspace)
    names = {name: getattr(office, name) for name in NAMED_BY_OFFICE}
    (root / CONFIG).write_text(site_config(root, names, foot(edition)), encoding="utf-8")
    with mkdocs(root, site, edition.made, locks) as pages:
        for path, content in () if only_pages else document_files(edition, store):
            files[path] = content
            progress(f"site/{path}")
        pages.result()
    drop_unused(site)
    for path, content in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    write_search_index(site, edition, texts)
    titles = {plan: view.short_title for plan, view in edition.views.items()}
    revisions = {plan: str(revision) for plan, revision in edition.revisions.items()}
    # All that stands there: guides bring documents too.
    documents = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if is_handed_on(path)}
    for path, script in () if only_pages else published_scripts(documents, titles, revisions):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_text(script, "utf-8")
    if offline:
        write_offline(site, offline)


def foot(edition: Edition) -> dict[str, str]:
    """What stands at the foot of every page: whose site it is, whom to ask, the day and the licence of the data."""
    office, licence = edition.workspace.office, edition.descriptions.licence
    day = edition.revisions[""].day or edition.made.date()
    settings = {name: getattr(office, name) or "" for name in ("owner", "contact", "report_errors")}
    return {**settings, "day": official_day(day), "licence": licence.title, "licence_path": licence.path}


def write_pages(root: Path, texts: Mapping[str, str], workspace: Workspace) -> None:
    """Write generated pages, as Markdown, copies of content/ and the map of the program, from nothing each time."""
    folder = root / "build/pages"
    if folder.exists():
        shutil.rmtree(folder)
    for layer in reversed(layers(root, "content")):
        if layer.is_dir():
            shutil.copytree(layer, folder, dirs_exist_ok=True)
    called = {
        "{office:plans}": workspace.office.plans or "",
        "{office:standard}": workspace.office.standard or translate("standard of counting", "vi"),
    }
    for page in folder.rglob("*.md"):
        written = page.read_text(encoding="utf-8")
        filled = in_office(reduce(lambda text, blank: text.replace(blank, called[blank]), called, written), workspace)
        if filled != written:
            page.write_text(filled, encoding="utf-8")
    for path, text in texts.items():
        page = (folder / path).with_suffix(".md")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    if (folder / PACKAGE_MAP).parent.is_dir():
        (folder / PACKAGE_MAP).write_text(package_map(), encoding="utf-8")


def drop_unused(site: Path) -> None:
    """Take out of a site what no page asks for."""
    for path in [path for pattern in UNUSED for path in (site / "assets").glob(pattern)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def write_search_index(site: Path, edition: Edition, texts: Iterable[str]) -> None:
    """Write the index of all pages of a site: plans and agencies, what lists them, and what tells of them."""
    generated = sorted(texts, key=lambda path: -path.count("/"))
    written = sorted({path.relative_to(site).as_posix() for path in site.glob("*/**/*.html")} - {*generated})
    pages = {path: (site / path).read_text("utf-8") for path in [*generated, *written]}
    index = search_index(pages, _names(edition), {path: _behind(edition, path) for path in pages}, edition.search_words)
    (site / SEARCH_INDEX).write_text(index, "utf-8")


def _names(edition: Edition) -> Iterator[tuple[str, ...]]:
    """Rows of names for one thing: of agencies with what staff make of their letters, of months, and those of search.yaml."""
    for agency in edition.workspace.agencies.values():
        yield tuple(dict.fromkeys((*agency.names, *filter(None, map(edition.search_words.initials, agency.names)))))
    years = {year for plan in edition.workspace.plans.values() for year in plan.period.years}
    yield from edition.search_words.of_years(sorted(years))
    yield from edition.search_words.same


def _behind(edition: Edition, path: str) -> float:
    """How far a page comes after others that fit as well: what only tells of plans, and what is over."""
    output, blanks = output_at(path) or (None, {})
    plan, agency, year = (blanks.get(blank, "") for blank in ("plan", "agency", "year"))
    is_over = (plan in edition.statuses and edition.statuses[plan].is_over) or (
        agency in edition.agencies and (edition.agencies[agency].ended or date.max) <= edition.as_of
    )
    guide = GUIDE if output is None or output.is_guide else 0
    return guide + (OTHER_YEAR if year and int(year) != edition.as_of.year else 0) + (OLD if is_over else 0)


def write_offline(site: Path, folder: Path) -> None:
    """Write a site as it can be opened from a folder; what is not a page is on the disk once, under a name in each."""

    def write(source: str, target: str) -> None:
        if source.endswith(".html"):
            Path(target).write_text(offline_page(Path(source).read_text("utf-8")), "utf-8")
            return
        try:
            os.link(source, target)
        except OSError:  # a file system without hard links
            shutil.copy2(source, target)

    shutil.copytree(
        site, folder, dirs_exist_ok=True, ignore=lambda _, names: {*ONLINE_ONLY} & {*names}, copy_function=write
    )


@contextmanager
def mkdocs(root: Path, staging: Path, made: datetime, locks: Collection[int] = ()) -> Iterator[Future[None]]:
    """Run the site generator beside the body; its result raises `SiteFailed` if it did not end well.

    It holds `locks` open: if this process is killed, no other build cleans up or writes before it has ended too.
    """
    # Nothing of the folder that is built is imported; the program itself may stand anywhere.
    command = [sys.executable, "-P", "-m", "planbook.render.theme", "build", "--strict", "--config-file", CONFIG]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "SOURCE_DATE_EPOCH": str(int(made.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }
    process = subprocess.Popen(
        [*command, "--site-dir", str(staging)],
        cwd=root,
        env=environment,
        pass_fds=tuple(locks),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    def wait() -> None:
        printed, _ = process.communicate()
        if process.returncode == -signal.SIGXCPU:
            raise SiteFailed(
                Text(
                    "MkDocs computes for more than {minutes} minutes: is a page of content/ too long or too deep?",
                    {"minutes": MAX_MKDOCS // 60},
                )
            )
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
    """What MkDocs printed as it can be shown: its warnings, or the reason of the machine, no traceback."""
    number = re.search(r"OSError: \[Errno (\d+)\]", printed)
    if number:
        return OSError(int(number[1]), os.strerror(int(number[1])), "mkdocs")
    if PROBLEM in printed:
        place, message, values = json.loads(printed.rpartition(PROBLEM)[2].partition("\n")[0])
        return TemplateProblem(place, message if values is None else Text(message, values))
    if "Traceback" in printed:
        return SiteFailed(Text("MkDocs could not make the site:\n{words}", {"words": printed.rpartition("\n")[2]}))
    lines = [line for line in printed.splitlines() if not line.startswith("INFO")]
    return SiteFailed(Text("MkDocs could not make the site:\n{words}", {"words": "\n".join(lines)}))
