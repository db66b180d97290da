"""What of the old year is left in a draft is asked for, and no open decision gets into an issued plan."""

import re
import shutil

import pytest
import yaml

from planbook.authoring.roll_over import roll_over
from planbook.model.period import parse_when
from tests.authoring.test_rollover import rolled
from tests.changes.test_compare import changed
from tests.checks.test_diagnostics_spec import BASE
from tests.conftest import FIVE, ROOT, run, workspace
from tests.reading_back import docx_paragraphs, html_text
from tests.reading_word import W, part
from tests.render.test_word_validity import audit_findings, sdk_findings

CARRIED = """\
title: về giảm nghèo giai đoạn 2021-2025 và năm 2026
preamble: Theo chuẩn nghèo cũ, các huyện nghèo phải xong trước 31/12/2026; xem Nghị định 07/2026/NĐ-CP và năm 2026
closing: Chủ tịch UBND các Thị Trấn thực hiện
outline:
  - id: muc-tieu
    heading: Mục tiêu
    targets:
      - {id: thoat-ngheo, indicator: ho-thoat-ngheo, text: "Giảm {value}.", value: 3.000, unit: hộ, due: 2026}
  - id: nhiem-vu
    heading: Nhiệm vụ
    task_groups:
      - id: nhom
        heading: Nhóm
        tasks:
          - id: lap-lai
            text: Giúp {figure:ho} thoát nghèo.
            figures: [{id: ho, value: 3.000, unit: hộ, target: thoat-ngheo}]
            assignment: {lead: so-y-te, deadlines: [{work: lập danh sách, before: 2026-05-01}, {throughout: 2026}]}
          - id: rieng
            text: Dạy nghề cho {figure:nguoi}, mở {figure:lop}.
            figures:
              - {id: nguoi, comparator: at-least, value: 14.495, unit: người}
              - {id: lop, value: 12, unit: lớp}
            assignment: {lead: so-y-te, deadlines: [{every: quarter}]}
          - id: go-so
            text: Xây 500 căn nhà trong 12 tháng theo Điều 12; giúp 1,5% số hộ trước ngày 15 tháng 3.
            result: 120 hộ được hỗ trợ 60 triệu đồng; 12 mô hình khuyến nông cộng đồng, 25 lao động, 1.234,5 tấn gạo, tăng 2–3% theo Nghị quyết 30a
            assignment: {lead: so-y-te, deadlines: [{every: quarter}]}
          - {id: xong, text: Làm huyện lộ., assignment: {lead: so-y-te, deadlines: [{by: 2026-12-31}]}}
"""


def test_nothing_of_the_old_year_passes_into_the_new_one_in_silence(tmp_path):
    files = dict(BASE)
    localities = "ended_kinds:\n  - {words: [huyện, thị trấn], end: 2025-06-30}\n"
    files["data/localities.yaml"] += localities
    files["data/indicators.yaml"] = files["data/indicators.yaml"].replace("chuẩn nghèo đa chiều", "chuẩn nghèo cũ")
    plan = "data/plans/mau-2026.yaml"
    replaced = ("title", "preamble", "closing", "outline")
    head = files[plan].partition("outline:")[0] + files[plan][files[plan].index("recipients:") :]
    files[plan] = "".join(line + "\n" for line in head.splitlines() if line.partition(":")[0] not in replaced) + CARRIED
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")

    roll_over(tmp_path, "mau-2026", parse_when("2027"))

    draft = yaml.load((tmp_path / "data/plans/mau-2027.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    asked = {one["what"]: one.get("at", []) for one in draft["todo"]}
    assert asked["xác nhận “Số hộ thoát nghèo” năm 2027; năm 2026: 3.000 hộ"] == ["thoat-ngheo", "lap-lai"]
    assert asked["xác nhận cho năm 2027 các số liệu của kỳ trước: ít nhất 14.495 người; 12 lớp"] == ["rieng"]
    assert asked["bỏ thời hạn này nếu phần việc ấy đã xong, phần còn lại vẫn làm; hạn cũ: trước ngày 01/5/2026"] == [
        "lap-lai"
    ]
    assert asked["bỏ việc này nếu đã xong; hạn cũ: chậm nhất ngày 31/12/2026"] == ["xong"]
    typed = "xác nhận cho năm 2027 các số gõ sẵn trong câu: 500 căn nhà trong; 1,5%; 120 hộ được hỗ trợ; 60 triệu đồng; 12 mô hình khuyến nông …; 25 lao động; 1.234,5 tấn gạo; 3%"
    assert asked[typed] == ["go-so"]
    assert asked["đọc lại: câu còn ghi 2021-2025"] == ["mau-2027"]
    assert asked["đọc lại: câu còn ghi 2026"] == ["mau-2027"]
    assert asked["đọc lại: câu còn ghi chuẩn nghèo cũ, đã hết vào cuối năm 2025"] == ["mau-2027"]
    assert asked["đọc lại: câu còn ghi “huyện”; từ sau ngày 30/6/2025 không còn đơn vị này"] == ["mau-2027", "xong"]
    assert asked["đọc lại: câu còn ghi “thị trấn”; từ sau ngày 30/6/2025 không còn đơn vị này"] == ["mau-2027"]
    assert draft["title"].endswith("2021-2025 và năm 2027")
    assert "rieng" not in str([at for what, at in asked.items() if "thời hạn" in what])


@pytest.mark.usefixtures("without_sheets")
def test_open_decisions_stand_in_the_draft_and_on_its_page_and_in_no_issued_plan(tmp_path):
    office = workspace(tmp_path / "office", FIVE / "data", ("bac-ha-2022",))
    draft, _ = rolled(office, "bac-ha-2022")
    answer = run(office, "build")
    assert answer.returncode == 0, answer.stderr
    folder = office / f"site/ke-hoach/{draft['id']}"
    for text in ("\n".join(docx_paragraphs(folder / f"{draft['id']}.docx")), html_text(folder / "index.html")):
        assert "VIỆC CẦN QUYẾT ĐỊNH TRƯỚC KHI BAN HÀNH" in text.upper()
        assert all(one["what"][1:] in text for one in draft["todo"])
        assert "xã Bắc Hà; xã Tả Củ Tỷ" in text

    page = (folder / "index.html").read_text(encoding="utf-8")
    at = {item for one in draft["todo"] for item in one.get("at", ())}
    # Places that print a paragraph of their own are marked, in Word as on the page, and the list leads to them.
    marked = set(re.findall(r'<(?:p|h\d)\b(?=[^>]* class="(?:[^"]* )?open")[^>]* id="([^"]+)"', page))
    assert 0 < len(marked) <= len(at)
    assert {"giam-ty-le-ho-ngheo", "trach-nhiem-phong-ldtbxh"} <= marked
    assert "việc cần quyết định trước khi ban hành" in page
    assert '<a href="#giam-ty-le-ho-ngheo">' in page
    word = folder / f"{draft['id']}.docx"
    pen = f"{W}rPr/{W}highlight"
    yellow = [
        run.findtext(f"{W}t") for run in part(word, "word/document.xml").iter(f"{W}r") if run.find(pen) is not None
    ]
    assert any("giảm bình quân" in text for text in yellow)
    assert sdk_findings(word) == []
    assert audit_findings(word) == []

    path = f"data/plans/{draft['id']}.yaml"
    changed(office, ("status: draft", "status: issued\nnumber: 1/KH-UBND\ndate: 2026-02-03"), path=path)
    answer = run(office, "build")
    assert answer.returncode == 1
    assert "error[decision-open]" in answer.stderr
