"""Rows of a returned sheet that say what another row was given out with: cells that were sorted without their hidden ids."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planbook.messages.diagnostics import Text
from planbook.reading.context import RowValues
from planbook.reading.not_taken import Unread
from planbook.returns.workbook.tables import SheetLine, shown_value
from planbook.text.comparing import as_compared

_MEND = Text("put the rows back into their order, or sort the whole table with its hidden column")
# By which columns a row is known.
_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "about_tasks": ("task",),
    "about_targets": ("target",),
    "about_budget": ("purpose", "project", "source_of_funds"),
}


@dataclass(frozen=True, slots=True)
class StrayedRow:
    """What a row was known by and what it is known by now, and why nothing of it is taken."""

    words: tuple[str, str]
    why: Unread


def strayed_rows(about: str, lines: Sequence[SheetLine], given_out: Mapping[str, RowValues]) -> dict[str, StrayedRow]:
    """The rows, by their ids, whose cells are those of another row, or whose own cells stand in another one.

    That other one says something else by now: where it still says the same, somebody only wrote so here.
    """
    columns = _KNOWN_BY.get(about) or _telling_column(given_out)
    own_words = {id_: _words(row, columns) for id_, row in given_out.items()}
    keys = {id_: as_compared(words) for id_, words in own_words.items()}
    counts = Counter(keys.values())
    homes = {key: id_ for id_, key in keys.items() if key and counts[key] == 1}
    now: dict[str, str] = {}
    for line in lines:
        if line.id in own_words:
            now.setdefault(line.id, _words(line.values, columns))
    strayed: dict[str, StrayedRow] = {}
    for id_, words in now.items():
        home = homes.get(as_compared(words), id_)
        if home != id_ and as_compared(now.get(home, own_words[home])) != keys[home]:
            why = Text("the cells of the row are those of “{id}”: they were moved without the hidden ids", {"id": home})
            strayed[id_] = StrayedRow((own_words[id_], words), Unread(why, _MEND))
            why = Text("the cells of the row stand at “{id}” now: they were moved without the hidden ids", {"id": id_})
            strayed.setdefault(home, StrayedRow((own_words[home], now[home]), Unread(why, _MEND)))
    return strayed


def _words(row: RowValues, columns: Sequence[str]) -> str:
    return " | ".join(text for name in columns if (text := shown_value(row.get(name))))


def _telling_column(rows: Mapping[str, RowValues]) -> tuple[str, ...]:
    """The first column that tells all rows apart by words; all columns where none does."""
    names = list(next(iter(rows.values()), {}))
    for name in names:
        cells = [shown_value(row.get(name)) for row in rows.values()]
        if len({*cells}) == len(cells) and any(letter.isalpha() for text in cells for letter in text):
            return (name,)
    return tuple(names)
