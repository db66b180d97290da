"""What plans count and pay with: indicators, standards, programmes, funding sources."""

from typing import Annotated, Literal

from planbook.model.entry import Entry, Flag, Id, PlainWords, Ref
from planbook.model.period import Years


class Standard(Entry):
    """A standard by which people or things are counted, and the years it is in force."""

    id: Id
    name: PlainWords
    period: Years


class Indicator(Entry):
    """Something that targets of any plan and year measure, with its unit and the direction that is better.

    `over_100` allows shares above 100% of it: a plan fulfilled to 110%, enrolment of other ages. `accumulation` says what the
    value of a reported period is: `cumulative` what was reached since the year began (for a target of several years without
    values of single ones, since the plan began), `period` what was reached in the period alone, `none` how things stand that day.
    """

    id: Id
    name: PlainWords
    unit: PlainWords
    direction: Literal["up", "down"]
    over_100: Flag = False
    accumulation: Literal["cumulative", "period", "none"] = "none"
    standard: Annotated[Id, Ref("standard of counting")] | None = None


class Project(Entry):
    """A project or sub-project of a programme, with its national number."""

    id: Id
    number: PlainWords
    name: PlainWords
    projects: tuple["Project", ...] = ()


class Programme(Entry):
    """A programme or scheme with its projects."""

    id: Id
    name: PlainWords
    short_name: PlainWords | None = None
    period: Years
    projects: tuple[Project, ...] = ()

    @property
    def all_projects(self) -> tuple[Project, ...]:
        """Its projects, each followed by its sub-projects."""
        return tuple(project for outer in self.projects for project in (outer, *outer.projects))


class FundingSource(Entry):
    """Where money comes from, or what kind of capital it is."""

    id: Id
    name: PlainWords
    kind: Literal["source", "capital"]
    part_of: Annotated[Id, Ref("funding source")] | None = None


class IndicatorFile(Entry):
    """data/indicators.yaml"""

    standards: tuple[Standard, ...] = ()
    indicators: tuple[Indicator, ...]


class ProgrammeFile(Entry):
    """data/programmes.yaml"""

    programmes: tuple[Programme, ...]


class FundingSourceFile(Entry):
    """data/funding-sources.yaml"""

    sources: tuple[FundingSource, ...]
