"""A plan with the words that it is printed and read in, also with all that is shared, and what an edited field of it gives."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from planbook.changes.change import Change
from planbook.loading.shared_registers import shared, with_shared
from planbook.model.agency import Locality
from planbook.model.entry import Entry, as_id
from planbook.model.legal import LegalDocument
from planbook.model.number import official
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.responsibility import leads_by_duty
from planbook.model.task import TaskGroup
from planbook.model.workspace import Workspace
from planbook.reading.agencies import Register
from planbook.reading.edits import plain
from planbook.reading.not_taken import Unread
from planbook.reading.spellings import SpellingReader
from planbook.reading.words import ImportWords
from planbook.text.writer import Addition
from planbook.views.workbook.sheets import Value
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText

FieldChanges = tuple[Change, ...]
FieldAnswer = FieldChanges | Unread  # of one column of several, each of which is taken or refused by itself


@dataclass(frozen=True)
class Context:
    """A plan with the words that it is printed and read in."""

    plan: Plan
    text: PlanText
    reading: SpellingReader
    words: ImportWords | None = None  # by which what no register has is read

    @cached_property
    def wide(self) -> "Context":
        """The same with the bodies of the plan's place, of those above it and of the state, and all shared documents."""
        workspace = with_shared(self.text.workspace, _nameable(self.plan, self.text.workspace))
        is_short = self.text.short_citations
        text = PlanText(workspace, self.plan, self.text.wording, numbers(self.plan), short_citations=is_short)
        return replace(self, text=text)

    @cached_property
    def register(self) -> Register:
        """The agencies by every name of the plan's day, and where no register in use has a name the bodies that its place and the state have."""
        return Register(self.wide.text, self.reading, self.text.workspace)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every entry of the plan that has an id."""
        return {id_: entry for entry in self.plan.walk() if (id_ := getattr(entry, "id", None))}

    @cached_property
    def groups(self) -> dict[str, TaskGroup]:
        """For every task, by its id, the group that it stands in."""
        return {task.id: group for group in self.plan.task_groups() for task in group.tasks}

    @cached_property
    def led_by_duty(self) -> dict[str, tuple[str, ...]]:
        """The tasks that only the duties of agencies say the leads of."""
        return leads_by_duty(self.plan)

    def set(self, entry: Any, field: str, old: object, new: object) -> tuple[Change, ...]:
        """The change of one fact; none where it stays, though it may have been written at another place."""
        return (
            () if plain(old) == plain(new) else (Change("set", self.plan.id, entry.id, entry, entry, field, old, new),)
        )


def text_of(value: Value) -> str:
    """The value of a cell as people read it; a whole number is given plainly, for it may be a year."""
    if isinstance(value, Decimal) and value != int(value):
        return official(value)
    return official_day(value) if isinstance(value, date) else "" if value is None else f"{value}"


RowValues = Mapping[str, Value]


def localities(workspace: Workspace) -> dict[str, Locality]:
    """Every place that is known, those that are no more too."""
    places = {place.id: place for place in shared().entries("localities")}
    return {**places, **workspace.localities}


def with_documents(context: Context, additions: Iterable[Addition]) -> Context:
    """The context of a plan as it will be when a register has got these documents."""
    text = context.text
    new = (LegalDocument.model_validate(addition.value) for addition in additions)
    workspace = replace(text.workspace, documents={**text.workspace.documents, **{entry.id: entry for entry in new}})
    filled = PlanText(workspace, context.plan, text.wording, text.numbers, short_citations=text.short_citations)
    return replace(context, text=filled)


def _nameable(plan: Plan, own: Workspace) -> Iterator[str]:
    """The ids of what is shared that a plan may name: the bodies of its place, of those above it and of the state, all documents.

    A body that the office's `own` register calls so in such a place is no second one.
    """
    for listed in ("agencies", "documents", "programmes", "sources"):
        yield from (entry.id for entry in shared().entries(listed))
    names, departments = shared().place_names, (*shared().entries("departments"), *shared().entries("groups"))
    for place in _places_of(plan, localities(own)):
        spellings = {
            as_id(name) for agency in own.agencies.values() if agency.locality == place.id for name in agency.names
        }
        for department in departments:
            if department.is_of(place, names) and as_id(department.filled(place, names)["name"]) not in spellings:
                yield department.id_in(place.id)


def _places_of(plan: Plan, places: Mapping[str, Locality]) -> Iterator[Locality]:
    """The place of a plan, and those that it lies in."""
    passed: set[str] = set()
    place = places.get(plan.jurisdiction)
    while place and place.id not in passed:
        yield place
        passed.add(place.id)
        place = places.get(place.part_of or "")
