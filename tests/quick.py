"""Which tests `make quick` runs: those that start no program (a build, a browser, git, an office program) and make no document."""

import inspect
from collections.abc import Iterator
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


def is_quick(item: pytest.Function) -> bool:
    """Whether neither the test, nor its fixtures, nor what of tests/ and pictures/ they use starts a program or makes a document."""
    fixtures = (fixture.func for name in item._fixtureinfo.name2fixturedefs.values() for fixture in name)
    waiting, seen = [item.function, *fixtures], set()
    while waiting:
        part = waiting.pop()
        part = inspect.unwrap(part) if callable(part) else part  # what is kept by `cache`, too
        if not isinstance(part, FunctionType | type) or not part.__module__.startswith(OURS) or part in seen:
            continue
        seen.add(part)
        if isinstance(part, type):
            waiting += [getattr(member, "fget", member) for member in vars(part).values()]
            continue
        names = set(_names(part.__code__))
        if names & (STARTERS | COMMANDS | MAKERS):
            return False
        used = [part.__globals__.get(name) for name in names]
        waiting += used
        waiting += [vars(module).get(name) for module in used if isinstance(module, ModuleType) for name in names]
    return True


def _names(code: CodeType) -> Iterator[str]:
    """The global names that a function and the functions inside it use, and the words that they pass on."""
    yield from code.co_names
    yield from (word for word in code.co_consts if isinstance(word, str))
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
