"""The quick tests in a process that has collected them, from which others are forked that run some of them with changed functions."""

import ast
import builtins
import gc
import hashlib
import inspect
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

import pytest

# Tests of the source itself notice no change of what runs.
# Libraries are there before pytest, which would have changed the asserts of its plugins.
OPTIONS = (
    *("-q", "-n0", "-pno:cacheprovider", "-pno:unraisableexception", "--basetemp=../tmp"),
    *(f"--ignore=tests/test_{name}.py" for name in ("house_rules", "messages", "patterns", "written_files")),
    *("-Wignore::pytest.PytestAssertRewriteWarning", "-Wignore::SyntaxWarning"),
)
# A mutant may loop for ever or fill the memory. CPU is counted, not time: other programs may run beside it.
SECONDS, MEMORY = 5, 8 << 30
LONG = 0.25  # a test that takes more CPU is stopped when probes are asked, and comes last
ANEW, ENDLESS = "anew", "no end"
OURS = os.path.abspath("planbook") + os.sep
KNOWN, LOG = Path("../known.pickle"), Path("../last-mutant.log")
PROBE = "probe_of_mutants"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
forked = multiprocessing.get_context("fork")


class TooLong(BaseException):
    """A test takes more than is worth waiting for."""


class Place(NamedTuple):
    """Where in a module something begins."""

    path: str
    line: int
    column: int

    def statement(self, source: ast.AST) -> tuple[list[ast.stmt], int] | None:
        """The innermost statement around it that stands in a function, as a place in a list of statements."""
        inner = None
        for node in ast.walk(source):  # what is inside comes later
            for body in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
                for number, statement in enumerate(body if isinstance(body, list) else ()):
                    first, last = (
                        (statement.lineno, statement.col_offset),
                        (statement.end_lineno, statement.end_col_offset),
                    )
                    if first <= self[1:] < last:
                        is_inside = inner is not None or isinstance(node, FUNCTIONS)
                        inner = (body, number) if is_inside and not isinstance(statement, ast.ClassDef) else None
        return inner

    def is_in_function(self, source: str) -> bool:
        """Whether it is nothing that is done while a module is imported."""
        return self.statement(ast.parse(source)) is not None


class Runs(NamedTuple):
    """Which tests come by which place, the CPU that each takes, and the libraries that they import."""

    by_place: dict[Place, set[str]]
    seconds: dict[str, float]
    libraries: list[str]


def probed(path: str, places: list[Place], numbers: dict[Place, int]) -> CodeType:
    """The code of a module that tells when it comes by a place or, where that is in no function, by any function."""
    tree = ast.parse(Path(path).read_text("utf-8"))
    wanted = []
    for place in places:
        functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
        inner = place.statement(tree)
        spots = (
            [inner] if inner else [(node.body, ast.get_docstring(node, clean=False) is not None) for node in functions]
        )
        wanted += [(body, body[min(number, len(body) - 1)], numbers[place]) for body, number in spots]
    for body, statement, number in wanted:
        call = ast.parse(f"{PROBE}({number})").body[0]
        for node in ast.walk(call):
            ast.copy_location(node, statement)
        body.insert(next(at for at, other in enumerate(body) if other is statement), call)
    return compile(tree, os.path.abspath(path), "exec", dont_inherit=True)


class Known(NamedTuple):
    """What earlier draws of the same program noted, by test files that are what they were."""

    key: str
    files: dict[str, str]
    runs: Runs

    @classmethod
    def of(cls, places: set[Place], files: set[str]) -> "Known":
        """What is known of places, as far as it still holds."""
        read = [path for folder in ("planbook", "templates", "tests") for path in Path(folder).rglob("*.*")]
        shared = _hash(*(path for path in read if path.is_file() and path.suffix != ".pyc" and str(path) not in files))
        known = cls(shared, {}, Runs({}, {}, []))
        if KNOWN.exists():
            kept = cls(*pickle.loads(KNOWN.read_bytes()))
            if kept.key == shared and places <= {*kept.runs.by_place}:
                known = kept
        same = {file: key for file, key in known.files.items() if file in files and _hash(Path(file)) == key}
        by_place = {
            place: {test for test in tests if _file(test) in same} for place, tests in known.runs.by_place.items()
        }
        seconds = {test: spent for test, spent in known.runs.seconds.items() if _file(test) in same}
        return cls(shared, same, Runs(by_place or {place: set() for place in places}, seconds, known.runs.libraries))

    def added(self, runs: Runs) -> "Known":
        """The same with what was noted now; kept for the next draw."""
        by_place = {place: tests | runs.by_place.get(place, set()) for place, tests in self.runs.by_place.items()}
        files = self.files | {_file(test): _hash(Path(_file(test))) for test in runs.seconds}
        known = Known(self.key, files, Runs(by_place, self.runs.seconds | runs.seconds, runs.libraries))
        KNOWN.write_bytes(pickle.dumps(tuple(known)))
        return known


