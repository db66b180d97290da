"""No output loses, alters or invents a figure, date, document number or agency of the model, and nothing runs."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.conftest import FIVE, PLANS
from tests.reading_back import (
    NUMBER,
    docx_text,
    folded,
    html_text,
    json_text,
    page,
    pdf_text,
    strings,
    walk,
    xlsx_text,
)

EVERYTHING: dict[str, Callable[[Path], str]] = {"html": html_text, "docx": docx_text, "json": json_text}
MATRIX: dict[str, Callable[[Path], str]] = {"pdf": pdf_text, "xlsx": xlsx_text}
FILES = {
    "html": "index.html",
    "docx": "{plan}.docx",
    "json": "{plan}.json",
    "pdf": "{plan}-ma-tran.pdf",
    "xlsx": "{plan}-ma-tran.xlsx",
}


def load(path: Path):
    """The data as plain texts, by PyYAML alone."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def register(data: Path, name: str, *lists: str) -> dict[str, dict]:
    content = load(data / name)
    return {entry["id"]: entry for key in lists for entry in content.get(key, [])}


def vietnamese_day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month if int(month) <= 2 else int(month)}/{year}"


def expected(data: Path, plan: str, *, only_matrix: bool) -> set[str]:
    """What the model says, found without planbook: amounts, values, days, document numbers, agency names."""
    content = load(data / f"plans/{plan}.yaml")
    documents = register(data, "legal-documents.yaml", "documents")
    agencies = register(data, "agencies.yaml", "agencies", "groups")
    tasks = [entry for entry in walk(content) if "tasks" in entry]
    found: set[str] = set()
    for entry in walk(tasks if only_matrix else content):
        if isinstance(entry.get("assignment"), dict):
            for role in ("lead", "coordinating"):
                given = entry["assignment"].get(role, [])
                for one in given if isinstance(given, list) else [given]:
                    found.add(agencies[one["agency"] if isinstance(one, dict) else one]["name"][1:])
        for amount in ("total", "amount"):
            if amount in entry and entry[amount] != "unallocated":
                found.add(entry[amount])
        if "value" in entry and "unit" in entry and (not only_matrix or entry["id"] in printed_in_matrix(tasks)):
            small = entry["value"].isdigit() and int(entry["value"]) < 10 and entry["unit"] != "%"
            found.add(entry["value"].zfill(2) if small else entry["value"])
        for when in ("before", "by"):
            if when in entry and not only_matrix:
                found.add(vietnamese_day(entry[when]))
    if not only_matrix:
        cited = {id_ for text in strings(content) for id_ in re.findall(r"\{document:([a-z0-9-]+)", text)}
        cited |= {basis["document"] for basis in content["legal_bases"]}
        found |= {documents[id_]["number"] for id_ in cited}
        found |= {vietnamese_day(documents[id_]["date"]) for id_ in cited if "date" in documents[id_]}
    return found


def printed_in_matrix(tasks) -> set[str]:
    """The figures that the text or result of a task prints."""
    texts = [entry.get(key, "") for entry in walk(tasks) if "id" in entry for key in ("text", "result")]
    own = {entry["id"]: entry for group in tasks for entry in group["tasks"]}
    texts = [own_task.get(key, "") for own_task in own.values() for key in ("text", "result")]
    return {id_ for text in texts for id_ in re.findall(r"\{figure:([a-z0-9-]+)", text)}


def stands(fact: str, text: str, output: str) -> bool:
    """Whether a text is there; the columns of a PDF break it anywhere."""
    return re.sub(r"\s", "", fact) in re.sub(r"\s", "", text) if output == "pdf" else fact in text


@cache
def read_back(root: Path, plan: str, output: str) -> str:
    path = root / f"site/ke-hoach/{plan}" / FILES[output].format(plan=plan)
    return folded({**EVERYTHING, **MATRIX}[output](path))


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("output", list(FILES))
def test_nothing_of_the_model_is_lost(project, plan, output):
    text = read_back(project, plan, output)
    wanted = expected(FIVE / "data", plan, only_matrix=output in MATRIX)

    lost = {fact for fact in wanted if not stands(fact, text, output)}

    assert wanted
    assert not lost


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("output", list(FILES))
def test_nothing_is_invented(project, plan, output):
    text = read_back(project, plan, output)
    source = "\n".join(
        str(value)
        for path in [*sorted((FIVE / "data").glob("*.yaml")), FIVE / f"data/plans/{plan}.yaml"]
        for value in strings(load(path))
    )
    known = set(NUMBER.findall(source)) | {number.zfill(2) for number in NUMBER.findall(source) if len(number) == 1}
    known |= {vietnamese_day(iso) for iso in re.findall(r"\d{4}-\d{2}-\d{2}", source)}
    known |= {str(count) for count in range(60)}  # numbers of items, rows and pages
    known |= {f"{group}.{item}" for group in range(10) for item in range(20)}
    known.add("21/9/2026")  # the day of the build, which the workbook names
    # The day from which a plan's time is over, which its page says.
    known |= {f"01/01/{int(year) + 1}" for year in re.findall(r"(?<!\d)20\d\d(?!\d)", source)}
    known |= {f"{at}/{pages}" for pages in range(30) for at in range(pages + 1)}

    invented = {number for number in NUMBER.findall(text) if number not in known}

    assert not invented


