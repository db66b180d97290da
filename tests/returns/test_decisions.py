"""Decisions close from Word: by a tick, a deleted row, by filling in what was asked for, with the items that go."""

import pytest
from lxml import etree

from planbook.ooxml.opening import read_package
from planbook.ooxml.reading import read_document
from planbook.views.decisions import open_decisions
from tests.desk.desks import FOLDER, deleted, desk, in_cell, read, retyped, ticked, told
from tests.libreoffice import converted
from tests.word_edits import W, edited, parts_of, text_of

ITEM = ("gioi-thieu-viec", *(f"gioi-thieu-viec--{line}" for line in ("lead", "coordinating", "deadline")))
GROUP = ("nhom-nha-o", "xay-nha", "nhom-nha-o--lead", "nhom-nha-o--deadline")
ROWS = [f"quyet-dinh-{number}--row" for number in range(1, 5)]
VALUE = retyped("day-nghe", "Đào tạo nghề cho khoảng 3.200 lao động thuộc hộ nghèo.")
AGENCY = retyped("nhom-nha-o--lead", "Cơ quan chủ trì: Sở Y tế.")
RECIPIENT = retyped("thu--recipient-3", "- Sở Y tế, Ủy ban nhân dân các xã, phường;")


def open_in(plan) -> list[int]:
    return [int(decision.id[-1]) for decision in plan.todo]


CLOSED = {
    "kept as drafted": ([ticked("quyet-dinh-4", 1)], [1, 2, 3]),
    "an option": ([ticked("quyet-dinh-1", 2)], [2, 3, 4]),
    "dropped": ([ticked("quyet-dinh-3", 1)], [1, 2, 4]),
    "kept although it was to go": ([ticked("quyet-dinh-3", 2)], [1, 2, 4]),
    "row deleted": ([deleted("quyet-dinh-4--row")], [1, 2, 3]),
    "value filled in": ([VALUE], [1, 3, 4]),
    "agency replaced at all places": ([AGENCY, RECIPIENT], [2, 3, 4]),
    "all ticked": ([ticked("quyet-dinh-1", 3), *(ticked(f"quyet-dinh-{n}", 1) for n in (2, 3, 4))], []),
}


@pytest.mark.parametrize("how", CLOSED)
def test_a_decision_closes_and_nothing_needs_a_yes(deciding, how):
    edits, left = CLOSED[how]
    answer, plan = deciding.taken(*edits)

    assert {sign for sign, _ in told(answer)} == {"*"}
    assert open_in(plan) == left
    again, _ = deciding.pulled(*edits, state=deciding.after(deciding.pulled(*edits)[1]))
    assert again.edits == ()


def test_a_ticked_option_stands_where_the_agency_in_question_stood(deciding):
    _, plan = deciding.taken(ticked("quyet-dinh-1", 1))
    group = next(group for group in plan.task_groups() if group.id == "nhom-nha-o")

    assert [lead.agency for lead in group.assignment.lead] == ["so-b"]
    assert plan.recipients[2].agencies == ("so-b", "ubnd-xa")


@pytest.mark.parametrize("shares", [False, True])
def test_a_ticked_day_that_is_past_goes_and_the_work_goes_on(tmp_path, shares):
    days = [{"work": "Kế hoạch", "before": "2027-03-01"}, {"every": "quarter"}]
    outline = read(FOLDER / "plan.yaml")["outline"]
    group = outline[1]["task_groups"][2]
    group["assignment"]["deadlines"] = days if shares else [days[1]]
    items = ["viec-mot", "viec-hai"] if shares else ["viec-mot"]
    if not shares:
        group["tasks"][0]["deadlines"] = [days[0]]
    todo = [{"id": "quyet-dinh-1", "what": "bỏ mốc này", "at": items, "proposal": "drop-day"}]
    place = desk(tmp_path, plan={"outline": outline, "todo": todo})

    answer, plan = place.taken(ticked("quyet-dinh-1", 1))

    tasks = plan.outline[1].task_groups[2].tasks
    assert told(answer) == [("*", "quyet-dinh-1--row")]
    assert plan.todo == tasks[0].deadlines == ()
    assert [str(deadline.every[0]) for deadline in plan.outline[1].task_groups[2].assignment.deadlines] == ["quarter"]


def test_columns_that_no_decision_fills_are_not_on_the_sheet(tmp_path, deciding):
    todo = [{"id": "quyet-dinh-1", "what": "đọc lại"}]
    bare = desk(tmp_path, plan={"todo": todo})

    def heads(content):
        table = next(etree.fromstring(parts_of(content)["word/document.xml"]).iter(f"{W}tbl"))
        return [text_of(cell) for cell in next(table.iter(f"{W}tr")).iter(f"{W}tc")]

    assert heads(bare.content) == ["STT", "Việc cần quyết định", "Quyết định"]
    assert heads(deciding.content) == ["STT", "Việc cần quyết định", "Mục", "Quyết định"]


def test_a_ticked_proposal_drops_the_item_and_nothing_else(deciding):
    _, plan = deciding.taken(ticked("quyet-dinh-3", 1))

    assert [task.id for task in plan.tasks()] == ["mo-lop", "xay-nha", "viec-mot", "viec-hai"]


def test_an_option_of_a_target_is_its_value_once_it_is_ticked(tmp_path):
    question = {"id": "muc", "what": "chọn mức", "at": ["nha-o"], "options": ["ít nhất 150 căn nhà (kế hoạch 5 năm)"]}
    place = desk(tmp_path / "office", plan={"todo": [question]})
    _, plan = place.taken(ticked("muc", 1))
    target = next(target for target in plan.targets() if target.id == "nha-o")

    assert (target.comparator, target.value, plan.todo) == ("at-least", 150, ())


