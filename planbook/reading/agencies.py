"""Agencies read back from lists of names: every name, abbreviation and alias of the day of the plan."""

import difflib
import re
import unicodedata
from bisect import bisect_right
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from planbook.loading.own_places import RegisterFiles
from planbook.messages.diagnostics import Text
from planbook.model.assigned import Assigned
from planbook.model.workspace import Workspace
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.short_forms import JOINED, TONE, ShortForms, words_as_ids
from planbook.reading.spellings import SpellingReader
from planbook.text.comparing import with_plain_dashes
from planbook.wording.speech import PlanText

_MOST = 2_000  # letters of a list of agencies
_LONGEST = 160  # letters of a name that others are compared with
# Both ways to place a tone mark are one: on the last vowel of an open oa, oe, uy, or on the first.
_LATE_TONE = re.compile(rf"(?P<first>o(?=[ae])|(?<!q)u(?=y))(?P<last>[aey])(?P<tone>{TONE})(?![\w\u0300-\u036f])")

_Place = tuple[int, int]  # of a folded line, from a letter up to another one


@lru_cache(maxsize=16_384)
def folded_name(name: str) -> str:
    """A name as it is compared: without capitals, with one way to place tone marks and to join abbreviations."""
    apart = unicodedata.normalize("NFD", with_plain_dashes(name).casefold())
    one_tone = _LATE_TONE.sub(r"\g<first>\g<tone>\g<last>", apart)
    return JOINED.sub(r"\1", unicodedata.normalize("NFC", one_tone))


def _first_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.split(" ")[0].rstrip(",") for name in names)


