"""Money of old plans: a sentence that tells a sum with its parts is a budget, where it can be read for certain."""

import pytest

from planbook.importing.fields.setting import read_import_state
from planbook.importing.proof.printing_back import proof_of
from tests.importing.imported import certainty, drafts_in, plan_of

CENTRAL, OWN = ("ngan-sach-trung-uong", "1000"), ("ngan-sach-tinh", "500")


@pytest.fixture
def with_money(tmp_path):
    """Imports a plan whose last section says this of money; gives the draft and that section."""

    def imported(text):
        draft = drafts_in(tmp_path)(f"**I. NHIỆM VỤ**\n- Trồng cây.\n**II. KINH PHÍ THỰC HIỆN**\n{text}\n")
        return draft, list(plan_of(draft).sections())[-1]

    return imported


@pytest.mark.parametrize(
    "text",
    [
        "Tổng kinh phí: 1.500 triệu đồng, trong đó: ngân sách trung ương 1.000 triệu đồng; ngân sách tỉnh 500 triệu đồng.",
        "Tổng kinh phí thực hiện Kế hoạch năm 2026 là 1.500 triệu đồng (trong đó: ngân sách trung ương: 1.000 triệu đồng; ngân sách tỉnh: 500 triệu đồng).",
        "- Tổng kinh phí: 1.500 triệu đồng, gồm ngân sách trung ương là 1.000 triệu đồng và ngân sách tỉnh là 500 triệu đồng.",
        "Tổng kinh phí: 1.500 triệu đồng. Trong đó: từ ngân sách trung ương 1.000 triệu đồng, từ ngân sách tỉnh 0,5 tỷ đồng.",
        "Tổng kinh phí: 1.500 triệu đồng, trong đó: ngân sách trung ương 1.000; ngân sách tỉnh 500.",
    ],
)  # fmt: skip
def test_a_sentence_that_tells_a_sum_with_its_parts_is_a_budget(with_money, text):
    plan, section = with_money(text)
    lines = [(line.source_of_funds, str(line.amount[0])) for line in section.budget.lines]

    assert (section.budget.unit, str(section.budget.total[0]), lines) == ("trieu", "1500", [CENTRAL, OWN])
    assert certainty(plan, f"{section.budget.id}.total") == ["certain"]
    assert certainty(plan, f"{section.budget.lines[0].id}.amount") == (
        ["certain"] if "1.000 t" in text else ["doubtful"]
    )


def test_what_follows_the_sentence_stays_and_about_is_about(with_money):
    _, section = with_money(
        "Tổng kinh phí khoảng 1.500 triệu đồng, trong đó: ngân sách tỉnh khoảng 500 triệu đồng. Vốn khác được lồng ghép.",
    )

    assert (section.budget.approximate, section.budget.heading) == (True, "Tổng kinh phí")
    assert [line.approximate for line in section.budget.lines] == [True]
    assert "Vốn khác được lồng ghép" in str(section.model_dump(exclude={"budget"}))


@pytest.mark.parametrize(
    ("text", "unit", "total", "note", "lines"),
    [
        ("Tổng kinh phí: 13.500 triệu đồng (Mười ba tỷ năm trăm triệu đồng).", "trieu", "13500", "Mười ba tỷ năm trăm triệu đồng", []),
        ("Tổng kinh phí: 1.500 triệu đồng (bằng chữ: Một tỷ năm trăm triệu đồng), trong đó: ngân sách trung ương 1.000 triệu đồng (một tỷ đồng); ngân sách tỉnh 500 triệu đồng.", "trieu", "1500", "bằng chữ: Một tỷ năm trăm triệu đồng", ["một tỷ đồng", None]),
        ("Tổng kinh phí: 5 tỷ 876 triệu đồng.", "trieu", "5876", "5 tỷ 876 triệu đồng", []),
        ("Tổng kinh phí khoảng 1 tỷ 500 triệu đồng, trong đó: ngân sách trung ương 1.000 triệu đồng; ngân sách tỉnh 500 triệu đồng.", "trieu", "1500",
         "khoảng 1 tỷ 500 triệu đồng", [None, None]),
    ],
)  # fmt: skip
def test_a_sum_that_stands_there_twice_or_in_two_units_is_read_and_its_words_stay(
    with_money, tmp_path, text, unit, total, note, lines
):
    draft, section = with_money(text)
    budget = section.budget

    assert (budget.unit, str(budget.total[0]), budget.note) == (unit, total, note)
    assert [line.note for line in budget.lines] == lines
    assert certainty(draft, f"{budget.id}.total") == ["doubtful"]
    assert proof_of(read_import_state(tmp_path), draft).missing_figures == 0


