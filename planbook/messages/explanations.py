"""What each finding means, from the page that people read on the site: content/kiem-tra/giai-thich.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_SECTION = re.compile(
    r"^## `(?P<name>[a-z-]+)`(?:: (?P<title>[^{\n]++))?+[^\n]*+\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
_LABELLED = re.compile(r"^\*\*[^*]+\*\* (?P<text>.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_SENTENCE = re.compile(r"\A.+?[.?!](?=\s|$)", re.DOTALL)
PAGE = "content/kiem-tra/giai-thich.md"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The section of one finding: its title in a few words, all of it in Markdown, in a sentence what, and why."""

    title: str
    text: str
    what: str
    why: str


def explanations(path: Path) -> dict[str, Explanation]:
    """The explanation of every finding by its name, from the page; raises `OSError` where it cannot be read."""
    return dict(_sections(path.read_text(encoding="utf-8", errors="replace")))


@lru_cache(maxsize=1)
def _sections(page: str) -> Mapping[str, Explanation]:
    return {
        match["name"]: _explanation(match["title"] or match["name"], match["text"].strip())
        for match in _SECTION.finditer(page)
    }


def _explanation(title: str, text: str) -> Explanation:
    """Take a section apart: its first labelled paragraph says what, its second why."""
    first, why, *_ = [match["text"] for match in _LABELLED.finditer(text)] + ["", ""]
    sentence = _SENTENCE.match(first)
    return Explanation(title.strip(), text, _in_a_line(sentence[0] if sentence else first), _in_a_line(why))


def _in_a_line(text: str) -> str:
    return " ".join(text.split())
