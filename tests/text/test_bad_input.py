"""What no text editor would write, through the real command line: an answer in words, soon, and nothing published."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from planbook.text.reader import read
from tests.checks.test_diagnostics_spec import BASE
from tests.conftest import ROOT, answered

PLAN = "data/plans/mau-2026.yaml"
TEXT = BASE[PLAN]
LIMIT = 20  # seconds of CPU: what never ends is stopped; how fast it is, the benchmark says
CLEAN = "0 errors, 0 warnings, 0 notes; accepted with a reason: 0\n"


def with_text(old: str, new: str) -> bytes:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new).encode()


def unknown_agencies(count: int) -> bytes:
    rows = "".join(f"  - {{agencies: [so-y-te-{number}]}}\n" for number in range(count))
    return with_text("recipients:\n", f"recipients:\n{rows}")


# What is done, the bytes of the plan's file, and the findings: name, line and column.
CONTENTS: list[tuple[str, bytes, list[str]]] = [
    ("UTF-16 with a mark", TEXT.encode("utf-16"), ["1:1: error[encoding]"]),
    ("UTF-16 without a mark", TEXT.encode("utf-16-le"), ["1:1: error[encoding]"]),
    ("UTF-32", TEXT.encode("utf-32"), ["1:1: error[encoding]"]),
    ("Windows-1258", with_text("Mẫu", "M\u0103").decode().encode("cp1258", "replace"), ["2:19: error[encoding]"]),
    ("half a letter", with_text("Mẫu", "Mẫu").replace("ẫ".encode(), b"\xe1\xba"), ["8:9: error[encoding]"]),
    ("an overlong slash", with_text("place: Mẫu", "place: @").replace(b"@", b"\xc0\xaf"), ["8:8: error[encoding]"]),
    ("a surrogate", with_text("place: Mẫu", "place: @").replace(b"@", b"\xed\xa0\x80"), ["8:8: error[encoding]"]),
    ("nothing but NUL", b"\0" * 1000, ["1:1: error[encoding]"]),
    ("NUL in a text", with_text("place: Mẫu", "place: M\0u"), ["8:9: error[control-character]"]),
    ("a mark in the middle", with_text("place:", "\ufeffplace:"), ["8:1: error[byte-order-mark]"]),
    ("a noncharacter", with_text("place: Mẫu", "place: M\ufffeu"), ["8:9: error[control-character]"]),
    ("a C1 control", with_text("place: Mẫu", "place: M\x9bu"), ["8:9: error[control-character]"]),
    ("an escape sequence", with_text("place: Mẫu", "place: \x1b[2JM"), ["8:8: error[control-character]"]),
    ("an escaped NUL", with_text("place: Mẫu", r'place: "M\0"'), ["8:8: error[control-character]"]),
    ("an escaped control", with_text("place: Mẫu", r'place: "M\x07"'), ["8:8: error[control-character]"]),
    ("an escaped C1 control", with_text("place: Mẫu", r'place: "M\x9b"'), ["8:8: error[control-character]"]),
    ("an escaped direction", with_text("place: Mẫu", r'place: "M\u202e"'), ["8:8: error[bidi-control]"]),
    ("an escaped surrogate", with_text("place: Mẫu", r'place: "M\ud800"'), ["8:12: error[yaml-syntax]"]),
    ("a pair of escaped surrogates", with_text("place: Mẫu", r'place: "\ud83d\ude42"'), ["8:11: error[yaml-syntax]"]),
    ("an escape beyond Unicode", with_text("place: Mẫu", r'place: "\UFFFFFFFF"'), ["8:11: error[yaml-syntax]"]),
    ("a key that is an escaped NUL", TEXT.encode() + b'"\\0": x\n', ["23:1: error[control-character]"]),
    (
        "an item that hides the program's own key",
        with_text("{id: giam-ngheo, text: Giảm nghèo bền vững}", r'{id: a, "\0": y}'),
        ["17:9: error[missing-field]", "17:17: error[control-character]"],
    ),
    ("20 KB of [", b"[" * 20_000, ["1:41: error[nested-too-deep]"]),
    ("20 KB of {", b"{" * 20_000, ["1:2: error[wrong-kind]"]),
    ("20 KB of hyphens", b"- " * 10_000, ["1:81: error[nested-too-deep]"]),
    ("20 KB of question marks", b"? " * 10_000, ["1:3: error[wrong-kind]"]),
    ("20 KB of {a:", b"{a: " * 5_000, ["1:161: error[nested-too-deep]"]),
    ("500 mappings in each other", b"".join(b" " * n + b"a:\n" for n in range(500)), ["41:41: error[nested-too-deep]"]),
    ("an id of 300 letters", with_text("id: giam-ngheo", f"id: {'a' * 300}"), ["17:14: error[bad-id]"]),
    ("a plan id of 300 letters", with_text("id: mau-2026", f"id: {'a' * 300}"), ["1:5: error[bad-id]"]),
    ("a plan id of a device", with_text("id: mau-2026", "id: CON"), ["1:5: error[bad-id]"]),
    ("a plan id that climbs", with_text("id: mau-2026", "id: ../../x"), ["1:5: error[bad-id]"]),
    ("a number of 5,000 digits", with_text("period: 2026", f"period: {'9' * 5_000}"), ["9:9: error[wrong-kind]"]),
    (
        "an amount of 5,000 digits",
        with_text("    purposes:\n", f"    budget: {{id: b, unit: ty, total: {'9' * 5_000}}}\n    purposes:\n"),
        ["16:38: error[wrong-kind]"],
    ),
    ("2 MB", TEXT.encode() + b"# x\n" * 500_000, ["1:1: error[file-too-large]"]),
    ("a line of 900 KB", TEXT.encode() + b"x: " + b"abc " * 225_000, ["23:1: error[unknown-key]"]),
    ("a line of 900 KB of spaces", TEXT.encode() + b" " * 900_000 + b"x", ["23:900001: error[yaml-syntax]"]),
    (
        "a list of 900 KB in a line",
        TEXT.encode() + b"x: [" + b"'', a#b, " * 90_000 + b"]",
        ["23:1: error[unknown-key]"],
    ),
    ("900 KB of tabs", b"\t" * 900_000, ["1:1: error[indentation]"]),
    ("900 KB of hyphens", b"- x\n" + b"-" * 900_000, ["2:900001: error[yaml-syntax]"]),
    ("900 KB of invisible letters", TEXT.encode() + b"\xe2\x80\x8b" * 300_000, ["23:1: error[invisible-letter]"]),
    ("900 KB of old Macintosh lines", TEXT.encode() + b"\r" * 900_000, ["23:1: error[control-character]"]),
    ("5,000 errors", unknown_agencies(5_000), [f"{line}:17: error[unknown-reference]" for line in range(20, 5_020)]),
]


@pytest.fixture
def root(tmp_path) -> Path:
    """A workspace with an earlier site, whose data is right."""
    for path, text in BASE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_bytes(b"the last good site\r\n\0")
    return tmp_path


def answer(root: Path, command: str) -> tuple[int, str]:
    """The exit code and what is printed; fails where the program hangs or breaks."""
    before = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        done = answered(command, "--root", str(root), "--lang", "en")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return done.returncode, done.stdout + done.stderr


def _too_long(*_: object) -> None:
    raise AssertionError(f"it computes for more than {LIMIT} seconds")


def answers(root: Path, expected: list[str], code: int = 1, commands: tuple[str, ...] = ("build", "check")) -> None:
    """Both commands find exactly this, and the site stays as it was."""
    for command in commands:
        ended, printed = answer(root, command)
        heads = [line for line in printed.splitlines() if ": error[" in line or ": warning[" in line]
        found = [head.split("]: ")[0] + "]" for head in heads]
        assert (ended, sorted(found)) == (code, sorted(expected)), printed[:2000]
        assert printed.isascii() or all(letter.isprintable() for letter in printed.replace("\n", ""))
    site = {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "site").rglob("*")}
    assert site == {"site/index.html": b"the last good site\r\n\0"}
    assert [path.name for path in root.glob(".site*") if path.is_dir()] == []


@pytest.mark.parametrize(("content", "expected"), [pytest.param(*row[1:], id=row[0]) for row in CONTENTS])
def test_a_plan_of_odd_bytes(root, content, expected):
    (root / PLAN).write_bytes(content)

    answers(root, [f"{PLAN}:{place}" for place in expected], commands=("build",))


def test_the_workspace_that_they_start_from_is_right(root):
    assert answer(root, "check") == (0, CLEAN)


@pytest.mark.parametrize(
    "text", ["{a " * 300_000, "{" + "a" * 900_000, "{" + " " * 900_000 + "a", "{a" + " " * 900_000, "\u0436" * 450_000]
)
def test_900_kb_that_may_become_a_mention_are_only_text(root, text):
    (root / PLAN).write_bytes(with_text("place: Mẫu", f'place: "{text}"'))

    assert answer(root, "check") == (0, CLEAN)


def test_a_symlink_is_not_followed(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
    elsewhere.write_text("password: [1\n", encoding="utf-8")
    (root / "data/plans/khac.yaml").symlink_to(elsewhere)

    answers(root, ["data/plans/khac.yaml:1:1: error[not-a-file]"])
    assert "password" not in answer(root, "check")[1]


def test_a_symlink_to_nothing_and_one_to_itself_are_named(root):
    (root / "data/plans/a.yaml").symlink_to("nowhere.yaml")
    (root / "data/plans/b.yaml").symlink_to("b.yaml")

    answers(root, [f"data/plans/{name}.yaml:1:1: error[not-a-file]" for name in "ab"])


def test_a_file_that_an_appendix_names_and_that_is_a_pipe_is_not_waited_for(root):
    folder = root / "data/attachments/mau-2026"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "so.pdf")
    plan = root / "data/plans/mau-2026.yaml"
    plan.write_text(plan.read_text("utf-8") + "appendices: [{id: pl, title: SỐ, file: so.pdf}]\n", "utf-8")
    line = plan.read_text("utf-8").count("\n")

    answers(root, [f"data/plans/mau-2026.yaml:{line}:40: error[attached-file]"])


def test_another_file_than_the_one_that_was_issued_is_told_at_its_appendix(root):
    plan, file = root / "data/plans/mau-2026.yaml", root / "data/attachments/mau-2026/so.pdf"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"%PDF-1.7")
    plan.write_text(plan.read_text("utf-8") + "appendices: [{id: pl, title: SỐ, file: so.pdf}]\n", "utf-8")
    issued = answered("issue", "mau-2026", "--number", "5/KH-UBND", "--date", "2026-03-05", "--root", str(root))
    assert issued.returncode == 0, issued.stderr
    file.write_bytes(b"%PDF-1.8")
    line = 1 + next(at for at, text in enumerate(plan.read_text("utf-8").splitlines()) if "so.pdf" in text)

    answers(root, [f"data/plans/mau-2026.yaml:{line}:40: error[issued-plan-edited]"])


def test_a_pipe_is_not_waited_for(root):
    os.mkfifo(root / "data/plans/ong.yaml")

    answers(root, ["data/plans/ong.yaml:1:1: error[not-a-file]"])


@pytest.mark.parametrize("place", ["data/plans/x.yaml", "data/x.yaml", "data/plans/2025/x.yaml"])
def test_a_folder_where_a_file_belongs(root, place):
    (root / place).mkdir(parents=True)

    answers(root, [f"{place}:1:1: error[not-a-file]"])


def test_a_register_that_is_a_folder_does_not_make_every_reference_wrong(root):
    (root / "data/agencies.yaml").unlink()
    (root / "data/agencies.yaml").mkdir()

    answers(root, ["data/agencies.yaml:1:1: error[not-a-file]"])


def test_a_file_name_cannot_write_to_the_terminal_or_to_the_annotations(root):
    (root / "data/\x1b[2J\n::error::x.yaml").write_text("a: 1\n", encoding="utf-8")

    code, printed = answer(root, "check")

    assert code == 1
    assert r"data/\x1b[2J\n::error::x.yaml:1:1: error[unexpected-file]" in printed
    assert not [line for line in printed.splitlines() if line.startswith("::")]


def test_an_empty_data_folder(root):
    for path in BASE:
        (root / path).unlink()

    answers(root, ["data:1:1: error[empty-file]"])
    assert "init FOLDER" in answer(root, "check")[1]


@pytest.mark.parametrize("command", ["check", "build", "fmt"])
def test_a_folder_without_data_is_none_of_an_office(root, command):
    shutil.rmtree(root / "data")

    code, printed = answer(root, command)

    assert code == 2
    assert "holds no data/" in printed
    assert "init FOLDER" in printed


def test_errors_over_files_are_told_at_once(root):
    (root / "data/agencies.yaml").write_bytes(b"agencies:\n  - {id: x}\n\xff")
    (root / "data/localities.yaml").write_bytes(b"[" * 50)
    (root / "data/plans/khac.yml").write_bytes(b"")
    (root / PLAN).write_bytes(b"\0\0\0\0")

    answers(
        root,
        [
            "data/agencies.yaml:3:1: error[encoding]",
            "data/localities.yaml:1:41: error[nested-too-deep]",
            f"{PLAN}:1:1: error[encoding]",
            "data/plans/khac.yml:1:1: error[unexpected-file]",
        ],
    )


def data_is_a_file(root: Path) -> None:
    shutil.rmtree(root / "data")
    (root / "data").write_bytes(b"")


def data_is_a_loop(root: Path) -> None:
    shutil.rmtree(root / "data")
    (root / "data").symlink_to("data")


@pytest.mark.parametrize("trouble", [data_is_a_file, data_is_a_loop])
def test_trouble_of_the_machine_has_an_exit_code_of_its_own(root, trouble):
    trouble(root)

    answers(root, [], code=3)
    assert "the machine refuses" in answer(root, "check")[1]


def test_no_break_spaces_and_hyphens_are_read_as_ordinary_ones():
    text = 'a: Sở\u00a0Y tế\nb: 62\u2011KH/TU\nc: "Sở\\u202fY tế"\n'
    root, problems = read("data/x.yaml", text.encode())

    assert problems == []
    assert [value.text for value in root.entries.values()] == ["Sở Y tế", "62-KH/TU", "Sở Y tế"]
