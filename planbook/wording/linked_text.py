"""The text of a plan with marks at what it names: agencies, documents, indicators, other items."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from planbook.model.target import Figure, Target
from planbook.wording.speech import PlanText
from planbook.wording.typed_names import NamedEntry, TypedNames

# No data file holds these letters. Each stands before the last letter of a name, so that nothing that looks at how a
# text begins or ends sees another text.
_FIRST, _LAST = 0xF0000, 0x10FFFD
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")

_NAMELESS = ("bullet", "plus", "none")  # kinds of counting that give an item no place of its own

NameSpot = tuple[int, int, NamedEntry]  # of a text: from, to, what it names


class LinkedText(PlanText):
    """Fills the texts of a plan, and marks in them what they name."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._names: list[tuple[NamedEntry, int]] = []
        places: dict[str, list[str]] = {}
        for item, number in self.numbers.items():
            if number.path:
                places.setdefault(super().place(item).casefold(), []).append(item)
        bearers = {place: self._bearers(ids) for place, ids in places.items()}
        alone = {place: ids[0] for place, ids in bearers.items() if len(ids) == 1}
        names = TypedNames(self.workspace, self.plan, alone)
        self._typed = cache(lambda text: tuple(names.spots(text)))  # many texts are printed twice

    def _bearers(self, items: list[str]) -> list[str]:
        """Of the items of one place those with its number: bullets only stand below it; a part bears its number in words."""
        return [item for item in items if self.numbers[item].counting.kind not in _NAMELESS] or items[:1]

    def _marked(self, kind: str, id_: str | None, text: str) -> str:
        code = _FIRST + len(self._names)
        if not id_ or len(text) < 2 or code > _LAST:
            return text
        self._names.append(((kind, id_), len(without_marks(text))))
        return text[:-1] + chr(code) + text[-1]

    def fill(self, text: str | None) -> str:
        """The text as it is printed."""
        return super().fill(self.with_typed(text) if text else text)

    def with_typed(self, text: str) -> str:
        """A text with marks at what somebody typed, where it can only be one thing."""
        marked, end = "", 0
        for first, last, (kind, id_) in self._typed(text):
            marked += text[end:first] + self._marked(kind, id_, text[first:last])
            end = last
        return marked + text[end:]

    def value(self, figure: Figure | Target) -> str:
        """The number of a figure or target."""
        aim = self._figures.get(figure.target or "") if isinstance(figure, Figure) else None
        indicator = figure.indicator or (aim.indicator if aim else None)
        return self._marked("indicator", indicator, super().value(figure))

    def citation(self, document: str, form: str | None = None) -> str:
        """A citation; of a long one the type and the number are marked alone."""
        cited = super().citation(document, form)
        short = super().citation(document, "short")
        name = short if cited.startswith(short) else cited
        return self._marked("document", document, name) + cited[len(name) :]

    def agency(self, agency: str, form: str | None = None) -> str:
        """The name of an agency."""
        return self._marked("agency", agency, super().agency(agency, form))

    def place(self, item: str) -> str:
        """Where an item stands."""
        return self._marked("item", item, super().place(item))

    def stretches(self, text: str) -> Iterator[NameSpot]:
        """Where in the text without marks each name stands, from the left; in a name that holds others only itself."""
        stretches = []
        for number, mark in enumerate(_MARK.finditer(text)):
            entry, length = self._names[ord(mark[0]) - _FIRST]
            end = mark.start() - number + 1
            if end >= length:
                stretches.append((end - length, end, entry))
        begun = 0
        for begin, end, entry in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
            if begin >= begun:
                yield begin, end, entry
                begun = end


def without_marks(text: str) -> str:
    """A text without its marks."""
    return _MARK.sub("", text)
