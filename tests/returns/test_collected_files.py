"""Collection workbooks that people changed as files: sorted, cut, renamed, written beside, copied together."""

import re
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import yaml
from openpyxl.comments import Comment

from planbook.authoring.close_period import close
from planbook.loading.workspace import UnknownPlan
from planbook.messages.diagnostics import Misuse, Refusal
from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.returns.answers.answer import EditChoice
from planbook.returns.answers.answer_report import answers_as_text
from tests.collected import (
    PERIOD,
    PLAN,
    TARGETS,
    TASKS,
    Form,
    give_out,
    pulled,
    results,
    written,
    year_office,
)
from tests.returns.collected_offices import answer_of, doubts, entry, why

DONE = {"state": "Hoàn thành", "done": date(2026, 12, 10)}


@pytest.fixture
def office(tmp_path):
    return year_office(tmp_path)


# What people do to files.


def renamed(form):
    for at, page in enumerate(form.book.worksheets):
        page.title = f"Trang {at}"


def turned_round(form):
    form.book.move_sheet(TASKS, 2)


def lines_above(form):
    form.book[TARGETS].insert_rows(1, 2)
    form.book[TARGETS]["B1"] = "Biểu 01"


def column_between(form):
    form.book[TARGETS].insert_cols(3)
    form.book[TARGETS]["C2"] = "ghi riêng"
    form.book[TARGETS]["C3"] = "abc"


def sorted_the_other_way(form):
    page = form.book[TARGETS]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    for at, row in enumerate(reversed(rows), 3):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value


def hidden_columns(form):
    for letter in "CDEI":
        form.book[TARGETS].column_dimensions[letter].hidden = True


def unlocked(form):
    for page in form.book.worksheets:
        page.protection.sheet = False


def rows_gone(form):
    page = form.book[TARGETS]
    page.delete_rows(form.cell(TARGETS, "o-nhiem", "value").row)


def no_properties(form):
    form.book.custom_doc_props.props.clear()


@pytest.mark.parametrize(
    "changes",
    [
        (hidden_columns, unlocked, no_properties, renamed),
        (rows_gone, turned_round, lines_above),
        (column_between, sorted_the_other_way),
    ],
)
def test_a_file_is_known_whatever_was_done_to_its_sheets(changes, office, forms, tmp_path):
    form = Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value=3050).fill(TARGETS, "cong-nhan", value=2)
    form.fill(TASKS, "tram-xu-ly", **DONE)
    for change in changes:
        change(form)
    pull = pulled(office, form.save(tmp_path / "gửi lại (1).xlsx"))
    assert (answer_of(pull).refused, pull.answers[0][0].agency) == ((), "so-nn-mt")
    assert [(one["target"], one["value"]) for one in written(office)["targets"]] == [
        ("dao-tao", "3.050"),
        ("cong-nhan", "2"),
    ]
    assert entry(office, "tasks", task="tram-xu-ly")["done"] == "2026-12-10"


