"""Single lines of a draft that say something else: what changes in the file, field by field, without any Word file."""

from collections.abc import Callable
from difflib import ndiff
from functools import cache, partial

import pytest

from planbook.loading.workspace import load_entry, load_files
from planbook.reading.context import Context
from planbook.reading.not_taken import NotTaken
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.render.templates import Templates
from planbook.returns.fields.lines_out import line_out
from planbook.returns.fields.traced import traced_lines
from planbook.returns.word.rewording import reworded, reworded_row
from planbook.text.writer import Edits, write
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
ASSIGNED = {
    "ca-hai": {
        "lead": "so-b",
        "coordinating": ["so-c", "so-e"],
        "duty": "mở lớp",
        "deadlines": [{"before": "2027-06-30"}],
    },
    "chu-tri": {"lead": "so-b", "deadlines": [{"within": "2027-Q3"}]},
    "phoi-hop": {"coordinating": "so-c", "duty": "rà soát"},
    "khi-nao": {"deadlines": [{"every": "quarter"}]},
    "nhac": {
        "lead": "so-b",
        "coordinating": [{"agency": "so-c", "remark": "bố trí vốn"}, "so-e"],
        "duty": "xây nhà",
        "deadlines": [{"by": "2027-12-15"}],
    },
}
REPORTED = {
    "thang": {"every": ["month", "quarter"], "before_day": 20, "on_request": True},
    "ngay": {"before_days": ["15/6", "15/11"]},
    "cac-thang": {"months": [3, 9], "before_day": 5},
    "sau": {"every": "year", "months_after": 1, "before_day": 15},
}
REPORT = {"agencies": "so-b", "to": "ubnd-tinh-a", "text": "Báo cáo."}
ALONE = [
    part(
        "muc-tieu-rieng",
        targets=[
            {
                "id": "co-ai",
                "text": "Đạt {value}.",
                "value": "5",
                "unit": "hộ",
                "lead": ["so-b"],
                "coordinating": ["so-c"],
            }
        ],
    ),
    part(
        "viec-rieng",
        duties=[
            {"id": "cung-lam", "agencies": "so-b", "coordinating": ["so-c"], "text": "Rà soát."},
            {
                "id": "nhac-ten",
                "agencies": "so-b",
                "coordinating": ["so-c", "so-e"],
                "text": "Cùng {agency:so-e} rà soát.",
            },
        ],
    ),
]
PLANS = {
    "lines": {"outline": [*PLAN["outline"], *MORE, *ALONE]},
    "sentences": {
        "layout": {"assignment": "sentence"},
        "outline": [
            part("viec", tasks=[task(id_, assignment=assignment) for id_, assignment in ASSIGNED.items()]),
            part("bao-cao", reporting=[{"id": id_, **REPORT, **times} for id_, times in REPORTED.items()]),
        ],
    },
}


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


# The same of sentences: who does it and by when, how often and when is reported.
SENTENCES = [
    ("ca-hai", "Sở Giáo dục và Đào tạo", "Sở Y tế", "lead: so-e"),
    ("ca-hai", ", Sở Y tế", "", "coordinating: so-c"),
    ("ca-hai", ", phối hợp với Sở Tài chính, Sở Y tế", "", "-coordinating: · -- so-c · -- so-e"),
    ("ca-hai", "30/6", "15/7", "- before: '2027-07-15'"),
    ("ca-hai", "; trước ngày 30/6/2027", "", "-deadlines: · -- before: '2027-06-30'"),
    ("ca-hai", "mở lớp", "mở 5 lớp", "duty: mở 5 lớp"),
    ("ca-hai", "Sở Giáo dục và Đào tạo", "Sở Z", "[no agency of the plan's day is called “{text}”]"),
    (
        "ca-hai",
        "Sở Giáo dục và Đào tạo chủ trì, phối hợp với Sở Tài chính, Sở Y tế",
        "Sở Tài chính phối hợp",
        "coordinating: so-c · -lead: so-b",
    ),
    ("chu-tri", "Sở Giáo dục và Đào tạo", "Sở Y tế", "lead: so-e"),
    ("chu-tri", "chủ trì", "chủ trì, phối hợp với Sở Y tế", "coordinating: so-e"),
    ("chu-tri", "quý III", "quý IV", "- within: 2027-Q4"),
    ("chu-tri", "chủ trì;", "chủ trì xây nhà;", "[“{text}” is no time that can be read]"),
    ("phoi-hop", "Sở Tài chính", "Sở Y tế", "coordinating: so-e"),
    ("phoi-hop", "rà soát", "kiểm tra", "duty: kiểm tra"),
    ("phoi-hop", "rà soát", "rà soát; hằng quý", "deadlines: · - every: quarter"),
    ("khi-nao", "ằng quý", "ằng tháng", "- every: month"),
    ("khi-nao", "Hằng quý", "Làm ngay", "[“{text}” is no time that can be read]"),
    ("nhac", "Sở Y tế", "Sở Y tế, Sở Tài chính", "[{agency} stands twice in one list]"),
    (
        "nhac",
        "bố trí vốn",
        "lo vốn",
        "[the sentence does not say who leads, who coordinates and by when as such sentences do]",
    ),
    ("nhac", "xây nhà", "xây và sửa nhà", "duty: xây và sửa nhà"),
    ("nhac", "15/12", "10/12", "- by: '2027-12-10'"),
]
UNREAD = "[the line does not say how often, before which days, in which months or when asked for as such lines do]"
TIMES = [
    ("thang", "ằng tháng, hằng quý", "ằng tháng", "every: month"),
    ("thang", "ngày 20", "ngày 25", "before_day: 25"),
    ("thang", "; khi có yêu cầu", "", "-on_request: true"),
    ("thang", "trước ngày 20; ", "", "-before_day: 20"),
    ("ngay", "15/6", "20/6", "before_days: [20/6, 15/11]"),
    ("ngay", "15/6, ", "", "before_days: [15/11]"),
    ("ngay", "15/11", "15/11; khi có yêu cầu", "on_request: true"),
    ("cac-thang", "3", "4", "months: [4, 9]"),
    ("cac-thang", "tháng 3", "tháng 3, tháng 6", "months: [3, 6, 9]"),
    ("sau", "ngày 15", "ngày 10", "before_day: 10"),
    ("sau", "ằng năm", "ằng quý", "every: quarter"),
    ("sau", "thứ 1", "thứ 2", "months_after: 2"),
    ("sau", "ngày 15", "ngày 15; trước ngày 20", UNREAD),
    ("sau", "ngày 15", "lúc nào cũng được", UNREAD),
]

