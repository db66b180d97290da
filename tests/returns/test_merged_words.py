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
        ([("2026;", "2027;")], [("2.000", "2.500")]),  # the sign between them stands in what is edited
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
        ((" ưu đãi", ""), ("ưu đãi", "chính sách")),
        (("ưu đãi", "chính sách"), (" ưu đãi", "")),
    ],
)
def test_edits_that_touch_or_are_of_one_figure_or_time_clash(ours, theirs):
    assert combined(ItemId("x"), with_words(theirs), BASE, with_words(ours)) == (with_words(theirs), True)


@pytest.mark.parametrize(
    ("place", "shorter", "longer"),
    [
        # What was put in stands first, in the middle and last in what stands there by now.
        ("hộ nghèo", "tất cả hộ nghèo", "tất cả các hộ nghèo"),
        ("hộ nghèo", "cả hộ nghèo", "tất cả các hộ nghèo"),
        ("hộ nghèo", "các hộ nghèo", "tất cả các hộ nghèo"),
        ("ưu đãi.", "ưu đãi nhanh.", "ưu đãi, thật nhanh."),
        ("ưu đãi.", "ưu đãi nhanh.", "ưu đãi nhanh, gọn."),
    ],
)
def test_words_that_stand_in_longer_ones_by_now_are_there(place, shorter, longer):
    short, long = (BASE.replace(place, text) for text in (shorter, longer))
    assert combined(ItemId("x"), short, BASE, long) == (long, False)
    assert combined(ItemId("x"), long, BASE, short) == (long, False)


@pytest.mark.parametrize(("first", "second"), [("5 ", "15 "), ("5 ", "5 hoặc 6 "), ("mọi ", "các ")])
def test_numbers_and_other_words_are_not_those_that_hold_them(first, second):
    texts = [BASE.replace("hộ nghèo", f"{words}hộ nghèo") for words in (first, second)]
    assert combined(ItemId("x"), texts[0], BASE, texts[1]) == (texts[0], True)
    assert combined(ItemId("x"), texts[1], BASE, texts[0]) == (texts[1], True)


@pytest.mark.parametrize(
    ("text", "ours", "whole"),
    [
        ("1\tA\tB", "1\tA\tC", ("1\tA\tC", False)),
        ("1\tA nữa\tB", "1\tA\tC", ("1\tA nữa\tC", False)),
        ("1\tA nữa\tB", "1\tA rồi\tB", ("1\tA nữa\tB", True)),
        ("1\tA\tD", "1\tA nữa\tC", ("1\tA nữa\tD", True)),
        ("1\tA nữa", "1\tA\tC", ("1\tA nữa", True)),  # a column fewer
        ("1\tA nữa\tB", "1\tA", ("1\tA nữa\tB", True)),
    ],
)
def test_each_cell_of_a_row_stands_for_itself(text, ours, whole):
    assert combined(ItemId("v--row"), text, "1\tA\tB", ours) == whole


@pytest.mark.parametrize(
    ("text", "ours", "whole"),
    [
        # Its sign depends on its neighbours: it says nothing.
        ("Sở B;", "Sở C.", ("Sở C.", False)),
        ("Sở B.", "Sở B;", ("Sở B;", False)),
        ("Sở A;", "Sở C.", ("Sở A;", True)),
        ("Sở D;", "Sở C.", ("Sở D;", True)),
    ],
)
def test_an_addressee_is_changed_by_its_name_alone(text, ours, whole):
    assert combined(ItemId("thu--addressee-1"), text, "Sở B.", ours) == whole


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
