"""An old plan in a text file or in Markdown, as passages and tables."""

import pytest

from planbook.importing.files.any_file import read_original
from planbook.importing.original import Passage
from planbook.importing.outline.words import outline_words
from planbook.repository.foreign_files import Unopened
from tests.conftest import ROOT

WORDS = outline_words(ROOT)


def read(tmp_path, text, name="plan.md"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_original(tmp_path / name, WORDS)


def rows(grid):
    return [[(cell.column, cell.columns, cell.text) for cell in row] for row in grid.rows]


def test_marks_of_bold_and_italic_are_a_look_and_no_text(tmp_path):
    original = read(tmp_path, "**I. MỤC TIÊU**\n**1. **100% số xã\n** **\n*Lào Cai, ngày 5*\n")

    assert [passage.text for passage in original.passages()] == ["I. MỤC TIÊU", "1. 100% số xã", "Lào Cai, ngày 5"]
    heading, item, day = original.passages()
    assert (heading.look.bold, heading.look.capitals, heading.look.italic) == (True, True, False)
    assert (item.look.bold, item.look.bold_lead) == (False, 3)
    assert (day.look.italic, day.place.line) == (True, 4)


def test_four_stars_end_what_is_bold_and_begin_it_again(tmp_path):
    (passage,) = read(tmp_path, "**5. Sở A:**** **Chủ trì việc này.").passages()

    assert (passage.text, passage.look.bold, passage.look.bold_lead) == ("5. Sở A: Chủ trì việc này.", False, 9)


def test_lines_with_a_bar_alone_are_the_borders_of_cells(tmp_path):
    text = "|\nTT\n|\nViệc\n|\nChủ trì\n|\n|\nI\n|\nChung\n|\n|\n1\n|\nRà soát\n|\n|\n|\n2\n|\nIn ấn\n|\nSở A\n|\nHết."
    original = read(tmp_path, text)

    grid, end = original.blocks
    assert rows(grid) == [
        [(1, 1, "TT"), (2, 1, "Việc"), (3, 1, "Chủ trì")],
        [(1, 1, "I"), (2, 2, "Chung")],
        [(1, 1, "1"), (2, 1, "Rà soát"), (3, 1, "")],
        [(1, 1, "2"), (2, 1, "In ấn"), (3, 1, "Sở A")],
    ]
    assert end == Passage(11, "Hết.", end.place, end.look)
    assert [passage.number for passage in original.passages()] == list(range(1, 12))


def test_the_second_row_of_a_head_stands_below_its_last_cell(tmp_path):
    text = (
        "|\nTT\n|\nVùng\n|\nTọa độ\n|\n|\nX\n|\nY\n|\n|\n1\n|\nCửa sông\n|\n5\n|\n6\n|\n|\n2\n|\nBãi\n|\n7\n|\n8\n|\n"
    )
    (grid,) = read(tmp_path, text).blocks

    assert rows(grid)[:2] == [[(1, 1, "TT"), (2, 1, "Vùng"), (3, 2, "Tọa độ")], [(3, 1, "X"), (4, 1, "Y")]]


def test_a_table_of_markdown_has_its_cells(tmp_path):
    (grid,) = read(tmp_path, "| TT | Việc |\n|---|---|\n| 1 | **Rà soát** |\n| 2 |  |\n").blocks

    assert rows(grid) == [
        [(1, 1, "TT"), (2, 1, "Việc")],
        [(1, 1, "1"), (2, 1, "Rà soát")],
        [(1, 1, "2"), (2, 1, "")],
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"K\xf9 ho\xb9ch", b"a\0b"])
def test_what_is_no_unicode_text_is_refused_in_words(tmp_path, content):
    (tmp_path / "plan.txt").write_bytes(content)

    with pytest.raises(Unopened):
        read_original(tmp_path / "plan.txt", WORDS)


def test_notepad_s_own_unicode_is_read(tmp_path):
    (tmp_path / "plan.txt").write_text("Kế hoạch\r\n", encoding="utf-16")

    assert [passage.text for passage in read_original(tmp_path / "plan.txt", WORDS).passages()] == ["Kế hoạch"]


@pytest.mark.parametrize("text", ["C¨n cø LuËt Phßng ch¸y, ch÷a ch¸y", "Keá hoaïch phoøng chaùy chöõa chaùy"])
def test_a_part_in_an_old_font_is_refused_with_its_words_among_unicode_too(tmp_path, text):
    with pytest.raises(Unopened) as refused:
        read(tmp_path, f"{'Phòng cháy, chữa cháy là việc của mọi nhà. ' * 200}\n\n{text}\n")

    assert text[:9] in str(refused.value)


def test_signs_and_names_of_other_languages_are_no_old_font(tmp_path):
    text = "Diện tích 5 m² ở 30 °C, theo § 5; đoàn của São Tomé, Köln và Malmö tới thăm “Café Crème” ± 2 ngày · 3 × 4."

    assert read(tmp_path, text).blocks[0].text == text
