"""A heading or a text begins with a number, a letter or a dash that somebody typed.

Numbers follow from where an item stands, so the typed one is printed behind the right one, and it stays when items
move: that is how gaps and double numbers come about. Silent: amounts ("10 xã", "1.500 hộ") and the national numbers
of projects, which are data of the programme: sub-projects 1 and 3 without 2 are right.
Source: Decree 30/2020, Annex I, section V (parts are numbered without gaps, points by the Vietnamese alphabet).
"""

import re
from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.texts import sentences
from planbook.model.workspace import Workspace

_NUMBER = re.compile(
    r"\A(?:\(?\d{1,2}(?:\.\d{1,2})*+[.)]|[IVX]++(?:\.\d++)*+[.)]|[A-Za-z\u0110\u0111][.)]|[-+*\u2013\u2022])(?=\s)"
)


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find items that begin with a number of their own."""
    for entry, field, text in sentences(plan):
        if number := _NUMBER.match(text):
            yield warning(
                entry.source.span(field),
                Text("the text begins with “{number}”, which is printed behind the number", {"number": number[0]}),
                Text("delete it; numbering: on the item above says otherwise how its items are numbered"),
            )
