"""The quick tests, and those that start git alone, as mutation testing runs them: `quick_tests.py contexts FILE` runs all and writes down which come by which
line, `quick_tests.py failed FILE` those that it is told on its standard input, in that order, and writes down which fail."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

# Tests of the source itself notice no change of what runs.
OPTIONS = (
    *("-q", "-n0", "-pno:cacheprovider", "-pno:unraisableexception", "--basetemp=../tmp"),
    *(f"--ignore-glob=*/test_{name}.py" for name in ("house_rules", "messages", "patterns", "written_files")),
)


class Chosen:
    """What pytest is given to run some tests in an order, and to note which fail."""

    def __init__(self, tests: list[str]) -> None:
        self.turns = {test: turn for turn, test in enumerate(tests)}
        self.failed: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.turns), key=lambda item: self.turns[item.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome == "failed":
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.pytest_runtest_logreport(report)


class Contexts:
    """What pytest is given to note where a test comes by; what a shared fixture does is done by all tests that use it."""

    def __init__(self, switch_context: Callable[[str], None]) -> None:
        self.switch_context = switch_context
        self.context = ""
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.users: dict[str, list[str]] = defaultdict(list)
        self.file = ""

    def switch(self, context: str) -> str:
        """What comes now is of this context; the one before."""
        before, self.context = self.context, context
        self.switch_context(context)
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
        if report.outcome == "failed":
            self.failed.add(report.nodeid)

    def told(self, data: Any) -> dict:
        """The CPU of each test that passes, and the tests by file and line; of what is done at import the test is ""."""
        tests = [test for test in self.seconds if test not in self.failed]
        numbers = {test: number for number, test in enumerate(tests)}
        lines = {
            str(Path(file).relative_to(Path.cwd())): {
                line: sorted(
                    {numbers[test] for name in contexts for test in self.users[name] if test in numbers}
                    | ({-1} if "" in contexts else set())
                )
                for line, contexts in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        return {"seconds": {test: self.seconds[test] for test in tests}, "lines": lines}


def contexts() -> dict:
    """All tests, and which come by which line."""
    sys.path.append("../tools")  # behind our libraries
    from coverage import Coverage  # noqa: PLC0415

    coverage = Coverage(data_file=None, source=["planbook"], config_file=False)
    plugin = Contexts(coverage.switch_context)
    coverage.start()
    pytest.main([*OPTIONS, "-m", "quick or git", "--continue-on-collection-errors"], plugins=[plugin])
    coverage.stop()
    return plugin.told(coverage.get_data())


def failed(*options: str) -> list[str]:
    """The tests that fail of those that are told."""
    tests = json.load(sys.stdin)
    plugin = Chosen(tests)
    code = pytest.main([*OPTIONS, *options, *sorted({test.partition("::")[0] for test in tests})], plugins=[plugin])
    return plugin.failed or ["no beginning"] * (code in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR))


if __name__ == "__main__":
    task, file, *options = sys.argv[1:]
    Path(file).write_text(json.dumps({"contexts": contexts, "failed": failed}[task](*options)), "utf-8")
