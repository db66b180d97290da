"""The facts of a plan that an import has to find, and how many of them another state of the plan has."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from planbook.model.entry import as_id
from planbook.model.legal import LegalDocument
from planbook.model.mentions import mentions
from planbook.model.number import official
from planbook.model.period import Deadline
from planbook.model.plan import Plan, Section
from planbook.model.responsibility import assigned_leads, assignment_of
from planbook.model.task import Duty, Task, TaskGroup
from planbook.model.texts import cited
from planbook.model.workspace import Workspace
from planbook.text.comparing import as_compared
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText

Names = frozenset[str]  # every name of an agency, as it is compared
_SPELT_OUT = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class WorkFacts:
    """A task or duty: its words, and who has it by when; `ids` are those of the items that say so."""

    words: str
    lead: tuple[Names, ...] = ()
    coordinating: tuple[Names, ...] = ()
    deadlines: frozenset[str] = frozenset()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanFacts:
    """What a plan says, as far as it is scored."""

    tasks: tuple[WorkFacts, ...] = ()
    duties: tuple[WorkFacts, ...] = ()
    documents: frozenset[str] = frozenset()
    targets: Counter[str] = field(default_factory=Counter)
    headings: tuple[tuple[str, str], ...] = ()
    appendices: tuple[tuple[str, str], ...] = ()


@dataclass
class Score:
    """How many facts of each kind there are and how many an import has, and what it lacks.

    `wrong` are those that it says otherwise, with the ids of the items and the field.
    """

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[tuple[str, ...], str, str]] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Add the counts of another plan."""
        self.right += other.right
        self.all += other.all

    def note(self, kind: str, what: str, *, right: bool) -> None:
        """Count a fact."""
        self.all[kind] += 1
        self.right[kind] += right
        if not right:
            self.missed.append((kind, what))


def names(*spellings: str) -> Names:
    """Spellings of an agency as they are compared: without marks, kinds of bodies spelt out."""
    return frozenset(" ".join(_SPELT_OUT.get(word, word) for word in as_id(name).split("-")) for name in spellings)


def facts_of_plan(workspace: Workspace, plan: Plan, text: PlanText, proposed: Iterable[str] = ()) -> PlanFacts:
    """The facts of a plan of a workspace; `proposed` are documents that its import put into the register."""
    leads = assigned_leads(plan)

    def bodies(ids: Iterable[str]) -> tuple[Names, ...]:
        return tuple(names(*workspace.agencies[id_].names) for id_ in ids)

    def work(group: TaskGroup, task: Task) -> WorkFacts:
        assignment = assignment_of(task, group)
        deadlines = assignment.deadlines or task.deadlines
        coordinating = bodies(partner.agency for partner in assignment.coordinating)
        lead = bodies(lead.agency for lead in leads[task.id])
        return WorkFacts(
            text.fill(_words(task)), lead, coordinating, frozenset(map(due, deadlines)), (task.id, group.id)
        )

    shown = numbers(plan)
    headed = [
        (entry, "; ".join(map(text.agency, entry.agencies)) if isinstance(entry, Duty) else entry.heading)
        for entry in plan.walk()
        if isinstance(entry, Section | TaskGroup | Task | Duty)
    ]
    printed = [
        (_short(shown[entry.id].bare), text.fill(title)) for entry, title in headed if title and entry.id in shown
    ]
    return PlanFacts(
        tasks=tuple(work(group, task) for group in plan.task_groups() for task in group.tasks),
        duties=tuple(_duties(plan, text, bodies)),
        documents=frozenset(filter(None, (_number(workspace, document) for document in _documents(workspace, plan, proposed)))),
        targets=Counter(f"{official(target.value)} {_unit(target.unit)}" for target in plan.targets() if target.value is not None),
        headings=tuple(printed),
        appendices=tuple(("", text.fill(appendix.title)) for appendix in plan.appendices or ()),
    )  # fmt: skip


def _duties(plan: Plan, text: PlanText, bodies: Any) -> Iterator[WorkFacts]:
    """The duties, each statement with the names before it, which a label by hand may have as its first words."""
    for duty in plan.entries(Duty):
        owners = ", ".join(map(text.agency, duty.agencies))
        for statement in (duty.text, *(item.text or item.heading for item in duty.items)):
            if statement:
                yield WorkFacts(f"{owners} {text.fill(statement)}", bodies(duty.agencies), ids=(duty.id,))


def _words(task: Task) -> str:
    statements = (*task.aims, *task.beneficiaries, *task.measures)
    inner = (part.text or part.heading for top in statements for part in (top, *top.items))
    return " ".join(filter(None, (task.heading, task.text or task.short_text, *inner)))


def _documents(workspace: Workspace, plan: Plan, proposed: Iterable[str]) -> Iterator[LegalDocument]:
    """The documents that a plan cites, those in their titles, and those that its import proposed."""
    waiting = list(dict.fromkeys((*(id_ for id_, _ in cited(plan)), *proposed)))
    for id_ in waiting:  # grows while it is read
        document = workspace.documents[id_]
        yield document
        waiting += [mention["id"] for mention in mentions(document.title or "") if mention["id"] not in waiting]


def _number(workspace: Workspace, document: LegalDocument) -> str:
    name = document.number or f"{workspace.document_types[document.type].name} {document.title or ''}"
    return re.sub(r"\s", "", name).casefold().lstrip("0")


def _unit(unit: str | None) -> str:
    return as_compared(unit or "").split(" ")[0].partition("/")[0]


