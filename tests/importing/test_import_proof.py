"""An old plan beside the print of its import: what the print lacks is told, and nothing else."""

from itertools import pairwise
from pathlib import Path

import pytest

from planbook.importing.original import LeftOut, Original, Passage, PassagePlace
from planbook.importing.proof.proof import PlanProof, proof
from planbook.importing.proof.proof_report import proof_page, proof_sentences
from planbook.importing.proof.proof_words import ProofWords, folded_words
from planbook.messages.diagnostics import Text
from planbook.render.templates import Templates
from planbook.wording.blocks import ArticleLine
from tests.conftest import ROOT

pytestmark = pytest.mark.quick

WORDS = ProofWords(
    {"ubnd": folded_words("Ủy ban nhân dân")},
    folded_words("tháng năm"),  # type: ignore[arg-type]
    frozenset({folded_words("Đơn vị chủ trì"), folded_words("Nhiệm vụ")}),
)


def original(*texts: str, left_out: tuple[LeftOut, ...] = ()) -> Original:
    passages = (Passage(number, text, PassagePlace(line=number)) for number, text in enumerate(texts, 1))
    return Original(Path("ke-hoach-cu.txt"), "text", tuple(passages), left_out)


def proven(texts: list[str], printed: list[str | tuple[str, ...]]) -> PlanProof:
    lines = [
        ArticleLine("", line, is_row=True) if isinstance(line, tuple) else ArticleLine("", (line,)) for line in printed
    ]
    return proof(original(*texts), lines, WORDS)


def missing(plan_proof: PlanProof) -> list[str]:
    return [piece.text.strip() for passage in plan_proof.passages for piece in passage.missing]


@pytest.mark.parametrize(
    ("text", "printed", "lacks"),
    [
        ("Hỗ trợ 3.000 hộ nghèo vay vốn", "Hỗ trợ 300 hộ nghèo vay vốn", ["3.000"]),
        ("Giảm 1,5% hộ nghèo", "Giảm 1.5% hộ nghèo", ["1,5"]),
        ("Giảm 4,5 % hộ nghèo", "giảm 4,5% hộ nghèo", []),
        ("Có 09 trạm, 26 trạm", "Có 9 trạm, 26 trạm", []),
        ("Có 90 trạm, 26 trạm", "Có 9 trạm, 26 trạm", ["90"]),
        ("Kế hoạch số 57- NQ/TW", "Kế hoạch số 57-NQ/TW", []),
        ("Kế hoạch số 57-NQ/TW", "Kế hoạch số 75-NQ/TW", ["57"]),
        ("Uỷ ban nhân dân tỉnh hoà giải", "Ủy ban nhân dân tỉnh hòa giải", []),
        ("1. Mở lớp dạy nghề cho lao động", "Mở lớp dạy nghề cho lao động", ["1"]),
        ("––––––", "Mở lớp", []),
        ("Theo các văn bản[1] và kế hoạch[2]", "Theo các văn bản\u00b9 và kế hoạch\u00b2", []),
        ("Mở 5 lớp cho 100 người và 5 lớp cho 20 người", "Mở 5 lớp cho 100 người và", ["5 lớp cho 20 người"]),
    ],
)
def test_a_figure_or_word_that_is_not_printed_is_told(text, printed, lacks):
    assert missing(proven([text], [printed])) == lacks


def test_a_printed_figure_answers_for_one_of_the_original():
    twice = ["- Trạm y tế xã A: 12 giường", "- Trạm y tế xã B: 12 giường"]
    assert missing(proven(twice, ["- Trạm y tế xã A: 12 giường"])) == [twice[1]]


def test_a_sentence_that_moved_is_there():
    sentences_ = ["Mở hai lớp dạy nghề may", "Trồng ba trăm hecta quế", "Sửa bốn cây cầu treo"]
    assert missing(proven(sentences_, sentences_[::-1])) == []


def test_a_small_cell_is_there_only_where_a_cell_says_the_same():
    printed: list[str | tuple[str, ...]] = ["Các xã vùng cao có nhiều việc phải làm trong năm 12 tới", ("Xã A", "13")]
    assert missing(proven(["Xã A", "12"], printed)) == ["12"]


def test_a_label_for_which_the_print_has_another_is_told_apart():
    plan_proof = proven(
        ["b) Đơn vị chủ trì: Sở Y tế, Sở Nội vụ", "- Nhiệm vụ: Khám cho 5 người nghèo"],
        ["Cơ quan chủ trì: Sở Y tế, Sở Nội vụ", "Khám cho 5 người nghèo"],
    )
    assert missing(plan_proof) == []
    assert plan_proof.labels == {"b) Đơn vị chủ trì": 1, "Nhiệm vụ": 1}


