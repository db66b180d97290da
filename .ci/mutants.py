"""Small wrong changes at random places, one at a time, and which of them no quick test notices: `.ci/mutants HOW_MANY SEED`.

The changes are Cosmic Ray's. A mutant meets only the tests that run its line, the shortest first, in a process forked from
one that has imported the libraries: a second or two instead of the minutes that all tests take.
"""

import gc
import importlib
import multiprocessing
import os
import random
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator
from difflib import unified_diff
from functools import cache
from itertools import accumulate, count, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import coverage
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

FOLDERS = ("authoring/rollover", "changes", "checks", "model", "views", "wording")
# Libraries are there before pytest, which would have changed the asserts of its plugins.
OPTIONS = (
    *("-q", "-n0", "-pno:cacheprovider", "--basetemp=../tmp"),
    *("-Wignore::pytest.PytestAssertRewriteWarning", "-Wignore::SyntaxWarning"),
)
# A mutant may loop for ever or fill the memory. CPU is counted, not time: other programs may run beside it.
SECONDS, MEMORY = 20, 8 << 30
SHARE = 20  # a mutant meets at most this part of the time of all tests, so that a survivor costs no more
forked = multiprocessing.get_context("fork")


class Mutant(NamedTuple):
    """One change that an operator of Cosmic Ray makes in a file."""

    path: str
    operator: str
    occurrence: int
    first: int
    last: int

    def source(self) -> tuple[str, str]:
        """The text of the file, and what it becomes."""
        source = Path(self.path).read_text("utf-8")
        return source, mutate_code(source, get_operator(self.operator)(), self.occurrence)

    def is_python(self) -> bool:
        """Whether it can be compiled: the ** of keywords is no operator, and what divides there nothing to test."""
        try:
            compile(self.source()[1], self.path, "exec")
        except SyntaxError:
            return False
        return True


