"""Errors in one manner: a kind of refusal has a class of its own where somebody tells it apart, and nowhere else."""

import ast
from collections.abc import Iterator

from tests.house import sources

KINDS = {"Refusal", "Misuse", "MachineFault"}


def told_apart(node: ast.AST) -> Iterator[str]:
    """The names of errors that an `except`, a `suppress` or an `isinstance` asks for."""
    asked: list[ast.AST | None] = []
    if isinstance(node, ast.ExceptHandler):
        asked = [node.type]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("suppress", "isinstance"):
        asked = [*node.args]
    yield from (name.id for part in asked if part for name in ast.walk(part) if isinstance(name, ast.Name))


def test_a_refusal_that_nobody_tells_apart_has_no_class():
    nodes = [node for inner in sources.nodes().values() for node in inner]
    caught = {name for node in nodes for name in told_apart(node)}
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    bases = {base.id for node in classes for base in node.bases if isinstance(base, ast.Name)}
    plain = {
        node.name
        for node in classes
        if KINDS & {base.id for base in node.bases if isinstance(base, ast.Name)}
        and not any(isinstance(part, ast.FunctionDef) for part in node.body)
        and not any("bullet" in ast.unparse(part) for part in node.body if isinstance(part, ast.Assign))
    }

    assert plain - caught - bases - KINDS == set()
