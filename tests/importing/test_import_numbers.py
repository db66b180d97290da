"""Numbers of old plans however they are typed: each is read for certain, or asked about in its words; none stays unnoticed."""

import pytest

from planbook.importing.import_plans import import_plans
from planbook.importing.plan_drafts import ImportOptions
from tests.importing.imported import OWN, certainty, drafts_in, plan_of


@pytest.fixture
def with_aims(tmp_path):
    """Imports a plan with these targets; gives the draft and them."""

    def imported(*texts):
        lines = "\n".join(f"- {text}" for text in texts)
        draft = drafts_in(tmp_path)(f"**I. CHỈ TIÊU**\n{lines}\n**II. NHIỆM VỤ**\n- Trồng cây.\n")
        return draft, list(plan_of(draft).targets())

    return imported


def asked(draft, target):
    """What the plan asks about a target, in one line."""
    return " ".join(f"{part.what} {part.why}" for part in plan_of(draft).todo if target.id in part.at)


def test_a_unit_may_stand_right_behind_its_number(with_aims):
    draft, targets = with_aims(
        "Trồng 1.250ha rừng.",
        "Làm 12,5km đường.",
        "Xây 45m2 nhà kho.",
        "Thu 5tỷ đồng.",
        "Phủ sóng 4G tới 12 xã.",
        "Trợ cấp 150 hộ.",
    )
    read = [(str(target.value), target.unit, target.text) for target in targets]

    assert read == [
        ("1250", "ha", "Trồng {value} rừng."),
        ("12.5", "km", "Làm {value} đường."),
        ("45", "m2", "Xây {value} nhà kho."),
        ("5", "tỷ đồng", "Thu {value}."),
        ("12", "xã", "Phủ sóng 4G tới {value}."),
        ("150", "hộ", "Trợ cấp {value}."),
    ]
    assert {*certainty(draft, f"{targets[0].id}.value"), *certainty(draft, f"{targets[4].id}.value")} == {"certain"}


def test_a_number_that_means_two_stays_text_and_both_are_asked_for(with_aims):
    draft, targets = with_aims("Xây 1,250 nhà.", "Đạt 12,345 tấn thóc.", "Giảm 3.5% hộ nghèo.", "Trồng 1,250ha.")

    assert [target.value for target in targets] == [None] * 4
    assert [certainty(draft, f"{target.id}.value") for target in targets] == [["doubtful"]] * 4
    for target, meanings in zip(
        targets, [("1.250", "1,25"), ("12.345", "12,3450"), ("35", "3,5"), ("1.250", "1,25")], strict=True
    ):
        assert all(meaning in asked(draft, target) for meaning in meanings)


@pytest.mark.parametrize(
    "text",
    [
        "Có 05/103 xã đạt chuẩn.",
        "Có 05/103 xã đạt chuẩn, 3 mô hình mới.",
        "Chỉ số hài lòng đạt 87,5.",
        "Tỷ số giới tính dưới 109 bé trai/100 bé gái.",
        "Hỗ trợ 1 250 hộ.",
        "Đạt 5 tỷ 876 triệu đồng.",
        "Đạt 2 ha 15 a mỗi hộ",
    ],
)
def test_a_number_that_is_not_read_is_asked_about(with_aims, text):
    draft, (target, *_) = with_aims(text)

    assert "doubtful" in certainty(draft, f"{target.id}.value")
    assert "Có 05/103" not in text or "05/103" in asked(draft, target)


@pytest.mark.parametrize(
    "text",
    [
        "Đến hết năm 2026 mọi xã có trạm y tế, theo Nghị quyết số 57-NQ/TW ngày 22/12/2024.",
        "Thực hiện tiêu chí 17 và Chương trình 135 trong quý II.",
        "Các xã đạt chuẩn (Phụ lục số 01, 01a, 2b kèm theo).",
        "Hằng năm, trước ngày 15/6, xã họp dân; phủ sóng 4G, 5G.",
        "Trồng 1.250 ha rừng vào tháng 6 năm 2026 theo Kế hoạch 12.",
    ],
)
def test_what_counts_nothing_is_not_asked_about(with_aims, text):
    draft, (target, *_) = with_aims(text)

    assert "doubtful" not in certainty(draft, f"{target.id}.value")


def test_per_mille_stands_close_and_is_its_own_unit(with_aims):
    draft, targets = with_aims("Tỷ suất tử vong dưới 12,5‰.", "Tỷ suất sinh là 15 ‰ vào năm 2026.")

    assert [(target.comparator, str(target.value), target.unit) for target in targets] == [
        ("less-than", "12.5", "‰"), ("exactly", "15", "‰"),
    ]  # fmt: skip
    assert [draft.workspace.indicators[target.indicator].name for target in targets] == [
        "Tỷ suất tử vong",
        "Tỷ suất sinh",
    ]


