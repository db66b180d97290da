"""A text says beside a mention what the mention prints itself: "trước {deadline:x}" where that is "trước ngày 10/4/2026".

The sentence is printed "trước trước ngày 10/4/2026", or "trước chậm nhất ngày …", and the data look right. So it is with the type of
a document ("Nghị quyết {document:x}"), the first words of an agency's name ("Sở {agency:x}"), the word of a place in the
plan ("mục {item:x}"), the comparator of a number ("khoảng {value}"), and the condition that ends a time ("khi …"). Silent:
words that go together with such a time ("đến trước ngày", "thường xuyên trong quý").
Source: practice.
"""

import re
from collections.abc import Iterator
from functools import cache

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.borrowed import printed_name
from planbook.model.entry import Entry
from planbook.model.period import Deadline, When
from planbook.model.plan import Plan
from planbook.model.target import Comparator, Figure, Target
from planbook.model.texts import sentences
from planbook.model.workspace import Workspace

_MENTION = re.compile(r"\{(?:(?P<kind>[a-z]+):(?P<id>[^{}|]*)(?:\|(?P<form>[^{}|]*))?|value)\}")
_WAYS = ("before", "by", "within", "since", "until", "throughout", "every")
# By which words a time may be preceded that is said in another way.
_ALSO = {
    "before": ("since", "until"),
    "every": ("throughout",),
    **dict.fromkeys(("by", "within", "since", "until"), ("throughout",)),
}
_COMPARATORS: tuple[Comparator, ...] = ("about", "at-least", "more-than", "at-most", "less-than")

_Twice = tuple[str, str]  # the words of the text, and how what it mentions is printed


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find words beside mentions that these print themselves."""
    entries = {entry.id: entry for entry in plan.walk() if isinstance(entry, Deadline | Figure | Target) and entry.id}
    for entry, field, text in sentences(plan):
        for mention in _MENTION.finditer(text):
            number_or_time = entries.get(mention["id"]) if mention["id"] else entry
            for words, printed in _around(workspace, plan, number_or_time, mention):
                yield _finding(entry, field, words, mention[0], printed)
        if field == "until_event":
            until, when = _times()["until"], translate("as soon as", "vi")
            if begin := re.match(rf"(?:(?:{until}) )?{when}(?= )|(?:{until})(?= )", text):
                yield _finding(entry, field, begin[0], "until_event:", f"{until} {when} …")


def _finding(entry: Entry, field: str, words: str, mention: str, printed: str) -> Diagnostic:
    values = {"words": words, "mention": mention, "printed": printed}
    return warning(
        entry.source.span(field),
        Text("“{words}” stands beside {mention}, which is printed “{printed}”", values),
        Text("delete “{words}” beside {mention}", values),
    )


def _around(workspace: Workspace, plan: Plan, number_or_time: Entry | None, mention: re.Match[str]) -> Iterator[_Twice]:
    """What stands beside a mention and is printed by it."""
    before, behind = mention.string[: mention.start()], mention.string[mention.end() :]
    kind, id_ = mention["kind"], mention["id"]
    if kind == "document":
        name = workspace.document_types[workspace.documents[id_].type].name
        yield from _before(rf"(?i:{re.escape(name)}(?: {translate('No.', 'vi')})?)", before, f"{name} …")
    elif kind == "agency":
        name = printed_name(workspace.agency_on(id_, plan.day), plan.jurisdiction, mention["form"])
        words = name.split()
        beginnings = (" ".join(words[:many]) for many in range(len(words), 0, -1))
        # Not as a pattern: every agency would be one of its own.
        yield from ((begin, name) for begin in beginnings if f" {before}".endswith(f" {begin} "))
    elif kind == "item":
        places = f"{translate('item|section|point|clause', 'vi')}|{translate('part', 'vi')}"
        yield from _before(f"(?i:{places})", before, f"{places.replace('|', '/')} …")
    elif kind != "footnote" and isinstance(number_or_time, Deadline):
        yield from _around_a_time(number_or_time, before, behind)
    elif kind != "footnote" and isinstance(number_or_time, Figure | Target):
        yield from _around_a_number(number_or_time, before, behind)


def _around_a_time(deadline: Deadline, before: str, behind: str) -> Iterator[_Twice]:
    words = _times()
    if deadline.text:
        beginning = re.match("|".join(words.values()), deadline.text)
        yield from _before(beginning[0], before, deadline.text) if beginning else ()
        return
    recurs = "every" if deadline.every else "throughout" if deadline.throughout else ""
    way = recurs or next((way for way in _WAYS if getattr(deadline, way)), "until")
    printed = f"{words[way].partition('|')[0]} …"
    unfit = "|".join(words[stated] for stated in _WAYS if stated not in _ALSO.get(way, ()))
    yield from _before(rf"(?i:{unfit})(?: (?:{translate('last|is|on|the day|the month', 'vi')}))*", before, printed)
    if way == "since" and not (deadline.until or deadline.until_event):
        yield from _behind(onwards := translate("onwards", "vi"), behind, f"{printed} {onwards}")
    when = deadline.until if way == "since" and deadline.until else getattr(deadline, way)
    if isinstance(when, When):
        year = f"{when.last.year}"
        yield from _behind(f"{translate('year', 'vi')} {year}", behind, f"{printed} {year}")


def _times() -> dict[str, str]:
    """The words by which each way of a deadline is printed or said, those of one between |."""
    return dict(zip(_WAYS, translate("before;by;within;since;until;throughout;every", "vi").split(";"), strict=True))


def _around_a_number(number: Figure | Target, before: str, behind: str) -> Iterator[_Twice]:
    says = translate("about;at least;more than;at most;less than", "vi").split(";")
    words = dict(zip(_COMPARATORS, says, strict=True)).get(number.comparator)
    if not words or number.value is None:
        return
    printed = f"{words.partition('|')[0]} …"
    first, last = translate("from|or more", "vi").split("|")
    if number.comparator == "at-least" and (number.unit or "").startswith("%"):
        words, printed = f"{words}|{first}", f"{first} … {last}"
        yield from _behind(last, behind, printed)
    yield from _before(f"(?i:{words})", before, printed)


def _before(words: str, text: str, printed: str) -> Iterator[_Twice]:
    if match := _pattern(rf"(?<!\w)(?:{words}) $").search(text):
        yield match[0].rstrip(), printed


def _behind(words: str, text: str, printed: str) -> Iterator[_Twice]:
    if match := _pattern(rf",? (?P<words>{words})(?!\w)").match(text):
        yield match["words"], printed


_pattern = cache(re.compile)
