"""A printed line edited by hand, put back into the texts that it was made of; what they mention stays mentioned."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.texts import BRACED
from planbook.ooxml.blocks import FOOTNOTE_SIGN
from planbook.reading.not_taken import BRACES, FOOTNOTE, NotTaken, Unread, attempted
from planbook.text.comparing import cleaned_line
from planbook.text.writer import Addition

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_NUMBERS = ("{value", "{figure:")
# What belongs to a number before which it stands: its sign, its first digits ("1.250" typed where 250 stood).
_NO_WORDS = re.compile(r"\d|[-\u2212\u2013+]\Z")
_BEGINS_NUMBER = re.compile(r"(?:(?<!\S)[-\u2212\u2013+])?(?:(?<![\w.,])\d[\d.,]*)?\Z")
_BESIDE = 6  # words and the spaces between them that may say how a number compares
_EDITED = 0.4  # the share of a line that must have stayed for the rest to be an edit of it


@dataclass(frozen=True, slots=True)
class LinePart:
    """A stretch of a printed line: the text of a field with its mentions, or without a field words that are fixed."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Reread:
    """The new texts of the fields that changed, and what else changes because the words of a mention were edited."""

    texts: dict[str, str]
    changes: tuple[Change, ...] = ()
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """What stands in the place of a mention whose words were edited: a mention again, and changes of what it prints.

    `addition` is the document that it cites, where no register has it.
    """

    text: str
    changes: tuple[Change, ...] = ()
    addition: Addition | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the line as it was: from `start` to `end`, of the part at `part`; literal text or a whole blank."""

    part: int
    source: str
    start: int
    end: int
    is_literal: bool


def reread(
    parts: Sequence[LinePart], fill: Callable[[str], str], line: str, read: Callable[[str, str], Mention]
) -> Reread:
    """The texts from which an edited line is printed; raises `NotTaken`.

    `fill` prints one blank ({agency:so-y-te}); `read` gets a blank with the words that now stand in its place.
    """
    line = cleaned_line(line)
    if set(line) & set("{}"):
        raise NotTaken(BRACES)
    return _Rereading(parts, fill, line, read).answer()


class _Rereading:
    """Puts an edited line back into its parts, piece by piece."""

    def __init__(
        self, parts: Sequence[LinePart], fill: Callable[[str], str], line: str, read: Callable[[str, str], Mention]
    ) -> None:
        self.parts, self.fill, self.line, self.read = parts, fill, line, read
        self.pieces = list(_pieces(parts, fill))
        self.old = "".join(piece.source if piece.is_literal else fill(piece.source) for piece in self.pieces)
        self.alignment = _Alignment(self.old, line)
        self.texts = [""] * len(parts)
        self.changes: list[Change] = []
        self.additions: list[Addition] = []
        self.gone: list[_Piece] = []  # mentions whose words are not where they were
        self.at = 0  # how far the line is read

    def answer(self) -> Reread:
        """The new texts of the parts; raises `NotTaken`."""
        for index, piece in enumerate(self.pieces):
            if not (piece.is_literal and self.parts[piece.part].field):
                self.fit(index, piece)
        if not self.take(len(self.pieces), len(self.line)):
            raise _lost(self.old)
        for piece in self.gone:
            # Words that moved are a mention still; words that are nowhere any more are none.
            if self.texts[piece.part].count(words := self.fill(piece.source)) == 1:
                self.texts[piece.part] = self.texts[piece.part].replace(words, piece.source)
        if any(FOOTNOTE_SIGN in text for text in self.texts):
            raise NotTaken(FOOTNOTE)
        texts = {
            part.field: (text.strip(), part.text)
            for part, text in zip(self.parts, self.texts, strict=True)
            if part.field
        }
        if not all(text for text, _ in texts.values()):
            raise NotTaken(Text("nothing is left of the text"), Text("write the text, or delete the whole row"))
        edited = {field: text for field, (text, was) in texts.items() if text != was}
        return Reread(edited, tuple(self.changes), tuple(self.additions))

    def fit(self, index: int, piece: _Piece) -> None:
        """Find fixed words or a mention in the edited line, with what stands before them; raises `NotTaken`."""
        words = self.old[piece.start : piece.end]
        unbroken = self.alignment.unbroken(piece.start, piece.end)
        place = unbroken or self.alignment.between(piece.start, piece.end)
        is_there = place is not None and place[0] >= self.at and place[0] != place[1]
        if place is None or not is_there:
            if piece.is_literal:
                raise _lost(words)
            self.gone.append(piece)
            return
        if piece.source.startswith(_NUMBERS) and (begin := self.begin_of_number(place[0])) < place[0]:
            place, unbroken = (begin, place[1]), None
        wider = self.with_comparator(piece, place, is_same=bool(unbroken))
        place = wider or (place if unbroken else self.without_words(piece, place))
        if not self.take(index, place[0]) or (piece.is_literal and not unbroken):
            raise _lost(words)
        self.at = place[1]
        if unbroken and not wider:
            self.texts[piece.part] += piece.source
            return
        mention = self.read(piece.source, self.line[slice(*place)])
        self.texts[piece.part] += mention.text
        self.changes += mention.changes
        self.additions += [mention.addition] if mention.addition else []

    def begin_of_number(self, at: int) -> int:
        """Where the number begins whose end begins at a place: not behind its sign or between its digits."""
        begun = _BEGINS_NUMBER.search(self.line, self.at, at) if self.line[at : at + 1].isdigit() else None
        return begun.start() if begun else at

    def with_comparator(self, piece: _Piece, place: tuple[int, int], *, is_same: bool) -> tuple[int, int] | None:
        """A number with the words typed beside it that only say how it compares: "ít nhất", "trở lên", "từ … đến".

        `is_same` is a number that stayed: then these words are all that changes.
        """
        if not piece.source.startswith(_NUMBERS):
            return None
        own = None if is_same else attempted(self.read, piece.source, self.line[slice(*place)])
        if isinstance(own, Unread):
            return None
        for start, end in self.alignment.typed_around(*place):
            mention = attempted(self.read, piece.source, self.line[start:end]) if start >= self.at else None
            if isinstance(mention, Mention):
                facts, own_facts = _values(mention), _values(own) if own else []
                is_compared = all(old[1:] == new[1:] for old, new in facts)
                is_own = [new[1:] for _, new in facts] == [new[1:] for _, new in own_facts]
                if (facts and is_compared) if own is None else (is_own or (is_compared and not own_facts)):
                    return start, end
        return None

    def without_words(self, piece: _Piece, place: tuple[int, int]) -> tuple[int, int]:
        """The stretch of a number that stayed without words typed before it, whose unit was edited too: "120 nhà" of "mới 120 nhà"."""
        if not piece.source.startswith(_NUMBERS) or isinstance(
            attempted(self.read, piece.source, self.line[slice(*place)]), Mention
        ):
            return place
        for start in self.alignment.starts_within(*place):
            mention = attempted(self.read, piece.source, self.line[start : place[1]])
            if isinstance(mention, Mention):
                is_same = all(old[:3] == new[:3] for old, new in _values(mention))
                is_same = is_same and not _NO_WORDS.search(self.line[place[0] : start])
                return (start, place[1]) if is_same else place
        return place

    def take(self, index: int, end: int) -> bool:
        """Hand what stands before a piece to the part that it belongs to; whether there is one."""
        words = self.line[self.at : end]
        owner = _owner(self.pieces, self.parts, index)
        if words and owner is not None:
            self.texts[owner] += words
        return not words or owner is not None


def _values(mention: Mention) -> list[tuple[Any, Any]]:
    """What a mention changes of a number: comparator, value, upper value and unit, as they were and as they will be."""
    return [(change.old, change.new) for change in mention.changes if change.field == "value"]


def _pieces(parts: Sequence[LinePart], fill: Callable[[str], str]) -> Iterator[_Piece]:
    at = 0
    for index, part in enumerate(parts):
        blanks = list(BRACED.finditer(part.text)) if part.field else []
        ends = 0
        for blank in (*blanks, None):
            literal = part.text[ends : blank.start() if blank else len(part.text)]
            if literal:
                yield _Piece(index, literal, at, at + len(literal), is_literal=True)
                at += len(literal)
            if blank:
                words = fill(blank.group())
                yield _Piece(index, blank.group(), at, at + len(words), is_literal=False)
                at += len(words)
                ends = blank.end()


def _owner(pieces: Sequence[_Piece], parts: Sequence[LinePart], index: int) -> int | None:
    """The part that words belong to which stand before a piece: one with a field, that piece's own if it has."""
    here = pieces[index].part if index < len(pieces) else None
    if here is not None and parts[here].field:
        return here
    earlier = pieces[index - 1].part if index else None
    return earlier if earlier is not None and parts[earlier].field else None


