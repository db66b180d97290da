"""Collection workbooks that come back: what is read, what is refused with its cell, what meets what, and what the data say then."""

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
from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.returns.answers.answer import EditChoice
from planbook.returns.answers.answer_report import answers_as_text
from planbook.returns.answers.choices import NothingCalledSo
from planbook.returns.collected.collected_book import NotOneForm
from planbook.returns.collected.pull_collected import PeriodClosed, SeveralPeriods
from planbook.returns.pull_files import FilesRefused, SeveralPlans
from tests.collected import (
    MONEY,
    PERIOD,
    PLAN,
    REPORTS,
    TARGETS,
    TASKS,
    TEXTS,
    Form,
    collecting,
    give_out,
    pulled,
    results,
    sound,
    written,
    year_office,
)

DONE = {"state": "Hoàn thành", "done": date(2026, 12, 10)}


@pytest.fixture
def office(tmp_path):
    return year_office(tmp_path)


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """The workbooks of the last quarter, which nobody fills in in their place."""
    return give_out(year_office(tmp_path_factory.mktemp("forms")))


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """Those of a quarter and of the year's last one whose results the data hold."""
    office = year_office(tmp_path_factory.mktemp("half"), with_period=True)
    return {period: give_out(office, period) for period in ("2026-Q2", PERIOD)}


def answer_of(pull):
    return pull.answers[0][1]


def why(pull) -> dict[str, str]:
    """Why edits were refused, by their cells."""
    return {str(edit.at.values["cell"]): str(edit.refused.message) for edit in answer_of(pull).refused}


def doubts(pull) -> list[str]:
    return [str(edit.doubt) for edit in answer_of(pull).edits if edit.doubt]


def entry(root, kind, period=PERIOD, **named):
    return next((one for one in written(root, period).get(kind, ()) if named.items() <= one.items()), None)


