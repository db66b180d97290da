"""What the names of places are made of: kinds of units, and what places are called after."""

import re
import unicodedata
from functools import cached_property

from planbook.model.agency import WordList
from planbook.model.entry import Entry, PlainWords


class PlaceNames(Entry):
    """What every office shares about the names of places, in small letters.

    Names begin with one of the `kinds` of units, those of communes with one of `communes`. `called_after` are persons and
    events; `capital` is where ministries sit.
    """

    kinds: WordList
    communes: WordList
    called_after: WordList
    capital: PlainWords

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A kind with a name behind it; letters of another word may go on there: "xã" is not the beginning of "Xãng"."""
        kinds = "|".join(map(re.escape, sorted(self.kinds, key=len, reverse=True)))
        return re.compile(rf"({kinds}) (.+)", re.IGNORECASE)

    def parts(self, name: str) -> tuple[str, str]:
        """The kind of a place and its name without it; the whole name twice where it begins with no kind."""
        name = " ".join(unicodedata.normalize("NFC", name).split())
        match = self.pattern.match(name)
        return (match[1].lower(), match[2]) if match else (name, name)
