"""How plans of an issuer are numbered and signed, by what its name begins with."""

from collections.abc import Iterable

from planbook.model.agency import Agency, Locality, WordList
from planbook.model.entry import Entry, Flag, PlainWords, as_id
from planbook.model.place_names import PlaceNames


class IssuerKind(Entry):
    """Issuers whose names begin alike.

    `symbol` is that of their plans; without it the initials of the name stand in it. `title` is what heads are called,
    `collective` whether they sign for a body ("TM.").
    """

    begins: PlainWords
    symbol: PlainWords | None = None
    collective: Flag = False
    title: PlainWords


class IssuerKinds(Entry):
    """All kinds, of which the first that fits counts; `joining` are words without an initial ("và")."""

    kinds: tuple[IssuerKind, ...]
    otherwise: PlainWords
    joining: WordList = ()

    def kind(self, name: str) -> IssuerKind | None:
        """The kind of an issuer."""
        return next((kind for kind in self.kinds if f"{name} ".startswith(f"{kind.begins} ")), None)

    def symbol(self, name: str, bare: str) -> str:
        """What stands behind the number of an issuer's plans, by its name and that without its place: "KH-UBND", "KH-BGDĐT", "KH/TU"."""
        kind = self.kind(name)
        words = [word for word in bare.replace("&", " ").split() if word not in self.joining]
        initials = "".join(word if word.isupper() else word[:1].upper() for word in words if word[:1].isalpha())
        return kind.symbol if kind and kind.symbol else f"KH-{initials}"


def bare_name(agency: Agency, locality: Locality | None, names: PlaceNames) -> str:
    """The name of a body without its place: "Công an" of "Công an tỉnh"."""
    kind, bare = names.parts(locality.name) if locality else ("", "")
    name = agency.name
    for end in filter(None, (locality.name if locality else "", bare, kind)):
        name = name.removesuffix(f" {end}")
    return name


def is_called(agency: Agency, locality: Locality, titles: Iterable[str], names: PlaceNames) -> bool:
    """Whether a body of a place is called so, with or without its place and its marks."""
    kind, bare = names.parts(locality.name)
    ends = ("", f" {kind}", f" {bare}", f" {locality.name}")
    called = {f"{bare_name(agency, locality, names)}{end}" for end in ends} | set(agency.names)
    called |= {name.removesuffix(f" {kind}") for name in agency.names}
    return not set(map(as_id, called)).isdisjoint(map(as_id, titles))
