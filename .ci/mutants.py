"""Small wrong changes at random places, one at a time, and which of them no quick test notices: `.ci/mutants HOW_MANY SEED…`.

The changes are Cosmic Ray's. The quick tests are run once with coverage, which tells which test comes by which line
(`quick_tests.py`). Then each change is written into the copy of the project and meets the tests that come by, in a process of
its own that stops at the first failure.
"""

import ast
import json
import os
import random
import resource
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import unified_diff
from functools import cache
from itertools import accumulate, count, islice
from pathlib import Path
from typing import NamedTuple

sys.path.append("../tools")  # behind our libraries

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

FOLDERS = ("authoring/rollover", "changes", "checks", "model", "views", "wording")
MOST_SECONDS = 12  # of CPU, for the tests that a mutant meets: a survivor costs no more
# A mutant may loop for ever or fill the memory. CPU is counted, not time: other programs may run beside it.
ENDLESS, MEMORY = 40, 8 << 30
EACH_TURN = 3  # tests of a file before it is the turn of the next file
# Not drawn, because nobody can see them: the types of fields (|), `is` for == and the other way where what is equal is one object,
# what only keeps programmers from mistakes, what only saves time, and imports of types. No operator changes docstrings.
UNSEEN = {f"ReplaceComparisonOperator_{name}" for name in ("Eq_Is", "NotEq_IsNot", "Is_Eq", "IsNot_NotEq")}
PASSED = {"name", "newline", "string", "trailer", "atom_expr", "simple_stmt"}  # no operator changes these
PUNCTUATION = {*"()[]{},.:="}
GUARDS, CACHES = {"frozen", "slots", "strict"}, {"cache", "lru_cache"}
CONTEXTS, FAILED, LOG = Path("../contexts.json"), Path("../failed.json"), Path("../last-mutant.log")
AT_IMPORT = -1  # the test that stands for what is done while modules are imported


class Place(NamedTuple):
    """Where in a module something begins."""

    path: str
    line: int
    column: int


class Mutant(NamedTuple):
    """One change that an operator of Cosmic Ray makes in a file."""

    place: Place
    operator: str
    occurrence: int

    def source(self) -> tuple[str, str]:
        """The text of the file, and what it becomes."""
        source = Path(self.place.path).read_text("utf-8")
        return source, mutate_code(source, get_operator(self.operator)(), self.occurrence)

    def is_python(self) -> bool:
        """Whether it can be compiled: the ** of keywords is no operator, and what divides there nothing to test."""
        try:
            compile(self.source()[1], self.place.path, "exec")
        except SyntaxError:
            return False
        return True

    def told(self) -> str:
        """The change as a patch."""
        texts = (text.splitlines() for text in self.source())
        return "\n".join([*unified_diff(*texts, self.place.path, self.operator, n=1, lineterm=""), ""])


def unseen(source: str) -> set[tuple[int, int]]:
    """Where in a module nothing is drawn, by line and column: guards, caches, imports of types."""
    places = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in GUARDS:
            places.add((node.value.lineno, node.value.col_offset))
        elif isinstance(node, ast.FunctionDef):
            caches = [deco for deco in node.decorator_list if ast.unparse(deco).partition("(")[0] in CACHES]
            parts = [part for deco in caches for part in ast.walk(deco) if isinstance(part, ast.expr)]
            places |= {(part.lineno, part.col_offset - (part in caches)) for part in parts}
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            places.add((node.test.lineno, node.test.col_offset))
    return places


def mutants() -> Iterator[Mutant]:
    """All changes that are drawn from."""
    names = [name for name in sorted(operator_names()) if not get_operator(name).arguments()]
    names = [name for name in names if "BitOr_" not in name and name.partition("/")[2] not in UNSEEN]
    for path in sorted(path for folder in FOLDERS for path in Path("planbook", folder).rglob("*.py")):
        source = path.read_text("utf-8")
        nowhere = unseen(source)
        nodes = [
            node
            for node in ast_nodes(get_ast(source))
            if node.type not in PASSED and getattr(node, "value", node) not in PUNCTUATION
        ]
        for name in names:
            operator, number = get_operator(name)(), count()
            for node in nodes:
                for start, _ in operator.mutation_positions(node):
                    mutant = Mutant(Place(str(path), *start), name, next(number))
                    if start not in nowhere:
                        yield mutant


def drawn(every: list[Mutant], many: int, seed: int) -> list[Mutant]:
    """So many of the changes that are Python at all, always the same for a seed."""
    every = [*every]
    random.Random(seed).shuffle(every)
    return [*islice(filter(Mutant.is_python, every), many)]


