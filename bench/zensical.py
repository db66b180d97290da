"""Say what the pages of another site generator lack beside ours: pages, anchors, text, search, and what our policy forbids."""

import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from planbook.render.page_frame import FRAME, Frame
from planbook.render.sandbox import TemplateProblem

FORBIDDEN = "//script[not(@src) and not(@type='application/json')] | //style | //*[@style]"
SEARCH = "//form[@role='search']"


def differences(ours: Path, theirs: Path) -> Iterator[str]:
    """A sentence for each thing that a page lacks."""
    for path in sorted(path.relative_to(ours) for path in ours.rglob("*.html")):
        if not (theirs / path).is_file():
            yield f"{path}: no such page"
            continue
        here, there = html.parse(ours / path).getroot(), html.parse(theirs / path).getroot()
        lost = ids(here) - ids(there)
        if FRAME in path.as_posix() or FRAME in (ours / path).read_text("utf-8"):
            yield from unlike_blanks(path, ours, theirs)
        if lost:
            yield f"{path}: {len(lost)} anchors, {min(lost)} among them"
        if words(here) != words(there):
            yield f"{path}: the text differs{first_difference(words(here), words(there))}"
        if here.xpath(SEARCH) and not there.xpath(SEARCH):
            yield f"{path}: no search box of ours"
        scripts = {Path(one).name for one in here.xpath("//script/@src")}
        missing = {
            name for name in scripts - {Path(one).name for one in there.xpath("//script/@src")} if "bundle" not in name
        }
        if missing:
            yield f"{path}: scripts {', '.join(sorted(missing))}"
        forbidden = len(there.xpath(FORBIDDEN))
        if forbidden:
            yield f"{path}: {forbidden} inline scripts or styles, which content/csp.txt forbids"


def unlike_blanks(path: Path, ours: Path, theirs: Path) -> Iterator[str]:
    """A sentence where pages cannot be poured into a frame, or would say less there."""
    url = path.as_posix().removesuffix("index.html")
    try:
        here, there = (Frame((site / path).read_text("utf-8"), url).blanks for site in (ours, theirs))
    except TemplateProblem as problem:
        yield f"{path}: {problem}"
    else:
        if here - there:
            yield f"{path}: no place for {', '.join(sorted(here - there))}"


def article(page: HtmlElement) -> HtmlElement | None:
    """The part of a page that is the page's own."""
    return page.find(".//article")


def ids(page: HtmlElement) -> set[str]:
    """The anchors of a page."""
    found = article(page)
    return set() if found is None else {str(one) for one in found.xpath(".//@id")} - {"__skip"}


def words(page: HtmlElement) -> list[str]:
    """The words of a page."""
    found = article(page)
    return [] if found is None else found.text_content().split()


def first_difference(ours: list[str], theirs: list[str]) -> str:
    """The place where two texts part, in words."""
    pairs = zip(ours, theirs, strict=False)
    at = next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(ours), len(theirs)))
    return f": “{' '.join(ours[at : at + 5])}”, “{' '.join(theirs[at : at + 5])}”"


def main() -> None:
    """Print every difference once, with the number of pages that have it."""
    ours, theirs = map(Path, sys.argv[1:])
    seen: dict[str, list[str]] = {}
    for said in differences(ours, theirs):
        path, _, what = said.partition(": ")
        seen.setdefault(what, []).append(path)
    for what, pages in sorted(seen.items(), key=lambda one: -len(one[1])):
        print(f"{len(pages):>4} pages ({pages[0]} …): {what}" if len(pages) > 1 else f"{pages[0]}: {what}")
    print(f"{len(seen)} differences on {len({path for paths in seen.values() for path in paths})} pages.")


if __name__ == "__main__":
    main()
