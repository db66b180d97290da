"""Small plans of odd shapes in which a small wrong change of the program shows: `make mutants` asked for each."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from planbook.checks import findings
from planbook.loading.workspace import load_entry, load_files
from planbook.model.entry import is_id
from planbook.model.lateness import WorkStatus, status_for
from planbook.model.number import parse_number, written_number
from planbook.model.task import Duty
from planbook.model.work import duty_tasks
from planbook.reading.context import Context
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.returns.fields.figures import money_field
from planbook.views.once import Views
from planbook.views.open_data.shapes import SHAPES
from planbook.views.register import MOST_ROWS, plans_on_a_page, register
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.conftest import ROOT
from tests.offices import MONEY, REGISTERS, SOURCES, files, office, part, task


def test_the_sheet_of_money_has_the_number_the_unit_and_what_is_about(words):
    outline = [part("von-vay", budget=MONEY)]
    sheets = Views(office({"outline": outline}, funding_sources=SOURCES), words).sheets["thu"]
    (rows,) = [sheet.rows for sheet in sheets.values() if "von" in {row.id for row in sheet.rows}]

    assert [row.cells[3:] for row in rows] == [
        ("Tổng kinh phí", 1500, "triệu đồng", "khoảng", "dự kiến"),
        ("Ngân sách tỉnh", 1200, "triệu đồng", "", ""),
        ("Nhân dân đóng góp", "chưa phân bổ", "", "", ""),
    ]


def test_tasks_are_counted_through_all_groups_in_matrix_sheet_and_grid(words):
    groups = [
        part(f"nhom-{size}", tasks=[task(f"viec-{size}{at}", assignment={"lead": "so-b"}) for at in range(size)])
        for size in (1, 2, 3)
    ]
    views = Views(office({"outline": [part("nhiem-vu", task_groups=groups)]}), words)
    sheets = [sheet.rows for sheet in views.sheets["thu"].values()]
    counted = [[row.cells[0] for row in rows if row.id.startswith("viec-")] for rows in sheets]
    rows = [row.cells[0].text for row in views.matrix_tables["thu"].rows]

    assert [cells for cells in counted if cells] == [[1, 2, 3, 4, 5, 6]] * 2
    assert rows == ["I", "1", "II", "2", "3", "III", "4", "5", "6"]


def test_money_and_project_of_a_task_are_those_of_its_group_where_it_has_none(words):
    projects = [
        {"id": "da-1", "number": 1, "name": "Đường"},
        {"id": "da-2", "number": 2, "name": "Nước"},
    ]
    programme = {"id": "ct", "name": "Chương trình", "period": "2026-2030", "projects": projects}
    groups = [part("nhom", project="da-1", tasks=[task("cua-nhom")]), part("khac", tasks=[task("khong")])]
    workspace = office({"outline": [part("nhiem-vu", task_groups=groups)]}, programmes={"programmes": [programme]})
    views = Views(workspace, words)
    rows = register(workspace, views.matrices, views.charges, date(2027, 1, 1))

    assert {row.task.id: row.programmes for row in rows} == {"cua-nhom": ("ct",), "khong": ()}


def test_open_data_say_which_numbers_every_row_has():
    numbers = [
        (f"{name}.{field}", shape.required)
        for name, table in SHAPES.items()
        for field, shape in table.fields.items()
        if shape.kind == "number"
    ]
    assert [name for name, is_required in numbers if is_required] == ["values.value"]


@pytest.mark.parametrize(("length", "is_right"), [(1, True), (64, True), (65, False)])
def test_an_id_has_its_longest_length(length, is_right):
    assert is_id("a" * length) is is_right


@pytest.mark.parametrize(
    ("text", "number", "again"),
    [
        ("148,50", "148.50", "148,50"),  # a zero that the plan prints is kept
        ("148,5000", "148.500", "148,5000"),
        ("0,695", "0.695", "0,695"),
        ("3,6950", "3.695", "3,6950"),  # 3,695 alone could be 3.695
        ("3,6951", "3.6951", "3,6951"),
        ("1.234,695", "1234.695", "1.234,695"),
    ],
)
def test_a_number_keeps_the_decimals_that_are_written(text, number, again):
    assert str(parse_number(text)) == number
    assert written_number(parse_number(text)) == again
    assert parse_number(again) == Decimal(number)


def test_money_that_is_all_unallocated_says_so_once_and_takes_amounts_all_the_same(words):
    lines = [{"id": "a", "source_of_funds": "tinh", "amount": "unallocated"}, MONEY["lines"][1]]
    budget = {"id": "von", "unit": "trieu", "total": "unallocated", "lines": lines}
    outline = [part("mot", task_groups=[part("nhom", tasks=[task("viec", budget=budget)])])]
    workspace = office({"outline": outline}, funding_sources=SOURCES)
    plan = workspace.plans["thu"]
    text = PlanText(workspace, plan, Wording(words), numbers(plan), short_citations=True)
    spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
    context = Context(plan, text, SpellingReader(words, spellings))

    def amounts(cell):
        answer = money_field(context, "viec", cell)
        return {
            (change.item, change.field): str(change.new[0][0])
            for change in answer
            if change.field in ("total", "amount")
        }

    printed = text.budget(next(entry for entry in plan.walk() if getattr(entry, "id", "") == "von"))
    assert printed == "chưa phân bổ (ngân sách tỉnh, nhân dân đóng góp)"
    assert money_field(context, "viec", printed) == ()
    assert amounts(printed.replace("chưa phân bổ", "500 triệu đồng")) == {("von", "total"): "500"}
    typed = "500 triệu đồng (ngân sách tỉnh: 300 triệu đồng; nhân dân đóng góp: chưa phân bổ)"
    assert amounts(typed) == {("von", "total"): "500", ("a", "amount"): "300"}


@pytest.mark.parametrize(
    ("text", "items", "work"),
    [("Làm việc.", 0, ["lam"]), ("Gồm:", 1, ["y-0"]), ("Làm việc, trong đó chú trọng.", 2, ["lam", "y-0", "y-1"])],
)
def test_a_duty_is_work_of_its_own_unless_it_only_leads_to_its_points(text, items, work):
    points = [{"id": f"y-{at}", "text": f"Điểm {at}."} for at in range(items)]
    duties = [{"id": "lam", "agencies": "so-b", "text": text, "items": points}]
    (duty,) = office({"outline": [part("to-chuc", duties=duties)]}).plans["thu"].entries(Duty)

    assert [task.id for task in duty_tasks(duty)] == work


def test_a_number_of_25_letters_is_read_and_a_longer_one_refused():
    longest = f"1,{'1' * 23}"
    assert str(parse_number(longest)) == longest.replace(",", ".")
    with pytest.raises(ValueError, match="letters, the limit is"):
        parse_number(f"{longest}1")


@pytest.mark.parametrize(
    ("parts", "missing", "state"),
    [
        ({"so-b": "done"}, (), "done"),
        ({"tinh-a": "done"}, (), "done"),  # told of its place
        ({"so-b": "done", "tinh-a": "dropped"}, (), "done"),
        ({"so-c": "done"}, (), "under-way"),
        ({"tinh-a": "done"}, ("so-b",), "unreported"),
        ({}, (), "under-way"),
    ],
)
def test_an_agency_has_the_state_of_its_own_part_else_of_its_place_else_of_the_whole(parts, missing, state):
    told = tuple((body, WorkStatus(state)) for body, state in parts.items())
    status = WorkStatus("under-way", parts=told, missing=missing)
    assert status_for(status, office({}).agencies["so-b"]).state == state


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        ((MOST_ROWS, 1, 1), "a"),
        ((MOST_ROWS - 1, 1, 1), "ab"),
        ((1, 1, 1), "abc"),
        ((MOST_ROWS + 1, 1, 1), "a"),
        ((1, MOST_ROWS, 1), "a"),
    ],
)
def test_a_page_has_so_many_plans_as_fit_and_never_none(rows, listed):
    counts = dict(zip("abc", rows, strict=True))
    matrices = {
        plan: [SimpleNamespace(tasks=range(count - 1)), SimpleNamespace(tasks=())] for plan, count in counts.items()
    }
    charges = {plan: [SimpleNamespace(agencies=("so-b",)), SimpleNamespace(agencies=())] for plan in counts}
    assert "".join(plans_on_a_page(counts, matrices, charges)) == listed


@pytest.mark.parametrize(
    ("status", "period", "is_told"),
    [("draft", "2027", True), ("issued", "2027", True), ("expired", "2027", False), ("issued", "2026", False)],
)
def test_a_second_plan_of_a_subject_and_a_time_is_told_unless_the_first_is_no_more_in_force(status, period, is_told):
    signed = {} if status == "draft" else {"number": "5/KH-UBND", "date": "2026-12-05"}
    plans = [
        {"id": "dau", "status": status, "period": period, "subject": "giảm nghèo", **signed},
        {"subject": "giảm nghèo"},
    ]
    workspace, _ = load_files(files(plans))

    assert bool(findings(workspace, ["series-repeated"])) is is_told


@pytest.mark.parametrize(
    ("place", "subject", "is_told"),
    [("xa-b", "giảm nghèo", False), ("xa-b", "đào tạo", True), ("xa-b", None, False), ("tinh-a", "đào tạo", True)],
)
def test_work_of_a_plan_of_another_place_is_of_its_series_where_both_have_one_subject(place, subject, is_told):
    xa_b = {"id": "xa-b", "name": "xã B", "level": "commune", "part_of": "tinh-a"}
    own, other = (
        {"id": id_, "period": "2026", "outline": [part("nhiem-vu", tasks=[task(f"viec-{id_}")])]}
        for id_ in ("nay", "kia")
    )
    work = task("viec", continues=["nay/viec-nay", "kia/viec-kia"])
    plans = [
        {**own, "subject": "giảm nghèo"},
        {**other, "title": "Khác", "symbol": "KH-X", "jurisdiction": place, "subject": subject},
        {"subject": "giảm nghèo", "follows": ["nay"], "outline": [part("nhiem-vu", tasks=[work])]},
    ]
    localities = {"localities": [*REGISTERS["localities"]["localities"], xa_b]}
    workspace, _ = load_files(files(plans, localities=localities))

    assert bool(findings(workspace, ["series-left"])) is is_told
