"""Appendices as a plan names them, tables of its own, tasks that only an appendix has, and what goes out without any."""

import pytest
import yaml

from planbook.authoring.issue import _edits
from planbook.checks import findings
from planbook.loading.workspace import load_entry, load_files
from planbook.reading.context import Context
from planbook.reading.edits import edits_of
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.render.templates import Templates
from planbook.repository.files import Files
from planbook.returns.fields.task_fields import task_field
from planbook.returns.fields.traced import traced_lines
from planbook.returns.word.rewording import reworded_row
from planbook.text.writer import write
from planbook.views.matrix import matrix, task_rows
from planbook.views.once import Views
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.conftest import ROOT
from tests.offices import files, office

PATH = "data/plans/thu.yaml"
TARGETS = {
    "id": "muc-tieu",
    "heading": "MỤC TIÊU",
    "targets": [{"id": "ct-1", "text": "Đạt {value}.", "value": "30", "unit": "%"}],
}
TASKS = {
    "id": "nhiem-vu",
    "heading": "NHIỆM VỤ",
    "task_groups": [
        {
            "id": "nhom-1",
            "heading": "Truyền thông",
            "tasks": [
                {"id": "viec-1", "text": "Tuyên truyền rộng rãi trong Nhân dân", "short_text": "Tuyên truyền"},
                {"id": "viec-2", "short_text": "In tờ rơi"},
            ],
            "assignment": {"lead": "so-b", "deadlines": [{"by": "2027-06-30"}]},
        },
        {"id": "nhom-2", "heading": "Chỉ ở phụ lục", "tasks": [{"id": "viec-3", "short_text": "Lập danh sách"}]},
        {"id": "nhom-3", "heading": "Kiểm tra", "tasks": [{"id": "viec-4", "text": "Kiểm tra cơ sở"}]},
    ],
}
IN_TABLE = {"layout": {"assignment": "table"}, "outline": [TARGETS, TASKS]}
OWN = {
    "id": "so-ho",
    "title": "SỐ HỘ ĐẦU NĂM",
    "note": "Đơn vị tính: hộ",
    "columns": [
        {"key": "xa", "heading": "Xã"},
        {"key": "tong", "heading": "Tổng", "kind": "number", "sum_of": ["ngheo", "can"]},
        {"key": "ngheo", "heading": "Hộ nghèo", "kind": "number"},
        {"key": "can", "heading": "Hộ cận nghèo", "kind": "number"},
    ],
    "rows": [
        {"id": "vung-1", "cells": ["Vùng 1", "1500", "1000", "500"], "group": True, "total": "group"},
        {"id": "xa-a", "cells": ["Xã A", "1000", "800", "200"]},
        {"id": "xa-b", "cells": ["Xã B", "500", "200", "300"]},
        {"id": "vung-2", "cells": ["Vùng 2", "20", "20", "-"], "group": True, "total": "group"},
        {"id": "xa-c", "cells": ["Xã C", "20", "20", "-"]},
        {"id": "cong", "cells": ["Cộng", "1520", "1020", "500"], "total": "all"},
    ],
}


def view(words, plan):
    workspace = office(plan)
    return Views(workspace, words).views["thu"]


def headings(shown):
    return [(one.heading, one.title) for one in shown.appendices]


def test_a_draft_has_those_that_are_made_of_its_data(words):
    shown = view(words, {"outline": [TARGETS, TASKS]})

    assert headings(shown) == [("Phụ lục I", "BIỂU CHỈ TIÊU"), ("Phụ lục II", "BIỂU PHÂN CÔNG NHIỆM VỤ")]
    assert "(Kèm theo Phụ lục I, Phụ lục II)" in shown.closing


WORDS = [
    ({}, ""),
    ({"targets": ["Nâng cao nhận thức"]}, "1 chỉ tiêu, kết quả ghi bằng lời, không có con số, tại: mục I."),
    ({"targets": ["A", "B"]}, "2 chỉ tiêu, kết quả ghi bằng lời, không có con số, tại: mục I."),
    ({"targets": ["A"], "results": ["B"]}, "2 chỉ tiêu, kết quả ghi bằng lời, không có con số, tại: mục I; mục II."),
]


