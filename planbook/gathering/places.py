"""Register and search of a gathered site of many plans: each place in scripts of its own, and small first files that say where to look."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.gathering.pages import Nation
from planbook.gathering.register import NationalPlan, NationalTask
from planbook.outputs.country_register import PlacesRegister, RegisterPlace, register_files
from planbook.outputs.country_search import address_of_no_place
from planbook.outputs.searching import write_search_part
from planbook.outputs.summary import about_rows, rows_script
from planbook.render.search_index import SEARCH_INDEX, SearchWords, index_script, indexed_pages, search_index
from planbook.render.search_places import part_address, search_places
from planbook.repository.output_files import write_files
from planbook.views.addresses import Address
from planbook.views.matrix import TaskRow
from planbook.views.register import RegisterRow
from planbook.views.register_rows import place_rows
from planbook.views.search_part import PlaceSearch, SearchPart


@dataclass(frozen=True)
class GatheredPlace:
    """A place of an office with its tasks, where its page stands, and its name; `is_stale` where its office is not as it is now."""

    folder: str
    name: str
    office: str
    site: str
    is_stale: bool
    plans: Sequence[NationalPlan]
    tasks: Sequence[NationalTask]


def gathered_places(nation: Nation) -> list[GatheredPlace]:
    """All places of all offices, in the order of the pages."""
    plans: dict[str, list[NationalPlan]] = {}
    for plan in nation.plans:
        plans.setdefault(plan.folder, []).append(plan)
    offices = {office.id: office for office in nation.offices.rows}
    return [
        GatheredPlace(
            folder=folder,
            name=of_place[0].place_name,
            office=of_place[0].office_name,
            site=offices[of_place[0].office].address,
            is_stale=offices[of_place[0].office].state == "stale",
            plans=of_place,
            tasks=[task for plan in of_place for task in nation.tasks_of_plans.get(plan.anchor, ())],
        )
        for folder, of_place in plans.items()
    ]


def register_scripts(nation: Nation, same_words: Sequence[tuple[str, ...]], stale: str) -> Iterator[tuple[str, bytes]]:
    """The scripts of the register by their paths: a first file, the words that few places have, and the rows of each place.

    What is not as it is now is marked with the word `stale` behind the name of its place.
    """
    names = _agency_names(nation)
    spellings = {agency.id: agency.names for agency in nation.agencies}
    listed = []
    for place in gathered_places(nation):
        titles = {plan.id: plan.title for plan in place.plans}
        rows = place_rows(map(_row, place.tasks), titles, names, {})
        path = Address.REGISTER_ROWS.path()
        content = {**rows.values, "site": place.site}
        script = rows_script(place.folder, content)
        yield f"{place.folder}{path}", script
        name = f"{place.name} ({stale})" if place.is_stale else place.name
        about = about_rows(rows, f"{place.folder}{path}", len(script), rows.words)
        working = dict.fromkeys(agency for task in place.tasks for agency in (*task.leading, *task.helping))
        agencies = {id_: tuple(dict.fromkeys((names[id_], *spellings[id_]))) for id_ in working}
        listed.append(RegisterPlace(place.office, name, place.folder, about, agencies))
    yield from register_files(PlacesRegister(listed, same_words)).items()


def _agency_names(nation: Nation) -> dict[str, str]:
    """What each agency is called where it is chosen by name: with its office where another one is called the same."""
    counts: dict[str, int] = {}
    for agency in nation.agencies:
        counts[agency.name] = counts.get(agency.name, 0) + 1
    return {
        agency.id: agency.name if counts[agency.name] == 1 else f"{agency.name} ({agency.shares[0].office_name})"
        for agency in nation.agencies
    }


def _row(task: NationalTask) -> RegisterRow:
    plan = task.plan
    return RegisterRow(
        kind="task",
        task=TaskRow(
            plan=plan.id,
            id=task.id,
            place=task.place,
            title=task.name,
            name=task.name,
            lead=task.lead,
            coordinating=task.coordinating,
            deadline=task.deadline,
            result=task.result,
            money=task.money,
            due=task.due.isoformat() if task.due else "",
            lead_ids=task.leading,
            coordinating_ids=task.helping,
            duty=task.duty,
        ),
        group=task.group,
        money=task.money,
        is_shared=False,
        status=plan.status,
        years=tuple(range(plan.first_year, plan.last_year + 1)),
        quarters=task.quarters,
        leading=task.leading,
        helping=task.helping,
    )


def write_search(site: Path, nation: Nation, paths: Sequence[str], words: SearchWords, *, by_place: bool) -> None:
    """Write the index of the pages of a site: in one script, or `by_place` in one for each place."""
    pages = {path: (site / path).read_text("utf-8") for path in sorted(paths, key=lambda path: -path.count("/"))}
    names = [agency.names for agency in nation.agencies]
    if not by_place:
        (site / SEARCH_INDEX).write_text(search_index(pages, [*names, *words.same], {}, words), "utf-8")
        return
    places = []
    for place in gathered_places(nation):
        path = f"{place.folder}index.html"
        script = _index(site, part_address(place.folder, 0), {path: pages.pop(path)}, words)
        places.append(PlaceSearch(place.name, place.folder, place.office, len(place.plans), (script,)))
    rest = PlaceSearch("", "", "", 0, (_index(site, address_of_no_place(), pages, words, names),))
    write_files(site, {path: text.encode() for path, text in search_places([*places, rest]).items()})


def _index(
    site: Path, address: str, pages: Mapping[str, str], words: SearchWords, names: Sequence[tuple[str, ...]] = ()
) -> SearchPart:
    """The index of some pages, written where a part of the search stands."""
    indexed = indexed_pages(pages)
    return write_search_part(site, address, indexed, index_script(indexed, [*names, *words.same], {}, words))
