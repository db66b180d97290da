"""What a comparison says to each agency: work that it gains, loses, has to confirm anew, and every change that touches its work."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from planbook.changes.affected import Work
from planbook.changes.report import PlanReport, Report
from planbook.changes.sentences import ChangeSentence
from planbook.changes.weights import LIGHT, TEXTS
from planbook.messages.diagnostics import Text
from planbook.model.agency import Agency, AgencyGroup
from planbook.review.report import LISTS, with_marks

_WORKS = ("target", "figure", "task", "duty", "reporting duty", "item")


@dataclass(frozen=True, slots=True)
class ChangeForAgency:
    """A change that touches the work of an agency: its place in the plan, the sentence, the words that are gone and new."""

    place: str
    sentence: Text
    words: str


@dataclass(frozen=True, slots=True)
class ChangedWork:
    """Work of one kind: its own item by item, that of a group as the numbers of all items, so that it stays one sheet."""

    label: Text
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class AgencyPart:
    """What one plan, or the registers, have that is new for an agency: changes of its own work, then those of its groups."""

    title: str
    works: tuple[ChangedWork, ...]
    own: tuple[ChangeForAgency, ...]
    of_groups: tuple[ChangeForAgency, ...]


@dataclass(frozen=True, slots=True)
class AgencyChanges:
    """All that a comparison says to one agency, plan by plan."""

    id: str
    name: str
    parts: tuple[AgencyPart, ...]


def changes_of_agencies(report: Report, agencies: Mapping[str, Agency | AgencyGroup]) -> Iterator[AgencyChanges]:
    """The agencies whose work any change touches, in the order of the register, with what is said to each."""
    marks = {"": "{}", "old": _in_braces(Text("[gone: {text}]")), "new": _in_braces(Text("[new: {text}]"))}
    for id_ in report.agencies:
        parts = tuple(
            part for plan in report.plans if (part := _part(plan, id_, marks)).works or part.own or part.of_groups
        )
        if parts:
            yield AgencyChanges(id_, agencies[id_].called, parts)


def _in_braces(text: Text) -> str:
    """A mark of words with a blank for them."""
    return Text(text.english, {"text": "{}"}).spoken()


def _part(plan: PlanReport, agency: str, marks: Mapping[str, str]) -> AgencyPart:
    entries = [affected for affected in plan.affected if affected.id == agency]
    works = [(label, work) for entry in entries for name, label in LISTS.items() for work in getattr(entry, name)]
    listed = {(work.id, work.is_gone) for _, work in works}
    touching = [sentence for sentence in plan.changes if not _is_listed(sentence, listed)]
    return AgencyPart(
        plan.title,
        tuple(_rows(works)),
        tuple(
            ChangeForAgency(sentence.place, sentence.sentence, with_marks(sentence.marks, marks))
            for sentence in touching
            if agency in sentence.agencies and _is_of_work(sentence)
        ),
        tuple(
            ChangeForAgency(sentence.place, sentence.sentence, "")
            for sentence in touching
            if agency in sentence.members and sentence.weight not in LIGHT
        ),
    )


def _is_of_work(sentence: ChangeSentence) -> bool:
    """Whether a change is more than another heading, number or earlier task around the work."""
    return sentence.weight not in LIGHT or (sentence.of in _WORKS and sentence.field in ("", *TEXTS))


def _rows(works: Iterable[tuple[Text, Work]]) -> Iterator[ChangedWork]:
    for label, of_label in groupby(works, key=lambda pair: pair[0]):
        by_group: dict[str, list[Work]] = {}
        for _, work in of_label:
            by_group.setdefault(work.group, []).append(work)
        yield from (ChangedWork(label, work.place, work.name) for work in by_group.pop("", ()))
        for group, shared in by_group.items():
            places = [work.place for work in shared if work.place]
            is_told = len({*places}) == len(
                shared
            )  # items that are not numbered all stand at the place of their heading
            items = ", ".join(places) if is_told else "; ".join(f"{work.place} {work.name}".strip() for work in shared)
            yield ChangedWork(label, "", f"{group}: {items}")


def _is_listed(sentence: ChangeSentence, listed: set[tuple[str, bool]]) -> bool:
    """Whether a change only says once more that a work of the agency is new or gone."""
    return sentence.kind in ("add", "remove") and (sentence.item, sentence.kind == "remove") in listed
