"""The one shape that everything in `data/` shares: frozen, nothing extra, with the place it was written."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache, partial
from typing import Annotated, Any, Self, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from planbook.messages.diagnostics import Text
from planbook.model.nearness import is_mistyped, nearest_words, words_of_register

ORIGIN = "\0"  # the key under which the loader hands an entry its node; no YAML key can be this

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 64  # letters
# Windows opens a device instead of a file of this name, and every id is the name of a published file.
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")

# What a text can mention, each with the forms that it can ask for beside the usual one.
MENTIONS: dict[str, tuple[str, ...]] = {
    "document": ("full", "dated", "short"),
    "agency": ("full", "short"),
    "figure": (),
    "deadline": (),
    "item": (),
    "footnote": (),
    "result": ("percent", "allotted"),
}
_OF_RESULTS = "result"  # what only texts about a period mention
# What was begun as a mention and is none: a brace too few, a bar too many, no colon, a word that only another text fills.
_UNFINISHED = re.compile(
    r"(?<!\{)\{\s*[^\W\d][\w-]{0,80}\s*\}(?!\})"
    r"|\{\s*(?:value\s*\}|(?:document|agency|figure|deadline|item|footnote|result)\b(?:[^{}]{0,80}\}|[^\s{}]*))",
    re.IGNORECASE,
)
_MEANT_AS_MENTION = re.compile(r"\{(?P<kind>\s*\w+\s*):(?P<id>[^{}|]*)(?:\|(?P<form>[^{}|]*))?\}")

# What is known by the ids of one plan alone.
_OF_ONE_PLAN = ("target", "figure", "deadline", "item", "footnote", "result", "work", "budget", "reporting duty")

IdsByKind = Mapping[str, Collection[str]]  # ids by kind; the loader hands it to pydantic as its context


def problem(check: str, english: str, mend: str, **values: object) -> PydanticCustomError:
    """The error of a value: the check's name, the fact, and the text that says what to write."""
    # pydantic fills its own template; ours are filled later, in the reader's language.
    return PydanticCustomError(check, "{message}", {"message": english, "mend": mend, "values": values})


def _check_id(text: str) -> str:
    if len(text) > LONGEST_ID:
        raise problem(
            "bad-id",
            "the id has {length} letters, the limit is {limit}",
            "shorten it",
            length=len(text),
            limit=LONGEST_ID,
        )
    if "," in text and all(is_id(part.strip()) for part in text.split(",")):
        raise problem("bad-id", "“{ids}” are several ids", "write [{ids}]", ids=text)
    if not is_id(text):
        raise problem(
            "bad-id",
            "“{id}” is no id: small letters a-z, digits and single hyphens, and no name that Windows keeps",
            "write it like {close}",
            id=text,
            close=as_id(text) or "dao-tao-nghe",
        )
    return text


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    return len(text) <= LONGEST_ID and bool(_ID.fullmatch(text)) and not _RESERVED.fullmatch(text)


def as_id(text: str) -> str:
    """The id that is most like a text: "Đào tạo nghề" is dao-tao-nghe."""
    plain = unicodedata.normalize("NFD", text.lower().replace("\u0111", "d")).encode("ascii", "ignore").decode()
    close = "-".join(re.findall("[a-z0-9]+", plain))
    return "" if _RESERVED.fullmatch(close) else close


def _check_text(kinds: Collection[str], text: object, info: ValidationInfo) -> object:
    if not isinstance(text, str):
        return text
    if not text.strip():
        raise problem("empty-value", "the text is empty", "write the text, or delete the line")
    if info.context is not None and "{" in text:
        problems = [_mention_problem(mention, info.context, kinds) for mention in _MEANT_AS_MENTION.finditer(text)]
        rest = _MEANT_AS_MENTION.sub("", text)
        for blank in {*kinds} - MENTIONS.keys():
            rest = rest.replace(f"{{{blank}}}", "")
        problems += [_unfinished(match.group()) for match in _UNFINISHED.finditer(rest)]
        if wrong := [problem_ for problem_ in problems if problem_]:
            raise together(wrong)
    return text.strip()


