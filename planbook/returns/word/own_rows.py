"""A row that somebody added to a table of the plan's own."""

from planbook.model.appendix import NOTHING, AppendixRow
from planbook.model.item import ItemId
from planbook.reading.not_taken import Unread
from planbook.returns.answers.answer import FileEdit
from planbook.returns.word.draft import usual_doubt
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.returns.word.rewording import other_width
from planbook.returns.word.units import TextUnit
from planbook.text.writer import Edits, Insertion


def new_own_row(draft: ReturnedDraft, at: int, used_ids: set[str]) -> FileEdit | None:
    """The row that a unit adds, behind the row that it stands below, else before the first one; None for any other unit."""
    unit, rows = draft.units[at], dict[int, AppendixRow]()
    for place, item in draft.placed.items() if unit.is_row else ():
        entry = draft.outline.holder(item)
        if isinstance(entry, AppendixRow) and table_around(draft.units[place]) == table_around(unit):
            rows[place] = entry
    if not rows:
        return None
    above = rows.get(max((place for place in rows if place < at), default=-1))
    neighbour = above or rows[min(rows)]
    spot = draft.outline.spot(neighbour)
    assert spot
    cells = [cell.strip() or NOTHING[0] for cell in unit.text.split("\t")]
    new = draft.outline.new_id(cells[0], used_ids)
    used_ids.add(new)
    width = other_width(len(cells), len(neighbour.cells)) if len(cells) != len(neighbour.cells) else None
    insertion = Insertion(spot.parent.source, spot.key, {"id": new, "cells": cells}, above.source if above else None)
    made: Edits | Unread = unit.refusal() or width or (insertion,)
    doubt = usual_doubt("duplicated") if any(list(row.cells) == cells for row in rows.values()) else None
    return draft.edit("inserted", ItemId.row(new), at, made, new="\t".join(cells), doubt=doubt)


def table_around(unit: TextUnit) -> int:
    """The table that a unit stands in; 0 for none."""
    cell = unit.lines[0].cell
    return cell.table if cell else 0
