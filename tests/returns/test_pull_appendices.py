"""What targets ask of agencies and places, and own tables: edited in Word and in Excel, back in the data."""

import copy
import json
from datetime import UTC, datetime

import openpyxl
import pytest
import yaml

from planbook.outputs.catalogue import feed_files
from planbook.outputs.documents import word_draft, workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.proofs.documents import own_table
from planbook.verify.readers import csv_lines
from tests.conftest import run
from tests.offices import written
from tests.reading.test_target_values import INDICATORS, LOCALITIES, SHARED
from tests.word_edits import W, edited, found, text_of, words

MADE = datetime(2026, 11, 1, tzinfo=UTC)
OWN = {
    "id": "pl-ho",
    "title": "SỐ HỘ ĐẦU NĂM",
    "columns": [
        {"key": "xa", "heading": "Xã"},
        {"key": "ho", "heading": "Số hộ", "kind": "number"},
        {"key": "ghi-chu", "heading": "Ghi chú"},
    ],
    "rows": [
        {"id": "r-c", "cells": ["xã C", "1.500", "-"]},
        {"id": "r-d", "cells": ["xã D", "20", "=1+1"]},
        {"id": "r-tong", "cells": ["Tổng", "1.520", "-"], "total": "all"},
    ],
}
PLAN = {
    "period": "2027-2028",
    "outline": [{"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": [SHARED]}],
    "appendices": [{"id": "pl-giao", "made": "shares"}, OWN],
}


@pytest.fixture
def root(tmp_path):
    return written(tmp_path, PLAN, localities=LOCALITIES, indicators=INDICATORS)


def plan_of(root):
    return yaml.load((root / "data/plans/thu.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)


def shares(root):
    values = plan_of(root)["outline"][0]["targets"][0]["values"]
    return {(value.get("place") or value.get("agency"), value.get("year")): value for value in values}


def in_cell(row_begins, column, text):
    """Another text in a cell of the first row whose cells begin so."""

    def edit(trees):
        for row in trees["word/document.xml"].iter(f"{W}tr"):
            cells = list(row.iter(f"{W}tc"))
            if [text_of(cell) for cell in cells][: len(row_begins)] == row_begins:
                nodes = list(cells[column].iter(f"{W}t"))
                if not nodes:
                    paragraph = next(cells[column].iter(f"{W}p"))
                    run_ = paragraph.makeelement(f"{W}r")
                    paragraph.append(run_)
                    run_.append(run_.makeelement(f"{W}t"))
                    nodes = [run_[0]]
                nodes[0].text = text
                for node in nodes[1:]:
                    node.text = ""
                return
        raise AssertionError(row_begins)

    return edit


def written_draft(root, *edits):
    made = edition(read_sources(root), MADE)
    path = root / "draft.docx"
    path.write_bytes(edited(word_draft(made, made.workspace.plans["thu"]), *edits))
    return path


def from_word(root, *edits):
    return run(root, "pull", written_draft(root, *edits), "--apply")


def from_excel(root, *cells):
    made = edition(read_sources(root), MADE)
    path = root / "book.xlsx"
    path.write_bytes(workbook_of_plan(made, made.workspace.plans["thu"]))
    book = openpyxl.load_workbook(path)
    for sheet, id_, column, value in cells:
        page = book[sheet]
        row = next(row for row in page.iter_rows() if row[0].value == id_)
        row[column].value = value
    book.save(path)
    return run(root, "pull", path, "--apply")


def test_values_of_places_come_back_from_word(root):
    answer = from_word(root, in_cell(["1", "Xã C"], 2, "25"), in_cell(["2", "Xã D"], 3, "ít nhất 70"))

    assert answer.returncode == 0, answer.stdout
    assert shares(root)["xa-c", "2027"]["value"] == "25"
    assert shares(root)["xa-d", "2028"] == {"place": "xa-d", "year": "2028", "comparator": "at-least", "value": "70"}
    assert len(shares(root)) == len(SHARED["values"])


def test_a_number_after_which_shares_add_up_no_more_is_taken_and_told(tmp_path):
    whole = SHARED | {"due": "2028", "values": [value for value in SHARED["values"] if value["year"] == "2028"]}
    plan = PLAN | {"outline": [PLAN["outline"][0] | {"targets": [whole]}]}
    root = written(tmp_path, plan, localities=LOCALITIES, indicators=INDICATORS)
    answer = from_word(root, in_cell(["1", "Xã C"], 2, "45"))

    assert "ghi các chỗ sửa này thì phép kiểm tra cảnh báo thêm:" in answer.stdout
    assert "warning[target-shares]: các phần cộng lại được 105, chỉ tiêu ghi 100" in answer.stdout
    assert shares(root)["xa-c", "2028"]["value"] == "45"

    in_json = run(root, "pull", root / "draft.docx", "--format", "json").stdout
    assert json.loads(in_json)["warnings"] == []
    again = written_draft(root, in_cell(["1", "Xã C"], 2, "55"))
    (warning,) = json.loads(run(root, "pull", again, "--format", "json").stdout)["warnings"]
    (root / "inbox").mkdir()
    again.rename(root / "inbox/ve.docx")
    assert "warning[target-shares]" in run(root, "inbox").stdout
    assert (warning["check"], warning["path"]) == ("target-shares", "data/plans/thu.yaml")


def test_a_value_that_a_place_did_not_have_comes_from_word_and_one_goes(root):
    answer = from_word(root, in_cell(["2", "Xã D"], 2, "15"), in_cell(["1", "Xã C"], 3, ""))

    assert answer.returncode == 0, answer.stdout
    assert shares(root)["xa-d", "2027"] == {"year": "2027", "place": "xa-d", "value": "15"}
    assert ("xa-c", "2028") not in shares(root)


@pytest.mark.parametrize(("column", "text"), [(1, "Xã E"), (2, "nhiều"), (2, "25 người")])
def test_another_body_or_no_number_is_refused(root, column, text):
    before = plan_of(root)
    answer = from_word(root, in_cell(["1", "Xã C"], column, text))

    assert answer.returncode == 1
    assert plan_of(root) == before


def of_row(row_begins, change):
    """A change of the row of a table whose first cells say something."""

    def edit(parts) -> None:
        rows = parts["word/document.xml"].iter(f"{W}tr")
        change(
            next(row for row in rows if [text_of(cell) for cell in row.iter(f"{W}tc")][: len(row_begins)] == row_begins)
        )

    return edit


def another(row) -> None:
    new = copy.deepcopy(row)
    for mark in [*new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
        mark.getparent().remove(mark)
    next(node for node in new.iter(f"{W}t") if node.text == "Xã D").text = "Xã E"
    row.addnext(new)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda row: row.getparent().remove(row), "xóa các mục của dòng đó trong dữ liệu (values:)"),
        (another, "ghi cơ quan hoặc địa phương cùng con số vào dữ liệu (values:)"),
    ],
)
def test_a_row_that_goes_or_comes_among_places_is_refused_with_where_to_write_it(root, change, told):
    before = plan_of(root)
    answer = from_word(root, of_row(["2", "Xã D"], change))

    assert (answer.returncode, told in answer.stdout) == (1, True)
    assert plan_of(root) == before


