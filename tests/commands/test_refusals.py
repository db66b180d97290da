"""What stops the program is said in a sentence, in the language that was asked for, on whatever it is printed."""

import ast
import io
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import click
import pytest
from click import core, exceptions, formatting, parser, types

from planbook.cli import COMMANDS, main
from planbook.commands.days import DayOption
from planbook.commands.language import OF_CLICK
from planbook.commands.manners import user_errors
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import BuildStopped, Refusal, Text
from tests.conftest import FIVE, ROOT
from tests.house import sources

PACKAGE = ROOT / "planbook"
SHOWN = {"click.echo", "click.UsageError", "click.BadParameter", "click.ClickException", "self.fail"}


@cache
def refusals() -> set[str]:
    """The names of all kinds of refusals."""
    names = {"Refusal"}
    kinds = [node for inner in sources.nodes().values() for node in inner if isinstance(node, ast.ClassDef)]
    while True:
        more = {kind.name for kind in kinds if names & {dotted(base) for base in kind.bases}} - names
        if not more:
            return names
        names |= more


@cache
def calls() -> list[tuple[str, str, ast.Call]]:
    """Every call of the program: its place, what is called, the call."""
    return [(f"{path.relative_to(ROOT)}:{call.lineno}", dotted(call.func), call) for path, call in sources.calls()]


