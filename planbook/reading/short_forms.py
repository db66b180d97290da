"""Short forms of the names of a register: looked for in a text by the letters that its words begin with, not all written out before."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from planbook.model.entry import as_id

JOINED = re.compile(r" ?([&/-]) ?")
TONE = "[\u0300\u0301\u0303\u0309\u0323]"
_FEWEST = 2  # words for which letters stand; one more where nothing of the name is left beside them
_PART = re.compile(r"[^\s,&/-]+|[,&/-]")


@lru_cache(maxsize=16_384)
def word_as_id(word: str) -> str:
    """A word as it stands in ids."""
    return as_id(f"x{word}")[1:]  # by itself it may be what no id can be


def words_as_ids(text: str) -> list[str]:
    """The words of a text as they stand in ids."""
    return [word for part in re.findall(r"[^\W_]+", text) if (word := word_as_id(part))]


def toneless(word: str) -> str:
    """A word without its tone mark; the marks of its vowels stay."""
    return unicodedata.normalize("NFC", re.sub(TONE, "", unicodedata.normalize("NFD", word)))


def _ends_in(name: str, words: Collection[str]) -> bool:
    """Whether a name can end among some words: no letters stand for a last one that has other signs."""
    last = _PART.findall(name)[-1]
    return last.isalpha() or not (word := word_as_id(last)) or word in words


@lru_cache(maxsize=4096)
def _short_forms(name: str, joining: frozenset[str]) -> tuple[str, ...]:
    """The short forms of a folded name, which the register of every state of the data asks for again."""
    return tuple(_shortened(name, joining))


def _shortened(name: str, joining: Collection[str]) -> Iterator[str]:
    """What people write for a folded name: "sở tc", "sở gd&đt", "sở gdđt", "sgdđt", "ubnd các xã/phường"."""
    if ", " in name:
        yield name.replace(", ", "/")
        yield from (name.replace(",", f" {word}") for word in joining)
    words = _PART.findall(name)
    for begin in range(len(words)):
        for end in range(begin + 2, len(words) + 1):
            run = words[begin:end]
            if not (run[0].isalpha() and run[-1].isalpha()) or "," in run or {run[0], run[-1]} & {*joining}:
                continue
            letters = ["&" if word in joining else toneless(word)[0] for word in run]
            is_alone = begin == 0 and end == len(words)
            if len([letter for letter in letters if letter.isalpha()]) < _FEWEST + is_alone:
                continue
            before, after = (
                JOINED.sub(r"\1", " ".join(part)).replace(" ,", ",") for part in (words[:begin], words[end:])
            )
            for form in {"".join(letters), "".join(filter(str.isalpha, letters)), "".join(letters).replace("&", "-")}:
                yield " ".join(filter(None, (before, form, after)))


class ShortForms:
    """The folded names of a register by what their words begin with, and the `joining` words, for which no letter stands."""

    def __init__(self, names: Collection[str], joining: frozenset[str]) -> None:
        self._joining, self._joints = joining, frozenset(map(word_as_id, joining))
        self._places = {name: at for at, name in enumerate(names)}
        self._odd: list[str] = []  # names that are tried in every text
        self._names: dict[str, list[str]] = {}
        for name in names:
            initials = self._initials(name)
            (self._names.setdefault(initials, []) if initials else self._odd).append(name)
        self._beginnings = {initials[:end] for initials in self._names for end in range(len(initials) + 1)}

    def among(self, words: Sequence[str]) -> list[str]:
        """The names of which a short form, or all of it, may stand in a text of such plain words, in the order of the register."""
        there = {*words}
        met = (name for initials in self._met(words) for name in self._names.get(initials, ()) if _ends_in(name, there))
        return sorted((*met, *self._odd), key=self._places.__getitem__)

    def of(self, name: str) -> tuple[str, ...]:
        """What people write for a name."""
        return _short_forms(name, self._joining)

    def _initials(self, name: str) -> str:
        """What the words of a name begin with; nothing where one is written in signs, or reads like a joining word and is none."""
        initials = ""
        for part in _PART.findall(name):
            if part in self._joining or part in ",&/-":
                continue
            word = word_as_id(part)
            if not part.isalnum() or len(word) != len(part) or word in self._joints:
                return ""
            initials += word[0] if word[0].isalpha() else ""
        return initials

    def _met(self, words: Sequence[str]) -> set[str]:
        """The initials of names of which words that follow each other may be a short form: words, letters for some, words."""
        met = set()
        for start in range(len(words)):
            # How far it is read, whether letters have begun (1) and ended (2), and the initials up to there.
            waiting = [(start, 0, "")]
            readings = {*waiting}
            while waiting:
                at, stage, initials = waiting.pop()
                met.add(initials)
                if at == len(words):
                    continue
                word = words[at]
                first = word[:1] if word not in self._joints and word[:1].isalpha() else ""
                letters = "".join(filter(str.isalpha, word))
                more = [(at + 1, 2 if stage else 0, initials + first)]
                if stage < 2:
                    more.append((at + 1, 1, initials + letters))
                more = [reading for reading in more if reading[2] in self._beginnings and reading not in readings]
                readings.update(more)
                waiting += more
        return met
