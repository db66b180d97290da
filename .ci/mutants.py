"""Small wrong changes at random places, one at a time, and which of them no quick test notices: `.ci/mutants HOW_MANY SEED…`.

The changes are Cosmic Ray's. The quick tests are run once in a program whose statements leave marks, which tells which test
comes by which (`quick_tests.py`). Then each change is written into the copy of the project and meets the tests that come by, in a
process of its own that stops at the first failure.
"""

import ast
import gc
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from difflib import unified_diff
from functools import cache
from importlib import import_module
from itertools import accumulate, count, islice
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import quick_tests
from quick_tests import first_line, write_answer

sys.path.append("../tools")  # behind our libraries

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

USUAL = ("authoring/rollover", "changes", "checks", "model", "views", "wording")
FOLDERS = (*os.environ.get("FOLDERS", "").split(),) or USUAL
MOST_SECONDS = (12, 60)  # of CPU, for the tests that a mutant meets, and for others if these do not notice it
# A mutant may loop for ever or fill the memory. CPU is counted, not time: other programs may run beside it.
BEGINNING, MEMORY = 20, 8 << 30  # seconds beside twice those of the tests
EACH_TURN = 3  # tests of a file before it is the turn of the next file
# Not drawn, because nobody can see them: the types of fields (|), `is` for == and the other way where what is equal is one object,
# what only keeps programmers from mistakes, what only saves time, imports of types, and what is compiled to the same. No operator
# changes docstrings.
UNSEEN = {f"ReplaceComparisonOperator_{name}" for name in ("Eq_Is", "NotEq_IsNot", "Is_Eq", "IsNot_NotEq")}
# Nor an order of words: of a closed list of words one that is asked for is often the first or the last.
ORDERS = {f"ReplaceComparisonOperator_{old}_{new}" for old in ("Eq", "NotEq") for new in ("Lt", "LtE", "Gt", "GtE")}
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

    def is_seen(self) -> bool:
        """Whether it is a program, for the ** of keywords is no operator, and another one than before."""
        try:
            # Without assertions.
            before, after = (compile(text, "", "exec", dont_inherit=True, optimize=2) for text in self.source())
        except SyntaxError:
            return False
        return without_places(before) != without_places(after)

    def told(self) -> str:
        """The change as a patch."""
        texts = (text.splitlines() for text in self.source())
        return "\n".join([*unified_diff(*texts, self.place.path, self.operator, n=1, lineterm=""), ""])


def without_places(code: CodeType) -> CodeType:
    """What is done, wherever it stands."""
    consts = (without_places(part) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=tuple(consts))


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
            is_order = name.partition("/")[2] in ORDERS
            for node in nodes:
                for start, _ in operator.mutation_positions(node):
                    mutant = Mutant(Place(str(path), *start), name, next(number))
                    if start not in nowhere and not (is_order and beside_word(node, start)):
                        yield mutant


def beside_word(node: Any, start: tuple[int, int]) -> bool:
    """Whether the sign of comparison at a place stands beside a word between quotation marks."""
    sign = node.get_leaf_for_position(start)
    return "string" in (sign.get_previous_leaf().type, sign.get_next_leaf().type)


def drawn(every: list[Mutant], many: int, seed: int) -> list[Mutant]:
    """So many of the changes that somebody could see, always the same for a seed."""
    every = [*every]
    random.Random(seed).shuffle(every)
    return [*islice(filter(Mutant.is_seen, every), many)]


class Tests:
    """The quick tests, which of them come by which line, and which have noticed a change."""

    def __init__(self, contexts: Path) -> None:
        noted = json.loads(contexts.read_text("utf-8"))
        self.lines: dict[str, dict[str, list[int]]] = noted["lines"]
        self.seconds: dict[str, float] = noted["seconds"]
        self.names = [*self.seconds]
        self.unread: list[str] = noted["failed"]
        self.libraries: list[str] = noted["libraries"]
        self.kills: Counter[str] = Counter()

    def by_line(self, place: Place) -> set[int]:
        """The tests that come by the lines of a statement up to a place."""
        lines = self.lines.get(place.path, {})
        return {test for line in range(statement(place), place.line + 1) for test in lines.get(str(line), ())}

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
        """First those that are called as the module, stand in the folder of its tests, have noticed a change, some of each file in turn."""
        folder = f"tests/{Path(place.path).parts[1]}/"
        words = {word for word in Path(place.path).stem.split("_") if len(word) > 3}
        turns: Counter[str] = Counter()
        order = {}
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            file = test.partition("::")[0]
            named = sum(word in test for word in words)
            order[test] = (
                test not in near,
                -named,
                not test.startswith(folder),
                not self.kills[test],
                turns[file] // EACH_TURN,
                self.seconds[test],
                test,
            )
            turns[file] += 1
        return sorted(order, key=order.__getitem__)

    def in_time(self, ordered: list[str], most: float) -> list[str]:
        """So many of some tests as there is time for, and the first."""
        spent = accumulate(self.seconds[test] for test in ordered)
        return [test for test, seconds in zip(ordered, spent, strict=True) if seconds <= most or test == ordered[0]]


