"""The rules of the house that no other tool holds."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "planbook").rglob("*.py"))
VIETNAMESE = re.compile(r"[\u1EA0-\u1EF9ăâđêôơưĂÂĐÊÔƠƯ]")
VAGUE = {"utils", "helpers", "manager", "common", "base", "misc"}


def tracked() -> list[Path]:
    answer = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in answer.stdout.splitlines()]


@pytest.mark.parametrize("module", [name for name in MODULES if name != "planbook/wording/numbering.py"])
def test_vietnamese_lives_in_data_templates_and_catalogue_only(module):
    code = (ROOT / module).read_text(encoding="utf-8")
    # Docstrings may show what is printed.
    strings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    }
    for docstring in filter(None, strings):
        code = code.replace(docstring, "")
    code = re.sub(r"#.*", "", code)

    assert not VIETNAMESE.findall(code)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_and_fits_a_reader(module):
    text = (ROOT / module).read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 350
    assert Path(module).stem not in VAGUE


def test_nothing_committed_names_a_machine():
    paths = re.compile(r"/(root|home|work)/[a-z]|file:///(?!etc/hostname)")
    found = [
        (path.name, match.group())
        for path in tracked()
        if path.suffix in {".py", ".md", ".yaml", ".yml", ".toml", ".html", ".css", ".txt", ".lock", ""}
        and path.name != "test_house_rules.py"
        and path.is_file()
        for match in paths.finditer(path.read_text(encoding="utf-8"))
    ]

    assert not found


def test_every_package_is_shipped():
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {path.parent for path in (ROOT / "planbook").rglob("*.py")}

    assert setuptools["packages"]["find"]["include"] == ["planbook*"]
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_the_locks_pin_every_package_by_hash():
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][a-z0-9_.-]*==\S+.*$", text, re.MULTILINE | re.IGNORECASE)

        assert len(pins) > 20
        assert all(pin.endswith("\\") for pin in pins)
        assert "://" not in text


def test_the_theme_asks_python_for_nothing_so_that_other_generators_can_fill_it():
    theme = ROOT / "templates/site/theme"
    calls = re.compile(r"\{[{%][^}]*\.(?:startswith|endswith|split|strip|replace|items|get|lower|upper|format|join)\(")
    templates = list(theme.rglob("*.html"))

    assert templates
    assert [path.name for path in templates if calls.search(path.read_text("utf-8"))] == []
