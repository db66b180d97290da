"""The site generator: MkDocs lays out hand-written pages and the frames of generated ones, and these are poured into their frames."""

import gzip
import json
import os
import posixpath
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, reduce
from hashlib import sha256
from pathlib import Path

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Refusal, Text
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.outputs.catalogue import output_at
from planbook.outputs.edition import Edition
from planbook.outputs.framing import PouredPages, StandingPages, framed, listed_addresses, pour
from planbook.outputs.guides import in_office
from planbook.outputs.last_files import LastFiles
from planbook.outputs.origin import made_by
from planbook.outputs.package_map import PACKAGE_MAP, package_map
from planbook.outputs.site_config import CONFIG, NAMED_BY_OFFICE, OWN, runs_own_programs, site_config
from planbook.render.page_frame import FRAME
from planbook.render.sandbox import MAX_MKDOCS, PROBLEM, TemplateProblem
from planbook.render.templates import Templates
from planbook.repository.fingerprint import fingerprint
from planbook.repository.manifest import MANIFEST, verify
from planbook.repository.program_files import THEME, layers
from planbook.repository.publishing import link_or_copy, publishing_together

# What Material brings for its own search, which ours replaces, and for people who debug Material.
UNUSED = (
    "javascripts/lunr",
    "javascripts/workers",
    "javascripts/*.map",
    "stylesheets/*.map",
    "stylesheets/palette.*.css",
)
LAID_OUT = "build/laid-out"  # what MkDocs made last
SITEMAP = "sitemap.xml"
_MENTION = re.compile(
    r"(?<![\w./-])([\w./-]+\.md)(?:#([\w-]+))?"
)  # of a page, in hand-written ones and in the navigation
_LINK = re.compile(r"\]\([^()\s]*\.md[)#]")  # that MkDocs makes one to the page of a file


@dataclass(frozen=True)
class SiteAround:
    """What stands around the generated pages of a site: options and foot for MkDocs, folders of hand-written pages, the first over the others.

    MkDocs works in `build/` of the `root`.
    """

    root: Path
    workspace: Workspace
    made: datetime
    templates: Templates
    options: Mapping[str, object]
    foot: Mapping[str, str]
    content: tuple[Path, ...]

    @cached_property
    def prepared(self) -> tuple[str, Mapping[str, set[str]]]:
        """A hash of what MkDocs reads beside generated pages, which is written once until these stand there too, and the pages that hand-written ones lead to."""
        return _prepare(self)


@contextmanager
def site_pages(
    edition: Edition, texts: Mapping[str, str], site: Path, last: LastFiles, locks: Collection[int] = ()
) -> Iterator[Callable[[], PouredPages]]:
    """Begin to lay out the pages of an edition, as `pages_laid_out` does."""
    with pages_laid_out(site_around(edition), texts, site, last, locks) as finish:
        yield finish


def site_around(edition: Edition) -> SiteAround:
    """What stands around the pages of an edition."""
    office, root = edition.workspace.office, edition.root
    options = {name: getattr(office, name) for name in NAMED_BY_OFFICE}
    content = tuple(layers(root, "content"))
    return SiteAround(root, edition.workspace, edition.made, edition.templates, options, foot(edition), content)


