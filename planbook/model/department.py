"""The bodies that every province or commune has, as patterns that are filled with its name: "Sở Y tế", "Phòng Kinh tế"."""

from datetime import date
from string import Template
from typing import Any

from planbook.model.agency import Agency, AgencyGroup, AgencyList, Branch, Locality, MemberRule, WordList
from planbook.model.entry import Flag, Id
from planbook.model.place_names import PlaceNames

SINCE = date(2025, 7, 1)  # when provinces and communes got these bodies


class Department(Agency):
    """A body that every locality of a level has, or had while it was there; its names have the blanks $place, $kind and $name of the locality.

    Only localities of the `kinds` and in the list `localities` have it, where they are given. What is not `usual` belongs to
    no group by itself, nor does what `heads` the others.
    """

    kinds: WordList = ()
    localities: tuple[Id, ...] = ()
    usual: Flag = True
    heads: Flag = False

    def is_of(self, locality: Locality, names: PlaceNames) -> bool:
        """Whether a locality has such a body."""
        return (
            locality.level == self.level
            and (locality.end is None or locality.end.last >= SINCE)
            and (not self.localities or locality.id in self.localities)
            and (not self.kinds or names.parts(locality.name)[0] in self.kinds)
        )

    def id_in(self, locality: str) -> str:
        """The id of the body of one locality."""
        return f"{self.id}-{locality}"

    def filled(self, locality: Locality, names: PlaceNames) -> dict[str, Any]:
        """The fields of the body of one locality."""
        kind, name = names.parts(locality.name)
        blanks = {"kind": kind, "name": name, "place": locality.name}
        texts = {
            field: Template(text).substitute(blanks)
            for field in ("name", "full_name", "short_name", "superior")
            if (text := getattr(self, field))
        }
        return {
            **texts,
            "id": self.id_in(locality.id),
            "aliases": tuple(Template(alias).substitute(blanks) for alias in self.aliases),
            "level": self.level,
            "branch": self.branch,
            "locality": locality.id,
        }

    def of(self, locality: Locality, names: PlaceNames) -> Agency:
        """The body of one locality."""
        return Agency.model_construct(**self.filled(locality, names), source=self.source)


class DepartmentGroup(Department):
    """Several bodies that every locality has: those of some branches that are usual, its communes or its villages."""

    branches: tuple[Branch, ...] = ()
    of_communes: Flag = False
    of_villages: Flag = False
    open: Flag = False

    def of(self, locality: Locality, names: PlaceNames, without: AgencyList = ()) -> AgencyGroup:
        """The group of one locality; its members are of the level that it names, but for those that head them."""
        rule = MemberRule.model_construct(level=self.level, branches=self.branches, below=False, without=without)
        filled = self.filled(locality, names)
        if self.of_communes or self.of_villages:
            filled["level"] = "commune" if self.of_communes else "village"
        return AgencyGroup.model_construct(
            **filled, member_rule=rule if self.branches else None, open=self.open, source=self.source
        )
