"""What leads to a place in a search, as numbers: far fewer letters than the words, and fast to count.

search-places.js makes the same numbers of what people type. Two keys may have one number, by which a search looks in a place in
vain; none is lost.
"""

from base64 import b64encode
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

SPACE = 1 << 22  # of the numbers
BYTES, _LETTERS = 3, 4  # that hold one


def key(text: str) -> int:
    """The number of two words with a blank between them, of the number of a document, of an id."""
    return crc32(text.encode()) % SPACE


def pairs(words: Sequence[str]) -> Iterator[str]:
    """The neighbours among plain words; figures lead to places by themselves."""
    for word, neighbour in pairwise(words):
        if not (word[0].isdigit() or neighbour[0].isdigit()):
            yield f"{word} {neighbour}"


def packed(keys: Collection[int]) -> str:
    """Different numbers as text, in their order."""
    return b64encode(b"".join(number.to_bytes(BYTES, "little") for number in sorted(keys))).decode()


def count_of(text: str) -> int:
    """How many numbers a text holds."""
    return len(text) // _LETTERS
