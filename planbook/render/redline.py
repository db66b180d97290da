"""Two texts of a plan as one, in which every change is tracked: an item is known by its id, all else by its place.

What stands elsewhere is deleted there and inserted here. Numbers that Word counts change by themselves with the items
before them; so a paragraph that is counted in another list is another paragraph.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby, pairwise

from lxml import etree

from planbook.model.item import ItemId
from planbook.ooxml.blocks import Body, TrackedChange, WordBlock, WordCell, WordParagraph, WordRow, WordTable
from planbook.render.alignment import AlignmentKey, aligned
from planbook.render.redlined_columns import ColumnPairs, merged_cells, other_columns, widths_of_both
from planbook.render.tracked_words import Tokens, changed, tracked

_COUNTED = ("addressee", "basis", "recipient")  # their ids say the how-manieth, not which
_ALIKE = 0.5  # the share of words that two paragraphs without a common id have in common if they are the same


def called_anew(article: etree._Element, names: Mapping[str, str]) -> etree._Element:
    """The article with other ids for its items, their parts, rows and lists."""
    for element in article.iter():
        for attribute in ("id", "data-id", "data-list"):
            if value := element.get(attribute):
                item = ItemId(value)
                element.set(attribute, item.belonging_to(names.get(item.entry, item.entry)))
    return article


def merged_bodies(old: Body, new: Body, tokens: Tokens) -> Body:
    """Both bodies as one: the blocks of the new one with what was deleted between them."""
    blocks: list[WordBlock] = []
    pairs = _pairs(old.blocks, new.blocks)
    for is_table, part in groupby(pairs, lambda pair: isinstance(pair[0] or pair[1], WordTable)):
        if is_table:
            blocks += [_table(*pair, tokens) for pair in part]  # type: ignore[arg-type]
        else:
            blocks += _paragraphs(list(part), tokens)  # type: ignore[arg-type]
    footnotes = {**old.footnotes, **new.footnotes}
    for note in old.footnotes.keys() & new.footnotes.keys():
        footnotes[note] = _paragraph(old.footnotes[note], new.footnotes[note], tokens)
    return Body(tuple(_with_moves(blocks)), new.page, footnotes)


def _pairs(old: Sequence[WordBlock], new: Sequence[WordBlock]) -> Iterator[tuple[WordBlock | None, WordBlock | None]]:
    """The blocks side by side, with the last paragraph of both as one: it can neither come nor go."""
    has_end = bool(old and new) and _is_same_block(old[-1], new[-1]) and isinstance(new[-1], WordParagraph)
    last = len(old) - has_end, len(new) - has_end
    yield from aligned(old[: last[0]], new[: last[1]], _block_keys, _is_same_block, _is_alike)
    yield from zip(old[last[0] :], new[last[1] :], strict=False) if has_end else ()


def _with_moves(blocks: Sequence[WordBlock]) -> Iterator[WordBlock]:
    """The blocks with paragraphs that go and come unchanged as moves.

    LibreOffice finds such pairs by itself, and joins paragraphs wrongly then unless they say that they are moved.
    """
    left: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        if isinstance(block, WordParagraph) and block.change == "del" and (text := _changed_text(block)):
            left.setdefault(text, []).append(at)
    moves: dict[int, tuple[TrackedChange, int]] = {}
    for at, block in enumerate(blocks):
        if isinstance(block, WordParagraph) and block.change == "ins" and left.get(text := _changed_text(block)):
            move = len(moves) // 2 + 1
            moves |= {left[text].pop(0): ("moveFrom", move), at: ("moveTo", move)}
    for at, block in enumerate(blocks):
        if at in moves and isinstance(block, WordParagraph):
            change, move = moves[at]
            number, runs = changed(block.number, change), changed(block.runs, change)
            yield replace(block, number=number, runs=runs, change=change, move=move)
        else:
            yield block


def _changed_text(paragraph: WordParagraph) -> str:
    """What a paragraph says that comes or goes; nothing of one whose end alone does."""
    runs = (*paragraph.number, *paragraph.runs)
    return "".join([run.text for run in runs]) if all(run.change == paragraph.change for run in runs) else ""


def _block_keys(blocks: Sequence[WordBlock]) -> Iterator[AlignmentKey]:
    """What each block is known by: its id, or its text, or its style below the last block with an id."""
    counts: Counter[AlignmentKey] = Counter()
    last = ""
    for block in blocks:
        key: AlignmentKey
        if isinstance(block, WordTable):
            key = ("table", block.name)
        elif ItemId(block.item).kind in _COUNTED:
            key = ("text", block.style, block.text)
        elif block.item:
            key, last = ("item", block.item), block.item
        else:
            # What only ends a section is not the spacer that begins the next.
            key = ("below", last, block.style, bool(block.ends and not block.text))
        counts[key] += 1
        yield (*key, counts[key])


def _is_same_block(old: WordBlock, new: WordBlock) -> bool:
    """Whether two blocks of one key may be one block with changed words."""
    if isinstance(old, WordTable) or isinstance(new, WordTable):
        return isinstance(old, WordTable) and isinstance(new, WordTable)
    return old.style == new.style and old.place == new.place


def _is_alike(old: WordBlock, new: WordBlock) -> bool:
    """Whether two blocks without a common key are one by what they say."""
    if isinstance(old, WordTable) or isinstance(new, WordTable) or not _is_same_block(old, new):
        return False
    return SequenceMatcher(None, old.text.split(), new.text.split(), autojunk=False).quick_ratio() >= _ALIKE


def _paragraphs(
    pairs: Sequence[tuple[WordParagraph | None, WordParagraph | None]], tokens: Tokens
) -> list[WordParagraph]:
    """Paragraphs as one text; behind the last one stands what no paragraph can be joined with."""
    last_pair = max((at for at, (old, new) in enumerate(pairs) if old and new), default=-1)
    tail = pairs[last_pair + 1 :]
    gone, come = [old for old, _ in tail if old], [new for _, new in tail if new]
    if gone and come:
        # The last paragraph can neither come nor go: it is the last one of both texts.
        tail = [*((old, None) for old in gone[:-1]), *((None, new) for new in come[:-1]), (gone[-1], come[-1])]
        return _paragraphs([*pairs[: last_pair + 1], *tail], tokens)
    done = [_paragraph(old, new, tokens) for old, new in pairs]
    if tail and last_pair >= 0 and done[last_pair].bold_number == done[-1].bold_number:
        # Its end stays, and looks like that of the one before, which comes or goes in its stead.
        change, stays, last = done[-1].change, done[last_pair], done[-1]
        if change == "del":
            done[last_pair] = replace(stays, ends=None)
            last = replace(stays, runs=last.runs, number=last.number, item="", also=(), former=_former(last, stays))
        else:
            last = replace(last, former=_former(stays, last))
        done[last_pair:] = [*(replace(paragraph, change=change) for paragraph in done[last_pair:-1]), last]
        done[-1] = replace(last, change="")
    return done


def _former(old: WordParagraph, new: WordParagraph) -> WordParagraph | None:
    """The old paragraph if the new one looks otherwise."""
    return None if _is_same_block(old, new) else old


def _paragraph(old: WordParagraph | None, new: WordParagraph | None, tokens: Tokens) -> WordParagraph:
    if old and new:
        number = tracked(old.number, new.number, tokens)
        return replace(new, runs=tracked(old.runs, new.runs, tokens), number=number, former=_former(old, new))
    return _inserted(new) if new else _deleted(old)  # type: ignore[arg-type]


def _inserted(new: WordParagraph) -> WordParagraph:
    return replace(new, runs=changed(new.runs, "ins"), number=changed(new.number, "ins"), change="ins")


def _deleted(old: WordParagraph) -> WordParagraph:
    runs, number = changed(old.runs, "del"), changed(old.number, "del")
    # Marks and sections are those of the new text.
    return replace(old, runs=runs, number=number, item="", also=(), change="del")


def _table(old: WordTable | None, new: WordTable | None, tokens: Tokens) -> WordTable:
    """Two tables as one; columns are known by their headings, rows of tables without a common column are replaced."""
    if not old or not new:
        (table,) = filter(None, (old, new))
        change: TrackedChange = "ins" if new else "del"
        return replace(table, rows=tuple(_row(row, change) for row in table.rows))
    if columns := other_columns(old, new):
        rows = aligned(old.rows, new.rows, _row_keys, _is_same_kind, lambda *_: False)
        merged = tuple(_rows(before, after, tokens, columns) for before, after in rows)
        return replace(new, widths=widths_of_both(old, new, columns), rows=merged)
    if len(old.widths) == len(new.widths):
        pairs = aligned(old.rows, new.rows, _row_keys, _is_same_row, lambda *_: False)
        return replace(new, rows=tuple(_rows(before, after, tokens) for before, after in pairs))
    widths, before, after = _one_grid(old, new)
    rows_ = [*(_row(row, "del") for row in before), *(_row(row, "ins") for row in after)]
    # Word repeats only those headers that stand above all other rows.
    return replace(new, widths=widths, rows=tuple(sorted(rows_, key=lambda row: not row.is_header)))


def _row_keys(rows: Sequence[WordRow]) -> Iterator[AlignmentKey]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.item] += 1
        yield (row.item, counts[row.item])


def _is_same_row(old: WordRow, new: WordRow) -> bool:
    return [cell.span for cell in old.cells] == [cell.span for cell in new.cells]


def _is_same_kind(old: WordRow, new: WordRow) -> bool:
    return old.is_header == new.is_header


def _rows(old: WordRow | None, new: WordRow | None, tokens: Tokens, columns: ColumnPairs = ()) -> WordRow:
    if old and new:
        if columns:
            return replace(new, cells=tuple(merged_cells(old, new, columns, partial(_cell_of_column, tokens=tokens))))
        pairs = zip(old.cells, new.cells, strict=True)
        return replace(new, cells=tuple(_cell(before, after, tokens) for before, after in pairs))
    return _row(new, "ins") if new else _row(old, "del")  # type: ignore[arg-type]


def _cell(old: WordCell, new: WordCell, tokens: Tokens) -> WordCell:
    pairs = aligned(old.paragraphs, new.paragraphs, _block_keys, _is_same_block, _is_alike)
    return replace(new, paragraphs=tuple(_paragraphs([*pairs], tokens)))


def _cell_of_column(old: WordCell | None, new: WordCell | None, tokens: Tokens) -> WordCell:
    """A cell of both rows, or of one alone, which comes or goes with its column."""
    if old and new:
        return _cell(old, new, tokens)
    if new:
        return replace(new, paragraphs=tuple(map(_inserted, new.paragraphs)), change="ins")
    assert old
    return replace(old, paragraphs=tuple(map(_deleted, old.paragraphs)), change="del")


def _row(row: WordRow, change: TrackedChange) -> WordRow:
    """A row that is inserted or deleted as a whole."""
    turned = _deleted if change == "del" else _inserted
    cells = tuple(replace(cell, paragraphs=tuple(map(turned, cell.paragraphs))) for cell in row.cells)
    return replace(row, cells=cells, item="" if change == "del" else row.item, change=change)


def _one_grid(old: WordTable, new: WordTable) -> tuple[tuple[float, ...], list[WordRow], list[WordRow]]:
    """The columns of two tables in one grid, with the rows of both over it."""
    lines = [_lines(table.widths) for table in (old, new)]
    grid = sorted({*lines[0], *lines[1]})
    before, after = ([_over(row, of, grid) for row in table.rows] for table, of in zip((old, new), lines, strict=True))
    return tuple(right - left for left, right in pairwise(grid)), before, after


def _lines(widths: Sequence[float]) -> list[float]:
    """Where the lines between columns stand, in mm from the left."""
    return [round(sum(widths[:at]), 1) for at in range(len(widths) + 1)]


def _over(row: WordRow, lines: Sequence[float], grid: Sequence[float]) -> WordRow:
    cells, column = [], 0
    for cell in row.cells:
        left, right = lines[column], lines[column + cell.span]
        column += cell.span
        cells.append(replace(cell, span=grid.index(right) - grid.index(left)))
    return replace(row, cells=tuple(cells))
