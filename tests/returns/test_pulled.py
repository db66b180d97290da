"""Which edits of a returned file are made: as many as hold together, in their order, the others with a reason."""

import pytest

from planbook.messages.diagnostics import Text
from planbook.reading.not_taken import NotTaken
from planbook.returns.fields.trial import holding_together


def prove(edits: list[str]) -> None:
    """`x…` never holds, `b` only behind `a`, and `c` not beside `d`."""
    wrong = next((one for one in edits if one[0] == "x"), None)
    if "b" in edits and "a" not in edits[: edits.index("b")]:
        wrong = "b"
    if {"c", "d"} <= set(edits):
        wrong = "d"
    if wrong:
        raise NotTaken(Text("no: {edit}", {"edit": wrong}), Text("write it in the data"))


@pytest.mark.parametrize(
    ("groups", "made", "left"),
    [
        ([], "", []),
        (["a", "b", "e"], "abe", []),
        (["x"], "", ["no: x"]),
        (["b", "e", "a"], "ea", ["no: b"]),
        (["c", "e", "d", "f"], "cef", ["no: d"]),
        (["e", "fx", "g"], "eg", ["no: x"]),
        (["a", "x", "b", "x", "e", "x", "f"], "abef", ["no: x"] * 3),
    ],
)
def test_what_does_not_hold_keeps_nothing_else_out(groups, made, left):
    done, failed = holding_together(groups, prove)
    assert "".join(done) == made
    assert [str(reason.message) for _, reason in failed] == left
    assert sorted([*done, *(one for group, _ in failed for one in group)]) == sorted("".join(groups))
