"""Lines to a tree: which heading or item each one stands below, by its number, its look and what stood before it.

What an office typed wrong (a number twice, one left out, a heading without one) is a doubt and stops nothing.
"""

from dataclasses import dataclass, field, replace

from planbook.importing.outline.lines import HEADING, OutlineLine
from planbook.importing.outline.markers import Marker, follows
from planbook.importing.outline.parts import Doubt
from planbook.importing.outline.words import OutlineWords
from planbook.messages.diagnostics import Text

_DEEPEST = 12  # levels; no plan has more than eight
_LABEL = 60  # letters before the colon of a label
_ODD_NUMBER = 30  # a sentence may begin with a year or an amount; no list of a plan begins so high
_RANKS = {"part": 0, "capital": 1, "roman": 1}


@dataclass
class OutlineNode:
    """A line and all below it; the root has no line."""

    line: OutlineLine | None = None
    children: list["OutlineNode"] = field(default_factory=list)
    kind: str = ""

    @property
    def announces(self) -> bool:
        """Whether what follows belongs below it, though nothing numbers it: it does not end as a sentence does."""
        return self.line is not None and (
            not self.line.is_ended or self.line.text.endswith(":") or self.line.has_head_look
        )


@dataclass
class _Frame:
    """An open level: the kind and number of its last node."""

    kind: str
    values: tuple[int, ...]
    node: OutlineNode


