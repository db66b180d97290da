"""Small plans of odd shapes in which a small wrong change of the program shows: `make mutants` asked for each."""

from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from planbook.checks import findings
from planbook.loading.workspace import load_entry, load_files
from planbook.model.entry import is_id
from planbook.model.lateness import WorkStatus, status_for
from planbook.model.number import parse_number, written_number
from planbook.model.period import parse_report_period, parse_when
from planbook.model.seal import seal
from planbook.model.task import Duty
from planbook.model.work import duty_tasks
from planbook.reading.context import Context
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.returns.fields.figures import money_field
from planbook.views.calendar import end_of_next_quarter
from planbook.views.decisions import open_places
from planbook.views.glossary import glossary
from planbook.views.matrix import task_rows
from planbook.views.once import Views
from planbook.views.open_data.shapes import SHAPES
from planbook.views.paper import addressed, letterhead, opinion_count
from planbook.views.register import MOST_ROWS, plans_on_a_page, register
from planbook.views.worklist import work_terms
from planbook.wording.blocks import Heading, Item
from planbook.wording.linked_text import LinkedText, without_marks
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.titles import titled
from planbook.wording.wording import Wording
from tests.conftest import ROOT
from tests.offices import PLAN, REGISTERS, files, office

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
    second = part("nam", duties=[{**duties[0], "id": "lam-hai", "items": [{"id": "y-hai", "text": "C."}]}])
    third = part("bay", task_groups=[part("nhom-ba", tasks=[task("viec-ba")])])
    outline = [
        part("mot", task_groups=groups),
        part("viec-cua", duties=duties),
        part("sau", sections=[deep, second, third]),
    ]
    blocks = Views(office({"outline": outline}), words).views["thu"].body

    assert [(block.id, block.level) for block in blocks if isinstance(block, Heading)] == [
        ("mot", 1), ("nhom", 2), ("viec-cua", 1), ("lam", 2),
        ("sau", 1), ("hai", 2), ("ba", 3), ("nhom-trong", 3), ("bon", 3), ("lam-trong", 3),
        ("nam", 2), ("lam-hai", 3), ("bay", 2), ("nhom-ba", 3),
    ]  # fmt: skip


def test_a_seal_of_before_holds():
    """What is written down in offices: another seal of the same plan would say that each issued plan was edited."""
    assert seal(office({}).plans["thu"]) == "2-63cfd3b7fb46bf6d912041bf"


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


def test_what_stands_below_a_paragraph_is_one_level_deeper_and_an_assignment_is_not(words):
    inner = {"id": "trong", "text": "Trong.", "items": [{"id": "sau-nua", "text": "Sâu nữa."}]}
    statements = [{"id": "ngoai", "text": "Ngoài:", "items": [inner]}]
    work = task("viec", measures=[{"id": "bp", "text": "Mở lớp."}], assignment={"lead": "so-b"})
    outline = [part("mot", solutions=statements), part("hai", tasks=[work, task("khac")])]
    blocks = Views(office({"outline": outline}), words).views["thu"].body

    assert {block.id: block.level for block in blocks if isinstance(block, Item)} == {
        "ngoai": 1,
        "trong": 2,
        "sau-nua": 3,
        "viec": 1,
        "bp": 2,
        "viec--lead": 0,
        "khac": 1,
    }


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


def test_the_day_of_a_task_is_its_own_else_that_of_its_group_the_earliest_of_several(words):
    def due(*days: str) -> dict:
        return {"lead": "so-b", "deadlines": [{"by": day} for day in days]}

    own = [
        task("rieng", assignment=due("2027-05-06", "2027-04-01")),
        task("chung"),
        task("thang", assignment=due("2027-06")),
    ]
    groups = [part("nhom", tasks=own, assignment=due("2027-09-01")), part("khong", tasks=[task("khong-han")])]
    views = Views(office({"outline": [part("nhiem-vu", task_groups=groups)]}), words)
    rows = {row.id: row.cells for sheet in views.sheets["thu"].values() for row in sheet.rows if len(row.cells) == 9}

    assert {id_: rows[id_][5] for id_ in ("rieng", "chung", "thang", "khong-han")} == {
        "rieng": date(2027, 4, 1),
        "chung": date(2027, 9, 1),
        "thang": None,
        "khong-han": None,
    }


