"""Two agencies have the same duty word for word: mostly one was copied from the other.

"Tham mưu cấp có thẩm quyền bố trí nguồn lực" is the work of the finance department, not of every district. A duty
that really is of both names both under agencies:. Silent: short sentences (below eight words), duties of the same
agency, and duties that agencies share.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.responsibility import duties
from planbook.model.task import Duty, Statement
from planbook.model.workspace import Workspace

_LEAST = 8  # words


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find duties that another agency has in the same words."""
    first: dict[str, Duty] = {}
    for duty in duties(plan):
        for text, span in _texts(duty):
            earlier = first.setdefault(" ".join(text.casefold().split()), duty)
            if not set(earlier.agencies) & set(duty.agencies):
                yield warning(
                    span,
                    Text("the duty “{id}” says the same word for word", {"id": earlier.id}),
                    Text("delete the copy, or name both agencies under agencies: of one duty"),
                )


def _texts(duty: Duty) -> Iterator[tuple[str, Span]]:
    """The texts of a duty that are long enough not to be the same by chance, with their places."""
    for entry in duty.walk():
        if isinstance(entry, Duty | Statement) and entry.text and len(entry.text.split()) >= _LEAST:
            yield entry.text, entry.source.span("text")
