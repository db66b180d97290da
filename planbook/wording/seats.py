"""What stands before the day of a plan: the name of its place, without the kind of unit where the decree leaves it out."""

import re
import unicodedata

from planbook.messages.catalogue import translate
from planbook.model.agency import Locality


def seat(locality: Locality) -> str:
    """The place as the day's line has it (Decree 30/2020, Annex I, II.4): "Cần Thơ" of "thành phố Cần Thơ".

    A unit that is called by a number, or after a person or an event of history, has its name in full: "Phường 1", "Phường Trần Hưng Đạo".
    """
    if locality.level == "central":
        return translate("capital", "vi")
    name = " ".join(unicodedata.normalize("NFC", locality.name).split())
    kinds = translate("kinds of units", "vi").split("|")
    kind = re.match("|".join(re.escape(kind) for kind in sorted(kinds, key=len, reverse=True)), name, re.IGNORECASE)
    bare = name[kind.end() :].strip() if kind else ""
    # Letters of another word may go on behind the kind: "xã" is not the beginning of "Xãng".
    if not kind or not bare or name[kind.end()] != " ":
        return name
    in_full = bare[:1].isdigit() or bare.casefold() in translate(
        "persons and events that places are called after", "vi"
    ).split("|")
    return name[:1].upper() + name[1:] if in_full else bare
