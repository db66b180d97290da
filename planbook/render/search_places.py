"""The first file of the search of a site of many places, and the words that few of them have: they say which index to load.

templates/site/theme/assets/javascripts/search-places.js reads them. What most places have is in the index of any; a word
that few have stands, cut by first letters, in small files of its own. So one changed figure changes two or three files.
"""

import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from planbook.model.entry import as_id
from planbook.render.search_index import SEARCH_INDEX, script
from planbook.text.search_keys import BYTES, SPACE, count_of
from planbook.views.addresses import PLACES
from planbook.views.search_part import PlaceSearch, SearchPart

WORDS = "assets/search-words/"
FEW = 20  # parts that a rare word is in at most
SHARE = 4  # and one in so many of all parts
MOST_COMMON = 40_000  # bytes of the list of common words in the first file
MOST_RARE = 12_000  # bytes of a file of rare words
_LINE = 10  # bytes of a key in such a file
_SIZE = 10_000  # bytes in which the sizes of parts are told: a changed figure changes none
_PLAIN = re.compile(r"[^a-z0-9]")


def key_scripts(parts: Sequence[SearchPart]) -> dict[str, str]:
    """The files of rare keys by their paths."""
    return {
        f"{WORDS}-{number}.js": _lines_script(lines) for number, lines in enumerate(_key_files(parts, _few(len(parts))))
    }


@dataclass(frozen=True, slots=True)
class WordCounts:
    """In how many parts each word is that more than few have, and in which (by their numbers) each that few have."""

    common: Mapping[str, int]
    few: Mapping[str, Sequence[str]]


def cut_words(words: str) -> tuple[str, str]:
    """Words by themselves, and what begins with a digit: a changed figure changes these alone."""
    own = words.split()
    return " ".join(word for word in own if not word[0].isdigit()), " ".join(word for word in own if word[0].isdigit())


def count_words(parts: Sequence[str]) -> WordCounts:
    """The words of some parts, or those of one kind."""
    words = [own.split() for own in parts]
    counts = Counter(chain.from_iterable(words))
    most = _few(len(parts))
    common = {word: count for word, count in counts.items() if count > most}
    rare = counts.keys() - common.keys()
    few: dict[str, list[str]] = {}
    for number, own in enumerate(words):
        for word in rare.intersection(own):
            few.setdefault(word, []).append(f"{number:x}")
    return WordCounts(common, few)


def search_places(
    places: Sequence[PlaceSearch], counts: Sequence[WordCounts] = (), key_files: int | None = None
) -> dict[str, str]:
    """The first file and those of rare words and keys, by their paths; of equal finds those of earlier places come first.

    Who has counted the words already, kind by kind, says so, as who has the files of keys says how many these are.
    """
    parts = [part for place in places for part in place.parts]
    counts = counts or [count_words([part.words for part in parts])]
    common = {word: count for own in counts for word, count in own.common.items()}
    listed = _most_usual(sorted(common), common)
    rare: dict[str, Sequence[str]] = dict.fromkeys({*common}.difference(listed), ())
    for own in counts:
        rare |= own.few
    of_words = dict(_by_letters("", [" ".join((word, *rare[word])) for word in sorted(rare)]))
    of_keys = key_scripts(parts) if key_files is None else {}
    first = {
        "places": _rows(places),
        # Those of nearly all places say least of where to look.
        "common": [
            " ".join(word for word in listed if (common[word] * 2 > len(parts)) is usual) for usual in (True, False)
        ],
        "files": [[*of_words], len(of_keys) if key_files is None else key_files],
    }
    scripts = {words_file(letters): _lines_script(lines) for letters, lines in of_words.items()}
    return {SEARCH_INDEX: script("searchIndex", first)} | scripts | of_keys


