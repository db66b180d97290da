"""Which groups and tasks that name nobody an agency leads by its duty ("Sở Y tế chủ trì …"), by likeness, always as a doubt."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.messages.diagnostics import Text
from planbook.model.entry import as_id
from planbook.model.number import roman
from planbook.reading.words import holds

_INNER_FIRST = re.compile(r"(?<!\w)(\d{1,2}),? \w{1,8} ([IVX]{1,4})(?!\w)")
_OUTER_FIRST = re.compile(r"(?<!\w)([IVX]{1,4})\.(\d{1,2})(?!\w)")
_LIKE = 0.5  # the share of the pairs of words of a heading that a duty holds which is of the same
_LONGEST = 1200  # letters of a statement that are looked at
_FIRST_WORDS = 24  # of a task that say what it is about

_Pairs = frozenset[tuple[str, str]]


def lead_by_duties(
    keys: dict[str, Any], name: Callable[[str], str], leads: tuple[str, ...], notes: ImportNotes
) -> None:
    """Say of the duties of a plan which groups and tasks without a lead they are about: by their number, else by likeness."""
    duties = [duty for duty in _entries(keys["outline"], "duties") if any(_leading(duty, leads))]
    places = _places(keys["outline"])
    by_number = {
        id(duty): {places.get(place) for place in _numbers(" ".join(_statements_of(duty)))} - {None} for duty in duties
    }
    texts = {id(duty): _pairs(" ".join((*map(name, duty["agencies"]), *_leading(duty, leads)))) for duty in duties}

    def is_led(entry: dict[str, Any]) -> bool:
        """Whether a duty is about a group or a task, which it then names."""
        numbered = [duty for duty in duties if entry["id"] in by_number[id(duty)]]
        unnumbered = [duty for duty in duties if not by_number[id(duty)]]
        words = entry.get("heading") or " ".join(entry.get("text", "").split()[:_FIRST_WORDS])
        duty = numbered[0] if numbered else _most_like(words, unnumbered, texts)
        if duty is None:
            return False
        duty.setdefault("leads", []).append(entry["id"])
        why = Text("a duty is likely to be about it, and says who leads")
        notes.note(f"{entry['id']}.lead", duty["agencies"], ValueOrigin((), words[:300]), why)
        return True

    for group in _groups_without_lead(keys["outline"]):
        if not is_led(group):
            for task in group["tasks"]:
                is_led(task)


def _most_like(words: str, duties: list[dict[str, Any]], texts: dict[int, _Pairs]) -> dict[str, Any] | None:
    """The duty that holds most of the words of a heading; none where several do, or too few of them."""
    pairs = _pairs(words)
    ratios = [(len(pairs & texts[id(duty)]) / len(pairs), at) for at, duty in enumerate(duties)] if pairs else []
    ratio, at = max(ratios, default=(0.0, 0))
    return duties[at] if ratio >= _LIKE and [share for share, _ in ratios].count(ratio) == 1 else None


def _places(outline: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The ids of the parts of sections by the numbers of both, as texts name them: II and 9."""
    return {
        (roman(number), str(count)): part["id"]
        for number, section in enumerate(outline, 1)
        for count, part in enumerate(section.get("task_groups") or section.get("sections") or (), 1)
    }


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """The places that a text names: "khoản 9, mục II", "mục II.9"."""
    yield from ((match[2], match[1]) for match in _INNER_FIRST.finditer(text))
    yield from ((match[1], match[2]) for match in _OUTER_FIRST.finditer(text))


def _groups_without_lead(node: Any) -> Iterator[dict[str, Any]]:
    """Groups of tasks, and sections with tasks of their own, none of whose tasks says who leads it."""
    if isinstance(node, list):
        for part in node:
            yield from _groups_without_lead(part)
    elif isinstance(node, dict):
        if tasks := node.get("tasks"):
            if not any("lead" in entry.get("assignment", {}) for entry in (node, *tasks)):
                yield node
        else:
            for name in ("sections", "task_groups"):
                yield from _groups_without_lead(node.get(name, []))


def _entries(node: Any, name: str) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for part in node:
            yield from _entries(part, name)
    elif isinstance(node, dict):
        yield from node.get(name, ())
        yield from _entries(node.get("sections", []), name)


def _statements_of(duty: dict[str, Any]) -> list[str]:
    """The statements of a duty."""
    parts = [duty.get("text", "")]
    parts += [part for item in duty.get("items", ()) for part in (item.get("heading", ""), item.get("text", ""))]
    return parts


def _leading(duty: dict[str, Any], leads: tuple[str, ...]) -> Iterator[str]:
    """What of a duty says that its agency leads."""
    return (part[:_LONGEST] for part in _statements_of(duty) if holds(part, leads))


def _pairs(text: str) -> _Pairs:
    return frozenset(pairwise(as_id(text).split("-")))
