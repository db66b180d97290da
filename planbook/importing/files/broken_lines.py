"""Lines that a page or a text file breaks, as the paragraphs that were typed: by indent, spacing, length and first words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from planbook.importing.original import Original, OriginalGrid, Passage, PassageLook
from planbook.importing.outline.markers import marker_of
from planbook.importing.outline.words import OutlineWords

_ENDED = re.compile(r"[.;:!?\u2026][\"\u201d)\]]*$")
_SPAN = re.compile(r"[-\u2013]\s*\d")
_SPACED = 1.22  # times the height of a line: what is further apart are two paragraphs
_SHORT = 0.82  # of the width: a line that ends before was the last of its paragraph
_ITEM = 0.45  # of the width: no title of a dash
_MOST = 200  # lines of a paragraph; a page has forty
_LONG = 0.6  # of the width: no heading that a figure follows
_INDENT = 0.02  # of the width
FULL, LONGEST = 55, 140  # letters of a full line, and of the longest that a page has


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line of a page or file; lengths in the units of its page, or in letters. `top` is None where nothing tells it."""

    text: str
    left: float
    right: float
    look: PassageLook
    top: float | None = None
    page: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Where the lines of a text begin and end, and how far they are apart."""

    left: float
    right: float
    leading: float | None

    @property
    def width(self) -> float:
        """How long a full line is."""
        return max(self.right - self.left, 1)

    def is_full(self, line: BrokenLine) -> bool:
        """Whether a line goes as far as lines go."""
        return line.right >= self.left + _SHORT * self.width

    def is_indented(self, line: BrokenLine) -> bool:
        """Whether a line begins further in."""
        return line.left > self.left + _INDENT * self.width

    def is_centered(self, line: BrokenLine) -> bool:
        """Whether a line stands in the middle."""
        before, behind = line.left - self.left, self.right - line.right
        return before > 0.06 * self.width and abs(before - behind) < 0.05 * self.width


def with_whole_paragraphs(original: Original, words: OutlineWords) -> Original:
    """The original, its paragraphs put together where a converter made each line of a page a paragraph."""
    if not _has_broken_paragraphs(original, words):
        return original
    blocks: list[Passage | OriginalGrid] = []
    lines: list[Passage] = []
    for block in original.blocks:
        if isinstance(block, Passage) and _may_be_line(block):
            lines.append(block)
        else:
            blocks += [*_whole(lines, words), block]
            lines = []
    return replace(original, blocks=(*blocks, *_whole(lines, words)))


def _may_be_line(passage: Passage) -> bool:
    """Whether a paragraph may be the line of a page: typed text of the body that is not set in the middle."""
    is_own = passage.look.centered or passage.look.style_level is not None or "\n" in passage.text
    return not (is_own or passage.listed or passage.place.part)


def _has_broken_paragraphs(original: Original, words: OutlineWords) -> bool:
    """Whether lines of one length end in the middle of sentences, more than a third of the long ones."""
    texts = [block.text for block in original.blocks if isinstance(block, Passage)]
    if not texts or sorted(map(len, texts))[int(len(texts) * 0.97)] >= LONGEST:
        return False
    goes_on = sum(
        len(text) > FULL
        and not _ENDED.search(text)
        and after[:1].islower()
        and marker_of(after, words, heads=False) is None
        for text, after in pairwise(texts)
    )
    return goes_on > sum(len(text) > FULL for text in texts) / 3


def _whole(passages: Sequence[Passage], words: OutlineWords) -> Iterator[Passage]:
    """The paragraphs whose lines some passages are; each is the passage of its first line."""
    lines = [BrokenLine(line.text, 0, len(line.text), line.look, number=at) for at, line in enumerate(passages)]
    for group in paragraphs(lines, text_block(lines), words):
        text, look = joined_text(group)
        first = passages[group[0].number or 0]
        yield first if len(group) == 1 else replace(first, text=text, look=look)


def text_block(lines: Sequence[BrokenLine]) -> TextBlock:
    """The block that most of the lines fill."""
    rights = sorted(line.right for line in lines)
    right = rights[int(len(rights) * 0.95)] if rights else 0
    longest = [line for line in lines if line.right - line.left > 0.55 * right] or list(lines)
    lefts = Counter(round(line.left) for line in longest)
    often = [left for left, count in lefts.items() if count >= max(lefts.values()) * 0.15]
    gaps = Counter(
        round(after.top - before.top)
        for before, after in pairwise(longest)
        if before.top is not None and after.top is not None and before.page == after.page and after.top > before.top
    )
    return TextBlock(min(often, default=0), right, _leading(gaps))


def _leading(gaps: Counter[int]) -> float | None:
    """The smallest distance of lines that is common."""
    often = [gap for gap, count in gaps.items() if count >= max(gaps.values()) * 0.2]
    return min(often, default=None)


def paragraphs(lines: Sequence[BrokenLine], block: TextBlock, words: OutlineWords) -> Iterator[list[BrokenLine]]:
    """The lines of each paragraph."""
    open_lines: list[BrokenLine] = []
    for line in lines:
        if open_lines and (len(open_lines) >= _MOST or begins_anew(open_lines, line, block, words)):
            yield open_lines
            open_lines = []
        open_lines.append(line)
    if open_lines:
        yield open_lines


def begins_anew(before: Sequence[BrokenLine], line: BrokenLine, block: TextBlock, words: OutlineWords) -> bool:
    """Whether a line begins another paragraph than the lines before it."""
    last = before[-1]
    distance = _distance(last, line, block)
    if distance is not None and distance > _SPACED:
        return True
    if words.own.task_label.match(line.text):
        return True
    if (label := words.own.task_label.match(last.text)) and label.end() == len(last.text):
        return _opens(line, words)  # the label stands alone, what it says in the next line
    if block.is_centered(last) and block.is_centered(line) and not _opens(line, words):
        has_other_look = last.look.bold != line.look.bold or last.text.isupper() != line.text.isupper()
        return has_other_look or _is_title_end(last, words)
    has_other_look = line.look.bold != last.look.bold and not _bold_goes_on(before, line)
    is_ended = bool(_ENDED.search(last.text))
    is_level = line.top is not None and not block.is_indented(line)
    opens = _opens(line, words) and (is_ended or not block.is_full(last) or _is_sure(line, words))
    if is_level and block.is_full(last) and marker_of(line.text, words, heads=False) is None:
        opens = False  # a first word that also begins paragraphs
    is_first = line.top is not None and _is_first_line(before, line, block)
    goes_on = _goes_on(before, line, block, words)
    is_short = not block.is_full(last) and (not goes_on if not is_ended else not (is_level and goes_on))
    return has_other_look or opens or is_first or is_short


def _goes_on(before: Sequence[BrokenLine], line: BrokenLine, block: TextBlock, words: OutlineWords) -> bool:
    """Whether a line begins in the middle of a sentence, a list, a span of years, a day, or an item that does not end."""
    last = before[-1]
    if line.text[:1].islower() or last.text.endswith((",", "-")):
        return True
    length = (last.right - last.left) / block.width
    is_span = last.text[-1:].isdigit() and bool(_SPAN.match(line.text))
    is_day = line.text[:1].isdigit() and length > _LONG
    first = marker_of(before[0].text, words, heads=False)
    is_item = first is not None and first.level == "bullet" and length > _ITEM and not _ENDED.search(last.text)
    return is_span or is_day or (is_item and not block.is_indented(line))


def _distance(last: BrokenLine, line: BrokenLine, block: TextBlock) -> float | None:
    """How far two lines are apart, in heights of a line; None over pages and where nothing tells it."""
    if last.top is None or line.top is None or last.page != line.page or not block.leading:
        return None
    return (line.top - last.top) / block.leading


def _is_first_line(before: Sequence[BrokenLine], line: BrokenLine, block: TextBlock) -> bool:
    """Whether a line is indented as first lines are, where the lines before it are not, or are a paragraph themselves."""
    if not block.is_indented(line) or block.is_centered(line):
        return False
    last = before[-1]
    return not block.is_indented(last) or (len(before) == 1 and abs(last.left - line.left) < _INDENT * block.width)


def _bold_goes_on(before: Sequence[BrokenLine], line: BrokenLine) -> bool:
    """Whether a bold title goes on with plain words in the same paragraph: its first line has both."""
    return any(part.look.bold_lead and not part.look.bold for part in before) or line.text[:1].islower()


def _is_title_end(line: BrokenLine, words: OutlineWords) -> bool:
    return bool(words.marks.document_type.match(line.text) or words.marks.appendix.match(line.text))


def _opens(line: BrokenLine, words: OutlineWords) -> bool:
    """Whether a line begins as paragraphs do: with a number or sign, or with the first words of a part."""
    marks = words.marks
    parts = (marks.basis, marks.recipients, marks.authority, marks.document_type, marks.appendix, words.own.closing)
    if any(mark.match(line.text) for mark in parts) or marks.appendix_origin.match(line.text):
        return True
    marker = marker_of(line.text, words, heads=line.look.bold or line.text.isupper())
    if marker is None or (marker.level == "decimal" and max(marker.values) > 40):
        return False
    # A dash before a figure or in the middle of a sentence is one of a span.
    return marker.level != "bullet" or not line.text[marker.end : marker.end + 1].isdigit()


def _is_sure(line: BrokenLine, words: OutlineWords) -> bool:
    """Whether a line cannot go on with the one before it, though that does not end: a number with a capital behind it."""
    marker = marker_of(line.text, words, heads=True)
    return marker is not None and line.text[marker.end : marker.end + 1].isupper() and marker.level != "bullet"


def joined_text(lines: Sequence[BrokenLine]) -> tuple[str, PassageLook]:
    """A paragraph from its lines: its text, and the look that all of them have."""
    text = ""
    lead = 0
    is_bold_yet = True
    for line in lines:
        # A number or a code that was cut at its hyphen goes on without a space.
        is_cut = text.endswith("-") and text[-2:-1].isalnum()
        text += line.text if not text or is_cut else f" {line.text}"
        if is_bold_yet:
            lead = len(text) if line.look.bold else len(text) - len(line.text) + line.look.bold_lead
        is_bold_yet &= line.look.bold
    first = lines[0].look
    look = PassageLook(
        bold=all(line.look.bold for line in lines),
        italic=all(line.look.italic for line in lines),
        capitals=text.isupper(),
        centered=all(line.look.centered for line in lines),
        bold_lead=lead,
        size=first.size,
        indent=first.indent,
    )
    return text, look