class Tests:
    """The quick tests, which of them come by which line, and which have noticed a change."""

    def __init__(self, contexts: Path) -> None:
        noted = json.loads(contexts.read_text("utf-8"))
        self.lines: dict[str, dict[str, list[int]]] = noted["lines"]
        self.seconds: dict[str, float] = noted["seconds"]
        self.names = [*self.seconds]
        self.kills: Counter[str] = Counter()

    def by_line(self, place: Place) -> set[int]:
        """The tests that come by the lines of a statement up to a place."""
        lines = self.lines.get(place.path, {})
        return {test for line in range(first_line(place), place.line + 1) for test in lines.get(str(line), ())}

    def met(self, place: Place) -> list[str]:
        """The tests that a change meets: of what is done at import, first those that come by the same module, then any other."""
        by_line = self.by_line(place)
        if AT_IMPORT in by_line:
            near = {test for tests in self.lines[place.path].values() for test in tests}
            by_line = {*range(len(self.names))}
        else:
            near = by_line
        return self.ordered(
            place, {self.names[test] for test in by_line}, {self.names[test] for test in near - {AT_IMPORT}}
        )

    def ordered(self, place: Place, tests: set[str], near: set[str]) -> list[str]:
        """First those that are called as the module, those that have noticed a change, some of each file in turn; so many as there is time for."""
        words = {word for word in Path(place.path).stem.split("_") if len(word) > 3}
        turns: Counter[str] = Counter()
        order = {}
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            file = test.partition("::")[0]
            named = sum(word in test for word in words)
            order[test] = (
                test not in near,
                -named,
                not self.kills[test],
                turns[file] // EACH_TURN,
                self.seconds[test],
                test,
            )
            turns[file] += 1
        ordered = sorted(order, key=order.__getitem__)
        spent = accumulate(self.seconds[test] for test in ordered)
        return [
            test for test, seconds in zip(ordered, spent, strict=True) if seconds <= MOST_SECONDS or test == ordered[0]
        ]


@cache
def first_line(place: Place) -> int:
    """Where the innermost statement around a place begins."""
    tree = ast.parse(Path(place.path).read_text("utf-8"))
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= place.line <= (node.end_lineno or 0)
    ]
    return max((node.lineno for node in around), default=place.line)


def failed(tests: list[str], *options: str) -> list[str]:
    """Which of tests fail; "no end" where they come to none, "no beginning" where the program cannot be imported."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (ENDLESS, ENDLESS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    FAILED.unlink(missing_ok=True)
    with LOG.open("w") as log:
        words = [sys.executable, ".ci/quick_tests.py", "failed", str(FAILED), *options]
        subprocess.run(words, input=json.dumps(tests), text=True, stdout=log, stderr=log, check=False, preexec_fn=bound)
    return json.loads(FAILED.read_text("utf-8")) if FAILED.exists() else ["no end"]


def noticing(mutant: Mutant, tests: list[str], number: int) -> list[str]:
    """Which of tests fail with a change, at most the first."""
    file = Path(mutant.place.path)
    source, changed = mutant.source()
    times = os.stat(file)
    file.write_text(changed, "utf-8")
    os.utime(file, (number, number))  # never that of what is compiled already
    try:
        return failed(tests, "-x")
    finally:
        file.write_text(source, "utf-8")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def folder_of(mutant: Mutant) -> str:
    """The folder that it stands in."""
    return next(folder for folder in FOLDERS if mutant.place.path.startswith(f"planbook/{folder}/"))


def tell(sample: list[Mutant], seed: int, tests: Tests) -> None:
    """Tell of each mutant that survives, and how many do, by folder."""
    survivors: Counter[str] = Counter()
    drawn_of = Counter(map(folder_of, sample))
    noticed = defaultdict(list)
    for number, mutant in enumerate(sample, 1):
        met = tests.met(mutant.place)
        if killing := met and noticing(mutant, met, number):
            noticed[killing[0]].append(mutant)
            tests.kills[killing[0]] += 1
        else:
            survivors[folder_of(mutant)] += 1
            print(f"{len(met)} tests:", mutant.told(), sep="\n", flush=True)
    broken = {*noticed} & {*failed([test for test in noticed if "::" in test])}
    for mutant in (mutant for test in broken for mutant in noticed[test]):
        survivors[folder_of(mutant)] += 1
        print("only noticed by a test that fails without it too:", mutant.told(), sep="\n", flush=True)
    print(*(f"{number} {test}" for test, number in tests.kills.most_common(10)), sep="\n", file=sys.stderr)
    print(*(f"{folder}: {survivors[folder]} of {number}" for folder, number in sorted(drawn_of.items())), sep="\n")
    print(f"{survivors.total()} of {len(sample)} mutants survive (seed {seed}).", flush=True)


def main(many: int, *seeds: int) -> None:
    """Draw mutants, see which tests come by which line, and let them meet."""
    every = [*mutants()]
    subprocess.run([sys.executable, ".ci/quick_tests.py", "contexts", str(CONTEXTS)], check=True, stdout=sys.stderr)
    tests = Tests(CONTEXTS)
    for seed in seeds:
        tell(drawn(every, many, seed), seed, tests)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
