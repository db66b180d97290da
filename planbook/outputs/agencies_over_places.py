"""An agency that very many plans name, put together of what each place gives it, and its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from planbook.changes.lately import REACHES, Reach
from planbook.outputs.edition import Edition
from planbook.outputs.summary import rows_script
from planbook.outputs.work_for_several import AgencyPiece
from planbook.views.register_rows import row_choices
from planbook.views.summary import PlanSummary
from planbook.views.worklist import WorkRow, WorkTerm, work_terms

MOST_LISTED = 300  # rows of work that a page lists; of more the days that come first, each whole
MOST_ENTRIES = 5_000  # that a calendar holds
MOST_NEWS = 200  # that a feed holds
MOST_IN_SHEET = 20_000  # rows


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A plan as a list of work names it, with its place and the folder of that."""

    short_title: str
    place: str
    folder: str


@dataclass(frozen=True, slots=True)
class TermCount:
    """How much is to be done in a term, and how much of it the page lists."""

    kind: str
    year: int
    count: int
    listed: int


@dataclass(frozen=True)
class AgencyOverPlaces:
    """An agency with all that plans give it, place by place; `edition` holds the registers and no plan."""

    edition: Edition
    id: str
    pieces: Sequence[AgencyPiece]

    @property
    def name(self) -> str:
        """Its name."""
        return self.pieces[0].share.agency.name

    @cached_property
    def plans(self) -> dict[str, PlanSummary]:
        """The plans that give it work."""
        return {plan.id: plan for piece in self.pieces for plan in piece.share.plans}

    @cached_property
    def row_scripts(self) -> list[bytes]:
        """The script of the rows of each piece."""
        return [rows_script(piece.share.folder, piece.rows.values) for piece in self.pieces]

    @property
    def reach(self) -> Reach:
        """How far back the least known changes go that places tell of it."""
        return max((piece.reach for piece in self.pieces), key=REACHES.index)

    @cached_property
    def work(self) -> list[WorkRow]:
        """What it has to do under plans that run, place by place."""
        today = self.edition.as_of
        return [row for piece in self.pieces for row in piece.work if row.until >= today]

    @cached_property
    def listed(self) -> list[WorkRow]:
        """What of it the page lists: all, or else whole days, the next ones first, then those that are past, then what has no day."""
        return listed_work(self.work, self.edition.as_of, MOST_LISTED)

    def page(self) -> Mapping[str, object]:
        """What the template of the page is filled with."""
        today, listed = self.edition.as_of, {id(row) for row in self.listed}
        counts = [
            TermCount(term.kind, term.year, len(term.rows), sum(id(row) in listed for row in term.rows))
            for term in work_terms(self.work, today)
        ]
        days = [row.day for row in self.listed if row.day and row.day >= today]
        entries = sum(len(piece.entries) for piece in self.pieces)
        news = sum(len(piece.news) for piece in self.pieces)
        rows = sum(len(piece.rows.values["rows"]) for piece in self.pieces)
        return {
            "agency": self.id,
            "name": self.name,
            "shares": [piece.share for piece in self.pieces],
            "all_rows": rows,
            "in_sheet": min(rows, MOST_IN_SHEET),
            "all_work": len(self.work),
            "terms": self.terms,
            "counts": counts,
            "listed": len(self.listed),
            "listed_until": max(days, default=None) if len(self.listed) < len(self.work) else None,
            "named": self.plan_names,
            "ends": self.ends,
            "choices": row_choices([piece.rows for piece in self.pieces], self.edition.phrases),
            "entries": entries,
            "entries_held": min(entries, MOST_ENTRIES),
            "news": news,
            "news_held": min(news, MOST_NEWS),
            "tables": sorted({table for piece in self.pieces for table in piece.tables}),
        }

    @property
    def terms(self) -> list[WorkTerm]:
        """What is listed, by its terms."""
        return work_terms(self.listed, self.edition.as_of)

    @property
    def plan_names(self) -> dict[str, NamedPlan]:
        """The plans that give it work, as lists name them."""
        return {
            plan.id: NamedPlan(plan.title, piece.share.name, piece.share.folder)
            for piece in self.pieces
            for plan in piece.share.plans
        }

    @property
    def ends(self) -> dict[str, date]:
        """The last day of each plan that runs to some day."""
        return {plan.id: plan.runs_until for plan in self.plans.values() if plan.runs_until}


def listed_work(rows: Sequence[WorkRow], today: date, most: int) -> list[WorkRow]:
    """All rows where a page can hold them; else those of whole days, the next days first, then past ones, the latest first, then those without a day."""
    if len(rows) <= most:
        return [*rows]
    dated = sorted((row for row in rows if row.day), key=lambda row: row.day or today)
    coming = [row for row in dated if row.day and row.day >= today]
    past = [row for row in reversed(dated) if row.day and row.day < today]
    listed: list[WorkRow] = []
    for part in (coming, past, [row for row in rows if not row.day]):
        for _, of_day in groupby(part, lambda row: row.day):
            day = [*of_day]
            if len(listed) + len(day) > most:
                break
            listed += day
    return listed
