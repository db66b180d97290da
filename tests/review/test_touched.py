"""A comparison that reads only what can matter says what one of everything says."""

import shutil
from dataclasses import replace

import pytest

from planbook.changes.needed import touched
from planbook.review import states as comparison
from planbook.review.states import compared
from tests.conftest import FIVE

EDITS = {
    "a figure": ("lao-cai-2026", "value: 1,5", "value: 2"),
    "a task that a later plan carries on": ("lao-cai-2024", "dao-tao-nghe-viec-lam", "dao-tao-va-viec-lam"),
    "a plan of several years": ("quynh-nhai-2030", "jurisdiction: huyen-quynh-nhai", "jurisdiction: tinh-lao-cai"),
    "a plan's series": ("lao-cai-2024", "short_title:", "series: giam-ngheo\nshort_title:"),
    "a register": ("../agencies", "short_name: Sở TC", "short_name: Sở TCX"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_it_says_the_same(tmp_path, monkeypatch, edit):
    name, old, new = EDITS[edit]
    for side in ("before", "after"):
        shutil.copytree(FIVE / "data", tmp_path / side / "data")
    path = tmp_path / f"after/data/plans/{name}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    sides = str(tmp_path / "before"), str(tmp_path / "after")
    quick = compared(FIVE, *sides).report
    monkeypatch.setattr(comparison, "touched", lambda before, after: before.keys() | after.keys())

    whole = compared(FIVE, *sides).report
    # What is shared is known where a plan that was read names it.
    assert replace(quick, agencies=()) == replace(whole, agencies=())
    assert {*quick.agencies} <= {*whole.agencies}
    assert quick.plans


def test_plans_of_one_year_elsewhere_are_not_read():
    old = {
        f"data/plans/{name}.yaml": f"id: {name}\nperiod: 2026\njurisdiction: {name}\n".encode()
        for name in ("one", "two")
    }
    new = {**old, "data/plans/one.yaml": old["data/plans/one.yaml"] + b"title: x\n"}

    assert touched(old, new) == {"data/plans/one.yaml"}


@pytest.mark.parametrize(
    "other",
    [
        "period: 2026\njurisdiction: b\nseries: S  # x\n",
        "period: 2026\njurisdiction: b\nfollows: [a]\n",
        "period: 2026-2030\njurisdiction: a\n",
        "# says nothing\n",
    ],
)
def test_plans_that_may_have_to_do_with_the_one_that_changed_are_read(other):
    old = {"data/plans/a.yaml": b"period: 2026\njurisdiction: a\nseries: s\n", "data/plans/x.yaml": other.encode()}
    new = {**old, "data/plans/a.yaml": b"period: 2027\njurisdiction: a\nseries: s\n"}

    assert touched(old, new) == {"data/plans/a.yaml", "data/plans/x.yaml"}


LOCALITIES = {
    "flow": "localities:\n  - {id: cu, name: xã Cũ, successors: [giua, khac]}\n  - {id: giua, successors: [moi]}\n",
    "block": "localities:\n  - id: cu\n    successors:\n      - giua\n      - khac\n  - id: giua\n    successors: moi\n",
}


@pytest.mark.parametrize("registered", LOCALITIES.values(), ids=LOCALITIES)
@pytest.mark.parametrize("changed", ["tinh", "xa"])
@pytest.mark.parametrize(("given", "is_read"), [("moi", True), ("giua", True), ("cu", True), ("la", False)])
def test_a_plan_that_gives_a_place_its_share_is_read_with_the_one_of_that_place(registered, changed, given, is_read):
    plans = {
        "tinh": f"period: 2026\njurisdiction: tinh\ntargets: [{{id: a, values: [{{place: {given}, value: 1}}]}}]\n",
        "xa": "period: 2026\njurisdiction: moi\n",
    }
    old = {f"data/plans/{name}.yaml": text.encode() for name, text in plans.items()}
    old["data/localities/tinh.yaml"] = registered.encode()
    path = f"data/plans/{changed}.yaml"

    read = touched(old, {**old, path: old[path] + b"title: x\n"})

    assert read == ({*old} if is_read else {path, "data/localities/tinh.yaml"})
