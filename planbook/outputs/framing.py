"""Generated pages in their frames: which frame each has, and how it is poured into what the site generator has laid out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

import yaml

from planbook.outputs.catalogue import output_at
from planbook.outputs.last_files import LastFiles
from planbook.outputs.site_config import OWN
from planbook.render.html_blocks import PageReader
from planbook.render.page_frame import FRAME, Frame, PageText, read_page, reader
from planbook.render.templates import Templates
from planbook.repository.output_files import write_files
from planbook.repository.program_files import program_folder
from planbook.views.addresses import folder_of

INDEX = "index.html"
_MOST_FRAMES = 64  # of one process; a place has 20
_ADDRESS = re.compile(r"(?<!\s)\s*<url>(?:(?!<url>).)*?</url>", re.DOTALL)


@dataclass(frozen=True)
class FramedPage:
    """A generated page that is poured: its Markdown, read where that is needed, a hash of it, and path and text of its frame."""

    markdown: str
    text: PageText | None
    key: str
    frame: str
    shape: str


@dataclass(frozen=True)
class StandingPages:
    """What is laid out beside the pages of a site: `frames` of pages that somebody else pours, and of `pages` of its own that stay as they lie (with the frame of each).

    With `guides` what people write stays so too.
    """

    frames: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    guides: bool = False


@dataclass(frozen=True)
class PouredPages:
    """What was put into a site: pages in frames, and the files that were laid out whole."""

    pages: Mapping[str, FramedPage]
    files: tuple[str, ...]


def framed(
    texts: Mapping[str, str], mentions: Mapping[str, set[str]], last: LastFiles, *, all_beside: bool = False
) -> Iterator[tuple[str, FramedPage]]:
    """Each generated page of Markdown with its frame.

    That stands where the page itself will where it is the only one of its kind, or where the navigation or a hand-written page
    leads to it; else, or `all_beside`, in a folder beside, as deep, so that links and the place of the page are the same. Places
    of one kind have their frames together.
    """
    markdown = markdown_reader()
    for path, text in texts.items():
        output, blanks = output_at(path) or (None, {})
        parents = [(parent / INDEX).as_posix() for parent in PurePosixPath(path).parents]
        led_to = (parent for parent in parents if parent in mentions and (output_at(parent) or (None, {}))[1])
        in_its_place = not all_beside and (output is None or not blanks or any(led_to))
        anchors = sorted(mentions.get(path, ())) if in_its_place else []
        key = last.key((path, text, *anchors))
        page, shape = None, last.shape(path, key)
        if shape is None:
            page = read_page(text, markdown)
            shape = page.frame(anchor for anchor in anchors if f'id="{anchor}"' in page.article)
        frame = path
        if output is not None and not in_its_place:
            name = f"{FRAME}-{sha256(shape.encode()).hexdigest()[:8]}"
            kind_of_place = folder_of(path).partition("/")[0]
            folder = f"{kind_of_place}/{name}/" if kind_of_place else ""
            frame = output.address.path(folder, **dict.fromkeys(blanks, name))
        yield path, FramedPage(text, page, key, frame, shape)


def markdown_reader() -> PageReader:
    """The reader of generated pages."""
    return _reader((program_folder() / OWN).read_text("utf-8"))


@lru_cache(maxsize=1)
def _reader(configuration: str) -> PageReader:
    return reader(yaml.load(configuration, Loader=yaml.CSafeLoader)["markdown_extensions"])


@lru_cache(maxsize=_MOST_FRAMES)
def _frame(html: str, url: str) -> Frame:
    """A frame, cut at its blanks once for all parts of a site that a process makes."""
    return Frame(html, url)


def pour(templates: Templates, pages: Mapping[str, FramedPage], folder: Path, site: Path, last: LastFiles) -> None:
    """Put pages into a site, each in its frame of a folder."""
    for path, content in poured(templates, pages, folder, last):
        write_files(site, {path: content})


def poured(
    templates: Templates, pages: Mapping[str, FramedPage], folder: Path, last: LastFiles
) -> Iterator[tuple[str, bytes]]:
    """Pages by their paths, each in its frame of a folder."""
    frames = {
        path: _frame((folder / path).read_text("utf-8"), path.removesuffix(INDEX))
        for path in {page.frame for page in pages.values()}
    }
    markdown = markdown_reader()
    for path, page in pages.items():
        frame = frames[page.frame]
        key = last.key((page.key, frame.digest))
        content = last.content(path, key)
        if content is None:
            text = page.text or read_page(page.markdown, markdown)
            meta = {"duties": text.meta.get("duties") or {}}
            contents = templates.render("site/contents.html", headings=text.listed, page={"meta": meta})
            content = frame.pour(text, path.removesuffix(INDEX), contents).encode()
        last.add(path, key, content, (page.key, page.shape))
        yield path, content


def frame_hashes(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """A hash of each frame that is laid out in a folder, by its path."""
    there = ((path, folder / path) for path in paths)
    return {path: sha256(frame.read_bytes()).hexdigest() for path, frame in there if frame.is_file()}


def hash_of_frames(hashes: Mapping[str, str], paths: Iterable[str]) -> str:
    """A hash of some of these frames together."""
    return sha256(repr([(path, hashes.get(path)) for path in sorted(paths)]).encode()).hexdigest()


def listed_addresses(sitemap: str, paths: Mapping[str, str]) -> str:
    """The list of addresses for search engines, in which the pages of each frame stand in its place."""
    urls: dict[str, list[str]] = {}
    for path, frame in paths.items():
        urls.setdefault(frame.removesuffix(INDEX), []).append(path.removesuffix(INDEX))

    def of_frame(entry: re.Match[str]) -> str:
        if FRAME not in entry[0]:
            return entry[0]
        frame = next(
            (url for url in urls if FRAME in url and f"/{url}<" in entry[0]), ""
        )  # what is laid out beside may be none's now
        return "".join(entry[0].replace(frame, url) for url in urls.get(frame, ()))

    return _ADDRESS.sub(of_frame, sitemap)
