"""A task typed in Word with the lines about it is one task with its responsibility; what is no item is none for certain."""

import copy
import difflib
import shutil

import pytest
from lxml import etree

from planbook.ooxml.anchors import bookmark_name
from planbook.ooxml.returned import read_returned
from planbook.returns.answers.answer import EditChoice, FileEdit
from planbook.returns.fields.trial import read_state
from planbook.returns.word.changed_items import draft_differences
from planbook.returns.word.pull_word import Applied, bring_draft, draft_answer
from planbook.returns.word.returned_draft import ReturnedDraft
from tests.conftest import FIVE
from tests.drafts import DOCUMENT, as_edited, opened, returned, state_of
from tests.word_edits import W, end, found

PLAN = "lao-cai-2026"
TASK = "dao-tao-nghe-va-viec-lam"
WORK = "Khảo sát nhu cầu học nghề của hộ nghèo."


def pulled(*texts: str, behind: str = f"{TASK}--deadline", also=copy.copy) -> tuple[tuple[FileEdit, ...], Applied]:
    """What is found of paragraphs that somebody types behind an item, and what comes of it."""
    tree = typed(*texts, behind=behind)
    also({DOCUMENT: tree})
    draft = returned(PLAN, as_edited(PLAN, tree))
    return draft_differences(draft), bring_draft(draft, state_of(PLAN))


def typed(*texts: str, behind: str = f"{TASK}--deadline") -> etree._Element:
    """The draft after somebody typed paragraphs behind an item; \\n is a line break."""
    tree = copy.deepcopy(opened(PLAN)[1])
    mark = next(one for one in tree.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == bookmark_name(behind))
    place = next(mark.iterancestors(f"{W}p"))
    for text in reversed(texts):
        new = etree.Element(f"{W}p")
        new.append(copy.deepcopy(place.find(f"{W}pPr")))
        for at, part in enumerate(text.split("\n")):
            run = etree.SubElement(new, f"{W}r")
            if at:
                etree.SubElement(run, f"{W}br")
            etree.SubElement(run, f"{W}t").text = part
        place.addnext(new)
    return tree


def added(applied: Applied) -> list[str]:
    """The lines that come into the plan's file; none may go."""
    was = state_of(PLAN).text(state_of(PLAN).workspace.plans[PLAN]).splitlines()
    lines = [one for one in difflib.ndiff(was, applied.text.splitlines()) if one[:1] in "+-"]
    assert all(one.startswith("+") for one in lines), lines
    return [one[2:].strip() for one in lines]


ENTRY = [
    "- id: khao-sat-nhu-cau-hoc-nghe-cua",
    f"text: {WORK}",
    "assignment:",
    "lead: so-noi-vu",
    "coordinating: so-gd-dt",
    "deadlines:",
    "- within: 2026-Q2",
]
SPELLED = {
    "as the draft prints them": (
        WORK,
        "Cơ quan chủ trì: Sở Nội vụ.",
        "Cơ quan phối hợp: Sở Giáo dục và Đào tạo.",
        "Thời gian hoàn thành: Quý II năm 2026.",
    ),
    "in other words and another order": (WORK, "Thời hạn: quý II", "Đơn vị phối hợp: Sở GD&ĐT", "Chủ trì: Sở Nội vụ"),
    "without colons": (
        WORK,
        "Cơ quan chủ trì Sở Nội vụ",
        "Cơ quan phối hợp Sở Giáo dục và Đào tạo",
        "Thời gian thực hiện quý II năm 2026",
    ),
    "misspelt": (
        WORK,
        "Co quan chu trì: Sở Nội vụ",
        "Cơ qan phối hợp: Sở Giáo dục và Đào tạo",
        "Thơi gian hoàn thành: Quý II",
    ),
    "with bullets": (WORK, "- Chủ trì: Sở Nội vụ;", "- Phối hợp: Sở Giáo dục và Đào tạo;", "- Tiến độ: quý II."),
    "behind line breaks": (
        f"{WORK}\nCơ quan chủ trì: Sở Nội vụ\nCơ quan phối hợp: Sở Giáo dục và Đào tạo\nThời gian: quý II",
    ),
    "counted on by hand": (f"(3) {WORK}", "Chủ trì: Sở Nội vụ", "Phối hợp: Sở Giáo dục và Đào tạo", "Thời hạn: quý II"),
    "two lines in one": (WORK, "Chủ trì: Sở Nội vụ; phối hợp: Sở Giáo dục và Đào tạo", "Hoàn thành: quý II năm 2026"),
}


