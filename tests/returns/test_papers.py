"""The papers around a plan: each in the official layout, with what the data say, and refused where it would say what is not so."""

import datetime as dt

import pytest

from planbook.authoring.issue import Signing, issue
from planbook.commands.papers import PAPER_KINDS
from planbook.layout import examine_word
from planbook.layout.rules import load_rules
from planbook.loading.workspace import load
from planbook.messages.diagnostics import Misuse
from planbook.ooxml.opening import read_package
from planbook.ooxml.reading import read_document
from planbook.outputs.papers import KINDS, PaperRequest, write_paper
from planbook.returns.answers.answer import EditChoice
from planbook.returns.pull_files import pull_files
from tests.conftest import ROOT
from tests.desk.desks import deleted, desk, in_cell, retyped, typed
from tests.offices import part, task
from tests.returns.test_several_files import answer_of, commented
from tests.returns.workbook_edits import commit, git
from tests.word_edits import edited, plain_breaks, without

ISSUED = {"status": "issued", "number": "7/KH-UBND", "date": "2027-02-05", "todo": None}


@pytest.fixture
def house(tmp_path):
    return desk(tmp_path / "house", plan={"todo": None})


@pytest.fixture(scope="module")
def rule_set():
    return load_rules(ROOT)


def lines_of(content):
    return [plain_breaks(paragraph.text) for paragraph in read_document(read_package(content)).paragraphs]


def written(house, kind, **more):
    return write_paper(house.root, PaperRequest("thu", kind, **more))[0]


def departures(content, tmp_path, rule_set):
    path = tmp_path / "paper.docx"
    path.write_bytes(content)
    return [finding.check for finding in examine_word(path, rule_set)[0]]


def test_the_command_knows_every_paper():
    assert set(PAPER_KINDS) == set(KINDS)


def test_a_plan_that_a_decision_issues_has_no_number_day_recipients_or_signature_of_its_own(tmp_path, rule_set):
    left = dict.fromkeys(("recipients", "archive", "signatory", "todo"))
    own = desk(
        tmp_path / "own",
        plan={**left, "issued_with": "qd-3", "addressed_to": [{"text": "Các xã"}, {"text": "Các phường"}]},
    )
    assert departures(own.content, tmp_path, rule_set) == []
    content = edited(own.content, without("(Ban hành kèm theo"))
    assert {"number", "place-and-day", "signature", "recipients"} <= set(departures(content, tmp_path, rule_set))


def test_opinions_are_asked_of_each_agency_with_its_own_part(house, tmp_path, rule_set):
    content = written(house, "consultation")
    lines = lines_of(content)
    assert departures(content, tmp_path, rule_set) == []
    assert "- Sở Giáo dục và Đào tạo;" in lines
    at = lines.index("NHIỆM VỤ CỦA SỞ TÀI CHÍNH")
    own = lines[at : lines.index("./.", at)]
    assert "Xây nhà cho hộ nghèo." in own
    assert "Tuyên truyền về giảm nghèo." not in own


def test_one_agency_gets_its_part_alone(house, tmp_path, rule_set):
    content = written(house, "consultation", agency="so-c")
    assert departures(content, tmp_path, rule_set) == []
    assert [line for line in lines_of(content) if line.startswith("NHIỆM VỤ CỦA")] == ["NHIỆM VỤ CỦA SỞ TÀI CHÍNH"]


def test_tasks_are_given_out_of_an_issued_plan_alone(house, tmp_path, rule_set):
    with pytest.raises(Misuse, match="is a draft"):
        written(house, "assignment")
    issued = desk(tmp_path / "issued", plan=ISSUED)
    content = written(issued, "assignment")
    assert departures(content, tmp_path, rule_set) == []
    assert any("Kế hoạch số 07/KH-UBND ngày 05/02/2027" in line for line in lines_of(content))
    with pytest.raises(Misuse, match="no draft to ask opinions about"):
        written(issued, "consultation")