def _file(test: str) -> str:
    return test.partition("::")[0]


def _hash(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(paths))).hexdigest()


class Functions:
    """The functions of the program that are there, by where they are defined."""

    def __init__(self, called: set[tuple[str, str, int]]) -> None:
        self.called = called  # while modules were imported: what they gave is there already
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        gc.unfreeze()
        for value in gc.get_objects():
            if type(value) is FunctionType:
                self.functions[_place(value.__code__)].append(value)
        gc.freeze()

    def change(self, old: CodeType, new: CodeType, *, is_probe: bool = False) -> bool:
        """Give the functions that differ their new code, if all that differs is in functions that no import has run."""
        if old == new:
            return True
        functions = self.functions[_place(old)] if old.co_flags & inspect.CO_OPTIMIZED else []
        if functions and (old.co_freevars != new.co_freevars or (_place(old) in self.called and not is_probe)):
            return False
        for function in functions:
            function.__code__ = new
        inner = [[part for part in code.co_consts if isinstance(part, CodeType)] for code in (old, new)]
        if len(inner[0]) != len(inner[1]):
            return bool(functions)
        known = [
            self.change(*pair, is_probe=is_probe) for pair in zip(*inner, strict=True)
        ]  # some of them may be there by themselves
        return bool(functions) or (all(known) and _alone(old) == _alone(new))


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _alone(code: CodeType) -> CodeType:
    """A code without that of what is defined inside it."""
    return code.replace(co_consts=tuple(None if isinstance(part, CodeType) else part for part in code.co_consts))


class Tracer:
    """What pytest is given to note which places a test comes by; those of a fixture are of all tests that use it."""

    def __init__(self, places: set[Place], fixtures: dict[str, list[str]]) -> None:
        self.places, self.fixtures = sorted(places), fixtures
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self.context = ""
        self.seen: set[tuple[int, str]] = set()
        modules = [module for name, module in sys.modules.items() if name.startswith("planbook")]
        values = [value for module in modules for value in vars(module).values()]
        # By their type: some values (the request of the desk) answer for what is not there yet, whatever they are asked.
        self.caches = [value for value in values if type(value) is type(cache(len))]

    def change(self, functions: Functions) -> None:
        """Put the probes into the functions."""
        setattr(builtins, PROBE, lambda number: self.seen.add((number, self.context)))
        numbers = {place: number for number, place in enumerate(self.places)}
        for path in sorted({place.path for place in self.places}):
            old = compile(Path(path).read_text("utf-8"), os.path.abspath(path), "exec", dont_inherit=True)
            functions.change(
                old, probed(path, [place for place in self.places if place.path == path], numbers), is_probe=True
            )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if _file(item.nodeid) != _file(self.context):
            for calls in self.caches:
                calls.cache_clear()
        self.context, begin = item.nodeid, time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = self.seconds.get(item.nodeid, 0) + time.process_time() - begin

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        signal.setitimer(signal.ITIMER_PROF, LONG)
        try:
            return (yield)
        except TooLong:
            self.seconds[item.nodeid] = 4 * LONG
            pytest.skip()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        test, self.context = self.context, f"fixture {fixturedef.argname}"
        try:
            return (yield)
        finally:
            self.context = test

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome == "failed":
            self.failed.add(report.nodeid)

    def runs(self) -> Runs:
        """What was noted."""
        users = defaultdict(set)
        for test, fixtures in self.fixtures.items():
            for name in (test, *(f"fixture {fixture}" for fixture in fixtures)):
                users[name] |= {test} - self.failed
        by_place: dict[Place, set[str]] = {place: set() for place in self.places}
        for number, context in self.seen:
            by_place[self.places[number]] |= users[context]
        libraries = [
            name for name, module in sys.modules.items() if "site-packages" in (getattr(module, "__file__", 0) or "")
        ]
        return Runs(by_place, self.seconds, libraries)


