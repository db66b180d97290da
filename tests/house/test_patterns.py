"""Every regular expression of the program and of the rule set costs what its text is long, whatever the text says."""

import ast
import functools
import gc
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator

import pytest
import yaml

import planbook
from planbook.authoring.rollover.times import _year
from planbook.checks import examine
from planbook.model.document_number import parse_document_number
from planbook.reading import spellings
from planbook.reading.agencies import Register, _names_of
from planbook.render.tracked_words import Tokens
from planbook.returns.fields.trial import read_state
from planbook.verify.facts import AgencyNames
from planbook.views.glossary import _users
from tests.conftest import FIVE, ROOT
from tests.house import sources

_CALLS = ("compile", "sub", "subn", "search", "match", "fullmatch", "split", "findall", "finditer")
_FLAGS = ("IGNORECASE", "DOTALL", "MULTILINE", "VERBOSE")
_LENGTHS = (200, 400, 800, 1_600, 3_000)  # growth is measured at the first that takes longer than a moment
_QUICK = 0.0008  # seconds of CPU: what costs less for 3,000 letters is linear
_LONGER = 8  # times as long a text is looked through in as many times the time, in 64 times it if quadratic
_GROWTH = 24  # far from both, for a look of a millisecond is three times as dear on a busy machine
_ROUNDS = 5  # a busy machine makes a short look dear now and then, but not each time
_LETTERS = (*" \t\n\u00a01aAxI.,-+:;(\"<[/{#_=…'", *["1. ", "1, ", "a ", "1 ", " 1", "1/", "a 1, ", ". ", "# "])

Case = tuple[str, str, re.Pattern]  # where it stands, how it is used, what it is


def written_out() -> Iterator[Case]:
    """The patterns that stand in the program as they are, each as it is used there."""
    for path, inner in sources.nodes().items():
        for call in inner:
            if _is_pattern(call) and isinstance(call.args[0], ast.Constant):
                code = ast.unparse(call)
                flags = sum(getattr(re, name) for name in _FLAGS if f"re.{name}" in code)
                use = call.func.attr if call.func.attr in ("match", "fullmatch") else "search"
                yield f"{path.relative_to(ROOT)}:{call.lineno}", use, re.compile(call.args[0].value, flags)


def _is_pattern(call: ast.AST) -> bool:
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "re"
        and call.func.attr in _CALLS
        and bool(call.args)
    )


def held_by_modules() -> Iterator[Case]:
    """The patterns that modules hold, also those put together of parts, alone or in tuples and tables."""
    for module in pkgutil.walk_packages(planbook.__path__, "planbook."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _inside(value):
                yield f"{module.name}.{name}", "search", pattern


def _inside(value: object, depth: int = 0) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, set, frozenset, dict)) and depth < 3:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _inside(one, depth + 1)


