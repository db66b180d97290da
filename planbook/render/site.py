"""Plan text as it can stand in a page of Markdown. Pure: nothing is written here."""

import string
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from planbook.messages.diagnostics import Text
from planbook.model.number import official
from planbook.render.sandbox import TemplateProblem

_PUNCTUATION = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}


def size(count: int) -> str:
    """A number of bytes as a person reads it: "12,3 KB"."""
    return f"{official(Decimal(count).scaleb(-3).quantize(Decimal('0.1')))} KB"


def heading(text: str) -> str:
    """Plan text as it can stand in a Markdown heading: every mark as an entity, so that none is syntax."""
    return " ".join(text.split()).translate(_PUNCTUATION)


def parsed_text(article: str) -> etree._Element:
    """The elements of a plan's semantic text; raises `TemplateProblem`."""
    # The template makes it, and nothing that it says may bring a file of this machine into a plan.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(article, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateProblem("templates/plan/plan.html", str(error.msg)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise TemplateProblem("templates/plan/plan.html", Text("it holds a DOCTYPE, which could bring in other files"))
    return root


def with_sources(article: str, links: Mapping[str, tuple[str, str]]) -> str:
    """The semantic text of a plan with a link behind the paragraph of each item: where to, and what it says."""
    root = parsed_text(article)
    for paragraph in root.iter("p"):
        if source := links.get(paragraph.get("data-id") or ""):
            link = etree.SubElement(paragraph, "a", {"class": "source", "href": source[0], "title": source[1]})
            link.text = "{}"
    return etree.tostring(root, encoding="unicode")


def article_markdown(article: str) -> str:
    """The semantic text of a plan for a Markdown page.

    Headings become Markdown headings, which Material's contents and search know; all else stays HTML,
    because Markdown would eat the marks of a plan's text (`|`, `*`, `1986.`).
    """
    parts: list[str] = []
    above = ""
    for element in parsed_text(article):
        if element.tag == "p" and element.get("class") == "part":
            above = f"{element.text}. "  # stands in the heading below
        elif element.tag in ("h2", "h3", "h4", "h5"):
            level = int(str(element.tag)[1])
            text, above = heading(above + "".join(map(str, element.itertext()))), ""
            is_open = " .open" if "open" in element.get("class", "").split() else ""
            id_ = element.get("data-id")  # a heading of the template's own has none
            attributes = f' {{: #{id_} data-id="{id_}"{is_open} }}' if id_ else ""
            parts.append(f"\n{'#' * level} {text}{attributes}\n")
        elif element.get("class") == "appendix":
            id_, title = element.get("data-id"), element.getnext()
            text = f"{element.text}. {title.text if title is not None else ''}"
            parts.append(f'\n## {heading(text)} {{: #{id_} data-id="{id_}" .appendix }}\n')
        elif element.get("class") == "appendix-title":
            continue  # stands in the heading above
        else:
            element.tail = None
            for column in element.iter("col"):  # a strict content security policy forbids inline styles
                column.set("width", f"{column.get('data-width')}%")
                del column.attrib["style"]
            parts.append(etree.tostring(element, encoding="unicode", method="html"))
    return "\n".join(parts)
