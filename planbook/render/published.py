"""What published Word files and workbooks say, as scripts by which a page tells what was changed in a file by hand.

The page reads the file that somebody has in the same way (office-text.js).
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePath, PurePosixPath

from lxml import etree

from planbook.ooxml.values import RELATED, SPREADSHEET, W
from planbook.views.addresses import Address

_PIECES = {f"{W}tab": " ", f"{W}br": " ", f"{W}noBreakHyphen": "-"}
_VALUE = f"{SPREADSHEET}v"
_ENDINGS = (".docx", ".xlsx", ".pdf")
_FOLDER = "xac-minh"


def is_handed_on(path: PurePath) -> bool:
    """Whether a published file is one that people hand on by itself."""
    return path.suffix in _ENDINGS


def script_of_hashes(hashes: Mapping[str, str], titles: Mapping[str, str]) -> tuple[str, str]:
    """The script with the hash of every document by its path, and its own path."""
    return _script("tat_ca", {"plans": titles, "files": {digest: path for path, digest in sorted(hashes.items())}})


def scripts_of_plans(documents: Mapping[str, bytes], revisions: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The script of each plan by its path: what its Word file and workbook say."""
    for plan, revision in revisions.items():
        texts = {
            "revision": revision,
            "word": _paragraphs(documents[Address.WORD_DRAFT.path(plan=plan)]),
            "book": _sheets(documents[Address.WORKBOOK.path(plan=plan)]),
        }
        yield _script(plan, texts)


def _script(name: str, content: Mapping[str, object]) -> tuple[str, str]:
    parts = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in content.items())
    # No plan can be called tat_ca: ids have no such line.
    return f"{_FOLDER}/{name}.js", f'published.receive("{name}", {{\n' + ",\n".join(parts) + "\n});\n"


def _paragraphs(content: bytes) -> list[str]:
    """The paragraphs of a Word file that have text: body, footnotes, heads and feet of pages, but their numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        edges = sorted(name for name in archive.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name))
        notes = [name for name in archive.namelist() if name == "word/footnotes.xml"]
        parts = {name: list(_texts(archive.read(name))) for name in ("word/document.xml", *notes, *edges)}
    return [text for name, texts in parts.items() for text in texts if name not in edges or not text.isdigit()]


def _texts(part: bytes) -> Iterator[str]:
    texts: dict[etree._Element, str] = {}
    for element in etree.fromstring(part).iter(f"{W}t", *_PIECES):
        if (run := element.getparent()) is not None and run.tag == f"{W}r":
            paragraph = next(element.iterancestors(f"{W}p"))
            texts[paragraph] = texts.get(paragraph, "") + _PIECES.get(str(element.tag), element.text or "")
    yield from filter(None, (" ".join(text.split()) for text in texts.values()))


def _sheets(content: bytes) -> dict[str, list[list[str]]]:
    """The cells of each sheet, row by row; the number of a day begins with @."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
    strings = [
        "".join(text.text or "" for text in entry.iter(f"{SPREADSHEET}t")) for entry in parts["xl/sharedStrings.xml"]
    ]
    targets = {link.get("Id"): link.get("Target") for link in parts["xl/_rels/workbook.xml.rels"]}
    days = _styles_of_days(parts["xl/styles.xml"])
    return {
        str(sheet.get("name")): list(
            _rows(parts[str(PurePosixPath("xl", str(targets[sheet.get(f"{RELATED}id")])))], strings, days)
        )
        for sheet in parts["xl/workbook.xml"].iter(f"{SPREADSHEET}sheet")
    }


def _styles_of_days(styles: etree._Element) -> set[str]:
    """The numbers of the looks in which a number is a day."""
    codes = {
        code.get("numFmtId") for code in styles.iter(f"{SPREADSHEET}numFmt") if "yy" in (code.get("formatCode") or "")
    }
    looks = styles.find(f"{SPREADSHEET}cellXfs")
    return {str(at) for at, look in enumerate(looks if looks is not None else ()) if look.get("numFmtId") in codes}


def _rows(sheet: etree._Element, strings: list[str], days: set[str]) -> Iterator[list[str]]:
    for row in sheet.iter(f"{SPREADSHEET}row"):
        cells: list[str] = []
        for cell in row:
            column = _column(str(cell.get("r")).rstrip("0123456789"))
            cells += [""] * (column - len(cells))
            value = next((part.text for part in cell if part.tag == _VALUE), None) or ""
            if value and cell.get("t") == "s":
                value = " ".join(strings[int(value)].split())
            elif value and cell.get("s") in days:
                value = f"@{value}"
            cells.append(value)
        yield cells


@cache
def _column(letters: str) -> int:
    """The number of a column, from 0: that of B is 1."""
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1
