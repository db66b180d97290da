"""Names that somebody typed into a text where a mention could stand: numbers of documents, places of items, agencies."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from planbook.messages.catalogue import translate
from planbook.model.agency import Agency, AgencyGroup
from planbook.model.borrowed import printed_name
from planbook.model.document_number import parse_document_number
from planbook.model.mentions import mentions
from planbook.model.name_index import FIRST_WORD, names_of_plans
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.register_indexes import agencies_ever_of
from planbook.model.workspace import Workspace

NUMBER = re.compile(r"(?<![\w/.-])\d[\w.]*[-/][\w&./-]*\w")
_DAY = re.compile(r"[^.;{]{0,20}?(\d{1,2})/(\d{1,2})/(\d{4})")
_ROMAN = r"[IVX]+(?:\.\d{1,2})*(?!\w|\.\w)"  # "II" of "II.I.1" is another item
_NUMBER = rf"(?:{_ROMAN}|\(?\d{{1,2}}(?:\.\d{{1,2}})*\)?(?![\w%/]|[.,-]\d)|[a-z\u0111](?!\w))"
_WORD_GOES_ON = re.compile(r"\w")
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
        self._agencies = _AgencyNames(workspace, plan)
        self._before = {*translate("words before a name", "vi").split("|")}
        self._behind = {*translate("words behind a name", "vi").split("|")}
        self._numbers: dict[str, list[str]] = {}
        for document in workspace.documents.values():
            self._numbers.setdefault((document.number or "").casefold(), []).append(document.id)
        self._elsewhere = elsewhere(workspace)

    def bearer_ids(self, text: str, first: Collection[str]) -> Iterator[str]:
        """The ids of the agencies and documents by which is told what a text means, or that it means none: where there are several, two.

        Those among the `first` ones come first.
        """
        names = {text[begin:end] for begin, end in self._agencies.spots(text)}
        for ids in map(self._agencies.tellers, names):
            yield from sorted(ids, key=lambda id_: (id_ not in first, id_))[:2]
        for match in NUMBER.finditer(text):
            yield from self._numbers.get(match[0].casefold(), ())[:2]

    def spots(self, text: str) -> Iterator[tuple[int, int, NamedEntry]]:
        """Where each begins and ends, and what it names, from the left; none inside a mention or another."""
        busy = [(mention.start(), mention.end()) for mention in mentions(text)]
        hits = [*self._documents(text), *self._references(text), *self._agency_names(text)]
        for begin, end, entry in sorted(hits):
            if all(end <= first or last <= begin for first, last in busy):
                busy.append((begin, end))
                yield begin, end, entry

    def _agency_names(self, text: str) -> Iterator[tuple[int, int, NamedEntry]]:
        for begin, end in self._agencies.spots(text):
            ids = self._agencies.bearers(text[begin:end]) or ()
            if len(ids) == 1 and self._stands_alone(text, begin, end):
                yield begin, end, ("agency", next(iter(ids)))

    def _stands_alone(self, text: str, begin: int, end: int) -> bool:
        """Whether neither the word before a name nor the one behind it may belong to it."""
        before = _WORD_BEFORE.search(text, max(0, begin - _LONG_WORD), begin)
        behind = _WORD_BEHIND.match(text, end)
        is_begun = before is not None and before[1].casefold() not in self._before
        goes_on = behind is not None and behind[1] not in self._behind
        joins = translate("and", "vi")
        if behind and behind[1] == joins and behind[2] and behind[2].isupper():  # "Sở Văn hóa và Thể thao"
            goes_on = self._agencies.end(text, end + len(joins) + 2) is None
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


class _AgencyNames:
    """The bodies that a plan may mean by each name: those of its place by any, others by the name with their place.

    Names are those of the day of the plan, and of bodies that are there while it runs. A name of what is no more is known
    too, so that no shorter one is found in it.
    """

    def __init__(self, workspace: Workspace, plan: Plan) -> None:
        self._workspace, self._plan = workspace, plan
        self._bearers: dict[str, set[str] | None] = {}
        self._of_places: dict[str | None, dict[str, list[str]]] = {}

    def bearers(self, name: str) -> set[str] | None:
        """Who is called so, a group with an empty id beside it; None where nobody is or was."""
        if name not in self._bearers:
            self._bearers[name] = self._bearers_of(name)
        return self._bearers[name]

    def _bearers_of(self, name: str) -> set[str] | None:
        agencies = self._called(name)
        ids = {
            id_
            for agency in self._there(agencies)
            for id_ in (agency.id, *([""] if isinstance(agency, AgencyGroup) else ()))
        }
        return (ids if name[:1].isupper() else set()) if agencies else None

    def tellers(self, name: str) -> list[str]:
        """Whom one has to know to tell what a name means: whoever has it, else one that had it once."""
        agencies = self._called(name)
        return [agency.id for agency in self._there(agencies) or agencies[:1]]

    def _called(self, name: str) -> list[Agency]:
        """Every agency that is or was called so, as it was on the day of the plan."""
        plan, workspace = self._plan, self._workspace
        in_places = (id_ for place in (None, plan.jurisdiction) for id_ in self._in_place(place).get(name, ()))
        candidates = dict.fromkeys((*in_places, *workspace.names.full.get(name, ())))
        agencies = (workspace.agency_on(id_, plan.day) for id_ in candidates)
        return [agency for agency in agencies if name in self._names(agency)]

    def _in_place(self, place: str | None) -> Mapping[str, list[str]]:
        """The agencies of a place by the names that they have there, or ever had."""
        if place not in self._of_places:
            names = self._of_places[place] = {}
            for id_ in agencies_ever_of(self._workspace, place):
                for guise in self._workspace.guises(self._workspace.agencies[id_]):
                    for name in names_of_plans(guise) if guise.locality == place else ():
                        names.setdefault(name, []).append(id_)
        return self._of_places[place]

    def _there(self, agencies: Iterable[Agency]) -> list[Agency]:
        """Those of some agencies that are there while the plan runs."""
        plan = self._plan
        return [agency for agency in agencies if self._workspace.exists(agency.id, plan.day, plan.period.last)]

    def _names(self, agency: Agency) -> tuple[str | None, ...]:
        """The names by which the plan may mean an agency."""
        if agency.locality in (None, self._plan.jurisdiction):
            return (agency.name, agency.full_name, agency.short_name)
        return (printed_name(agency, self._plan.jurisdiction),)

    def spots(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the longest names stand, from the left; none begins in another."""
        ended, begun = 0, self._workspace.names.lengths
        for word in FIRST_WORD.finditer(text):
            if word[0] in begun and word.start() >= ended and (end := self.end(text, word.start())):
                yield word.start(), end
                ended = end

    def end(self, text: str, begin: int) -> int | None:
        """Where the longest name ends that begins at a place of a text; None where none does."""
        word = FIRST_WORD.match(text, begin)
        for length in self._workspace.names.lengths.get(word[0], ()) if word else ():
            end = begin + length
            if not _WORD_GOES_ON.match(text, end) and self.bearers(text[begin:end]) is not None:
                return end
        return None
