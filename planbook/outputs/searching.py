"""The search of a published site: of a small one an index in one script, of one of many places an index for each place (`country_search.py`)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from planbook.outputs.catalogue import output_at
from planbook.outputs.edition import Edition
from planbook.render.search_index import SEARCH_INDEX, SearchPlace, index_script, indexed_pages, search_index
from planbook.render.search_places import part_address
from planbook.render.search_shards import cut, words_and_keys
from planbook.repository.output_files import write_files
from planbook.views.search_part import SearchPart

# How far pages come behind in a search, in the points of search-ranking.js: who wants another year names it.
GUIDE, OTHER_YEAR, OLD, DEVELOPING = 5, 3, 0.05, 15


def write_search_index(site: Path, edition: Edition, texts: Iterable[str]) -> None:
    """Write the index of all pages of a site: plans and agencies, what lists them, and what tells of them."""
    written = sorted({path.relative_to(site).as_posix() for path in site.glob("*/**/*.html")} - {*texts})
    pages = _read(site, [*deepest_first(texts), *written])
    index = search_index(pages, _names(edition), all_behind(edition, pages), edition.search_words)
    (site / SEARCH_INDEX).write_text(index, "utf-8")


def shard_search(
    edition: Edition, pages: Mapping[str, str], folder: str
) -> tuple[dict[str, bytes], tuple[SearchPart, ...]]:
    """The index of the pages of one place, in as many scripts as its plans need, by their paths; what a summary says of them."""
    indexed = indexed_pages({path: pages[path] for path in deepest_first(pages, folder)})
    behind = all_behind(edition, indexed)
    scripts, parts = {}, []
    for number, part in enumerate(cut(indexed, _plans_of(edition, indexed))):
        # What things are called is in the first script, which is always loaded before the others.
        names = () if number else (*_agencies(edition, only_named=True), *same_names(edition))
        address = part_address(folder, number)
        scripts[address] = index_script(part, names, behind, edition.search_words).encode()
        parts.append(search_part(address, part, scripts[address]))
    return scripts, tuple(parts)


def write_search_part(site: Path, address: str, pages: Mapping[str, list[SearchPlace]], script: str) -> SearchPart:
    """Write the script that holds the index of some pages; what a first file has to know of it."""
    content = script.encode()
    write_files(site, {address: content})
    return search_part(address, pages, content)


def search_part(address: str, pages: Mapping[str, list[SearchPlace]], content: bytes) -> SearchPart:
    """What a first file has to know of the script that holds the index of some pages."""
    return SearchPart(address, len(content), *words_and_keys(pages))


def _read(site: Path, paths: Iterable[str]) -> dict[str, str]:
    return {path: (site / path).read_text("utf-8") for path in paths}


def deepest_first(paths: Iterable[str], folder: str = "") -> list[str]:
    """Pages in the order in which equal finds are shown: of one item before what lists many; the folder of a place does not count."""
    return sorted(paths, key=lambda path: -path.removeprefix(folder).count("/"))


def _plans_of(edition: Edition, paths: Iterable[str]) -> dict[str, str]:
    """The pages that tell of one plan, with its id: those of plans that run first, then the newest."""
    plans = edition.workspace.plans.values()
    order = sorted(plans, key=lambda plan: (plan.period.last, plan.id), reverse=True)
    rank = {plan.id: (edition.statuses[plan.id].is_over, number) for number, plan in enumerate(order)}
    of_plans = {path: blanks["plan"] for path in paths if (blanks := _blanks(path)).get("plan") in rank}
    return dict(sorted(of_plans.items(), key=lambda page: rank[page[1]]))


def _blanks(path: str) -> Mapping[str, str]:
    return (output_at(path) or (None, {}))[1]


def _names(edition: Edition) -> Iterator[tuple[str, ...]]:
    """Rows of names for one thing: of agencies, of months, and those of search.yaml."""
    yield from _agencies(edition)
    yield from same_names(edition)


def _agencies(edition: Edition, *, only_named: bool = False) -> Iterator[tuple[str, ...]]:
    """The names of each agency, or of each that plans name, with what staff make of their letters."""
    for agency in edition.workspace.agencies.values():
        if not only_named or (agency.id in edition.agencies and edition.agencies[agency.id].is_named):
            yield tuple(dict.fromkeys((*agency.names, *filter(None, map(edition.search_words.initials, agency.names)))))


def same_names(edition: Edition) -> Iterator[tuple[str, ...]]:
    """Rows of words for one thing: of months and quarters of plans, and those of search.yaml."""
    years = {year for plan in edition.workspace.plans.values() for year in plan.period.years}
    yield from edition.search_words.of_years(sorted(years))
    yield from edition.search_words.same


def all_behind(edition: Edition, paths: Iterable[str]) -> dict[str, float]:
    """How far each page comes after others that fit as well."""
    return {path: _behind(edition, path) for path in paths}


def _behind(edition: Edition, path: str) -> float:
    """How far a page comes after others that fit as well: what only tells of plans, and what is over."""
    output, blanks = output_at(path) or (None, {})
    plan, agency, year = (blanks.get(blank, "") for blank in ("plan", "agency", "year"))
    lives = edition.workspace.lives(agency) if agency in edition.workspace.agencies else ()
    is_over = (plan in edition.statuses and edition.statuses[plan].is_over) or any(
        (life.end or date.max) <= edition.as_of for life in lives[-1:]
    )
    # Who types the name of a place wants its home before the bodies that have its name.
    is_home = bool(edition.folder) and path == f"{edition.folder}index.html"
    is_guide = output is None or (output.is_guide and not is_home)
    guide = DEVELOPING if path.startswith("developing/") else GUIDE if is_guide else 0
    return guide + (OTHER_YEAR if year and int(year) != edition.as_of.year else 0) + (OLD if is_over else 0)
