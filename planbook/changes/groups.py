"""Many changes made readable: those that matter most, and the changes of each class in groups of one kind."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from planbook.changes.sentences import ChangeSentence
from planbook.changes.terms import FIELDS
from planbook.changes.weights import TEXTS, WEIGHTS, Weight
from planbook.messages.diagnostics import Text

MANY = 20  # changes, beyond which they are grouped, and those that matter most stand first
MOST = 10  # of these are shown

# What stands first in its class, by what it is about.
_THINGS = ("budget", "budget line", "target", "figure", "task", "duty", "reporting duty", "plan")
_TARGETS = 1  # the matter of targets with another figure
_SHARE, _SHARES = 2, {_TARGETS: 4}  # of a matter so many are shown before any other has to make room
_KINDS = ("set", "remove", "add", "move")


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind: of deadlines of tasks, targets that are gone; a class with few changes has one group without heading."""

    heading: Text | None
    sentences: tuple[ChangeSentence, ...]


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """The changes of one weight, each in one group."""

    weight: Weight
    groups: tuple[ChangeGroup, ...]

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(len(group.sentences) for group in self.groups)


def by_class(sentences: Iterable[ChangeSentence], *, is_long: bool) -> Iterator[ChangeClass]:
    """The changes of a plan, class by class, each in groups of one kind where they are many."""
    for weight, of_class in groupby(sentences, key=lambda sentence: sentence.weight):
        listed = tuple(of_class)
        yield ChangeClass(weight, tuple(_groups(listed)) if is_long else (ChangeGroup(None, listed),))


def _groups(sentences: Sequence[ChangeSentence]) -> Iterator[ChangeGroup]:
    """The groups of one class; fields of which a single one differs stand together."""
    counts = Counter((sentence.of, sentence.kind, sentence.field) for sentence in sentences)
    groups: dict[tuple[str, str, str], list[ChangeSentence]] = {}
    for sentence in sentences:
        key = sentence.of, sentence.kind, sentence.field
        groups.setdefault(key if counts[key] > 1 else (*key[:2], ""), []).append(sentence)
    things = (*_THINGS, *dict.fromkeys(of for of, _, _ in groups if of not in _THINGS))
    for key in sorted(groups, key=lambda key: (things.index(key[0]), _KINDS.index(key[1]), not key[2])):
        yield ChangeGroup(_heading(*key), tuple(groups[key]))


def _heading(of: str, kind: str, field: str) -> Text:
    values = {"kind": Text(of), "field": FIELDS.get(field, field)}
    headings = {
        "add": Text("{kind}: new", values),
        "remove": Text("{kind}: gone", values),
        "move": Text("{kind}: in another place", values),
    }
    changed = Text("{kind}: {field}", values) if field else Text("{kind}: other changes", values)
    return headings.get(kind, changed)


def most_important(sentences: Iterable[ChangeSentence], most: int = MOST) -> tuple[ChangeSentence, ...]:
    """The changes that matter most: of each matter a few, so that none hides the others, then as many as there is room for.

    First plans as a whole and money, targets with another figure, targets gone and new, who answers, by when, the standing
    of the plan, tasks gone and new, other figures; of one matter what has both a value before and after, by its difference.
    """
    counts: Counter[int] = Counter()
    first: list[ChangeSentence] = []
    rest: list[ChangeSentence] = []
    for sentence in sorted(sentences, key=_rank):
        matter, *_ = _rank(sentence)
        counts[matter] += 1
        (first if counts[matter] <= _SHARES.get(matter, _SHARE) else rest).append(sentence)
    return tuple(sorted([*first, *rest][:most], key=_rank))


def _matter(sentence: ChangeSentence) -> int:
    """What a change is about, counted from what matters most."""
    of, kind, weight = sentence.of, sentence.kind, sentence.weight
    is_value = kind == "set" and sentence.field not in TEXTS
    matters = (
        (of == "plan" and kind in ("add", "remove")) or (of in ("budget", "budget line") and weight == "figures"),
        of == "target" and weight == "figures" and is_value,
        of == "target" and kind in ("add", "remove"),
        weight == "responsibility" and is_value and sentence.field in ("lead", "agencies", "values", "to"),
        weight == "deadlines" and is_value,
        weight == "standing" and kind == "set",
        of == "task" and kind in ("add", "remove"),
        weight == "figures" and is_value,
    )
    return matters.index(True) if True in matters else len(matters) + WEIGHTS.index(weight)


def _rank(sentence: ChangeSentence) -> tuple[int, bool, Decimal]:
    return _matter(sentence), not (sentence.was and sentence.now), -abs(sentence.delta or Decimal())
