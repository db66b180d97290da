"""The index of the site's search: every heading and every item that has an anchor, read from the finished pages.

The browser makes a word index of it (templates/site/theme/assets/javascripts/search-entries.js). Because it is read from
the pages, whatever page is published can be found, and it hangs on no site generator.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from lxml import etree

from planbook.model.entry import Entry, Words
from planbook.model.item import ItemId
from planbook.model.number import roman

# A script and not a JSON file, because a page opened from a folder may load scripts but may not fetch files.
SEARCH_INDEX = "assets/search-index.js"

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TEXTS = {"p", "li", "dt", "dd", "summary"}
_APART = {"br", "p", "li"}
_NONE_LEFT = ("no-work", "no-dues")  # say that a list is empty, and are hidden while it is not
# Of templates/plan/plan.html: in every plan.
_FORMULAS = {"nation", "nation rule", "motto rule", "star", "dashes", "document-type", "recipients-label"}
_FEW = 2  # words of which no short form is made
_UNSEARCHED_TABLE = re.compile(r"<table\b[^<>]* data-search-exclude\b[^<>]*>")
_END = 40  # letters by which a text is known again


class SearchWords(Entry):
    """templates/site/search.yaml: words that mean the same, as rows of spellings; of months and quarters with a place for each number.

    `asking` are words with which people only ask, `small` those that may be missing, `kinds` those that name a kind of page,
    behind the folder of such pages.
    """

    same: tuple[tuple[Words, ...], ...] = ()
    months: tuple[Words, ...] = ()
    quarters: tuple[Words, ...] = ()
    joining: tuple[Words, ...] = ()
    asking: tuple[tuple[Words, ...], ...] = ()
    kinds: tuple[tuple[Words, ...], ...] = ()
    small: tuple[Words, ...] = ()

    def initials(self, name: str) -> str:
        """The short form that staff make of a name, without the words that only join; empty for few words."""
        words = [word for word in re.findall(r"[^\W\d_]+", name) if word not in self.joining]
        return "".join(word[0] for word in words).lower() if len(words) > _FEW else ""

    def of_years(self, years: Iterable[int]) -> Iterator[tuple[str, ...]]:
        """The spellings of every month and quarter of some years."""
        for year in years:
            for forms, count in ((self.months, 12), (self.quarters, 4)):
                for number in range(1, count + 1):
                    yield tuple(form.format(number=number, roman=roman(number), year=year) for form in forms)


@dataclass(eq=False)
class SearchPlace:
    """Where a search can lead to: a heading with the text below it, or an item under a heading.

    An item has no title; the top of a page has no anchor.
    """

    anchor: str
    title: str
    under: "SearchPlace | None" = None
    texts: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Take in text that it does not say yet; the rows of an appendix repeat the items of the body."""
        if text and text not in "\n".join(
            (self.title, *self.texts)
        ):  # no text has a line end; one look costs less than many
            self.texts.append(text)


def search_index(
    pages: Mapping[str, str], synonyms: Iterable[Collection[str]], behind: Mapping[str, float], words: SearchWords
) -> str:
    """The script that holds the index of HTML pages by their path; equal finds stand in the order of the pages.

    `synonyms` are rows of names for one thing; `behind` says how far a page comes after others that fit as well.
    """
    return index_script(indexed_pages(pages), synonyms, behind, words)


def indexed_pages(pages: Mapping[str, str]) -> dict[str, list[SearchPlace]]:
    """The places of HTML pages by their path, none of which says again what another one says."""
    return said_once({path: places_in(text) for path, text in pages.items()})


def said_once(pages: Mapping[str, list[SearchPlace]]) -> dict[str, list[SearchPlace]]:
    """The places of pages that have any, each without what it only repeats of another one."""
    indexed = {path: places for path, places in pages.items() if places}
    _say_once(indexed.values())
    return indexed


