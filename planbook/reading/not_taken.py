"""The answer of every reader that finds no value: why a text is not taken back, and what to write instead."""

from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that is refused: the fact, and what to write.

    A reader of this package answers with a value of the model or with this; it raises for no text that a user wrote.
    """

    message: Text
    mend: Text
    place: str = ""  # where the data would be wrong
    check: str = ""  # which check says so


ODD = Unread(
    Text("the paragraph holds text that is hidden, unseen, struck or raised, an equation or a sign that is no letter"),
    Text("delete that, or write it as plain text"),
)


def unread(error: PydanticCustomError) -> Unread:
    """What the model refused (`model.entry.problem`) as an answer."""
    context = error.context or {}
    return Unread(Text(context["message"], context["values"]), Text(context["mend"], context["values"]))


TWICE = Unread(
    Text("two cells of the file say different things about one fact"),
    Text("make them say the same, or change one only"),
)
TWICE_SAID = Unread(
    Text("two places of the draft say different things about one fact"),
    Text("make them say the same, or change one only"),
)
GONE_IN_DATA = Unread(
    Text("the data do not have this item any more"), Text("write the change where its content is now")
)
FOOTNOTE = Unread(
    Text("a footnote was moved, stands where none is printed, or is no plain text"),
    Text("write it in the data: footnotes:, and {{footnote:id}} in the text"),
)
BRACES = Unread(Text("a text holds braces, which only mentions have"), Text("write it without braces"))
EMPTY_CELL = Unread(Text("the cell of the table is empty"), Text("write “-” where there is nothing"))
