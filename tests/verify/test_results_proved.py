"""`verify` proves every published figure of results: files that somebody changed are told, those as made are not."""

import re
from functools import partial

import pytest

from planbook.model.period import parse_report_period
from planbook.outputs.catalogue import DOCUMENTS, SHEETS, feed_files, output_at, page_texts
from planbook.outputs.collecting import Collecting, CollectRequest
from planbook.outputs.pages.site import Site
from planbook.outputs.period_reports import ReportRequest, write_report
from planbook.outputs.task_export import exported_tasks
from planbook.verify.differences import compared_file
from planbook.verify.file import beside
from planbook.verify.readers import (
    calendar_lines,
    csv_lines,
    feed_lines,
    json_lines,
    page_lines,
    word_lines,
    workbook_lines,
)
from planbook.verify.state import ProofState
from planbook.views.addresses import Address
from tests.conftest import ROOT, workspace
from tests.site.test_results_pages import edition_of
from tests.verify.tamperings import part

PLAN = "ke-hoach/lang-nghe-2026"
SHOWN = {Address.RESULTS, Address.RESULTS_OF_PERIOD, Address.AGENCY, Address.TASKS, Address.CALENDAR_OF_YEAR}
READERS = {"html": page_lines, "csv": csv_lines, "json": json_lines, "ics": calendar_lines, "atom": feed_lines}


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    root = tmp_path_factory.mktemp("year")
    workspace(root, ROOT / "tests/workspaces/year/data")
    return edition_of(root)


@pytest.fixture(scope="module")
def files(year):
    """The pages before Markdown, whose tables and lists are HTML already, and the files for programs."""
    files = feed_files(year)
    files |= {
        path: f'<meta charset="utf-8">{text}'.encode() for path, text in page_texts(Site(year, {}), SHOWN).items()
    }
    data = next(output for output in DOCUMENTS if output.address is Address.PLAN_DATA)
    files |= {data.address.path(**blanks): data.renderer(year, plan) for blanks, plan in data.view(year)}
    return files


@pytest.fixture(scope="module")
def state(year):
    return ProofState(year, None)


def findings(year, state, path: str, content: bytes) -> list[str]:
    output, blanks = output_at(path)
    reading = READERS[path.rpartition(".")[2]](content)
    return [
        str(finding.message) for finding in compared_file(path, output.proof(year, **blanks), reading, state).findings
    ]


# A figure, a day or a state as each file says it, and what somebody made of it.
CHANGED = [
    (f"{PLAN}/ket-qua/2026-q2/index.html", "1.520 người", "1.920 người"),
    (f"{PLAN}/ket-qua/2026-q2/index.html", "</progress> 50,7%", "</progress> 60,7%"),
    (f"{PLAN}/ket-qua/2026-q2/index.html", "Đang thực hiện trong hạn</td>", "Hoàn thành đúng hạn</td>"),
    (f"{PLAN}/ket-qua/index.html", "2.940 triệu đồng", "2.490 triệu đồng"),
    (f"{PLAN}/ket-qua/index.html", "giao dự toán chậm", "giao dự toán sớm"),
    (
        "co-quan/so-nn-mt/index.html",
        ": đang thực hiện quá hạn, hạn 30/11/2026",
        ": đang thực hiện quá hạn, hạn 31/12/2026",
    ),
    ("co-quan/so-nn-mt/index.html", ">3.050 người<", ">3.500 người<"),
    ("nhiem-vu/index.html", "(hoàn thành quá hạn)", "(hoàn thành đúng hạn)"),
    ("nhiem-vu/index.html", "đã đạt 3.050 người", "đã đạt 3.500 người"),
    ("lich/2026/index.html", "(dừng thực hiện)", "(hoàn thành đúng hạn)"),
    ("du-lieu/trang-thai-nhiem-vu.csv", "under-way,true,under-way-late", "done,false,done-in-time"),
    ("du-lieu/ket-qua-chi-tieu.csv", "37.3", "73.3"),
    ("du-lieu/ket-qua-giai-ngan.csv", "250000000", "520000000"),
    ("du-lieu/tinh-hinh-bao-cao.csv", "2026-03-24,true", "2026-03-18,false"),
    (f"{PLAN}/trang-thai-nhiem-vu.csv", "2026-02-26", "2026-03-26"),
    ("du-lieu/du-lieu.json", '"percent": 37.3', '"percent": 73.3'),
    (f"{PLAN}/lang-nghe-2026.json", '"official_state": "done-late"', '"official_state": "done-in-time"'),
    (f"{PLAN}/thay-doi.atom", "1.520 người/", "1.920 người/"),
    (
        "co-quan/so-nn-mt/thay-doi.atom",
        "trạm xử lý nước thải: Đang thực hiện quá hạn",
        "trạm xử lý nước thải: Hoàn thành đúng hạn",
    ),
]


