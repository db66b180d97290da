"""Which plans repeat one another, each for its time: those of one series."""

from collections.abc import Iterator, Mapping
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
        chain = [plan, *earlier_plans(plan, plans)]
        namer = next((carried for carried in chain if carried.series is not None), chain[-1])
        name = namer.series or f"{as_id(subjects[namer.id])}/{as_id(namer.symbol)}"
        series[plan.id] = Series(newest_locality(localities, plan.jurisdiction), name)
    return series


def earlier_plans(plan: Plan, plans: Mapping[str, Plan]) -> Iterator[Plan]:
    """The plans that one carries on, each by the first that it follows, the latest first; a ring ends where it began."""
    passed = {plan.id}
    while plan.follows and plan.follows[0] in plans and plan.follows[0] not in passed:
        plan = plans[plan.follows[0]]
        passed.add(plan.id)
        yield plan


def newest_locality(localities: Mapping[str, Locality], locality: str) -> str:
    """The unit that a locality became part of; one that was divided among several stays itself."""
    return units_until_now(localities, locality)[-1]


def units_until_now(localities: Mapping[str, Locality], locality: str) -> list[str]:
    """A locality, and what it became one after the other, up to the unit that it is part of now."""
    units = [locality]
    while len(successors := localities[units[-1]].successors) == 1 and successors[0] not in units:
        units.append(successors[0])
    return units
