"""Whose plans an office's are: the place and the body that a name means, or that of its folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planbook.loading.shared_registers import shared
from planbook.messages.diagnostics import Refusal, Text
from planbook.model.agency import Agency, AgencyChange, Locality
from planbook.model.entry import as_id
from planbook.model.issuer import IssuerKind, called_in
from planbook.model.nearness import nearest

_HEAD = "ubnd"
_LIKE = 0.75  # how alike a name must be to be proposed


class CannotFound(Refusal):
    """An office's folder cannot be made so; the text says what to write instead."""

    exit_code = 2


@dataclass(frozen=True)
class OfficePlace:
    """The place of an office and who issues its plans; `part_of` is the province of a commune.

    The body `is_own` where no register lists it and the office's own has to say it: a school, a hospital.
    """

    locality: Locality
    issuer: Agency
    part_of: str = ""
    is_own: bool = False

    @property
    def is_commune(self) -> bool:
        """Whether it is no province, so that the office's own register has to say it."""
        return self.locality.level == "commune"

    @property
    def heads_place(self) -> bool:
        """Whether it is the body that governs its place, which goes without saying."""
        return self.issuer.id == f"{_HEAD}-{self.locality.id}"


def office_place(text: str) -> OfficePlace:
    """What a name means: a province, a commune with its province behind a comma, a body of either, a ministry; raises `CannotFound`."""
    text = " ".join(text.split())
    try:
        locality, part_of = _place(text)
    except CannotFound:
        if office := _central(text) or _body(text):
            return office
        raise
    return OfficePlace(locality, _head(locality), part_of)


def guessed(folder: Path) -> OfficePlace:
    """The body or province that the name of the folder ends with; raises `CannotFound`."""
    name = f"-{as_id(folder.resolve().name)}"
    for locality in shared().entries("localities"):
        if locality.level == "province" and locality.end is None and name.endswith(ends := _ends(locality)):
            bare = next(name.removesuffix(end) for end in ends if name.endswith(end))
            bodies = (
                body
                for body in _bodies(locality)
                if bare.endswith((f"-{as_id(body.name)}", f"-{body.id.removesuffix(f'-{locality.id}')}"))
            )
            return OfficePlace(locality, next(bodies, _head(locality)))
    for agency in shared().entries("agencies"):
        if agency.level == "central" and name.endswith((f"-{agency.id}", f"-{as_id(agency.name)}")):
            return _of_centre(agency)
    raise CannotFound(
        Text("whose plans are they? write --place with a province, or with a commune, a comma and its province")
    )


def _ends(locality: Locality) -> tuple[str, ...]:
    return tuple(f"-{key}" for key in _keys(locality))


def _place(text: str) -> tuple[Locality, str]:
    """The province or commune that a text names, and of a commune the id of its province; raises `CannotFound`."""
    name, _, around = (part.strip() for part in text.partition(","))
    names = shared().place_names
    kind, bare = names.parts(name)
    if kind in names.communes:
        province = _province(around) if around else None
        locality = Locality.model_construct(id=as_id(name), name=f"{kind} {bare}", level="commune", end=None)
        return locality, province.id if province else ""
    return _province(name), ""


def _central(text: str) -> OfficePlace | None:
    """The ministry or other central body that a text names; raises `CannotFound` for one that is no more."""
    bodies = [agency for agency in shared().entries("agencies") if agency.level == "central"]
    key = as_id(text)
    matching = [agency for agency in bodies if key in (agency.id, *map(as_id, agency.names))]
    matching = matching or [agency for agency in bodies if _is_shortened(text, agency.names)]
    if len(matching) > 1:
        names = ", ".join(agency.called for agency in matching)
        raise CannotFound(
            Text("“{name}” may be any of these: {names}; write the whole name", {"name": text, "names": names})
        )
    for agency in matching:
        heirs = [
            heir for change in shared().entries("changes") if _ends_with(change, agency.id) for heir in change.resulting
        ]
        if heirs:
            listed = ", ".join(body.called for heir in heirs for body in bodies if body.id == heir)
            raise CannotFound(Text("{agency} is no more: write {heirs}", {"agency": agency.called, "heirs": listed}))
        return _of_centre(agency)
    return None


def _is_shortened(text: str, names: Iterable[str]) -> bool:
    return any(shared().issuers.shortens(text, name) for name in names)


def _of_centre(agency: Agency) -> OfficePlace:
    country = next(locality for locality in shared().entries("localities") if locality.level == "central")
    return OfficePlace(country, agency)


def _ends_with(change: AgencyChange, agency: str) -> bool:
    return agency in change.original and agency not in change.resulting


