"""LibreOffice ends a line where a drafter begins a new paragraph inside an item: behind a sentence it is one all the same."""

import copy

import pytest

from planbook.ooxml.opening import Package
from planbook.returns.word.changed_items import draft_differences
from planbook.returns.word.pull_word import bring_draft, draft_answer
from tests.drafts import Edited, opened, returned, said, state_of
from tests.returns.word_looks import between
from tests.word_edits import W, found

PLAN = "lao-cai-2026"
ITEM = "phan-cong-ro-trach-nhiem"
TEXT = "Mỗi cơ quan, đơn vị có trách nhiệm rõ ràng"
REST = "kiểm tra, giám sát chặt hơn, đánh giá định kỳ, gỡ vướng kịp thời."
BREAK = "<w:br/>"
APPLICATION = "<Properties><Application>LibreOffice/7.4.7.2$Linux_X86_64</Application></Properties>"


def saved(*edits) -> Package:
    """The draft as LibreOffice saves it after some edits."""
    package, tree, *_ = opened(PLAN)
    tree = copy.deepcopy(tree)
    for edit in edits:
        edit(tree)
    edited = Edited({**package.contents, "docProps/app.xml": APPLICATION.encode()}, package.main)
    object.__setattr__(edited, "tree", tree)
    return edited


def typed(text: str, *, tracked: bool = False):
    """A line that is typed behind the text of an item, in its control."""

    def edit(tree) -> None:
        paragraph = found({"word/document.xml": tree}, TEXT)
        run = paragraph.findall(f".//{W}sdtContent/{W}r")[-1]
        new = copy.deepcopy(run)
        new.find(f"{W}t").text = text
        new.insert(0, new.makeelement(f"{W}br"))
        if tracked:
            mark = {f"{W}id": "900", f"{W}author": "Sở Y tế", f"{W}date": "2026-03-01T00:00:00Z"}
            inserted = new.makeelement(f"{W}ins", mark)
            inserted.append(new)
            new = inserted
        run.addnext(new)

    return edit


@pytest.mark.parametrize("tracked", [False, True])
def test_a_line_typed_behind_an_item_is_a_new_one(tracked):
    draft = returned(PLAN, saved(typed("Mỗi xã có đầu mối.", tracked=tracked)))

    ((kind, item, new),) = said(draft_differences(draft))
    applied = bring_draft(draft, state_of(PLAN))

    assert (kind, item, new) == ("inserted", "moi-xa-co-dau-moi", "Mỗi xã có đầu mối.")
    assert [edit.item for edit in applied.done] == [item]
    assert draft.edit("changed", ITEM, draft.matching.home[ITEM]).at.values["number"] == 29


def test_an_item_is_divided_behind_a_sentence():
    found_ = said(draft_differences(returned(PLAN, saved(between(TEXT, "rõ ràng;", BREAK)))))

    assert found_ == [("changed", ITEM, f"{TEXT};"), ("split", "kiem-tra-giam-sat-chat-hon-danh", REST)]


def test_what_hangs_on_a_later_paragraph_keeps_its_place():
    tree = saved(typed("Mỗi xã có đầu mối."), between("Hỗ trợ phát triển sản xuất cho", "sản xuất", "<w:tab/>"))
    refused = [edit for edit in draft_differences(returned(PLAN, tree)) if edit.refused]

    assert [(edit.item, edit.new) for edit in refused] == [
        ("ho-tro-san-xuat", "Hỗ trợ phát triển sản xuất cho khoảng 8.000 hộ nghèo, hộ cận nghèo.")
    ]


@pytest.mark.parametrize("behind", ["Mỗi cơ quan,", "rõ"])
def test_a_break_within_a_sentence_is_a_blank_and_is_told(behind):
    draft = returned(PLAN, saved(between(TEXT, behind, BREAK)))

    assert draft_differences(draft) == ()
    notes = [str(note) for note in draft_answer(draft, bring_draft(draft, state_of(PLAN))).notes]
    assert "line breaks within a sentence are read as blanks, in so many paragraphs: 1" in notes


def behind_the_break(text: str):
    """Words that are typed behind the first break in the text of an item."""

    def edit(tree) -> None:
        node = next(found({"word/document.xml": tree}, TEXT[:5]).iter(f"{W}br")).getnext()
        node.text = text + node.text

    return edit


def test_what_is_typed_beside_a_break_is_told_once():
    edits = between(TEXT, "Mỗi cơ quan,", BREAK), behind_the_break("mỗi xã, ")
    draft = returned(PLAN, saved(*edits))

    assert [(edit.kind, edit.item, edit.refused) for edit in draft_differences(draft)] == [("changed", ITEM, None)]


def test_a_break_before_what_may_be_an_item_of_its_own_is_refused():
    edits = between(TEXT, "rõ", BREAK), behind_the_break("a) giao ")
    refused = [edit for edit in draft_differences(returned(PLAN, saved(*edits))) if edit.refused]

    assert [(edit.item, str(edit.refused.message)[:12]) for edit in refused] == [(ITEM, "a line break")]
