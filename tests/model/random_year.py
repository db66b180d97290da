"""A random plan with random results, and what is known of it on a day, computed a second time from the rules of the guide alone.

It shares no line with the program: days of deadlines are known because they were chosen, and every rule is applied to plain lists.
"""

import random
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from planbook.model.achieved import achievements, spending
from planbook.model.agency import Agency, AgencyGroup, Locality
from planbook.model.lateness import work_statuses
from planbook.model.plan import Plan
from planbook.model.programme import FundingSource, Indicator
from planbook.model.results import PeriodResults
from planbook.model.workspace import Workspace

END = date(2026, 12, 31)
COMMUNES = ("xa-a", "xa-b", "xa-c")
TERMS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "half-year": (6,), "nine-months": (9,), "year": (12,)}


def last_of(month: int) -> date:
    return date(2026, month, monthrange(2026, month)[1])


PERIODS = {f"2026-{month:02}": (date(2026, month, 1), last_of(month)) for month in range(1, 13)}
PERIODS |= {f"2026-Q{part}": (date(2026, 3 * part - 2, 1), last_of(3 * part)) for part in (1, 2, 3, 4)}
PERIODS |= {
    "2026-H1": (date(2026, 1, 1), last_of(6)),
    "2026-9M": (date(2026, 1, 1), last_of(9)),
    "2026": (date(2026, 1, 1), END),
}