@pytest.mark.parametrize(("added", "said"), WORDS)
def test_the_table_of_targets_says_what_it_has_no_rows_for(words, added, said):
    more = [{"id": f"loi-{at}", "text": text} for at, text in enumerate(added.get("targets", ()))]
    results = [{"id": f"kq-{at}", "text": text} for at, text in enumerate(added.get("results", ()))]
    outline = [{**TARGETS, "targets": [*TARGETS["targets"], *more]}]
    outline += [{"id": "ket-qua", "heading": "KẾT QUẢ", "results": results}] if results else []
    (appendix,) = view(words, {"outline": outline}).appendices

    assert len(appendix.table.rows) == 1
    assert appendix.left_out == (said and f"Ngoài biểu này còn {said}")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"appendices": [{"id": "pl", "made": "targets"}]},
            ["Có 2 chỉ tiêu, kết quả ghi bằng lời, không có con số để lập biểu, tại: mục I."],
        ),
        (
            {
                "appendices": [{"id": "pl", "made": "targets"}],
                "status": "issued",
                "number": "5/KH-UBND",
                "date": "2027-01-05",
            },
            ["Có 2 chỉ tiêu, kết quả ghi bằng lời, không có con số để lập biểu, tại: mục I."],
        ),
        ({"appendices": [{"id": "pl", "made": "shares"}]}, []),
        ({}, []),
    ],
)
def test_a_table_of_targets_that_a_plan_names_says_that_all_are_in_words(words, fields, said):
    targets = [{"id": f"loi-{at}", "text": text} for at, text in enumerate(("A", "B"))]
    shown = view(words, {"outline": [{**TARGETS, "targets": targets}], **fields})

    assert [(appendix.title, appendix.table.rows, appendix.left_out) for appendix in shown.appendices] == [
        ("BIỂU CHỈ TIÊU", (), words_) for words_ in said
    ]


def test_many_appendices_are_named_by_the_first_and_the_last(words):
    tables = [
        {
            "id": f"pl-{at}",
            "title": f"BIỂU {at}",
            "columns": [{"key": "a", "heading": "A"}],
            "rows": [{"id": f"r-{at}", "cells": ["x"]}],
        }
        for at in range(15)
    ]

    assert view(words, {"appendices": tables}).closing.endswith(" (Kèm theo các Phụ lục từ I đến XV)./.")
    assert view(words, {"appendices": tables[:3]}).closing.endswith(" (Kèm theo Phụ lục I, Phụ lục II, Phụ lục III)./.")


@pytest.mark.parametrize("closing", ["Chi tiết tại phụ lục", None])
def test_last_words_that_point_to_the_appendices_are_not_said_again(words, closing):
    table = {
        "id": "pl",
        "title": "BIỂU",
        "columns": [{"key": "a", "heading": "A"}],
        "rows": [{"id": "r", "cells": ["x"]}],
    }
    section = {"id": "viec", "heading": "VIỆC", "intro": "Chi tiết tại Phụ lục kèm theo"}
    shown = view(words, {"closing": closing, "outline": [section], "appendices": [table]})

    assert "(Kèm theo" not in shown.closing + shown.body[-1].text
    assert (shown.closing or shown.body[-1].text).endswith("./.")


def test_an_issued_plan_has_those_alone_that_it_names(words):
    signed = {"status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"}
    none = view(words, {**signed, "outline": [TARGETS, {**TASKS, "task_groups": TASKS["task_groups"][2:]}]})
    named = view(
        words,
        {
            **signed,
            "outline": [TARGETS, {**TASKS, "task_groups": TASKS["task_groups"][2:]}],
            "appendices": [{"id": "pl", "made": "targets"}],
        },
    )

    assert (none.appendices, "Phụ lục" in none.closing) == ((), False)
    assert headings(named) == [("Phụ lục", "BIỂU CHỈ TIÊU")]


@pytest.mark.parametrize(
    "fields",
    [
        {"appendices": []},
        {"appendices": [{"id": "pl", "made": "tasks"}]},
    ],
)
def test_values_of_years_go_out_although_the_plan_names_no_table_of_targets(words, fields):
    years = [{"year": "2027", "value": "30"}, {"year": "2028", "value": "41"}]
    target = {"id": "ct-nam", "text": "Giảm nghèo.", "unit": "hộ", "values": years}
    shown = view(words, {**fields, "period": "2027-2030", "outline": [{**TARGETS, "targets": [target]}]})
    cells = [cell.text for one in shown.appendices for row in one.table.rows for cell in row.cells]

    assert headings(shown) == [("Phụ lục", "BIỂU CHỈ TIÊU")]
    assert [any(value in cell for cell in cells) for value in ("30", "41")] == [True, True]
    assert "(Kèm theo Phụ lục)" in shown.closing


