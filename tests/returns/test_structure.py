"""New structure typed in Word: tasks, groups, sections, duties, bases, recipients, who signs, targets; deleted."""

import pytest
from lxml import etree

from tests.desk.desks import (
    FOLDER,
    copied,
    deleted,
    desk,
    instead,
    moved,
    paragraph_of,
    read,
    retyped,
    told,
    typed,
    typed_before,
)
from tests.libreoffice import converted
from tests.word_edits import W, edited

WORK = "Khảo sát nhu cầu học nghề của hộ nghèo."
LEAD, WITH, WHEN = BLOCK = (
    "Cơ quan chủ trì: Sở Tài chính.",
    "Cơ quan phối hợp: Sở Y tế.",
    "Thời gian hoàn thành: Quý II/2027.",
)
LINES = tuple((line, "mo-lop--lead") for line in BLOCK)
ASSIGNED = {"lead": ["so-c"], "coordinating": ["so-e"], "deadlines": ["2027-Q2"]}
TASK = ("gioi-thieu-viec", *(f"gioi-thieu-viec--{line}" for line in ("lead", "coordinating", "deadline")))
GROUP = ("nhom-nha-o", "xay-nha", "nhom-nha-o--lead", "nhom-nha-o--deadline")
SURVEY = "khao-sat-nhu-cau-hoc-nghe-cua"


def entry(plan, id_):
    return next(part for part in plan.walk() if getattr(part, "id", None) == id_)


def assigned(item):
    assignment = item.assignment
    return {
        "lead": [lead.agency for lead in assignment.lead],
        "coordinating": [partner.agency for partner in assignment.coordinating],
        "deadlines": [str(deadline.within) for deadline in assignment.deadlines],
    }


NEW_TASKS = {
    "typed": typed(TASK[-1], (WORK, "mo-lop"), *LINES),
    "typed in the style of the line above": typed(TASK[-1], WORK, *BLOCK),
    "tracked": typed(TASK[-1], (WORK, "mo-lop"), *LINES, tracked=True),
    "first of a group": typed_before("mo-lop", WORK, *LINES),
    "in a group of one": typed("xay-nha", WORK, *LINES),
    "copied and typed over": copied(TASK[-1], dict(zip(TASK, (WORK, *BLOCK), strict=True))),
}


@pytest.mark.parametrize("how", NEW_TASKS)
def test_a_task_comes_with_the_lines_about_it(office, how):
    answer, plan = office.taken(NEW_TASKS[how])

    assert told(answer) == [("*", SURVEY)]
    assert assigned(entry(plan, SURVEY)) == ASSIGNED


def test_a_copied_task_whose_text_alone_was_typed_over_has_the_lines_of_the_original(office):
    answer, plan = office.taken(copied(TASK[-1], {TASK[0]: WORK, **dict.fromkeys(TASK[1:])}))

    assert told(answer) == [("*", SURVEY)]
    assert entry(plan, SURVEY).assignment.lead == entry(plan, TASK[0]).assignment.lead


def test_a_task_in_a_group_that_has_none(tmp_path):
    outline = read(FOLDER / "plan.yaml")["outline"]
    empty = {"id": "nhom-trong", "heading": "Nhóm mới", "text": "Nhóm này làm sau.", "tasks": []}
    outline[1]["task_groups"].append(empty)
    place = desk(tmp_path / "office", plan={"outline": outline, "todo": None})
    answer, plan = place.taken(typed("nhom-trong--text", (WORK, "viec-mot"), *LINES))

    assert told(answer) == [("*", SURVEY)]
    assert [task.id for task in entry(plan, "nhom-trong").tasks] == [SURVEY]


