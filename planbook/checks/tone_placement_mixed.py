"""One plan places tone marks both ways: "uỷ" and "ủy", "hoà" and "hòa".

Both ways are accepted (Decree 30/2020 itself prints both; Decision 1989 of 2018 binds school books only), so only a mixture
within one plan is told, at the rarer way. A search for one spelling misses the other. Silent: texts of registers
(names, titles of documents), and syllables that know one way only: "quý", "quỹ", "hoàn", "khoản", "thuyền".
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import information
from planbook.model.plan import Plan
from planbook.model.texts import texts
from planbook.model.workspace import Workspace

# Of a decomposed text: the five tone marks, and open syllables in oa, oe, uy with the mark on the last or first vowel.
_TONE = "[\u0300\u0301\u0303\u0309\u0323]"
_END = r"(?![\w\u0300-\u036f])"
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_NEW = re.compile(rf"(?:o[ae]|(?<!q)uy){_TONE}{_END}", re.IGNORECASE)
_OLD = re.compile(rf"(?:o{_TONE}[ae]|u{_TONE}y){_END}", re.IGNORECASE)


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find plans that place tone marks both ways."""
    old, new = _words(plan, _OLD), _words(plan, _NEW)
    # Where nothing is mixed, the rarer way has no words.
    rare, usual = (old, new) if _count(old) < _count(new) else (new, old)
    for span, words in rare.items():
        yield information(
            span,
            Text(
                "“{words}”: the tone mark stands otherwise than in {count} words of this plan like “{usual}”",
                {
                    "words": "”, “".join(dict.fromkeys(words)),
                    "count": _count(usual),
                    "usual": Counter(chain.from_iterable(usual.values())).most_common(1)[0][0],
                },
            ),
            Text("write one way in the whole plan; administrative texts mostly mark the first vowel"),
        )


def _words(plan: Plan, way: re.Pattern[str]) -> dict[Span, list[str]]:
    """The words of a plan's own texts that place the mark in one way, by place."""
    by_place: dict[Span, list[str]] = {}
    for entry, field, text in texts(plan):
        words = [word for word in _WORD.findall(unicodedata.normalize("NFD", text)) if way.search(word)]
        if words:
            by_place[entry.source.span(field)] = [unicodedata.normalize("NFC", word) for word in words]
    return by_place


def _count(words: dict[Span, list[str]]) -> int:
    return sum(len(spans) for spans in words.values())
