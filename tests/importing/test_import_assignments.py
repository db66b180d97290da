"""Who leads, coordinates and reports in old plans of several offices, and by when: sure only where the text is."""

import re

import pytest

from planbook.importing.fields.setting import read_import_state
from planbook.importing.plan_drafts import ImportOptions, draft_of_file
from planbook.model.task import Duty
from planbook.views.decisions import open_decisions
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.importing.imported import OFFICES, OWN, certainty, drafts_in, names, plan_of


@pytest.fixture
def draft(tmp_path):
    return drafts_in(tmp_path)


DUTIES = """\
**I. NHIỆM VỤ**
**1. Trồng rừng**
a) Về Y tế: Trực cấp cứu ở nơi chữa cháy.
b) Dọn cỏ quanh trạm điện, thay dây dẫn cũ ở các cụm dân cư xa trung tâm.
c) In tờ rơi.
**II. TỔ CHỨC THỰC HIỆN**
**1. Sở Y tế**
- Chủ trì việc cấp cứu, chuẩn bị thuốc.
**2. Công Thương**
- Chủ trì dọn cỏ quanh trạm điện, thay dây dẫn cũ ở các cụm dân cư.
- Phối hợp in tờ rơi.
"""


def test_a_duty_leads_the_tasks_that_it_speaks_of_and_never_surely(draft):
    plan = draft(DUTIES)
    health, grass, leaflet = plan_of(plan).tasks()
    leads = {names(plan, duty.agencies)[0]: duty.leads for duty in plan_of(plan).entries(Duty)}

    assert leads == {"Sở Y tế": (health.id,), "Sở Công Thương": (grass.id,)}
    assert certainty(plan, f"{health.id}.lead") == ["doubtful"]
    assert certainty(plan, f"{leaflet.id}.lead") == []


def test_a_heading_may_leave_out_what_kind_of_body_it_names_but_is_asked_for(draft):
    plan = draft(DUTIES)
    duty = list(plan_of(plan).entries(Duty))[1]

    assert (names(plan, duty.agencies), certainty(plan, f"{duty.id}.agencies")) == (["Sở Công Thương"], ["doubtful"])


@pytest.mark.parametrize(
    "rest",
    [
        "chỉ đạo Chi cục Biển đảo thực hiện các nội dung sau",
        "chủ động làm những việc sau",
        "phối hợp cùng Sở Tài chính",
    ],
)
def test_a_heading_that_goes_on_behind_a_known_name_is_no_new_body(draft, rest):
    plan = draft(
        f"**I. TỔ CHỨC THỰC HIỆN**\n**1. Sở Y tế {rest}**\n- Mua máy.\n- In tờ rơi.\n**2. Sở Tài chính**\n- Cấp vốn.\n"
    )
    duty = next(plan_of(plan).entries(Duty))

    assert names(plan, duty.agencies) == ["Sở Y tế"]
    assert rest in f"{duty.text[:1].lower()}{duty.text[1:]}"
    assert not [name for name in plan.workspace.agencies if "chi-dao" in name or "chu-dong" in name]


def test_what_is_asked_about_is_called_in_vietnamese_and_has_a_place_or_none(draft, tmp_path):
    plan = draft(
        "**I. NHIỆM VỤ**\n- Trồng cây.\n**II. CHẾ ĐỘ BÁO CÁO**\n**1. Sở Y tế**\n- Báo cáo Ủy ban nhân dân tỉnh trước ngày 20/11 hằng năm.\n"
        "**2. Sở Tài chính**\n- Báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng cuối quý.\n",
        notes="**PHỤ LỤC**\n**DANH MỤC NHIỆM VỤ**\n| TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Mua máy | Sở Lạ | Khi trời mát |\n",
    )
    phrases = read_import_state(tmp_path).data.phrases
    text = PlanText(plan.workspace, plan_of(plan), Wording(phrases), numbers(plan_of(plan)))
    asked = open_decisions(plan_of(plan), text)

    assert not [
        entry.what for entry in asked if re.search(r"\b(to|every|before_days?|months|total|amount)\b", entry.what)
    ]
    assert any("Sở Lạ" in entry.what for entry in asked)
    assert not [entry for entry in asked if any(not place for _, place in entry.places)]


