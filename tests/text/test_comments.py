"""A comment in a line of its own is about what stands below it: it stays, moves and goes with that."""

import random

import pytest

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.review.merge import marked
from planbook.review.merge_blocks import as_pieces
from planbook.text.comments import allowances
from planbook.text.node import Mapping, Sequence
from planbook.text.reader import read
from planbook.text.writer import Edit, Insertion, Move, canonical, write

TEXT = """\
# the office's file
id: a
tasks:
  # about a1
  - id: a1
    # who asked for it
    lead: b
    text: >-
      # no comment but text
      of a1
  # allow: task-without-lead - asked, none is needed

  # about a2, second line
  - id: a2  # beside a2
    text: x
    listed: [a, b]
  - id: a3
    text: y
  # the end of the list
# about the rest
rest:
  - id: r1
# the end of the file
"""


def root_of(text: str) -> Mapping:
    node, problems = read("data/x.yaml", text.encode())
    assert isinstance(node, Mapping)
    assert problems == []
    return node


def entry(root: Mapping, id_: str) -> Mapping:
    for listed in root.entries.values():
        if isinstance(listed, Sequence):
            for item in listed.items:
                if isinstance(item, Mapping) and item.entries["id"].text == id_:
                    return item
    raise KeyError(id_)


def without(text: str, *lines: str) -> str:
    for line in lines:
        assert line in text
        text = text.replace(line, "")
    return text


def test_a_file_without_edits_is_the_same_to_the_letter():
    assert write(TEXT, []) == TEXT
    assert canonical(TEXT) == TEXT.replace("text\n      of a1", "text of a1")


def test_an_entry_that_goes_takes_the_comments_above_it_and_leaves_those_of_the_next_one():
    first = write(TEXT, [Edit(entry(root_of(TEXT), "a1"))])
    second = write(TEXT, [Edit(entry(root_of(TEXT), "a2"))])
    last = write(TEXT, [Edit(entry(root_of(TEXT), "a3"))])

    assert "about a1" not in first
    assert "who asked" not in first
    assert (
        "  # allow: task-without-lead - asked, none is needed\n\n  # about a2, second line\n  - id: a2  # beside a2\n"
        in first
    )
    assert "allow:" not in second
    assert "about a2" not in second
    assert "# about a1\n  - id: a1" in second
    assert "  - id: a3\n" in second
    assert without(TEXT, "  - id: a3\n    text: y\n") == last


def test_an_entry_that_moves_takes_its_comments_with_it():
    root = root_of(TEXT)
    within = write(TEXT, [Move(entry(root, "a2"), root, "tasks")])
    away = write(TEXT, [Move(entry(root, "a2"), root, "rest", entry(root, "r1"))])

    block = (
        "  # allow: task-without-lead - asked, none is needed\n\n  # about a2, second line\n  - id: a2  # beside a2\n"
    )
    assert within.index(block) < within.index("  # about a1\n  - id: a1")
    assert block in away[away.index("rest:") :]
    assert next(allowances("x", away.encode())).check == "task-without-lead"


def test_a_new_entry_never_comes_between_a_comment_and_what_it_is_about():
    root = root_of(TEXT)
    first = write(TEXT, [Insertion(root, "tasks", {"id": "n", "text": "z"})])
    behind = write(TEXT, [Insertion(root, "tasks", {"id": "n", "text": "z"}, entry(root, "a1"))])
    last = write(TEXT, [Insertion(root, "tasks", {"id": "n", "text": "z"}, entry(root, "a3"))])

    assert "tasks:\n  - id: n\n    text: z\n  # about a1\n  - id: a1" in first
    assert "of a1\n  - id: n\n    text: z\n  # allow: task-without-lead" in behind
    assert without(behind, "  - id: n\n    text: z\n") == TEXT
    assert without(last, "  - id: n\n    text: z\n") == TEXT


def test_a_new_entry_does_not_take_over_the_comment_of_one_that_goes():
    root = root_of(TEXT)
    text = write(TEXT, [Edit(entry(root, "a2")), Insertion(root, "tasks", {"id": "n", "text": "z"}, entry(root, "a1"))])

    assert "allow:" not in text
    assert "about a2" not in text


