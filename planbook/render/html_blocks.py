"""Markdown that holds little but blocks of HTML and headings, as generated pages do: read at once, letter for letter as Markdown reads it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown import Markdown
from markdown.extensions.toc import nest_toc_tokens

_TABLE = re.compile(r"<table\b[^<>]*>")
# A tag as templates write it, or any other angle bracket.
_TAG = re.compile(r'<(?:(/?)([a-zA-Z][\w:-]*)(?:\s+[\w:.-]+(?:="[^"<>]*")?)*\s*(/?)>)?')
_TEXT_ALONE = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp", "plaintext"})
_BLANK_LINE = re.compile(r"\n +\n")
_HALF_LETTER = re.compile(r"&#(?!\d+;)")
_HEADING = re.compile(r"#{1,6} [^\n<>\\`\[\]*_!]+$", re.MULTILINE)
_PARAGRAPH = re.compile(r"[^\W\d_][^\n{}]*(?=\n\n|\Z)")  # of one line, which says nothing of others
_LETTER = r"(?:[0-9A-Za-z]|[^\x00-\x7f\s]|&#\d\d\d?;)"
_NAMED_HEADING = re.compile(rf"(#{{1,6}} )({_LETTER}+(?: {_LETTER}+)*)( \{{: #)([\w-]+)((?: [^{{}}#]*)?\}})")
_TEXT, _ID = "⟦text⟧", "planbook-heading"  # in the heading of a kind, for what each says otherwise
_INSIDE = re.compile("\x02(\\d+)\x03")
_MOST_READ = 1_000  # headings and paragraphs


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading or paragraph of a page as HTML, and what the contents list says of it; of level 0 it does not stand there."""

    html: str
    id: str
    level: int
    title: str


def _without_tables(text: str) -> tuple[str, list[str]]:
    """A page with a number for the inside of each table, and the insides, each up to the first end of a table."""
    parts: list[str] = []
    insides: list[str] = []
    end = 0
    for table in _TABLE.finditer(text):
        behind = text.find("</table>", table.end())
        if table.start() >= end and behind >= 0 and text[: table.start()][-1:] in {"", "\n"}:
            parts += (text[end : table.end()], f"\x02{len(insides)}\x03")
            insides.append(text[table.end() : behind])
            end = behind
    return "".join((*parts, text[end:])), insides


class PageReader:
    """Reads pages, and knows what Markdown has made before."""

    def __init__(self, markdown: Markdown) -> None:
        self._markdown = markdown
        self._by_markdown = lru_cache(_MOST_READ)(self._of_markdown)

    def read(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """A page as HTML, and its headings as Markdown's contents list nests them."""
        if page := self._blocks(text):
            return page
        html = self._markdown.reset().convert(text)
        return html, vars(self._markdown).get("toc_tokens", [])

    def _blocks(self, text: str) -> tuple[str, list[dict[str, Any]]] | None:
        """A page that holds nothing but blocks of HTML, headings and paragraphs of a line; None for any other."""
        if any(letter in text for letter in "\t\r\x02\x03") or _BLANK_LINE.search(text):
            return None
        outside, insides = _without_tables(text.rstrip("\n"))
        if _HALF_LETTER.search(outside) or any("<table" in inside for inside in insides):
            return None
        parts: list[str] = []
        headings: list[_Heading] = []
        at = 0
        while at < len(outside):
            if outside[at] == "\n":
                at += 1
            elif line := _HEADING.match(outside, at):
                heading = self._heading(line[0])
                if heading is None:
                    return None
                headings.append(heading)
                parts.append(heading.html)
                at = line.end()
            elif line := _PARAGRAPH.match(outside, at):
                parts.append(self._by_markdown(line[0]).html)
                at = line.end()
            else:
                end = self._end_of_block(outside, at)
                if end == at or outside[end : end + 1] not in {"", "\n", "<"}:
                    return None
                parts.append(outside[at:end] + ("\n" if outside[end : end + 2] == "\n\n" else ""))
                at = end
        if len({heading.id for heading in headings}) < len(headings):
            return None
        listed = [heading for heading in headings if heading.level]
        tokens = [{"level": heading.level, "id": heading.id, "name": heading.title} for heading in listed]
        return _INSIDE.sub(lambda place: insides[int(place[1])], "\n".join(parts)), nest_toc_tokens(tokens)

    def _heading(self, line: str) -> _Heading | None:
        """A heading; None where nobody but Markdown knows its id."""
        match = _NAMED_HEADING.fullmatch(line)
        if not match:
            heading = self._by_markdown(line)
            return heading if heading.level else None
        before, text, between, id_, behind = match.groups()
        attributes = behind.replace(f'"{id_}"', f'"{_ID}"')
        kind = self._by_markdown(f"{before}{_TEXT}{between}{_ID}{attributes}")
        html, title = (part.replace(_ID, id_).replace(_TEXT, text) for part in (kind.html, kind.title))
        return _Heading(html, id_, kind.level, title)

    def _of_markdown(self, line: str) -> _Heading:
        html = self._markdown.reset().convert(line)
        (token,) = vars(self._markdown)["toc_tokens"] or [{"id": "", "level": 0, "name": ""}]
        return _Heading(html, token["id"], token["level"], token["name"])

    def _end_of_block(self, text: str, at: int) -> int:
        """Where a block of HTML ends that begins there, with the end tag of its first; the same place where none begins."""
        opened: list[str] = []
        alone = ""
        for tag in _TAG.finditer(text, at):
            closing, name, empty = tag.groups()
            name = (name or "").lower()
            if not name or (alone and (name != alone or not closing)):
                return at
            is_empty = bool(empty) or name == "hr"
            if not opened and (tag.start() > at or closing or not self._is_block(tag[0])):
                return at
            if not opened and is_empty and text[at - 1 : at] not in {"", "\n"}:
                return at
            if closing:
                alone = ""
                if name in opened:
                    while opened.pop() != name:
                        pass
            elif not is_empty:
                opened.append(name)
                alone = name if name in _TEXT_ALONE else ""
            if not opened:
                return tag.end()
        return at

    def _is_block(self, tag: str) -> bool:
        return bool(self._markdown.is_block_level(re.split("[ >]", tag[1:], maxsplit=1)[0]))
