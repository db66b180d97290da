"""The site is light: small pages, few shared files, nothing that no page asks for."""

import gzip
import re
from pathlib import Path

from lxml import html

PAGE = 68_000  # bytes of HTML
WIDER = 90_000  # of an agency with what its groups have to do, and of the list of open data
SHARED = 100_000  # bytes of scripts and styles, compressed
# A plan stands whole on one page, because each of its items has its permanent address there; the explanations of all
# findings, and plans side by side, are read whole too. They are held by what the network carries; the register is big by
# nature.
WHOLE = re.compile(r"ke-hoach/[^/]+/index\.html|kiem-tra/giai-thich/index\.html|so-sanh/.*|nhiem-vu/index\.html")
WHOLE_COMPRESSED = 39_500
REGISTER_COMPRESSED = 42_000  # of all work of all plans, and of two plans side by side


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def shared(page: Path) -> set[Path]:
    """The scripts and styles that a page loads."""
    root = html.parse(page).getroot()
    links = [*root.xpath("//script/@src"), *root.xpath("//link[@rel='stylesheet']/@href")]
    return {(page.parent / link).resolve() for link in links}


def test_a_page_is_small(project):
    site = project / "site"
    heavy = {
        name: path.stat().st_size
        for path in site.rglob("*.html")
        if not WHOLE.fullmatch(name := path.relative_to(site).as_posix())
        and path.stat().st_size > (WIDER if name.startswith(("co-quan/", "du-lieu/")) else PAGE)
    }
    whole = {
        name: compressed(path)
        for path in site.rglob("*.html")
        if WHOLE.fullmatch(name := path.relative_to(site).as_posix())
        and compressed(path) > (REGISTER_COMPRESSED if name.startswith(("nhiem-vu/", "so-sanh/")) else WHOLE_COMPRESSED)
    }

    assert heavy == {}
    assert whole == {}


def test_what_all_pages_share_is_small(project):
    for name in ("index.html", "ke-hoach/lao-cai-2026/index.html"):
        sizes = {path.name: compressed(path) for path in shared(project / "site" / name)}

        assert len(sizes) > 5
        assert sum(sizes.values()) < SHARED


def test_no_script_or_style_is_published_that_no_page_loads(project):
    site = (project / "site").resolve()
    loaded = set().union(*(shared(path) for path in site.rglob("*.html")))
    published = {path for path in (site / "assets").rglob("*") if path.suffix in {".js", ".css", ".map"}}

    # The search loads its index and most of its program itself, when somebody begins to search; others are for pages over many places.
    of_many_places = {"place-filter.js", "places-register.js", "places-table.js", "sortable.js"}
    parts = ("coverage", "engine", "entries", "index", "loading", "matching", "places", "ranking", "results", "suggest")
    assert {path.name for path in published - loaded} == {f"search-{part}.js" for part in parts} | of_many_places
