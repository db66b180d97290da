"""Runs tests/diagnostics/*.md and tests/checks/*.md: each section is a small data folder with its findings, no more.

How the sections are written is told in tests/diagnostics/README.md, which also holds the folder they all start from.
A file of tests/checks/ is the specification of the check of its name; only that check is asked.
"""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import planbook
from planbook.checks import checks, findings
from planbook.loading.workspace import load
from planbook.messages.catalogue import speaking
from planbook.messages.diagnostics import as_github, findings_as_json, findings_as_text

FOLDER = Path(__file__).parents[1] / "diagnostics"
BLOCK = re.compile(
    r"^`(?P<path>data/[^`]+)`(?P<changed>, changed)?:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
MARK = re.compile(r" *(?P<marks>\^+) (?P<finding>(?:error|warning|info|accepted)\[[a-z-]+\])(?: (?P<words>.+))?")
LETTER = re.compile(r"‹U\+(?P<code>[0-9A-F]{4})›")


def sections(path: Path) -> list[tuple[str, str]]:
    """The headings of a file with what stands below them; what stands before the first one has none."""
    preamble, *parts = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [("", preamble), *((heading, text) for heading, _, text in (part.partition("\n") for part in parts))]


BASE = {match["path"]: match["text"] for match in BLOCK.finditer(sections(FOLDER / "README.md")[0][1])}
CHECKS = FOLDER.parent / "checks"
EXAMPLES = [
    pytest.param(text, path.stem if path.parent == CHECKS else None, id=f"{path.stem}: {heading}")
    for path in [*sorted(FOLDER.glob("*.md")), *sorted(CHECKS.glob("*.md"))]
    for heading, text in sections(path)[1:]
]


def written(text: str) -> str:
    return LETTER.sub(lambda letter: chr(int(letter["code"], 16)), text)


def parsed(block: str) -> tuple[str, list[tuple[int, int, int, str, list[str]]]]:
    """The text of a block without its marks, and for each mark line, column, length, finding and words."""
    lines: list[str] = []
    marks = []
    for line in block.splitlines():
        if mark := MARK.fullmatch(line):
            above = lines[-1] if lines else ""
            start, end = mark.span("marks")
            place = (max(1, len(lines)), len(written(above[:start])) + 1, len(written(above[start:end])) or 1)
            marks.append((*place, mark["finding"], (mark["words"] or "").split(" · ")))
        else:
            lines.append(line)
    return written("".join(line + "\n" for line in lines)), marks


def changed(base: str, text: str) -> str:
    """What is left of a file when the keys of a text are taken out of it."""
    keys = set(re.findall(r"^([a-z_]+)[:：]", text, re.MULTILINE))
    return "".join(part for part in re.split(r"^(?=[a-z])", base, flags=re.MULTILINE) if part.split(":")[0] not in keys)


def described(path: str, line: int, column: int, length: int, finding: str) -> str:
    return f"{path}:{line}:{column} {'^' * length} {finding}"


@pytest.mark.parametrize(("example", "check"), EXAMPLES)
def test_example(example, check, tmp_path):
    files, expected = dict(BASE), []
    blocks = list(BLOCK.finditer(example))
    assert len(blocks) * 2 == example.count("```") > 0
    for block in blocks:
        text, marks = parsed(block["text"])
        before = changed(BASE[block["path"]], text) if block["changed"] else ""
        files[block["path"]] = before + text
        for line, *place, finding, parts in marks:
            expected.append((described(block["path"], line + before.count("\n"), *place, finding), parts))
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())

    workspace, found = load(tmp_path / "data")
    if check:
        assert found == [], findings_as_text(found, workspace.lines)
        if day := re.search(r"^On (\S+):$", example, re.MULTILINE):
            workspace = replace(workspace, day=date.fromisoformat(day[1]))
        found = [one for one in findings(workspace, [check]) if not one.allowed or " accepted[" in example]

    spans = [(one.span.path, one.span.line, one.span.column, one.span.length) for one in found]
    weights = ["accepted" if one.allowed else one.severity for one in found]
    seen = [described(*span, f"{weight}[{one.check}]") for span, weight, one in zip(spans, weights, found, strict=True)]
    assert sorted(seen) == sorted(place for place, _ in expected), findings_as_text(found, workspace.lines)
    said = [(place, f"{one.message} {one.help or ''}") for place, one in zip(seen, found, strict=True)]
    for place, parts in expected:
        texts = [text for where, text in said if where == place]
        assert any(all(part in text for part in parts) for text in texts), (parts, texts)
    for language in ("vi", "en"):  # every finding can be told in every dress
        with speaking(language):
            assert findings_as_text(found, workspace.lines).count("]: ") >= len(found)
            assert as_github(found).count("\n") == len(found)
            assert findings_as_json(found).count('"check"') == len(found)


def test_every_check_has_its_specification():
    assert {path.stem for path in CHECKS.glob("*.md")} == set(checks())


def test_no_two_examples_have_one_name():
    names = [example.id for example in EXAMPLES]

    assert sorted(set(names)) == sorted(names)


def test_every_check_has_an_example():
    package = Path(planbook.__file__).parent
    code = "".join(
        path.read_text(encoding="utf-8")
        for part in ("loading", "text", "model")
        for path in (package / part).glob("*.py")
    )
    checks = set(re.findall(r'(?:Diagnostic|problem)\(\s*"([a-z-]+)"|check, fact = "([a-z-]+)"', code))
    examples = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md"))
    examples += (FOLDER.parent / "text/test_bad_input.py").read_text(encoding="utf-8")

    assert len(checks) > 20
    assert [one or other for one, other in checks if f"[{one or other}]" not in examples] == []
