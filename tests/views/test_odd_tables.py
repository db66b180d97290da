"""Tables of small plans: each row fills its columns, each column has its room, and nothing stands in two of them."""

from datetime import date

import pytest

from planbook.loading.workspace import load_files
from planbook.model.achieved import goal_of
from planbook.model.item import ItemId
from planbook.views.charts.geometry import Plot
from planbook.views.fitting import fitted
from planbook.views.once import Views
from planbook.views.open_data.open_sdg import observations
from planbook.views.open_data.rows import data_rows
from planbook.views.open_data.shapes import SHAPES
from planbook.wording.blocks import Cell, Row, Table
from tests.offices import AGENCIES, MONEY, SOURCES, files, office, part, task


def work(id_: str, *lead: str, coordinating: tuple[str, ...] = ()) -> dict:
    return task(id_, assignment={"lead": [*lead], "coordinating": [*coordinating]})


def is_full(table: Table) -> bool:
    """Whether the columns fill the page, and the cells of each row the columns."""
    spans = {sum(cell.span for cell in row.cells) for row in table.rows}
    return round(sum(column.width for column in table.columns), 6) == 100 and spans <= {len(table.columns)}


def test_every_table_is_full(words):
    groups = [
        part("nhom", tasks=[work("viec", "so-b")], budget={**MONEY, "id": "von-nhom", "lines": []}),
        part("khac", tasks=[work("chung", "so-b", "so-c", coordinating=("ubnd-tinh-a",))]),
    ]
    outline = [part("nhiem-vu", task_groups=groups), part("von-vay", budget=MONEY), *target_of(3, "agency")["outline"]]
    plan = {"period": "2027-2030", "outline": outline, "todo": [{"id": "chon", "what": "chọn", "at": ["viec"]}]}
    views = Views(office(plan, agencies=AGENCIES, funding_sources=SOURCES), words)
    tables = [appendix.table for appendix in views.views["thu"].appendices]
    tables += [table for sheet in views.agency_sheets["thu"] for table in sheet.tables]

    assert len(tables) >= 7
    assert [table.id for table in tables if not is_full(table)] == []


def test_the_sheet_of_an_agency_tells_who_else_leads_and_who_leads_what_it_helps_with(words):
    tasks = [
        work("mot-minh", "so-b", coordinating=("so-c",)),
        work("cung-dan-dau", "so-b", "so-c"),
        work("giup", "ubnd-tinh-a", coordinating=("so-b", "so-c")),
    ]

    def columns(work_: dict) -> list[str]:
        workspace = office({"outline": [part("nhiem-vu", tasks=[work_])]}, agencies=AGENCIES)
        (sheet,) = [each for each in Views(workspace, words).agency_sheets["thu"] if each.title.endswith("SỞ B")]
        (table,) = sheet.tables
        return [column.heading for column in table.columns[2:]]

    assert [columns(work_) for work_ in tasks] == [
        ["Mục", "Cơ quan phối hợp"],
        ["Mục", "Cơ quan chủ trì"],
        ["Mục", "Cơ quan chủ trì", "Cơ quan phối hợp"],
    ]


def test_targets_of_years_alone_have_no_empty_columns(words):
    plan = target_of(1, "all")
    del plan["outline"][0]["targets"][0]["value"]
    plan["outline"][0]["targets"][0]["text"] = "Mỗi năm thêm lớp."
    (shown,) = Views(office(plan), words).views["thu"].appendices

    assert [column.heading for column in shown.table.columns] == ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2027"]


def tables_of(words, plan: dict, table: str) -> list[Table]:
    """The appendices of a plan whose id ends so; those of every one fill the page."""
    tables = [appendix.table for appendix in Views(office(plan), words).views["thu"].appendices]
    assert [each.id for each in tables if not is_full(each)] == []
    return [each for each in tables if each.id.endswith(table)]


def target_of(years: int, of: str) -> dict:
    """A target with a value for each of some years, of an agency or of all."""
    body = {"agency": "so-b"} if of == "agency" else {}
    values = [{**body, "year": str(2027 + at), "value": "5"} for at in range(years)]
    target = {"id": "ct", "text": "Đạt {value}.", "value": "30", "unit": "hộ", "values": values}
    return {"period": "2027-2060", "outline": [part("muc-tieu", targets=[target])]}