def test_what_is_no_value_or_cannot_be_is_refused_with_its_cell_and_the_rest_is_taken(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"])
    wrong = {
        (TARGETS, "dao-tao", "value"): 1000,  # less than three quarters before
        (TARGETS, "o-nhiem", "value"): "108%",
        (TASKS, "ke-hoach-dao-tao", "done"): date(2026, 12, 1),
        (TASKS, "kiem-tra-lop", "state"): "Dừng thực hiện",
        (TASKS, "tram-xu-ly", "note"): "chưa rõ",
        (TASKS, "quan-trac", "state"): "Hoàn thành 80%",
        (TEXTS, "causes/1", "text"): "mới được {result:dao-tao}",
    }
    for (sheet, row, name), value in wrong.items():
        form.fill(sheet, row, **{name: value})
    form.fill(TEXTS, "proposals/1", text="Đề nghị cấp vốn.").fill(TARGETS, "cong-nhan", value="02")
    pull = pulled(office, form.save(tmp_path / "a.xlsx"))
    cells = [(edit.at.values["sheet"], edit.at.values["cell"]) for edit in answer_of(pull).refused]
    assert sorted(cells) == sorted((place[0], form.cell(*place).coordinate) for place in wrong)
    assert pull.is_left()
    assert [one["text"] for one in written(office)["proposals"]] == ["Đề nghị cấp vốn."]
    assert written(office)["targets"] == [{"target": "cong-nhan", "value": "2"}]
    assert {"tasks", "causes"}.isdisjoint(written(office))
    assert sound(office)


@pytest.mark.parametrize(
    ("sheet", "agency", "row", "values"),
    [
        (TASKS, "so-nn-mt", "tram-xu-ly", {**DONE, "begun": date(2026, 12, 11)}),
        (TASKS, "so-nn-mt", "tram-xu-ly", {"state": "Hoàn thành", "done": "1/1/2027"}),
        (MONEY, "ubnd-tinh-mau", "ngan-sach-xa", {"allotted": 100, "disbursed": 200}),
    ],
)
def test_what_does_not_fit_together_is_refused_as_a_row(sheet, agency, row, values, office, forms, tmp_path):
    form = Form(forms[agency]).fill(sheet, row, **values)
    pull = pulled(office, form.save(tmp_path / "a.xlsx"))
    cells = ", ".join(
        form.cell(sheet, row, name).coordinate for name in sorted(values, key=lambda name: form.column(sheet, name))
    )
    assert [*why(pull)] == [cells]
    assert {"tasks", "money"}.isdisjoint(written(office))


def test_what_a_sheet_may_have_read_otherwise_waits_for_a_yes(office, forms, tmp_path):
    path = Form(forms["so-nn-mt"]).fill(TARGETS, "o-nhiem", value=0.11).save(tmp_path / "a.xlsx")
    assert len(doubts(pulled(office, path))) == 1
    assert "targets" not in written(office)
    pulled(office, path, choice=EditChoice(["o-nhiem"]))
    assert entry(office, "targets", target="o-nhiem")["value"] == "0,11"


def test_everything_that_is_filled_in_stands_in_the_data_in_the_order_of_the_plan(office, forms, tmp_path):
    one, place = Form(forms["so-nn-mt"]), Form(forms["ubnd-xa-hai"])
    one.fill(TARGETS, "o-nhiem", value=11, as_of=date(2026, 12, 20), data_source="Quan trắc đợt 4", note="mưa nhiều")
    one.fill(TARGETS, "dao-tao", value=3050)
    one.fill(TASKS, "quan-trac", state="Đang thực hiện", begun=date(2026, 4, 2))
    one.fill(TASKS, "kiem-tra-lop", **DONE, product="4 biên bản", document="12/BC-SNNMT", note="đủ 4 quý")
    one.fill(REPORTS, "bao-cao-quy/so-nn-mt", date=date(2026, 12, 17), document="88/BC-SNNMT")
    one.fill(TEXTS, "difficulties/2", text="Thiếu\n giáo viên.").fill(TEXTS, "proposals/1", text="Sớm giao vốn.")
    place.fill(TARGETS, "dao-tao/xa-hai", value=1030).fill(TASKS, "mo-lop/xa-hai", **DONE)
    place.fill(TARGETS, "thu-gom/xa-hai", value=93)
    paths = [one.save(tmp_path / "b.xlsx"), place.save(tmp_path / "a.xlsx")]
    assert not pulled(office, *paths).is_left()
    assert results(office).read_text("utf-8") == WHOLE
    assert sound(office)
    assert [answer.edits for _, answer, _ in pulled(office, *paths).answers] == [(), ()]
    assert results(office).read_text("utf-8") == WHOLE


WHOLE = """plan: lang-nghe-2026
period: 2026-Q4
as_of: 2026-12-31
targets:
  - target: dao-tao
    value: 3.050
  - target: dao-tao
    place: xa-hai
    value: 1.030
  - target: o-nhiem
    value: 11
    as_of: 2026-12-20
    data_source: Quan trắc đợt 4
    note: mưa nhiều
  - target: thu-gom
    place: xa-hai
    value: 93
tasks:
  - task: mo-lop
    place: xa-hai
    state: done
    done: 2026-12-10
  - task: kiem-tra-lop
    state: done
    done: 2026-12-10
    product: 4 biên bản
    document: 12/BC-SNNMT
    note: đủ 4 quý
  - task: quan-trac
    state: under-way
    begun: 2026-04-02
reports:
  - duty: bao-cao-quy
    agency: so-nn-mt
    date: 2026-12-17
    document: 88/BC-SNNMT
  - duty: bao-cao-quy
    agency: ubnd-xa-hai
    date: 2026-12-18
difficulties:
  - id: so-nn-mt-difficulties-2
    agency: so-nn-mt
    text: Thiếu giáo viên.
proposals:
  - id: so-nn-mt-proposals-1
    agency: so-nn-mt
    text: Sớm giao vốn.
"""


def test_a_file_with_results_keeps_its_comments_and_gets_entries_at_their_places(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    text = (
        results(office, "2026-Q2")
        .read_text("utf-8")
        .replace("state: under-way, reason: thiếu người}", "state: under-way, reason: thiếu người}  # hỏi lại")
    )
    results(office, "2026-Q2").write_text(text, "utf-8")
    form = Form(half["2026-Q2"]["so-nn-mt"])
    form.fill(TARGETS, "o-nhiem", value=14).fill(TASKS, "tram-xu-ly", state="Đang triển khai", note="đã giao thầu")
    assert not pulled(office, form.save(tmp_path / "a.xlsx")).is_left()
    before, after = text.splitlines(), results(office, "2026-Q2").read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == ["  - {target: o-nhiem, value: 15}"]
    assert [line for line in after if line not in before] == [
        "  - {target: o-nhiem, value: 14}",
        "  - task: tram-xu-ly",
        "    state: under-way",
        "    note: đã giao thầu",
    ]
    tasks = [one["task"] for one in written(office, "2026-Q2")["tasks"]]
    assert tasks.index("tram-xu-ly") == tasks.index("kiem-tra-lop") + 1


def test_a_cell_that_was_emptied_needs_a_yes_and_takes_the_entry_with_it(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    path = Form(half[PERIOD]["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=None).save(tmp_path / "a.xlsx")
    before = results(office).read_bytes()
    assert len(doubts(pulled(office, path))) == 1
    assert results(office).read_bytes() == before
    pulled(office, path, choice=EditChoice(["cong-nhan"]))
    assert [one for one in written(office)["targets"] if one["target"] == "cong-nhan"] == []
    assert sound(office)


def test_what_the_data_came_to_say_otherwise_meanwhile_is_a_clash(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    path = Form(half[PERIOD]["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=3).fill(TARGETS, "dao-tao", value=3060)
    path = path.save(tmp_path / "a.xlsx")
    text = results(office).read_text("utf-8").replace("cong-nhan, value: 2", "cong-nhan, value: 1")
    results(office).write_text(text, "utf-8")
    pull = pulled(office, path)
    (clash,) = answer_of(pull).conflicts
    assert (clash.id, clash.old, clash.new, clash.ours) == (
        "cong-nhan", "Kết quả kỳ này: 2", "Kết quả kỳ này: 3", "Kết quả kỳ này: 1",
    )  # fmt: skip
    assert "dao-tao, value: 3.060" in results(office).read_text("utf-8")
    pull = pulled(office, path, choice=EditChoice(["cong-nhan"]))
    assert "cong-nhan, value: 3" in results(office).read_text("utf-8")
    assert not pull.is_left()


def two(office, forms, tmp_path, first, second):
    """Two files of one agency that say different things."""
    return [
        Form(forms["so-nn-mt"])
        .fill(TARGETS, "dao-tao", value=value)
        .fill(TASKS, "tram-xu-ly", **task)
        .save(tmp_path / name)
        for name, value, task in (
            ("a.xlsx", first, {"state": "Đang thực hiện"}),
            ("b.xlsx", second, {"state": "Đang thực hiện", "note": "đủ hồ sơ"}),
        )
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_two_files_that_say_different_things_are_told_and_none_is_taken(turned, office, forms, tmp_path):
    files = two(office, forms, tmp_path, 3050, 3060)
    pull = pulled(office, *(files[::-1] if turned else files))
    clashes = {
        sender.file: [(edit.id, edit.rivals[0].sender, edit.rivals[0].new) for edit in answer.conflicts]
        for sender, answer, _ in pull.answers
    }
    assert clashes["a.xlsx"] == [("dao-tao", "b.xlsx", "Kết quả kỳ này: 3.060")]
    assert clashes["b.xlsx"] == [("dao-tao", "a.xlsx", "Kết quả kỳ này: 3.050")]
    assert "targets" not in written(office)
    # What only one of them adds to what both say is no clash.
    assert entry(office, "tasks", task="tram-xu-ly") == {"task": "tram-xu-ly", "state": "under-way", "note": "đủ hồ sơ"}


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        (EditChoice(["dao-tao@b.xlsx"]), "3.060"),
        (EditChoice(excepted=["dao-tao@b.xlsx"]), "3.050"),
        (EditChoice(authors=["a.xlsx"]), "3.050"),
        (EditChoice(["all"]), None),
    ],
)
def test_somebody_chooses_between_two_files(choice, value, office, forms, tmp_path):
    pulled(office, *two(office, forms, tmp_path, 3050, 3060), choice=choice)
    assert (entry(office, "targets", target="dao-tao") or {}).get("value") == value


def test_two_agencies_that_share_a_task_agree_or_are_told(office, tmp_path):
    path = office / f"data/plans/{PLAN}.yaml"
    path.write_text(
        path.read_text("utf-8").replace("{lead: so-noi-vu, deadlines", "{lead: [so-noi-vu, so-tai-chinh], deadlines"),
        "utf-8",
    )
    forms = give_out(office)
    first = Form(forms["so-noi-vu"]).fill(TASKS, "giao-vien", **DONE).save(tmp_path / "a.xlsx")
    same = Form(forms["so-tai-chinh"]).fill(TASKS, "giao-vien", **DONE).save(tmp_path / "b.xlsx")
    other = Form(forms["so-tai-chinh"]).fill(TASKS, "giao-vien", state="Đang thực hiện").save(tmp_path / "c.xlsx")
    assert [len(answer.conflicts) for _, answer, _ in pulled(office, first, other).answers] == [1, 1]
    assert "tasks" not in written(office)
    assert not pulled(office, first, same).is_left()
    assert written(office)["tasks"] == [{"task": "giao-vien", "state": "done", "done": "2026-12-10"}]


def test_who_sent_is_kept_with_the_day_and_no_untouched_file_counts(office, forms, tmp_path):
    pull = pulled(office, forms["ubnd-xa-mot"])
    assert (answer_of(pull).edits, results(office).exists()) == ((), False)
    noi_vu = Form(forms["so-noi-vu"]).fill(TEXTS, "causes/1", text="Thiếu người.").save(tmp_path / "a.xlsx")
    place = Form(forms["ubnd-xa-mot"]).fill(TARGETS, "thu-gom/xa-mot", value=91).save(tmp_path / "b.xlsx")
    pulled(office, noi_vu, place)
    assert written(office)["reports"] == [
        {"duty": "bao-cao-quy", "agency": "ubnd-xa-mot", "date": "2026-12-18"},
        {"agency": "so-noi-vu", "date": "2026-12-18"},
    ]
    assert {"so-noi-vu", "ubnd-xa-mot"}.isdisjoint(collecting(office).missing)
    assert "ubnd-xa-hai" in collecting(office).missing
    assert sound(office)


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
    with pytest.raises(NotOneForm):
        pulled(office, form.save(tmp_path / "a.xlsx"))


def test_a_closed_period_is_refused_with_what_to_do(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    path = Form(half["2026-Q2"]["so-nn-mt"]).fill(TARGETS, "o-nhiem", value=14).save(tmp_path / "a.xlsx")
    close(office, PLAN, "2026-Q2")
    before = results(office, "2026-Q2").read_bytes()
    with pytest.raises(PeriodClosed, match="close --amendment"):
        pulled(office, path)
    assert results(office, "2026-Q2").read_bytes() == before


def test_files_of_several_periods_plans_or_kinds_are_pulled_by_themselves(office, forms, tmp_path):
    other = give_out(office, "2026-Q3")["so-noi-vu"]
    with pytest.raises(SeveralPeriods):
        pulled(office, forms["so-nn-mt"], other)
    with pytest.raises(NothingCalledSo):
        pulled(office, forms["so-nn-mt"], choice=EditChoice(excepted=["khong-co"]))
    from planbook.outputs.documents import workbook_of_plan
    from planbook.outputs.edition import edition, read_sources
    from planbook.outputs.origin import made_at

    matrix = office / "ma-tran.xlsx"
    made = edition(read_sources(office), made_at(office))
    matrix.write_bytes(workbook_of_plan(made, made.workspace.plans[PLAN]))
    with pytest.raises(SeveralPlans):
        pulled(office, forms["so-nn-mt"], matrix)
    (office / f"data/plans/{PLAN}.yaml").rename(office / "data/plans/khac.yaml")
    text = (office / "data/plans/khac.yaml").read_text("utf-8").replace(f"id: {PLAN}", "id: khac", 1)
    (office / "data/plans/khac.yaml").write_text(text, "utf-8")
    for path in results(office).parent.glob("*.yaml"):
        path.unlink()
    with pytest.raises(UnknownPlan):
        pulled(office, forms["so-nn-mt"])
    with pytest.raises(FilesRefused):
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
