"""Names that somebody typed into a text where a mention could stand: numbers of documents, places of items, agencies."""

import re
from collections.abc import Iterator
from functools import cache

from planbook.messages.catalogue import translate
from planbook.model.agency import AgencyGroup
from planbook.model.borrowed import printed_name
from planbook.model.document_number import parse_document_number
from planbook.model.entry import mentions
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace

NUMBER = re.compile(r"(?<![\w/.-])\d[\w.]*[-/][\w&./-]*\w")
_DAY = re.compile(r"[^.;{]{0,20}?(\d{1,2})/(\d{1,2})/(\d{4})")
_ROMAN = r"[IVX]+(?:\.\d{1,2})*(?!\w)"
_NUMBER = rf"(?:{_ROMAN}|\(?\d{{1,2}}(?:\.\d{{1,2}})*\)?(?![\w%/]|[.,-]\d)|[a-z\u0111](?!\w))"
_LONG_WORD = 30  # letters, more than any word that may belong to a name has
_WORD_BEFORE = re.compile(rf"(\w{{1,{_LONG_WORD}}}) $")
_WORD_BEHIND = re.compile(r" (\w+)(?: (\w))?")

NamedEntry = tuple[str, str]  # kind and id


def is_document(text: str) -> bool:
    """Whether a text is a number with a symbol; symbols begin with a capital, units ("2/ngày") do not."""
    number = parse_document_number(text)
    return number is not None and (number.code or number.body)[:1].isupper()


@cache
def reference() -> re.Pattern[str]:
    """The pattern of one reference to an item, with all its steps; the words are those of plans, which are Vietnamese."""
    items, part = translate("item|section|point|clause", "vi"), translate("part", "vi")
    step = rf"(?:(?i:{items}) {_NUMBER}|(?i:{part}) {_ROMAN})"
    return re.compile(rf"(?<!\w)(?:\w+ \d{{1,2}}, ){{0,9}}{step}(?:,? \w+ {_NUMBER})*")


def elsewhere(workspace: Workspace) -> re.Pattern[str]:
    """The pattern of what makes a reference one to another document."""
    types = "|".join(re.escape(kind.name) for kind in workspace.document_types.values())
    return re.compile(rf",? (?:\w+ )?(?:\{{document:|{translate('article', 'vi')} \d|{types})")


def is_of_a_document(text: str, match: re.Match[str], of_documents: re.Pattern[str]) -> bool:
    """Whether a reference is one to another document, or may count what follows."""
    behind_a_mention = text.endswith(("} ", "}, "), 0, match.start())
    return bool(behind_a_mention or of_documents.match(text, match.end()) or _may_count(match[0], text[match.end() :]))


def _may_count(words: str, rest: str) -> bool:
    """Whether a single number stands before something that it may count."""
    number = words.partition(" ")[2]
    return " " not in number and number[0] not in "IVX" and bool(re.match(r" \w", rest))


class TypedNames:
    """Finds in texts of a plan what can only be one entry of the registers or one item of the plan.

    Rather none than a wrong one: a name that two bodies have on the day of the plan, or that goes on before or behind,
    a number without a year whose day is not said, a place that no item of this plan has.
    """

    def __init__(self, workspace: Workspace, plan: Plan, places: dict[str, str]) -> None:
        self._workspace, self._plan, self._places = workspace, plan, places
        self._agencies = _agencies(workspace, plan)
        names = "|".join(re.escape(name) for name in sorted(self._agencies, key=lambda name: (-len(name), name)))
        self._before = {*translate("words before a name", "vi").split("|")}
        self._behind = {*translate("words behind a name", "vi").split("|")}
        self._name = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None
        self._numbers: dict[str, list[str]] = {}
        for document in workspace.documents.values():
            self._numbers.setdefault((document.number or "").casefold(), []).append(document.id)
        self._elsewhere = elsewhere(workspace)

    def spots(self, text: str) -> Iterator[tuple[int, int, NamedEntry]]:
        """Where each begins and ends, and what it names, from the left; none inside a mention or another."""
        busy = [(mention.start(), mention.end()) for mention in mentions(text)]
        hits = [*self._documents(text), *self._references(text), *self._agency_names(text)]
        for begin, end, entry in sorted(hits):
            if all(end <= first or last <= begin for first, last in busy):
                busy.append((begin, end))
                yield begin, end, entry

    def _agency_names(self, text: str) -> Iterator[tuple[int, int, NamedEntry]]:
        for match in self._name.finditer(text) if self._name else ():
            ids = self._agencies[match[0]]
            if len(ids) == 1 and self._stands_alone(text, match):
                yield match.start(), match.end(), ("agency", next(iter(ids)))

    def _stands_alone(self, text: str, match: re.Match[str]) -> bool:
        """Whether neither the word before a name nor the one behind it may belong to it."""
        before = _WORD_BEFORE.search(text, max(0, match.start() - _LONG_WORD), match.start())
        behind = _WORD_BEHIND.match(text, match.end())
        is_begun = before is not None and before[1].casefold() not in self._before
        goes_on = behind is not None and behind[1] not in self._behind
        joins = translate("and", "vi")
        if behind and behind[1] == joins and behind[2] and behind[2].isupper():  # "Sở Văn hóa và Thể thao"
            assert self._name
            goes_on = not self._name.match(text, match.end() + len(joins) + 2)
        return not is_begun and not goes_on

    def _documents(self, text: str) -> Iterator[tuple[int, int, NamedEntry]]:
        for match in NUMBER.finditer(text):
            ids = self._numbers.get(match[0].casefold(), [])
            number = parse_document_number(match[0])
            if number is None or len(ids) != 1 or match[0] == self._plan.number:
                continue
            document = self._workspace.documents[ids[0]]
            day = _DAY.match(text, match.end())
            typed_day = f"{int(day[1]):02}/{int(day[2])}/{day[3]}" if day else ""
            its_day = document.date.first if document.date else None
            issuer = self._workspace.issuer(document)
            if typed_day and its_day:
                is_it = typed_day in {official_day(its_day), f"{its_day:%d}/{its_day.month}/{its_day.year}"}
            else:
                is_it = not typed_day and bool(number.year) and issuer is not None and issuer.level == "central"
            if is_it:
                yield match.start(), match.end(), ("document", document.id)

    def _references(self, text: str) -> Iterator[tuple[int, int, NamedEntry]]:
        for match in reference().finditer(text):
            item = self._places.get(match[0].casefold())
            if item and not is_of_a_document(text, match, self._elsewhere):
                yield match.start(), match.end(), ("item", item)


def _agencies(workspace: Workspace, plan: Plan) -> dict[str, set[str]]:
    """The bodies that a plan may mean by each name: those of its place by any, others by the name with their place.

    Names are those of the day of the plan, and of bodies that are there while it runs.
    """
    ids_by_name: dict[str, set[str]] = {}
    all_names: set[str] = set()
    for id_ in workspace.agencies:
        agency = workspace.agency_on(id_, plan.day)
        is_own = agency.locality in (None, plan.jurisdiction)
        own = filter(None, (agency.name, agency.full_name, agency.short_name))
        names = {*own} if is_own else {printed_name(agency, plan.jurisdiction)}
        all_names |= names
        if workspace.exists(id_, plan.day, plan.period.last):
            is_group = isinstance(agency, AgencyGroup)
            for name in names:
                ids_by_name.setdefault(name, set()).update({id_, ""} if is_group else {id_})
    # A name of what is no more is known too, so that no shorter one is found in it.
    return {name: ids_by_name.get(name, set()) if name[:1].isupper() else set() for name in all_names}
