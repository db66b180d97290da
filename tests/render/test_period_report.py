"""The report about a period: in the official layout, with every figure of the data and no other, and honest about what nobody told."""

import re
import shutil
import subprocess

import openpyxl
import pytest
import yaml

from planbook.layout import examine_word
from planbook.layout.rules import load_rules
from planbook.loading.workspace import load
from planbook.messages.diagnostics import Misuse
from planbook.model.period import next_period, parse_when
from planbook.outputs.period_reports import ReportRequest, report_paper, write_report
from planbook.outputs.report_forms import write_form
from planbook.render.article import article_lines
from tests.conftest import ROOT

YEAR = ROOT / "tests/workspaces/year"
PLAN = "lang-nghe-2026"
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")


@pytest.fixture
def office(tmp_path):
    return shutil.copytree(YEAR, tmp_path / "office")


def edited(office, period, **more):
    """The results of a period with other fields, or a new period."""
    path = office / f"data/results/{PLAN}/{period}.yaml"
    values = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) if path.exists() else {"plan": PLAN, "period": period}
    path.write_text(yaml.safe_dump({**values, **more}, allow_unicode=True), "utf-8")


def paper(office, period, issuer=""):
    workspace, findings = load(office / "data")
    assert [finding for finding in findings if finding.stops_the_build] == []
    return report_paper(office, workspace, ReportRequest(PLAN, period, issuer))


def lines(office, period, issuer=""):
    return [line.text for line in article_lines(paper(office, period, issuer).html)]


def text(office, period, issuer=""):
    return "\n".join(lines(office, period, issuer))


@pytest.mark.parametrize(("period", "issuer"), [("2026-Q1", ""), ("2026-Q3", "ubnd-xa-ba"), ("2026-Q4", "so-nn-mt")])
def test_it_departs_nowhere_from_the_official_layout(tmp_path, period, issuer):
    path = tmp_path / "report.docx"
    path.write_bytes(write_report(YEAR, ReportRequest(PLAN, period, issuer, signatory="Nguyễn Văn Mẫu")))
    assert examine_word(path, load_rules(ROOT))[0] == []


def test_it_says_what_is_told_and_what_nobody_told(office):
    said = text(office, "2026-Q1")
    assert (
        "có số liệu của 4 chỉ tiêu, trong đó 0 chỉ tiêu đã đạt mức phấn đấu cả năm; 2 chỉ tiêu chưa có số liệu" in said
    )
    assert "90% chất thải được thu gom: chưa có số liệu." in said
    assert "(số liệu đến ngày 31/3/2026)" in said
    assert "Số: 60/BC-UBND" in said
    assert "mới đào tạo được 1.120 người, bằng 37,3% kế hoạch năm." in said


def test_reasons_stand_with_what_is_late_or_dropped(office):
    said = text(office, "2026-Q3")
    assert "(Sở Nông nghiệp và Môi trường); thời hạn 30/6/2026, lần gần nhất xong ngày 22/9/2026" in said
    assert (
        "- Dừng thực hiện: Tổ chức hội chợ làng nghề (Sở Công Thương), theo Quyết định số 45/QĐ-UBND; "
        "lý do: không bố trí được kinh phí." in said
    )
    assert (
        "- Hoàn thành quá hạn: Bồi dưỡng giáo viên dạy nghề (Sở Nội vụ); thời hạn 30/6/2026, xong ngày 05/8/2026"
        in said
    )


def assert_tables_fit(html):
    tables = re.findall(r"<colgroup>(.*?)</colgroup>", html)
    wide = [sum(map(float, re.findall(r"width: ([\d.]+)%", table))) for table in tables]
    assert tables
    assert all(99 < width <= 100 for width in wide), wide


@pytest.mark.parametrize("period", QUARTERS)
def test_no_column_of_its_tables_is_cut_off_by_the_edge_of_the_paper(office, period):
    assert_tables_fit(paper(office, period).html)


def test_it_is_set_against_the_period_before(office):
    assert "bằng 50,7% mức phấn đấu cả năm; đến ngày 31/3/2026: 1.120 người" in text(office, "2026-Q2")
    assert "before" not in paper(office, "2026-Q1").html
    (office / f"data/results/{PLAN}/2026-Q2.yaml").unlink()
    # What is set beside the third quarter is not called the second one's where nobody told of that.
    assert "; đến ngày 31/3/2026: 1.120 người" in text(office, "2026-Q3")


def test_work_that_is_due_on_the_closing_day_is_work_of_the_next_period(office):
    edited(office, "2026-Q2", tasks=[{"task": "giao-vien", "state": "under-way"}])
    said = text(office, "2026-Q2")
    assert "- Đang thực hiện trong hạn: " in said
    assert "Bồi dưỡng giáo viên dạy nghề (Sở Nội vụ); thời hạn 30/6/2026." in said[said.index("IV. NHIỆM VỤ") :]


