"""Small edits of a Word file's XML, each a function that changes one thing: what a clerk does wrong by hand."""

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree

from planbook.ooxml.opening import read_package
from planbook.ooxml.reading import read_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The order that the schema wants inside w:pPr and w:rPr, as far as the edits need it.
_ORDER = {
    "pPr": ["pStyle", "keepNext", "pageBreakBefore", "numPr", "pBdr", "tabs", "spacing", "ind", "jc", "rPr", "sectPr"],
    "rPr": ["rStyle", "rFonts", "b", "i", "caps", "color", "sz", "u"],
}

Parts = dict[str, etree._Element]
Edit = Callable[[Parts], None]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_plain_breaks(xml: bytes) -> bytes:
    """The text of a part with plain spaces and hyphens: an edit, like a search of Word, takes both kinds for one."""
    xml = re.sub(rb'</w:(t|delText)><w:noBreakHyphen/><w:\1 xml:space="preserve">', b"-", xml)
    return plain_breaks(xml.replace(b"<w:noBreakHyphen/>", b"<w:t>-</w:t>").decode()).encode()


def plain_breaks(text: str) -> str:
    """A text with plain spaces and hyphens; several of the others in a row are a blank for a number or a day."""
    return re.sub("(?<![\u00a0 ])\u00a0(?![\u00a0 ])", " ", text.replace("\u2011", "-"))


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def edited(content: bytes, *edits: Edit) -> bytes:
    """A copy of a file after some edits of its body, its header and its other parts."""
    parts = parts_of(content)
    trees = {name: etree.fromstring(with_plain_breaks(text)) for name, text in parts.items() if name.endswith(".xml")}
    for edit in edits:
        edit(trees)
    return packed(parts | {name: etree.tostring(tree, encoding="UTF-8") for name, tree in trees.items()})


def flattened(content: bytes) -> bytes:
    """A copy without lists, controls and bookmarks: every number is text, so that an edit cannot move it."""
    document = read_document(read_package(content))

    def flatten(trees: Parts) -> None:
        body = trees["word/document.xml"][0]
        for paragraph, seen in zip(list(body.iter(f"{W}p")), document.paragraphs, strict=True):
            numbers = paragraph.find(f"{W}pPr/{W}numPr")
            if seen.label:
                run = etree.Element(f"{W}r")
                first = next(paragraph.iter(f"{W}r"))
                run.extend(copy.deepcopy(first.findall(f"{W}rPr")))
                etree.SubElement(run, f"{W}t").text = seen.label
                run[-1].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                paragraph.insert(1, run)
                if numbers is not None:
                    numbers.getparent().remove(numbers)
                _set(paragraph, "numPr", {})
                etree.SubElement(paragraph.find(f"{W}pPr/{W}numPr"), f"{W}numId").set(f"{W}val", "0")
                first_line = round((seen.shape.first_line - seen.shape.left) * 1440 / 25.4)
                left = round(seen.shape.left * 1440 / 25.4)
                _set(paragraph, "ind", {"left": str(left), "firstLine": str(max(0, first_line))})
            elif numbers is not None:
                numbers.getparent().remove(numbers)
        for control in list(body.iter(f"{W}sdt")):
            place = control.getparent()
            for child in list(control.find(f"{W}sdtContent")):
                place.insert(place.index(control), child)
            place.remove(control)
        for mark in list(body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)

    return edited(content, flatten)


def text_of(paragraph: etree._Element) -> str:
    """The text of a paragraph, with plain spaces and hyphens."""
    nodes = paragraph.iter(f"{W}t", f"{W}noBreakHyphen")
    return plain_breaks("".join(node.text or "" if node.tag == f"{W}t" else "-" for node in nodes))


def found(trees: Parts, text: str) -> etree._Element:
    """The first paragraph whose text begins so; of the header if none in the body does."""
    for name in ("word/document.xml", *(name for name in trees if "/header" in name)):
        for paragraph in trees[name].iter(f"{W}p"):
            if text_of(paragraph).startswith(text):
                return paragraph
    raise AssertionError(f"no paragraph begins with {text}")


def _set(owner: etree._Element, name: str, attributes: dict[str, str], kind: str = "pPr") -> None:
    properties = owner.find(f"{W}{kind}")
    if properties is None:
        properties = etree.Element(f"{W}{kind}")
        owner.insert(0, properties)
    element = properties.find(f"{W}{name}")
    if element is None:
        order = _ORDER[kind]
        element = etree.Element(f"{W}{name}")
        before = [one for one in properties if one.tag.removeprefix(W) in order[: order.index(name)]]
        properties.insert(len(before), element)
    for key, value in attributes.items():
        element.set(f"{W}{key}", value)


