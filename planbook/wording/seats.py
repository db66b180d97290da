"""What stands before the day of a plan: the name of its place, without the kind of unit where the decree leaves it out."""

import unicodedata

from planbook.model.agency import Locality
from planbook.model.place_names import PlaceNames


def seat(locality: Locality, names: PlaceNames) -> str:
    """The place as the day's line has it (Decree 30/2020, Annex I, II.4): "Cần Thơ" of "thành phố Cần Thơ".

    A unit that is called by a number, or after a person or an event of history, has its name in full: "Phường 1", "Phường Trần Hưng Đạo".
    """
    if locality.level == "central":
        return names.capital
    name = " ".join(unicodedata.normalize("NFC", locality.name).split())
    kind, bare = names.parts(name)
    in_full = kind != name and (bare[:1].isdigit() or bare.casefold() in names.called_after)
    return name[:1].upper() + name[1:] if in_full else bare
