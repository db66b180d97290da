"""Plans of any shape that the model takes: each optional part there or not, each text with a word of its own by which it is looked for."""

import json
import random
from collections.abc import Callable, Mapping
from typing import Any

from tests.offices import REGISTERS

Plain = dict[str, Any]
BODIES = ("so-b", "so-c", "so-d", "cac-so")
PROJECTS: Mapping[str, tuple[str, ...]] = {"da-1": ("tda-1", "tda-2"), "da-2": ()}
STATEMENTS = ("purposes", "requirements", "objectives", "scope", "beneficiaries", "framework", "solutions", "funding")
TIMES: tuple[Plain, ...] = (
    {"by": "2027-06-30"},
    {"before": "2027-03-01"},
    {"within": "2027-Q2"},
    {"since": "2027-02-28"},
    {"until": "2027-12-31"},
    {"throughout": "true"},
    {"every": ["month", "year"], "since": "2027-01-05"},
)
REPORTS: tuple[Plain, ...] = (
    {"every": ["quarter"], "before_day": "20"},
    {"every": ["month", "half-year"], "before_days": ["7", "23"]},
    {"every": ["year"], "before_day": "11", "months": ["12"]},
    {"every": ["year"], "before_day": "5", "months_after": "1"},
    {"before_days": ["10/6", "15/12"]},
    {"every": ["nine-months"], "on_request": "true"},
    {"on_request": "true"},
)
ODD = (
    "& <b>",
    '"x" | {y z}',
    "{{ 7 }}",
    "*a* _b_ `c`",
    "# 1",
    "$x$",
    "daidai" * 12,
    "<!-- -->",
    "[a](b)",
    "\\n",
)  # what somebody types
_PLACE = {"level": "province", "locality": "tinh-a"}
_PROJECTS = [
    {
        "id": "da-1",
        "number": "1",
        "name": "Nhà ở",
        "projects": [
            {"id": "tda-1", "number": "1", "name": "Nhà"},
            {"id": "tda-2", "number": "2", "name": "Đường"},
        ],
    },
    {"id": "da-2", "number": "2", "name": "Nước"},
]
OFFICE: Plain = {
    "agencies": {
        "agencies": [
            *REGISTERS["agencies"]["agencies"],
            {"id": "so-c", "name": "Sở Cao", **_PLACE},
            {"id": "so-d", "name": "Sở Dài", **_PLACE},
        ],
        "groups": [
            {"id": "cac-so", "name": "các sở, ngành", "member_rule": {"level": "province", "kinds": ["Sở"]}, **_PLACE}
        ],
    },
    "programmes": {
        "programmes": [
            {"id": "ct", "name": "Chương trình", "short_name": "CT", "period": "2026-2030", "projects": _PROJECTS}
        ]
    },
    "funding_sources": {
        "sources": [
            {"id": "nstw", "name": "ngân sách trung ương", "kind": "source"},
            {"id": "nsdp", "name": "ngân sách địa phương", "kind": "source"},
        ]
    },
}