def test_issuing_names_what_the_draft_has(words):
    workspace = office({"outline": [TARGETS, TASKS]})
    signing = type(
        "Signing",
        (),
        {"amendment": "", "day": workspace.plans["thu"].period.first, "number": "5/KH-UBND", "signatory": ""},
    )
    said = {edit.key: edit.value for edit in _edits(workspace.plans["thu"], signing, "x")}

    assert [one["made"] for one in said["appendices"]] == ["targets", "tasks"]


def test_order_titles_own_tables_and_files_are_the_plans(words):
    listed = [
        OWN,
        {"id": "pl-viec", "made": "tasks", "title": "DANH MỤC NHIỆM VỤ"},
        {"id": "ban-do", "title": "BẢN ĐỒ", "file": "ban-do.pdf"},
    ]
    shown = view(words, {"outline": [TARGETS, TASKS], "appendices": listed})

    assert headings(shown) == [
        ("Phụ lục I", "SỐ HỘ ĐẦU NĂM"),
        ("Phụ lục II", "DANH MỤC NHIỆM VỤ"),
        ("Phụ lục III", "BẢN ĐỒ"),
    ]
    assert [cell.text for cell in shown.appendices[0].table.rows[0].cells] == ["Vùng 1", "1.500", "1.000", "500"]
    assert (shown.appendices[0].note, shown.appendices[2].note) == ("Đơn vị tính: hộ", "Kèm theo: ban-do.pdf")


def test_no_appendix_at_all_when_the_plan_says_so(words):
    shown = view(words, {"outline": [TARGETS], "appendices": []})

    assert (shown.appendices, "Phụ lục" in shown.closing) == ((), False)


def test_open_decisions_are_no_numbered_appendix(words):
    todo = [{"id": "qd", "what": "chọn mức", "at": "ct-1"}]
    shown = view(words, {"outline": [TARGETS], "todo": todo})
    alone = view(words, {"todo": [{"id": "qd", "what": "chọn mức"}]})

    assert headings(shown) == [("Phụ lục", "BIỂU CHỈ TIÊU")]
    assert (shown.sheet.heading, shown.sheet.title) == (
        "Kèm dự thảo, không ban hành cùng kế hoạch",
        "VIỆC CẦN QUYẾT ĐỊNH TRƯỚC KHI BAN HÀNH",
    )
    assert "(Kèm theo Phụ lục)" in shown.closing
    assert "Kèm theo" not in alone.closing


@pytest.mark.parametrize(
    ("row", "cells", "why"),
    [
        (
            5,
            ["Cộng", "1521", "1020", "501"],
            ["says 1.521 here, its parts add up to 1.520", "says 501 here, its parts add up to 500"],
        ),
        (
            1,
            ["Xã A", "1001", "800", "200"],
            [
                "says 1.520 here, its parts add up to 1.521",
                "says 1.001 here, its parts add up to 1.000",
                "says 1.500 here, its parts add up to 1.501",
            ],
        ),
        (2, ["Xã B", "nhiều", "200", "300"], ["“nhiều” is no number"]),
        (4, ["Xã C", "1.5", "20", "-"], ["“1.5” is no number"]),
    ],
)
def test_a_table_that_does_not_add_up_is_an_error(row, cells, why):
    rows = [{**one, "cells": cells} if at == row else one for at, one in enumerate(OWN["rows"])]
    workspace = office({"appendices": [{**OWN, "rows": rows}]})
    said = [str(one.message) for one in findings(workspace, ["table-sum"])]

    assert len(said) == len(why)
    assert all(any(part in one for one in said) for part in why), said


def test_a_table_that_adds_up_is_none():
    assert findings(office({"appendices": [OWN]}), ["table-sum"]) == []


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"id": "a", "made": "tasks", "file": "x.pdf"}, "2 things"),
        ({"id": "a", "title": "A"}, "0 things"),
        ({"id": "a", "file": "x.pdf"}, "has no title"),
        ({"id": "a", "title": "A", "file": "../x.pdf"}, "no bare name"),
        ({**OWN, "rows": [{"id": "r", "cells": ["Xã A", "1"]}]}, "has 2 cells, the table 4 columns"),
    ],
)
def test_what_is_no_appendix_is_an_error(entry, why):
    _, found = load_files(files({"appendices": [entry]}))

    assert [why in str(one.message) for one in found] == [True]


