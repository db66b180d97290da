"""An edited data file in the layout that it had: only lines of what was edited differ, whatever indents and folds the file has."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from planbook.text.node import plain_node
from planbook.text.reader import read

_Span = tuple[int, int]


def with_layout(original: str, written: str, edited: str) -> str:
    """What a file says as `edited`, in its own layout; `written` is the file in the layout of that text, without the edits.

    Where that would say something else, it is the edited text itself.
    """
    if original == written:
        return edited
    own, plain, new = (text.split("\n") for text in (original, written, edited))
    twins = _twins(plain, own)
    indents = [(line, (_indent(plain[line]), _indent(own[twins[line]]))) for line in range(len(plain)) if line in twins]
    habits = _habits(plain, dict(indents))
    lines, at = list[str](), 0
    for (first, last), (begin, end) in _changed(plain, new, twins):
        start = twins[first - 1] + 1 if first else 0
        above = [(*pair, plain[line]) for line, pair in indents if line < first]
        beside = dict(reversed([pair for line, pair in indents if first <= line <= last]))
        lines += [*own[at:start], *_indented(new[begin:end], above, beside, habits)]
        at = twins[last]
    text = "\n".join([*lines, *own[at:]])
    return text if _says(text) == _says(edited) else edited


def _twins(plain: Sequence[str], own: Sequence[str]) -> dict[int, int]:
    """By each line of one layout the same line of the other, whatever blanks it has; the ends too."""
    bare, own_bare = ([" ".join(line.split()) for line in lines] for lines in (plain, own))
    blocks = SequenceMatcher(None, bare, own_bare, autojunk=False).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)} | {len(plain): len(own)}


def _changed(plain: Sequence[str], new: Sequence[str], twins: dict[int, int]) -> Iterator[tuple[_Span, _Span]]:
    """Which lines stand for which others, with those around them that the own layout writes in other lines."""
    spans: list[tuple[_Span, _Span]] = []
    for kind, first, last, begin, end in SequenceMatcher(None, plain, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        back = next(count for count in range(first + 1) if count == first or first - count - 1 in twins)
        on = next(count for count in range(len(plain) - last + 1) if last + count in twins)
        start, come = first - back, begin - back
        if spans and start <= spans[-1][0][1]:
            (start, _), (come, _) = spans.pop()
        spans.append(((start, last + on), (come, end + on)))
    return iter(spans)


def _habits(plain: Sequence[str], indents: dict[int, _Span]) -> dict[bool, int]:
    """How far the own layout indents what stands below a key: entries of a list, and keys."""
    habits: dict[bool, int] = {}
    for line in range(len(plain) - 1):
        if plain[line].endswith(":") and {line, line + 1} <= indents.keys() and indents[line][0] < indents[line + 1][0]:
            habits.setdefault(_begins_entry(plain[line + 1]), indents[line + 1][1] - indents[line][1])
    return habits


def _indented(
    lines: Sequence[str], above: list[tuple[int, int, str]], beside: dict[int, int], habits: dict[bool, int]
) -> Iterator[str]:
    """New lines indented as the own layout indents the lines that they stand beside, else by its habit below the one above."""
    for line in lines:
        if not line.strip():
            yield line
            continue
        indent = _indent(line)
        upper, own, over = next((row for row in reversed(above) if row[0] <= indent), (indent, indent, ""))
        if upper < indent and over.endswith(":"):
            own = beside.get(indent, own + habits.get(_begins_entry(line), 2))
        elif upper < indent:
            own += indent - upper
        above.append((indent, own, line))
        yield " " * own + line.lstrip(" ")


def _begins_entry(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _says(text: str) -> object:
    root, _ = read("", text.encode())
    return plain_node(root) if root else None
