"""What a new paragraph is by its own words: an item, lines about one (who leads, by when), or neither of them.

A drafter types a task as it is printed: its text, then who leads, who coordinates and when, each with a label of some
spelling, in paragraphs of their own, behind line breaks, or in one sentence.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from planbook.messages.diagnostics import Text
from planbook.model.task import Assignment
from planbook.reading.agencies import read_agencies
from planbook.reading.amounts import MoneyLine, read_money, read_money_line
from planbook.reading.context import Context
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.spellings import SpellingReader
from planbook.reading.times import read_deadlines
from planbook.text.comparing import cleaned_line, comparable, composed

# The lines of a task by the phrase that is their label, each with the field of an assignment or task that holds it.
LABELLED_FIELDS = {
    "lead": "lead",
    "coordinating": "coordinating",
    "deadline": "deadlines",
    "column_result": "result",
    "column_money": "budget",
}
_TYPED_NUMBER = re.compile(r"\A\s*+(?:[IVXLC]++\.|\d++(?:\.\d++)*+[.)]|[a-z\u0111]{1,2}\)|\(\d++\)|[-+–•])\s++")
_MONEY = "column_money"
_BEGINS = "deadline_begins"  # a label that is part of what the line says
_KINDS = (*LABELLED_FIELDS, _BEGINS)

_BOUNDARY = re.compile(r"[\n\t;.,(:]\s*|\s[-\u2013\u2014]\s")
_BOUNDARY_OF_LINES = re.compile(r"[\n;]")
_TRIM = re.compile(r"\A(?:[ ;,.:(]|[-\u2013](?!\d))+")  # a dash before a figure is its sign
_BULLET = re.compile(r"[\s*\u2022\u00b7\u25aa\uf0b7\u2013\u2014+-]*")
# Numbers as they are typed in haste: 1/ 2.x 3.- IV.x a)x
_COUNTED = re.compile(r"\A(?:\(?(?:\d{1,2}|[IVXLC]{1,5})[.)/-]{1,2}|\(?[a-z\u0111][.)]{1,2})(?=\s|[^\W\d])")
_FIRST_NUMBER = re.compile(r"\A(?P<begin>\D*+)\d[\d.,]*\s+(?P<rest>.+)")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"\w+")
_LONGEST_LABEL = 60  # letters up to the colon
_MORE_WORDS = 2  # that a label may have beside those of its spelling
_TYPED_WRONG = 0.84  # the share of letters that a misspelt label keeps
_SURE_LABEL = 3  # words that make a label without its colon
_SHORT = 12  # words; what is shorter and ends without a mark may be a heading
_SHORTEST = 3  # words of an item
_NAME = 5  # words of the longest name of a person
_ENDS = '.;:!?)…”"'

TypedLine = tuple[str, str]  # the phrase of its label, and what stands behind it


@dataclass(frozen=True, slots=True)
class Worded:
    """What a paragraph says: the text of an item, empty where it has none, and lines about one."""

    text: str
    lines: tuple[TypedLine, ...] = ()


def split_number(text: str) -> tuple[str, str]:
    """The number or mark of a list that is typed before a text, and the rest of it."""
    typed = _TYPED_NUMBER.match(text)
    return (typed.group(), text[typed.end() :]) if typed else ("", text)


def worded(text: str, context: Context) -> Worded:
    """The text of an item and the lines about it that a paragraph holds, line breaks and tabs included."""
    text = composed(text)
    typed, _ = split_number(text)
    starts = [(0, _BULLET.match(text).end()), *((match.start(), match.end()) for match in _BOUNDARY.finditer(text))]  # type: ignore[union-attr]
    if typed:
        starts.append((0, len(typed)))
    labels: list[
        tuple[int, int, str]
    ] = []  # where a line begins with what divides it, where its value begins, its label
    for start, begin in sorted(starts):
        if labels and begin < labels[-1][1]:
            continue
        is_line = start == 0 or "\n" in text[start:begin]
        if label := _label(text[begin : begin + 2 * _LONGEST_LABEL], context, is_line=is_line):
            is_said = label[0] == _BEGINS
            labels.append((start, begin if is_said else begin + label[1], "deadline" if is_said else label[0]))
    if not labels:
        return Worded(comparable(text))
    ends = [*(start[0] for start in labels[1:]), len(text)]
    lines = tuple((name, _trimmed(text[value:end])) for (_, value, name), end in zip(labels, ends, strict=True))
    return Worded(_trimmed(text[: labels[0][0]]), lines)


def line_value(text: str, name: str, context: Context) -> str | None:
    """What a line about an item says behind its label, or without one; None where it is another line, or several."""
    label = f"{context.reading.words(name)[0]}:"
    if text.startswith(label):
        return text.removeprefix(label).strip().rstrip(".")
    own = worded(text, context)
    if own.lines and (own.text or [label for label, _ in own.lines] != [name]):
        return None
    return own.lines[0][1] if own.lines else text.rstrip(".")


def _trimmed(text: str) -> str:
    text = _TRIM.sub("", comparable(text).rstrip(" ;,.:-\u2013("))
    return text if text.count("(") >= text.count(")") else text.rstrip(")")


def _label(text: str, context: Context, *, is_line: bool) -> tuple[str, int] | None:
    """The label that a text begins with and where its value begins; without a colon only a line's own one."""
    head, colon, _ = text[:_LONGEST_LABEL].partition(":")
    if colon and not set(head) & set("\n;.") and (name := _label_before(head, context.reading)):
        return name, len(head) + 1
    if not is_line:
        return None
    words = list(_WORDS.finditer(text))
    for name, label in _labels(context.reading):
        size = len(label)
        if tuple(_plain(word.group()) for word in words[:size]) != label or len(words) <= size:
            continue
        end = words[size - 1].end()
        if _is_value(name, text[end:].lstrip(" \u2013-"), context, is_sure=size >= _SURE_LABEL):
            return name, end
    return None


