"""The drafter's only copy: a data file is the old one or the new one, whatever the machine does in between."""

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from planbook.messages.diagnostics import MachineFault, Refusal
from planbook.repository import data_files
from planbook.repository.data_files import rewrite, write_data
from planbook.repository.files import read_folder
from planbook.repository.journal import JOURNAL, ORIGINAL, left, name_beside
from tests.conftest import FIVE, ROOT, run, workspace
from tests.repository.faults import KILL, attempt, every, held


@pytest.fixture
def root(tmp_path) -> Path:
    """An office with three files."""
    for name in ("a", "plans/b", "plans/c"):
        (tmp_path / f"office/data/{name}.yaml").parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"office/data/{name}.yaml").write_text(f"old {name}\n" * 400)
    return tmp_path / "office"


def anew(root: Path, *names: str) -> dict[str, bytes]:
    return {f"data/{name}.yaml": f"new {name}\n".encode() * 500 for name in names}


# Faults.


def test_a_fault_at_any_call_leaves_all_files_old_or_all_new(root):
    before, after = held(root), anew(root, "plans/b", "plans/new")
    seen = every(root, lambda: write_data(root, before, after), before | after, (KILL, errno.ENOSPC))
    assert seen.keys() == {"old", "half", "new", "refused, old", "done"}
    assert seen.total() > 100


def test_a_fault_at_any_call_leaves_a_single_file_whole(root):
    before, after = held(root), anew(root, "plans/b")
    seen = every(root, lambda: write_data(root, before, after), before | after, (KILL, errno.EDQUOT))
    assert seen.keys() == {"old", "new", "refused, old", "done"}


def test_a_disk_that_stays_broken_is_told_and_everything_is_put_back_when_it_can_be(root):
    before, after = held(root), anew(root, "a", "plans/new")
    seen = every(root, lambda: write_data(root, before, after), before | after, (errno.EIO,), for_good=True)
    assert seen.keys() == {"refused, old", "refused, told", "done"}


def test_a_fault_at_any_call_leaves_what_git_merged_whole(tmp_path):
    path = tmp_path / ".merge_file_x"
    old, new = b"old\n" * 900, b"new\n" * 999
    path.write_bytes(old)
    calls = attempt(lambda: rewrite(path, old, new), 0, KILL)[2]
    assert path.read_bytes() == new
    for at in range(1, calls + 1):
        for code in (KILL, errno.EIO):
            path.write_bytes(old)
            end, said, _ = attempt(lambda: rewrite(path, old, new), at, code)
            assert path.read_bytes() in ((old, new) if code == KILL else (new if end == 0 else old,)), (at, code, said)


SMALL = 'ulimit -f 8; exec "$@"'  # blocks of 512 bytes