def _few(parts: int) -> int:
    return max(1, min(FEW, parts // SHARE))


def _lines_script(lines: Iterable[str]) -> str:
    return script("searchWords", {"lines": ["\n".join(lines)]})


def _key_files(parts: Sequence[SearchPart], few: int) -> list[list[str]]:
    """Lines of the rare keys with the parts that have them, in as many files, each of the same share of all numbers, as make them small."""
    import numpy as np  # noqa: PLC0415  # takes a moment to load, and most sites are not cut by places

    packed = np.frombuffer(b64decode("".join(part.keys for part in parts)), np.uint8).reshape(-1, BYTES)
    every = np.pad(packed, ((0, 0), (0, 4 - BYTES))).view("<u4").ravel()
    is_rare = np.bincount(every, minlength=SPACE)[every] <= few
    of_part = np.repeat(np.arange(len(parts)), [count_of(part.keys) for part in parts])[is_rare]
    every = every[is_rare]
    order = np.argsort(every, kind="stable")
    files = 1
    while len(every) * _LINE > files * MOST_RARE:
        files *= 2
    written: list[list[str]] = [[] for _ in range(files)] if len(every) else []
    names = [f"{number:x}" for number in range(len(parts))]
    last, lines = -1, [""]
    for key, part in zip(every[order].tolist(), of_part[order].tolist(), strict=True):
        if key == last:
            lines[-1] += f" {names[part]}"
        else:
            file, within = divmod(key, SPACE // files)
            lines = written[file]
            lines.append(f"{within:x} {names[part]}")
            last = key
    return written


def words_file(letters: str) -> str:
    """Where the rare words stand that begin with some letters."""
    return f"{WORDS}{_PLAIN.sub(lambda letter: f'_{ord(letter[0]):x}', letters) or '_'}.js"


def part_address(folder: str, number: int) -> str:
    """Where a part of the index of a place stands, by its number from 0."""
    return f"{folder}search-index{f'-{number + 1}' if number else ''}.js"


def size_in_rows(size: int) -> int:
    """The bytes of a part as the first file tells them, which a changed figure leaves as they are."""
    return -(-size // _SIZE) * _SIZE


def _rows(places: Sequence[PlaceSearch]) -> Iterator[list[object]]:
    """Each place: kind, name, plans, sizes of its parts, the number of the place that it lies in, folder, and addresses where they are others than usual.

    What places lie in stands behind them where it has no plans of its own; at the end former names, as lying in the place without a part.
    """
    numbers = {place.name: number for number, place in reversed([*enumerate(places)])}
    wider = [name for name in dict.fromkeys(place.within for place in places) if name and name not in numbers]
    numbers |= {name: number for number, name in enumerate(wider, len(places))}
    for place in (*places, *(PlaceSearch(name, "", "", 0, ()) for name in wider)):
        kind, name = _kind_apart(place.name)
        sizes = [size_in_rows(part.bytes) // _SIZE for part in place.parts]
        folder = "" if place.folder in ("", f"{as_id(kind)}/{as_id(name)}/") else place.folder
        usual = [part_address(place.folder, number) for number in range(len(sizes))]
        addresses = [part.address for part in place.parts]
        row = [kind, name, place.plans, sizes, numbers[place.within] if place.within else -1, folder]
        yield row if addresses == usual else [*row, addresses]
    for number, place in enumerate(places):
        for name in place.former:
            yield [*_kind_apart(name), 0, [], number, ""]


def _kind_apart(name: str) -> tuple[str, str]:
    """The kind of a place and what it is called: "Xã A" is a "xã", called "A"."""
    words = name.split()
    end = next((number for number, word in enumerate(words) if number and word[0].isupper()), 0)
    kind = " ".join(words[:end]).lower()
    return (kind, " ".join(words[end:])) if as_id(kind) in PLACES else ("", name)


def _most_usual(words: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """As many of some sorted words as the first file has room for, those that most places have."""
    room, usual = MOST_COMMON, set()
    for word in sorted(words, key=lambda word: (-counts[word], word)):
        room -= len(word.encode()) + 1
        if room < 0:
            break
        usual.add(word)
    return [word for word in words if word in usual]


def _by_letters(letters: str, lines: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Sorted lines by the letters that they begin with, as many letters as make a file small."""
    at = len(letters)
    if sum(len(line) + 2 for line in lines) <= MOST_RARE or not lines:
        if lines:
            yield letters, lines
        return
    own = [line for line in lines if line.partition(" ")[0] == letters]
    if own:
        yield letters, own
    for letter, group in groupby((line for line in lines if line.partition(" ")[0] != letters), lambda line: line[at]):
        yield from _by_letters(letters + letter, [*group])
