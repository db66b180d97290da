"""What a plan is on a day: derived from what is known of it, and said in the same words by all outputs."""

import csv
import json
import shutil
from datetime import date

import openpyxl
import pytest
from lxml import html

from planbook.loading.workspace import load
from planbook.model.status import STATUSES, standing
from planbook.wording.status import status_view
from tests.checks.test_diagnostics_spec import BASE, changed
from tests.conftest import PLANS, ROOT, run
from tests.outputs.test_calendars import events
from tests.reading_back import html_text

PATH = "data/plans/mau-2026.yaml"
ISSUED = "status: issued\nnumber: 5/KH-UBND\ndate: 2026-01-15\n"
ENDED = """\
localities:
  - {id: tinh-mau, name: tỉnh Mẫu, level: province, end: 2026-06-30}
"""
LATER = """\
id: mau-2026-moi
title: về giảm nghèo năm 2026, thay kế hoạch trước
short_title: Giảm nghèo 2026 mới
status: issued
number: 9/KH-UBND
date: 2026-09-01
symbol: KH-UBND
issuer: ubnd-tinh
jurisdiction: tinh-mau
place: Mẫu
period: 2026
legal_bases:
  - {document: 1-nq-hdnd-2026, role: implements}
preamble: Thực hiện
outline:
  - {id: muc-dich, heading: Mục đích, purposes: [{id: giam-ngheo, text: Giảm nghèo}]}
closing: Yêu cầu các cơ quan thực hiện
recipients: [{agencies: [so-y-te, ubnd-xa]}]
archive: VT
"""


def office(root, text: str, **files: str):
    base = {**BASE, PATH: changed(BASE[PATH], text) + text}
    base |= {f"data/{name.replace('__', '/').replace('_', '-')}.yaml": content for name, content in files.items()}
    for path, content in base.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("text", "files", "day", "status"),
    [
        ("status: draft\n", {}, "2026-05-01", "draft"),
        ("status: draft\n", {}, "2026-12-31", "draft"),
        ("status: draft\n", {}, "2027-01-01", "over"),
        (ISSUED, {}, "2026-12-31", "issued"),
        (ISSUED, {}, "2027-01-01", "over"),
        ("status: issued\n", {}, "2026-05-01", "unnumbered"),
        ("status: issued\nnumber: 5/KH-UBND\n", {}, "2026-05-01", "unnumbered"),
        ("status: issued\nnumber: 5/KH-UBND\ndate: 2026-01\n", {}, "2026-05-01", "unnumbered"),
        ("status: expired\n", {}, "2026-05-01", "over"),
        # The place is dissolved with its last day, 30 June.
        (ISSUED, {"localities": ENDED}, "2026-06-30", "issued"),
        (ISSUED, {"localities": ENDED}, "2026-07-01", "over"),
        (ISSUED + "period: 2026-2030\n", {"localities": ENDED}, "2028-01-01", "over"),
        # Replaced from the day of the plan that replaces it, if that is issued.
        (ISSUED + "replaced_by: mau-2026-moi\n", {"plans__mau_2026_moi": LATER}, "2026-08-31", "issued"),
        (ISSUED + "replaced_by: mau-2026-moi\n", {"plans__mau_2026_moi": LATER}, "2026-09-01", "replaced"),
        (
            ISSUED + "replaced_by: mau-2026-moi\n",
            {"plans__mau_2026_moi": LATER.replace("issued", "draft")},
            "2026-09-01",
            "issued",
        ),
        (ISSUED + "replaced_by: mau-2026\n", {}, "2026-09-01", "issued"),
    ],
)
def test_a_plan_is_what_its_facts_say_on_a_day(tmp_path, text, files, day, status):
    workspace, found = load(office(tmp_path, text, **files) / "data")

    assert found == []
    assert standing(workspace, workspace.plans["mau-2026"], date.fromisoformat(day)).status == status


def test_the_five_plans_are_what_is_known_of_them(plans, words):
    on = {plan: status_view(plans, plans.plans[plan], date(2026, 9, 21), words) for plan in PLANS}

    assert {plan: view.status for plan, view in on.items()} == {
        "bac-ha-2022": "over",
        "lao-cai-2024": "over",
        "lao-cai-2024-10-xa": "over",
        "lao-cai-2026": "draft",
        "quynh-nhai-2030": "over",
    }
    assert on["quynh-nhai-2030"].text == "Hết thời gian thực hiện: từ ngày 01/7/2025, vì huyện Quỳnh Nhai kết thúc"
    assert on["lao-cai-2024"].text == "Hết thời gian thực hiện: từ ngày 01/01/2025; chưa rõ số và ngày ký"
    earlier = status_view(plans, plans.plans["quynh-nhai-2030"], date(2025, 6, 30), words)
    assert earlier.text == "Đã ban hành, chưa rõ số và ngày ký"


def test_every_status_has_its_words(words):
    assert all(getattr(words, f"status_{status}") for status in STATUSES)


def test_all_outputs_say_the_same_of_a_plan_whose_district_ended(project):
    said = "Hết thời gian thực hiện"
    site, plan = project / "site", "quynh-nhai-2030"
    home = html.parse(site / "index.html").getroot()
    for element in home.xpath("//*[@hidden]"):
        element.drop_tree()
    lists = [
        [" ".join(line.text_content().split()) for line in part.xpath("li")] for part in home.xpath("//article//ul")
    ]
    running, over = lists[0], home.xpath("//details")[0].text_content()

    assert not any("huyện Quỳnh Nhai" in line for line in running)
    assert "huyện Quỳnh Nhai đến năm 2030, tổng quan (hết thời gian thực hiện)" in " ".join(over.split())
    assert "Quỳnh Nhai" not in home.xpath("//table[contains(@class, 'work')]")[0].text_content()
    for page in (f"ke-hoach/{plan}/index.html", f"ke-hoach/{plan}/tong-quan/index.html"):
        assert f"{said}: từ ngày 01/7/2025, vì huyện Quỳnh Nhai kết thúc" in html_text(site / page), page
    assert said in html_text(site / "ke-hoach/index.html")
    listed = html_text(site / "lich/index.html").partition("Bỏ lọc")[2]
    assert not [line for line in listed.split("\n") if "Quỳnh Nhai" in line and "(ICS)" not in line]
    assert f"Kế hoạch: Giảm nghèo bền vững huyện Quỳnh Nhai đến năm 2030 ({said})" in {
        line
        for event in events((site / f"ke-hoach/{plan}/{plan}.ics").read_bytes())
        for line in event.description.value.split("\n")
    }
    with (site / "du-lieu/ke-hoach.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["plan"]: row["status"] for row in csv.DictReader(file)}[plan] == "over"
    package = json.loads((site / "du-lieu/du-lieu.json").read_text(encoding="utf-8"))
    assert {row["plan"]: row["status"] for row in package["plans"]}[plan] == "over"
    book = openpyxl.load_workbook(site / f"ke-hoach/{plan}/{plan}-ma-tran.xlsx")
    assert said in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def test_who_learns_the_number_of_an_issued_plan_seals_it(tmp_path):
    root = office(tmp_path, "status: issued\ndate: 2026-01\n")
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    wrong = run(root, "issue", "mau-2026", "--number", "5/KH-UBND", "--date", "2026-02-15")
    right = run(root, "issue", "mau-2026", "--number", "5/KH-UBND", "--date", "2026-01-15")

    assert wrong.returncode == 1
    assert right.returncode == 0, right.stderr
    assert "number: 5/KH-UBND\n" in (root / PATH).read_text(encoding="utf-8")
    assert (root / "data/seals/mau-2026.yaml").exists()
