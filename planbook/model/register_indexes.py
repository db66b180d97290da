"""What a workspace works out of its registers alone, for another one with the same registers."""

from collections.abc import Mapping
from typing import Any, get_args

from planbook.model.agency import Level
from planbook.model.workspace import Workspace

_OF_REGISTERS = ("names", "_lives", "_changes_of", "_changed", "_places", "_members", "bodies", "_parts")
INDEXES_OF_NAMES = ("names", "bodies")  # for the next run of the program: all agencies are gone through for them


def indexes_of(workspace: Workspace, names: tuple[str, ...] = _OF_REGISTERS) -> dict[str, Any]:
    """What a workspace has worked out, or works out now, of its registers."""
    return {name: getattr(workspace, name) for name in names}


def take_indexes(workspace: Workspace, indexes: Mapping[str, Any]) -> None:
    """Let a workspace have what another one with the same registers has worked out of them."""
    vars(workspace).update(indexes)


def agencies_ever_of(workspace: Workspace, *places: str | None) -> list[str]:
    """The agencies that are, or ever were, of some places, or of none, in the order of the register."""
    ids = {id_ for place in places for level in get_args(Level) for id_ in workspace.bodies.get((level, place), ())}
    return sorted(ids, key=workspace.place_in_register)
