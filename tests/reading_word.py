"""An independent reader of Word files: their text with the numbers that Word counts, their marks, their lints."""

import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET

from tests.word_edits import plain_breaks, with_plain_breaks

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MANIFEST = "{urn:planbook:manifest:1}"
ROMAN = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def part(path: Path | BinaryIO, name: str) -> ET.Element:
    with zipfile.ZipFile(path) as archive:
        return ET.fromstring(with_plain_breaks(archive.read(name)))


def own_text(paragraph: ET.Element) -> str:
    """The text of a paragraph without its list number, content controls and fields included; no break is told from another."""
    texts = {f"{W}t": None, f"{W}noBreakHyphen": "-"}
    return plain_breaks("".join(texts[node.tag] or node.text or "" for node in paragraph.iter() if node.tag in texts))


class Numbers:
    """Counts lists as ECMA-376 says: by their shared definition, starting anew where a list says so."""

    def __init__(self, path: Path | BinaryIO) -> None:
        root = part(path, "word/numbering.xml")
        self.levels = {
            kind.get(f"{W}abstractNumId"): {
                level.get(f"{W}ilvl"): (
                    level.find(f"{W}numFmt").get(f"{W}val"),
                    level.find(f"{W}lvlText").get(f"{W}val"),
                    int(level.find(f"{W}start").get(f"{W}val")),
                )
                for level in kind.findall(f"{W}lvl")
            }
            for kind in root.findall(f"{W}abstractNum")
        }
        self.kinds, self.starts = {}, {}
        for one in root.findall(f"{W}num"):
            number = one.get(f"{W}numId")
            self.kinds[number] = one.find(f"{W}abstractNumId").get(f"{W}val")
            start = one.find(f"{W}lvlOverride/{W}startOverride")
            self.starts[number] = None if start is None else int(start.get(f"{W}val"))
        self.counters: dict[str, list[int]] = {}
        self.begun: set[str] = set()

    def printed(self, paragraph: ET.Element) -> str:
        """What Word prints before the paragraph, with the space behind it."""
        place = paragraph.find(f"{W}pPr/{W}numPr")
        if place is None:
            return ""
        depth, number = int(place.find(f"{W}ilvl").get(f"{W}val")), place.find(f"{W}numId").get(f"{W}val")
        kind = self.kinds[number]
        counters = self.counters.setdefault(kind, [])
        if number not in self.begun and self.starts[number] is not None:
            counters[:] = [self.starts[number] - (depth == 0)]
        self.begun.add(number)
        missing = range(len(counters), depth + 1)
        counters[:] = [*counters[: depth + 1], *(self.levels[kind][str(at)][2] - (at == depth) for at in missing)]
        counters[depth] += 1
        form, text, _ = self.levels[kind][str(depth)]
        for at, counter in enumerate(counters, 1):
            text = text.replace(f"%{at}", roman(counter) if form == "upperRoman" else str(counter))
        return text + " "


def roman(value: int) -> str:
    text = ""
    for worth, letters in ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


def numbered(path: Path) -> list[tuple[ET.Element, str]]:
    """Every paragraph of the body with its text as Word prints it, number included."""
    numbers = Numbers(path)
    paragraphs = part(path, "word/document.xml").iter(f"{W}p")
    return [(paragraph, numbers.printed(paragraph) + own_text(paragraph)) for paragraph in paragraphs]


def manifest(path: Path) -> ET.Element:
    """The manifest, found by its namespace among the custom parts."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"customXml/item\d+\.xml", name)]
        roots = [ET.fromstring(archive.read(name)) for name in names]
    (found,) = [root for root in roots if root.tag == f"{MANIFEST}manifest"]
    return found


def bookmarked(path: Path) -> dict[str, str]:
    """The text inside each bookmark."""
    open_, texts = {}, {}
    for node in part(path, "word/document.xml").iter():
        if node.tag == f"{W}bookmarkStart":
            open_[node.get(f"{W}id")] = node.get(f"{W}name")
            texts[node.get(f"{W}name")] = ""
        elif node.tag == f"{W}bookmarkEnd":
            open_.pop(node.get(f"{W}id"), None)
        elif node.tag == f"{W}t":
            for name in open_.values():
                texts[name] += node.text or ""
    return texts


def lints(document: ET.Element) -> list[str]:
    """What neither validator finds: deleted text as live text, doubled names and ids, marks without an end."""
    found = [
        f"w:t in w:del: {own_text(node)}" for node in document.iter(f"{W}del") if node.find(f".//{W}t") is not None
    ]
    controls = document.findall(f".//{W}sdt/{W}sdtPr")
    kinds = {
        "bookmark name": [node.get(f"{W}name") for node in document.iter(f"{W}bookmarkStart")],
        "bookmark id": [node.get(f"{W}id") for node in document.iter(f"{W}bookmarkStart")],
        "control id": [node.find(f"{W}id").get(f"{W}val") for node in controls if node.find(f"{W}id") is not None],
        "control tag": [node.find(f"{W}tag").get(f"{W}val") for node in controls if node.find(f"{W}tag") is not None],
    }
    for kind, values in kinds.items():
        found += [f"{kind} twice: {value}" for value, count in Counter(values).items() if count > 1]
    ends = Counter(node.get(f"{W}id") for node in document.iter(f"{W}bookmarkEnd"))
    found += [f"bookmark without one end: {number}" for number in kinds["bookmark id"] if ends[number] != 1]
    return found + [f"end without bookmark: {number}" for number in ends if number not in kinds["bookmark id"]]
