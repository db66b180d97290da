"""Who writes files at all, what -o leaves behind, and what the machine refuses in words."""

import ast
import errno
import os
import stat
import threading

import pytest

from planbook.commands.manners import user_errors
from planbook.repository import durable
from planbook.repository.output_files import write_output
from tests.conftest import ROOT
from tests.house import sources
from tests.repository.faults import KILL, attempt

WRITERS = {
    "planbook/outputs/build.py": "the folder that is published",
    "planbook/outputs/site_generator.py": "build/pages, and pages of the folder that is published",
    "planbook/outputs/last_files.py": "build/last-files.json",
    "planbook/outputs/framing.py": "build/pages, and pages of the folder that is published",
    "planbook/outputs/country_search.py": "scripts of the folder that is published",
    "planbook/outputs/searching.py": "pages of the folder that is published",
    "planbook/outputs/shards/building.py": "the folder that is published",
    "planbook/outputs/shards/country.py": "the folder that is published",
    "planbook/outputs/shards/agencies.py": "the folder that a build lays out",
    "planbook/outputs/shards/making.py": "build/making, from where it is published",
    "planbook/outputs/cluster/parcels.py": "build/making, from where it is published",
    "planbook/outputs/cluster/results.py": "build/making, from where it is published",
    "planbook/loading/kept_registers.py": "build/",
    "planbook/render/compiled_templates.py": "beside the compiled modules of the program",
    "planbook/repository/kept_rows.py": "build/",
    "planbook/repository/replacing.py": "the folder that is published",
    "planbook/repository/staged.py": "the steps of it",
    "planbook/repository/second_tree.py": "a folder that goes again",
    "planbook/verify/places.py": "a folder that goes again",
    "planbook/repository/folder_lock.py": "the lock, which goes at the end",
    "planbook/repository/publishing.py": "the list of the published files",
    "planbook/render/store.py": "build/documents",
    "planbook/repository/data_files.py": "data/",
    "planbook/repository/durable.py": "the steps of it",
    "planbook/repository/journal.py": "the steps of it",
    "planbook/repository/output_files.py": "what -o names",
    "planbook/review/pack.py": "the folder that is published",
    "planbook/repository/revisions.py": "what a revision held, into a folder that goes again",
    "planbook/repository/signatures.py": "a folder that goes again",
    "planbook/review/dress.py": "a folder that goes again",
    "planbook/verify/anew.py": "a folder that goes again",
    "planbook/gathering/site.py": "the folder that is published, and one where MkDocs works",
    "planbook/gathering/places.py": "the folder that is published",
    "planbook/gathering/publication.py": "a folder that goes again",
    "planbook/verify/state.py": "a folder that goes again",
    "planbook/repository/poppler.py": "a folder that goes again",
    "planbook/importing/files/office_conversion.py": "a folder that goes again",
    "planbook/messages/escapes.py": "a stream that is open already",
    "planbook/commands/streams.py": "what a reader that went away would have got",
}
WRITING = {"write_text", "write_bytes", "touch", "rename", "symlink_to", "hardlink_to", "extractall", "truncate"}
WRITING |= {
    "write_files",
    "copytree",
    "copy",
    "copy2",
    "copyfile",
    "copyfileobj",
    "move",
    "mkstemp",
    "NamedTemporaryFile",
    "writelines",
}
OF_THE_SYSTEM = {"replace", "link", "symlink", "rename", "write", "pwrite", "sendfile"}
FLAGS = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"}


def writes(call: ast.Call) -> bool:
    """Whether a call may write a file."""
    named = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    of_system = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "os"
    if named == "open":
        words = [*call.args, *(word.value for word in call.keywords)]
        modes = [word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        flags = {node.attr for word in words for node in ast.walk(word) if isinstance(node, ast.Attribute)}
        return bool(flags & FLAGS) or any(set(mode) <= set("rwaxbt+") and set(mode) & set("wax+") for mode in modes)
    return named in OF_THE_SYSTEM if of_system else named in WRITING and named != "copy"


def test_nothing_but_the_writer_of_data_and_named_others_opens_a_file_for_writing():
    found = {path.relative_to(ROOT).as_posix() for path, call in sources.calls() if writes(call)}
    assert found == set(WRITERS)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("path.write_text(text)", True),
        ("open(path, 'w')", True),
        ("path.open(mode='ab')", True),
        ("os.open(path, os.O_RDWR | os.O_CLOEXEC)", True),
        ("os.replace(a, b)", True),
        ("open(path, 'rb')", False),
        ("text.replace('a', 'b')", False),
        ("os.open(path, os.O_RDONLY)", False),
    ],
)
def test_the_rule_knows_what_writes(code, expected):
    assert writes(ast.parse(code).body[0].value) == expected


# What -o names.


def test_an_output_is_the_old_file_or_the_new_one(tmp_path):
    path = tmp_path / "redline.docx"
    old, new = b"old" * 3000, b"new" * 4000
    path.write_bytes(old)
    path.chmod(0o604)
    calls = attempt(lambda: write_output(path, new), 0, KILL)[2]
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (new, 0o604)
    for at in range(1, calls + 1):
        for code in (KILL, errno.ENOSPC):
            path.write_bytes(old)
            end, said, _ = attempt(lambda: write_output(path, new), at, code)
            assert path.read_bytes() in ((old, new) if code == KILL else (new if end == 0 else old,)), said
    write_output(path, new)
    assert os.listdir(tmp_path) == ["redline.docx"]


def test_an_output_follows_a_link_and_goes_into_a_pipe(tmp_path):
    (tmp_path / "link").symlink_to("real")
    write_output(tmp_path / "link", b"1")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"1"
    os.mkfifo(tmp_path / "pipe")
    seen = []
    reader = threading.Thread(target=lambda: seen.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_output(tmp_path / "pipe", b"2")
    reader.join()
    assert seen == [b"2"]


@pytest.mark.parametrize(("code", "words"), [(errno.EIO, "đĩa bị lỗi"), (errno.EXFULL, os.strerror(errno.EXFULL))])
def test_the_machine_speaks_the_language_of_the_user(capsys, code, words):
    with pytest.raises(SystemExit, match="3"), user_errors():
        raise OSError(code, os.strerror(code), "data")
    assert capsys.readouterr().err == f"máy không cho phép: {words}: data\n"


def test_some_file_systems_cannot_sync_folders(tmp_path, monkeypatch):
    def refuse(code: int) -> None:
        def fsync(_: int) -> None:
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(os, "fsync", fsync)

    refuse(errno.EINVAL)
    durable.sync(tmp_path)
    refuse(errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        durable.sync(tmp_path)
