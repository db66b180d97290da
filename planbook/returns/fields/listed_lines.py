"""Legal bases, addressees and recipients read back from their lines: documents and agencies of the registers, else words.

They are known by their numbers: the ones of the data under the names that a draft has.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher, get_close_matches
from itertools import zip_longest
from typing import Any, Literal, NamedTuple

from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.plan import LegalBasis, Plan, Recipient
from planbook.reading.agencies import folded_name, read_agencies
from planbook.reading.context import Context
from planbook.reading.edits import plain
from planbook.reading.not_taken import NotTaken, Unread
from planbook.reading.proposed_documents import cited_document, look_at
from planbook.returns.fields.spots import LISTED_FIELDS
from planbook.returns.fields.traced import Printed
from planbook.text.writer import Addition, Edit, Edits
from planbook.wording.typed_names import NUMBER, TypedNames

_WORD = re.compile(r"\w+")
_NEARLY = 0.8  # the share of letters that a misspelt name keeps
_DAYLESS = Text("it names no day; only one document of data/legal-documents.yaml has this number")
_CITED = Unread(
    Text("the words of a citation come from data/legal-documents.yaml, and were edited"),
    Text("change them there, or name another document of that file"),
)
_NO_DOCUMENT = Unread(
    Text("the line names no document of data/legal-documents.yaml by its number"),
    Text("write the citation with the number, or add the document there first"),
)
BASIS_ROLES: tuple[Literal["implements", "basis"], ...] = ("implements", "basis")
_LEAD = re.compile(r"\A(?:- |\w+ \w+: )")
_LIKE_ENOUGH = 0.6  # the share of letters that a reworded entry keeps


def read_recipient(text: str, context: Context) -> dict[str, Any]:
    """A line of addressees or recipients as a data file holds it: agencies of the register, else its words.

    What is nearly the name of an agency in use is neither: raises `NotTaken`.
    """
    text = unmarked(text.strip()).strip()
    try:
        read = read_agencies(text, context.register)
    except NotTaken:
        if get_close_matches(folded_name(text), context.register.names_in_use, n=1, cutoff=_NEARLY):
            raise
        return {"text": text}
    if not read or any(agency.remark or agency.requested for agency in read):
        return {"text": text}
    ids = [agency.agency for agency in read]
    return {"agencies": ids[0] if len(ids) == 1 else ids}


class BasisLine(NamedTuple):
    """A legal basis as a data file holds it, why it needs a yes, and the entry that the register gets with it.

    `is_same` is a line that says of its document what the register says, in whatever spelling.
    """

    value: dict[str, str]
    doubt: Text | None = None
    addition: Addition | None = None
    is_same: bool = False


def read_basis(text: str, context: Context) -> BasisLine:
    """A legal basis: the one document that it names by number or title, and what it is to the plan.

    A number that one document of the register has, but without its day, is not sure; nor is a document that no register has.
    Raises `NotTaken`.
    """
    cited = cited_document(text, context)
    documents, doubt, addition = ([cited.id], None, cited.addition) if cited else ([], None, None)
    if not documents:
        names = TypedNames(context.text.workspace, context.plan, {})
        documents = [entry[1] for _, _, entry in names.spots(text) if entry[0] == "document"]
    if not documents or (addition and "date" not in addition.value):
        numbers = {match.group().casefold() for match in NUMBER.finditer(text)}
        registered = context.text.workspace.documents.values()
        dayless = [document.id for document in registered if (document.number or "").casefold() in numbers]
        documents, doubt, addition = (dayless, _DAYLESS, None) if dayless else (documents, doubt, addition)
    if not documents or (len(documents) > 1 and doubt):
        raise NotTaken(_NO_DOCUMENT)
    if addition:
        doubt = look_at(addition, context)
    role = next((role for role in BASIS_ROLES if context.reading.says_first(f"basis_{role}", text)), "basis")
    return BasisLine({"document": documents[0], "role": role}, doubt, addition, bool(cited and cited.is_same))


def relisted(line: Printed, new: str, context: Context, entry: Recipient | LegalBasis) -> Edits | None:
    """The edits after which a line of a list says something else; None where its own words say it. Raises `NotTaken`."""
    addition: Addition | None = None
    if isinstance(entry, LegalBasis):
        read: dict[str, Any]
        read, doubt, addition, is_same = read_basis(new, context)
        is_own = read["document"] == entry.document
        own = context.text.workspace.documents.get(entry.document)
        is_own |= bool(addition and own and own.number and own.number == addition.value.get("number"))
        if (doubt and not is_own and not addition) or (is_own and not (is_same or _is_shorter(new, line.text))):
            raise NotTaken(_CITED if is_own else _NO_DOCUMENT)
    else:
        read = read_recipient(new, context)
        if "text" in read and entry.text:
            return None
    current = plain(entry)
    more = (addition,) if addition else ()
    keys = [key for key in (*current, *read) if current.get(key) != read.get(key) and key != "amended_by"]
    return (*(Edit(entry.source, key, read.get(key)) for key in dict.fromkeys(keys)), *more)


def _is_shorter(text: str, printed: str) -> bool:
    """Whether a text has no word that another one does not have, in its order."""
    words = iter(_WORD.findall(printed.casefold()))
    return all(word in words for word in _WORD.findall(text.casefold()))


def number_of(plan: Plan, item: ItemId) -> int:
    """The number of an addressee, legal basis or recipient; 0 for any other item."""
    return item.ordinal if item.entry == plan.id and item.kind in LISTED_FIELDS else 0


def renamed_lines(
    plan: Plan, lines: Sequence[Printed], base: Mapping[ItemId, str], texts: Mapping[ItemId, str]
) -> tuple[tuple[Printed, ...], dict[ItemId, Entry | None]]:
    """The lines that the data print, and the entries of those that are known by numbers, under the names of a draft.

    `base` is what each item said when the draft was given out, `texts` what it says there now. What came since has
    numbers that nothing had. The last of the recipients is the archive, which is no entry.
    """
    names: dict[ItemId, ItemId] = {}
    entries: dict[ItemId, Entry | None] = {}
    for kind, key in LISTED_FIELDS.items():
        then = [item for item in base if number_of(plan, item) and item.kind == kind]
        now = {line.item: line.text for line in lines if number_of(plan, line.item) and line.item.kind == kind}
        partners = _partners(then, base, texts, now)
        free = max(len(then), len(now))
        for index, (item, entry) in enumerate(zip_longest(now, getattr(plan, key)), free + 1):
            name = partners.get(item) or ItemId.of(plan.id, kind, index)
            names[item], entries[name] = name, entry
    return tuple(replace(line, item=names.get(line.item, line.item)) for line in lines), entries


def _partners(
    then: list[ItemId], base: Mapping[ItemId, str], texts: Mapping[ItemId, str], now: Mapping[ItemId, str]
) -> dict[ItemId, ItemId]:
    """The names in the draft of what the data have: by equal texts in order, by what the draft says, by likeness."""
    partners: dict[ItemId, ItemId] = {}
    old, new = [unmarked(base[item]) for item in then], [unmarked(text) for text in now.values()]
    for i, j, length in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        partners |= dict(zip(list(now)[j : j + length], then[i : i + length], strict=True))

    def likeness(item: ItemId, name: ItemId) -> float:
        if unmarked(texts.get(name, "")) == unmarked(now[item]):
            return 1
        return SequenceMatcher(None, base[name], now[item], autojunk=False).ratio()

    free = [name for name in then if name not in partners.values()]
    pairs = [(likeness(item, name), item, name) for item in now if item not in partners for name in free]
    for ratio, item, name in sorted(pairs, key=lambda pair: -pair[0]):
        if ratio >= _LIKE_ENOUGH and item not in partners and name not in partners.values():
            partners[item] = name
    return partners


def unmarked(text: str) -> str:
    """A line of a list without the signs that depend on its neighbours."""
    # Which sign it ends with depends on the entry that follows; what it begins with, on how many addressees there are.
    return _LEAD.sub("", text.rstrip(";."))
