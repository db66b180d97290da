"""The list of tasks for programs that track work: columns as the office has them, codes where the register has them."""

import csv
import io
import shutil

import openpyxl
import pytest

from planbook.checks import examine
from planbook.outputs.task_export import exported_tasks
from tests.conftest import ROOT

PLAN = "lang-nghe-2026"
OWN = """tracker:
  - {heading: Ma, value: task}
  - {heading: CQ, value: lead-code}
  - {heading: PH, value: coordinating-code}
  - {heading: Han, value: due}
  - {heading: TT, value: state}
  - {heading: Xong, value: done}
"""


@pytest.fixture
def office(tmp_path):
    shutil.copytree(ROOT / "tests/workspaces/year", tmp_path, dirs_exist_ok=True)
    return tmp_path


def edited(root, name, *pairs):
    path = root / f"data/{name}.yaml"
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def rows(root):
    return list(csv.reader(io.StringIO(exported_tasks(root, PLAN, as_workbook=False).decode("utf-8-sig"))))


def test_without_settings_the_columns_are_those_of_the_program_and_no_code_is_made_up(office):
    heads, *listed = rows(office)
    named = {row[2]: dict(zip(heads, row, strict=True)) for row in listed}

    assert heads[:3] == ["Số văn bản", "Ngày ban hành", "Mã nhiệm vụ"]
    assert len(listed) == 11
    task = named["ke-hoach-dao-tao"]
    assert (task["Số văn bản"], task["Ngày ban hành"]) == ("15/KH-UBND", "2026-01-15")
    assert (task["Cơ quan chủ trì"], task["Trạng thái"]) == ("Sở Nông nghiệp và Môi trường", "Hoàn thành đúng hạn")
    assert {row["Mã định danh cơ quan chủ trì"] for row in named.values()} == {""}


def test_columns_headings_order_and_codes_are_those_of_the_office(office):
    edited(office, "office", ("# Invented.\n", f"# Invented.\n{OWN}"))
    edited(office, "agencies", ("short_name: Sở NN&MT,", "short_name: Sở NN&MT, code: X01.5, code_source: mẫu,"))
    heads, *listed = rows(office)

    assert heads == ["Ma", "CQ", "PH", "Han", "TT", "Xong"]
    assert listed[0] == ["ke-hoach-dao-tao", "X01.5", "", "2026-02-28", "Hoàn thành đúng hạn", "2026-02-26"]
    assert next(row for row in listed if row[0] == "hoi-cho")[1:] == ["", "", "2026-09-15", "Dừng thực hiện", ""]


def test_the_workbook_says_the_same(office):
    book = openpyxl.load_workbook(io.BytesIO(exported_tasks(office, PLAN, as_workbook=True)))
    cells = {str(cell or "") for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}

    assert {row[2] for row in rows(office)} | {row[5] for row in rows(office)} <= cells


def test_a_code_without_its_source_is_an_error(office):
    edited(office, "agencies", ("short_name: Sở NN&MT,", "short_name: Sở NN&MT, code: X01.5,"))

    assert [finding.check for finding in examine(office / "data")[1] if finding.stops_the_build] == ["missing-field"]


def test_the_day_of_the_end_is_that_of_all_parts_and_of_no_term_alone(office):
    heads, *listed = rows(office)
    done = {row[2]: row[heads.index("Ngày hoàn thành")] for row in listed}

    assert done["mo-lop"] == "2026-10-15"  # xã Ba, the last of three
    assert done["kiem-tra-lop"] == ""  # a term of recurring work was done, the work goes on
    assert done["hoi-cho"] == ""  # dropped


@pytest.mark.parametrize("is_told", [True, False])
def test_the_day_is_that_by_which_the_state_is_told_and_not_the_first_of_several(office, is_told):
    stated = {"hoi-cho": "by: 2026-09-15", "trang-thong-tin": "by: 2026-H1", "tram-xu-ly": "until: 2026-11"}
    several = "{{{}}}, {{by: 2026-12-15, work: phần cuối}}"
    event = "{until_event: có hướng dẫn của Bộ Công Thương}"
    edited(office, f"plans/{PLAN}", (event, f"{event}, {{by: 2026-11-30, work: nộp đơn}}"))
    edited(office, f"plans/{PLAN}", *((f"{{{days}}}", several.format(days)) for days in stated.values()))
    if not is_told:
        shutil.rmtree(office / "data/results")
    heads, *listed = rows(office)
    days = {row[2]: row[heads.index("Hạn (ngày)")] for row in listed}

    assert [days[task] for task in stated] == ["2026-12-15"] * 3
    assert days["thu-gom-rac"] == "2026-12-31"  # goes on all along
    assert bool(days["kiem-tra-lop"]) is is_told  # a term of what comes again, once its state is known
    assert (days["nhan-hieu"], days["cho-vay"]) == ("2026-11-30", "")  # the only day that is known