def letters(text: str, **values: str) -> Edit:
    """Direct formatting of all letters of a paragraph: sz="22", b="0", color="FF0000", rFonts="Arial"."""

    def edit(trees: Parts) -> None:
        for run in found(trees, text).iter(f"{W}r"):
            for name, value in values.items():
                keys = ("ascii", "hAnsi") if name == "rFonts" else ("val",)
                _set(run, name, dict.fromkeys(keys, value), "rPr")

    return edit


def form(text: str, name: str, **attributes: str) -> Edit:
    """Direct formatting of a paragraph: jc, ind, spacing."""
    return lambda trees: _set(found(trees, text), name, attributes)


def words(old: str, new: str) -> Edit:
    """Other words in the paragraph that begins with the old ones; what follows them stays."""

    def edit(trees: Parts) -> None:
        paragraph = found(trees, old)
        nodes = list(paragraph.iter(f"{W}t"))
        text = new + text_of(paragraph)[len(old) :]
        for node in nodes:
            node.text = ""
        nodes[0].text = text
        nodes[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    return edit


def instead(text: str, new: str) -> Edit:
    """Another text in the paragraph that begins so."""
    return lambda trees: words(text_of(found(trees, text)), new)(trees)


def end(text: str, old: str, new: str) -> Edit:
    """Another ending of the paragraph that begins so."""

    def edit(trees: Parts) -> None:
        last = [node for node in found(trees, text).iter(f"{W}t") if node.text][-1]
        assert last.text.endswith(old)
        last.text = last.text.removesuffix(old) + new

    return edit


def without(text: str) -> Edit:
    """The paragraph is gone."""

    def edit(trees: Parts) -> None:
        paragraph = found(trees, text)
        paragraph.getparent().remove(paragraph)

    return edit


def added(after: str, *texts: str) -> Edit:
    """Paragraphs behind one, in its dress and with its form."""

    def edit(trees: Parts) -> None:
        place = found(trees, after)
        for text in reversed(texts):
            own = copy.deepcopy(place)
            for run in list(own.iter(f"{W}r"))[1:]:
                run.getparent().remove(run)
            node = next(own.iter(f"{W}t"))
            node.text = text
            place.addnext(own)

    return edit


def rule(after: str, length: str | None) -> Edit:
    """The line below a paragraph gone (None), or with other indents in twips."""

    def edit(trees: Parts) -> None:
        below = found(trees, after).getnext()
        assert below.tag == f"{W}p", "the rule is a paragraph"
        assert not text_of(below)
        if length is None:
            below.getparent().remove(below)
        else:
            _set(below, "ind", {"left": length, "right": length})

    return edit


def _sections(trees: Parts) -> Iterator[etree._Element]:
    yield from trees["word/document.xml"].iter(f"{W}sectPr")


def page(name: str, section: int | None = None, **attributes: str | None) -> Edit:
    """Another w:pgSz, w:pgMar, w:pgNumType or w:titlePg in every section or in one; None takes the attribute away."""

    def edit(trees: Parts) -> None:
        for at, each in enumerate(_sections(trees)):
            if section in (None, at):
                element = each.find(f"{W}{name}")
                for key, value in attributes.items():
                    element.attrib.pop(f"{W}{key}", None)
                    if value is not None:
                        element.set(f"{W}{key}", value)

    return edit


def no_first_page(trees: Parts) -> None:
    """The first page is like all others."""
    for each in _sections(trees):
        each.remove(each.find(f"{W}titlePg"))


def header(change: Callable[[etree._Element], None]) -> Edit:
    """A change of every paragraph of the headers."""

    def edit(trees: Parts) -> None:
        for name in [name for name in trees if "/header" in name]:
            for paragraph in trees[name].iter(f"{W}p"):
                change(paragraph)

    return edit


def header_letters(**values: str) -> Edit:
    def change(paragraph: etree._Element) -> None:
        for run in paragraph.iter(f"{W}r"):
            for name, value in values.items():
                _set(run, name, {"val": value}, "rPr")

    return header(change)


def header_form(name: str, **attributes: str) -> Edit:
    return header(lambda paragraph: _set(paragraph, name, attributes))


def empty_header(trees: Parts) -> None:
    """No page number anywhere."""

    def change(paragraph: etree._Element) -> None:
        for run in list(paragraph.iter(f"{W}r", f"{W}fldSimple", f"{W}sdt")):
            run.getparent().remove(run)

    header(change)(trees)