def dotted(node: ast.expr) -> str:
    """The name that is called, as it is written; of what has none, its last part."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def typed_words(node: ast.expr) -> str:
    """The words of a text that stands in the code itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.fullmatch(r"[\w-]+(/[\w-]+)+\.\w+", node.value):
            return ""  # the name of a file
        return "".join(re.findall(r"[A-Za-z]{2,}", node.value))
    if isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp):
        return "".join(typed_words(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
    return ""


def test_every_refusal_and_all_that_is_printed_comes_from_the_catalogue():
    names = refusals()
    assert {"NoSuchRevision", "PublishError", "NotAWordFile", "GitRefused", "BuildStopped"} <= names
    plain = [
        (place, ast.unparse(argument))
        for place, name, call in calls()
        if name in SHOWN or name.rpartition(".")[2] in names
        for argument in call.args
        if typed_words(argument)
    ]
    assert plain == []


def sentences_of_refusals():
    names = refusals() | {"refused"}
    for place, name, call in calls():
        if name.rpartition(".")[2] in names and call.args:
            for node in ast.walk(call.args[0]):
                if (
                    isinstance(node, ast.Call)
                    and ast.unparse(node.func) == "Text"
                    and isinstance(node.args[0], ast.Constant)
                ):
                    yield place, node.args[0].value


def test_a_refusal_is_a_sentence():
    found = dict(sentences_of_refusals())
    assert len(found) > 50
    for place, english in found.items():
        said = translate(english, "vi")
        assert said != english, place
        for text in (english, said):
            words = re.findall(r"[^\W\d]{2,}", re.sub(r"\{[^}]*\}", "", text))
            assert len(words) >= 2, (place, text)
            assert not text.endswith("}?"), (place, text)
            assert not re.search(r"\}\? ", text), (place, text)


def test_a_refusal_takes_texts_only_and_a_stop_says_how_much_was_found():
    assert Refusal(Text("the file is empty")).sentences == (Text("the file is empty"),)
    assert BuildStopped([], {}).sentences[0].in_language("vi") == "0 phát hiện làm dừng việc"


def said_by_click() -> set[str]:
    """What click itself says to a user, as its modules have it."""
    found = set()
    for module in (core, exceptions, formatting, parser, types):
        for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_", "ngettext"}:
                found |= {word.value for word in node.args[:2] if isinstance(word, ast.Constant)}
    return found


# What only the writers of commands see, and what no command of ours asks for.
OF_OTHERS = re.compile(
    "(?i)deprecat|iterable|defined twice|boolean|No options defined|UUID|does not match|executable|declaration"
    "|dynamic|env var|Choice\\(|unknown error|values? (is|are) required|Invalid start|Positional|Missing (param|\\{)|multi"
    "|confirm|Error:\\s*The|prompt|aborting|Repeat"
)


def test_every_word_of_click_is_known():
    assert {text for text in said_by_click() - {one.english for one in OF_CLICK} if not OF_OTHERS.search(text)} == set()


def planbook(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, ROOT / "build_docs.py", *arguments],
        capture_output=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PLANBOOK_LANG"} | environment,
        cwd=FIVE,
    )


def in_process(*arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code of a command that goes no further than its arguments, and what it prints."""
    from click.testing import CliRunner

    answer = CliRunner().invoke(main, [*arguments], env={"PLANBOOK_LANG": None, **environment})
    return answer.exit_code, answer.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lap"], "Lỗi: Không có lệnh 'lap'."),
        (["check", "--nope"], "Lỗi: Không có tùy chọn '--nope'."),
        (["check", "--format", "xml"], "'xml' không phải một trong 'text', 'github', 'json'."),
        (["check", "--root", "nowhere"], "Không có thư mục 'nowhere'."),
        (["check", "--format"], "Tùy chọn '--format' cần có giá trị đi kèm."),
        (["explain"], "Thiếu tham số 'CHECK'."),
        (["schema", "x"], "Thừa tham số (x)"),
        (["rollover", "x", "năm"], "“năm” không phải là năm hay khoảng năm; ghi 2027 hoặc 2026-2030"),
        (["rollover", "x", "12"], "“12” không phải là năm hay khoảng năm; ghi 2027 hoặc 2026-2030"),
        (["issue", "x", "--number", "1"], "Thiếu tùy chọn '--date'."),
        (["issue", "x", "--number", "1", "--date", "31/2/2027"], "lịch không có ngày “31/2/2027”"),
        (["build", "--as-of", "mai"], "“mai” không phải là ngày; ghi như 15/3/2027 hoặc 2027-03-15"),
        (["new", "x", "--kind", "commune", "--jurisdiction", "x", "--year", "20-27"], "“20-27” không phải là năm"),
        (["build", "--as-of", ""], "“” không phải là ngày"),
        (["schema", "--root", "x"], "Không có tùy chọn '--root'."),
        (["serve", "--port", "x"], "'x' không phải là số nguyên."),
        (["serve", "--port", "70000"], "70000 nằm ngoài khoảng 1<=x<=65535."),
        (["check", "--root", "data"], "không có data/; hãy chạy ở thư mục có data/"),
        (["redline", "HEAD", "-o", "data/agencies.yaml"], "data/agencies.yaml không phải tên tệp Word"),
        (["redline", "HEAD", "-o", "new.doc"], "new.doc không phải tên tệp Word"),
        (["rollover", "lao-cai-2026", "2026"], "lao-cai-2026 kéo dài đến năm 2026; hãy ghi một năm sau đó"),
        (["rollover", "lao-cai-2026", "2031", "--id", "A B"], "“A B” không phải mã: ghi như a-b"),
        (["new", "x", "--kind", "province", "--jurisdiction", "tinh-lao-cai", "--year", "2027", "--programme", "y"],
         "--programme y chỉ dùng với --kind project; hãy bỏ đi"),
        (["pull", "missing.docx"], "Không có tệp 'missing.docx'."),
        (["explain", "duplicate-kye"], "không có phát hiện nào tên “duplicate-kye”; ghi duplicate-key"),
        (["new", "x", "--kind", "commune", "--jurisdiction", "xa-y-ty", "--year", "2027"],
         "--jurisdiction: không có mã “xa-y-ty”; ghi xa-ta-cu-ty"),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_in_vietnamese(arguments, said, monkeypatch):
    monkeypatch.chdir(FIVE)
    code, output = in_process(*arguments)
    assert code == 2
    assert said in output
    assert not re.search(r"Usage|Error|Try |Invalid|Missing", output)


@pytest.mark.parametrize("command", [main, *COMMANDS], ids=lambda one: one.name)
def test_help_is_in_the_language_that_is_asked_for(command):
    name = [] if command is main else [command.name]
    shown = {language: in_process("--lang", language, *name, "-h")[1] for language in ("vi", "en")}
    flat = " ".join(shown["vi"].split())
    assert "Cách dùng:" in flat
    assert "In phần hướng dẫn này." in flat
    assert not re.search(r"Usage|Options|Commands|Show |default:|required|INTEGER|TEXT|\bthe\b", flat)
    assert "Usage:" in shown["en"]
    assert shown["en"] == in_process(*name, "-h", "--lang", "en")[1] or command is main
    assert shown["en"] == in_process(*name, "--help", PLANBOOK_LANG="en")[1]
    assert shown["vi"] == in_process(*name, "-h", PLANBOOK_LANG="xx")[1]


def test_the_language_stands_before_or_behind_the_command_or_in_the_environment():
    wrong = ["explain", "duplicate-kye"]
    english = "no finding is called “duplicate-kye”; write duplicate-key"
    for arguments, environment in (
        (["--lang", "en", *wrong], {}),
        (["--lang=en", *wrong], {}),
        ([*wrong, "--lang", "en"], {}),
        (wrong, {"PLANBOOK_LANG": "en"}),
        (["--lang", "en", *wrong], {"PLANBOOK_LANG": "vi"}),
    ):
        assert english in in_process(*arguments, **environment)[1], arguments
    assert "'fr' không phải một trong 'vi', 'en'" in in_process("--lang", "fr", *wrong)[1]


@pytest.mark.parametrize("text", ["15/3/2027", "15/03/2027", "15-3-2027", "15.3.2027", "2027-03-15", " 15/3/2027 "])
def test_a_day_is_read_as_people_write_it(text):
    assert DayOption().convert(text, None, None) == date(2027, 3, 15)


@pytest.mark.parametrize(
    "text",
    ["31/2/2027", "2027-02-31", "0/1/2027", "3/15/2027", "15/3/27", "15/3", "2027", "", "15/3/2027x", "1/1/0000"],
)
def test_what_is_no_day_is_refused_in_words(text):
    with pytest.raises(click.BadParameter) as refusal:
        DayOption().convert(text, None, None)
    assert len(refusal.value.message.split()) > 4


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "ascii", "utf-16", "utf-8"])
def test_output_into_a_file_or_pipe_is_whole_whatever_the_console_holds(encoding):
    answer = planbook("explain", "duplicate-key", PYTHONIOENCODING=encoding)
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert "Cách sửa" in answer.stdout.decode("utf-8")
    answer = planbook("explain", "duplicate-kye", PYTHONIOENCODING=encoding)
    assert answer.returncode == 2
    assert "không có phát hiện nào tên" in answer.stderr.decode("utf-8")


def test_a_terminal_that_cannot_hold_a_letter_shows_a_mark_instead():
    pty = pytest.importorskip("pty")
    parent, child = pty.openpty()
    with os.fdopen(child, "wb") as terminal:
        answer = subprocess.run(
            [sys.executable, ROOT / "build_docs.py", "explain", "duplicate-kye"],
            stdout=terminal, stderr=terminal, check=False, env={**os.environ, "PYTHONIOENCODING": "cp1258"}, cwd=FIVE,
        )  # fmt: skip
    shown = os.read(parent, 100_000)
    os.close(parent)
    assert answer.returncode == 2
    assert b"duplicate-key" in shown
    assert b"Traceback" not in shown


@pytest.mark.parametrize("arguments", [["check"], ["check", "--format", "json"], ["schema"]])
def test_a_reader_that_goes_away_is_no_error_of_the_data(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        answer = subprocess.run(
            [sys.executable, ROOT / "build_docs.py", *arguments],
            stdout=gone, stderr=subprocess.PIPE, check=False, cwd=FIVE,
        )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (3, b"")


@pytest.mark.parametrize("arguments", [["check"], ["explain", "duplicate-key"], ["-h"], ["schema"]])
def test_a_full_disk_under_the_output_is_said_in_words(arguments):
    with open("/dev/full", "wb") as full:
        answer = subprocess.run(
            [sys.executable, ROOT / "build_docs.py", *arguments],
            stdout=full, stderr=subprocess.PIPE, check=False, cwd=FIVE,
        )  # fmt: skip
        silent = subprocess.run(
            [sys.executable, ROOT / "build_docs.py", *arguments], stdout=full, stderr=full, check=False, cwd=FIVE
        )
    assert (answer.returncode, answer.stderr.decode()) == (3, "máy không cho phép: đĩa đã hết chỗ\n")
    assert silent.returncode == 3


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_exit_code(closed):
    for command, code in ((["explain", "duplicate-key"], 0), (["explain", "duplicate-kye"], 2)):
        line = f"{shlex.join([sys.executable, str(ROOT / 'build_docs.py'), *command])} {closed}"
        answer = subprocess.run(line, shell=True, capture_output=True, check=False, cwd=FIVE)
        assert answer.returncode == code, line
        assert b"Traceback" not in answer.stderr


def test_a_port_in_use_is_said_before_anything_is_built(monkeypatch):
    monkeypatch.chdir(FIVE)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, output = in_process("serve", "--port", str(port))
    assert (code, output) == (
        3, f"máy không cho phép: chương trình khác đang dùng; hãy nêu --port khác: 127.0.0.1:{port}\n",
    )  # fmt: skip


def open_document() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bang.ods", open_document(), "Excel (.xlsx)"),
        ("bang.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "Excel (.xlsx)"),
        ("bang.csv", b"a,b\n", "Excel (.xlsx)"),
        ("ban.odt", open_document(), "Word (.docx)"),
        ("ban.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "Word (.docx)"),
    ],
)
def test_a_file_of_another_form_is_to_be_saved_as_what_it_is(name, content, said, tmp_path, monkeypatch):
    monkeypatch.chdir(FIVE)
    (tmp_path / name).write_bytes(content)
    code, output = in_process("pull", str(tmp_path / name))
    assert code == 2
    assert said in output
    assert ("docx" in output) == ("docx" in said)


def test_what_planbook_did_not_make_is_refused_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(FIVE)
    (tmp_path / "trang.html").write_text("<p>x</p>", encoding="utf-8")
    for path, said in (
        (tmp_path, "không phải trang web đã công bố"),
        (tmp_path / "trang.html", "không nằm trong trang web"),
    ):
        code, output = in_process("verify", str(path))
        assert code == 2
        assert said in output


def test_json_stays_json():
    answer = planbook("check", "--format", "json", PYTHONIOENCODING="ascii")
    assert json.loads(answer.stdout.decode("utf-8"))["diagnostics"]


@pytest.mark.parametrize(
    "error", [MemoryError(), MemoryError("Unable to allocate"), OSError(12, "Cannot allocate memory")]
)
def test_a_full_memory_is_a_sentence(error, capsys):
    with pytest.raises(SystemExit) as stopped, user_errors():
        raise error
    assert stopped.value.code == 3
    assert capsys.readouterr().err == "máy không cho phép: hết bộ nhớ\n"