@contextmanager
def pages_laid_out(
    around: SiteAround,
    texts: Mapping[str, str],
    site: Path,
    last: LastFiles,
    locks: Collection[int] = (),
    standing: StandingPages | None = None,
) -> Iterator[Callable[[], PouredPages]]:
    """Begin to lay out the pages of a site, hand-written ones and `texts`; the body calls what is lent to have them in their folder.

    Hand-written ones may lead to pages that are `standing`. That raises `Refusal`.
    MkDocs works beside the body, if it has not laid out the very same before. It holds `locks` open: if this process is killed, no
    other build cleans up or writes before it has ended too.
    """
    root = around.root
    _, mentions = around.prepared
    # A program of the office's own in mkdocs.yml may change any page, so MkDocs gets all of them whole.
    all_whole = runs_own_programs(root)
    in_frames = {path: text for path, text in texts.items() if not (all_whole or _LINK.search(text))}
    pages = dict(framed(in_frames, mentions, last))
    frames = standing.frames if standing else {}
    elsewhere = dict(_poured_elsewhere(root, mentions, texts)) if standing else {}
    written = {path: text for path, text in texts.items() if path not in in_frames}
    written |= {page.frame: page.shape for page in pages.values()} | elsewhere | dict(frames)
    day = _day(around)
    with _laid_out(around, written, locks, is_kept=not all_whole) as folder:

        def finish() -> PouredPages:
            place = folder()
            paths = {path: page.frame for path, page in pages.items()}
            aside = {*elsewhere, *frames, *paths.values(), SITEMAP, f"{SITEMAP}.gz", MANIFEST}
            files = {path for path in _laid_out_in(place) if path not in aside and FRAME not in path}
            if standing and standing.guides:
                files &= texts.keys()
            for path in sorted(files):
                (site / path).parent.mkdir(parents=True, exist_ok=True)
                link_or_copy(str(place / path), str(site / path))
            pour(around.templates, pages, place, site, last)
            _write_sitemap(site, place, paths | (dict(standing.pages) if standing else {}), day)
            return PouredPages(pages, (*sorted(files), SITEMAP, f"{SITEMAP}.gz"))

        yield finish


def lay_out(around: SiteAround, frames: Mapping[str, str], locks: Collection[int] = ()) -> None:
    """Have MkDocs lay out frames beside hand-written pages, if it has not; nothing is poured into them. Raises `Refusal`."""
    written = dict(_poured_elsewhere(around.root, around.prepared[1], frames)) | dict(frames)
    with _laid_out(around, written, locks, is_whole=False) as folder:
        folder()


def _prepare(around: SiteAround) -> tuple[str, Mapping[str, set[str]]]:
    """Write what MkDocs reads beside frames."""
    (around.root / "build").mkdir(exist_ok=True)
    (around.root / CONFIG).write_text(site_config(around.root, around.options, around.foot), encoding="utf-8")
    mentions = write_pages(around.root, around.workspace, around.content)
    return _key(around.root, _day(around)), mentions


@contextmanager
def _laid_out(
    around: SiteAround,
    written: Mapping[str, str],
    locks: Collection[int],
    *,
    is_kept: bool = True,
    is_whole: bool = True,
) -> Iterator[Callable[[], Path]]:
    """Begin to lay out generated pages and frames with hand-written ones; the body calls what is lent to have their folder.

    What was laid out before `is_kept` where it is all of that, or, if it need not be `is_whole`, where it holds the frames.
    """
    root, day = around.root, _day(around)
    beside = sorted(path for path in written if FRAME in path)  # whose names tell what they are
    in_place = sorted((path, text) for path, text in written.items() if FRAME not in path)
    keys = around.prepared[0], sha256(repr(in_place).encode()).hexdigest()
    if is_kept and _is_laid_out(root / LAID_OUT, keys[: 1 + is_whole], beside):
        yield lambda: root / LAID_OUT
        return
    _write(root, written)
    vars(around).pop("prepared")
    with publishing_together([root / LAID_OUT], {"keys": keys, "frames": beside}) as staging:
        (folder,) = staging.folders
        with _mkdocs(root, folder, day, (*locks, *staging.locks)) as mkdocs:

            def finish() -> Path:
                mkdocs.result()
                _drop_unused(folder)
                return folder

            yield finish


def _day(around: SiteAround) -> datetime:
    """The day of a site, which is all that MkDocs prints of its time."""
    return around.made.astimezone(UTC).replace(hour=0, minute=0, second=0)


def _key(root: Path, day: datetime) -> str:
    """A hash of all that MkDocs makes pages of beside generated ones."""
    parts = (made_by(root), day, fingerprint(root, CONFIG, "build/pages/**/*", f"{THEME}/**/*"))
    return sha256(repr(parts).encode()).hexdigest()


def _poured_elsewhere(
    root: Path, mentions: Mapping[str, set[str]], texts: Collection[str]
) -> Iterator[tuple[str, str]]:
    """A page for each that somebody else pours and a hand-written one leads to, so that MkDocs knows it."""
    for path in mentions:
        source = root / "build/pages" / path
        if path not in texts and output_at(path) and not source.with_suffix(".md").exists():
            yield path, "".join(f'<i id="{anchor}"></i>' for anchor in sorted(mentions[path]))


