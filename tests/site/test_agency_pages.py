"""The pages of agencies and the first page: last reports, work of groups, bodies of one name, bodies that ended."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from tests.offices import REGISTERS, written

HUYEN = {"id": "huyen-d", "name": "huyện D", "level": "district", "part_of": "tinh-a", "end": "2025-06-30"}
PHUONG = {"id": "phuong-c", "name": "phường C", "level": "commune", "part_of": "tinh-a"}
OFFICES = {"id": "cac-phong", "name": "các phòng, ban", "level": "commune", "locality": "phuong-c"}
GROUPS = [
    OFFICES,
    {**OFFICES, "id": "cac-phong-huyen", "level": "district", "locality": "huyen-d"},
    {
        "id": "cac-so",
        "name": "các sở",
        "level": "province",
        "locality": "tinh-a",
        "member_rule": {"level": "province", "without": "ubnd-tinh-a"},
    },
]
REPORT = {
    "id": "bao-cao",
    "agencies": ["cac-so", "cac-phong", "cac-phong-huyen"],
    "to": "ubnd-tinh-a",
    "every": ["quarter", "year"],
    "before_day": "5",
    "months_after": "1",
    "text": "Báo cáo kết quả.",
}


@pytest.fixture
def pages_on(tmp_path, monkeypatch):
    """The pages of agencies and the first page, as on a day, of an office whose departments have work of groups only."""
    root = written(
        tmp_path,
        {
            "period": "2025",
            "status": "issued",
            "outline": [{"id": "muc-bao-cao", "heading": "BÁO CÁO", "reporting": [REPORT]}],
        },
        localities={"localities": [*REGISTERS["localities"]["localities"], HUYEN, PHUONG]},
        agencies={**REGISTERS["agencies"], "groups": GROUPS},
    )

    def pages(day: str) -> dict[str, str]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat(f"{day}T12:00+07:00").timestamp())))
        site = Site(edition(read_sources(root), made_at(root)), {})
        found = page_texts(site, (Address.HOME, Address.AGENCIES, Address.AGENCY))
        seen = {path: re.sub(r"<(\w+)[^>]* hidden>.*?</\1>", " ", text) for path, text in found.items()}
        return {path: " ".join(html.unescape(re.sub("<[^>]+>", " ", text)).split()) for path, text in seen.items()}

    return pages


def test_the_last_reports_of_a_year_are_on_the_page_before_and_after_its_end(pages_on):
    before, after, later = (pages_on(day) for day in ("2025-12-20", "2026-01-02", "2026-01-05"))

    assert "Đã qua hạn (3)" in before["co-quan/so-b/index.html"]
    assert "Năm 2026 (2)" in before["co-quan/so-b/index.html"]
    assert (
        "Trong tháng này (2)" in after["co-quan/so-b/index.html"] or "Tuần này (2)" in after["co-quan/so-b/index.html"]
    )
    for pages in (before, after):
        for path in ("co-quan/so-b/index.html", "index.html"):
            assert "trước ngày 05/01/2026 Báo cáo gửi Ủy ban nhân dân tỉnh (hằng quý)" in pages[path]
            assert "trước ngày 05/01/2026 Báo cáo gửi Ủy ban nhân dân tỉnh (hằng năm)" in pages[path]
    assert "(hằng quý) (hết thời gian thực hiện)" in after["index.html"].partition("Thời hạn sắp tới")[2]
    assert "Báo cáo gửi" not in later["index.html"]
    # Where nothing goes on any more, the first page says so.
    assert "Không có kế hoạch nào đang thực hiện hay đang soạn. Kế hoạch không còn thực hiện Thử" in later["index.html"]
    assert "Không còn thời hạn nào trong các kế hoạch ở đây." in later["index.html"]


def test_the_list_of_agencies_counts_work_of_groups_and_tells_bodies_of_one_name_apart(pages_on):
    pages = pages_on("2026-01-02")

    assert "Sở B 0 0 0 0 1" in pages["co-quan/index.html"]
    assert "Các phòng, ban (phường C) 0 0 0 1 0" in pages["co-quan/index.html"]
    assert "Các phòng, ban (huyện D) (hết hoạt động) 0 0 0 1 0" in pages["co-quan/index.html"]
    assert "# Các phòng, ban (huyện D)" in pages["co-quan/cac-phong-huyen/index.html"]
    assert "Hết hoạt động từ ngày 01/7/2025" in pages["co-quan/cac-phong-huyen/index.html"]
    assert "Hết hoạt động" not in pages["co-quan/cac-phong/index.html"]


def test_only_a_page_of_one_place_leads_to_work_that_is_shared_with_another_agency(tmp_path):
    whole = edition(read_sources(written(tmp_path, {})), datetime(2026, 11, 1, tzinfo=UTC))
    agencies = frozenset(whole.agencies)

    def shared(part) -> set[bool]:
        texts = page_texts(Site(part, {}), (Address.AGENCY,)).values()
        return {"Xem việc chung" in text for text in texts}

    assert shared(whole) == {True}
    # Pages of agencies of several places stand beside the first page over all places, which has no choice of agencies.
    assert shared(replace(whole, only=agencies)) == {False}