def together(problems: list[PydanticCustomError]) -> PydanticCustomError:
    """Several problems of one value as one, because pydantic takes one; the loader takes them apart."""
    context = {**(problems[0].context or {}), "others": [problem_.context for problem_ in problems[1:]]}
    return PydanticCustomError(problems[0].type, "{message}", context)


def _unfinished(text: str) -> PydanticCustomError:
    return problem(
        "unknown-reference",
        "“{text}” would be printed as it stands",
        "write a whole mention, {{kind:id}} or {{kind:id|form}}; {{value}} only in the text of a target",
        text=text,
        mention=text,
    )


def _mention_problem(mention: re.Match[str], ids: "IdsByKind", kinds: Collection[str]) -> PydanticCustomError | None:
    kind = mention["kind"]
    if kind not in MENTIONS:
        return problem(
            "unknown-reference",
            "{mention}: a text can mention {kinds}, not “{kind}”",
            "write one of these before the colon",
            mention=mention.group(),
            kinds=", ".join(kind for kind in MENTIONS if kind in kinds or kind != _OF_RESULTS),
            kind=kind,
        )
    if mention["form"] not in (None, *MENTIONS[kind]):
        return problem(
            "unknown-reference",
            "{mention}: there is no form “{form}”",
            "leave the form out, or write: {forms}",
            mention=mention.group(),
            form=mention["form"],
            forms=", ".join(MENTIONS[kind]) or "-",
        )
    if unknown := _unknown(mention["id"], kind, ids, mention.group()):
        return unknown
    if kind not in kinds:
        return problem(
            "mention-out-of-place",
            "{mention} stands where only {kinds} can be mentioned"
            if kinds
            else "{mention} stands where nothing is filled in",
            "write the words themselves",
            mention=mention.group(),
            kinds=", ".join(kinds),
        )
    return None


def _unknown(text: str, kind: str, ids: "IdsByKind", mention: str = "") -> PydanticCustomError | None:
    # A kind is missing where its register cannot be read: then nobody can say what it knows.
    shared = ids.get(shared_kind(kind), ())
    if text in ids.get(kind, (text,)) or text in shared:
        return None
    likely = (*nearest_words(text, ids[kind], 0.7), *nearest_words(text, shared, 0.7))
    near = [id_ for id_ in likely if is_mistyped(text, id_)]
    close = near or ([] if kind in _OF_ONE_PLAN else words_of_register(text, ids[kind], shared))
    values = {"what": kind, "id": text, "close": ", ".join(close), "mention": mention}
    return problem(
        "unknown-reference",
        "there is no {what} “{id}”",
        "write {close}"
        if len(near) == 1
        else "write one of these: {close}"
        if near
        else "write {close} if that is meant, else add it to its register"
        if len(close) == 1
        else "write one of these if it is meant: {close}; else add it to its register"
        if close
        else "give something of this plan that id, or delete what names it"
        if kind in _OF_ONE_PLAN
        else "add it to its register first",
        **values,
    )


def shared_kind(kind: str) -> str:
    """Under what the context of a validation holds the ids of a kind that come with the program."""
    return f"shared {kind}"


def no_id(name: str) -> Text | None:
    """Why a name that somebody typed for a plan is no id, with one that is; nothing where it is one."""
    values = {"name": name, "example": as_id(name) or "ke-hoach-2027"}
    return None if is_id(name) else Text("“{name}” is no id: write it like {example}", values)


def _check_flag(value: object) -> object:
    if value not in ("true", "false"):
        shown_value = value if isinstance(value, str) else "…"
        raise problem("wrong-kind", "“{value}” is neither true nor false", "write true or false", value=shown_value)
    return value == "true"


