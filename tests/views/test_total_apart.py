"""Money that is itself a total is listed as one, never as one more part, and nothing is lost."""

from datetime import date

import pytest

from planbook.views.money import Sum
from planbook.views.once import Views
from planbook.views.open_data.rows import data_rows
from planbook.views.tables import budget_table
from planbook.views.workbook.figure_sheets import budget_sheet
from tests.offices import SOURCES, office, part, task


def money(id_: str, total: str, **more) -> dict:
    return {"id": id_, "unit": "trieu", "total": total, **more}


def worked(*tasks: dict, **more) -> dict:
    """Work of two groups that costs 420 and 180 million, and what else the part holds."""
    groups = [
        part("nhom-1", budget=money("m1", "420"), tasks=[task("v1")]),
        part("nhom-2", budget=money("m2", "180"), tasks=[task("v2")]),
        *([part("nhom-3", tasks=[*tasks])] if tasks else []),
    ]
    return part("nhiem-vu", task_groups=groups, **more)


def total(id_: str, amount: str, name: str, **more) -> dict:
    return {"id": f"{id_}-muc", "heading": name, "budget": money(id_, amount, **more)}


def paid(id_: str, text: str, amount: str) -> dict:
    return {"id": f"{id_}-viec", "text": text, "budget": money(id_, amount)}


T = total("t", "600", "Tổng kinh phí năm 2027")
PERIOD = total("g", "3.000", "Tổng kinh phí giai đoạn 2027-2030")
CASES = {
    "above its parts": ([T, worked()], "t - · m1 1 · m2 2", "t", "t"),
    "after its parts": ([worked(), T], "m1 1 · m2 2 · t -", "t", "t"),
    "a task": ([worked(paid("t", "Tổng kinh phí của Kế hoạch.", "600"))], "m1 1 · m2 2 · t -", "t", "t"),
    "of sections": ([total("a", "400", "VỐN A"), total("b", "200", "VỐN B"), T], "a 1 · b 2 · t -", "t", "t"),
    "in billions": (
        [worked(), part("k", budget=money("t", "0,6", heading="Tổng cộng") | {"unit": "ty"})],
        "m1 1 · m2 2 · t -",
        "t",
        "t",
    ),
    "no name": ([worked(), total("t", "600", "KINH PHÍ")], "m1 1 · m2 2 · t -", "t", "t"),
    # Round numbers add up to half of the last digit of each beside it; what is less is no total of theirs.
    "about, by rounding": ([worked(), total("t", "599", "KINH PHÍ", approximate=True)], "m1 1 · m2 2 · t -", "t", "t"),
    "about, by more": (
        [worked(), total("t", "598", "KINH PHÍ", approximate=True)],
        "m1 1 · m2 2 · t 3",
        "",
        "m1 m2 t",
    ),
    "not about": ([worked(), total("t", "599", "KINH PHÍ")], "m1 1 · m2 2 · t 3", "", "m1 m2 t"),
    "about a single part, by rounding": (
        [part("nhiem-vu", tasks=[paid("x", "Làm nhà.", "600")]), total("t", "599", "KINH PHÍ", approximate=True)],
        "x 1 · t -",
        "t",
        "t",
    ),
    "about a single part, by more": (
        [part("nhiem-vu", tasks=[paid("x", "Làm nhà.", "600")]), total("t", "598", "KINH PHÍ", approximate=True)],
        "x 1 · t 2",
        "",
        "x t",
    ),
    "around its parts": ([worked(budget=money("t", "600"))], "t - · m1 1 · m2 2", "t", "t"),
    "of other years": ([worked(), PERIOD], "m1 1 · m2 2 · g -", "g", "m1 m2 g"),
    "of a year and a period": ([worked(), T, PERIOD], "m1 1 · m2 2 · t - · g -", "t g", "t g"),
    "both without a part": ([T, PERIOD], "t 1 · g -", "g", "t g"),
    "without a part": ([T], "t 1", "", "t"),
    "by source alone": (
        [T, total("n", "500", "Tổng vốn tỉnh"), total("d", "100", "Tổng vốn dân")],
        "t - · n 1 · d 2",
        "t",
        "t",
    ),
    "by three sources, and of a period": (
        [
            *(total(id_, amount, f"Tổng vốn {id_}") for id_, amount in (("a", "300"), ("b", "200"), ("c", "100"))),
            T,
            PERIOD,
        ],
        "a 1 · b 2 · c 3 · t - · g -",
        "t g",
        "t g",
    ),
    "by source with another sum": (
        [T, total("n", "500", "Tổng vốn tỉnh"), total("d", "90", "Tổng vốn dân")],
        "t 1 · n 2 · d 3",
        "",
        "t n d",
    ),
    "twice the same": ([T, total("n", "600", "Tổng vốn tỉnh")], "t 1 · n 2", "", "t n"),
    "besides": ([worked(), T, total("q", "90", "Tổng kinh phí lồng ghép")], "m1 1 · m2 2 · t - · q 3", "t", "t q"),
    "beside other money": (
        [worked(), T, total("q", "90", "Quản lý", heading="Quản lý")],
        "m1 1 · m2 2 · t - · q 3",
        "t",
        "t q",
    ),
    "with other money": (
        [worked(), total("t", "690", "Tổng kinh phí"), total("q", "90", "Quản lý", heading="Quản lý")],
        "m1 1 · m2 2 · t - · q 3",
        "t",
        "t",
    ),
    "other money without a name": ([worked(), total("q", "90", "QUẢN LÝ")], "m1 1 · m2 2 · q 3", "", "m1 m2 q"),
    "of one group": (
        [part("a", tasks=[paid("x", "Làm nhà.", "5"), paid("t", "Tổng số: 5 triệu đồng.", "5")]), worked()],
        "x 1 · t - · m1 2 · m2 3",
        "t",
        "t m1 m2",
    ),
    "of two sources": (
        [worked(), total("n", "500", "Tổng vốn tỉnh"), total("d", "100", "Tổng vốn dân")],
        "m1 1 · m2 2 · n - · d -",
        "n d",
        "m1 m2 n d",
    ),
    **{
        text: ([worked(paid("x", text, "50"))], "m1 1 · m2 2 · x 3", "", "m1 m2 x")
        for text in (
            "Tổng đài tư vấn.",
            "Tổng điều tra hộ nghèo.",
            "Tổng số 15 mô hình.",
            "Tổng số hộ được vay: 20.",
            "Tổng chi cục thuế.",
        )
    },
}


