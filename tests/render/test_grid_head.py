"""The names above a grid of tasks and agencies stay within their columns, however long they are."""

from datetime import UTC, datetime

import pytest

from planbook.outputs.documents import grid_sheets, sheet_html
from planbook.outputs.edition import edition, read_sources
from planbook.render.pdf import pdf
from tests.offices import PLAN, REGISTERS, written
from tests.reading_back import pdf_words

COLUMN = 23  # points, 8 mm


@pytest.mark.parametrize("length", [12, 32])  # words
def test_a_long_name_stands_whole_within_its_column(tmp_path, length):
    long = " ".join(["Dài"] * length)
    more = [{"id": f"so-{at}", "name": f"Sở {at}", "level": "province", "locality": "tinh-a"} for at in range(23)]
    more += [{"id": "co-so", "name": long, "level": "province", "locality": "tinh-a"}]
    assignment = {"lead": "so-b", "coordinating": [agency["id"] for agency in more]}
    tasks = [{"id": "viec", "text": "Rà soát.", "assignment": assignment}]
    groups = [{"id": "nhom", "heading": "Nhóm", "tasks": tasks}]
    outline = [*PLAN["outline"], {"id": "nhiem-vu", "heading": "NHIỆM VỤ", "task_groups": groups}]
    agencies = {"agencies": [*REGISTERS["agencies"]["agencies"], *more]}
    made = edition(
        read_sources(written(tmp_path, {"outline": outline}, agencies=agencies)), datetime(2026, 11, 1, tzinfo=UTC)
    )
    ((_, sheet),) = grid_sheets(made)
    path = tmp_path / "grid.pdf"
    path.write_bytes(pdf(sheet_html(made, "pdf/grid.html", sheet)))
    words = pdf_words(path)
    places = [word.x for word in words if word.text == "Dài"]
    (row,) = (word.y for word in words if word.text == "Rà")

    assert len(places) == length
    assert max(places) - min(places) < COLUMN
    assert all(word.y < row for word in words if word.text == "Dài")