@pytest.mark.parametrize("years", [1, 2, 5, 30])
@pytest.mark.parametrize(("of", "table"), [("agency", "shares"), ("all", "targets")])
def test_any_number_of_years_fills_the_table_and_leaves_each_its_room(words, years, of, table):
    (shown,) = tables_of(words, target_of(years, of), table)
    shares = [column.width for column in shown.columns]

    assert len(shares) >= 2 + years
    assert min(shares) > 0


@pytest.mark.parametrize(("columns", "is_landscape"), [(3, False), (5, False), (6, True)])
def test_a_table_of_the_plan_s_own_fills_the_page_and_turns_it_where_it_is_wide(words, columns, is_landscape):
    own = {
        "id": "bieu",
        "title": "BIỂU",
        "columns": [{"key": f"cot-{at}", "heading": f"Cột {at}"} for at in range(columns)],
        "rows": [{"id": "dong", "cells": [f"ô {at}" for at in range(columns)]}],
    }
    plan = {"appendices": [own]}
    (shown,) = Views(office(plan), words).views["thu"].appendices

    assert shown.landscape is is_landscape
    assert [len(table.columns) for table in tables_of(words, plan, "table")] == [columns]


@pytest.mark.parametrize(("years", "is_landscape"), [(5, False), (6, True)])
def test_a_made_table_turns_the_page_where_it_has_more_than_seven_columns(words, years, is_landscape):
    shown = Views(office(target_of(years, "agency")), words).views["thu"].appendices
    assert [appendix.landscape for appendix in shown if appendix.table.id.endswith("shares")] == [is_landscape]


@pytest.mark.parametrize(
    ("day", "value"), [((2027, 12, 31), 10), ((2028, 1, 1), 20), ((2028, 12, 31), 20), ((2029, 1, 1), 30)]
)
def test_what_is_reached_is_held_against_the_value_of_its_year(day, value):
    values = [{"year": "2027", "value": "10"}, {"year": "2028", "value": "20"}]
    target = {"id": "ct", "text": "Đạt {value}.", "value": "30", "unit": "hộ", "values": values}
    workspace = office({"period": "2027-2029", "outline": [part("muc-tieu", targets=[target])]})
    plan = workspace.plans["thu"]
    goal = goal_of(workspace, plan, next(iter(plan.targets())), "", date(*day))

    assert (goal.value, goal.is_of_year) == (value, value != 30)


def test_the_money_of_a_group_stands_under_money_and_its_notes_are_empty(words):
    groups = [
        part("nhom", tasks=[work("viec", "so-b")], budget={**MONEY, "id": "von-nhom", "lines": []}),
        part("khac", tasks=[work("cung", "so-b")]),
    ]
    views = Views(office({"outline": [part("nhiem-vu", task_groups=groups)]}, funding_sources=SOURCES), words)
    heads = [[cell.text for cell in row.cells[-2:]] for row in views.matrix_tables["thu"].rows if row.is_group]

    assert heads == [[group.money, ""] for group in views.matrices["thu"]]
    assert is_full(views.matrix_tables["thu"])
    assert "1.500" in heads[0][0]


def test_targets_are_counted_from_one_in_the_text_and_in_the_sheet(words):
    targets = [{"id": f"ct-{at}", "text": "Đạt {value}.", "value": "30", "unit": "hộ"} for at in range(3)]
    views = Views(office({"outline": [part("muc-tieu", targets=targets)]}), words)
    (table,) = [each.table for each in views.views["thu"].appendices if each.table.id.part == "targets"]
    (sheet,) = [each for each in views.sheets["thu"].values() if {"ct-0"} <= {row.id for row in each.rows}]

    assert [row.cells[0].text for row in table.rows] == ["1", "2", "3"]
    assert [row.cells[0] for row in sheet.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("count", "names"),
    [(1, ["Biểu"]), (2, ["Biểu", "Biểu 2"]), (4, ["Biểu", "Biểu 2", "Biểu 3", "Biểu 4"])],
)
def test_tables_of_one_name_are_counted_in_the_workbook(words, count, names):
    tables = [
        {
            "id": f"bieu-{at}",
            "title": "BIỂU",
            "columns": [{"key": "cot", "heading": "Cột"}],
            "rows": [{"id": f"dong-{at}", "cells": ["ô"]}],
        }
        for at in range(count)
    ]
    sheets = Views(office({"appendices": tables}), words).sheets["thu"].values()

    assert [sheet.name for sheet in sheets if sheet.name.startswith("Biểu")] == names


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["a" * 31], ["A" + "a" * 30]),
        (["a" * 32, "A" * 33], ["A" + "a" * 30, "A" + "a" * 27 + " 2"]),
        (["x[a]: b*c?d/e\\f'g"], ["X a b c d e f g"]),
        (["Ab" * 14 + "  cd"], ["A" + "ba" * 13 + "b cd"]),
        (["a" * 30 + " b", "a" * 27 + " b"], ["A" + "a" * 29, "A" + "a" * 26 + " b"]),
        (["a" * 27 + " bcde", "a" * 27 + " bcde"], ["A" + "a" * 26 + " bcd", "A" + "a" * 26 + " 2"]),
    ],
)
def test_a_sheet_is_called_by_the_title_of_its_table_as_far_as_excel_takes_it(words, titles, names):
    tables = [
        {
            "id": f"bieu-{at}",
            "title": title,
            "columns": [{"key": "cot", "heading": "Cột"}],
            "rows": [{"id": f"dong-{at}", "cells": ["ô"]}],
        }
        for at, title in enumerate(titles)
    ]
    sheets = Views(office({"appendices": tables}), words).sheets["thu"]

    assert [sheet.name for about, sheet in sheets.items() if about.startswith("about_table")] == names


