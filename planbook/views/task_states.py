"""The states of tasks as a further column of tables and sheets, under the day of the figures."""

from collections.abc import Mapping
from dataclasses import replace

from planbook.model.agency import Agency
from planbook.views.fitting import fitted
from planbook.views.progress import PlanProgress
from planbook.wording.blocks import Cell, Table
from planbook.wording.phrases import Phrases


def task_states(progress: PlanProgress, agency: Agency | None = None) -> dict[str, str]:
    """The state of each task in words, or of the part that an agency has of it."""
    return {id_: (work.of_agency(agency) if agency else work).name for id_, work in progress.work.items()}


def state_heading(progress: PlanProgress, phrases: Phrases) -> str:
    """What such a column is called."""
    return phrases.say("column_state", until=progress.until)


def with_states(table: Table, states: Mapping[str, str], heading: str) -> Table:
    """A table of tasks with the column of their states behind the others."""
    rows = tuple(replace(row, cells=(*row.cells, Cell(states.get(row.item, "")))) for row in table.rows)
    return replace(table, columns=fitted([*(column.heading for column in table.columns), heading], rows), rows=rows)