def test_a_body_of_the_office_s_own_register_is_no_second_one_of_those_that_every_province_has(draft):
    own = "agencies:\n  - {id: so-yt, name: Sở Y tế, level: province, locality: tinh-son-la}\n"
    plan = draft(DUTIES, agencies=own)
    duty = next(plan_of(plan).entries(Duty))

    assert (duty.agencies, certainty(plan, f"{duty.id}.agencies")) == (("so-yt",), ["certain"])
    assert "so-y-te-tinh-son-la" not in plan.workspace.agencies


def assignment(draft, lines, **more):
    plan = draft(f"**I. NHIỆM VỤ**\n**1. Trồng rừng**\n- Trồng cây.\n{lines}\n**II. KINH PHÍ**\n- Ngân sách.\n", **more)
    return plan, next(plan_of(plan).task_groups())


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("Cơ quan chủ trì: Sở Xây dựng chủ trì hỗ trợ nhà ở, Sở Nội vụ chủ trì việc còn lại.", ["Sở Xây dựng", "Sở Nội vụ"]),
        ("Cơ quan chủ trì: Sở Y tế phụ trách thuốc; Sở Nội vụ.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Đơn vị chủ trì: Sở Tài chính phụ trách vốn, Công an tỉnh phụ trách an ninh.", ["Sở Tài chính", "Công an tỉnh"]),
    ],
)  # fmt: skip
def test_a_further_body_within_a_remark_is_not_lost(draft, line, lead):
    plan, group = assignment(draft, line)

    assert names(plan, (agency.agency for agency in group.assignment.lead)) == lead


def test_a_second_sentence_of_a_line_names_who_coordinates(draft):
    line = (
        "- Phân công thực hiện:\n+ Sở Y tế chủ trì, phối hợp với Sở Tài chính tổ chức thực hiện;\n+ Sở Nội vụ kiểm tra."
    )
    plan, group = assignment(draft, line)
    coordinating = [agency.agency for agency in group.assignment.coordinating]

    assert names(plan, coordinating) == ["Sở Tài chính", "Sở Nội vụ"]
    assert certainty(plan, f"{group.id}.coordinating") == ["doubtful"]


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize(
    ("line", "coordinating"),
    [
        ("Mặt trận Tổ quốc và các đoàn thể chính trị", ["Mặt trận Tổ quốc", "các đoàn thể chính trị"]),
        ("Sở A, các cơ quan, tổ chức có liên quan", ["Sở A", "các cơ quan, tổ chức có liên quan"]),
        ("Nhà cung cấp dịch vụ điện", ["Nhà cung cấp dịch vụ điện"]),
        ("Các đơn vị được giao chủ trì", ["các đơn vị được giao chủ trì"]),
    ],
)
def test_names_are_cut_where_a_body_begins_and_not_within_one(draft, office, line, coordinating):
    plan, group = assignment(draft, f"Cơ quan chủ trì: Chi nhánh X.\nCơ quan phối hợp: {line}.", office=office)

    assert names(plan, (agency.agency for agency in group.assignment.coordinating)) == coordinating


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("Ban hành quy chế trước 10/4/2026; tổ chức thực hiện trong năm", ["before 2026-04-10", "throughout 2026"]),
        ("Rà soát hộ thường xuyên trong năm; hoàn thành báo cáo trong năm", ["throughout 2026", "within 2026"]),
        ("Kiểm tra định kỳ trong Quý IV năm 2026; in tờ rơi tháng 5/2026", ["within 2026-Q4", "within 2026-05"]),
        ("Báo cáo 6 tháng, báo cáo 9 tháng; tổng kết trong quý IV năm 2026", ["half-year", "nine-months", "within 2026-Q4"]),
    ],
)  # fmt: skip
def test_each_part_of_a_line_says_its_work_and_its_time(draft, text, deadlines):
    plan, group = assignment(draft, f"Thời gian hoàn thành: {text}.")
    told = [
        f"{name} {time}" if (time := getattr(deadline, name)) else ""
        for deadline in group.assignment.deadlines
        for name in ("before", "within", "throughout")
    ]
    rhythms = [rhythm for deadline in group.assignment.deadlines for rhythm in deadline.every or ()]

    assert [*rhythms, *filter(None, told)] == deadlines
    assert certainty(plan, f"{group.id}.deadlines") == ["doubtful"]