def test_the_states_of_an_agency_add_up_to_its_work(office):
    parts = [{"task": "mo-lop", "place": "xa-mot", "state": "dropped", "reason": "hết người học"}]
    edited(office, "2026-Q2", tasks=[*parts, {"task": "mo-lop", "place": "xa-hai", "state": "under-way"}])
    report = paper(office, "2026-Q2").report
    assert "dropped" in dict(report.states)
    for line in report.agencies:
        assert line.all == sum(line.states.get(state, 0) for state, _ in report.states)


def test_a_sum_has_no_zeros_behind_its_decimals(office):
    shares = [{"target": "dao-tao", "place": place, "value": "7,5"} for place in ("xa-mot", "xa-hai")]
    edited(office, "2026-Q1", targets=shares)
    assert "đạt 15 người" in text(office, "2026-Q1")


def test_it_is_set_against_the_same_period_of_the_plan_before(office):
    plan = yaml.load((office / f"data/plans/{PLAN}.yaml").read_text("utf-8"), yaml.BaseLoader)
    target = plan["outline"][0]["targets"][0]
    old = {
        **plan,
        "id": "lang-nghe-2025",
        "period": 2025,
        "number": "9/KH-UBND",
        "date": "2025-01-15",
        "legal_bases": [],
    }
    old["preamble"] = "Ban hành Kế hoạch"
    old["outline"] = [{"id": "muc-tieu", "heading": "A", "targets": [{**target, "id": "cu"}]}]
    (office / "data/plans/lang-nghe-2025.yaml").write_text(yaml.safe_dump(old, allow_unicode=True), "utf-8")
    folder = office / "data/results/lang-nghe-2025"
    folder.mkdir()
    told = {
        "plan": "lang-nghe-2025",
        "period": "2025-Q2",
        "as_of": "2025-06-30",
        "targets": [{"target": "cu", "value": 990}],
    }
    (folder / "2025-Q2.yaml").write_text(yaml.safe_dump(told), "utf-8")
    assert "cùng kỳ năm trước: 990 người" in text(office, "2026-Q2")
    assert_tables_fit(paper(office, "2026-Q2").html)
    assert "cùng kỳ" not in text(office, "2026-Q1")


@pytest.mark.parametrize(
    ("period", "as_of", "title", "next_work"),
    [
        ("2026-05", "2026-05-31", "Kết quả tháng 5 năm 2026", "THÁNG 6 NĂM 2026"),
        ("2026-H1", "2026-06-30", "Kết quả 6 tháng đầu năm 2026", "6 THÁNG CUỐI NĂM 2026"),
        ("2026-9M", "2026-09-30", "Kết quả 9 tháng đầu năm 2026", "QUÝ IV NĂM 2026"),
        ("2026", "2026-12-31", "Kết quả năm 2026", "NĂM 2027"),
    ],
)
def test_every_kind_of_period_has_its_words(office, period, as_of, title, next_work):
    edited(office, period, as_of=as_of)
    said = text(office, period)
    assert f"{title} thực hiện Kế hoạch số 15/KH-UBND" in said
    assert f"IV. NHIỆM VỤ TRỌNG TÂM {next_work}" in said


def test_a_year_says_what_was_not_reached(office):
    edited(office, "2026", as_of="2026-12-31")
    assert "trong đó 5 chỉ tiêu đạt, 1 chỉ tiêu không đạt mức phấn đấu" in text(office, "2026")


@pytest.mark.parametrize(
    ("period", "after"),
    [("2026-12", "2027-01"), ("2026-Q4", "2027-Q1"), ("2026-H2", "2027-H1"), ("2026", "2027"), ("2026-H1", "2026-H2")],
)
def test_what_comes_behind_a_period(period, after):
    assert next_period(parse_when(period)) == parse_when(after)


def test_next_work_comes_of_deadlines(office):
    said = text(office, "2026-Q2")
    at = said.index("IV. NHIỆM VỤ")
    assert "- Tổ chức hội chợ làng nghề (Sở Công Thương); thời hạn 15/9/2026." in said[at:]
    assert "- Báo cáo kết quả hằng quý: trước ngày 20/9/2026." in said[at:]
    late = text(office, "2026-Q4")
    assert "- Hoàn thành việc quá hạn: Xây dựng trạm xử lý nước thải" in late[late.index("IV. NHIỆM VỤ") :]


def test_a_commune_reports_its_own_part_to_whom_its_duty_says(office):
    said = text(office, "2026-Q2", "ubnd-xa-mot")
    assert "Kính gửi: Ủy ban nhân dân tỉnh" in said
    assert "chế độ báo cáo quy định tại khoản 2, mục IV của Kế hoạch (báo cáo trước ngày 20/6/2026)" in said
    assert (
        "(được giao 1.200 người): đạt 600 người, bằng 50% mức phấn đấu cả năm; đến ngày 31/3/2026: 400 người." in said
    )
    assert "Kế hoạch giao 2 nhiệm vụ cho Ủy ban nhân dân xã Một" in said
    assert "1.520" not in said
    assert "Sở Công Thương" not in said
    assert any(line.startswith("Một, ngày 19 tháng 6") for line in said.splitlines())


