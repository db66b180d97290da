"""The words of an opinion as a data file may hold them."""

import pytest

from planbook.returns.opinions.opinions import cleaned_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đề nghị  bổ sung\n vốn", "Đề nghị bổ sung vốn"),
        ("\u0421ân đối vốn", "Cân đối vốn"),  # a letter of another alphabet that looks like ours
        ("vốn\x07 xã", "vốn xã"),
    ],
)
def test_words_are_in_one_line_with_our_letters(text, words):
    assert cleaned_words(text) == words
