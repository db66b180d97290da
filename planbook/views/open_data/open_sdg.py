"""The values of an indicator as Open SDG reads them: a row a year, a column for each way of dividing, empty where it is the whole.

Its columns are Year first and Value last; an empty cell means all of what the column divides, so the row in which all are empty is the
headline. `Series` tells what is aimed at from what was reached.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planbook.model.achieved import achievements
from planbook.model.standards import counting_standard
from planbook.model.target import Target
from planbook.model.workspace import Workspace
from planbook.wording.speech import PlanText

SERIES_COLUMNS = ("Year", "Series", "Units", "Place", "Scope", "Standard", "Value")
Observation = tuple[int, str, str, str, str, str, Decimal]


@dataclass(frozen=True, slots=True)
class _Row:
    """One value, and how far it stands back behind another of the same year and division: that of a longer or earlier plan does."""

    year: int
    series: str
    unit: str
    place: str
    scope: str
    standard: str
    value: Decimal
    rank: tuple[int, date]


def observations(workspace: Workspace, texts: Mapping[str, PlanText]) -> dict[str, tuple[Observation, ...]]:
    """The values of each indicator that a target measures, by its id; the whole of a year before its divisions."""
    rows: dict[str, list[_Row]] = {}
    for text in texts.values():
        if text.plan.status != "draft":
            for target in text.plan.targets():
                if target.indicator:
                    rows.setdefault(target.indicator, []).extend((*_aims(text, target), *_reached(text, target)))
    whole = _whole(workspace)
    return {indicator: _observed(listed, whole) for indicator, listed in rows.items() if listed}


def _whole(workspace: Workspace) -> str:
    """The place that the values of all stand for: that of the office, else the only one that plans are of; nothing without either."""
    places = {plan.jurisdiction for plan in workspace.plans.values()}
    place = workspace.office.place or (places.pop() if len(places) == 1 else "")
    return workspace.localities[place].name if place in workspace.localities else ""


def _observed(rows: list[_Row], whole: str) -> tuple[Observation, ...]:
    fresh: dict[tuple[object, ...], _Row] = {}
    for row in sorted(rows, key=lambda row: row.rank):
        place = "" if row.place == whole else row.place
        fresh[row.year, row.series, row.unit, place, row.scope, row.standard] = row
    keys = sorted(fresh, key=lambda key: (key[1], key[0], key[2:]))
    return tuple((*key, fresh[key].value) for key in keys)  # type: ignore[misc]


def _aims(text: PlanText, target: Target) -> Iterator[_Row]:
    """What a target asks for: at the end of its time, in single years, of places."""
    say, plan = text.wording.phrases.say, text.plan
    last = (target.due or plan.period).last.year
    if target.value is not None:
        yield _row(text, target, say("series_target"), last, "", target.value)
    for share in target.values:
        year = share.year.last.year if share.year else last
        yield _row(text, target, say("series_target"), year, share.body, share.value)


def _reached(text: PlanText, target: Target) -> Iterator[_Row]:
    """What was reached of it until the last closing day of each year, as far as that is whole."""
    days = {results.as_of.first.year: results.as_of.first for results in text.workspace.results.get(text.plan.id, ())}
    for year, day in days.items():
        state = achievements(text.workspace, text.plan, day)[target.id]
        for achieved in (state, *state.parts):
            if achieved.value is not None and not achieved.missing and achieved.as_of and achieved.as_of.year == year:
                series = text.wording.phrases.say("series_result")
                yield _row(text, target, series, year, achieved.body, achieved.value)


def _row(text: PlanText, target: Target, series: str, year: int, body: str, value: Decimal) -> _Row:
    workspace, plan = text.workspace, text.plan
    indicator = workspace.indicators[target.indicator or ""]
    standard = counting_standard(workspace, target)
    is_place = body in workspace.localities
    home = workspace.localities[plan.jurisdiction].name
    scope = "; ".join(filter(None, (target.scope or "", "" if is_place or not body else text.body(body))))
    return _Row(
        year,
        series,
        target.unit or "",
        workspace.localities[body].name if is_place else home,
        scope,
        standard.name if standard and standard.id != indicator.standard else "",
        value,
        (-(plan.period.last - plan.period.first).days, plan.day),
    )
