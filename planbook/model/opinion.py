"""What people answered to a draft of a plan, edit by edit and comment by comment, and what became of it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from planbook.model.entry import Entry, Id, Ref, Shaped, problem
from planbook.model.period import Day


def _quoted(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise problem("empty-value", "the text is empty", "write the text, or delete the line")
    return value


# What somebody else wrote, kept as it stands: braces in it mention nothing.
Quotation = Annotated[str, BeforeValidator(_quoted)]
OpinionAnswer = Literal["taken", "partly", "not-taken"]


class Opinion(Shaped):
    """One edit of a returned file or one comment in it: who made it and when, of what, what it wants, what became of it.

    A file that an agency gave back without any is an agreement.

    `agency` is who answered, if the register knows it; `author` the person whom the file names. `at` is the item, which may be gone
    by now, and `place` its number when the file came. An edit has what stood there (`old`) and what shall stand there
    (`text`); one of the two is missing where something comes or goes. Without `answer` it is still open; what is not taken, or
    in part alone, says `why`.
    """

    id: Id
    kind: Literal["edit", "comment", "agreement"]
    agency: Annotated[Id, Ref("agency")] | None = None
    author: Quotation | None = None
    day: Day | None = None
    file: Quotation
    at: Quotation | None = None
    place: Quotation | None = None
    old: Quotation | None = None
    text: Quotation | None = None
    answer: OpinionAnswer | None = None
    why: Quotation | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error of an answer without its reason."""
        if values.get("answer") in ("partly", "not-taken") and not values.get("why"):
            return problem(
                "missing-field", "the opinion is not taken, and nothing says why", "write why: and the reason"
            )
        return None


class OpinionFile(Entry):
    """data/opinions/: what agencies answered to the draft of a plan."""

    plan: Annotated[Id, Ref("plan")]
    opinions: tuple[Opinion, ...] = ()
