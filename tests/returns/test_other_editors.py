"""A draft that nobody edited says nothing, whatever the program did to it that opened and saved it."""

import copy

import pytest

from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final
from planbook.returns.word.changed_items import draft_differences
from planbook.returns.word.units import units, without_number
from tests.drafts import as_edited, opened, returned, said
from tests.ooxml.test_returned import marked, package, paragraph, run
from tests.other_editors import EDITORS, labels, lists_typed
from tests.word_edits import end

_PLANS = ("quynh-nhai-2030", "bac-ha-2022")


@pytest.mark.parametrize("what", EDITORS)
def test_a_draft_that_another_program_saved_says_nothing(what):
    for plan in _PLANS:
        tree = copy.deepcopy(opened(plan)[1])
        for edit in EDITORS[what]:
            edit(tree)

        assert draft_differences(returned(plan, as_edited(plan, tree))) == ()


@pytest.mark.parametrize("is_inside", [False, True])
def test_numbers_that_another_program_wrote_as_text_are_none_of_the_text(is_inside):
    for plan in _PLANS:
        package, tree = opened(plan)[0], copy.deepcopy(opened(plan)[1])
        lists_typed(tree, labels(package), is_inside=is_inside)

        assert draft_differences(returned(plan, as_edited(plan, tree))) == ()


@pytest.mark.parametrize("what", [one for one in EDITORS if one.startswith(("label", "half"))])
def test_an_edit_beside_a_label_that_another_program_took_in_is_the_edit_alone(what):
    tree = copy.deepcopy(opened("bac-ha-2022")[1])
    end("a) Thực hiện tốt chương trình, đề án", ".", " tại xã.")({"word/document.xml": tree})
    for edit in EDITORS[what]:
        edit(tree)
    ((kind, _, new),) = said(draft_differences(returned("bac-ha-2022", as_edited("bac-ha-2022", tree))))

    assert (kind, new[:30], new[-8:]) == ("changed", "Thực hiện tốt chương trình, đề", " tại xã.")


OWN = [
    ("a) ", "một việc", "", "a) ", "một việc"),
    ("", "một việc", "a) ", "a) ", "một việc mới"),
    ("", "một việc", "đ) ", "c) ", "một việc mới"),
    ("", "một việc", "(4) ", "(4) ", "một việc"),
    ("", "1. một việc", "", "a) ", "1. một việc"),
    ("", "1. một việc", "", "a) ", "1. một việc mới"),
    ("", "1. một việc", "a) ", "a) ", "1. một việc mới"),
    ("a) ", "1. một việc", "", "a) ", "1. một việc mới"),
    ("", "- một việc", "- ", "- ", "- một việc mới"),
    ("", "một việc", "", "", "một việc mới"),
    ("", "một việc", "", "", "2. một việc"),
    ("- ", "một việc", "", "", "một việc mới"),
]


@pytest.mark.parametrize(("before", "base", "within", "number", "new"), OWN)
def test_a_number_is_the_programs_or_the_texts_own(before, base, within, number, new):
    body = paragraph(run(before), marked("x", run(within) + run(new)))
    (unit,) = units(final(read_returned(package(body))), ())

    assert without_number(unit, number, base, ("x",)) == new