def test_an_assignment_in_a_sentence_stands_behind_its_label(words):
    assignment = {"lead": "so-b", "coordinating": "ubnd-tinh-a", "deadlines": [{"by": "2027-05-06"}]}
    groups = [part("nhom", tasks=[task("viec", assignment=assignment)])]
    plan = {"layout": {"assignment": "sentence"}, "outline": [part("nhiem-vu", task_groups=groups)]}
    blocks = Views(office(plan), words).views["thu"].body

    assert [(block.level, block.label, block.text) for block in blocks if block.id == "viec--assignment"] == [
        (0, "Phân công thực hiện:", "Sở B chủ trì, phối hợp với Ủy ban nhân dân tỉnh; chậm nhất ngày 06/5/2027.")
    ]


def test_what_was_due_in_earlier_years_stands_by_year_the_latest_first():
    days = [date(2024, 5, 1), date(2025, 5, 1), date(2026, 3, 1), date(2027, 5, 1), date(2028, 5, 1), None]
    rows = [SimpleNamespace(day=day, until=date(2030, 1, 1)) for day in days]
    over = SimpleNamespace(day=date(2026, 12, 1), until=date(2026, 6, 29))

    assert [(term.kind, term.year) for term in work_terms([*rows, over], date(2026, 6, 30))] == [
        ("overdue", 0), ("next", 2027), ("next", 2028), ("standing", 0), ("past", 2025), ("past", 2024),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-2025", "2021-01-01", "2025-12-31"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2027-Q2", "2027-04-01", "2027-06-30"),
        ("2027-Q4", "2027-10-01", "2027-12-31"),
        ("2027-05-06", "2027-05-06", "2027-05-06"),
    ],
)
def test_a_time_begins_and_ends_with_its_days(text, first, last):
    when = parse_when(text)
    assert (when.first.isoformat(), when.last.isoformat()) == (first, last)


def test_of_a_deadline_that_says_its_time_in_three_ways_the_last_is_pointed_at():
    deadline = {"before": "2027-05-01", "by": "2027-05-02", "within": "2027-Q3"}
    outline = [part("nhiem-vu", tasks=[task("viec", assignment={"lead": "so-b", "deadlines": [deadline]})])]
    shown = files({"outline": outline})
    _, (finding,) = load_files(shown)
    lines = shown.contents["data/plans/thu.yaml"].decode().splitlines()

    assert (finding.check, lines[finding.span.line - 1].strip(" -")) == ("deadline-ways", "within: 2027-Q3")


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


def test_the_places_of_a_decision_are_the_lines_that_name_who_is_in_question():
    work = [
        task("dan-dau", assignment={"lead": "so-b"}),
        task("phoi-hop", assignment={"lead": "ubnd-tinh-a", "coordinating": "so-b"}),
        task("nhac-den", text="Nhờ {agency:so-b} làm.", assignment={"lead": "ubnd-tinh-a"}),
        task("ca-hai", text="Cùng {agency:so-b} làm.", assignment={"lead": "so-b"}),
        task("ngoai", assignment={"lead": "so-b"}),
    ]
    ids = ["dan-dau", "phoi-hop", "nhac-den", "ca-hai"]
    todo = [
        {"id": "chon", "what": "chọn cơ quan", "at": ids, "about": "so-b"},
        {"id": "khac", "what": "xem", "at": ["ngoai"]},
    ]
    fields = {
        "outline": [part("nhiem-vu", tasks=work)],
        "todo": todo,
        "recipients": [{"text": "Như trên"}, {"agencies": "so-b"}],
    }

    assert [*open_places(office(fields).plans["thu"])] == [
        *("thu--recipient-2", "dan-dau--lead", "phoi-hop--coordinating", "nhac-den", "ca-hai--lead", "ca-hai", "ngoai"),
    ]


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


def test_a_short_form_in_brackets_is_found_where_it_stands(words):
    agencies = {
        "agencies": [
            *REGISTERS["agencies"]["agencies"][:1],
            {**REGISTERS["agencies"]["agencies"][1], "aliases": ["(SB) A"]},
        ]
    }
    texts = {
        "co": ["Giao (SB) A làm."],
        "dau": ["(SB) A làm."],
        "khong": ["Giao SB A làm.", "SB) A làm"],
        "thieu": ["Giao (SB A"],
    }
    data = office({}, agencies=agencies)
    (plan,) = data.plans.values()
    data = replace(data, plans={id_: plan.model_copy(update={"id": id_}) for id_ in texts})
    shorts = glossary(data, [], texts, ["so-b"])

    assert [short.plans for short in shorts if short.short == "(SB) A"] == [("co", "dau")]


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


