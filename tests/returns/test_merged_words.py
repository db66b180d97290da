"""Words of one paragraph that the file and the data changed: put together where they do not touch, a clash otherwise."""

import pytest

from planbook.model.item import ItemId
from planbook.returns.fields.three_way import combined
from tests.desk.desks import in_cell, retyped

BASE = "Giảm ít nhất 1,5% hộ nghèo trong quý II năm 2026; hỗ trợ 2.000 hộ cận nghèo vay vốn ưu đãi."


def with_words(*changes: tuple[str, str]) -> str:
    text = BASE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([("Giảm", "Kéo giảm")], [("vay vốn ưu đãi", "vay vốn")]),
        ([("1,5%", "1,6%")], [("2.000", "2.500")]),
        ([("hộ cận", "các hộ cận")], [("vay vốn", "vay, gửi vốn")]),
        ([("trong quý II năm 2026", "trong quý III năm 2026")], [("ưu đãi", "")]),
    ],
)
def test_edits_of_one_paragraph_that_do_not_touch_are_both_there(ours, theirs):
    both = " ".join(with_words(*ours, *theirs).split())
    text, data = (" ".join(with_words(*changes).split()) for changes in (theirs, ours))
    assert combined(ItemId("x"), text, BASE, data) == (both, False)
    assert combined(ItemId("x"), data, BASE, text) == (both, False)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("1,5%", "1,6%"), ("1,5%", "2,5%")),
        (("ít nhất", "khoảng"), ("1,5%", "2%")),
        (("quý II", "quý III"), ("năm 2026", "năm 2027")),
        (("2.000", "2.500"), ("hộ cận", "người cận")),
        (("vay vốn ưu đãi", "vay vốn"), ("vốn ưu đãi", "vốn chính sách")),
    ],
)
def test_edits_that_touch_or_are_of_one_figure_or_time_clash(ours, theirs):
    assert combined(ItemId("x"), with_words(theirs), BASE, with_words(ours)) == (with_words(theirs), True)


def test_what_the_draft_and_the_data_changed_apart_in_one_paragraph_is_written_together(office):
    _, text = office.pulled(retyped("von-mot", "Huy động thêm vốn xã hội hóa."))
    answer, both = office.pulled(retyped("von-mot", "Huy động vốn xã hội hóa, vốn vay."), state=office.after(text))
    (edit,) = answer.edits
    assert (edit.old, edit.new, edit.is_certain) == (
        "Huy động thêm vốn xã hội hóa.",
        "Huy động thêm vốn xã hội hóa, vốn vay.",
        True,
    )
    assert "Huy động thêm vốn xã hội hóa, vốn vay." in both


def test_cells_of_one_row_that_the_draft_and_the_data_changed_apart_are_both_there(office):
    _, text = office.pulled(in_cell("gioi-thieu-viec--row", 4, "trong quý IV năm 2027"))
    answer, both = office.pulled(in_cell("gioi-thieu-viec--row", 3, "Sở Tài chính, Sở Y tế"), state=office.after(text))
    assert [edit.is_certain for edit in answer.edits] == [True]
    assert "within: 2027-Q4" in both
    assert both.count("so-e") == text.count("so-e") + 1
