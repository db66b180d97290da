"""A column that comes or goes in a table is marked cell by cell: what stays is compared, and both drafts come back."""

import pytest

from planbook.ooxml.blocks import Reviser
from planbook.review.dress import read_dress
from planbook.review.redline import Version, redline_of
from tests.conftest import FIVE
from tests.offices import AGENCIES, office, part, task
from tests.reading_word import W, lints
from tests.render.test_word_validity import audit_findings, sdk_findings
from tests.review.redlines import MADE, Sides, departures, plain
from tests.tracked_changes import tree

DRESS = read_dress(FIVE)


def table(columns: dict[str, str], rows: list[list[str]], groups: tuple[int, ...] = ()) -> dict:
    """A plan with one table of its own."""
    appendix = {
        "id": "bieu",
        "title": "Biểu riêng",
        "columns": [{"key": key, "heading": heading} for key, heading in columns.items()],
        "rows": [
            {"id": f"dong-{cells[0].lower()}", "cells": cells} | ({"group": True} if at in groups else {})
            for at, cells in enumerate(rows)
        ],
    }
    return {"appendices": [appendix]}


def both(old: dict, new: dict) -> Sides:
    before, after = (office(fields, agencies=AGENCIES) for fields in (old, new))
    versions = [Version(of, of.plans["thu"], "", MADE) for of in (before, after)]
    return Sides(redline_of(DRESS, *versions, Reviser("Phòng", MADE)), plain(before, "thu"), plain(after, "thu"))


def marks(pair: Sides) -> dict[str, int]:
    document = tree(pair.redline)
    return {
        name: len(document.findall(f".//{W}{name}")) for name in ("cellIns", "cellDel", "tcPrChange", f"trPr/{W}ins")
    }


THREE = {"a": "Xã", "b": "Số hộ", "c": "Ghi chú"}
ROWS = [["M", "12", "núi"], ["N", "7", "thấp"]]
FOUR = {"a": "Xã", "b": "Số hộ", "d": "Số người", "c": "Ghi chú"}
MORE = [["M", "12", "40", "núi"], ["N", "8", "31", "thấp"]]
TASKS = [task("mot", assignment={"lead": "so-b"}), task("hai", assignment={"lead": "so-c"})]
DUE = [{**entry, "assignment": {**entry["assignment"], "deadlines": [{"before": "2027-05-01"}]}} for entry in TASKS]
MATRIX = {"appendices": [{"id": "ma-tran", "made": "tasks"}]}


@pytest.mark.parametrize(
    ("old", "new", "came", "gone"),
    [
        (table(THREE, ROWS), table(FOUR, MORE), 3, 0),
        (table(FOUR, MORE), table(THREE, ROWS), 0, 3),
        (table(FOUR, MORE), table({**THREE, "e": "Vốn"}, [["M", "12", "núi", "5"], ["N", "7", "thấp", "6"]]), 3, 3),
        (table(FOUR, MORE[:1]), table(THREE, ROWS), 0, 2),
    ],
)
def test_columns_come_and_go_cell_by_cell_and_both_drafts_come_back(tmp_path, old, new, came, gone):
    pair = both(old, new)
    assert departures(pair) == []
    assert lints(tree(pair.redline)) == []
    count = marks(pair)
    assert (count["cellIns"], count["cellDel"]) == (came, gone)
    path = tmp_path / "redline.docx"
    path.write_bytes(pair.redline)
    assert audit_findings(path) == []


def test_a_heading_over_the_whole_matrix_grows_with_a_new_column(tmp_path):
    old, new = ({"outline": [part("nhom", tasks=tasks)], **MATRIX} for tasks in (TASKS, DUE))
    for sides in ((old, new), (new, old)):
        pair = both(*sides)
        assert departures(pair) == []
        count = marks(pair)
        assert count["cellIns"] + count["cellDel"] == 3, "its heading and two tasks"
        assert count["tcPrChange"] == 1
        path = tmp_path / "redline.docx"
        path.write_bytes(pair.redline)
        assert sdk_findings(path) == []


def test_other_headings_of_as_many_columns_are_changed_words():
    pair = both(table(THREE, ROWS), table({**THREE, "b": "Số hộ nghèo"}, ROWS))
    assert departures(pair) == []
    assert not any(marks(pair).values())
