"""What the printed plans state stands in their Word drafts: at least 98% of document numbers, 95% of the rest."""

import re
from pathlib import Path

import pytest

from tests.conftest import PLANS
from tests.reading_back import docx_text, folded

FACTS = Path(__file__).parents[1] / "facts"
DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


def facts(plan: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"document": set(), "date": set(), "figure": set()}
    for line in (FACTS / f"{plan}.txt").read_text(encoding="utf-8").splitlines():
        kind, _, fact = line.partition(" ")
        if kind in found:
            found[kind].add(fact)
    return found


def stands_in(fact: str, kind: str, text: str) -> bool:
    if kind == "date" and DATE.fullmatch(fact):
        return fact in {f"{int(day)}/{int(month)}/{year}" for day, month, year in DATE.findall(text)}
    # A figure is not found inside a longer one: 1.598 in 81.598, 10% in 10%.
    return re.search(rf"(?<![\w.,]){re.escape(fact)}(?![\w]|[.,]\d)", text) is not None


def missing(plan: str, kind: str, text: str) -> list[str]:
    return sorted(fact for fact in facts(plan)[kind] if not stands_in(fact, kind, text))


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(("kinds", "share"), [(["document"], 0.98), (["date", "figure"], 0.95)])
def test_the_word_draft_states_the_facts_of_the_printed_plan(project, plan, kinds, share):
    text = folded(docx_text(project / f"site/ke-hoach/{plan}/{plan}.docx"))

    lost = [fact for kind in kinds for fact in missing(plan, kind, text)]

    assert len(lost) <= (1 - share) * sum(len(facts(plan)[kind]) for kind in kinds), lost


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_left_out_is_listed_with_its_reason(project, plan):
    text = folded(docx_text(project / f"site/ke-hoach/{plan}/{plan}.docx"))
    listed = (FACTS / "left-out.md").read_text(encoding="utf-8")

    unlisted = [fact for kind in facts(plan) for fact in missing(plan, kind, text) if f"`{fact}`" not in listed]

    assert not unlisted


def test_a_missing_fact_is_noticed():
    assert stands_in("1.598 triệu", "figure", "vốn 1.598 triệu đồng")
    assert not stands_in("1.598 triệu", "figure", "vốn 81.598 triệu đồng")
    assert not stands_in("0,9%", "figure", "giảm 10,9%")
    assert stands_in("7/3/2026", "date", "ngày 07/3/2026")
    assert not stands_in("7/3/2026", "date", "ngày 17/3/2026")
