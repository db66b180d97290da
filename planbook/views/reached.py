"""What was reached of targets and disbursed of money, in words and as numbers, with the day of the figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from planbook.model.achieved import Achieved, Spent
from planbook.model.period import official_day
from planbook.wording.results_text import ResultsText
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached of a target, a share of it or a sum of money, in words: the value, what was to be reached, per cent.

    Where it `falls`, that is of the way down. `bar` is the same in whole per cent, at most 100, for a picture beside the figures; None where there is no per cent. `number`,
    `aim` and `rate` are the values themselves, of a `body` where it is a share, and for the `year` that the aim is of.
    """

    id: str
    body: str
    name: str
    value: str
    goal: str
    percent: str
    verdict: str
    as_of: str
    unit: str
    number: Decimal | None
    aim: Decimal | None
    rate: Decimal | None
    as_of_day: date | None
    is_met: bool | None = None
    falls: bool = False
    year: str = ""
    note: str = ""
    bar: int | None = None
    parts: tuple["Reached", ...] = ()


def target_reached(text: ResultsText, achieved: Achieved, name: str = "") -> Reached:
    """What was reached of a target, with its parts."""
    target = next(target for target in text.plan.targets() if target.id == achieved.target)
    goal = achieved.goal
    stated = goal and text.wording.figure(goal.of.comparator, goal.value, goal.of.upper, target.unit or "")
    verdicts = {True: "target_met", False: "target_unmet"}
    missing = [_missing(text, what) for what in achieved.missing]
    return Reached(
        **_reached(text, achieved),
        id=achieved.target,
        name=name or text.target(target),
        value=text.achieved(achieved),
        goal=stated or "",
        verdict=text.wording.phrases.say(verdicts[achieved.is_met]) if achieved.is_met is not None else "",
        unit=target.unit or "",
        number=achieved.value,
        aim=goal.value if goal else None,
        is_met=achieved.is_met,
        falls=bool(goal and not goal.more),
        year=str(goal.span) if goal and goal.is_of_year else "",
        note=text.wording.phrases.say("results_missing", what=", ".join(missing)) if missing else "",
        parts=tuple(target_reached(text, part, text.body(part.body)) for part in achieved.parts),
    )


def _missing(text: PlanText, what: str) -> str:
    """A body without which a sum is no whole, or the days between two periods."""
    if "/" in what:
        return " - ".join(official_day(date.fromisoformat(day)) for day in what.split("/"))
    return text.body(what)


def money_spent(text: ResultsText, id_: str, spent: Spent, name: str = "") -> Reached:
    """What was disbursed of a budget or a line of it, with its parts."""
    of = spent.allotted if spent.allotted is not None else spent.planned
    return Reached(
        **_reached(text, spent),
        id=id_,
        name=name or text.money_name(id_),
        value=text.money(id_, spent.disbursed),
        goal=text.money(id_, of),
        verdict="",
        unit="",
        number=text.in_dong(id_, spent.disbursed),
        aim=text.in_dong(id_, of),
        note=text.wording.phrases.say("money_planned") if spent.allotted is None and of is not None else "",
        parts=tuple(money_spent(text, id_, part, text.body(part.body)) for part in spent.parts),
    )


def _reached(text: ResultsText, sum_: Achieved | Spent) -> dict[str, Any]:
    """What is said alike of values and of money: of whom, how much of all, and of which day."""
    percent = sum_.percent
    return {
        "body": sum_.body,
        "percent": text.wording.percent(percent) if percent is not None else "",
        "rate": percent,
        "bar": None if percent is None else max(0, min(100, int(percent))),
        "as_of_day": sum_.as_of,
        "as_of": text.wording.phrases.say("results_until", day=official_day(sum_.as_of)) if sum_.as_of else "",
    }
