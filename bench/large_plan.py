"""Drafts of plans of any size: the first plan in data/ with a body and a table made long."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

from planbook.outputs.edition import Edition
from planbook.render import word
from planbook.views.plan import PlanView
from planbook.wording.blocks import Heading, Item
from planbook.wording.numbering import number_in

TASKS_UNDER_A_HEADING = 20


def large_draft(edition: Edition, origin: word.DraftOrigin, items: int, rows: int) -> Callable[[], bytes]:
    """The call that drafts a plan of so many items and of a matrix with so many rows."""
    view = large_view(edition, origin.plan, items, rows)
    article = edition.templates.render("plan/plan.html", plan=view, words=edition.phrases)
    return partial(word.draft, article, edition.sheet, origin)


def large_view(edition: Edition, plan: str, items: int, rows: int) -> PlanView:
    """What such a plan says."""
    view = edition.views[plan]
    texts = cycle([block.text for block in view.body if isinstance(block, Item) and block.text])
    body: list[Heading | Item] = []
    for at in range(1, items + 1):
        part, place = divmod(at - 1, TASKS_UNDER_A_HEADING)
        if not place:
            heading = number_in("arabic", part + 1, None, "headings")
            body.append(Heading(f"heading-{part}", 2, heading, next(texts)[:60]))
        body.append(
            Item(f"item-{at}", 0, number_in("parenthesis", place + 1, heading, f"list-{part}"), "", next(texts))
        )
    appendix = next(one for one in view.appendices if one.landscape)
    lines = enumerate(islice(cycle(appendix.table.rows), rows))
    table = replace(appendix.table, rows=tuple(replace(row, id=f"row-{at}") for at, row in lines))
    return replace(view, body=tuple(body), appendices=(replace(appendix, table=table),))
