"""The draft itself: the old file with edits, so that order, wording and comments stay and a reviewer reads what is new."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from planbook.authoring.rollover.question import Question, QuestionWords
from planbook.authoring.rollover.questions import questions
from planbook.authoring.rollover.reading import to_read_again
from planbook.authoring.rollover.results import no_baseline
from planbook.authoring.rollover.succession import Succession
from planbook.authoring.rollover.times import day_moves, moved_by_years, moves, year_moved
from planbook.model.achieved import Achieved
from planbook.model.budget import Budget
from planbook.model.item import PlanTask
from planbook.model.number import official
from planbook.model.period import parse_when
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.model.task import Task
from planbook.model.workspace import Workspace
from planbook.text.node import Mapping, Node, Scalar, Sequence, plain_node
from planbook.text.writer import Edit
from planbook.views.outcome import last_states, last_values
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText

# Keys of a plan file by what their values are, wherever they stand.
_AGENCIES = ("lead", "coordinating", "agencies", "to", "agency", "issuer")
_TIMES = ("before", "by", "within", "since", "until", "throughout", "due", "year")
# `wording` too: next year's draft has no printed plan beside it; what stands in it is the office's own writing.
_NOT_CARRIED = ("wording", "number", "date", "replaced_by", "seal", "amendments", "as_printed", "todo")
_SET_ONCE = (
    *(*_NOT_CARRIED, "id", "period", "status", "subject", "series", "follows", "jurisdiction", "continues"),
    *("unit", "project", "item", "baseline_source"),
)
_MENTION = re.compile(r"\{(agency|document):([a-z0-9-]+)")
# The same agency twice in one breath: "Sở Tài chính, Sở Tài chính", where two became one.
_TWICE = re.compile(r"(\{agency:[^{}]+\})(?:(?:,| \w+) \1)+")


@dataclass
class RolloverDraft:
    """A plan of another year: its id, the edits of the old file that make it, and what is to be decided."""

    id: str
    edits: list[Edit] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    # Agencies and documents, each with those that stand in its place now: by function these may be several.
    replaced: dict[str, list[str]] = field(default_factory=dict)


def rollover(
    workspace: Workspace, plan: Plan, year: int, words: QuestionWords, name: str = "", *, is_named: bool = False
) -> RolloverDraft:
    """The draft of a plan for the period that begins with a year, which is to be confirmed unless the whole of it is named.

    `name` is its id if it is not to be the old one with the new year in it.
    """
    years = year - plan.period.first.year
    period = moved_by_years(plan.period, years)
    text = PlanText(workspace, plan, words.wording, numbers(plan), short_citations=True)
    succession = Succession(workspace, plan, period, last_values(text), last_states(text))
    draft = RolloverDraft(name or new_id(plan, years))
    head = plan.source
    draft.edits += [Edit(head, key) for key in _NOT_CARRIED if key in head.entries]
    draft.edits += [
        Edit(head, "id", draft.id),
        Edit(head, "status", "draft"),
        Edit(head, "period", str(period)),
        Edit(head, "follows", [plan.id], behind="programmes" if plan.programmes else "period"),
    ]
    if place := succession.same_place():
        draft.edits.append(Edit(head, "jurisdiction", place))
    if plan.signatory and plan.signatory.name:
        draft.edits.append(Edit(plan.signatory.source, "name"))
    for entry in plan.walk():
        if isinstance(entry, Budget):
            draft.edits += _emptied(entry)
        if isinstance(entry, Task):
            draft.edits.append(Edit(entry.source, "continues", [str(PlanTask(plan.id, entry.id))], behind="id"))
        if isinstance(entry, Target) and (last := succession.reached.get(entry.id)) and last.achieved.value is not None:
            draft.edits += _baseline(succession, entry, last.achieved)
    carrier = _Carrier(succession, years, words.year, draft.replaced)
    taken_out = {(id(edit.at), edit.key) for edit in draft.edits if edit.value is None}
    draft.edits += (edit for edit in _carried(carrier, head) if (id(edit.at), edit.key) not in taken_out)
    draft.edits += _recipients(carrier, plan)
    open_questions = list(questions(succession, years, carrier.undecided, words, is_named=is_named))
    open_questions += to_read_again(succession, years, words)
    # What concerns the plan as a whole stands at the draft, which has an id of its own.
    draft.questions = [
        replace(question, at=tuple(draft.id if item == plan.id else item for item in question.at))
        for question in open_questions
    ]
    if draft.questions:
        todo = [question.entry(index) for index, question in enumerate(draft.questions, 1)]
        draft.edits.append(Edit(head, "todo", todo))
    return draft


def _emptied(budget: Budget) -> Iterator[Edit]:
    """The edits that leave a budget without amounts: last year's money must not pass for the new year's, nor its note stand for it."""
    yield Edit(budget.source, "total", "unallocated", anew=True)
    yield from (Edit(line.source, "amount", "unallocated", anew=True) for line in budget.lines)
    if budget.total != "unallocated" and budget.note:
        yield Edit(budget.source, "note")
    yield from (Edit(line.source, "note") for line in budget.lines if line.amount != "unallocated" and line.note)
    about = [part.source for part in (budget, *budget.lines) if "approximate" in part.source.entries]
    yield from (Edit(source, "approximate") for source in about)


def _baseline(succession: Succession, target: Target, last: Achieved) -> Iterator[Edit]:
    """The edits by which a target starts from what was reached last, with its day and source; from nothing where that is no start."""
    start: dict[str, str | None] = dict.fromkeys(("baseline", "baseline_as_of", "baseline_source"))
    if last.value is not None and last.as_of and no_baseline(succession, target) is None:
        cited = last.result.data_source if last.result else None
        start = {"baseline": official(last.value), "baseline_as_of": last.as_of.isoformat(), "baseline_source": cited}
    behind = "unit"
    for key, value in start.items():
        if value is not None or key in target.source.entries:
            yield Edit(target.source, key, value, behind=behind, anew=True)
        behind = key if value is not None else behind


def _recipients(carrier: "_Carrier", plan: Plan) -> Iterator[Edit]:
    """The edits that take lines out of addressees and recipients whose agencies all stand in earlier ones now."""
    for lines in (plan.addressed_to, plan.recipients):
        listed: set[str] = set()
        for recipient in lines:
            now = [carrier.agency(agency, _Here()) for agency in recipient.agencies]
            if now and not recipient.text and listed.issuperset(now):
                yield Edit(recipient.source)
            listed.update(now)


def new_id(plan: Plan, years: int) -> str:
    """The id of the plan some years later: the first and the last year in it move, or the new one is put behind it."""
    moved = {str(day.year): str(day.year + years) for day in (plan.period.first, plan.period.last)}
    new = "-".join(moved.get(part, part) for part in plan.id.split("-"))
    return new if new != plan.id else f"{plan.id}-{plan.period.first.year + years}"


@dataclass(frozen=True)
class _Carrier:
    """Puts single values into the new year."""

    succession: Succession
    years: int
    year_word: str
    replaced: dict[str, list[str]]
    undecided: dict[str, list[str]] = field(
        default_factory=dict
    )  # agencies and documents, with the items that name them

    def time(self, key: str, text: str) -> str:
        """A time of the plan's own period in the new one; others stay."""
        if text == "true":
            return text
        when, period = parse_when(text), self.succession.plan.period
        if key in ("before", "by"):
            is_own = day_moves(when.first - timedelta(days=1) if key == "before" else when.last, period)
        else:
            is_own = moves(when, period)
        return str(moved_by_years(when, self.years)) if is_own else text

    def agency(self, agency: str, here: "_Here") -> str:
        """Who has an agency's work now; the agency itself where that is to be decided."""
        return self._noted(agency, self.succession.agency(agency, here.text), here)

    def document(self, document: str, here: "_Here") -> str:
        """The document that is in force now; the old one where that is to be decided."""
        return self._noted(document, self.succession.document(document), here)

    def text(self, text: str, here: "_Here") -> str:
        """A text with the year, the agencies and the documents of the new plan."""

        def mention(match: re.Match[str]) -> str:
            kind, id_ = match.groups()
            return f"{{{kind}:{self.agency(id_, here) if kind == 'agency' else self.document(id_, here)}"

        moved_text = _MENTION.sub(mention, year_moved(text, self.succession.plan.period, self.years, self.year_word))
        return moved_text if _TWICE.search(text) else _TWICE.sub(r"\1", moved_text)

    def _noted(self, old: str, new: str | None, here: "_Here") -> str:
        if new is None:
            items = self.undecided.setdefault(old, [])
            items += [here.item] if here.item not in ("", self.succession.plan.id, *items) else []
        elif new != old and new not in self.replaced.setdefault(old, []):
            self.replaced[old].append(new)
        return new or old


