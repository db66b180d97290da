"""Old plans whose lines a page or a converter broke: sentences and labelled lines are whole again, and nothing else is."""

import pytest
from docx import Document

from planbook.importing.files.any_file import read_original
from planbook.importing.files.broken_lines import with_whole_paragraphs
from planbook.importing.outline.words import outline_words
from tests.conftest import ROOT

WORDS = outline_words(ROOT)
TASKS = [
    "I. NHIỆM VỤ",
    (
        "1. Rà soát hộ nghèo ở các thôn xa trung tâm xã, lập danh sách từng hộ theo chiều thiếu hụt, báo cáo Ủy ban nhân dân"
        " xã để Ủy ban nhân dân xã phân bổ nguồn lực hỗ trợ cho đúng hộ, đúng việc, đúng thời điểm trong năm."
    ),
    (
        "Cơ quan chủ trì: Phòng Kinh tế, Phòng Văn hóa - Xã hội, Trung tâm Phục vụ hành chính công, Văn phòng Hội đồng nhân"
        " dân và Ủy ban nhân dân xã"
    ),
    (
        "Cơ quan phối hợp: Ủy ban Mặt trận Tổ quốc Việt Nam xã, các tổ chức chính trị - xã hội của xã và các thôn trong toàn"
        " xã"
    ),
    "Thời gian thực hiện: Thường xuyên",
    (
        "2. Hỗ trợ sửa nhà cho hộ nghèo, hộ cận nghèo có nhà dột nát theo thứ tự ưu tiên mà hội nghị của từng thôn đã bàn,"
        " Ban Chỉ đạo xã xét, công khai kết quả tại trụ sở."
    ),
    "- Đơn vị chủ trì: Phòng Kinh tế",
    "- Thời hạn hoàn thành: Quý IV năm 2026.",
    "Trên đây là Kế hoạch giảm nghèo năm 2026 của xã, yêu cầu các thôn, các đơn vị liên quan nghiêm túc thực hiện./.",
]


def lines_of(paragraphs, width):
    """The paragraphs as lines of a page that has so many letters."""
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) >= width:
                yield line
                line = ""
            line = f"{line} {word}".strip()
        yield line


def text_file(lines, folder):
    (folder / "plan.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder / "plan.txt"


def word_file(lines, folder):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(folder / "plan.docx")
    return folder / "plan.docx"


def texts(path):
    return [passage.text for passage in with_whole_paragraphs(read_original(path, WORDS), WORDS).passages()]


@pytest.mark.parametrize("width", [72, 80, 88, 97])
@pytest.mark.parametrize("write", [text_file, word_file])
def test_lines_that_were_broken_anywhere_are_the_paragraphs_that_were_typed(tmp_path, write, width):
    assert texts(write(lines_of(TASKS, width), tmp_path)) == TASKS


@pytest.mark.parametrize("write", [text_file, word_file])
def test_a_label_alone_in_its_line_has_what_the_next_line_says(tmp_path, write):
    lines = [line for paragraph in TASKS for line in lines_of(paragraph.replace(": ", ":\n").split("\n"), 80)]

    assert texts(write(lines, tmp_path)) == TASKS


@pytest.mark.parametrize("write", [text_file, word_file])
def test_a_label_without_words_takes_none_of_the_next_label_or_item(tmp_path, write):
    empty = [
        *TASKS[:3],
        "Cơ quan phối hợp:",
        *TASKS[4:6],
        "- Đơn vị phối hợp:",
        "- Đơn vị chủ trì: Phòng Kinh tế",
        TASKS[-1],
    ]

    assert texts(write(lines_of(empty, 80), tmp_path)) == empty


def test_the_paragraphs_of_a_word_file_are_as_they_were_typed(tmp_path):
    headings = [f"Nội dung số {at} của Chương trình giảm nghèo bền vững trong toàn xã năm 2026" for at in range(20)]

    assert texts(word_file(TASKS, tmp_path)) == TASKS
    assert texts(word_file(headings, tmp_path)) == headings


def test_a_list_a_heading_in_the_middle_and_a_table_stay_between_broken_lines(tmp_path):
    path = word_file(lines_of(TASKS[:3], 80), tmp_path)
    document = Document(path)
    document.add_paragraph("việc đầu", style="List Number")
    document.add_heading("phần sau của kế hoạch")
    document.add_table(1, 1).cell(0, 0).text = "ô"
    for line in lines_of(TASKS[5:], 80):
        document.add_paragraph(line)
    document.save(path)

    assert texts(path) == [*TASKS[:3], "việc đầu", "phần sau của kế hoạch", "ô", *TASKS[5:]]
