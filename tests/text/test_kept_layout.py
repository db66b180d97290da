"""A file that is not in the layout of the house keeps its own: an edit changes the lines of what it edits, and no other."""

import difflib
import io
import random

import pytest

from planbook.text.node import Mapping, Sequence
from planbook.text.reader import read
from planbook.text.writer import Edit, Insertion, _yaml, write
from tests.conftest import FIVE, PLANS, sampled

OWN = """\
id: a
tasks:
- id: x   # the first
  text: một
    hai
  assignment: {lead: so-b}
  deadlines:
  -   by: 2027-03-01
- id: y
  text: "ba"

# last
"""


def root_of(text):
    root, _ = read("data/plans/a.yaml", text.encode())
    assert isinstance(root, Mapping)
    return root


def mappings(node):
    """Every mapping that stands in a list of a file."""
    for value in node.entries.values():
        for part in value.items if isinstance(value, Sequence) else [value]:
            if isinstance(part, Mapping):
                yield part
                yield from mappings(part)


def lines_changed(before, after):
    return [line for line in difflib.unified_diff(before.split("\n"), after.split("\n"), n=0) if line[0] in "+-"][2:]


def test_one_line_differs_where_one_is_edited():
    first = root_of(OWN).entries["tasks"].items[0]
    assert lines_changed(OWN, write(OWN, [Edit(first, "result", "sổ")])) == ["+  result: sổ"]
    assert lines_changed(OWN, write(OWN, [Edit(first, "text", "bốn")])) == ["-  text: một", "-    hai", "+  text: bốn"]
    assert lines_changed(OWN, write(OWN, [Edit(first)]))[-1] == "-  -   by: 2027-03-01"


def test_an_entry_comes_in_as_its_neighbours_stand():
    root = root_of(OWN)
    value = {"id": "z", "text": "năm", "deadlines": [{"by": "2027-05-01"}]}
    written = write(OWN, [Insertion(root, "tasks", value, root.entries["tasks"].items[0])])
    assert lines_changed(OWN, written) == ["+- id: z", "+  text: năm", "+  deadlines:", "+  - by: 2027-05-01"]


@pytest.mark.parametrize("plan", sampled(PLANS, 2))
def test_an_edit_of_a_plan_in_another_layout_changes_as_many_lines_as_in_ours(plan):
    ours = (FIVE / f"data/plans/{plan}.yaml").read_text("utf-8")
    texts = [ours, *(laid_out(ours, *indents) for indents in [(2, 2, 0), (4, 6, 4)])]
    places = [*zip(*(mappings(root_of(text)) for text in texts), strict=True)]
    chance = random.Random(plan)
    for _ in range(6):
        edits = [[] for _ in texts]
        for at in chance.sample(range(len(places)), 2):
            key = chance.choice(["note", *places[at][0].entries])
            value = chance.choice([None, "một", "một hai ba " * 30]) if key != "note" else "một"
            for side, listed in zip(places[at], edits, strict=True):
                listed.append(Edit(side, key, value))
        counts = [len(lines_changed(text, write(text, own))) for text, own in zip(texts, edits, strict=True)]
        assert max(counts[1:]) <= counts[0] + 3  # texts are folded at another column


def laid_out(text, *indents):
    """A data file as another program indents it."""
    yaml, stream = _yaml(), io.StringIO()
    yaml.indent(*indents)
    yaml.dump(_yaml().load(text), stream)
    return stream.getvalue()