@pytest.mark.parametrize(
    ("text", "printed", "lacks"),
    [
        ("Đơn vị chủ trì: Sở Y tế, Sở Nội vụ", "Cơ quan chủ trì: Sở Y tế, Sở Tài chính", ["Nội vụ"]),
        ("Đơn vị chủ trì: Thanh tra", "Cơ quan chủ trì: Sở Y tế", ["Đơn vị", "Thanh tra"]),
        ("Người thực hiện: Sở Y tế", "Cơ quan chủ trì: Sở Y tế", ["Người thực hiện"]),
    ],
)
def test_a_label_is_missed_where_what_it_says_is_missing_or_nobody_knows_it(text, printed, lacks):
    assert missing(proven([text], [printed])) == lacks


def test_what_was_read_as_data_for_certain_may_stand_in_other_words_but_no_figure_of_it():
    texts = ["Việc này thực hiện từ năm 2025 và các năm tiếp theo", "In tờ rơi cho từng hộ ở 2026 xã và 3 bản nữa"]
    printed = [ArticleLine("", (text.partition(" và ")[0],)) for text in texts]

    assert missing(proof(original(*texts), printed, WORDS)) == ["và các năm tiếp theo", "và 3 bản nữa"]
    sure = proof(original(*texts), printed, WORDS, frozenset({1, 2}))
    assert (missing(sure), dict(sure.worded)) == (["và 3 bản nữa"], {"và các năm tiếp theo": 1})


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Báo cáo UBND tỉnh trước ngày 05/3/2026", "Báo cáo Ủy ban nhân dân tỉnh trước ngày 5 tháng 3 năm 2026"),
        ("Nghị quyết ngày 30 tháng 4 năm 2025", "Nghị quyết ngày 30/4/2025"),
    ],
)
def test_short_forms_and_days_read_alike(text, printed):
    plan_proof = proven([text], [printed])
    assert (missing(plan_proof), plan_proof.added) == ([], ())


def test_a_table_that_says_the_text_again_does_not_answer_for_a_lost_sentence():
    text = "Mở mười lớp dạy nghề cho lao động nông thôn"
    lines = [ArticleLine("mo-lop", (text,)), ArticleLine("mo-lop--row", (text, "Sở Nội vụ"), is_row=True)]
    assert missing(proof(original(text, text), lines, WORDS)) == [text]


def test_a_figure_that_only_the_print_has_is_told():
    plan_proof = proven(["Hỗ trợ 3.000 hộ nghèo vay vốn"], ["Hỗ trợ 3 hộ nghèo vay vốn"])
    assert plan_proof.added == (("Hỗ trợ 3 hộ nghèo vay vốn", ("3",)),)


def test_the_report_names_the_place_the_words_and_what_was_left_out():
    lines = [ArticleLine("", ("Hỗ trợ 300 hộ nghèo vay vốn",))]
    left_out = (LeftOut("2", Text("a page number")),)
    said = [
        str(text)
        for text in proof_sentences(proof(original("Hỗ trợ 3.000 hộ nghèo vay vốn", left_out=left_out), lines, WORDS))
    ]
    assert said == [
        "6 of 7 words of the original are in the print (85,7%), 0 of 1 figures",
        "passage 1, line 1: not in the print: “3.000”",
        "only the print has 300: “Hỗ trợ 300 hộ nghèo vay vốn”",
        "left out (a page number): “2”",
    ]


def test_what_is_nearly_everything_is_not_said_to_be_everything():
    words = [f"từ{at} khác{at} nữa{at}" for at in range(1000)]
    [first, *_] = proof_sentences(proven(words, [*words[:-1], "một hai ba"]))
    assert "(99,9%)" in str(first)


def test_the_page_marks_the_words_and_cannot_be_made_to_run_anything():
    plan_proof = proven(["Hỗ trợ <script>3.000</script> hộ nghèo vay vốn"], ["Hỗ trợ hộ nghèo vay vốn"])
    page = proof_page(plan_proof, "ke-hoach-cu.txt", Templates(ROOT / "templates"))
    assert "<script>" not in page
    assert '<mark title="không có trong bản in">script&gt;3.000&lt;/script</mark>' in page
    assert "<td>Hỗ trợ hộ nghèo vay vốn</td>" in page


def test_the_work_of_a_proof_grows_with_the_plan():
    def steps(many: int) -> int:
        texts = [f"Việc {at}: Ủy ban nhân dân xã hỗ trợ {at} hộ nghèo vay vốn sản xuất" for at in range(many)]
        return _lines_run(lambda: proven(texts, [*texts]))

    counts = [steps(many) for many in (100, 200, 400)]
    assert all(later < 2.6 * earlier for earlier, later in pairwise(counts))


def _lines_run(work) -> int:
    """How many lines of the program some work runs."""
    import sys

    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename.endswith("proof.py") else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
