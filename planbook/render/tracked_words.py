"""What changed inside a paragraph, word by word; dates, numbers, amounts and document symbols stay whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from planbook.ooxml.blocks import Run, TrackedChange
from planbook.wording.tokens import token_pattern


class Tokens:
    """Splits texts into what changes as a whole."""

    def __init__(self, units: Iterable[str] = (), times: Iterable[str] = ()) -> None:
        """Take the words that make an amount of the number before them, and times in words, with {} for their numbers."""
        self._pattern = token_pattern(units, times)

    def __call__(self, runs: Iterable[Run]) -> list[Run]:
        """Runs of one token each; one that is in two styles is two."""
        return [replace(run, text=text) for run in runs for text in self._pattern.findall(run.text)]


@dataclass
class _Step:
    """A stretch that stays (`old` and `new` are the same) or is replaced."""

    is_kept: bool
    old: Sequence[Run]
    new: Sequence[Run]

    @property
    def weight(self) -> int:
        """How many letters the longer side has."""
        return max(_length(self.old), _length(self.new))


def tracked(old: Sequence[Run], new: Sequence[Run], tokens: Tokens) -> tuple[Run, ...]:
    """The runs of both texts: what stays, what is deleted, what is inserted.

    Words that stay have the pen's mark of the new text; where it comes or goes, that is the change.
    """
    if tuple(old) == tuple(new):
        return tuple(new)
    before, after = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, [*map(_word, before)], [*map(_word, after)], autojunk=False)
    steps: list[_Step] = []
    for kind, from_, to, start, end in matcher.get_opcodes():
        _add(steps, _Step(kind == "equal", before[from_:to], after[start:end]))
    return tuple(_joined(_decided(_without_crumbs(steps))))


def changed(runs: Iterable[Run], change: TrackedChange) -> tuple[Run, ...]:
    """Runs that are inserted or deleted as a whole."""
    return tuple([replace(run, change=change) for run in runs])


def _without_crumbs(steps: list[_Step]) -> list[_Step]:
    """The steps without words that stay by chance between longer changes, which nobody could read."""
    done: list[_Step] = []
    for at, step in enumerate(steps):
        between = 0 < at < len(steps) - 1
        is_crumb = step.is_kept and between and step.weight <= min(steps[at - 1].weight, steps[at + 1].weight)
        is_blank = step.is_kept and between and not any(run.text.strip() for run in step.new)
        _add(done, _Step(is_kept=False, old=step.old, new=step.new) if is_crumb or is_blank else step)
    return done


def _add(steps: list[_Step], step: _Step) -> None:
    if steps and not steps[-1].is_kept and not step.is_kept:
        steps[-1] = _Step(False, [*steps[-1].old, *step.old], [*steps[-1].new, *step.new])
    else:
        steps.append(step)


def _decided(steps: Iterable[_Step]) -> Iterator[Run]:
    for step in steps:
        if step.is_kept:
            for old, new in zip(step.old, step.new, strict=True):
                yield replace(new, remarked=old.marked != new.marked)
        else:
            yield from changed(step.old, "del")
            yield from changed(step.new, "ins")


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours that differ in nothing but their text as one run."""
    for like, part in groupby(runs, lambda run: replace(run, text="")):
        yield replace(like, text="".join([run.text for run in part]))


def _word(run: Run) -> tuple[str, str, str, bool]:
    """What makes a token the same in both texts; the yellow pen does not, but in a character style.

    LibreOffice, rejecting changes there, brings the style back and not the pen.
    """
    return run.text, run.style, run.footnote, bool(run.style) and run.marked


def _length(runs: Iterable[Run]) -> int:
    return sum(len(run.text) for run in runs)