def test_a_row_of_an_own_table_is_deleted_where_the_table_adds_up_without_it(root):
    def out(row) -> None:
        row.getparent().remove(row)

    assert "cột “Số hộ” ở đây ghi 1.520, cộng các phần được 1.500" in from_word(root, of_row(["xã D"], out)).stdout
    answer = from_word(root, of_row(["xã D"], out), in_cell(["Tổng"], 1, "1.500"))

    assert answer.returncode == 0, answer.stdout
    assert [row["id"] for row in plan_of(root)["appendices"][1]["rows"]] == ["r-c", "r-tong"]


def up(row) -> None:
    row.getprevious().addprevious(row)


def test_a_row_of_an_own_table_is_moved(root):
    answer = from_word(root, of_row(["xã D"], up))
    assert answer.returncode == 0, answer.stdout
    assert [id_ for id_, _ in own_rows(root)] == ["r-d", "r-c", "r-tong"]
    assert "sửa: 0" in from_word(root).stdout


@pytest.mark.parametrize("moved", [True, False])
def test_a_row_of_a_made_table_that_is_moved_is_told(tmp_path, moved):
    tasks = [{"id": f"viec-{letter}", "text": f"Việc {letter}."} for letter in "abc"]
    assignment = {"lead": "ubnd-tinh-lao-cai", "deadlines": [{"throughout": "2027"}]}
    groups = [{"id": "nhom", "heading": "Nhóm", "tasks": tasks, "assignment": assignment}]
    root = written(tmp_path, {"outline": [{"id": "nhiem-vu", "heading": "NHIỆM VỤ", "task_groups": groups}]})
    before = plan_of(root)
    answer = from_word(root, *([of_row(["3", "Việc c."], up)] if moved else []))
    assert ("chuyển chính các mục trong phần lời: viec-c\n" in answer.stdout) is moved, answer.stdout
    assert plan_of(root) == before