def plain_places(places: Sequence[SearchPlace]) -> list[list[Any]]:
    """The places of one page as plain data: the number of what each stands under, its anchor, its title, its texts."""
    numbers = {place: number for number, place in enumerate(places)}
    return [[place.under and numbers[place.under], place.anchor, place.title, *place.texts] for place in places]


def places_of(rows: Iterable[Sequence[Any]]) -> list[SearchPlace]:
    """Places again, of such plain data."""
    places: list[SearchPlace] = []
    for under, anchor, title, *texts in rows:
        places.append(SearchPlace(anchor, title, None if under is None else places[under], texts))
    return places


def index_script(
    indexed: Mapping[str, list[SearchPlace]],
    synonyms: Iterable[Collection[str]],
    behind: Mapping[str, float],
    words: SearchWords,
) -> str:
    """The script that holds the index of some places of pages."""
    numbers = {place: number for number, place in enumerate(chain.from_iterable(indexed.values()))}
    entries = [
        [page, place.under and numbers[place.under], place.anchor, place.title, *place.texts]
        for page, places in enumerate(indexed.values())
        for place in places
    ]
    listed = [
        [path.removesuffix("index.html"), places[0].title, behind.get(path, 0)] for path, places in indexed.items()
    ]
    names = sorted({tuple(dict.fromkeys(row)) for row in synonyms})
    parts: dict[str, list[Any]] = {
        "pages": listed,
        "entries": entries,
        "names": [row for row in names if len(row) > 1],
        "asking": list(chain.from_iterable(words.asking)),
        "kinds": list(words.kinds),
        "small": list(words.small),
    }
    return script("searchIndex", parts)


def script(name: str, parts: Mapping[str, Iterable[object]]) -> str:
    """A script that says one thing: a variable with lists."""
    return f"var {name} = {{\n" + ",\n".join(f'"{part}": {_lines(rows)}' for part, rows in parts.items()) + "\n};\n"