def of_the_rules() -> Iterator[Case]:
    """The patterns that offices may edit, and what the program makes of them."""
    for path in sorted((ROOT / "templates/word/rules").glob("*.yaml")):
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        for name, pattern in content["marks"].items():
            yield f"{path.name} {name}", "search", re.compile(pattern, re.IGNORECASE)
        for name, rule in content["rules"].items():
            if "pattern" in rule:
                yield f"{path.name} {name}", "search", re.compile(rule["pattern"])
        columns = rf"[\n\t]+|{content['marks']['heading-break']}"
        yield "columns", "search", re.compile(columns, re.IGNORECASE)
    own = yaml.load((ROOT / "templates/import/outline.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    for name in own.keys() - {"ordinals"}:
        yield f"outline.yaml {name}", "search", re.compile(own[name], re.IGNORECASE)


def made_of_data() -> Iterator[Case]:
    """The patterns that are put together while the program runs, recorded while it reads and checks the data."""
    recorded: dict[tuple[str, int], re.Pattern] = {}
    original = re._compile

    def recording(pattern, flags):
        compiled = original(pattern, flags)
        frame = sys._getframe(1)
        frame = frame.f_back if frame.f_code.co_filename == re.__file__ else frame
        if f"{ROOT}/planbook/" in frame.f_code.co_filename:
            recorded[compiled.pattern, compiled.flags] = compiled
        return compiled

    for cached in [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]:
        if str(cached.__module__).startswith("planbook"):
            cached.cache_clear()
    re._compile = recording
    try:
        examine(FIVE / "data")
        state = read_state(FIVE)
        plan = next(iter(state.workspace.plans.values()))
        context = state.context(plan)
        list(_users(["UBND"], {"a": ["UBND"]}))
        _year("năm", 2026)
        assert list(AgencyNames(["Sở Y tế", "Sở Nội vụ"]).mentions("Sở Y tế"))

        _names_of("sở y tế và sở nội vụ", Register(context.text, context.reading, context.text.workspace))
    finally:
        re._compile = original
    known = {pattern.pattern for _, _, pattern in written_out()}
    for pattern in [one for one in recorded.values() if one.pattern not in known]:
        yield "made of data", "match" if pattern.pattern.startswith(r"\s*(?:,\s*)?") else "search", pattern
    words = (spelling for phrase in spellings._SPELLED for spelling in context.reading.words(phrase))
    for spelling in words:
        yield f"spelling “{spelling}”", "fullmatch", spellings._pattern(spelling)
    yield "tokens", "search", Tokens(["triệu đồng", "%"], ["quý {} năm {}"])._pattern


def parts_of(pattern: re.Pattern) -> set[str]:
    """Stretches of text that lead into a pattern: its literals, and what its parts match, alone and one after the other."""
    found: set[str] = set()

    def letter(op: str, value: object) -> str:
        if op == "LITERAL":
            return chr(value)
        if op == "CATEGORY":
            kind = str(value).removeprefix("CATEGORY_")
            return {"SPACE": " ", "DIGIT": "1", "WORD": "a", "NOT_WORD": "."}.get(kind, "x")
        if op == "RANGE":
            return chr(value[0])
        if op == "IN" and str(value[0][0]) != "NEGATE":
            return letter(str(value[0][0]), value[0][1])
        return "" if op == "AT" else "x"

    def walk(sequence) -> str:
        text = ""
        for op, value in sequence:
            name = str(op)
            if name.endswith("_REPEAT"):
                found.add(piece := walk(value[2]))
                piece *= max(1, min(value[0], 8))
            elif name == "SUBPATTERN":
                piece = walk(value[-1])
            elif name == "ATOMIC_GROUP":
                piece = walk(value)
            elif name == "BRANCH":
                branches = [walk(one) for one in value[1]]
                found.update(branches[:12])
                piece = branches[0]
            elif name in ("ASSERT", "ASSERT_NOT"):
                found.add(walk(value[1]))
                piece = ""
            else:
                piece = letter(name, value)
            text += piece
            found.add(text)
        return text

    flags = pattern.flags if isinstance(pattern.pattern, str) else pattern.flags & ~re.UNICODE
    walk(re._parser.parse(pattern.pattern, flags))
    return {one for one in found if one}


def attacks(pattern: re.Pattern) -> Iterator[tuple[str, str]]:
    """A beginning, and what is repeated behind it."""
    parts = sorted(parts_of(pattern), key=len)
    yield from (("", unit) for unit in dict.fromkeys((*_LETTERS, *parts[:50])))
    yield from ((begin, unit) for begin in parts[-10:] for unit in (" ", "1", "a", ".", "\n"))


def _grows(cost: Callable[[int], float], length: int) -> tuple[float, float] | None:
    """What a text and a longer one cost, in seconds, if the longer one is too dear in every round; None if in one it is not."""
    small, large = float("inf"), float("inf")
    for _ in range(_ROUNDS):
        small = min(small, *(cost(length) for _ in range(3)))
        large = min(large, cost(_LONGER * length))
        if large < max(_QUICK, _GROWTH * small):
            return None
    return small, large


@functools.cache
def growing(pattern: re.Pattern, use: str = "search") -> str:
    """The first kind of text that costs out of all proportion more when it is longer; empty if there is none."""
    look = getattr(pattern, use)
    for begin, unit in attacks(pattern):

        def cost(length: int, begin: str = begin, unit: str = unit) -> float:
            text = begin + unit * (length // len(unit)) + "\0"
            given = text.encode() if isinstance(pattern.pattern, bytes) else text
            start = time.thread_time()
            look(given)
            return time.thread_time() - start

        if min(cost(22), cost(22)) > _QUICK:
            return f"{begin!r} + {unit!r} * n: too slow for 22 letters already"
        if max(cost(_LENGTHS[0]), cost(_LENGTHS[-1])) < _QUICK:
            continue
        for length in _LENGTHS:
            if cost(length) > _QUICK and (small_large := _grows(cost, length)):
                small, large = small_large
                return f"{begin!r} + {unit!r} * n: {small:.4f} s, {_LONGER} times as long {large:.4f} s"
    return ""


@pytest.mark.parametrize("source", [written_out, held_by_modules, of_the_rules, made_of_data])
def test_every_pattern_is_linear_in_its_text(source):
    cases = {(pattern.pattern, pattern.flags, use): (where, pattern, use) for where, use, pattern in source()}

    assert len(cases) > 20
    grown = {where: said for where, pattern, use in cases.values() if (said := growing(pattern, use))}
    assert grown == {}


@pytest.mark.parametrize(
    ("pattern", "use"),
    [
        (r"\s{3,}(?=x)", "search"),
        (r"(?P<number>\d+)-(?P<code>[^\W\d_]+)", "search"),
        (r".*?(?P<comment># *allow)", "search"),
        (r"\{document:(?P<id>[^{}|]*)[^{}]*\}", "match"),
        (r"(a+)+b", "match"),
        (rb"x[^<>]*y", "search"),
    ],
)
def test_a_pattern_that_is_not_linear_is_seen(pattern, use):
    assert growing(re.compile(pattern), use)


def test_document_numbers_are_read_as_before():
    assert parse_document_number("27/2022/NĐ-CP").year == 2022
    assert parse_document_number("66.18/2026/NQ-CP").number == "66.18"
    assert parse_document_number("62-KH/TU").party
    assert parse_document_number("2690/UBND-TH").code == "UBND"
    assert parse_document_number("12/KH-") is None
    assert parse_document_number("x12/KH-UBND") is None
