"""What a run of the program worked out is taken from the last one while it is made of the same, and worked out anew else."""

import pytest

from planbook.outputs.kept_values import KEPT_VALUES, KeptValues
from tests.conftest import git

VALUE = {"xã M": [1, "hai", None]}


def kept(root, made_of="a", key="k", name="names", value=VALUE):
    """A value, and whether it was made."""
    made = []
    memory = KeptValues(root, key)
    answer = memory.value(name, made_of, lambda: made.append(made_of) or value)
    memory.save()
    return answer, bool(made)


def test_a_value_of_the_same_is_not_made_again(tmp_path):
    assert [kept(tmp_path), kept(tmp_path)] == [(VALUE, True), (VALUE, False)]


@pytest.mark.parametrize("other", [{"made_of": "b"}, {"key": "l"}, {"name": "words"}])
def test_a_value_of_anything_else_is_made_again(tmp_path, other):
    kept(tmp_path)
    assert kept(tmp_path, **other, value=["other"]) == (["other"], True)
    assert kept(tmp_path, **other, value=["other"])[1] is False
    assert kept(tmp_path)[1]


def test_nothing_is_kept_where_nobody_knows_what_it_hangs_on(tmp_path):
    assert [kept(tmp_path, key=""), kept(tmp_path, key="")] == [(VALUE, True)] * 2


def test_values_that_nobody_asked_for_go_but_those_that_are_to_stay(tmp_path):
    for name in ("words of a", "words of b", "places of a"):
        kept(tmp_path, name="x" + name)  # the last one alone is kept
    memory = KeptValues(tmp_path, "k")
    for name in ("words of a", "words of b", "places of a"):
        memory.value(name, "a", lambda: VALUE)
    memory.save()
    memory = KeptValues(tmp_path, "k")
    memory.stay("words of ")
    memory.save()
    assert [kept(tmp_path, name="words of b")[1], kept(tmp_path, name="places of a")[1]] == [False, True]


def test_what_somebody_wrote_is_not_believed(tmp_path):
    kept(tmp_path)
    place = tmp_path / KEPT_VALUES
    content = place.read_bytes()
    for spoilt in (b"", b"{}", content[:-2], content.replace(b"hai", b"ba.")):
        place.write_bytes(spoilt)
        assert kept(tmp_path) == (VALUE, True), spoilt
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--force", KEPT_VALUES)
    assert kept(tmp_path) == (VALUE, True)
