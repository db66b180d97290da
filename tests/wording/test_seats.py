"""What stands before the day of a new plan is the place's own name, whatever kind of unit the place is."""

import unicodedata

import pytest

from planbook.loading.shared_registers import shared
from planbook.model.agency import Locality
from planbook.wording.seats import seat

# The cities that are provinces and are called after no person, and the 13 special zones, since mid-2025.
CITIES = ("Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Cần Thơ")
ZONES = (
    *("Vân Đồn", "Cô Tô", "Cát Hải", "Bạch Long Vĩ", "Cồn Cỏ", "Lý Sơn", "Hoàng Sa", "Trường Sa", "Phú Quý"),
    *("Côn Đảo", "Kiên Hải", "Phú Quốc", "Thổ Châu"),
)
KINDS = (
    *("tỉnh", "thành phố", "đặc khu", "phường", "xã", "thị trấn", "thị xã", "quận", "huyện", "huyện đảo", "TP.", "TP"),
    *("Tỉnh", "Thành phố", "Thành Phố", "Đặc khu", "Phường", "Xã", "Thị trấn", "Thị xã", "Quận", "Huyện"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_of_unit_is_left_out_as_a_whole(kind):
    for name in (*CITIES, *ZONES, "Lào Cai", "Thị Nại", "Xã Đàn", "Phố Hiến"):
        assert place(f"{kind} {name}") == name
        assert place(unicodedata.normalize("NFD", f"{kind}  {name}")) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Cần Thơ", "Cần Thơ"),
        ("Thành phố", "Thành phố"),
        ("Xãng Tỉnhlộ", "Xãng Tỉnhlộ"),
        ("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("phường 1", "Phường 1"),
        ("Quận 10", "Quận 10"),
        ("xã 7", "Xã 7"),
        ("phường Trần Hưng Đạo", "Phường Trần Hưng Đạo"),
        ("xã Nguyễn Bỉnh Khiêm", "Xã Nguyễn Bỉnh Khiêm"),
        ("quận Hai Bà Trưng", "Quận Hai Bà Trưng"),
        ("huyện Trần Văn Thời", "Huyện Trần Văn Thời"),
        ("phường Cách mạng tháng Tám", "Phường Cách mạng tháng Tám"),
    ],
)
def test_what_the_decree_writes_in_full_and_what_has_no_kind_stays_whole(name, said):
    assert place(name) == said


def test_the_state_itself_sits_in_the_capital():
    assert seat(Locality(id="a", name="Việt Nam", level="central"), shared().place_names) == "Hà Nội"


def place(name):
    return seat(Locality(id="a", name=name, level="commune"), shared().place_names)
