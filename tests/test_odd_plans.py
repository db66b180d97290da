"""Small plans of odd shapes in which a small wrong change of the program shows: `make mutants` asked for each."""

import pytest

from planbook.authoring.rollover.draft import rollover
from planbook.authoring.rollover.questions import QuestionWords
from planbook.authoring.rollover.times import year_moved
from planbook.changes.compare import compare
from planbook.changes.sentences import change_log
from planbook.changes.words import side
from planbook.model.period import parse_when
from planbook.model.seal import seal
from planbook.views.matrix import task_rows
from planbook.views.once import Views
from tests.offices import REGISTERS, office

MONEY = {
    "id": "von",
    "unit": "trieu",
    "total": "1.500",
    "approximate": True,
    "note": "dự kiến",
    "lines": [
        {"id": "a", "source_of_funds": "tinh", "amount": "1.200"},
        {"id": "b", "source_of_funds": "dan", "amount": "unallocated"},
    ],
}
SOURCES = {
    "sources": [
        {"id": "tinh", "name": "ngân sách tỉnh", "kind": "source"},
        {"id": "dan", "name": "nhân dân đóng góp", "kind": "source"},
    ]
}
AGENCIES = {
    "agencies": [
        *REGISTERS["agencies"]["agencies"],
        {"id": "so-c", "name": "Sở C", "level": "province", "locality": "tinh-a"},
    ]
}


def part(id_: str, **content) -> dict:
    return {"id": id_, "heading": id_.upper(), **content}


def task(id_: str, **content) -> dict:
    return {"id": id_, "text": f"Làm {id_}.", **content}


def test_headings_are_one_level_below_what_they_stand_in_and_never_below_the_third(words):
    groups = [part("nhom", tasks=[task("viec")])]
    duties = [{"id": "lam", "agencies": "so-b", "text": "Gồm:", "items": [{"id": "y", "text": "A."}]}]
    inner = [{**group, "id": f"{group['id']}-trong", "tasks": [task("viec-trong")]} for group in groups]
    inner_duties = [{**duties[0], "id": "lam-trong", "items": [{"id": "y-trong", "text": "B."}]}]
    deep = part("hai", sections=[part("ba", task_groups=inner), part("bon", duties=inner_duties)])
    outline = [part("mot", task_groups=groups), part("viec-cua", duties=duties), part("sau", sections=[deep])]
    blocks = Views(office({"outline": outline}), words).views["thu"].body

    assert [(block.id, block.level) for block in blocks if hasattr(block, "level") and type(block).__name__ == "Heading"] == [
        ("mot", 1), ("nhom", 2), ("viec-cua", 1), ("lam", 2),
        ("sau", 1), ("hai", 2), ("ba", 3), ("nhom-trong", 3), ("bon", 3), ("lam-trong", 3),
    ]  # fmt: skip


def test_a_seal_of_before_holds():
    """What is written down in offices: another seal of the same plan would say that each issued plan was edited."""
    assert seal(office({}).plans["thu"]) == "2-63cfd3b7fb46bf6d912041bf"


@pytest.mark.parametrize(
    ("end", "asked"),
    [
        ("2027-12-30", "choose whose plan it is: huyện B is no more"),
        (
            "2028-01-01",
            "decide until when the plan runs, and whose it is then: huyện B ends on the way · it ends on 02/01/2028, on the way of the new plan",
        ),
        (
            "2028-12-30",
            "decide until when the plan runs, and whose it is then: huyện B ends on the way · it ends on 31/12/2028, on the way of the new plan",
        ),
        ("2028-12-31", None),
    ],
)
def test_a_place_that_ends_on_the_way_of_the_new_year_is_asked_about(words, end, asked):
    places = [
        {"id": "huyen-b", "name": "huyện B", "level": "district", "end": end, "successors": ["xa-c", "xa-d"]},
        *({"id": id_, "name": f"xã {id_[-1].upper()}", "level": "commune"} for id_ in ("xa-c", "xa-d")),
    ]  # fmt: skip
    localities = {"localities": [*REGISTERS["localities"]["localities"], *places]}
    workspace = office({"jurisdiction": "huyen-b"}, localities=localities)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords("en", words))
    said = [
        " · ".join(filter(None, (str(one.what), str(one.why or ""))))
        for one in draft.questions
        if "whose" in str(one.what)
    ]
    assert said == ([asked] if asked else [])
    assert all(one.options == ("xã C", "xã D") for one in draft.questions if "whose" in str(one.what))