def _is_value(name: str, text: str, context: Context, *, is_sure: bool) -> bool:
    """Whether a text can be what stands behind a label that has no colon."""
    text = _BOUNDARY_OF_LINES.split(text, maxsplit=1)[0].strip(" .;")
    first, _, _ = text.partition(" ")
    match name:
        case "column_result":
            return False
        case "column_money":
            return _is_money(text, context.reading)
        case "deadline" | "deadline_begins":
            return not isinstance(attempted(read_deadlines, text, context.reading, context.text, ()), Unread)
    return first[:1].isupper() and (is_sure or not isinstance(attempted(read_agencies, text, context.register), Unread))


def _label_before(head: str, reading: SpellingReader) -> str:
    """The label that stands before a colon: a spelling with a word or two more, or with some letters wrong."""
    own = tuple(_plain(word) for word in _WORDS.findall(head))
    best = (0.0, "")
    for name, label in _labels(reading):
        more = _MORE_WORDS if len(label) >= _SURE_LABEL else 0
        if own[: len(label)] == label and len(own) <= len(label) + more:
            return name
        if len(label) > 1 and own and own[0][:1] == label[0][:1] and abs(len(own) - len(label)) <= 1:
            ratio = SequenceMatcher(None, " ".join(own), " ".join(label), autojunk=False).ratio()
            best = max(best, (ratio, name))
    return best[1] if best[0] >= _TYPED_WRONG else ""


def _labels(reading: SpellingReader) -> Sequence[tuple[str, tuple[str, ...]]]:
    return _spelled(tuple((name, word) for name in _KINDS for word in reading.words(name)))