@dataclass(frozen=True, slots=True)
class _Here:
    """The item that a value stands in, and what it says: the text tells functions apart."""

    item: str = ""
    text: str = ""

    def inside(self, node: Mapping) -> "_Here":
        """The item that a mapping is; one without an id (an assignment) belongs to what it stands in."""
        texts = " ".join(value.text for key, value in node.entries.items() if key != "id" and isinstance(value, Scalar))
        own = node.entries.get("id")
        return _Here(own.text, texts) if isinstance(own, Scalar) else _Here(self.item, f"{self.text} {texts}")


def _carried(carrier: _Carrier, node: Mapping, around: _Here | None = None) -> Iterator[Edit]:
    """The edits of everything below a mapping."""
    here = (around or _Here()).inside(node)
    keeps = _stays(carrier, node)
    for key, value in node.entries.items():
        if key in _SET_ONCE or (keeps and key in ("since", "until")):
            continue
        if key in _AGENCIES:
            new: Any = _agencies(carrier, value, here)
        elif isinstance(value, Scalar):
            new = _scalar(carrier, key, value.text, here)
        else:
            keeps_years = key == "values" and _years_stay(carrier, value)
            edits = (edit for part in _mappings(value) for edit in _carried(carrier, part, here))
            yield from (edit for edit in edits if edit.key != "year" or not keeps_years)
            continue
        if new != plain_node(value):
            yield Edit(node, key, new)