def test_assignments_in_a_table_are_not_printed_twice(words):
    shown = view(words, IN_TABLE)
    text = [" ".join(filter(None, (block.number.printed, block.text))) for block in shown.body]

    assert text == [
        "I. MỤC TIÊU",
        "- Đạt 30%.",
        "II. NHIỆM VỤ",
        "1. Truyền thông",
        "Tuyên truyền rộng rãi trong Nhân dân.",
        "2. Kiểm tra",
        "Kiểm tra cơ sở.",
    ]
    table = next(one.table for one in shown.appendices if one.landscape)
    assert [[cell.text for cell in row.cells][:3] for row in table.rows] == [
        ["I", "Truyền thông", ""],
        ["1", "Tuyên truyền", "Sở B"],
        ["2", "In tờ rơi", "Sở B"],
        ["II", "Chỉ ở phụ lục", ""],
        ["3", "Lập danh sách", ""],
        ["III", "Kiểm tra", ""],
        ["4", "Kiểm tra cơ sở", ""],
    ]


def test_an_issued_plan_whose_table_is_the_assignment_has_it(words):
    shown = view(words, {**IN_TABLE, "status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"})

    assert headings(shown) == [("Phụ lục", "BIỂU PHÂN CÔNG NHIỆM VỤ")]


def test_what_stands_nowhere_else_goes_out_although_the_plan_names_others_only(words):
    shown = view(words, {**IN_TABLE, "appendices": [{"id": "pl", "made": "targets"}]})

    assert headings(shown) == [("Phụ lục I", "BIỂU CHỈ TIÊU"), ("Phụ lục II", "BIỂU PHÂN CÔNG NHIỆM VỤ")]


def test_what_only_the_appendix_has_can_be_linked_to(words):
    html = Templates(ROOT / "templates").render("plan/plan.html", plan=view(words, IN_TABLE), words=words)

    assert [html.count(f'id="{id_}"') for id_ in ("viec-1", "viec-2", "viec-3", "nhom-2")] == [1 + 1, 1, 1, 1]


@pytest.fixture
def context(words):
    workspace = office({**IN_TABLE, "appendices": [OWN, {"id": "pl", "made": "tasks"}]})
    spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
    plan = workspace.plans["thu"]
    text = PlanText(workspace, plan, Wording(words), numbers(plan), short_citations=True)
    return Context(plan, text, SpellingReader(words, spellings))


def after(edited):
    shown = files({**IN_TABLE, "appendices": [OWN, {"id": "pl", "made": "tasks"}]})
    new = write(shown.contents[PATH].decode(), edited)
    _, found = load_files(Files({**shown.contents, PATH: new.encode()}))
    assert found == []
    return yaml.load(new, Loader=yaml.CBaseLoader)


def row(context, words, id_, old, new):
    line = next(
        one
        for one in traced_lines(context.text.workspace, context.plan, words, Templates(ROOT / "templates"))
        if one.item == f"{id_}--row"
    )
    assert old in line.text
    return after(reworded_row(line, line.text.replace(old, new), context))


def test_rows_of_the_appendix_come_back_from_word(context, words):
    assert row(context, words, "xa-b", "300", "310")["appendices"][0]["rows"][2]["cells"] == [
        "Xã B",
        "500",
        "200",
        "310",
    ]
    group = row(context, words, "viec-2", "In tờ rơi", "In áp phích")["outline"][1]["task_groups"][0]
    assert group["tasks"][1]["short_text"] == "In áp phích"
    moved = row(context, words, "viec-3", "Lập danh sách\t", "Lập danh sách\tSở B")["outline"][1]["task_groups"][1]
    assert moved["tasks"][0]["assignment"] == {"lead": "so-b"}


def test_the_short_text_is_what_a_sheet_changes(context, words):
    rows = {one.id: one.name for one in task_rows(matrix(context.text.workspace, context.plan, words))}
    assert rows == {
        "viec-1": "Tuyên truyền",
        "viec-2": "In tờ rơi",
        "viec-3": "Lập danh sách",
        "viec-4": "Kiểm tra cơ sở",
    }
    changed = after(edits_of(context.plan, task_field(context, "viec-1", "task", "Tuyên truyền, vận động")))
    task = changed["outline"][1]["task_groups"][0]["tasks"][0]
    assert (task["short_text"], task["text"]) == ("Tuyên truyền, vận động", "Tuyên truyền rộng rãi trong Nhân dân")
