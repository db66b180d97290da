"""Open data as an analyst takes them: valid by their own description, the same in every format, no formula, no lost digit."""

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import jsonschema
import openpyxl
import pytest
from frictionless import Package, validate

from planbook.outputs.edition import read_sources
from planbook.render import open_data
from planbook.render.site import size
from planbook.views.open_data.shapes import SHAPES, Field
from planbook.views.open_data.tables import DataColumn, DataTable
from tests.agreement.test_parity import load, register
from tests.conftest import FIVE, PLANS, run
from tests.libreoffice import converted
from tests.reading_back import folded, html_text, page, walk

MADE = datetime(2026, 11, 21, tzinfo=UTC)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
ZEROS = {"dong": 0, "trieu": 6, "ty": 9}
SITES = pytest.mark.parametrize("site", ["project", "hostile"])


def folder(request, site):
    return request.getfixturevalue(site) / "site/du-lieu"


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table(root, name) -> list[dict[str, str]]:
    return rows(root / f"site/du-lieu/{SHAPES[name].file}.csv")


def number(text) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


@SITES
def test_frictionless_finds_the_package_valid(request, site):
    report = validate(str(folder(request, site) / "datapackage.json"))

    assert report.flatten(["name", "type", "message"]) == []
    assert len(report.tasks) == len(SHAPES)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("duong-lang,so-nn-mt", "khong-co,so-nn-mt", "foreign-key"),
        ("so-nn-mt,lead", "so-nn-mt,leads", "constraint-error"),
    ],
)
def test_frictionless_sees_what_is_wrong(good, old, new, error):
    path = good / "site/du-lieu/phan-cong.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8-sig")

    assert error in {one[0] for one in validate(str(path.parent / "datapackage.json")).flatten(["type"])}