@cache
def _spelled(words: tuple[tuple[str, str], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Labels as words without marks, the longest first."""
    spelled = {(name, tuple(_plain(word) for word in _WORDS.findall(label))) for name, label in words}
    return tuple(sorted(spelled, key=lambda label: (-len(label[1]), label)))


def _plain(word: str) -> str:
    """A word without marks and capitals, as people type in haste."""
    apart = unicodedata.normalize("NFD", word.casefold()).replace("\u0111", "d")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Responsibility:
    """What lines say of a task, read: its assignment, its result and its money."""

    assignment: Assignment
    result: str = ""
    money: MoneyLine | None = None


def read_lines(lines: Sequence[TypedLine], context: Context) -> Responsibility:
    """What lines say of a task; raises `NotTaken` where one of them cannot be taken with it."""
    facts: dict[str, Any] = {}
    for name, value in lines:
        field = LABELLED_FIELDS[name]
        if field in facts or not value:
            raise NotTaken(_TWICE if value else _EMPTY)
        match field:
            case "deadlines":
                facts[field] = list(read_deadlines(value, context.reading, context.text, ()))
            case "result":
                facts[field] = cleaned_line(value)
            case "budget":
                facts[field] = read_money_line(value, context.reading)
            case _:
                facts[field] = list(read_agencies(value, context.register))
    result, money = facts.pop("result", ""), facts.pop("budget", None)
    return Responsibility(Assignment.model_validate(facts), result, money)


_TWICE = Unread(Text("two lines say the same of one item"), Text("make them one"))
_EMPTY = Unread(Text("the line has a label and says nothing"), Text("complete it or delete it"))
LOST = Unread(
    Text("the line says who does an item, by when or with what result, and is no item of its own"),
    Text("write it below a new item with all its lines, or for an item that is there in the data (assignment:)"),
)
MIXED = Unread(
    Text("the paragraph says what an item is and who does it or by when, which the data hold apart"),
    Text(
        "write who leads, who coordinates and when in paragraphs of their own, in the words that the draft has for them"
    ),
)
COUNTS = Unread(
    Text("the line says how many items a list has, or that one follows, and is no item"),
    Text("leave it out: what stands below it is counted; or put it into the sentence under the heading, in the data"),
)
NO_WORDS = Unread(Text("the paragraph has no words"), Text("delete it, or write the item that it belongs to"))
ADDED = Text("the paragraph now says who does the item or by when as well, which the data hold apart")
LINES_LOST = Text("the lines below it that say who does it, by when or with what are not taken with it")
NUMBERED = Text(
    "a number or a mark of a list is typed before it and would be part of its text: the program counts itself"
)
REST = Text("a sentence was divided: this begins with a small letter, and would be an item of its own")
NO_ITEM = Text("by its words it may be a heading, a caption, a signature or a line of money, and no item")


def is_numbered(text: str) -> bool:
    """Whether a text begins with a number or a mark of a list, as somebody types it."""
    return bool(_TYPED_NUMBER.match(text) or _COUNTED.match(text))


def is_wordless(text: str) -> bool:
    """Whether a text has no word: a number, a line, a page number."""
    return not any(len(word) > 1 or word.islower() for word in _LETTERS.findall(text))


def no_item(text: str, reading: SpellingReader) -> Unread | None:
    """Why a new paragraph is never an item, by its own words."""
    return NO_WORDS if is_wordless(text) else COUNTS if counts_items(text, reading) else None


def is_doubtful(text: str, reading: SpellingReader) -> bool:
    """Whether a new paragraph may be no item by its words: a heading, a caption, a name, a signature, money."""
    typed, rest = split_number(text)
    plain_text = comparable(rest)
    words = _WORDS.findall(plain_text)
    if len(words) < _SHORTEST or (typed and typed.strip()[:1] in "IVXLC"):
        return True
    return any(_doubts(plain_text, words, reading))


def counts_items(text: str, reading: SpellingReader) -> bool:
    """Whether a line only says how many items a list has: "Tổng 5 chỉ tiêu", "Gồm 3 chỉ tiêu sau:", "02 nhiệm vụ:"."""
    begin, rest = _counted(text)
    item = next((word for word in reading.words("counted_items") if re.match(rf"{word}\b", rest)), "")
    behind = rest.removeprefix(item).rstrip(" .;")
    if not item or begin in reading.words("total_begins"):
        return bool(item)
    is_list = behind.endswith(":") or not behind or behind.strip() in reading.words("list_follows")
    return is_list and begin in ("", *reading.words("count_begins"))


def _counted(text: str) -> tuple[str, str]:
    """What stands before and behind the first number of a line."""
    match = _FIRST_NUMBER.match(comparable(split_number(text)[1]).casefold())
    return (match["begin"].rstrip(" :"), match["rest"]) if match else ("", "")


def _doubts(text: str, words: Sequence[str], reading: SpellingReader) -> Iterator[bool]:
    lettered = [word for word in words if word[:1].isalpha()]
    yield _counted(text)[0] in reading.words("total_begins")
    yield text.upper() == text
    yield text[-1] == ":" or (text[-1] not in _ENDS and len(words) <= _SHORT)
    yield len(lettered) <= _NAME and all(word[:1].isupper() for word in lettered)
    folded = [_plain(word) for word in words]
    for name in ("caption", "signature"):
        for spelling in reading.words(name):
            label = [_plain(word) for word in _WORDS.findall(spelling)]
            behind = (
                text[text.find(words[len(label) - 1]) + len(words[len(label) - 1]) :] if len(words) > len(label) else ""
            )
            is_counted = len(words) > len(label) and (words[len(label)].isdigit() or words[len(label)].isupper())
            yield folded[: len(label)] == label and (name == "signature" or is_counted or behind[:1] in ":.")
    yield any(True for name in ("number_line", "place_and_day") for _ in reading.matches(name, text))
    _, colon, amount = text.rpartition(":")
    yield bool(colon) and _is_money(amount, reading)
    starts = [_plain(word) for spelling in reading.words(_MONEY) for word in _WORDS.findall(spelling)[:1]]
    yield folded[0] in starts and any(_is_money(" ".join(text.split()[at:]), reading) for at in range(1, 7))


def _is_money(text: str, reading: SpellingReader) -> bool:
    money = attempted(read_money, text.strip(" .;"), reading)
    return not isinstance(money, Unread) and (money == "unallocated" or money.unit is not None)
