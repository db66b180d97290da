"""The summary of a site: what pages over many sites say of it, published as JSON and read again."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import jsonschema
import pytest

from planbook.outputs.edition import edition, read_sources
from planbook.outputs.summary import summary_of
from planbook.verify.readers import json_lines
from planbook.verify.state import ProofState
from planbook.views.summary import SummaryUnread, read_summary, summary_json, summary_schema
from tests.conftest import FIVE


@pytest.fixture(scope="module")
def made():
    return edition(read_sources(FIVE), datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def summary(made):
    return summary_of(made)


@pytest.fixture(scope="module")
def published(summary):
    return summary_json(summary)


def test_what_was_published_is_read_again_letter_by_letter(summary, published):
    assert read_summary(published, "tom-tat.json") == summary
    jsonschema.validate(json.loads(published), summary_schema())


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"", "không phải bản tóm tắt đầy đủ"),
        (b"[1]", "không phải bản tóm tắt đầy đủ"),
        (b'{"version":1,"folder":', "không phải bản tóm tắt đầy đủ"),
        (b'{"folder": ""}', "version"),
        ((b'"version":2', b'"version":1'), "phiên bản 1, chương trình này đọc phiên bản 2"),
        ((b'"version":2', b'"version":"1.5"'), "phiên bản 1.5"),
        ((b'"tasks":9', b'"tasks":"many"'), "plans/0/tasks"),
        ((b'"tasks":9,', b""), "plans/0/tasks"),
        ((b'"tasks":9', b'"tasks":9,"secret":1'), "plans/0/secret"),
        ((b'"level":"district"', b'"level":"planet"'), "places/0/level"),
    ],
)
def test_a_broken_file_and_another_version_are_refused_in_words(published, broken, reason):
    content = published.replace(*broken, 1) if isinstance(broken, tuple) else broken
    with pytest.raises(SummaryUnread) as refusal:
        read_summary(content, "xa/tom-tat.json")
    words = refusal.value.sentences[0].in_language("vi")
    assert "xa/tom-tat.json" in words
    assert reason in words


def test_counts_are_those_of_the_pages(made, summary):
    plans = {plan.id: plan for plan in summary.plans}
    assert sum(plan.tasks for plan in plans.values()) == sum(
        len(group.tasks) for groups in made.matrices.values() for group in groups
    )
    assert plans["lao-cai-2026"].issuer == "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"
    assert (plans["bac-ha-2022"].status, plans["bac-ha-2022"].runs_until) == ("over", date(2022, 12, 31))
    warnings = made.findings["lao-cai-2026"].counts["warning"]
    assert plans["lao-cai-2026"].warnings == warnings
    assert [agency.id for agency in summary.agencies] == [id_ for id_, view in made.agencies.items() if view.is_named]
    agency = next(agency for agency in summary.agencies if agency.id == "so-noi-vu")
    assert (agency.leads, agency.coordinates) == (
        len(made.agencies["so-noi-vu"].leads),
        len(made.agencies["so-noi-vu"].coordinates),
    )


def test_money_is_in_dong_and_what_is_not_allotted_is_nothing(made, summary):
    money = {(row.plan, row.item): row for row in summary.money}
    whole = money["bac-ha-2022", "noi-dung-nhiem-vu-kinh-phi"]
    assert (whole.stated, whole.dong) == ("81.689 triệu đồng", Decimal(81_689_000_000))
    assert b"E+" not in summary_json(summary)


def test_the_place_is_the_widest_and_says_where_it_lies(summary):
    assert summary.place == "tinh-lao-cai"
    places = {place.id: place for place in summary.places}
    assert places["huyen-bac-ha"].within == ("tinh-lao-cai-truoc-2025",)
    assert {plan.place for plan in summary.plans} <= places.keys()


def test_a_changed_figure_of_the_file_is_noticed(made, published):
    expected = ProofState(made, None).expected("du-lieu/tom-tat.json")
    wanted = {(line.item, line.text) for line in expected.lines}
    assert {(line.item, line.text) for line in json_lines(published).lines} == wanted
    changed = published.replace(b'"81689000000"', b'"81698000000"')
    assert {(line.item, line.text) for line in json_lines(changed).lines} != wanted
