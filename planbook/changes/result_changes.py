"""What results say otherwise: a new period against the one before it, a corrected one against what it said."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from planbook.changes.sentences import ChangeSentence
from planbook.changes.words import Side
from planbook.messages.diagnostics import Text
from planbook.model.achieved import achievements, spending
from planbook.model.number import official
from planbook.model.responsibility import assigned_leads
from planbook.model.results import PeriodResults
from planbook.views.progress import PlanProgress, progress_by_period


@dataclass(frozen=True, slots=True)
class _Stand:
    """What is known of an item on a closing day: in words, as a number, and what is asked for."""

    words: str
    number: Decimal | None = None
    goal: str = ""


def result_sentences(old: Side, new: Side) -> Iterator[ChangeSentence]:
    """What the results of a plan say otherwise, period by period."""
    before, after = _periods(old), _periods(new)
    for index, (name, (results, progress)) in enumerate(after.items()):
        is_correction = name in before
        if is_correction and before[name][0] == results and old.plan == new.plan:
            continue
        earlier = before.get(name) or ([*after.values()][index - 1] if index else None)
        side = old if is_correction else new
        was = _stands(side, *earlier) if earlier else {}
        since = "" if is_correction or not earlier else earlier[1].period
        for item, stand in _stands(new, results, progress).items():
            if was.get(item, _Stand("")).words != stand.words:
                yield _sentence(new, results, progress, item, stand, was.get(item), since)
    for name, (_, progress) in before.items():
        if name not in after and old.plan:
            yield _about(old, old.plan.id, Text("the results of {period} are gone", {"period": progress.period}))


def _periods(side: Side) -> dict[str, tuple[PeriodResults, PlanProgress]]:
    if not side.plan or not side.text:
        return {}
    results = side.workspace.results.get(side.plan.id, ())
    return dict(
        zip(progress := progress_by_period(side.text), zip(results, progress.values(), strict=True), strict=True)
    )


def _stands(side: Side, results: PeriodResults, progress: PlanProgress) -> dict[str, _Stand]:
    """What is known of each item that anybody told of until the closing day of a period."""
    assert side.plan
    reached = achievements(side.workspace, side.plan, results.as_of.first)
    spent = spending(side.workspace, side.plan, results.as_of.first)
    values = {
        row.id: _Stand(row.value or row.verdict, reached[row.id].value, row.goal)
        for row in progress.targets
        if row.value or row.verdict
    }
    money = {row.id: _Stand(row.value, spent[row.id].disbursed, row.goal) for row in progress.money if row.value}
    work = {id_: _Stand(entry.name) for id_, entry in progress.work.items() if entry.as_of}
    return {**values, **money, **work}


def _sentence(
    new: Side, results: PeriodResults, progress: PlanProgress, item: str, stand: _Stand, was: _Stand | None, since: str
) -> ChangeSentence:
    goal = f"{stand.words}/{stand.goal}" if stand.goal else stand.words
    entry = new.force.entries.get(item)
    name = new.name(entry) if entry else ""
    values: dict[str, object] = {
        "name": name,
        "period": progress.period,
        "now": goal,
        "was": was.words if was else "",
        "since": since,
    }
    delta = None if not was or stand.number is None or was.number is None else stand.number - was.number
    if not was:
        text = Text("{name}, {period}: {now}", values)
    elif since and delta is not None:
        values["delta"] = official(abs(delta))
        text = Text(
            "{name}, {period}: {now}, {delta} more than in {since}"
            if delta > 0
            else "{name}, {period}: {now}, {delta} less than in {since}",
            values,
        )
    elif since:
        text = Text("{name}, {period}: {now}; in {since}: {was}", values)
    else:
        text = Text("{name}, {period}: {now}, corrected; it was {was}", values)
    return _about(new, item, text, results)


def _about(side: Side, item: str, text: Text, results: PeriodResults | None = None) -> ChangeSentence:
    assert side.plan
    targets = {target.id: tuple(lead.agency for lead in target.lead) for target in side.plan.targets()}
    leads = {task: tuple(lead.agency for lead in leads) for task, leads in assigned_leads(side.plan).items()}
    return ChangeSentence(
        weight="figures",
        kind="set",
        plan=side.plan.id,
        item=item,
        anchor=side.anchor(item),
        place=side.place(item),
        sentence=text,
        agencies=targets.get(item) or leads.get(item, ()),
        span=results.source.span("period") if results and results.source else None,
        of="result",
        field="result",
    )
