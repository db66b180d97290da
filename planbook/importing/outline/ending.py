"""What stands behind the sections of an old plan: closing words, signature, recipients, and where appendices begin."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from planbook.importing.outline.lines import OutlineLine, passage_lines
from planbook.importing.outline.parts import Excerpt, OutlineSignature
from planbook.importing.outline.words import OutlineWords

_RECIPIENT = re.compile(r"(?:(?<=[;.,:])\s*|^)[-\u2013+]\s*")
_MOST = 60  # lines of recipients and signature
_NAME_WORDS = range(2, 9)


@dataclass
class Ending:
    """The parts of the last block, and how many lines it has."""

    recipients: list[Excerpt] = field(default_factory=list)
    signature: OutlineSignature = field(default_factory=OutlineSignature)
    rest: list[Excerpt] = field(default_factory=list)
    lines: int = 0


def begin_of_ending(lines: Sequence[OutlineLine], words: OutlineWords) -> int | None:
    """The line with which recipients or signature begin."""
    for at, line in enumerate(lines):
        pieces = list(_pieces(line, words))
        if any(words.marks.recipients.match(piece.text) for piece in pieces):
            signing = 0  # the right column may come before the left one
            while signing < at and _is_signing(lines[at - signing - 1].text, words):
                signing += 1
            return at - signing
        # In other places an authority is a part of a sentence.
        if any(
            words.marks.authority.match(piece.text) and piece.text.isupper() for piece in pieces if len(pieces) < _MOST
        ):
            return at
    return None


def read_ending(lines: Sequence[OutlineLine], words: OutlineWords) -> Ending:
    """The block that begins with the first line."""
    ending = Ending()
    signing: list[Excerpt] = []
    seen_recipients = False
    for at, line in enumerate(lines[:_MOST]):
        if at and _begins_appendix(line, words, signed=bool(signing)):
            break
        pieces = list(_pieces(line, words))
        is_block = any(_is_signing(piece.text, words) or words.marks.recipients.match(piece.text) for piece in pieces)
        if at and line.grid and not is_block:
            break
        is_named = _has_name(signing)
        if is_named and not line.grid and not seen_recipients | bool(words.marks.recipients.match(line.text)):
            break
        if is_named and seen_recipients and not line.grid and not _is_recipient(line.text, words):
            break
        for piece in pieces:
            if words.marks.recipients.match(piece.text):
                seen_recipients = True
                behind = _recipients(piece, words)
                ending.recipients += behind
                ending.rest += [] if behind else [piece]
            elif _is_recipient(piece.text, words) and not _is_signing(piece.text, words):
                ending.recipients += _recipients(piece, words)
            elif words.marks.not_a_name.search(piece.text):
                ending.rest.append(piece)
            else:
                signing.append(piece)
        ending.lines = at + 1
    ending.signature, unread = _signature(signing, words)
    ending.rest += unread
    return ending


def _begins_appendix(line: OutlineLine, words: OutlineWords, *, signed: bool) -> bool:
    """Whether a line behind the signature is the head of an appendix."""
    if line.grid:
        return False
    is_head = line.has_head_look or line.look.centered
    is_other = bool(words.own.other_appendix.match(line.text)) and is_head
    return bool(words.marks.appendix.match(line.text)) or (signed and is_other)


def _pieces(line: OutlineLine, words: OutlineWords) -> Iterator[Excerpt]:
    """A line as it is, or the lines of all cells of a table; a cell whose paragraphs the file has as one is cut later."""
    if line.grid is None:
        yield line.excerpt
        return
    if len(line.grid.rows) > _MOST // 4:
        return
    for passage in line.grid.passages():
        yield from (inner.excerpt for inner in passage_lines(passage, words))


def _is_signing(text: str, words: OutlineWords) -> bool:
    return (text.isupper() and bool(words.marks.authority.match(text) or words.marks.office.match(text))) or (
        bool(words.marks.authority.match(text)) and text[:12].isupper()
    )


def _is_recipient(text: str, words: OutlineWords) -> bool:
    return bool(words.marks.recipient.match(text) or words.marks.archive.match(text) or text.endswith(";"))


def _recipients(piece: Excerpt, words: OutlineWords) -> list[Excerpt]:
    """The recipients of a text, one each, without the label."""
    match = words.marks.recipients.match(piece.text)
    text = piece.text[match.end() :].lstrip(" :") if match else piece.text
    return [Excerpt(part.strip(), piece.passages) for part in _RECIPIENT.split(text) if part.strip()]


def _has_name(signing: Sequence[Excerpt]) -> bool:
    """Whether the lines of a signature have the name at their end already."""
    return len(signing) > 1 and not signing[-1].text.isupper() and len(signing[-1].text.split()) in _NAME_WORDS


def _signature(signing: Sequence[Excerpt], words: OutlineWords) -> tuple[OutlineSignature, list[Excerpt]]:
    """Authority, office and name from the lines of a signature, however many stand in one line."""
    capacity: list[Excerpt] = []
    position = name = Excerpt()
    unread: list[Excerpt] = []
    for line in signing:
        for text in _segments(line.text, words):
            excerpt = Excerpt(text, line.passages)
            if words.marks.authority.match(text) and text.isupper():
                capacity.append(excerpt)
            elif words.marks.office.match(text) and text.isupper():
                position = excerpt
            elif capacity and not position.text and text.isupper() and words.marks.collective_body.match(text):
                capacity[-1] = Excerpt(f"{capacity[-1].text} {text}", (*capacity[-1].passages, *line.passages))
            elif (capacity or position.text) and len(text.split()) in _NAME_WORDS and not any(map(str.isdigit, text)):
                unread += [name] if name.text else []
                name = excerpt
            else:
                unread.append(excerpt)
    return OutlineSignature(tuple(capacity), position, name), unread


def _segments(text: str, words: OutlineWords) -> Iterator[str]:
    """The parts of a line that may hold authority, office and name side by side."""
    tokens = text.split()
    end = len(tokens)
    while end and not tokens[end - 1].isupper():
        end -= 1
    capitals, name = tokens[:end], tokens[end:]
    begin = 0
    for at in range(1, len(capitals) + 1):
        rest = " ".join(capitals[at:])
        # "KT." and the title behind it are one; the office of who signs stands behind both.
        is_new = at - begin > 1 and (
            words.marks.authority.match(rest)
            or (words.marks.office.match(rest) and not words.marks.office.match(" ".join(capitals[begin:at])[:9]))
        )
        if at == len(capitals) or (is_new and _is_whole(capitals[begin:at], words)):
            yield " ".join(capitals[begin:at])
            begin = at
    if name:
        yield " ".join(name)


def _is_whole(tokens: Sequence[str], words: OutlineWords) -> bool:
    """Whether tokens are an authority with what it stands for, or an office."""
    text = " ".join(tokens)
    if words.marks.authority.match(text):
        return len(tokens) > 1
    return bool(words.marks.office.match(text))
