"""Single lines of a draft that say something else: what changes in the file, field by field, without any Word file."""

from difflib import ndiff

import pytest

from planbook.loading.workspace import load_entry, load_files
from planbook.reading.context import Context
from planbook.reading.not_taken import NotTaken
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.render.templates import Templates
from planbook.returns.fields.traced import traced_lines
from planbook.returns.word.rewording import reworded
from planbook.text.writer import write
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.conftest import ROOT
from tests.desk.desks import FOLDER, read
from tests.offices import MONEY, SOURCES, files, part, task

PATH = "data/plans/thu.yaml"
PLAN = read(FOLDER / "plan.yaml")
MORE = [
    part(
        "them",
        tasks=[
            task("nho", text="Giao {agency:so-b} theo {document:nq-1} rà soát {item:xay-nha}."),
            task("co-ten", heading="Vay vốn", text="cho hộ nghèo vay", result="Danh sách hộ vay"),
        ],
    ),
    part("tien", budget={**MONEY, "lines": [{"id": "a", "source_of_funds": "tinh", "amount": "1.200"}]}),
    part(
        "bao-cao",
        reporting=[
            {
                "id": "bc",
                "agencies": "so-b",
                "to": "ubnd-tinh-a",
                "text": "Báo cáo kết quả.",
                "every": "quarter",
                "before_day": 20,
            }
        ],
    ),
]
SHOWN = files(
    {**PLAN, "todo": None, "outline": [*PLAN["outline"], *MORE]},
    **{path.stem.replace("-", "_"): read(path) for path in FOLDER.glob("*.yaml") if path.stem != "plan"},
    funding_sources=SOURCES,
)