def test_a_text_of_a_commune_stands_in_its_own_report_with_its_own_figures(office):
    own = {"id": "rieng", "place": "xa-mot", "text": "Mới đạt {result:dao-tao}."}
    edited(office, "2026-Q1", difficulties=[own])
    assert "Mới đạt 400 người." in text(office, "2026-Q1", "ubnd-xa-mot")
    # The issuer makes his own out of it: it stands in his draft until he has.
    assert (
        '<p class="item level-0 open" data-id="rieng--opinion">Xã Một: Mới đạt 400 người.</p>'
        in paper(office, "2026-Q1").html
    )
    edited(office, "2026-Q1", difficulties=[own, {"id": "chung", "text": "Các xã còn chậm."}])
    assert "Mới đạt" not in text(office, "2026-Q1")


def test_what_is_not_whole_is_said_in_its_sentence(office):
    of_one = [{"target": "dao-tao", "place": "xa-mot", "value": 400}]
    dropped = [{"task": "hoi-cho", "state": "dropped", "reason": "hết vốn."}]
    edited(office, "2026-Q1", targets=of_one, tasks=dropped, money=[{"budget": "ngan-sach-tinh", "allotted": 5}])
    said = text(office, "2026-Q1")
    assert "đạt 400 người (còn thiếu số liệu: xã Hai, xã Ba)." in said
    assert "lý do: hết vốn.\n" in said
    assert "được giao 5 triệu đồng, giải ngân chưa có số liệu" in said
    edited(office, "2026-Q1", targets=[])
    assert "đến ngày 31/3/2026 chưa có số liệu của chỉ tiêu nào" in text(office, "2026-Q1")


def test_a_share_that_rose_is_no_part_of_the_way_down(office):
    assert "đạt 15%, bằng 37,5% mức giảm đề ra" in text(office, "2026-Q2")
    edited(office, "2026-Q2", targets=[{"target": "o-nhiem", "value": 19}])
    assert "đạt 19%; đến ngày 31/3/2026: " in text(office, "2026-Q2")


def test_what_was_not_told_of_and_who_is_not_known_is_refused(office):
    with pytest.raises(Misuse) as refusal:
        paper(office, "2026-H1")
    assert "2026-Q1, 2026-Q2, 2026-Q3, 2026-Q4" in str(refusal.value)
    with pytest.raises(Misuse, match="no agency"):
        paper(office, "2026-Q1", "so-la")


def test_an_office_has_a_template_of_its_own_for_one_kind(office):
    own = office / "templates/report/quarter.html"
    own.parent.mkdir(parents=True)
    own.write_text(
        '{% extends "planbook/report/quarter.html" %}{% block assessment %}<p class="item level-0">Lời của Sở.</p>{% endblock %}',
        "utf-8",
    )
    assert "Lời của Sở." in text(office, "2026-Q1")


def test_the_pdf_says_what_the_word_file_says(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(write_report(YEAR, ReportRequest(PLAN, "2026-Q3"), as_pdf=True))
    printed = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    figures = re.compile(r"\d[\d.,/]*")
    assert {*figures.findall(text(YEAR, "2026-Q3"))} <= {*figures.findall(printed)}


def test_a_form_of_a_programme_is_filled_in_and_says_that_nobody_confirmed_it(office, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_form(office, ReportRequest(PLAN, "2026-Q1"), "giam-ngheo-bieu-02"))
    sheet = openpyxl.load_workbook(path)["Biểu số 02"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    said = "\n".join(str(cell) for row in rows for cell in row)
    assert "Thông tư số 10/2022/TT-BLĐTBXH" in said
    assert "chưa được đối chiếu với văn bản gốc" in said
    target = "Đào tạo ít nhất 3.000 người lao động làng nghề"
    assert ["dao-tao", 1, target, "người", "ít nhất 3.000 người", 1120, "37,3%", "số liệu đến ngày 31/3/2026"] in rows
    assert any(row[-1] == "Chưa có số liệu" for row in rows)


@pytest.mark.parametrize(("form", "start"), [("la", "2022-07-15"), ("bieu", "2026-07-01")])
def test_a_form_that_is_not_there_or_not_in_use_is_refused(office, form, start):
    own = office / "templates/report/forms.yaml"
    own.parent.mkdir(parents=True)
    column = {"heading": "Việc", "field": "name"}
    entry = {
        "id": "bieu",
        "code": "B",
        "title": "B",
        "document": "B",
        "reference": "B",
        "start": start,
        "rows": "tasks",
    }
    own.write_text(yaml.safe_dump({"forms": [{**entry, "columns": [column]}]}, allow_unicode=True), "utf-8")
    with pytest.raises(Misuse, match=r"no form is called|form bieu is used"):
        write_form(office, ReportRequest(PLAN, "2026-Q1"), form)
    assert write_form(office, ReportRequest(PLAN, "2026-Q3"), "bieu")