@dataclass(frozen=True)
class Register:
    """The agencies that a plan can name, under every name that they have on its day; those of the workspace `in_use` before others."""

    text: PlanText
    reading: SpellingReader
    in_use: Workspace

    @cached_property
    def longest(self) -> int:
        """How many letters the longest name has."""
        return max(map(len, self.names), default=0)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """The ids behind every folded name: of those in use whom the plan's own place calls so, then those above it, then all.

        A name with its place always counts as one of the plan's own.
        """
        by_rank: dict[str, dict[tuple[bool, int], list[str]]] = {}
        for id_, entry in self.text.workspace.agencies.items():
            then = self.text.workspace.agency_on(id_, self.text.plan.day)
            printed = {self.text.agency(id_, form) for form in (None, "short", "full")}
            short = filter(None, (then.short_name,))
            called, distance = folded_name(then.called), self._distance(then.locality)
            for name in map(folded_name, {then.name, then.called, *short, *entry.aliases, *printed}):
                rank = 0 if name == called else distance
                by_rank.setdefault(name, {}).setdefault((id_ not in self.in_use.agencies, rank), []).append(id_)
        return {name: self._of_the_day(ids[min(ids)]) for name, ids in by_rank.items()}

    @property
    def names_in_use(self) -> list[str]:
        """The names of those that a register in use has."""
        return [name for name, ids in self.names.items() if ids[0] in self.in_use.agencies]

    def shortened(self, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The same of what may stand in a text of such plain words, with letters for some words of a name, or a slash for a comma."""
        names = self._short_forms.among(words)
        short: dict[str, tuple[str, ...]] = {}
        for name in names:
            for form in self._short_forms.of(name):
                short[form] = tuple(dict.fromkeys((*short.get(form, ()), *self.names[name])))
        return {**short, **{name: self.names[name] for name in names}}

    @cached_property
    def _short_forms(self) -> ShortForms:
        joining = frozenset(word for word in self.reading.words("between") if word.isalpha())
        return ShortForms(self.names, joining)

    @cached_property
    def first_words(self) -> frozenset[str]:
        """What the names begin with."""
        return _first_words(self.names)

    @cached_property
    def _nearest(self) -> dict[str, tuple[str, ...]]:
        return {}

    def nearest(self, text: str) -> tuple[str, ...]:
        """The agencies whose names are most like a text."""
        text = folded_name(text)[:_LONGEST]
        if text not in self._nearest:
            close = difflib.get_close_matches(text, list(self.names), n=3, cutoff=0.5)
            self._nearest[text] = tuple(dict.fromkeys(self.names[name][0] for name in close))
        return self._nearest[text]

    def _distance(self, locality: str | None) -> int:
        """How far above the plan's place a locality is; what lies elsewhere is the farthest."""
        here: str | None = self.text.plan.jurisdiction
        for distance in range(5):
            if locality in (None, here):
                return distance
            place = self.text.workspace.localities.get(here or "")
            here = place.part_of if place else None
        return 5

    def _of_the_day(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The agencies that exist while the plan runs; all of them if none does."""
        living = [id_ for id_ in dict.fromkeys(ids) if not self.ended(id_)]
        return tuple(living or dict.fromkeys(ids))

    def ended(self, id_: str) -> bool:
        """Whether an agency is gone before the plan, or comes only after it."""
        period = self.text.plan.period
        workspace = self.in_use if id_ in self.in_use.agencies else self.text.workspace
        return not workspace.exists(id_, period.first, period.last)


def read_agencies(text: str, register: Register, current: Sequence[Assigned] = ()) -> tuple[Assigned, ...]:
    """The agencies of a line ("Sở Y tế, Sở Nội vụ và UBND các xã, phường") in its order; raises `NotTaken`.

    Official names, abbreviations and aliases of the plan's day count, capitals and the place of tone marks do not.
    Who was among the `current` ones keeps the remark that the line still has.
    """
    if register.reading.is_nothing(text):
        return ()
    plan_text = register.text
    if folded_name(text).rstrip(".;,") == folded_name(plan_text.assigned(current)).rstrip(".;,"):
        return tuple(current)
    if len(text) > _MOST:
        raise NotTaken(Text("the list of agencies has {length} letters", {"length": len(text)}), Text("shorten it"))
    assigned: list[Assigned] = []
    for part in filter(None, (with_plain_dashes(part).strip(" .,") for part in re.split(r"[;\n]", text))):
        agencies = attempted(_assigned, part, register, current)
        if not isinstance(agencies, Unread):
            assigned += agencies
        elif assigned and assigned[-1].remark and _begins_remark(part, register):
            assigned[-1] = assigned[-1].model_copy(update={"remark": f"{assigned[-1].remark}; {part}"})
        else:
            raise NotTaken(agencies)
    repeated = {agency.agency for agency in assigned if sum(again.agency == agency.agency for again in assigned) > 1}
    if repeated:
        name = plan_text.agency(repeated.pop())
        raise NotTaken(Text("{agency} stands twice in one list", {"agency": name}), Text("delete it once"))
    return tuple(assigned)


def read_agency(text: str, register: Register) -> str:
    """The id of one agency; raises `NotTaken`."""
    ids = _names_of(with_plain_dashes(text).strip(".;, "), register)
    if len(ids) != 1:
        raise _unknown(text, register)
    return ids[0]


def _assigned(part: str, register: Register, current: Sequence[Assigned]) -> list[Assigned]:
    """The agencies of a part; one of them may have a remark, or only be asked."""
    for entry in current:
        if folded_name(part).rstrip(".,") == folded_name(register.text.assigned([entry])).rstrip(".,"):
            return [entry]
    requested = next(iter(register.reading.matches("requested", part)), None)
    flag: Any = "true" if requested else "false"  # as a file writes it
    if requested:
        part = requested["agency"]
    try:
        ids = _names_of(with_plain_dashes(part).strip(" .,"), register)
    except NotTaken:
        if remarked := _remarked(part, register):
            agency, remark = remarked
            return [Assigned(agency=agency, remark=remark, requested=flag)]
        raise
    return [Assigned(agency=agency, requested=flag) for agency in ids]


def _remarked(part: str, register: Register) -> tuple[str, str] | None:
    """An agency and what a line says behind its name, if that begins as remarks do."""
    words = part.split(" ")
    for length in range(len(words) - 1, 0, -1):
        ids = register.names.get(folded_name(" ".join(words[:length])), ())
        remark = " ".join(words[length:])
        if len(ids) == 1 and _begins_remark(remark, register):
            return ids[0], remark
    return None


def begins_with_name(text: str, register: Register) -> bool:
    """Whether a text is the name of an agency with more words behind it."""
    words = folded_name(text).split(" ")
    return any(" ".join(words[:length]) in register.names for length in range(1, len(words)))


def _begins_remark(text: str, register: Register) -> bool:
    return any(folded_name(text).startswith(folded_name(word)) for word in register.reading.words("remark_begins"))


def _names_of(line: str, register: Register) -> list[str]:
    """The agencies of a line; letters stand for words only where no name of the register reads so."""
    text = folded_name(line)
    between = _between(register)
    names: Mapping[str, tuple[str, ...]] = register.names
    places = _places(text, register.longest, names, register.first_words, between)
    if places is None:
        short = register.shortened(words_as_ids(text))
        names = ChainMap(register.names, short)
        places = _places(text, register.longest, names, register.first_words | _first_words(short), between)
    if places is None:
        raise _unknown(_as_typed(line, _first_unknown(text, register, between)), register)
    agencies = []
    for place in places:
        ids = names[text[slice(*place)]]
        if len(ids) > 1:
            raise _several(_as_typed(line, place), ids, register)
        if register.ended(ids[0]) and not _is_named(ids[0], register):
            raise _gone(ids[0], register)
        agencies.append(ids[0])
    return agencies


def _between(register: Register) -> re.Pattern[str]:
    """What stands between two names, or the end."""
    words = register.reading.words("between")
    joints = [re.escape(word) if not word.isalpha() else rf"(?<!\w){re.escape(word)}(?!\w)" for word in words]
    return re.compile(rf"\s*(?:,\s*)?(?:{'|'.join(joints)})\s*|$")


def _places(
    text: str, longest: int, names: Mapping[str, tuple[str, ...]], begins: frozenset[str], between: re.Pattern[str]
) -> list[_Place] | None:
    """The places of the fewest names that a folded line can be made of, so that the longest ones count."""
    # From every place of the line the fewest names to its end: names first, then what stands between two of them.
    best: dict[int, list[_Place] | None] = {len(text): []}
    for start in range(len(text) - 1, -1, -1):
        best[start] = None
        first = re.match(r"[^\s,;]+", text[start : start + longest])
        if (start and text[start - 1].isalnum()) or not first or first.group() not in begins:
            continue
        for end in range(min(len(text), start + longest), start, -1):
            if text[start:end] not in names:
                continue
            joint = between.match(text, end)
            rest = best.get(joint.end()) if joint else None
            if rest is not None and (best[start] is None or len(rest) + 1 < len(best[start] or ())):
                best[start] = [(start, end), *rest]
    return best[0]


def _is_named(id_: str, register: Register) -> bool:
    """Whether the plan names an agency already, so that its name here is no new mistake."""
    plan = register.text.plan
    assigned = (entry.agency for entry in plan.walk() if isinstance(entry, Assigned))
    return id_ in assigned


def _as_typed(line: str, place: _Place) -> str:
    """The letters of a line that stand at a place of it once it is folded."""
    start, end = (
        bisect_right(range(len(line) + 1), at, key=lambda to: len(folded_name(line[:to]))) - 1 for at in place
    )
    return line[start:end].strip()


def _first_unknown(text: str, register: Register, between: re.Pattern[str]) -> _Place:
    """The first piece of a folded line that begins like no agency of the register."""
    start = 0
    while start < len(text):
        ends = range(min(len(text), start + register.longest), start, -1)
        end = next((end for end in ends if text[start:end] in register.names), start)
        joint = between.match(text, end) if end > start else None
        if not joint:
            break
        start = joint.end()
    piece = re.split(r"[,;]", text[start:])[0]
    return (start, start + len(piece)) if piece else (0, len(text))


def _unknown(text: str, register: Register) -> NotTaken:
    close = register.nearest(text)
    names = _called(close, register)
    return NotTaken(
        Text("no agency of the plan's day is called “{text}”", {"text": text[:80]}),
        Text("write one of: {names}", {"names": names})
        if close
        else RegisterFiles(register.text.workspace.trees).name_is_in(register.text.plan),
    )


def _several(name: str, ids: Iterable[str], register: Register) -> NotTaken:
    called = "; ".join(register.text.agency(id_, "full") for id_ in ids)
    return NotTaken(
        Text("“{text}” can be several agencies: {names}", {"text": name, "names": called}),
        Text("write the full name of one of them"),
    )


def _gone(id_: str, register: Register) -> NotTaken:
    successors = register.text.workspace.successors(id_, register.text.plan.period.first)
    name = register.text.agency(id_)
    return NotTaken(
        Text("{agency} does not exist while the plan runs", {"agency": name}),
        Text("write one of: {names}", {"names": _called(successors, register)})
        if successors
        else Text("write who has its work now"),
    )


def _called(ids: Iterable[str], register: Register) -> str:
    return "; ".join(register.text.agency(id_) for id_ in ids)
