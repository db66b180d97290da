"""Templates of the program are compiled once for all processes; nothing that an office can write is ever run as code."""

import sys
from pathlib import Path

import pytest

from planbook.render.templates import PageSandbox, Templates
from planbook.repository.program_files import program_folder

PROGRAM = program_folder()
NAME = "site/contents.html"
VALUES = {"headings": (), "page": {"meta": {"duties": {}}}}


@pytest.fixture
def compiled(tmp_path, monkeypatch):
    """The names of the templates that Jinja compiles, where Python keeps compiled code in a folder of the test."""
    names = []
    original = PageSandbox._generate

    def generate(self, source, name, *rest, **options):
        names.append(name)
        return original(self, source, name, *rest, **options)

    monkeypatch.setattr(PageSandbox, "_generate", generate)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    return names


def another_process(monkeypatch, root: Path = PROGRAM) -> str:
    """What a process says that has compiled nothing yet."""
    monkeypatch.setattr(PageSandbox, "_compiled", {})
    return Templates(root / "templates").render(NAME, **VALUES)


def kept(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]


def test_a_template_of_the_program_is_compiled_for_the_first_process_alone(compiled, tmp_path, monkeypatch):
    text = another_process(monkeypatch)
    first = [*compiled]

    assert NAME in first
    assert len(kept(tmp_path)) == len(first)
    assert another_process(monkeypatch) == text
    assert compiled == first


@pytest.mark.parametrize(
    "harm", [lambda code: code[:-9], lambda code: code[:0], lambda code: code[:40] + b"x" + code[41:]]
)
def test_what_is_kept_and_damaged_is_compiled_again(compiled, tmp_path, monkeypatch, harm):
    text = another_process(monkeypatch)
    first, whole = [*compiled], {path: path.read_bytes() for path in kept(tmp_path)}
    for path, code in whole.items():
        path.write_bytes(harm(code))

    assert another_process(monkeypatch) == text
    assert compiled == 2 * first
    assert {path: path.read_bytes() for path in kept(tmp_path)} == whole


def test_what_an_office_edited_is_kept_nowhere_and_takes_nothing_that_was_kept(compiled, tmp_path, monkeypatch):
    another_process(monkeypatch)
    before = {path: path.read_bytes() for path in kept(tmp_path)}
    own = tmp_path / "office/templates" / NAME
    own.parent.mkdir(parents=True)
    own.write_text("the office's own", "utf-8")

    assert another_process(monkeypatch, tmp_path / "office") == "the office's own"
    assert {path: path.read_bytes() for path in kept(tmp_path)} == before
    assert [path for path in (tmp_path / "office").rglob("*") if path.is_file()] == [own]


def test_nothing_is_kept_where_python_may_keep_nothing(compiled, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    another_process(monkeypatch)

    assert kept(tmp_path) == []
