"""The widths of columns: by what stands in them, whatever the table."""

from itertools import pairwise

import pytest
from lxml import etree

from planbook.loading.own_templates import load_template
from planbook.ooxml.metrics import text_width
from planbook.render.style_sheet import StyleSheet
from planbook.render.word_blocks import WordBlocks
from planbook.render.word_lists import WordLists
from planbook.views.fitting import fitted
from planbook.wording.blocks import Cell, Row
from tests.conftest import ROOT

LONG = "rà soát hộ nghèo, hộ cận nghèo theo chuẩn đa chiều " * 8


def widths(headings: list[str], *rows: list[str]) -> list[float]:
    cells = [Row(f"dong-{at}", tuple(map(Cell, row))) for at, row in enumerate(rows)]
    return [column.width for column in fitted(headings, cells)]


@pytest.mark.parametrize("count", [1, 2, 7, 40, 250])
@pytest.mark.parametrize("text", ["", "x", "thực hiện", LONG])
def test_columns_fill_the_table_and_none_is_nothing(count, text):
    shares = widths([f"Cột {at}" for at in range(count)], [text] * count)

    assert sum(shares) == pytest.approx(100)
    assert min(shares) > 0


def test_a_table_without_rows_is_as_wide_as_its_headings():
    assert widths(["Nội dung", "Nội dung"]) == [50, 50]


def test_who_says_more_has_more_room():
    shares = widths(["A", "B", "C"], [LONG, LONG[:100], LONG[:30]], [LONG, LONG[:100], ""])

    assert all(wide > narrow for wide, narrow in pairwise(shares))


def test_one_filled_cell_takes_no_eighth_of_the_page():
    money = "Khoảng 5.181 tỷ đồng, trong đó ngân sách trung ương 3.000 tỷ đồng"
    rows = [[str(at), LONG, "Sở Y tế", money if at == 9 else ""] for at in range(30)]

    assert widths(["STT", "Nhiệm vụ", "Cơ quan", "Kinh phí"], *rows)[3] < 9


@pytest.mark.parametrize("word", ["NN&MT", "2026-2030,", "35/NQ-HĐND", "1.234.567,8", "5.181 tỷ", "12,5 triệu"])
def test_a_word_is_not_cut_for_want_of_room(word):
    """Of the letters that a line of the page has, a column has as many as its longest word, or number with its unit."""
    share = widths(["A", "Nhiệm vụ"], [f"gồm {word} là", LONG], ["", LONG])[0]

    assert share / 100 * 125 >= len(word) + 1


def test_a_heading_that_spans_columns_widens_none():
    heading = Row("nhom", (Cell("I"), Cell(LONG, span=2)), is_group=True)
    line = Row("viec", (Cell("1"), Cell("Việc"), Cell("Việc")))
    index, left, right = fitted(["STT", "A", "B"], [heading, line])

    assert left.width == pytest.approx(right.width, abs=0.2)
    assert index.width < left.width


@pytest.mark.parametrize("word", ["Thường", "MTTQVN", "2026-2030", "10/4/2027;", "12,5%/năm"])
def test_no_word_of_a_cell_is_cut_in_word(word):
    assert _columns(word)[1] >= text_width(word, 12, bold=True) + 3
    assert sum(_columns(word)) == pytest.approx(247)


def test_a_word_without_end_leaves_room_to_the_other_columns():
    assert _columns("x" * 300)[1] <= 35
    assert sum(_columns(*["nghiêng"] * 30)) == pytest.approx(247)


def _columns(*words: str) -> list[float]:
    """The widths of a table with a wide first column and one that has next to no share for each word."""
    columns = '<col data-width="94"/>' + '<col data-width="1"/>' * len(words)
    cells = "".join(f"<td>{word} là</td>" for word in words)
    rows = f"<tr><th>A</th>{'<th>A</th>' * len(words)}</tr><tr><td>Việc</td>{cells}</tr>"
    sheet, _, _ = load_template(ROOT, "templates/word/styles.yaml", StyleSheet)
    table = etree.fromstring(f"<table>{columns}{rows}</table>")
    return WordBlocks(sheet, WordLists({}), is_marked=False).column_widths(table, 247)
