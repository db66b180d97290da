"""What stands in two states under two ids: found by what it says, so that another id alone is no change.

Where everything else is another one too, a comment behind the new id names the old one: `# was: giao-trinh`.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from planbook.model.agency import Agency, Locality
from planbook.model.entry import Entry, reference_kind
from planbook.model.legal import DocumentType, LegalDocument
from planbook.model.mentions import mentions
from planbook.model.plan import Plan
from planbook.model.programme import FundingSource, Indicator, Programme, Project, Standard
from planbook.text.comparing import words_in_common

Names = Mapping[str, Mapping[str, str]]  # by the kind of thing that references name: the new id for each old one

_LIKE_ENOUGH = 0.75  # the share of an item's words that must be the same under another id
_FEW_WORDS = 4  # say too little to be known by anywhere but in the same place
_KINDS: dict[type[Entry], str] = {
    Agency: "agency",
    LegalDocument: "document",
    DocumentType: "document type",
    FundingSource: "funding source",
    Indicator: "indicator",
    Locality: "locality",
    Plan: "plan",
    Standard: "standard of counting",
    Programme: "programme",
    Project: "project",
}
OF_ITEMS = ("item", "target", "figure", "deadline", "place")  # kinds of references to what stands in the same plan
_TELLING = ("name", "full_name", "type", "number", "date", "title", "kind", "level", "locality", "unit", "period")


def with_names(names: Names, ids: Mapping[str, str], entries: Mapping[str, Entry]) -> Names:
    """The names with those of some more entries; of what is no entry of a register they are those of items of a plan."""
    all_names = {kind: dict(more) for kind, more in names.items()}
    for old, new in ids.items():
        kinds = [kind for type_, kind in _KINDS.items() if isinstance(entries.get(old), type_)] or OF_ITEMS
        for kind in kinds if old != new else ():
            all_names.setdefault(kind, {})[old] = new
    return all_names


def by_new_ids(value: Any, names: Names, kind: type[Entry] | None = None, field: str = "") -> Any:
    """A value of a field as plain data, with what it names by the ids of now; as it is where nothing has another id."""
    return _plain(value, names, reference_kind(kind, field) if kind else "") if names else value


def _plain(value: Any, names: Names, kind: str) -> Any:
    if isinstance(value, Entry):
        parts = ((name, part, reference_kind(type(value), name)) for name, part in value if name != "source")
        dumped = value.model_dump(mode="json")
        parts_ = (
            (name, _plain(part, names, kind_) if _is_spoken(part) else dumped[name]) for name, part, kind_ in parts
        )
        return {name: list(part) if isinstance(part, tuple) else part for name, part in parts_}
    if isinstance(value, tuple):
        return tuple(_plain(part, names, kind) for part in value)
    if not isinstance(value, str):
        return value
    if kind:
        return names.get(kind, {}).get(value, value)
    for mention in mentions(value) if "{" in value else ():
        id_ = names.get(mention["kind"], {}).get(mention["id"], mention["id"])
        value = value.replace(mention.group(), mention.group().replace(mention["id"], id_, 1))
    return value


def _is_spoken(value: object) -> bool:
    return isinstance(value, str | Entry) or (isinstance(value, tuple) and any(map(_is_spoken, value)))


def new_ids_of_entries(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> dict[str, str]:
    """The new id of every entry of a register that says of itself what one of another id said."""
    changed = [
        {
            id_: _identity(entry)
            for id_, entry in side.items()
            if id_ not in elsewhere or _identity(elsewhere[id_]) != _identity(entry)
        }
        for side, elsewhere in ((old, new), (new, old))
    ]
    counts = [Counter(side.values()) for side in changed]
    now = {identity: id_ for id_, identity in changed[1].items()}
    pairs = {
        id_: now[identity] for id_, identity in changed[0].items() if counts[0][identity] == 1 == counts[1][identity]
    }
    return {**_whole_exchanges(pairs, old, new), **_former_ids(old, new)}


def _former_ids(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """The new id of everything that says itself which id it had before."""
    former = {id_: entry.source.was for id_, entry in new.items() if id_ not in old and entry.source}
    return {
        was: now for now, was in former.items() if was in old and was not in new and type(old[was]) is type(new[now])
    }


def _identity(entry: Entry) -> str:
    fields = entry.__dict__  # to ask pydantic for what an entry has not is slow, and registers are long
    return "\0".join((type(entry).__name__, *(str(fields.get(name, "")) for name in _TELLING)))


def _whole_exchanges(pairs: Mapping[str, str], old: Mapping[str, Entry], new: Mapping[str, Entry]) -> dict[str, str]:
    """The pairs without those by which two things of now would have one id."""
    ids = dict(pairs)
    while clash := [id_ for id_, now in ids.items() if now in old and now in new and now not in ids]:
        for id_ in clash:
            del ids[id_]
    return ids


def new_ids_of_plans(old: Mapping[str, Plan], new: Mapping[str, Plan]) -> dict[str, str]:
    """The new id of every plan that has only another id: of the same place and years, with most words in common."""
    ids = _former_ids(old, new)
    for was in old.keys() - new.keys() - ids.keys():
        words = _words(old[was])
        for now in new.keys() - old.keys() - set(ids.values()):
            is_of_one_time = (old[was].jurisdiction, old[was].period) == (new[now].jurisdiction, new[now].period)
            if is_of_one_time and SequenceMatcher(None, words, _words(new[now])).quick_ratio() >= _LIKE_ENOUGH:
                ids[was] = now
                break
    return ids


def new_ids_of_items(old: Mapping[str, Entry], new: Mapping[str, Entry], parents: Mapping[str, str]) -> dict[str, str]:
    """The new id of every item of a plan that has only another id: of the same kind, with the most words in common.

    Two items that have each other's id and say what they said are known by that.
    """
    ids = {**_whole_exchanges(dict(_exchanged(old, new)), old, new), **_former_ids(old, new)}
    gone = {id_: entry for id_, entry in old.items() if id_ not in new}
    come = {id_: entry for id_, entry in new.items() if id_ not in old}
    words = {id_: _words(entry) for id_, entry in (*gone.items(), *come.items())}
    pairs = [
        (was, now)
        for was, entry in gone.items()
        for now in come
        if type(entry) is type(come[now])
        and (parents.get(was) == parents.get(now) or min(len(words[was]), len(words[now])) >= _FEW_WORDS)
    ]
    likeness = [(words_in_common(words[was], words[now], _LIKE_ENOUGH), was, now) for was, now in pairs]
    for ratio, was, now in sorted(likeness, key=lambda pair: -pair[0]):
        if ratio and was not in ids and now not in ids.values():
            ids[was] = now
    return ids


def _exchanged(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Items that stand on both sides and say now what another one said."""
    common = [id_ for id_ in old if id_ in new and type(old[id_]) is type(new[id_]) and not isinstance(old[id_], Plan)]
    sides = [{id_: side[id_].model_dump(mode="json", exclude={"id"}) for id_ in common} for side in (old, new)]
    differing = [id_ for id_ in common if sides[0][id_] != sides[1][id_]]
    if len(differing) > 1:
        before, after = ({id_: json.dumps(side[id_]) for id_ in differing} for side in sides)
        now = {content: id_ for id_, content in after.items()}
        yield from ((id_, now[content]) for id_, content in before.items() if content in now)


def _words(entry: Entry) -> list[str]:
    """What an entry says in words, with all that stands in it."""
    texts = (value for part in entry.walk() for name, value in part if isinstance(value, str) and name != "id")
    return " ".join(texts).split()
