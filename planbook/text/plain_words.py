"""Words as the search of a site compares them: without marks, capitals and freedoms of spelling.

The same as `plain` of templates/site/theme/assets/javascripts/vietnamese.js, which compares what people type.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_MARKS = "\u0300-\u036f"
_NUMERALS = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u218b\u2460-\u24ff"  # no letters: m\u00b2 is m
_LETTER = rf"[^\W\d_{_NUMERALS}]"
_WORD = re.compile(rf"[0-9]+(?:[.,/][0-9]+)*|{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_FINAL_Y = re.compile(r"^(qu|[hklmstv])y$")
_WHOLE_NUMBER = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{3})+(?=,|$)")
_LEADING_ZEROS = re.compile(r"(^|/)0+(?=[0-9])")
_KEPT_WORDS = 50_000  # of one process; the words of a place are 2,000


def plain_words(text: str) -> Iterator[str]:
    """The words and figures of a text in their order: "Đào tạo 07/3" gives dao, tao, 7/3."""
    return map(plain_word, _WORD.findall(text))


@lru_cache(_KEPT_WORDS)
def plain_word(word: str) -> str:
    """A word or figure as it is compared; a figure keeps its commas, and points that do not part thousands."""
    if word[0].isdigit():
        match = _WHOLE_NUMBER.match(word)
        whole = word.replace(".", "") if match else word
        return _LEADING_ZEROS.sub(r"\1", whole)
    apart = unicodedata.normalize("NFD", word.lower().replace("\u00f0", "\u0111"))
    letters = _FINAL_Y.sub(r"\1i", unicodedata.normalize("NFC", apart.translate(_TONES)))
    bare = "".join(letter for letter in unicodedata.normalize("NFD", letters) if not unicodedata.combining(letter))
    return bare.replace("\u0111", "d")