# What is edited in which line, and what the file says then; in brackets why nothing is taken.
EDITS = [
    ("mo-lop", "các xã.", "các xã, phường.", "text: Mở lớp dạy nghề cho {figure:hoc-vien} ở các xã, phường."),
    ("mo-lop", "các xã.", "các xã;", "text: Mở lớp dạy nghề cho {figure:hoc-vien} ở các xã;"),
    ("mo-lop", "các xã.", "các xã", ""),
    ("mo-lop", "Mở lớp", "Tổ chức lớp", "text: Tổ chức lớp dạy nghề cho {figure:hoc-vien} ở các xã."),
    ("mo-lop", "cho khoảng 3.000 lao động ở", "ở", "text: Mở lớp dạy nghề ở các xã."),
    ("mo-lop", "khoảng 3.000 lao động", "lao động", "text: Mở lớp dạy nghề cho lao động ở các xã."),
    ("mo-lop", "khoảng 3.000", "khoảng 3.500", "value: '3.500'"),
    ("day-nghe", "khoảng 3.000", "ít nhất 3.200", "comparator: at-least · value: '3.200'"),
    ("day-nghe", "khoảng 3.000 lao động", "lao động", "[the number of the target is not in its text any more]"),
    ("nha-o", "120 căn nhà", "120 ngôi nhà", "unit: ngôi nhà"),
    ("nha-o", "cho hộ nghèo", "kiên cố cho hộ nghèo", "text: Xây {value} kiên cố cho hộ nghèo."),
    ("co-ten", "Vay vốn:", "Vay tín dụng:", "heading: Vay tín dụng"),
    ("co-ten", "cho hộ nghèo vay.", "cho hộ cận nghèo vay.", "text: cho hộ cận nghèo vay"),
    ("co-ten", "cho hộ nghèo vay.", "cho hộ nghèo vay", ""),
    ("co-ten", ":", ",", "[“{words}” is put there by the program, and was edited]"),
    # The program sets a capital where a line begins; no other is its own.
    ("thu--title", "giảm nghèo", "Giảm nghèo", ""),
    ("thu--title", "2027", "2028", "title: giảm nghèo năm 2028"),
    ("so-b-lam", "Theo dõi", "theo dõi", "text: theo dõi, đôn đốc việc thực hiện."),
    ("muc-tieu", "MỤC TIÊU", "CHỈ TIÊU", "heading: CHỈ TIÊU"),
    # Mentions: another one is named, one goes with the words around it.
    ("nho", "Giao Sở", "Đề nghị Sở", "text: Đề nghị {agency:so-b} theo {document:nq-1} rà soát {item:xay-nha}."),
    (
        "nho",
        "Sở Giáo dục và Đào tạo",
        "Sở Tài chính",
        "text: Giao {agency:so-c} theo {document:nq-1} rà soát {item:xay-nha}.",
    ),
    ("nho", "Giao Sở Giáo dục và Đào tạo theo", "Theo", "text: Theo {document:nq-1} rà soát {item:xay-nha}."),
    ("nho", " theo Nghị quyết số 10/NQ-HĐND", "", "text: Giao {agency:so-b} rà soát {item:xay-nha}."),
    ("nho", " rà soát khoản 2, mục II", "", "text: Giao {agency:so-b} theo {document:nq-1}."),
    (
        "nho",
        "Nghị quyết số 10/NQ-HĐND",
        "Nghị định số 30/2026/NĐ-CP",
        "text: Giao {agency:so-b} theo {document:nd-2} rà soát {item:xay-nha}.",
    ),
    (
        "nho",
        "khoản 2, mục",
        "khoản 1, mục",
        "text: Giao {agency:so-b} theo {document:nq-1} rà soát {item:nhom-day-nghe}.",
    ),
    # What the program says of its own.
    ("thu--preamble", "ban hành", "xây dựng", "preamble: Ủy ban nhân dân tỉnh A xây dựng Kế hoạch"),
    ("thu--preamble", ":", ".", "[“{words}” is put there by the program, and was edited]"),
    ("thu--basis-1", "Thực hiện", "Căn cứ", "[these words are put there by the program]"),
    ("thu--closing", "đây là", "đây là toàn bộ", "closing: Trên đây là toàn bộ Kế hoạch"),
    ("thu--closing", " (Kèm theo Phụ lục I, Phụ lục II, Phụ lục III)", "", ""),
    (
        "thu--closing",
        " (Kèm theo Phụ lục I, Phụ lục II, Phụ lục III)./",
        " năm 2027",
        "closing: Trên đây là Kế hoạch năm 2027",
    ),
    # Duties: whose they are, and what they say.
    ("so-b-lam", "đôn đốc", "kiểm tra", "text: Theo dõi, kiểm tra việc thực hiện."),
    ("so-b-lam", "Sở Giáo dục và Đào tạo:", "Sở Tài chính:", "agencies: so-c"),
    ("so-b-lam", "Đào tạo:", "Đào tạo, Sở Tài chính:", "agencies: [so-b, so-c]"),
    ("so-c-lam", "Sở Tài chính", "Sở Y tế", "agencies: so-e"),
    ("so-c-lam", "Sở Tài chính", "Sở Tài chính, Sở Y tế", "agencies: [so-c, so-e]"),
    ("so-c-lam", "Sở Tài chính", "Sở Y tế, Sở Tài chính", "agencies: [so-e, so-c]"),
    ("so-c-lam", "Sở Tài chính", "Sở Tài chính:", ""),
    ("so-c-lam", "Sở Tài chính", "Sở Tài chính làm gì đó", "[no agency of the plan's day is called “{text}”]"),
    # Money: an amount or what is said beside it.
    ("von", "1.500", "1.600", "total: '1.600'"),
    ("von", "khoảng 1.500", "1.500", "-approximate: true"),
    ("von", "dự kiến", "ước tính", "note: ước tính"),
    (
        "von",
        "1.500 triệu đồng (dự kiến)",
        "1.600 triệu đồng (ước tính)",
        "[“{words}” is put there by the program, and was edited]",
    ),
    ("von", "Tổng kinh phí", "Kinh phí", "[“{words}” is put there by the program, and was edited]"),
    ("a", "1.200", "1.300", "amount: '1.300'"),
    ("a", "1.200 triệu đồng", "", "[these words are put there by the program]"),
    ("a", "Ngân sách tỉnh", "Ngân sách xã", "[these words are put there by the program]"),
    # Lines about a task and a report.
    ("mo-lop--lead", "Sở Giáo dục và Đào tạo", "Sở Tài chính", "lead: so-c"),
    ("mo-lop--lead", " Sở Giáo dục và Đào tạo.", "", "-lead: so-b"),
    ("mo-lop--coordinating", ", Ủy ban nhân dân các xã, phường", "", "coordinating: so-c"),
    ("mo-lop--deadline", "Trước ngày 30/6/2027", "Trong quý II năm 2027", "- within: 2027-Q2"),
    ("nhom-chung--deadline", "Hằng quý", "Hằng tháng", "- every: month"),
    ("bc--reported", "ngày 20", "ngày 10", "before_day: 10"),
    ("bc--reported", "Hằng quý", "Hằng năm", "every: year"),
]


@pytest.fixture(scope="module")
def context(words):
    workspace, problems = load_files(SHOWN)
    assert [problem for problem in problems if problem.stops_the_build] == []
    spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
    plan = workspace.plans["thu"]
    text = PlanText(workspace, plan, Wording(words), numbers(plan), short_citations=True)
    return Context(plan, text, SpellingReader(words, spellings))


@pytest.fixture(scope="module")
def lines(context, words):
    printed = traced_lines(context.text.workspace, context.plan, words, Templates(ROOT / "templates"))
    return {str(line.item): line for line in printed}


def changed(edits) -> str:
    """The new lines of the file; those that are gone where there are none."""
    before = SHOWN.contents[PATH].decode()
    steps = [*ndiff(before.splitlines(), write(before, edits).splitlines())]
    new = [step[2:].strip() for step in steps if step[0] == "+"]
    return " · ".join(new or [f"-{step[2:].strip()}" for step in steps if step[0] == "-"])


@pytest.mark.parametrize(("item", "old", "new", "told"), EDITS)
def test_an_edited_line_changes_its_own_field_and_no_other(lines, context, item, old, new, told):
    line = lines[item]
    assert old in line.text
    try:
        assert changed(reworded(line, line.text.replace(old, new), context)) == told
    except NotTaken as error:
        assert f"[{error.why.message.english}]" == told  # noqa: PT017  # most are taken
