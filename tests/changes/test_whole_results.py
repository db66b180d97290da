"""What is told of results that were corrected, came or went: every sentence with all that it carries."""

from planbook.changes.result_changes import result_sentences
from planbook.changes.words import side
from planbook.loading.workspace import load_files
from planbook.repository.files import Files, read_folder
from tests.conftest import ROOT
from tests.views.whole import Whole

PLAN, Q1, Q2, Q3, Q4 = "lang-nghe-2026", *(f"data/results/lang-nghe-2026/2026-Q{at}.yaml" for at in range(1, 5))
# Each correction by what it is about: file, before, after.
CORRECTIONS = {
    "a value": (Q2, "{target: cong-nhan, value: 1}", "{target: cong-nhan, value: 3}"),
    "a value goes": (Q2, "  - {target: o-nhiem, value: 15}\n", ""),
    "a value of a place": (Q2, "{target: dao-tao, place: xa-mot, value: 600}", "{target: dao-tao, place: xa-mot, value: 650}"),
    "a value of a place comes": (Q3, "{target: thu-gom, place: xa-hai, value: 92}", "{target: thu-gom, place: xa-hai, value: 92}\n  - {target: thu-gom, place: xa-ba, value: 90}"),
    "where a value is from": (Q1, "data_source: Kết quả quan trắc đợt 1", "data_source: Kết quả quan trắc đợt 2"),
    "of which day a value is": (Q1, "as_of: 2026-03-20", "as_of: 2026-03-22"),
    "a note": (Q4, "note: có mặt trên ba sàn thương mại điện tử", "note: có mặt trên bốn sàn"),
    "reached": (Q4, "reached: true", "reached: false"),
    "a state": (Q2, "{task: quan-trac, state: under-way}", "{task: quan-trac, state: done, done: 2026-06-01}"),
    "a state of a place": (Q2, "{task: mo-lop, place: xa-hai, state: under-way}", "{task: mo-lop, place: xa-hai, state: done, done: 2026-06-25}"),
    "a day": (Q2, "done: 2026-06-29", "done: 2026-06-27"),
    "a reason": (Q2, "reason: thiếu người", "reason: thiếu vốn"),
    "a product": (Q1, "product: Kế hoạch,", "product: Quyết định,"),
    "a document": (Q1, "document: 12/KH-SNNMT", "document: 13/KH-SNNMT"),
    "when it began": (Q1, "begun: 2026-02-10", "begun: 2026-02-11"),
    "money": (Q2, "{budget: ngan-sach-tinh, allotted: 3.000, disbursed: 900}", "{budget: ngan-sach-tinh, allotted: 3.200, disbursed: 950}"),
    "a report": (Q2, "agency: so-cong-thuong, date: 2026-06-19", "agency: so-cong-thuong, date: 2026-06-21"),
    "a report goes": (Q3, "  - {duty: bao-cao-quy, agency: ubnd-xa-ba, date: 2026-09-21}\n", ""),
    "a text": (Q1, "Giáo viên dạy nghề còn thiếu", "Giáo viên còn thiếu"),
    "a text goes": (Q1, "difficulties:\n", "causes:\n"),
    "the closing day": (Q2, "as_of: 2026-06-30", "as_of: 2026-06-29"),
    "its number": (Q2, "number: 130/BC-UBND", "number: 131/BC-UBND"),
    "the plan": ("data/plans/lang-nghe-2026.yaml", "comparator: at-most, value: 10", "comparator: at-most, value: 12"),
    "a period": (Q4, "", None),
    "all but the first": (Q1, "", ""),
}  # fmt: skip


def edited(contents: dict[str, bytes], path: str, before: str, after: str | None) -> dict[str, bytes]:
    """The files after a correction; a period alone goes with its file, and of those behind the first none stays."""
    if not before:
        gone = {path} if after is None else {Q2, Q3, Q4}
        return {name: content for name, content in contents.items() if name not in gone}
    text = contents[path].decode()
    assert before in text
    return {**contents, path: text.replace(before, after, 1).encode()}


def test_each_correction_of_results_is_told_whole(words, golden):
    contents = dict(read_folder(ROOT / "tests/workspaces/year/data").contents)
    first, _ = load_files(Files(contents))
    whole = {}
    for name, correction in CORRECTIONS.items():
        second, problems = load_files(Files(edited(contents, *correction)))
        assert problems == [], name
        for direction, (old, new) in (("", (first, second)), (", back", (second, first))):
            whole[f"= {name}{direction}"] = list(result_sentences(side(old, PLAN, words), side(new, PLAN, words)))
    golden("changes/results.txt", "\n".join(Whole().lines(whole)) + "\n")
