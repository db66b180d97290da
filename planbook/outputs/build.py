"""The pipeline in its order: load, check, word, lay out, render, publish. The one place that knows it."""

import logging
import shutil
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import partial, wraps
from hashlib import sha256
from pathlib import Path
from typing import Concatenate, ParamSpec

from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import Text
from planbook.model.office import Office
from planbook.outputs.catalogue import document_files, document_store, feed_files, page_texts
from planbook.outputs.cluster.executor import ClusterExecutor
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.last_build import key_of_inputs
from planbook.outputs.last_files import LastFiles
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.outputs.published_state import PUBLISHED, edits_since, published_state, record_build, stands
from planbook.outputs.searching import write_search_index
from planbook.outputs.shards.building import build_parts
from planbook.outputs.shards.columns import LostAspects
from planbook.outputs.shards.making import SHARDS
from planbook.outputs.shards.office import Call, cut_office
from planbook.outputs.shards.records import forget
from planbook.outputs.site_generator import site_pages
from planbook.render.offline import ONLINE_ONLY, offline_page
from planbook.render.published import is_handed_on, script_of_hashes, scripts_of_plans
from planbook.render.store import Store, machine
from planbook.repository.fingerprint import fingerprint
from planbook.repository.limits import uncollected
from planbook.repository.output_files import write_files
from planbook.repository.publishing import link_or_copy, publishing_together

_LOG = logging.getLogger("planbook")  # commands print it in their user's language
Machines = Callable[[], AbstractContextManager[ClusterExecutor]]
_Options = ParamSpec("_Options")
OFFLINE_UP_TO = 50  # plans


def _with_what_is_lost(
    make: Callable[Concatenate[Path, _Options], bool],
) -> Callable[Concatenate[Path, _Options], bool]:
    """A build that begins anew, with these to be made again, where what was kept of some parts of the site is not there any more."""

    @wraps(make)
    def made(root: Path, /, *args: _Options.args, **options: _Options.kwargs) -> bool:
        forgotten: set[str] = set()
        while True:
            try:
                return make(root, *args, **options)
            except LostAspects as lost:
                if forgotten.issuperset(lost.parts):
                    raise
                forgotten.update(lost.parts)
                forget(root, lost.parts)

    return made


@_with_what_is_lost
def build(
    root: Path,
    as_of: date | None = None,
    tracked: Collection[str] = (),
    progress: Callable[[str], object] = str,
    *,
    history: bool = False,
    offline: bool | None = None,
    key: str | None = None,
    machines: Machines | None = None,
) -> bool:
    """Build and publish the site into `root/site`, and where that is wanted as it opens from a folder into `root/site-offline`.

    It is where `offline` says so, else the settings of the office, else up to 50 plans. Where everything is as the last build
    found it and left it, nothing is made: the answer is whether anything was. Raises `BuildStopped` and leaves the last site
    as it is.

    In the drafts of `tracked` plans Word records changes; raises `UnknownPlan`. `progress` is told each file as it is
    made; with `history` the site shows each draft beside what it was at every commit. Where the site is cut by places, `machines` make
    its parts instead of processes of this one. Who has worked out the `key` of the inputs just now says it.
    """
    about: dict[str, object] = {}
    machine.cache_clear()  # fonts come and go while a process stays
    with (
        machines() if machines else nullcontext() as pool,
        publishing_together([root / name for name in PUBLISHED], about) as published,
    ):
        staging, beside = published.folders
        key_now = partial(key_of_inputs, root, as_of, tracked, history=history, offline=offline)
        key = key_now() if key is None else key
        before = published_state(root)
        if stands(root, key, before):
            published.omissions.update(published.folders)
            return False
        made = made_at(root)
        if office := cut_office(root, Call(made, as_of, tracked, history)):
            from_folder = is_made_for_folders(office.workspace.office, office.plans) if offline is None else offline
            is_new = from_folder and not (root / "site-offline").exists()
            edits = None if is_new else edits_since(root, before)
            about |= build_parts(office, published, edits, progress, pool)
            if from_folder:
                write_offline(staging, beside)
        else:
            if pool:
                _LOG.warning(Text("this site is not cut by places, so this machine makes it alone"))
            shutil.rmtree(root / SHARDS, ignore_errors=True)
            sources = read_sources(root)
            for name in tracked:
                plan_named(sources.workspace, name)
            current = edition(sources, made, as_of, tracked, history=history)
            about |= current.origin()
            store = document_store(root)
            last = LastFiles(root, repr((about["made_by"], fingerprint(root, "templates/**/*"))))
            workspace = sources.workspace
            from_folder = is_made_for_folders(workspace.office, workspace.plans) if offline is None else offline
            make(current, store, staging, beside if from_folder else None, published.locks, progress, last=last)
            store.forget_others()
            published.afterwards.append(last.save)
        if not from_folder:
            published.omissions.add(beside)
        key = key if key == key_now() else ""  # somebody edited meanwhile
        then = before if published.is_in_part else None
        published.afterwards.append(partial(record_build, root, key, then, published.touched))
    progress("site/index.html")
    if from_folder:
        progress("site-offline/index.html")
    return True


def is_made_for_folders(office: Office, plans: Collection[str]) -> bool:
    """Whether a site is made as it opens from a folder too, where the call does not say."""
    return len(plans) <= OFFLINE_UP_TO if office.offline is None else office.offline


@uncollected()
def make(
    edition: Edition,
    store: Store,
    site: Path,
    offline: Path | None = None,
    locks: Collection[int] = (),
    progress: Callable[[str], object] = str,
    *,
    only_pages: bool = False,
    last: LastFiles | None = None,
) -> None:
    """Write all that is published of an edition into an empty folder, and as it opens from a folder into another; raises `Refusal`.

    `only_pages` leaves the documents out, which no page needs. What is known of the `last` build is taken from it.

    Pages are prepared in `build/` of the folder of its sources; PDFs come from the store where it has kept them.
    """
    last = last or LastFiles()
    files = feed_files(edition)
    texts = page_texts(Site(edition, {path: len(content) for path, content in files.items()}))
    with site_pages(edition, texts, site, last, locks) as finish_pages:
        for path, content in () if only_pages else document_files(edition, store, last):
            files[path] = content
            progress(f"site/{path}")
        finish_pages()
    write_files(site, files)
    write_search_index(site, edition, texts)
    titles = {plan: view.short_title for plan, view in edition.views.items()}
    revisions = {plan: str(edition.revisions[plan]) for plan in titles}
    # All that stands there: guides bring documents too.
    documents = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if is_handed_on(path)}
    hashes = {path: sha256(content).hexdigest() for path, content in documents.items()}
    scripts = (script_of_hashes(hashes, titles), *scripts_of_plans(documents, revisions)) if not only_pages else ()
    write_files(site, {path: script.encode() for path, script in scripts})
    if offline:
        write_offline(site, offline)


def write_offline(site: Path, folder: Path) -> None:
    """Write a site as it can be opened from a folder; what is not a page is on the disk once, under a name in each."""

    def write(source: str, target: str) -> None:
        if source.endswith(".html"):
            Path(target).write_text(offline_page(Path(source).read_text("utf-8")), "utf-8")
        else:
            link_or_copy(source, target)

    shutil.copytree(
        site, folder, dirs_exist_ok=True, ignore=lambda _, names: {*ONLINE_ONLY} & {*names}, copy_function=write
    )