@pytest.mark.parametrize("how", SPELLED)
def test_a_task_with_the_lines_about_it_is_one_task_with_its_responsibility(how):
    found, applied = pulled(*SPELLED[how])

    assert [(one.kind, one.is_certain, one.refused) for one in found] == [("inserted", True, None)]
    assert [one.rstrip(".") for one in added(applied)] == [one.rstrip(".") for one in ENTRY]


def test_a_new_task_is_told_once_with_its_lines():
    draft = returned(PLAN, as_edited(PLAN, typed(*SPELLED["as the draft prints them"])))
    (edit,) = draft_answer(draft, bring_draft(draft, state_of(PLAN))).edits

    assert edit.new.splitlines() == list(SPELLED["as the draft prints them"])
    assert edit.lines == ()


def test_a_task_in_one_sentence_keeps_its_text_apart():
    sentence = "Khảo sát hộ nghèo; Cơ quan chủ trì: Sở Nội vụ; Cơ quan phối hợp: UBND các xã, phường; Thời hạn: quý II."
    (one,), applied = pulled(sentence)

    assert one.is_certain
    assert added(applied) == [
        "- id: khao-sat-ho-ngheo",
        "text: Khảo sát hộ nghèo",
        "assignment:",
        "lead: so-noi-vu",
        "coordinating: ubnd-xa-phuong",
        "deadlines:",
        "- within: 2026-Q2",
    ]


@pytest.mark.parametrize("how", ["in other words and another order", "behind line breaks", "two lines in one"])
def test_a_task_that_was_taken_over_with_its_lines_comes_once(how, tmp_path):
    found, applied = pulled(*SPELLED[how])
    for name in ("data", "templates"):
        shutil.copytree(FIVE / name, tmp_path / name)
    (tmp_path / f"data/plans/{PLAN}.yaml").write_text(applied.text, encoding="utf-8")
    now = read_state(tmp_path)
    plan = now.workspace.plans[PLAN]
    package = as_edited(PLAN, typed(*SPELLED[how]))
    lines = now.printed(plan)

    assert len(found) == 1
    assert draft_differences(ReturnedDraft(read_returned(package), opened(PLAN)[2], lines, now.context(plan))) == ()


def test_a_result_is_the_tasks_own():
    _, applied = pulled(WORK, "Chủ trì: Sở Nội vụ", "Sản phẩm/Kết quả: Báo cáo khảo sát.")

    assert added(applied)[2:] == ["assignment:", "lead: so-noi-vu", "result: Báo cáo khảo sát"]


UNREAD = {
    "an agency that nobody knows": (WORK, "Cơ quan chủ trì: Sở Vũ trụ."),
    "a time that is none": (WORK, "Chủ trì: Sở Nội vụ", "Thời hạn: sớm nhất có thể"),
    "the same line twice": (WORK, "Chủ trì: Sở Nội vụ", "Đơn vị chủ trì: Sở Y tế"),
    "money of two kinds": (
        WORK,
        "Chủ trì: Sở Nội vụ",
        "Kinh phí: 500 triệu đồng, trong đó ngân sách tỉnh 300 triệu đồng",
    ),
    "a label alone": (WORK, "Cơ quan chủ trì:"),
}


@pytest.mark.parametrize("what", UNREAD)
def test_a_task_whose_lines_cannot_be_read_is_a_question_and_each_line_is_refused(what):
    found, applied = pulled(*UNREAD[what])
    (task, *lines) = found

    assert (task.is_certain, task.refused) == (False, None)
    assert len(lines) == len(UNREAD[what]) - 1
    assert all(one.refused for one in lines)
    assert added(applied) == []


def test_a_line_below_a_new_task_is_told_though_the_task_before_says_the_same():
    found, _ = pulled("KHẢO SÁT: SỞ VŨ TRỤ", "", "Thời gian hoàn thành: Thường xuyên.", "Cơ quan chủ trì: Sở Vũ trụ.")

    assert [one.new for one in found][1:] == ["Thời gian hoàn thành: Thường xuyên.", "Cơ quan chủ trì: Sở Vũ trụ."]


def test_lines_in_a_sentence_that_cannot_be_read_refuse_the_sentence():
    (one,), applied = pulled("Khảo sát hộ nghèo; Cơ quan chủ trì: Sở Vũ trụ.")

    assert one.refused
    assert added(applied) == []


ALONE = [
    "Cơ quan chủ trì: Sở Y tế.",
    "Thời hạn hoàn thành: quý III",
    "12.500",
    "____________",
    "Nơi nhận:",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
]


