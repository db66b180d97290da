"""Lists that people read stand in the order of the Vietnamese alphabet."""

import pytest

from planbook.text.alphabet import in_alphabet


@pytest.mark.parametrize(
    "in_order",
    [
        "Xã An Lạc, Xã Ăn Bình, Xã Ân Thi, Xã Bạch Đích, Xã Bạch Ngọc, Xã Cán Tỷ, Xã Cao Bồ, Xã Du Già, Xã Đồng Văn, Xã Đường Hồng",
        "Xã Hà Lang, Xã Hạ Láng, Xã Hùng An, Xã Lao Chải, Xã Liên Hiệp, Xã Linh Hồ, Xã Lũng Cú, Xã Lùng Tám, Xã Yên Sơn",
        "Xã Tân An, Xã Tân An 2, Xã Tân An 10, Xã Tân Ân",
        "ma, mà, mả, mã, má, mạ, mă, mân",
        "tho, thô, thơ, thu, thuơ, thuở, thưa",
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(in_order):
    names = in_order.split(", ")
    assert sorted(names, key=in_alphabet) == names == sorted(sorted(names), key=in_alphabet)


def test_a_mark_without_its_letter_is_no_error():
    assert in_alphabet("") < in_alphabet("\u0301a") < in_alphabet("b")
