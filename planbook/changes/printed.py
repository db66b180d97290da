"""Which plans print what a register says otherwise, whoever edited the register."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from planbook.changes.change import Change
from planbook.changes.sentences import ChangeSentence
from planbook.changes.weights import Weight
from planbook.changes.words import Side
from planbook.messages.diagnostics import Text
from planbook.model.agency import Agency, AgencyChange, AgencyGroup, Locality
from planbook.model.borrowed import Borrowed, borrowed
from planbook.model.plan import Plan
from planbook.model.responsibility import named_agencies
from planbook.model.texts import typed

Reprinted = Mapping[tuple[str, str], Mapping[str, tuple[Borrowed, Borrowed]]]  # by kind and id, then by plan: old, new
PlanPair = tuple[Plan, Plan]

_TERMS = {"standard": "standard of counting", "funding-source": "funding source"}  # kinds that terms call otherwise
_WEIGHT: Mapping[str, Weight] = {"agency": "responsibility", "document": "legal-bases"}
_GROUP_FIELDS = ("members", "member_rule", "open")


def reprinted(old: Side, new: Side, plans: Iterable[PlanPair], names: Mapping[str, str]) -> Reprinted:
    """The words of registers that plans print otherwise; `names` are the new ids of entries that had others."""
    changed: dict[tuple[str, str], dict[str, tuple[Borrowed, Borrowed]]] = {}
    for before, after in plans:
        was = {
            (text.kind, names.get(text.id, text.id), text.field): text
            for text in borrowed(old.workspace, before).values()
        }
        for text in borrowed(new.workspace, after).values():
            earlier = was.get((text.kind, text.id, text.field))
            if earlier and earlier.words != text.words:
                changed.setdefault((text.kind, text.id), {}).setdefault(after.id, (earlier, text))
    return changed


def with_print(sentences: Iterable[ChangeSentence], reprints: Reprinted, new: Side) -> Iterator[ChangeSentence]:
    """The changes of registers, each entry's first with the plans that print it otherwise, a group's with its plans."""
    waiting = {(_TERMS.get(kind, kind), id_): plans for (kind, id_), plans in reprints.items()}
    for sentence in sentences:
        if plans := waiting.pop((sentence.of, sentence.item), None):
            values = {"sentence": sentence.sentence, "count": len(plans), "plans": _titles(plans, new)}
            text = Text("{sentence}; printed otherwise in {count} plans: {plans}", values)
            was, now = next(iter(plans.values()))
            has_words = not sentence.old and sentence.field not in ("number", "date")
            words = (typed(was.words), typed(now.words)) if has_words else (sentence.old, sentence.new)
            yield replace(sentence, sentence=text, plans=tuple(plans), old=words[0], new=words[1])
        elif sentence.field in _GROUP_FIELDS and (at_work := _plans_of_group(sentence.item, new)):
            values = {"sentence": sentence.sentence, "count": len(at_work), "plans": _titles(at_work, new)}
            text = Text("{sentence}; the group has work in {count} plans: {plans}", values)
            yield replace(sentence, sentence=text, plans=tuple(at_work))
        else:
            yield sentence


def other_members(changes: Iterable[Change], old: Side, new: Side, names: Mapping[str, str]) -> Iterator[Change]:
    """The groups at work that have other members though nobody edited them: by what a register says of the members.

    `names` are the new ids of agencies that had others.
    """
    of_agencies = [change for change in changes if isinstance(change.entry, Agency | AgencyChange | Locality)]
    edited = {change.item for change in of_agencies if change.kind != "set" or change.field in _GROUP_FIELDS}
    for id_, group in new.workspace.agencies.items() if of_agencies else ():
        earlier = old.workspace.agencies.get(id_)
        if id_ in edited or not (isinstance(group, AgencyGroup) and isinstance(earlier, AgencyGroup)):
            continue
        if {names.get(body, body) for body in old.bodies(id_)} != {*new.bodies(id_)} and _plans_of_group(id_, new):
            rules = earlier.member_rule, group.member_rule
            yield Change("set", "", id_, group, earlier, "member_rule", *rules)


def printed_otherwise(
    plan: Plan, reprints: Reprinted, of_registers: Sequence[ChangeSentence], new: Side
) -> Iterator[ChangeSentence]:
    """What a plan prints otherwise although nobody edited it: all of it for an issued one, else what no register tells."""
    explained = {(sentence.of, sentence.item) for sentence in of_registers if plan.id in sentence.plans}
    for (kind, id_), plans in reprints.items():
        if plan.id in plans and (plan.status != "draft" or (_TERMS.get(kind, kind), id_) not in explained):
            was, now = plans[plan.id]
            entry = {"entry": new.referred(_TERMS.get(kind, kind.replace("-", " ")), id_)}
            of_draft = Text("this draft prints other words, by the register: {entry}", entry)
            of_issued = Text("this issued plan would print other words, by the register: {entry}", entry)
            yield ChangeSentence(
                weight=_WEIGHT.get(kind, "wording"),
                kind="set",
                plan=plan.id,
                item=plan.id,
                sentence=of_draft if plan.status == "draft" else of_issued,
                agencies=(id_,) if kind == "agency" else (),
                span=now.span,
                old=typed(was.words),
                new=typed(now.words),
                was=typed(was.words),
                now=typed(now.words),
                field=now.field,
                of="plan",
            )


def _titles(plans: Iterable[str], on: Side) -> str:
    return "; ".join(on.referred("plan", plan) for plan in plans)


def _plans_of_group(group: str, on: Side) -> list[str]:
    """The plans in which a group has work."""
    if not isinstance(on.workspace.agencies.get(group), AgencyGroup):
        return []
    return [plan.id for plan in on.workspace.plans.values() if group in named_agencies(plan)]
