"""An old plan in the words of an office becomes a plan of data/ that loads, with every doubt as a decision."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from planbook.checks import examine
from planbook.cli import main
from planbook.importing.import_plans import CannotImport, read_origins
from planbook.messages.diagnostics import Span

PLAN = """\
|
**ỦY BAN NHÂN DÂN** **TỈNH SƠN LA** -------
|
**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** Độc lập - Tự do - Hạnh phúc
|
|
Số: 45/KH-UBND
|
*Sơn La, ngày 12 tháng 11 năm 2025*
|
**KẾ HOẠCH**
TRỒNG CÂY PHÂN TÁN NĂM 2026 TRÊN ĐỊA BÀN TỈNH SƠN LA
Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;
Thực hiện các Quyết định: số 12/QĐ-TTg ngày 05/01/2025 của Thủ tướng Chính phủ về trồng cây; số 34/QĐ-TTg ngày 06/02/2025 của Thủ tướng Chính phủ về giống cây và Kế hoạch số 9-KH/TU ngày 07/3/2025 của Tỉnh ủy về trồng cây;
Ủy ban nhân dân tỉnh ban hành Kế hoạch trồng cây phân tán năm 2026 trên địa bàn tỉnh Sơn La như sau:
**I. MỤC ĐÍCH, YÊU CẦU**
**1. Mục đích**
- Tăng diện tích cây xanh theo Quyết định số 12/QĐ-TTg.
**2. Yêu cầu**
- Cây trồng phải được chăm sóc.
**II. MỤC TIÊU**
- Trồng ít nhất 1.250 cây, trong đó có 30% cây bản địa.
- Giảm dưới 5% cây chết.
**III. NHIỆM VỤ**
**1. Chuẩn bị giống**
- Chọn giống cây bản địa.
*Cơ quan chủ trì:* Sở Nông nghiệp và Môi trường.
*Cơ quan phối hợp:* Sở Tài chính, Hội Làm vườn tỉnh.
*Thời gian thực hiện:* Trước ngày 30/4/2026.
**2. Trồng cây**
- Trồng cây ở trường học.
*Cơ quan chủ trì:* UBND các xã, phường.
*Thời gian thực hiện:* Khi trời mát.
**IV. TỔ CHỨC THỰC HIỆN**
**1. Sở Tài chính**
- Bố trí kinh phí.
**2. Sở Xây dựng:** Rà soát quỹ đất./.
|
Nơi nhận: - Tỉnh ủy; - Lưu: VT.
|
**TM. ỦY BAN NHÂN DÂN** **KT. CHỦ TỊCH** **PHÓ CHỦ TỊCH** **Nguyễn Văn An**
||
"""


@pytest.fixture
def office(tmp_path) -> Path:
    """The folder of an office that has nothing yet, and an old plan beside it."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/office.yaml").write_text("place: tinh-son-la\n", encoding="utf-8")
    (tmp_path / "cu.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path


def imported(root: Path, *words: str):
    return CliRunner().invoke(main, ["import", *words, "--root", str(root)], catch_exceptions=False)


@pytest.fixture
def plan(office):
    answer = imported(office, str(office / "cu.txt"), "--id", "trong-cay-2026")
    workspace, findings = examine(office / "data")

    assert answer.exit_code == 0, answer.output
    assert [finding for finding in findings if finding.stops_the_build] == []
    return workspace.plans["trong-cay-2026"]


def test_an_odd_number_of_the_original_is_told_with_its_words(office):
    (office / "lap.txt").write_text(PLAN.replace("**IV. TỔ", "**III. TỔ"), encoding="utf-8")
    answer = imported(office, str(office / "lap.txt"), "--id", "so-lap")

    assert "chưa chắc: số III. có hai lần (“III. TỔ CHỨC THỰC HIỆN”)" in answer.output


def test_the_head_of_an_old_plan_is_read(plan):
    assert (plan.number, str(plan.date), plan.place) == ("45/KH-UBND", "2025-11-12", "Sơn La")
    assert (plan.issuer, plan.jurisdiction, str(plan.period)) == ("ubnd-tinh-son-la", "tinh-son-la", "2026")
    assert plan.title == "Trồng cây phân tán năm 2026 trên địa bàn tỉnh Sơn La"
    assert (plan.signatory.acting_for, plan.signatory.title) == ("Chủ tịch", "Phó Chủ tịch")


def test_an_enumeration_of_documents_is_one_basis_each(plan, office):
    workspace, _ = examine(office / "data")
    cited = [(workspace.documents[basis.document], basis.role) for basis in plan.legal_bases]

    assert [(document.number or document.title, document.type, role) for document, role in cited] == [
        ("Lâm nghiệp", "luat", "basis"),
        ("12/QĐ-TTg", "quyet-dinh", "implements"),
        ("34/QĐ-TTg", "quyet-dinh", "implements"),
        ("9-KH/TU", "ke-hoach", "implements"),
    ]


def test_the_number_of_a_target_has_comparator_and_unit_and_a_part_of_it_is_one_of_its_own(plan):
    targets = [(target.comparator, str(target.value), target.unit, str(target.due)) for target in plan.targets()]

    assert targets == [
        ("at-least", "1250", "cây", "2026"),
        ("exactly", "30", "%", "2026"),
        ("less-than", "5", "%", "2026"),
    ]


def test_who_does_a_task_with_whom_and_by_when_comes_from_its_lines(plan):
    group = next(plan.task_groups())

    assert [lead.agency for lead in group.assignment.lead] == ["so-nn-mt-tinh-son-la"]
    assert [partner.agency for partner in group.assignment.coordinating] == [
        "so-tai-chinh-tinh-son-la",
        "hoi-lam-vuon-tinh-tinh-son-la",
    ]
    assert str(group.assignment.deadlines[0].before) == "2026-04-30"


def test_duties_of_agencies_stand_below_a_heading_or_behind_a_colon(plan):
    duties = [duty for section in plan.sections() for duty in section.duties]

    assert [duty.agencies for duty in duties] == [("so-tai-chinh-tinh-son-la",), ("so-xay-dung-tinh-son-la",)]


def test_what_is_unknown_becomes_a_decision_and_an_entry_that_says_so(plan):
    about = {decision.about for decision in plan.todo}
    doubtful = {item for decision in plan.todo for item in decision.at}

    assert "hoi-lam-vuon-tinh-tinh-son-la" in about
    assert {"chuan-bi-giong", "trong-cay"} <= doubtful


def test_every_value_says_from_which_passage_it_comes(plan, office):
    origins = json.loads((office / "data/plans/trong-cay-2026.import.json").read_text("utf-8"))
    lead = next(value for value in origins["values"] if value["path"] == "chuan-bi-giong.lead")

    assert lead["certainty"] == "certain"
    assert lead["words"] == "Cơ quan chủ trì: Sở Nông nghiệp và Môi trường."
    assert PLAN.splitlines()[0] == "|"
    assert lead["passages"]


def test_a_plan_that_is_there_is_compared_and_not_touched(plan, office):
    path = office / "data/plans/trong-cay-2026.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 1.250", "value: 1.300"), encoding="utf-8")
    before = path.read_bytes()

    answer = imported(office, str(office / "cu.txt"), "--id", "trong-cay-2026")

    assert path.read_bytes() == before
    assert "1.250" in answer.output
    assert "1.300" in answer.output


