"""The passages of an original that stand in the parts of its outline."""

from dataclasses import fields, is_dataclass

from planbook.importing.original import OriginalGrid
from planbook.importing.outline.parts import Doubt


def passages_of(part):
    """The numbers of the passages of a part and of all parts below it; a doubt only points to some."""
    if isinstance(part, OriginalGrid):
        return {passage.number for passage in part.passages()}
    if isinstance(part, tuple):
        return set().union(*map(passages_of, part))
    if not is_dataclass(part) or isinstance(part, Doubt):
        return set()
    below = (getattr(part, field.name) for field in fields(part) if field.name != "passages")
    return set(getattr(part, "passages", ())).union(*map(passages_of, below))
