"""An office whose workbooks come back, and what became of their edits."""

from tests.collected import (
    PERIOD,
    written,
)


def answer_of(pull):
    return pull.answers[0][1]


def why(pull) -> dict[str, str]:
    """Why edits were refused, by their cells."""
    return {str(edit.at.values["cell"]): str(edit.refused.message) for edit in answer_of(pull).refused}


def doubts(pull) -> list[str]:
    return [str(edit.doubt) for edit in answer_of(pull).edits if edit.doubt]


def entry(root, kind, period=PERIOD, **named):
    return next((one for one in written(root, period).get(kind, ()) if named.items() <= one.items()), None)