class RandomYear:
    """One plan of 2026 with some files of results, looked at on one day."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        pick = self.chance.choice
        self.tasks = {
            f"t{at}": ([self.deadline() for _ in range(pick((0, 1, 1, 1, 2)))], pick(("so", "xa"))) for at in range(6)
        }
        self.targets = {f"m{at}": self.target() for at in range(5)}
        self.money = {f"k{at}": self.chance.randint(0, 900) for at in range(2)}
        names = self.chance.sample(sorted(PERIODS), self.chance.randint(0, 7))
        self.files = [self.file(name) for name in names]
        self.day = date(2026, 1, 1) + timedelta(self.chance.randint(0, 380))

    def deadline(self) -> tuple[dict, list[date] | None, bool]:
        """As a file writes it, the days by which it is met (None where nobody can say), whether it comes again."""
        month = self.chance.randint(1, 12)
        day = date(2026, month, self.chance.randint(1, 28))
        part = (month - 1) // 3 + 1
        rhythm = self.chance.choice(sorted(TERMS))
        return self.chance.choice(
            [
                ({"before": str(day)}, [day - timedelta(1)], False),
                ({"before": f"2026-{month:02}"}, [date(2026, month, 1) - timedelta(1)], False),
                ({"by": str(day)}, [day], False),
                ({"by": f"2026-{month:02}"}, [last_of(month)], False),
                ({"by": f"2026-Q{part}"}, [last_of(3 * part)], False),
                ({"by": "2026-H1"}, [last_of(6)], False),
                ({"within": f"2026-Q{part}"}, [last_of(3 * part)], False),
                ({"within": "2026"}, [END], False),
                ({"until": f"2026-{month:02}"}, [last_of(month)], False),
                ({"since": "2026-01", "until": f"2026-{month:02}"}, [last_of(month)], False),
                ({"throughout": "true"}, [END], False),
                ({"throughout": "2026"}, [END], False),
                ({"since": f"2026-{month:02}"}, None, False),
                ({"until_event": "khi xong"}, None, False),
                ({"text": "khi có vốn", "reason": "chưa có"}, None, False),
                ({"every": rhythm}, [last_of(month) for month in TERMS[rhythm]], True),
                ({"every": ["quarter", "year"]}, [last_of(month) for month in TERMS["quarter"]], True),
            ]
        )

    def target(self) -> dict:
        pick = self.chance.choice
        comparator = pick(("exactly", "about", "at-least", "more-than", "at-most", "less-than"))
        value = self.chance.randint(0, 60)
        upper = value + 5 if comparator == "exactly" and pick((0, 1)) else None
        return {
            "comparator": comparator,
            "value": value,
            "upper": upper,
            "unit": pick(("hộ", "%", "%/năm")),
            "direction": pick(("up", "down")),
            "accumulation": pick(("none", "cumulative", "period")),
            "baseline": pick((None, self.chance.randint(61, 90))),
            "shares": pick(((), (), COMMUNES)),
        }

    def file(self, name: str) -> dict:
        first, last = PERIODS[name]
        pick = self.chance.choice
        closed = pick((last, date(last.year, last.month, 14)))

        def bodies(*, shared: bool) -> tuple[str, ...]:
            if pick((0, 1, 1)):
                return ("",)
            return COMMUNES if shared else pick(((), ("xa-a", "xa-b"), ("", *COMMUNES)))

        targets = [
            (target, body, self.chance.randint(0, 70), pick((None, None, first)))
            for target, spec in self.targets.items()
            if pick((0, 1))
            for body in bodies(shared=bool(spec["shares"]))
        ]
        tasks = []
        for task in self.tasks:
            for body in bodies(shared=True) if pick((0, 1, 1)) else ():
                state = pick(("not-begun", "under-way", "under-way", "done", "done", "dropped"))
                span = (closed - first).days
                tasks.append(
                    (task, body, state, first + timedelta(self.chance.randint(0, span)) if state == "done" else None)
                )
        money = [
            (line, self.chance.randint(0, 900), self.chance.randint(0, 900)) for line in self.money if pick((0, 1))
        ]
        return {"name": name, "closed": closed, "targets": targets, "tasks": tasks, "money": money}

    # -- by the program

    def workspace(self) -> tuple[Workspace, Plan]:
        agencies = [Agency(id="so", name="Sở", level="province", locality="tinh")]
        agencies += [Agency(id=f"ub-{xa}", name=f"UBND {xa}", level="commune", locality=xa) for xa in COMMUNES]
        group = AgencyGroup(id="xa", name="các xã", level="commune", members=[f"ub-{xa}" for xa in COMMUNES])
        places = [Locality(id="tinh", name="tỉnh", level="province")]
        places += [Locality(id=xa, name=xa, level="commune", part_of="tinh") for xa in COMMUNES]
        indicators = [
            Indicator(
                id=f"i-{id_}",
                name=id_,
                unit=spec["unit"],
                direction=spec["direction"],
                accumulation=spec["accumulation"],
            )
            for id_, spec in self.targets.items()
        ]
        plan = Plan.model_validate(self.plan(), context=None)
        results = tuple(sorted((self.results(file) for file in self.files), key=PeriodResults.order))
        by_id = lambda entries: {entry.id: entry for entry in entries}  # noqa: E731
        return Workspace(
            agencies=by_id([*agencies, group]),
            localities=by_id(places),
            indicators=by_id(indicators),
            funding_sources=by_id([FundingSource(id=id_, name=id_, kind="source") for id_ in self.money]),
            plans={plan.id: plan},
            results={plan.id: results},
        ), plan

    def plan(self) -> dict:
        def target(id_: str, spec: dict) -> dict:
            keys = {
                key: str(spec[key])
                for key in ("comparator", "value", "upper", "baseline", "unit")
                if spec[key] is not None
            }
            shares = [{"place": xa, "value": "20"} for xa in spec["shares"]]
            return {"id": id_, "text": "{value}", "indicator": f"i-{id_}", **keys, "values": shares}

        tasks = [
            {
                "id": id_,
                "text": "việc",
                "assignment": {"lead": [lead], "deadlines": [written for written, _, _ in deadlines]},
            }
            for id_, (deadlines, lead) in self.tasks.items()
        ]
        lines = [{"id": id_, "source_of_funds": id_, "amount": str(amount)} for id_, amount in self.money.items()]
        budget = {"id": "k", "unit": "trieu", "total": str(sum(self.money.values())), "lines": lines}
        outline = [
            {"id": "a", "heading": "A", "targets": [target(id_, spec) for id_, spec in self.targets.items()]},
            {"id": "b", "heading": "B", "tasks": tasks, "budget": budget},
        ]
        fixed = dict.fromkeys(("title", "short_title", "place", "symbol", "archive"), "x")
        rest = {
            "id": "p",
            "status": "draft",
            "issuer": "so",
            "jurisdiction": "tinh",
            "period": "2026",
            "outline": outline,
        }
        return {**fixed, **rest, "legal_bases": [], "preamble": "x", "recipients": []}

    def results(self, file: dict) -> PeriodResults:
        def of(body: str) -> dict:
            return {"place": body} if body else {}

        days = lambda key, day: {key: str(day)} if day else {}  # noqa: E731
        return PeriodResults.model_validate(
            {
                "plan": "p",
                "period": file["name"],
                "as_of": str(file["closed"]),
                "targets": [
                    {"target": id_, "value": str(value), **of(body), **days("as_of", day)}
                    for id_, body, value, day in file["targets"]
                ],
                "tasks": [
                    {
                        "task": id_,
                        "state": state,
                        **of(body),
                        **days("done", day),
                        **({"reason": "x"} if state == "dropped" else {}),
                    }
                    for id_, body, state, day in file["tasks"]
                ],
                "money": [
                    {"budget": id_, "allotted": str(allotted), "disbursed": str(spent)}
                    for id_, allotted, spent in file["money"]
                ],
            }
        )

    def computed(self) -> dict:
        workspace, plan = self.workspace()
        states = {id_: (status.name, status.as_of) for id_, status in work_statuses(workspace, plan, self.day).items()}
        values = {
            id_: (reached.value, reached.percent, reached.is_met)
            for id_, reached in achievements(workspace, plan, self.day).items()
        }
        spent = spending(workspace, plan, self.day) if self.day <= END else {}
        return {
            "states": states,
            "values": values,
            "money": {id_: (one.allotted, one.disbursed, one.percent) for id_, one in spent.items()},
        }

    # -- a second time

    def told(self, key: str) -> list[tuple]:
        """What was told until the day, the earliest first: closing day, period, entry."""
        files = [file for file in self.files if file["closed"] <= self.day]
        files.sort(key=lambda file: (file["closed"], (PERIODS[file["name"]][1] - PERIODS[file["name"]][0]).days))
        return [(file["closed"], PERIODS[file["name"]], entry) for file in files for entry in file[key]]

    def expected(self) -> dict:
        states = {id_: self.state(id_, *spec) for id_, spec in self.tasks.items()}
        values = {id_: self.value(id_, spec) for id_, spec in self.targets.items()}
        return {"states": states, "values": values, "money": self.spent() if self.day <= END else {}}

    def state(self, task: str, deadlines: list, lead: str) -> tuple[str, date | None]:
        again = bool(deadlines) and all(comes_again for _, _, comes_again in deadlines)
        sayable = bool(deadlines) and all(days is not None for _, days, _ in deadlines)
        days = sorted({day for _, days, _ in deadlines for day in days or ()}) if sayable else []
        history: dict[str, list] = {}
        for closed, period, (id_, body, state, done) in self.told("tasks"):
            if id_ == task:
                history.setdefault(body, []).append((closed, period, state, done))
        if not history:
            return "unreported", None
        of = {body: self.of_body(steps, days if again else days[-1:], again) for body, steps in history.items()}
        parts = [of[body] for body in of if body]
        complete = not parts or (lead == "xa" and not set(COMMUNES) - of.keys())
        if "" in of and not (parts and complete and min(known for *_, known in parts) > of[""][3]):
            state, late, _, known = of[""]
            return self.named(state, late), known
        known = min(known for *_, known in parts)
        if complete and all(state in ("done", "dropped") for state, *_ in parts):
            done = [late for state, late, *_ in parts if state == "done"]
            return (self.named("done", (any(done) if days else None)) if done else "dropped"), known
        state = "not-begun" if {state for state, *_ in parts} == {"not-begun"} else "under-way"
        if not days:
            return state, known
        open_days = [due for state, _, due, _ in parts if state not in ("done", "dropped")]
        open_days += [] if complete else [days[0] if again else days[-1]]
        return self.named(state, min(open_days) < self.day), known

    @staticmethod
    def named(state: str, late: bool | None) -> str:
        return state + {None: "", True: "-late", False: "-in-time"}[late]

    def of_body(self, steps: list, days: list[date], again: bool) -> tuple:
        """State, whether late, the day that counts, and when it was known."""
        closed, _, state, done = steps[-1]
        if state == "dropped" or not days:
            return state, None, None, closed
        if not again:
            return state, (done or self.day) > days[0], days[0], closed
        met: dict[
            date, tuple[date, bool]
        ] = {}  # by term: when it was done, and whether the file told of a later term too
        for _, (first, last), state_, done_ in steps:
            if state_ == "done":
                terms = (
                    [day for day in days if first <= day <= last]
                    or [day for day in days if day >= done_][:1]
                    or days[-1:]
                )
                for term in terms:
                    met.setdefault(term, (done_, term != terms[-1]))
        unmet = [day for day in days if day not in met]
        if not unmet:
            return "done", any(done_ > day and not more for day, (done_, more) in met.items()), days[-1], closed
        return "not-begun" if state == "not-begun" and not met else "under-way", unmet[0] < self.day, unmet[0], closed

    def value(self, target: str, spec: dict) -> tuple:
        def body_value(body: str) -> tuple | None:
            rows = [
                (day or closed, closed, period, value)
                for closed, period, (id_, of, value, day) in self.told("targets")
                if (id_, of) == (target, body) and (day or closed) <= self.day
            ]
            if not rows:
                return None
            if spec["accumulation"] != "period":
                best = max(range(len(rows)), key=lambda at: (rows[at][0], at))
                return rows[best][3], rows[best][0], True
            whole, used, limit = 0, [], date(2027, 1, 1)
            while inside := [row for row in rows if row[2][1] < limit]:
                row = max(inside, key=lambda row: (row[2][1], -row[2][0].toordinal()))
                whole += row[3]
                used.append(row)
                complete = row[2][1] == limit - timedelta(1) or len(used) == 1
                limit = row[2][0]
                if not complete:
                    used.append((row[0], None, None, None))
            gap = any(row[3] is None for row in used) or limit != date(2026, 1, 1)
            return whole, max(row[0] for row in used), not gap

        whole = body_value("")
        parts = {xa: known for xa in COMMUNES if (known := body_value(xa))}
        if parts and not spec["unit"].startswith("%"):
            complete = all(part[2] for part in parts.values()) and (not spec["shares"] or len(parts) == len(COMMUNES))
            known = min(part[1] for part in parts.values())
            if whole is None or (complete and known > whole[1]):
                whole = sum(part[0] for part in parts.values()), known, complete
        return (None, None, None) if whole is None else self.measured(whole[0], spec, complete=whole[2])

    @staticmethod
    def measured(value: int, spec: dict, *, complete: bool) -> tuple:
        rising = spec["comparator"] in ("at-least", "more-than") or (
            spec["comparator"] in ("exactly", "about") and (spec["direction"] == "up" or spec["unit"] == "%/năm")
        )
        aim, limit = spec["value"], spec["upper"] or spec["value"]
        if rising:
            met = value > aim if spec["comparator"] == "more-than" else value >= aim
            part, of = value, aim
        else:
            met = value < aim if spec["comparator"] == "less-than" else value <= limit
            part, of = (None, 0) if spec["baseline"] is None else (spec["baseline"] - value, spec["baseline"] - limit)
        if not complete and not (met and rising):
            return value, None, None
        return value, percent(part, of) if part is None or part >= 0 else None, met

    def spent(self) -> dict:
        lines = {}
        for id_, planned in self.money.items():
            rows = [entry[1:] for _, _, entry in self.told("money") if entry[0] == id_]
            allotted, disbursed = rows[-1] if rows else (None, None)
            lines[id_] = (allotted, disbursed, percent(disbursed, planned if allotted is None else allotted))
        sums = [
            None if any(line[at] is None for line in lines.values()) else sum(line[at] for line in lines.values())
            for at in (0, 1)
        ]
        whole = sum(self.money.values()) if sums[0] is None else sums[0]
        return {**lines, "k": (*sums, percent(sums[1], whole))}


def percent(part: int | None, of: int):
    """Per cent with one decimal, halves away from zero; never 100 of what is less than the whole."""
    if part is None or of <= 0:
        return None
    tenths = Fraction(abs(part) * 1000, of)
    whole = int(tenths + Fraction(1, 2))
    if 0 <= part < of and whole >= 1000:
        whole = 999
    return Fraction(whole if part >= 0 else -whole, 10)