@pytest.mark.parametrize("text", ALONE)
@pytest.mark.parametrize("behind", [TASK, f"{TASK}--deadline", "dao-tao-nghe"])
def test_what_is_no_item_is_refused_with_its_place_wherever_it_stands(text, behind):
    (one,), applied = pulled(text, behind=behind)

    assert one.refused
    assert one.at.values["number"]
    assert added(applied) == []


MONEY = {
    "Kinh phí: 45 triệu đồng.": ["unit: trieu", "total: 45"],
    "Tổng kinh phí 1.200 triệu đồng": ["unit: trieu", "total: 1.200"],
    "Dự kiến kinh phí: khoảng 2,5 tỷ đồng": ["unit: ty", "total: 2,5", "approximate: true"],
    "- Kinh phí thực hiện: 45.000.000 đồng;": ["unit: dong", "total: 45.000.000"],
    "Kinh phí: 45 triệu đồng (ngân sách xã)": ["unit: trieu", "total: 45", "note: ngân sách xã"],
    "Kinh phí: 45 triệu đồng từ nguồn xã hội hóa.": ["unit: trieu", "total: 45", "note: từ nguồn xã hội hóa"],
    "Kinh phí: 45 triệu đồng, từ ngân sách tỉnh": ["unit: trieu", "total: 45", "note: từ ngân sách tỉnh"],
}


@pytest.mark.parametrize("line", MONEY)
def test_a_line_of_money_below_a_task_is_the_tasks_money(line):
    (edit,), applied = pulled(line)

    assert (edit.kind, edit.is_certain, edit.refused) == ("changed", True, None)
    assert added(applied) == ["budget:", f"id: kinh-phi-{TASK}", *MONEY[line]]


@pytest.mark.parametrize("line", MONEY)
def test_a_new_task_has_its_money(line):
    (edit,), applied = pulled(WORK, "Chủ trì: Sở Nội vụ", line)

    assert (edit.kind, edit.is_certain, edit.refused) == ("inserted", True, None)
    assert added(applied)[-len(MONEY[line]) :] == MONEY[line]


@pytest.mark.parametrize(
    "texts", [[line] for line in MONEY] + [[WORK, "Chủ trì: Sở Nội vụ", "Kinh phí: 0,045 tỷ đồng"]]
)
def test_money_that_was_taken_over_comes_once(texts, tmp_path):
    _, applied = pulled(*texts)
    for name in ("data", "templates"):
        shutil.copytree(FIVE / name, tmp_path / name)
    (tmp_path / f"data/plans/{PLAN}.yaml").write_text(applied.text, encoding="utf-8")
    now = read_state(tmp_path)
    plan = now.workspace.plans[PLAN]
    again = ReturnedDraft(
        read_returned(as_edited(PLAN, typed(*texts))), opened(PLAN)[2], now.printed(plan), now.context(plan)
    )

    assert draft_differences(again) == ()
    other = ReturnedDraft(
        read_returned(as_edited(PLAN, typed(*texts[:-1], "Kinh phí: 46 triệu đồng"))),
        opened(PLAN)[2],
        now.printed(plan),
        now.context(plan),
    )
    assert draft_differences(other) != ()


NO_SUM = [
    "Kinh phí: chưa phân bổ",
    "Kinh phí: 45 triệu đồng/năm",
    "Kinh phí: 45 triệu đồng mỗi năm",
    "Kinh phí: 45",
    "Kinh phí: 45 - 50 triệu đồng",
    "Kinh phí: 45 triệu đồng từ ngân sách tỉnh 30 triệu đồng, ngân sách xã 15 triệu đồng",
    "Kinh phí: ngân sách xã 45 triệu đồng",
    "Nguồn kinh phí: ngân sách xã",
    "Kinh phí: -45 triệu đồng",
    "Kinh phí: 45 triệu đồng (đợt 1)",
    "Kinh phí: 45 triệu đồng từ {nguồn}",
]


@pytest.mark.parametrize("line", NO_SUM)
def test_what_is_no_single_sum_is_refused_whole(line):
    (edit,), applied = pulled(line)

    assert edit.refused
    assert added(applied) == []


def test_a_second_line_of_money_is_refused():
    _, applied = pulled("Kinh phí: 45 triệu đồng", "Kinh phí: 45 triệu đồng")
    assert [edit.refused is None for edit in pulled("Kinh phí: 45 triệu đồng", "Dự toán: 50 triệu đồng")[0]] == [
        True,
        False,
    ]
    assert "total: 45" in added(applied)


