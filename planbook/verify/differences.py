"""What a file says against what the data say, as findings: the place, the two values, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.outputs.proofs.lines import Expected, ExpectedLine, stands_in
from planbook.verify.facts import Fact, differing, facts, text_facts
from planbook.verify.lines import FileLine, Pair, aligned_lines, containing
from planbook.verify.pdf import placed, without
from planbook.verify.readers import Reading
from planbook.verify.state import ProofState, stated

_MOST = 100  # findings about one file
_MOST_LETTERS = 80  # letters of a text that a message quotes
# What a look makes of a text in a file.
_LOOKS = {
    "struck": Text("“{text}” is struck through in the file"),
    "hidden": Text("“{text}” is hidden in the file"),
    "unseen": Text("“{text}” cannot be seen in the file: it has the colour of the paper, or is too small"),
    "raised": Text("“{text}” is raised or lowered in the file"),
    "symbol": Text("“{text}” is shown in the file as other signs, by its font"),
}
_SHOWN_BESIDE = Text("the file shows something that is no text of the plan: {text}")
ANEW = Text("build the site anew: python build_docs.py build")
_MEND = Text("ask who changed the file; the right one is made by: python build_docs.py build")


@dataclass(frozen=True)
class ComparedFile:
    """What differs in one file, the lines that its places count, and how many figures, days and names agreed.

    `findings` are no more than people read; `differing` is how many places there are.
    """

    findings: tuple[Diagnostic, ...]
    lines: tuple[str, ...]
    agreed: int
    differing: int


def compared_file(path: str, expected: Expected, reading: Reading | str, state: ProofState) -> ComparedFile:
    """Hold what was read of a file against the data; a text is that of a PDF, which has no lines."""
    if isinstance(reading, str):
        pairs, rest = placed(expected.lines, without(reading, expected.repeated))
        whole = reading
        extra = [Pair(None, FileLine(len(pairs) + at, line)) for at, line in enumerate(rest.splitlines(), 1)]
        pairs = [*pairs, *extra]
        lines = tuple(pair.printed.text if pair.printed else "" for pair in pairs)
    else:
        match = containing if expected.within else aligned_lines
        pairs = list(match(expected.lines, reading.lines))
        lines = tuple(line.text for line in reading.lines)
        whole = "\n".join(lines)
    checker = _Checker(path, expected, state)
    looks = reading.looks if isinstance(reading, Reading) else ()
    places = chain(
        (finding for pair in pairs for finding in checker.pair(pair)),
        (checker.look(reading, *look) for look in looks if isinstance(reading, Reading)),
        checker.lost(whole),
    )
    findings = list(islice(places, _MOST))
    more = sum(1 for _ in places)
    if more:
        message = Text("{count} more places of the file differ: it is another one, or was made anew", {"count": more})
        findings.append(file_finding(path, "file-differs", message, _MEND))
    return ComparedFile(tuple(findings), lines, checker.agreed, min(len(findings), _MOST) + more)


class _Checker:
    """Tells what differs in one file, pair by pair."""

    def __init__(self, path: str, expected: Expected, state: ProofState) -> None:
        self.path, self.expected, self.state = path, expected, state
        self.agreed = 0

    def pair(self, pair: Pair) -> Iterator[Diagnostic]:
        """What one line says otherwise than the data."""
        if pair.expected and pair.printed:
            yield from self.line(pair.expected, pair.printed)
        elif pair.expected and pair.expected.text:
            message = Text(
                "{item}: “{text}” is not in the file", _about(pair.expected) | {"text": _short(pair.expected.text)}
            )
            yield self.finding("line-differs", message, None)
        elif pair.printed and not pair.printed.text.startswith(self.expected.besides or ("\0",)):
            yield from self.stray(pair.printed)

    def look(self, reading: Reading, number: int, kind: str, text: str) -> Diagnostic:
        """Tell of what a look makes of a text: letters that agree do not say the same when they are struck through."""
        line = next((line for line in reading.lines if line.number == number), None)
        message = _LOOKS.get(kind, _SHOWN_BESIDE)
        values = {"text": _short(text) if text else (line and _short(line.text)) or "-"}
        return self.finding("wording-differs", Text(message.english, values), line or FileLine(number, ""))

    def line(self, expected: ExpectedLine, line: FileLine) -> Iterator[Diagnostic]:
        """The facts that differ in one line, or else its words."""
        if expected.text == line.text:
            self.agreed += len(facts(expected.text, self.state.agencies))
            return
        within = self.expected.within
        if within and all(stands_in(part, line.text) for part in expected.parts):
            self.agreed += len(facts(expected.text, self.state.agencies))
            yield from self.unexplained(line)
            return
        differences = differing(facts(expected.text, self.state.agencies), facts(line.text, self.state.agencies))
        differences = [(ours, theirs) for ours, theirs in differences if ours or not within]
        for ours, theirs in differences:
            yield self.fact(expected, line, ours, theirs)
        if not differences:
            start, ours_said, theirs_said = differing_from(expected.text, line.text)
            values = _about(expected) | {"wanted": ours_said, "found": theirs_said}
            message = Text("{item}: the data say “{wanted}”, the file says “{found}”", values)
            yield self.finding("wording-differs", message, line, start)

    def fact(self, expected: ExpectedLine, line: FileLine, ours: Fact | None, theirs: Fact | None) -> Diagnostic:
        """Tell of one fact that the data and the file say differently."""
        values = _about(expected) | {"wanted": ours and ours.text, "found": theirs and theirs.text}
        if ours and theirs:
            message = Text("{item}: the data say {wanted}, the file says {found}", values)
        elif ours:
            message = Text("{item}: the data say {wanted}, the file does not", values)
        else:
            message = Text("{item}: the file says {found}, the data do not", values)
        start, length = (theirs.start, len(theirs.text)) if theirs else (0, 1)
        return self.finding("fact-differs", message, line, start, length)

    def stray(self, line: FileLine) -> Iterator[Diagnostic]:
        """Tell of a line that the data do not make."""
        if self.expected.whole:
            message = Text("“{text}” is in the file, not in the data", {"text": _short(line.text)})
            yield self.finding("line-differs", message, line)
        else:
            yield from self.unexplained(line)

    def unexplained(self, line: FileLine) -> Iterator[Diagnostic]:
        """Tell of figures, days and document numbers of a line for which nothing in the data is the reason."""
        for fact in text_facts(line.text):
            if not self.state.explains(fact.key):
                message = Text("{found} is in the file, and nothing in the data says it", {"found": fact.text})
                yield self.finding("fact-unexplained", message, line, fact.start, len(fact.text))

    def lost(self, whole: str) -> Iterator[Diagnostic]:
        """Tell of what the plan states and the file, which must hold all of it, does not: no view is asked."""
        plan = self.state.edition.workspace.plans.get(self.expected.plan)
        if plan is None or not self.expected.holds:
            return
        complete = self.expected.holds == "plan"
        text = " ".join(whole.split())
        letters = "".join(whole.split())
        for item, fact in dict.fromkeys(stated(self.state, plan, only_tasks=not complete)):
            spellings = {fact, fact[:1].upper() + fact[1:], fact.zfill(2)}
            if not any(
                stands_in(spelling, text) or (" " in spelling and spelling.replace(" ", "") in letters)
                for spelling in spellings
            ):
                message = Text("{item}: the data say {wanted}, the file does not", {"item": item, "wanted": fact})
                yield self.finding("fact-differs", message, None)

    def finding(self, check: str, message: Text, line: FileLine | None, start: int = 0, length: int = 1) -> Diagnostic:
        """A finding about a line of the file."""
        span = Span(self.path, line.number if line else 0, start + 1, length)
        mend = Text("Word tracked a change here: {by}", {"by": line.by}) if line and line.by else _MEND
        return Diagnostic(check, span, message, mend, plan=self.expected.plan or None)


def _about(expected: ExpectedLine) -> dict[str, object]:
    return {"item": expected.item or _short(expected.text, 30)}


def _short(text: str, most: int = _MOST_LETTERS) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def differing_from(expected: str, printed: str) -> tuple[int, str, str]:
    """Where two texts begin to differ, and both from a little before it."""
    at = next((at for at, (ours, theirs) in enumerate(zip(expected, printed, strict=False)) if ours != theirs), -1)
    at = at if at >= 0 else min(len(expected), len(printed))
    start = max(0, at - _MOST_LETTERS // 4)
    before = "…" if start else ""
    return at, before + _short(expected[start:]), before + _short(printed[start:])


def file_finding(
    path: str, check: str, message: Text, mend: Text | None = None, severity: Severity = Severity.ERROR
) -> Diagnostic:
    """A finding about a file as a whole."""
    return Diagnostic(check, Span(path, 0), message, mend, severity)
