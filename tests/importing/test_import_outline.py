"""The parts of an old plan as any office types it: headings by number and look, odd numbers as doubts, nothing lost."""

import sys
from datetime import date

import pytest

from planbook.importing.files.any_file import read_original
from planbook.importing.outline.outlining import outline_of
from planbook.importing.outline.words import outline_words
from tests.conftest import ROOT
from tests.importing.passages import passages_of

WORDS = outline_words(ROOT)
HEAD = """|
UBND TỈNH AN BÌNH **SỞ Y TẾ**
|
**CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM** Độc lập - Tự do - Hạnh phúc -------
|
|
Số:     /KH-SYT
|
*An Bình, ngày      tháng 3 năm 2026*
|
**KẾ HOẠCH**
**Phòng, chống dịch bệnh**
**năm 2026**
Căn cứ Luật Phòng bệnh năm 2025;
Sở Y tế ban hành Kế hoạch như sau:
"""
END = """Trên đây là Kế hoạch năm 2026 của Sở Y tế./.
|
Nơi nhận: - Bộ Y tế; - Lưu: VT, NVY.
|
KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Trần Văn Mẫu
|
"""


@pytest.fixture
def outline(tmp_path):
    def made(text, *, framed=True):
        (tmp_path / "plan.md").write_text(HEAD + text + END if framed else text, encoding="utf-8")
        original = read_original(tmp_path / "plan.md", WORDS)
        plan = outline_of(original, WORDS)
        assert passages_of(plan) == {passage.number for passage in original.passages()}
        return plan

    return made


def tree(sections):
    return [(section.number, section.title, *tree(section.sections)) for section in sections]


def doubts(plan):
    return [str(doubt.why) for doubt in plan.doubts]


def test_the_heading_block_is_read_with_a_blank_number_and_day(outline):
    plan = outline("**I. MỤC TIÊU**\nGiảm ca mắc.\n")
    block = plan.heading

    assert (block.superior.text, block.issuer.text) == ("UBND TỈNH AN BÌNH", "SỞ Y TẾ")
    assert (block.number.text, block.locality.text, block.day) == ("/KH-SYT", "An Bình", None)
    assert (block.document.text, block.title.text) == ("KẾ HOẠCH", "Phòng, chống dịch bệnh năm 2026")
    assert [basis.text for basis in plan.bases] == ["Căn cứ Luật Phòng bệnh năm 2025;"]
    assert [words.text for words in plan.preamble] == ["Sở Y tế ban hành Kế hoạch như sau:"]


def test_closing_recipients_and_signature_are_no_section(outline):
    plan = outline("**I. MỤC TIÊU**\n1. Giảm ca mắc.\n")

    assert [words.text for words in plan.closing] == ["Trên đây là Kế hoạch năm 2026 của Sở Y tế./."]
    assert [recipient.text for recipient in plan.recipients] == ["Bộ Y tế;", "Lưu: VT, NVY."]
    signature = plan.signature
    assert [capacity.text for capacity in signature.capacity] == ["KT. GIÁM ĐỐC"]
    assert (signature.position.text, signature.name.text) == ("PHÓ GIÁM ĐỐC", "Trần Văn Mẫu")


def test_levels_follow_numbers_letters_and_signs(outline):
    plan = outline(
        "**I. NỘI DUNG**\n**1. Truyền thông**\n1.1. Trực tiếp\na) Tại thôn;\n- Loa;\n+ Buổi sáng;\n+ Buổi chiều;\n"
        "đ) Tại chợ.\n1.2. Gián tiếp\na) Báo.\n**2. Giám sát**\nLấy mẫu nước.\n**II. TỔ CHỨC**\n1. Sở A: Lo việc.\n"
    )

    assert tree(plan.sections) == [
        ("I", "NỘI DUNG", ("1", "Truyền thông", ("1.1", "Trực tiếp"), ("1.2", "Gián tiếp")), ("2", "Giám sát")),
        ("II", "TỔ CHỨC"),
    ]
    first, second = plan.sections[0].sections[0].sections[0].items
    assert [(item.marker, item.level) for item in first.walk()] == [("a)", 1), ("-", 2), ("+", 3), ("+", 3)]
    assert (second.marker, second.text) == ("đ)", "Tại chợ.")
    assert doubts(plan) == ["đ) follows a)"]


def test_a_part_in_words_stands_above_the_roman_numbers_which_begin_anew_below_it(outline):
    plan = outline(
        "**Phần thứ nhất**\n**TÌNH HÌNH**\n**I. KẾT QUẢ**\nTốt.\n**Phần thứ hai: NHIỆM VỤ**\n**I. MỤC TIÊU**\nHết.\n"
    )

    assert tree(plan.sections) == [
        ("nhất", "TÌNH HÌNH", ("I", "KẾT QUẢ")),
        ("hai", "NHIỆM VỤ", ("I", "MỤC TIÊU")),
    ]
    assert doubts(plan) == []


