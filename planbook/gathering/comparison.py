"""Indicators over places: only figures of one unit, standard of counting, scope and time stand in one table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planbook.gathering.offices import OfficeState
from planbook.model.item import ItemId, unused_id
from planbook.text.comparing import as_compared
from planbook.views.addresses import Address
from planbook.views.workbook.sheets import Value

_Alike = tuple[str, str, str, str, str, bool]
_Place = tuple[str, Value]  # of an office, and its id there


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """What a plan of a place asks for, in its own words, and where that is said.

    `same_place` tells places apart: it is one of two offices that publish the same plan.
    """

    office: str
    office_name: str
    state: str
    place: str
    plan: str
    value_id: str
    value: str
    text: str
    page: str
    same_place: _Place


@dataclass(frozen=True, slots=True)
class LikeValues:
    """The figures of an indicator that can be set side by side: they have all of this in common.

    `level` is that of the bodies that issued the plans; `of_whole` says that they are of whole places, not of what a plan gives parts.
    """

    period: str
    unit: str
    standard: str
    scope: str
    level: str
    of_whole: bool
    values: tuple[PlaceValue, ...]

    @property
    def places(self) -> int:
        """Of how many places they are."""
        return len({value.same_place for value in self.values})


@dataclass(frozen=True, slots=True)
class NationalIndicator:
    """An indicator by its name, which offices may have under several ids, with its figures in tables of like ones."""

    id: str
    name: str
    ids: tuple[str, ...]
    tables: tuple[LikeValues, ...]

    @property
    def places(self) -> int:
        """Of how many places a table of it has figures, at most."""
        return max(table.places for table in self.tables)


def national_indicators(states: Sequence[OfficeState]) -> list[NationalIndicator]:
    """Every indicator that a figure is of, those of the most places first."""
    tables: dict[str, dict[_Alike, list[PlaceValue]]] = {}
    names: dict[str, str] = {}
    ids: dict[str, dict[str, None]] = {}
    places = _same_places(states)
    for state in states:
        levels, plans = _levels(state), state.plans
        for row in state.rows("values"):
            if not row["indicator"] or not row["indicator_name"]:
                continue
            name = as_compared(str(row["indicator_name"]))
            names.setdefault(name, str(row["indicator_name"]))
            ids.setdefault(name, {})[str(row["indicator"])] = None
            first, last = row["first_year"], row["last_year"]
            period = str(first) if first == last else f"{first}-{last}"
            unit, standard, scope = (
                " ".join(str(row[column] or "").split()) for column in ("unit", "standard", "scope")
            )
            of_whole = not ItemId(str(row["value_id"])).is_part
            alike = (period, unit, standard, scope, levels[row["plan"]], of_whole)
            tables.setdefault(name, {}).setdefault(alike, []).append(
                PlaceValue(
                    office=state.id,
                    office_name=state.record.name,
                    state=state.state,
                    place=str(row["jurisdiction_name"]),
                    plan=str(row["plan"]),
                    value_id=str(row["value_id"]),
                    value=str(row["value_in_words"]),
                    text=str(row["text"]),
                    page=state.page(Address.PLAN, row["item"], plan=row["plan"]),
                    same_place=places[state.id, plans[row["plan"]][1]],
                )
            )
    indicators: dict[str, NationalIndicator] = {}
    for name, of_name in tables.items():
        id_ = unused_id(next(iter(ids[name])), indicators)
        indicators[id_] = NationalIndicator(id_, names[name], tuple(ids[name]), _in_order(of_name))
    return sorted(indicators.values(), key=lambda indicator: (-indicator.places, as_compared(indicator.name)))


def compared_nowhere(states: Iterable[OfficeState]) -> int:
    """How many figures are of no indicator, so that nobody can say what they may be compared with."""
    rows = (row for state in states for row in state.rows("values"))
    return sum(not (row["indicator"] and row["indicator_name"]) for row in rows)


def _same_places(states: Iterable[OfficeState]) -> dict[_Place, _Place]:
    """The place as which each place of an office counts: where another office publishes a plan of it, the place of that office."""
    places: dict[_Place, _Place] = {}
    first: dict[tuple[Value, ...], _Place] = {}
    for state in states:
        for plan in state.plans.values():
            own = (state.id, plan[1])
            of_plan = first.setdefault(plan, own)
            places[own] = places.get(own, own) if of_plan == own else places[of_plan]
    return places


def _in_order(tables: dict[_Alike, list[PlaceValue]]) -> tuple[LikeValues, ...]:
    """Tables of several places first, then by time; rows by place."""
    like = [
        LikeValues(*alike, tuple(sorted(values, key=lambda value: as_compared(value.place))))
        for alike, values in tables.items()
    ]
    return tuple(
        sorted(like, key=lambda table: (table.places < 2, not table.of_whole, table.level, table.period, table.unit))
    )


def _levels(state: OfficeState) -> dict[object, str]:
    """The level of the body that issued each plan of an office."""
    agencies = {row["agency"]: str(row["level"]) for row in state.rows("agencies")}
    return {row["plan"]: agencies.get(row["issuer"], "") for row in state.rows("plans")}
