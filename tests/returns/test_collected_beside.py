"""Collection workbooks whose rows are of something else than they were given out for: by hand in the file, or in the data since."""

from datetime import date, datetime

import pytest

from tests.collected import MONEY, PLAN, TARGETS, TASKS, Form, give_out, pulled, written, year_office
from tests.returns.collected_offices import answer_of, doubts, entry

DONE = {"state": "Hoàn thành", "done": date(2026, 12, 10)}
IN_MILLIONS = "value: 40.000, upper: 45.000, unit: triệu đồng"
MOVED = ("{lead: so-nn-mt, deadlines: [{since: 2026-04}]}", "{lead: so-noi-vu, deadlines: [{since: 2026-04}]}")
IN_DONG = (
    ("unit: trieu\n      total: 5.000\n", "unit: dong\n      total: 5.000.000.000\n"),
    ("amount: 3.000}", "amount: 3.000.000.000}"),
    ("amount: 2.000}", "amount: 2.000.000.000}"),
)


@pytest.fixture
def office(tmp_path):
    return year_office(tmp_path)


@pytest.mark.parametrize(
    ("agency", "sheet", "row", "values", "edits", "why"),
    [
        ("so-cong-thuong", TARGETS, "doanh-thu-lang-nghe", {"value": 43}, [("value: 40, upper: 45, unit: tỷ đồng", IN_MILLIONS)], "tỷ đồng"),
        ("so-nn-mt", TARGETS, "cong-nhan", {"value": 2}, [("value: 4, unit: làng nghề, indicator: lang-nghe-moi", "value: 4, unit: nghề")], "làng nghề"),
        ("ubnd-tinh-mau", MONEY, "ngan-sach-tinh", {"allotted": 3000, "disbursed": 2900}, IN_DONG, "triệu đồng"),
        ("so-nn-mt", TASKS, "quan-trac", DONE, [MOVED], "does not ask"),
    ],
)  # fmt: skip
def test_what_is_counted_or_asked_otherwise_since_needs_a_yes(agency, sheet, row, values, edits, why, office):
    form = Form(give_out(office)[agency]).fill(sheet, row, **values)
    plan = office / f"data/plans/{PLAN}.yaml"
    for old, new in edits:
        assert old in plan.read_text("utf-8")
        plan.write_text(plan.read_text("utf-8").replace(old, new), "utf-8")
    pull = pulled(office, form.save(office / "x.xlsx"))
    assert any(why in doubt for doubt in doubts(pull)), doubts(pull)
    assert row not in str(written(office))


