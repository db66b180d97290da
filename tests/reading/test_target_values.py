"""Targets with who answers for them, values of single years, shares of agencies and places, and more than 100%."""

import pytest
import yaml

from planbook.loading.workspace import load_entry, load_files
from planbook.reading.context import Context
from planbook.reading.edits import edits_of
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.repository.files import Files
from planbook.returns.fields.target_fields import target_field
from planbook.text.writer import write
from planbook.views.once import Views
from planbook.views.open_data.rows import data_rows
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.conftest import ROOT
from tests.offices import files, office

PATH = "data/plans/thu.yaml"
LOCALITIES = {
    "localities": [
        {"id": "tinh-a", "name": "tỉnh A", "level": "province"},
        {"id": "xa-c", "name": "xã C", "level": "commune", "part_of": "tinh-a"},
        {"id": "xa-d", "name": "xã D", "level": "commune", "part_of": "tinh-a"},
    ]
}
INDICATORS = {
    "standards": [],
    "indicators": [
        {"id": "ty-le", "name": "Tỷ lệ", "unit": "%", "direction": "up", "over_100": True},
        {"id": "khac", "name": "Tỷ lệ khác", "unit": "%", "direction": "up"},
    ],
}
YEARS = {
    "id": "ct-nam",
    "text": "Tỷ lệ hồ sơ trực tuyến tăng dần.",
    "unit": "%",
    "indicator": "ty-le",
    "values": [{"year": "2027", "value": "60"}, {"year": "2028", "value": "80", "comparator": "at-least"}],
    "lead": "so-b",
}
WHOLE = {"id": "ct-chung", "text": "Đào tạo {value}.", "value": "30", "unit": "người", "due": "2028"}
SHARED = {
    "id": "ct-giao",
    "text": "Giảm {value}.",
    "value": "100",
    "unit": "hộ",
    "values": [
        {"place": "xa-c", "year": "2027", "value": "20"},
        {"place": "xa-c", "year": "2028", "value": "40"},
        {"place": "xa-d", "year": "2028", "value": "60"},
    ],
}


def plan(*targets):
    return {"period": "2027-2028", "outline": [{"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": list(targets)}]}


def offices(*targets):
    return office(plan(*targets), localities=LOCALITIES, indicators=INDICATORS)


def tables(words, *targets):
    return {one.title: one.table for one in Views(offices(*targets), words).views["thu"].appendices}


def rows(table):
    return [[column.heading for column in table.columns], *([cell.text for cell in row.cells] for row in table.rows)]


def test_the_table_of_targets_has_their_years_and_who_answers_for_them(words):
    table = tables(words, YEARS, WHOLE)["BIỂU CHỈ TIÊU"]

    assert rows(table) == [
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Mức phấn đấu", "Năm 2027", "Năm 2028", "Thời gian", "Cơ quan chủ trì"],
        ["1", "Tỷ lệ hồ sơ trực tuyến tăng dần.", "%", "", "60", "từ 80 trở lên", "Giai đoạn 2027-2028", "Sở B"],
        ["2", "Đào tạo 30 người.", "người", "30", "", "", "Năm 2028", ""],
    ]
    assert sum(column.width for column in table.columns) == 100


def test_a_plan_of_years_alone_has_no_empty_columns(words):
    assert rows(tables(words, YEARS)["BIỂU CHỈ TIÊU"])[0] == [
        "STT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Năm 2027",
        "Năm 2028",
        "Cơ quan chủ trì",
    ]


def test_targets_without_any_of_it_have_the_table_that_they_had(words):
    assert rows(tables(words, WHOLE)["BIỂU CHỈ TIÊU"])[0] == [
        "STT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Mức phấn đấu",
        "Thời gian",
    ]


def test_shares_stand_in_a_table_of_bodies_and_years(words):
    assert rows(tables(words, SHARED)["BIỂU GIAO CHỈ TIÊU"]) == [
        ["STT", "Đơn vị", "Năm 2027 (hộ)", "Năm 2028 (hộ)"],
        ["1", "Xã C", "20", "40"],
        ["2", "Xã D", "", "60"],
    ]


def test_several_targets_of_agencies_are_columns(words):
    named = {
        "id": "ct-2",
        "text": "Thu {value}.",
        "value": "5",
        "unit": "tỷ",
        "values": [{"agency": "so-b", "value": "5"}],
    }
    table = tables(words, {**SHARED, "values": [{"agency": "so-b", "value": "100"}]}, named)["BIỂU GIAO CHỈ TIÊU"]

    assert rows(table) == [["STT", "Đơn vị", "Giảm … (hộ)", "Thu … (tỷ)"], ["1", "Sở B", "100", "05"]]