@pytest.mark.parametrize(("path", "said", "made"), CHANGED)
def test_a_changed_figure_or_state_is_told(year, state, files, path, said, made):
    content = files[path].decode()
    assert said in content

    assert findings(year, state, path, files[path]) == []
    assert findings(year, state, path, content.replace(said, made, 1).encode()) != []


def test_a_term_that_is_done_and_came_back_into_a_calendar_is_told(year, state, files):
    path = Address.PLAN_CALENDAR.path(plan="lang-nghe-2026")
    without = re.sub(rb"EXDATE[^\r\n]*\r\n", b"", files[path])

    assert without != files[path]
    assert findings(year, state, path, files[path]) == []
    assert findings(year, state, path, without) != []


@pytest.fixture(scope="module")
def with_states(tmp_path_factory):
    """The same office, whose lists of tasks have a column of states."""
    root = workspace(tmp_path_factory.mktemp("states"), ROOT / "tests/workspaces/year/data")
    with (root / "data/office.yaml").open("a", encoding="utf-8") as file:
        file.write("matrix_states: true\n")
    return edition_of(root)


def document(kind: Address, edition) -> bytes:
    output = next(output for output in DOCUMENTS if output.address is kind)
    return output.renderer(edition, next(plan for _, plan in output.view(edition)))


def given_out(edition) -> bytes:
    asked = Collecting(edition.root, CollectRequest("lang-nghe-2026", parse_report_period("2026-Q4")))
    return dict(asked.workbooks())["lang-nghe-2026-2026-q4-so-nn-mt.xlsx"]


WORD, SHARED = "word/document.xml", "xl/sharedStrings.xml"
FILES = {
    "draft.docx": (partial(document, Address.WORD_DRAFT), WORD, "3.000", "3.500"),
    "workbook.xlsx": (partial(document, Address.WORKBOOK), SHARED, "Hoàn thành quá hạn", "Hoàn thành đúng hạn"),
    "report.docx": (
        lambda edition: write_report(edition.root, ReportRequest("lang-nghe-2026", "2026-Q2")),
        WORD,
        "1.520",
        "1.920",
    ),
    "report-of-agency.docx": (
        lambda edition: write_report(edition.root, ReportRequest("lang-nghe-2026", "2026-Q2", "so-nn-mt")),
        WORD,
        "1.520",
        "1.920",
    ),
    "given-out.xlsx": (given_out, SHARED, "3.000", "3.500"),
    "tasks.xlsx": (
        lambda edition: exported_tasks(edition.root, "lang-nghe-2026", as_workbook=True),
        SHARED,
        "Hoàn thành quá hạn",
        "Hoàn thành đúng hạn",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_changed_figure_or_state_is_told_of_a_file_by_itself(with_states, tmp_path, name):
    made, within, said, changed = FILES[name]
    path, state = tmp_path / name, ProofState(with_states, None)

    def told() -> list[str]:
        reading = word_lines(path) if path.suffix == ".docx" else workbook_lines(path.read_bytes())
        expected = beside(with_states, reading)
        if expected is None:
            kind = Address.WORD_DRAFT if path.suffix == ".docx" else Address.WORKBOOK
            expected = state.expected(kind.path(plan=reading.plan))
        return [str(finding.message) for finding in compared_file(name, expected, reading, state).findings]

    path.write_bytes(made(with_states))
    assert told() == []
    part(within, re.escape(said), changed)(path)
    assert told() != []


def test_a_printed_list_of_tasks_must_say_their_states(with_states):
    (output,) = (output for output in SHEETS if output.address is Address.MATRIX_SHEET)
    lines = output.proof(with_states, plan="lang-nghe-2026").lines

    assert sum("Hoàn thành quá hạn" in line.text for line in lines) == 2
