"""Agencies of several offices: the same where their official names are and nothing says otherwise, never by a guess."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from planbook.gathering.foreign_tables import ForeignRow
from planbook.gathering.offices import OfficeState
from planbook.text.comparing import as_compared
from planbook.views.addresses import Address

_Key = tuple[str, str]  # an office and the id of an agency there


@dataclass(frozen=True, slots=True)
class AgencyShare:
    """What the plans of an office give an agency, with its id there, and where its page is."""

    office: str
    office_name: str
    agency: str
    leads: int
    coordinates: int
    page: str


@dataclass(frozen=True, slots=True)
class NationalAgency:
    """An agency in all offices that name it. `is_same_id` says that they agree in its id too; `unlike` is in how many offices its id is of another agency."""

    id: str
    name: str
    names: tuple[str, ...]
    shares: tuple[AgencyShare, ...]
    is_same_id: bool
    unlike: int

    @property
    def leads(self) -> int:
        """How many tasks it leads in all."""
        return sum(share.leads for share in self.shares)

    @property
    def coordinates(self) -> int:
        """How many tasks it coordinates in all."""
        return sum(share.coordinates for share in self.shares)


def national_agencies(states: Sequence[OfficeState]) -> tuple[list[NationalAgency], Mapping[_Key, str]]:
    """Every agency that a task names, and by the office and its id there the id that it has here."""
    rows = {(state.id, str(row["agency"])): row for state in states for row in state.rows("agencies")}
    counts = _counts(states)
    groups: dict[tuple[str, ...], list[_Key]] = {}
    for key, names in _names(states, rows).items():
        if key in counts:
            groups.setdefault(names, []).append(key)
    by_id = {state.id: state for state in states}
    users = Counter(agency for _, agency in counts)
    agencies, ids, ids_in_use = list[NationalAgency](), dict[_Key, str](), set[str]()
    for keys in groups.values():
        first_office, first = keys[0]
        longer = (f"{first}-{first_office}{number or ''}" for number in count())
        here = next(id_ for id_ in chain([first], longer) if id_ not in ids_in_use)
        ids_in_use.add(here)
        ids |= dict.fromkeys(keys, here)
        shares = tuple(
            AgencyShare(
                office,
                by_id[office].record.name,
                agency,
                counts[office, agency][0],
                counts[office, agency][1],
                by_id[office].page(Address.AGENCY, agency=agency),
            )
            for office, agency in keys
        )
        names_of = (
            str(rows[key][name]) for key in keys for name in ("full_name", "name", "short_name") if rows[key][name]
        )
        agencies.append(
            NationalAgency(
                id=here,
                name=_official(rows[keys[0]]),
                names=tuple(dict.fromkeys(names_of)),
                shares=shares,
                is_same_id=len({agency for _, agency in keys}) == 1,
                unlike=users[first] - len({office for office, agency in keys if agency == first}),
            )
        )
    return agencies, ids


def _names(states: Iterable[OfficeState], rows: Mapping[_Key, ForeignRow]) -> dict[_Key, tuple[str, ...]]:
    """What each agency is known by: its official name and where this names one body alone; its id too where an office has two of that name.

    A ministry's name does, and a province body's that says its place. Communes of one name there are in many provinces: theirs
    do within one province, where `offices.yaml` says that it is the same. A group of bodies is each office's own.
    """
    provinces = {state.id: state.record.province for state in states}

    def within(key: _Key) -> str:
        row, office = rows[key], key[0]
        if row["is_group"]:
            return f"office {office}"
        says_place = row["level"] == "province" and row["full_name"] and row["full_name"] != row["name"]
        if row["level"] == "central" or says_place:
            return ""
        return f"province {as_compared(provinces[office])}" if provinces[office] else f"office {office}"

    names = {key: (within(key), as_compared(_official(rows[key]))) for key in rows}
    several: dict[tuple[str, str, str], int] = {}
    for (office, _), name in names.items():
        several[office, *name] = several.get((office, *name), 0) + 1
    doubtful = {(within_, name) for (_, within_, name), count in several.items() if count > 1}
    return {key: (*name, key[1] if name in doubtful else "") for key, name in names.items()}


def _official(row: ForeignRow) -> str:
    return str(row["full_name"] or row["name"])


def _counts(states: Iterable[OfficeState]) -> dict[_Key, list[int]]:
    """How many tasks each agency leads and coordinates, as the plans name it."""
    counts: dict[_Key, list[int]] = {}
    for state in states:
        for row in state.rows("assignments"):
            counts.setdefault((state.id, str(row["agency"])), [0, 0])[row["role"] == "coordinating"] += 1
    return counts