def test_a_task_that_stands_in_the_table_alone_is_deleted_with_its_row(tmp_path):
    tasks = [{"id": "a", "text": "Rà soát hộ nghèo."}, {"id": "b", "short_text": "Tập huấn"}]
    assignment = {"lead": "ubnd-tinh-lao-cai", "deadlines": [{"throughout": "2027"}]}
    groups = [{"id": "nhom", "heading": "Nhóm", "tasks": tasks, "assignment": assignment}]
    outline = [{"id": "nhiem-vu", "heading": "NHIỆM VỤ", "task_groups": groups}]
    root = written(tmp_path, {"period": "2027", "layout": {"assignment": "table"}, "outline": outline})
    answer = from_word(root, of_row(["2", "Tập huấn"], lambda row: row.getparent().remove(row)))

    assert answer.returncode == 0, answer.stdout
    assert [task["id"] for task in plan_of(root)["outline"][0]["task_groups"][0]["tasks"]] == ["a"]


def test_a_row_that_repeats_another_one_of_an_own_table_needs_a_yes(root):
    before = plan_of(root)
    copied = of_row(["xã D"], lambda row: row.addnext(copy.deepcopy(row)))
    answer = from_word(root, copied)
    assert (answer.returncode, "--accept xa-d--row" in answer.stdout) == (1, True)
    assert plan_of(root) == before


def test_values_and_own_tables_come_back_from_excel(root):
    answer = from_excel(
        root,
        ("Giao chỉ tiêu", "xa-c", 3, 25),
        ("Giao chỉ tiêu", "xa-d", 3, 12),
        ("Giao chỉ tiêu", "xa-c", 4, None),
        ("Số hộ đầu năm", "r-c", 2, 1600),
        ("Số hộ đầu năm", "r-tong", 2, 1620),
        ("Số hộ đầu năm", "r-c", 3, "mới"),
    )

    assert answer.returncode == 0, answer.stdout
    assert {key: value["value"] for key, value in shares(root).items()} == {
        ("xa-c", "2027"): "25",
        ("xa-d", "2027"): "12",
        ("xa-d", "2028"): "60",
    }
    assert [row["cells"] for row in plan_of(root)["appendices"][1]["rows"]] == [
        ["xã C", "1.600", "mới"],
        ["xã D", "20", "=1+1"],
        ["Tổng", "1.620", "-"],
    ]


def test_a_workbook_that_nobody_edited_changes_nothing(root):
    before = plan_of(root)
    answer = from_excel(root)

    assert (answer.returncode, plan_of(root)) == (0, before), answer.stdout


def test_a_row_that_is_new_or_gone_is_refused(root):
    answer = from_excel(root, ("Giao chỉ tiêu", "xa-c", 0, None), ("Số hộ đầu năm", "r-c", 0, None))

    assert answer.returncode == 1
    assert answer.stdout.count("x ") >= 2


def test_an_own_table_is_published_as_csv_and_proved(root):
    made = edition(read_sources(root), MADE)
    content = feed_files(made)["ke-hoach/thu/phu-luc/pl-ho.csv"]

    assert content.decode("utf-8-sig").splitlines()[:3] == ["Xã,Số hộ,Ghi chú", "xã C,1500,'-", "xã D,20,'=1+1"]
    assert [line.text for line in csv_lines(content).lines] == [
        line.text for line in own_table(made, "thu", "pl-ho").lines
    ]


def with_row(after, *texts):
    """A row behind the one whose first cell says so, with other texts in its cells."""

    def edit(trees):
        document = trees["word/document.xml"]
        row = next(row for row in document.iter(f"{W}tr") if text_of(next(row.iter(f"{W}tc"))) == after)
        own = copy.deepcopy(row)
        for mark in [*own.iter(f"{W}bookmarkStart"), *own.iter(f"{W}bookmarkEnd")]:
            mark.getparent().remove(mark)
        for cell, text in zip(own.iter(f"{W}tc"), texts, strict=True):
            first, *others = cell.iter(f"{W}t")
            first.text = text
            for node in others:
                node.text = ""
        row.addnext(own)

    return edit


def own_rows(root):
    return [(row["id"], row["cells"]) for row in plan_of(root)["appendices"][1]["rows"]]


def test_a_row_that_is_added_to_an_own_table_comes_from_word(root):
    total = in_cell(["Tổng"], 1, "1.550")
    answer = from_word(root, with_row("xã D", "xã Đ", "30", ""), total)
    assert answer.returncode == 0, answer.stdout
    assert own_rows(root)[2] == ("xa-d", ["xã Đ", "30", "-"])
    assert [id_ for id_, _ in own_rows(root)] == ["r-c", "r-d", "xa-d", "r-tong"]
    assert own_rows(root)[3][1][1] == "1.550"