def test_all_that_stands_before_the_last_paragraph_stays_where_that_one_ends_the_plan(words):
    statements = [{"id": f"y-{at}", "text": f"Ý {at}."} for at in range(3)]
    plan = Views(office({"closing": None, "outline": [part("mot", solutions=statements)]}), words).views["thu"]

    assert [block.text for block in plan.body] == ["MOT", "Ý 0.", "Ý 1.", "Ý 2./."]


def test_the_title_of_a_document_is_printed_with_all_that_it_names(words):
    types = [{"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"}]
    document = {"id": "qd", "type": "quyet-dinh", "number": "12/QĐ-UBND", "date": "2026-01-05", "issuer": "ubnd-tinh-a"}
    title = "về việc giao {agency:so-b} cùng {agency:ubnd-tinh-a} làm"
    workspace = office({}, legal_documents={"types": types, "documents": [{**document, "title": title}]})

    assert titled(workspace, Wording(words), workspace.documents["qd"]).title == (
        "về việc giao Sở B cùng Ủy ban nhân dân tỉnh làm"
    )


def test_the_parts_of_a_project_have_their_points_below_them(words):
    def measures(of: str) -> list[dict]:
        inner = [{"id": f"{of}-trong", "text": "Trong."}]
        return [{"id": f"{of}-mot", "text": "Một:", "items": inner}, {"id": f"{of}-hai", "text": "Hai."}]

    parts = [{"id": "tieu-1", "number": 1, "name": "Cầu"}]
    projects = [
        {"id": "da-1", "number": 1, "name": "Đường"},
        {"id": "da-2", "number": 2, "name": "Nước", "projects": parts},
    ]
    programme = {"id": "ct", "name": "Chương trình", "period": "2026-2030", "projects": projects}
    groups = [
        {"id": "duong", "project": "da-1", "tasks": [{"id": "viec-1", "measures": measures("a")}]},
        {"id": "nuoc", "project": "da-2", "tasks": [{"id": "viec-2", "project": "tieu-1", "measures": measures("b")}]},
    ]
    workspace = office({"outline": [part("nhiem-vu", task_groups=groups)]}, programmes={"programmes": [programme]})
    blocks = Views(workspace, words).views["thu"].body
    levels = {block.id: (block.level, block.number.printed) for block in blocks if isinstance(block, Item)}

    assert {id_: levels[id_] for id_ in ("a-mot", "a-trong", "a-hai")} == {
        "a-mot": (1, "-"),
        "a-trong": (2, "+"),
        "a-hai": (1, "-"),
    }
    assert {id_: levels[id_] for id_ in ("b-mot", "b-trong", "b-hai")} == {
        "b-mot": (2, "+"),
        "b-trong": (3, "+"),
        "b-hai": (2, "+"),
    }


def test_a_title_names_an_agency_as_it_was_called_on_the_day_of_the_document(words):
    types = [{"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"}]
    document = {"type": "quyet-dinh", "issuer": "ubnd-tinh-a", "title": "về {agency:so-b}"}
    listed = [{**document, "id": f"qd-{at}", "number": f"{at}/QĐ-UBND", "date": f"202{at}-01-05"} for at in (4, 6)]
    renamed = {"id": "ten", "kind": "rename", "date": "2025-03-01", "original": "so-b", "former": {"name": "Sở Cũ"}}
    workspace = office({}, legal_documents={"types": types, "documents": listed}, agency_changes={"changes": [renamed]})

    titles = [titled(workspace, Wording(words), workspace.documents[id_]).title for id_ in ("qd-4", "qd-6")]
    assert titles == ["về Sở Cũ", "về Sở B"]


