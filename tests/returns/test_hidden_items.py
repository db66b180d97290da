"""Letters that are hidden in Word take nothing out of the data: the item is refused in words, and everything else is read."""

import pytest
from lxml import etree

from tests.desk.desks import deleted, paragraph_of, retyped, told
from tests.word_edits import W


def hidden(*items, rows=False):
    """The letters of items hidden, as Word does it."""

    def edit(parts):
        for item in items:
            place = paragraph_of(parts, item)
            place = next(place.iterancestors(f"{W}tr")) if rows else place
            for run in place.iter(f"{W}r"):
                look = run.find(f"{W}rPr")
                if look is None:
                    look = etree.Element(f"{W}rPr")
                    run.insert(0, look)
                look.append(etree.Element(f"{W}vanish"))

    return edit


WHOLE_TASK = ("mo-lop", "mo-lop--lead", "mo-lop--coordinating", "mo-lop--deadline")
WHOLE_GROUP = ("nhom-nha-o", "xay-nha", "nhom-nha-o--lead", "nhom-nha-o--deadline")


@pytest.mark.parametrize(
    "items",
    [("nha-o",), ("von-mot",), ("mo-lop--lead",), ("thu--recipient-2",), ("giai-phap-von",), WHOLE_TASK, WHOLE_GROUP],
)
def test_what_is_hidden_is_refused_and_never_deleted(office, items):
    answer, text = office.pulled(hidden(*items), accept=["all"])

    assert told(answer) == [("x", item) for item in items]
    assert {edit.refused.message.english for edit in answer.edits} == {"hidden text is not taken back"}
    assert text == office.state.text(office.state.workspace.plans["thu"])


def test_a_row_that_is_hidden_is_refused(office):
    answer, text = office.pulled(hidden("nha-o--row", rows=True))

    assert {sign for sign, _ in told(answer)} == {"x"}
    assert text == office.state.text(office.state.workspace.plans["thu"])


def test_other_edits_are_taken_beside_what_is_hidden(office):
    answer, plan = office.taken(
        hidden("nha-o"), retyped("von-mot", "Huy động mọi nguồn vốn xã hội hóa."), deleted("von-hai")
    )

    assert sorted(told(answer)) == [("*", "von-hai"), ("*", "von-mot"), ("x", "nha-o")]
    assert [target.id for target in plan.targets()] == ["day-nghe", "nha-o"]
