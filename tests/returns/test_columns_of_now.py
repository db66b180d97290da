"""Rows of a draft that was given out with other columns than its table has now."""

import pytest

from planbook.model.item import ItemId
from planbook.returns.word.fixed_words import FixedWords

THEN, NOW = ("STT", "Việc", "Chuẩn"), ("STT", "Việc", "Cơ quan")
WORDS = FixedWords((), (), {ItemId("v--row"): (THEN, NOW)})


@pytest.mark.parametrize(
    ("item", "text", "ours", "row"),
    [
        ("v--row", "1\tLàm\t", "1\tLàm\tSở B", "1\tLàm\tSở B"),
        ("v--row", "1\tLàm thêm\t", "2\tLàm\tSở B", "1\tLàm thêm\tSở B"),
        # What stands in a column that is no more is a cell too many.
        ("v--row", "1\tLàm\tđa chiều", "1\tLàm\tSở B", "1\tLàm\tSở B\tđa chiều"),
        # A row of another width is as the file has it.
        ("v--row", "1\tLàm", "1\tLàm\tSở B", "1\tLàm"),
        ("v--row", "1\tLàm\t\tx", "1\tLàm\tSở B", "1\tLàm\t\tx"),
        ("v--row", "1\tLàm\t", "1\tLàm", "1\tLàm\t"),
        ("v--row", "1\tLàm\t", "1\tLàm\tSở B\tx", "1\tLàm\t"),
        ("w--row", "1\tLàm\t", "1\tLàm\tSở B", "1\tLàm\t"),
    ],
)
def test_a_row_is_read_in_the_columns_of_now(item, text, ours, row):
    assert WORDS.in_columns(ItemId(item), text, ours) == row


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        (["A", "B", "B"], []),
        (["A", "B"], ["B"]),
        ([], ["A", "B", "B"]),
        # What the data print since stands for what is gone, the mark of a draft for nothing.
        (["A", "mới", "B"], []),
        (["mới"], ["B", "B"]),
        (["A", "DỰ THẢO"], ["B", "B"]),
        (["A", "B", "B", "khác"], []),
    ],
)
def test_fixed_words_are_missing_as_often_as_they_are(texts, missing):
    words = FixedWords(("A", "B", "B"), ("DỰ THẢO", "mới"), {})
    assert [*words.missing(texts)] == missing