def test_a_draft_is_one_and_an_issued_plan_is_none(words):
    signed = {"status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"}
    assert [Views(office(fields), words).views["thu"].is_draft for fields in ({}, signed)] == [True, False]


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
    ("issuer", "agency", "called"),
    [
        ("ubnd-tinh-a", "", ["Sở B", "Sở C"]),
        ("so-b", "", ["Sở C", "Ủy ban nhân dân tỉnh"]),
        ("so-c", "", ["Sở B", "Ủy ban nhân dân tỉnh"]),
        ("so-b", "so-c", ["Sở C"]),
    ],
)
def test_a_paper_is_addressed_to_all_with_work_but_who_issues_it_and_open_groups(words, issuer, agency, called):
    group = {"id": "cac-so", "name": "các sở khác", "level": "province", "locality": "tinh-a", "open": True}
    by = ("so-c", "so-b", "ubnd-tinh-a", "cac-so")
    duties = [{"id": f"viec-{id_}", "agencies": id_, "text": f"Làm việc của {id_}."} for id_ in by]
    bodies = {"agencies": AGENCIES["agencies"], "groups": [group]}
    views = Views(office({"outline": [part("to-chuc", duties=duties)]}, agencies=bodies), words)
    listed = [*addressed(views.texts["thu"], views.work_of_plans["thu"], issuer, agency)]

    assert sorted(name for name, _ in listed) == sorted(called)


def test_how_many_reports_came_is_said_of_days_that_are_over_also_where_none_did(words):
    duty = {"id": "bc", "agencies": ["so-b", "so-c"], "to": "ubnd-tinh-a", "text": "Báo cáo.", "every": "quarter"}
    came = [{"duty": "bc", "agency": "so-b", "date": "2027-06-10"}]
    results = {"plan": "thu", "period": "2027-Q2", "as_of": "2027-06-30", "reports": came}
    plan = {"outline": [part("bao-cao", reporting=[{**duty, "before_day": 20}])]}
    views = Views(office(plan, agencies=AGENCIES, **{"results/thu/2027-Q2": results}), words)
    told = {due.day.month: due.state.partition(" ")[0] for due in views.outstanding.dues(views.commitments)}

    assert told == {3: "0/2", 6: "1/2", 9: "", 12: ""}


@pytest.mark.parametrize(("place", "above", "seat"), [("tinh-a", 2, "A"), ("a-tinh", 0, "Bờ"), ("tinh-z", 0, "Bờ")])
def test_only_a_body_of_the_plan_s_place_writes_below_the_issuer_and_from_its_seat(words, place, above, seat):
    other = {"id": place, "name": "tỉnh Bờ", "level": "province"}
    localities = [*REGISTERS["localities"]["localities"], *([other] if place != "tinh-a" else [])]
    body = {"id": "chi-cuc", "name": "Chi cục C", "level": "province", "locality": place}
    agencies = {"agencies": [*REGISTERS["agencies"]["agencies"], body]}
    text = Views(office({}, localities={"localities": localities}, agencies=agencies), words).texts["thu"]
    head = letterhead(text, words, "BC", "chi-cuc", "", 2027)

    assert (len(head.superior), head.place_and_day.partition(",")[0]) == (above, seat)


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
    ("day", "end"),
    [
        ("2026-01-01", "2026-06-30"),
        ("2026-03-31", "2026-06-30"),
        ("2026-04-01", "2026-09-30"),
        ("2026-06-30", "2026-09-30"),
        ("2026-07-01", "2026-12-31"),
        ("2026-09-30", "2026-12-31"),
        ("2026-10-01", "2027-03-31"),
        ("2026-12-31", "2027-03-31"),
    ],
)
def test_what_comes_soon_goes_to_the_end_of_the_next_quarter(day, end):
    assert end_of_next_quarter(date.fromisoformat(day)) == date.fromisoformat(end)


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
    ("deadline", "day"),
    [
        ({"by": "2027-03-01"}, "2027-03-01"),
        ({"before": "2027-03-01"}, "2027-03-01"),
        ({"until": "2027-03-01"}, "2027-03-01"),
        ({"by": "2027-03"}, None),
        ({"by": "2027-Q1"}, None),
        ({"throughout": True}, None),
    ],
)
def test_a_deadline_of_one_day_names_it(deadline, day):
    work = task("viec", assignment={"lead": "so-b", "deadlines": [deadline]})
    plan = office({"outline": [part("nhiem-vu", tasks=[work])]}).plans["thu"]
    (group,) = plan.task_groups()
    (read,) = group.tasks[0].assignment.deadlines
    assert read.day == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("count", "lines"),
    [
        (1, ("Kính gửi: Sở B",)),
        (2, ("- Sở B;", "- Ủy ban nhân dân tỉnh.")),
        (3, ("- Sở B;", "- Ủy ban nhân dân tỉnh;", "- Sở C.")),
    ],
)
def test_each_line_of_addressees_ends_as_one_of_a_list(words, count, lines):
    addressed_to = [{"agencies": [agency]} for agency in ("so-b", "ubnd-tinh-a", "so-c")][:count]
    assert Views(office({"addressed_to": addressed_to}, agencies=AGENCIES), words).views["thu"].addressed_to == lines


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


