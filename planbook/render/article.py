"""The semantic text of a plan, which templates/plan/plan.html makes, and the lines that it prints, in their order.

An office may edit the template. What has to know the order of a plan or the words around its items reads them here.
"""

import re
from collections.abc import Iterator

from lxml import etree

from planbook.render.site import parsed_text
from planbook.render.templates import Templates
from planbook.views.plan import PlanView
from planbook.wording.blocks import ArticleLine
from planbook.wording.phrases import Phrases

_FOLDED = re.compile(r"(?<![ \t])[ \t]*+[\r\n]\s*+")  # where the template begins a line of its own inside a paragraph


def article(templates: Templates, view: PlanView, phrases: Phrases) -> str:
    """The semantic text of a plan; raises `TemplateProblem`."""
    return templates.render("plan/plan.html", plan=view, words=phrases)


def article_lines(article: str, *, is_word: bool = True) -> Iterator[ArticleLine]:
    """The lines of a semantic text, those that say nothing left out; raises `TemplateProblem`.

    In Word nothing tells a table of two columns from one that only places paragraphs side by side, unless items do.
    """
    for element in _lines(parsed_text(article), is_word=is_word):
        if element.tag == "tr":
            line = ArticleLine(element.get("id", ""), tuple(map(text_without_number, element)), is_row=True)
        else:
            number = element.find(".//span[@class='number']")
            line = ArticleLine(
                element.get("data-id", ""),
                (text_without_number(element),),
                "" if number is None else (number.text or "").strip(),
                also=tuple(part.get("id", "") for part in element.findall("span[@class='also']")),
                classes=tuple(element.get("class", "").split()),
            )
        if line.item or line.text.strip():
            yield line


def _lines(article: etree._Element, *, is_word: bool) -> Iterator[etree._Element]:
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


def text_without_number(element: etree._Element) -> str:
    """The text of an element without the number before it."""
    return in_one_line("".join(_texts(element))).strip(" ")


def in_one_line(text: str) -> str:
    """A text in one line, as HTML shows it."""
    return _FOLDED.sub(" ", text)


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("class") != "number":
            yield from _texts(child)
        yield child.tail or ""
