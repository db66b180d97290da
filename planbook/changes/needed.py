"""Which files of two states of the data a comparison has to read: those that differ, and those whose findings may.

A finding about a plan tells of the registers, of the plan itself, of plans that it names, of plans of several years
of the same place, of plans that give its place a share or whose place it gives one, and of the other plans of its series. Everything else is alike in both states, however many plans there are.
"""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain

from planbook.repository.data_paths import PLANS, RESULTS, is_plan, plan_of

_ID = re.compile(rb"[a-z0-9-]+")
_JURISDICTION = re.compile(rb"^jurisdiction: *[\"']?([a-z0-9-]+)[\"']? *(?:#.*)?$", re.MULTILINE)
# What says of which series a plan is, and for when.
_SERIES = re.compile(
    rb"^(?:jurisdiction|series|subject|symbol|period|status|follows|replaced_by):.*(?:\n[ -].*)*", re.MULTILINE
)
_SAME_SERIES = re.compile(rb"^(?:series|subject):([^#\n]*)", re.MULTILINE)
_SHARE = re.compile(rb"[{, ]place: *[\"']?([a-z0-9-]+)")  # the place of the plan itself stands at the edge
_UNIT = re.compile(rb"\bid: *[\"']?([a-z0-9-]+)")
_SUCCESSORS = re.compile(rb"\bsuccessors:\s*(?:\[([^\]]*)\]|([a-z0-9\"'-][^\n,}]*)|((?:-[ \t][^\n]*\n\s*)+))")
_ONE_YEAR = re.compile(rb"^period: *[\"']?\d{4}[\"']? *(?:#.*)?$", re.MULTILINE)


def touched(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    """The paths that have to be read, of contents by path; all where a register differs."""
    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    if not all(map(_plan, differing)):
        return before.keys() | after.keys()
    paths = {path for path in before.keys() | after.keys() if not _plan(path)} | differing
    names = [_plan(path) for path in differing]
    texts = [state[path] for state in (before, after) for path in differing if path in state]
    places = [_place(text) for text in texts]
    moved = [
        path for path in differing if _SERIES.findall(before.get(path, b"")) != _SERIES.findall(after.get(path, b""))
    ]
    series = {name for state in (before, after) for path in moved for name in _series(state.get(path, b""))}
    alike = {path: text for path, text in chain(before.items(), after.items()) if path not in paths}
    mentioned = {id_ for text in texts for id_ in _ID.findall(text)}
    heirs = _successors(text for path, text in after.items() if not _plan(path))
    receiving = _with_all({id_ for text in texts for id_ in _SHARE.findall(text)}, heirs)
    before_them: dict[bytes, set[bytes]] = {}
    for unit, successors in heirs.items():
        for successor in successors:
            before_them.setdefault(successor, set()).add(unit)
    givable = _with_all({place for place, _ in places}, before_them)
    # Most plans hold none of the names, not even in longer ones, which is quickly seen.
    mentions = [
        (name, re.compile(rb"(?<![a-z0-9-])%b(?![a-z0-9-])" % re.escape(name))) for name in map(str.encode, names)
    ]
    for path, text in alike.items():
        place = _place(text) if is_plan(path) else None
        if (
            _plan(path).encode() in mentioned
            or any(id_ in text and mention.search(text) for id_, mention in mentions)
            or (place and any(map(partial(_may_bind, place), places)))
            or (series and not series.isdisjoint(_series(text)))
            or (place and receiving and (not place[0] or place[0] in receiving))
            or ((shares := _SHARE.findall(text)) and (b"" in givable or not givable.isdisjoint(shares)))
        ):
            paths.add(path)
    return paths


def _plan(path: str) -> str:
    """The plan that a file is, or has results of; nothing where it is neither."""
    return plan_of(path) if path.split("/")[1] in (PLANS, RESULTS) else ""


def _successors(registers: Iterable[bytes]) -> dict[bytes, set[bytes]]:
    """The units that came of each unit, as registers say it."""
    heirs: dict[bytes, set[bytes]] = {}
    for text in registers:
        begins = [*_UNIT.finditer(text)] if b"successors:" in text else []
        ends = [*(unit.start() for unit in begins[1:]), len(text)]
        for unit, end in zip(begins, ends, strict=False):
            if statement := _SUCCESSORS.search(text, unit.end(), end):
                heirs.setdefault(unit[1], set()).update(_ID.findall(b" ".join(filter(None, statement.groups()))))
    return heirs


def _with_all(ids: set[bytes], following: Mapping[bytes, set[bytes]]) -> set[bytes]:
    """Some ids with all that follow, at whatever remove."""
    waiting, reached = [*ids], {*ids}
    while waiting:
        further = following.get(waiting.pop(), set()) - reached
        waiting += further
        reached |= further
    return reached


def _series(text: bytes) -> set[bytes]:
    """The words that tell a plan's series, in small letters."""
    names = (name.strip(b" \t\r\"'") for name in _SAME_SERIES.findall(text))
    return {name.decode("utf-8", "replace").lower().encode() for name in names if name}


def _place(text: bytes) -> tuple[bytes, bool]:
    """The place of a plan, empty if the text does not say it plainly, and whether it is for one year."""
    place = _JURISDICTION.search(text)
    return place[1] if place else b"", bool(_ONE_YEAR.search(text))


def _may_bind(first: tuple[bytes, bool], second: tuple[bytes, bool]) -> bool:
    """Whether one of two plans may be of the years that the other lies in."""
    return (first[0] == second[0] or not first[0] or not second[0]) and not (first[1] and second[1])