def test_a_key_that_goes_takes_its_comment_and_one_that_changes_keeps_it():
    root = root_of(TEXT)
    gone = write(TEXT, [Edit(entry(root, "a1"), "lead")])
    changed = write(TEXT, [Edit(entry(root, "a1"), "lead", "c")])
    anew = write(TEXT, [Edit(root_of(TEXT), "id", "b", anew=True)])

    assert gone == without(TEXT, "    # who asked for it\n    lead: b\n")
    assert changed == TEXT.replace("lead: b", "lead: c")
    assert anew == TEXT.replace("id: a\n", "id: b\n")


def test_an_edit_of_a_value_loses_no_comment_below_it():
    text = write(TEXT, [Edit(entry(root_of(TEXT), "a1"), "text", "another text")])

    assert text == TEXT.replace("# no comment but text\n      of a1", "another text")


def test_a_comment_between_brackets_is_kept_above_them():
    text = "id: a\nx:\n  listed: [a,  # behind a\n    # own\n    'b # text',\n    c]  # behind all\n  y: z\n"

    assert canonical(text) == ("id: a\nx:\n  # behind a\n  # own\n  listed: [a, 'b # text', c]  # behind all\n  y: z\n")


def test_fmt_sets_a_comment_as_deep_as_what_it_is_about():
    loose = "id: a\ntasks:\n# about a1\n- id: a1\n  # deep\n  text: x\n"

    assert canonical(loose) == "id: a\ntasks:\n  # about a1\n  - id: a1\n    # deep\n    text: x\n"


def test_what_is_accepted_stands_in_the_next_line_that_says_something():
    text = b"a: b\n# allow: x-y - why\n# allow: y-z - why too\n\n# more\nc: d  # allow: z-a - here\n# allow: a-b - nothing\n"

    assert [(item.check, item.line) for item in allowances("x", text)] == [
        ("x-y", 6),
        ("y-z", 6),
        ("z-a", 6),
        ("a-b", 8),
    ]


def test_a_merge_that_stops_leaves_a_comment_above_its_item():
    fault = Diagnostic("duplicate-id", Span("data/x.yaml", TEXT.split("\n").index("  - id: a1") + 1, 5), Text("twice"))

    assert "tasks:\n<<<<<<< planbook\n# twice\n=======\n>>>>>>> planbook\n  # about a1\n  - id: a1\n" in marked(
        as_pieces(TEXT), [fault]
    )


@pytest.mark.parametrize("seed", range(40))
def test_after_any_edits_every_comment_stands_above_its_own_entry(seed):
    dice = random.Random(seed)
    names = [f"t{number}" for number in range(9)]
    text = "id: a\n" + "".join(
        f"{key}:\n" + "".join(f"  # of {name}\n  - id: {name}\n    # in {name}\n    text: x\n" for name in part)
        for key, part in (("one", names[:4]), ("two", names[4:]))
    )
    for _ in range(4):
        root = root_of(text)
        here = [item.entries["id"].text for key in ("one", "two") for item in root.entries[key].items]
        name = dice.choice(here)
        edit = Edit(entry(root, name))
        if dice.random() < 0.6:
            others = [None, *(entry(root, other) for other in here if other != name)]
            behind = dice.choice(others)
            key = dice.choice(["one", "two"])
            if behind is not None:
                key = next(key for key in ("one", "two") if behind in root.entries[key].items)
            edit = Move(entry(root, name), root, key, behind)
        if any(len(root.entries[key].items) < 2 for key in ("one", "two")):
            break
        text = write(text, [edit])
        lines = text.split("\n")
        left = {item.entries["id"].text for key in ("one", "two") for item in root_of(text).entries[key].items}
        assert left >= set(here) - {name}
        assert [line for line in lines if line.startswith("  # of ")] == [
            line.replace("- id:", "# of") for line in lines if line.startswith("  - id:")
        ]
        assert all(lines[at + 1] == line.replace("# of", "- id:") for at, line in enumerate(lines) if "# of" in line)