@SITES
def test_the_json_is_valid_against_its_schema(request, site):
    here = folder(request, site)
    schema = json.loads((here / "du-lieu.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(json.loads((here / "du-lieu.json").read_text("utf-8")), schema)


@SITES
def test_csv_json_and_workbook_hold_the_same(request, site):
    here = folder(request, site)
    data = json.loads((here / "du-lieu.json").read_text("utf-8"), parse_float=Decimal)
    book = openpyxl.load_workbook(here / "du-lieu.xlsx")
    titles = {one.name: one.title for one in Package(str(here / "datapackage.json")).resources}
    for name, shape in SHAPES.items():
        found = rows(here / f"{shape.file}.csv")

        assert [{key: as_csv(value) for key, value in row.items()} for row in data[name]] == found
        if found:
            _, *cells = book[titles[name.replace("_", "-")]].iter_rows(min_col=2)
            assert [[in_sheet(cell) for cell in row] for row in cells] == [
                [shown(value, shape.fields[key].kind) for key, value in row.items()] for row in data[name]
            ]


def as_csv(value) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip("'").startswith(FORMULA) else text


def in_sheet(cell):
    if cell.is_date:
        return cell.value.date().isoformat()
    return Decimal(str(cell.value)) if cell.data_type == "n" and cell.value is not None else cell.value


def shown(value, kind):
    if isinstance(value, bool):
        return "có" if value else "không"
    return Decimal(value) if kind in ("number", "integer") and value is not None else value


@pytest.mark.parametrize("plan", PLANS)
def test_every_amount_is_there_in_dong_and_as_it_is_printed(project, plan):
    found = {row["line"]: row for row in table(project, "budget_lines") if row["plan"] == plan}
    budgets = [entry["budget"] for entry in walk(load(FIVE / f"data/plans/{plan}.yaml")) if "budget" in entry]
    for budget in budgets:
        for entry in (budget, *budget.get("lines", [])):
            amount, row = entry.get("total") or entry["amount"], found.pop(entry["id"])
            assert row["unallocated"] == str(amount == "unallocated").lower()
            assert row["approximate"] == entry.get("approximate", "false")
            if amount == "unallocated":
                assert (row["amount_dong"], row["amount_in_words"]) == ("", budget["note"])
            else:
                assert Decimal(row["amount_dong"]) == number(amount).scaleb(ZEROS[budget["unit"]])
                assert amount in row["amount_in_words"]

    assert not found


@pytest.mark.parametrize("plan", PLANS)
def test_every_target_is_there_with_its_value(project, plan):
    found = {row["target"]: row for row in table(project, "targets") if row["plan"] == plan}
    sections = walk(load(FIVE / f"data/plans/{plan}.yaml"))
    targets = [target for section in sections for key in ("targets", "results") for target in section.get(key, [])]

    assert list(found) == [target["id"] for target in targets]
    for target in targets:
        row = found[target["id"]]
        for key in ("value", "upper", "baseline"):
            assert row[key] == (format(number(target[key]), "f") if key in target else "")
        assert row["unit"] == target.get("unit", "")
        assert target.get("value", "") in row["value_in_words"]


def test_every_plan_task_agency_and_document_is_there(project):
    tasks = [
        (plan, task["id"])
        for plan in PLANS
        for holder in walk(load(FIVE / f"data/plans/{plan}.yaml"))
        for task in holder.get("tasks", [])
    ]
    agencies = register(FIVE / "data", "agencies.yaml", "agencies", "groups")

    assert sorted(row["plan"] for row in table(project, "plans")) == sorted(PLANS)
    assert sorted((row["plan"], row["task"]) for row in table(project, "tasks")) == sorted(tasks)
    assert [row["agency"] for row in table(project, "agencies")] == list(agencies)
    assert [row["document"] for row in table(project, "documents")] == list(
        register(FIVE / "data", "legal-documents.yaml", "documents")
    )


def test_assignments_name_each_agency_once_a_role(project):
    found = [tuple(row.values()) for row in table(project, "assignments")]

    assert len(set(found)) == len(found)
    assert ("lao-cai-2026", "thieu-hut-nha-o", "so-xay-dung", "lead") in found


@SITES
def test_csv_has_the_mark_that_excel_wants_and_no_cell_that_it_runs(request, site):
    for path in folder(request, site).glob("*.csv"):
        content = path.read_bytes()
        cells = [value for row in rows(path) for value in row.values()]

        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\xef\xbb\xbf") == 1
        assert not [cell for cell in cells if cell.startswith(FORMULA)]


def test_libreoffice_finds_no_formula_in_a_hostile_table(hostile, tmp_path):
    source = hostile / "site/du-lieu/nhiem-vu.csv"
    (table,) = converted([source], "xlsx", tmp_path, "--infilter=CSV:44,34,76,1")
    cells = [cell for row in openpyxl.load_workbook(table).active.iter_rows() for cell in row]

    assert any(str(cell.value).startswith("'@SUM(103)") for cell in cells)
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def one_column(kind, *values) -> DataTable:
    column = DataColumn("gia_tri", "Giá trị", "Thử", Field(kind))
    return DataTable("thu", "thu", "Thử", "Thử", (column,), ("gia_tri",), tuple((value,) for value in values))


def cells_of(kind, *values) -> list[str]:
    _, *found = csv.reader(open_data.csv(one_column(kind, *values)).decode("utf-8-sig").splitlines(keepends=True))
    return [cell for row in found for cell in row]


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@a",
        "\t=1",
        "\r=1",
        "\n=1",
        "'=1",
        "''=1",
        "＝1",
        "'a",
        "a=1",
        'a,"b"\nc',
        "007",
        "1.5",
        "’=1",
    ],
)
def test_a_text_comes_back_when_the_apostrophe_is_taken_away(text):
    (cell,) = cells_of("string", text)

    assert not cell.startswith((*FORMULA, "＝"))
    assert re.sub(r"^'('*[=+\-@\t\r\n＝＋－＠])", r"\1", cell) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(-5), "-5"),
        (Decimal("148.4"), "148.4"),
        (Decimal("10.50"), "10.50"),
        (Decimal("5.181E+12"), "5181000000000"),
        (Decimal("1234567890123456789.5"), "1234567890123456789.5"),
    ],
)
def test_a_number_stays_a_number_with_every_digit(value, text):
    tables = [one_column("number", value)]
    content = open_data.all_rows(tables)
    data = json.loads(content, parse_float=Decimal)
    schema = open_data.schema_file(read_sources(FIVE).descriptions, tables)
    jsonschema.validate(json.loads(content), json.loads(schema))

    assert cells_of("number", value) == [text]
    assert Decimal(data["thu"][0]["gia_tri"]) == value


def test_the_page_lists_every_file_with_its_size_and_every_field(project):
    here = project / "site/du-lieu"
    files = [path for path in here.iterdir() if path.is_file() and path.name != "index.html"]
    text, links = folded(html_text(here / "index.html")), page(here / "index.html").links

    assert len(files) == len(SHAPES) + 7
    for path in files:
        assert path.name in links
        assert re.search(rf"{re.escape(path.name)} .{{0,200}}?{re.escape(size(path.stat().st_size))}", text)
    for shape in SHAPES.values():
        assert all(name in text for name in shape.fields)
    assert "Giấy phép MIT" in text


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("      place: {title: Mục,", "      places: {title: Mục,", "place"),
        ("{title: Mã nhóm, description: Mã của nhóm nhiệm vụ hoặc dự án.}", "{title: Mã nhóm}", "description"),
    ],
)
def test_a_field_that_nobody_describes_is_named_with_its_place(good, old, new, finding):
    path = good / "templates/data/tables.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

    answer = run(good, "build")

    assert answer.returncode == 1
    assert re.search(rf"templates/data/tables\.yaml:\d+:\d+: error\[[a-z-]+\]: .*{finding}", answer.stderr)
    assert "Traceback" not in answer.stderr


def test_a_workspace_without_rows_gives_tables_of_headings_only():
    empty = replace(one_column("string"), rows=())

    assert open_data.csv(empty) == b"\xef\xbb\xbfgia_tri\r\n"