@pytest.mark.parametrize(
    ("items", "left", "named"),
    [(ITEM, [1, 2, 4], ["quyet-dinh-3"]), (GROUP, [1, 2, 3, 4], []), (("von-mot",), [1, 2, 3], ["quyet-dinh-4"])],
)
def test_a_decision_about_nothing_that_is_left_closes_with_its_items(deciding, items, left, named):
    answer, plan = deciding.taken(deleted(*items))

    assert {sign for sign, _ in told(answer)} == {"*"}
    assert open_in(plan) == left
    assert [note.values["items"] for note in answer.notes if "close because" in note.english] == named


ASKED = {
    "edited, but no value": ([retyped("von-mot", "Huy động vốn xã hội hóa năm 2027.")], "quyet-dinh-4"),
    "an agency replaced at one of two places": ([AGENCY], "quyet-dinh-1"),
}


@pytest.mark.parametrize("what", ASKED)
def test_what_may_settle_a_decision_is_a_question(deciding, what):
    edits, decision = ASKED[what]
    answer, text = deciding.pulled(*edits)
    assert ("?", decision) in told(answer)
    assert f"id: {decision}" in text

    _, plan = deciding.taken(*edits, accept=[decision])
    assert int(decision[-1]) not in open_in(plan)


OLD = "xác nhận mức cũ: khoảng 3.000 lao động"


@pytest.mark.parametrize(
    ("questions", "signs"),
    [
        ([{"what": "xác nhận số liệu"}], "*"),
        ([{"what": "xác nhận số liệu"}, {"what": "chọn người chủ trì"}], "??"),
        ([{"what": "ngày 3/10/2027 là ngày nghỉ"}, {"what": OLD}, {"what": "đọc lại"}], "?*?"),
        ([{"what": "bỏ nếu đã xong", "proposal": "drop"}, {"what": OLD}], "?*"),
    ],
)
def test_a_number_answers_no_other_question_about_its_item(tmp_path, questions, signs):
    todo = [{"id": f"hoi-{at}", "at": ["day-nghe"], **question} for at, question in enumerate(questions)]
    answer, _ = desk(tmp_path, plan={"todo": todo}).taken(VALUE)
    by_item = {item: sign for sign, item in told(answer)}
    assert "".join(by_item[question["id"]] for question in todo) == signs


def test_a_sheet_that_was_cut_off_decides_nothing_without_a_yes(deciding):
    def cut(parts):
        body = parts["word/document.xml"][0]
        ends = next(p for p in body.findall(f"{W}p") if text_of(p).startswith("Mỗi dòng đánh dấu"))
        for child in list(body)[: list(body).index(ends) + 1]:
            body.remove(child)

    answer, text = deciding.pulled(cut)

    assert told(answer) == [("?", f"quyet-dinh-{number}") for number in range(1, 5)]
    assert text == deciding.state.text(deciding.state.workspace.plans["thu"])


REFUSED = {
    "two boxes": (ticked("quyet-dinh-1", 1, 2), "several boxes"),
    "words for a tick": (in_cell("quyet-dinh-4--row", 3, "Đã sửa"), "takes ticks and deleted rows"),
    "another question": (in_cell("quyet-dinh-4--row", 1, "Giữ lại"), "takes ticks and deleted rows"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_decides_nothing_is_refused(deciding, what):
    edit, why = REFUSED[what]
    answer, text = deciding.pulled(edit)
    (change,) = answer.refused

    assert why in change.refused.message.english
    assert text == deciding.state.text(deciding.state.workspace.plans["thu"])


def test_the_sheet_stands_in_front_and_the_plan_begins_with_a_page_of_its_own(deciding):
    document = read_document(read_package(deciding.content))
    title = next(line for line in document.paragraphs if line.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")

    assert title.section == 1
    assert document.paragraphs[1].text == "Kèm dự thảo, không ban hành cùng kế hoạch"
    assert parts_of(deciding.content)["word/document.xml"].count(b"<w14:checkbox>") == 7


def test_nothing_of_it_is_in_an_issued_plan(tmp_path):
    issued = {"status": "issued", "number": "1/KH-UBND", "date": "2027-01-05", "todo": None}
    place = desk(tmp_path / "office", plan=issued)

    assert b"checkbox" not in parts_of(place.content)["word/document.xml"]
    context = place.state.context(place.state.workspace.plans["thu"])
    assert open_decisions(context.plan, context.text) == ()


@pytest.mark.parametrize(
    ("many", "said"), [(0, ""), (1, "còn 1 việc cần quyết định"), (3, "còn 3 việc cần quyết định")]
)
def test_every_page_of_a_draft_says_how_many_decisions_are_open_and_comes_back_as_it_went_out(tmp_path, many, said):
    todo = [{"id": f"quyet-dinh-{at}", "what": "đọc lại"} for at in range(1, many + 1)]
    place = desk(tmp_path, plan={"todo": todo or None})
    foot = "".join(etree.fromstring(parts_of(place.content)["word/footer1.xml"]).itertext())
    answer, _ = place.pulled()

    assert foot.partition(" · ")[2] == said
    assert answer.edits == ()


def test_ticks_survive_libreoffice(deciding, tmp_path):
    (tmp_path / "draft.docx").write_bytes(
        edited(deciding.content, ticked("quyet-dinh-1", 2), ticked("quyet-dinh-3", 1))
    )
    (saved,) = converted([tmp_path / "draft.docx"], "docx", tmp_path / "saved")
    answer, _ = deciding.pulled(content=saved.read_bytes(), accept=ROWS)

    assert [(edit.id, edit.new) for edit in answer.edits] == [
        (ROWS[0], "Ủy ban nhân dân các xã, phường"),
        (ROWS[2], "Bỏ, không đưa vào kế hoạch"),
    ]
