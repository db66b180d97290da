"""Frames of pages: the site generator lays out one empty page of each shape, and all pages of that shape are poured into it.

What pages of one shape say otherwise is a blank in the frame: what stands in the head, the address, the contents list, the article.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import quote

import yaml
from jinja2.filters import do_striptags
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from mkdocs.utils.meta import get_data

from planbook.messages.diagnostics import Text
from planbook.render.html_blocks import PageReader
from planbook.render.sandbox import TemplateProblem
from planbook.repository.program_files import THEME

FRAME = "planbook-frame"
# Values of the head that differ from page to page, and whether they are HTML as they are.
_BLANKS = {"title": False, "description": True, "feed": False, "parent_title": False}
_BUILT_IN = ("toc", "tables", "fenced_code")  # what MkDocs adds to the extensions of its configuration
_TABLE = re.compile(r"^( {0,3}<table\b[^<>]*>)(.*?)(</table>)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ListedHeading:
    """A heading in the contents list of a page, its title as HTML, and those below it."""

    id: str
    level: int
    title: str
    children: "tuple[ListedHeading, ...]" = ()

    @property
    def url(self) -> str:
        """Where it leads to."""
        return f"#{self.id}"


@dataclass(frozen=True, slots=True)
class PageText:
    """What is poured into a frame: what the head of a page says, its article as HTML, the headings of the first level there."""

    meta: Mapping[str, Any]
    article: str
    headings: tuple[ListedHeading, ...]

    @property
    def listed(self) -> tuple[ListedHeading, ...]:
        """The headings of the contents list: the title of the page is none of them."""
        return self.headings[0].children if self._has_title else self.headings

    @property
    def _has_title(self) -> bool:
        return bool(self.headings) and self.headings[0].level == 1

    def frame(self, anchors: Iterable[str] = ()) -> str:
        """The Markdown page that the site generator lays out for all pages of this shape, with places that others lead to."""
        meta = {
            key: f"⟦{key}⟧" if key in _BLANKS and value else value
            for key, value in self.meta.items()
            if key != "duties"  # which only the contents list tells
        }
        places = "".join(f'<i id="{anchor}"></i>' for anchor in anchors)
        lines = [f"<!--{FRAME}-->", f"<div>{places}</div>"]
        if self._has_title:
            lines.append(f"# ⟦title⟧ {{: #{FRAME}-first }}")
        elif "<h1" in self.article:  # of the page's own, which keeps the theme from adding one
            lines.append("<h1></h1>")
        if self.listed:
            lines.append(f"## {FRAME} {{: #{FRAME}-contents }}")
        head = (
            f"---\n{yaml.dump(meta, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)}---\n" if meta else ""
        )
        return head + "\n\n".join([*lines, f"<!--/{FRAME}-->"]) + "\n"


@dataclass(frozen=True)
class Frame:
    """A page of the site generator with blanks, and its address below the site."""

    html: str
    url: str

    def pour(self, page: PageText, url: str, contents: str) -> str:
        """The page of an address with its contents list, as HTML."""
        meta = {"title": page.headings[0].title if page.headings else "", **page.meta}
        values = {"article": page.article, "contents": contents, "url": url}
        values["first"] = page.headings[0].url if page.headings else ""
        for key, is_html in _BLANKS.items():
            value = str(meta.get(key) or "")
            plain = do_striptags(value)
            values[key] = value if is_html else escape(plain)
            values[f"quoted {key}"] = quote(plain)
        return "".join([text + (values[blank] if blank else "") for text, blank in self._pieces])

    @cached_property
    def digest(self) -> str:
        """A hash of what it says."""
        return sha256(self.html.encode()).hexdigest()

    @property
    def blanks(self) -> frozenset[str]:
        """What has a place in it; raises `TemplateProblem`."""
        return frozenset(blank for _, blank in self._pieces if blank)

    @cached_property
    def _pieces(self) -> tuple[tuple[str, str], ...]:
        """The texts of the frame, each with the blank behind it; raises `TemplateProblem`."""
        blanks = "|".join(_BLANKS)
        places = [
            rf"(?P<article><!--{FRAME}-->.*<!--/{FRAME}-->)",
            rf'(?P<contents><li\b[^<>]*>\s*<a href="#{FRAME}-contents"(?:(?!</li>).)*</li>)',
            rf"(?P<first>#{FRAME}-(?:first|contents))",
            rf"⟦(?P<plain>{blanks})⟧",
            rf"{quote('⟦')}(?P<quoted>{blanks}){quote('⟧')}",
            *([rf"(?P<url>{re.escape(self.url)})"] if FRAME in self.url else []),
        ]
        pieces = tuple(_cut(self.html, re.compile("|".join(places), re.DOTALL)))
        if any(re.search(f"{FRAME}|[⟦⟧]|{quote('⟦')}", text, re.IGNORECASE) for text, _ in pieces) or not any(
            blank == "article" for _, blank in pieces
        ):
            problem = Text("title, address and text of a generated page may stand in the theme only as they are")
            raise TemplateProblem(THEME, problem)
        return pieces


def _cut(html: str, places: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The text before each blank, with its name, and the rest."""
    end = 0
    for match in places.finditer(html):
        kind = str(match.lastgroup)
        value = {"plain": match["plain"], "quoted": f"quoted {match['quoted']}"}.get(kind, kind)
        yield html[end : match.start()], value
        end = match.end()
    yield html[end:], ""


def reader(extensions: Iterable[str | Mapping[str, Any]]) -> PageReader:
    """The reader of pages by the Markdown that a configuration of MkDocs names, as MkDocs makes it."""
    configs = {
        name: dict(config or {})
        for entry in extensions
        for name, config in (entry.items() if isinstance(entry, Mapping) else [(entry, None)])
    }
    markdown = Markdown(extensions=[*dict.fromkeys((*_BUILT_IN, *configs))], extension_configs=configs)
    markdown.preprocessors.register(_InsideOfTables(markdown), "inside_of_tables", 22)  # behind code, before HTML
    return PageReader(markdown)


class _InsideOfTables(Preprocessor):  # type: ignore[misc]
    """Takes aside what stands in a table of HTML: no Markdown, and three quarters of the letters of all pages."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines of a page without the insides of its tables, which are put back in the end."""
        return _TABLE.sub(self._aside, "\n".join(lines)).split("\n")

    def _aside(self, table: re.Match[str]) -> str:
        return table[0] if "<table" in table[2] else f"{table[1]}{self.md.htmlStash.store(table[2])}{table[3]}"


def read_page(text: str, reader: PageReader) -> PageText:
    """A generated page of Markdown as it is poured."""
    body, meta = get_data(text)
    article, tokens = reader.read(body)
    return PageText(meta, article, tuple(_headings(tokens)))


def _headings(tokens: Iterable[Mapping[str, Any]]) -> Iterator[ListedHeading]:
    for token in tokens:
        yield ListedHeading(token["id"], token["level"], token["name"], tuple(_headings(token["children"])))