@pytest.mark.parametrize(
    "command",
    [
        ("fmt",),
        ("rollover", "lao-cai-2026", "2027"),
        ("issue", "lao-cai-2026", "--number", "12/KH-UBND", "--date", "2026-03-12"),
    ],
)
def test_a_limit_of_the_machine_is_told_in_words_and_every_file_is_as_it_was(tmp_path, command):
    root = workspace(tmp_path / "office", FIVE / "data")
    path = root / "data/plans/lao-cai-2026.yaml"
    if command == ("fmt",):
        path.write_text(path.read_text("utf-8").replace("id: ", "id:   "), "utf-8")
    before = held(root)
    answer = subprocess.run(
        # -B: what the limit cuts off of a compiled module would be half a module for the next who imports it.
        ["sh", "-c", SMALL, "sh", sys.executable, "-B", ROOT / "build_docs.py", *command, "--root", root],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "không ghi được (ở đây không được ghi tệp lớn như vậy); vẫn nguyên như trước: data/plans/" in answer.stderr
    assert held(root) == before
    assert left(root / "data") == []


# What a stopped write left.


def stopped(root: Path, *names: str, at: int) -> None:
    """Stop a write after so many of its files have their new text."""
    put = data_files._put

    def put_or_die(target) -> None:
        nonlocal at
        if at == 0:
            os._exit(9)
        at -= 1
        put(target)

    if not (child := os.fork()):
        data_files._put = put_or_die
        write_data(root, held(root), anew(root, *names))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_check_puts_back_what_a_stopped_command_left_and_says_so(tmp_path):
    root = workspace(tmp_path / "office", ROOT / "tests/workspaces/hostile/data")
    before = held(root)
    first, second, *_ = (name.removeprefix("data/").removesuffix(".yaml") for name in before)
    stopped(root, first, second, at=1)
    assert held(root) != before

    answer = run(root, "check")

    said = f"các tệp này đã được trả lại như trước: data/{first}.yaml, data/{second}.yaml\n"
    assert answer.stderr.endswith(said)
    assert held(root) == before
    assert left(root / "data") == []
    assert said not in run(root, "check").stderr


def test_what_was_edited_after_the_stop_stays(root, caplog):
    before = held(root)
    stopped(root, "a", "plans/b", "plans/c", at=2)
    (root / "data/a.yaml").write_text("mine")

    assert read_folder(root / "data").contents == before | {"data/a.yaml": b"mine"}

    said = [str(record.msg) for record in caplog.records]
    assert said == [
        "a command was stopped while it wrote; these files are as before: data/plans/b.yaml, data/plans/c.yaml",
        "edited since, and left as they are: data/a.yaml",
    ]


def test_a_new_file_of_a_stopped_write_goes_again(root):
    before = held(root)
    stopped(root, "new", "plans/b", at=1)
    assert (root / "data/new.yaml").exists()
    assert read_folder(root / "data").contents == before


def test_a_damaged_journal_is_told_and_nothing_is_deleted(root):
    stopped(root, "a", "plans/b", at=1)
    (root / "data" / JOURNAL).write_text("{")
    with pytest.raises(Refusal, match=r"git status"):
        read_folder(root / "data")
    assert name_beside(root / "data/a.yaml", ORIGINAL).read_bytes().startswith(b"old")


def test_a_reader_waits_for_a_writer(root, monkeypatch):
    before, after = held(root), anew(root, "a", "plans/b")
    seen = []
    reader = threading.Thread(target=lambda: seen.append(read_folder(root / "data").contents))
    put = data_files._put

    def begin_to_read(target) -> None:
        put(target)
        if not reader.is_alive():
            reader.start()

    monkeypatch.setattr(data_files, "_put", begin_to_read)
    write_data(root, before, after)
    reader.join()
    assert seen == [before | after]


# Other people.


def test_a_file_that_somebody_else_changed_is_refused(root):
    read = held(root)
    (root / "data/plans/b.yaml").write_text("mine")
    now = held(root)
    with pytest.raises(Refusal, match=r"data/plans/b\.yaml was changed by somebody else"):
        write_data(root, read, anew(root, "a", "plans/b"))
    assert held(root) == now
    assert left(root / "data") == []


def test_what_an_editor_writes_at_the_last_moment_stays(root, monkeypatch):
    read, replace = held(root), os.replace

    def type_first(new, path) -> None:
        if str(path).endswith("b.yaml"):
            Path(path).write_text("mine")
        replace(new, path)

    monkeypatch.setattr(os, "replace", type_first)
    with pytest.raises(Refusal, match="by somebody else"):
        write_data(root, read, anew(root, "a", "plans/b"))
    assert held(root) == read | {"data/plans/b.yaml": b"mine"}
    assert left(root / "data") == []


def test_a_new_file_never_takes_the_place_of_one_that_came_meanwhile(root, monkeypatch):
    read, link = held(root), os.link

    def be_first(new, path, **options) -> None:
        if str(path).endswith("/new.yaml"):
            Path(path).write_bytes(anew(root, "new")["data/new.yaml"])
        link(new, path, **options)

    monkeypatch.setattr(os, "link", be_first)
    with pytest.raises(MachineFault, match="such a file already"):
        write_data(root, read, anew(root, "new"))
    assert (root / "data/new.yaml").exists()


@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe", "folder"])
def test_what_is_no_file_is_refused(root, kind):
    path, elsewhere = root / "data/plans/b.yaml", root / "elsewhere"
    content = path.read_bytes()
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(elsewhere)
        if kind == "link":
            elsewhere.write_bytes(content)
    with pytest.raises(Refusal, match=r"data/plans/b\.yaml is a link, a pipe or a folder"):
        write_data(root, {"data/plans/b.yaml": content}, anew(root, "plans/b"))
    assert not elsewhere.exists() or elsewhere.read_bytes() == content


def test_a_file_that_may_not_be_changed_stays(root, monkeypatch):
    before, system = held(root), os.open

    def refuse(path, flags, *mode) -> int:
        if str(path).endswith("/a.yaml") and flags & os.O_WRONLY:
            raise PermissionError(errno.EACCES, "denied", str(path))
        return system(path, flags, *mode)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(MachineFault, match=r"no right to do this\); as before: data/a\.yaml"):
        write_data(root, before, anew(root, "a"))
    assert held(root) == before


# What stays as it was.


def test_rights_and_other_names_stay(root):
    path = root / "data/a.yaml"
    path.chmod(0o640)
    write_data(root, held(root), anew(root, "a", "new"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((root / "data/new.yaml").stat().st_mode) == 0o666 & ~mask
    assert left(root / "data") == []


def test_a_file_system_without_links_keeps_originals_as_copies(root, monkeypatch):
    def refuse(*_, **__) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    before, after = held(root), anew(root, "a", "new")
    seen = every(root, lambda: write_data(root, before, after), before | after, (KILL,))
    assert seen.keys() == {"old", "half", "new"}


def test_a_folder_of_plans_that_is_not_there_yet_is_made(tmp_path):
    (tmp_path / "data").mkdir()
    write_data(tmp_path, {}, {"data/plans/first.yaml": b"first"})
    assert held(tmp_path) == {"data/plans/first.yaml": b"first"}