def _lost(words: str) -> NotTaken:
    return NotTaken(
        Text("“{words}” is put there by the program, and was edited", {"words": words[:80]}),
        Text("leave these words as they are, or change them where they come from"),
    )


class _Alignment:
    """Which words of a line stand where in its edited form."""

    def __init__(self, old: str, new: str) -> None:
        before, after = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
        matcher = SequenceMatcher(
            None, [token.group() for token in before], [token.group() for token in after], autojunk=False
        )
        self._new_of: dict[int, int] = {}  # the start in the new line of every letter that stayed
        for first, second, size in matcher.get_matching_blocks():
            for old_token, new_token in zip(before[first : first + size], after[second : second + size], strict=True):
                for offset in range(len(old_token.group())):
                    self._new_of[old_token.start() + offset] = new_token.start() + offset
        self._old, self._new, self._line = len(old), len(new), new
        self._tokens, self._stayed = after, {*self._new_of.values()}
        # In a line that was written anew, what stayed the same did so by chance.
        self._is_anew = matcher.ratio() < _EDITED

    def typed_around(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A stretch of the new line with up to some words beside it that the old one did not have, the longest first."""
        befores, afters = [start], [end]
        typed = [token for token in self._tokens if token.group().isspace() or token.start() not in self._stayed]
        for token in reversed(typed):
            if token.end() == befores[-1] and len(befores) <= _BESIDE:
                befores.append(token.start())
        for token in typed:
            if token.start() == afters[-1] and len(afters) <= _BESIDE:
                afters.append(token.end())
        pairs = [(before, after) for before in befores for after in afters if (before, after) != (start, end)]
        longest_first = sorted(pairs, key=lambda pair: pair[0] - pair[1])
        return (pair for pair in longest_first if self._line[slice(*pair)].strip() == self._line[slice(*pair)])

    def starts_within(self, start: int, end: int) -> Iterator[int]:
        """Where words begin within a stretch of the new line, behind its first."""
        return (token.start() for token in self._tokens if start < token.start() < end and not token.group().isspace())

    def unbroken(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the old line stands unbroken in the new one."""
        first = self._new_of.get(start)
        if first is None or any(self._new_of.get(at) != first + at - start for at in range(start, end)):
            return None
        return first, first + end - start

    def between(self, start: int, end: int) -> tuple[int, int] | None:
        """What stands in the place of a stretch, between its neighbours that stayed."""
        if self._is_anew:
            return None
        left = 0 if start == 0 else self._new_of.get(start - 1, -2) + 1
        right = self._new if end == self._old else self._new_of.get(end)
        return None if left < 0 or right is None or right < left else (left, right)
