"""What is of no place: hand-written pages, the pages and the register over all places, the first file of the search. What is made of the same as the last time stays as it lies."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from planbook.outputs.aspects import Aspect
from planbook.outputs.catalogue import output_at
from planbook.outputs.country_search import KeyFiles, PartTexts, PlacesSearched, SearchedPages, write_country_search
from planbook.outputs.edition import Edition
from planbook.outputs.findings_by_file import kept_text
from planbook.outputs.framing import StandingPages
from planbook.outputs.kept_values import KeptValues
from planbook.outputs.last_files import LastFiles
from planbook.outputs.pages.country import Country
from planbook.outputs.shards.columns import PlaceColumns
from planbook.outputs.shards.country_outputs import BESIDE, GUIDES, SEARCH, SEARCH_KEYS, CountryOutput, country_outputs
from planbook.outputs.shards.making import OutputRecord
from planbook.outputs.shards.office import CutOffice
from planbook.outputs.site_generator import SiteAround, lay_out, pages_laid_out
from planbook.repository.limits import uncollected
from planbook.repository.output_files import write_files
from planbook.repository.publishing import Staging
from planbook.views.addresses import Address, folder_of_place
from planbook.views.search_part import PlaceSearch, SearchPart

NO_PLACE = ""  # the part that holds what is of no place
_NOT_SEARCHED = ("404.html", "index.html")


def pages_key(office: CutOffice, state: str) -> str:
    """What all pages of no place hang on beside places, with the `state` that all parts have in common; nothing where it is not known."""
    # What is shared is there because a plan names it.
    parts = state, office.registers_key, sorted(office.workspace.localities)
    return sha256(repr(parts).encode()).hexdigest() if office.registers_key else ""


def country_key(office: CutOffice, edition: Edition, around: SiteAround, state: str) -> str:
    """The same with the day, and with what stands around pages; no page of no place prints its revision."""
    key, day = pages_key(office, state), edition.made.date()
    findings = kept_text(edition.source_findings)  # which come out the same of a whole check and as they were kept
    parts = key, around.prepared[0], around.foot, day, edition.as_of, findings
    return sha256(repr(parts).encode()).hexdigest() if key else ""


@dataclass(frozen=True)
class CountrySite:
    """What all outputs over all places are made of beside aspects of these (by a hash of it, which is empty where nobody knows), and what is known of those of the build `before`.

    `frames` are those of all pages of places, `joint` the pages of agencies of several. What is made goes into the folder of a site.
    """

    edition: Edition
    around: SiteAround
    columns: PlaceColumns
    summed: frozenset[str]
    made_of: str
    before: Mapping[str, OutputRecord]
    frames: Mapping[str, str]
    joint: SearchedPages
    memory: KeptValues
    last: LastFiles
    site: Path

    @cached_property
    def outputs(self) -> dict[str, CountryOutput]:
        """All outputs by their names."""
        return {output.name: output for output in country_outputs(self.columns.aspects)}

    def key(self, name: str, *more: object) -> str:
        """A hash of all that an output is made of; nothing where it is not known."""
        parts = self.made_of, sorted(self.summed), name, self.columns.digest(sorted(self.outputs[name].aspects)), more
        return sha256(repr(parts).encode()).hexdigest() if self.made_of else ""

    def as_before(self, name: str, *more: object) -> OutputRecord | None:
        """What is known of an output that the last build made of the same."""
        record = self.before.get(name)
        return record if record and record.key and record.key == self.key(name, *more) else None

    def country(self, name: str) -> Country:
        """The places as far as an output is made of them."""
        return Country(self.edition, self.columns, self.memory, self.summed, self.outputs[name].aspects)


@uncollected()
def make_country(of: CountrySite, published: Staging, pour: Callable[[], object] | None) -> dict[str, OutputRecord]:
    """Write what is of no place, as far as it is another one than the last time; what is known of all of it.

    Agencies of several places are to `pour` when their frames are laid out.
    """
    stay = {name: record for name in of.outputs if name not in BESIDE and (record := of.as_before(name))}
    made = {output.name: output for output in of.outputs.values() if output.name not in {*stay, *BESIDE}}
    texts = {name: dict(output.texts(of.country(name))) for name, output in made.items() if output.texts}
    if guides := of.as_before(GUIDES):
        stay[GUIDES] = guides
    records = dict(stay)
    if texts or not guides:
        records |= _lay_out(of, texts, stay, published.locks)
    elif pour:
        lay_out(of.around, of.frames, published.locks)
    if pour:
        pour()
    for name, output in made.items():
        if output.files:
            files = output.files(of.country(name))
            write_files(of.site, files)
            records[name] = OutputRecord(of.key(name), tuple(files))
    of.columns.free()
    lies = {
        path: (of.edition.root / "site" if name in stay else of.site) / path
        for name, record in records.items()
        for path in record.files
    }
    made_of = {path: record.key for name, record in records.items() if name != GUIDES for path in record.files}
    searched = SearchedPages(
        {path: place for path, place in lies.items() if path.endswith(".html") and path not in _NOT_SEARCHED}
        | dict(of.joint.files),
        {**{path: key for path, key in made_of.items() if key}, **of.joint.made_of},
    )
    searches = _search(of, searched)
    stay |= {name: record for name, record in searches.items() if record is of.before.get(name)}
    for record in stay.values():
        published.standing.update(record.files)
        of.last.stay(record.files)
    of.last.save()
    of.memory.save()
    return records | searches


def _lay_out(
    of: CountrySite, texts: Mapping[str, Mapping[str, str]], stay: Mapping[str, OutputRecord], locks: Collection[int]
) -> dict[str, OutputRecord]:
    """Have pages laid out; what is known of these outputs then, and of hand-written pages."""
    frames = {path: shape for record in stay.values() for path, shape in record.frames.items()}
    pages = {path: frame for record in stay.values() for path, frame in record.pages.items()}
    standing = StandingPages({**of.frames, **frames}, pages, guides=GUIDES in stay)
    all_texts = {path: text for own in texts.values() for path, text in own.items()}
    with pages_laid_out(of.around, all_texts, of.site, of.last, locks, standing) as finish:
        poured = finish()
    records = {}
    for name, own in texts.items():
        framed = {path: poured.pages[path] for path in own if path in poured.pages}
        records[name] = OutputRecord(
            of.key(name)
            if framed.keys() == own.keys()
            else "",  # MkDocs lists what it made whole: it is made each time
            tuple(own),
            {path: page.frame for path, page in framed.items()},
            {page.frame: page.shape for page in framed.values()},
        )
    if GUIDES not in stay:
        files = tuple(path for path in poured.files if path not in all_texts)
        records[GUIDES] = OutputRecord(of.key(GUIDES), files)
    return records


def _search(of: CountrySite, searched: SearchedPages) -> dict[str, OutputRecord]:
    """Write the first file of the search, and the index of pages that are of no place, in which those of agencies of several places are searched too."""
    country = of.country(SEARCH)
    by_place = _by_place(country, of.joint.files)
    read = [(path, searched.key(path)) for path in sorted(searched.files)]
    keys, made_of = of.before.get(SEARCH_KEYS), of.key(SEARCH, read, by_place)
    if keys and (record := of.as_before(SEARCH, read, by_place)):
        of.memory.stay("places of ", "words of ", "counts of ")
        return {SEARCH: record, SEARCH_KEYS: keys}
    texts = {
        "words": _texts_of_parts(country, Aspect.SEARCH_WORDS, of.made_of),
        "numbers": _texts_of_parts(country, Aspect.SEARCH_NUMBERS, of.made_of),
        "keys": _texts_of_parts(of.country(SEARCH_KEYS), Aspect.SEARCH_KEYS, of.made_of),
    }
    search = PlacesSearched([*_place_searches(country)], by_place, texts)
    key_files = KeyFiles(keys.key, keys.files) if keys and of.made_of else KeyFiles()
    files, keys_now = write_country_search(of.site, of.edition, searched, search, of.memory, of.last, key_files)
    if not (keys and keys_now is key_files):
        keys = OutputRecord(keys_now.made_of, keys_now.files)
    return {SEARCH: OutputRecord(made_of, files), SEARCH_KEYS: keys}


def _by_place(country: Country, pages: Collection[str]) -> dict[str, list[str]]:
    """Pages of agencies by the folder of the place where the agency is, "" where that has none."""
    agencies = country.edition.workspace.agencies
    by_place: dict[str, list[str]] = {}
    for path in sorted(pages):
        output, blanks = output_at(path) or (None, {})
        agency = agencies.get(blanks["agency"]) if output and output.address is Address.AGENCY else None
        folder = folder_of_place(agency.locality) if agency and agency.locality else ""
        by_place.setdefault(folder if folder in country.heads else "", []).append(path)
    return by_place


def _place_searches(country: Country) -> Iterator[PlaceSearch]:
    """What each place gives to the search but texts, in the order of the pages over all places."""
    scripts = country.of(Aspect.SEARCH)
    for province, head in country.placed:
        within = province if province != head.name else ""
        parts = tuple(SearchPart(address, size, "", "") for address, size in scripts[head.folder])
        yield PlaceSearch(head.name, head.folder, within, head.plans, parts, head.former)


def _texts_of_parts(country: Country, aspect: Aspect, made_of: str) -> PartTexts:
    """What the parts of the search of all places say of one kind, which is `made_of` something else too."""

    def texts() -> dict[str, str]:
        scripts, own = country.of(Aspect.SEARCH), country.of(aspect)
        return {
            address: text
            for folder, of_place in own.items()
            for (address, _), text in zip(scripts[folder], of_place, strict=True)
        }

    return PartTexts(made_of + country.columns.digest((Aspect.SEARCH, aspect)), texts)