def _lines(rows: Iterable[object]) -> str:
    """A JSON list with a line for each row, so that two indexes can be compared by eye."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows) + "\n]"


def _say_once(pages: Collection[list[SearchPlace]]) -> None:
    """Take out what a page only repeats: the title of another page, the items of a plan in the lists of an agency."""
    titles = {places[0].title for places in pages}
    items = {part for places in pages for place in places if not place.title for part in _ends(place.texts[0])}
    for places in pages:
        for place in places:
            if place.title:
                place.texts = [text for text in place.texts if not items & _ends(text)]
        needed = {place.under for place in places}
        places[1:] = [place for place in places[1:] if place.texts or place in needed or place.title not in titles]


def _ends(text: str) -> set[str]:
    """What a text is known by: an item reads otherwise before its label or where a list leaves its end out, not at both ends."""
    label = re.match(r"(?:[-+] |\S{1,5}[.)] )?", text)
    begun = text[label.end() if label else 0 :]
    return {begun[:_END], text[-_END:]} if len(begun) > _END else {text[-_END:]}


def places_in(page: str) -> list[SearchPlace]:
    """The places of one page, its top first, each with all that belongs to it."""
    content = _searched(page)
    places: list[SearchPlace] = []
    by_anchor: dict[str, SearchPlace] = {}
    above: list[tuple[str, SearchPlace]] = []  # the open headings with their tags, h1 first
    group = ""  # the row that stands over others in a table
    for element in _texts(_article(content)) if content else ():
        parts = _parts(element)
        anchor, words = ItemId(element.get("id", "")), " ".join(filter(None, parts))
        owner = by_anchor.get(anchor.entry) if anchor.is_part else None
        if element.tag == "tr" and "group" in element.get("class", ""):
            group = words
        if element.tag in _HEADINGS:
            above = [(tag, heading) for tag, heading in above if tag < element.tag]
            places.append(SearchPlace(anchor if places else "", words))
            above.append((element.tag, places[-1]))
            by_anchor[anchor] = places[-1]
            group = ""
        elif not above:
            continue
        elif owner:  # `x--row` and `x--lead` say more of the item x
            for part in parts[element.tag == "tr" :]:  # the first cell of a row only counts
                owner.add(part)
        elif anchor and words:
            while len(above) > 1 and _numbered(words) and _numbered(words) == _numbered(above[-1][1].title):
                above.pop()  # “11. …” stands beside the heading “10. …”, not under it
            places.append(SearchPlace(anchor, "", above[-1][1], [part for part in parts if part]))
            places[-1].add(group)
            by_anchor[anchor] = places[-1]
        elif words != _words_of_links(element):  # a list of links says what other pages say
            (places[0] if _is_frame(element) else above[-1][1]).add(words)
    return places


def _article(content: str) -> etree._Element:
    """The elements of an article."""
    # Plain ones: those of lxml.html ask Python for the class of each.
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False)
    return next(etree.fromstring(content, parser).iter("article"))


def _searched(page: str) -> str:
    """The article of a page, for all around it is its frame, without the tables that are not searched, half of what lists have."""
    begin, end = page.find("<article"), page.rfind("</article>")
    if begin < 0 or end < begin:
        return ""
    pieces: list[str] = []
    for table in _UNSEARCHED_TABLE.finditer(page, begin, end):
        behind = page.find("</table>", table.end())
        if behind >= 0 and "<table" not in page[table.end() : behind]:
            pieces.append(page[begin : table.end()])
            begin = behind
    return "".join((*pieces, page[begin:end], "</article>"))


def _numbered(text: str) -> str:
    """The form of the number that a text begins with, alike for 6.2. and 6.10.; empty if there is none."""
    number = re.match(r"(?:(?P<figures>\d+(?:\.\d+)*)|(?P<roman>[IVXL]+)|[^\W\d_])(?=[.)] )", text)
    return f"{number.lastgroup}{number[0].count('.')}{text[number.end()]}" if number else ""


def _texts(article: etree._Element) -> Iterator[etree._Element]:
    """Headings, items and paragraphs in the order of the page, none within another; tables count by rows that have an anchor."""
    closed = {article: False}  # whether nothing within it counts by itself

    def is_closed(element: etree._Element) -> bool:
        if element not in closed:
            above = element.getparent()
            closed[element] = (above is not None and is_closed(above)) or _is_left_out(element)
        return closed[element]

    for element in article.iter(*_HEADINGS, *_TEXTS, "tr"):  # nine of ten elements are none of them
        if not is_closed(element) and (element.tag != "tr" or element.get("id")):
            closed[element] = True
            yield element


def _is_left_out(element: etree._Element) -> bool:
    kind = element.get("class")
    return (
        element.get("data-search-exclude") is not None
        or kind in _FORMULAS
        or (kind in _NONE_LEFT and element.get("hidden") is not None)
    )


def _parts(element: etree._Element) -> list[str]:
    """The text of each cell of a row, or of any other element as one."""
    cells = element.findall("td") or [element]
    parts: list[str] = []
    for cell in cells:
        pieces: list[str] = []
        _add_text(cell, pieces)
        parts.append(" ".join("".join(pieces).split()))
    return parts


def _add_text(element: etree._Element, pieces: list[str]) -> None:
    """Add the text of an element piece by piece, without the mark that links to a heading, and what only later days bring to light."""
    if element.get("data-after") and element.get("hidden") is not None:
        return
    if element.tag in _APART:
        pieces.append(" ")
    if "headerlink" not in element.get("class", ""):
        pieces.append(element.text or "")
        for child in element:
            _add_text(child, pieces)
            pieces.append(child.tail or "")


def _words_of_links(element: etree._Element) -> str:
    return " ".join(" ".join("".join(map(str, link.itertext())) for link in element.iter("a")).split())


def _is_frame(element: etree._Element) -> bool:
    """Tell whether it stands in the heading or the signature block, which belong to the whole plan."""
    return any(table.get("role") == "presentation" for table in element.iterancestors("table"))
