"""What a site says of itself in short, for pages over many sites: its places, plans, agencies, indicators, money, documents.

It is published as JSON, and read again from offices that run another version of this program.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Final, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from planbook.messages.diagnostics import Refusal, Text
from planbook.model.agency import Level
from planbook.model.status import Status
from planbook.model.target import Comparator

VERSION: Final = 2  # of the shape below: one more whenever a field comes, goes or means something else


class SummaryUnread(Refusal):
    """A summary is broken, or of another version of the shape than this program reads."""

    exit_code = 2


def summary_json(summary: "Summary") -> bytes:
    """A summary as it is published."""
    return _shape().dump_json(summary) + b"\n"


def plain_summary(summary: "Summary") -> dict[str, Any]:
    """The same as plain values."""
    values: dict[str, Any] = _shape().dump_python(summary, mode="json")
    return values


@cache
def summary_schema() -> dict[str, Any]:
    """The JSON Schema of a published summary."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_shape().json_schema(mode="serialization")}


def read_summary(content: bytes, path: str) -> "Summary":
    """A published summary; raises `SummaryUnread`, which names the path."""
    try:
        return _shape().validate_json(content, strict=False)
    except ValidationError as error:
        version = _version(content)
        if version not in (None, VERSION):
            raise SummaryUnread(
                Text(
                    "{path} is a summary of version {version}, and this program reads version {own}",
                    {"path": path, "version": str(version), "own": VERSION},
                ),
                Text("build that site and this one with the same version of planbook"),
            ) from error
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = "/".join(map(str, first["loc"])) or "-"
        raise SummaryUnread(
            Text(
                "{path} is no whole summary of a site: {place}: {reason}",
                {"path": path, "place": place, "reason": first["msg"]},
            ),
            Text("fetch the file again, or ask the office to build its site again"),
        ) from error


def _version(content: bytes) -> object:
    """The version that a file names; None where it names none."""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return values.get("version") if isinstance(values, Mapping) else None


@cache
def _shape() -> TypeAdapter["Summary"]:
    return TypeAdapter(Summary)


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """A unit of territory with the ids of those that it lies in, the nearest first; they stand in the list of places too."""

    id: str
    name: str
    level: Level
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastChange:
    """What changed last in a plan: on which day, in words; without words the plan came that day."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan with how much it holds; `address` is its page, `status_name` its status in words, `runs_until` its last day if it has any left.

    `errors` are findings that somebody accepted.
    """

    id: str
    title: str
    subject: str
    place: str
    issuer: str
    period: str
    first: date
    last: date
    status: Status
    status_name: str
    is_over: bool
    runs_until: date | None
    address: str
    tasks: int
    tasks_done: int | None
    targets: int
    deadlines: int
    agencies: int
    errors: int
    warnings: int
    infos: int
    revision: str
    changed: LastChange | None


@dataclass(frozen=True, slots=True)
class AgencySummary:
    """An agency that plans name, with its other names and spellings, and how much these plans give it; `address` is its page."""

    id: str
    name: str
    names: tuple[str, ...]
    locality: str
    is_group: bool
    leads: int
    coordinates: int
    charges: int
    shared: int  # that it has only as one of a group
    plans: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class ValueSummary:
    """A value that a plan wants of an indicator: for which time, how much in words and as a number, under which unit, scope and standard."""

    plan: str
    item: str
    period: str
    value: str
    comparator: Comparator
    number: Decimal
    upper: Decimal | None
    unit: str
    place: str
    scope: str
    standard: str
    of_whole: bool  # of the plan's own place, not of a part of it or of one body


@dataclass(frozen=True, slots=True)
class IndicatorSummary:
    """An indicator with the values that plans want of it; `address` is its page."""

    id: str
    name: str
    unit: str
    address: str
    values: tuple[ValueSummary, ...]


@dataclass(frozen=True, slots=True)
class MoneySummary:
    """What a plan states in all for one purpose, in words and in dong, none where nobody has allotted it; `differs` where its parts add up to something else."""

    plan: str
    item: str
    purpose: str
    stated: str
    dong: Decimal | None
    approximate: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document that plans cite: its citation, its title, and in how many places of which plans."""

    id: str
    citation: str
    title: str
    times: int
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AbbreviationSummary:
    """A short form that plans use, with what it stands for."""

    short: str
    full: str
    kind: Literal["word", "agency", "document_type", "programme"]


@dataclass(frozen=True, slots=True)
class RowsSummary:
    """A file of rows that a page over many places loads when it is asked for them: where it stands, how many rows and bytes it has.

    Of the rows: the years, quarters, statuses and states of work (with their names) that any of them has, and their plain words, joined by blanks.
    """

    address: str
    rows: int
    bytes: int
    years: tuple[str, ...]
    quarters: tuple[str, ...]
    statuses: tuple[Status, ...]
    states: Mapping[str, str]
    words: str

    @property
    def without_words(self) -> "RowsSummary":
        """The same without their words."""
        return replace(self, words="")


@dataclass(frozen=True, slots=True)
class Summary:
    """What one site, or one place of a site, holds.

    `folder` is where it stands below its site, with a slash at its end or empty; addresses of plans, agencies and files are
    from the root of the site. `place` is the widest of its `places`. `due_days` say how much is due on each day from `as_of` to the end of the next quarter under
    plans that are not over.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # in all that it holds too
    version: Literal[2]
    folder: str
    title: str
    place: str
    as_of: date
    revision: str
    places: tuple[PlaceSummary, ...]
    plans: tuple[PlanSummary, ...]
    agencies: tuple[AgencySummary, ...]
    indicators: tuple[IndicatorSummary, ...]
    money: tuple[MoneySummary, ...]
    documents: tuple[DocumentSummary, ...]
    abbreviations: tuple[AbbreviationSummary, ...]
    register_findings: int
    register: RowsSummary | None = None
    calendar: RowsSummary | None = None
    due_days: Mapping[date, int] = field(default_factory=dict)
