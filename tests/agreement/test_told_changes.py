"""What a plan prints otherwise is told to the reviewer: what a redline marks, `diff` says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple

from planbook.changes.compare import compare
from planbook.changes.report import report
from planbook.messages.diagnostics import Text
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.views.plan import plan_view
from tests.conftest import PLANS, sampled
from tests.returns.random_edits import EditedPlan, number, words
from tests.review.redlines import DRESS, FILES

FIGURE = re.compile(r"\d[\w.,/%-]*")
OF_FACTS = {number.__name__, words.__name__}  # edits that move, add and drop nothing


def printed(of: Workspace, plan: str) -> str:
    """All that a plan prints, with the ids of what prints it; how wide columns are is no word of it."""
    return "\n".join(_texts(astuple(plan_view(of, of.plans[plan], DRESS.phrases))))


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _texts(value)


def figures(text: str) -> Counter[str]:
    return Counter(figure.rstrip(".,") for figure in FIGURE.findall(text))


def quoted(value: str | Text) -> str:
    return value if isinstance(value, str) else value.in_language("vi")


def test_nothing_that_is_printed_otherwise_is_silent_and_no_figure_is_left_out():
    silent, unsaid = {}, {}
    for seed in sampled(range(300), 20):
        plan = PLANS[seed % len(PLANS)]
        edited = EditedPlan(FILES, plan, seed)
        old = edited.workspace
        done, new = edited.edited(1), edited.workspace
        before, after = printed(old, plan), printed(new, plan)
        told = report(old, new, compare(old, new), DRESS.phrases).sentences
        if before != after and not told:
            silent[seed] = done
        if {*done} <= OF_FACTS:
            said = " ".join(
                quoted(value) for row in told for value in (row.sentence, row.old, row.new, row.was, row.now)
            )
            # A document whose first mention goes is cited with its day further down.
            cited = " ".join(
                f"{entry.number} {official_day(entry.date.first)}" for entry in new.documents.values() if entry.date
            )
            came_or_went = (figures(after) - figures(before)) + (figures(before) - figures(after))
            if missing := came_or_went.keys() - figures(said).keys() - figures(cited).keys():
                unsaid[seed] = done, missing
    assert (silent, unsaid) == ({}, {})
