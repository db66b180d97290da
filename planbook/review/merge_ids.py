"""Items that one branch gave another id: all versions of a file are read by it, so that what the others changed is merged by it."""

import re
from collections.abc import Iterator, Mapping

from planbook.changes.compare import compare_plans
from planbook.changes.renamed import OF_ITEMS
from planbook.loading.workspace import entry_of
from planbook.messages.diagnostics import Span
from planbook.model.entry import reference_kind
from planbook.model.plan import Plan
from planbook.review.merge_blocks import Sides


def with_common_ids(path: str, versions: Sides) -> Sides:
    """The versions of a plan with the ids that one side gave to what the other one has by the old ids; others as they are."""
    plans = [plan for text in versions if isinstance(plan := entry_of(text.encode(), path, Plan)[0], Plan)]
    if len(plans) < len(versions):
        return versions
    base, *sides = plans
    ids = [_ids(plan) for plan in plans]
    # Who has both ids means two things by them.
    own, brought = (
        {was: now for was, now in _new_ids(base, side).items() if was in facing and now not in ids[0] | facing}
        for side, facing in zip(sides, (ids[2], ids[1]), strict=True)
    )
    texts = zip(versions, plans, ({**own, **brought}, brought, own), strict=True)
    return Sides(*(_called(text, plan, names) if names else text for text, plan, names in texts))


def _ids(plan: Plan) -> set[str]:
    return {id_ for part in plan.walk() if (id_ := getattr(part, "id", None))}


def _new_ids(base: Plan, side: Plan) -> dict[str, str]:
    """The new id of each item that a side has under another one."""
    changes = (change for change in compare_plans(base, side) if (change.kind, change.field) == ("set", "id"))
    return {str(change.old): change.item for change in changes}


def _called(text: str, plan: Plan, names: Mapping[str, str]) -> str:
    """The text of a plan with other ids, where items have them and where others name these."""
    lines = text.split("\n")
    for span, id_ in sorted(_places(plan, names), key=lambda place: place[0], reverse=True):
        line = lines[span.line - 1]
        begin = line.find(id_, span.column - 1)
        lines[span.line - 1] = line[:begin] + names[id_] + line[begin + len(id_) :]
    mentions = re.compile(rf"(\{{(?:item|figure|deadline):)({'|'.join(names)})(?=[|}}])")
    return mentions.sub(lambda match: match[1] + names[match[2]], "\n".join(lines))


def _places(plan: Plan, names: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Where ids of some items stand in a plan."""
    for part in plan.walk():
        for field, value in part:
            if field != "id" and reference_kind(type(part), field) not in OF_ITEMS:
                continue
            for at, id_ in enumerate(value if isinstance(value, tuple) else (value,)):
                if id_ in names:
                    yield part.source.span(field, at), id_
