"""What a workspace works out of its registers alone, for another one with the same registers."""

from planbook.model.workspace import Workspace

_OF_REGISTERS = ("names", "_lives", "_changes_of", "_changed", "_places", "_members", "_bodies", "_parts")


def take_indexes(workspace: Workspace, earlier: Workspace) -> None:
    """Let a workspace have what an earlier one with the same registers has worked out of them."""
    for name in _OF_REGISTERS:
        vars(workspace)[name] = getattr(earlier, name)