@pytest.mark.parametrize(
    ("text", "numbers", "doubt"),
    [
        ("**I. A**\nx.\n**II. B**\nx.\n**II. C**\nx.\n", ["I", "II", "II"], "the number II. comes again"),
        ("**I. A**\nx.\n**III. C**\nx.\n", ["I", "III"], "III. follows I."),
        ("**I. A**\nx.\n**NỘI DUNG**\nx.\n**III. C**\nx.\n", ["I", "", "III"], "a heading without a number"),
    ],
)
def test_a_wrong_number_is_a_doubt_and_loses_nothing(outline, text, numbers, doubt):
    plan = outline(text)

    assert [section.number for section in plan.sections] == numbers
    assert doubts(plan) == [doubt]


def test_a_number_typed_twice_among_items_stays_beside_them(outline):
    plan = outline("**I. VIỆC**\n1. Việc một.\n2. Việc hai.\n2. Việc ba.\n5. Việc bốn.\n")

    assert [item.marker for item in plan.sections[0].items] == ["1.", "2.", "2.", "5."]
    assert doubts(plan) == ["the number 2. comes again", "5. follows 2."]


def test_a_sentence_that_begins_with_a_figure_is_no_item(outline):
    plan = outline("**I. VIỆC**\n100% số xã có nước sạch.\n1.500 hộ có nhà.\n195. Con số lạ.\n")

    assert [item.marker for item in plan.sections[0].items] == ["", "", ""]


def test_a_bold_title_goes_on_with_its_text_in_one_paragraph(outline):
    plan = outline("**I. VIỆC**\n**1. Sở Tài chính:** Bố trí kinh phí.\n**2. Sở Nội vụ**\n- Lo người.\n")

    assert tree(plan.sections[0].sections) == [("1", "Sở Tài chính"), ("2", "Sở Nội vụ")]
    (item,) = plan.sections[0].sections[0].items
    assert (item.text, item.passages) == ("Bố trí kinh phí.", plan.sections[0].sections[0].passages)


def test_labels_below_a_dash_belong_to_it(outline):
    plan = outline("**I. VIỆC**\n**1. Chung**\n- Rà soát hộ.\nCơ quan chủ trì: Sở A.\n- In sổ.\nĐoạn riêng.\n")
    items = plan.sections[0].sections[0].items

    assert [(item.marker, [below.text for below in item.items]) for item in items] == [
        ("-", ["Cơ quan chủ trì: Sở A."]),
        ("-", []),
        ("", []),
    ]


def test_appendices_have_label_title_note_and_tables(outline):
    plan = outline(
        HEAD + "**I. VIỆC**\n1. Làm.\n" + END + "**PHỤ LỤC I**\n**DANH MỤC VIỆC**\n*(Kèm theo Kế hoạch số 1)*\n"
        "|\nTT\n|\nViệc\n|\n|\n1\n|\nRà soát\n|\nGhi chú: không.\n\n**PHỤ LỤC II**\n**BIỂU SỐ LIỆU**\n1. Một.\n",
        framed=False,
    )
    first, second = plan.appendices

    assert (first.label.text, first.title.text, first.note.text) == (
        "PHỤ LỤC I",
        "DANH MỤC VIỆC",
        "(Kèm theo Kế hoạch số 1)",
    )
    assert [len(grid.rows) for grid in first.grids] == [2]
    assert [item.text for item in first.items] == ["Ghi chú: không."]
    assert (second.label.text, second.title.text) == ("PHỤ LỤC II", "BIỂU SỐ LIỆU")


@pytest.mark.parametrize("text", ["Một dòng.", "**I. A**", "|\n1\n|\n", "- \n+ a", "KẾ HOẠCH", "Nơi nhận:\n- A;"])
def test_what_is_hardly_a_plan_is_read_all_the_same(outline, text):
    outline(text, framed=False)


def test_a_plan_behind_its_decision_has_the_number_day_and_signature_of_that(outline):
    cover = HEAD[: HEAD.index("**KẾ HOẠCH**")].replace("/KH-SYT", "/QĐ-SYT").replace("Số:     ", "Số: 7")
    plan = outline(
        cover + "**QUYẾT ĐỊNH**\n**Về việc ban hành Kế hoạch**\nCăn cứ Luật Phòng bệnh năm 2025;\n"
        "**Điều 1.** Ban hành Kế hoạch.\n" + END + "**KẾ HOẠCH**\n**Phòng, chống dịch**\n"
        "*(Ban hành kèm theo Quyết định số 7/QĐ-SYT)*\n**I. MỤC TIÊU**\n1. Giảm.\n**II. VIỆC**\n1. Làm.\n",
        framed=False,
    )

    assert (plan.heading.document.text, plan.heading.title.text) == ("KẾ HOẠCH", "Phòng, chống dịch")
    assert (plan.heading.issuer.text, plan.heading.number.text) == ("SỞ Y TẾ", "7/QĐ-SYT")
    assert plan.signature.name.text == "Trần Văn Mẫu"
    assert tree(plan.sections) == [("I", "MỤC TIÊU"), ("II", "VIỆC")]


