"""The semantic text of a plan, which templates/plan/plan.html makes, and the lines that it prints, in their order.

An office may edit the template. What has to know the order of a plan or the words around its items reads them here.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from planbook.model.item import ItemId
from planbook.ooxml.blocks import FOOTNOTE_SIGN
from planbook.render.site import parsed_text
from planbook.render.templates import Templates
from planbook.views.plan import PlanView
from planbook.wording.blocks import FOOTNOTE_MARK, ArticleLine
from planbook.wording.phrases import Phrases

_FOLDED = re.compile(r"(?<![ \t])[ \t]*+[\r\n]\s*+")  # where the template begins a line of its own inside a paragraph


def article(templates: Templates, view: PlanView, phrases: Phrases) -> str:
    """The semantic text of a plan; raises `TemplateProblem`."""
    words = phrases.of_party() if view.is_party else phrases
    return _with_marks(templates.render("plan/plan.html", plan=view, words=words), view)


def _with_marks(html: str, view: PlanView) -> str:
    """The text with each mark of a footnote as a link to it; where the footnote itself stands, a link back."""
    marks = {note.mark: note.id for notes in view.footnotes.values() for note in notes}
    if not marks:
        return html
    met: set[str] = set()

    def linked(match: re.Match[str]) -> str:
        if match.group() not in marks:
            return match[1]
        note, mark = marks[match.group()], match[1]
        if html[: match.start()].endswith('<span class="number">'):
            return f'<a href="#{ItemId.of(note, "mark")}">{mark}</a>'
        own = "" if note in met else f' id="{ItemId.of(note, "mark")}"'
        met.add(note)
        return f'<sup data-note="{note}"><a{own} href="#{note}">{mark}</a></sup>'

    return FOOTNOTE_MARK.sub(linked, html)


def article_lines(article: str, *, is_word: bool = True) -> Iterator[ArticleLine]:
    """The lines of a semantic text, those that say nothing left out; raises `TemplateProblem`.

    In Word nothing tells a table of two columns from one that only places paragraphs side by side, unless items do.
    """
    elements = _lines(parsed_text(article), is_word=is_word)
    if is_word:  # in a part of their own, behind the text
        elements = sorted(elements, key=lambda element: element.get("class", "").split()[:1] == ["footnote"])
    for element in elements:
        if element.tag == "tr":
            line = ArticleLine(element.get("id", ""), tuple(map(_text, element)), is_row=True)
        else:
            number = element.find(".//span[@class='number']")
            # Word counts footnotes itself.
            is_shown = number is not None and not (is_word and number.find("a") is not None)
            line = ArticleLine(
                element.get("data-id", ""),
                (_text(element, is_word=is_word),),
                "".join(map(str, number.itertext())).strip() if number is not None and is_shown else "",
                also=tuple(part.get("id", "") for part in element.findall("span[@class='also']")),
                classes=tuple(element.get("class", "").split()),
            )
        if line.item or line.text.strip():
            yield line


def _lines(article: etree._Element, *, is_word: bool) -> Iterable[etree._Element]:
    """The elements that are lines: tables that only place paragraphs side by side are none."""
    for element in article:
        rows = list(element.iter("tr"))
        if element.tag != "table":
            yield element
        elif "data" not in element.get("class", "").split():
            yield from (part for row in rows for place in row for part in place)
        elif is_word and not any(row.get("id") or len(row) > 2 for row in rows):
            yield from (place for row in rows for place in row)
        else:
            yield from rows


def _text(element: etree._Element, *, is_word: bool = False) -> str:
    """The text of an element without the number before it; in Word the mark of a footnote is no text."""
    return in_one_line("".join(_texts(element, is_word=is_word))).strip(" ")


def in_one_line(text: str) -> str:
    """A text in one line, as HTML shows it."""
    return _FOLDED.sub(" ", text)


def _texts(element: etree._Element, *, is_word: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if is_word and child.get("data-note"):
            yield FOOTNOTE_SIGN
        elif child.get("class") != "number":
            yield from _texts(child, is_word=is_word)
        yield child.tail or ""
