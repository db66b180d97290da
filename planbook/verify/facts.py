"""What must never be wrong in a text: its figures, days, document numbers and the agencies that it names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import zip_longest
from typing import Literal

FactKind = Literal["figure", "date", "document", "agency"]

_LETTERS = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""(?<![\w.,/-])(?:
      (?P<document>\d+[a-z]?(?:\.\d+)?(?:/\d{{4}})?(?:-{_LETTERS}+/|/)(?=[^\W\d_a-z]){_LETTERS}[\w&-]*(?:\.{_LETTERS}+)*)
    | (?P<date>\d{{4}}-\d{{2}}-\d{{2}} | \d{{1,2}}/\d{{1,2}}/\d{{4}} | \d{{1,2}}/\d{{4}})
    | (?P<figure>\d+(?:[.,]\d+)*(?:%)?)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, day, document number or agency as it is written, and where in its text."""

    kind: FactKind
    text: str
    start: int = 0

    @property
    def key(self) -> tuple[FactKind, str]:
        """What two facts have in common that say the same: days of any padding, names in any case."""
        if self.kind == "date":
            return self.kind, "/".join(part.lstrip("0") for part in self.text.split("/"))
        return self.kind, self.text.casefold()


class AgencyNames:
    """The names that agencies go by, to be found in texts; the longest one that fits is meant."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = {_folded(name).casefold() for name in names if len(name) > 3}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")

    def mentions(self, text: str) -> Iterator[Fact]:
        """Every agency that a text names."""
        if self.names:
            yield from (
                Fact("agency", text[match.start() : match.end()], match.start()) for match in self._matches(text)
            )

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        small = text.casefold()
        if len(small) == len(text):
            yield from self._pattern.finditer(small)


def text_facts(text: str) -> list[Fact]:
    """The figures, days and document numbers of a text in their order."""
    return [
        Fact(kind, match[kind], match.start())
        for match in _TOKEN.finditer(text)
        for kind in ("document", "date", "figure")
        if match[kind]
    ]


def facts(text: str, agencies: AgencyNames) -> list[Fact]:
    """Everything in a text that must never be wrong, in its order."""
    return sorted((*text_facts(text), *agencies.mentions(text)), key=lambda fact: fact.start)


def differing(expected: list[Fact], printed: list[Fact]) -> list[tuple[Fact | None, Fact | None]]:
    """The facts that one text has and the other has not, side by side where one stands in the other's place."""
    matcher = SequenceMatcher(None, [fact.key for fact in expected], [fact.key for fact in printed], autojunk=False)
    differences: list[tuple[Fact | None, Fact | None]] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            differences += zip_longest(expected[first:last], printed[start:end])
    if len(expected) == len(printed):
        # Where one of two equal figures was changed, place by place says it in fewer words.
        by_place: list[tuple[Fact | None, Fact | None]] = [
            (ours, theirs) for ours, theirs in zip(expected, printed, strict=True) if ours.key != theirs.key
        ]
        return min(differences, by_place, key=len)
    return differences


def _folded(text: str) -> str:
    return " ".join(text.split())
