"""Numbers that Word counts itself: those of the plan in every draft, and the next one for an inserted item."""

import json
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from planbook.render.word_lists import WordLists, no_lists
from tests.conftest import PLANS
from tests.desk.desks import Desk
from tests.libreoffice import converted
from tests.offices import SOURCES, task, written
from tests.offices import part as section
from tests.reading_back import folded, pdf_text
from tests.reading_word import W, numbered, own_text, part


def blocks(project, plan) -> list[dict]:
    data = json.loads((project / f"site/ke-hoach/{plan}/{plan}.json").read_text(encoding="utf-8"))
    return data["printed"]["body"]


def draft(project, plan):
    return project / f"site/ke-hoach/{plan}/{plan}.docx"


def body(project, plan) -> list[tuple[ET.Element, str]]:
    """The paragraphs between preamble and closing: one for each block of the plan."""
    paragraphs = numbered(draft(project, plan))
    styles = [paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for paragraph, _ in paragraphs]
    return paragraphs[styles.index("PlanPreamble") + 1 : styles.index("PlanClosing")]


def first_line(block) -> str:
    """Number, label and text of a block as they are printed."""
    parts = (block["number"]["printed"], block.get("label"), block["text"])
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("plan", PLANS)
def test_word_counts_the_numbers_of_the_plan(project, plan):
    assert [text for _, text in body(project, plan)] == [first_line(block) for block in blocks(project, plan)]


@pytest.mark.parametrize("plan", PLANS)
def test_every_number_but_a_vietnamese_letter_is_a_list_number(project, plan):
    listed = [paragraph.find(f"{W}pPr/{W}numPr") is not None for paragraph, _ in body(project, plan)]
    kinds = [block["number"]["counting"]["kind"] for block in blocks(project, plan)]

    assert listed == [kind not in {"letter", "none"} for kind in kinds]
    assert any(listed)


def test_libreoffice_prints_the_numbers_of_the_plans_in_their_order(project, printed_drafts):
    for pdf, plan in zip(printed_drafts, PLANS, strict=True):
        # Titles of parts are printed in capitals.
        shown = folded(pdf_text(pdf)).upper()
        at = 0
        for block in blocks(project, plan):
            line = folded(" ".join(first_line(block).split()[:4])).upper()
            at = shown.find(line, at)
            assert at >= 0, f"{plan}: {line}"


def test_an_inserted_item_gets_the_next_number_and_those_behind_it_follow(project, tmp_path):
    path = draft(project, "lao-cai-2026")
    document = part(path, "word/document.xml")
    paragraphs = document.find(f"{W}body")
    second = next(one for one, text in numbered(path) if text.startswith("(2) "))
    place = [own_text(one) for one in paragraphs].index(own_text(second))
    inserted = ET.fromstring(ET.tostring(paragraphs[place]))
    for mark in [*inserted.findall(f"{W}bookmarkStart"), *inserted.findall(f"{W}bookmarkEnd")]:
        inserted.remove(mark)
    (text,) = inserted.iter(f"{W}t")
    text.text = "Việc mới."
    paragraphs.insert(place + 1, inserted)
    edited = tmp_path / "edited.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(edited, "w") as new:
        for name in old.namelist():
            new.writestr(name, ET.tostring(document) if name == "word/document.xml" else old.read(name))

    (pdf,) = converted([edited], "pdf", tmp_path / "out")
    shown = re.findall(r"^\(\d+\) \w+ \w+", pdf_text(pdf), re.MULTILINE)

    assert shown[:5] == [
        "(1) Tiếp tục",
        "(2) Các cấp",
        "(3) Việc mới",
        "(4) Thường xuyên",
        "(5) Khẩn trương",
    ]


def number(kind: str, list_: str, ordinals: str) -> dict[str, str]:
    return {"data-kind": kind, "data-list": list_, "data-ordinals": ordinals}


def test_a_number_that_word_would_count_otherwise_stays_text():
    lists = WordLists(no_lists(12.7))

    assert lists.place(number("arabic", "a", "1"), "1.")
    assert lists.place(number("decimal", "a", "1.1"), "1.1.")
    assert lists.place(number("decimal", "a", "1.1"), "1.1.") is None, "counts twice from 1 below the same item"
    assert lists.place(number("arabic", "a", "3"), "3.") is None, "one is left out"
    assert lists.place(number("decimal", "b", "1.1"), "1.1.") is None, "nothing to count on from"
    assert lists.place(number("decimal", "c", "1"), "I.1.") is None, "below a Roman number"
    assert lists.place(number("letter", "d", "5"), "đ)") is None


def test_word_and_planbook_write_the_same_roman_numbers():
    lists = WordLists(no_lists(12.7))

    assert all(lists.place(number("roman", "a", str(at)), f"{text}.") for at, text in [(1, "I"), (2, "II"), (3, "III")])
    assert lists.place(number("roman", "b", "49"), "XLIX.")


def test_the_heading_of_a_group_stays_on_the_page_of_its_first_row(tmp_path):
    lines = [{"id": "tu-tinh", "source_of_funds": "tinh", "amount": "420"}]
    budgets = [
        {"id": "b-1", "unit": "trieu", "total": "5"},
        {"id": "b-2", "unit": "trieu", "total": "420", "lines": lines},
        {"id": "b-3", "unit": "trieu", "total": "7"},
    ]
    groups = [section(f"nhom-{budget['id']}", tasks=[task(f"v-{budget['id']}")], budget=budget) for budget in budgets]
    plan = {
        "todo": None,
        "outline": [section("nhiem-vu", task_groups=groups)],
        "appendices": [{"id": "bieu", "made": "budget"}],
    }
    desk = Desk(written(tmp_path / "office", plan, funding_sources=SOURCES), "thu")
    (tmp_path / "draft.docx").write_bytes(desk.content)
    rows = [*part(tmp_path / "draft.docx", "word/document.xml").iter(f"{W}tr")][-5:]
    kept = [{paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in row.iter(f"{W}p")} for row in rows]
    assert kept == [{False}, {False}, {True}, {False}, {True}]  # the last one takes the end mark along
