"""What a place gives to the search of a site of many places: the scripts of its index, and what stands in them."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict


@dataclass(frozen=True, slots=True)
class SearchPart:
    """A script of the index of one place: its address, its bytes, and its plain words (`text/plain_words.py`), joined by blanks.

    `keys` are numbers (`text/search_keys.py`) of what says more than a word: words side by side, since a Vietnamese word has several
    syllables that every place uses, numbers of documents, ids of plans, agencies and items.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    address: str
    bytes: int
    words: str
    keys: str


@dataclass(frozen=True, slots=True)
class PlaceSearch:
    """A place with its index: its name, where it stands, the name of what it lies in, how many plans it has, former names.

    Pages that are of no place stand in one without a name.
    """

    name: str
    folder: str
    within: str
    plans: int
    parts: tuple[SearchPart, ...]
    former: tuple[str, ...] = ()
