"""Footnotes that somebody added to a draft: what they say, and the mentions and entries that they become."""

from types import SimpleNamespace

import pytest

from planbook.messages.diagnostics import Text
from planbook.model.plan import Plan
from planbook.ooxml.blocks import FIRST_ADDED_SIGN
from planbook.ooxml.pieces import Authorship, Piece
from planbook.ooxml.states import StateLine
from planbook.reading.not_taken import FOOTNOTE, Unread
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.spots import Outline
from planbook.returns.word.added_notes import notes_taken
from planbook.returns.word.units import note_texts
from planbook.text.writer import Edit, Insertion
from tests.offices import office, part, task

FIRST, SECOND = FIRST_ADDED_SIGN, chr(ord(FIRST_ADDED_SIGN) + 1)
BY = Authorship("An", "2026-11-02")


def line(number: int, text: str, *odd: Piece, where="footnote") -> StateLine:
    return StateLine(number, where, text, "", "", {}, None, 0, {}, {}, odd=odd)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line(7, "Theo số liệu rà soát.")], "Theo số liệu rà soát"),
        ([line(7, "Theo số liệu"), line(8, "rà soát.")], "Theo số liệu rà soát"),
        ([line(7, "Theo"), line(9, "của bài khác")], "Theo"),
        ([line(7, "Theo"), line(8, "của văn bản", where="body")], "Theo"),
        ([line(7, "")], ""),
        ([], ""),
        # What is no plain text, or what only mentions have.
        ([line(7, "Theo", Piece("x", "field"))], ""),
        ([line(7, "Theo", Piece(" ", "field"))], "Theo"),
        ([line(7, "Theo", Piece("x", "field", deleted=BY))], "Theo"),
        ([line(7, "Theo {agency:so-b}")], ""),
        ([line(7, "Theo }")], ""),
    ],
)
def test_a_note_says_all_its_paragraphs_or_nothing(lines, said):
    assert note_texts(SimpleNamespace(added_notes={FIRST: {7, 8}}), lines) == {FIRST: said}


@pytest.fixture
def plan() -> Plan:
    outline = [part("viec", tasks=[task("lam", text="Làm{footnote:dau}, xong{footnote:cu}."), task("nua")])]
    notes = [{"id": "dau", "text": "Ghi trước"}, {"id": "cu", "text": "Số liệu cũ"}]
    return office({"outline": outline, "footnotes": notes}).plans["thu"]


def taken(plan: Plan, notes: dict[str, str], *edits: FileEdit) -> list[FileEdit]:
    return [*notes_taken(plan, Outline(plan), edits, notes)]


def edit(plan: Plan, text: str, **more) -> FileEdit:
    (_, entry) = plan.tasks()
    return FileEdit("nua", Text("đoạn 5"), new=text, edits=(Edit(entry.source, "text", text),), **more)


def told(made: FileEdit) -> list:
    return [part.value for part in made.edits]


def test_each_note_is_a_mention_and_an_entry_behind_those_that_are_there(plan):
    notes = {FIRST: "Theo số liệu rà soát", SECOND: "Số liệu cũ"}
    (made,) = taken(plan, notes, edit(plan, f"Làm{FIRST} nữa{SECOND}."))

    new, first, second = told(made)
    ids = [first["id"], second["id"]]
    assert new == f"Làm{{footnote:{ids[0]}}} nữa{{footnote:{ids[1]}}}."
    assert [first["text"], second["text"]] == [*notes.values()]
    assert len({*ids, "cu", "lam", "nua"}) == 5
    assert [part.behind for part in made.edits[1:]] == [plan.footnotes[-1].source] * 2


def test_a_note_of_a_new_entry_is_mentioned_wherever_it_stands_in_it(plan):
    new = {"id": "moi", "text": f"Làm{FIRST}.", "items": [{"id": "moi-1", "text": f"Xong{SECOND}."}]}
    edits = (Insertion(plan.source, "duties", new),)
    (made,) = taken(plan, {FIRST: "Một", SECOND: "Hai"}, FileEdit("moi", Text("đoạn 5"), new=f"{FIRST}", edits=edits))

    entry, first, second = told(made)
    ids = [f"{{footnote:{note['id']}}}" for note in (first, second)]
    assert entry == {"id": "moi", "text": f"Làm{ids[0]}.", "items": [{"id": "moi-1", "text": f"Xong{ids[1]}."}]}


def test_two_edits_with_a_note_each_have_ids_of_their_own(plan):
    edits = [edit(plan, f"Làm{sign}.") for sign in (FIRST, SECOND)]
    made = taken(plan, {FIRST: "Theo số liệu", SECOND: "Theo số liệu"}, *edits)

    assert len({told(each)[1]["id"] for each in made}) == 2


@pytest.mark.parametrize("said", [{}, {FIRST: ""}])
def test_a_note_that_says_nothing_that_can_be_read_is_refused_with_its_edit(plan, said):
    (made,) = taken(plan, said, edit(plan, f"Làm{FIRST}."))
    assert (made.refused, made.edits) == (FOOTNOTE, ())


def test_an_edit_without_a_note_or_refused_already_stays_as_it_is(plan):
    edits = [edit(plan, "Làm."), edit(plan, f"Làm{FIRST}.", refused=Unread(Text("no"), Text("yes")))]
    assert taken(plan, {FIRST: "Theo"}, *edits) == edits
