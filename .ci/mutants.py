"""Small wrong changes at random places, one at a time, and which of them no quick test notices: `.ci/mutants HOW_MANY SEED`.

The changes are Cosmic Ray's. One process collects the quick tests and forks: once to run them all with probes at the places that
were drawn, which tells which test comes by where, then for each change, which is put into the functions that are there. What
modules do while they are imported is imported anew instead, in a process forked from one that has the libraries.
"""

import ast
import gc
import importlib
import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from difflib import unified_diff
from itertools import accumulate, count, islice
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from warm_tests import ANEW, Place, Runs, anew, collected

FOLDERS = ("authoring/rollover", "changes", "checks", "model", "views", "wording")
MOST_SECONDS = 6  # of CPU, for the tests that a mutant meets: a survivor costs no more
EACH_TURN = 3  # tests of a file before it is the turn of the next file
# Not drawn, because nobody can see them: the types of fields (|), `is` for == and the other way where what is equal is one object,
# what only keeps programmers from mistakes, what only saves time, and imports of types. No operator changes docstrings.
UNSEEN = {f"ReplaceComparisonOperator_{name}" for name in ("Eq_Is", "NotEq_IsNot", "Is_Eq", "IsNot_NotEq")}
PASSED = {"name", "newline", "string", "trailer", "atom_expr", "simple_stmt"}  # no operator changes these
PUNCTUATION = {*"()[]{},.:="}
GUARDS, CACHES = {"frozen", "slots", "strict"}, {"cache", "lru_cache"}
forked = multiprocessing.get_context("fork")


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


def met(place: Place, runs: Runs, kills: Counter[str]) -> list[str]:
    """The tests that come by a place: first those that are called as its module, those that have killed, some of each file in turn."""
    words = {word for word in Path(place.path).stem.split("_") if len(word) > 3}
    turns: Counter[str] = Counter()
    order = {}
    for test in sorted(runs.by_place[place], key=lambda test: (runs.seconds[test], test)):
        file = test.partition("::")[0]
        named = sum(word in test for word in words)
        order[test] = -named, not kills[test], turns[file] // EACH_TURN, runs.seconds[test], test
        turns[file] += 1
    ordered = sorted(order, key=order.__getitem__)
    spent = accumulate(runs.seconds[test] for test in ordered)
    return [test for test, seconds in zip(ordered, spent, strict=True) if seconds <= MOST_SECONDS or test == ordered[0]]


def killer(mutant: Mutant, tests: list[str], passing: dict[str, bool], others: Any) -> str | None:
    """What tells that a mutant is wrong, if anything does: a test, or that it came to no end."""

    def answer(source: str, changed: str, tests: list[str]) -> str | None:
        others.send((mutant.place.path, source, changed, tests))
        return others.recv()

    source, changed = mutant.source()
    is_changed = mutant.place.is_in_function(source)
    while tests := [test for test in tests if passing.get(test, True)]:
        killing = answer(source, changed, tests) if is_changed else ANEW
        if killing == ANEW:
            killing = anew(mutant.place.path, source, changed, tests)
        if killing in tests and killing not in passing:
            passing[killing] = answer(source, source, [killing]) is None
        if passing.get(killing, True):  # else it fails whatever is changed, and tells nothing
            return killing
    return None


def tell(sample: list[Mutant], seed: int, runs: Runs, others: Any) -> None:
    """Tell of each mutant that survives, and how many do."""
    kills: Counter[str] = Counter()
    passing: dict[str, bool] = {}
    survivors = 0
    for mutant in sample:
        tests = met(mutant.place, runs, kills)
        if killing := killer(mutant, tests, passing, others):
            kills[killing] += 1
        else:
            survivors += 1
            print(f"{len(tests)} tests:", mutant.told(), sep="\n", flush=True)
    print("Fail whatever is changed:", *(test for test in passing if not passing[test]), sep="\n", file=sys.stderr)
    print(*(f"{number} {test}" for test, number in kills.most_common(10)), sep="\n", file=sys.stderr)
    print(f"{survivors} of {len(sample)} mutants survive (seed {seed}).")


def main(many: int, *seeds: int) -> None:
    """Draw mutants, see which tests come by them, and let them meet."""
    every = [*mutants()]
    samples = {seed: drawn(every, many, seed) for seed in seeds}
    places = {mutant.place for sample in samples.values() for mutant in sample}
    others, asked = forked.Pipe()
    forked.Process(target=collected, args=(asked, places)).start()
    try:
        runs = others.recv()
        for name in runs.libraries:
            with suppress(ImportError):  # it is imported in a way of its own
                importlib.import_module(name)
        gc.freeze()
        for seed, sample in samples.items():
            tell(sample, seed, runs, others)
    finally:
        others.send(None)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
