"""What plans of different years and places want of the same indicator, with the standard it is measured under."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from planbook.model.entry import Entry
from planbook.model.period import When, parse_when
from planbook.model.series import Series
from planbook.model.target import Comparator, Figure, Target
from planbook.model.workspace import Workspace
from planbook.views.progress import PlanProgress
from planbook.views.reached import Reached
from planbook.wording.blocks import beginning, capital
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class Aim:
    """A value that a plan wants, in words: the time it is for, the text that states it, and for whom or where.

    `id` is that of the target or figure, `item` where it stands. `number` and `upper` are the value itself, in `unit`;
    `place` is the locality of the plan, `series` its series. `standard` is the standard: that of the indicator, else those that were
    in force at that time. Of a `target` results may be told, of a `body` or a `year` of it where it is a share.
    """

    id: str
    plan: str
    item: str
    period: str
    value: str
    text: str
    scope: str
    comparator: Comparator
    number: Decimal
    upper: Decimal | None
    unit: str
    place: str
    standard: str
    series: Series | None = None
    jurisdiction: str = ""
    target: str = ""
    body: str = ""
    year: str = ""

    @property
    def comparable(self) -> tuple[object, ...]:
        """What values have in common that may stand in one line: place, scope, series, unit, standard."""
        return self.jurisdiction, self.place, self.scope, self.series, self.unit, self.standard


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value that a plan wants, what was reached of it, and what is wanted next that can be compared with it."""

    aim: Aim
    reached: Reached
    following: Aim | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator with its aims, the earliest period first.

    `standard` is the standard that it is measured under. Where none is said, `standards` are those that were
    in force at the times of its aims: with more than one, figures cannot be compared as they are.
    """

    id: str
    name: str
    unit: str
    standard: str
    standards: tuple[str, ...]
    aims: tuple[Aim, ...]

    @property
    def is_shared(self) -> bool:
        """Whether several plans have it."""
        return len({aim.plan for aim in self.aims}) > 1


def indicator_views(workspace: Workspace, texts: Mapping[str, PlanText]) -> list[IndicatorView]:
    """The indicators that any plan aims at, in the order of the register."""
    aims: dict[str, list[tuple[When, Aim]]] = {id_: [] for id_ in workspace.indicators}
    for text in texts.values():
        for indicator, when, aim in _aims(text):
            aims[indicator].append((when, aim))
    views = []
    for entry in workspace.indicators.values():
        standard = workspace.standards.get(entry.standard or "")
        values = sorted(aims[entry.id], key=lambda value: (value[1].period, value[1].plan, value[1].item))
        if values:
            view = IndicatorView(
                id=entry.id,
                name=entry.name,
                unit=entry.unit,
                standard=capital(standard.name) if standard else "",
                standards=() if standard else _in_force(workspace, (when for when, _ in values)),
                aims=tuple(aim for _, aim in values),
            )
            views.append(view)
    return views


def aims_without_indicator(texts: Iterable[PlanText]) -> Iterator[Aim]:
    """The values for single years, agencies and places of the targets that measure no indicator, plan by plan."""
    for text in texts:
        for target in text.plan.targets():
            if not target.indicator:
                yield from (aim for _, _, aim in _shares(target, "", text))


def _aims(text: PlanText) -> Iterator[tuple[str, When, Aim]]:
    """The targets of a plan, and the further figures of its texts that measure an indicator themselves."""
    for entry in text.plan.walk():
        if isinstance(entry, Target) and entry.indicator and entry.value is not None:
            yield _aim(entry, entry.id, text.target(entry), entry.indicator, entry, text)
        if isinstance(entry, Target) and entry.indicator:
            yield from _shares(entry, entry.indicator, text)
        for figure in entry.children():
            if isinstance(figure, Figure) and figure.indicator and not figure.target:
                if isinstance(entry, Target):
                    wording = text.target(entry)
                else:
                    wording = getattr(entry, "heading", None) or beginning(text.fill(getattr(entry, "text", None)))
                yield _aim(figure, getattr(entry, "id", text.plan.id), wording, figure.indicator, entry, text)


def _shares(target: Target, indicator: str, text: PlanText) -> Iterator[tuple[str, When, Aim]]:
    """The values of a target for single years, agencies and places."""
    words = text.target(target)
    for index, share in enumerate(target.values, 1):
        update = {"comparator": share.comparator, "value": share.value, "upper": share.upper}
        whole = target.model_copy(update={**update, "due": share.year or target.due})
        _, when, aim = _aim(whole, target.id, words, indicator, whole, text)
        place = text.body(share.place) if share.place else aim.place
        scope = capital(text.body(share.agency)) if share.agency else aim.scope
        id_, year = f"{target.id}-{index}", str(share.year) if share.year else ""
        yield indicator, when, replace(aim, id=id_, place=place, scope=scope, body=share.body, year=year)


def outcomes(indicator: IndicatorView, results: Mapping[str, Mapping[str, PlanProgress]]) -> list[Outcome]:
    """What was reached of the values of an indicator, each beside the next one; `results` are the periods of each plan."""
    lines = []
    for aim in indicator.aims:
        rows = [row for progress in results[aim.plan].values() for row in _rows(aim, progress)] if aim.target else []
        if rows:
            later = [
                candidate
                for candidate in indicator.aims
                if candidate.comparable == aim.comparable
                and parse_when(candidate.period).first > parse_when(aim.period).last
            ]
            lines.append(Outcome(aim, rows[-1], min(later, key=_time, default=None)))
    return sorted(
        lines, key=lambda outcome: (outcome.aim.standard, outcome.aim.place, outcome.aim.scope, _time(outcome.aim))
    )


def _time(aim: Aim) -> tuple[date, date]:
    when = parse_when(aim.period)
    return when.last, when.first


def _rows(aim: Aim, progress: PlanProgress) -> Iterator[Reached]:
    """What a period tells of a value: one that was held against it, of the same body and year."""
    for whole in progress.targets:
        for row in (whole, *whole.parts) if whole.id == aim.target else ():
            if (row.body, row.year) == (aim.body, aim.year) and row.value:
                yield row


def _aim(
    figure: Figure | Target, item: str, text_of_item: str, indicator: str, owner: Entry, text: PlanText
) -> tuple[str, When, Aim]:
    """A value of an indicator, with the time and scope of the target that it stands in."""
    workspace, plan = text.workspace, text.plan
    due, scope = (owner.due, owner.scope) if isinstance(owner, Target) else (None, None)
    when = due or plan.period
    measured = workspace.indicators.get(indicator)
    standard = workspace.standards.get((measured and measured.standard) or "")
    aim = Aim(
        id=figure.id,
        plan=plan.id,
        item=item,
        period=str(when),
        value=text.value(figure),
        text=text_of_item,
        scope=scope or "",
        comparator=figure.comparator,
        number=figure.value if figure.value is not None else Decimal(),
        upper=figure.upper,
        unit=figure.unit or "",
        place=workspace.localities[plan.jurisdiction].name,
        series=workspace.series[plan.id],
        jurisdiction=plan.jurisdiction,
        target=figure.id if isinstance(figure, Target) else "",
        standard=capital(standard.name if standard else "; ".join(_in_force(workspace, [when]))) if measured else "",
    )
    return indicator, when, aim


def _in_force(workspace: Workspace, times: Iterable[When]) -> tuple[str, ...]:
    """The standards of any of these times."""
    spans = list(times)
    return tuple(
        standard.name
        for standard in workspace.standards.values()
        if any(when.first <= standard.period.last and standard.period.first <= when.last for when in spans)
    )