def test_a_plan_carries_on_the_tasks_and_targets_of_the_year_before(plan, office):
    data = office / "data/plans"
    earlier = (data / "trong-cay-2026.yaml").read_text("utf-8").partition("todo:")[0]
    (data / "trong-cay-2026.yaml").write_text(earlier, encoding="utf-8")
    later = PLAN.replace("2026", "2027").replace("1.250", "1.400").replace("ở trường học", "ở bệnh viện")
    (office / "moi.txt").write_text(later, encoding="utf-8")

    answer = imported(office, str(office / "moi.txt"), "--id", "trong-cay-2027", "--follows", "trong-cay-2026")
    workspace, findings = examine(office / "data")
    draft = workspace.plans["trong-cay-2027"]
    doubtful = {item for decision in draft.todo for item in decision.at if "trước" in (decision.why or "")}

    assert answer.exit_code == 0, answer.output
    assert "của trong-cay-2026 được tiếp nối: 2 trong 2 nhiệm vụ, 3 trong 3 chỉ tiêu" in answer.output
    assert "là kế hoạch của" not in answer.output
    assert [finding for finding in findings if finding.stops_the_build] == []
    assert draft.follows == ("trong-cay-2026",)
    assert {task.id: task.continues for task in draft.tasks()} == {
        "chon-giong-cay-ban-dia": ("trong-cay-2026/chon-giong-cay-ban-dia",),
        "trong-cay-o-benh-vien": ("trong-cay-2026/trong-cay-o-truong-hoc",),
    }
    assert doubtful == {"trong-cay-o-benh-vien"}
    measured = [[target.indicator for target in part.targets()] for part in (plan, draft)]
    assert measured[0] == measured[1]
    assert None not in measured[0]


