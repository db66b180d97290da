"""How plans fall into shards: those that are tied to each other by place or because one names the other, at whatever remove."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planbook.loading.shared_registers import words_of
from planbook.model.agency import Locality
from planbook.model.office import Office
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import plan_of
from planbook.views.addresses import folder_of_place

WHOLE_UP_TO = 50  # plans
_WIDTH = ("central", "province", "district", "commune", "village")


@dataclass(frozen=True, slots=True)
class Shard:
    """Plans of which nothing hangs on any other plan, and the place that they are of: the widest of theirs."""

    place: str
    plans: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder below the site of all that lists these plans."""
        return folder_of_place(self.place)


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a plan to others: the units that its place is now, or was when it was read last, and the plans that its files name."""

    places: frozenset[str]
    names: frozenset[str]


def shards_of(ties: Mapping[str, Ties], localities: Mapping[str, Locality]) -> tuple[Shard, ...]:
    """All plans in shards, in the order of their places' ids."""
    neighbours = Neighbours(ties)
    shards: list[Shard] = []
    in_shards: set[str] = set()
    for plan in sorted(ties):
        if plan not in in_shards:
            plans = neighbours.together([plan])
            in_shards |= plans
            of_plans = frozenset().union(*(ties[own].places for own in plans))
            places = sorted(of_plans, key=lambda place: (_width(localities, place), place))
            shards.append(Shard(places[0], tuple(sorted(plans))))
    return tuple(sorted(shards, key=lambda shard: shard.place))


def _width(localities: Mapping[str, Locality], place: str) -> int:
    return _WIDTH.index(localities[place].level)


def is_cut(office: Office, shards: Collection[Shard]) -> bool:
    """Whether the site of an office is cut by places."""
    if len(shards) < 2:  # nothing to cut
        return False
    plans = sum(len(shard.plans) for shard in shards)
    return plans > WHOLE_UP_TO if office.by_place is None else office.by_place


class Neighbours:
    """Plans by what ties them to each other."""

    def __init__(self, ties: Mapping[str, Ties]) -> None:
        self._bonds = {
            plan: [*(("place", place) for place in own.places), *(("plan", name) for name in {plan, *own.names})]
            for plan, own in ties.items()
        }
        self._tied: dict[tuple[str, str], set[str]] = {}
        for plan, own in self._bonds.items():
            for bond in own:
                self._tied.setdefault(bond, set()).add(plan)

    def together(self, plans: Collection[str]) -> set[str]:
        """Some plans, with all that they are tied to, at whatever remove."""
        waiting, needed = [*plans], {*plans}
        while waiting:
            near = {plan for bond in self._bonds[waiting.pop()] for plan in self._tied[bond]} - needed
            needed |= near
            waiting += near
        return needed


def agencies_with_work(workspace: Workspace) -> set[str]:
    """The agencies that the plans of a workspace may give work to."""
    words = (word for path, tree in workspace.trees.items() if plan_of(path) for word in words_of(tree))
    return workspace.with_kin(workspace.agencies.keys() & {*words})


def name_of_place(localities: Mapping[str, Locality], folder: str) -> str:
    """The name of the place that has a folder; the folder itself where nobody knows it."""
    return next((place.name for place in localities.values() if folder_of_place(place.id) == folder), folder)