class Warm:
    """What pytest is given to answer, instead of running all tests, which tests come by places and which notice a change."""

    def __init__(self, asked: Connection, places: set[Place]) -> None:
        self.asked, self.places = asked, places
        self.called: set[tuple[str, str, int]] = set()

    def call(self, frame: FrameType, *_: object) -> None:
        """Note a function that is called while modules are imported and tests collected."""
        if OURS in frame.f_code.co_filename:
            self.called.add(_place(frame.f_code))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.setprofile(None)
        functions, items = Functions(self.called), {item.nodeid: item for item in session.items}
        known = Known.of(self.places, {_file(test) for test in items})
        if waiting := [item for item in session.items if _file(item.nodeid) not in known.files]:
            known = known.added(self.forked(self.trace, session, functions, waiting))
        self.asked.send(runs := known.runs)
        while (question := self.asked.recv()) is not None:
            path, *texts, tests = question
            seconds = int(SECONDS + 4 * sum(runs.seconds[test] for test in tests))
            codes = [compile(text, os.path.abspath(path), "exec", dont_inherit=True) for text in texts]
            self.asked.send(self.forked(self.meet, session, functions, codes, [items[test] for test in tests], seconds))
        return True

    def forked(self, does: Callable, *arguments: object) -> Any:
        """What a process answers that is forked for it."""
        here, there = forked.Pipe(duplex=False)
        process = forked.Process(target=lambda: (there.send(does(*arguments)), os._exit(0)))
        process.start()
        there.close()
        try:
            return here.recv()
        except EOFError:  # it was stopped
            return ENDLESS
        finally:
            process.join()

    def trace(self, session: pytest.Session, functions: Functions, items: list[pytest.Item]) -> Runs:
        """What tests come by."""

        def stop(*_: object) -> None:
            raise TooLong

        signal.signal(signal.SIGPROF, stop)
        tracer = Tracer(self.places, {item.nodeid: item.fixturenames for item in items})
        tracer.change(functions)
        session.config.pluginmanager.register(tracer)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        return tracer.runs()

    def meet(
        self,
        session: pytest.Session,
        functions: Functions,
        codes: list[CodeType],
        items: list[pytest.Item],
        seconds: int,
    ) -> str | None:
        """The first test that fails once the functions of a file have their changed code, if any does."""
        if not functions.change(*codes):
            return ANEW
        bound(seconds)
        failed = session.testsfailed  # files that cannot be collected
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed > failed:
                return item.nodeid
        return None


def collected(asked: Connection, places: set[Place]) -> None:
    """Collect the quick tests and answer about them."""
    sys.dont_write_bytecode = False  # all that no mutant changes is compiled once
    log(Path("../collected.log"))
    plugin = Warm(asked, places)
    sys.setprofile(plugin.call)
    pytest.main([*OPTIONS, "-s", "-m", "quick", "--continue-on-collection-errors"], plugins=[plugin])


def bound(seconds: int) -> None:
    """What this process may take; and what it says is kept until the next one."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.dont_write_bytecode = True
    log(LOG)


def log(path: Path) -> None:
    """Write what is printed from here on into a file."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)


def anew(path: str, source: str, changed: str, tests: list[str], seconds: int = 60) -> str | None:
    """What a changed file fails in a process that has imported nothing of the project yet."""

    def meet() -> None:
        bound(seconds)
        os._exit(pytest.main([*OPTIONS, "-x", *tests]))

    file, times = Path(path), os.stat(path)
    file.write_text(changed, "utf-8")
    try:
        process = forked.Process(target=meet)
        process.start()
        process.join()
    finally:
        file.write_text(source, "utf-8")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # what is compiled of it holds again
    if process.exitcode == 0:
        return None
    lines = [line for line in LOG.read_text("utf-8").splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return lines[0].partition(" ")[2].partition(" - ")[0] if lines else ENDLESS
