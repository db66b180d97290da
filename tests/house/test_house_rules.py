"""The rules of the house that no other tool holds."""

import ast
import io
import re
import subprocess
import tokenize
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.house import sources

MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "planbook").rglob("*.py"))
VIETNAMESE = re.compile(r"[\u1EA0-\u1EF9ăâđêôơưĂÂĐÊÔƠƯ]")
TEXTS = (tokenize.STRING, tokenize.COMMENT)
PAGES = sorted(path.stem for path in (ROOT / "content/developing").glob("*.md"))
# A protocol.
TWICE_ON_PURPOSE = {"check"}
# Pronouns and participles that do not say what a thing is; `what` is a key of the data, `made` a time of a build.
PRONOUNS = {
    *("one", "ones", "this", "that", "these", "those", "other", "others", "each", "both", "such", "some", "same"),
    *("found", "said", "given", "wanted", "told", "known", "named", "shown", "kept", "seen", "taken", "held", "asked"),
    "meant",
}
PRONOUNS_ON_PURPOSE = {("planbook/render/search_index.py", "same")}  # a key of templates/site/search.yaml
VAGUE = {"utils", "helpers", "manager", "common", "base", "misc"}


def tracked() -> list[Path]:
    answer = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in answer.stdout.splitlines()]


def vietnamese(module: str) -> list[str]:
    """The Vietnamese words of a module with their lines; its docstrings and comments may quote, between quotation marks, what is looked for or printed."""
    text = (ROOT / module).read_text("utf-8")
    if not VIETNAMESE.search(text):
        return []
    quoted = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`")
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type in TEXTS]
    return [
        f"{token.start[0]}: {word}"
        for token in tokens
        for word in (
            quoted.sub("", token.string.removeprefix('"""').removesuffix('"""'))
            if token.string.startswith(('"""', "#"))
            else token.string
        ).split()
        if VIETNAMESE.search(word)
    ]


def test_vietnamese_lives_in_data_templates_and_catalogue_only():
    assert {module: words for module in MODULES if (words := vietnamese(module))} == {}


def unfit(module: str) -> list[str]:
    """What keeps a module from saying what it is and fitting a reader."""
    text = (ROOT / module).read_text(encoding="utf-8")
    faults = {
        "no docstring": not ast.get_docstring(sources.trees()[ROOT / module]),
        "a docstring that gives, returns or gets": re.search(r'"""(?:Gives?|Returns?|Gets?) .*', text),
        "more than 350 lines": len(text.splitlines()) > 350,
        "a name that says nothing": Path(module).stem in VAGUE,
    }
    return [fault for fault, is_there in faults.items() if is_there]


def test_a_module_says_what_it_is_and_fits_a_reader():
    assert {module: faults for module in MODULES if (faults := unfit(module))} == {}


def public_names(module: str) -> set[str]:
    """What a module defines for others: its functions, classes and constants."""
    names = set()
    for node in sources.trees()[ROOT / module].body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)} | {getattr(node, "name", "_")}
    return {name for name in names if not name.startswith("_")}


def test_a_public_name_means_one_thing_in_the_whole_house():
    homes: dict[str, list[str]] = {}
    for module in MODULES:
        for name in public_names(module):
            homes.setdefault(name, []).append(module)
    twice = {name: modules for name, modules in homes.items() if len(modules) > 1}

    assert {name: modules for name, modules in twice.items() if name not in TWICE_ON_PURPOSE} == {}
    assert set(twice) == TWICE_ON_PURPOSE
    assert len(twice) <= len(homes) / 100


def pronouns(module: str) -> list[str]:
    """The pronouns that a module gives to variables, arguments, fields, attributes, classes and functions."""
    names = []
    for node in sources.nodes()[ROOT / module]:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.append(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                names.append(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                names.append(name)
    return [name for name in names if name.strip("_").lower() in PRONOUNS]


def test_a_name_says_what_a_thing_is():
    names = {(module, name) for module in MODULES for name in pronouns(module)}

    assert names - PRONOUNS_ON_PURPOSE == set()


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
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    folders = {path.parent for path in (ROOT / "planbook").rglob("*.py")}

    assert wheel["packages"] == ["planbook"]
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


def layers() -> list[list[str]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return [re.split(r"\s*\|\s*", row) for row in next(one for one in contracts if one["type"] == "layers")["layers"]]


def test_every_package_and_nothing_else_has_its_layer():
    loose = {path.stem for path in (ROOT / "planbook").glob("*.py")} - {"__init__", "__main__"}
    folders = {path.parent.name for path in (ROOT / "planbook").glob("*/__init__.py")}

    assert sorted(name for row in layers() for name in row) == sorted(loose | folders)


def test_the_architecture_page_shows_the_rows_that_are_enforced():
    page = (ROOT / "content/developing/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?`) \|", page, re.MULTILINE)

    assert [re.findall(r"`([a-z]+)`", row) for row in rows] == layers()


def test_a_test_stands_in_the_folder_of_what_it_tests():
    folders = {path.name for path in (ROOT / "planbook").iterdir() if path.is_dir()} | {"agreement", "site", "house"}
    below = [path.relative_to(ROOT) for path in tracked() if path.name.startswith("test_")]
    tests = [path.relative_to("tests") for path in below if path.parts[0] == "tests"]

    assert len(tests) > 100
    assert [path for path in tests if path.parts[0] not in folders] == []


def test_every_folder_says_what_it_may_import():
    rows = layers()
    below = {name: ", ".join(rows[at + 1]) for at, row in enumerate(rows[:-2]) for name in row}
    may = {name: f"May import {names} and what stands below." for name, names in below.items()}
    may |= {"commands": "May import everything but cli.", "messages": "Imports nothing else of planbook."}
    may |= dict.fromkeys(rows[-2], "May import messages.")
    for path in (ROOT / "planbook").glob("*/**/__init__.py"):
        package, *inner = path.parent.relative_to(ROOT / "planbook").parts
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring.endswith(f"May import what {package} may." if inner else may[package]), path


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *(f"content/developing/{name}.md" for name in PAGES)])
def test_every_file_that_a_page_for_developers_names_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`([a-z][\w*./-]*/(?:[\w*-]+\.(?:py|po|yaml|html|md|yml|txt|css))?)`", text)
    made = re.compile(r"(build|site|lich|data/seals|data/opinions|[a-z]+-[a-z]+)/")  # by commands

    assert named
    assert [
        one for one in named if not made.match(one) and not (any(ROOT.glob(one)) or any(ROOT.glob(f"planbook/{one}")))
    ] == []


def test_a_newcomer_reads_the_readme_to_the_end():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 60
