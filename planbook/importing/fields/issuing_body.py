"""Whose an old plan is: the body that issued it and its place, by what stands at its head."""

from planbook.authoring.office_place import CannotFound, OfficePlace, office_place
from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.fields.setting import ImportState
from planbook.importing.outline.parts import Excerpt, HeadingBlock
from planbook.loading.shared_registers import shared
from planbook.messages.diagnostics import Refusal, Text
from planbook.model.agency import Locality
from planbook.model.entry import as_id
from planbook.model.issuer import bare_name
from planbook.text.comparing import cleaned_line
from planbook.wording.blocks import capital


class CannotPlace(Refusal):
    """Nothing says whose plan a file is; the text says what to write."""

    exit_code = 2


def origin_in(*excerpts: Excerpt) -> ValueOrigin:
    """Where some excerpts stand, with all their words."""
    return ValueOrigin(
        tuple(number for excerpt in excerpts for number in excerpt.passages),
        " ".join(excerpt.text for excerpt in excerpts if excerpt.text)[:300],
    )


class IssuerReader:
    """Reads who issued one plan."""

    def __init__(self, state: ImportState, block: HeadingBlock, notes: ImportNotes) -> None:
        self.state, self.block, self.notes = state, block, notes

    @property
    def _provincial(self) -> set[str]:
        """The kinds of places of the level of a province."""
        names = shared().place_names
        return {names.parts(place.name)[0] for place in self.state.localities().values() if place.level == "province"}

    def issuer(self, jurisdiction: str) -> tuple[str, Locality, str]:
        """The body that issues the plan and its place."""
        name = cleaned_line(self.block.issuer.text).strip(" -_*")
        above = cleaned_line(self.block.superior.text).strip(" -_*")
        origin = origin_in(self.block.superior, self.block.issuer)
        places = self.state.localities()
        workspace = self.state.data.workspace
        if jurisdiction:
            if jurisdiction not in places:
                raise CannotPlace(
                    Text(
                        "--jurisdiction: nothing is called “{name}”; write one of: {known}",
                        {"name": jurisdiction, "known": ", ".join(workspace.localities)},
                    )
                )
            place = places[jurisdiction]
            body = self._own_body(name, place) or f"ubnd-{jurisdiction}"
            self._note_issuer(body, place, origin, certain=bool(name) and self._own_body(name, place) is not None)
            return body, place, name or body
        for text in dict.fromkeys((name, f"{name} {above}".strip())):
            if text and (home := self._known_place(text)):
                place, body = home
                self._note_issuer(body, place, origin, certain=True)
                return body, place, name
        if proposed := self._proposed_place(name, above, origin):
            return proposed
        if (own := workspace.office.place) and own in places:
            body = workspace.office.issuer or f"ubnd-{own}"
            self._note_issuer(body, places[own], origin, certain=False)
            return body, places[own], name or body
        raise CannotPlace(
            Text("whose plan it is stands nowhere in its head: write --jurisdiction and the id of the place")
        )

    def _note_issuer(self, body: str, place: Locality, origin: ValueOrigin, *, certain: bool) -> None:
        why = None if certain else Text("the head of the original names nobody that is known")
        for field, value in (("issuer", body), ("jurisdiction", place.id)):
            self.notes.note(f"plan.{field}", value, origin, why)

    def _own_body(self, name: str, place: Locality) -> str | None:
        """The body of a place that is called so in the office's own register or by the usual names of its kind."""
        key = as_id(name)
        for agency in self.state.data.workspace.agencies.values():
            if agency.locality == place.id and key in {as_id(called) for called in agency.names}:
                return agency.id
        for department in shared().entries("departments"):
            if department.is_of(place, shared().place_names):
                body = department.of(place, shared().place_names)
                names = {*body.names, f"{bare_name(body, place, shared().place_names)} {place.name}"}
                if key in {as_id(called) for called in names}:
                    return str(body.id)
        return None

    def _known_place(self, text: str) -> tuple[Locality, str] | None:
        """The place and body of a head: those of the office's registers first, then the shared ones."""
        key = f"-{as_id(text)}"
        names = shared().place_names  # bodies of the Party are called by the bare one: "Tỉnh ủy Sơn La"
        ending = [
            place for place in self.state.localities().values() if key.endswith(f"-{as_id(names.parts(place.name)[1])}")
        ]
        for place in sorted(ending, key=lambda place: (-len(place.name), place.end is not None)):
            if (not self.block.day or place.end is None or place.end.last >= self.block.day) and (
                body := self._own_body(text, place)
            ):
                return place, body
        try:
            office: OfficePlace = office_place(text)
        except CannotFound:
            return None
        locality = self.state.localities().get(office.locality.id)
        return (locality, office.issuer.id) if locality else None

    def _proposed_place(self, name: str, above: str, origin: ValueOrigin) -> tuple[str, Locality, str] | None:
        """A place and its committee that no register knows: a commune, a district that is no more."""
        names = shared().place_names
        words = name.split()
        for at in range(1, len(words)):
            kind, bare = names.parts(" ".join(words[at:]))
            if kind == bare or not bare:
                continue
            level = "commune" if kind in names.communes else "province" if kind in self._provincial else "district"
            called = f"{kind} {bare.title() if bare.isupper() else bare}"
            superior = self._known_place(above) if above else None
            around = superior[0] if superior else None
            entry = {"name": called, "level": level} | ({"part_of": around.id} if around else {})
            place_id = self.notes.propose("localities", as_id(called), entry, (), origin)
            place = Locality.model_validate({"id": place_id, **entry})
            title = " ".join(words[:at])
            body = f"ubnd-{place_id}"
            if level != "commune":
                words_of = capital(title.lower())
                names_of = {"name": f"{words_of} {kind}", "full_name": f"{words_of} {called}"}
                fields = {**names_of, "level": level, "locality": place_id}
                body = self.notes.propose("agencies", body, fields, (), origin)
            self.notes.note("plan.jurisdiction", place_id, origin, Text("the registers have no place of this name"))
            return body, place, name
        return None
