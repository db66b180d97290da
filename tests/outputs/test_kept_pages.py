"""The texts of pages over all places are those of the last build while their templates are given the same, and are made anew else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from planbook.outputs.kept_values import KEPT_VALUES, KeptValues
from planbook.outputs.shards.kept_pages import KeptPages
from tests.conftest import git


@dataclass(frozen=True)
class Row:
    name: str
    day: date
    number: Decimal
    inner: tuple[str, ...] = ()


ROWS = (Row("xã M", date(2027, 6, 30), Decimal("3.5"), ("x",)),)
VALUES = {"rows": ROWS, "years": (2026, 2027), "in_full": True}
OTHERS = [
    {**VALUES, "rows": (Row("xã N", date(2027, 6, 30), Decimal("3.5"), ("x",)),)},
    {**VALUES, "rows": (Row("xã M", date(2027, 7, 1), Decimal("3.5"), ("x",)),)},
    {**VALUES, "rows": (Row("xã M", date(2027, 6, 30), Decimal("3.50"), ("x",)),)},
    {**VALUES, "rows": (Row("xã M", date(2027, 6, 30), Decimal("3.5"), ("y",)),)},
    {**VALUES, "rows": ROWS * 2},
    {**VALUES, "years": (2027, 2026)},
    {**VALUES, "in_full": 1},
    {"rows": ROWS, "years": (2026, 2027)},
    {**VALUES, "more": ""},
]


def pages(root, values, key="a", template="home.md"):
    """The text of a page of these values, and whether it was made."""
    made = []

    def make():
        made.append(values)
        return f"{template} {values}"

    kept = KeptValues(root, key)
    text = KeptPages(kept).text("index.html", template, values, make)
    kept.save()
    return text, bool(made)


def test_a_page_of_the_same_is_not_made_again(tmp_path):
    first, made = pages(tmp_path, VALUES)
    assert made
    assert pages(tmp_path, {**VALUES, "rows": (Row("xã M", date(2027, 6, 30), Decimal("3.5"), ("x",)),)}) == (
        first,
        False,
    )


@pytest.mark.parametrize("values", OTHERS)
def test_a_page_of_anything_else_is_made_again(tmp_path, values):
    pages(tmp_path, VALUES)
    assert pages(tmp_path, values) == (f"home.md {values}", True)
    assert pages(tmp_path, values)[1] is False
    assert pages(tmp_path, VALUES)[1]


def test_a_page_is_made_again_where_program_or_template_is_another_one_or_nobody_knows(tmp_path):
    pages(tmp_path, VALUES)
    assert pages(tmp_path, VALUES, template="plans.md")[1]
    assert pages(tmp_path, VALUES, key="b")[1]
    for _ in range(2):
        assert pages(tmp_path, VALUES, key="")[1]


def test_what_somebody_wrote_is_not_believed(tmp_path):
    first, _ = pages(tmp_path, VALUES)
    kept = tmp_path / KEPT_VALUES
    content = kept.read_bytes()
    for spoilt in (b"", b"{}", content[:-2], content.replace(b"home.md", b"plan.md")):
        kept.write_bytes(spoilt)
        assert pages(tmp_path, VALUES) == (first, True), spoilt
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--force", KEPT_VALUES)
    assert pages(tmp_path, VALUES) == (first, True)