def test_a_row_that_is_added_to_an_own_table_comes_from_excel(root):
    made = edition(read_sources(root), MADE)
    path = root / "book.xlsx"
    path.write_bytes(workbook_of_plan(made, made.workspace.plans["thu"]))
    book = openpyxl.load_workbook(path)
    page = next(page for page in book if any(cell.value == "r-d" for cell in page["A"]))
    at = next(cell.row for cell in page["A"] if cell.value == "r-d")
    page.insert_rows(at + 1)
    for column, value in enumerate(("xã Đ", 30), 2):
        page.cell(at + 1, column).value = value
    page.cell(at + 2, 3).value = 1550
    book.save(path)
    answer = run(root, "pull", path, "--apply")
    assert answer.returncode == 0, answer.stdout
    assert own_rows(root)[2:] == [("xa-d", ["xã Đ", "30", "-"]), ("r-tong", ["Tổng", "1.550", "-"])]


def test_a_row_of_an_own_table_with_braces_is_refused_by_its_place(root):
    before = own_rows(root)
    answer = from_word(root, with_row("xã D", "xã {x}", "30", ""))
    assert answer.returncode == 1
    assert "xã {x}" in answer.stdout
    assert own_rows(root) == before


IN_WORDS = "Ngoài biểu này"
WORDED = [{"id": "loi-a", "text": "Nâng cao nhận thức."}, {"id": "loi-b", "text": "Giữ vững kết quả."}]


def with_words(tmp_path, appendices, worded=WORDED):
    target = {"id": "ct-ho", "text": "Giảm {value}.", "value": "100", "unit": "hộ", "lead": "so-b"}
    outline = [{"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": [target, *worded]}]
    return written(tmp_path, {"period": "2027", "outline": outline, **appendices})


def without(*beginnings):
    def edit(trees):
        for begin in beginnings:
            paragraph = found(trees, begin)
            paragraph.getparent().remove(paragraph)

    return edit


def left_ids(root):
    return [target["id"] for target in plan_of(root)["outline"][0]["targets"]]


LISTED = {"appendices": [{"id": "pl-ct", "made": "targets"}]}
NOTED = {"appendices": [{"id": "pl-ct", "made": "targets", "note": "Số liệu cuối năm."}]}


@pytest.mark.parametrize("appendices", [{}, LISTED, NOTED])
@pytest.mark.parametrize("edit", [words("Ngoài biểu này còn 2", "Ngoài biểu này còn 5"), without(IN_WORDS)])
def test_what_stands_below_the_table_of_targets_is_the_programs_own(tmp_path, appendices, edit):
    root = with_words(tmp_path, appendices)
    before = plan_of(root)
    untouched, answer = from_word(root), from_word(root, edit)

    assert (untouched.returncode, plan_of(root)) == (0, before), untouched.stdout
    assert answer.returncode == 1, answer.stdout
    assert "những chữ này do chương trình đặt" in answer.stdout
    assert plan_of(root) == before


def test_what_stands_in_place_of_the_table_of_targets_is_the_programs_own(tmp_path):
    outline = [{"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": WORDED}]
    root = written(tmp_path, {"period": "2027", "outline": outline, **LISTED})
    before = plan_of(root)
    untouched, answer = from_word(root), from_word(root, words("Có 2 chỉ tiêu", "Có 5 chỉ tiêu"))

    assert (untouched.returncode, plan_of(root)) == (0, before), untouched.stdout
    assert "những chữ này do chương trình đặt" in answer.stdout
    assert plan_of(root) == before


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (["Giữ vững"], ["ct-ho", "loi-a"]),
        (["Giữ vững", "Nâng cao"], ["ct-ho"]),
        (["Giữ vững", "Nâng cao", IN_WORDS], ["ct-ho"]),
    ],
)
@pytest.mark.parametrize("appendices", [{}, LISTED])
def test_what_stands_below_the_table_of_targets_follows_an_edit_of_these(tmp_path, gone, left, appendices):
    root = with_words(tmp_path, appendices)
    answer = from_word(root, without(*gone))

    assert (answer.returncode, left_ids(root)) == (0, left), answer.stdout


@pytest.mark.parametrize("appendix", [LISTED["appendices"][0], OWN])
def test_the_note_of_an_appendix_is_deleted_with_its_paragraph(tmp_path, appendix):
    root = with_words(tmp_path, {"appendices": [appendix | {"note": "Số liệu cuối năm."}]})
    answer = from_word(root, without("Số liệu cuối năm"))

    assert answer.returncode == 0, answer.stdout
    assert plan_of(root)["appendices"] == [appendix]
