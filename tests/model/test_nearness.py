"""What is offered instead of an id that nothing has: one of a few letters more or less, or several that are about as near."""

import pytest

from planbook.model.nearness import is_mistyped, nearest_words

MISTYPED = ("so-noi-vuu", "so-ni-vu", "so-nio-vu", "so-noi", "so-vu-noi", "so-noi-vu-2", "sonoi-vu")
OTHERS = ("so-ngoai-vu", "so-noi-chinh", "so-nha-vuon", "so-y-te", "so")


@pytest.mark.parametrize("id_", MISTYPED)
def test_an_id_with_a_letter_or_a_word_wrong_is_mistyped(id_):
    assert is_mistyped(id_, "so-noi-vu")


@pytest.mark.parametrize("id_", OTHERS)
def test_an_id_with_another_word_is_something_else(id_):
    assert not is_mistyped(id_, "so-noi-vu")


def test_those_about_as_near_are_offered_together():
    assert nearest_words("xa-ban-a", ["xa-ban-b", "xa-ban-c", "so-tai-chinh"]) == ["xa-ban-c", "xa-ban-b"]
    assert nearest_words("so-noi-vu", ["so-noi-vu-2", "so-y-te"]) == ["so-noi-vu-2"]
    assert nearest_words("zzz", ["so-y-te"]) == []
