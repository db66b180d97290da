"""The workbook as an official opens it: numbers that add up, days that sort, filters, print set-up, no formulas."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from planbook.commands.manners import user_errors
from planbook.messages.diagnostics import Refusal
from planbook.outputs.documents import workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.sheet import _FONT, workbook
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Workbook
from tests.agreement.test_parity import load
from tests.conftest import FIVE, PLANS, SMALL, workspace
from tests.libreoffice import converted
from tests.reading_back import pdf_text, walk, xlsx_sheets, xlsx_shown

TOTALS = "Số nhiệm vụ"  # what the last rows of the grid begin with
MADE = datetime(2026, 11, 21, tzinfo=UTC)
TASKS, GRID, BUDGET, TARGETS, ORIGIN = "Nhiệm vụ", "Phân công", "Kinh phí", "Chỉ tiêu", "Nguồn"


def path_of(root, plan):
    return root / f"site/ke-hoach/{plan}/{plan}-ma-tran.xlsx"


def opened(root, plan):
    return openpyxl.load_workbook(path_of(root, plan))


def entries(book, name) -> dict[str, dict]:
    """The cells of every row of a sheet by its hidden id, each by its heading."""
    if name not in book.sheetnames:
        return {}
    head, *rows = book[name].iter_rows()
    return {row[0].value: {title.value: cell for title, cell in zip(head, row, strict=True)} for row in rows}


def number(text) -> float:
    return float(text.replace(".", "").replace(",", "."))


def tasks_of(content) -> list[tuple[dict, dict]]:
    """Every task with the entry that holds it, by PyYAML alone."""
    return [(holder, task) for holder in walk(content) for task in holder.get("tasks", [])]


def assignment_of(holder, task) -> dict:
    return task.get("assignment") or holder.get("assignment") or {}


def many(value) -> list:
    return value if isinstance(value, list) else [value]


def agencies_of(assignment, role) -> set[str]:
    return {one["agency"] if isinstance(one, dict) else one for one in many(assignment.get(role, []))}


def outline(path) -> str:
    """Every sheet with its set-up and its rows: what a reviewer can read in a diff."""
    lines = []
    for sheet in openpyxl.load_workbook(path):
        paper = {8: "A3", 9: "A4"}[sheet.page_setup.paperSize]
        lines += [
            f"== {sheet.title} ==",
            f"{paper} {sheet.page_setup.orientation}, frozen at {sheet.freeze_panes}, filter {sheet.auto_filter.ref}",
            f"head: {sheet.oddHeader.center.text!r}",
            f"foot: {sheet.oddFooter.left.text!r} {sheet.oddFooter.right.text!r}",
        ]
        for row in sheet.iter_rows():
            cells = [" ".join(filter(None, (xlsx_shown(cell), {"n": "#", "d": "@"}.get(shape(cell))))) for cell in row]
            lines.append(f"{'**' if row[2].font.b else '  '} " + " | ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def shape(cell) -> str:
    return "" if cell.value is None else cell.data_type


def test_a_workbook_reads_as_its_golden_outline(project, golden):
    golden("bac-ha-2022.xlsx.txt", outline(path_of(project, "bac-ha-2022")))


@pytest.mark.parametrize("plan", PLANS)
def test_every_task_stands_in_list_and_grid_in_the_order_of_the_plan(project, plan):
    tasks = [task["id"] for _, task in tasks_of(load(FIVE / f"data/plans/{plan}.yaml"))]
    book = opened(project, plan)

    assert tasks
    for name in {TASKS, GRID} & set(book.sheetnames):
        numbered = {id_: row["STT"].value for id_, row in entries(book, name).items()}
        assert [id_ for id_, index in numbered.items() if isinstance(index, int)] == tasks
        assert [index for index in numbered.values() if isinstance(index, int)] == list(range(1, len(tasks) + 1))


@pytest.mark.parametrize("plan", PLANS)
def test_a_deadline_of_one_day_is_a_day_to_sort_by(project, plan):
    rows = entries(opened(project, plan), TASKS)
    for holder, task in tasks_of(load(FIVE / f"data/plans/{plan}.yaml")):
        given = [*task.get("deadlines", []), *assignment_of(holder, task).get("deadlines", [])]
        days = [date.fromisoformat(one[way]) for one in given for way in ("before", "by") if way in one]
        found = rows[task["id"]]["Hạn (ngày)"].value

        assert (found and found.date()) == min(days, default=None)


@pytest.mark.parametrize("plan", PLANS)
def test_every_amount_is_a_number_in_the_unit_of_the_plan(project, plan):
    units = {"dong": "đồng", "trieu": "triệu đồng", "ty": "tỷ đồng"}
    rows = entries(opened(project, plan), BUDGET)
    budgets = [entry["budget"] for entry in walk(load(FIVE / f"data/plans/{plan}.yaml")) if "budget" in entry]
    for budget in budgets:
        for entry in (budget, *budget.get("lines", [])):
            amount, row = entry.get("total") or entry["amount"], rows[entry["id"]]
            about = "khoảng" if entry.get("approximate") == "true" else None
            if amount == "unallocated":
                assert row["Số tiền"].value == budget["note"]
                assert row["Đơn vị tính"].value is None
            else:
                assert row["Số tiền"].value == number(amount)
                assert xlsx_shown(row["Số tiền"]) == amount
                assert (row["Đơn vị tính"].value, row["Ước tính"].value) == (units[budget["unit"]], about)

    assert len(rows) == sum(1 + len(budget.get("lines", [])) for budget in budgets)


@pytest.mark.parametrize("plan", PLANS)
def test_every_target_is_a_number_with_its_comparator_unit_and_standard(project, plan):
    comparators = {
        "about": "Khoảng",
        "at-least": "Ít nhất",
        "more-than": "Trên",
        "at-most": "Tối đa",
        "less-than": "Dưới",
    }
    register = load(FIVE / "data/indicators.yaml")
    indicators = {one["id"]: one for one in register["indicators"]}
    standards = {one["id"]: one["name"] for one in register["standards"]}
    rows = entries(opened(project, plan), TARGETS)
    sections = walk(load(FIVE / f"data/plans/{plan}.yaml"))
    targets = [target for section in sections for key in ("targets", "results") for target in section.get(key, [])]
    for target in targets:
        row = {heading: cell.value for heading, cell in rows[target["id"]].items()}
        standard = standards.get(indicators.get(target.get("indicator"), {}).get("standard"))

        assert row["Mức phấn đấu"] == (number(target["value"]) if "value" in target else None)
        assert row["Đến mức"] == (number(target["upper"]) if "upper" in target else None)
        assert row["So sánh"] == comparators.get(target.get("comparator"))
        assert row["Đơn vị tính"] == target.get("unit")
        assert (row.get("Chuẩn nghèo") or "").lower() == (standard or "")

    assert list(rows) == [target["id"] for target in targets]


@pytest.mark.parametrize("plan", PLANS)
def test_the_totals_of_the_grid_are_counts_of_its_marks_and_of_the_model(project, plan):
    duties = [entry for entry in walk(load(FIVE / f"data/plans/{plan}.yaml")) if "leads" in entry]
    counts = {"lead": Counter(), "coordinating": Counter()}
    for holder, task in tasks_of(load(FIVE / f"data/plans/{plan}.yaml")):
        for role, counted in counts.items():
            counted.update(agencies_of(assignment_of(holder, task), role))
    shown = xlsx_sheets(path_of(project, plan)).get(GRID, [[], ["", TOTALS], ["", TOTALS]])[1:]
    tasks = [row[2:] for row in shown if not row[1].startswith(TOTALS)]
    leads, coordinates, *_ = [row[2:] for row in shown if row[1].startswith(TOTALS)]

    for total, mark, role in ((leads, "C", "lead"), (coordinates, "P", "coordinating")):
        marks = [sum(mark in row[at] for row in tasks) for at in range(len(total))]
        assert [str(count) for count in marks] == total
        # Who leads only by a duty is not in the assignments.
        assert duties or sorted(marks) == sorted((list(counts[role].values()) + [0] * len(marks))[: len(marks)])


@pytest.mark.parametrize("plan", PLANS)
def test_sheets_are_set_up_for_screen_and_print(project, plan):
    book = opened(project, plan)

    assert book.sheetnames[0] == TASKS
    assert book.sheetnames[-1] == ORIGIN
    for sheet in book:
        assert sheet["A1"].value == "id"
        assert sheet.column_dimensions["A"].hidden
        assert sheet.freeze_panes == ("C2" if sheet.title == ORIGIN else "D2")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == (8 if sheet.title == GRID else 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "&P/&N" in sheet.oddFooter.right.text
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_col=2) for cell in row)


def test_the_heads_of_the_grid_are_turned_and_its_totals_are_not_filtered(project):
    sheet = opened(project, "lao-cai-2026")[GRID]
    totals = 3  # led, coordinated, given to groups only

    assert sheet.auto_filter.ref == f"B1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row - totals}"
    assert {cell.alignment.textRotation for cell in sheet[1][3:]} == {90}
    assert {cell.alignment.textRotation for cell in sheet[1][:3]} == {0}


def test_a_plan_that_names_no_agency_has_no_grid(project):
    assert GRID not in opened(project, "quynh-nhai-2030").sheetnames


@pytest.mark.parametrize("plan", PLANS)
def test_the_last_sheet_says_where_the_others_come_from(project, plan):
    sheets = xlsx_sheets(path_of(project, plan))
    facts = dict(sheets[ORIGIN][1:])

    assert facts["Ngày lập tệp"] == "21/9/2026"
    assert f"data/plans/{plan}.yaml" in facts["Sửa ở đâu"]
    assert all(f"Trang tính “{name}”" in facts for name in sheets if name != ORIGIN)
    properties = opened(project, plan).custom_doc_props
    assert properties["Plan"].value == plan


# Commas, quotes, UTF-8, from line 1, numbers and days as they are shown, all sheets.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


@pytest.fixture(scope="module")
def converted_to(project, once):
    """The folder of the workbooks in another form."""
    paths = [path_of(project, plan) for plan in PLANS]
    return lambda name, form: once(f"workbooks-{name}", lambda folder: converted(paths, form, folder))


@pytest.mark.parametrize("plan", PLANS)
def test_libreoffice_shows_every_cell_as_it_is_meant(project, plan, converted_to):
    path = path_of(project, plan)
    for name, rows in xlsx_sheets(path).items():
        with (converted_to("csv", AS_SHOWN) / f"{path.stem}-{name}.csv").open(encoding="utf-8", newline="") as file:
            assert [row[1:] for row in csv.reader(file)] == rows


@pytest.mark.parametrize("plan", PLANS)
def test_libreoffice_prints_every_number_and_day_and_no_id(project, plan, converted_to):
    path = path_of(project, plan)
    words = pdf_text(converted_to("pdf", "pdf") / f"{path.stem}.pdf").split()
    cells = [cell for sheet in opened(project, plan) for row in sheet.iter_rows() for cell in row]

    assert {xlsx_shown(cell) for cell in cells if cell.data_type in "nd" and cell.value is not None} <= set(words)
    assert not {cell.value for cell in cells if cell.column == 1 and "-" in (cell.value or "")} & set(words)


def made(*rows, headings=("Một", "Hai"), **changes) -> Workbook:
    columns = tuple(SheetColumn(heading) for heading in headings)
    sheet = Sheet("Tờ", "TỜ", columns, tuple(SheetRow(f"dong-{at}", row) for at, row in enumerate(rows)))
    view = Workbook("thu", "Kế hoạch thử", "Thử", "UBND", "Dự thảo", "", "Số: 1", "Trang {page}/{pages}", (sheet,))
    return replace(view, **changes)


def cells(tmp_path, view) -> list:
    (tmp_path / "made.xlsx").write_bytes(workbook(view, MADE))
    return [
        cell for row in openpyxl.load_workbook(tmp_path / "made.xlsx").worksheets[0].iter_rows(2) for cell in row[1:]
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("10.50"), "10,50"),
        (Decimal(1500), "1.500"),
        (Decimal("148.4"), "148,4"),
        (Decimal("0.125"), "0,125"),
        (Decimal("999999999999.999"), "999.999.999.999,999"),
        (Decimal("1234567890123456.7"), "1.234.567.890.123.456,7"),
        (date(2026, 2, 7), "07/02/2026"),
        (date(2026, 4, 10), "10/4/2026"),
        (date(2026, 12, 1), "01/12/2026"),
    ],
)
def test_a_value_is_shown_as_an_office_writes_it(tmp_path, value, shown):
    assert xlsx_shown(cells(tmp_path, made((value, "")))[0]) == shown


def test_a_number_longer_than_excel_keeps_stays_a_text(tmp_path):
    kept, long = cells(tmp_path, made((Decimal("12345678901234.5"), Decimal("123456789012345.6"))))

    assert kept.value == 12345678901234.5
    assert long.value == "123.456.789.012.345,6"


@pytest.mark.parametrize(
    "text", ["=1+1", "{=1+1}", "+1", "-1", "@SUM(1)", "http://example.org", "007", "1.5", "_x0041_"]
)
def test_a_text_stays_a_text(tmp_path, text):
    found = cells(tmp_path, made((text, "")))[0]

    assert (found.value, found.data_type, found.hyperlink) == (text, "s", None)


def test_headings_that_are_the_same_lose_no_column(tmp_path):
    found = cells(tmp_path, made(("a", "b"), ("c", "d"), headings=("Sở", "Sở")))

    assert [cell.value for cell in found] == ["a", "b", "c", "d"]


def test_the_margins_print_what_is_a_code_in_excel(tmp_path):
    cells(tmp_path, made(("a", "b"), short_title="R&D 1 " + "rất dài " * 100, footer="A&P"))
    sheet = openpyxl.load_workbook(tmp_path / "made.xlsx").worksheets[0]

    assert "R&&D 1 rất dài" in sheet.oddHeader.center.text
    assert sheet.oddHeader.center.text.endswith("…")
    assert "A&&P" in sheet.oddFooter.left.text


def test_the_same_workbook_gives_the_same_bytes():
    view = made(("a", Decimal(1)), (date(2026, 1, 1), None))

    assert workbook(view, MADE) == workbook(view, MADE)
    # xlsxwriter writes into the defaults that it is handed; the first file of a process would differ from all others.
    assert _FONT.keys() == {"font_name", "font_size", "font_charset"}


def test_a_text_that_excel_would_cut_is_refused():
    assert workbook(made(("a" * 32_767, "")), MADE)
    with pytest.raises(Refusal, match="32768"):
        workbook(made(("a" * 32_768, "")), MADE)


@pytest.mark.parametrize("name", ["Chủ trì/phối hợp", "n" * 32, "Nhiệm vụ"])
def test_a_name_that_no_sheet_can_have_is_refused(tmp_path, capsys, name):
    office = workspace(tmp_path / "office", SMALL)
    wording = office / "templates/plan/wording.yaml"
    wording.write_text(
        wording.read_text("utf-8").replace("workbook_grid: Phân công", f"workbook_grid: {name}"), "utf-8"
    )

    made = edition(read_sources(office), made_at(office))
    with pytest.raises(SystemExit, match="1"), user_errors():
        workbook_of_plan(made, made.workspace.plans["viec-lam-2027"])

    assert capsys.readouterr().err.startswith(f"“{name}” trong templates/plan/wording.yaml")
