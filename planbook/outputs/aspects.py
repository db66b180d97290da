"""What a place gives to all that is made over all places, by its aspects: an output hangs on few of them."""

from enum import StrEnum


class Aspect(StrEnum):
    """What a place gives; behind `INDICATOR` stands the id of one, so that each is an aspect of its own."""

    PLACE = "place"
    COUNTS = "counts"
    CHANGE = "change"
    PLANS = "plans"
    AGENCIES = "agencies"
    INDICATORS = "indicators"
    INDICATOR = "indicator"
    DOCUMENTS = "documents"
    TERMS = "terms"
    FORMER = "former"
    REGISTER = "register"
    REGISTER_WORDS = "register-words"
    CALENDAR = "calendar"
    DUES = "dues"
    SEARCH = "search"
    SEARCH_WORDS = "search-words"
    SEARCH_NUMBERS = "search-numbers"
    SEARCH_KEYS = "search-keys"
    HASHES = "hashes"

    def of(self, id_: str) -> str:
        """The aspect of one thing."""
        return f"{self}/{id_}"


def kind_of_aspect(aspect: str) -> tuple[Aspect, str]:
    """What an aspect is, and the thing of which it is one."""
    kind, _, id_ = aspect.partition("/")
    return Aspect(kind), id_
