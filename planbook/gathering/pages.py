"""The pages of a gathered site, from what is known of the offices alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from planbook.gathering.agencies import NationalAgency, national_agencies
from planbook.gathering.comparison import NationalIndicator, compared_nowhere, national_indicators
from planbook.gathering.office_rows import Offices, office_rows
from planbook.gathering.offices import OfficeState
from planbook.gathering.record import MOST_CHANGES, GatheringRecord
from planbook.gathering.register import NationalPlan, NationalTask, national_plans, national_tasks, on_a_page
from planbook.gathering.remarks import OfficeRemark, remarks
from planbook.messages.diagnostics import Text
from planbook.model.status import STATUSES
from planbook.outputs.division import WHOLE_UP_TO
from planbook.render.templates import Templates
from planbook.text.comparing import as_compared
from planbook.views.addresses import Address, relative
from planbook.views.calendar import quarter_name
from planbook.views.open_data.tables import DataTable
from planbook.wording.phrases import Phrases
from planbook.wording.status import status_name

ABOUT = "gioi-thieu/index.html"
LATELY = "thay-doi/index.html"


@dataclass(frozen=True, slots=True)
class ListedValue:
    """A figure that a plan of an office asks for, as the page of its place lists it."""

    anchor: str
    period: str
    text: str
    value: str
    page: str


@dataclass(frozen=True)
class Nation:
    """All that a gathered site shows: the offices, what they publish together, and what has changed."""

    states: Sequence[OfficeState]
    record: GatheringRecord

    @cached_property
    def offices(self) -> Offices:
        """All offices with how they are shown."""
        assert self.record.gathered is not None
        return office_rows(self.states, self.record.gathered.date())

    @cached_property
    def remarks(self) -> list[OfficeRemark]:
        """What is to be known of the offices."""
        return remarks(self.states, self.record.old_after, self.offices.day)

    @property
    def is_cut(self) -> bool:
        """Whether register and search are cut by places: those of so many plans would be too long for one file."""
        return len(self.plans) > WHOLE_UP_TO

    @cached_property
    def plans(self) -> list[NationalPlan]:
        """All plans, office by office."""
        return national_plans(self.states)

    @cached_property
    def _agencies(self) -> tuple[list[NationalAgency], Mapping[tuple[str, str], str]]:
        return national_agencies(self.states)

    @cached_property
    def agencies(self) -> list[NationalAgency]:
        """All agencies that a task names, those of the most offices first."""
        return sorted(self._agencies[0], key=lambda agency: (-len(agency.shares), as_compared(agency.name), agency.id))

    @cached_property
    def tasks(self) -> list[NationalTask]:
        """All tasks."""
        return list(national_tasks(self.states, self.plans, self._agencies[1]))

    @cached_property
    def tasks_of_plans(self) -> dict[str, list[NationalTask]]:
        """The tasks of each plan that has any, by its anchor."""
        tasks: dict[str, list[NationalTask]] = {}
        for task in self.tasks:
            tasks.setdefault(task.plan.anchor, []).append(task)
        return tasks

    @cached_property
    def indicators(self) -> list[NationalIndicator]:
        """All indicators, those of the most places first."""
        return national_indicators(self.states)

    @cached_property
    def values(self) -> dict[str, list[ListedValue]]:
        """The figures of each plan, by its anchor."""
        values: dict[str, list[ListedValue]] = {}
        pages = {plan.anchor: plan.page for plan in self.plans}
        for state in self.states:
            for row in state.rows("values"):
                first, last = row["first_year"], row["last_year"]
                plan = f"{state.id}_{row['plan']}"
                stated = ListedValue(
                    anchor=f"{plan}_{row['value_id']}_",
                    period=str(first) if first == last else f"{first}-{last}",
                    text=str(row["text"]),
                    value=str(row["value_in_words"]),
                    page=f"{pages[plan]}#{row['item']}" if pages[plan] else "",
                )
                values.setdefault(plan, []).append(stated)
        return values


def national_pages(
    nation: Nation,
    title: str,
    templates: Templates,
    phrases: Phrases,
    tables: Sequence[DataTable],
    sizes: Mapping[str, int],
    same_words: Sequence[Sequence[str]],
) -> dict[str, str]:
    """The text of every page by its path."""
    shared = {
        "offices": nation.offices,
        "statuses": {key: status_name(key, phrases) for key in STATUSES},
        "words": phrases,
        "title": title,
    }
    texts = {}
    for path, template, values in _pages(nation, phrases, tables, sizes, same_words):
        root = relative("", path)
        texts[path] = templates.render(f"site/gathered/{template}.md", page_path=path, root=root, **shared, **values)
    return texts


def _pages(
    nation: Nation,
    phrases: Phrases,
    tables: Sequence[DataTable],
    sizes: Mapping[str, int],
    same_words: Sequence[Sequence[str]],
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    yield Address.HOME.path(), "home", {"remarks": _sentences(nation.remarks)}
    yield Address.PLANS.path(), "plans", {"plans": nation.plans}
    yield Address.TASKS.path(), *_register(nation, phrases, same_words)
    yield Address.AGENCIES.path(), "agencies", {"agencies": nation.agencies}
    without = compared_nowhere(nation.states)
    yield Address.INDICATORS.path(), "indicators", {"indicators": nation.indicators, "without": without}
    for indicator in nation.indicators:
        yield Address.INDICATOR.path(indicator=indicator.id), "indicator", {"indicator": indicator}
    by_gathering = groupby(nation.record.changes, lambda change: change.gathered)
    names = {office.id: office.name for office in nation.offices.rows}
    changes = [(day.date(), [*of_day]) for day, of_day in by_gathering]
    count = len(nation.record.changes)
    yield LATELY, "changes", {"changes": changes, "names": names, "count": count, "most": MOST_CHANGES}
    sources = {state.id: sorted(state.files) for state in nation.states}
    described = [table.without_values() for table in tables]
    yield Address.DATA.path(), "data", {"tables": described, "sizes": sizes, "sources": sources}
    yield ABOUT, "about", {}
    yield from _pages_of_offices(nation)


def _pages_of_offices(nation: Nation) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """A page for each office, and one for each place of its plans."""
    tasks = nation.tasks_of_plans
    for office in nation.offices.rows:
        places: dict[str, list[NationalPlan]] = {}
        for plan in nation.plans:
            if plan.office == office.id:
                places.setdefault(plan.place, []).append(plan)
        of_office = [remark for remark in nation.remarks if remark.office == office.id]
        values = {"office": office, "places": [*places.items()], "remarks": _sentences(of_office)}
        yield f"{office.page}index.html", "office", values
        for place, plans in places.items():
            listed = [(plan, tasks.get(plan.anchor, []), nation.values.get(plan.anchor, [])) for plan in plans]
            yield (
                f"{office.page}{place}/index.html",
                "place",
                {"office": office, "place_name": plans[0].place_name, "plans": listed, "folder": plans[0].folder},
            )


def _sentences(listed: Sequence[OfficeRemark]) -> list[Text]:
    """What pages say of offices beside why one is not current, which every page says first."""
    return [remark.message for remark in listed if not remark.check.startswith(("source-unreached", "source-refused"))]


def _register(nation: Nation, phrases: Phrases, same_words: Sequence[Sequence[str]]) -> tuple[str, Mapping[str, Any]]:
    """The register in one table, or of many plans what a script fills from the files of places."""
    return _register_of_places(nation, phrases) if nation.is_cut else _whole_register(nation, phrases, same_words)


def _register_of_places(nation: Nation, phrases: Phrases) -> tuple[str, Mapping[str, Any]]:
    by_office: dict[str, dict[str, str]] = {}
    for plan in nation.plans:
        by_office.setdefault(plan.office_name, {})[plan.folder] = plan.place_name
    years = {year for plan in nation.plans for year in range(plan.first_year, plan.last_year + 1)}
    choices: dict[str, Mapping[str, str]] = {
        "years": {str(year): str(year) for year in sorted(years)},
        "quarters": {
            key: quarter_name(key, phrases) for key in sorted({id_ for task in nation.tasks for id_ in task.quarters})
        },
        "statuses": {key: status_name(key, phrases) for key in STATUSES},
        "states": {},
    }
    places = sum(map(len, by_office.values()))
    return "tasks_of_places", {"choices": choices, "places": places, "by_office": by_office}


def _whole_register(
    nation: Nation, phrases: Phrases, same_words: Sequence[Sequence[str]]
) -> tuple[str, Mapping[str, Any]]:
    listed = on_a_page(nation.plans)
    rows = [task for task in nation.tasks if task.plan.anchor in listed]
    plans = [plan for plan in nation.plans if plan.anchor in listed and plan.tasks]
    working = {agency for task in rows for agency in (*task.leading, *task.helping)}
    years = {year for plan in plans for year in range(plan.first_year, plan.last_year + 1)}
    choices = {
        "years": {str(year): str(year) for year in sorted(years)},
        "offices": {plan.office: plan.office_name for plan in plans},
        "agencies": {agency.id: agency.name for agency in nation.agencies if agency.id in working},
        "quarters": {
            key: quarter_name(key, phrases) for key in sorted({id_ for task in rows for id_ in task.quarters})
        },
        "plans": {plan.anchor: f"{plan.title} ({plan.office_name})" for plan in plans},
        "places": {f"{plan.office}_{plan.place}": plan.place_name for plan in plans},
        "statuses": {key: status_name(key, phrases) for key in STATUSES if key in {plan.status for plan in plans}},
    }
    return "tasks", {
        "rows": rows,
        "choices": choices,
        "listed": len(listed),
        "all_plans": len(nation.plans),
        "stale": [office.id for office in nation.offices.stale],
        "names": [*(agency.names for agency in nation.agencies if agency.id in working), *same_words],
    }
