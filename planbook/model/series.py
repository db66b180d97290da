"""Which plans repeat one another, each for its time: those of one series."""

from collections.abc import Mapping
from dataclasses import dataclass

from planbook.model.agency import Locality
from planbook.model.entry import as_id
from planbook.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Series:
    """The plans of one place that repeat one another: the unit that the place is now, and what tells them from its others."""

    place: str
    name: str


def series_of_plans(
    plans: Mapping[str, Plan], localities: Mapping[str, Locality], subjects: Mapping[str, str]
) -> dict[str, Series]:
    """The series of each plan: the one that it names, else that of the plan that it follows.

    A plan that does neither repeats those of the same place with the same subject and symbol.
    """
    series = {}
    for plan in plans.values():
        followed, namer = {plan.id}, plan
        while namer.series is None and namer.follows and namer.follows[0] in plans.keys() - followed:
            namer = plans[namer.follows[0]]
            followed.add(namer.id)
        name = namer.series or f"{as_id(subjects[namer.id])}/{as_id(namer.symbol)}"
        series[plan.id] = Series(newest_locality(localities, plan.jurisdiction), name)
    return series


def newest_locality(localities: Mapping[str, Locality], locality: str) -> str:
    """The unit that a locality became part of; one that was divided among several stays itself."""
    return units_until_now(localities, locality)[-1]


def units_until_now(localities: Mapping[str, Locality], locality: str) -> list[str]:
    """A locality, and what it became one after the other, up to the unit that it is part of now."""
    units = [locality]
    while len(successors := localities[units[-1]].successors) == 1 and successors[0] not in units:
        units.append(successors[0])
    return units
