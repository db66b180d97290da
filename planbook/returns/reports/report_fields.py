"""An edited figure, state or number of a report as changes of the results that it is made of, or why it is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Text
from planbook.model.achieved import Achieved, Spent, achieved_by
from planbook.model.agency import Agency
from planbook.model.collection import ReportedPart, statement_of
from planbook.model.item import ItemId
from planbook.model.lateness import WorkStatus, leads_of_work, status_for, work_statuses
from planbook.model.number import parse_number, written_number
from planbook.model.plan import Plan
from planbook.model.results import PeriodResults
from planbook.model.typed_day import NotADay, typed_day
from planbook.outputs.period_reports import ReportPaper
from planbook.reading.amounts import Money, read_figure, read_money
from planbook.reading.mentions import LinePart, Mention, reread
from planbook.reading.not_taken import BRACES, GONE_IN_DATA, NotTaken, attempted, unread
from planbook.returns.collected.collected_results import RowChange, result_change
from planbook.returns.fields.other_unit import other_unit, thousandfold
from planbook.returns.fields.trial import DataState
from planbook.returns.reports.report_lines import WHOLE
from planbook.views.progress import WORK_STATES, bodies_of, state_name
from planbook.views.workbook.collected_facts import STATES, state_phrase
from planbook.wording.results_text import ResultsText

Changes = tuple[RowChange, ...]
COMPUTED = ("percent", "before", "year_before")  # what is worked out of other figures, and never typed


@dataclass(frozen=True)
class ReportFields:
    """Reads the fields of the lines of one report."""

    paper: ReportPaper
    state: DataState

    @property
    def results(self) -> PeriodResults:
        """The period."""
        return self.paper.results

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.paper.desk.plan

    @cached_property
    def agency(self) -> Agency | None:
        """Who reports, where that is not who issued the plan."""
        return self.state.workspace.agencies.get(self.paper.report.agency)

    @cached_property
    def text(self) -> ResultsText:
        """What fills the texts of the report."""
        return ResultsText.on_day(
            self.state.context(self.plan, short_citations=True).text, self.results.as_of.first, bodies_of(self.agency)
        )

    def changes(self, item: ItemId, old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
        """What the edited fields of a line change; `old` has all fields, `new` those that were edited. Raises `NotTaken`."""
        kind, _, body = item.part.partition("-")
        if not any(name not in COMPUTED for name in new):
            name, words = next(iter(new.items()))
            values = {"old": old[name], "new": words}
            raise NotTaken(
                Text("{old} is worked out and never typed; the file says {new}", values),
                Text("change the value that it follows from, here or in {path}", {"path": self.results.source.path}),
            )
        match kind:
            case "target" | "result":
                return self._target(item.entry, body, old, new)
            case "state":
                return self._work(item.entry, body, old, new)
            case "amount" | "money":
                return self._money(item.entry, body, old, new)
            case "number":
                return self._of_report("number", new[WHOLE].partition(":")[2].strip())
        return self._date(new[WHOLE])

    def _target(self, id_: str, body: str, old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
        target = next(target for target in self.plan.targets() if target.id == id_)
        achieved = self._achieved(id_, body)
        value = new.get("value", "")
        if achieved is None:
            raise NotTaken(GONE_IN_DATA)
        if not target.is_measured:
            return self._verdict(id_, achieved.body, new)
        if "value" not in new:
            raise NotTaken(
                Text("{old} follows from the value {value}", {"old": old.get("verdict", ""), "value": old["value"]}),
                Text("change the value"),
            )
        if achieved.value is not None and achieved.result is None and not self._is_stated(achieved):
            raise self._summed(old["value"], value)
        number = self._value(value, target.unit or "")
        return (result_change("targets", id_, achieved.body, {"value": number}),)

    def _summed(self, old: str, new: str) -> NotTaken:
        """Why a sum is not taken back."""
        return NotTaken(
            Text("{old} is a sum of parts or periods; the file says {new}", {"old": old, "new": new}),
            Text("change what it is the sum of, in its rows or in {path}", {"path": self.results.source.path}),
        )

    def _is_stated(self, achieved: Achieved) -> bool:
        """Whether what a period adds is all that there is."""
        entry = statement_of(self.results, ReportedPart("targets", achieved.target, achieved.body))
        return getattr(entry, "value", None) == achieved.value

    def _achieved(self, id_: str, body: str) -> Achieved | None:
        whole = ResultsText.on_day(self.text, self.text.day).reached[id_]
        own = achieved_by(self.state.workspace, self.plan, whole, self.agency, self.text.day) if self.agency else whole
        return next((part for part in whole.parts if part.body == body), None) if body else own

    def _value(self, words: str, unit: str) -> str:
        """The number of a value that was typed with its unit or without."""
        try:
            return written_number(parse_number(words))
        except PydanticCustomError as error:
            try:
                stated = read_figure(words, self.state.reading)
            except NotTaken as refusal:
                raise (NotTaken(unread(error)) if words[-1:].isdigit() else refusal) from error
        if stated.comparator != "exactly" or stated.upper is not None or stated.unit.casefold() != unit.casefold():
            raise NotTaken(
                Text("“{words}” is no value in {unit}", {"words": words, "unit": unit}),
                Text("write one number, with this unit or without"),
            )
        return written_number(stated.value)

    def _verdict(self, id_: str, body: str, new: Mapping[str, str]) -> Changes:
        words = (new.get("verdict") or new.get("value") or "").casefold()
        say = self.text.wording.phrases.say
        reached = {say("target_met").casefold(): "true", say("target_unmet").casefold(): "false"}.get(words)
        if reached is None:
            names = f"“{say('target_met')}”, “{say('target_unmet')}”"
            raise NotTaken(
                Text("“{words}” says not whether the target was reached", {"words": words}),
                Text("write one of: {names}", {"names": names}),
            )
        return (result_change("targets", id_, body, {"value": reached}),)

    def _work(self, id_: str, body: str, old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
        status = self._status(id_, body)
        values: dict[str, str] = {}
        result = status.result
        state = self._state(new["state"]) if "state" in new else result.state if result else ""
        if not state or (result is None and "state" not in new):
            raise NotTaken(
                Text("nobody told of the state, or it follows from the parts: {state}", {"state": old["state"]}),
                Text("write the state too, or change the row of the part"),
            )
        done = self._done(new.get("done", old["done"])) if state == "done" else ""
        if state != "done" and new.get("done"):
            raise NotTaken(
                Text("it has a day on which it was done, and is not done: {state}", {"state": state}),
                Text("write the state too"),
            )
        values |= {"state": state, "done": done}
        for name in ("product", "document", "reason", "note"):
            if name in new:
                values[name] = self._words(str(getattr(result, name, None) or ""), old[name], new[name])
        own = self._body_of_work(id_, body, status)
        entry = statement_of(self.results, ReportedPart("tasks", id_, own))
        keys = [*entry.source.entries] if entry else []
        stated = {name: value for name, value in values.items() if value or name in keys}
        return (result_change("tasks", id_, own, stated),)

    def _status(self, id_: str, body: str) -> WorkStatus:
        status = work_statuses(self.state.workspace, self.plan, self.text.day)[id_]
        if body:
            return dict(status.parts)[body]
        return status_for(status, self.agency) if self.agency else status

    def _body_of_work(self, id_: str, body: str, status: WorkStatus) -> str:
        if body or not self.agency:
            return body
        if status.result and status.result.body:
            return status.result.body
        if leads_of_work(self.state.workspace, self.plan)[id_] == (self.agency.id,):
            return ""
        is_elsewhere = self.agency.locality not in (None, self.plan.jurisdiction)
        return self.agency.locality if is_elsewhere and self.agency.locality else self.agency.id

    def _state(self, words: str) -> str:
        """The state that words say, whatever they say of lateness: the proof looks at that."""
        names = {state: state_name(state, self.text).casefold() for state in WORK_STATES if state != "unreported"}
        bare = words.casefold().rstrip(".")
        for spelled in STATES:
            if self.state.reading.says(state_phrase(spelled), bare):
                return spelled
        for state, name in names.items():
            if bare in (name, name.partition(" (")[0]):
                return state.removesuffix("-late").removesuffix("-in-time")
        names_of_all = "; ".join(state_name(state, self.text) for state in names)
        raise NotTaken(
            Text("“{text}” is no state of work", {"text": words[:80]}),
            Text("write one of: {names}", {"names": names_of_all}),
        )

    def names_lateness(self, words: str) -> bool:
        """Whether words say of work that it is late, or in time."""
        sides = [state_name(state, self.text) for state in WORK_STATES if state.endswith(("-late", "-in-time"))]
        return words.casefold() in map(str.casefold, sides)

    def _done(self, words: str) -> str:
        if not words:
            raise NotTaken(
                Text("it is done, and has no day on which it was"), Text("write the day into the column of days")
            )
        try:
            return typed_day(words).isoformat()
        except NotADay as refusal:
            raise NotTaken(refusal.sentences[0], Text("write the day like 15/3/2027")) from refusal

    def _words(self, raw: str, old: str, new: str) -> str:
        """A text of the data whose print was edited; what it mentions and still says stays mentioned."""
        if not raw or not new or self.text.fill(raw) != old:
            if set(new) & set("{}"):
                raise NotTaken(BRACES)
            return new
        answer = reread([LinePart(raw, "text")], self.text.fill, new, lambda _, words: Mention(words))
        return answer.texts.get("text", raw)

    def _money(self, id_: str, body: str, old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
        spent = self._spent(id_, body)
        budget = self.plan.budgets()[id_]
        if spent is None:
            raise NotTaken(GONE_IN_DATA)
        values = []
        for name in ("allotted", "disbursed"):
            if name in new:
                if spent.is_sum:
                    raise self._summed(old[name], new[name])
                amount = read_money(new[name], self.state.reading)
                if amount == "unallocated" or amount.approximate:
                    raise NotTaken(
                        Text("“{words}” is no amount", {"words": new[name]}), Text("write one number, with its unit")
                    )
                number = amount.written(budget.unit)[0]
                assert number is not None
                values.append((name, written_number(number)))
        if not values:
            raise NotTaken(GONE_IN_DATA)
        return (result_change("money", id_, spent.body, dict(values)),)

    def doubt(self, item: ItemId, old: Mapping[str, str], new: Mapping[str, str]) -> Text | None:
        """Why edited money needs a yes: it has the same digits in another unit."""
        budget = self.plan.budgets().get(item.entry)
        for name, words in new.items() if budget else ():
            was, now = (attempted(read_money, text, self.state.reading) for text in (old[name], words))
            if isinstance(was, Money) and isinstance(now, Money) and budget:
                before, after = (money.written(budget.unit)[0] for money in (was, now))
                if thousandfold(before, after):
                    return other_unit(old[name], words)
        return None

    def _spent(self, id_: str, body: str) -> Spent | None:
        whole = self.text.spent[id_]
        return next((part for part in whole.parts if part.body == body), None) if body else whole

    def _date(self, line: str) -> Changes:
        blanks = next(iter(self.state.reading.matches("place_and_day", line)), None)
        if blanks is None:
            raise NotTaken(Text("“{text}” is no day", {"text": line}), Text("write the day like 15/3/2027"))
        return self._of_report("date", self._done("/".join(blanks[name].strip() for name in ("day", "month", "year"))))

    def _of_report(self, name: str, value: str) -> Changes:
        """Number or day of the report itself: of the period, or of what it says of the report of an agency."""
        duty = self.paper.report.duty
        if not self.agency:
            return (result_change("reports", "", "", {name: value}),)
        if duty is None:
            raise NotTaken(
                Text("no reporting duty asks {agency} for this report", {"agency": self.agency.id}),
                Text("write number and day in your own file alone"),
            )
        return (result_change("reports", duty.id, self.agency.id, {"document" if name == "number" else name: value}),)