Id = Annotated[str, AfterValidator(_check_id)]
# A text of a plan that may mention anything; a target's, which has a place for its number too; a title of a register.
_OF_PLANS = tuple(kind for kind in MENTIONS if kind != _OF_RESULTS)
Words = Annotated[str, BeforeValidator(partial(_check_text, _OF_PLANS))]
WordsWithValue = Annotated[str, BeforeValidator(partial(_check_text, (*_OF_PLANS, "value")))]
CitingWords = Annotated[str, BeforeValidator(partial(_check_text, ("document", "agency")))]
# The words of a deadline, which no deadline is mentioned in, lest one be its own.
ConditionWords = Annotated[str, BeforeValidator(partial(_check_text, ("document", "agency", "item", "figure")))]
# The text of a footnote, which has none itself.
FootnoteWords = Annotated[str, BeforeValidator(partial(_check_text, ("document", "agency", "figure", "item")))]
# A text about a period, which mentions what came of the plan.
ResultWords = Annotated[
    str, BeforeValidator(partial(_check_text, tuple(kind for kind in MENTIONS if kind != "footnote")))
]
OVER_100 = "indicator over 100%"  # the key of what is known under which the ids of such indicators stand
# A name, number or note, which is printed as it stands; an address that may hold that of the page where it stands.
PlainWords = Annotated[str, BeforeValidator(partial(_check_text, ()))]
AddressWords = Annotated[str, BeforeValidator(partial(_check_text, ("page",)))]
Flag = Annotated[bool, BeforeValidator(_check_flag)]


class OneOrMany:
    """Lets one value stand where a list is meant: `lead: so-y-te` for `lead: [so-y-te]`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Put a single value into a list before it is validated."""
        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        """Say the same to editors."""
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


class Ref:
    """Marks a field that holds the id of something else: `Annotated[Id, Ref("document")]`."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Let pydantic look every reference up while it validates, so that all errors come at once."""
        return core_schema.with_info_after_validator_function(self._look_up, handler(source))

    def _look_up(self, text: str, info: ValidationInfo) -> str:
        if info.context is not None and (wrong := _unknown(text, self.kind, info.context)):
            raise wrong
        return text


_Kind = TypeVar("_Kind", bound="Entry")


class Entry(BaseModel):
    """An item of `data/`. `source` is the YAML mapping it was read from (None when made in a program)."""

    # A class that stands in others alone never needs a validator of its own: a third of the time of starting.
    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )

    source: Annotated[Any, Field(alias=ORIGIN, exclude=True, repr=False)] = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:  # noqa: ARG003
        """The error of fields that cannot stand together; the loader asks this also where a field is wrong."""
        return None

    def children(self) -> Iterator["Entry"]:
        """The entries that stand directly in this one, in the order of the fields."""
        for name in _entry_fields(type(self)):
            value = getattr(self, name)
            if isinstance(value, Entry):
                yield value
            elif value is not None:
                yield from value

    def walk(self) -> Iterator["Entry"]:
        """The entry itself and all below it."""
        waiting: list[Entry] = [self]
        while waiting:
            yield (entry := waiting.pop())
            # As `children`, but without asking what a value is: pydantic answers that slowly, and everything walks.
            for name in reversed(_entry_fields(type(entry))):
                value = getattr(entry, name)
                if type(value) is tuple:
                    waiting += value[::-1]
                elif value is not None:
                    waiting.append(value)

    def entries(self, kind: type[_Kind]) -> "Iterator[_Kind]":
        """Those of one kind among them."""
        return (entry for entry in self.walk() if _is_of(type(entry), kind))  # type: ignore[misc]


class Shaped(Entry):
    """An entry whose fields cannot stand together as one likes."""

    @model_validator(mode="after")
    def _well_formed(self) -> Self:
        if wrong := self.shape_problem(self.__dict__):
            raise wrong
        return self


@cache
def _entry_fields(kind: type[Entry]) -> tuple[str, ...]:
    return tuple(name for name, field in kind.model_fields.items() if _holds_entries(field.annotation))


@cache
def _is_of(kind: type[Entry], base: type[Entry]) -> bool:
    return issubclass(kind, base)


def _holds_entries(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, Entry)
    return any(_holds_entries(part) for part in getattr(annotation, "__args__", ()))


@cache
def reference_kind(kind: type[Entry], field: str) -> str:
    """The kind of thing that a field names by id ("agency"), also in a list; nothing where it names none."""
    described = kind.model_fields.get(field)
    return _named_kind(described.annotation, tuple(described.metadata)) if described else ""


def _named_kind(annotation: Any, notes: tuple[Any, ...] = ()) -> str:
    notes = (*notes, *getattr(annotation, "__metadata__", ()))
    own = next((note.kind for note in notes if isinstance(note, Ref)), "")
    parts = (annotation.__origin__,) if hasattr(annotation, "__metadata__") else get_args(annotation)
    return own or next(filter(None, map(_named_kind, parts)), "")
