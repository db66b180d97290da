"""An original as an outline: heading block, bases, sections, closing, signature, recipients, appendices, doubts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, pairwise

from planbook.importing.original import Original
from planbook.importing.outline.ending import Ending, begin_of_ending, read_ending
from planbook.importing.outline.heading_block import begin_of_plan, end_of_heading, heading_block, issued_by
from planbook.importing.outline.levels import LevelReader
from planbook.importing.outline.lines import OutlineLine, outline_lines
from planbook.importing.outline.parts import Doubt, Excerpt, OutlineAppendix, OutlineSection, PlanOutline
from planbook.importing.outline.sections import parts_of
from planbook.importing.outline.words import OutlineWords
from planbook.messages.diagnostics import Text

_NOTE = re.compile(r"\[\d{1,3}\]")
_HEAD_LINES = 8  # of an appendix


def outline_of(original: Original, words: OutlineWords) -> PlanOutline:
    """The outline of a whole file; every passage of it stands in one of its parts.

    A plan that stands behind the decision which issues it has the number, day and signature of that one.
    """
    lines = outline_lines(original, words)
    begin = begin_of_plan(lines, words)
    plan = _outline(original, lines[begin:], words)
    if not begin:
        return plan
    cover = _outline(original, lines[:begin], words)
    signs = bool(plan.signature.position.text or plan.signature.name.text)
    return replace(
        plan,
        heading=issued_by(plan.heading, cover.heading),
        bases=plan.bases or cover.bases,
        recipients=plan.recipients or cover.recipients,
        signature=plan.signature if signs else cover.signature,
        rest=(*_excerpts(lines[:begin]), *plan.rest),
    )


def _outline(original: Original, lines: Sequence[OutlineLine], words: OutlineWords) -> PlanOutline:
    head = end_of_heading(lines, words)
    heading = heading_block(lines[:head], words)
    body = _first_section(lines, head)
    start = body if body < len(lines) else head  # a text without any heading
    end = begin_of_ending(lines[start:], words)
    until = len(lines) if end is None else start + end
    body = min(body, until)
    closing = _begin_of_closing(lines, body, until, words)
    reader = LevelReader(words)
    items, grids, sections = parts_of(reader.read(list(lines[body:closing])))
    ending = Ending() if end is None else read_ending(lines[until:], words)
    opening = lines[head:body]
    is_basis = [bool(words.marks.basis.match(line.body)) and not line.text.endswith(":") for line in opening]
    loose = [Excerpt(item.text, item.passages) for top in items for item in top.walk()]
    loose += [Excerpt(passage.text, (passage.number,)) for grid in grids for passage in grid.passages()]
    behind = until + ending.lines
    notes = _end_of_notes(lines, behind)
    appendices, doubts = _appendices(lines[notes:], words)
    missing = [] if heading.document.text else [Doubt((), Text("the kind of document stands nowhere"))]
    return PlanOutline(
        heading=heading,
        bases=_excerpts(list(compress(opening, is_basis))),
        preamble=_excerpts([line for line, basis in zip(opening, is_basis, strict=True) if not basis]),
        sections=sections,
        closing=_excerpts(lines[closing:until]),
        recipients=tuple(ending.recipients),
        signature=ending.signature,
        appendices=appendices,
        rest=(*loose, *ending.rest, *_excerpts(lines[behind:notes])),
        doubts=(*missing, *reader.doubts, *doubts, *_guessed_tables(original, sections, appendices)),
    )


def _guessed_tables(
    original: Original, sections: Sequence[OutlineSection], appendices: Sequence[OutlineAppendix]
) -> list[Doubt]:
    """A doubt for each table of a PDF, which knows no tables: where its lines stand tells rows and cells."""
    if original.kind != "pdf":
        return []
    tops = (*sections, *(section for appendix in appendices for section in appendix.sections))
    grids = [grid for appendix in appendices for grid in appendix.grids]
    grids += [grid for top in tops for section in top.walk() for grid in section.grids]
    why = Text("a table of a PDF: its rows and cells are told by where the words stand")
    return [Doubt(tuple(passage.number for passage in grid.passages()), why) for grid in grids]


def _excerpts(lines: Sequence[OutlineLine]) -> tuple[Excerpt, ...]:
    """Lines as words of the original; a table gives those of its cells."""
    made = []
    for line in lines:
        if line.grid:
            made += [Excerpt(passage.text, (passage.number,)) for passage in line.grid.passages()]
        else:
            made.append(line.excerpt)
    return tuple(made)


def _end_of_notes(lines: Sequence[OutlineLine], at: int) -> int:
    """Where the notes end that stand behind the signature as [1], [2]."""
    end = at
    for line in lines[at:]:
        if line.grid or line.has_head_look or not (_NOTE.match(line.text) or end > at):
            break
        end += 1
    return end


def _first_section(lines: Sequence[OutlineLine], start: int) -> int:
    """The line of the first heading: with a number, or in capitals where none has one."""
    for at in range(start, len(lines)):
        marker = lines[at].marker
        if marker and marker.level != "bullet" and (marker.is_first or marker.level in ("part", "roman")):
            return at
        if not marker and lines[at].has_head_look and not lines[at].is_ended and not lines[at].is_ornament:
            return at
    return len(lines)


def _begin_of_closing(lines: Sequence[OutlineLine], start: int, end: int, words: OutlineWords) -> int:
    """Where the words begin that close the plan: paragraphs without a number behind the last item, said as such."""
    begin = end
    while begin > start and _may_close(lines[begin - 1]):
        begin -= 1
    while begin < end and not words.own.closing.match(lines[begin].text):
        is_last = begin == end - 1 and begin > start and words.own.end_mark.search(lines[begin].text)
        is_behind_item = is_last and lines[begin - 1].marker and not lines[begin - 1].has_head_look
        if is_behind_item or lines[begin].is_ornament:
            break
        begin += 1
    return begin


def _may_close(line: OutlineLine) -> bool:
    return line.grid is None and line.marker is None and not (line.has_head_look and not line.is_ornament)


def _appendices(lines: Sequence[OutlineLine], words: OutlineWords) -> tuple[tuple[OutlineAppendix, ...], list[Doubt]]:
    """The appendices in what follows the signature."""
    lines = list(lines)
    starts = [at for at, line in enumerate(lines) if _is_label(lines, at, words)]
    first = next((at for at, line in enumerate(lines) if not line.is_ornament), len(lines))
    if first < len(lines) and first not in starts:
        starts.insert(0, first)
    made, doubts = [], []
    for start, end in pairwise([*starts, len(lines)]):
        begin = 0 if start == starts[0] else start
        appendix, odd = _appendix(lines[begin:end], words)
        made.append(appendix)
        doubts += odd
    if lines and not starts:
        made.append(OutlineAppendix(Excerpt("", tuple(number for line in lines for number in line.passages))))
    return tuple(made), doubts


def _is_label(lines: Sequence[OutlineLine], at: int, words: OutlineWords) -> bool:
    """Whether a line begins an appendix."""
    line = lines[at]
    if line.grid:
        return False
    is_head = line.has_head_look or line.look.centered or len(line.text) < 16
    return is_head and bool(words.marks.appendix.match(line.text))


def _appendix(lines: Sequence[OutlineLine], words: OutlineWords) -> tuple[OutlineAppendix, list[Doubt]]:
    """An appendix: its label, its title down to the note of what it belongs to, and its content."""
    label: list[Excerpt] = []
    title: list[Excerpt] = []
    note: list[Excerpt] = []
    at = 0
    while at < min(len(lines), _HEAD_LINES):
        line = lines[at]
        if line.is_ornament:
            label.append(Excerpt("", line.passages))
        elif line.grid or (line.marker and (title or label)):
            break
        elif match := words.marks.appendix.match(line.text):
            label.append(Excerpt(line.text.removesuffix(match["rest"] or "").rstrip(" .:-\u2013"), line.passages))
            title += [Excerpt(match["rest"], line.passages)] if match["rest"] else []
        elif words.marks.appendix_origin.match(line.text):
            note.append(line.excerpt)
        elif not note and (line.has_head_look or line.look.centered or (label and not title and not line.is_ended)):
            title.append(line.excerpt)
        else:
            break
        at += 1
    reader = LevelReader(words)
    items, grids, sections = parts_of(reader.read(list(lines[at:])))
    return OutlineAppendix(_together(label), _together(title), _together(note), items, grids, sections), reader.doubts


def _together(excerpts: Sequence[Excerpt]) -> Excerpt:
    text = " ".join(excerpt.text for excerpt in excerpts if excerpt.text)
    return Excerpt(text, tuple(dict.fromkeys(number for excerpt in excerpts for number in excerpt.passages)))
