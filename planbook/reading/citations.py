"""Citations of an old plan: type, number, day, issuer and title of documents, single ones and enumerations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from planbook.reading.agencies import folded_name
from planbook.reading.context import Context
from planbook.reading.words import ImportWords, alternatives
from planbook.text.comparing import with_plain_dashes
from planbook.text.letters import CAPITALS
from planbook.wording.typed_names import is_document

# A number and symbol; a space may stand on one side of a hyphen, where a line was broken, or on both before capitals.
_JOINT = r"[-/&]| [-/](?=[\w])|[-/] (?=[A-Z\u0110])| - (?=[A-Z\u0110]{2})"
_SYMBOL = rf"[A-Z\u0110][\w&.]*(?:(?:{_JOINT})[\w&]+(?:\.[\w&]+)*)*"
_NUMBER = rf"\d{{1,6}}[a-z]?(?:/\d{{4}})?(?:[-/]| [-/](?=[A-Z\u0110])|[-/] (?=[A-Z\u0110])){_SYMBOL}"
_SPACED = re.compile(r" ?([-/&]) ?")
_WORDS_BETWEEN = 3  # between a type and the word for its number: "Kế hoạch hành động số"
_LONGEST_ISSUER = 120
_BESIDE = 60  # letters before a citation that say whether it stands beside the one before


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as a text cites it: from `start` to `end` with type, number, day and issuer; the title goes on to `last`.

    `type` is the id of its type; `head` is where type and number end, `is_typed` whether the type stands before this very
    number, `depth` whether it stands in the title of another one.
    """

    start: int
    head: int
    end: int
    type: str
    number: str
    day: date | None = None
    issuer: str = ""
    title: str = ""
    last: int = 0
    is_typed: bool = True
    is_plain: bool = True
    depth: int = 0