OPTIONAL = {
    "plans": "number date subject series follows",
    "tasks": "place lead coordinating duty deadline last_day days result money continues",
    "assignments": "",
    "work": "group",
    "targets": "indicator indicator_name comparator value upper unit value_in_words baseline standard lead coordinating",
    "values": "indicator indicator_name scope upper unit standard",
    "budget_lines": "projects source_of_funds source_name amount_dong note",
    "agencies": "full_name short_name aliases locality first_day end",
    "members": "",
    "documents": "number date issuer issuer_name title first_year last_year end cited_by",
    "deadlines": "last_day rhythm about lead coordinating lead_agencies coordinating_agencies",
    "work_states": "body is_late official_state due done told_on remarks",
    "target_results": "body year value unit value_in_words goal goal_in_words percent is_met told_on missing",
    "money_results": "body disbursed_dong allotted_dong percent told_on note",
    "report_results": "reported",
}


def test_open_data_promise_every_field_but_what_a_plan_may_leave_open():
    """A field that is promised no more breaks who reads the tables; one that is promised anew breaks their next build."""
    fields = {
        name: " ".join(field for field, shape in table.fields.items() if not shape.required)
        for name, table in SHAPES.items()
    }
    assert fields == OPTIONAL


@pytest.mark.parametrize(
    ("cells", "widths"),
    [
        (("a", "chữ " * 200), [2.4, 97.6]),  # a word and two letters of 125
        (("a" * 10, "chữ " * 200), [9.6, 90.4]),
        (("a" * 16, "chữ " * 200), [14.4, 85.6]),
        (("a" * 17, "chữ " * 200), [14.4, 85.6]),  # no column is wider for a word
        (("a", "a"), [50, 50]),
        (("chữ " * 8, "chữ " * 64), [20, 80]),  # eight times the letters, four times the width
        ((*["a" * 30] * 6, "a"), [16.1, *[16.3] * 5, 2.4]),
    ],
)
def test_a_column_has_room_for_its_longest_word_and_the_rest_goes_by_the_letters(cells, widths):
    row = Row(ItemId.of("thu", "row"), tuple(map(Cell, cells)))
    assert [column.width for column in fitted(["A"] * len(cells), [row])] == widths


def test_who_leads_most_stands_first_then_who_helps_most_then_the_register_and_groups_last(words):
    bodies = [
        {"id": f"so-{at}", "name": f"Sở {at.upper()}", "level": "province", "locality": "tinh-a"} for at in "vwxyz"
    ]
    group = {"id": "nhom-so", "name": "các sở", "level": "province", "members": ["so-v", "so-w"]}
    tasks = [
        work("mot", "so-z", "nhom-so", coordinating=("so-v", "so-y")),
        work("hai", "so-z", "nhom-so", coordinating=("so-y",)),
        work("ba", "so-x", "so-w", "nhom-so", coordinating=("so-v", "so-y")),
    ]
    agencies = {"agencies": [*AGENCIES["agencies"], *bodies], "groups": [group]}
    views = Views(office({"outline": [part("nhiem-vu", tasks=tasks)]}, agencies=agencies), words)
    columns = [(column.id, column.leads, column.coordinates) for column in views.grids["thu"].columns]

    assert columns == [
        ("so-z", 2, 0), ("so-w", 1, 0), ("so-x", 1, 0), ("so-y", 0, 3), ("so-v", 0, 2), ("nhom-so", 3, 0),
    ]  # fmt: skip