def _is_laid_out(folder: Path, keys: Sequence[str], frames: Collection[str]) -> bool:
    """Whether MkDocs has laid out pages of these keys with these frames, and nothing has touched them since."""
    try:
        listed = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    is_same = listed.get("keys", ())[: len(keys)] == [*keys]
    return is_same and {*frames} <= {*listed["frames"]} and not verify(folder)


def foot(edition: Edition) -> dict[str, str]:
    """What stands at the foot of every page: whose site it is, whom to ask, the day and the licence of the data."""
    office, licence = edition.workspace.office, edition.descriptions.licence
    day = edition.revisions[""].day or edition.made.date()
    settings = {name: getattr(office, name) or "" for name in ("owner", "contact", "report_errors")}
    return {**settings, "day": official_day(day), "licence": licence.title, "licence_path": licence.path}


def write_pages(root: Path, workspace: Workspace, content: Sequence[Path]) -> dict[str, set[str]]:
    """Write copies of the folders of hand-written pages into build/pages, from nothing each time.

    The pages that they and the navigation lead to, by their paths, each with the places on it.
    """
    folder = root / "build/pages"
    if folder.exists():
        shutil.rmtree(folder)
    for layer in reversed(content):
        if layer.is_dir():
            shutil.copytree(layer, folder, dirs_exist_ok=True)
    called = {
        "{office:plans}": workspace.office.plans or "",
        "{office:standard}": workspace.office.standard or translate("standard of counting", "vi"),
    }
    mentions: dict[str, set[str]] = {}
    texts = {folder / OWN: (root / CONFIG).read_text("utf-8")}
    for page in folder.rglob("*.md"):
        written = page.read_text(encoding="utf-8")
        filled = in_office(reduce(lambda text, blank: text.replace(blank, called[blank]), called, written), workspace)
        if filled != written:
            page.write_text(filled, encoding="utf-8")
        texts[page] = filled
    for page, text in texts.items():
        for path, anchor in _MENTION.findall(text):
            target = posixpath.normpath(posixpath.join(page.parent.relative_to(folder).as_posix(), path))
            mentions.setdefault(f"{target.removesuffix('.md')}.html", set()).update(filter(None, [anchor]))
    return mentions


def _write(root: Path, texts: Mapping[str, str]) -> None:
    """Write pages as Markdown into build/pages, and the map of the program."""
    if (place := root / "build/pages" / PACKAGE_MAP).parent.is_dir():
        place.write_text(package_map(), encoding="utf-8")
    for path, text in texts.items():
        page = (root / "build/pages" / path).with_suffix(".md")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")


def _laid_out_in(folder: Path) -> Iterator[str]:
    """The files that MkDocs has laid out in a folder."""
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write_sitemap(site: Path, folder: Path, paths: Mapping[str, str], day: datetime) -> None:
    """Write the list of addresses of a site, in which pages stand by their `paths` in the place of their frames."""
    addresses = listed_addresses((folder / SITEMAP).read_text("utf-8"), dict(sorted(paths.items())))
    (site / SITEMAP).write_text(addresses, "utf-8")
    time = int(day.timestamp())
    with open(site / f"{SITEMAP}.gz", "wb") as file, gzip.GzipFile(SITEMAP, "wb", fileobj=file, mtime=time) as packed:
        packed.write(addresses.encode())


def _drop_unused(site: Path) -> None:
    """Take out of a site what no page asks for."""
    for path in [path for pattern in UNUSED for path in (site / "assets").glob(pattern)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def _mkdocs(root: Path, staging: Path, made: datetime, locks: Collection[int] = ()) -> Iterator[Future[None]]:
    """Run MkDocs beside the body; its result raises `Refusal` if it did not end well."""
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
            raise Refusal(
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
        return Refusal(Text("MkDocs could not make the site:\n{words}", {"words": printed.rpartition("\n")[2]}))
    lines = [line for line in printed.splitlines() if not line.startswith("INFO")]
    return Refusal(Text("MkDocs could not make the site:\n{words}", {"words": "\n".join(lines)}))
