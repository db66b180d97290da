"""Tables of small plans: each row fills its columns, each column has its room, and nothing stands in two of them."""

import pytest

from planbook.views.once import Views
from planbook.wording.blocks import Table
from tests.offices import office
from tests.test_odd_plans import AGENCIES, MONEY, SOURCES, part, target_of, task


def work(id_: str, *lead: str, coordinating: tuple[str, ...] = ()) -> dict:
    return task(id_, assignment={"lead": [*lead], "coordinating": [*coordinating]})


def is_full(table: Table) -> bool:
    """Whether the columns fill the page, and the cells of each row the columns."""
    spans = {sum(cell.span for cell in row.cells) for row in table.rows}
    return sum(column.width for column in table.columns) == 100 and spans <= {len(table.columns)}


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
    assert [[column.width for column in table.columns] for table in tables if table.id.endswith("budget")] == [
        [8, 62, 30]
    ]


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


@pytest.mark.parametrize(
    ("years", "widths"),
    [
        # Of 74 hundredths: 6, 13, 16, 17 and 9 a year, each made as much smaller as all together are too wide.
        (4, [5, 30, 10, 13, *[7] * 4, 14]),
        (6, [4, 29, 9, 11, *[6] * 6, 11]),
        (9, [3, 28, 7, 8, *[5] * 9, 9]),
    ],
)
def test_columns_that_are_too_wide_together_shrink_alike(words, years, widths):
    (table,) = [
        appendix.table
        for appendix in Views(office(target_of(years, "all")), words).views["thu"].appendices
        if appendix.table.id.endswith("targets")
    ]
    assert [column.width for column in table.columns] == widths


def test_targets_of_years_alone_have_no_empty_columns(words):
    plan = target_of(1, "all")
    del plan["outline"][0]["targets"][0]["value"]
    plan["outline"][0]["targets"][0]["text"] = "Mỗi năm thêm lớp."
    (shown,) = Views(office(plan), words).views["thu"].appendices

    assert [column.width for column in shown.table.columns] == [6, 72, 13, 9]
