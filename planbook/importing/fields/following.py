"""What of an imported plan goes on from the plan of the year before: its tasks and targets, by likeness."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.messages.diagnostics import Text
from planbook.model.mentions import mentions
from planbook.model.plan import Plan
from planbook.model.task import Task
from planbook.text.comparing import as_compared

_WORD = re.compile(r"[^\W\d_]+")
_EQUAL = 0.9  # the share of pairs of words that a text keeps which only has earlier numbers and days
_LIKE = 0.4  # that one keeps which may be the same task
_MOST = 3  # alternatives that are told

_Pairs = frozenset[tuple[str, str]]


def follow(keys: dict[str, Any], earlier: Plan, notes: ImportNotes) -> None:
    """Say of the plan, its tasks and its targets what they go on from; what is not all but the same is a doubt."""
    keys["follows"] = [earlier.id]
    notes.note("plan.follows", earlier.id, ValueOrigin((), ""))
    tasks = list(_entries(keys["outline"], "tasks"))
    before = list(earlier.tasks())
    for task, ratios in _matched([_words(task) for task in tasks], [_of_task(task) for task in before]):
        names = [f"{earlier.id}/{before[at].id}" for _, at in ratios]
        tasks[task]["continues"] = names[:1]
        _note(notes, f"{tasks[task]['id']}.continues", names, ratios[0][0], tasks[task])
    targets = [target for name in ("targets", "results") for target in _entries(keys["outline"], name)]
    measured = [target for target in earlier.targets() if target.indicator]
    for at, ratios in _matched([_words(target) for target in targets], [_pairs(target.text) for target in measured]):
        names = [measured[place].indicator or "" for _, place in ratios]
        if targets[at].get("unit", "").partition("/")[0] == (measured[ratios[0][1]].unit or "").partition("/")[0]:
            targets[at]["indicator"] = names[0]
            path = f"{targets[at]['id']}.indicator"
            notes.values = [value for value in notes.values if value.path != path]
            _note(notes, path, names, ratios[0][0], targets[at])
    indicators = {target.get("indicator") for target in targets}
    for id_ in [id_ for id_, proposal in notes.proposals.items() if proposal.register == "indicators"]:
        if id_ not in indicators:
            notes.withdraw(id_)


def _note(notes: ImportNotes, path: str, names: Sequence[str], ratio: float, entry: dict[str, Any]) -> None:
    origin = ValueOrigin((), str(entry.get("text") or entry.get("heading") or entry.get("short_text", ""))[:300])
    why = None if ratio >= _EQUAL else Text("it is the one of the earlier plan that is most alike")
    notes.note(path, names[0], origin, why, dict.fromkeys(names[1:]) if why else ())


def _entries(node: Any, name: str) -> Iterator[dict[str, Any]]:
    """Every entry of the lists of one name."""
    if isinstance(node, dict):
        yield from node.get(name, ())
        for value in node.values():
            yield from _entries(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _entries(value, name)


def _matched(now: Sequence[_Pairs], before: Sequence[_Pairs]) -> Iterator[tuple[int, list[tuple[float, int]]]]:
    """For each text that has a twin the likeness and place of the most alike ones; each is the twin of one text alone."""
    ratios = [
        (len(own & earlier) / max(len(own), len(earlier)), at, place)
        for at, own in enumerate(now)
        for place, earlier in enumerate(before)
        if own and earlier
    ]
    matched_now: set[int] = set()
    matched_before: set[int] = set()
    for ratio, at, place in sorted(ratios, reverse=True):
        if ratio < _LIKE:
            break
        if at not in matched_now and place not in matched_before:
            matched_now.add(at)
            matched_before.add(place)
            near = sorted(((r, p) for r, a, p in ratios if a == at and r >= _LIKE and p != place), reverse=True)
            yield at, [(ratio, place), *near[: _MOST - 1]]


def _words(entry: dict[str, Any]) -> _Pairs:
    return _pairs(" ".join(str(entry.get(name, "")) for name in ("heading", "text", "short_text")))


def _of_task(task: Task) -> _Pairs:
    return _pairs(" ".join(filter(None, (task.heading, task.text, task.short_text))))


def _pairs(text: str) -> _Pairs:
    """The pairs of words of a text, without numbers and without what it mentions."""
    for mention in mentions(text):
        text = text.replace(mention.group(), " ")
    return frozenset(pairwise(_WORD.findall(as_compared(text.replace("{value}", " ")))))