def _body(text: str) -> OfficePlace | None:
    """The body of a province or commune that a text names with its place behind it: "Sở Nội vụ tỉnh Sơn La"."""
    words = text.split()
    for at in range(1, len(words)):
        try:
            locality, part_of = _place(" ".join(words[at:]))
        except CannotFound:
            continue
        title = " ".join(words[:at])
        bodies = [(body, called_in(body, locality, shared().place_names)) for body in _bodies(locality)]
        spoken = {as_id(title), as_id(text)}
        for body, called in bodies:
            if not spoken.isdisjoint(map(as_id, called)):
                return OfficePlace(locality, body, part_of)
        for body, called in bodies:
            if _is_shortened(title, called):
                return OfficePlace(locality, body, part_of)
        name = shared().issuers.spelt_out(title)
        kind = shared().issuers.kind(name.rstrip(","))
        if kind and kind.several:
            return OfficePlace(locality, _own(name, kind, locality), part_of, is_own=True)
        if title.isascii() and not set(map(as_id, shared().place_names.communes)).isdisjoint(as_id(title).split("-")):
            raise CannotFound(
                Text(
                    "“{place}” is printed as you write it: write it with its marks, then a comma and its province",
                    {"place": title.rstrip(",")},
                )
            )
        if kind or (" " in title and shared().place_names.parts(title)[0] == title):
            values = {"place": locality.name, "title": title}
            raise CannotFound(
                Text(
                    "{place} has no usual body called “{title}”: write --place with the place alone, then the body into"
                    " data/agencies.yaml and its id as issuer: into data/office.yaml",
                    values,
                )
            )
    return None


def _own(title: str, kind: IssuerKind, locality: Locality) -> Agency:
    """A body that no register lists, by its name; before a comma it has one of its own, else that of the place belongs to it.

    An office of the Party is below the committee of its place, whose name its own may end with.
    """
    name = title.rstrip(",")
    above = next((body for body in _bodies(locality) if body.branch == kind.branch == "party"), None)
    of_committee = above if above and as_id(name).endswith("-uy") else None
    called = f"{title} {locality.name}"
    if of_committee:
        called = name[: name.rindex(" ", 0, name.rindex(" "))] + f" {of_committee.called}"
    return Agency.model_construct(
        id=f"{as_id(name)[:50].strip('-')}-{locality.id}"[:64].strip("-"),
        name=name if title != name or of_committee else called,
        full_name=called,
        superior=above.called if above else None,
        level=locality.level,
        branch=kind.branch,
        locality=locality.id,
    )


def _bodies(locality: Locality) -> Iterator[Agency]:
    """The usual bodies of a place."""
    names = shared().place_names
    departments = shared().entries("departments")
    return (department.of(locality, names) for department in departments if department.is_of(locality, names))


def _head(locality: Locality) -> Agency:
    """The body that governs a place."""
    return next(body for body in _bodies(locality) if body.id == f"{_HEAD}-{locality.id}")


def _province(name: str) -> Locality:
    """The province of a name with or without its kind and marks; raises `CannotFound`."""
    provinces = [locality for locality in shared().entries("localities") if locality.level == "province"]
    current: dict[str, Locality] = {key: place for place in provinces if place.end is None for key in _keys(place)}
    former = {key: place for place in provinces if place.end for key in _keys(place)}
    key = as_id(name)
    if key not in current | former:
        key = as_id(shared().place_names.parts(name)[1])  # of a city that is written with its kind in short
    if key in current:
        return current[key]
    shortened = {
        place.id: place
        for place in current.values()
        if _is_shortened(name, (place.name,)) or (len(key) > 2 and _is_shortened(key, (_keys(place)[1],)))
    }
    if len(shortened) == 1:
        return next(iter(shortened.values()))
    if key in former:
        names = {place.id: place.name for place in provinces}
        heirs = ", ".join(names[heir] for heir in former[key].successors)
        raise CannotFound(
            Text("{place} is no more since 1 July 2025: write {heirs}", {"place": former[key].name, "heirs": heirs})
        )
    kind, bare = shared().place_names.parts(name)
    if kind != bare and kind not in {shared().place_names.parts(place.name)[0] for place in provinces}:
        raise CannotFound(
            Text("“{place}”: there is no {kind} since 1 July 2025; write the commune", {"place": name, "kind": kind})
        )
    close = current[likely].name if (likely := nearest(key, current, _LIKE)) else ""
    values = {"place": name, "close": close}
    raise CannotFound(
        Text("“{place}” is no province; write {close}", values)
        if close
        else Text(
            "“{place}” is no place: write --place with a province, with a commune, a comma and its province, or with the name of the"
            " body that issues the plans",
            values,
        )
    )


def _keys(locality: Locality) -> tuple[str, str]:
    return as_id(locality.name), as_id(shared().place_names.parts(locality.name)[1])
