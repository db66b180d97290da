"""Values of old plans of several offices: documents, targets and texts, each sure only where the text is."""

import pytest

from planbook.importing.fields.heading_values import with_small_letters
from planbook.importing.fields.setting import read_import_state
from planbook.importing.proof.printing_back import proof_of
from tests.importing.imported import OFFICES, certainty, drafts_in, names, plan_of


@pytest.fixture
def draft(tmp_path):
    return drafts_in(tmp_path)


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
    numbers = {entry["number"]: entry["date"] for entry in plan.plan.notes.registers()["documents"]}

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

    assert [entry["number"] for entry in plan.plan.notes.registers()["documents"]] == ["994/QĐ-UBND"]
    assert any("{document:" in (line.text or "") for line in plan_of(plan).recipients)


def test_recipients_in_other_words_keep_them_and_are_the_agencies_that_they_name(draft):
    lines = [
        "Bộ Y tế (để b/c)",
        "Các Sở, ban, ngành tỉnh",
        "UBND xã, phường",
        "Sở Y tế; Sở Tài chính",
        "Sở Nội vụ",
        "Thành viên tổ (lạ)",
        "Các sở, ban, ngành, đoàn thể tỉnh",
        "Sở Y tế thành phố Huế",
    ]
    plan = draft("**I. MỤC ĐÍCH**\n- Trồng cây.\n", ending="".join(f" - {line};" for line in lines))
    recipients = [(line.text, names(plan, line.agencies)) for line in plan_of(plan).recipients][1:]

    assert recipients == [
        ("Bộ Y tế (để b/c)", ["Bộ Y tế"]),
        ("Các Sở, ban, ngành tỉnh", ["các sở, ban, ngành"]),
        ("UBND xã, phường", ["Ủy ban nhân dân các xã, phường"]),
        ("Sở Y tế; Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        (None, ["Sở Nội vụ"]),
        ("Thành viên tổ (lạ)", []),
        ("Các sở, ban, ngành, đoàn thể tỉnh", ["các sở, ban, ngành"]),
        ("Sở Y tế thành phố Huế", []),
    ]


def test_a_task_whose_label_stands_alone_above_its_measures_is_called_by_its_heading(draft):
    plan = draft(
        "**I. NHIỆM VỤ**\n**1. Trồng rừng**\n**1.1. Ươm cây**\na) Nhiệm vụ:\n- Chọn hạt.\n- Làm đất.\nb) Cơ quan thực hiện:\n- Đơn vị chủ trì: Sở Y tế\n"
        "**1.2. Chăm sóc**\na) Nhiệm vụ:\n- Tưới.\n- Nhổ cỏ.\nb) Cơ quan thực hiện:\n- Đơn vị chủ trì: Sở Nội vụ\n"
    )
    tasks = list(plan_of(plan).tasks())

    assert [(task.short_text, len(task.measures)) for task in tasks] == [("Ươm cây", 2), ("Chăm sóc", 2)]
    assert "…" not in [task.text for task in tasks]
    assert [task.heading for task in tasks] == ["Nhiệm vụ", "Nhiệm vụ"]


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


@pytest.mark.parametrize(
    ("basis", "number", "title"),
    [
        ("Chỉ thị số 927/CT-TTg ngày 15 tháng 8 năm 2024 của Thủ tướng Chính phủ về dân số (sau đây viết tắt là Chỉ thị số 927/CT-TTg)",
         "927/CT-TTg", "về dân số (sau đây viết tắt là Chỉ thị số 927/CT-TTg)"),
        ("Nghị định số 999/2025/NĐ-CP ngày 01/7/2025 của Chính phủ về chữa cháy, gọi tắt là Nghị định số 999/2025/NĐ-CP",
         "999/2025/NĐ-CP", "về chữa cháy, gọi tắt là Nghị định số 999/2025/NĐ-CP"),
        ("Quyết định số 9925/QĐ-TTg ngày 02/7/2025 của Thủ tướng Chính phủ về rừng, theo Quyết định 9925/QĐ-TTg",
         "9925/QĐ-TTg", "về rừng, theo Quyết định 9925/QĐ-TTg"),
    ],
)  # fmt: skip
def test_a_title_that_says_its_own_number_goes_round_in_no_ring(draft, basis, number, title):
    plan = draft("**I. MỤC ĐÍCH**\n- Ít cháy.\n", preamble=f"như sau:\nCăn cứ {basis};\nỦy ban ban hành Kế hoạch:")
    (document,) = (document for document in plan.workspace.documents.values() if document.number == number)
    assert document.title == title


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


@pytest.mark.parametrize(
    ("text", "value", "unit", "figure", "indicator"),
    [
        ("Giảm tỷ lệ hộ nghèo từ 12,5% xuống 10%.", "10", "%", "12.5", "Tỷ lệ hộ nghèo"),
        ("Tỷ lệ hộ nghèo giảm từ 12,5% năm 2025 xuống còn 10%.", "10", "%", "12.5", "Tỷ lệ hộ nghèo"),
        ("Tăng tỷ lệ che phủ rừng từ 48% lên 49,5% trong năm 2026.", "49.5", "%", "48", "Tăng tỷ lệ che phủ rừng"),
        ("Giảm số vụ cháy từ 356 vụ xuống 301 vụ.", "301", "vụ", "356", "Số vụ cháy"),
    ],
)
def test_a_target_that_says_from_where_to_where_is_where_to(draft, text, value, unit, figure, indicator):
    plan = draft(f"**I. CHỈ TIÊU**\n- {text}\n**II. NHIỆM VỤ**\n- Trồng cây.\n")
    target = next(plan_of(plan).targets())

    assert (str(target.value), target.unit, target.due.first.year) == (value, unit, 2026)
    assert [str(part.value) for part in target.figures] == [figure]
    assert plan.workspace.indicators[target.indicator].name == indicator
    assert "doubtful" in certainty(plan, f"{target.id}.value") + certainty(plan, f"{target.id}.unit")


@pytest.mark.parametrize(
    ("text", "due"),
    [("Tăng 1,5 lần so với năm 2025.", "2026"), ("Còn 10% hộ nghèo (năm 2025 là 12%).", "2026"),
     ("Đến năm 2027 tăng 1,5 lần so với năm 2026.", "2027"), ("Có 20 mô hình vào năm 2028.", "2028")],
)  # fmt: skip
def test_a_target_is_due_in_no_year_that_is_over_and_none_that_it_is_compared_with(draft, text, due):
    plan = draft(f"**I. CHỈ TIÊU**\n- {text}\n**II. NHIỆM VỤ**\n- Trồng cây.\n")

    assert [str(target.due) for target in plan_of(plan).targets()] == [due]


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("Không để tỷ lệ tái nghèo trên 2%.", False),
        ("Không còn quá 3 hộ nghèo ở mỗi xã.", False),
        ("Số vụ cháy không được vượt 5 vụ.", False),
        ("Tránh để hơn 10 xã chậm tiến độ.", False),
        ("Tỷ lệ tái nghèo không quá 2%.", True),
        ("Đào tạo không dưới 300 người.", True),
        ("Không còn nhà tạm, xây 120 nhà.", True),
    ],
)
def test_a_number_behind_a_denial_is_asked_about_and_one_behind_its_own_comparator_is_not(draft, text, is_sure):
    plan = draft(f"**I. CHỈ TIÊU**\n- {text}\n- Có 250 hộ.\n**II. NHIỆM VỤ**\n- Trồng cây.\n")
    target = next(plan_of(plan).targets())

    assert target.value is None or ("doubtful" not in certainty(plan, f"{target.id}.value")) is is_sure


@pytest.mark.parametrize("number", ["1 250", "1\u00a0250", "12 345", "1 250 000", "1\u202f250"])
def test_of_a_number_with_blanks_between_its_thousands_no_part_is_a_number(draft, number):
    plan = draft(f"**I. CHỈ TIÊU**\n- Hỗ trợ {number} hộ vay vốn.\n- Có 250 hộ.\n**II. NHIỆM VỤ**\n- Trồng cây.\n")
    first, second = plan_of(plan).targets()

    assert (first.value, first.text.split()) == (None, ["Hỗ", "trợ", *number.split(), "hộ", "vay", "vốn."])
    assert str(second.value) == "250"


def test_a_plan_without_appendices_prints_none(draft):
    plan = draft("**I. NHIỆM VỤ**\n- Trồng cây.\nCơ quan chủ trì: Sở Y tế.\n- Tưới cây.\nCơ quan chủ trì: Sở Nội vụ.\n")

    assert plan_of(plan).printed_appendices == ()