def test_each_dress_of_a_picture_stands_before_its_meaning():
    plot = Plot("hinh", "Hình", "")
    plot.explain([("solid", f"nghĩa {at}") for at in range(4)])

    assert {meaning.y - box.y for meaning, box in zip(plot.words, plot.boxes, strict=True)} == {11}
    assert len({box.y for box in plot.boxes}) == 4


def test_values_of_an_indicator_stand_by_year_and_only_then_by_standard(words):
    standards = [
        {"id": f"chuan-{name}", "name": f"chuẩn {name}", "period": f"{first}-{last}"}
        for name, first, last in (("cũ", 2020, 2027), ("mới", 2028, 2030))
    ]
    standards = [{**standard, "id": f"chuan-{at}"} for at, standard in enumerate(standards)]
    indicator = {"id": "ho", "name": "Số hộ", "unit": "hộ", "direction": "up"}
    targets = [
        {"id": f"ct-{year}", "text": text, "value": str(at), "unit": "hộ", "indicator": "ho", "due": str(year)}
        for at, (year, text) in enumerate(
            (
                (2028, "Đạt {value} theo chuẩn cũ giai đoạn 2020-2027."),
                (2027, "Đạt {value} theo chuẩn mới giai đoạn 2028-2030."),
            ),
            1,
        )
    ]
    signed = {"status": "issued", "number": "5/KH-UBND", "date": "2027-01-05", "period": "2027-2028"}
    workspace, _ = load_files(
        files(
            {**signed, "outline": [part("muc-tieu", targets=targets)]},
            indicators={"standards": standards, "indicators": [indicator]},
        )
    )
    rows = observations(workspace, Views(workspace, words).texts)["ho"]

    assert [(row[0], *row[-2:]) for row in rows] == [(2027, "chuẩn mới", 2), (2028, "chuẩn cũ", 1)]


@pytest.mark.parametrize(
    ("told", "reached"),
    [
        ({}, []),
        ({"2027": 3}, [(2027, 3)]),
        ({"2027": 3, "2028": 5}, [(2027, 3), (2028, 5)]),
        ({"2027": 3, "2028": None}, [(2027, 3)]),  # what was true a year ago is no value of this year
        ({"2027": None, "2028": 5}, [(2028, 5)]),
    ],
)
def test_what_was_reached_stands_in_the_year_in_which_it_was_told(words, told, reached):
    indicator = {"id": "ho", "name": "Số hộ", "unit": "hộ", "direction": "up"}
    aim = {"id": "ct", "text": "Đạt {value}.", "value": "9", "unit": "hộ", "indicator": "ho"}
    signed = {"status": "issued", "number": "5/KH-UBND", "date": "2027-01-05", "period": "2027-2028"}
    results = {
        f"results/thu/{year}-Q4": {
            "plan": "thu",
            "period": f"{year}-Q4",
            "as_of": f"{year}-12-31",
            "targets": [{"target": "ct", "value": str(value)}] if value else [],
        }
        for year, value in told.items()
    }
    plan = {**signed, "outline": [part("muc-tieu", targets=[aim])]}
    workspace = office(plan, indicators={"standards": [], "indicators": [indicator]}, **results)
    rows = observations(workspace, Views(workspace, words).texts)["ho"]
    series = words.say("series_result")

    assert [(row[0], int(row[-1])) for row in rows if row[1] == series] == reached


@pytest.mark.parametrize("lead", ["so-b", "nhom-mot", "nhom-hai"])
def test_members_stand_in_the_open_data_of_groups_with_work_alone(words, lead):
    groups = [
        {"id": id_, "name": f"các sở {id_}", "level": "province", "members": members}
        for id_, members in (("nhom-mot", ["so-b", "so-c"]), ("nhom-hai", ["so-c"]))
    ]
    tasks = [work("viec", lead), work("khac", "ubnd-tinh-a", coordinating=("nhom-hai",))]
    plan = {"outline": [part("nhiem-vu", tasks=tasks)]}
    views = Views(office(plan, agencies={**AGENCIES, "groups": groups}), words)
    rows = [(row["group"], row["agency"]) for row in data_rows(views, date(2027, 6, 30))["members"]]

    mot = [("nhom-mot", "so-b"), ("nhom-mot", "so-c")] if lead == "nhom-mot" else []
    assert sorted(rows) == [("nhom-hai", "so-c"), *mot]
