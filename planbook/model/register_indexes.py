"""What a workspace works out of its registers alone, for another one with the same registers."""

from collections.abc import Mapping
from typing import Any

from planbook.model.workspace import Workspace

_OF_REGISTERS = ("names", "_lives", "_changes_of", "_changed", "_places", "_members", "_bodies", "_parts")
WORTH_KEEPING = ("names", "_bodies")  # for the next run of the program: all agencies are gone through for them


def indexes_of(workspace: Workspace, names: tuple[str, ...] = _OF_REGISTERS) -> dict[str, Any]:
    """What a workspace has worked out, or works out now, of its registers."""
    return {name: getattr(workspace, name) for name in names}


def take_indexes(workspace: Workspace, indexes: Mapping[str, Any]) -> None:
    """Let a workspace have what another one with the same registers has worked out of them."""
    vars(workspace).update(indexes)
