"""The years behind the name of a programme, a standard or a document are not its period in the register.

"Chuẩn … giai đoạn 2027-2030" is no standard: nobody is counted by it, and a programme with a wrong period is
another programme. A name that the register has with several periods may have any of them. Behind a document, years
count that follow at once, or that end its title typed again. Silent: other programmes with other periods, single years
("đến năm 2030"), and programmes that the register does not know.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.texts import called, sentences, typed
from planbook.model.workspace import Workspace

_PERIOD = re.compile(r"(?P<first>\d{4})\s*[-\u2013]\s*(?P<last>\d{4})(?![\d/]|[.,]\d)")
_WORD = re.compile(r"[^\W\d_]+")
_CITED = re.compile(
    rf"\{{document:(?P<id>[^{{}}|]*+)[^{{}}]*+\}}(?P<words>(?:\W+{_WORD.pattern}){{0,25}})\W+{_PERIOD.pattern}"
)


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find periods that the register does not have for what stands before them."""
    periods = _periods(workspace)
    names = "|".join(re.escape(name) for name in sorted(periods, key=lambda name: (-len(name), name)))
    # "chuẩn … áp dụng cho giai đoạn 2021-2025": words may stand between, but no comma.
    pattern = re.compile(rf"(?<!\w)(?P<name>{names})(?: {_WORD.pattern}){{0,8}} \(?{_PERIOD.pattern}", re.IGNORECASE)
    for plan in workspace.plans.values():
        for entry, field, text in sentences(plan):
            if not _PERIOD.search(text):
                continue
            stated = [(match, match[0], periods[match["name"].casefold()]) for match in pattern.finditer(text) if names]
            stated += [(match, *_document(workspace, match)) for match in _CITED.finditer(text)]
            for match, period, periods_ in stated:
                if periods_ and f"{match['first']}-{match['last']}" not in periods_:
                    yield warning(
                        entry.source.span(field),
                        Text(
                            "the text says “{written}”, the register has {period}",
                            {"written": period, "period": ", ".join(sorted(periods_))},
                        ),
                        Text("correct the years, or the period in the register"),
                        plan.id,
                    )


def _periods(workspace: Workspace) -> dict[str, set[str]]:
    """The periods of programmes and standards by the names that texts call them, in small letters."""
    periods: dict[str, set[str]] = defaultdict(set)
    for programme in workspace.programmes.values():
        periods[_PERIOD.split(programme.name)[0].strip().casefold()].add(str(programme.period))
    for standard in workspace.standards.values():
        # Texts leave out or add words ("chuẩn … giai đoạn"); the first two are the name of all of them.
        periods[" ".join(standard.name.split()[:2]).casefold()].add(str(standard.period))
    return periods


def _document(workspace: Workspace, match: re.Match[str]) -> tuple[str, set[str]]:
    """A document with the years behind it, and its period; none where other words stand before the years."""
    document = workspace.documents[match["id"]]
    words = _WORD.findall(match["words"].casefold())
    of_title = set(words) <= set(_WORD.findall(typed(document.title or "").casefold()))
    periods = {str(document.period)} if document.period and (of_title or len(words) <= 2) else set()
    return f"{called(workspace, document)} … {match['first']}-{match['last']}", periods
