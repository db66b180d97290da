"""What nobody can know of the new year: its place, successors, targets, money, finished work, documents to come."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import chain

from planbook.authoring.rollover.question import Question, QuestionWords
from planbook.authoring.rollover.results import last_result
from planbook.authoring.rollover.succession import Succession
from planbook.authoring.rollover.times import moves, year_moved
from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.path import Bound, bounds, longer_plans
from planbook.model.period import Deadline, official_day
from planbook.model.plan import Plan, Section
from planbook.model.status import replacing
from planbook.model.target import Figure, Target
from planbook.model.texts import called, typed
from planbook.wording.numbering import numbers
from planbook.wording.purposes import Funded, budgets, paid_for
from planbook.wording.speech import PlanText


def questions(
    succession: Succession, years: int, undecided: Mapping[str, list[str]], words: QuestionWords, *, is_named: bool
) -> Iterator[Question]:
    """Everything to decide: the plan as a whole, who and which document, targets, money.

    `undecided` are agencies and documents without a single successor, with the items that name them; a period that
    `is_named` is not asked for.
    """
    workspace, plan = succession.workspace, succession.plan
    yield from _replaced(succession)
    yield from _place(succession, is_named=is_named)
    for id_, items in undecided.items():
        yield _agency(succession, id_, items) if id_ in workspace.agencies else _document(succession, id_, items)
    yield from _of_its_year(succession, years, words.year)
    for target in plan.targets():
        if target.value is not None:
            yield _target(succession, target, words)
    yield from _figures(succession, words)
    yield from _tables(succession, words)
    for funded in budgets(plan):
        yield _money(succession, funded, words)
    for decision in plan.todo:
        values = {"plan": plan.id, "what": decision.what}
        why = Text("{note}", {"note": decision.why}) if decision.why else None
        yield Question(Text("still open in {plan}: {what}", values), decision.at, why, decision.options)


def _replaced(succession: Succession) -> Iterator[Question]:
    """Ask whether a plan is carried on that another one replaced."""
    if later := replacing(succession.workspace, succession.plan):
        values = {"plan": later.short_title, "id": later.id, "day": official_day(later.day)}
        yield Question(
            Text("decide whether this plan is carried on, and not {plan} ({id}), which replaced it", values),
            why=Text("it was replaced from {day} on", values),
        )


def _place(succession: Succession, *, is_named: bool) -> Iterator[Question]:
    """Ask for the place of a plan whose territory was divided, for its period, for programmes that are over."""
    workspace, plan = succession.workspace, succession.plan
    places = succession.locality()
    if not succession.same_place():
        old = workspace.localities[plan.jurisdiction]
        yield Question(
            Text("choose whose plan it is: {name} is no more", {"name": old.name}),
            why=Text("{note}", {"note": old.note}) if old.note else None,
            options=tuple(workspace.localities[place].name for place in places),
            about=plan.issuer,
        )
    elif end := succession.place_ends():
        old = workspace.localities[plan.jurisdiction]
        yield Question(
            Text("decide until when the plan runs, and whose it is then: {name} ends on the way", {"name": old.name}),
            why=Text("it ends on {day}, on the way of the new plan", {"day": official_day(end)}),
            options=tuple(workspace.localities[place].name for place in old.successors),
            about=plan.issuer,
        )
    if plan.period.precision == "years" and not is_named:
        values = {"period": str(succession.period), "old": str(plan.period)}
        yield Question(Text("confirm the period {period}: it is as long as {old}", values))
    for programme in (workspace.programmes[id_] for id_ in plan.programmes):
        if programme.period.last < succession.period.first:
            yield Question(
                Text("name the programme that follows {name}", {"name": programme.name}),
                why=Text("it is over at the end of {year}", {"year": programme.period.last.year}),
            )


def _agency(succession: Succession, agency: str, items: list[str]) -> Question:
    """Ask who takes the work of an agency that is no more."""
    end = succession.end(agency)
    entry = succession.workspace.agencies[agency]
    why: Text | None = None
    if end and end > succession.period.first:
        why = Text("it ends on {day}, on the way of the new plan", {"day": official_day(end)})
    elif end:
        why = Text("it ended on {day}", {"day": official_day(end)})
    return Question(
        Text("choose who takes the place of {name}", {"name": entry.called}),
        tuple(items),
        why,
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


def _of_its_year(succession: Succession, years: int, word: str) -> Iterator[Question]:
    """Ask for the new year's document where the plan carries out one of the old year, also by its title, or a decision issued it."""
    workspace, plan = succession.workspace, succession.plan
    entries = [workspace.documents[basis.document] for basis in plan.legal_bases]
    of_year = [
        (entry, (entry.period or plan.period).first.year + years)
        for entry in entries
        if (
            entry.period.precision == "year" and moves(entry.period, plan.period)
            if entry.period
            else plan.period.precision == "year"
            and (title := entry.title or "") != year_moved(title, plan.period, years, word)
        )
    ]
    if plan.issued_with:
        of_year.append((workspace.documents[plan.issued_with], plan.period.first.year + years))
    for entry, year in of_year:
        values = {"document": called(workspace, entry), "year": year}
        yield Question(Text("put the document of {year} in the place of {document}", values), about=entry.id)