@pytest.mark.parametrize(
    ("text", "years", "moved"),
    [
        ("giai đoạn 2021-2025, đến năm 2025", 5, "giai đoạn 2026-2030, đến năm 2030"),
        ("giai đoạn 2021 - 2025", 4, "giai đoạn 2025 - 2029"),  # the new period begins with the last year of the old
        ("giai đoạn 2021–2025 và năm 2021", 1, "giai đoạn 2022–2026 và năm 2021"),
        ("giai đoạn 2016-2020, 2021-2024", 4, "giai đoạn 2016-2020, 2021-2024"),
    ],
)
def test_the_years_of_a_period_move_each_once(text, years, moved):
    assert year_moved(text, parse_when("2021-2025"), years, "năm") == moved


def said(words, old: dict, new: dict, **registers) -> list[str]:
    before, after = office(old, **registers), office(new, **registers)
    return [
        str(one.sentence)
        for one in change_log(compare(before, after), side(before, "thu", words), side(after, "thu", words))
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (["so-b"], ["so-c"], "Làm viec: lead: Sở C instead of Sở B"),
        (["so-b"], ["so-b", "so-c"], "Làm viec: lead: Sở C comes in"),
        (["so-b", "so-c"], ["so-c"], "Làm viec: lead: Sở B goes out"),
    ],
)
def test_who_comes_in_and_who_goes_out_is_named(words, old, new, sentence):
    def led(by: list[str]) -> dict:
        return {"outline": [part("nhiem-vu", tasks=[task("viec", assignment={"lead": by})])]}

    assert said(words, led(old), led(new), agencies=AGENCIES) == [sentence]


@pytest.mark.parametrize(("there", "other"), [("dau", "sau"), ("sau", "dau")])
def test_what_moved_to_another_part_is_told_whatever_the_parts_are_called(words, there, other):
    def standing(at: str) -> dict:
        moving = {"dau": [task("o-dau")], "sau": [task("o-sau")]}
        moving[at].append(task("viec"))
        return {"outline": [part(id_, tasks=tasks) for id_, tasks in moving.items()]}

    (sentence,) = said(words, standing(there), standing(other))
    assert "moved from" in sentence


def test_the_sheet_of_money_has_the_number_the_unit_and_what_is_about(words):
    outline = [part("von-vay", budget=MONEY)]
    sheets = Views(office({"outline": outline}, funding_sources=SOURCES), words).sheets["thu"]
    (rows,) = [sheet.rows for sheet in sheets.values() if "von" in {row.id for row in sheet.rows}]

    assert [row.cells[3:] for row in rows] == [
        ("Tổng kinh phí", 1500, "triệu đồng", "khoảng", "dự kiến"),
        ("Ngân sách tỉnh", 1200, "triệu đồng", "", ""),
        ("Nhân dân đóng góp", "chưa phân bổ", "", "", ""),
    ]


def test_a_task_without_words_has_the_name_of_the_work_around_it(words):
    measures = [{"id": "bp-1", "text": "Mở lớp."}, {"id": "bp-2", "text": "Dạy nghề."}]
    groups = [
        part("nhom", tasks=[{"id": "khong-loi", "assignment": {"lead": "so-b"}}]),
        part("khac", tasks=[{"id": "bien-phap", "measures": measures}]),
        part("ba", tasks=[task("co-loi"), task("co-ten", heading="Tên")]),
    ]
    shown = Views(office({"outline": [part("nhiem-vu", task_groups=groups)]}), words).matrices["thu"]

    assert {row.id: row.name for row in task_rows(shown)} == {
        "khong-loi": "NHOM",
        "bien-phap": "Mở lớp. Dạy nghề.",
        "co-loi": "Làm co-loi.",
        "co-ten": "Tên: Làm co-ten.",
    }


@pytest.mark.parametrize("years", [1, 2, 5, 30])
def test_the_columns_of_what_places_have_to_reach_fill_the_table(words, years):
    shares = [{"agency": "so-b", "year": str(2027 + at), "value": "5"} for at in range(years)]
    target = {"id": "ct", "text": "Đạt {value}.", "value": "30", "unit": "hộ", "values": shares}
    plan = office({"period": "2027-2060", "outline": [part("muc-tieu", targets=[target])]})
    tables = [appendix.table for appendix in Views(plan, words).views["thu"].appendices]
    table = next(table for table in tables if table.id.endswith("shares"))

    assert [sum(column.width for column in table.columns) for table in tables] == [100] * len(tables)
    assert [column.width for column in table.columns] == [6, 28 + 66 % years, *[66 // years] * years]