@pytest.mark.parametrize("target", [SHARED, YEARS])
def test_an_issued_plan_has_values_of_years_and_bodies_in_the_appendix_that_it_names(words, target):
    signed = {**plan(target), "status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"}
    kind = "shares" if target is SHARED else "targets"
    named = {**signed, "appendices": [{"id": "pl", "made": kind, "title": "BIỂU"}]}
    unnamed, shown = (
        Views(office(of, localities=LOCALITIES, indicators=INDICATORS), words).views["thu"] for of in (signed, named)
    )

    assert unnamed.appendices == ()
    assert [appendix.title for appendix in shown.appendices] == ["BIỂU"]


def test_open_data_and_indicators_have_every_value(words):
    bodies = {**WHOLE, "id": "ct-so", "values": [{"agency": "so-b", "value": "30"}]}
    views = Views(offices(YEARS, SHARED, bodies), words)
    data = data_rows(views, views.workspace.plans["thu"].period.first)

    values = list(data["values"])
    assert [(row["value_id"], row["indicator"], row["first_year"], str(row["value"])) for row in values] == [
        ("ct-nam-1", "ty-le", 2027, "60"),
        ("ct-nam-2", "ty-le", 2028, "80"),
        ("ct-giao-1", None, 2027, "20"),
        ("ct-giao-2", None, 2028, "40"),
        ("ct-giao-3", None, 2028, "60"),
        ("ct-so-1", None, 2028, "30"),
    ]
    assert [(row["jurisdiction_name"], row["scope"], row["unit"]) for row in values[2:]] == [
        ("xã C", "", "hộ"),
        ("xã C", "", "hộ"),
        ("xã D", "", "hộ"),
        ("tỉnh A", "Sở B", "người"),
    ]
    assert [row["lead"] for row in data["targets"]] == ["Sở B", "", ""]


def test_an_agencys_page_and_sheet_have_the_targets_that_it_answers_for(words):
    views = Views(offices(YEARS), words)
    (sheet,) = views.agency_sheets["thu"]

    assert [said.id for said in views.agencies["so-b"].targets] == ["ct-nam"]
    assert (sheet.lists[0][0], sheet.lists[0][1][0].text) == ("Chỉ tiêu chủ trì", ("Tỷ lệ hồ sơ trực tuyến tăng dần.",))


def test_the_sheet_has_them_as_numbers(words):
    views = Views(offices(YEARS, WHOLE), words)
    sheet = views.sheets["thu"]["about_targets"]

    assert [column.heading for column in sheet.columns][-3:] == ["Năm 2027", "Năm 2028", "Cơ quan chủ trì"]
    assert sheet.rows[0].cells[-3:] == (60, "từ 80 trở lên", "Sở B")


def edited(words, field, value):
    shown = files(plan(YEARS), localities=LOCALITIES, indicators=INDICATORS)
    workspace, _ = load_files(shown)
    found = workspace.plans["thu"]
    spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
    text = PlanText(workspace, found, Wording(words), numbers(found), short_citations=True)
    context = Context(found, text, SpellingReader(words, spellings))
    answer = attempted(target_field, context, context.entries["ct-nam"], field, {field: value})
    if isinstance(answer, Unread):
        return str(answer.message)
    new = write(shown.contents[PATH].decode(), edits_of(found, answer))
    _, wrong = load_files(Files({**shown.contents, PATH: new.encode()}))
    assert wrong == []
    return yaml.load(new, Loader=yaml.CBaseLoader)["outline"][0]["targets"][0]


def test_they_come_back_from_word_and_excel(words):
    assert edited(words, "year-2027", "65")["values"][0] == {"year": "2027", "value": "65"}
    assert edited(words, "year-2028", "")["values"] == [{"year": "2027", "value": "60"}]
    assert edited(words, "year-2028", "85")["values"][1] == {"year": "2028", "value": "85"}
    assert edited(words, "lead", "Ủy ban nhân dân tỉnh")["lead"] == "ubnd-tinh-a"
    assert "nhiều" in edited(words, "year-2027", "nhiều")


@pytest.mark.parametrize(("indicator", "wrong"), [("ty-le", 0), ("khac", 1), (None, 1)])
def test_more_than_100_percent_only_where_the_indicator_allows_it(indicator, wrong):
    target = {"id": "ct", "text": "Đạt {value}.", "value": "120", "unit": "%"} | (
        {"indicator": indicator} if indicator else {}
    )
    _, found = load_files(files(plan(target), indicators=INDICATORS))

    assert [one.check for one in found] == ["value-range"] * wrong


def test_who_answers_for_a_target_is_a_recipient():
    from planbook.checks import findings

    told = office(
        {**plan(YEARS), "recipients": [{"agencies": "ubnd-tinh-a"}]}, localities=LOCALITIES, indicators=INDICATORS
    )

    assert [one.check for one in findings(told, ["recipient-missing"])] == ["recipient-missing"]