@pytest.mark.parametrize("plan", PLANS)
def test_the_outputs_print_the_same_numbers(project, plan):
    numbers = {output: set(NUMBER.findall(read_back(project, plan, output))) for output in ("docx", "json")}
    shown = set(NUMBER.findall(read_back(project, plan, "html")))

    assert numbers["docx"] <= shown
    assert numbers["docx"] <= numbers["json"] | {"1"}


HOSTILE = [
    "A | B | 60.",
    "5*3*2 = 30, 2**3**4 = 24.",
    "1986. Năm tốt 61.",
    "<script>window.executed = 5</script> 62 </script>.",
    "{{ x }} {% include 'mkdocs.yml' %} 63.",
    '--8<-- "mkdocs.yml" 64.',
    '=HYPERLINK("http://example.org/65","65").',
    "<!-- 66 --> &amp; &#54;7 &lt;68&gt; ]]> <![CDATA[69]]>.",
    "![70](http://example.org/70.png) [71]: http://example.org/71.",
    "`72` ```73``` ~~74~~ ^75^ $76$ ==77== ++78++.",
    ":100: :smile: @79 #80 /81 \\82 \\n.",
    "1) 85.",
    "%PDF-86 %(87)s {0} {} {88}.",
    "\"ngoặc kép\" 'ngoặc đơn' “90” ‘91’ … – — 92.",
    "1/2 # 58 {: #x } [59](http://example.org/59)",
    "=1+93 khoảng 1.234.567,5 hộ | 46 | 94.",
    "<b>96%</b> 95.",
    "nguồn | 49 =1+49: 107 triệu đồng (*108*)",
    "--- 109 ===.",
    "=112 | <u>113</u>;",
]
HOSTILE_IN_MATRIX = [
    '1986. Sở 5*3*2 :100: --8<-- "mkdocs.yml"',
    "=cmd|' /C calc'!A97: {=98} <w:p>99</w:p> ít nhất 101 xã *102*",
    "@SUM(103)",
    "| 105 |: trước ngày 30/6/2026; trong quý IV năm 2026",
    "các xã <img src=http://example.org/43 onerror=window.executed=2> =104",
    "Dự án 48: *48* <em>48</em>",
]


def test_the_hostile_name_of_an_indicator_comes_out_where_indicators_are_named(hostile):
    # The plan's own text has the target's words instead.
    assert "=SUM(A1:A45)" in xlsx_text(hostile / "site/ke-hoach/hostile/hostile-ma-tran.xlsx")
    assert "=SUM(A1:A45)" in html_text(hostile / "site/chi-tieu/chi-so/index.html")


@pytest.mark.parametrize("output", list(EVERYTHING))
@pytest.mark.parametrize("text", HOSTILE + HOSTILE_IN_MATRIX)
def test_hostile_text_comes_out_letter_by_letter(hostile, output, text):
    assert text in read_back(hostile, "hostile", output)


@pytest.mark.parametrize("text", HOSTILE_IN_MATRIX)
def test_hostile_text_stands_in_the_sheet(hostile, text):
    assert text in read_back(hostile, "hostile", "xlsx")


@pytest.mark.parametrize("text", HOSTILE_IN_MATRIX)
def test_hostile_text_stands_in_the_pdf(hostile, text):
    assert stands(text, read_back(hostile, "hostile", "pdf"), "pdf")


def test_no_text_of_a_plan_becomes_markup_or_script(hostile):
    for path in (hostile / "site").rglob("*.html"):
        shown = page(path)
        assert not [script for script in shown.scripts if "executed" in script]
        assert "x" not in shown.ids
        assert not [link for link in shown.links if "example.org" in link]
        assert not re.search(r"<(img|iframe|object|embed|em|u)\b[^>]*(example\.org|onerror)", path.read_text("utf-8"))


def test_no_cell_of_the_sheet_is_a_formula_or_a_link(hostile):
    import openpyxl

    book = openpyxl.load_workbook(hostile / "site/ke-hoach/hostile/hostile-ma-tran.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert any(str(cell.value).startswith("=") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
