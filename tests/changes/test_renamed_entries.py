"""An entry of a register under another id is known by what it says, where it alone said that and one alone says it now."""

import pytest

from planbook.changes.renamed import new_ids_of_entries
from planbook.model.agency import Locality


def register(entries: str) -> dict[str, Locality]:
    """A register of places, each written as its id and name; with "!" of another level."""
    pairs = [entry.split(":") for entry in entries.split()]
    return {
        id_: Locality(id=id_, name=name.rstrip("!"), level="commune" if "!" in name else "province")
        for id_, name in pairs
    }


@pytest.mark.parametrize(
    ("old", "new", "ids"),
    [
        ("a:X", "b:X", "a>b"),
        ("a:X", "b:X!", ""),
        ("a:X", "b:Y", ""),
        # Who is meant of several is not guessed.
        ("a:X", "b:X c:X", ""),
        ("a:X b:X", "c:X", ""),
        ("a:X b:X", "c:X d:X", ""),
        # What stays is nothing else.
        ("a:X", "a:X b:X", ""),
        ("a:X b:X", "b:X c:X", "a>c"),
        ("a:X", "a:Y b:X", "a>b"),
        # Ids that are taken by others go round, or to a new one; two things never have one id.
        ("a:X b:Y", "a:Y b:X", "a>b b>a"),
        ("a:X b:Y c:Z", "a:Z b:X c:Y", "a>b b>c c>a"),
        ("a:X b:Y", "b:X c:Y", "a>b b>c"),
        ("a:X b:Y", "b:X", ""),
        ("a:X b:Y c:Z", "b:X c:Y", ""),
        ("a:X b:Y c:Z d:W", "b:X c:Y e:W", "d>e"),
    ],
)
def test_another_id_alone_is_no_change(old, new, ids):
    expected = dict(pair.split(">") for pair in ids.split())
    assert new_ids_of_entries(register(old), register(new)) == expected
