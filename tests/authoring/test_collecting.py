"""Workbooks that ask agencies what came of a plan: who gets one, what stands in it, who has not answered."""

from datetime import date

import icalendar
import openpyxl
import pytest
import yaml

from planbook.authoring.close_period import close
from planbook.loading.workspace import UnknownPlan
from planbook.messages.diagnostics import Misuse
from planbook.model.period import parse_report_period
from planbook.outputs.collecting import Collecting, CollectRequest
from planbook.views.workbook.collected_facts import FILLED
from tests.collected import (
    MONEY,
    PERIOD,
    PLAN,
    REPORTS,
    TARGETS,
    TASKS,
    TEXTS,
    Form,
    collecting,
    give_out,
    results,
    year_office,
)
from tests.conftest import ROOT, run

YEAR = ROOT / "tests/workspaces/year"


@pytest.fixture
def office(tmp_path):
    return year_office(tmp_path)


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """The workbooks of the last quarter, opened; the money is the finance department's."""
    root = year_office(tmp_path_factory.mktemp("year"))
    return {agency: Form(path) for agency, path in give_out(root, money="so-tai-chinh").items()}


def edit_plan(root, old, new):
    path = root / f"data/plans/{PLAN}.yaml"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def agencies(root, *changes):
    path = root / "data/agency-changes.yaml"
    path.write_text(yaml.safe_dump({"changes": list(changes)}, allow_unicode=True), "utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["khong-co", PERIOD, "-o", "x"], "khong-co"),
        ([PLAN, "2026-Q5", "-o", "x"], "2026-Q5"),
        ([PLAN, "quý 4", "-o", "x"], "2026-Q1"),
        ([PLAN, "2027-Q1", "-o", "x"], "2027-Q1"),
        ([PLAN, PERIOD, "-o", "x", "--closing", "1/1/2027"], "01/01/2027"),
        ([PLAN, PERIOD, "-o", "x", "--money", "so-khong-co"], "so-khong-co"),
        ([PLAN, PERIOD], "--missing"),
        ([PLAN, PERIOD, "--missing", "-o", "x"], "--missing"),
        ([PLAN, PERIOD, "-o", "x", "--ics", "y.ics"], "--missing"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(words, told, office):
    answer = run(office, "collect", *words)
    assert (answer.returncode, told in answer.stderr, (office / "x").exists()) == (2, True, False), answer.stderr


def test_nothing_is_collected_for_a_closed_period(tmp_path):
    office = year_office(tmp_path, with_period=True)
    close(office, PLAN, "2026-Q2")
    with pytest.raises(Misuse, match="close --amendment"):
        collecting(office, "2026-Q2")
    with pytest.raises(UnknownPlan):
        Collecting(office, CollectRequest("khong-co", parse_report_period(PERIOD)))


def test_each_agency_is_asked_what_is_its_own_and_no_more(forms):
    asked = {agency: {sheet: form.ids(sheet) for sheet in form.book.sheetnames[1:-1]} for agency, form in forms.items()}
    texts = asked["so-nn-mt"].pop(TEXTS)
    assert asked["so-nn-mt"] == {
        TARGETS: ["dao-tao", "cong-nhan", "o-nhiem"],
        TASKS: ["ke-hoach-dao-tao", "kiem-tra-lop", "tram-xu-ly", "quan-trac"],
        REPORTS: ["bao-cao-quy/so-nn-mt"],
    }
    assert {row.split("/")[0] for row in texts} == {"difficulties", "causes", "proposals"}
    assert asked["ubnd-xa-hai"][TARGETS] == ["dao-tao/xa-hai", "thu-gom/xa-hai"]
    assert asked["ubnd-xa-hai"][TASKS] == ["mo-lop/xa-hai", "thu-gom-rac/xa-hai"]
    assert asked["so-tai-chinh"][MONEY] == ["ngan-sach-tinh", "ngan-sach-xa"]
    assert asked["so-tai-chinh"][TASKS] == ["cho-vay", "bo-tri-von", "huong-dan-quyet-toan"]
    assert asked["so-noi-vu"][REPORTS] == ["/so-noi-vu"]
    assert "ubnd-tinh-mau" not in asked


def test_what_the_plan_gives_to_nobody_is_asked_of_its_issuer(office):
    edit_plan(
        office,
        "assignment: {lead: so-cong-thuong, deadlines: [{by: 2026-09-15}]}",
        "assignment: {deadlines: [{by: 2026-09-15}]}",
    )
    edit_plan(office, ", lead: so-cong-thuong}\n  - id: nhiem-vu", "}\n  - id: nhiem-vu")
    parts = collecting(office).collection.parts["ubnd-tinh-mau"]
    assert [part.id for part in parts] == ["quang-ba", "hoi-cho", "ngan-sach-tinh", "ngan-sach-xa", "/ubnd-tinh-mau"]


def test_every_piece_of_the_plan_is_asked_of_somebody(office):
    parts = [part for own in collecting(office).collection.parts.values() for part in own]
    items = {part.item for part in parts}
    plan = yaml.safe_load((office / f"data/plans/{PLAN}.yaml").read_text("utf-8"))
    ids = [entry["id"] for section in plan["outline"] for entry in section.get("targets", ())]
    ids += [
        task["id"] for section in plan["outline"] for group in section.get("task_groups", ()) for task in group["tasks"]
    ]
    assert {*ids, "bo-tri-von", "huong-dan-quyet-toan", "ngan-sach-tinh", "ngan-sach-xa", "bao-cao-quy"} <= items


@pytest.mark.parametrize(
    ("resulting", "heir"),
    [(["so-tai-chinh"], "so-tai-chinh"), ([], "ubnd-tinh-mau"), (["so-tai-chinh", "so-noi-vu"], "ubnd-tinh-mau")],
)
def test_an_agency_that_ended_before_is_not_asked_and_its_work_is_not_lost(resulting, heir, office):
    kind = {0: "dissolve", 1: "merge"}.get(len(resulting), "split")
    agencies(
        office,
        {"id": "sap-xep", "kind": kind, "date": "2026-08-01", "original": ["so-cong-thuong"], "resulting": resulting},
    )
    results(office, "2026-Q3").unlink()
    before, after = (collecting(office, period).collection.parts for period in ("2026-Q1", PERIOD))
    assert "so-cong-thuong" in before
    assert "so-cong-thuong" not in after
    taken = [part.item for part in after[heir] if part.source == "so-cong-thuong"]
    assert taken == ["doanh-thu-lang-nghe", "quang-ba", "hoi-cho", "nhan-hieu", "trang-thong-tin", "bao-cao-quy"]


def beside(form, sheet, row):
    page = form.book[sheet]
    at = next(cell.row for cell in page["A"] if cell.value == row)
    return {head.value: cell.value for head, cell in zip(page[2], page[at], strict=True) if cell.value is not None}


def test_target_last_value_and_scope_stand_beside(forms):
    own, place = beside(forms["so-nn-mt"], TARGETS, "o-nhiem"), beside(forms["ubnd-xa-ba"], TARGETS, "thu-gom/xa-ba")
    assert (own["Kế hoạch"], own["Kỳ trước (quý III năm 2026)"], own["Phạm vi"]) == ("Tối đa 10%", "12%", "Toàn bộ")
    assert place["Phạm vi"] == "Phần của xã Ba; giao chung Ủy ban nhân dân các xã"
    assert "Kỳ trước (quý III năm 2026)" not in place
    assert beside(forms["ubnd-xa-ba"], TARGETS, "dao-tao/xa-ba")["Kỳ trước (quý III năm 2026)"] == "560 người"
    assert beside(forms["so-nn-mt"], TASKS, "tram-xu-ly")["Kỳ trước (quý III năm 2026)"] == (
        "Đang thực hiện (quý I năm 2026)"
    )
    money = beside(forms["so-tai-chinh"], MONEY, "ngan-sach-xa")
    assert [money[name] for name in ("Kế hoạch", "Kỳ trước: đã giải ngân (quý III năm 2026)")] == [2000, 900]


def rules(form, sheet):
    """What Excel checks in each cell."""
    return {
        str(cells): rule for rule in form.book[sheet].data_validations.dataValidation for cells in rule.sqref.ranges
    }


def test_excel_looks_at_what_is_typed(forms):
    form = forms["so-nn-mt"]
    number, share, day = (
        rules(form, TARGETS)[form.cell(TARGETS, row, name).coordinate]
        for row, name in (("dao-tao", "value"), ("o-nhiem", "value"), ("o-nhiem", "as_of"))
    )
    assert (number.type, number.operator, number.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "100")
    first, last = (date(2026, *day_) for day_ in ((10, 1), (12, 31)))
    assert [int(day.formula1), int(day.formula2)] == [(end - date(1899, 12, 30)).days for end in (first, last)]
    state = rules(form, TASKS)[form.cell(TASKS, "quan-trac", "state").coordinate]
    assert state.formula1 == '"Chưa bắt đầu,Đang thực hiện,Hoàn thành,Dừng thực hiện"'
    money = forms["so-tai-chinh"]
    spent = money.cell(MONEY, "ngan-sach-xa", "disbursed").coordinate
    rule = rules(money, MONEY)[spent]
    assert (rule.type, rule.errorStyle) == ("custom", "warning")
    assert f"{spent}<={money.cell(MONEY, 'ngan-sach-xa', 'allotted').coordinate}" in rule.formula1


def test_only_the_cells_to_fill_are_open_and_ids_are_out_of_sight(forms):
    filled = {name for names in FILLED.values() for name in names}
    for form in forms.values():
        assert form.book.worksheets[-1].sheet_state == "veryHidden"
        for page in form.book.worksheets[1:-1]:
            assert page.protection.sheet
            assert page.protection.password is None
            assert page.column_dimensions["A"].hidden
            assert page.row_dimensions[1].hidden
            assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
            assert page.print_title_rows == "$2:$2"
            opened = {cell.column for row in page.iter_rows(min_row=3) for cell in row if not cell.protection.locked}
            assert opened == {at for at, key in enumerate(page[1], 1) if key.value in filled}
            # What is typed as 30/3 stays a text, but for days.
            texts = [
                cell
                for row in page.iter_rows(min_row=3)
                for cell in row
                if page.cell(1, cell.column).value in ("note", "document")
            ]
            assert {cell.number_format for cell in texts} <= {"@"}


def test_the_cover_says_by_when_to_whom_and_of_which_data(forms):
    words = [str(cell.value) for row in forms["so-nn-mt"].book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Sở Nông nghiệp và Môi trường",
        "chậm nhất ngày 19/12/2026",
        "Ủy ban nhân dân tỉnh",
    } <= {*words}
    assert "Quý IV năm 2026, số liệu đến ngày 31/12/2026" in words


def test_a_day_of_its_own_is_said_instead(office):
    form = Form(give_out(office, last_day=date(2027, 1, 5))["so-noi-vu"])
    assert "chậm nhất ngày 05/01/2027" in [cell.value for row in form.book.worksheets[0].iter_rows() for cell in row]


def test_what_the_data_hold_already_is_filled_in(tmp_path):
    form = Form(give_out(year_office(tmp_path, with_period=True), "2026-Q2")["so-nn-mt"])
    assert form.cell(TARGETS, "dao-tao", "value").value == 1520
    assert form.cell(TASKS, "kiem-tra-lop", "state").value == "Đang thực hiện"
    assert form.cell(REPORTS, "bao-cao-quy/so-nn-mt", "date").value.date() == date(2026, 6, 17)


def test_a_row_that_begins_like_a_formula_stays_a_text(office):
    edit_plan(office, "text: Quan trắc nước thải.", 'text: "=1+1 quan trắc."')
    page = openpyxl.load_workbook(give_out(office)["so-nn-mt"])[TASKS]
    assert "=1+1 quan trắc." in [cell.value for row in page.iter_rows() for cell in row if cell.data_type == "s"]


def test_who_has_not_answered_is_told_in_the_words_of_a_letter(office):
    words = [
        "collect",
        PLAN,
        "2026-Q1",
        "--root",
        YEAR,
        "--missing",
        "--as-of",
        "25/3/2026",
        "--ics",
        office / "thieu.ics",
    ]
    answer = run(office, *words)
    assert answer.returncode == 0, answer.stderr
    head, *missing, end = answer.stdout.splitlines()
    assert head.startswith("Đến ngày 25/3/2026, các cơ quan, đơn vị sau chưa gửi kết quả kỳ quý I năm 2026")
    assert missing == [
        "- Ủy ban nhân dân xã Ba (hạn chậm nhất ngày 19/3/2026, đã quá 6 ngày);",
        "- Sở Tài chính;",
        "- Sở Nội vụ.",
    ]
    assert end.startswith("Đề nghị")
    assert "cơ quan ban hành" in answer.stderr
    events = icalendar.Calendar.from_ical((office / "thieu.ics").read_bytes()).walk("VEVENT")
    assert [(event["DTSTART"].dt, "xã Ba" in event["SUMMARY"]) for event in events] == [(date(2026, 3, 19), True)]


def test_a_calendar_of_nothing_is_refused(office):
    edit_plan(office, "agencies: [so-nn-mt, so-cong-thuong, ubnd-cac-xa], to", "agencies: so-nn-mt, to")
    results(office).write_text(
        f"plan: {PLAN}\nperiod: {PERIOD}\nas_of: 2026-12-31\nreports: [{{duty: bao-cao-quy, agency: so-nn-mt, date: 2026-12-17}}]\n",
        "utf-8",
    )
    for quarter in (1, 2, 3):
        results(office, f"2026-Q{quarter}").unlink()
    with pytest.raises(Misuse, match="calendar"):
        collecting(office).calendar()
