"""The words around the items of a draft: as it was given out with them, and as the data print them now."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planbook.model.item import ItemId
from planbook.returns.fields.traced import Printed
from planbook.returns.word.units import TextUnit
from planbook.text.comparing import comparable, comparable_row
from planbook.wording.phrases import Phrases

Columns = tuple[tuple[str, ...], tuple[str, ...]]  # the headings of a table as it was given out, and now


@dataclass(frozen=True, slots=True)
class FixedWords:
    """The words that a draft must hold, and those that it may: its mark, and what the data print since.

    `columns` are those of the tables that have others by now, for each of their rows.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    columns: Mapping[ItemId, Columns]
    may_go: int = 1  # the first of the optional words may be missing from every draft

    def missing(self, texts: Iterable[str]) -> Iterator[str]:
        """The required words that are not among texts, less what stands for them by now."""
        left = Counter(texts)
        gone = [text for text in self.required if not _take(left, text)]
        renewed = sum(_take(left, text) for text in self.optional[self.may_go :])
        yield from gone[renewed:]

    def in_columns(self, item: ItemId, text: str, ours: str) -> str:
        """A row in the columns of now; cells that it had none of say what the data print.

        What stands in a column that is no more comes last, so that the row has a cell too many.
        """
        then, now = self.columns.get(item, ((), ()))
        cells, own = text.split("\t"), ours.split("\t")
        if len(cells) != len(then) or len(own) != len(now):
            return text
        given_out = dict(zip(then, cells, strict=True))
        renewed = [given_out.pop(heading, cell) for heading, cell in zip(now, own, strict=True)]
        return "\t".join([*renewed, *filter(None, given_out.values())])


def fixed_words(
    given_out: Sequence[str] | None,
    printed: Sequence[Printed],
    units: Iterable[TextUnit],
    base: Mapping[ItemId, str],
    phrases: Phrases,
) -> FixedWords:
    """The fixed words of a draft.

    `given_out` are its own. A file of an earlier version does not say them: a head of fewer columns is believed, and
    that of the standards, which once stood in every table of targets.
    """
    mark = comparable(phrases.say("draft"))
    may_go = {mark, *(comparable_row(line.text) for line in printed if line.optional and not line.item)}
    tables = dict(_tables(printed))
    now = [comparable_row(line.text) for line in printed if not line.item and not line.optional]
    if given_out is None:
        columns = {cell for head in tables for cell in _cells(head)} | {comparable(phrases.say("column_standard"))}
        heads = [
            unit.text for unit in units if unit.is_row and not unit.spans and columns.issuperset(_cells(unit.text))
        ]
        then = {head: _head_of(head, rows, heads, base) or head for head, rows in tables.items()}
        required = [then.get(text, text) for text in now]
    else:
        words = [comparable_row(text) for text in given_out]
        required = [text for text in words if text not in may_go]
        heads = [text for text in required if "\t" in text]
        then = {head: _head_of(head, rows, heads, base) or head for head, rows in tables.items()}
    wider = {
        item: (_cells(then[head]), _cells(head)) for head, rows in tables.items() if then[head] != head for item in rows
    }
    since = Counter(now) - Counter(required)
    return FixedWords(tuple(filter(None, required)), (*may_go, *filter(None, since.elements())), wider, len(may_go))


def _tables(printed: Iterable[Printed]) -> Iterator[tuple[str, list[ItemId]]]:
    """The head of each table with the items of its rows."""
    rows: list[ItemId] = []
    for line in printed:
        if line.is_row and not line.item:
            rows = []
            yield comparable_row(line.text), rows
        elif line.is_row:
            rows.append(line.item)


def _head_of(head: str, rows: Iterable[ItemId], heads: Iterable[str], base: Mapping[ItemId, str]) -> str:
    """The head that a table was given out with, as wide as its rows were, if most of its columns are those of now."""
    width = max((len(_cells(base.get(item, ""))) for item in rows), default=0)
    cells = set(_cells(head))
    return next((row for row in heads if _is_like(_cells(row), cells, width)), "")


def _is_like(then: Sequence[str], now: Collection[str], width: int) -> bool:
    return len(then) == width and 2 * len(set(then) & set(now)) > max(len(then), len(now))


def _cells(row: str) -> tuple[str, ...]:
    return tuple(row.split("\t"))


def _take(left: Counter[str], text: str) -> bool:
    left[text] -= 1
    return left[text] >= 0