@pytest.mark.parametrize(
    "text",
    ["15/6 và 15/12", "Ngày 05 hằng tháng", "Trong 10 ngày đầu tháng 12/2026",
     "trước 15/6 và 15/12 hằng năm", "trước 15h00 ngày 20/6/2026", "Quý III hoặc quý IV/2026"],
)  # fmt: skip
def test_of_several_times_none_is_the_work_of_another(draft, text):
    plan, group = assignment(draft, f"Thời gian hoàn thành: {text}.")

    assert [(part.work, part.text.casefold()) for part in group.assignment.deadlines] == [(None, text.casefold())]
    assert certainty(plan, f"{group.id}.deadlines") == ["doubtful"]


@pytest.mark.parametrize(
    "name",
    [
        "Ủy ban nhân dân xã, phường, đặc khu",
        "các cơ quan, đơn vị có liên quan",
        "các sở, ban, ngành có liên quan",
        "UBND cấp xã",
    ],
)
def test_a_group_is_the_one_that_is_named_and_no_narrower_one(draft, name):
    plan = draft(f"**I. NHIỆM VỤ**\n- In tờ rơi.\n+ Cơ quan chủ trì: {name}.\n")
    (lead,) = next(plan_of(plan).tasks()).assignment.lead
    words = {"đặc khu", "đơn vị", "sở, ban, ngành"}

    assert {word for word in words if word in name} == {
        word for word in words if word in plan.workspace.agencies[lead.agency].name
    }


def test_a_commune_that_no_register_knows_and_no_body_above_is_named_has_its_committee(draft):
    plan = draft("**I. MỤC ĐÍCH**\n- Ít cháy.\n", office=("ỦY BAN NHÂN DÂN XÃ MƯỜNG MẪU", "5/KH-UBND", ""), place="")

    assert plan_of(plan).issuer == "ubnd-xa-muong-mau"
    assert plan_of(plan).signatory.name == "Nguyễn Văn An"