class Tests(NamedTuple):
    """Which tests run which lines of which file, how long each takes, and what they import."""

    by_line: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]
    libraries: list[str]

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that run its lines or, where these belong to no function, any line of its file; the shortest first."""
        lines = self.by_line.get(mutant.path, {})
        wanted = [lines.get(line, ()) for line in range(mutant.first, mutant.last + 1)]
        tests = {test for tests in wanted for test in tests} or {test for tests in lines.values() for test in tests}
        ordered = sorted(tests, key=lambda test: (self.seconds[test], test))
        limit = sum(self.seconds.values()) / SHARE
        spent = accumulate(self.seconds[test] for test in ordered)
        return [test for test, seconds in zip(ordered, spent, strict=True) if seconds <= limit or test == ordered[0]]


class Tracer:
    """What pytest is given to note which lines a test runs; those of a fixture are run by all tests that use it."""

    def __init__(self) -> None:
        self.coverage = coverage.Coverage(data_file=None, source=["planbook"], config_file=False)
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.fixtures: dict[str, list[str]] = {}
        self.caches: list = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.fixtures = {item.nodeid: item.fixturenames for item in session.items}
        modules = [module for name, module in sys.modules.items() if name.startswith("planbook")]
        values = [value for module in modules for value in vars(module).values()]
        # By their type: some values (the request of the desk) answer for what is not there yet, whatever they are asked.
        self.caches = [value for value in values if type(value) is type(cache(len))]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        for calls in self.caches:
            calls.cache_clear()
        self.coverage.switch_context(nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        self.coverage.switch_context(f"fixture {fixturedef.argname}")
        try:
            return (yield)
        finally:
            self.coverage.switch_context(os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.outcome == "failed":
            self.failed.add(report.nodeid)

    def tests(self) -> Tests:
        """What was noted."""
        users = defaultdict(set)
        for test, fixtures in self.fixtures.items():
            for name in (test, *(f"fixture {fixture}" for fixture in fixtures)):
                users[name] |= {test} - self.failed
        data = self.coverage.get_data()
        by_line = {
            os.path.relpath(path): {
                line: sorted({test for name in names for test in users[name]})
                for line, names in data.contexts_by_lineno(path).items()
            }
            for path in data.measured_files()
        }
        installed = [
            name for name, module in sys.modules.items() if "site-packages" in (getattr(module, "__file__", 0) or "")
        ]
        return Tests(by_line, dict(self.seconds), installed)


def trace(answer: Connection) -> None:
    """Run the quick tests and tell what they run."""
    sys.dont_write_bytecode = False  # all that no mutant changes is compiled once
    tracer = Tracer()
    tracer.coverage.start()
    pytest.main([*OPTIONS, "-m", "quick", "--continue-on-collection-errors"], plugins=[tracer])
    tracer.coverage.stop()
    answer.send(tracer.tests())


def meet(tests: list[str], seconds: float) -> None:
    """End this process with what pytest says of the tests."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.dont_write_bytecode = True
    log = os.open("../last-mutant.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os._exit(pytest.main([*OPTIONS, "-x", *tests]))


def passes(tests: list[str], seconds: dict[str, float]) -> bool:
    """Whether all of the tests pass, in a process that has imported nothing of the project yet."""
    process = forked.Process(target=meet, args=(tests, SECONDS + 4 * sum(map(seconds.get, tests))))
    process.start()
    process.join()
    return process.exitcode == 0


def survives(mutant: Mutant, tests: Tests) -> bool:
    """Whether all tests that it meets pass, or it meets none."""
    met = tests.of(mutant)
    if not met:
        return True
    source, changed = mutant.source()
    path, times = Path(mutant.path), os.stat(mutant.path)
    path.write_text(changed, "utf-8")
    try:
        return passes(met, tests.seconds)
    finally:
        path.write_text(source, "utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # what is compiled of it holds again


def mutants() -> Iterator[Mutant]:
    """All changes that can be made."""
    # Types of fields, written with |, are no behaviour.
    names = [name for name in sorted(operator_names()) if "BitOr_" not in name and not get_operator(name).arguments()]
    for path in sorted(path for folder in FOLDERS for path in Path("planbook", folder).rglob("*.py")):
        nodes = [*ast_nodes(get_ast(path.read_text("utf-8")))]
        for name in names:
            operator, number = get_operator(name)(), count()
            for node in nodes:
                for start, end in operator.mutation_positions(node):
                    yield Mutant(str(path), name, next(number), start[0], end[0])


def traced() -> Tests:
    """What the quick tests run, told by a process of its own."""
    here, there = forked.Pipe(duplex=False)
    process = forked.Process(target=trace, args=(there,))
    process.start()
    tests = here.recv()
    process.join()
    return tests


def preload(libraries: list[str]) -> None:
    """Import what all tests import, so that no mutant waits for it."""
    for name in libraries:
        importlib.import_module(name)
    gc.freeze()


def drawn(many: int, seed: int) -> list[Mutant]:
    """So many of the changes that are Python at all, always the same for a seed."""
    every = [*mutants()]
    random.Random(seed).shuffle(every)
    return [*islice(filter(Mutant.is_python, every), many)]


def main(many: int, seed: int) -> None:
    """Tell of each mutant that survives, and how many do."""
    tests = traced()
    preload(tests.libraries)
    sample = drawn(many, seed)
    met = next(filter(None, map(tests.of, sample)), [])
    if not (met and passes(met, tests.seconds)):
        raise SystemExit("What changes nothing fails, too: see build/mutants/last-mutant.log.")
    survivors = 0
    for mutant in sample:
        if survives(mutant, tests):
            survivors += 1
            texts = (text.splitlines() for text in mutant.source())
            print(*unified_diff(*texts, mutant.path, mutant.operator, n=1, lineterm=""), "", sep="\n", flush=True)
    print(f"{survivors} of {len(sample)} mutants survive (seed {seed}).")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
