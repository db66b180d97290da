"""What is of no place: hand-written pages, the pages and the register over all places, the first file of the search."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from planbook.outputs.catalogue import output_at, page_texts
from planbook.outputs.country_calendar import coming_months
from planbook.outputs.country_register import country_files
from planbook.outputs.country_search import SearchedPages, write_country_search
from planbook.outputs.edition import Edition
from planbook.outputs.kept_values import KeptValues
from planbook.outputs.last_files import LastFiles
from planbook.outputs.pages.country import Country, country_pages
from planbook.outputs.shards.kept_pages import KeptPages, KeptSite
from planbook.outputs.shards.making import SHARDS, ShardRecord
from planbook.outputs.site_generator import SiteAround, pages_laid_out
from planbook.render.published import script_of_hashes
from planbook.repository.limits import uncollected
from planbook.repository.output_files import write_files
from planbook.repository.publishing import Staging
from planbook.views.addresses import Address, folder_of_place
from planbook.views.search_part import PlaceSearch
from planbook.views.summary import Summary, read_summary

NO_PLACE = ""  # the part that holds what is of no place


def country_key(around: SiteAround, edition: Edition, records: Mapping[str, ShardRecord], state: str) -> str:
    """A hash of all that what is of no place is made of."""
    keys = sorted((part, record.key) for part, record in records.items())
    parts = state, around.foot, edition.made.date(), edition.as_of, edition.findings[""], edition.revisions[""], keys
    return sha256(repr(parts).encode()).hexdigest()


@uncollected()
def make_country(
    edition: Edition,
    around: SiteAround,
    records: Mapping[str, ShardRecord],
    joint: Mapping[str, Path],
    published: Staging,
    lies: Callable[[str, str], Path],
    pour: Callable[[], object],
    state: str,
    key: str,
) -> None:
    """Write what is of no place, made of what is known of all places.

    Where the pages of `joint` agencies lie is said by their paths, where a file of a part `lies` is told for both.
    What is put together of places is to `pour` when its frames are laid out. `state` says what all parts have in common,
    the `key` what all pages of no place hang on, or nothing.
    """
    site, root = published.folders[0], edition.root
    last = LastFiles(root, repr((state, around.foot)), f"{SHARDS}/last-files.json")
    frames = {path: shape for record in records.values() for path, shape in record.frames.items()}
    summaries = {
        summary.folder: summary
        for record in records.values()
        if record.summary
        for summary in [read_summary(record.summary.encode(), record.part)]
    }
    summed = {agency for record in records.values() for agency in record.pieces}
    country = country_of(edition, summaries, summed)
    country = replace(country, coming=coming_months(country, lies))
    memory = KeptValues(root, key)
    with pages_laid_out(around, country_texts(country, memory), site, last, published.locks, frames) as finish:
        finish()
    pour()
    files = country_files(country, last)
    hashes = {path: digest for record in records.values() for path, digest in record.documents.items()}
    titles = {plan.id: plan.title for plan in country.plans}
    path, script = script_of_hashes(hashes, titles)
    files[path] = script.encode()
    write_files(site, files)
    _search(country, records, site, joint, memory, last)
    last.save()
    memory.save()


def country_texts(country: Country, memory: KeptValues) -> dict[str, str]:
    """The text of each page over all places by its path."""
    site = KeptSite(country.edition, {}, KeptPages(memory))
    texts = {path: site.page(path, template, values) for path, template, values in country_pages(country)}
    return {**texts, **page_texts(site, {Address.FINDINGS_OF_REGISTERS})}


def country_of(edition: Edition, summaries: Mapping[str, Summary], without_page: Collection[str]) -> Country:
    """All places, with the agencies that several of them name; of those that no part has a page of, one is made of the summaries."""
    counts = Counter(agency.id for summary in summaries.values() for agency in summary.agencies)
    summed = counts.keys() & set(without_page)
    joint: dict[str, list[str]] = {agency: [] for agency in sorted(counts) if counts[agency] > 1 or agency in summed}
    for folder, summary in summaries.items() if joint else ():
        for agency in summary.agencies:
            if agency.id in joint:
                joint[agency.id].append(folder)
    return Country(
        edition, summaries, {agency: tuple(folders) for agency, folders in joint.items()}, tuple(sorted(summed))
    )


def _search(
    country: Country,
    records: Mapping[str, ShardRecord],
    site: Path,
    joint: Mapping[str, Path],
    memory: KeptValues,
    last: LastFiles,
) -> None:
    """Write the first file of the search, and the index of pages that are of no place, in which `joint` ones are searched too."""
    own = {path.relative_to(site).as_posix(): path for path in site.glob("**/*.html")}
    own = {path: place for path, place in own.items() if path not in {"404.html", "index.html", *joint}}
    made_of = {path: record.key for record in records.values() for path in record.joint_pages}
    searched = SearchedPages({**own, **joint}, made_of)
    places = [*_place_searches(country, records)]
    write_country_search(site, country.edition, searched, places, _by_place(country, joint), memory, last)


def _by_place(country: Country, pages: Collection[str]) -> dict[str, list[str]]:
    """Pages of agencies by the folder of the place where the agency is, "" where that has none."""
    agencies = country.edition.workspace.agencies
    by_place: dict[str, list[str]] = {}
    for path in sorted(pages):
        output, blanks = output_at(path) or (None, {})
        agency = agencies.get(blanks["agency"]) if output and output.address is Address.AGENCY else None
        folder = folder_of_place(agency.locality) if agency and agency.locality else ""
        by_place.setdefault(folder if folder in country.summaries else "", []).append(path)
    return by_place


def _place_searches(country: Country, records: Mapping[str, ShardRecord]) -> Iterator[PlaceSearch]:
    """What each place gives to the search, in the order of the pages over all places."""
    for province in country.provinces:
        for row in province.rows:
            within = province.name if province.name != row.name else ""
            parts = records[row.folder.rstrip("/")].search
            yield PlaceSearch(row.name, row.folder, within, len(country.summaries[row.folder].plans), parts, row.former)
