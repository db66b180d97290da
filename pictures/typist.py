"""What somebody types into a Word file while the program records it (Track Changes)."""

import copy
import re
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pictures.office import EPOCH


def type_over(path: Path, old: str, new: str) -> bool:
    """Put a text in the place where a search finds another first; False, and nothing done, where it finds none.

    Only the words that differ are typed. A blank that does not break is found as a blank.
    """
    document = Document(str(path))
    paragraph = next((one for one in document.element.body.iter(qn("w:p")) if old in _text(one)), None)
    if paragraph is None:
        return False
    start = _text(paragraph).index(old)
    gone, come = (re.findall(r"\S+ *", text) for text in (old, new))
    steps = SequenceMatcher(None, gone, come, autojunk=False).get_opcodes()
    for step, first, last, of, to in reversed(steps):
        if step != "equal":
            before, replaced = len("".join(gone[:first])), len("".join(gone[first:last]))
            _record(paragraph, start + before, start + before + replaced, "".join(come[of:to]))
    document.save(str(path))
    return True


def _text(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t"))).replace("\u00a0", " ")


def _record(paragraph: Any, start: int, end: int, new: str) -> None:
    """Mark the letters from `start` up to `end` as deleted, and behind them new ones as inserted."""
    _split(paragraph, start)
    _split(paragraph, end)
    nodes = list(paragraph.iter(qn("w:t")))
    places = [0, *accumulate(len(node.text or "") for node in nodes)]
    gone = [node for at, node in zip(places, nodes, strict=False) if start <= at < end]
    before = [node for at, node in zip(places, nodes, strict=False) if at < start]
    model = (gone[-1] if gone else before[-1] if before else nodes[0]).getparent()
    typed = copy.deepcopy(model)
    for node in gone:
        node.tag = qn("w:delText")
        _mark(node.getparent(), "w:del")
    if new:
        place = model.getparent() if gone else model
        (place.addnext if gone or before else place.addprevious)(typed)
        _write(typed.find(qn("w:t")), new)
        _mark(typed, "w:ins")


def _split(paragraph: Any, at: int) -> None:
    """Let a run begin with the letter at a place."""
    for node in paragraph.iter(qn("w:t")):
        text = node.text or ""
        if 0 < at < len(text):
            behind = copy.deepcopy(node.getparent())
            node.getparent().addnext(behind)
            _write(node, text[:at])
            _write(behind.find(qn("w:t")), text[at:])
            return
        at -= len(text)


def _write(node: Any, text: str) -> None:
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _mark(run: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:id"), str(sum(1 for _ in run.getroottree().iter(qn("w:ins"), qn("w:del")))))
    mark.set(qn("w:author"), "planbook")
    mark.set(qn("w:date"), datetime.fromtimestamp(EPOCH, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    run.addprevious(mark)
    mark.append(run)
