"""The one shape that everything in `data/` shares: frozen, nothing extra, with the place it was written."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError, core_schema

ORIGIN = "\0"  # the key under which the loader hands an entry its node; no YAML key can be this

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID_LENGTH = 64
# Windows opens a device instead of a file of this name, and every id is the name of a published file.
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")

# What a text can mention, each with the forms that it can ask for beside the usual one.
MENTIONS: dict[str, tuple[str, ...]] = {
    "document": ("full", "dated", "short"),
    "agency": ("full", "short"),
    "figure": (),
    "deadline": (),
    "item": (),
}
_MENTION = re.compile(r"\{(?P<kind>[a-z]+):(?P<id>[^{}|]*)(?:\|(?P<form>[^{}|]*))?\}")

Known = Mapping[str, Collection[str]]  # ids by kind; the loader hands it to pydantic as its context


def problem(check: str, english: str, mend: str, **values: object) -> PydanticCustomError:
    """Give the error of a value: the check's name, the fact, and the text that says what to write."""
    # pydantic fills its own template; ours are filled later, in the reader's language.
    return PydanticCustomError(check, "{message}", {"message": english, "mend": mend, "values": values})


def _check_id(text: str) -> str:
    if len(text) > _ID_LENGTH:
        raise problem(
            "bad-id",
            "the id has {length} letters, the limit is {limit}",
            "shorten it",
            length=len(text),
            limit=_ID_LENGTH,
        )
    if not _ID.fullmatch(text) or _RESERVED.fullmatch(text):
        raise problem(
            "bad-id",
            "“{id}” is no id: small letters a-z, digits and single hyphens, and no name that Windows keeps",
            "write it like dao-tao-nghe",
            id=text,
        )
    return text


def _check_text(text: object, info: ValidationInfo) -> object:
    if not isinstance(text, str):
        return text
    if not text.strip():
        raise problem("empty-value", "the text is empty", "write the text, or delete the line")
    if info.context is not None and "{" in text:
        for mention in mentions(text):
            _check_mention(mention, info.context)
    return text.strip()


def _check_mention(mention: re.Match[str], known: "Known") -> None:
    kind = mention["kind"]
    if kind not in MENTIONS:
        raise problem(
            "unknown-reference",
            "{mention}: a text can mention {kinds}, not “{kind}”",
            "write one of these before the colon",
            mention=mention.group(),
            kinds=", ".join(MENTIONS),
            kind=kind,
        )
    if mention["form"] not in (None, *MENTIONS[kind]):
        raise problem(
            "unknown-reference",
            "{mention}: there is no form “{form}”",
            "leave the form out, or write: {forms}",
            mention=mention.group(),
            form=mention["form"],
            forms=", ".join(MENTIONS[kind]) or "-",
        )
    _check_known(mention["id"], (kind,), known, mention.group())


def _check_known(text: str, kinds: tuple[str, ...], known: "Known", mention: str = "") -> None:
    if any(text in known.get(kind, ()) for kind in kinds):
        return
    candidates = sorted({other for kind in kinds for other in known.get(kind, ())})
    close = nearest(text, candidates)
    raise problem(
        "unknown-reference",
        "there is no {kinds} “{id}”",
        "write {close}" if close else "add it to its register first",
        kinds=" / ".join(kinds),
        id=text,
        close=close,
        mention=mention,
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word that is most like this one, or nothing."""
    import difflib  # only an error needs it

    return next(iter(difflib.get_close_matches(word[:100], known, n=1, cutoff=0.5)), "")


def mentions(text: str) -> Iterator[re.Match[str]]:
    """Give each `{kind:id}` or `{kind:id|form}` of a text, with the groups kind, id and form."""
    return _MENTION.finditer(text)


def _check_flag(value: object) -> object:
    if value not in ("true", "false"):
        raise problem("wrong-kind", "“{value}” is neither true nor false", "write true or false", value=value)
    return value == "true"


def as_list(value: object) -> object:
    """Let one value stand where a list is meant."""
    return value if isinstance(value, list) else [value]


Id = Annotated[str, AfterValidator(_check_id)]
Words = Annotated[str, BeforeValidator(_check_text)]
Flag = Annotated[bool, BeforeValidator(_check_flag)]


class Ref:
    """Marks a field that holds the id of something else: `Annotated[Id, Ref("document")]`."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Let pydantic look every reference up while it validates, so that all errors come at once."""
        return core_schema.with_info_after_validator_function(self._look_up, handler(source))

    def _look_up(self, text: str, info: ValidationInfo) -> str:
        if info.context is not None:
            _check_known(text, self.kinds, info.context)
        return text


class Entry(BaseModel):
    """An item of `data/`. `source` is the YAML mapping it was read from (None when made in a program)."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)

    source: Annotated[Any, Field(alias=ORIGIN, exclude=True, repr=False)] = None

    def children(self) -> Iterator["Entry"]:
        """Give the entries that stand directly in this one, in the order of the fields."""
        for name in _entry_fields(type(self)):
            value = getattr(self, name)
            if isinstance(value, Entry):
                yield value
            elif value is not None:
                yield from value

    def walk(self) -> Iterator["Entry"]:
        """Give this entry and all below it."""
        yield self
        for child in self.children():
            yield from child.walk()


@cache
def _entry_fields(kind: type[Entry]) -> tuple[str, ...]:
    return tuple(name for name, field in kind.model_fields.items() if _holds_entries(field.annotation))


def _holds_entries(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, Entry)
    return any(_holds_entries(part) for part in getattr(annotation, "__args__", ()))
