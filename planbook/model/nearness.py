"""Which known words are most like one that somebody typed, and whether it is one of them with letters wrong."""

from collections.abc import Iterable
from functools import lru_cache
from heapq import nsmallest

_SEVERAL = 0.1  # of the share of letters by which another word may be less like it than the nearest
_MOST = 3
_FEW = 20  # words of a register that is listed whole


def nearest(word: str, words: Iterable[str], cutoff: float = 0.5) -> str:
    """The known word that is most like this one, or nothing."""
    return next(iter(nearest_words(word, words, cutoff)), "")


def nearest_words(word: str, words: Iterable[str], cutoff: float = 0.5) -> list[str]:
    """The known words that are most like this one, about equally so, the nearest first."""
    from difflib import SequenceMatcher, get_close_matches  # only an error needs it

    # difflib is slow: of many words it sees only those that share the most pairs of letters with this one.
    pairs = {word[at : at + 2] for at in range(min(len(word), 100))}
    candidates = nsmallest(8, words, key=lambda candidate: (-len(pairs & _stretches(candidate)), candidate))
    close = get_close_matches(word[:100], candidates, n=_MOST, cutoff=cutoff)
    ratios = [SequenceMatcher(None, candidate, word[:100]).ratio() for candidate in close]
    return [candidate for candidate, ratio in zip(close, ratios, strict=True) if ratio >= ratios[0] - _SEVERAL]


@lru_cache(10_000)  # one file may name many words that are not there
def _stretches(word: str) -> frozenset[str]:
    """The letters of a word, and the pairs of them that stand together."""
    return frozenset((*word, *(word[at : at + 2] for at in range(len(word)))))


def words_of_register(word: str, own: Iterable[str], shared: Iterable[str]) -> list[str]:
    """What an unknown word may mean: all of a short register, the nearest first, else what is near in the office's own."""
    near, register = nearest_words(word, own), {*own, *shared}
    return list(dict.fromkeys((*near, *sorted(register)))) if len(register) <= _FEW else near


def is_mistyped(id_: str, registered: str) -> bool:
    """Whether an id is another one with a word left out or too many, its words in another order, or a letter wrong in one of them."""
    words, missing = id_.split("-"), registered.split("-")
    for word in words.copy():
        if word in missing:
            words.remove(word)
            missing.remove(word)
    if len(words) == len(missing) == 1:
        return _is_letter_apart(words[0], missing[0])
    return len(words) + len(missing) <= 1 or id_.replace("-", "") == registered.replace("-", "")


def _is_letter_apart(word: str, right: str) -> bool:
    """Whether two words are the same but for one letter that is wrong, missing, too many, or has changed places with the next."""
    at = next((at for at, letters in enumerate(zip(word, right, strict=False)) if letters[0] != letters[1]), None)
    if at is None:
        return abs(len(word) - len(right)) <= 1
    rest, ending = word[at:], right[at:]
    return rest[1:] == ending[1:] or rest[1:] == ending or rest == ending[1:] or rest[1::-1] + rest[2:] == ending