def shown(words, outline: list[dict], **plan):
    workspace = office({"outline": outline, **plan}, funding_sources=SOURCES)
    return Views(workspace, words)


@pytest.fixture(params=CASES)
def case(request, words):
    outline, numbers, wholes, years = CASES[request.param]
    return shown(words, outline), numbers, wholes.split(), years.split()


def numbered(rows) -> str:
    return " · ".join(f"{id_} {number or '-'}" for id_, number in rows)


def test_a_total_has_no_number_in_the_appendix_nor_in_the_workbook(case):
    views, numbers, *_ = case
    plan, text = views.workspace.plans["thu"], views.texts["thu"]
    rows = budget_table(plan, text).rows
    assert numbered((row.id.removesuffix("--row"), row.cells[0].text) for row in rows) == numbers
    assert numbered((row.id, row.cells[0]) for row in budget_sheet(plan, text).rows) == numbers


def test_the_money_page_counts_each_amount_once(case):
    views, _, wholes, years = case
    (shown_money,) = views.money_by_place
    assert [row.id for row in shown_money.rows if row.is_whole] == wholes
    budgets = {row.item: row.id for row in shown_money.rows}
    assert [budgets[row.item] for row in shown_money.years] == years


def test_open_data_say_what_is_a_total_of_others(case):
    views, _, wholes, _ = case
    rows = [*data_rows(views, date(2027, 1, 1))["budget_lines"]]
    assert [row["budget"] for row in rows if row["whole"]] == wholes


def test_a_total_is_held_against_its_parts_on_the_money_page(words):
    (shown_money,) = shown(words, [worked(), total("t", "610", "Tổng kinh phí")]).money_by_place
    (breakdown,) = shown_money.breakdowns
    assert breakdown.rows[-1].total == Sum("610 triệu đồng", "600 triệu đồng", differs=True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tổng kinh phí dự kiến của Kế hoạch.", "Tổng kinh phí"),
        ("Tổng kinh phí thực hiện năm 2027: 600 triệu đồng.", "Tổng kinh phí thực hiện năm 2027"),
        ("Tổng kinh phí giai đoạn 2027 - 2030 là 600 triệu đồng.", "Tổng kinh phí giai đoạn 2027 - 2030"),
        ("Tổng kinh phí: 600 triệu đồng, trong đó năm 2027: 300.", "Tổng kinh phí"),
    ],
)
def test_a_total_says_its_years(words, text, name):
    views = shown(words, [worked(paid("t", text, "600"))])
    rows = budget_table(views.workspace.plans["thu"], views.texts["thu"]).rows
    assert rows[-1].cells[1].text == name
