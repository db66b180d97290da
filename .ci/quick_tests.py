"""The quick tests, and those that start git alone, as mutation testing runs them: `quick_tests.py FILE FOLDER…` runs all and writes down which
come by which statement of these folders; `failed` runs those that it is told, in that order, and says which fail.
"""

import ast
import builtins
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.metadata import entry_points
from pathlib import Path
from types import CodeType

import pytest

# Tests of the source itself notice no change of what runs.
OPTIONS = (
    *("-q", "-n0", "-pno:cacheprovider", "-pno:unraisableexception"),
    *(f"--ignore-glob=*/test_{name}.py" for name in ("house_rules", "messages", "patterns", "written_files")),
)


TOP = Path.cwd()  # tests go elsewhere
MARKS = "__marks__"  # what all modules know by this name: a byte for each statement, which is 1 once it was come by


class Marking(SourceFileLoader, ast.NodeTransformer):
    """Loads a module each of whose statements leaves a mark, which costs little; to be told of each line costs as much again as the tests."""

    marks = bytearray()
    places: list[tuple[str, int]] = []  # noqa: RUF012  # where each statement begins, by its number

    def get_code(self, _: str) -> CodeType:
        """The code of the module; nothing that was compiled is kept."""
        source = self.visit(ast.parse(self.get_data(self.path)))
        return compile(ast.fix_missing_locations(source), self.path, "exec")

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Put a mark before each statement."""
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, [part for statement in block for part in self._marked(statement)])
        return node

    def _marked(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not is_text and getattr(statement, "module", "") != "__future__":
            mark = ast.parse(f"{MARKS}[{len(self.places)}] = 1").body[0]
            yield ast.copy_location(mark, statement)
            self.marks.append(0)
            self.places.append((str(Path(self.path).relative_to(TOP)), first_line(statement)))
        yield statement


class MarkedFolders(MetaPathFinder):
    """Finds the modules of some folders of the program."""

    def __init__(self, folders: Collection[str]) -> None:
        self.folders = tuple(f"planbook.{folder.replace('/', '.')}." for folder in folders)

    def find_spec(self, fullname: str, path: Sequence[str] | None, _: object = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if f"{fullname}.".startswith(self.folders) else None
        if spec and spec.origin:
            spec.loader = Marking(fullname, spec.origin)
        return spec


def first_line(statement: ast.stmt) -> int:
    """Where a statement begins, with what stands above a function or class."""
    return min(part.lineno for part in (statement, *getattr(statement, "decorator_list", ())))


class Chosen:
    """What pytest is given to run some tests in an order, and to note which fail."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.turns = {test: turn for turn, test in enumerate(tests)}
        self.failed: list[str] = []
        self.ran: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.turns), key=lambda item: self.turns[item.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.ran.add(report.nodeid)
        self.pytest_collectreport(report)

    def pytest_collectreport(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        if report.outcome == "failed":
            self.failed.append(report.nodeid)


class Contexts:
    """What pytest is given to note where a test comes by; what a shared fixture does is done by all tests that use it."""

    def __init__(self) -> None:
        self.context = ""
        self.came_by: dict[str, set[int]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.users: dict[str, list[str]] = defaultdict(list)
        self.file = ""

    def switch(self, context: str) -> str:
        """What comes now is of this context; the one before."""
        before, self.context = self.context, context
        self.came_by[before] |= {mark.start() for mark in re.finditer(b"\1", Marking.marks)}
        Marking.marks[:] = bytes(len(Marking.marks))
        return before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if item.path.name != self.file:  # what a file before it had worked out is worked out again
            self.file = item.path.name
            values = [
                value
                for name, module in [*sys.modules.items()]
                if name.startswith("planbook")
                for value in vars(module).values()
            ]
            for kept in values:
                if type(kept) is type(cache(len)):
                    kept.cache_clear()
        for name in (item.nodeid, *(f"fixture {fixture}" for fixture in item.fixturenames)):
            self.users[name].append(item.nodeid)
        self.switch(item.nodeid)
        begin = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] += time.process_time() - begin
            self.switch("")

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        test = self.switch(f"fixture {fixturedef.argname}")
        try:
            return (yield)
        finally:
            self.switch(test)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.pytest_collectreport(report)

    def pytest_collectreport(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        if report.outcome == "failed":
            self.failed.add(report.nodeid)

    def told(self) -> dict:
        """The CPU of each test that passes, the tests by file and line (of what is done at import the test is -1), and what fails or cannot be read."""
        tests = [test for test in self.seconds if test not in self.failed]
        numbers = {test: number for number, test in enumerate(tests)}
        lines: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for context, marks in self.came_by.items():
            users = {numbers[test] for test in self.users[context] if test in numbers} if context else {-1}
            for path, line in (Marking.places[mark] for mark in marks):
                lines[path][line] |= users
        listed = {path: {line: sorted(users) for line, users in of_file.items()} for path, of_file in lines.items()}
        seconds = {test: self.seconds[test] for test in tests}
        ours = {
            entry.module.partition(".")[0] for entry in entry_points(group="pytest11")
        }  # pytest loads its plugins itself
        ours |= {"planbook", "tests", "pictures", "__main__"}
        libraries = [name for name in sys.modules if name.partition(".")[0] not in ours]
        return {"seconds": seconds, "lines": listed, "failed": sorted(self.failed), "libraries": libraries}


def place_of_tests(process: int) -> Path:
    """Where the tests of a process have their folders: below ours they would stand in its repository."""
    return Path(tempfile.gettempdir(), f"planbook-mutants-{process}")


def contexts(folders: Collection[str], files: Sequence[str] = ()) -> dict:
    """All tests, or those of some files, and which come by which line."""
    setattr(builtins, MARKS, Marking.marks)
    sys.meta_path.insert(0, MarkedFolders(folders))
    plugin = Contexts()
    pytest.main(
        [
            *OPTIONS,
            f"--basetemp={place_of_tests(os.getpid())}",
            "--continue-on-collection-errors",
            *(files or ("-m", "quick or git")),
        ],
        plugins=[plugin],
    )
    shutil.rmtree(place_of_tests(os.getpid()), ignore_errors=True)
    plugin.switch("")
    return plugin.told()


def with_anew(before: dict, anew: dict, files: Collection[str]) -> dict:
    """What was noted of all tests, those of some files as they ran anew."""
    kept = {test: time for test, time in before["seconds"].items() if test.partition("::")[0] not in files}
    seconds = kept | anew["seconds"]
    numbers = {test: number for number, test in enumerate(seconds)}
    lines: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for noted, tests in ((before, kept), (anew, anew["seconds"])):
        now = {at: numbers[test] for at, test in enumerate(noted["seconds"]) if test in tests} | {-1: -1}
        for path, of_file in noted["lines"].items():
            for line, users in of_file.items():
                lines[path][str(line)] |= {now[user] for user in users if user in now}
    listed = {path: {line: sorted(users) for line, users in of_file.items()} for path, of_file in lines.items()}
    unread = [test for test in before["failed"] if test.partition("::")[0] not in files]
    return {**before, "seconds": seconds, "lines": listed, "failed": [*unread, *anew["failed"]]}


def failed(tests: Sequence[str], *options: str) -> dict:
    """The tests that fail of those that are told, and how many did run."""
    plugin = Chosen(tests)
    code = pytest.main(
        [
            *OPTIONS,
            f"--basetemp={place_of_tests(os.getppid())}",
            *options,
            *sorted({test.partition("::")[0] for test in tests}),
        ],
        plugins=[plugin],
    )
    none = ["no beginning"] * (code in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR))
    return {"failed": plugin.failed or none, "ran": len(plugin.ran)}


def write_answer(file: Path, answer: dict) -> None:
    """Write down what others read."""
    file.write_text(json.dumps(answer), "utf-8")


def main(file: Path, names: Sequence[str]) -> None:
    """Run all tests, or some files anew, and write down what is noted."""
    files = [name for name in names if name.endswith(".py")]
    noted = contexts([name for name in names if name not in files], files)
    write_answer(file, with_anew(json.loads(file.read_text("utf-8")), noted, files) if files else noted)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
