"""What a draft has otherwise than the plan that it follows: what each target asked for and what came of it, whom and what an heir replaced."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.mentions import mentions
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.model.texts import called
from planbook.views.outcome import last_values
from planbook.wording.speech import PlanText


def handover(text: PlanText) -> Mapping[str, str]:
    """What to remark at the paragraphs of a draft, by their items; nothing where it follows no plan."""
    plan, plans = text.plan, text.workspace.plans
    remarks: dict[str, list[str]] = defaultdict(list)
    for former in (plans[id_] for id_ in plan.follows if id_ in plans and plan.status == "draft"):
        for item, remark in (*_values(text, former), *_heirs(text, former)):
            remarks[item].append(remark)
    return {item: "; ".join(dict.fromkeys(listed)) for item, listed in remarks.items()}


def _values(text: PlanText, former: Plan) -> Iterator[tuple[str, str]]:
    """The value that each target had and what was reached of it, by its item."""
    targets, say = {target.id for target in text.plan.targets()}, text.wording.phrases.say
    last = last_values(PlanText(text.workspace, former, text.wording, text.numbers, short_citations=True))
    time = text.wording.time(former.period)
    for target in former.targets():
        if target.id in targets and target.value is not None:
            value = text.wording.figure(target.comparator, target.value, target.upper, target.unit or "")
            yield target.id, say("remark_value", time=time, value=value)
        if target.id in targets and target.id in last:
            yield target.id, say("remark_result", time=time, result=last[target.id].words)


def _heirs(text: PlanText, former: Plan) -> Iterator[tuple[str, str]]:
    """The agencies and documents that stand where others stood, by the items that name them."""
    before = dict(_names_of(former))
    for item, names in _names_of(text.plan):
        for gone in before.get(item, {}):
            heirs = _successors(text, gone) & names.keys() - before[item].keys()
            if gone not in names and heirs:
                name = _called(text, gone)
                yield (
                    next(names[heir] for heir in names if heir in heirs),
                    text.wording.phrases.say("remark_heir", name=name),
                )


def _names_of(plan: Plan) -> Iterator[tuple[str, dict[str, str]]]:
    """For each item what its own fields name, each with the paragraph that does."""
    yield "basis", {basis.document: ItemId.of(plan.id, "basis", at) for at, basis in enumerate(plan.legal_bases, 1)}
    for kind, listed in (("addressee", plan.addressed_to), ("recipient", plan.recipients)):
        lines = enumerate(listed, 1)
        yield kind, {agency: ItemId.of(plan.id, kind, at) for at, line in lines for agency in line.agencies}
    yield "", dict.fromkeys((plan.issuer, *_mentioned(plan)), plan.id)
    for entry in plan.walk():
        if (item := getattr(entry, "id", "")) and not isinstance(entry, Plan):
            assignment = getattr(entry, "assignment", None)
            names = dict.fromkeys((*getattr(entry, "agencies", ()), *_mentioned(entry)), item)
            for owner in filter(None, (entry if isinstance(entry, Target) else None, assignment)):
                for assigned in (*owner.lead, *owner.coordinating):
                    names.setdefault(assigned.agency, item)
            yield item, names


def _mentioned(entry: Entry) -> Iterator[str]:
    texts = (value for value in entry.__dict__.values() if isinstance(value, str))
    return (mention["id"] for text in texts for mention in mentions(text) if mention["kind"] in ("agency", "document"))


def _successors(text: PlanText, id_: str) -> set[str]:
    """Whatever may stand for an agency or a document."""
    workspace = text.workspace
    if id_ in workspace.agencies:
        return set(workspace.successors(id_, text.plan.period.last))
    return {document.id for document in workspace.documents.values() if id_ in document.replaces}


def _called(text: PlanText, id_: str) -> str:
    workspace = text.workspace
    return workspace.agencies[id_].called if id_ in workspace.agencies else called(workspace, workspace.documents[id_])
