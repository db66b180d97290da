"""What short forms mean: names of agencies, codes of document types, programmes, and common abbreviations."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from planbook.model.workspace import Workspace
from planbook.wording.blocks import capital

AbbreviationKind = Literal["word", "agency", "document_type", "programme"]
_SHORT = re.compile(r"[A-Z\u0110]{2}")  # what is abbreviated has capitals side by side
_WORD = re.compile(r"[\w&/-]+")  # what is joined without a space is one word: NN&MT, 62-KH/TU


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form with what it stands for: of an agency that has a page, its id; `plans` are those that use it."""

    short: str
    full: str
    kind: AbbreviationKind
    agency: str
    plans: tuple[str, ...]


def glossary(
    workspace: Workspace,
    synonyms: Iterable[Sequence[str]],
    texts: Mapping[str, Iterable[str]],
    with_page: Iterable[str],
) -> list[Abbreviation]:
    """All abbreviations in the order of the alphabet.

    `synonyms` are rows of spellings, an abbreviation first; `texts` what each plan says; `with_page` are the
    agencies that have one. Of agencies that share a short form a plan means those of its own place and around, if there are any.
    """
    pages = set(with_page)
    entries = dict.fromkeys(_entries(workspace, synonyms))
    users = _users({short for short, *_ in entries}, texts)
    plans_of_forms = _plans_of_forms(workspace, [(short, id_) for short, _, _, id_ in entries if id_], users)
    abbreviations = [
        Abbreviation(
            short,
            full,
            kind,
            id_ if id_ in pages else "",
            tuple(plans_of_forms.get((short, id_), ()) if id_ else users[short]),
        )
        for short, full, kind, id_ in entries
    ]
    return sorted(
        abbreviations, key=lambda abbreviation: (_letters(abbreviation.short), abbreviation.short, abbreviation.full)
    )


def _entries(
    workspace: Workspace, synonyms: Iterable[Sequence[str]]
) -> Iterator[tuple[str, str, AbbreviationKind, str]]:
    for short, *full in synonyms:
        if _SHORT.match(short) and full:
            yield short, full[0], "word", ""
    for agency in workspace.agencies.values():
        for name in (agency.short_name, *agency.aliases):
            if name and _SHORT.search(name):
                yield name, capital(agency.called), "agency", agency.id
    types = {document.type for document in workspace.documents.values()}
    for type_ in workspace.document_types.values():
        if type_.code and type_.id in types:
            yield type_.code, type_.name, "document_type", ""
    for programme in workspace.programmes.values():
        if programme.short_name and _SHORT.search(programme.short_name):
            yield programme.short_name, programme.name, "programme", ""


def _users(shorts: Collection[str], texts: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The plans that write each short form as words of its own; a text is read once, however many short forms there are."""
    by_words: dict[tuple[str, ...], list[str]] = {}
    lengths: dict[str, set[int]] = {}
    for short in shorts:
        if words := tuple(_WORD.findall(short)):
            by_words.setdefault(words, []).append(short)
            lengths.setdefault(words[0], set()).add(len(words))
    users: dict[str, list[str]] = {short: [] for short in shorts}
    for plan, parts in texts.items():
        for short in {short for part in parts for short in _used(by_words, lengths, part)}:
            users[short].append(plan)
    return users


def _plans_of_forms(
    workspace: Workspace, forms: Iterable[tuple[str, str]], users: Mapping[str, Iterable[str]]
) -> dict[tuple[str, str], list[str]]:
    """The plans that mean each agency by a short form, of those that write it."""
    of_short: dict[str, list[str]] = {}
    of_place: dict[tuple[str, str], list[str]] = {}  # of a place itself, and of what lies in it
    around: dict[tuple[str, str], list[str]] = {}  # of the place alone
    for short, id_ in forms:
        of_short.setdefault(short, []).append(id_)
        places = list(_places(workspace, workspace.agencies[id_].locality))
        around.setdefault((short, places[0]), []).append(id_)
        for place in places:
            of_place.setdefault((short, place), []).append(id_)
    plans: dict[tuple[str, str], list[str]] = {}
    for short, ids in of_short.items():
        for plan in users[short]:
            own, *above = _places(workspace, workspace.plans[plan].jurisdiction)
            near = [
                *of_place.get((short, own), ()),
                *(id_ for place in above for id_ in around.get((short, place), ())),
            ]
            for id_ in dict.fromkeys(near or ids):
                plans.setdefault((short, id_), []).append(plan)
    return plans


def _places(workspace: Workspace, locality: str | None) -> Iterator[str]:
    """A locality and what it is part of, up to the country, which has no id."""
    while locality:
        yield locality
        locality = workspace.localities[locality].part_of
    yield ""


def _used(
    by_words: Mapping[tuple[str, ...], Sequence[str]], lengths: Mapping[str, Collection[int]], text: str
) -> Iterator[str]:
    """The short forms that stand in a text with nothing joined to them; `lengths` say of how many words those are that begin with a word."""
    words = _WORD.findall(text)
    if lengths.keys().isdisjoint(words):
        return
    starts = [place.start() for place in _WORD.finditer(text)]
    for at, word in enumerate(words):
        for length in lengths.get(word, ()):
            for short in by_words.get(tuple(words[at : at + length]), ()):
                start = starts[at] - short.index(word)
                if start >= 0 and text.startswith(short, start):
                    yield short


def _letters(text: str) -> str:
    """The plain letters that words are ordered by; "đ" stands behind d."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("\u0111", "d~"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