PARTS = {
    "group with a task": (
        typed(TASK[-1], ("Hỗ trợ y tế", "nhom-nha-o"), (WORK, "xay-nha"), *LINES),
        "*",
        lambda part: assigned(part.tasks[0]) == ASSIGNED and part.assignment is None,
    ),
    "group whose tasks share the lines, with typed numbers": (
        typed(
            "nhom-chung--deadline",
            ("4. Hỗ trợ y tế", "nhom-chung"),
            ("(1) Khám bệnh cho hộ nghèo.", "viec-mot"),
            ("(2) Cấp thuốc cho hộ nghèo.", "viec-hai"),
            *LINES,
        ),
        "*",
        lambda part: (
            part.heading == "Hỗ trợ y tế"
            and assigned(part) == ASSIGNED
            and [task.text for task in part.tasks] == ["Khám bệnh cho hộ nghèo.", "Cấp thuốc cho hộ nghèo."]
        ),
    ),
    "group copied and typed over": (
        copied(GROUP[-1], {GROUP[0]: "Hỗ trợ y tế", GROUP[1]: "Khám bệnh cho hộ nghèo.", GROUP[2]: None}),
        "*",
        lambda part: [lead.agency for lead in part.tasks[0].assignment.lead] == ["so-c"],
    ),
    "first group": (
        typed_before("nhom-day-nghe", ("Hỗ trợ y tế", "nhom-day-nghe"), ("Khám bệnh cho hộ nghèo.", "viec-mot")),
        "*",
        lambda part: len(part.tasks) == 1,
    ),
    "section": (
        typed("von-hai", ("Hỗ trợ y tế", "giai-phap-von"), ("Khám bệnh tại xã.", "von-hai"), ("Cấp thẻ.", "von-hai")),
        "*",
        lambda part: [statement.text for statement in part.solutions] == ["Khám bệnh tại xã.", "Cấp thẻ."],
    ),
    "section unlike its neighbours": (
        typed("nguoi-hai", ("Hỗ trợ y tế", "giai-phap"), ("Kiểm tra ở các xã nghèo.", "von-hai")),
        "?",
        lambda part: len(part.solutions) == 1,
    ),
    "section with groups": (
        typed(
            "nhom-chung--deadline",
            ("Hỗ trợ y tế", "nhiem-vu"),
            ("Khám bệnh", "nhom-chung"),
            ("Khám bệnh cho hộ nghèo.", "viec-mot"),
        ),
        "?",
        lambda part: [group.heading for group in part.task_groups] == ["Khám bệnh"],
    ),
}


@pytest.mark.parametrize("what", PARTS)
def test_a_heading_comes_with_what_stands_below_it(office, what):
    edit, sign, holds = PARTS[what]
    answer, plan = office.taken(edit, accept=["ho-tro-y-te"])

    assert told(answer) == [(sign, "ho-tro-y-te")]
    assert holds(entry(plan, "ho-tro-y-te"))


def test_a_duty_comes_with_its_agency(office):
    lines = ("Sở Y tế", "so-c-lam"), ("Khám sức khỏe cho hộ nghèo.", "so-c-hai"), ("Cấp thuốc ở xã.", "so-c-hai")
    answer, plan = office.taken(typed("so-c-hai", *lines), typed("so-b-lam", "SYT: Theo dõi dịch bệnh."))
    one_line, headed = entry(plan, "syt-theo-doi-dich-benh"), entry(plan, "so-y-te")

    assert [sign for sign, _ in told(answer)] == ["*", "*"]
    assert (one_line.agencies, one_line.text) == (("so-e",), "Theo dõi dịch bệnh.")
    assert (headed.agencies, len(headed.items)) == (("so-e",), 2)


def test_lines_below_a_duty_that_has_its_text_beside_the_agency_are_asked_about_as_its_items(office):
    edit = typed("so-b-lam", "- Báo cáo kết quả hằng quý.", "Bố trí cán bộ.")
    answer, plan = office.taken(edit, accept=["all"])
    duty = entry(plan, "so-b-lam")

    assert [sign for sign, _ in told(answer)] == ["?", "?"]
    assert duty.text == "Theo dõi, đôn đốc việc thực hiện."
    assert [item.text for item in duty.items] == ["Báo cáo kết quả hằng quý.", "Bố trí cán bộ."]


