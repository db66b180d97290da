"""A plan names a steering committee by two names, so that nobody can say whether it is one or two.

"Ban Chỉ đạo chuyển đổi số" in the duties and "Ban Chỉ đạo các Chương trình mục tiêu quốc gia" among the recipients: the
report goes to one and the order comes from the other. Found are two committees of one level where the plan also says
"Ban Chỉ đạo" alone, which may then be either; and two of which one name holds all words of the other. Silent: several
committees that are told apart everywhere, names that go on behind a registered one, and committees of other levels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.mentions import mentions
from planbook.model.plan import Plan, Recipient
from planbook.model.responsibility import named_agencies
from planbook.model.texts import texts, typed
from planbook.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of a committee as a plan prints it, with its level and the words that tell it from other committees."""

    written: str
    level: str
    words: tuple[str, ...]
    span: Span


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find the second name; one finding a plan."""
    # Plans are Vietnamese, whatever language the findings are told in.
    committee, levels = translate("steering committee", "vi"), translate("what ends the name of a committee", "vi")
    pattern = re.compile(rf"(?<!\w)(?:{committee})(?P<words>(?:\s+[^\W\d_]+|\s+\d+)*)", re.IGNORECASE)
    for plan in workspace.plans.values():
        names = [*_registered(workspace, plan, pattern, levels), *_typed(workspace, plan, pattern, levels)]
        has_bare = any(not name.words for name in names)
        proper = [name for name in names if name.words]
        for earlier, later in combinations(proper, 2):
            shorter, longer = sorted((earlier.words, later.words), key=len)
            is_other = earlier.level == later.level and longer[: len(shorter)] != shorter
            if is_other and (has_bare or {*shorter} < {*longer}):
                yield warning(
                    later.span,
                    Text(
                        "“{name}” here, “{other}” elsewhere: the plan does not say whether they are one committee",
                        {"name": later.written, "other": earlier.written},
                    ),
                    Text("call one committee by one name; where they are two, say each time which"),
                    plan.id,
                )
                break


def _registered(workspace: Workspace, plan: Plan, pattern: re.Pattern[str], levels: str) -> Iterator[_Name]:
    """The committees of the register that a plan gives work to, mentions or sends to."""
    ids = dict.fromkeys(named_agencies(plan))
    places = dict.fromkeys(ids, plan.source.span("title"))
    for entry in plan.walk():
        if isinstance(entry, Recipient):
            places |= {id_: entry.source.span("agencies") for id_ in entry.agencies}
    for entry, field, text in texts(plan):
        for mention in mentions(text):
            if mention["kind"] == "agency":
                places.setdefault(mention["id"], entry.source.span(field))
    for id_, span in places.items():
        agency = workspace.agencies[id_]
        if match := pattern.search(agency.name):
            yield _Name(agency.name, agency.level, _words(match["words"], levels), span)


def _typed(workspace: Workspace, plan: Plan, pattern: re.Pattern[str], levels: str) -> Iterator[_Name]:
    """The committees that somebody typed; a recipient's words stand for its agencies."""
    national = translate("national|central", "vi").split("|")
    for entry, field, text in texts(plan):
        for match in pattern.finditer(typed(text)) if not (isinstance(entry, Recipient) and entry.agencies) else ():
            words = _words(match["words"], levels)
            level = "central" if " ".join(words[:2]) in national else workspace.agencies[plan.issuer].level
            written = " ".join(match[0].split()[: len(match[0].split()) - len(match["words"].split()) + len(words)])
            yield _Name(written, level, words, entry.source.span(field))


def _words(text: str, levels: str) -> tuple[str, ...]:
    """What tells a committee from others: its words up to its level, or to what is no name any more."""
    words = re.split(rf"(?<!\w)(?:{levels})(?!\w)", text.casefold())[0].split()
    return tuple(words)
