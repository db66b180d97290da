"""Why an edit of a returned file is refused whose data would have an error, in words for who sent the file."""

import pytest

from planbook.reading.not_taken import attempted
from planbook.returns.fields.trial import read_state
from tests.offices import written
from tests.views.test_odd_plans import part, task

OUTLINE = [
    part("muc-tieu", targets=[{"id": "ho", "text": "Đạt {value}.", "value": "100", "unit": "hộ"}]),
    part("nhiem-vu", tasks=[task("lam"), task("nua"), {"id": "nhac", "text": "Như {item:nua}."}]),
]
RESULTS = {
    "plan": "thu",
    "period": "2027-Q1",
    "as_of": "2027-03-31",
    "targets": [{"target": "ho", "value": "40"}],
    "tasks": [{"task": "lam", "state": "under-way"}],
}


@pytest.mark.parametrize(
    ("id_", "where", "told"),
    [
        ("lam", "data/results/thu/2027-Q1.yaml", "task or duty “lam”"),
        ("ho", "data/results/thu/2027-Q1.yaml", "target “ho”"),
        ("nua", "data/plans/thu.yaml", "item “nua”"),
    ],
)
def test_what_still_names_an_item_that_goes_is_told_and_no_other_item(tmp_path, id_, where, told):
    state = read_state(written(tmp_path, {"outline": OUTLINE}, **{"results/thu/2027-Q1": RESULTS}))
    plan = state.workspace.plans["thu"]
    (line,) = (line for line in state.text(plan).splitlines() if f"id: {id_}" in line)
    texts = {plan.source.path: state.text(plan).replace(line, line.replace(id_, f"{id_}-khac"))}

    refusal = attempted(state.rewritten, texts, plan)
    assert str(refusal.message).startswith(where)
    assert str(refusal.message).endswith(f"still names the {told}")
    assert str(refusal.mend) == "keep it, or take out first what names it there"
    assert "still names" not in str(attempted(state.rewritten, texts).message)
