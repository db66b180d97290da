"""What a returned draft shows that is no item: fixed words that were edited, text boxes, notes, pictures, headers."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planbook.diagnostics import Text
from planbook.importers.found import Found
from planbook.importers.matching import tidy, tidy_row
from planbook.importers.unread import Unread
from planbook.ooxml.states import Line

if TYPE_CHECKING:
    from planbook.importers.word import Draft

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
    "inserted file": Text("a file inserted into the document is not read"),
    "other": Text("something is shown that cannot be read"),
    "hidden": Text("hidden text is not taken back"),
    "nested": Text("a table in a table is not taken back"),
    "fixed": Text("fixed words of the plan were edited, or are gone"),
}
_WRITE = Text("write it into a paragraph, or into the data")
_FIXED = Text("number, day, place and who signs stand in the plan's file (number:, date:, place:, signatory:)")


def leftovers(draft: "Draft") -> Iterator[Found]:
    """Give what is refused by its name and its place, so that nothing is lost without a word."""
    for line in draft.lines:
        text = tidy(line.text)
        if line.where != "body" and text and not _is_furniture(draft, line):
            yield _refused(line.where, line.number, text)
        elif line.where == "body" and line.nested > 1 and text:
            yield _refused("nested", line.number, text)
        for piece in line.odd:
            if piece.kind == "hidden" and piece.text.strip():
                yield _refused("hidden", line.number, piece.text)
    for one in draft.returned.unread:
        yield _refused(one.what, one.paragraph, one.text)
    yield from _fixed(draft)


def _is_furniture(draft: "Draft", line: Line) -> bool:
    """Say whether a line above or below the pages is one of the program's: the page number, the mark of a draft."""
    if line.where == "header":
        return tidy(line.text).isdigit()
    mark = draft.context.text.wording.phrases.say("draft")
    return line.where == "footer" and line.text.startswith(mark)


def _fixed(draft: "Draft") -> Iterator[Found]:
    """Find fixed words that were edited, or are gone."""
    matching = draft.matching
    held = Counter(draft.units[at].text for at in matching.fixed) + Counter(matching.worn.values())
    for at, was in matching.worn.items():
        yield draft.note("unread", "", at, old=was, new=draft.units[at].text, refused=Unread(_NAMES["fixed"], _FIXED))
    for line in draft.printed:
        text = tidy_row(line.text)
        if line.item or line.optional or not text:
            continue
        if held[text]:
            held[text] -= 1
        else:
            place = Text("paragraph {number}", {"number": 1})
            yield Found("unread", "", place, old=text, refused=Unread(_NAMES["fixed"], _FIXED))


def _refused(what: str, number: int, text: str) -> Found:
    place = Text("paragraph {number}", {"number": number})
    return Found("unread", "", place, new=text, refused=Unread(_NAMES[what], _WRITE))
