"""What tells the entries of one list apart in several versions of a data file."""

from planbook.review.merge_values import entry_name
from planbook.text.blocks import LineBlock
from planbook.text.merging import facing
from planbook.text.node import plain_node


def entries_by_name(*versions: tuple[LineBlock, ...]) -> list[dict[str, LineBlock]]:
    """The entries of a list by what tells them apart: their ids, else the place of the entry that they were made of."""
    names = [[entry_name(plain_node(block.node)) for block in parts] for parts in versions]
    doubtful = {name for side in names for name in side if side.count(name) > 1}
    names = [["" if name in doubtful else name for name in side] for side in names]
    nameless = [
        [block for block, name in zip(parts, side, strict=True) if not name]
        for parts, side in zip(versions, names, strict=True)
    ]
    places = [_places(nameless[0], side) for side in nameless]
    return [
        {name or places[number].pop(0): block for block, name in zip(parts, names[number], strict=True)}
        for number, parts in enumerate(versions)
    ]


def _places(base: list[LineBlock], side: list[LineBlock]) -> list[str]:
    """For each block of a side the place of the one it was made of, or what it says."""
    before, now = (["\n".join(block.lines()) for block in blocks_] for blocks_ in (base, side))
    names = [""] * len(now)
    for (i, j), (k, m) in facing(before, now):
        if j - i == m - k:
            names[k] = f"# {i}"
    new: list[str] = []
    for at, text in enumerate(now):
        if not names[at]:
            names[at] = f"+ {new.count(text)} {text}"
            new.append(text)
    return names
