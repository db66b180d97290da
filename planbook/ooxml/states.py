"""The text of a returned Word file with all changes accepted, or all rejected, as lines with their bookmarks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from planbook.ooxml.anchors import is_of_item
from planbook.ooxml.edges import Edge
from planbook.ooxml.lists import ListCounter
from planbook.ooxml.pieces import Authorship, Paragraph, Piece, Returned, Where
from planbook.ooxml.reading import TablePlace
from planbook.ooxml.values import Values


@dataclass(frozen=True, slots=True)
class StateLine:
    """A paragraph as it reads in one state of the file.

    `number` is that of the paragraph it begins with; `label` the number that Word counts before it. `spans` and
    `controls` are stretches of `text` under a bookmark's name and a control's tag; `empty_bookmarks` are those that the line has
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
    empty_bookmarks: tuple[str, ...] = ()
    odd: tuple[Piece, ...] = ()
    comments: tuple[str, ...] = ()
    revisions: tuple[Authorship, ...] = ()

    @property
    def is_own_footnote(self) -> bool:
        """Whether it is of a footnote that holds an item; any other was added by hand."""
        return self.where == "footnote" and any(map(is_of_item, (*self.spans, *self.empty_bookmarks)))


def final(returned: Returned) -> tuple[StateLine, ...]:
    """The lines of a file as if every tracked change was accepted."""
    return tuple(_Lines(returned, "deleted").all())


def original(returned: Returned) -> tuple[StateLine, ...]:
    """The lines of a file as if every tracked change was rejected."""
    return tuple(_Lines(returned, "inserted").all())


@dataclass(slots=True)
class _Open:
    """A line that is still being put together, of one or more paragraphs."""

    first: Paragraph
    last: Paragraph
    text: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    controls: dict[str, tuple[int, int]] = field(default_factory=dict)
    empty_bookmarks: dict[str, None] = field(default_factory=dict)
    odd: list[Piece] = field(default_factory=list)
    comments: dict[str, None] = field(default_factory=dict)
    revisions: dict[Authorship, None] = field(default_factory=dict)
    dress: Paragraph | None = None  # the first one that says something gives the line its style

    def revised_by(self, *revisions: Authorship | None) -> None:
        """Note who changed anything in it."""
        self.revisions |= {revision: None for revision in revisions if revision}


class _Lines:
    """Puts the lines of one state together, in which what was `undone` is gone."""

    def __init__(self, returned: Returned, undone: Literal["inserted", "deleted"]) -> None:
        self.returned, self.undone = returned, undone
        self.lists = ListCounter(returned.numbering)
        self.begun_names: set[str] = set()  # bookmarks that have begun; Word knows only the first of each name
        self.ended = {edge.pair for paragraph in returned.paragraphs for edge in _edges(paragraph) if not edge.begins}
        self.reach: dict[tuple[str, str], Edge] = {}  # bookmarks, controls and comments that are open

    def all(self) -> Iterator[StateLine]:
        """Every line, in the order of the file."""
        line: _Open | None = None
        for paragraph in self.returned.paragraphs:
            if line and line.first.container != paragraph.container:
                yield from self.last(line)
                line = None
            line = line or _Open(paragraph, paragraph)
            line.last = paragraph
            self.read(line, paragraph)
            line.revised_by(paragraph.end_inserted, paragraph.end_deleted)
            if getattr(paragraph, f"row_{self.undone}"):
                line = None
            elif not self.gone(paragraph):
                yield _closed(line, self.lists)
                line = None
        if line:
            yield from self.last(line)

    def gone(self, part: Piece | Paragraph) -> bool:
        """Whether a piece, or the end of a paragraph, is no part of this state."""
        return bool(getattr(part, self.undone if isinstance(part, Piece) else f"end_{self.undone}"))

    def last(self, line: _Open) -> Iterator[StateLine]:
        """A line that nothing follows which it could be joined with."""
        if line.text or not self.gone(line.last):
            yield _closed(line, self.lists)

    def read(self, line: _Open, paragraph: Paragraph) -> None:
        """Add what a paragraph says in this state, with the stretches that are open in it."""
        begun = dict.fromkeys(self.reach, len(line.text))
        stays = line.first is paragraph and not self.gone(paragraph)
        for part in paragraph.content:
            if isinstance(part, Piece):
                self.say(line, paragraph, part)
            elif part.begins:
                self.begin(line, part, begun)
            elif part.pair in self.reach:
                _stretch(line, self.reach.pop(part.pair), begun.pop(part.pair), stays=stays)
        for pair, at in begun.items():
            _stretch(line, self.reach[pair], at)
            if pair not in self.ended:
                # LibreOffice ends a bookmark of several paragraphs where a control ends, and begins it again behind it.
                del self.reach[pair]

    def begin(self, line: _Open, edge: Edge, begun: dict[tuple[str, str], int]) -> None:
        """Open a bookmark, control or comment where its line has come to."""
        if edge.of == "bookmark":
            if edge.name in self.begun_names:
                return
            self.begun_names |= {edge.name} if edge.pair in self.ended else set()
        if edge.of == "comment":
            line.comments[edge.name] = None
        self.reach[edge.pair] = edge
        begun[edge.pair] = len(line.text)

    def say(self, line: _Open, paragraph: Paragraph, piece: Piece) -> None:
        """Add a piece to a line, unless it is gone in this state."""
        line.revised_by(piece.inserted, piece.deleted)
        if self.gone(piece):
            return
        if piece.kind not in ("text", "field"):
            line.odd.append(piece)
        if piece.kind != "hidden":
            line.text += piece.text
            line.dress = line.dress or paragraph


def _edges(paragraph: Paragraph) -> Iterator[Edge]:
    return (part for part in paragraph.content if isinstance(part, Edge))


def _stretch(line: _Open, edge: Edge, begin: int, *, stays: bool = False) -> None:
    if edge.of == "comment":
        line.comments[edge.name] = None
    elif len(line.text) > begin and edge.name:
        stretches = line.spans if edge.of == "bookmark" else line.controls
        first = stretches.get(edge.name, (begin, begin))[0]
        stretches[edge.name] = first, len(line.text)
    elif stays and edge.of == "bookmark":
        line.empty_bookmarks[edge.name] = None


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
        tuple(line.empty_bookmarks),
        tuple(line.odd),
        tuple(line.comments),
        tuple(line.revisions),
    )
