"""What every page of the site is made with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from planbook.model.plan import Plan
from planbook.outputs.division import name_of_place
from planbook.outputs.edition import Edition
from planbook.outputs.office_settings import source_url
from planbook.outputs.pages.place import page_of_place
from planbook.views.agency import AgencyView
from planbook.views.register import RegisterRow, register

PLACE_BAR = "site/country/place_bar.html"
# For each page what stands in the blanks of its path, and what its template is filled with.
PageContents = Iterator[tuple[Mapping[str, object], Mapping[str, object]]]


@dataclass(frozen=True)
class Site:
    """One edition as a site; `sizes` are those of its feeds in bytes, by their paths below the site."""

    edition: Edition
    sizes: Mapping[str, int]

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """All plans, the newest first."""
        plans = self.edition.workspace.plans.values()
        return tuple(sorted(plans, key=lambda plan: (plan.period.last, plan.id), reverse=True))

    @cached_property
    def over(self) -> tuple[str, ...]:
        """The plans that are over."""
        return tuple(plan for plan, status in self.edition.statuses.items() if status.is_over)

    @cached_property
    def agencies(self) -> dict[str, AgencyView]:
        """The agencies that have a page: those that a plan names."""
        return {key: view for key, view in self.edition.agencies.items() if view.is_named}

    @cached_property
    def tasks(self) -> list[RegisterRow]:
        """The register, the newest plan first."""
        edition = self.edition
        matrices = {plan.id: edition.matrices[plan.id] for plan in self.plans}
        return list(register(edition.workspace, matrices, edition.charges, edition.as_of))

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """The items that the page of each plan has an anchor for."""
        return {plan: {block.id for block in view.body} for plan, view in self.edition.views.items()}

    def source(self, path: str, line: int = 1) -> str:
        """Where a line of a data file can be read; nothing where mkdocs.yml has no `repo_url`."""
        return f"{self.source_url}{quote(path)}#L{line}" if self.source_url else ""

    @cached_property
    def source_url(self) -> str:
        """Where the files can be read, with a slash at its end."""
        return source_url(self.edition.root)

    def plans_named(self, plans: Iterable[str]) -> dict[str, str]:
        """The short titles of some plans by their ids, the newest first."""
        ids = {*plans}
        return {plan.id: self.edition.views[plan.id].short_title for plan in self.plans if plan.id in ids}

    def agencies_named(self, agencies: Iterable[str]) -> dict[str, str]:
        """The names of some agencies by their ids, in the order of the register."""
        ids = {*agencies}
        return {key: view.title for key, view in self.agencies.items() if key in ids}

    @cached_property
    def names(self) -> list[tuple[str, ...]]:
        """Rows of words that mean the same to those who filter a table: names of agencies, and abbreviations."""
        return [*(view.agency.names for view in self.agencies.values()), *self.edition.search_words.same]

    def page(self, path: str, template: str, values: Mapping[str, object]) -> str:
        """The text of a page at a path: its template, filled with what all pages know and with some values of its own."""
        edition = self.edition
        place = {"page_path": path, "folder": edition.folder, "place_name": self.place}
        text = edition.templates.render(
            template,
            **place,
            root="../" * path.count("/"),
            plans=self.plans,
            views=edition.views,
            statuses=edition.statuses,
            runs=edition.runs,
            over=self.over,
            words=edition.phrases,
            office=edition.workspace.office,
            as_of=edition.as_of,
            sizes=self.sizes,
            localities=edition.workspace.localities,
            latest=edition.latest,
            **values,
        )
        if not edition.folder:
            return text
        return page_of_place(text, path, edition.folder, self.place, edition.templates.render(PLACE_BAR, **place))

    @cached_property
    def place(self) -> str:
        """The name of the place whose pages these are; nothing where the site is not cut by places."""
        folder = self.edition.folder
        return name_of_place(self.edition.workspace.localities, folder) if folder else ""
