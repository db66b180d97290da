"""Who acts: agencies, groups of agencies, and the localities that they belong to."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Misuse, Text
from planbook.model.entry import Entry, Flag, Id, OneOrMany, PlainWords, Ref, Shaped, problem
from planbook.model.nearness import nearest
from planbook.model.period import Day

Level = Literal["central", "province", "district", "commune", "village"]
Branch = Literal["state", "party", "council", "front", "association", "bank", "insurance", "armed-forces", "other"]

AgencyList = Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany()]
WordList = Annotated[tuple[PlainWords, ...], OneOrMany()]


class Locality(Entry):
    """A unit of territory for the time that it existed; two units of one name are two localities.

    `successors` are the units that its territory went to, `legal_basis` what ended it.
    """

    id: Id
    name: PlainWords
    level: Level
    part_of: Annotated[Id, Ref("locality")] | None = None
    code: PlainWords | None = None
    start: Day | None = None
    end: Day | None = None
    successors: Annotated[tuple[Annotated[Id, Ref("locality")], ...], OneOrMany()] = ()
    legal_basis: Annotated[Id, Ref("document")] | None = None
    note: PlainWords | None = None


class Agency(Entry):
    """A body that plans give work to.

    `name` is what a plan of its own locality prints, `full_name` what others print (with the place),
    `short_name` what tables print; `aliases` are the other spellings that people use. `superior` stands above its name at the
    head of what it issues ("UBND tỉnh Sơn La" above "Sở Nội vụ"). `code` is its identifying code in the exchange of documents
    (Decision 20/2020), as `code_source` has it.
    """

    id: Id
    name: PlainWords
    full_name: PlainWords | None = None
    short_name: PlainWords | None = None
    aliases: WordList = ()
    level: Level
    branch: Branch = "state"
    locality: Annotated[Id, Ref("locality")] | None = None
    superior: PlainWords | None = None
    code: PlainWords | None = None
    code_source: PlainWords | None = None
    note: PlainWords | None = None

    @model_validator(mode="after")
    def _code_with_source(self) -> "Agency":
        if self.code and not self.code_source:
            raise problem("missing-field", "“{field}” is missing", "write {field}: …", field="code_source")
        return self

    @property
    def called(self) -> str:
        """The name with the place, as others than its own locality print it."""
        return self.full_name or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name and spelling of it."""
        return tuple(filter(None, (self.name, self.full_name, self.short_name, *self.aliases)))


class MemberRule(Entry):
    """Who belongs to a group, said once for all: bodies of a level and of branches, but not those `without`.

    They are of the locality of the group; `below`: of the localities that are part of it. With `kinds` their names begin
    with one of these words: "Sở", "Cục", "Phòng".
    """

    level: Level
    branches: Annotated[tuple[Branch, ...], OneOrMany()] = ("state",)
    kinds: WordList = ()
    below: Flag = False
    without: AgencyList = ()

    def fits(self, agency: Agency) -> bool:
        """Whether a body is one of those that it means, wherever it is; no group is."""
        is_of_kind = not self.kinds or any(
            f"{name} ".casefold().startswith(f"{kind} ".casefold()) for name in agency.names for kind in self.kinds
        )
        return (
            agency.level == self.level
            and agency.branch in self.branches
            and is_of_kind
            and not isinstance(agency, AgencyGroup)
            and agency.id not in self.without
        )


class AgencyGroup(Agency):
    """Several bodies that a plan names together: "các sở, ban, ngành", "UBND các xã, phường".

    `part_of` is the group of which this one names some: "UBND 10 xã vùng cao". Who belongs to it stands in
    `members` or follows from `member_rule`; `open` says that plans leave it to the reader which of these are meant
    ("các cơ quan liên quan").
    """

    part_of: Annotated[Id, Ref("agency")] | None = None
    members: AgencyList = ()
    member_rule: MemberRule | None = None
    open: Flag = False


class FunctionMove(Entry):
    """A function that goes to an agency when its old bearer changes: "giáo dục nghề nghiệp" to that of education.

    `words` are other words by which texts name the function: "dạy nghề" for "giáo dục nghề nghiệp".
    """

    function: PlainWords
    words: WordList = ()
    to: Annotated[Id, Ref("agency")]


class Former(Entry):
    """What agencies were until an event that they outlived: another name, or bodies of another locality."""

    name: PlainWords | None = None
    full_name: PlainWords | None = None
    short_name: PlainWords | None = None
    locality: Annotated[Id, Ref("locality")] | None = None

    def dress(self, agency: Agency) -> Agency:
        """An agency as it was; a former name stands without the full and short forms of the later one."""
        former_fields = self.model_dump(exclude_none=True)
        return agency.model_copy(
            update={"full_name": None, "short_name": None, **former_fields} if self.name else former_fields
        )


class AgencyChange(Shaped):
    """A dated event in the life of agencies: what was there before and what came of it.

    A `rename` or `reassign` keeps the agencies, with their ids, and says what they were: `former`.
    `confirmed: false` marks what no primary source was read for; pages say so.
    """

    id: Id
    kind: Literal["establish", "rename", "reassign", "merge", "split", "dissolve", "transfer"]
    date: Day
    original: AgencyList = ()
    resulting: AgencyList = ()
    former: Former | None = None
    functions: tuple[FunctionMove, ...] = ()
    legal_basis: Annotated[Id, Ref("document")] | None = None
    confirmed: Flag = True
    note: PlainWords | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error of an event that has what its kind cannot have, or lacks what it must have."""
        keeps = values.get("kind") in ("rename", "reassign")
        if keeps and not values.get("former"):
            return problem(
                "missing-field", "event “{id}” does not say what was before", "write former:", id=values.get("id")
            )
        if keeps and values.get("resulting"):
            return problem(
                "event-shape",
                "event “{id}” keeps its agencies, and yet has resulting:",
                "leave resulting: out; a new agency with an id of its own comes by kind: merge or split",
                id=values.get("id"),
                key="resulting",
            )
        if values.get("former") and not keeps:
            return problem(
                "event-shape",
                "event “{id}” has former:, but is neither rename nor reassign",
                "write kind: rename or kind: reassign, or leave former: out",
                id=values.get("id"),
                key="former",
            )
        return None


class EndedKind(Entry):
    """A kind of territory that the law has done away with: after its last day no unit of it is left.

    `words` are those by which texts speak of it: "huyện", "thị trấn".
    """

    words: WordList
    end: Day
    legal_basis: Annotated[Id, Ref("document")] | None = None


class LocalityFile(Entry):
    """data/localities.yaml"""

    localities: tuple[Locality, ...]
    ended_kinds: tuple[EndedKind, ...] = ()


class AgencyFile(Entry):
    """data/agencies.yaml"""

    agencies: tuple[Agency, ...] = ()
    groups: tuple[AgencyGroup, ...] = ()


class AgencyChangeFile(Entry):
    """data/agency-changes.yaml"""

    changes: tuple[AgencyChange, ...]


def known_agency(agencies: Mapping[str, Agency], agency: str) -> None:
    """Refuse an agency that the register does not have, with the one that is meant; raises `Misuse`."""
    if agency in agencies:
        return
    by_name = next((entry.id for entry in agencies.values() if agency in entry.names), "")
    if close := by_name or nearest(agency, agencies):
        values = {"id": agency, "close": close}
        raise Misuse(Text("there is no agency “{id}” in the register; write {close}", values))
    raise Misuse(Text("there is no agency “{id}” in the register", {"id": agency}))
