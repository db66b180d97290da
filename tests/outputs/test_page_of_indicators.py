"""The list of indicators says what it leaves out: the targets that have a number and measure no indicator."""

from datetime import UTC, datetime

from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from tests.offices import part, written
from tests.reading.test_target_values import INDICATORS

MADE = datetime(2026, 11, 1, tzinfo=UTC)
NUMBER = {"text": "Giảm {value}.", "value": "100", "unit": "hộ"}


def page(root, *targets):
    made = edition(
        read_sources(written(root, {"outline": [part("mot", targets=list(targets))]}, indicators=INDICATORS)), MADE
    )
    return page_texts(Site(made, {}), {Address.INDICATORS})[Address.INDICATORS.path()]


def test_targets_without_an_indicator_are_counted_plan_by_plan(tmp_path):
    measured = {"id": "a", **NUMBER, "indicator": INDICATORS["indicators"][0]["id"]}
    words = {"id": "b", "text": "Không để tái nghèo."}

    assert "không gắn với chỉ số nào" not in page(tmp_path / "none", measured, words)
    listed = page(tmp_path / "two", measured, words, {"id": "c", **NUMBER}, {"id": "d", **NUMBER})
    assert '<a href="../ke-hoach/thu/">Thử</a> (2).' in listed