def _stays(carrier: _Carrier, node: Mapping) -> bool:
    """Whether the time of a deadline stays: work that began goes on, and a span moves as a whole or not at all."""
    times = [value.text for key in ("since", "until") if isinstance(value := node.entries.get(key), Scalar)]
    return "since" in node.entries and (len(times) == 1 or any(carrier.time("since", time) == time for time in times))


def _years_stay(carrier: _Carrier, values: Node) -> bool:
    """Whether the years of a target stay: where one is beside the plan's own, a moved one would be a year that is there already."""
    years = [year.text for part in _mappings(values) if isinstance(year := part.entries.get("year"), Scalar)]
    return any(carrier.time("year", year) == year for year in years)


def _scalar(carrier: _Carrier, key: str, text: str, here: _Here) -> str:
    if key in _TIMES:
        return carrier.time(key, text)
    return carrier.document(text, here) if key == "document" else carrier.text(text, here)


def _agencies(carrier: _Carrier, value: Node, here: _Here) -> Any:
    """The agencies of a list, or of a single value, as they are now; two that became one are one."""
    if isinstance(value, Scalar):
        return carrier.agency(value.text, here)
    listed: list[Any] = []
    for part in value.items if isinstance(value, Sequence) else [value]:
        if isinstance(part, Mapping):
            fields = {key: str(plain_node(inner)) for key, inner in part.entries.items()}
            new: Any = {key: carrier.text(text, here) for key, text in fields.items()}
            new["agency"] = carrier.agency(fields["agency"], here)
        else:
            assert isinstance(part, Scalar)
            new = carrier.agency(part.text, here)
        if new not in listed:
            listed.append(new)
    return listed if isinstance(value, Sequence) else listed[0]


def _mappings(node: Node) -> Iterator[Mapping]:
    parts = node.items if isinstance(node, Sequence) else [node]
    return (part for part in parts if isinstance(part, Mapping))