@pytest.mark.parametrize(
    ("text", "closing", "signs"),
    [
        ("Trên đây là Kế hoạch./.", "Trên đây là Kế hoạch", []),
        ("Trên đây là Kế hoạch triển khai./.", "Trên đây là Kế hoạch triển khai", ["*"]),
        ("Trên đây là Kế hoạch và các Phụ lục", "Trên đây là Kế hoạch và các Phụ lục", ["*"]),
        ("Trên đây là Kế hoạch (Kèm theo Phụ lục I)./.", "Trên đây là Kế hoạch", ["x"]),
    ],
)
def test_the_last_words_of_a_plan_are_read_without_those_that_point_to_its_appendices(office, text, closing, signs):
    answer, plan = office.taken(retyped("thu--closing", text))

    assert [sign for sign, _ in told(answer)] == signs
    assert plan.closing == closing


CITED = "Quyết định số 55/QĐ-TTg ngày 01/4/2026 của Thủ tướng Chính phủ về chương trình mục tiêu"


@pytest.mark.parametrize(
    ("edit", "sign", "bases"),
    [
        (typed("thu--basis-2", f"Căn cứ {CITED};"), "*", ["nq-1", "nd-2", "qd-3"]),
        (typed("thu--basis-1", "Thực hiện Quyết định 55/QĐ-TTg ngày 01/4/2026;"), "*", ["nq-1", "qd-3", "nd-2"]),
        (typed("thu--basis-1", "Căn cứ Quyết định 55/QĐ-TTg;"), "?", ["nq-1", "qd-3", "nd-2"]),
        (deleted("thu--basis-2"), "*", ["nq-1"]),
        (moved("thu--title", "thu--basis-2"), "*", ["nd-2", "nq-1"]),
    ],
)
def test_legal_bases_come_move_and_go(office, edit, sign, bases):
    named = [id_ for _, id_ in told(office.pulled(edit)[0])]
    answer, plan = office.taken(edit, accept=named)

    assert [mark for mark, _ in told(answer)] == [sign]
    assert [basis.document for basis in plan.legal_bases] == bases


@pytest.mark.parametrize(
    ("text", "sign", "agencies", "words"),
    [
        ("- SYT;", "*", ("so-e",), None),
        ("- Các doanh nghiệp trong tỉnh;", "*", (), "Các doanh nghiệp trong tỉnh"),
        ("- Sở Y tế II;", "?", (), "Sở Y tế II"),
    ],
)
def test_a_recipient_is_an_agency_where_it_can_be(office, text, sign, agencies, words):
    answer, plan = office.taken(typed("thu--recipient-2", text), accept=("all",))

    assert [sign for sign, _ in told(answer)] == [sign]
    assert (plan.recipients[2].agencies, plan.recipients[2].text) == (agencies, words)


@pytest.mark.parametrize("behind", ["nhom-nha-o", "xay-nha"])
def test_a_task_goes_into_the_next_group_with_its_lines(office, behind):
    answer, plan = office.taken(moved(behind, *TASK))

    assert told(answer) == [("*", TASK[0])]
    tasks = {group.id: [task.id for task in group.tasks] for group in plan.task_groups()}
    assert tasks["nhom-day-nghe"] == ["mo-lop"]
    assert sorted(tasks["nhom-nha-o"]) == [TASK[0], "xay-nha"]
    assert assigned(entry(plan, TASK[0]))["lead"] == ["so-b"]


def row_moved(behind, item):
    def edit(parts):
        place, row = (next(paragraph_of(parts, f"{id_}--row").iterancestors(f"{W}tr")) for id_ in (behind, item))
        place.addnext(row)

    return edit


BODY = moved(
    "gioi-thieu-viec--deadline", "mo-lop", *(f"mo-lop--{line}" for line in ("lead", "coordinating", "deadline"))
)
ROW = row_moved("gioi-thieu-viec", "mo-lop")
OTHER_ROW = row_moved("viec-hai", "viec-mot")


@pytest.mark.parametrize(
    ("edits", "rows"),
    [
        ([OTHER_ROW], [("viec-mot", "viec-hai")]),
        ([BODY, OTHER_ROW], [("viec-mot", "viec-hai")]),
        ([BODY], []),
        ([BODY, ROW], []),
        ([BODY, ROW, OTHER_ROW], [("viec-mot", "viec-hai")]),
    ],
)
def test_rows_that_their_text_does_not_explain_are_told_beside_whatever_else_moved(office, edits, rows):
    answer, _ = office.pulled(*edits)

    notes = [note.values["items"] for note in answer.notes if "stand in another order" in note.english]
    assert len(notes) == len(rows)
    assert all(note in either for note, either in zip(notes, rows, strict=True))


