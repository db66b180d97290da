"""The search of many places: the index of one plan, copied under other names, looked through with the program of the page."""

import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, islice
from pathlib import Path
from random import Random
from statistics import median

from bench.inputs import PROJECT
from planbook.model.entry import as_id
from planbook.render.search_index import SearchPlace, SearchWords, index_script, indexed_pages
from planbook.render.search_places import part_address, search_places
from planbook.render.search_shards import cut, words_and_keys
from planbook.views.search_part import PlaceSearch, SearchPart

COUNTRY, OWN_WORDS = 1_000, 400
_ROUNDS = 5  # of one query the same program takes 13 to 62 ms, as its memory is swept or its code compiled meanwhile
PROVINCE, COMMUNE = ("lao-cai-2026", "Lào Cai"), ("bac-ha-2022", "Bắc Hà")
_SCRIPTS = PROJECT / "templates/site/theme/assets/javascripts"
_PROGRAM = (
    "vietnamese",
    "search-query",
    *(f"search-{name}" for name in ("entries", "matching", "ranking", "engine", "suggest")),
)
_OF_PLACES = ("search-places", "search-loading")
_FIGURE = re.compile(r"(?<![\d./-])(?!20[1-3]\d(?!\d))\d+(?![\d/]|-\w)")
_LISTS = ("co-quan/", "lich/", "chi-tieu/", "van-ban/", "kinh-phi/", "nhiem-vu/")


@dataclass(frozen=True)
class Copied:
    """A place that gets a copy of a real plan: its name, what it lies in, and items of its own by their codes."""

    name: str
    within: str = ""
    items: tuple[tuple[str, str], ...] = ()

    @property
    def is_province(self) -> bool:
        """Whether it lies in nothing."""
        return not self.within


@dataclass(frozen=True)
class Answer:
    """The first answer to a query: what it shows first, the files that it loaded with their bytes, and the CPU time in ms of the engine."""

    shown: tuple[str, ...]
    loaded: Mapping[str, int]
    spent: float
    meant: str
    searched: int


def write_places(site: Path, places: Sequence[Copied], folder: Path) -> dict[str, str]:
    """Write the search of a site of many places, each with a copy of a plan of a built site; the short names of places by their folders."""
    models = {model: _model(site, model[0]) for model in (PROVINCE, COMMUNE)}
    names = [row for row in read_index(site)["names"] if row[0][:1].isupper()]  # of agencies
    words = SearchWords.model_construct()
    shorts = _shorts(places)
    listed = []
    for number, (place, (short, where)) in enumerate(zip(places, shorts.items(), strict=True)):
        model = PROVINCE if place.is_province else COMMUNE
        told = partial(_told, model[1], re.sub(r"^[^A-ZĐ]* ", "", place.name), number)
        indexed = _copied(models[model], model[0], f"{short}-2026", where, told)
        own = indexed[f"ke-hoach/{short}-2026/index.html"]
        own += [SearchPlace(code, "", own[0], [text]) for code, text in place.items]
        parts = []
        for at, pages in enumerate(cut(indexed, {})):
            script = index_script(pages, () if at else [[*map(told, row)] for row in names], {}, words).encode()
            parts.append(SearchPart(part_address(where, at), len(script), *words_and_keys(pages)))
            _write(folder / parts[-1].address, script)
        listed.append(PlaceSearch(place.name, where, place.within, 1, tuple(parts)))
    for path, text in search_places(listed).items():
        _write(folder / path, text.encode())
    return {where: short for short, where in shorts.items()}


def answers(folder: Path, queries: Sequence[tuple[str, str]]) -> list[Answer]:
    """The first answers to queries, each typed on a page of a folder into a search that has loaded nothing yet."""
    scripts = [str(_SCRIPTS / f"{name}.js") for name in (*_PROGRAM, *_OF_PLACES)]
    command = ["node", str(PROJECT / "bench/search_places.js"), str(folder), *scripts]
    told = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, check=True).stdout
    return [
        Answer(tuple(row["shown"]), row["loaded"], row["spent"], row["meant"], row["searched"])
        for row in json.loads(told)
    ]


