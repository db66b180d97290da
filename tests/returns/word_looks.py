"""What people do to a paragraph of a draft beside changing its letters, each as a function that changes the main part."""

import copy
from collections.abc import Callable

from lxml import etree

from tests.word_edits import W, found

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DECLARED = (
    f'xmlns:w="{W[1:-1]}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="urn:wps"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
Edit = Callable[[etree._Element], None]


def element(xml: str) -> etree._Element:
    return etree.fromstring(f"<root {_DECLARED}>{xml}</root>")[0]


def _paragraph(tree: etree._Element, text: str) -> etree._Element:
    return found({"word/document.xml": tree}, text)


def dressed(text: str, words: str, look: str) -> Edit:
    """Some words of a paragraph in a look of their own; the others stay as they are."""

    def edit(tree: etree._Element) -> None:
        run = next(one for one in _paragraph(tree, text).iter(f"{W}r") if words in "".join(one.itertext()))
        said = run.find(f"{W}t").text
        before, _, after = said.partition(words)
        for part, own in ((before, ""), (words, look), (after, "")):
            if part:
                other = copy.deepcopy(run)
                other.find(f"{W}t").text = part
                other.find(f"{W}t").set(_SPACE, "preserve")
                properties = other.find(f"{W}rPr")
                if properties is None:
                    properties = etree.Element(f"{W}rPr")
                    other.insert(0, properties)
                properties.extend(element(f"<w:rPr>{own}</w:rPr>"))
                run.addprevious(other)
        run.getparent().remove(run)

    return edit


def in_style(text: str, words: str, look: str, styles: etree._Element) -> Edit:
    """The same by a style of letters of its own."""
    style = f'<w:style w:type="character" w:styleId="Own"><w:name w:val="Own"/><w:rPr>{look}</w:rPr></w:style>'
    styles.append(element(style))
    return dressed(text, words, '<w:rStyle w:val="Own"/>')


def behind(text: str, xml: str) -> Edit:
    """Something at the end of a paragraph."""
    return lambda tree: _paragraph(tree, text).append(element(xml))


def between(text: str, words: str, sign: str) -> Edit:
    """A sign in the place of the blank behind some words."""

    def edit(tree: etree._Element) -> None:
        run = next(one for one in _paragraph(tree, text).iter(f"{W}r") if words in "".join(one.itertext()))
        node = run.find(f"{W}t")
        before, _, after = node.text.partition(words)
        node.text = before + words
        rest = copy.deepcopy(node)
        rest.text = after.lstrip(" ")
        node.addnext(element(sign))
        node.getnext().addnext(rest)

    return edit


def wrapped(text: str, begin: str) -> Edit:
    """All that a paragraph says inside of an element."""

    def edit(tree: etree._Element) -> None:
        for run in list(_paragraph(tree, text).iter(f"{W}r")):
            around = element(begin)
            run.addprevious(around)
            around.append(run)

    return edit