def test_a_line_that_says_what_the_data_say_is_no_edit():
    assert pulled("Thời hạn: thường xuyên")[0] == ()


DOUBTFUL = [
    "TỔ CHỨC THỰC HIỆN",
    "III. TỔ CHỨC THỰC HIỆN",
    "Nhóm nhiệm vụ về y tế",
    "Điều 5. Trách nhiệm của các sở.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "Nguyễn Văn An",
    "- Như trên;",
    "Lưu: VT, NVY.",
    "Bảng 1. Tổng hợp kết quả rà soát.",
    "Biểu số 2: Kết quả rà soát hộ nghèo",
    "Đơn vị tính: triệu đồng",
    "Hỗ trợ đợt 1: 500 triệu đồng;",
    "Lào Cai, ngày 05 tháng 01 năm 2026",
    "Gồm các việc sau:",
    "3 xã.",
]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_be_no_item_is_never_certain(text):
    found, applied = pulled(text, behind="dao-tao-nghe")

    assert all(one.refused or not one.is_certain for one in found)
    assert len(found) == 1
    assert added(applied) == []


ITEMS = [
    "Việc thứ hai.",
    "Hỗ trợ mỗi hộ 50 triệu đồng.",
    "Hoàn thành 100% hồ sơ trong năm.",
    "Chủ trì, phối hợp với Sở Y tế và các đơn vị liên quan rà soát hộ nghèo.",
    "Phần mềm quản lý được nâng cấp.",
    "Nguồn lực được bố trí đủ.",
    "Thời gian thực hiện các việc phải bảo đảm đúng quy định.",
]


@pytest.mark.parametrize("text", ITEMS)
def test_a_sentence_is_an_item(text):
    (one,), applied = pulled(text, behind="doi-moi-tuyen-truyen-van-dong")

    assert (one.is_certain, one.refused) == (True, None)
    assert f"text: {text}" in added(applied)


def test_a_number_that_is_typed_where_word_counts_is_none_of_the_text():
    assert pulled("(3) Khảo sát hộ nghèo tại xã.", behind=TASK)[0][0].new == "Khảo sát hộ nghèo tại xã."


def test_a_line_about_a_task_that_is_typed_into_its_text_needs_a_yes():
    edit = end("Đào tạo nghề cho khoảng 3.000", "thoát nghèo.", "thoát nghèo; cơ quan chủ trì: Sở Y tế.")
    (one,), _ = pulled(also=edit)

    assert (one.kind, one.is_certain) == ("changed", False)


def test_a_target_that_becomes_words_of_another_line_is_asked_about():
    tree = copy.deepcopy(opened("lao-cai-2026")[1])
    trees = {DOCUMENT: tree}
    first, second = found(trees, "Giảm tỷ lệ hộ nghèo toàn tỉnh"), found(trees, "Giảm tỷ lệ hộ nghèo trong đồng bào")
    for child in list(second)[1:]:
        first.append(child)
    second.getparent().remove(second)
    draft = returned("lao-cai-2026", as_edited("lao-cai-2026", tree))
    applied = bring_draft(draft, state_of("lao-cai-2026"))

    by_kind = {edit.kind: edit for edit in applied.left}
    assert set(by_kind) == {"changed", "merged"}
    assert by_kind["changed"].doubt
    assert "in no table" in str(by_kind["merged"].doubt)
    both = EditChoice([by_kind["changed"].id, by_kind["merged"].id])
    assert bring_draft(draft, state_of("lao-cai-2026"), both).left == ()


def test_a_task_merged_into_another_line_that_waits_is_shown_as_waiting():
    trees = {DOCUMENT: (tree := copy.deepcopy(opened(PLAN)[1]))}
    first, second = found(trees, "Từ kết quả, bài học"), found(trees, "Dùng hiệu quả hơn")
    for child in list(second)[1:]:
        first.append(child)
    second.getparent().remove(second)
    node = next(node for node in first.iter(f"{W}t") if node.text)
    node.text = f"1. {node.text}"  # a number typed where the program counts
    applied = bring_draft(returned(PLAN, as_edited(PLAN, tree)), state_of(PLAN))

    by_kind = {edit.kind: edit for edit in applied.left}
    assert set(by_kind) == {"changed", "merged"}
    assert str(by_kind["merged"].doubt) == f"it goes with “{by_kind['changed'].item}”, which waits for a yes"
    accepted = EditChoice([by_kind["changed"].id])
    assert bring_draft(returned(PLAN, as_edited(PLAN, tree)), state_of(PLAN), accepted).left == ()
