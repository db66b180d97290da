"""Texts about a period of a plan, with the results that they mention: what was reached, disbursed, allotted, and per cent."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Self, TypeVar

from planbook.model.achieved import Achieved, Spent, achievements, spending
from planbook.model.budget import Budget, BudgetLine, Written
from planbook.model.plan import Section
from planbook.wording.blocks import capital
from planbook.wording.purposes import budgets, paid_for
from planbook.wording.speech import PlanText
from planbook.wording.wording import count

_Of = TypeVar("_Of", Achieved, Spent)


def _part(whole: _Of, bodies: Collection[str | None]) -> _Of | None:
    return next((part for part in whole.parts if part.body in bodies), None)


class ResultsText(PlanText):
    """Fills the texts of one plan as `PlanText` does, and `{result:…}` with what is known on a day."""

    reached: Mapping[str, Achieved]
    spent: Mapping[str, Spent]
    day: date

    @classmethod
    def on_day(cls, text: PlanText, day: date, bodies: Collection[str | None] = ()) -> Self:
        """The same text, with the results known on a day, those of some bodies where these have a part."""
        results_text = cls(text.workspace, text.plan, text.wording, text.numbers, short_citations=text.short_citations)
        results_text.day = day
        reached, spent = achievements(text.workspace, text.plan, day), spending(text.workspace, text.plan, day)
        results_text.reached = {id_: _part(whole, bodies) or whole for id_, whole in reached.items()}
        results_text.spent = {id_: _part(whole, bodies) or whole for id_, whole in spent.items()}
        return results_text

    def _mention(self, mention: re.Match[str]) -> str:
        return self.result(mention["id"], mention["form"]) if mention["kind"] == "result" else super()._mention(mention)

    def result(self, id_: str, form: str | None = None) -> str:
        """What was reached of a target or disbursed of a budget; the sum allotted, or per cent, if asked for."""
        entry = self.reached.get(id_) or self.spent[id_]
        words = ""
        if form == "percent":
            words = self.wording.percent(entry.percent) if entry.percent is not None else ""
        elif isinstance(entry, Achieved):
            words = self.achieved(entry)
        else:
            words = self.money(id_, entry.allotted if form == "allotted" else entry.disbursed)
        return words or self.wording.phrases.say("no_results").lower()

    def achieved(self, achieved: Achieved) -> str:
        """The value that was reached with its unit; nothing where nobody stated it."""
        unit = next(target.unit for target in self.plan.targets() if target.id == achieved.target)
        return "" if achieved.value is None else count(achieved.value, unit or "")

    def money(self, budget: str, amount: Decimal | None) -> str:
        """An amount in the unit of its budget; nothing where nobody stated it."""
        whole, _ = self._budget(budget)
        return "" if amount is None else self.wording.amount(whole, Written((amount, None)), approximate=False)

    def in_dong(self, budget: str, amount: Decimal | None) -> Decimal | None:
        """An amount of a budget in dong."""
        return None if amount is None else self._budget(budget)[0].number_in("dong", Written((amount, None)))

    def money_name(self, budget: str, *, in_full: bool = False) -> str:
        """What a budget is called, or the source of a line of it: with what it is for where others have that source, or in full."""
        whole, line = self._budget(budget)
        if not line:
            return self._purpose(whole.id) or capital(self.wording.phrases.say("budget_total"))
        source = line.source_of_funds
        lines = chain(*(budget.lines for budget in self.plan.entries(Budget) if budget is not whole))
        is_shared = source in {line.source_of_funds for line in lines}
        purpose = self._purpose(whole.id) if in_full or is_shared else ""
        return " – ".join(filter(None, (purpose, capital(self.workspace.funding_sources[source].name))))

    def _purpose(self, budget: str) -> str:
        """What a budget is for; nothing where it is that of a part, has no heading, and no other part has such money."""
        funded = [*budgets(self.plan)]
        own = next((entry for entry in funded if entry.budget.id == budget), None)
        parts = [entry for entry in funded if isinstance(entry.owner, Section) and not entry.budget.heading]
        return "" if own is None or parts == [own] else capital(paid_for(own, self))

    def _budget(self, id_: str) -> tuple[Budget, BudgetLine | None]:
        """A budget, or the one that a line stands in with the line."""
        lines = ((budget, line) for budget in self.plan.entries(Budget) for line in (None, *budget.lines))
        return next((budget, line) for budget, line in lines if id_ == (line or budget).id)
