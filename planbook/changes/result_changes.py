"""What results say otherwise: a new period against the one before it, a corrected one against what it said, a closed one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from planbook.changes.sentences import ChangeSentence
from planbook.changes.terms import FIELDS
from planbook.changes.words import Side
from planbook.messages.diagnostics import Text
from planbook.model.achieved import achievements, spending
from planbook.model.entry import Entry
from planbook.model.number import float_free, official
from planbook.model.period import When, official_day
from planbook.model.plan import Plan
from planbook.model.responsibility import assigned_leads, assignment_of
from planbook.model.results import OfBody, PeriodResults
from planbook.model.task import ReportingDuty
from planbook.model.work import reportable_work
from planbook.views.progress import PERIOD_TEXTS, PlanProgress, progress_by_period
from planbook.wording.results_text import ResultsText

# What a period says of itself; its seal and amendments are told by the sentence that closes or corrects it.
_OWN = ("as_of", "number", "date")


_Of = tuple[str, str]  # an item, and the body whose part of it is meant, by its name


@dataclass(frozen=True, slots=True)
class _Stand:
    """What is known of an item on a closing day: in words, as a number, what is asked for, and in which unit."""

    words: str
    number: Decimal | None = None
    goal: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Period:
    """The results of a period, and what is known on its closing day."""

    results: PeriodResults
    progress: PlanProgress
    name: str


def result_sentences(old: Side, new: Side) -> Iterator[ChangeSentence]:
    """What the results of a plan say otherwise, period by period."""
    before, after = _periods(old), _periods(new)
    last: _Period | None = None
    for name, period in after.items():
        was = before.get(name)
        if was is None:
            yield from _news(new, last, period)
        elif was.results != period.results or old.plan != new.plan:
            yield from _corrections(old, new, was, period)
        if was is None or was.results != period.results:
            yield from _closing(new, was.results if was else None, period)
        last = period
    for name, period in before.items():
        if name not in after and old.plan:
            yield _about(old, old.plan.id, Text("the results of {period} are gone", {"period": period.name}))


def _news(side: Side, last: _Period | None, period: _Period) -> Iterator[ChangeSentence]:
    """What a period tells that the one before it did not."""
    was = _stands(side, last) if last else {}
    for of, stand in _stands(side, period).items():
        if of not in was or was[of].words != stand.words:
            yield _sentence(side, period, of, stand, was.get(of), last.name if last else "")


def _periods(side: Side) -> dict[str, _Period]:
    if not side.plan or not side.text:
        return {}
    results = side.workspace.results.get(side.plan.id, ())
    states = zip(results, progress_by_period(side.text).items(), strict=True)
    return {name: _Period(period, progress, progress.period) for period, (name, progress) in states}


def _stands(side: Side, period: _Period, *, with_parts: bool = False) -> dict[_Of, _Stand]:
    """What is known of each item that anybody told of until the closing day of a period; `with_parts` also of what bodies have of it."""
    assert side.plan
    progress, day, say = period.progress, period.results.as_of.first, side.wording.phrases.say
    reached, spent = achievements(side.workspace, side.plan, day), spending(side.workspace, side.plan, day)
    units = {target.id: target.unit or "" for target in side.plan.targets()}
    stands: dict[_Of, _Stand] = {}
    for row in progress.targets:
        if row.value or row.verdict:
            stands[row.id, ""] = _Stand(row.value or row.verdict, reached[row.id].value, row.goal, units[row.id])
        for part in row.parts if with_parts else ():
            stands[row.id, part.name] = _Stand(part.value or part.verdict, goal=part.goal)
    for row in progress.money:
        for part in (row, *(row.parts if with_parts else ())):
            if part.value or part.goal:
                words = say("result_money", disbursed=part.value or "-", allotted=part.goal or "-")
                stands[row.id, part.name if part is not row else ""] = _Stand(words, spent[row.id].disbursed)
    for id_, work in progress.work.items():
        if work.as_of:
            stands[id_, ""] = _Stand("; ".join((work.name, *work.remarks)))
            stands |= {(id_, body): _Stand(state) for body, state in (work.parts if with_parts else ())}
    for report in progress.reports if with_parts else ():
        words = " ".join(filter(None, (report.verdict, report.reported)))
        stands[report.duty, f"{report.name}, {official_day(report.due)}"] = _Stand(words)
    return stands


def _sentence(
    new: Side, period: _Period, of: _Of, stand: _Stand | None, was: _Stand | None, since: str
) -> ChangeSentence:
    """What is known of an item now, beside what was known before it or what was stated until it was corrected."""
    item, body = of
    entry = new.force.entries.get(item)
    name = ", ".join(filter(None, (new.name(entry) if entry else "", body)))
    now = f"{stand.words}/{stand.goal}" if stand and stand.goal else stand.words if stand else ""
    values: dict[str, object] = {
        "name": name,
        "period": period.name,
        "now": now,
        "was": was.words if was else "",
        "since": since,
    }
    numbers = (stand.number if stand else None, was.number if was else None)
    delta = None if numbers[0] is None or numbers[1] is None or body else numbers[0] - numbers[1]
    if not stand:
        text = Text("{name}, {period}: {was} is taken out", values)
    elif not was:
        text = Text("{name}, {period}: {now}", values)
    elif not since:
        text = Text("{name}, {period}: {now}, corrected; it was {was}", values)
    elif delta:
        values["delta"] = official(abs(delta))
        more = Text("{name}, {period}: {now}, {delta} more than in {since}", values)
        text = more if delta > 0 else Text("{name}, {period}: {now}, {delta} less than in {since}", values)
    else:
        text = Text("{name}, {period}: {now}; in {since}: {was}", values)
    kind = "set" if stand and was else "add" if stand else "remove"
    return replace(
        _about(new, item, text, period.results, kind),
        name=name,
        now=now,
        was=was.words if was else "",
        before=None if numbers[1] is None else float_free(numbers[1]),
        after=None if numbers[0] is None else float_free(numbers[0]),
        delta=delta,
        unit=stand.unit if stand and delta is not None else "",
    )


def _corrections(old: Side, new: Side, before: _Period, after: _Period) -> Iterator[ChangeSentence]:
    """What a period that was there says otherwise: of bodies too, and what moves no figure."""
    was, now = _stands(old, before, with_parts=True), _stands(new, after, with_parts=True)
    # Of what the plan asks for otherwise now, the plan's own change tells.
    differing = [of for of in {**now, **was} if _values_of(was.get(of)) != _values_of(now.get(of))]
    for of in differing:
        yield _sentence(new, after, of, now.get(of), was.get(of), "")
    items = {item for item, _ in differing}
    entries = [_entries(period.results) for period in (before, after)]
    for key in {**entries[0], **entries[1]}:
        states = [state.get(key) for state in entries]
        owner = new.force.entries.get(key[1])
        for field, words in _differing(states, is_told=key[1] in items):
            body = new.text.body(_body(states)) if new.text and _body(states) else ""
            name = ", ".join(filter(None, (new.name(owner) if owner else "", body)))
            values: dict[str, object] = {
                "name": name,
                "field": field,
                "period": after.name,
                "was": words[0],
                "now": words[1],
            }
            yield replace(_about(new, key[1], _corrected(values), after.results), old=words[0], new=words[1])
    yield from _reworded(old, new, before, after)


def _reworded(old: Side, new: Side, before: _Period, after: _Period) -> Iterator[ChangeSentence]:
    """The texts of a period that read otherwise, as they are printed."""
    texts = [_printed_texts(old, before.results), _printed_texts(new, after.results)]
    for key in {**texts[0], **texts[1]}:
        raw, words = zip(*(state.get(key, ("", "")) for state in texts), strict=True)
        if raw[0] != raw[1]:
            name = new.wording.phrases.say(f"results_{key[0]}")
            values: dict[str, object] = {"name": name, "period": after.name, "was": words[0], "now": words[1]}
            yield replace(
                _about(new, after.results.plan, _corrected(values), after.results), old=words[0], new=words[1]
            )


def _printed_texts(side: Side, results: PeriodResults) -> dict[_Of, tuple[str, str]]:
    """Each text of a period by its kind and id: as it is written, and as it is printed."""
    assert side.text
    day = results.as_of.first
    return {
        (kind, entry.id): (entry.text, ResultsText.on_day(side.text, day, (entry.body,)).fill(entry.text))
        for kind in PERIOD_TEXTS
        for entry in getattr(results, kind)
    }


def _corrected(values: dict[str, object]) -> Text:
    """That something is there, is gone, or is not what it was; `field` says of what of it, if of less than all."""
    if "field" in values:
        values["name"] = Text("{name}, {field}", {"name": values["name"], "field": values["field"]})
    if not values["was"]:
        return Text("{name}, {period}: {now}", values)
    if not values["now"]:
        return Text("{name}, {period}: {was} is taken out", values)
    return Text("{name}, {period}: {now}, corrected; it was {was}", values)


def _values_of(stand: _Stand | None) -> tuple[object, ...]:
    return (stand.words, stand.number, stand.unit) if stand else ()


def _entries(results: PeriodResults) -> dict[tuple[str, ...], Entry]:
    """The statements of a period, each by what it is about."""
    parts = (*results.targets, *results.tasks, *results.money, *results.reports)
    keys = ("target", "task", "budget", "duty", "agency", "place", "term")
    return {
        (type(part).__name__, *(str(value) for key in keys if (value := getattr(part, key, None)))): part
        for part in parts
    }


def _differing(states: Sequence[Entry | None], *, is_told: bool) -> Iterator[tuple[Text, tuple[str, str]]]:
    """The fields of a statement that differ, each with both values in words; of what a sentence tells already only those beside it."""
    is_part = bool(_body(states))
    for field, name in _DETAILS.items():
        was, now = (_word(getattr(state, field, None)) for state in states)
        if was != now and not (is_told and field not in (_BESIDE_PART if is_part else _BESIDE)):
            yield name, (was, now)


def _body(states: Sequence[Entry | None]) -> str:
    """Whose part a statement is of, or whose report it is; nothing for the whole."""
    state = next(state for state in states if state)
    return (state.body if isinstance(state, OfBody) else getattr(state, "agency", None)) or ""


def _word(value: object) -> str:
    if isinstance(value, When):
        return official_day(value.first) if value.precision == "day" else str(value)
    return official(value) if isinstance(value, Decimal) else str(value or "")


# What moves no figure and no state, and what of it no sentence about figure or state tells: of the whole, of a part.
_DETAILS = {
    "as_of": Text("day of the figure"),
    "data_source": Text("source of the figure"),
    "begun": Text("day of the beginning"),
    "done": Text("day of the end"),
    "product": Text("product"),
    "document": Text("document"),
    "reason": Text("reason"),
    "note": Text("note"),
}
_BESIDE = ("as_of", "data_source", "begun")
_BESIDE_PART = (*_BESIDE, "done", "product", "document", "reason", "note")


def _closing(new: Side, before: PeriodResults | None, period: _Period) -> Iterator[ChangeSentence]:
    """That a period was closed, or which document corrects it, and its own number and days."""
    results, plan = period.results, new.plan.id if new.plan else ""
    for field in _OWN if before else ():
        values = [getattr(state, field) for state in (before, results)]
        was, now = (official_day(value.first) if isinstance(value, When) else value or "-" for value in values)
        if was != now:
            words = {"name": FIELDS[field], "period": period.name, "now": now, "was": was}
            text = Text("{name}, {period}: {now}, corrected; it was {was}", words)
            yield replace(_about(new, plan, text, results), was=was, now=now)
    if results.seal and not (before and before.seal):
        words = {"period": period.name, "day": official_day(results.as_of.first)}
        yield _about(new, plan, Text("the results of {period} are closed, as they stood on {day}", words), results)
    for amendment in results.amendments[len(before.amendments) if before else 0 :]:
        words = {
            "period": period.name,
            "number": amendment.number,
            "day": official_day(amendment.date.first),
            "reason": amendment.reason,
        }
        text = Text("the results of {period} are corrected by {number} of {day}: {reason}", words)
        yield _about(new, plan, text, results)


def _about(
    side: Side, item: str, text: Text, results: PeriodResults | None = None, kind: str = "set"
) -> ChangeSentence:
    assert side.plan
    agencies = _charged(side.plan).get(item, ())
    return ChangeSentence(
        weight="figures",
        kind=kind,
        plan=side.plan.id,
        item=item,
        anchor=side.anchor(item),
        place=side.place(item),
        sentence=text,
        agencies=agencies,
        span=results.source.span("period") if results and results.source else None,
        of="result",
        field="result",
        members=tuple(dict.fromkeys(body for agency in agencies for body in side.bodies(agency))),
    )


def _charged(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Who answers for the targets, the work and the reports of a plan, by their ids."""
    leads = {target.id: target.lead for target in plan.targets()}
    leads |= {task.id: assignment_of(task, group).lead for group, task in reportable_work(plan)}
    leads |= {task: assigned for task, assigned in assigned_leads(plan).items() if assigned}
    reporting = {duty.id: duty.agencies for duty in plan.entries(ReportingDuty)}
    return {**{id_: tuple(lead.agency for lead in listed) for id_, listed in leads.items()}, **reporting}
