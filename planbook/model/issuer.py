"""How plans of an issuer are numbered and signed, by what its name begins with, and how it is called in short."""

import re
from typing import Annotated

from pydantic import AfterValidator

from planbook.model.agency import Agency, Branch, Locality, WordList
from planbook.model.entry import Entry, Flag, PlainWords, as_id, problem
from planbook.model.place_names import PlaceNames


def _check_symbol(text: str) -> str:
    if match := re.match(r"\d+\s*[/-]?\s*", text):
        raise problem(
            "wrong-kind",
            "“{text}” begins with a number, and a symbol is what stands behind it",
            "write {symbol}; the number stands in number:",
            text=text,
            symbol=text[match.end() :] or "KH-UBND",
        )
    return text


PlanSymbol = Annotated[PlainWords, AfterValidator(_check_symbol)]  # what stands behind the number of a plan


class IssuerKind(Entry):
    """Issuers whose names begin alike.

    `symbol` is that of their plans; without it the initials of the name stand in it. `title` is what heads are called,
    `collective` whether they sign for a body ("TM."), `signs_for` for which where it is not the issuer itself ("Ban Thường vụ"),
    `archive` where their plans are filed. A place has `several` of a kind where no register lists them: schools,
    hospitals, offices of the Party.
    """

    begins: PlainWords
    symbol: PlainWords | None = None
    collective: Flag = False
    signs_for: PlainWords | None = None
    archive: PlainWords = "VT"
    title: PlainWords
    branch: Branch = "state"
    several: Flag = False


class IssuerKinds(Entry):
    """All kinds, of which the first that fits counts; `joining` are words without an initial ("và"), `dropped` those that
    short forms leave out ("Việt Nam").
    """

    kinds: tuple[IssuerKind, ...]
    otherwise: PlainWords
    joining: WordList = ()
    dropped: WordList = ()

    def kind(self, name: str) -> IssuerKind | None:
        """The kind of an issuer."""
        return next((kind for kind in self.kinds if f"{name} ".startswith(f"{kind.begins} ")), None)

    def symbol(self, name: str, bare: str) -> str:
        """What stands behind the number of an issuer's plans, by its name and that without its place: "KH-UBND", "KH-BGDĐT", "KH/TU"."""
        kind = self.kind(name)
        words = [word for word in bare.replace("&", " ").split() if word not in self.joining]
        initials = "".join(word if word.isupper() else word[:1].upper() for word in words if word[:1].isalpha())
        return kind.symbol if kind and kind.symbol else f"KH-{initials}"

    def shortens(self, text: str, name: str) -> bool:
        """Whether a text is a usual short form of a name, of words and first letters: "UB MTTQ", "BGDĐT", "Sở GDĐT"."""
        silent = {word for phrase in (*self.joining, *self.dropped) for word in as_id(phrase).split("-")}
        pattern = "".join(
            f"(?:-?{word[0]}(?:{word[1:]})?)" + "?" * (word in silent) for word in as_id(name).split("-") if word
        )
        return re.fullmatch(pattern, f"-{as_id(text)}") is not None

    def spelt_out(self, title: str) -> str:
        """A title that begins with the first letters of a kind of which a place has several: "BV Đa khoa", "TAND"."""
        short, _, rest = title.partition(" ")
        begins = (kind.begins for kind in self.kinds if kind.several and len(short) > 1)
        kind = next((begin for begin in begins if self.shortens(short, begin)), short)
        return f"{kind} {rest}".strip()


def bare_name(agency: Agency, locality: Locality | None, names: PlaceNames) -> str:
    """The name of a body without its place: "Công an" of "Công an tỉnh"."""
    kind, bare = names.parts(locality.name) if locality else ("", "")
    name = agency.name
    for end in filter(None, (locality.name if locality else "", bare, kind)):
        name = name.removesuffix(f" {end}")
    return name


def called_in(agency: Agency, locality: Locality, names: PlaceNames) -> set[str]:
    """What a body of a place is called, with its place and without it."""
    kind, bare = names.parts(locality.name)
    ends = ("", f" {kind}", f" {bare}", f" {locality.name}")
    called = {f"{bare_name(agency, locality, names)}{end}" for end in ends} | set(agency.names)
    return called | {name.removesuffix(f" {kind}") for name in agency.names}
