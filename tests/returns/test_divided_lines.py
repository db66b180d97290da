"""A paragraph that was divided in two comes back whole or not at all, whether or not its mark reaches into the second half."""

import copy

import pytest
from lxml import etree

from tests.desk.desks import paragraph_of, retyped, told, typed
from tests.word_edits import W


def divided(item, first, second, *, is_marked):
    """Enter in the middle of a paragraph; the mark of the item ends behind the second half or, in some editors, the first."""

    def edit(parts):
        retyped(item, first)(parts)
        place = paragraph_of(parts, item)
        rest = etree.Element(f"{W}p")
        rest.append(copy.deepcopy(place.find(f"{W}pPr")))
        etree.SubElement(etree.SubElement(rest, f"{W}r"), f"{W}t").text = second
        if is_marked:
            rest.append(place.findall(f"{W}bookmarkEnd")[-1])
        place.addnext(rest)

    return edit


@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize(
    ("item", "first", "second", "sign"),
    [
        ("nha-o", "Xây nhà mới", "120 căn nhà cho hộ nghèo.", "x"),
        ("day-nghe", "Đào tạo nghề cho khoảng 3.000", "lao động thuộc hộ nghèo.", "x"),
        ("viec-mot", "Tuyên {truyền}", "về giảm nghèo.", "x"),
        ("mo-lop--lead", "Cơ quan chủ trì:", "Sở Giáo dục và Đào tạo.", "x"),
        ("so-b-lam", "Sở Giáo dục", "và Đào tạo: Theo dõi, đôn đốc việc thực hiện.", "x"),
        ("von-mot", "Huy động vốn", "xã hội hóa.", "?"),
        ("nha-o", "Xây 120 căn nhà", "cho hộ nghèo.", "?"),
        ("viec-mot", "Tuyên truyền", "Về giảm nghèo.", "*"),
    ],
)
def test_both_halves_have_one_fate(office, is_marked, item, first, second, sign):
    answer, text = office.pulled(divided(item, first, second, is_marked=is_marked))

    assert [mark for mark, _ in told(answer)] == [sign, sign]
    assert (text == office.state.text(office.state.workspace.plans["thu"])) == (sign != "*")


def test_a_new_paragraph_behind_a_reworded_one_is_no_half_of_it(office):
    new = "Khảo sát nhu cầu vay vốn."
    answer, _ = office.pulled(retyped("von-mot", "Huy động vốn."), typed("von-mot", new))

    assert [(edit.kind, edit.with_) for edit in answer.edits] == [("changed", ""), ("inserted", "")]