def test_a_head_of_two_rows_tells_who_leads_from_who_coordinates_and_comes_again_without_being_a_task(tmp_path):
    from docx import Document

    file = Document()
    for text in ("ỦY BAN NHÂN DÂN TỈNH SƠN LA", "Số: 45/KH-UBND", "KẾ HOẠCH", "Chữa cháy năm 2026", "I. NHIỆM VỤ"):
        file.add_paragraph(text).runs[0].bold = True
    heads = ["TT", "Nội dung", "Phân công", "", "Thời hạn"], ["", "", "Chủ trì", "Phối hợp", ""]
    work = [["1", "Mua xe", "Sở Y tế", "Sở Tài chính", "2026"], ["2", "Mua máy", "Sở Xây dựng", "Sở Nội vụ", "2026"]]
    table = file.add_table(0, 5)
    for row in (*heads, work[0], *heads, work[1]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for first in (0, 3):
        table.cell(first, 2).merge(table.cell(first, 3))
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    file.save(tmp_path / "cu.docx")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/office.yaml").write_text(OWN, encoding="utf-8")
    plan = draft_of_file(read_import_state(tmp_path), tmp_path / "cu.docx", ImportOptions())

    assert [
        (task.short_text, names(plan, [lead.agency for lead in task.assignment.lead]), names(plan, [body.agency for body in task.assignment.coordinating]))
        for task in plan_of(plan).tasks()
    ] == [("Mua xe", ["Sở Y tế"], ["Sở Tài chính"]), ("Mua máy", ["Sở Xây dựng"], ["Sở Nội vụ"])]  # fmt: skip


@pytest.mark.parametrize("inner", ["- Theo dõi.", "Theo dõi.", "Theo dõi:\n- Việc."])
def test_what_a_body_is_for_the_plan_stays_in_its_duty(draft, inner):
    plan = draft(f"**II. TỔ CHỨC THỰC HIỆN**\n**1. Sở Y tế (Cơ quan chủ trì)**\n{inner}\n**2. Sở Nội vụ**\n- Góp ý.\n")
    first, second = plan_of(plan).entries(Duty)

    assert (names(plan, first.agencies), names(plan, second.agencies)) == (["Sở Y tế"], ["Sở Nội vụ"])
    assert first.text.startswith("Cơ quan chủ trì")
    assert "Theo dõi" in str(first.model_dump())


REPORTS = """\
**I. NHIỆM VỤ**
- In tờ rơi.
**II. CHẾ ĐỘ BÁO CÁO**
**1. Sở Y tế (Cơ quan thường trực):** Tham mưu Ủy ban nhân dân tỉnh báo cáo Tỉnh ủy; báo cáo hằng quý, 6 tháng, năm và đột xuất. Báo cáo quý gửi Ủy ban nhân dân tỉnh trước ngày 20 của tháng cuối quý (tháng 3, tháng 6).
**2. Sở Tài chính, Sở Xây dựng:** Gửi báo cáo kết quả về Sở Y tế.
Thời hạn gửi báo cáo trước ngày 10/6 và trước ngày 15 tháng 12 năm 2026.
"""


def test_who_reports_to_whom_how_often_and_when_is_read_from_sentences_and_never_surely(draft):
    plan = draft(REPORTS)
    first, second = (report for section in plan_of(plan).sections() for report in section.reporting)

    assert (names(plan, first.agencies), first.role, names(plan, first.to)) == (
        ["Sở Y tế"], "Cơ quan thường trực", ["Ủy ban nhân dân tỉnh"],
    )  # fmt: skip
    assert (first.every, first.before_day, first.months) == (("quarter", "half-year", "year"), 20, (3, 6))
    assert (names(plan, second.to), second.before_days, second.every) == (["Sở Y tế"], ("10/6", "15/12"), ())
    assert certainty(plan, f"{first.id}.to") == certainty(plan, f"{second.id}.before_days") == ["doubtful"]


@pytest.mark.parametrize(
    "text",
    [
        "- Sở Y tế báo cáo theo quy định.\n- Sở Tài chính báo cáo Ủy ban nhân dân tỉnh trước ngày 10.",
        "- Các báo cáo được lưu một năm.",
        "- Sở Y tế báo cáo Ủy ban nhân dân tỉnh:\n+ Báo cáo quý.\n* Trước ngày 20.",
    ],
)
def test_what_does_not_say_who_gets_the_report_keeps_its_words(draft, text):
    plan = draft(f"**I. CHẾ ĐỘ BÁO CÁO**\n{text}\n**II. KINH PHÍ**\n- Ngân sách.\n")
    (section, _) = plan_of(plan).outline

    assert section.reporting == ()
    assert "áo cáo" in str(section.model_dump(exclude={"heading"}))


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("Quý II, III", ["2026-Q2", "2026-Q3"]),
        ("Quý II, III năm 2026", ["2026-Q2", "2026-Q3"]),
        ("Quý II và Quý III/2027", ["2027-Q2", "2027-Q3"]),
        ("Trong quý I, II, III và quý IV năm 2026", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ("Tháng 6 và tháng 12", ["2026-06", "2026-12"]),
        ("Tháng 3, 4, 5/2026", ["2026-03", "2026-04", "2026-05"]),
        ("Quý I - II/2026", ["2026-Q1..2026-Q2"]),
        ("Quý II-III năm 2026", ["2026-Q2..2026-Q3"]),
        ("Quý II, 7", ["quý II, 7"]),
        ("Tháng 3, 13", ["tháng 3, 13"]),
    ],
)  # fmt: skip
def test_several_quarters_or_months_of_one_line_are_so_many_times_and_asked_about(draft, typed, times):
    plan, group = assignment(draft, f"- Đơn vị chủ trì: Sở Y tế\n- Thời gian: {typed}")
    deadlines = group.assignment.deadlines

    assert [str(entry.within or entry.text or f"{entry.since}..{entry.until}") for entry in deadlines] == times
    assert certainty(plan, f"{group.id}.deadlines") == ["doubtful"]


def test_lines_behind_a_list_of_a_task_are_the_task_s_own(draft):
    plan = draft(
        "**I. NHIỆM VỤ**\n**1. Nguồn lực**\n(1) Phân bổ vốn.\n(2) Tính nguồn lực của Kế hoạch.\nTổng số gồm:\n- Phần một.\n- Phần hai.\n"
        "Cơ quan chủ trì: Sở Tài chính.\nThời gian hoàn thành: Thường xuyên.\n**2. Kiểm tra**\n(1) Kiểm tra các xã.\nCơ quan chủ trì: Sở Y tế.\n"
    )
    first, second = plan_of(plan).task_groups()

    assert [names(plan, [lead.agency for lead in group.assignment.lead]) for group in (first, second)] == [
        ["Sở Tài chính"],
        ["Sở Y tế"],
    ]
    assert first.assignment.deadlines[0].throughout
    assert "Cơ quan chủ trì" not in str(first.model_dump())
