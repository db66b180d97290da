"""What other programs do to a draft that nobody edited: marks moved, widened and dropped, runs cut up, letters in another form."""

import copy
import re
import unicodedata
from collections.abc import Callable, Iterator

from lxml import etree

from planbook.ooxml.opening import Package
from planbook.ooxml.reading import read_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEGIN, _END = f"{W}bookmarkStart", f"{W}bookmarkEnd"


def _paragraphs(tree: etree._Element) -> Iterator[etree._Element]:
    yield from list(tree.iter(f"{W}p"))


def _begins(paragraph: etree._Element) -> list[etree._Element]:
    return paragraph.findall(_BEGIN)


def _is_labelled(paragraph: etree._Element) -> bool:
    """Whether a number is typed before the item."""
    begins = _begins(paragraph)
    return bool(begins) and begins[0].getprevious() is not None and begins[0].getprevious().tag == f"{W}r"


def _unwrap(tree: etree._Element, *tags: str) -> None:
    for control in list(tree.iter(*tags)):
        content = control.find(f"{W}sdtContent")
        for child in list(control if content is None else content):
            control.addprevious(child)
        control.getparent().remove(control)


def label_in_the_bookmark(tree: etree._Element) -> None:
    for paragraph in _paragraphs(tree):
        if _is_labelled(paragraph):
            for begin in reversed(_begins(paragraph)):
                paragraph.insert(1, begin)


def label_half_in_the_bookmark(tree: etree._Element) -> None:
    for paragraph in _paragraphs(tree):
        if _is_labelled(paragraph):
            label = paragraph.find(f"{W}r")
            text = label.find(f"{W}t")
            other = etree.fromstring(etree.tostring(label))
            text.text, other.find(f"{W}t").text = text.text[:1], text.text[1:]
            begins = _begins(paragraph)
            begins[-1].addnext(other)


def label_in_the_control(tree: etree._Element) -> None:
    label_in_the_bookmark(tree)
    for paragraph in _paragraphs(tree):
        control, label = paragraph.find(f"{W}sdt"), paragraph.find(f"{W}r")
        if control is not None and label is not None and label.getnext() is control:
            control.find(f"{W}sdtContent").insert(0, label)


def bookmark_from_the_paragraph_before(tree: etree._Element) -> None:
    """The bookmark begins at the end of the paragraph before, as where a line was joined and cut again."""
    for paragraph in _paragraphs(tree):
        before = paragraph.getprevious()
        if before is not None and before.tag == f"{W}p":
            for begin in _begins(paragraph):
                before.append(begin)


def _one_text_a_run(tree: etree._Element) -> None:
    for run in [sign.getparent() for sign in tree.iter(f"{W}noBreakHyphen")]:
        looks, *content = run if run.find(f"{W}rPr") is not None else (None, *run)
        for part in reversed(content[1:]):
            other = etree.Element(f"{W}r")
            other.extend([] if looks is None else [copy.deepcopy(looks)])
            other.append(part)
            run.addnext(other)


def bookmark_over_the_last_word_before(tree: etree._Element) -> None:
    _one_text_a_run(tree)
    for paragraph in _paragraphs(tree):
        before = paragraph.getprevious()
        runs = [] if before is None or before.tag != f"{W}p" else list(before.iter(f"{W}r"))
        text = runs[-1].find(f"{W}t") if runs else None
        if text is None or len(text.text) < 10 or not _begins(paragraph):
            continue
        last = etree.fromstring(etree.tostring(runs[-1]))
        text.text, last.find(f"{W}t").text = text.text[:-5], text.text[-5:]
        text.set(SPACE, "preserve")
        last.find(f"{W}t").set(SPACE, "preserve")
        runs[-1].addnext(last)
        for begin in reversed(_begins(paragraph)):
            last.addprevious(begin)


def bookmark_to_the_next_paragraph(tree: etree._Element) -> None:
    for paragraph in reversed(list(_paragraphs(tree))):
        after = paragraph.getnext()
        if after is not None and after.tag == f"{W}p":
            for end in reversed(paragraph.findall(_END)):
                after.insert(1 if after.find(f"{W}pPr") is not None else 0, end)


