"""A gathered site: asked for, made of what is known of the offices alone, and published whole."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from planbook.gathering.changes import changes_of
from planbook.gathering.national_tables import GatheredTableFile, licences, national_tables
from planbook.gathering.offices import OfficeState, ask_offices
from planbook.gathering.pages import Nation, national_pages
from planbook.gathering.places import register_scripts, write_search
from planbook.gathering.record import GATHERING_RECORD, SOURCE_FILES, GatheringRecord, latest, read_record, record_file
from planbook.gathering.remarks import remarks
from planbook.gathering.sources import OfficesFile, read_offices, source_finding
from planbook.loading.own_templates import read_template
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.outputs.last_files import LastFiles
from planbook.outputs.origin import made_by
from planbook.outputs.site_generator import SiteAround, pages_laid_out
from planbook.render.open_data import all_lines, csv, package
from planbook.render.search_index import SearchWords
from planbook.render.templates import Templates
from planbook.repository.output_files import write_files
from planbook.repository.program_files import place_of
from planbook.repository.publishing import publishing_together
from planbook.repository.revisions import VIETNAM, fixed_time
from planbook.views.addresses import Address
from planbook.views.open_data.tables import DataTable, DescriptionFile, Descriptions
from planbook.wording.blocks import capital
from planbook.wording.phrases import WordingFile

GATHERED = "site-gathered"
_WORK = "build/gather"  # where MkDocs works
_SETTINGS = ("site_name", "site_description", "site_url", "owner", "contact", "report_errors")
_OF_SERVERS = ("csp.txt", "web.config")  # what a web server is told
_OPTIONS = ("site_name", "site_description", "site_url")  # of MkDocs


@dataclass(frozen=True)
class Gathering:
    """What came of asking the offices: how each is shown, and everything that is to be said of them."""

    states: Sequence[OfficeState]
    findings: list[Diagnostic]


def gather(root: Path, progress: Callable[[str], object] = str, *, only_check: bool = False) -> Gathering:
    """Ask the offices of `offices.yaml`, and publish what they publish into `root/site-gathered`, whoever does not answer.

    With `only_check` nothing is published. Raises `BuildStopped` and `Refusal`.
    """
    sources, target = read_offices(root), root / GATHERED
    seconds = fixed_time()
    now = datetime.now(VIETNAM).replace(microsecond=0) if seconds is None else datetime.fromtimestamp(seconds, VIETNAM)
    if only_check:
        return _gathering(ask_offices(sources, root, target, read_record(target), now), sources, now)
    about: dict[str, object] = {}
    with publishing_together([target], about) as staging:
        (folder,) = staging.folders
        last = read_record(target)
        states = ask_offices(sources, root, target, last, now)
        changes = latest(changes_of(states, now), last.changes)
        settings = {name: str(getattr(sources, name) or "") for name in _SETTINGS}
        record = GatheringRecord(
            now, int(sources.old_after), settings, tuple(state.record for state in states), changes
        )
        about |= {"made": now.isoformat(), GATHERED: True, "made_by": made_by_here(root)}
        make_gathered(root, Nation(states, record), folder, staging.locks)
    progress(f"{GATHERED}/index.html")
    return _gathering(states, sources, now)


def made_by_here(root: Path) -> dict[str, str]:
    """What makes a gathered site, each part as a hash; nothing of it is printed, so the fonts of the machine are none."""
    return {part: digest for part, digest in made_by(root).items() if part != "machine"}


def _gathering(states: Sequence[OfficeState], sources: OfficesFile, now: datetime) -> Gathering:
    offices = {office.id: office for office in sources.offices}
    listed = remarks(states, int(sources.old_after), now.date())
    findings = [
        source_finding(remark.check, offices[remark.office], remark.message, remark.mend, remark.severity)
        for remark in listed
    ]
    return Gathering(states, findings)


def make_gathered(
    root: Path, nation: Nation, folder: Path, locks: Collection[int] = (), work: Path | None = None
) -> None:
    """Write all that is published of a gathering into an empty folder; raises `Refusal`. MkDocs may use a folder to `work` in."""
    record = nation.record
    assert record.gathered is not None
    phrases = read_template(root, "templates/plan/wording.yaml", WordingFile)
    search_words = read_template(root, "templates/site/search.yaml", SearchWords)
    described = read_template(root, "templates/site/gathered/tables.yaml", GatheredTableFile)
    standard = phrases.say("column_standard")
    names = {"plans": "", "standard": standard.lower(), "Standard": capital(standard)}
    descriptions = read_template(root, "templates/data/tables.yaml", DescriptionFile).for_office(names)
    descriptions = descriptions.model_copy(update={"title": described.title, "description": described.description})
    tables = national_tables(descriptions, described, nation.states, nation.offices, nation.agencies)
    title = record.settings["site_name"] or described.title
    sizes: dict[str, int] = {}
    for path, content in _files(root, nation, descriptions, tables, search_words):
        write_files(folder, {path: content})
        sizes[path] = len(content)
    templates = Templates(root / "templates")
    texts = national_pages(nation, title, templates, phrases, tables, sizes, search_words.same)
    around = _around(root, work or root / _WORK, record, templates, title)
    with pages_laid_out(around, texts, folder, LastFiles(), locks) as finish_pages:
        finish_pages()
    write_search(folder, nation, [*texts], search_words, by_place=nation.is_cut)


def _files(
    root: Path, nation: Nation, descriptions: Descriptions, tables: Sequence[DataTable], search_words: SearchWords
) -> Iterator[tuple[str, bytes]]:
    """What is published beside pages and search, file by file: together they may be more than the memory holds."""
    assert nation.record.gathered is not None
    for table in tables:
        yield Address.DATA_TABLE.path(table=table.file), csv(table)
    yield Address.ALL_DATA.path(), all_lines(tables)
    created = nation.record.gathered.astimezone(UTC)
    yield Address.DATA_PACKAGE.path(), package(descriptions, tables, created, licences(nation.offices))
    yield GATHERING_RECORD, record_file(nation.record)
    for state in nation.states:
        yield from ((f"{SOURCE_FILES}/{state.id}/{path}", content) for path, content in state.files.items())
    yield from ((name, place_of(root, f"content/{name}").read_bytes()) for name in _OF_SERVERS)
    if nation.is_cut:
        yield from register_scripts(nation, search_words.same, translate("data of before", "vi"))


def _around(root: Path, work: Path, record: GatheringRecord, templates: Templates, title: str) -> SiteAround:
    """What stands around the pages: the navigation of a gathered site, its owner, and the office's own pages of `content/`."""
    assert record.gathered is not None
    navigation = yaml.safe_load(place_of(root, "templates/site/gathered/navigation.yaml").read_text("utf-8"))
    options: Mapping[str, object] = {name: record.settings[name] for name in _OPTIONS if record.settings[name]}
    foot = {
        **{name: record.settings[name] for name in ("owner", "contact", "report_errors")},
        "day": official_day(record.gathered.date()),
        "licence": translate("each office says under what terms its data may be used", "vi"),
        "licence_path": "",
    }
    work.mkdir(parents=True, exist_ok=True)
    content = (root / "content",) if (root / "content").is_dir() and not (root / "data").exists() else ()
    return SiteAround(
        work, Workspace(), record.gathered, templates, {"site_name": title, **options, **navigation}, foot, content
    )
