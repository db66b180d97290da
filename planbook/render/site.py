"""Plan text as it can stand in a page of Markdown. Pure: nothing is written here."""

import string
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from lxml import etree

from planbook.messages.diagnostics import Text
from planbook.model.number import official
from planbook.render.sandbox import TemplateProblem
from planbook.wording.linked_text import LinkedText, without_marks
from planbook.wording.typed_names import NamedEntry

_HEADINGS = ("h2", "h3", "h4", "h5")
_PUNCTUATION = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}


def size(count: int) -> str:
    """A number of bytes as a person reads it: "12,3 KB"."""
    return f"{official(Decimal(count).scaleb(-3).quantize(Decimal('0.1')))} KB"


def grouped(count: int) -> str:
    """A count as an official writes it: "1.234"."""
    return official(Decimal(count))


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


def add_links(
    root: etree._Element, plain: etree._Element, names: LinkedText, addresses: Callable[[NamedEntry], str]
) -> None:
    """Make links of the marks in the semantic text of a plan, `plain` without them; no letter of it changes.

    A paragraph that reads otherwise with its marks stays as it is without, and headings have no links.
    """
    elements, unlinked = list(root), list(plain)
    if len(elements) != len(unlinked):
        elements = []
    for element, bare in zip(elements, unlinked, strict=False):
        marked = "".join(map(str, element.itertext()))
        unmarked = without_marks(marked)
        if unmarked != "".join(map(str, bare.itertext())):
            root.replace(element, bare)
            continue
        if unmarked == marked:  # names nothing, as most paragraphs do
            continue
        is_heading = element.tag in _HEADINGS or element.get("class") in ("appendix", "appendix-title")
        for part in list(element.iter()):
            part.text, links = _links(part.text, names, addresses, without=is_heading)
            part[:0] = links
            for child in list(part)[len(links) :]:
                child.tail, links = _links(child.tail, names, addresses, without=is_heading)
                at = part.index(child) + 1
                part[at:at] = links
    if not elements:
        root[:] = unlinked


def _links(
    text: str | None, names: LinkedText, addresses: Callable[[NamedEntry], str], *, without: bool
) -> tuple[str, list[etree._Element]]:
    """What of a text stands before the first link, and the links with what follows each."""
    links: list[etree._Element] = []
    bare, end = without_marks(text or ""), 0
    before = bare
    for first, last, entry in names.stretches(text or "") if not without else ():
        if not (address := addresses(entry)):
            continue
        if links:
            links[-1].tail = bare[end:first]
        else:
            before = bare[:first]
        links.append(etree.Element("a", {"class": f"named {entry[0]}", "href": address}))
        links[-1].text, links[-1].tail, end = bare[first:last], bare[last:], last
    return before, links


def add_sources(root: etree._Element, links: Mapping[str, tuple[str, str]]) -> None:
    """Put behind the paragraph of each item of a plan a link: where to, and what it says."""
    for paragraph in root.iter("p"):
        if source := links.get(paragraph.get("data-id") or ""):
            link = etree.SubElement(paragraph, "a", {"class": "source", "href": source[0], "title": source[1]})
            link.text = "{}"


def add_histories(
    root: etree._Element, folds: Iterable[tuple[str, list[tuple[str, str]], str]], summary: str, page: str
) -> None:
    """Put behind each item of a plan a fold with its changes, each of which leads to its commit on a `page`, and words for those that lie before."""
    items = {str(element.get("data-id")): element for element in root if element.get("data-id")}
    for item, edits, earlier in folds:
        if item in items:
            fold = etree.Element("details", {"class": "history", "data-search-exclude": ""})
            etree.SubElement(fold, "summary").text = summary
            listed = etree.SubElement(fold, "ul")
            for words, commit in edits:
                line = etree.SubElement(listed, "li")
                line.text = f"{words} ("
                link = etree.SubElement(line, "a", {"href": f"{page}#c{commit}"})
                link.text, link.tail = commit, ")"
            if earlier:
                etree.SubElement(etree.SubElement(listed, "li"), "a", {"href": page}).text = earlier
            items[item].addnext(fold)


def article_markdown(root: etree._Element) -> str:
    """The semantic text of a plan for a Markdown page.

    Headings become Markdown headings, which Material's contents and search know; all else stays HTML,
    because Markdown would eat the marks of a plan's text (`|`, `*`, `1986.`).
    """
    parts: list[str] = []
    above = ""
    ends = [element for element in root if element.get("class") in ("closing", "signature-block")]
    for element in root:
        if element in ends[:1]:
            parts.append('<hr class="end">')  # the last section ends here
        if element.tag == "p" and element.get("class") == "part":
            above = f"{element.text}. "  # stands in the heading below
        elif element.tag in _HEADINGS:
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