def without_controls(tree: etree._Element) -> None:
    _unwrap(tree, f"{W}sdt")


def without_bookmarks(tree: etree._Element) -> None:
    for mark in list(tree.iter(_BEGIN, _END)):
        mark.getparent().remove(mark)


def without_tags(tree: etree._Element) -> None:
    for mark in list(tree.iter(f"{W}tag", f"{W}alias")):
        mark.getparent().remove(mark)


def runs_cut_up(tree: etree._Element) -> None:
    """A run for every few letters, with marks of the spelling checker and of who wrote it when."""
    _one_text_a_run(tree)
    for run in list(tree.iter(f"{W}r")):
        text = run.find(f"{W}t")
        parts = re.findall(r".{1,3}", (text.text or "") if text is not None else "", re.DOTALL)
        for part in parts[:-1]:
            other = etree.fromstring(etree.tostring(run))
            other.find(f"{W}t").text = part
            other.find(f"{W}t").set(SPACE, "preserve")
            other.set(f"{W}rsidR", "00AB12CD")
            run.addprevious(other)
            run.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
        if parts:
            text.text = parts[-1]
            text.set(SPACE, "preserve")


def smart_tags(tree: etree._Element) -> None:
    for run in list(tree.iter(f"{W}r")):
        tag = etree.Element(f"{W}smartTag", {f"{W}uri": "urn:x", f"{W}element": "place"})
        run.addprevious(tag)
        tag.append(run)


def _letters(change: Callable[[str], str]) -> Callable[[etree._Element], None]:
    def edit(tree: etree._Element) -> None:
        for text in tree.iter(f"{W}t"):
            text.text = change(text.text or "")
            text.set(SPACE, "preserve")

    return edit


def lists_typed(tree: etree._Element, seen: list[str], *, is_inside: bool) -> None:
    """What Word counts is text, as other programs write it; inside the bookmark and control or before them."""
    for paragraph, label in zip(_paragraphs(tree), seen, strict=True):
        numbers = paragraph.find(f"{W}pPr/{W}numPr")
        if numbers is None or not label:
            continue
        numbers.getparent().remove(numbers)
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t", {SPACE: "preserve"}).text = label
        content = paragraph.find(f"{W}sdt/{W}sdtContent")
        (content if is_inside and content is not None else paragraph).insert(0 if is_inside else 1, run)


def labels(package: Package) -> list[str]:
    """The numbers that Word counts, paragraph by paragraph."""
    return [one.label for one in read_document(package).paragraphs if one.section >= 0]


EDITORS: dict[str, tuple[Callable[[etree._Element], None], ...]] = {
    "label in the bookmark": (label_in_the_bookmark,),
    "half of the label in the bookmark": (label_half_in_the_bookmark,),
    "label in the control": (label_in_the_control,),
    "label in the bookmark, no control": (label_in_the_bookmark, without_controls),
    "half of the label in the bookmark, no control": (label_half_in_the_bookmark, without_controls),
    "label in the bookmark, no tag": (label_in_the_bookmark, without_tags),
    "bookmark from the paragraph before": (bookmark_from_the_paragraph_before,),
    "bookmark from the paragraph before, no control": (bookmark_from_the_paragraph_before, without_controls),
    "bookmark over the last word before": (bookmark_over_the_last_word_before,),
    "bookmark over the last word before, no control": (bookmark_over_the_last_word_before, without_controls),
    "bookmark to the next paragraph": (bookmark_to_the_next_paragraph,),
    "no control": (without_controls,),
    "no bookmark": (without_bookmarks,),
    "no marks": (without_bookmarks, without_controls),
    "runs cut up": (runs_cut_up,),
    "label in the bookmark, runs cut up, no control": (label_in_the_bookmark, without_controls, runs_cut_up),
    "smart tags": (smart_tags,),
    "blanks that do not break": (_letters(lambda text: text.replace(" ", "\u00a0")),),
    "letters in parts": (_letters(lambda text: unicodedata.normalize("NFD", text)),),
    "hyphens that do not break": (_letters(lambda text: text.replace("-", "\u2011")),),
    "places for a hyphen": (_letters(lambda text: text.replace("ng", "n\u00adg\u200b")),),
}