def test_who_submits_a_plan_is_another_than_who_issues_it(house, tmp_path, rule_set):
    with pytest.raises(Misuse, match="a submission goes to"):
        written(house, "submission")
    content = written(house, "submission", issuer="so-d", signatory="Trần Thị B")
    lines = lines_of(content)
    assert departures(content, tmp_path, rule_set) == []
    assert {"TỜ TRÌNH", "GIÁM ĐỐC", "Trần Thị B", "- Đào tạo nghề cho khoảng 3.000 lao động thuộc hộ nghèo."} <= {
        *lines
    }


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        ({"nhom-a": "420"}, ["Tổng kinh phí: 420 triệu đồng."]),
        ({"nhom-a": "420", "nhom-b": "180"}, ["Kinh phí:", "- NHOM-A: 420 triệu đồng.", "- NHOM-B: 180 triệu đồng."]),
        ({"nhom-a": "420", "nhom-b": "180", "Tổng cộng": "600"}, ["Tổng kinh phí: 600 triệu đồng."]),
    ],
)
def test_a_submission_says_all_money_once(tmp_path, amounts, says):
    paid = {
        name: {"budget": {"id": f"b-{number}", "unit": "trieu", "total": amount}}
        for number, (name, amount) in enumerate(amounts.items())
    }
    groups = [
        part(name, tasks=[task(f"viec-{name}")], **budget) for name, budget in paid.items() if name != "Tổng cộng"
    ]
    whole = [{"id": "tong", "heading": name, **budget} for name, budget in paid.items() if name == "Tổng cộng"]
    house = desk(tmp_path / "house", plan={"todo": None, "outline": [part("nhiem-vu", task_groups=groups), *whole]})
    lines = lines_of(written(house, "submission", issuer="so-d"))
    assert [line for line in lines if "triệu đồng" in line or line == "Kinh phí:"] == says


def test_a_submission_of_a_plan_without_bases_leaves_no_part_empty(tmp_path):
    bare = desk(tmp_path / "bare", plan={"todo": None, "legal_bases": []})
    lines = [line for line in lines_of(written(bare, "submission", issuer="so-d")) if line]
    at = lines.index("I. SỰ CẦN THIẾT BAN HÀNH")
    assert lines[at + 1 : at + 3] == ["[Nêu sự cần thiết ban hành].", "II. QUÁ TRÌNH XÂY DỰNG DỰ THẢO"]


def test_every_edit_and_comment_has_its_row_and_what_became_of_it(house, tmp_path, rule_set):
    files = [
        answer_of(house, "so-c.docx", retyped("von-mot", "Huy động vốn vay."), commented("von-hai", "Bình", "Ghi rõ")),
        answer_of(
            house,
            "so-e.docx",
            retyped("von-mot", "Huy động vốn tặng."),
            deleted("nguoi-hai"),
            typed("nguoi-mot", "Tập huấn cán bộ huyện."),
        ),
    ]
    with pytest.raises(Misuse, match="nobody has answered"):
        written(house, "opinions")
    pull_files(house.root, files, apply=True)
    content, (note,) = write_paper(house.root, PaperRequest("thu", "opinions"))
    table = [cell for cell in lines_of(content) if cell]
    rows = "\n".join(table[table.index("Tiếp thu, giải trình") + 1 :])
    assert departures(content, tmp_path, rule_set) == []
    assert note.values == {"count": 3}
    for words in (
        "Đề nghị sửa “Huy động vốn xã hội hóa.” thành “Huy động vốn vay.”\nChưa trả lời",
        "Đề nghị sửa “Huy động vốn xã hội hóa.” thành “Huy động vốn tặng.”\nChưa trả lời",
        "Ghi rõ\nChưa trả lời",
        "Đề nghị bỏ “Khen thưởng người làm tốt.”\nTiếp thu",
        "Đề nghị bổ sung “Tập huấn cán bộ huyện.”\nTiếp thu",
    ):
        assert words in rows


def test_the_signing_copy_has_no_mark_of_a_draft_and_no_open_decision(house, tmp_path, rule_set):
    path = house.root / "data/plans/thu.yaml"
    path.write_text(path.read_text("utf-8").replace("status: draft", "status: draft\nwording: own"), "utf-8")
    content = written(house, "signing")
    text = "\n".join(lines_of(content))
    assert "DỰ THẢO" not in text
    assert departures(content, tmp_path, rule_set) == []
    for mark in ("DỰ THẢO", "không phải nguyên văn"):
        assert all(mark not in part.decode("utf-8", "ignore") for part in read_package(content).contents.values())
    with pytest.raises(Misuse, match="open decisions"):
        written(desk(tmp_path / "open"), "signing")


