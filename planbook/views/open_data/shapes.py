"""Open data: what tables there are, of what fields; templates/data/tables.yaml describes each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from planbook.model.agency import Branch, Level
from planbook.model.lateness import OFFICIAL
from planbook.model.results import WorkState
from planbook.model.status import STATUSES
from planbook.model.target import Comparator
from planbook.views.charges import ChargeKind, ChargeRole

FieldKind = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its kind, whether every row has it, which words it can hold, and which table its value is a key of.

    `kind` is that of the Frictionless Table Schema. The values of several fields that refer to the same table are
    its key together.
    """

    kind: FieldKind = "string"
    required: bool = False
    allowed: tuple[str, ...] = ()
    refers: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table: the name of its file, its fields by name, and those that tell its rows apart."""

    file: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]


TEXT, ALWAYS, YEAR, DAY = Field(), Field(required=True), Field("integer"), Field("date")
YEAR_ALWAYS, FLAG_ALWAYS = Field("integer", required=True), Field("boolean", required=True)
PLAN = Field(required=True, refers="plans")
AGENCY = Field(refers="agencies")
FLAG = Field("boolean")
# Of which plan something is known, in which period, and on which closing day.
_OF_PERIOD = {"plan": PLAN, "period": ALWAYS, "as_of": Field("date", required=True)}

SHAPES: Mapping[str, TableShape] = {
    "plans": TableShape(
        "ke-hoach",
        {
            "plan": ALWAYS,
            "title": ALWAYS,
            "short_title": ALWAYS,
            "status": Field(required=True, allowed=STATUSES),
            "wording": Field(required=True, allowed=("own", "as-issued")),
            "number": TEXT,
            "date": TEXT,
            "issuer": Field(required=True, refers="agencies"),
            "issuer_name": ALWAYS,
            "jurisdiction": ALWAYS,
            "jurisdiction_name": ALWAYS,
            "subject": TEXT,
            "series": TEXT,
            "first_year": YEAR_ALWAYS,
            "last_year": YEAR_ALWAYS,
            "follows": TEXT,
            "page": ALWAYS,
        },
        ("plan",),
    ),
    "tasks": TableShape(
        "nhiem-vu",
        {
            "plan": PLAN,
            "task": ALWAYS,
            "place": TEXT,
            "group": ALWAYS,
            "group_name": ALWAYS,
            "name": ALWAYS,
            "lead": TEXT,
            "coordinating": TEXT,
            "duty": TEXT,
            "deadline": TEXT,
            "last_day": DAY,
            "days": TEXT,
            "result": TEXT,
            "money": TEXT,
            "continues": TEXT,
        },
        ("plan", "task"),
    ),
    "assignments": TableShape(
        "phan-cong",
        {
            "plan": Field(required=True, refers="tasks"),
            "task": Field(required=True, refers="tasks"),
            "agency": Field(required=True, refers="agencies"),
            "role": Field(required=True, allowed=("lead", "coordinating")),
        },
        ("plan", "task", "agency", "role"),
    ),
    "work": TableShape(
        "viec-cua-co-quan",
        {
            "plan": PLAN,
            "item": ALWAYS,
            "kind": Field(required=True, allowed=("task", *get_args(ChargeKind))),
            "agency": Field(required=True, refers="agencies"),
            "role": Field(required=True, allowed=("lead", "coordinating", *get_args(ChargeRole))),
            "group": TEXT,
        },
        ("plan", "item", "agency", "role"),
    ),
    "targets": TableShape(
        "chi-tieu",
        {
            "plan": PLAN,
            "target": ALWAYS,
            "text": ALWAYS,
            "indicator": TEXT,
            "indicator_name": TEXT,
            "comparator": Field(allowed=get_args(Comparator)),
            "value": Field("number"),
            "upper": Field("number"),
            "unit": TEXT,
            "value_in_words": TEXT,
            "baseline": Field("number"),
            "standard": TEXT,
            "lead": TEXT,
            "coordinating": TEXT,
            "first_year": YEAR_ALWAYS,
            "last_year": YEAR_ALWAYS,
        },
        ("plan", "target"),
    ),
    "values": TableShape(
        "muc-phan-dau",
        {
            "plan": PLAN,
            "value_id": ALWAYS,
            "indicator": TEXT,
            "indicator_name": TEXT,
            "first_year": YEAR_ALWAYS,
            "last_year": YEAR_ALWAYS,
            "jurisdiction_name": ALWAYS,
            "scope": TEXT,
            "comparator": Field(required=True, allowed=get_args(Comparator)),
            "value": Field("number", required=True),
            "upper": Field("number"),
            "unit": TEXT,
            "value_in_words": ALWAYS,
            "standard": TEXT,
            "item": ALWAYS,
            "text": ALWAYS,
        },
        ("plan", "value_id"),
    ),
    "budget_lines": TableShape(
        "kinh-phi",
        {
            "plan": PLAN,
            "line": ALWAYS,
            "budget": ALWAYS,
            "kind": Field(required=True, allowed=("total", "line")),
            "item": ALWAYS,
            "purpose": ALWAYS,
            "projects": TEXT,
            "whole": FLAG_ALWAYS,
            "source_of_funds": TEXT,
            "source_name": TEXT,
            "amount_dong": Field("number"),
            "approximate": FLAG_ALWAYS,
            "unallocated": FLAG_ALWAYS,
            "amount_in_words": ALWAYS,
            "note": TEXT,
        },
        ("plan", "line"),
    ),
    "agencies": TableShape(
        "co-quan",
        {
            "agency": ALWAYS,
            "name": ALWAYS,
            "full_name": TEXT,
            "short_name": TEXT,
            "aliases": TEXT,
            "level": Field(required=True, allowed=get_args(Level)),
            "branch": Field(required=True, allowed=get_args(Branch)),
            "is_group": FLAG_ALWAYS,
            "locality": TEXT,
            "first_day": DAY,
            "end": DAY,
        },
        ("agency",),
    ),
    "members": TableShape(
        "thanh-vien-nhom",
        {"plan": PLAN, "group": ALWAYS, "agency": Field(required=True, refers="agencies"), "is_open": FLAG_ALWAYS},
        ("plan", "group", "agency"),
    ),
    "documents": TableShape(
        "van-ban",
        {
            "document": ALWAYS,
            "type": ALWAYS,
            "number": TEXT,
            "date": DAY,
            "issuer": AGENCY,
            "issuer_name": TEXT,
            "title": TEXT,
            "first_year": YEAR,
            "last_year": YEAR,
            "end": DAY,
            "cited_by": TEXT,
        },
        ("document",),
    ),
    "deadlines": TableShape(
        "thoi-han",
        {
            "plan": PLAN,
            "deadline": ALWAYS,
            "last_day": DAY,
            "time": ALWAYS,
            "day_stated": FLAG_ALWAYS,
            "rhythm": TEXT,
            "item": ALWAYS,
            "work": ALWAYS,
            "about": TEXT,
            "lead": TEXT,
            "coordinating": TEXT,
            "lead_agencies": TEXT,
            "coordinating_agencies": TEXT,
        },
        ("deadline", "last_day"),
    ),
    "work_states": TableShape(
        "trang-thai-nhiem-vu",
        {
            **_OF_PERIOD,
            "item": ALWAYS,
            "body": TEXT,
            "state": Field(required=True, allowed=(*get_args(WorkState), "unreported")),
            "is_late": FLAG,
            "official_state": Field(allowed=OFFICIAL),
            "state_in_words": ALWAYS,
            "due": DAY,
            "done": DAY,
            "told_on": DAY,
            "remarks": TEXT,
        },
        ("plan", "period", "item", "body"),
    ),
    "target_results": TableShape(
        "ket-qua-chi-tieu",
        {
            **_OF_PERIOD,
            "target": ALWAYS,
            "body": TEXT,
            "year": TEXT,
            "value": Field("number"),
            "unit": TEXT,
            "value_in_words": TEXT,
            "goal": Field("number"),
            "goal_in_words": TEXT,
            "percent": Field("number"),
            "is_met": FLAG,
            "told_on": DAY,
            "missing": TEXT,
        },
        ("plan", "period", "target", "body"),
    ),
    "money_results": TableShape(
        "ket-qua-giai-ngan",
        {
            **_OF_PERIOD,
            "line": ALWAYS,
            "body": TEXT,
            "disbursed_dong": Field("number"),
            "allotted_dong": Field("number"),
            "percent": Field("number"),
            "told_on": DAY,
            "note": TEXT,
        },
        ("plan", "period", "line", "body"),
    ),
    "report_results": TableShape(
        "tinh-hinh-bao-cao",
        {
            **_OF_PERIOD,
            "duty": ALWAYS,
            "agency": Field(required=True, refers="agencies"),
            "due": Field("date", required=True),
            "reported": DAY,
            "is_late": FLAG_ALWAYS,
        },
        ("plan", "period", "duty", "agency", "due"),
    ),
}
