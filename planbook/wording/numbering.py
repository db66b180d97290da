"""The number of every item of a plan, decided once: I. → 1. → 4.1. → a) → - → +, below parts where it has them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from planbook.model.item import ItemId
from planbook.model.number import roman
from planbook.model.plan import Plan, Section
from planbook.model.target import Target
from planbook.model.task import Numbering, Statement, Task, TaskGroup

Part = TypeVar("Part", Section, TaskGroup, Task)

# Points follow the Vietnamese alphabet: "đ" after d, no f, j, w, z (Decree 30/2020, Annex I, section V).
LETTERS = "a b c d \u0111 e g h i k l m n o p q r s t u v x y".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Counting:
    """How an item is counted, for programs that number lists themselves.

    `list` names the list that it stands in; `ordinals` are its places from the top of that list down,
    several where a decimal number counts on below that of its parent (4.1 in the list of 4).
    """

    kind: Numbering
    list: str = ""
    ordinals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """An item's number as it is printed, and the bare one that references and decimal children use."""

    printed: str
    bare: str
    path: tuple[str, ...]  # the bare numbers from the part down to this item, without bullets
    counting: Counting = Counting("none")

    @property
    def place(self) -> str:
        """Where the item stands, for a table: III.6(2), II.4.1.a."""
        return ".".join(self.path).replace(".(", "(")


UNNUMBERED = ItemNumber("", "", ())


def letter(value: int) -> str:
    """The n-th letter of a list of points: 5 is "đ"; after y come aa, ab …"""
    first, rest = divmod(value - 1, len(LETTERS))
    return (LETTERS[first - 1] if first else "") + LETTERS[rest]


def number_in(style: Numbering, value: int, parent: ItemNumber | None, list_: str) -> ItemNumber:
    """The number of the n-th item of a list under a parent; `list_` is a name of that list alone."""
    above = parent.path if parent else ()
    counting = Counting(style, list_, (value,))
    match style:
        case "roman":
            bare = roman(value)
            return ItemNumber(f"{bare}.", bare, (*above, bare), counting)
        case "arabic":
            return ItemNumber(f"{value}.", str(value), (*above, str(value)), counting)
        case "decimal":
            bare = f"{parent.bare}.{value}" if parent and parent.bare else str(value)
            if parent and parent.counting.kind in ("arabic", "decimal"):
                counting = Counting(style, parent.counting.list, (*parent.counting.ordinals, value))
            return ItemNumber(f"{bare}.", bare, (*above[:-1], bare), counting)
        case "letter":
            bare = letter(value)
            return ItemNumber(f"{bare})", bare, (*above, bare), counting)
        case "parenthesis":
            return ItemNumber(f"({value})", f"({value})", (*above, f"({value})"), counting)
    # Bullets do not name anything: a reference to one names the item above.
    printed = {"bullet": "-", "plus": "+"}.get(style, "")
    return ItemNumber(printed, parent.bare if parent else "", above, Counting(style))


def numbers(plan: Plan) -> dict[str, ItemNumber]:
    """The number of every section, group, task, statement, target and duty of a plan, by its id."""
    by_id: dict[str, ItemNumber] = {}
    for index, section in _counted(plan.outline):
        if plan.layout.parts:
            _number_section(section, ItemNumber("", roman(index), (roman(index),)), -1, by_id)
        else:
            _number_section(section, number_in("roman", index, None, plan.id), 0, by_id)
    for entry in plan.walk():
        if isinstance(entry, Section | TaskGroup | Task):
            by_id.setdefault(entry.id, UNNUMBERED)  # what only the appendix has
    return by_id


def _counted(parts: Iterable[Part]) -> Iterator[tuple[int, Part]]:
    """The parts that the text prints, counted from 1."""
    return enumerate((part for part in parts if part.is_printed), 1)


def _number_section(section: Section, own: ItemNumber, depth: int, by_id: dict[str, ItemNumber]) -> None:
    by_id[section.id] = own
    inner: Numbering = section.numbering or ("decimal" if depth > 0 else "arabic")
    for index, part in _counted(section.sections):
        style: Numbering = "roman" if depth < 0 and not section.numbering else inner
        _number_section(part, number_in(style, index, own, section.id), depth + 1, by_id)
    for index, group in _counted(section.task_groups):
        _number_group(group, number_in(inner, index, own, section.id), by_id)
    for index, duty in enumerate(section.duties, 1):
        by_id[duty.id] = number_in(inner, index, own, section.id)
        _number_items(duty.items, duty.numbering or "bullet", by_id[duty.id], duty.id, by_id)
    for index, report in enumerate(section.reporting, len(section.duties) + 1):
        by_id[report.id] = number_in(inner, index, own, section.id)
    bullets: Numbering = section.numbering or "bullet"
    for index, task in _counted(section.tasks):
        _number_task(task, number_in(bullets, index, own, section.id), by_id)
    _number_items(section.targets + section.results, bullets, own, section.id, by_id)
    if len(section.statements) == 1 and not section.numbering:
        bullets = "none"
    _number_items(section.statements, bullets, own, section.id, by_id)


def _number_group(group: TaskGroup, own: ItemNumber, by_id: dict[str, ItemNumber]) -> None:
    by_id[group.id] = own
    style: Numbering = group.numbering or ("letter" if group.project else "parenthesis")
    tasks = [task for _, task in _counted(group.tasks)]
    if len(tasks) == 1 and not tasks[0].heading and not tasks[0].project:
        style = "none"
    for index, task in _counted(group.tasks):
        _number_task(task, number_in(style, index, own, group.id), by_id)


def _number_task(task: Task, own: ItemNumber, by_id: dict[str, ItemNumber]) -> None:
    by_id[task.id] = own
    inner: Numbering = task.numbering or ("plus" if own.printed == "-" else "bullet")
    for key in ("aims", "beneficiaries", "measures"):
        _number_items(getattr(task, key), inner, own, ItemId.of(task.id, key), by_id)


NUMBERED_BELOW: Mapping[str, Numbering] = {"bullet": "plus", "decimal": "letter", "arabic": "letter"}


def _number_items(
    entries: Sequence[Statement | Target],
    style: Numbering,
    parent: ItemNumber,
    list_: str,
    by_id: dict[str, ItemNumber],
) -> None:
    for index, entry in enumerate(entries, 1):
        own = number_in(style, index, parent, list_)
        by_id[entry.id] = own
        if isinstance(entry, Statement) and entry.items:
            _number_items(entry.items, entry.numbering or NUMBERED_BELOW.get(style, "bullet"), own, entry.id, by_id)


def tasks_with_groups(plan: Plan) -> Iterator[tuple[TaskGroup, Task]]:
    """Every task with the group that it stands in."""
    for group in plan.task_groups():
        for task in group.tasks:
            yield group, task