@pytest.mark.parametrize(
    "text",
    [
        "Kinh phí thực hiện dự kiến 13.500 triệu đồng từ ngân sách tỉnh.",
        "- Hỗ trợ mỗi hộ 5.000.000đ.\n- Các nguồn vốn hợp pháp khác.",
        "Tổng kinh phí: 5 tỷ 1.876 triệu đồng.",
        "**1. Nguồn vốn**\n- Ngân sách tỉnh bố trí 500 triệu đồng mỗi năm.\n**2. Cơ chế**\n- Theo quy định.",
    ],
)
def test_money_that_stays_text_is_told(with_money, text):
    draft, section = with_money(text)

    assert [str(why.in_language("vi")) for _, why in draft.plan.notes.only_text] == [
        "số tiền để nguyên là chữ, không vào tổng nào"
    ]
    assert section.budget is None
    assert any("số tiền" in (entry.why or "") and entry.at for entry in plan_of(draft).todo)


def test_money_of_a_task_in_its_words_is_told_and_a_sum_that_was_read_is_not(tmp_path):
    draft = drafts_in(tmp_path)(
        "**I. MỤC TIÊU CỤ THỂ**\n- Thu hút vốn đầu tư đạt 1.500 tỷ đồng.\n**II. NHIỆM VỤ**\n- Mua máy bơm; kinh phí 45 triệu đồng.\n"
        "- Thu nhập bình quân đạt 30 triệu đồng.\n**III. KINH PHÍ THỰC HIỆN**\nTổng kinh phí: 500 triệu đồng:\n- Ngân sách tỉnh: 500 triệu đồng.\n"
    )

    assert [origin.words for origin, _ in draft.plan.notes.only_text] == ["Mua máy bơm; kinh phí 45 triệu đồng."]


def test_parts_that_do_not_add_up_are_a_doubt(with_money):
    plan, section = with_money(
        "Tổng kinh phí: 1.500 triệu đồng, trong đó: ngân sách trung ương 1.000 triệu đồng; ngân sách tỉnh 400 triệu đồng.",
    )

    assert certainty(plan, f"{section.budget.id}.total") == ["doubtful"]
    assert any("1.400" in (decision.why or "") for decision in plan_of(plan).todo)


@pytest.mark.parametrize(
    "text",
    [
        "Tổng kinh phí: 1.500 triệu đồng, trong đó: ngân sách trung ương 1.000 triệu đồng; còn lại do ngân sách tỉnh bảo đảm.",
        "Tổng kinh phí: 1.500 triệu đồng, trong đó: ngân sách trung ương 1.000; ngân sách tỉnh 400.",
        "Nguồn vốn do tỉnh bảo đảm. Tổng kinh phí: 1.500 triệu đồng, trong đó: ngân sách tỉnh 1.500 triệu đồng.",
    ],
)  # fmt: skip
def test_what_is_not_certain_stays_text_and_is_listed(with_money, text):
    plan, section = with_money(text)

    assert section.budget is None
    assert "1.500 triệu đồng" in str(section.model_dump())
    assert certainty(plan, f"{section.id}.budget") == ["doubtful"]
    assert any(section.id in decision.at and "là chữ" in decision.why for decision in plan_of(plan).todo)


@pytest.mark.parametrize("text", [
    "- Doanh thu du lịch đạt 1.500 tỷ đồng, trong đó khách quốc tế 500 tỷ đồng.",
    "- Thu hút vốn đầu tư đạt 1.500 tỷ đồng, trong đó vốn nước ngoài 500 tỷ đồng.",
])  # fmt: skip
def test_what_is_to_be_reached_is_no_money_to_spend(tmp_path, text):
    plan = plan_of(drafts_in(tmp_path)(f"**I. MỤC TIÊU CỤ THỂ**\n{text}\n**II. NHIỆM VỤ**\n- Trồng cây.\n"))

    assert [str(target.value) for target in plan.targets()] == ["1500", "500"]
    assert [section.budget for section in plan.sections() if section.budget] == []


@pytest.mark.parametrize(
    "text",
    [
        "Tổng kinh phí: 9.876.543.210 đồng (bằng chữ: chín tỷ).\n- Ngân sách tỉnh: 5 tỷ 876 triệu đồng;\n- Ngân sách xã: 3.000.543.210đ;",
        "- Mua máy bơm.\n- Kinh phí: 200 triệu đồng.\n- Kinh phí thực hiện: 1,5 tỷ đồng.",
        "- Mua máy bơm (Kinh phí: 45 triệu đồng).\n- Dự toán: 12,5 triệu đồng",
        "- Mua máy bơm.\n- Chủ trì: Sở Tài chính\n- Nguồn kinh phí: ngân sách tỉnh 45 triệu đồng",
    ],
)
def test_money_is_never_the_result_of_a_task_and_no_sum_is_lost(tmp_path, text):
    draft = drafts_in(tmp_path)(f"**I. NHIỆM VỤ**\n{text}\n**II. KINH PHÍ THỰC HIỆN**\n{text}\n")
    proven = proof_of(read_import_state(tmp_path), draft)

    assert [task.result for task in plan_of(draft).tasks() if task.result] == []
    assert (proven.missing_figures, proven.figures) == (0, proven.figures)