def test_a_correction_holds_misprints_and_what_was_edited_since_the_seal(tmp_path, rule_set):
    misprint = {"id": "sai", "at": "von-hai", "what": "reference", "printed": "Lồng gép các nguồn vốn"}
    later = {"id": "hoa", "at": "nguoi-hai", "what": "reference", "printed": "khen  Thưởng"}
    house = desk(tmp_path / "house", plan={"todo": None, "as_printed": [later, misprint]})
    git(house.root, "init", "-q")
    issue(house.root, "thu", Signing("7/KH-UBND", dt.date(2027, 2, 5)))
    commit(house.root)
    path = house.root / "data/plans/thu.yaml"
    path.write_text(path.read_text("utf-8").replace("Huy động vốn xã hội hóa", "Huy động vốn xã hội hoá"), "utf-8")
    content, notes = write_paper(house.root, PaperRequest("thu", "correction"))
    text = "\n".join(lines_of(content))
    assert departures(content, tmp_path, rule_set) == []
    assert len(notes) == 1
    assert "Đã in: “Lồng gép các nguồn vốn”.\nNay đính chính là: “Lồng ghép các nguồn vốn”." in text
    assert "Nay đính chính là: “Khen thưởng”." in text
    assert text.index("Lồng gép") < text.index("khen  Thưởng")
    assert "Đã in: “Huy động vốn xã hội hóa”.\nNay đính chính là: “Huy động vốn xã hội hoá”." in text


def test_a_paper_that_comes_back_is_no_draft_of_the_plan(house, tmp_path):
    path = tmp_path / "paper.docx"
    path.write_bytes(written(house, "consultation"))
    with pytest.raises(Misuse, match="thu--consultation"):
        pull_files(house.root, [path])


def test_answers_typed_into_the_report_in_word_come_back(house, tmp_path):
    files = [
        answer_of(house, f"{name}.docx", commented(item, "Bình", text))
        for name, item, text in [("so-b", "von-mot", "Ghi rõ"), ("so-c", "von-hai", "Bỏ"), ("so-e", "nha-o", "Tăng")]
    ]
    pull_files(house.root, files, apply=True)
    report = tmp_path / "tong-hop.docx"
    replies = {"so-b-1": "Tiếp thu", "so-c-1": "không tiếp thu: Đã có ở mục IV {1}", "so-e-1": "Đồng ý"}
    edits = [in_cell(id_, 4, words) for id_, words in replies.items()]
    report.write_bytes(edited(written(house, "opinions"), *edits))
    pulled = pull_files(house.root, [report], apply=True)
    opinions = {opinion.id: opinion for opinion in load(house.root / "data")[0].opinions["thu"].opinions}
    assert [(opinions[id_].answer, opinions[id_].why) for id_ in replies] == [
        ("taken", None),
        ("not-taken", "Đã có ở mục IV {1}"),
        (None, None),
    ]
    assert [edit.id for _, answer, _ in pulled.answers for edit in answer.refused] == ["so-e-1"]
    assert [edit.id for edit in pull_files(house.root, [report]).answers[0][1].edits] == ["so-e-1"]


@pytest.mark.parametrize("name", ["so-b-1", "so-b-1@tong-hop.docx"])
def test_an_answer_that_somebody_leaves_stays_open_however_its_file_is_named(house, tmp_path, name):
    pull_files(house.root, [answer_of(house, "so-b.docx", commented("von-mot", "Bình", "Ghi rõ"))], apply=True)
    report = tmp_path / "tong-hop.docx"
    report.write_bytes(edited(written(house, "opinions"), in_cell("so-b-1", 4, "Tiếp thu")))
    pull_files(house.root, [report], EditChoice(excepted=[name]), apply=True)
    assert [opinion.answer for opinion in load(house.root / "data")[0].opinions["thu"].opinions] == [None]
