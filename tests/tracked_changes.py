"""An independent hand that accepts or rejects all tracked changes of a Word file, as ECMA-376 says what they mean."""

import io
import re
import zipfile
from itertools import groupby, pairwise
from xml.etree import ElementTree as ET

from tests.reading_word import Numbers, W
from tests.word_edits import with_plain_breaks

NEW, OLD = ("ins", "moveTo"), ("del", "moveFrom")


def tree(content: bytes) -> ET.Element:
    """The XML of a file's body, with all that is around it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ET.fromstring(with_plain_breaks(archive.read("word/document.xml")))


def decide(document: ET.Element, *, accept: bool) -> None:
    """Accept all changes, or reject them all."""
    keep, drop = ([f"{W}{name}" for name in names] for names in ((NEW, OLD) if accept else (OLD, NEW)))
    _runs(document, keep, drop)
    _rows(document, keep, drop)
    _cells(document, accept=accept)
    _ends(document, keep, drop)
    _looks(document, accept=accept)


def _looks(document: ET.Element, *, accept: bool) -> None:
    """A change of properties holds those of before, all of them."""
    for properties in list(document.iter(f"{W}rPr")):
        change = properties.find(f"{W}rPrChange")
        if change is not None:
            before = list(change.find(f"{W}rPr"))
            properties[:] = [one for one in properties if one is not change] if accept else before
    for properties in list(document.iter(f"{W}pPr")):
        change = properties.find(f"{W}pPrChange")
        if change is not None:
            # Of a paragraph's end and section another change would say it.
            stays = [one for one in properties if one.tag in (f"{W}rPr", f"{W}sectPr")]
            before = [*change.find(f"{W}pPr"), *stays]
            properties[:] = [one for one in properties if one is not change] if accept else before


def _runs(parent: ET.Element, keep: list[str], drop: list[str]) -> None:
    for child in list(parent):
        if child.tag in (f"{W}pPr", f"{W}trPr"):
            continue
        at = list(parent).index(child)
        if child.tag in drop:
            parent.remove(child)
        elif child.tag in keep:
            parent[at : at + 1] = list(child)
            for text in child.iter(f"{W}delText"):
                text.tag = f"{W}t"
        else:
            _runs(child, keep, drop)


def _rows(document: ET.Element, keep: list[str], drop: list[str]) -> None:
    for parent in list(document.iter()):
        for table in parent.findall(f"{W}tbl"):
            for row in table.findall(f"{W}tr"):
                if _decide(row.find(f"{W}trPr"), keep, drop):
                    table.remove(row)
            if table.find(f"{W}tr") is None:
                parent.remove(table)


def _cells(document: ET.Element, *, accept: bool) -> None:
    """Cells come and go with their column; one over another number of columns has its earlier properties in a change."""
    goes, stays = ("cellDel", "cellIns") if accept else ("cellIns", "cellDel")
    for row in document.iter(f"{W}tr"):
        for cell in row.findall(f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            if properties.find(f"{W}{goes}") is not None:
                row.remove(cell)
            if (mark := properties.find(f"{W}{stays}")) is not None:
                properties.remove(mark)
            if (change := properties.find(f"{W}tcPrChange")) is not None:
                before = list(change.find(f"{W}tcPr"))
                properties[:] = [one for one in properties if one is not change] if accept else before


def _ends(document: ET.Element, keep: list[str], drop: list[str]) -> None:
    """A paragraph whose end goes joins the next one, whose properties both have then."""
    for parent in list(document.iter()):
        pending: list[ET.Element] = []
        for child in list(parent):
            if child.tag == f"{W}p":
                child[1:1] = pending
                pending = []
                following = list(parent)[list(parent).index(child) + 1 :]
                goes = _decide(child.find(f"{W}pPr/{W}rPr"), keep, drop)
                if goes and following and following[0].tag == f"{W}p":
                    pending = list(child)[1:]
                    parent.remove(child)


def _decide(properties: ET.Element | None, keep: list[str], drop: list[str]) -> bool:
    """Whether what has these properties goes; the marks themselves always do."""
    marks = [mark for mark in ([] if properties is None else properties) if mark.tag in (*keep, *drop)]
    for mark in marks:
        properties.remove(mark)
    return any(mark.tag in drop for mark in marks)


def printed(content: bytes, *, accept: bool | None = None) -> list[str]:
    """What a file prints, a line each paragraph with its number, and each row of a table; after a decision if wanted.

    What is marked yellow stands between ‹ and ›.
    """
    numbers, document = Numbers(io.BytesIO(content)), tree(content)
    if accept is not None:
        decide(document, accept=accept)
    lines = []
    for block in document.find(f"{W}body"):
        if block.tag == f"{W}tbl":
            for row in block.findall(f"{W}tr"):
                cells = [[_line(one, numbers) for one in cell.findall(f"{W}p")] for cell in row.findall(f"{W}tc")]
                lines.append(" | ".join("¶".join(line for line in cell if line) for cell in cells))
        elif block.tag == f"{W}p":
            lines.append(_line(block, numbers))
    # Empty paragraphs only make room.
    return [line for line in lines if line]


def _line(paragraph: ET.Element, numbers: Numbers) -> str:
    said = numbers.printed(paragraph)
    for is_yellow, runs in groupby(paragraph.iter(f"{W}r"), is_marked):
        text = "".join(node.text or "" for run in runs for node in run.iter(f"{W}t"))
        said += f"‹{text}›" if is_yellow and text else text
    return said


def is_marked(run: ET.Element) -> bool:
    """Whether a run is marked as with a yellow pen."""
    return run.find(f"{W}rPr/{W}highlight[@{W}val='yellow']") is not None


def _stretches(parent: ET.Element, change: str = ""):
    for child in parent:
        if child.tag == f"{W}r":
            yield change, "".join(node.text or "" for node in child if node.tag in (f"{W}t", f"{W}delText"))
        elif child.tag.removeprefix(W) in (*NEW, *OLD):
            yield from _stretches(child, child.tag.removeprefix(W))
        elif child.tag != f"{W}pPr":
            yield from _stretches(child, change)


WHOLE = re.compile(r"\w[\w./,:-]*\w")


def split(document: ET.Element) -> list[str]:
    """The dates, numbers and symbols of both texts of a file through whose middle a change begins or ends."""
    found = []
    for paragraph in document.iter(f"{W}p"):
        for side in (NEW, OLD):
            parts = [(change, said) for change, said in _stretches(paragraph) if change in ("", *side)]
            text = "".join(said for _, said in parts)
            at, edges = 0, set()
            for (change, said), (following, _) in pairwise(parts):
                at += len(said)
                edges |= {at} if change != following else set()
            found += [
                one.group()
                for one in WHOLE.finditer(text)
                if re.search(r"\d", one.group()) and any(one.start() < edge < one.end() for edge in edges)
            ]
    return found
