"""The workbooks that agencies fill in about a period, who has not sent his back yet, and a calendar of that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from planbook.loading.workspace import plan_named, sound
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.agency import known_agency
from planbook.model.collection import Collection
from planbook.model.period import When, official_day
from planbook.model.results import closed_period
from planbook.outputs.office_settings import read_phrases, site_url
from planbook.outputs.origin import made_at, made_of, source_revision
from planbook.render.ics import Calendars
from planbook.render.sheet import workbook
from planbook.repository.files import read_folder
from planbook.views.deadlines import Commitment
from planbook.views.once import Views
from planbook.views.paper import plan_called
from planbook.views.workbook.collection import collection_workbook
from planbook.views.workbook.collection_cover import FormRequest
from planbook.wording.blocks import capital
from planbook.wording.speech import PlanText


@dataclass(frozen=True)
class CollectRequest:
    """About which period of which plan: the day that figures are of, the last day to answer, who tells of the money that no task has.

    Without days the period's last one, and those of the reporting duties.
    """

    plan: str
    period: When
    closing: date | None = None
    last_day: date | None = None
    money: str = ""


class Collecting:
    """What is collected about a period of a plan; raises `BuildStopped`, `UnknownPlan`, `Misuse`."""

    def __init__(self, root: Path, request: CollectRequest) -> None:
        workspace = sound(read_folder(root / "data"))
        plan, period = plan_named(workspace, request.plan), request.period
        values = {"plan": plan.id, "period": str(period), "span": str(plan.period)}
        if period.last < plan.period.first or plan.period.last < period.first:
            raise Misuse(Text("{plan} is for {span}: nothing came of it in {period}", values))
        if request.money:
            known_agency(workspace.agencies, request.money)
        self._root, self._request, self.plan = root, request, plan
        self.collection = Collection(workspace, plan, period, request.money)
        results = self.collection.results
        if results and results.seal:
            raise Misuse(closed_period(plan.id, str(period)))
        self.closing = request.closing or (results.as_of.first if results else period.last)
        if not period.first <= self.closing <= period.last:
            raise Misuse(
                Text("the period {period} cannot be closed on {day}", {**values, "day": official_day(self.closing)})
            )
        self._views = Views(workspace, read_phrases(root))

    @cached_property
    def _text(self) -> PlanText:
        return self._views.texts[self.plan.id]

    def last_day(self, agency: str) -> date | None:
        """The last day on which an agency's answer is in time."""
        return self._request.last_day or self.collection.last_day(agency)

    def workbooks(self) -> Iterator[tuple[str, bytes]]:
        """The workbook of each agency, with the name of its file."""
        made = made_at(self._root)
        revision = str(source_revision(self._root, *made_of(self.plan.id)))
        for agency in self.collection.parts:
            request = FormRequest(agency, self.closing, self.last_day(agency), revision)
            name = f"{self.plan.id}-{str(self.collection.period).lower()}-{agency}.xlsx"
            yield name, workbook(collection_workbook(self.collection, self._text, request), made)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Who has not answered, those that are asked for it first before the others."""
        missing = [agency for agency in self.collection.parts if not self.collection.has_come(agency)]
        return tuple(sorted(missing, key=lambda agency: self.last_day(agency) or date.max))

    def reminder(self, day: date) -> tuple[str, ...]:
        """The same in the words of a letter of the issuer, to whom nobody has to write; nothing where all have answered."""
        say, period = self._views.phrases.say, self._text.wording.time(self.collection.period)
        missing = [agency for agency in self.missing if agency != self.plan.issuer]
        if not missing:
            return ()
        lines = [say("collect_missing", day=official_day(day), period=period, plan=plan_called(self._text))]
        for agency in missing:
            last = self.last_day(agency)
            late = (day - last).days if last else 0
            phrase = (
                "collect_missing_late" if late > 0 else "collect_missing_one" if last else "collect_missing_undated"
            )
            values = {"agency": self._name(agency), "last_day": official_day(last) if last else "", "days": late}
            lines.append(say(phrase, **values))
        lines[-1] = lines[-1].rstrip(";") + "."
        return (*lines, say("collect_missing_end", issuer=self._text.agency(self.plan.issuer)))

    def calendar(self) -> bytes:
        """The same as an iCalendar file: each missing answer on its last day; raises `Misuse` where none has one."""
        phrases, period = self._views.phrases, self._text.wording.time(self.collection.period)
        title = self._text.fill(self.plan.short_title)
        entries = []
        for agency in self.missing:
            if last := self.last_day(agency):
                name = self._name(agency)
                work = phrases.say("collect_reminder", agency=name, period=period, plan=title)
                key = f"{self.plan.id}/{str(self.collection.period).lower()}/{agency}"
                when = phrases.say("collect_by", day=official_day(last))
                entries.append(Commitment(key, self.plan.id, self.plan.id, work, who=name, terms=((last, when),)))
        if not entries:
            raise Misuse(Text("no missing answer has a day: nothing to put into a calendar"))
        views = {self.plan.id: self._views.views[self.plan.id]}
        made = made_at(self._root)
        return Calendars(views, phrases, lambda _: made, site_url(self._root)).file(title, entries, ())

    def _name(self, agency: str) -> str:
        return capital(self._text.agency(agency))