def country(site: Path, folder: Path, queries: Sequence[str], number_of_places: int = COUNTRY) -> list[Answer]:
    """The first answers to queries on a site of so many places, typed on a page of one, with the name of another behind every other query.

    Each place has a copy of a real plan with other figures, and hundreds of pairs of words that no other has.
    """
    syllables = sorted({word for row in read_index(site)["entries"] for word in str(row[-1]).split() if word.isalpha()})
    places = [
        Copied(
            f"tỉnh {first} {second} {number}", "", (("rieng", " ".join(Random(number).sample(syllables, OWN_WORDS))),)
        )
        for number, (first, second) in enumerate(
            islice(combinations(filter(str.istitle, syllables), 2), number_of_places)
        )
    ]
    own = next(iter(write_places(site, places, folder)))
    named = [
        f"{query} {places[number % len(places)].name}" if number % 2 else query for number, query in enumerate(queries)
    ]
    rounds = [answers(folder, [(own, query) for query in named]) for _ in range(_ROUNDS)]
    return [replace(again[0], spent=median(answer.spent for answer in again)) for again in zip(*rounds, strict=True)]


def largest(some: Iterable[Answer]) -> int:
    """The bytes of the answer that loaded most."""
    return max(sum(answer.loaded.values()) for answer in some)


def middle(some: Iterable[Answer]) -> float:
    """The CPU time in ms that half of the answers cost at most."""
    return median(answer.spent for answer in some)


def read_index(site: Path) -> dict[str, list[list[str]]]:
    """The index of a built site."""
    text = (site / "assets/search-index.js").read_text("utf-8")
    index: dict[str, list[list[str]]] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return index


def _model(site: Path, plan: str) -> dict[str, list[SearchPlace]]:
    """The places of all pages that tell of one plan."""
    pages = {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.glob("*/**/index.html"))
    }
    own = {path: text for path, text in pages.items() if f"/{plan}/" in path}
    lists = {path: text for path, text in pages.items() if path.startswith(_LISTS) and f"ke-hoach/{plan}/" in text}
    return indexed_pages(dict(sorted((own | lists).items(), key=lambda page: -page[0].count("/"))))


def _shorts(places: Sequence[Copied]) -> dict[str, str]:
    """The short names of places, each another one, with their folders."""
    names = [place.name for place in places]
    shorts: dict[str, str] = {}
    for place in places:
        kind, _, short = as_id(place.name).partition("-")
        kind, short = next(
            ((k, as_id(place.name)[len(k) + 1 :]) for k in ("thanh-pho", "dac-khu") if as_id(place.name).startswith(k)),
            (kind, short),
        )
        short += f"-{as_id(place.within.partition(' ')[2])}" if names.count(place.name) > 1 else ""
        shorts[short if short not in shorts else f"{kind}-{short}"] = f"{kind}/{short}/"
    return shorts


def _copied(
    model: Mapping[str, list[SearchPlace]], plan: str, twin: str, folder: str, told: "partial[str]"
) -> dict[str, list[SearchPlace]]:
    copied = {}
    for path, places in model.items():
        new = {place: replace(place, title=told(place.title), texts=[*map(told, place.texts)]) for place in places}
        for place in new.values():
            place.under = new[place.under] if place.under else None
        address = path.replace(f"/{plan}/", f"/{twin}/") if f"/{plan}/" in path else f"{folder}{path}"
        copied[address] = [*new.values()]
    return copied


def _told(name: str, twin: str, number: int, text: str) -> str:
    """A text as that of another place."""
    return _FIGURE.sub(lambda figure: str(int(figure[0]) + number), text.replace(name, twin))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
