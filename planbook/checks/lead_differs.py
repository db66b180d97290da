"""Two parts of a plan give the lead of one piece of work to different agencies.

Each waits for the other, or both do it. Found are tasks that one agency's duty names under `leads:` and that have
another lead, and sentences "Chủ trì …" of duties of which the first words of the work stand in one such sentence of
another agency, or begin a task that others lead. Silent: agencies that share a duty or a task, groups of which the
other is a member, and words that several duties have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.responsibility import duties, leads_of_tasks
from planbook.model.task import Duty, Statement, Task
from planbook.model.texts import typed
from planbook.model.workspace import Workspace

_WORD = re.compile(r"\w+|…")
_LEAST = 4  # syllables: fewer are the same by chance


@dataclass(frozen=True, slots=True)
class _Lead:
    """Work that a place gives to agencies, in syllables from the first that says what it is."""

    item: str
    agencies: tuple[str, ...]
    work: tuple[str, ...]
    span: Span

    def holds(self, head: tuple[str, ...]) -> bool:
        """Whether its work has a run of syllables."""
        return any(self.work[at : at + len(head)] == head for at in range(len(self.work)))


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find work of two leads in two places, each pair once."""
    sentences, tasks = [*_sentences(plan)], [*_tasks(plan)]
    charged = [*_by_id(plan)]
    pairs = [(lead, task) for lead in charged for task in tasks if task.item == lead.item]
    pairs += [(later, earlier) for earlier, later in combinations(charged, 2) if earlier.item == later.item]
    for lead in sentences:
        head = lead.work[:_LEAST]
        if len(head) == _LEAST and "…" not in head:
            equals = [rival for rival in sentences if rival.span != lead.span and rival.holds(head)]
            equals = equals if len(equals) == 1 else []  # what several duties have is how plans of the kind speak
            pairs += [(lead, rival) for rival in (*equals, *(task for task in tasks if task.work[:_LEAST] == head))]
    reported: set[frozenset[Span]] = set()
    for lead, rival in pairs:
        pair = frozenset((lead.span, rival.span))
        if pair not in reported and _are_apart(workspace, plan, lead, rival):
            reported.add(pair)
            yield warning(
                lead.span,
                Text(
                    "{names} lead “{work}” here, “{id}” gives it to {others}",
                    {
                        "names": _names(workspace, lead),
                        "work": " ".join(lead.work[:_LEAST]) or lead.item,
                        "id": rival.item,
                        "others": _names(workspace, rival),
                    },
                ),
                Text("give the lead to one of them, or say which part each leads"),
            )


def _by_id(plan: Plan) -> Iterator[_Lead]:
    """The tasks that duties say to lead, with the place where each says so."""
    for duty in duties(plan):
        for index, id_ in enumerate(duty.leads):
            yield _Lead(id_, duty.agencies, (), duty.source.span("leads", index))


def _sentences(plan: Plan) -> Iterator[_Lead]:
    """What sentences of duties that begin with "Chủ trì" say to be led."""
    # Plans are Vietnamese, whatever language the findings are reported in.
    leads, verbs = translate("take the lead", "vi"), translate("advise|carry out|direct|guide|well", "vi")
    partners = translate("together with|in coordination with", "vi")
    beginning = re.compile(rf"{leads}\b,?\s*(?P<partner>(?:{partners})\s)?(?P<work>.*)", re.DOTALL)
    for duty in duties(plan):
        paragraphs: list[Duty | Statement] = [duty, *duty.entries(Statement)]
        for entry in paragraphs:
            for sentence in re.split(r"[.](?:\s|$)", typed(entry.text or "").casefold()):
                match = beginning.fullmatch(sentence.lstrip())
                if match and not match["partner"]:
                    work = re.sub(rf"^(?:[\s,]*(?:{verbs})(?!\w))+", "", match["work"])
                    yield _Lead(entry.id, duty.agencies, (*_WORD.findall(work),), entry.source.span("text"))


def _tasks(plan: Plan) -> Iterator[_Lead]:
    """The tasks with their leads, and what their heading or text begins with."""
    leads = leads_of_tasks(plan)
    for task in plan.entries(Task):
        field = "heading" if task.heading else "text"
        words = _WORD.findall(typed(task.heading or task.text or "").casefold())
        if leads.get(task.id):
            yield _Lead(task.id, leads[task.id], (*words,), task.source.span(field))


def _are_apart(workspace: Workspace, plan: Plan, lead: _Lead, rival: _Lead) -> bool:
    """Whether no agency of one place is among those of the other, alone or as a member of a group."""
    first, second = (
        {*place.agencies, *(member for id_ in place.agencies for member in workspace.members(id_, plan))}
        for place in (lead, rival)
    )
    return not first & second


def _names(workspace: Workspace, lead: _Lead) -> str:
    return ", ".join(workspace.agencies[id_].name for id_ in lead.agencies)
