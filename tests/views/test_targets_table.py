"""The table of targets tells one target from another: in the plan's own words, with the time, each unit once."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
import yaml

from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.sheet import workbook
from planbook.returns.fields.trial import read_state
from planbook.returns.workbook.pull_workbook import compared_workbook
from planbook.views.once import Views
from planbook.views.plan import plan_view
from planbook.views.workbook.assembly import Origin, workbook_view
from tests.conftest import run
from tests.offices import PLAN, office, written
from tests.word_edits import W, edited, end

MADE = datetime(2026, 11, 21, tzinfo=UTC)
INDICATOR = {"id": "ty-le", "name": "Tỷ lệ", "unit": "%", "direction": "up"}


def target(name, **fields):
    return {"id": name, "text": f"Đến {name} đạt {{value}} số trường.", "value": "30", "unit": "%", **fields}


def plan_with(*targets):
    return {
        "period": "2025-2045",
        "outline": [{"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": list(targets)}, *PLAN["outline"]],
    }


YEARS = plan_with(*(target(f"t{year}", indicator="ty-le", due=str(year)) for year in (2025, 2030, 2035)))
REGISTER = {"indicators": {"standards": [], "indicators": [INDICATOR]}}


def table_of(words, *targets, **registers):
    workspace = office(plan_with(*targets), **registers)
    view = plan_view(workspace, workspace.plans["thu"], words)
    table = next(one.table for one in view.appendices if one.title == words.say("appendix_targets"))
    assert round(sum(column.width for column in table.columns), 6) == 100
    heads = [column.heading for column in table.columns]
    return heads, [dict(zip(heads, (cell.text for cell in row.cells), strict=True)) for row in table.rows]


def test_targets_of_one_indicator_are_told_apart_by_words_and_year(words):
    heads, rows = table_of(words, *YEARS["outline"][0]["targets"], **REGISTER)

    assert heads == ["STT", "Chỉ tiêu", "Đơn vị tính", "Mức phấn đấu", "Thời gian"]
    assert [row["Thời gian"] for row in rows] == ["Năm 2025", "Năm 2030", "Năm 2035"]
    assert [row["Chỉ tiêu"] for row in rows] == [f"Đến t{year} đạt 30% số trường." for year in (2025, 2030, 2035)]


@pytest.mark.parametrize(
    ("fields", "unit", "measure"),
    [
        ({}, "%", "30"),
        ({"comparator": "at-least", "value": "1,5"}, "%", "từ 1,5 trở lên"),
        ({"comparator": "at-least", "value": "4", "unit": "%/năm"}, "%/năm", "từ 4 trở lên"),
        ({"comparator": "at-least", "value": "1", "unit": "người"}, "người", "ít nhất 01"),
        ({"comparator": "about", "value": "3.000", "unit": "lao động"}, "lao động", "khoảng 3.000"),
        ({"value": "10", "upper": "12"}, "%", "10 - 12"),
        ({"value": "10", "upper": "12", "unit": "xã"}, "xã", "10 - 12"),
    ],
)
def test_the_unit_stands_in_its_own_column_only(words, fields, unit, measure):
    _, rows = table_of(words, target("t1", **fields))

    assert (rows[0]["Đơn vị tính"], rows[0]["Mức phấn đấu"], rows[0]["Thời gian"]) == (
        unit,
        measure,
        "Giai đoạn 2025-2045",
    )


def test_the_poverty_standard_has_a_column_where_a_target_of_the_table_has_one(words):
    standard = {"id": "chuan", "name": "chuẩn nghèo 2026", "period": "2026-2030"}
    indicators = [INDICATOR, {**INDICATOR, "id": "ho-ngheo", "standard": "chuan"}]
    registers = {"indicators": {"standards": [standard], "indicators": indicators}}
    of_words = {"id": "t2", "text": "Giảm hộ nghèo.", "indicator": "ho-ngheo"}

    _, rows = table_of(words, target("t1"), target("t2", indicator="ho-ngheo"), **registers)
    assert [row["Chuẩn nghèo"] for row in rows] == ["", "Chuẩn nghèo 2026"]
    # What the text of a target names counts before what its indicator has.
    registers["indicators"]["standards"].append({"id": "moi", "name": "chuẩn nghèo 2031", "period": "2031-2035"})
    text = "Giảm theo chuẩn nghèo giai đoạn 2031-2035 {value}."
    _, rows = table_of(words, target("t2", indicator="ho-ngheo", text=text), **registers)
    assert [row["Chuẩn nghèo"] for row in rows] == ["Chuẩn nghèo 2031"]
    # A target of words stands in no row of it.
    heads, _ = table_of(words, target("t1", indicator="ty-le"), of_words, **registers)
    assert "Chuẩn nghèo" not in heads


@pytest.fixture
def root(tmp_path):
    return written(tmp_path, YEARS, **REGISTER)


def everywhere(old, new):
    def replace_all(trees):
        for text in trees["word/document.xml"].iter(f"{W}t"):
            text.text = (text.text or "").replace(old, new)

    return replace_all


def pulled(root, *edits):
    made = edition(read_sources(root), made_at(root))
    path = root / "draft.docx"
    draft = word_draft(made, made.workspace.plans["thu"])
    path.write_bytes(edited(draft, *edits) if edits else draft)
    answer = run(root, "pull", str(path), "--lang", "en", "--apply")
    return answer.stdout, (root / "data/plans/thu.yaml").read_text("utf-8")


def test_an_untouched_draft_changes_nothing(root):
    assert "changes: 0 (to be confirmed: 0); conflicts: 0; refused: 0" in pulled(root)[0]


def test_the_year_edited_in_the_table_comes_back(root):
    said, text = pulled(root, everywhere("Năm 2030", "Năm 2031"))
    assert "refused: 0" in said
    assert "due: 2031" in text.replace("'", "")


def test_words_edited_in_the_text_come_back_though_the_table_repeats_them(root):
    said, text = pulled(root, end("Đến t2030 đạt 30%", "số trường.", "số lớp."))
    assert "refused: 0" in said
    assert "Đến t2030 đạt {value} số lớp." in text


def test_a_number_and_its_unit_edited_wherever_they_stand_are_one_fact(root):
    said, text = pulled(root, everywhere("30%", "40 xã"), everywhere("30", "40"), everywhere("%", "xã"))
    assert "refused: 0" in said, said
    values = [entry for section in yaml.safe_load(text)["outline"] for entry in section.get("targets", ())]
    assert [(str(one["value"]), one["unit"]) for one in values] == [("40", "xã")] * 3


def test_a_row_that_says_two_numbers_is_refused_and_said_so(root):
    said, _ = pulled(root, everywhere("Đến t2030 đạt 30%", "Đến t2030 đạt 50%"), everywhere("30", "40"))
    assert "two cells of the file say different things" in said.partition("x t2030--row")[2]


def test_a_workbook_without_standards_comes_back(root):
    state = read_state(root)
    views = Views(state.workspace, state.phrases)
    view = workbook_view(views.texts["thu"], views.views["thu"], views.sheets["thu"], Origin("", MADE.date()))
    book = openpyxl.load_workbook(io.BytesIO(workbook(view, MADE)))
    sheet = book["Chỉ tiêu"]
    heads = [cell.value for cell in sheet[1]]
    assert "Chuẩn nghèo" not in heads

    def found():
        stream = io.BytesIO()
        book.save(stream)
        return compared_workbook(root, read_book(read_package(stream.getvalue(), WORKBOOK)), state)[0]

    assert (found().proposals, found().refused) == ((), ())
    sheet.cell(3, heads.index("Thời gian") + 1).value = "Năm 2031"
    assert [one.id for one in found().proposals] == ["t2030"]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"due": "2030"}, ["Thời gian hoàn thành: Năm 2030"]),
        ({"due": "2026-2030"}, ["Thời gian hoàn thành: Giai đoạn 2026-2030"]),
        ({"due": "2030", "text": "Đến năm 2030 đạt {value} số trường."}, []),
        ({"due": "2025-2045"}, []),
        ({}, []),
        (
            {
                "value": None,
                "text": "Giảm hộ nghèo.",
                "values": [{"year": "2026", "value": "4"}, {"year": "2027", "value": "5"}],
            },
            ["Từng năm: Năm 2026: 4%; năm 2027: 5%"],
        ),
    ],
)
def test_the_sheet_of_an_agency_says_by_when_and_how_much_each_year(words, fields, lines):
    aim = {"id": "ct", "text": "Đạt {value} số trường.", "value": "30", "unit": "%", "lead": "so-b", **fields}
    views = Views(office(plan_with({name: value for name, value in aim.items() if value is not None})), words)
    (sheet,) = (sheet for sheet in views.agency_sheets["thu"] if sheet.id == "so-b")
    (_, (charge,)) = next(part for part in sheet.lists if part[1][0].kind == "target")

    assert list(charge.printed[1:]) == lines
