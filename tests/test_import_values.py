"""Values of old plans of several offices: who leads, documents, targets and times, each sure only where the text is."""

from pathlib import Path

import pytest

from planbook.importing.fields.setting import read_import_state
from planbook.importing.fields.small_letters import with_small_letters
from planbook.importing.plan_drafts import ImportOptions, draft_of_file
from planbook.importing.proof.printing_back import proof_of
from planbook.model.task import Duty

PROVINCE = ("ỦY BAN NHÂN DÂN TỈNH SƠN LA", "45/KH-UBND", "TRÊN ĐỊA BÀN TỈNH SƠN LA")
COMMUNE = ("ỦY BAN NHÂN DÂN XÃ MƯỜNG BÚ", "45/KH-UBND", "TRÊN ĐỊA BÀN XÃ MƯỜNG BÚ")
MINISTRY = ("BỘ Y TẾ", "45/KH-BYT", "CỦA NGÀNH Y TẾ")
OFFICES = [PROVINCE, COMMUNE, MINISTRY]
OWN = "place: tinh-son-la\n"


def drafts_in(folder):
    """What imports a plan of an office that says this below its head."""

    def imported(body, office=PROVINCE, ending="", preamble="như sau:", notes="", place="tinh-son-la", **registers):
        issuer, number, title = office
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data/office.yaml").write_text(OWN, encoding="utf-8")
        for name, text in registers.items():
            (folder / f"data/{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
        text = (
            f"|\n**{issuer}**\n|\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** Độc lập - Tự do - Hạnh phúc\n|\n|\nSố: {number}\n|\n"
            f"*Sơn La, ngày 12 tháng 11 năm 2025*\n|\n**KẾ HOẠCH**\nPHÒNG CHÁY NĂM 2026 {title}\n"
            f"Ủy ban ban hành Kế hoạch năm 2026 {preamble}\n{body}\n"
            f"|\nNơi nhận: - Như trên;{ending} - Lưu: VT.\n|\n**CHỦ TỊCH** **Nguyễn Văn An**\n||\n{notes}"
        )
        path = Path(folder / "cu.txt")
        path.write_text(text, encoding="utf-8")
        options = ImportOptions(plan_id="phong-chay-2026", jurisdiction=place)
        return draft_of_file(read_import_state(folder), path, options)

    return imported


@pytest.fixture
def draft(tmp_path):
    return drafts_in(tmp_path)


def plan_of(draft):
    return draft.workspace.plans[draft.name]


def certainty(draft, path):
    return [value.certainty for value in draft.plan.imported.values if value.path == path]


def names(draft, ids):
    return [draft.workspace.agencies[id_].name for id_ in ids]


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


@pytest.mark.parametrize("office", OFFICES)
def test_laws_are_known_by_their_titles_in_any_sentence(draft, office):
    plan = draft(
        "**I. MỤC ĐÍCH**\n- Thi hành Luật Phòng cháy và chữa cháy và các văn bản hướng dẫn; Bộ luật Lao động.\n"
        "- Theo Luật Đất đai năm 2024, Luật Không có thật.\n",
        office=office,
    )
    titles = {
        document.title for document in plan.workspace.documents.values() if document.type in ("luat", "bo-luat")
    } & {"Phòng cháy và chữa cháy", "Lao động", "Đất đai", "Không có thật"}

    assert titles == {"Phòng cháy và chữa cháy", "Lao động", "Đất đai"}


@pytest.mark.parametrize("number", ["239/KH - UBND", "05-NQ/TU", "12/2025/NQ - HĐND", "7/ĐA- UBND"])
def test_a_number_is_one_however_its_hyphen_is_spaced(draft, number):
    plan = draft(f"**I. MỤC ĐÍCH**\n- Thực hiện Kế hoạch số {number}, ngày 19 tháng 5 năm 2021 của UBND tỉnh.\n")
    numbers = {entry["number"]: entry["date"] for entry in plan.plan.imported.registers["documents"]}

    assert numbers == {number.replace(" ", ""): "2021-05-19"}


@pytest.mark.parametrize(
    ("second", "dates"),
    [("ngày 05/01/2025 của Ủy ban nhân dân tỉnh về trồng cây", ["2025-01-05"]),
     ("ngày 05/01/2025 và Quyết định số 12/QĐ-UBND ngày 06/02/2025", ["2025-01-05", "2025-02-06"])],
)  # fmt: skip
def test_a_document_without_and_with_its_day_is_one_that_has_it(draft, second, dates):
    plan = draft(f"**I. NHIỆM VỤ**\n- Theo Quyết định số 12/QĐ-UBND.\n- Theo Quyết định số 12/QĐ-UBND {second}.\n")
    documents = [part for part in plan.workspace.documents.values() if part.number == "12/QĐ-UBND"]

    assert [str(document.date) for document in documents] == dates
    assert documents[0].issuer == ("ubnd-tinh-son-la" if "của" in second else None)
    assert certainty(plan, f"{documents[0].id}.date") == ["certain"]


def test_the_documents_of_the_list_of_recipients_are_data_too(draft):
    plan = draft("**I. MỤC ĐÍCH**\n- Trồng cây.\n", ending=" - Đội theo Quyết định số 994/QĐ-UBND ngày 23/4/2025;")

    assert [entry["number"] for entry in plan.plan.imported.registers["documents"]] == ["994/QĐ-UBND"]
    assert any("{document:" in (line.text or "") for line in plan_of(plan).recipients)


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize(
    "heading", ["Hiện trạng", "Tình hình thực hiện năm 2025", "Những tồn tại, hạn chế", "Đánh giá kết quả"]
)
def test_what_tells_how_things_stand_is_no_task(draft, office, heading):
    plan = draft(
        f"**I. NỘI DUNG THỰC HIỆN**\n**1. {heading}**\n- Có 28 trạm bơm cũ.\n- Phấn đấu nhiều nơi chưa đạt.\n"
        "**2. Nhiệm vụ**\n- Xây 5 trạm bơm.\n",
        office=office,
    )

    assert [task.text for task in plan_of(plan).tasks()] == ["Xây 5 trạm bơm."]


def test_a_part_of_the_tasks_that_only_says_what_is_to_be_reached_holds_targets(draft):
    plan = draft(
        "**I. NHIỆM VỤ VÀ GIẢI PHÁP**\n**1. Giảm cháy**\nPhấn đấu giảm số vụ cháy từ 10,5% trở lên; mỗi xã đạt tối thiểu 02 tiêu chí.\n"
        "(Có phụ biểu kèm theo)\n**2. Tuyên truyền**\n- Phấn đấu phát tờ rơi tới các hộ.\n- In 500 tờ rơi.\n"
    )
    targets = [
        (target.comparator, str(target.value), target.unit) for target in plan_of(plan).targets() if target.value
    ]

    assert targets == [("at-least", "10.5", "%"), ("at-least", "2", "tiêu chí")]
    assert [task.text for task in plan_of(plan).tasks()] == ["Phấn đấu phát tờ rơi tới các hộ.", "In 500 tờ rơi."]


@pytest.mark.parametrize(
    "heading", ["**1. Trồng trọt**\n1.1. Cây ăn quả", "**1. Trồng trọt**", "**1. Rừng**\n- In tờ rơi.\n**2. Vườn**"]
)
def test_what_opens_a_list_of_tasks_is_none_of_them(draft, heading):
    plan = draft(f"**I. NHIỆM VỤ**\n{heading}\nTrồng nhiều cây, cụ thể:\na) Ươm 500 cây giống.\nb) Đào hố.\n")

    assert [task.text for task in plan_of(plan).tasks()][-2:] == ["Ươm 500 cây giống.", "Đào hố."]
    assert "Trồng nhiều cây, cụ thể" in str(plan_of(plan).model_dump())


LEVELS = """\
**I. NHIỆM VỤ**
| TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian |
|---|---|---|---|
| A | NỀN MÓNG | | |
| I | Thể chế | | |
| 1.1 | Soạn quy chế | Sở Tư pháp | 2026 |
| B | NGÀNH | | |
| I | Y tế | | |
| TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian |
| 1.1 | Mua máy thở | Sở Y tế | 2026 |
"""


def test_headings_above_headings_of_a_table_are_parts_and_its_own_heads_are_no_loss(draft, tmp_path):
    plan = draft(LEVELS)
    (section,) = plan_of(plan).outline
    missing = " ".join(
        piece.text for line in proof_of(read_import_state(tmp_path), plan).passages for piece in line.missing
    )

    assert [(part.heading, [group.heading for group in part.task_groups]) for part in section.sections] == [
        ("NỀN MÓNG", ["Thể chế"]), ("NGÀNH", ["Y tế"]),
    ]  # fmt: skip
    assert not {"1.1", "TT", "chủ trì"} & set(missing.split())


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


def test_cells_that_begin_with_a_sign_of_yaml_are_text(draft):
    texts = [": 04 bãi", ":x", "<<", "- 3", "[1]", "#5", "&a", "%", "?", "@", "!c"]
    rows = "\n".join(f"| {at} | {text} |" for at, text in enumerate(texts, 1))
    plan = draft(f"**I. NỘI DUNG**\n- In tờ rơi.\n| TT | Vị trí |\n|---|---|\n{rows}\n")
    (appendix,) = plan_of(plan).appendices

    assert [row.cells[1] for row in appendix.rows] == texts


@pytest.mark.parametrize(
    ("basis", "titles"),
    [
        ("Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ ngày 29 tháng 11 năm 2024",
         [("Phòng cháy, chữa cháy và cứu nạn, cứu hộ", "2024-11-29")]),
        ("Luật Bến cảng, đường sông ngày 15/6/2004", [("Bến cảng, đường sông", "2004-06-15")]),
        ("Luật Việc làm, Luật Ngân sách nhà nước", [("Việc làm", ""), ("Ngân sách nhà nước", "")]),
        ("Luật Việc làm ngày 16/6/2025, căn cứ Luật Trẻ em", [("Việc làm", "2025-06-16"), ("Trẻ em", "")]),
        ("Luật sửa đổi, bổ sung một số điều của Luật Đất đai ngày 1/7/2026",
         [("sửa đổi, bổ sung một số điều của {document:luat-dat-dai|short}", "2026-07-01")]),
    ],
)  # fmt: skip
def test_the_title_of_a_law_goes_over_its_commas_and_no_further(draft, basis, titles):
    plan = draft("**I. MỤC ĐÍCH**\n- Ít cháy.\n", preamble=f"như sau:\nCăn cứ {basis};\nỦy ban ban hành Kế hoạch:")
    bases = [plan.workspace.documents[basis.document] for basis in plan_of(plan).legal_bases]

    assert [(document.title, str(document.date or "")) for document in bases] == titles


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


def test_parts_numbered_with_letters_keep_them_in_print(draft):
    plan = draft("**I. MỤC TIÊU**\n**a) Mục tiêu chung**\n- Ít cháy.\n**b) Mục tiêu cụ thể**\n- Giảm 5% số vụ.\n")
    (goals,) = plan_of(plan).outline

    assert goals.numbering == "letter"


def test_a_footnote_of_the_preamble_is_one(draft):
    plan = draft(
        "**I. MỤC ĐÍCH**\n- Ít cháy[2].\n", preamble="theo các văn bản[1] như sau:", notes="[1] Một. Hai.\n[2] Ba.\n"
    )

    assert [note.text for note in plan_of(plan).footnotes] == ["Một. Hai.", "Ba."]
    assert "{footnote:" in plan_of(plan).preamble


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
    ("text", "scope"),
    [
        ("Giảm tỷ lệ hộ nghèo trên địa bàn huyện Mai Sơn: 4%/năm.", "trên địa bàn huyện Mai Sơn"),
        ("Toàn xã có 12 tổ chữa cháy.", "Toàn xã"),
        ("Phấn đấu 95% hộ dân trên địa bàn các xã vùng cao có nước sạch.", None),
        ("Có 12 tổ chữa cháy.", None),
        ("Phấn đấu 80% trạm trên địa bàn tỉnh ứng dụng phần mềm.", "trên địa bàn tỉnh"),
        ("Phấn đấu 80% trạm trên địa bàn tỉnh Điện Biên ấm hơn.", "trên địa bàn tỉnh Điện Biên"),
    ],
)  # fmt: skip
def test_the_place_that_a_target_names_is_its_scope(draft, text, scope):
    plan = draft(f"**I. MỤC TIÊU CỤ THỂ**\n- {text}\n")

    assert next(plan_of(plan).targets()).scope == scope


@pytest.mark.parametrize(
    ("title", "text", "small"),
    [
        ("PHÒNG CHÁY TRÊN ĐỊA BÀN", "PHỤ LỤC: DANH MỤC TRÊN ĐỊA BÀN", "Phòng cháy trên địa bàn"),
        ("PHÒNG CHÁY TRÊN ĐỊA BÀN", "KẾ HOẠCH TRÊN ĐỊA BÀN", "Phòng cháy trên địa bàn"),
        ("HOẠT ĐỘNG CỦA HĐND XÃ", "Báo cáo gửi HĐND xã hằng quý.", "Hoạt động của HĐND xã"),
        ("CHĂM SÓC TRẺ EM MỒ CÔI", "chăm sóc trẻ em", "Chăm sóc trẻ em mồ côi"),
    ],
)
def test_a_title_in_capitals_has_capitals_only_where_its_words_have_them_in_sentences(title, text, small):
    assert with_small_letters(title, [text])[0] == small
