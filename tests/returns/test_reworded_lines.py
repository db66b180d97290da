"""Single lines of a draft that say something else: what changes in the file, field by field, without any Word file."""

from difflib import ndiff

import pytest

from planbook.loading.workspace import load_entry, load_files
from planbook.reading.context import Context
from planbook.reading.not_taken import NotTaken
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.render.templates import Templates
from planbook.returns.fields.traced import traced_lines
from planbook.returns.word.rewording import reworded, reworded_row
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

# The same of a cell of a row.
CELLS = [
    ("mo-lop", "3.000", "3.200", "value: '3.200'"),
    ("mo-lop", "các xã.", "các phường.", "text: Mở lớp dạy nghề cho {figure:hoc-vien} ở các phường."),
    ("mo-lop", "\tSở Giáo dục và Đào tạo", "\tSở Y tế", "lead: so-e"),
    ("mo-lop", "\tSở Giáo dục và Đào tạo", "\t", "-lead: so-b"),
    ("mo-lop", "\tSở Giáo dục và Đào tạo", "\tSở Z", "[no agency of the plan's day is called “{text}”]"),
    ("mo-lop", ", Ủy ban nhân dân các xã, phường", "", "coordinating: so-c"),
    ("mo-lop", "30/6/2027", "15/7/2027", "- before: '2027-07-15'"),
    ("mo-lop", "Trước ngày 30/6/2027", "", "-deadlines: · -- before: '2027-06-30'"),
    ("mo-lop", "\t\t", "\tBáo cáo\t", "result: Báo cáo"),
    ("mo-lop", "Mục II.1(1)", "Mục I", "[this column is worked out from others, and was edited]"),
    ("mo-lop", "1\tMở", "5\tMở", "[this column is worked out from others, and was edited]"),
    ("mo-lop", "\tMục II.1(1)", "", "[the row has {new} cells instead of {old}]"),
    # What a group says of all its tasks, one of them has for itself then.
    ("viec-mot", "\tSở Giáo dục và Đào tạo", "\tSở Y tế", "assignment: · lead: so-e · deadlines: · - every: quarter"),
    ("viec-mot", "Hằng quý", "Hằng tháng", "assignment: · lead: so-b · deadlines: · - every: month"),
    ("nhom-nha-o", "Nhà ở", "Về nhà ở", "heading: Về nhà ở"),
    ("nhom-nha-o", "Nhà ở\t", "Nhà ở\tx", "[these words are put there by the program]"),
    ("co-ten", "hộ nghèo vay\t", "hộ cận nghèo vay\t", "text: cho hộ cận nghèo vay"),
    ("co-ten", "Vay vốn:", "Vay tín dụng:", "heading: Vay tín dụng"),
    ("co-ten", ": cho hộ nghèo vay\t", "\t", "[“{words}” is put there by the program, and was edited]"),
    ("co-ten", "Danh sách hộ vay", "Danh sách", "result: Danh sách"),
    ("co-ten", "Danh sách hộ vay", "", "-result: Danh sách hộ vay"),
    (
        "nho",
        "Sở Giáo dục và Đào tạo",
        "Sở Y tế",
        "text: Giao {agency:so-e} theo {document:nq-1} rà soát {item:xay-nha}.",
    ),
    ("day-nghe", "\tkhoảng 3.000", "\tít nhất 3.200", "comparator: at-least · value: '3.200'"),
    ("day-nghe", "khoảng 3.000 lao động", "khoảng 3.200 lao động", "value: '3.200'"),
    ("day-nghe", "\tlao động", "\tngười", "unit: người"),
    ("day-nghe", "\tkhoảng 3.000", "\t", "[“{text}” is no number with its unit]"),
    ("day-nghe", "\tNăm 2027", "\tNăm 2028", "due: 2028"),
    ("nha-o", "\tNăm 2027", "\tQuý III năm 2027", "[a target is reached in a year or several, not in “{text}”]"),
    ("nha-o", "\tNăm 2027", "\t", "[“{text}” is no time that can be read]"),
    ("nha-o", "\tNăm 2027", "\tGiai đoạn 2027-2028", "due: 2027-2028"),
    ("nha-o", "\t120", "\ttừ 120 đến 150", "upper: 150"),
    ("von", "1.500", "1.600", "total: '1.600'"),
    ("von", "TIEN", "Tiền", "[this column is worked out from others, and was edited]"),
    ("a", "1.200", "1.300", "amount: '1.300'"),
    ("a", "Ngân sách tỉnh", "Nhân dân đóng góp", "source_of_funds: dan"),
    ("a", "Ngân sách tỉnh", "Ngân sách trung ương", "[“{text}” is not in {register}]"),
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


def told_of(read, line, context, old, new) -> str:
    assert old in line.text
    try:
        return changed(read(line, line.text.replace(old, new, 1), context))
    except NotTaken as error:
        return f"[{error.why.message.english}]"


@pytest.mark.parametrize(("item", "old", "new", "told"), EDITS)
def test_an_edited_line_changes_its_own_field_and_no_other(lines, context, item, old, new, told):
    assert told_of(reworded, lines[item], context, old, new) == told


@pytest.mark.parametrize(("item", "old", "new", "told"), CELLS)
def test_an_edited_cell_changes_the_field_of_its_column_and_no_other(lines, context, item, old, new, told):
    assert told_of(reworded_row, lines[f"{item}--row"], context, old, new) == told