@pytest.mark.parametrize(
    ("text", "ends", "is_sure"),
    [
        ("Hỗ trợ từ 150 đến 160 hộ thoát nghèo.", ("150", "160", "hộ"), True),
        ("Hỗ trợ 150 đến 160 hộ thoát nghèo.", ("150", "160", "hộ"), True),
        ("Trồng khoảng từ 1.250 đến 1.300ha rừng.", ("1250", "1300", "ha"), True),
        ("Tỷ lệ hộ nghèo từ 1,5 - 2%.", ("1.5", "2", "%"), True),
        ("Nâng số xã đạt chuẩn từ 12 đến 15 xã.", ("12", "15", "xã"), False),
        ("Số hộ nghèo giảm từ 150 xuống 120 hộ.", None, False),
    ],
)
def test_from_a_number_to_another_is_a_range(with_aims, text, ends, is_sure):
    draft, (target,) = with_aims(text)
    read = (str(target.value), str(target.upper), target.unit)

    assert "đến" not in (target.unit or "")
    assert read == ends or ends is None
    assert ("doubtful" not in certainty(draft, f"{target.id}.value") + certainty(draft, f"{target.id}.unit")) is is_sure


def test_a_unit_is_never_half_a_word_and_one_of_two_parts_is_whole(with_aims):
    _, targets = with_aims(
        "Từ 02-03 mô hình/năm.", "Đạt 12 tiêu chí/xã.", "Bình quân đạt 6,5 tấn/ha.", "Trợ cấp 100.000 đồng/tháng.", "Đón 1,2 triệu lượt khách.",
        "Giảm tỷ lệ hộ nghèo từ 1,5% đến 2%/năm.", "Giảm 150 hộ đến 160 hộ/năm.", "Sản lượng tăng từ 5% đến 7%.",
    )  # fmt: skip
    read = [(str(target.value), target.upper and str(target.upper), target.unit) for target in targets]

    assert read == [
        ("2", "3", "mô hình/năm"), ("12", None, "tiêu chí/xã"), ("6.5", None, "tấn/ha"), ("100000", None, "đồng/tháng"), ("1.2", None, "triệu lượt khách"),
        ("1.5", "2", "%/năm"), ("150", "160", "hộ/năm"), ("7", None, "%"),
    ]  # fmt: skip
    assert [len(target.figures) for target in targets] == [0, 0, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("text", "due", "is_sure"),
    [
        ("Tỷ lệ hộ nghèo dưới 20%, phấn đấu dưới 18,5% vào năm 2030.", "2026", False),
        ("Có 12 mô hình và 30 hợp tác xã đến năm 2028.", "2026", False),
        ("Đến năm 2028 có 12 mô hình và 30 hợp tác xã.", "2028", True),
        ("Có 12 mô hình vào năm 2028 và 30 hợp tác xã.", "2028", True),
        ("Tăng tỷ lệ che phủ rừng từ 48% lên 49,5% trong năm 2028.", "2028", True),
    ],
)  # fmt: skip
def test_a_year_behind_another_number_is_asked_about(with_aims, text, due, is_sure):
    draft, (target,) = with_aims(text)

    assert str(target.due) == due
    assert certainty(draft, f"{target.id}.due") == (["certain"] if is_sure else ["doubtful"])
    assert is_sure or "con số khác" in asked(draft, target)


def test_what_stays_text_is_told_by_its_line(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/office.yaml").write_text(OWN, encoding="utf-8")
    path = tmp_path / "cu.txt"
    path.write_text(
        "ỦY BAN NHÂN DÂN TỈNH SƠN LA\nSố: 45/KH-UBND\nSơn La, ngày 12 tháng 11 năm 2025\nKẾ HOẠCH\nPhòng cháy năm 2026\n"
        "**I. CHỈ TIÊU**\n- Xây 1,250 nhà.\n- Trồng 30 ha rừng.\n- Có 05/103 xã đạt.\n**II. KINH PHÍ**\n"
        "Tổng kinh phí: 500 triệu đồng, trong đó: ngân sách tỉnh 500 triệu đồng, còn lại vốn khác.\n",
        encoding="utf-8",
    )
    report, _ = import_plans(tmp_path, [path], ImportOptions())
    told = [line for line in report.splitlines() if "không vào bảng nào" in line]

    assert ["dòng 7" in told[0], "dòng 9" in told[1], "dòng 11" in told[2]] == [True] * 3
    assert ("1.250" in told[0], "05/103" in told[1], len(told)) == (True, True, 3)
