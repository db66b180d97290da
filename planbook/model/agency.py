"""Who acts: agencies, groups of agencies, and the localities that they belong to."""

from typing import Annotated, Literal

from planbook.model.entry import Entry, Flag, Id, OneOrMany, Ref, Words
from planbook.model.period import Day

Level = Literal["central", "province", "district", "commune", "village"]
Branch = Literal["state", "party", "council", "front", "association", "bank", "insurance", "armed-forces", "other"]

AgencyList = Annotated[tuple[Annotated[Id, Ref("agency")], ...], OneOrMany()]
WordList = Annotated[tuple[Words, ...], OneOrMany()]


class Locality(Entry):
    """A unit of territory for the time that it existed; two units of one name are two localities.

    `successors` are the units that its territory went to, `legal_basis` what ended it.
    """

    id: Id
    name: Words
    level: Level
    part_of: Annotated[Id, Ref("locality")] | None = None
    code: Words | None = None
    start: Day | None = None
    end: Day | None = None
    successors: Annotated[tuple[Annotated[Id, Ref("locality")], ...], OneOrMany()] = ()
    legal_basis: Annotated[Id, Ref("document")] | None = None
    note: Words | None = None


class Agency(Entry):
    """A body that plans give work to.

    `name` is what a plan of its own locality prints, `full_name` what others print (with the place),
    `short_name` what tables print; `aliases` are the other spellings that people use.
    """

    id: Id
    name: Words
    full_name: Words | None = None
    short_name: Words | None = None
    aliases: WordList = ()
    level: Level
    branch: Branch = "state"
    locality: Annotated[Id, Ref("locality")] | None = None
    note: Words | None = None


class AgencyGroup(Agency):
    """Several bodies that a plan names together: "các sở, ban, ngành", "UBND các xã, phường"."""


class FunctionMove(Entry):
    """A function that goes to an agency when its old bearer changes: giảm nghèo to Sở Nông nghiệp và Môi trường."""

    function: Words
    to: Annotated[Id, Ref("agency")]


class AgencyChange(Entry):
    """A dated event in the life of agencies: what was there before and what came of it.

    `confirmed: false` marks what no primary source was read for; pages say so.
    """

    id: Id
    kind: Literal["establish", "rename", "merge", "split", "dissolve", "transfer"]
    date: Day
    original: AgencyList = ()
    resulting: AgencyList = ()
    functions: tuple[FunctionMove, ...] = ()
    legal_basis: Annotated[Id, Ref("document")] | None = None
    confirmed: Flag = True
    note: Words | None = None


class LocalityFile(Entry):
    """data/localities.yaml"""

    localities: tuple[Locality, ...]


class AgencyFile(Entry):
    """data/agencies.yaml"""

    agencies: tuple[Agency, ...]
    groups: tuple[AgencyGroup, ...] = ()


class AgencyChangeFile(Entry):
    """data/agency-changes.yaml"""

    changes: tuple[AgencyChange, ...]