@pytest.mark.parametrize(
    "text",
    [
        "A. CHUNG\nI. MỤC TIÊU\n1. Mục tiêu chung\nGiảm nghèo.\n2. Mục tiêu cụ thể\na) Giảm 30 hộ;\nb) Giữ rừng.\nB. RIÊNG\nI. VIỆC\n1. Làm.\n",
        "A/ CHUNG\nI/ MỤC TIÊU\n1/ Mục tiêu chung\nGiảm nghèo.\n2/ Mục tiêu cụ thể\na/ Giảm 30 hộ;\nb/ Giữ rừng.\nB/ RIÊNG\nI/ VIỆC\n1/ Làm.\n",
        "A- CHUNG\nI- MỤC TIÊU\n1- Mục tiêu chung\nGiảm nghèo.\n2- Mục tiêu cụ thể\na) Giảm 30 hộ;\nb) Giữ rừng.\nB- RIÊNG\nI- VIỆC\n1- Làm.\n",
        "A.CHUNG\nI.MỤC TIÊU\n1.Mục tiêu chung\nGiảm nghèo.\n2.Mục tiêu cụ thể\na)Giảm 30 hộ;\nb)Giữ rừng.\nB.RIÊNG\nI.VIỆC\n1.Làm.\n",
        "A. CHUNG\nI MỤC TIÊU\n1: Mục tiêu chung\nGiảm nghèo.\n2: Mục tiêu cụ thể\na. Giảm 30 hộ;\nb. Giữ rừng.\nB. RIÊNG\nI VIỆC\n1. Làm.\n",
    ],
)
def test_numbers_without_any_look_are_read_with_the_signs_that_offices_type(outline, text):
    plan = outline(text)

    assert tree(plan.sections) == [
        ("A", "CHUNG", ("I", "MỤC TIÊU", ("1", "Mục tiêu chung"), ("2", "Mục tiêu cụ thể"))),
        ("B", "RIÊNG", ("I", "VIỆC")),
    ]
    assert [item.text for item in plan.sections[0].sections[0].sections[1].items] == ["Giảm 30 hộ;", "Giữ rừng."]
    assert doubts(plan) == []


def test_headings_without_any_look_may_end_with_a_colon_or_a_point(outline):
    plan = outline(
        "I. VIỆC\n1. Truyền thông\n1.1. Tại thôn:\na) Nhiệm vụ: Phát loa.\nb) Thời gian: Quý I.\n2. Giám sát\n- Lấy mẫu.\n"
        "3. Tổ chức kiểm tra các chợ.\n- Kiểm tra hằng tháng.\nII. TỔ CHỨC\n1. Giao Sở A:\n- Theo dõi.\n2. Sở B lo việc.\n"
    )

    assert tree(plan.sections) == [
        ("I", "VIỆC", ("1", "Truyền thông", ("1.1", "Tại thôn")), ("2", "Giám sát"), ("3", "Tổ chức kiểm tra các chợ")),
        ("II", "TỔ CHỨC"),
    ]
    assert [item.marker for item in plan.sections[1].items] == ["1.", "2."]


def test_a_whole_day_is_a_date(outline):
    plan = outline("*Hà Nội, ngày 05 tháng 6 năm 2026*\n**KẾ HOẠCH**\n**Năm 2026**\n**I. A**\nx.\n", framed=False)

    assert plan.heading.day == date(2026, 6, 5)


DEEP = {
    "levels in each other": "1. Mục\na) Mục\n",
    "one heading again": "**I. A**\n",
    "headings without numbers": "**MỤC**\n",
    "a paragraph cut anywhere": "a\n",
    "cells": "|\nx\n|\n|\ny\n",
    "appendices": "Nơi nhận:\n**PHỤ LỤC I**\n",
}


@pytest.mark.parametrize("unit", DEEP.values(), ids=DEEP)
def test_a_text_that_no_office_wrote_is_read_in_steps_that_grow_as_it_does(outline, unit):
    def steps(many):
        count = 0

        def counted(*_):
            nonlocal count
            count += 1

        before = sys.getprofile()
        sys.setprofile(counted)
        try:
            outline("**I. A**\n" + unit * many, framed=False)
        finally:
            sys.setprofile(before)
        return count

    assert steps(800) < 2.3 * steps(400)