def test_a_line_with_nothing_behind_its_label_is_gone(office):
    answer, plan = office.taken(retyped("mo-lop--coordinating", "Cơ quan phối hợp:"))

    assert told(answer) == [("*", "mo-lop--coordinating")]
    assert entry(plan, "mo-lop").assignment.coordinating == ()


def test_a_group_that_is_gone_lends_no_line_to_a_new_one_elsewhere(office):
    new = (
        "Tập huấn",
        "Tập huấn cho cán bộ xã.",
        "Cơ quan chủ trì: Sở Tài chính.",
        "Thời gian hoàn thành: Trong năm 2027.",
    )
    like = ("nhom-chung", "xay-nha", "nhom-chung--lead", "nhom-chung--deadline")
    answer, plan = office.taken(typed("nhom-chung--deadline", *zip(new, like, strict=True)), deleted(*GROUP))

    assert told(answer) == [*(("*", item) for item in GROUP), ("*", "tap-huan")]
    assert [group.heading for group in plan.task_groups()][1:] == ["Việc chung của các nhóm", "Tập huấn"]


SIGNED = {
    "another name": (instead("Nguyễn Văn An", "Trần Thị Bình"), (True, None, "Chủ tịch", "Trần Thị Bình")),
    "for the head": (
        instead("CHỦ TỊCH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        (True, "Chủ tịch", "Phó Chủ tịch", "Nguyễn Văn An"),
    ),
}


@pytest.mark.parametrize("what", SIGNED)
def test_who_signs_is_read_from_the_lines_below_the_plan(office, what):
    edit, lines = SIGNED[what]
    answer, plan = office.taken(edit)
    signatory = plan.signatory

    assert told(answer) == [("*", "thu--signature")]
    assert (signatory.collective, signatory.acting_for, signatory.title, signatory.name) == lines


def test_the_name_of_who_signs_can_be_typed_where_there_was_none(tmp_path):
    place = desk(tmp_path / "office", plan={"signatory": {"title": "Chủ tịch"}, "todo": None})
    answer, plan = place.taken(instead("CHỦ TỊCH", "CHỦ TỊCH", "Trần Thị Bình"))

    assert told(answer) == [("*", "thu--signature")]
    assert plan.signatory.name == "Trần Thị Bình"


def of_target(plan):
    target = plan.outline[0].targets[-1]
    return target.comparator, target.value, target.upper, target.unit


TARGETS = {
    "Giảm tỷ lệ hộ nghèo từ 1,5% trở lên.": ("*", ("at-least", "1.5", None, "%")),
    "Giảm tỷ lệ hộ nghèo từ 1,2% đến 1,5% mỗi năm.": ("*", ("exactly", "1.2", "1.5", "%")),
    "Đào tạo tối thiểu 500 lao động ở xã.": ("*", ("at-least", "500", None, "lao động")),
    "Đến năm 2027 đào tạo 500 lao động.": ("*", ("exactly", "500", None, "lao động")),
    "Trước ngày 30/6/2027 đào tạo khoảng 1.500 lao động.": ("*", ("about", "1500", None, "lao động")),
    "Tổ chức 12 lớp.": ("?", ("exactly", "12", None, "lớp")),
    "Hỗ trợ 500 hộ nghèo và 20 xã.": ("?", ("exactly", None, None, None)),
    "Nâng cao đời sống của hộ nghèo.": ("*", ("exactly", None, None, None)),
}


@pytest.mark.parametrize("text", TARGETS)
def test_a_bullet_of_the_targets_is_a_target_with_its_value(office, text):
    sign, (comparator, *numbers, unit) = TARGETS[text]
    edit = typed("nha-o", text)
    (edit_id,) = [edit.id for edit in office.pulled(edit)[0].edits]
    answer, plan = office.taken(edit, accept=[edit_id])
    stated = of_target(plan)

    assert [mark for mark, _ in told(answer)] == [sign]
    assert (stated[0], *(number if number is None else str(number) for number in stated[1:3])) == (comparator, *numbers)
    assert stated[3] == unit


WITHIN = {
    "a group": (
        typed("mo-lop--deadline", ("Giới thiệu, kết nối việc làm", "nhom-nha-o")),
        "gioi-thieu-ket-noi-viec-lam",
        ["gioi-thieu-viec"],
    ),
    "a group with a new task": (
        typed("mo-lop--deadline", ("Kết nối việc làm", "nhom-nha-o"), (WORK, "mo-lop")),
        "ket-noi-viec-lam",
        [SURVEY, "gioi-thieu-viec"],
    ),
}


@pytest.mark.parametrize("where", WITHIN)
def test_a_heading_inside_a_group_is_a_question_that_puts_the_rest_below_it(office, where):
    edit, new, tasks = WITHIN[where]
    answer, _ = office.pulled(edit)
    assert told(answer) == [("?", new)]

    _, plan = office.taken(edit, accept=[new])
    groups = {group.id: group for group in plan.task_groups()}
    assert [task.id for task in groups[new].tasks] == tasks
    last = groups[new].tasks[-1]
    assert [lead.agency for lead in (last.assignment or groups[new].assignment).lead] == ["so-b"]


def test_a_heading_inside_a_section_is_a_question_too(office):
    edit = typed("von-mot", ("Về lồng ghép", "giai-phap-von"))
    answer, _ = office.pulled(edit)
    assert told(answer) == [("?", "ve-long-ghep")]

    _, plan = office.taken(edit, accept=["ve-long-ghep"])
    sections = plan.outline[2].sections
    assert [section.id for section in sections] == ["giai-phap-von", "ve-long-ghep", "giai-phap-nguoi"]
    assert [[item.id for item in section.solutions] for section in sections[:2]] == [["von-mot"], ["von-hai"]]


REFUSED = {
    "a heading between the tasks of a group": typed("viec-mot", ("Nhóm giữa chừng", "nhom-chung")),
    "a heading with nothing below it": typed("nhom-chung--deadline", ("Nhóm trống", "nhom-chung")),
    "a duty of nobody": typed("so-b-lam", "Sở Vũ trụ: Bay lên."),
    "nearly a recipient": typed("thu--recipient-2", "- Sỏ Y tế;"),
    "a target without its number": retyped("nha-o", "Xây nhà cho hộ nghèo."),
    "words over the mark of a draft": instead("DỰ THẢO", "BẢN LẤY Ý KIẾN"),
    "braces below a heading": typed("von-hai", ("Về y tế", "giai-phap-von"), ("Khám {agency:so-e}.", "von-hai")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_has_no_place_is_refused_with_what_to_do(office, what):
    answer, text = office.pulled(REFUSED[what])
    (edit,) = answer.edits

    assert edit.refused
    assert edit.refused.mend.english
    assert "in the data" not in edit.refused.mend.english
    assert text == office.state.text(office.state.workspace.plans["thu"])


@pytest.mark.parametrize("columns", [2, 3])
def test_a_table_that_was_put_into_the_text_is_refused_as_a_table(office, columns):
    def table(parts):
        place = paragraph_of(parts, "von-mot")
        row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>Xã A</w:t></w:r></w:p></w:tc>" * columns + "</w:tr>"
        place.addnext(etree.fromstring(f'<w:tbl xmlns:w="{W.strip("{}")}"><w:tblPr/>{row}</w:tbl>'))

    answer, _ = office.pulled(table)
    assert {edit.refused.message.english for edit in answer.edits} == {
        "the table is none of the plan's own, which stand in its appendices"
    }


def test_a_draft_with_new_structure_comes_back_the_same_through_libreoffice(office, tmp_path):
    edits = (PARTS["group with a task"][0], PARTS["section"][0], typed("nha-o", "Đào tạo tối thiểu 500 lao động."))
    (tmp_path / "draft.docx").write_bytes(edited(office.content, *edits))
    (saved,) = converted([tmp_path / "draft.docx"], "docx", tmp_path / "saved")
    _, text = office.pulled(*edits)
    answer, _ = office.pulled(content=saved.read_bytes())
    again, _ = office.pulled(content=saved.read_bytes(), state=office.after(text))

    assert len(answer.edits) == len(edits)
    assert again.edits == ()
