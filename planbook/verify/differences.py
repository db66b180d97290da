"""What a file says against what the data say, as findings: the place, the two values, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.outputs.proofs.lines import Expected, Wanted, stands_in
from planbook.verify.facts import Fact, differing, facts, text_facts
from planbook.verify.lines import FileLine, Pair, aligned_lines, containing
from planbook.verify.pdf import placed, without
from planbook.verify.readers import Reading
from planbook.verify.state import ProofState, stated

_MOST = 100  # findings about one file
_SHOWN = 80  # letters of a text that a message quotes
# What a look makes of a text in a file.
_LOOKS = {
    "struck": Text("“{text}” is struck through in the file"),
    "hidden": Text("“{text}” is hidden in the file"),
    "unseen": Text("“{text}” cannot be seen in the file: it has the colour of the paper, or is too small"),
    "raised": Text("“{text}” is raised or lowered in the file"),
    "symbol": Text("“{text}” is shown in the file as other signs, by its font"),
}
_SHOWN_BESIDE = Text("the file shows something that is no text of the plan: {text}")
_MEND = Text("ask who changed the file; the right one is made by: python build_docs.py build")


@dataclass(frozen=True)
class ComparedFile:
    """What differs in one file, the lines that its places count, and how many figures, days and names agreed.

    `found` is no more than people read; `differing` is how many places there are.
    """

    found: tuple[Diagnostic, ...]
    lines: tuple[str, ...]
    agreed: int
    differing: int


def compared_file(path: str, expected: Expected, given: Reading | str, state: ProofState) -> ComparedFile:
    """Hold what was read of a file against the data; a text is that of a PDF, which has no lines."""
    if isinstance(given, str):
        pairs, rest = placed(expected.lines, without(given, expected.repeated))
        whole = given
        extra = [Pair(None, FileLine(len(pairs) + at, line)) for at, line in enumerate(rest.splitlines(), 1)]
        pairs = [*pairs, *extra]
        lines = tuple(pair.found.text if pair.found else "" for pair in pairs)
    else:
        match = containing if expected.within else aligned_lines
        pairs = list(match(expected.lines, given.lines))
        lines = tuple(line.text for line in given.lines)
        whole = "\n".join(lines)
    checker = _Checker(path, expected, state)
    looks = given.looks if isinstance(given, Reading) else ()
    places = chain(
        (one for pair in pairs for one in checker.pair(pair)),
        (checker.look(given, *look) for look in looks if isinstance(given, Reading)),
        checker.lost(whole),
    )
    found = list(islice(places, _MOST))
    more = sum(1 for _ in places)
    if more:
        said = Text("{count} more places of the file differ: it is another one, or was made anew", {"count": more})
        found.append(told(path, "file-differs", said, _MEND))
    return ComparedFile(tuple(found), lines, checker.agreed, min(len(found), _MOST) + more)


class _Checker:
    """Tells what differs in one file, pair by pair."""

    def __init__(self, path: str, expected: Expected, state: ProofState) -> None:
        self.path, self.expected, self.state = path, expected, state
        self.agreed = 0

    def pair(self, pair: Pair) -> Iterator[Diagnostic]:
        """What one line says otherwise than the data."""
        if pair.wanted and pair.found:
            yield from self.line(pair.wanted, pair.found)
        elif pair.wanted and pair.wanted.text:
            said = Text("{item}: “{text}” is not in the file", _about(pair.wanted) | {"text": _short(pair.wanted.text)})
            yield self.finding("line-differs", said, None)
        elif pair.found and not pair.found.text.startswith(self.expected.besides or ("\0",)):
            yield from self.stray(pair.found)

    def look(self, given: Reading, number: int, kind: str, text: str) -> Diagnostic:
        """Tell of what a look makes of a text: letters that agree do not say the same when they are struck through."""
        line = next((one for one in given.lines if one.number == number), None)
        said = _LOOKS.get(kind, _SHOWN_BESIDE)
        values = {"text": _short(text) if text else (line and _short(line.text)) or "-"}
        return self.finding("wording-differs", Text(said.english, values), line or FileLine(number, ""))

    def line(self, wanted: Wanted, found: FileLine) -> Iterator[Diagnostic]:
        """The facts that differ in one line, or else its words."""
        if wanted.text == found.text:
            self.agreed += len(facts(wanted.text, self.state.agencies))
            return
        within = self.expected.within
        if within and all(stands_in(part, found.text) for part in wanted.parts):
            self.agreed += len(facts(wanted.text, self.state.agencies))
            yield from self.unexplained(found)
            return
        told = differing(facts(wanted.text, self.state.agencies), facts(found.text, self.state.agencies))
        told = [(ours, theirs) for ours, theirs in told if ours or not within]
        for ours, theirs in told:
            yield self.fact(wanted, found, ours, theirs)
        if not told:
            start, ours_said, theirs_said = _where(wanted.text, found.text)
            values = _about(wanted) | {"wanted": ours_said, "found": theirs_said}
            said = Text("{item}: the data say “{wanted}”, the file says “{found}”", values)
            yield self.finding("wording-differs", said, found, start)

    def fact(self, wanted: Wanted, found: FileLine, ours: Fact | None, theirs: Fact | None) -> Diagnostic:
        """Tell of one fact that the data and the file say differently."""
        values = _about(wanted) | {"wanted": ours and ours.text, "found": theirs and theirs.text}
        if ours and theirs:
            said = Text("{item}: the data say {wanted}, the file says {found}", values)
        elif ours:
            said = Text("{item}: the data say {wanted}, the file does not", values)
        else:
            said = Text("{item}: the file says {found}, the data do not", values)
        start, length = (theirs.start, len(theirs.text)) if theirs else (0, 1)
        return self.finding("fact-differs", said, found, start, length)

    def stray(self, found: FileLine) -> Iterator[Diagnostic]:
        """Tell of a line that the data do not make."""
        if self.expected.whole:
            said = Text("“{text}” is in the file, not in the data", {"text": _short(found.text)})
            yield self.finding("line-differs", said, found)
        else:
            yield from self.unexplained(found)

    def unexplained(self, found: FileLine) -> Iterator[Diagnostic]:
        """Tell of figures, days and document numbers of a line for which nothing in the data is the reason."""
        for fact in text_facts(found.text):
            if not self.state.explains(fact.same):
                said = Text("{found} is in the file, and nothing in the data says it", {"found": fact.text})
                yield self.finding("fact-unexplained", said, found, fact.start, len(fact.text))

    def lost(self, whole: str) -> Iterator[Diagnostic]:
        """Tell of what the plan states and the file, which must hold all of it, does not: no view is asked."""
        plan = self.state.edition.workspace.plans.get(self.expected.plan)
        if plan is None or not self.expected.holds:
            return
        complete = self.expected.holds == "plan"
        text = " ".join(whole.split())
        letters = "".join(whole.split())
        for item, fact in dict.fromkeys(stated(self.state, plan, only_tasks=not complete)):
            shown = {fact, fact[:1].upper() + fact[1:], fact.zfill(2)}
            if not any(stands_in(one, text) or (" " in one and one.replace(" ", "") in letters) for one in shown):
                said = Text("{item}: the data say {wanted}, the file does not", {"item": item, "wanted": fact})
                yield self.finding("fact-differs", said, None)

    def finding(self, check: str, said: Text, found: FileLine | None, start: int = 0, length: int = 1) -> Diagnostic:
        """A finding about a line of the file."""
        span = Span(self.path, found.number if found else 0, start + 1, length)
        mend = Text("Word tracked a change here: {by}", {"by": found.by}) if found and found.by else _MEND
        return Diagnostic(check, span, said, mend, plan=self.expected.plan or None)


def _about(wanted: Wanted) -> dict[str, object]:
    return {"item": wanted.item or _short(wanted.text, 30)}


def _short(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _where(wanted: str, found: str) -> tuple[int, str, str]:
    """Where two texts begin to differ, and both from a little before it."""
    at = next((at for at, (one, other) in enumerate(zip(wanted, found, strict=False)) if one != other), -1)
    at = at if at >= 0 else min(len(wanted), len(found))
    start = max(0, at - _SHOWN // 4)
    before = "…" if start else ""
    return at, before + _short(wanted[start:]), before + _short(found[start:])


def told(
    path: str, check: str, said: Text, mend: Text | None = None, severity: Severity = Severity.ERROR
) -> Diagnostic:
    """A finding about a file as a whole."""
    return Diagnostic(check, Span(path, 0), said, mend, severity)