class LevelReader:
    """Places the lines of one text after another."""

    def __init__(self, words: OutlineWords) -> None:
        self.words = words
        self.root = OutlineNode()
        self.frames: list[_Frame] = []
        self.doubts: list[Doubt] = []

    def read(self, lines: list[OutlineLine]) -> OutlineNode:
        """The tree of the lines."""
        for at, line in enumerate(lines):
            following = lines[at + 1] if at + 1 < len(lines) else None
            if line.grid:
                self._below.children.append(OutlineNode(line, kind="grid"))
            elif self._completes_a_part(line):
                continue
            elif line.marker and not self._is_a_figure(line.marker):
                self._numbered(line, line.marker)
            elif self._is_heading(line, following):
                self._unnumbered(line)
            else:
                self._plain(line)
        return self.root

    @property
    def _below(self) -> OutlineNode:
        return self.frames[-1].node if self.frames else self.root

    def _completes_a_part(self, line: OutlineLine) -> bool:
        """Take the title of a part that stands in a line of its own."""
        node = self._below
        if line.marker or not self.frames or self.frames[-1].kind != "part" or node.children or not node.line:
            return False
        if node.line.body or not (line.has_head_look or line.look.centered):
            return False
        before = node.line
        node.line = OutlineLine(
            f"{before.text} {line.text}", (*before.passages, *line.passages), line.look, before.marker
        )
        return True

    def _is_a_figure(self, marker: Marker) -> bool:
        """Whether a marker is the beginning of a sentence: a number so high that no list leads to it."""
        if marker.level not in ("decimal", "nested"):
            return False
        expected = any(follows(frame.values, marker.values, marker.level) for frame in self.frames)
        return not expected and max(marker.values) > _ODD_NUMBER

    def _numbered(self, line: OutlineLine, marker: Marker) -> None:
        marker = self._as_letter(marker)
        kind = marker.kind
        at, doubt = self._place(marker, line)
        if doubt:
            self.doubts.append(Doubt(line.passages, doubt))
        del self.frames[at:]
        node = OutlineNode(line, kind=marker.level)
        self._below.children.append(node)
        self.frames.append(_Frame(kind, marker.values, node))

    def _as_letter(self, marker: Marker) -> Marker:
        """A Roman number of one letter as that letter, where the letters before lead to it."""
        if marker.level != "roman" or len(marker.number) > 1:
            return marker
        values = ({"I": 10, "V": 24, "X": 26}[marker.number],)
        is_next = any(f.kind == "capital" and follows(f.values, values, "capital") for f in self.frames)
        roman_next = any(f.kind == "roman" and follows(f.values, marker.values, "roman") for f in self.frames)
        if not is_next or roman_next:
            return marker
        return Marker("capital", marker.number, marker.printed, values, marker.end)

    def _place(self, marker: Marker, line: OutlineLine) -> tuple[int, Text | None]:
        """From which open level on a marker closes all, and what is odd about its number."""
        siblings = [at for at, frame in enumerate(self.frames) if frame.kind == marker.kind]
        if marker.level == "bullet":
            return (siblings[-1] if siblings else len(self.frames)), None
        following = [at for at in siblings if follows(self.frames[at].values, marker.values, marker.level)]
        if following:
            alike = [at for at in following if self._looks_like(at, line)]
            return (alike or following)[-1], None
        if marker.level == "nested":
            return self._place_nested(marker, siblings)
        rank = _RANKS.get(marker.level)
        if rank is not None and (marker.level != "capital" or siblings):
            return self._place_upper(marker, siblings)
        is_again = bool(siblings) and siblings[-1] == len(self.frames) - 1 and self._looks_like(siblings[-1], line)
        if marker.is_first and not is_again and len(self.frames) < _DEEPEST:
            return len(self.frames), None
        return self._place_odd(marker, line, siblings)

    def _place_odd(self, marker: Marker, line: OutlineLine, siblings: list[int]) -> tuple[int, Text]:
        """The level of a number that no list leads to, and what is odd about it."""
        if not siblings:
            return min(len(self.frames), _DEEPEST), Text("the list begins with {number}", {"number": marker.printed})
        alike = [at for at in siblings if self._looks_like(at, line)] or siblings
        before = [at for at in alike if self.frames[at].values < marker.values]
        return (before or alike)[-1], self._out_of_order(marker, (before or alike)[-1])

    def _place_nested(self, marker: Marker, siblings: list[int]) -> tuple[int, Text | None]:
        """The level of 1.1: below the number that it begins with, beside its likes."""
        upper = marker.values[:-1]
        parents = [
            at
            for at, frame in enumerate(self.frames)
            if frame.values == upper and frame.kind[:6] in ("decima", "nested")
        ]
        odd = None if marker.is_first else self._out_of_order(marker, siblings[-1] if siblings else None)
        if parents:
            return parents[-1] + 1, odd
        if siblings:
            return siblings[-1], odd
        numbered = [at for at, frame in enumerate(self.frames) if frame.kind in ("decimal", "nested2", "nested3")]
        wrong_parent = bool(numbered) and self.frames[numbered[-1]].values != upper
        at = numbered[-1] + 1 if numbered else len(self.frames)
        if wrong_parent:
            printed = self.frames[numbered[-1]].node.line
            assert printed is not None
            values = {"number": marker.printed, "other": printed.marker.printed if printed.marker else ""}
            return at, Text("{number} stands below {other}", values)
        return at, odd

    def _place_upper(self, marker: Marker, siblings: list[int]) -> tuple[int, Text | None]:
        """The level of a part or of I: nothing but parts stands above it."""
        if siblings:
            return siblings[-1], self._out_of_order(marker, siblings[-1])
        rank = _RANKS[marker.level]
        above = [
            at for at, frame in enumerate(self.frames) if _RANKS.get(frame.kind, 9) < rank or frame.kind == "capital"
        ]
        odd = None if marker.is_first else Text("the list begins with {number}", {"number": marker.printed})
        return (above[-1] + 1 if above else 0), odd

    def _out_of_order(self, marker: Marker, at: int | None) -> Text:
        if at is None:
            return Text("the list begins with {number}", {"number": marker.printed})
        last = self.frames[at]
        if last.values == marker.values:
            return Text("the number {number} comes again", {"number": marker.printed})
        line = last.node.line
        before = line.marker.printed if line and line.marker else "-"
        return Text("{number} follows {before}", {"number": marker.printed, "before": before})

    def _looks_like(self, at: int, line: OutlineLine) -> bool:
        """Whether a line looks as the last one of an open level does."""
        last = self.frames[at].node.line
        return last is not None and last.has_head_look == line.has_head_look

    def _is_heading(self, line: OutlineLine, following: OutlineLine | None) -> bool:
        """Whether a line without a number is a heading nevertheless: bold or capitals, short, with something below it."""
        if not line.has_head_look or len(line.text) > HEADING or following is None or line.is_ornament:
            return False
        if self.words.own.remark.match(line.text) or (line.is_ended and not line.text.endswith(":")):
            return False
        return len(line.text) > 2 and any(letter.isalpha() for letter in line.text)

    def _unnumbered(self, line: OutlineLine) -> None:
        """Place a heading without a number: beside I where it looks as I does, else below the last heading."""
        node = OutlineNode(line, kind="unnumbered")
        upper = [at for at, frame in enumerate(self.frames) if frame.kind == "roman"]
        own = [at for at, frame in enumerate(self.frames) if frame.kind == "unnumbered"]
        if upper and line.is_capitals and (last := self.frames[upper[-1]].node.line) and last.is_capitals:
            at = upper[-1]
            frame = _Frame("roman", (self.frames[at].values[0] + 1,), node)
        else:
            heads = [at for at, f in enumerate(self.frames) if f.node.line and f.node.line.has_head_look]
            at = own[-1] if own else heads[-1] + 1 if heads else 0
            frame = _Frame("unnumbered", (), node)
        del self.frames[at:]
        self._below.children.append(node)
        self.frames.append(frame)
        self.doubts.append(Doubt(line.passages, Text("a heading without a number")))

    def _plain(self, line: OutlineLine) -> None:
        """Place a paragraph without a number: below what announces it, beside what does not."""
        parent = self._below
        at = len(self.frames) - 1
        while at > 0 and self._is_passed(self.frames[at], line):
            at -= 1
            parent = self.frames[at].node
        parent.children.append(OutlineNode(replace(line, marker=None), kind="plain"))

    def _is_passed(self, frame: _Frame, line: OutlineLine) -> bool:
        """Whether a paragraph behind a bullet is none of it: no label such as "Lead: ..." and nothing announced it."""
        is_bullet = not frame.values and frame.kind not in ("unnumbered", "part")
        is_label = ":" in line.text[:_LABEL]
        return is_bullet and not is_label and not frame.node.announces
