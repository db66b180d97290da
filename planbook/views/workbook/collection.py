"""The workbook in which one agency tells what came of a plan in a period: only its rows, with what was told before beside."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from planbook.model.achieved import goal_of
from planbook.model.collection import Collection, ReportedPart, statement_of
from planbook.model.number import official
from planbook.model.period import official_day
from planbook.model.responsibility import assignment_of
from planbook.model.results import MoneyResult, TargetResult, TaskResult
from planbook.model.target import Target
from planbook.model.task import Task, TaskGroup
from planbook.model.work import reportable_work
from planbook.views.workbook.collected_facts import (
    DAYS,
    FILLED,
    IN_FRONT,
    NUMBERS,
    TEXT_KINDS,
    Facts,
    FormKind,
    choices_of,
    given_out,
    stated_facts,
    stated_paragraphs,
)
from planbook.views.workbook.collection_cover import FormRequest, form_cover
from planbook.views.workbook.sheets import CellRule, Sheet, SheetColumn, SheetRow, Value, Workbook
from planbook.wording.blocks import capital
from planbook.wording.purposes import task_name
from planbook.wording.results_text import ResultsText
from planbook.wording.speech import PlanText
from planbook.wording.wording import count

MARK = "planbook-collect"  # with what a sheet is of behind it, in its first cell
GIVEN_OUT = "given-out"
_PARAGRAPHS = 4  # of each kind of text
_ROOM: Mapping[str, int] = {
    "task": 40,
    "target": 36,
    "note": 18,
    "data_source": 18,
    "product": 18,
    "document": 16,
    "reason": 18,
    "text": 100,
    "state": 14,
}
_USUAL = 12  # letters of a day or a number
_HUNDRED = Decimal(100)
_Row = tuple[str, tuple[Value, ...], dict[str, CellRule]]
CellsBeside = Mapping[tuple[FormKind, str], Facts]


def collection_workbook(collection: Collection, text: PlanText, request: FormRequest) -> Workbook:
    """The workbook of one agency: a cover, a sheet for each kind of what it tells of, and what was given out, unseen."""
    form = _Form(collection, text, request)
    sheets = {kind: form.sheet(kind) for kind in FILLED}
    facts = (
        *((kind, "-", "-", sheet.name) for kind, sheet in sheets.items() if sheet.rows),
        *given_out((kind, row, values) for kind, rows in form.facts.items() for row, values in rows.items()),
        *given_out((kind, row, cells) for (kind, row), cells in form.beside().items()),
    )
    filled = tuple(sheet for sheet in sheets.values() if sheet.rows)
    columns = tuple(SheetColumn(name, name=name) for name in ("sheet", "row", "column", "value"))
    last = Sheet(
        GIVEN_OUT, GIVEN_OUT, columns, tuple(SheetRow("", row) for row in facts), key=form.key(GIVEN_OUT), hidden=True
    )
    say, title = text.wording.phrases.say, text.fill(text.plan.short_title)
    return Workbook(
        plan=text.plan.id,
        title=say("collect_cover_title"),
        short_title=title,
        issuer=text.agency(text.plan.issuer, "full"),
        status="",
        revision=request.revision,
        footer=say(
            "collect_legend", agency=capital(text.agency(request.agency)), period=text.wording.time(collection.period)
        ),
        page=say("workbook_page", page="{page}", pages="{pages}"),
        sheets=(*filled, last),
        cover=form_cover(collection, text, request, filled),
    )


def cells_beside(collection: Collection, text: PlanText, request: FormRequest) -> CellsBeside:
    """What stands beside the cells that an agency fills in, by sheet and row; of what is not asked of it, nothing."""
    return _Form(collection, text, request).beside()


class _Form:
    """The parts of an agency with everything that its workbook says of them."""

    def __init__(self, collection: Collection, text: PlanText, request: FormRequest) -> None:
        self.collection, self.request = collection, request
        self.text = ResultsText.on_day(text, request.closing)
        self.say = text.wording.phrases.say
        self.parts = collection.parts.get(request.agency, ())
        self.earlier = collection.earlier(request.closing)
        self.targets = {target.id: target for target in text.plan.targets()}
        self.work = {task.id: (group, task) for group, task in reportable_work(text.plan)}
        self.budgets = text.plan.budgets()
        self.facts: dict[FormKind, dict[str, Facts]] = {
            kind: {
                part.id: stated_facts(self.text, collection.results, part) for part in self.parts if part.kind == kind
            }
            for kind in ("targets", "tasks", "money", "reports")
        }
        self.facts["texts"] = dict(stated_paragraphs(self.text, collection.results, request.agency))

    def key(self, kind: str) -> str:
        """What the first cell of a sheet says, by which it is known when it comes back."""
        collection, request = self.collection, self.request
        parts = (kind, collection.plan.id, collection.period, request.agency, request.closing, request.revision or "-")
        return " ".join((MARK, *map(str, parts)))

    def sheet(self, kind: FormKind) -> Sheet:
        """The sheet of a kind; without rows where the agency has nothing of it."""
        heads, rows = self._heads(kind), []
        for index, (id_, cells, rules) in enumerate(self._rows(kind), 1):
            filled = self.facts[kind].get(id_, {})
            filled_in = [self._as_filled(name, filled.get(name), rules.get(name)) for name in FILLED[kind]]
            locked = len(cells) + 1
            rows.append(
                SheetRow(
                    id_, (index, *cells, *filled_in), rules=(*(None,) * locked, *(rules[name] for name in FILLED[kind]))
                )
            )
        time = self.text.wording.time(self.collection.period)
        legend = self.say("collect_legend", agency=capital(self.text.agency(self.request.agency)), period=time)
        return Sheet(
            self.say(f"collect_{kind}"),
            self.say(f"collect_titles_{kind}"),
            heads,
            tuple(rows),
            legend,
            2,
            key=self.key(kind),
        )

    def beside(self) -> CellsBeside:
        """What stands beside the cells that are filled in."""
        return {
            (kind, id_): dict(zip(IN_FRONT[kind], cells, strict=True))
            for kind in FILLED
            for id_, cells, _ in self._rows(kind)
        }

    def _rows(self, kind: FormKind) -> Iterator[_Row]:
        """The rows of a sheet by their ids: what stands in front of the cells that are filled in, and what may stand in these."""
        makers = {
            "targets": self._targets,
            "tasks": self._tasks,
            "money": self._money,
            "reports": self._reports,
            "texts": self._texts,
        }
        return makers[kind]()

    def _as_filled(self, name: str, value: Value, rule: CellRule | None) -> Value:
        """A value as its cell shows it: what is chosen in words."""
        words = choices_of("reached" if name == "value" else name, self.text.wording.phrases)
        return words.get(str(value), value) if rule and rule.choices else value

    def _heads(self, kind: FormKind) -> tuple[SheetColumn, ...]:
        own = {"target", "unit", "task", "deadline", "source"}
        previous = self.text.wording.time(self.earlier[0].period) if self.earlier else ""
        columns = [SheetColumn(self.say("column_index"), "center", name="index")]
        for name in IN_FRONT[kind]:
            heading = self.say(f"column_{name}" if name in own else f"collect_column_{name}")
            if name in ("previous", "allotted_before", "disbursed_before") and previous:
                heading = f"{heading} ({self.say('collect_before', period=previous)})"
            columns.append(SheetColumn(heading, _side(kind, name), name=name, room=_ROOM.get(name, 0)))
        for name in FILLED[kind]:
            called = {"value": "collect_column_result", "note": "column_notes"}
            phrase = "collect_column_number" if (kind, name) == ("reports", "document") else called.get(name)
            heading = self.say(phrase or f"collect_column_{name}")
            columns.append(SheetColumn(heading, _side(kind, name), name=name, room=_ROOM.get(name, _USUAL)))
        return tuple(columns)

    def _targets(self) -> Iterator[_Row]:
        for part in self._of("targets"):
            target, words = self.targets[part.item], self.text
            indicator = words.workspace.indicators.get(target.indicator or "")
            way = {"cumulative": "cumulative", "period": "of_period"}.get(
                indicator.accumulation if indicator else "", ""
            )
            goal = goal_of(words.workspace, words.plan, target, part.body, self.request.closing)
            goal_words = (
                words.wording.figure(goal.of.comparator, goal.value, goal.of.upper, target.unit or "") if goal else ""
            )
            value = CellRule(
                "choice",
                tuple(choices_of("reached", words.wording.phrases).values()),
                hint=self.say("collect_hint_choice"),
            )
            if target.is_measured:
                is_share = (target.unit or "").startswith("%") and not (indicator and indicator.over_100)
                hint = self.say("collect_hint_share" if is_share else "collect_hint_number", unit=target.unit or "")
                value = CellRule("number", least=Decimal(), most=_HUNDRED if is_share else None, hint=hint)
            cells = (
                capital(words.target(target)),
                self._scope(part),
                target.unit or "",
                self.say(f"collect_{way}") if way else "",
                capital(goal_words),
                self._earlier_target(part, target),
            )
            yield part.id, cells, {"value": value, "as_of": self._day(), **self._words("data_source", "note")}

    def _tasks(self) -> Iterator[_Row]:
        states = choices_of("state", self.text.wording.phrases)
        choice = CellRule("choice", tuple(states.values()), hint=self.say("collect_hint_choice"))
        for part in self._of("tasks"):
            group, task = self.work[part.item]
            before = self._before(part)
            previous = states[before.state] + self._told_in(part) if isinstance(before, TaskResult) else ""
            cells = (
                capital(task_name(group, task, self.text)),
                self._scope(part),
                capital(self._deadline(group, task)),
                previous,
            )
            days = {"begun": self._day(open_begin=True), "done": self._day(open_begin=True)}
            reason = CellRule(hint=self.say("collect_hint_reason"))
            yield (
                part.id,
                cells,
                {"state": choice, **days, **self._words("product", "document", "note"), "reason": reason},
            )

    def _money(self) -> Iterator[_Row]:
        for part in self._of("money"):
            budget = self.budgets[part.item]
            unit = self.say(f"unit_{budget.unit}")
            line = next((line for line in budget.lines if line.id == part.item), None)
            before = self._before(part)
            amounts = (before.allotted, before.disbursed) if isinstance(before, MoneyResult) else (None, None)
            period = self._told_in(part)
            earlier = (amount if amount is None or not period else f"{official(amount)}{period}" for amount in amounts)
            names = filter(None, (self.text.money_name(part.item, in_full=True), part.body and self._scope(part)))
            number = CellRule("number", least=Decimal(), hint=self.say("collect_hint_number", unit=unit))
            spent = replace(number, at_most="allotted", hint=self.say("collect_hint_money"))
            rules = {"allotted": number, "disbursed": spent, "as_of": self._day(), **self._words("data_source", "note")}
            yield (
                part.id,
                (" – ".join(names), unit, budget.number(line.amount if line else budget.total), *earlier),
                rules,
            )

    def _reports(self) -> Iterator[_Row]:
        for part in self._of("reports"):
            due = self.collection.dues.get(part.item)
            name = capital(self.text.fill(due.duty.text)) if due else self.say("collect_answered")
            to = self.text.agencies(due.duty.to if due else (self.text.plan.issuer,))
            rules = {
                "date": CellRule("day", least=self.text.plan.day, hint=self._hint_day(self.text.plan.day)),
                **self._words("document"),
            }
            yield part.id, (name, capital(to), due.last_day if due else self.request.last_day), rules

    def _texts(self) -> Iterator[_Row]:
        for kind in TEXT_KINDS:
            last = max(
                (int(row.partition("/")[2]) for row in self.facts["texts"] if row.startswith(f"{kind}/")), default=0
            )
            for number in range(1, max(last, _PARAGRAPHS) + 1):
                yield f"{kind}/{number}", (self.say(f"results_{kind}"),), self._words("text")

    def _of(self, kind: FormKind) -> Iterable[ReportedPart]:
        return (part for part in self.parts if part.kind == kind)

    def _before(self, part: ReportedPart) -> object:
        """What was told last of a part in an earlier period."""
        return next(filter(None, (statement_of(results, part) for results in self.earlier)), None)

    def _earlier_target(self, part: ReportedPart, target: Target) -> str:
        before = self._before(part)
        if not isinstance(before, TargetResult):
            return ""
        if before.value is None:
            return self.say("target_met" if before.reached else "target_unmet") + self._told_in(part)
        return count(before.value, target.unit or "") + self._told_in(part)

    def _told_in(self, part: ReportedPart) -> str:
        """The period in which a part was told of last, in brackets, where that is not the one that the column names."""
        results = next((results for results in self.earlier if statement_of(results, part)), None)
        if results is None or results is self.earlier[0]:
            return ""
        return f" ({self.text.wording.time(results.period)})"

    def _scope(self, part: ReportedPart) -> str:
        """Of what part of an item an agency tells, and whether it has it alone, in a group, or from one that is no more."""
        whose = self.say("collect_part", body=self.text.body(part.body)) if part.body else self.say("collect_whole")
        if not part.source:
            return whose
        ended = not self.text.workspace.exists(part.source, self.collection.period.first, self.collection.period.last)
        how = "collect_taken_over" if ended else "collect_in_group"
        return f"{whose}; {self.say(how, body=self.text.agency(part.source))}"

    def _deadline(self, group: TaskGroup, task: Task) -> str:
        return self.text.deadlines((*task.deadlines, *assignment_of(task, group).deadlines))

    def _day(self, *, open_begin: bool = False) -> CellRule:
        """A day of the period; work may have begun and ended before it, when nobody told of it yet."""
        first = min(self.text.plan.period.first, self.text.plan.day) if open_begin else self.collection.period.first
        return CellRule("day", least=first, most=self.request.closing, hint=self._hint_day(first, self.request.closing))

    def _hint_day(self, first: date, last: date | None = None) -> str:
        end = official_day(last) if last else "…"
        return self.say("collect_hint_day", first=official_day(first), last=end)

    def _words(self, *names: str) -> dict[str, CellRule]:
        return dict.fromkeys(names, CellRule())


def _side(kind: FormKind, name: str) -> Literal["left", "center", "right"]:
    if name in DAYS or name in ("unit", "last_day"):
        return "center"
    is_number = name in ("value", *NUMBERS) or name.endswith("_before") or (kind, name) == ("money", "goal")
    return "right" if is_number else "left"