@cache
def statement(place: Place) -> int:
    """Where the innermost statement around a place begins."""
    statements = (
        node for node in ast.walk(ast.parse(Path(place.path).read_text("utf-8"))) if isinstance(node, ast.stmt)
    )
    around = (first_line(node) for node in statements if first_line(node) <= place.line <= (node.end_lineno or 0))
    return max(around, default=place.line)


def failed(tests: list[str], seconds: float, *options: str) -> tuple[list[str], int]:
    """Which of tests fail, and how many ran; "no end" where they come to none, "no beginning" where the program cannot be imported.

    A process that has loaded all libraries and nothing of ours is divided: to load them takes as long as most tests.
    """
    FAILED.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (endless := BEGINNING + int(2 * seconds), endless))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(log, 1)
            os.dup2(log, 2)
            write_answer(FAILED, quick_tests.failed(tests, *options))
        except BaseException:  # noqa: BLE001  # what is raised must not go on as this process
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(0)
    os.waitpid(child, 0)
    told = json.loads(FAILED.read_text("utf-8")) if FAILED.exists() else {"failed": ["no end"], "ran": 0}
    return told["failed"], told["ran"]


def noticing(mutant: Mutant, tests: list[str], seconds: float, number: int) -> tuple[list[str], int]:
    """Which of tests fail with a change, at most the first, and how many ran."""
    file = Path(mutant.place.path)
    source, changed = mutant.source()
    times = os.stat(file)
    file.write_text(changed, "utf-8")
    os.utime(file, (number, number))  # never that of what is compiled already
    try:
        return failed(tests, seconds, "-x")
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
        coming_by, met, ran, killing = tests.met(mutant.place), 0, 0, list[str]()
        for most in MOST_SECONDS:
            chosen = tests.in_time(coming_by[met:], most)
            if chosen and not killing:
                killing, counted = noticing(mutant, chosen, most, 2 * number + (met > 0))
                met, ran = met + len(chosen), ran + counted
        print(number, *killing or ["survives"], file=sys.stderr, flush=True)
        if killing:
            noticed[killing[0]].append(mutant)
            tests.kills[killing[0]] += 1
        else:
            survivors[folder_of(mutant)] += 1
            not_run = f" ({met - ran} of them DID NOT RUN)" if ran < met else ""
            print(f"{met} tests{not_run} of {len(coming_by)} that come by:", mutant.told(), sep="\n", flush=True)
    killers = [test for test in noticed if test in tests.seconds]
    broken = {*noticed} & {*failed(killers, sum(tests.seconds[test] for test in killers))[0]}
    for mutant in (mutant for test in broken for mutant in noticed[test]):
        survivors[folder_of(mutant)] += 1
        print("only noticed by a test that fails without it too:", mutant.told(), sep="\n", flush=True)
    print(*(f"{number} {test}" for test, number in tests.kills.most_common(10)), sep="\n", file=sys.stderr)
    print(*(f"{folder}: {survivors[folder]} of {number}" for folder, number in sorted(drawn_of.items())), sep="\n")
    print(f"{survivors.total()} of {len(sample)} mutants survive (seed {seed}).", flush=True)


def main(many: int, *seeds: int) -> None:
    """Draw mutants, see which tests come by which line, and let them meet."""
    every = [*mutants()]
    # Nothing was changed since the tests ran but these files of them (or none: any other word); other seeds are wanted.
    same = os.environ.get("SAME_TESTS", "").split()
    files = [word for word in same if word.endswith(".py")]
    if files or not same:
        words = [sys.executable, ".ci/quick_tests.py", str(CONTEXTS), *FOLDERS, *files]
        subprocess.run(words, check=True, stdout=sys.stderr)
    tests = Tests(CONTEXTS)
    for library in tests.libraries:
        with suppress(Exception):
            import_module(library)
    gc.freeze()
    if tests.unread:
        print("Fail or cannot be read without any change, and meet none:", *tests.unread, sep="\n", flush=True)
    try:
        for seed in seeds:
            tell(drawn(every, many, seed), seed, tests)
    finally:
        shutil.rmtree(quick_tests.place_of_tests(os.getpid()), ignore_errors=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