class RandomPlan:
    """A plan of a seed, made part by part; numbers and words count on, so that none stands twice."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._count = 0
        self._works: list[str] = []
        self._notes: list[Plain] = []
        self._years = self._chance.choice([("2027",), ("2027", "2028")])
        self._funded = self._chance.choice(
            ("section", "group", "task")
        )  # what one level pays for is no part of another

    def plan(self) -> Any:
        """The whole of it, as fields of a file."""
        layout = {"assignment": self._chance.choice(["block", "sentence", "table"])}
        layout |= self._optional(duties=lambda: self._chance.choice(["tasks", "text"]))
        optional = self._optional(
            closing=self._words,
            preamble=self._words,
            addressed_to=lambda: [{"text": self._words()}],
            appendices=lambda: self._several(self._table, 2),
        )
        plan = {"programmes": ["ct"], "layout": layout, "outline": self._several(self._section, 4), **optional}
        plan |= {"period": "-".join(self._years), **({"footnotes": self._notes} if self._notes else {})}
        return json.loads(json.dumps(plan))  # no list is in it twice

    def _may(self, share: float = 0.4) -> bool:
        return self._chance.random() < share

    def _several(self, make: Callable[[], Any], most: int = 3) -> list[Any]:
        return [make() for _ in range(self._chance.randint(1, most))]

    def _optional(self, **parts: Callable[[], Any]) -> Plain:
        return {key: make() for key, make in parts.items() if self._may()}

    def _number(self) -> str:
        self._count += 1
        return f"{3 + self._count // 1000}.{self._count % 1000:03}"

    def _words(self) -> str:
        self._count += 1
        odd = f" {self._chance.choice(ODD)}" if self._may(0.1) else ""
        return f"Việc{odd} q{self._count}z này"

    def _id(self) -> str:
        self._count += 1
        return f"e{self._count}"

    def _text(self) -> Plain:
        """A text, with a figure or none."""
        if self._may(0.05):
            self._notes.append({"id": self._id(), "text": self._words()})
            return {"text": f"{self._words()}{{footnote:{self._notes[-1]['id']}}}"}
        if not self._may(0.2):
            return {"text": self._words(), **({"figures": []} if self._may(0.1) else {})}
        figure = {"id": self._id(), "value": self._number(), "unit": "hộ"}
        return {"text": f"{self._words()} {{figure:{figure['id']}}}", "figures": [figure]}

    def _said(self) -> Plain:
        """A heading, a text, or both."""
        parts = self._chance.choice((("heading",), ("text",), ("heading", "text")))
        return {
            **({"heading": self._words()} if "heading" in parts else {}),
            **(self._text() if "text" in parts else {}),
        }

    def _statement(self, depth: int = 0) -> Plain:
        items = self._several(lambda: self._statement(depth + 1)) if depth < 2 and self._may(0.3) else []
        times = {"deadlines": self._times() if self._may(0.8) else []} if self._may(0.2) else {}
        return {"id": self._id(), **self._said(), **times, **({"items": items} if items else {})}

    def _agencies(self) -> list[Plain]:
        bodies = self._chance.sample(BODIES, self._chance.randint(1, 3))
        extras = {"remark": self._words, "requested": lambda: "true"}
        return [{"agency": body, **self._optional(**extras)} for body in bodies]

    def _deadlines(self) -> list[Plain]:
        times = self._chance.sample(TIMES, self._chance.randint(1, 2))
        return [{"work": self._words(), **time} for time in times]

    def _times(self) -> list[Plain]:
        """Deadlines of a statement, which say their work, or are of the statement itself."""
        return self._deadlines() if self._may(0.6) else [dict(self._chance.choice(TIMES))]

    def _assignment(self) -> Plain:
        bodies = {"lead": self._agencies, "coordinating": self._agencies}
        return self._optional(**bodies, deadlines=self._deadlines, duty=self._words) or {"lead": self._agencies()}

    def _budget(self) -> Plain:
        numbers = [(source, self._number()) for source in ("nstw", "nsdp")[: self._chance.randint(0, 2)]]
        lines = [
            {"id": self._id(), "source_of_funds": source, "amount": number, **self._optional(note=self._words)}
            for source, number in numbers
        ]
        total = sum(int(number.replace(".", "")) for _, number in numbers) or int(self._number().replace(".", ""))
        words = self._optional(heading=self._words, note=self._words, approximate=lambda: "true")
        written = f"{total // 1000}.{total % 1000:03}"
        if not numbers and self._may(0.4):
            return {"id": self._id(), "unit": "trieu", "total": "unallocated", "note": self._words()}
        return {"id": self._id(), "unit": "trieu", "total": written, **words, **({"lines": lines} if lines else {})}

    def _money(self, level: str) -> Plain:
        return {"budget": self._budget()} if level == self._funded and self._may() else {}

    def _task(self, projects: tuple[str, ...] = ()) -> Plain:
        task: Plain = {"id": self._id()}
        self._works.append(task["id"])
        if projects and self._may(0.6):
            task["project"] = self._chance.choice(projects)
        task |= self._said()
        task |= self._optional(assignment=self._assignment, result=self._words, short_text=self._words)
        task |= {"deadlines": self._deadlines()} if self._may(0.2) else {}
        for part in ("aims", "beneficiaries", "measures"):
            task |= {part: self._several(lambda: self._statement(1), 2)} if self._may(0.15) else {}
        return {**task, **self._money("task")}

    def _group(self) -> Plain:
        group: Plain = {"id": self._id()}
        self._works.append(group["id"])
        project = self._chance.choice([*PROJECTS]) if self._may(0.35) else ""
        group |= {"project": project} if project else {}
        group |= {"heading": self._words()} if not project or self._may(0.3) else {}
        group |= self._text() if self._may(0.3) else {}
        group["tasks"] = self._several(lambda: self._task(PROJECTS.get(project, ())))
        if not all("assignment" in task for task in group["tasks"]):  # else `assignment-unused` tells of it
            group |= self._optional(assignment=self._assignment)
        return {**group, **self._money("group")}

    def _target(self) -> Plain:
        bodies = self._optional(lead=self._agencies, coordinating=self._agencies)
        if self._may(0.2):
            return {"id": self._id(), "text": self._words(), **bodies}
        words = f"{self._words()} {{value}}"
        comparator = self._optional(comparator=lambda: self._chance.choice(["at-least", "at-most", "about"]))
        shares = [{"year": year, "value": self._number()} for year in self._years if len(self._years) > 1]
        shares += [{"agency": body, "value": self._number()} for body in BODIES[:2] if self._may(0.3)]
        values = {"values": shares} if shares and self._may() else {}
        return {
            "id": self._id(),
            "text": words,
            "value": self._number(),
            "unit": "hộ",
            **comparator,
            **bodies,
            **values,
        }

    def _duty(self) -> Plain:
        duty: Plain = {"id": self._id(), "agencies": self._chance.sample(BODIES, self._chance.randint(1, 2))}
        parts = self._chance.choice((("text",), ("items",), ("text", "items")))
        duty |= {"text": self._words()} if "text" in parts else {}
        duty |= {"items": self._several(self._duty_item)} if "items" in parts else {}
        leads = {"leads": [self._chance.choice(self._works)]} if self._works and self._may(0.3) else {}
        return {**duty, **leads, **self._optional(coordinating=self._agencies, deadlines=self._deadlines)}

    def _duty_item(self) -> Plain:
        return {**self._statement(1), **self._optional(coordinating=self._agencies)}

    def _report(self) -> Plain:
        bodies = {"agencies": [self._chance.choice(BODIES)], "to": "ubnd-tinh-a"}
        when = self._chance.choice(REPORTS)
        return {"id": self._id(), **bodies, "text": self._words(), **when, **self._optional(role=self._words)}

    def _section(self, depth: int = 0) -> Plain:
        section: Plain = {"id": self._id(), "heading": self._words()}
        section |= self._optional(intro=self._words, attachments=lambda: [{"id": self._id(), "label": self._words()}])
        section |= {} if depth else self._money("section")
        kinds: Mapping[str, Callable[[], Any]] = {
            **dict.fromkeys(STATEMENTS, self._statement),
            **dict.fromkeys(("targets", "results"), self._target),
            "task_groups": self._group,
            "tasks": self._task,
            "duties": self._duty,
            "reporting": self._report,
            "sections": lambda: self._section(depth + 1),
        }
        often = ("task_groups", "tasks", "duties", *(("sections",) * 3 if depth < 2 else ()))
        kind = self._chance.choice([*(kind for kind in kinds if kind != "sections"), *often * 3])
        section[kind] = self._several(kinds[kind])
        if kind in STATEMENTS and self._may(0.3):
            section["run_in"] = "true"
        if kind == "tasks" and not all("assignment" in task for task in section["tasks"]):
            section |= self._optional(assignment=self._assignment)
        return section

    def _table(self) -> Plain:
        columns = [{"key": "xa", "heading": self._words()}, {"key": "so", "heading": self._words(), "kind": "number"}]
        rows = [{"id": self._id(), "cells": [self._words(), self._number()]} for _ in range(2)]
        note = self._optional(note=self._words)
        return {"id": self._id(), "title": self._words(), **note, "columns": columns, "rows": rows}
