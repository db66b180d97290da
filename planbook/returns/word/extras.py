"""What a returned draft shows that is no item: fixed words that were edited, text boxes, notes, pictures, headers."""

import re
from collections.abc import Iterable, Iterator, Mapping

from planbook.messages.diagnostics import Text
from planbook.ooxml.states import StateLine
from planbook.reading.not_taken import ODD, Unread
from planbook.reading.typed_lines import split_number
from planbook.returns.answers.answer import FileEdit
from planbook.returns.word.draft import number_of_paragraph, paragraph_place
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.text.comparing import comparable

_ENDS = ".;:!?\u2026"  # of a sentence, or of a part that stands on a line of its own
_LISTED = re.compile(r"\w{1,2}[.)]|[^\n]{0,60}:")  # how a line of a list begins, or one about an item
_NAMES = {
    "text box": Text("a text box is not taken back"),
    "header": Text("the head of the pages is not taken back"),
    "footer": Text("the foot of the pages is not taken back"),
    "footnote": Text("a footnote is not taken back"),
    "endnote": Text("an endnote is not taken back"),
    "picture": Text("a picture is not taken back"),
    "object": Text("an embedded object is not taken back"),
    "diagram": Text("drawn letters and diagrams are not taken back"),
    "note": Text("a footnote is not taken back"),
    "ink": Text("what was written by hand on the page is not taken back"),
    "drawing": Text("what was drawn on the page is not taken back"),
    "link": Text("a link is not taken back"),
    "page break": Text("a page break is not taken back: the program lays the pages out"),
    "break": Text("a line break or a tab inside a paragraph is not taken back"),
    "inserted file": Text("a file inserted into the document is not read"),
    "other": Text("something is shown that cannot be read"),
    "hidden": Text("hidden text is not taken back"),
    "struck": Text("struck text is not taken back: nobody can say whether it still stands"),
    "raised": Text("raised or lowered letters are not taken back: only figures can be written so"),
    "unseen": Text("text that nobody sees is not taken back: it has the colour of the paper, or is too small"),
    "equation": Text("an equation is not taken back"),
    "symbol": Text("signs of a font of their own are not taken back: without the font they are other letters"),
    "nested": Text("a table in a table is not taken back"),
    "fixed": Text("fixed words of the plan were edited, or are gone"),
}
_WRITE = Text("write it into a paragraph, or into the data")
_MENDS = {
    "hidden": Text("show it again, or delete it"),
    "struck": Text("delete it, or take the line through it away"),
    "raised": Text("write it as plain text"),
    "unseen": Text("delete it, or write it in black letters of a usual size"),
    "symbol": Text("write it as plain text in a Unicode font"),
    "link": Text("take the link away; what it leads to can be written out, or stand in the register of documents"),
    "page break": Text("take it away"),
    "break": Text("take it away, or begin a new paragraph for what is an item of its own"),
}
_FIXED = Text(
    "put the words back; number and day come when the plan is issued, and who keeps the data changes all other words that"
    " stand in every plan"
)


def leftovers(draft: ReturnedDraft, edits: Iterable[FileEdit]) -> Iterator[FileEdit]:
    """What is refused by its name and its place, so that nothing is lost without a word.

    `edits` are those that were found; what one of them is refused for is not told again.
    """
    items = _items(draft)
    reported = {number_of_paragraph(edit) for edit in edits if edit.refused is ODD or edit.lines}
    reported |= {line.number for unit in draft.units if unit.number in reported for line in unit.lines}
    # What the data say already of a task may stand behind line breaks.
    arrived = {line.number for at in draft.arrivals for line in draft.units[at].lines}
    for line in draft.lines:
        text = comparable(line.text)
        if line.is_own_footnote:
            yield from _by_look(line, items, is_broken=True)
        elif any(line.number in numbers for numbers in draft.returned.added_notes.values()):
            yield from _by_look(line, items, is_broken=True)  # what it says is told with the text that has its mark
        elif line.where != "body" and text and not _is_furniture(draft, line):
            yield _refused(line.where, line.number, text)
        elif line.where == "body" and line.nested > 1 and text:
            yield _refused("nested", line.number, text)
        elif line.number not in reported:
            yield from _by_look(line, items, is_broken=line.number not in arrived)
    for unread in draft.returned.unread:
        if unread.what == "note" and unread.text in draft.added_notes:
            continue
        if unread.what != "page break" or not _begins_appendix(draft, unread.paragraph, items):
            yield _refused(unread.what, unread.paragraph, unread.text, items.get(unread.paragraph, ""))
    yield from _fixed(draft)


