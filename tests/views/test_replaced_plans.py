"""Where lists name a plan among others, they say that it was replaced: of two values for a year one holds."""

from datetime import date

import pytest
from lxml import html

from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from tests.offices import written

INDICATORS = {"indicators": [{"id": "nha", "name": "Nhà được sửa", "unit": "nhà", "direction": "up"}]}
SOURCES = {"sources": [{"id": "nsnn", "name": "ngân sách nhà nước", "kind": "source"}]}


def plan(id_: str, value: str, day: str, **fields: str) -> dict[str, object]:
    """An issued plan with a target, a task and money."""
    target = {"id": f"{id_}-dat", "text": "Sửa {value} nhà", "value": value, "unit": "nhà", "indicator": "nha"}
    task = {"id": f"{id_}-sua", "text": "Sửa nhà.", "assignment": {"lead": "so-b"}}
    money = {"id": f"{id_}-tien", "unit": "trieu", "total": "1.000"}
    outline = [
        {"id": f"{id_}-mt", "heading": "MỤC TIÊU", "targets": [target]},
        {"id": f"{id_}-nv", "heading": "NHIỆM VỤ", "budget": money, "tasks": [task]},
    ]
    issued = {"status": "issued", "number": f"{id_}/KH-UBND", "date": day}
    return {"id": id_, "title": f"Nhà {id_}", "short_title": f"Nhà {id_}", "outline": outline, **issued, **fields}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 7, 19), ""),
        (date(2027, 7, 20), "(đã được thay thế từ ngày 20/7/2027)"),
        (date(2028, 1, 1), "(đã được thay thế từ ngày 20/7/2027)"),
    ],
)
@pytest.mark.parametrize("address", [Address.INDICATOR, Address.TASKS, Address.MONEY])
def test_a_plan_that_was_replaced_is_told_apart(tmp_path, day, said, address):
    plans = [plan("5", "18", "2027-01-10", replaced_by="9"), plan("9", "25", "2027-07-20")]
    root = written(tmp_path, plans, indicators=INDICATORS, funding_sources=SOURCES)
    site = Site(edition(read_sources(root), made_at(root), day), {})
    (text,) = page_texts(site, {address}).values()
    cells = html.fromstring(text).xpath("//td[@data-label='Kế hoạch']")
    names = {" ".join(cell.text_content().split()) for cell in cells}
    assert names == {f"Nhà 5 {said}".strip(), "Nhà 9"}


@pytest.mark.parametrize(
    ("day", "notes"),
    [(date(2027, 7, 19), []), (date(2027, 7, 20), ["Nhà 5: đã được thay thế từ ngày 20/7/2027, bằng Nhà 9."])],
)
def test_a_comparison_says_that_the_earlier_plan_was_replaced(tmp_path, day, notes):
    plans = [plan("5", "18", "2027-01-10", replaced_by="9"), plan("9", "25", "2027-07-20", follows=["5"])]
    root = written(tmp_path, plans, indicators=INDICATORS, funding_sources=SOURCES)
    site = Site(edition(read_sources(root), made_at(root), day), {})
    (text,) = page_texts(site, {Address.COMPARED}).values()
    assert html.fromstring(text).xpath("//p[@class='note']/text()") == notes