def test_a_plan_of_another_place_is_told_where_it_is_said_to_be_followed(plan, office):
    earlier = office / "data/plans/trong-cay-2026.yaml"
    text = re.sub(
        "(?m)^jurisdiction: .*", "jurisdiction: tinh-lao-cai", earlier.read_text("utf-8").partition("todo:")[0]
    )
    earlier.write_text(text, encoding="utf-8")
    (office / "moi.txt").write_text(PLAN.replace("2026", "2027"), encoding="utf-8")

    answer = imported(office, str(office / "moi.txt"), "--id", "trong-cay-2027", "--follows", "trong-cay-2026")

    assert answer.exit_code == 0, answer.output
    assert "trong-cay-2026 là kế hoạch của tỉnh Lào Cai" in answer.output


def test_an_import_is_accepted_once_nothing_of_it_is_left_to_decide(plan, office):
    early = imported(office, "--accept", "trong-cay-2026")
    path = office / "data/plans/trong-cay-2026.yaml"
    path.write_text(path.read_text("utf-8").partition("todo:")[0], encoding="utf-8")

    accepted = imported(office, "--accept", "trong-cay-2026")

    assert early.exit_code == 1
    assert accepted.exit_code == 0
    assert not (office / "data/plans/trong-cay-2026.import.json").exists()


@pytest.mark.parametrize(
    ("content", "fact"),
    [("", "đối tượng JSON"), ("{", "đối tượng JSON"), ("[]", "đối tượng JSON"), ("7", "đối tượng JSON"),
     ("null", "đối tượng JSON"), ('"nhap-1"', "đối tượng JSON"), ("[" * 9999, "đối tượng JSON"), ("{}", "“plan”"),
     ('{"plan": "trong-cay-2026", "values": []}', "“decisions”"),
     ('{"plan": "trong-cay-2026", "decisions": null, "values": []}', "“decisions”"),
     ('{"plan": "trong-cay-2026", "decisions": {"nhap-1": 1}, "values": []}', "“decisions”"),
     ('{"plan": "trong-cay-2026", "decisions": [1], "values": []}', "“decisions.0”"),
     ('{"plan": "trong-cay-2026", "decisions": [], "values": [7]}', "“values.0”"),
     ('{"plan": "trong-cay-2025", "decisions": [], "values": []}', "kế hoạch trong-cay-2025")],
)  # fmt: skip
def test_a_file_of_origins_that_no_import_wrote_is_refused_with_a_way(tmp_path, content, fact):
    (tmp_path / "data/plans").mkdir(parents=True)
    (tmp_path / "data/plans/trong-cay-2026.import.json").write_text(content, "utf-8")

    with pytest.raises(CannotImport) as refused:
        read_origins(tmp_path, SimpleNamespace(id="trong-cay-2026", source=Span("data/plans/trong-cay-2026.yaml")))

    said = refused.value.sentences[0].in_language("vi")
    assert said.startswith("data/plans/trong-cay-2026.import.json không phải nội dung mà lần nhập đã ghi")
    assert fact in said
    assert "Lấy lại tệp từ git" in said


