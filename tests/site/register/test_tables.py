"""Tables that are sorted and taken away as files; nothing is lost or becomes a formula."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from planbook.render.open_data import _cell as guarded
from tests.libreoffice import converted
from tests.site.register.register_page import SHOWN, choose, downloaded, found
from tests.site.test_offline import nginx_headers
from tests.render.test_word_validity import sdk_findings


def test_vietnamese_order(home, tab):
    """The alphabet, then the tones: CLDR's vi.xml, and ICU's order of whole texts."""
    tab.goto(f"{home}nhiem-vu/")
    wanted = [
        ["an", "ăn", "ân", "bàn", "cân", "dân", "đan", "đi", "em", "ê"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "me", "mê", "mô", "mơ", "mu", "mư", "my"],
        ["Dân tộc", "Du lịch", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Uông Bí", "Ủy ban", "Yên Bái"],
        ["làng a", "lãng b", "lang c"],
        ["hoa", "hòa bình", "hòa giải", "xã 2", "xã 10"],
    ]
    for words in wanted:
        shuffled = sorted(words, reverse=True)
        ordered = tab.evaluate(
            "words => words.sort((one, other) => vietnamese.inOrder(...[one, other].map(vietnamese.sortable)))",
            shuffled,
        )
        assert ordered == words
    for one, other in (("Uỷ ban", "Ủy ban"), ("hoà", "hòa"), ("toán", "toán"), ("THUỶ LỢI", "thủy lợi")):
        same = tab.evaluate("pair => pair.map(vietnamese.sortable)", [one, other])
        assert same[0] == same[1]


def test_a_column_is_sorted_both_ways_and_back(home, tab):
    tab.goto(f"{home}nhiem-vu/?loai=task")
    as_planned = found(tab)
    heading = tab.get_by_role("columnheader", name="Cơ quan chủ trì")

    def leads():
        return [text.strip() for text in tab.locator(f"{SHOWN} td:nth-child(3)").all_text_contents()]

    heading.get_by_role("button").click()
    up = leads()
    filled = [one for one in up if one]
    assert heading.get_attribute("aria-sort") == "ascending"
    assert filled[0] == "Phòng Kinh tế - Hạ tầng"
    assert up == filled + [""] * (len(up) - len(filled))
    assert filled.index("Sở Y tế") > filled.index("Sở Xây dựng")
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert [one for one in leads() if one] == filled[::-1]
    assert leads()[-1] == ""  # what is not said stands at the end, up and down
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") is None
    assert found(tab) == as_planned
    choose(tab, "Xếp theo", "Thời hạn, sớm trước")
    days = tab.locator(f"{SHOWN} td:nth-child(5)").evaluate_all("cells => cells.map((cell) => cell.dataset.key)")
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days[len(dated) :] == [""] * (len(days) - len(dated))


FIELDS = {
    "Mục": "place",
    "Nhiệm vụ": "name",
    "Cơ quan chủ trì": "lead",
    "Cơ quan phối hợp": "coordinating",
    "Thời gian hoàn thành": "deadline",
    "Nhóm nhiệm vụ": "group_name",
    "Ngày cuối của hạn đầu tiên": "last_day",
    "Kết quả, sản phẩm": "result",
}


@pytest.mark.parametrize("where", ["http", "file"])
def test_what_is_found_can_be_taken_as_csv(project, home, tab, data, where):
    folder = home + "nhiem-vu/" if where == "http" else (project / "site-offline/nhiem-vu/index.html").as_uri()
    tab.goto(f"{folder}?ke-hoach=lao-cai-2026&co-quan=so-noi-vu&loai=task")
    content = downloaded(tab, "CSV").read_bytes()
    rows = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig").to_dict("records")
    tasks = {f"{task['plan']}#{task['task']}": task for task in data["tasks"]}

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert 5 < len(rows) == len(found(tab)) < 36
    for row, task in zip(rows, found(tab), strict=True):
        assert {name: row[name] for name in FIELDS} == {
            name: guarded(tasks[task][field]) for name, field in FIELDS.items()
        }
        assert row["Kế hoạch"] == "Giảm nghèo bền vững tỉnh Lào Cai năm 2026"
        assert (row["Năm"], row["Trạng thái kế hoạch"]) == ("2026", "Dự thảo")
        base = home if where == "http" else ""
        assert row["Liên kết"].replace("index.html", "") == f"{base}ke-hoach/{task.replace('#', '/#')}"


@pytest.fixture
def workbook(home, tab):
    tab.goto(f"{home}nhiem-vu/?ke-hoach=lao-cai-2026&loai=task&quy=2026-q3&xep=-nhiem-vu")
    return downloaded(tab, "Excel")


def test_what_is_found_can_be_taken_as_a_workbook_with_days_that_are_days(tab, workbook):
    book = openpyxl.load_workbook(workbook)
    sheet = book["Nhiệm vụ"]
    headings, *rows = sheet.iter_rows(values_only=True)
    day = headings.index("Ngày cuối của hạn đầu tiên")
    by_place = {row[0]: row for row in rows}

    assert [row[0] for row in rows] == [text.strip() for text in tab.locator(f"{SHOWN} td.place").all_text_contents()]
    assert {type(row[day]) for row in rows} == {datetime}
    assert by_place["III.8(4)"][day].date() == date(2026, 7, 26)
    assert [cell.data_type for cell in sheet[2]].count("d") == 1
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sdk_findings(workbook) == []
    assert sheet.auto_filter.ref == f"A1:Q{len(rows) + 1}"
    assert ("Kế hoạch", "Giảm nghèo bền vững tỉnh Lào Cai năm 2026") in list(book["Bộ lọc"].iter_rows(values_only=True))
    assert ("Số việc", len(rows)) in list(book["Bộ lọc"].iter_rows(values_only=True))
    assert pd.read_excel(workbook, sheet_name="Nhiệm vụ")["Ngày cuối của hạn đầu tiên"].dtype.kind == "M"


def test_libreoffice_opens_the_workbook_and_prints_the_days_as_an_office_does(workbook, tmp_path):
    (opened,) = converted([workbook], "html", tmp_path)
    text = opened.read_text("utf-8")

    assert "26/7/2026" in text
    assert "Bộ lọc" in text


def test_nothing_that_a_hostile_plan_says_is_lost_or_a_formula(hostile, serve, tab, tmp_path):
    tab.goto(serve(hostile / "site", nginx_headers()) + "nhiem-vu/?loai=task")
    data = json.loads((hostile / "site/du-lieu/du-lieu.json").read_text("utf-8"))
    assert tab.evaluate("window.executed") is None
    file = downloaded(tab, "Excel")
    sheet = openpyxl.load_workbook(file)["Nhiệm vụ"]
    headings, *rows = sheet.iter_rows(values_only=True)
    given = [dict(zip(headings, row, strict=True)) for row in rows]
    text = downloaded(tab, "CSV").read_text("utf-8-sig")
    as_csv = list(csv.DictReader(io.StringIO(text)))
    (opened,) = converted([file], "xlsx", tmp_path)

    assert len(rows) == len(as_csv) == len(data["tasks"])
    assert any(str(task["name"]).startswith("=") for task in data["tasks"])
    for task in data["tasks"]:
        says = {name: " ".join(str(task[field] or "").split()) for name, field in FIELDS.items() if field != "last_day"}
        assert any({name: " ".join(str(row[name] or "").split()) for name in says} == says for row in given), says
        assert any(
            {name: " ".join(row[name].split()) for name in says} == {n: guarded(v) for n, v in says.items()}
            for row in as_csv
        )
    for book in (file, opened):
        cells = [cell for row in openpyxl.load_workbook(book)["Nhiệm vụ"].iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
