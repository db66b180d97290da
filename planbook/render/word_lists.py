"""Numbers that Word counts itself, where it counts as the plan does; all other numbers stay text."""

from collections.abc import Mapping

from planbook.model.number import roman
from planbook.ooxml.numbering import ListDefinitions, ListLevel, ListPlace

# No list of Word counts "a, b, c, d, đ, e, g …": its letters have no "đ" after d, but f, j, w and z. So points keep their
# letter as text, which an editor changes by hand.
_KINDS: dict[str, tuple[ListLevel, ...]] = {
    "roman": (ListLevel("upperRoman", "%1."),),
    "arabic": (ListLevel("decimal", "%1."), ListLevel("decimal", "%1.%2."), ListLevel("decimal", "%1.%2.%3.")),
    "parenthesis": (ListLevel("decimal", "(%1)"),),
    "bullets": (ListLevel("bullet", "-"), ListLevel("bullet", "+")),
}
_BULLETS = {"bullet": 0, "plus": 1}
_LIST_OF = {"roman": "roman", "arabic": "arabic", "decimal": "arabic", "parenthesis": "parenthesis"}


def no_lists(first_line: float) -> ListDefinitions:
    """The lists of a document that has none yet; numbers stand `first_line` mm from the margin."""
    return ListDefinitions(list(_KINDS.values()), first_line)


class WordLists:
    """Counts as Word does, so that a number becomes a list number only if Word prints the very same."""

    def __init__(self, lists: ListDefinitions, numbers: dict[tuple[str, str, int], int] | None = None) -> None:
        """Take the lists of the document, and the numbers of those that another text in it has."""
        self.lists = lists
        # Lists of one name that begin at different numbers, in two texts, are two.
        self._numbers = {} if numbers is None else numbers
        self._starts: dict[str, int] = {}
        self._counters: dict[str, list[int]] = {}

    def beside(self) -> "WordLists":
        """What counts another text of the same document, whose lists of one name are the same."""
        return WordLists(self.lists, self._numbers)

    def place(self, number: Mapping[str, str], printed: str) -> ListPlace | None:
        """The place in a list for the `data-` attributes of a number; None where it has to stay text."""
        kind = number["data-kind"]
        if kind in _BULLETS:
            return ListPlace(self._number("bullets", "bullets", 1), _BULLETS[kind])
        if kind not in _LIST_OF:
            return None
        name = number["data-list"]
        ordinals = [int(ordinal) for ordinal in number["data-ordinals"].split(".")]
        counters = self._counters.get(name, [])
        levels = _KINDS[_LIST_OF[kind]]
        depth = len(ordinals) - 1
        if depth >= len(levels) or len(counters) < depth:
            return None
        if len(counters) > depth:
            counted = [*counters[:depth], counters[depth] + 1]
        else:  # the first item of a list may begin anywhere, that of a level below it only at 1
            counted = [*counters, 1 if depth else ordinals[0]]
        if _printed(levels[depth], counted) != printed:
            return None
        self._counters[name] = counted
        return ListPlace(self._number(name, _LIST_OF[kind], ordinals[0]), depth)

    def _number(self, name: str, kind: str, start: int) -> int:
        key = (name, kind, self._starts.setdefault(name, start))
        if key not in self._numbers:
            self._numbers[key] = self.lists.new(list(_KINDS).index(kind), key[2])
        return self._numbers[key]


def _printed(level: ListLevel, counters: list[int]) -> str:
    text = level.text
    for at, counter in enumerate(counters, 1):
        text = text.replace(f"%{at}", roman(counter) if level.count == "upperRoman" else str(counter))
    return text
