"""Open data: a plan as JSON, in the words of the model and in the words that are printed; a table as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from planbook.messages.escapes import in_csv
from planbook.render.json_text import json_text
from planbook.render.open_data import plain_rows
from planbook.views.matrix import GroupRow
from planbook.views.plan import PlanView
from planbook.views.workbook.sheets import Value
from planbook.wording.blocks import Table


def plan_json(
    content: Mapping[str, Any],
    view: PlanView,
    groups: tuple[GroupRow, ...],
    results: Mapping[str, Sequence[Mapping[str, Value]]],
    made_from: str,
) -> str:
    """A plan's data field by field, its printed text item by item, its matrix, and what came of it where that is known.

    `made_from` stands for everything else that the plan's documents are made of: templates, program, time.
    """
    content = {
        "plan": content,
        "printed": view,
        "matrix": groups,
        **({"results": plain_rows(results)} if any(results.values()) else {}),
        "made_from": made_from,
    }
    return json_text(content) + "\n"


def table_csv(table: Table) -> str:
    """A table as CSV (RFC 4180), its texts letter by letter but for an apostrophe before what would be a formula: headings first; a cell over several columns stands in the first of them."""
    stream = io.StringIO()
    stream.write("\ufeff")  # without it Excel takes the letters for those of another alphabet
    writer = csv.writer(stream)
    writer.writerow(column.heading for column in table.columns)
    for row in table.rows:
        writer.writerow(text for cell in row.cells for text in (in_csv(cell.text), *[""] * (cell.span - 1)))
    return stream.getvalue()