class CitationReader:
    """Finds citations in texts, with the words and document types of an office."""

    def __init__(self, context: Context, all_words: ImportWords) -> None:
        self._register = context.register
        self._joining = all_words.citing.joining
        self._between = (*all_words.citing.joining, *all_words.citing.several)
        words = all_words.citing
        self._types = {kind.name.casefold(): kind for kind in context.text.workspace.document_types.values()}
        types = alternatives(kind.name for kind in self._types.values() if not kind.cited_by_title)
        titled = alternatives(kind.name for kind in self._types.values() if kind.cited_by_title)
        number, day = re.escape(words.number), re.escape(words.day)
        between = rf"(?P<more>(?: (?!{number} |(?:{types})(?!\w))[^\W\d_]\w{{0,12}}){{0,{_WORDS_BETWEEN}}})"
        self._numbered = re.compile(
            rf"(?:(?<!\w)(?P<type>{types}){between}:? (?:{number}:? ?)?|(?<!\w)(?:{number}:? ))(?P<number>{_NUMBER})",
            re.IGNORECASE,
        )
        date_ = (
            rf"(?P<d>\d{{1,2}})(?: ?[/.-] ?| {re.escape(words.month)} )(?P<m>\d{{1,2}})"
            rf"(?: ?[/.-] ?| {re.escape(words.year)} )(?P<y>\d{{4}})(?!\d)"
        )
        self._day = re.compile(rf",? ?(?:\()?{day} {date_}\)?", re.IGNORECASE)
        self._of = re.compile(rf",? (?:{alternatives(words.issuer)}) ", re.IGNORECASE)
        self._minister = re.compile(
            rf",? (?:{alternatives(words.issuer)}) (?:{alternatives(words.ministers)}) ", re.IGNORECASE
        )
        stops = alternatives((*all_words.title_begins, words.day))
        capital = rf" (?:(?i:{alternatives(all_words.title_begins_capital)}))(?!\w)"
        joined = rf" (?:{alternatives(words.joining)}) (?:{types})"
        self._stop = re.compile(rf" (?:{stops})(?!\w)|{capital}|{joined}|[,;:(.\u201c\"]|$")
        self._title = re.compile(capital)
        self._joint = re.compile(
            rf"(?:;|,|\A|(?<!\w)(?:{alternatives(words.joining)}))\s*(?:(?:{alternatives(words.joining)}|{alternatives(words.several)}) )*\Z",
            re.IGNORECASE,
        )
        titles = alternatives(all_words.laws)
        # "Luật Phòng cháy, chữa cháy": behind a comma a title goes on with a small letter, and with no further basis.
        goes_on = (
            rf",(?= (?!(?:{alternatives((*all_words.basis, *words.joining))})(?!\w))(?-i:(?![{CAPITALS}])[^\W\d]))"
        )
        self._law = re.compile(
            rf"(?<!\w)(?P<type>{titled}) (?P<title>(?:{titles})(?!\w)|(?:[^;:(),]|{goes_on}){{3,200}}?(?= {day} {date_}|[;.]|,(?!{goes_on[1:]})|$))",
            re.IGNORECASE,
        )
        self._known_law = re.compile(rf"(?<!\w)(?P<type>{titled}) (?P<title>{titles})(?!\w)", re.IGNORECASE)

    def citations(self, text: str) -> Iterator[Citation]:
        """The citations by number of a text, from the left; those in the title of another have a depth."""
        text = with_plain_dashes(text)
        raw = []
        kind = None
        for match in self._numbered.finditer(text):
            number = _SPACED.sub(r"\1", match["number"]).rstrip(".,;")
            own = self._types.get(match["type"].casefold()) if match["type"] else None
            if not is_document(number) or (own is None and kind is None):
                continue
            kind = own or kind
            assert kind
            raw.append(self._behind(text, Citation(
                match.start(), match.end(), match.end(), kind.id, number, is_typed=own is not None, is_plain=not match["more"] if own else True,
            )))  # fmt: skip
        yield from self._with_titles(text, raw)

    def _behind(self, text: str, citation: Citation) -> Citation:
        """A citation with the day and the issuer that stand behind its number, in either order."""
        for _ in range(2):
            if citation.day is None and (match := self._day.match(text, citation.end)):
                try:
                    day = date(int(match["y"]), int(match["m"]), int(match["d"]))
                except ValueError:
                    break
                citation = replace(citation, day=day, end=match.end())
            if not citation.issuer and (of := self._of.match(text, citation.end)):
                # "Bộ trưởng Bộ Y tế" signs for the ministry.
                of = self._minister.match(text, of.start()) or of
                end = self._issuer_end(text, of.end())
                if end > of.end():
                    citation = replace(citation, issuer=text[of.end() : end], end=end)
        return citation

    def _issuer_end(self, text: str, start: int) -> int:
        """Where the name of an issuer ends: the longest known one, or the next word that begins a title."""
        register = self._register
        piece = text[start : start + _LONGEST_ISSUER]
        for end in range(min(len(piece), register.longest), 2, -1):
            behind = piece[end : end + 2]
            is_whole = not behind or not behind[0].isalnum()
            goes_on = behind[:1] == " " and behind[1:].isupper() and not self._title.match(piece, end)
            if is_whole and not goes_on and piece[end - 1] != " " and folded_name(piece[:end]) in register.names:
                return start + end
        stop = self._stop.search(piece)
        return start + (stop.start() if stop else len(piece))

    def _with_titles(self, text: str, raw: list[Citation]) -> Iterator[Citation]:
        """Citations with their titles: up to the next one that stands beside and not in them, or to a semicolon."""
        depths: list[int] = []
        for at, citation in enumerate(raw):
            before = text[raw[at - 1].end if at else 0 : citation.start]
            beside = bool(self._joint.search(before[-_BESIDE:])) if at else True
            inner = at and depths[-1] and ";" not in before
            depths.append(0 if beside and not inner else 1)
        for at, citation in enumerate(raw):
            nearest_end = next((raw[later].start for later in range(at + 1, len(raw)) if depths[later] == 0), len(text))
            piece = text[citation.end : nearest_end]
            title, _, _ = piece.partition(";")
            title = re.sub(rf"(?:[,;]|\s(?:{alternatives(self._joining)}))*\s*\Z", "", title)
            title = self._without_joint(title) if nearest_end < len(text) else title
            clean = title.strip(" ,.;:")
            if depths[at] == 0 and clean and clean.count("(") == clean.count(")"):
                yield replace(citation, title=clean, last=citation.end + len(title.rstrip(" ,.;")), depth=0)
            else:
                yield replace(citation, last=citation.end, depth=depths[at])

    def _without_joint(self, title: str) -> str:
        return re.sub(rf"[,;]?\s+(?:{alternatives(self._between)})\Z", "", title.rstrip())

    def known_laws(self, text: str) -> Iterator[Citation]:
        """Where a text names laws whose titles everybody knows."""
        for match in self._known_law.finditer(text):
            kind = self._types[match["type"].casefold()]
            yield Citation(match.start(), match.end(), match.end(), kind.id, "", title=match["title"], last=match.end())

    def laws(self, text: str) -> Iterator[Citation]:
        """The citations by title alone of the parts of a text that are nothing else: laws and ordinances."""
        for part in re.finditer(r"[^;]+", with_plain_dashes(text)):
            for match in self._law.finditer(part.group()):
                day = self._day.match(part.group(), match.end())
                start = part.start() + match.start()
                end = part.start() + (day.end() if day else match.end())
                kind = self._types[match["type"].casefold()]
                when = None
                if day:
                    try:
                        when = date(int(day["y"]), int(day["m"]), int(day["d"]))
                    except ValueError:
                        continue
                yield Citation(start, end, end, kind.id, "", when, title=match["title"].strip(), last=end)
