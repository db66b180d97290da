"""The program's own source, read once a process for all tests that look at it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from planbook.repository.limits import uncollected
from tests.conftest import ROOT


@cache
@uncollected()
def trees() -> dict[Path, ast.Module]:
    """Every module of the program, in the order of the paths."""
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "planbook").rglob("*.py"))}


@cache
@uncollected()
def nodes() -> dict[Path, tuple[ast.AST, ...]]:
    """All that stands in each module, flat."""
    return {path: tuple(ast.walk(tree)) for path, tree in trees().items()}


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every call of the program with its module."""
    return ((path, node) for path, inner in nodes().items() for node in inner if isinstance(node, ast.Call))