def test_a_broken_file_of_origins_accepts_nothing(plan, office):
    path = office / "data/plans/trong-cay-2026.import.json"
    path.write_text("[]", "utf-8")

    answer = imported(office, "--accept", "trong-cay-2026")

    assert answer.exit_code == 2
    assert "chưa chấp nhận gì" in answer.output
    assert path.exists()


FURTHER = (
    PLAN.partition("**III. NHIỆM VỤ**")[0]
    + """\
**III. NHIỆM VỤ**
**1. Y tế trường học**
- Khám cho học sinh[1].
**2. Sửa cầu**
**3. Nước sạch**
- Cấp nước.
- Phân công thực hiện: Sở Xây dựng chủ trì, phối hợp với Sở Tài chính tổ chức thực hiện.
**IV. KINH PHÍ**
Tổng kinh phí: 1.500 triệu đồng, trong đó:
- Vốn sự nghiệp: 1.000 triệu đồng.
- Vốn khác: 500 triệu đồng.
**V. TỔ CHỨC THỰC HIỆN**
**1. Sở Y tế**
- Chủ trì thực hiện khoản 1, mục III của Kế hoạch.
2. Sở Tài chính: Bố trí kinh phí./.
|
Nơi nhận: - Tỉnh ủy; - Lưu: VT.
|
**TM. ỦY BAN NHÂN DÂN** **CHỦ TỊCH** **Nguyễn Văn An**
||
[1] Theo Quyết định số 12/QĐ-TTg.
"""
)


def test_sentences_money_footnotes_and_leads_by_number_are_read(office):
    (office / "khac.txt").write_text(FURTHER, encoding="utf-8")

    answer = imported(office, str(office / "khac.txt"), "--id", "khac-2026")
    workspace, findings = examine(office / "data")
    draft = workspace.plans["khac-2026"]
    health, bridge, water = draft.task_groups()
    budget = next(section.budget for section in draft.sections() if section.budget)
    duties = [duty for section in draft.sections() for duty in section.duties]

    assert answer.exit_code == 0, answer.output
    assert [finding for finding in findings if finding.stops_the_build] == []
    assert [lead.agency for lead in water.assignment.lead] == ["so-xay-dung-tinh-son-la"]
    assert (draft.layout.assignment, water.assignment.duty) == ("sentence", "tổ chức thực hiện")
    assert (budget.unit, [str(line.amount[0]) for line in budget.lines]) == ("trieu", ["1000", "500"])
    assert [(duty.agencies, duty.leads) for duty in duties] == [
        (("so-y-te-tinh-son-la",), (health.id,)),
        (("so-tai-chinh-tinh-son-la",), ()),
    ]
    assert [task.heading for task in bridge.tasks] == ["Sửa cầu"]
    assert any(health.id in decision.at for decision in draft.todo)
    assert draft.footnotes[0].text.startswith("Theo {document:12-qd-ttg")


@pytest.mark.parametrize(
    ("words", "code"),
    [((), 2), (("cu.txt", "--accept", "x"), 2), (("cu.txt", "cu.txt", "--id", "x"), 2), (("cu.txt", "--id", "A B"), 2),
     (("cu.txt", "--follows", "khong-co"), 2), (("--accept", "khong-co"), 2), (("khong-co.txt",), 1)],
)  # fmt: skip
def test_a_wrong_use_of_import_writes_nothing(office, words, code):
    answer = imported(office, *(str(office / word) if word.endswith(".txt") else word for word in words))

    assert answer.exit_code == code
    assert not (office / "data/plans").exists()


def test_what_the_print_of_an_import_lacks_is_told_with_the_draft(office):
    answer = imported(office, str(office / "cu.txt"))
    assert "từ của bản gốc (" in answer.output
    assert "các nhãn mà bản in ghi bằng lời của mình: " in answer.output


def test_the_page_of_a_proof_stands_in_the_folder_that_is_named(office):
    answer = imported(office, str(office / "cu.txt"), "--proof", str(office / "doi-chieu"))
    [page] = (office / "doi-chieu").glob("*.html")
    assert str(page) in answer.output
    assert "Chọn giống cây bản địa." in page.read_text("utf-8")