def test_other_words_of_the_data_since_are_told_and_the_figure_taken(office):
    form = Form(give_out(office)["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=3)
    plan = office / f"data/plans/{PLAN}.yaml"
    plan.write_text(plan.read_text("utf-8").replace("Công nhận mới {value}", "Giải thể {value}"), "utf-8")
    pull = pulled(office, form.save(office / "x.xlsx"))
    assert any("Giải thể 04 làng nghề" in str(note.values) for note in answer_of(pull).notes)
    assert entry(office, "targets", target="cong-nhan")["value"] == "3"


def test_what_is_sorted_without_its_ids_is_taken_for_no_other_row(office):
    form = Form(give_out(office)["so-nn-mt"]).fill(TASKS, "quan-trac", **DONE)
    page = form.book[TASKS]
    rows = [[page.cell(at, column).value for column in range(2, 14)] for at in range(3, 7)]
    for at, values in zip(range(3, 7), reversed(rows), strict=True):
        for column, value in enumerate(values, 2):
            page.cell(at, column).value = value
    pull = pulled(office, form.save(office / "x.xlsx"))
    assert any("“Ban hành kế hoạch đào tạo.”, and says “Quan trắc nước thải.”" in doubt for doubt in doubts(pull))
    assert "tasks" not in written(office)


@pytest.mark.parametrize(
    ("name", "typed", "is_doubted"),
    [
        ("target", "Công nhận 5 làng nghề.", True),
        ("scope", "xã Một", True),
        ("unit", "nghề", True),
        ("counted", "Lũy kế từ đầu năm", True),
        ("goal", "05 làng nghề", False),
        ("previous", None, False),
    ],
)
def test_a_cell_that_is_not_filled_in_and_was_changed_is_told(name, typed, is_doubted, office):
    form = Form(give_out(office)["so-nn-mt"])
    given_out = form.cell(TARGETS, "cong-nhan", name).value
    form.fill(TARGETS, "cong-nhan", **{name: typed, "value": 2})
    pull = pulled(office, form.save(office / "x.xlsx"))
    told = [note.values for note in answer_of(pull).notes if "new" in note.values]
    assert [(values["old"], values["new"]) for values in told] == [(given_out, typed or "–")]
    assert ("targets" in written(office)) is not is_doubted
    assert len(doubts(pull)) == is_doubted


def test_a_file_as_it_was_given_out_tells_of_no_cell(office):
    for at, path in enumerate(give_out(office).values()):
        form = Form(path)
        for page in form.book.worksheets[1:-1]:
            for row in page.iter_rows(min_row=3):
                for cell in row[1:]:
                    cell.value = cell.value if not isinstance(cell.value, datetime) else cell.value.date()
        pull = pulled(office, form.save(office / f"{at}.xlsx"))
        assert not [note for note in answer_of(pull).notes if "new" in note.values]


def test_what_is_written_where_the_form_has_no_place_is_told(office):
    form = Form(give_out(office)["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=2)
    page = form.book[TARGETS]
    page["N3"], page["C9"] = "ghi ngoài bảng", "Chỉ tiêu thêm: 5 mô hình"
    form.book.create_sheet("Ghi thêm")["A1"] = "Đề nghị lùi hạn"
    pull = pulled(office, form.save(office / "x.xlsx"))
    values = [note.values for note in answer_of(pull).notes]
    assert {"sheet": TARGETS, "cell": "N3", "text": "ghi ngoài bảng"} in values
    assert {"sheet": "Ghi thêm"} in values
    assert [edit.new for edit in answer_of(pull).refused] == ["Chỉ tiêu thêm: 5 mô hình"]
    assert entry(office, "targets", target="cong-nhan")["value"] == "2"


@pytest.mark.parametrize(("day", "is_doubted"), [(date(2025, 12, 31), True), (date(2026, 10, 1), False)])
def test_a_figure_of_a_day_before_the_period_needs_a_yes(day, is_doubted, office):
    form = Form(give_out(office)["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=2, as_of=day)
    assert len(doubts(pulled(office, form.save(office / "x.xlsx")))) == is_doubted


def test_figures_of_another_closing_day_are_told(office):
    first = Form(give_out(office, closing=date(2026, 12, 14))["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=2)
    path = first.save(office / "a.xlsx")
    second = Form(give_out(office)["so-cong-thuong"]).fill(TARGETS, "doanh-thu-lang-nghe", value=43)
    answers = [listed[1] for listed in pulled(office, path, second.save(office / "b.xlsx")).answers]
    days = [note.values["asked"] for answer in answers for note in answer.notes if "asked" in note.values]
    assert days == ["31/12/2026"]


@pytest.mark.parametrize(
    ("agency", "sheet", "row", "name", "shown"),
    [
        (
            "so-nn-mt",
            TARGETS,
            "dao-tao",
            "previous",
            "1.520 người (quý II năm 2026)",
        ),  # the third quarter has shares alone
        ("so-nn-mt", TARGETS, "o-nhiem", "previous", "12%"),
        ("so-nn-mt", TASKS, "ke-hoach-dao-tao", "previous", "Hoàn thành (quý I năm 2026)"),
        ("ubnd-tinh-mau", MONEY, "ngan-sach-xa", "disbursed_before", 900),
    ],
)
def test_what_was_told_in_another_period_than_the_last_names_it(agency, sheet, row, name, shown, office):
    assert Form(give_out(office)[agency]).cell(sheet, row, name).value == shown


def test_money_told_in_another_period_than_the_last_names_it(office):
    path = office / f"data/results/{PLAN}/2026-Q3.yaml"
    text = path.read_text("utf-8").replace("  - {budget: ngan-sach-xa, allotted: 2.000, disbursed: 900}\n", "")
    path.write_text(text, "utf-8")
    cell = Form(give_out(office)["ubnd-tinh-mau"]).cell(MONEY, "ngan-sach-xa", "disbursed_before")
    assert cell.value == "450 (quý II năm 2026)"