def test_rows_that_are_gone_stay_in_the_data_and_are_told(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    form = Form(half[PERIOD]["so-nn-mt"])
    rows_gone(form)
    pull = pulled(office, form.save(tmp_path / "a.xlsx"))
    assert [str(note.values["items"]) for note in answer_of(pull).notes] == ["o-nhiem"]
    assert entry(office, "targets", target="o-nhiem")


def test_what_is_written_beside_a_cell_is_told_and_said_to_be_kept_nowhere(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"])
    form.cell(TARGETS, "dao-tao", "value").comment = Comment("số liệu chưa rà soát", "Người điền")
    answer = answer_of(pulled(office, form.save(tmp_path / "a.xlsx")))
    assert [(comment.item, comment.author, comment.text) for comment in answer.comments] == [
        ("dao-tao", "Người điền", "số liệu chưa rà soát")
    ]
    assert "kept nowhere" in answer.notes[-1].english
    assert not (office / "data/opinions").exists()


def test_rows_that_nobody_gave_out_are_told_and_lost_by_nobody(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value=3050)
    page = form.book[TARGETS]
    column = form.column(TARGETS, "value")
    page.cell(page.max_row + 1, column).value = 7
    page.cell(page.max_row + 1, 1).value = "khong-co"
    page.cell(page.max_row, column).value = 8
    page.cell(page.max_row + 1, 1).value = "dao-tao"
    page.cell(page.max_row, column).value = 9
    pull = pulled(office, form.save(tmp_path / "a.xlsx"))
    assert [edit.new for edit in answer_of(pull).refused][:2] == ["7", "Kết quả kỳ này: 8"]
    assert len(answer_of(pull).refused) == 3
    assert "targets" not in written(office)  # two rows say different things of one target


def test_a_formula_counts_by_what_came_of_it_and_that_is_told(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value="=3000+50")
    path = form.save(tmp_path / "a.xlsx")
    assert len(why(pulled(office, path))) == 1  # nobody has worked it out
    with_cached(path, "=3000+50"[1:], "3050")
    pull = pulled(office, path)
    assert entry(office, "targets", target="dao-tao")["value"] == "3.050"
    assert any(note.values.get("value") == "3.050" for note in answer_of(pull).notes)


def with_cached(path, formula, value):
    """Put what a program works out behind a formula."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    old, new = (f"(<f>{re.escape(formula)}</f>)<v ?(/>|></v>)".encode(), rf"\1<v>{value}</v>".encode())
    assert any(re.search(old, part) for part in parts.values())
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, re.sub(old, new, part))


def test_looks_that_say_something_else_are_refused(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value=3050).fill(TARGETS, "cong-nhan", value=2)
    cell = form.cell(TARGETS, "dao-tao", "value")
    cell.font = openpyxl.styles.Font(strike=True)
    assert [*why(pulled(office, form.save(tmp_path / "a.xlsx")))] == [cell.coordinate]
    assert [one["target"] for one in written(office)["targets"]] == ["cong-nhan"]


def test_a_sheet_or_column_that_is_gone_is_told(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value=3050)
    del form.book[TASKS]
    form.book[TARGETS].delete_cols(form.column(TARGETS, "note"))
    pull = pulled(office, form.save(tmp_path / "a.xlsx"))
    assert len(answer_of(pull).refused) == 2
    assert entry(office, "targets", target="dao-tao")


def test_a_file_without_what_it_was_given_out_with_needs_a_yes_for_everything(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value=3050)
    del form.book["given-out"]
    path = form.save(tmp_path / "a.xlsx")
    assert doubts(pulled(office, path))
    assert "targets" not in written(office)
    pulled(office, path, choice=EditChoice(["all"]))
    assert entry(office, "targets", target="dao-tao")


def test_sheets_of_several_workbooks_in_one_file_are_refused(office, forms, tmp_path):
    form, guest = Form(forms["so-nn-mt"]), Form(forms["so-noi-vu"])
    page = form.book.create_sheet("Khác")
    for row in guest.book[TASKS].iter_rows():
        for cell in row:
            page.cell(cell.row, cell.column).value = cell.value
    with pytest.raises(Misuse, match="sheets of several workbooks"):
        pulled(office, form.save(tmp_path / "a.xlsx"))


def test_a_closed_period_is_refused_with_what_to_do(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    path = Form(half["2026-Q2"]["so-nn-mt"]).fill(TARGETS, "o-nhiem", value=14).save(tmp_path / "a.xlsx")
    close(office, PLAN, "2026-Q2")
    before = results(office, "2026-Q2").read_bytes()
    with pytest.raises(Refusal, match="close --amendment"):
        pulled(office, path)
    assert results(office, "2026-Q2").read_bytes() == before


def test_files_of_several_periods_plans_or_kinds_are_pulled_by_themselves(office, forms, tmp_path):
    other = give_out(office, "2026-Q3")["so-noi-vu"]
    with pytest.raises(Misuse, match="several periods"):
        pulled(office, forms["so-nn-mt"], other)
    with pytest.raises(Misuse, match="khong-co"):
        pulled(office, forms["so-nn-mt"], choice=EditChoice(excepted=["khong-co"]))
    from planbook.outputs.documents import workbook_of_plan
    from planbook.outputs.edition import edition, read_sources
    from planbook.outputs.origin import made_at

    matrix = office / "ma-tran.xlsx"
    made = edition(read_sources(office), made_at(office))
    matrix.write_bytes(workbook_of_plan(made, made.workspace.plans[PLAN]))
    with pytest.raises(Misuse, match="beside collection workbooks"):
        pulled(office, forms["so-nn-mt"], matrix)
    (office / f"data/plans/{PLAN}.yaml").rename(office / "data/plans/khac.yaml")
    text = (office / "data/plans/khac.yaml").read_text("utf-8").replace(f"id: {PLAN}", "id: khac", 1)
    (office / "data/plans/khac.yaml").write_text(text, "utf-8")
    for path in results(office).parent.glob("*.yaml"):
        path.unlink()
    with pytest.raises(UnknownPlan):
        pulled(office, forms["so-nn-mt"])
    with pytest.raises(Misuse, match="there is no plan"):
        pulled(office, forms["so-nn-mt"], forms["so-noi-vu"])


def test_what_the_plan_has_no_more_is_told(office, forms, tmp_path):
    path = office / f"data/plans/{PLAN}.yaml"
    lines = [line for line in path.read_text("utf-8").splitlines(keepends=True) if "id: cong-nhan" not in line]
    for quarter in (1, 2, 3):
        file = results(office, f"2026-Q{quarter}")
        file.write_text(
            "".join(line for line in file.read_text("utf-8").splitlines(keepends=True) if "cong-nhan" not in line),
            "utf-8",
        )
    path.write_text("".join(lines), "utf-8")
    pull = pulled(office, Form(forms["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=2).save(tmp_path / "a.xlsx"))
    assert [edit.id for edit in answer_of(pull).refused] == ["cong-nhan"]


def test_a_person_reads_what_came(office, forms, tmp_path):
    pull = pulled(office, Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value="3,050").save(tmp_path / "a.xlsx"))
    text = answers_as_text([(sender.file, answer) for sender, answer, _ in pull.answers])
    assert "ô I3" in text
    assert "3.050" in text


def test_a_cached_number_of_a_formula_is_a_number(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value="=1520/1000")
    path = form.save(tmp_path / "a.xlsx")
    with_cached(path, "1520/1000", "1.52")
    page = next(page for page in read_book(read_package(path.read_bytes(), WORKBOOK)).pages if page.name == TARGETS)
    assert page.rows[3][9].value == Decimal("1.52")


def test_what_comes_of_words_is_written_as_reached(office, forms, tmp_path):
    form = Form(forms["so-cong-thuong"]).fill(TARGETS, "quang-ba", value="Chưa đạt", note="mới có một sàn")
    assert not pulled(office, form.save(tmp_path / "a.xlsx")).is_left()
    assert written(office)["targets"] == [{"target": "quang-ba", "reached": "false", "note": "mới có một sàn"}]
    assert yaml.safe_load(results(office).read_text("utf-8"))["targets"][0]["reached"] is False