def _short(label: str) -> str:
    return label.strip("().: ")


def due(deadline: Deadline) -> str:
    """When work is due, in one way for all ways of saying it."""
    if deadline.every:
        return f"every {'+'.join(sorted(deadline.every))}"
    if deadline.throughout:
        return "throughout"
    if deadline.since and not deadline.last_day:
        return f"since {deadline.since.first}"
    return f"by {deadline.last_day}" if deadline.last_day else "text"


def facts_of_labels(labels: Mapping[str, Any]) -> PlanFacts:
    """The facts of a plan that somebody labelled by hand."""

    def bodies(spellings: Sequence[str]) -> tuple[Names, ...]:
        return tuple(map(names, spellings))

    return PlanFacts(
        tasks=tuple(
            WorkFacts(text, bodies(task["lead"]), bodies(task["coordinating"]), frozenset(task["deadlines"]))
            for task in labels["tasks"]
            for text in task["texts"]
        ),
        duties=tuple(
            WorkFacts(text, bodies([agency] if isinstance(agency, str) else agency))
            for text, agency in labels["duties"]
        ),
        documents=frozenset(number.replace(" ", "").casefold().lstrip("0") for number in labels["documents"]),
        targets=Counter(f"{value} {_unit(unit)}" for _, value, unit in labels["targets"]),
        headings=tuple((_short(number.rsplit(".", 1)[-1]), title) for number, title in labels["headings"]),
    )


def score(truth: PlanFacts, other: PlanFacts, cited_words: str, *, alike: float) -> Score:
    """How much of the truth another state has; texts are the same from a likeness of `alike` on.

    `cited_words` is what the other state prints, in which a document may also stand as somebody typed it.
    """
    result = Score()
    for kind in ("tasks", "duties"):
        ours, theirs = getattr(truth, kind), getattr(other, kind)
        pairs = aligned([work.words for work in ours], [work.words for work in theirs], alike)
        for work, at in zip(ours, pairs, strict=True):
            twin = theirs[at] if at is not None else None
            result.note(kind, work.words, right=twin is not None)
            for what, ours_, theirs_ in _assigned(kind, work, twin):
                right = _same(ours_, theirs_)
                told = f"{_said(ours_)} ≠ {_said(theirs_)}: {work.words}"
                result.note(what, told, right=right)
                if twin and theirs_ and not right:
                    result.wrong.append((twin.ids, what, told))
    typed = re.sub(r"\s", "", cited_words).casefold()
    for number in sorted(truth.documents):
        result.note("documents printed", number, right=number in other.documents or number in typed)
        result.note("documents", number, right=number in other.documents)
    for target, count in truth.targets.items():
        for index in range(count):
            result.note("targets", target, right=index < other.targets[target])
    headings = (*other.headings, *other.appendices)
    places = aligned([title for _, title in truth.headings], [title for _, title in headings], alike, merged=False)
    for (number, title), at in zip(truth.headings, places, strict=True):
        is_right = at is not None and headings[at][0].rpartition(".")[2] == number.rpartition(".")[2]
        result.note("headings", f"{number} {title}", right=is_right)
    return result


def _assigned(
    kind: str, work: WorkFacts, twin: WorkFacts | None
) -> Iterator[tuple[str, Sequence[Names], Sequence[Names]]]:
    """What the truth says of a task or duty, each field with what the other state says of it."""
    twin = twin or WorkFacts("")
    if work.lead:
        yield "leads" if kind == "tasks" else "agencies of duties", work.lead, twin.lead
    if work.coordinating:
        yield "coordinating", work.coordinating, twin.coordinating
    if work.deadlines:
        days, others = ([frozenset({day}) for day in sorted(facts.deadlines)] for facts in (work, twin))
        yield "deadlines", days, others


def _said(bodies: Collection[Names]) -> str:
    return "; ".join(min(names_, default="") for names_ in bodies) or "–"


def _same(ours: Sequence[Names], theirs: Sequence[Names]) -> bool:
    """Whether two lists name the same agencies."""
    left = list(theirs)
    for body in ours:
        twin = next((other for other in left if body & other), None)
        if twin is None:
            return False
        left.remove(twin)
    return not left


def aligned(ours: Sequence[str], theirs: Sequence[str], alike: float, *, merged: bool = True) -> list[int | None]:
    """For each text the one of another list that says the same, in the same order, so that the whole is most alike.

    With `merged` one of the others may hold several of ours.
    """
    left, right = [_pairs(text) for text in ours], [_pairs(text) for text in theirs]
    likeness = [[len(a & b) / ((min if merged else max)(len(a), len(b)) or 1) for b in right] for a in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            here = likeness[i][j]
            rest = max(best[i + 1][j + 1], best[i + 1][j] if merged else 0.0)
            taken = here + rest if here >= alike else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    places: list[int | None] = []
    j = 0
    for i in range(len(left)):
        while j < len(right) and best[i][j] == best[i][j + 1] and best[i][j] > best[i + 1][j]:
            j += 1
        is_pair = j < len(right) and likeness[i][j] >= alike and best[i][j] > best[i + 1][j]
        places.append(j if is_pair else None)
        if is_pair and (not merged or best[i + 1][j + 1] >= best[i + 1][j]):
            j += 1
    return places


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = _WORD.findall(as_compared(text))
    return frozenset(pairwise(words)) or frozenset((word, "") for word in words)


def likeness(text: str, other: str) -> float:
    """The share of the pairs of words of a text that another one has."""
    return len(_pairs(text) & _pairs(other)) / len(_pairs(text))