def _items(draft: ReturnedDraft) -> dict[int, str]:
    """The item of every paragraph that belongs to one, by its number; of one that is hidden too."""
    hidden: dict[int, str] = {line.number: item.without_row for item, line in draft.hidden.items()}
    return hidden | {
        line.number: item.without_row
        for at, item in draft.heads.items()
        for line in draft.units[at].lines
        if line.text.strip()
    }


def _begins_appendix(draft: ReturnedDraft, number: int, items: Mapping[int, str]) -> bool:
    """Whether the next page begins with an appendix, as the program lays it out."""
    behind = next((unit.number for unit in draft.units if unit.number >= number), 0)
    return items.get(behind, "").endswith("-appendix")


def _by_look(line: StateLine, items: Mapping[int, str], *, is_broken: bool) -> Iterator[FileEdit]:
    """What of a line is not said by its letters alone: each kind once, with the text that has it."""
    texts: dict[str, str] = {}
    for piece in line.odd:
        if piece.text.strip() and piece.deleted is None:
            texts[piece.kind] = texts.get(piece.kind, "") + piece.text
    parts = _apart(line)
    if is_broken and (len(parts) > 1 or "\t" in parts[0]):
        texts["break"] = comparable(line.text)
    for kind, text in texts.items():
        yield _refused(kind, line.number, text, items.get(line.number, ""))


def _apart(line: StateLine) -> list[str]:
    """What the breaks of a line divide, those left out that stand within a sentence: a break is read as a blank there."""
    parts: list[str] = []
    for text in split_number(line.text)[1].strip().split("\n"):
        goes_on = text.strip()[:1].islower() and not _LISTED.match(text.strip())
        if parts and goes_on and parts[-1].strip()[-1:] not in _ENDS:
            parts[-1] += f" {text}"
        else:
            parts.append(text)
    return parts


def broken_sentences(draft: ReturnedDraft) -> int:
    """How many paragraphs of a draft have a break within a sentence."""
    lines = (line for line in draft.lines if line.where == "body" and "\n" in line.text.strip())
    return sum(len(_apart(line)) < len(line.text.strip().split("\n")) for line in lines)


def _is_furniture(draft: ReturnedDraft, line: StateLine) -> bool:
    """Whether a line above or below the pages is one of the program's: the page number, the mark of a draft, whose words."""
    if line.where == "header":
        return comparable(line.text).isdigit()
    phrases = draft.context.text.wording.phrases
    marks = (phrases.say("draft"), phrases.say("wording_own_foot"))
    return line.where == "footer" and line.text.startswith(marks)


def _fixed(draft: ReturnedDraft) -> Iterator[FileEdit]:
    """Find fixed words that were edited, or are gone."""
    matching, why = draft.matching, Unread(_NAMES["fixed"], _FIXED)
    signed, edit = draft.signature
    for at, was in ((at, was) for at, was in matching.worn.items() if at not in signed):
        yield draft.edit("unread", "", at, old=was, new=draft.units[at].text, made=why)
    fixed = [*(draft.units[at].text for at in sorted(matching.fixed)), *matching.worn.values()]
    before = set(edit.old.splitlines()) if edit else set()
    for text in (text for text in draft.fixed_words.missing(fixed) if text not in before):
        yield FileEdit("", paragraph_place(1), text, kind="unread", refused=why)


def _refused(what: str, number: int, text: str, item: str = "") -> FileEdit:
    why = Unread(_NAMES[what], _MENDS.get(what, _WRITE))
    return FileEdit(item, paragraph_place(number), new=text, kind="unread", refused=why)
