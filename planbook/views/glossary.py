"""What short forms mean: names of agencies, codes of document types, programmes, and common abbreviations."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from planbook.model.workspace import Workspace
from planbook.wording.blocks import capital

AbbreviationKind = Literal["word", "agency", "document_type", "programme"]
_SHORT = re.compile(r"[A-Z\u0110]{2}")  # what is abbreviated has capitals side by side


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form with what it stands for; `page` is that of the agency, and `plans` are those that use it."""

    short: str
    full: str
    kind: AbbreviationKind
    page: str
    plans: tuple[str, ...]


def glossary(
    workspace: Workspace, same: Iterable[Sequence[str]], texts: Mapping[str, str], named: Iterable[str]
) -> list[Abbreviation]:
    """All abbreviations in the order of the alphabet.

    `same` are rows of spellings, an abbreviation first; `texts` what each plan says; `named` agencies have a page.
    """
    pages = set(named)
    found = dict.fromkeys(_entries(workspace, same))
    shown = [
        Abbreviation(short, full, kind, f"co-quan/{id_}/" if id_ in pages else "", tuple(_users(short, texts)))
        for short, full, kind, id_ in found
    ]
    return sorted(shown, key=lambda one: (_letters(one.short), one.short, one.full))


def _entries(workspace: Workspace, same: Iterable[Sequence[str]]) -> Iterator[tuple[str, str, AbbreviationKind, str]]:
    for short, *others in same:
        if _SHORT.match(short) and others:
            yield short, others[0], "word", ""
    for agency in workspace.agencies.values():
        for name in (agency.short_name, *agency.aliases):
            if name and _SHORT.search(name):
                yield name, capital(agency.called), "agency", agency.id
    for type_ in workspace.document_types.values():
        if type_.code:
            yield type_.code, type_.name, "document_type", ""
    for programme in workspace.programmes.values():
        if programme.short_name and _SHORT.search(programme.short_name):
            yield programme.short_name, programme.name, "programme", ""


def _users(short: str, texts: Mapping[str, str]) -> Iterator[str]:
    """The plans that write the short form as a word of its own."""
    word = re.compile(rf"(?<![\w&/-]){re.escape(short)}(?![\w&/-])")
    yield from (plan for plan, text in texts.items() if word.search(text))


def _letters(text: str) -> str:
    """The plain letters that words are ordered by; đ stands behind d."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("\u0111", "d~"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