def _target(succession: Succession, target: Target, words: QuestionWords) -> Question:
    """Ask for the new value, beside the old one and those that longer plans of the place imply."""
    workspace, period = succession.workspace, succession.period
    assert target.value is not None
    indicator = workspace.indicators.get(target.indicator or "")
    values = {
        "target": indicator.name if indicator else target.id,
        "period": words.wording.time(period),
        "old": words.wording.time(succession.plan.period),
        "value": words.wording.figure(target.comparator, target.value, target.upper, target.unit or ""),
    }
    places = dict.fromkeys((succession.plan.jurisdiction, *succession.locality()))
    longer = chain.from_iterable(longer_plans(workspace, place, period) for place in places)
    paths = [bound for plan in longer for bound in bounds(plan, period, target)]
    return Question(
        Text("confirm “{target}” for {period}; {old}: {value}", values),
        (target.id, *_repeating(succession.plan, target)),
        last_result(succession, target),
        options=tuple(_implied(bound, target, words) for bound in paths),
    )


def _repeating(plan: Plan, target: Target) -> Iterator[str]:
    """The items whose figures repeat a target: they change with it."""
    items = (item for item, entry in owned(plan) if isinstance(entry, Figure) and entry.target == target.id)
    return (item for item in dict.fromkeys(items) if item != target.id)


def _figures(succession: Succession, words: QuestionWords) -> Iterator[Question]:
    """Ask for the new numbers of items that promise some of their own, an item a question."""
    numbers_of: dict[str, list[str]] = {}
    for item, entry in owned(succession.plan):
        if isinstance(entry, Figure) and entry.target is None and entry.value is not None:
            number = words.wording.figure(entry.comparator, entry.value, entry.upper, entry.unit)
            numbers_of.setdefault(item, []).append(number)
    for item, printed in numbers_of.items():
        values = {"period": words.wording.time(succession.period), "figures": "; ".join(dict.fromkeys(printed))}
        yield Question(Text("confirm for {period} the figures of last time: {figures}", values), (item,))


def _tables(succession: Succession, words: QuestionWords) -> Iterator[Question]:
    """Ask for the new numbers of the tables that are the plan's own."""
    for appendix in succession.plan.appendices or ():
        if appendix.rows:
            values = {"period": words.wording.time(succession.period), "title": appendix.title or ""}
            yield Question(Text("set the numbers of the table “{title}” for {period}", values), (appendix.id,))


def _implied(bound: Bound, target: Target, words: QuestionWords) -> str:
    """The value that a longer plan implies, with the plan and what it states of which time."""
    aim, wording = bound.aim, words.wording
    assert aim.value is not None
    stated = wording.figure(aim.comparator, aim.value, aim.upper, aim.unit or "")
    source = {"plan": typed(bound.plan.short_title), "stated": stated, "time": wording.time(bound.due)}
    if bound.kind in ("rate", "stated") or bound.value is None:
        return Text("{stated} ({plan}, {time})", source).in_language("vi")
    # A level that must be kept below stays below on the way there, too.
    source["value"] = wording.figure(aim.comparator, bound.value, None, target.unit or aim.unit or "")
    return Text("{value} ({plan}: {stated}, {time})", source).in_language("vi")


def _money(succession: Succession, funded: Funded, words: QuestionWords) -> Question:
    """Ask for the new money, and say what the old was: no amount of it is carried over."""
    budget, wording = funded.budget, words.wording
    text = PlanText(succession.workspace, succession.plan, wording, numbers(succession.plan), short_citations=True)
    amounts = [
        wording.amount(budget, line.amount, approximate=line.approximate)
        + (f" ({text.fill(line.note)})" if line.note and line.amount != "unallocated" else "")
        for line in budget.lines
    ]
    total = text.amount(budget, budget.total, approximate=budget.approximate)
    beside = [*filter(None, [text.said_of(budget)]), *(amounts if len(amounts) > 1 or amounts != [total] else ())]
    values = {
        "purpose": _purpose(succession, funded, text),
        "period": wording.time(succession.period),
        "old": wording.time(succession.plan.period),
        "amount": f"{total} ({'; '.join(beside)})" if beside else total,
    }
    if values["purpose"]:
        sentence = Text("set the money for “{purpose}” for {period}; {old}: {amount}", values)
    else:
        sentence = Text("set the money for {period}; {old}: {amount}", values)
    return Question(sentence, (budget.id,))


def _purpose(succession: Succession, funded: Funded, text: PlanText) -> str:
    """The project, the group or the task that a budget pays for; nothing for that of a part where no other part has any."""
    if funded.projects:
        return succession.workspace.projects[funded.projects[-1]].name
    parts = sum(bool(section.budget) for section in succession.plan.sections())
    return "" if isinstance(funded.owner, Section) and parts == 1 else paid_for(funded, text)


def owned(plan: Plan) -> Iterator[tuple[str, Entry]]:
    """Every entry of the outline with the id of the item that it belongs to."""

    def below(entry: Entry, item: str) -> Iterator[tuple[str, Entry]]:
        # A deadline and a figure have ids for calendars and mentions; the item is what they stand in.
        own = item if isinstance(entry, Deadline | Figure) else getattr(entry, "id", item)
        yield own, entry
        for child in entry.children():
            yield from below(child, own)

    for section in plan.outline:
        for entry in section.children():
            yield from below(entry, section.id)
