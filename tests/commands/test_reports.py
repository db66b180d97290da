"""How findings are shown: text for a terminal, annotations for GitHub, JSON for programs, and exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planbook.messages.catalogue import speaking
from planbook.messages.diagnostics import (
    Diagnostic,
    Severity,
    Span,
    Text,
    as_github,
    findings_as_json,
    findings_as_text,
    in_order,
)
from tests.checks.test_diagnostics_spec import BASE
from tests.conftest import ROOT, answered

PATH = "data/plans/x.yaml"
FOUND = Diagnostic(
    "unknown-reference",
    Span(PATH, 2, 9, 8),
    Text("there is no {what} “{id}”", {"what": Text("agency"), "id": "so-y-tee"}),
    Text("write {close}", {"close": "so-y-te"}),
    plan="x",
)


def text_of(message: str, span: Span, line: str) -> str:
    one = Diagnostic("a-check", span, Text("{message}", {"message": message}))
    return findings_as_text([one], {PATH: [line]})


def test_the_text_shows_the_line_the_place_and_the_mend(in_english):
    shown = findings_as_text([FOUND], {PATH: ["id: x", "issuer: so-y-tee"]})

    assert shown == (
        "data/plans/x.yaml:2:9: error[unknown-reference]: there is no agency “so-y-tee”\n"
        "    2 | issuer: so-y-tee\n"
        "      |         ^^^^^^^^\n"
        "  help: write so-y-te\n"
    )


def test_the_text_is_in_the_language_asked_for():
    assert "không có cơ quan nào mang mã “so-y-tee”" in findings_as_text([FOUND], {})
    assert "help: ghi so-y-te" in findings_as_text([FOUND], {})


def test_a_line_that_is_not_there_is_not_shown():
    assert findings_as_text([FOUND], {PATH: ["id: x"]}).count("\n") == 2


def test_a_long_line_is_shown_around_the_place():
    _, excerpt, marks = text_of("x", Span(PATH, 1, 500, 3), "a" * 499 + "bcd" + "e" * 9_000).splitlines()

    assert len(excerpt) < 120
    assert excerpt[marks.index("^") :].startswith("bcde")
    assert marks.count("^") == 3


def test_letters_that_move_the_cursor_are_shown_as_escapes_and_the_marks_stay_in_place():
    head, excerpt, marks = text_of("a\x1b[2Jb\r\n\u202e", Span(PATH, 1, 8, 3), "\x1b[2J\u200b key: x\r").splitlines()

    assert head.endswith(r"error[a-check]: a\x1b[2Jb\r\n\u202e")
    assert excerpt == r"    1 | \x1b[2J\u200b key: x"
    assert excerpt[marks.index("^") :][: marks.count("^")] == "ey:"


def test_a_path_cannot_write_to_the_terminal():
    assert r"data/\x1b[2J\n.yaml:1:1: error" in findings_as_text(
        [Diagnostic("c", Span("data/\x1b[2J\n.yaml"), Text("x"))], {}
    )


def test_annotations_escape_what_would_end_or_forge_them(in_english):
    one = Diagnostic(
        "a-check",
        Span("data/100%,a:b\n.yaml", 2, 3),
        Text("{message}", {"message": "50%\r\n::error::forged"}),
        Text("write 5%"),
        Severity.WARNING,
    )

    assert as_github([one]) == (
        "::warning file=data/100%25%2Ca%3Ab%0A.yaml,line=2,col=3,title=a-check::50%25%0A::error::forged%0Awrite 5%25\n"
    )


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
def test_annotations_have_the_level_of_the_finding(severity, level):
    one = Diagnostic("a-check", Span(PATH), Text("x"), severity=Severity(severity))

    assert as_github([one]).startswith(f"::{level} file=")


def test_json_has_this_shape(in_english):
    accepted = Diagnostic("b-check", Span("a.yaml"), Text("x"), severity=Severity.WARNING, allowed="tạm thời")

    assert json.loads(findings_as_json([FOUND, accepted])) == {
        "diagnostics": [
            {
                "check": "unknown-reference",
                "severity": "error",
                "path": PATH,
                "line": 2,
                "column": 9,
                "plan": "x",
                "message": "there is no agency “so-y-tee”",
                "help": "write so-y-te",
                "allowed": None,
            },
            {
                "check": "b-check",
                "severity": "warning",
                "path": "a.yaml",
                "line": 1,
                "column": 1,
                "plan": None,
                "message": "x",
                "help": None,
                "allowed": "tạm thời",
            },
        ]
    }
    assert json.loads(findings_as_json([])) == {"diagnostics": []}


def test_findings_are_sorted_by_place_and_each_is_told_once():
    spans = [Span("b.yaml"), Span("a.yaml", 10), Span("a.yaml", 9, 2), Span("a.yaml", 9, 1)]
    many = [Diagnostic("c", span, Text("x")) for span in spans]

    assert [one.span for one in in_order([*many, *many])] == sorted(spans)


def test_only_an_error_that_nobody_accepted_stops_a_build():
    assert Diagnostic("c", Span(PATH), Text("x")).stops_the_build
    assert not Diagnostic("c", Span(PATH), Text("x"), allowed="why").stops_the_build
    assert not Diagnostic("c", Span(PATH), Text("x"), severity=Severity.WARNING).stops_the_build


@pytest.fixture
def root(tmp_path) -> Path:
    for path, text in BASE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def check(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return answered("check", "--root", str(root), *options)


def test_nothing_wrong_is_0(root):
    answer = check(root)

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("0 lỗi, 0 cảnh báo")


def test_warnings_alone_are_0(root):
    (root / "data/readme.txt").write_text("x", encoding="utf-8")

    answer = check(root)

    assert answer.returncode == 0
    assert "data/readme.txt:1:1: warning[unexpected-file]" in answer.stdout


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_errors_are_1_in_every_form(root, form):
    (root / "data/localities.yaml").write_text("localities: 5%\n", encoding="utf-8")

    answer = check(root, "--format", form, "--lang", "en")

    finding = Diagnostic(
        "wrong-kind",
        Span("data/localities.yaml", 1, 13),
        Text("a text stands where a list belongs"),
        Text("write each entry on a line of its own, behind a hyphen and a space"),
    )
    with speaking("en"):
        in_json = findings_as_json([finding])
    assert (answer.returncode, answer.stderr) == (1, "")
    assert (
        answer.stdout
        == {
            "text": "data/localities.yaml:1:13: error[wrong-kind]: a text stands where a list belongs\n"
            "    1 | localities: 5%\n"
            "      |             ^^\n"
            "  help: write each entry on a line of its own, behind a hyphen and a space\n"
            "1 errors, 0 warnings, 0 notes; accepted with a reason: 0\n",
            "github": "::error file=data/localities.yaml,line=1,col=13,title=wrong-kind::a text stands where a list "
            "belongs%0Awrite each entry on a line of its own, behind a hyphen and a space\n",
            "json": in_json,
        }[form]
    )


@pytest.mark.parametrize("options", [["--format", "xml"], ["--lang", "fr"], ["--root", "nowhere"], ["--what"]])
def test_usage_is_2(root, options):
    assert check(root, *options).returncode == 2


def test_a_folder_without_data_is_2(root):
    (root / "data").rename(root / "elsewhere")

    answer = check(root, "--lang", "en")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert "--root" in answer.stderr


def test_the_machine_is_3(root):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        answer = subprocess.run(
            [sys.executable, ROOT / "build_docs.py", "check", "--root", root, "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert answer.returncode == 3
    assert "Traceback" not in answer.stderr