LINKED = [
    ("Giao {agency:so-b} chủ trì.", [("Sở B", "agency", "so-b")]),
    ("Giao Sở B chủ trì.", [("Sở B", "agency", "so-b")]),
    ("{agency:so-b}, {agency:ubnd-tinh-a}", [("Sở B", "agency", "so-b"), ("Ủy ban nhân dân tỉnh", "agency", "ubnd-tinh-a")]),
    ("Theo {document:qd-12}.", [("Quyết định số 12/QĐ-UBND", "document", "qd-12")]),
    ("Theo Quyết định số 12/QĐ-UBND ngày 05/01/2026.", [("12/QĐ-UBND", "document", "qd-12")]),
    ("Theo Quyết định số 12/QĐ-UBND ngày 06/01/2026.", []),  # another one
    ("Như mục I.", [("mục I", "item", "mot")]),  # whose purposes are bullets
    ("Như mục II.", [("mục II", "item", "to-chuc")]),
    ("Như mục III.", []),
    ("Như mục II của Luật.", []),
    ("Không nêu ai.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), LINKED)
def test_a_page_links_what_a_text_names_and_nothing_else(words, text, names):
    documents = {
        "types": [{"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"}],
        "documents": [
            {"id": "qd-12", "type": "quyet-dinh", "number": "12/QĐ-UBND", "date": "2026-01-05", "issuer": "ubnd-tinh-a"}
        ],
    }
    outline = [part("mot", purposes=[{"id": id_, "text": "Ý."} for id_ in ("y", "khac")]), *PLAN["outline"]]
    workspace, _ = load_files(files({"outline": outline}, legal_documents=documents))
    plan = workspace.plans["thu"]
    filler = LinkedText(workspace, plan, Wording(words), numbers(plan))
    filled = filler.fill(text)
    plain = without_marks(filled)

    assert [(plain[begin:end], *name) for begin, end, name in filler.stretches(filled)] == names


POINTS = {"purposes": [{"id": "y", "text": "Ý."}]}
NUMBERED_TWICE = {
    "numbering": "bullet",
    "sections": [part(id_, tasks=[task(f"viec-{id_}", assignment={"lead": "so-b"})]) for id_ in ("ba", "bon")],
}


@pytest.mark.parametrize(
    ("changed", "text", "item"),
    [
        ({"outline": [part("mot", sections=[part("hai", **POINTS)])]}, "Như khoản 1, mục I.", "hai"),
        ({"outline": [part("mot", numbering="bullet", sections=[part("hai", **POINTS)])]}, "Như mục I.", "mot"),
        ({"outline": [part("mot", **POINTS)], "layout": {"parts": "roman"}}, "Như phần I.", "mot"),
        ({"outline": [part("mot", **NUMBERED_TWICE)]}, "Như mục I.", "mot"),
        ({"outline": [part("mot", **NUMBERED_TWICE)]}, "Như khoản 1, mục I.", None),
    ],
)
def test_a_typed_place_is_the_item_that_has_its_number_not_what_stands_there_without_one(words, changed, text, item):
    plan = (workspace := office(changed)).plans["thu"]
    filler = LinkedText(workspace, plan, Wording(words), numbers(plan))
    assert [entry for *_, entry in filler.stretches(filler.fill(text))] == [("item", item)] * (item is not None)


@pytest.mark.parametrize(
    ("first", "second"),
    [({"date": None}, {"date": "2027-04-15"}), ({"period": "2027-2028", "date": "2027-01-15"}, {"date": "2027-04-15"})],
)
def test_a_report_is_held_against_the_day_of_its_own_plan_whatever_plan_stands_before_it(first, second):
    duty = {
        "id": "bc",
        "agencies": "so-b",
        "to": "ubnd-tinh-a",
        "every": "quarter",
        "before_day": 20,
        "months": [3, 6],
        "text": "Báo cáo.",
    }
    outline = [part("bao-cao", reporting=[duty])]
    plans = [
        {"id": "dau", **first},
        {"id": "thu", "status": "issued", "number": "1/KH-UBND", "outline": outline, **second},
    ]
    workspace, _ = load_files(files(plans))
    assert [each.plan for each in findings(workspace, ["report-before-plan"])] == ["thu"]


@pytest.mark.parametrize(
    ("content", "is_printed"),
    [
        ({}, False),
        ({"intro": "Gồm:"}, True),
        ({"budget": MONEY}, True),
        ({"attachments": [{"id": "pl", "label": "Phụ lục I"}]}, True),
    ],
)
def test_a_part_whose_tasks_stand_in_an_appendix_is_printed_for_what_else_it_holds(content, is_printed):
    work = {"id": "viec", "short_text": "Làm.", "assignment": {"lead": "so-b"}}
    plan = office({"outline": [part("phan", tasks=[work], **content)]}, funding_sources=SOURCES).plans["thu"]
    assert [section.is_printed for section in plan.sections()] == [is_printed]


@pytest.mark.parametrize(
    ("deadline", "check"),
    [
        ({"by": "2027-05-01"}, None),
        ({"text": "khi có vốn", "reason": "chưa giao vốn"}, None),
        ({"text": "khi có vốn"}, "deadline-ways"),
        ({"by": "2027-05-01", "reason": "chưa giao vốn"}, "deadline-ways"),
        ({"reason": "chưa giao vốn"}, "deadline-ways"),
        ({}, "deadline-ways"),
        ({"since": "2027-05-01"}, None),
        ({"since": "2027-05-01", "until": "2027-05-01"}, None),
        ({"since": "2027-05-02", "until": "2027-05-01"}, "period-reversed"),
        ({"since": "2027-05", "until": "2027-05-01"}, None),
        ({"since": "2027-05-01", "every": "month"}, None),
        ({"since": "2027-05-01", "throughout": True}, None),
        ({"since": "2027-05-01", "by": "2027-06-01"}, "deadline-ways"),
        ({"until": "2027-05-01", "by": "2027-06-01"}, "deadline-ways"),
    ],
)
def test_a_deadline_says_its_time_in_one_way_and_has_a_reason_where_words_say_it(deadline, check):
    work = task("viec", assignment={"lead": "so-b", "deadlines": [deadline]})
    _, problems = load_files(files({"outline": [part("nhiem-vu", tasks=[work])]}))
    assert [problem.check for problem in problems] == ([check] if check else [])


def test_opinions_are_counted_by_what_became_of_them_and_agreements_by_who_agrees():
    def opinion(kind: str, sender: str, answer: str | None = None) -> SimpleNamespace:
        return SimpleNamespace(kind=kind, agency=sender, author=None, file="a.docx", answer=answer)

    answers = ["taken", "partly", "not-taken", None, "taken"]
    listed = [opinion("edit" if at % 2 else "comment", "so-b", answer) for at, answer in enumerate(answers)]
    listed += [opinion("agreement", sender) for sender in ("so-c", "so-c", "so-d")]

    assert astuple(opinion_count(tuple(listed))) == (5, 3, 2, 2, 1, 1, 1)


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
    ("text", "first", "last"),
    [
        ("2027-9M", "2027-01-01", "2027-09-30"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2027-Q3", "2027-07-01", "2027-09-30"),
        ("2027-H1", "2027-01-01", "2027-06-30"),
        ("2027-H2", "2027-07-01", "2027-12-31"),
        ("2027", "2027-01-01", "2027-12-31"),
    ],
)
def test_a_period_that_is_reported_about_begins_and_ends_with_its_days(text, first, last):
    period = parse_report_period(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_agency_that_was_renamed_twice_has_the_name_of_each_time(order):
    renamed = [
        {"id": f"ten-{year}", "kind": "rename", "date": f"{year}-03-01", "original": "so-b", "former": {"name": name}}
        for year, name in ((2024, "Sở Một"), (2026, "Sở Hai"))
    ]
    workspace = office({}, agency_changes={"changes": [renamed[at] for at in order]})
    days = [date(2024, 2, 28), date(2024, 3, 1), date(2026, 2, 28), date(2026, 3, 1)]

    assert [workspace.agency_on("so-b", day).name for day in days] == ["Sở Một", "Sở Hai", "Sở Hai", "Sở B"]


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
