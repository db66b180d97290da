"""Which tests `make quick` runs: those that start no program (a build, a browser, git, an office program) and make no document.

`make mutants` runs those too that start git and nothing else.
"""

import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType

import pytest

STARTERS = {"subprocess", "fork", "sync_playwright", "ProcessPoolExecutor"}
COMMANDS = {
    "build",
    "issue",
    "review",
    "serve",
    "setup-git",
    "verify",
}  # that do, or print whole plans, by whatever they are run
# Whole documents take a second each, attacks on all regular expressions many. A fixture that is asked for by name may be any.
MAKERS = {
    "growing",
    "word_draft",
    "redline_of",
    "workbook",
    "press",
    "getfixturevalue",
    "page_texts",
    "feed_files",
    "site_pages",
    "make",
    "DocxodusEngine",
}
OURS = ("tests.", "pictures.")


def speed(item: pytest.Function) -> str:
    """How it is marked: "quick" where neither the test, nor its fixtures, nor what of tests/ and pictures/ they use starts a program or makes a document; "git" where git is all that they start; else not at all."""
    fixtures = (fixture.func for name in item._fixtureinfo.name2fixturedefs.values() for fixture in name)
    waiting, seen, mark = [item.function, *fixtures], set(), "quick"
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        used = _used(part)
        if used is None and getattr(part, "__qualname__", "") != "git":
            return ""
        waiting += used or ()
        mark = "git" if used is None else mark
    return mark


@cache
def _used(part: object) -> tuple[object, ...] | None:
    """The functions and classes of ours that one of them uses; nothing of another's, and none where it starts or makes something."""
    part = inspect.unwrap(part)
    if not _is_ours(part):
        return ()
    if isinstance(part, type):
        members = (getattr(member, "fget", member) for member in vars(part).values())
        return tuple(member for member in members if callable(member))
    names = set(_names(part.__code__))
    if names & (STARTERS | COMMANDS | MAKERS):
        return None
    used = [part.__globals__.get(name) for name in names]
    used += [vars(module).get(name) for module in used if isinstance(module, ModuleType) for name in names]
    return tuple({id(other): other for other in used if callable(other) and _is_ours(inspect.unwrap(other))}.values())


def _is_ours(part: object) -> bool:
    return isinstance(part, FunctionType | type) and part.__module__.startswith(OURS)


def _names(code: CodeType) -> Iterator[str]:
    """The global names that a function and the functions inside it use, and the words that they pass on."""
    yield from code.co_names
    yield from (word for word in code.co_consts if isinstance(word, str))
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
