"""The text of a returned Word file with all changes accepted, or all rejected, as lines with their bookmarks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from planbook.ooxml.inheritance import Values
from planbook.ooxml.lists import ListCounter
from planbook.ooxml.pieces import Authorship, Edge, Paragraph, Piece, Returned, Where
from planbook.ooxml.reading import TablePlace

Gone = Callable[[Piece | Paragraph], Authorship | None]


@dataclass(frozen=True, slots=True)
class StateLine:
    """A paragraph as it reads in one state of the file.

    `number` is that of the paragraph it begins with; `label` the number that Word counts before it. `spans` and
    `controls` are stretches of `text` under a bookmark's name and a control's tag; `kept` are bookmarks that the line has
    around nothing. `odd` are the pieces that are no plain text (hidden ones are not part of `text`), `comments` the numbers of
    those that touch it, `revisions` whoever changed anything in it.
    """

    number: int
    where: Where
    text: str
    label: str
    style: str
    listed: Values
    cell: TablePlace | None
    nested: int
    spans: dict[str, tuple[int, int]]
    controls: dict[str, tuple[int, int]]
    kept: tuple[str, ...] = ()
    odd: tuple[Piece, ...] = ()
    comments: tuple[str, ...] = ()
    revisions: tuple[Authorship, ...] = ()


def final(returned: Returned) -> tuple[StateLine, ...]:
    """The lines of a file as if every tracked change was accepted."""
    return tuple(
        _lines(
            returned,
            lambda one: one.deleted if isinstance(one, Piece) else one.end_deleted,
            lambda one: bool(one.row_deleted),
        )
    )


def original(returned: Returned) -> tuple[StateLine, ...]:
    """The lines of a file as if every tracked change was rejected."""
    return tuple(
        _lines(
            returned,
            lambda one: one.inserted if isinstance(one, Piece) else one.end_inserted,
            lambda one: bool(one.row_inserted),
        )
    )


@dataclass(slots=True)
class _Open:
    """A line that is still being put together, of one or more paragraphs."""

    first: Paragraph
    last: Paragraph
    text: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    controls: dict[str, tuple[int, int]] = field(default_factory=dict)
    kept: dict[str, None] = field(default_factory=dict)
    odd: list[Piece] = field(default_factory=list)
    comments: dict[str, None] = field(default_factory=dict)
    revisions: dict[Authorship, None] = field(default_factory=dict)
    dress: Paragraph | None = None  # the first one that says something gives the line its style


def _lines(returned: Returned, gone: Gone, row_gone: Callable[[Paragraph], bool]) -> Iterator[StateLine]:
    lists = ListCounter(returned.numbering)
    begun: set[str] = set()  # the names of bookmarks; Word knows only the first of each name
    ended = {f"{one.of} {one.key}" for each in returned.paragraphs for one in _edges(each) if not one.begins}
    reach: dict[str, Edge] = {}  # bookmarks, controls and comments that are open, by the key of their edges
    line: _Open | None = None
    for paragraph in returned.paragraphs:
        if line and line.first.container != paragraph.container:
            if line.text or not gone(line.last):
                yield _closed(line, lists)
            line = None
        line = line or _Open(paragraph, paragraph)
        line.last = paragraph
        _read(line, paragraph, gone, reach, begun, ended)
        for revision in (paragraph.end_inserted, paragraph.end_deleted):
            if revision:
                line.revisions[revision] = None
        if row_gone(paragraph):
            line = None
        elif not gone(paragraph):
            yield _closed(line, lists)
            line = None
    if line and (line.text or not gone(line.last)):
        yield _closed(line, lists)


def _read(
    line: _Open, paragraph: Paragraph, gone: Gone, reach: dict[str, Edge], names: set[str], ended: set[str]
) -> None:
    """Add what a paragraph says in this state, with the stretches that are open in it."""
    begun = dict.fromkeys(reach, len(line.text))
    for one in paragraph.content:
        if isinstance(one, Edge):
            key = f"{one.of} {one.key}"
            if one.begins:
                if one.of == "bookmark" and one.name in names:
                    continue
                if one.of == "bookmark" and key in ended:
                    names.add(one.name)
                reach[key] = one
                begun[key] = len(line.text)
                if one.of == "comment":
                    line.comments[one.name] = None
            elif key in reach:
                stays = line.first is paragraph and not gone(paragraph)
                _stretch(line, reach.pop(key), begun.pop(key), stays=stays)
            continue
        for revision in (one.inserted, one.deleted):
            if revision:
                line.revisions[revision] = None
        if gone(one):
            continue
        if one.kind not in ("text", "field"):
            line.odd.append(one)
        if one.kind != "hidden":
            line.text += one.text
            line.dress = line.dress or paragraph
    for key, at in begun.items():
        if key in reach:
            _stretch(line, reach[key], at)
            if key not in ended:
                # LibreOffice ends a bookmark of several paragraphs where a control ends, and begins it again behind it.
                del reach[key]


def _edges(paragraph: Paragraph) -> Iterator[Edge]:
    return (one for one in paragraph.content if isinstance(one, Edge))


def _stretch(line: _Open, edge: Edge, begin: int, *, stays: bool = False) -> None:
    if edge.of == "comment":
        line.comments[edge.name] = None
    elif len(line.text) > begin and edge.name:
        stretches = line.spans if edge.of == "bookmark" else line.controls
        first = stretches.get(edge.name, (begin, begin))[0]
        stretches[edge.name] = first, len(line.text)
    elif stays and edge.of == "bookmark":
        line.kept[edge.name] = None


def _closed(line: _Open, lists: ListCounter) -> StateLine:
    dress = line.dress or line.last
    label = lists.label(dress.listed, dress.style) if dress.listed else ""
    return StateLine(
        line.first.number,
        line.first.where,
        line.text,
        label if line.text.strip() else "",
        dress.style,
        dress.listed,
        line.first.cell,
        line.first.nested,
        line.spans,
        line.controls,
        tuple(line.kept),
        tuple(line.odd),
        tuple(line.comments),
        tuple(line.revisions),
    )
