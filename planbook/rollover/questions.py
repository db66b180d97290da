"""What nobody can know of the new year: targets, money, successors, finished work, documents not yet issued."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from planbook.diagnostics import Text
from planbook.model.budget import Budget
from planbook.model.number import official
from planbook.model.period import When, official_day
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.model.task import Task
from planbook.model.texts import called, texts
from planbook.rollover.succession import Succession
from planbook.rollover.times import day_off, moved, moves, years_left


@dataclass(frozen=True)
class Words:
    """How an office speaks: the language of questions, and the fixed words of its plans by their names."""

    language: str
    say: Callable[..., str]

    @property
    def year(self) -> str:
        """Give the word that stands before a year in texts."""
        return self.say("year", year="").strip()


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide: what and why, the options, the items that it is about, the agency or document in question."""

    what: Text
    at: tuple[str, ...] = ()
    why: Text | None = None
    options: tuple[str, ...] = ()
    about: str = ""

    def entry(self, index: int, language: str) -> dict[str, object]:
        """Give the question as a data file holds it."""
        said: dict[str, object] = {"id": f"quyet-dinh-{index}"}
        if self.at:
            said["at"] = list(self.at)
        if self.about:
            said["about"] = self.about
        said["what"] = self.what.in_language(language)
        if self.why:
            said["why"] = self.why.in_language(language)
        if self.options:
            said["options"] = list(self.options)
        return said


def questions(
    succession: Succession, years: int, undecided: Mapping[str, list[str]], words: Words
) -> Iterator[Question]:
    """Give everything to decide: the plan as a whole first, then in the order of the plan.

    `undecided` are agencies and documents without a single successor, with the items that name them.
    """
    workspace, plan = succession.workspace, succession.plan
    yield from _place(succession)
    for id_, items in undecided.items():
        yield _agency(succession, id_, items) if id_ in workspace.agencies else _document(succession, id_, items)
    yield from _of_its_year(succession, years)
    for entry in plan.walk():
        match entry:
            case Target() if entry.value is not None:
                yield _target(succession, entry, years)
            case Task():
                yield from _finished(plan, entry)
            case Budget():
                yield _money(plan, entry, years, words)
    yield from _days_off(plan, years)
    yield from _years_left(plan, words.year)


def _place(succession: Succession) -> Iterator[Question]:
    """Ask for the place of a plan whose territory was divided, and name programmes that are over."""
    workspace, plan = succession.workspace, succession.plan
    places = succession.locality()
    if len(places) > 1:
        name = workspace.localities[plan.jurisdiction].name
        yield Question(
            Text("choose whose plan it is: {name} is now {count} units", {"name": name, "count": len(places)}),
            options=tuple(workspace.localities[place].name for place in places),
            about=plan.issuer,
        )
    for programme in (workspace.programmes[id_] for id_ in plan.programmes):
        if programme.period.last < succession.period.first:
            yield Question(
                Text("name the programme that follows {name}", {"name": programme.name}),
                why=Text("it is over at the end of {year}", {"year": programme.period.last.year}),
            )


def _agency(succession: Succession, agency: str, items: list[str]) -> Question:
    """Ask who takes the work of an agency that is no more."""
    _, end = succession.workspace.life(agency)
    entry = succession.workspace.agencies[agency]
    return Question(
        Text("choose who takes the place of {name}", {"name": entry.called}),
        tuple(items),
        Text("it ended on {day}", {"day": official_day(end)}) if end else None,
        tuple(succession.heirs(agency)),
        agency,
    )


def _document(succession: Succession, document: str, items: list[str]) -> Question:
    """Ask what stands for a document that is no longer in force."""
    end = succession.workspace.document_end(document)
    entry = succession.workspace.documents[document]
    return Question(
        Text("find what replaces {document}", {"document": called(succession.workspace, entry)}),
        tuple(items),
        Text("it is in force until {day}", {"day": official_day(end - timedelta(days=1))}) if end else None,
        about=document,
    )


def _of_its_year(succession: Succession, years: int) -> Iterator[Question]:
    """Ask for the new year's document where the plan carries out one of the old year."""
    workspace, plan = succession.workspace, succession.plan
    for basis in plan.legal_bases:
        entry = workspace.documents[basis.document]
        if entry.period and entry.period.precision == "year" and moves(entry.period, plan.period):
            values = {"document": called(workspace, entry), "year": entry.period.first.year + years}
            yield Question(Text("put the document of {year} in the place of {document}", values), about=entry.id)


def _target(succession: Succession, target: Target, years: int) -> Question:
    """Ask for the new value; a longer plan that measures the same says which one it implies."""
    plan = succession.plan
    assert target.value is not None
    paths = [
        (other, one)
        for other in succession.workspace.plans.values()
        if other.id != plan.id and other.period.precision == "years" and other.period.last >= succession.period.first
        for one in other.targets()
        if one.indicator and one.indicator == target.indicator and one.value is not None
    ]
    values = {
        "year": plan.period.first.year + years,
        "old": str(plan.period),
        "value": official(target.value),
        "unit": target.unit or "",
    }
    return Question(
        Text("confirm the target of {year}; {old}: {value} {unit}", values),
        (target.id,),
        options=tuple(f"{official(one.value)} {one.unit} ({other.short_title})" for other, one in paths if one.value),
    )


def _money(plan: Plan, budget: Budget, years: int, words: Words) -> Question:
    """Ask for the new money, and say what the old was: no amount of it is carried over."""
    amounts = [budget.number(amount) for amount in (budget.total, *(line.amount for line in budget.lines))]
    total, *lines = (official(amount) if amount is not None else "-" for amount in amounts)
    values = {
        "year": plan.period.first.year + years,
        "old": str(plan.period),
        "amount": f"{total} ({' + '.join(lines)})" if lines else total,
        "unit": words.say(f"unit_{budget.unit}"),
    }
    return Question(Text("set the money of {year}; {old}: {amount} {unit}", values), (budget.id,))


def _finished(plan: Plan, task: Task) -> Iterator[Question]:
    """Ask whether work goes that had one day to be done by: recurring and continuous work stays."""
    deadlines = (*task.deadlines, *(task.assignment.deadlines if task.assignment else ()))
    days = [deadline.last_day for deadline in deadlines]
    last = max((day for day in days if day), default=None)
    if last and all(days) and moves(When(last, last, "day"), plan.period):
        yield Question(
            Text("take this work out if it is done; it was due on {day}", {"day": official_day(last)}), (task.id,)
        )


def _days_off(plan: Plan, years: int) -> Iterator[Question]:
    """Point out days in the new year on which offices are closed."""
    for entry in plan.walk():
        for deadline in getattr(entry, "deadlines", ()):
            when = deadline.before or deadline.by
            if when and moves(when, plan.period) and day_off(day := moved(when, years).first):
                at = getattr(entry, "id", None)
                day_words = {"day": official_day(day)}
                yield Question(
                    Text("{day} is no working day: keep it, or choose another", day_words), (at,) if at else ()
                )


def _years_left(plan: Plan, word: str) -> Iterator[Question]:
    """Point out years that a text states by hand: only a reader knows whether they move."""
    for entry, _, text in texts(plan):
        years = years_left(text, plan.period, word)
        if years:
            at = getattr(entry, "id", None)
            values = {"years": ", ".join(years)}
            yield Question(Text("read again: the text still says {years}", values), (at,) if at else ())
