"""A heading that somebody typed with what stands below it: a new group of tasks, section or duty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.plan import Section
from planbook.model.target import Target
from planbook.model.task import Duty, Statement, Task, TaskGroup
from planbook.reading.agencies import read_agencies
from planbook.reading.edits import plain
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.targets import read_target
from planbook.reading.typed_lines import COUNTS, counts_items, read_lines, split_number
from planbook.returns.fields.spots import free_id
from planbook.returns.word.new_tasks import NewTexts, facts_of
from planbook.returns.word.returned_draft import ReturnedDraft

_INSIDE = Unread(
    Text("a heading was put between the lines of one part, and nobody can say which of them it heads"),
    Text("put it behind the last line of the part, with its own lines below it"),
)
_BARE = Unread(
    Text("nothing stands below the new heading"),
    Text("write at least one paragraph below it, in the style of its neighbours"),
)
_MIXED = Unread(
    Text("the paragraphs below the new heading are of several kinds"),
    Text("write them like those of one neighbouring part"),
)
_WITHIN = Text("it stands inside {part}, and what follows there would be below the new heading: {items}")
_BODY = Text("its paragraphs are like those of {like}, so it would become a section of {kind}")


@dataclass(frozen=True, slots=True)
class NewPart:
    """A new heading with what stands below it; `near` is the part that it follows, or stands before.

    `moved` are entries of `near` that stand below the heading now.
    """

    near: Entry
    is_behind: bool
    text: str
    value: dict[str, Any]
    doubt: Text | None = None
    moved: tuple[Entry, ...] = ()


class NewParts:
    """Finds the headings among the new paragraphs of a draft, and reads what stands below each."""

    def __init__(self, draft: ReturnedDraft, texts: NewTexts, used: set[str]) -> None:
        self.draft, self.texts, self.used = draft, texts, used
        self.outline = draft.outline
        self.free = {at for at in draft.strangers if at not in draft.arrivals and not draft.units[at].is_row}
        self.heads = [
            (at, entry)
            for at, item in sorted(draft.placed.items())
            if not item.is_part and (entry := self.outline.holder(item)) and _is_headed(entry)
        ]
        leaves = {
            self._style(at)
            for at, item in draft.placed.items()
            if isinstance(entry := self.outline.holder(item), Statement | Task | Target) and not item.is_part
        }
        self.styles = {self._style(at) for at, _ in self.heads} - leaves if self.free else set()

    def all(self) -> Iterator[tuple[int, NewPart | Unread, tuple[int, ...]]]:
        """Every new heading by its unit: the part, or why there is none, with the units that belong to it."""
        done: set[int] = set()
        for at in sorted(self.free):
            if at not in done and self._style(at) in self.styles:
                units = self._below(at)
                done |= {at, *units}
                yield at, attempted(self._part, at, units), units

    def _style(self, at: int) -> str:
        return self.draft.units[at].lines[0].style

    def _below(self, at: int) -> tuple[int, ...]:
        """The new units that follow, up to a heading that is no part of what this one heads."""
        lower = {self._style(home) for home, entry in self.heads if self._depth(entry) > self._depth(self._near(at)[0])}
        units = []
        for below in range(at + 1, len(self.draft.units)):
            style = self._style(below)
            if below not in self.free or (style in self.styles and style not in lower - {self._style(at)}):
                break
            units.append(below)
        return tuple(units)

    def _depth(self, entry: Entry) -> int:
        return sum(1 for _ in self.outline.above(entry))

    def _near(self, at: int) -> tuple[Entry, bool]:
        """The part with a heading of the same style that stands before a unit, else the one behind it."""
        alike = [(home, entry) for home, entry in self.heads if self._style(home) == self._style(at)]
        before = [entry for home, entry in alike if home < at]
        return before[-1] if before else alike[0][1], bool(before)

    def _part(self, at: int, units: tuple[int, ...]) -> NewPart:
        near, is_behind = self._near(at)
        last = units[-1] if units else at
        following = [item for place, item in sorted(self.draft.placed.items()) if place > last and not item.is_row]
        entry = self.outline.holder(following[0]) if following else None
        rest: tuple[Entry, ...] = ()
        if is_behind and entry is not None and (entry is near or near in self.outline.above(entry)):
            rest = self._rest(near, entry)
            if not rest:
                raise NotTaken(_INSIDE)
        for unit in (at, *units):
            if why := self.draft.units[unit].refusal():
                raise NotTaken(why)
        text = self._text(at)
        value, doubt = (
            self._value(near, text, units) if units or not rest else ({"id": self._id(text), "heading": text}, None)
        )
        if rest:
            if not self._take_in(near, value, rest):
                raise NotTaken(_INSIDE)
            names = ", ".join(str(getattr(entry, "id", "")) for entry in rest)
            doubt = Text(_WITHIN.english, {"part": getattr(near, "id", ""), "items": names})
        return NewPart(near, is_behind, text, value, doubt, rest)

    def _rest(self, near: Entry, entry: Entry) -> tuple[Entry, ...]:
        """The entries of a part from a line on that stands in it; nothing where no other would stay before them."""
        line = [entry, *self.outline.above(entry)]
        first = next((part for part in line if (spot := self.outline.spot(part)) and spot.parent is near), None)
        spot = self.outline.spot(first) if first else None
        return tuple(self.outline.siblings(spot)[spot.index :]) if spot and spot.index else ()

    def _take_in(self, near: Entry, value: dict[str, Any], rest: Sequence[Entry]) -> bool:
        """Put the rest of its neighbour into a new part, with the assignment that it had; whether that can be."""
        spot = self.outline.spot(rest[0])
        assert spot
        listed = value.setdefault(spot.key, [])
        more_keys = value.keys() - {"id", "heading", "assignment", spot.key}
        if not isinstance(near, Section | TaskGroup) or more_keys:
            return False
        is_shared = not all(getattr(task, "assignment", None) for task in rest)
        if isinstance(near, TaskGroup) and near.assignment and is_shared:
            # Where its lines stand below the last task, those of the first ones would be gone from the text.
            if "assignment" in value or self.draft.context.plan.layout.assignment != "table":
                return False
            value["assignment"] = plain(near.assignment)
        listed += [plain(entry) for entry in rest]
        return True

    def _text(self, at: int) -> str:
        """What a unit says without the number typed before it and the lines about it."""
        return split_number(self.texts.worded[at].text)[1]

    def _id(self, text: str) -> str:
        id_ = free_id(text, {*self.outline.entries, *self.used})
        self.used.add(id_)
        return id_

    def _value(self, near: Entry, text: str, units: Sequence[int]) -> tuple[dict[str, Any], Text | None]:
        """The new entry as a data file holds it, of the kind of its neighbour."""
        id_ = self._id(text)
        if isinstance(near, TaskGroup):
            return {"id": id_, "heading": text, **self._tasks(units)}, None
        if isinstance(near, Duty):
            read = read_agencies(text, self.draft.context.register)
            agencies = [agency.agency for agency in read]
            items = self._statements(units)
            if not items:
                raise NotTaken(_BARE)
            return {"id": id_, "agencies": agencies[0] if len(agencies) == 1 else agencies, "items": items}, None
        key, values, doubt = self._content(near, units)
        more = values if isinstance(values, dict) else {key: values}
        return {"id": id_, "heading": text, **more}, doubt

    def _content(self, near: Entry, units: Sequence[int]) -> tuple[str, Any, Text | None]:
        """What stands in a new section: of the kind of what looks like its paragraphs, in its neighbour if it can be."""
        if not units:
            raise NotTaken(_BARE)
        if self._style(units[0]) in self.styles:
            return self._parts(units)
        homes = [
            (item, entry)
            for at, item in sorted(self.draft.placed.items())
            if not item.is_part
            and self._style(at) == self._style(units[0])
            and isinstance(entry := self.outline.holder(item), Statement | Task | Target | Duty)
            and (isinstance(entry, Task) or getattr(self.outline.spot(entry), "key", "") in Section.model_fields)
        ]
        inside = [pair for pair in homes if near in self.outline.above(pair[1])]
        if not homes or any(self.texts.worded[at].text and self._style(at) != self._style(units[0]) for at in units):
            raise NotTaken(_MIXED)
        item, like = (inside or homes)[-1]
        spot = self.outline.spot(like)
        key = spot.key if spot else ""
        is_own = bool(spot and spot.parent is near)
        return self._alike(like, key, units, None if is_own else Text(_BODY.english, {"like": str(item), "kind": key}))

    def _alike(self, like: Entry, key: str, units: Sequence[int], doubt: Text | None) -> tuple[str, Any, Text | None]:
        """Units as entries of the kind of another one; raises `NotTaken`."""
        if any(counts_items(self.texts.worded[at].text, self.draft.context.reading) for at in units):
            raise NotTaken(COUNTS)
        if isinstance(like, Task):
            return "tasks", self._tasks(units), doubt
        if isinstance(like, Target):
            read = [read_target(self._text(at), self.draft.context) for at in units]
            values = [
                {"id": self._id(self._text(at)), **plain(target)} for at, (target, _) in zip(units, read, strict=True)
            ]
            return key, values, next((why for _, why in read if why), doubt)
        if key not in Section.model_fields:
            raise NotTaken(_MIXED)
        return key, self._statements(units), doubt

    def _parts(self, units: Sequence[int]) -> tuple[str, Any, Text | None]:
        """Headings below a heading, with what stands below each."""
        starts = [at for at in units if self._style(at) == self._style(units[0])]
        values, doubts, key = [], [], ""
        for start, end in zip(starts, [*starts[1:], units[-1] + 1], strict=True):
            near, _ = self._near(start)
            value, doubt = self._value(near, self._text(start), [at for at in units if start < at < end])
            values.append(value)
            doubts.append(doubt)
            spot = self.outline.spot(near)
            key = spot.key if spot else ""
            doubts.append(Text(_BODY.english, {"like": getattr(near, "id", ""), "kind": key}))
        return key, values, next(filter(None, doubts), None)

    def _statements(self, units: Sequence[int]) -> list[dict[str, Any]]:
        return [{"id": self._id(text), "text": text} for text in map(self._text, units) if text]

    def _tasks(self, units: Sequence[int]) -> dict[str, Any]:
        """Tasks with the lines below each; those below the last of several that have none are the group's."""
        tasks: list[dict[str, Any]] = []
        lines: list[list[tuple[str, str]]] = []
        for at in units:
            own = self.texts.worded[at]
            if own.text:
                text = self._text(at)
                tasks.append({"id": self._id(text), "text": text})
                lines.append([])
            if own.lines and not lines:
                raise NotTaken(_BARE)
            if own.lines:
                lines[-1] += own.lines
        if not tasks:
            raise NotTaken(_BARE)
        read = [read_lines(about, self.draft.context) if about else None for about in lines]
        value: dict[str, Any] = {"tasks": tasks}
        is_shared = len(tasks) > 1 and read[-1] is not None and not any(read[:-1])
        for task, part in zip(tasks, read, strict=True):
            if part:
                facts = facts_of(part, self.draft.context, task["id"])
                (value if is_shared else task)["assignment"] = facts.pop("assignment")
                task.update(facts)
        return value


def _is_headed(entry: Entry) -> bool:
    """Whether an entry prints a heading of its own with paragraphs below it."""
    is_section = isinstance(entry, Section) and not entry.run_in
    return is_section or isinstance(entry, TaskGroup) or bool(isinstance(entry, Duty) and entry.items)
