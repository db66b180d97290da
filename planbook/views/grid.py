"""The grid of responsibilities: tasks in rows, agencies in columns, and in each cell whether one leads or helps."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby

from planbook.model.agency import AgencyGroup
from planbook.model.item import ItemId
from planbook.model.number import roman
from planbook.views.load import shared_tasks
from planbook.views.matrix import GroupRow, TaskRow, task_rows
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText

LONG = 200  # tasks: more than any plan of a province has
MOST_AGENCIES = 25  # that can be told apart on A3
MOST_TASKS = 400  # of one file: more would need more memory than 400 MB, and nobody has a wall for them


@dataclass(frozen=True, slots=True)
class GridColumn:
    """An agency with its short and its printed name, and how many tasks it leads, coordinates, and has only in a group."""

    id: str
    short_name: str
    name: str
    leads: int
    coordinates: int
    shared: int = 0


@dataclass(frozen=True, slots=True)
class GridTask:
    """A task by its heading (its text where it has none), and one mark a column: lead, coordination, both, or nothing."""

    id: str
    index: int
    name: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridGroup:
    """A group of tasks under its Roman number."""

    id: str
    number: str
    name: str
    tasks: tuple[GridTask, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """All tasks of a plan against all agencies that its tasks name; without agencies there is nothing to mark."""

    id: str
    caption: str
    columns: tuple[GridColumn, ...]
    groups: tuple[GridGroup, ...]
    part: int = 1
    is_last: bool = True
    is_long: bool = False

    @property
    def totals(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The phrases and the numbers of its last rows: tasks led, coordinated, and given to groups where any are."""
        leads, coordinates, shared = (
            tuple(getattr(column, field) for column in self.columns) for field in ("leads", "coordinates", "shared")
        )
        rows = [("grid_leads", leads), ("grid_coordinates", coordinates)]
        return (*rows, ("grid_shared", shared)) if any(shared) else tuple(rows)

    @property
    def tasks(self) -> tuple[GridTask, ...]:
        """The tasks of all groups in the order of the plan."""
        return tuple(task for group in self.groups for task in group.tasks)

    @property
    def cells_of(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """The cells of each task by its id."""
        return {task.id: self.cells(task) for task in self.tasks}

    def cells(self, task: GridTask) -> tuple[tuple[str, int], ...]:
        """The marks of a task with the number of columns that each covers.

        In a long grid what is empty side by side is one cell: that halves the time that it takes to print.
        """
        if not self.is_long:
            return tuple((mark, 1) for mark in task.marks)
        runs = [(mark, len(list(run))) for mark, run in groupby(task.marks)]
        return tuple(cell for mark, span in runs for cell in ([(mark, 1)] * span if mark else [("", span)]))

    @property
    def suffix(self) -> str:
        """What the name of a part has behind it: nothing for the first, -2, -3 …"""
        return "" if self.part == 1 else f"-{self.part}"

    @property
    def slices(self) -> tuple["Grid", ...]:
        """The grid in slices of as many agencies as a sheet has room for, each with all tasks."""
        slices = []
        for first in range(0, len(self.columns), MOST_AGENCIES):
            part = slice(first, first + MOST_AGENCIES)
            groups = tuple(
                replace(group, tasks=tuple(replace(task, marks=task.marks[part]) for task in group.tasks))
                for group in self.groups
            )
            slices.append(replace(self, columns=self.columns[part], groups=groups))
        return tuple(slices)

    def parts(self, phrases: Phrases) -> tuple["Grid", ...]:
        """The grid in parts that are printed by themselves, each with all agencies; none without agencies."""
        tasks = [(group, task) for group in self.groups for task in group.tasks] if self.columns else []
        cuts = range(0, len(tasks), MOST_TASKS)
        parts = []
        for number, first in enumerate(cuts, 1):
            by_group = groupby(tasks[first : first + MOST_TASKS], key=lambda pair: pair[0])
            groups = tuple(replace(group, tasks=tuple(task for _, task in pairs)) for group, pairs in by_group)
            caption = phrases.say("grid_part", grid=self.caption, number=number, count=len(cuts))
            if len(cuts) == 1:
                caption = self.caption
            parts.append(replace(self, caption=caption, groups=groups, part=number, is_last=number == len(cuts)))
        return tuple(parts)


def grid(text: PlanText, groups: tuple[GroupRow, ...]) -> Grid:
    """The grid of a plan: who leads most stands first, bodies that are named together stand last."""
    workspace, phrases = text.workspace, text.wording.phrases
    leads = Counter(agency for task in task_rows(groups) for agency in set(task.lead_ids))
    coordinates = Counter(agency for task in task_rows(groups) for agency in set(task.coordinating_ids))
    shared = shared_tasks(text, groups)
    order = {agency: at for at, agency in enumerate(workspace.agencies)}
    agencies = sorted(
        leads.keys() | coordinates.keys(),
        key=lambda agency: (
            isinstance(workspace.agencies[agency], AgencyGroup),
            -leads[agency],
            -coordinates[agency],
            order[agency],
        ),
    )
    short = Counter(text.agency(agency, "short") for agency in agencies)
    columns = tuple(
        GridColumn(
            agency,
            # Two bodies of one short name, as those of two communes, are told apart by their places.
            capital(text.agency(agency, "short" if short[text.agency(agency, "short")] == 1 else "full")),
            capital(text.agency(agency)),
            leads[agency],
            coordinates[agency],
            shared[agency],
        )
        for agency in agencies
    )
    count = 0
    rows = []
    for number, group in enumerate(groups, 1):
        tasks = []
        for task in group.tasks:
            count += 1
            tasks.append(GridTask(task.id, count, task.title, _marks(task, agencies, phrases)))
        rows.append(GridGroup(group.id, roman(number), group.name, tuple(tasks)))
    return Grid(ItemId.of(text.plan.id, "grid"), phrases.say("grid"), columns, tuple(rows), is_long=count > LONG)


def _marks(task: TaskRow, agencies: Collection[str], phrases: Phrases) -> tuple[str, ...]:
    marks = []
    for agency in agencies:
        roles = ("lead",) * (agency in task.lead_ids) + ("coordinating",) * (agency in task.coordinating_ids)
        marks.append(phrases.say("mark_" + "_".join(roles)) if roles else "")
    return tuple(marks)