NEEDED = "[the plan cannot do without this]"
# A line that somebody deletes below an entry takes out of the file what it says.
DELETED = [
    ("mo-lop", "lead", "-lead: so-b"),
    ("mo-lop", "coordinating", "-coordinating: · -- so-c · -- ubnd-xa"),
    ("mo-lop", "deadline", "-deadlines: · -- before: '2027-06-30'"),
    ("nhom-chung", "lead", "-lead: so-b"),
    ("nhom-chung", "deadline", "-deadlines: · -- every: quarter"),
    ("xay-nha", "lead", NEEDED),
    ("co-ten", "result", "-result: Danh sách hộ vay"),
    ("co-ten", "heading", NEEDED),
    ("co-ten", "coordinating", NEEDED),
    ("co-ai", "lead", "-lead: · -- so-b"),
    ("co-ai", "coordinating", "-coordinating: · -- so-c"),
    ("co-ai", "deadline", NEEDED),
    ("cung-lam", "coordinating", "-coordinating: · -- so-c"),
    ("cung-lam", "lead", NEEDED),
    ("nhac-ten", "coordinating", NEEDED),
    ("bc", "reported", "-every: quarter · -before_day: 20"),
    ("bc", "text", "-text: Báo cáo kết quả."),
]


class Draft:
    """A plan as its draft prints it, and what edits of single lines make of its file."""

    def __init__(self, words, plan):
        registers = {path.stem.replace("-", "_"): read(path) for path in FOLDER.glob("*.yaml") if path.stem != "plan"}
        shown = files({**PLAN, "todo": None, **plan}, **registers, funding_sources=SOURCES)
        workspace, problems = load_files(shown)
        assert [problem for problem in problems if problem.stops_the_build] == []
        spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
        plan = workspace.plans["thu"]
        text = PlanText(workspace, plan, Wording(words), numbers(plan), short_citations=True)
        self.context = Context(plan, text, SpellingReader(words, spellings))
        printed = traced_lines(workspace, plan, words, Templates(ROOT / "templates"))
        self.lines = {str(line.item): line for line in printed}
        self.text = shown.contents[PATH].decode()

    def told(self, item: str, old: str, new: str) -> str:
        """What the file says where a line says something else."""
        line = self.lines[item]
        assert old in line.text
        change = reworded_row if line.is_row else reworded
        return self.after(partial(change, line, line.text.replace(old, new, 1), self.context))

    def after(self, change: Callable[[], Edits]) -> str:
        """The new lines of the file, then keys that are gone; why nothing is taken."""
        try:
            edits = change()
        except NotTaken as error:
            return f"[{error.why.message.english}]"
        steps = [*ndiff(self.text.splitlines(), write(self.text, edits).splitlines())]
        come, gone = ([step[2:].strip() for step in steps if step[0] == sign] for sign in "+-")
        keys = {line.partition(":")[0] for line in come}
        left = [line for line in gone if not come or (line[0] != "-" and line.partition(":")[0] not in keys)]
        return " · ".join([*come, *(f"-{line}" for line in left)])


@pytest.fixture(scope="module")
def draft(words):
    return cache(lambda name: Draft(words, PLANS[name]))


@pytest.mark.parametrize(("item", "old", "new", "told"), EDITS)
def test_an_edited_line_changes_its_own_field_and_no_other(draft, item, old, new, told):
    assert draft("lines").told(item, old, new) == told


@pytest.mark.parametrize(("item", "old", "new", "told"), CELLS)
def test_an_edited_cell_changes_the_field_of_its_column_and_no_other(draft, item, old, new, told):
    assert draft("lines").told(f"{item}--row", old, new) == told


@pytest.mark.parametrize(("item", "old", "new", "told"), SENTENCES)
def test_an_edited_sentence_changes_what_it_says_of_the_work(draft, item, old, new, told):
    assert draft("sentences").told(f"{item}--assignment", old, new) == told


@pytest.mark.parametrize(("item", "old", "new", "told"), TIMES)
def test_an_edited_line_of_a_duty_changes_when_is_reported(draft, item, old, new, told):
    assert draft("sentences").told(f"{item}--reported", old, new) == told


@pytest.mark.parametrize(("item", "key", "told"), DELETED)
def test_a_deleted_line_takes_out_what_it_says(draft, item, key, told):
    context = draft("lines").context
    assert draft("lines").after(partial(line_out, context.text, context.entries[item], key)) == told
