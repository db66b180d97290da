"""What is drawn: work of agencies, deadlines over time, money by source, targets over the years.

Every number of a picture stands in the table that the page or sheet has beside it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planbook.model.period import parse_when
from planbook.views.charts.geometry import Bar, Dot, Heap, Plot, draw_bars, draw_dots, draw_heaps
from planbook.views.deadlines import Due
from planbook.views.indicators import Aim, IndicatorView
from planbook.views.load import Load
from planbook.views.money import YearRow
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases
from planbook.wording.wording import Wording

MAX_ROWS = 12  # agencies in one picture; the table has them all


@dataclass(frozen=True, slots=True)
class Term:
    """A month or a year with how many deadlines it has: those of a stated day, and those that stand at its end."""

    label: str
    name: str
    stated: int
    unstated: int


def load_plot(id_: str, loads: Sequence[Load], phrases: Phrases) -> Plot | None:
    """The tasks of the agencies that lead most; none where a plan assigns no task to any by name."""
    loads = [load for load in loads if load.leads or load.coordinates]
    if not loads:
        return None
    drawn = loads[:MAX_ROWS]
    title = "chart_load" if len(drawn) == len(loads) else "chart_load_most"
    rows = [
        Bar(
            load.name,
            (("solid", Decimal(load.leads)), ("hatched", Decimal(load.coordinates))),
            ", ".join(
                phrases.say(phrase, count=count)
                for phrase, count in (("chart_leads", load.leads), ("chart_coordinates", load.coordinates))
                if count
            ),
        )
        for load in drawn
    ]
    plot = Plot(id_, phrases.say(title, count=len(drawn)), _listed((row.name, row.text) for row in rows))
    plot.explain((("solid", phrases.say("chart_lead")), ("hatched", phrases.say("chart_coordinating"))))
    draw_bars(plot, rows)
    if len(drawn) < len(loads):
        plot.write(phrases.say("chart_load_cut", count=len(drawn), all=len(loads)))
    return plot


def terms(dues: Sequence[Due], phrases: Phrases) -> list[Term]:
    """The months of the year that all deadlines are in, else every year from the first to the last."""
    if not dues:
        return []
    first, last = min(due.day.year for due in dues), max(due.day.year for due in dues)
    by_month = first == last
    names = [f"{first}-{month:02}" for month in range(1, 13)] if by_month else list(map(str, range(first, last + 1)))
    counts = Counter((due.day.isoformat()[: len(names[0])], due.stated) for due in dues)
    time = Wording(phrases).time
    return [
        Term(
            str(int(name[-2:])) if by_month else name,
            capital(time(parse_when(name))),
            counts[name, True],
            counts[name, False],
        )
        for name in names
    ]


def deadline_plot(id_: str, dues: Sequence[Due], phrases: Phrases) -> Plot | None:
    """How many deadlines each month has, or each year where they are of several."""
    columns = terms(dues, phrases)
    if not columns:
        return None
    years = sorted({due.day.year for due in dues})
    several = len(years) > 1
    time = f"{years[0]}-{years[-1]}" if several else str(years[0])
    title = phrases.say("chart_deadlines_years" if several else "chart_deadlines", time=time)
    labels = [(term.name, str(term.stated + term.unstated)) for term in columns if term.stated or term.unstated]
    plot = Plot(id_, title, _listed(labels))
    if any(term.stated for term in columns):
        plot.explain([("solid", phrases.say("chart_stated"))])
    if any(term.unstated for term in columns):
        plot.explain([("hatched", phrases.say("chart_unstated"))])
    draw_heaps(plot, [Heap(term.label, term.stated, term.unstated) for term in columns])
    if not several:
        plot.write(phrases.say("chart_months", year=years[0]))
    return plot


def money_plot(id_: str, whole: YearRow, phrases: Phrases) -> Plot | None:
    """The sources of a budget with what it has of each; none where fewer than two amounts are stated."""
    if whole.total is None or sum(share.amount is not None for share in whole.shares) < 2:
        return None
    rows = [
        Bar(share.source, (("solid", share.amount),) if share.amount is not None else (), share.text)
        for share in whole.shares
    ]
    title = phrases.say("chart_money", purpose=whole.purpose)
    plot = Plot(id_, title, _listed((row.name, row.text) for row in rows))
    draw_bars(plot, rows)
    plot.write(phrases.say("chart_total", total=whole.total.stated), bold=True)
    return plot


def aims_plot(indicator: IndicatorView, phrases: Phrases) -> Plot | None:
    """The values of an indicator over time; none where fewer than two are of its unit.

    A line ties only what can be compared: one place and scope, plans of one series, one unit, one standard.
    """
    aims = [aim for aim in indicator.aims if aim.unit.split("/")[0] == indicator.unit]  # "%" and "%/year"
    if len(aims) < 2:
        return None
    standards = dict.fromkeys(aim.standard for aim in aims)
    rows = [
        Dot(
            " · ".join(filter(None, (aim.period, aim.place, aim.scope))),
            aim.number,
            aim.upper,
            aim.value,
            (aim.place, aim.scope, aim.series, aim.unit, standard),
            standard if len(standards) > 1 else "",
        )
        for standard in standards
        for aim in _over_time(aim for aim in aims if aim.standard == standard)
    ]
    title = phrases.say("chart_aims", indicator=indicator.name, unit=indicator.unit)
    return draw_dots(Plot(indicator.id, title, _listed((row.name, row.text) for row in rows)), rows)


def _over_time(aims: Iterable[Aim]) -> list[Aim]:
    return sorted(aims, key=lambda aim: (aim.period, aim.place, aim.scope))


def _listed(rows: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {text}" for name, text in rows)
