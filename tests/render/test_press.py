"""PDFs come from all cores or from the store, never out of date, and nobody is left behind."""

import os
import re
import signal
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pydyf
import pytest

from planbook.messages.diagnostics import Refusal
from planbook.render import press as press_module
from planbook.render.pdf import compress, pdf
from planbook.render.press import Printing, press, printing_beside, workers
from planbook.render.print_job import Attached, PrintJob
from planbook.render.store import Store, machine
from tests.conftest import EPOCH, ROOT

PAGE = (
    "<!doctype html><html lang='vi'><title>Thử</title><style>html { font-family: Tinos }</style><h1>Thử</h1><p>{}</p>"
)


@pytest.fixture(autouse=True)
def in_processes(monkeypatch):
    """Here the processes themselves are what is tested."""
    monkeypatch.setattr(press_module, "workers", workers)


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "documents", "one program, one machine")


def made(store: Store, *jobs: PrintJob, printing: Printing = press) -> list[bytes]:
    with printing(store) as begin:
        return [finish() for finish in [begin(job) for job in jobs]]


@pytest.mark.parametrize("printing", [press, printing_beside])
def test_what_is_printed_elsewhere_is_what_is_printed_here_and_is_kept(store, printing):
    jobs = [PrintJob("a.pdf", PAGE.replace("{}", word)) for word in ("một", "hai", "ba")]

    assert made(store, *jobs, printing=printing) == [pdf(job.html) for job in jobs]
    assert [store.get(job.digest(store.made_by)) for job in jobs] == [pdf(job.html) for job in jobs]


def test_the_store_is_read_once_however_many_files_are_asked_for(store, monkeypatch):
    jobs = [PrintJob(f"{at}.pdf", str(at)) for at in range(20)]
    for job in jobs[:10]:
        store.put(job.digest(store.made_by), job.html.encode())
    later, looks, glob = Store(store.folder, store.made_by), [], Path.glob
    monkeypatch.setattr(Path, "glob", lambda *words: looks.append(words) or glob(*words))
    assert [later.get(job.digest(later.made_by)) for job in jobs] == [b"%d" % at for at in range(10)] + [None] * 10
    later.put(jobs[10].digest(later.made_by), b"10")
    assert later.get(jobs[10].digest(later.made_by)) == b"10"
    assert len(looks) == 1


def test_what_is_refused_elsewhere_is_refused_here(store):
    good, bad = PrintJob("a.pdf", PAGE), PrintJob("b.pdf", PAGE + "<img src='file:///etc/hostname'>")

    with pytest.raises(Refusal, match="file:///etc/hostname"):
        made(store, good, bad)


def test_a_process_that_is_ended_is_told_as_a_sentence(store):
    many = [PrintJob(f"{at}.pdf", PAGE.replace("{}", "chữ " * 20_000)) for at in range(4)]

    def end_the_processes() -> None:
        with press(store) as begin:
            waiting = [begin(job) for job in many]
            deadline = time.monotonic() + 30
            while not (children := family(os.getpid())) and time.monotonic() < deadline:
                time.sleep(0.05)
            for child in children:
                os.kill(child, signal.SIGKILL)
            for finish in waiting:
                finish()

    with pytest.raises(Refusal, match=r"\d\.pdf"):
        end_the_processes()


def family(pid: int) -> list[int]:
    """The processes that print for another one."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


@pytest.mark.parametrize("changed", ["html", "attachment", "program"])
def test_a_kept_file_is_used_only_for_the_very_same_thing(store, changed):
    attached = Attached("a.json", "{}", "Source", "", datetime(2026, 1, 1, tzinfo=UTC))
    job = PrintJob("a.pdf", PAGE, (attached,))
    digests = {
        "html": PrintJob("a.pdf", PAGE + " ", (attached,)).digest("x"),
        "attachment": PrintJob("a.pdf", PAGE, ()).digest("x"),
        "program": job.digest("y"),
    }
    store.put(job.digest("x"), b"%PDF")

    assert store.get(PrintJob("elsewhere.pdf", PAGE, (attached,)).digest("x")) == b"%PDF"
    assert store.get(digests[changed]) is None


def test_a_damaged_file_is_not_used(store):
    store.put("f" * 64, b"%PDF whole")
    (kept,) = store.folder.iterdir()
    kept.write_bytes(b"%PDF whol")

    assert store.get("f" * 64) is None


def test_what_no_build_uses_any_more_is_removed(store):
    store.put("a" * 64, b"old")
    later = Store(store.folder, store.made_by)
    later.put("b" * 64, b"new")
    later.forget_others()

    assert (later.get("a" * 64), later.get("b" * 64)) == (None, b"new")


def test_the_machine_tells_its_libraries_and_fonts_and_without_them_nothing_is_kept(store, monkeypatch):
    assert re.search(r"Tinos-Regular\.ttf", machine())
    monkeypatch.setenv("PATH", "")
    machine.cache_clear()
    assert machine() == ""

    unknown = Store(store.folder, machine())
    unknown.put("a" * 64, b"x")
    assert unknown.get("a" * 64) is None


def test_a_stream_never_ends_in_a_carriage_return(monkeypatch):
    """One compressed stream in 256 does by chance; readers then differ in its length."""
    import page
    import weasyprint

    data = Attached("a.json", '{"a": 1}', "Source", "", datetime(2026, 1, 1, tzinfo=UTC))
    write, written = weasyprint.Document.write_pdf, []

    def first_with_a_doubtful_end(*arguments, **options):
        content = write(*arguments, **options)
        written.append(content)
        return content + b"\r\nendstream" * (len(written) == 1)

    monkeypatch.setattr(weasyprint.Document, "write_pdf", first_with_a_doubtful_end)
    content = pdf(PAGE, [data])

    assert len(written) == 2
    assert content == written[1] != written[0]
    assert page.is_pdf_compliant_bytes(content, profile="3a")
    assert page.is_pdf_compliant_bytes(content, profile="ua1")


def test_a_stream_that_compresses_to_a_doubtful_end_is_left_as_it_is():
    stream = pydyf.Stream([b"x"], compress=True)
    while not zlib.compress(stream.stream[0]).endswith(b"\r"):
        stream.stream[0] += b"x"
    before = stream.stream[0]
    compress(stream)

    assert stream.data.endswith(b"stream\n" + before + b"\nendstream")


def start(root: Path) -> subprocess.Popen[str]:
    # What a shell runs in the background takes no interrupt, nor do its children.
    command = ["env", "--default-signal=INT", sys.executable, ROOT / "build_docs.py", "build", "--root", root]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def printing(process: subprocess.Popen[str]) -> list[int]:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if found := family(process.pid):
            return found
        time.sleep(0.02)
    raise AssertionError("nothing was printed")


def gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if not [pid for pid in pids if Path(f"/proc/{pid}").exists()]:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_build_leaves_no_process_and_an_interrupt_no_traceback(good, end):
    import shutil

    shutil.rmtree(good / "build/documents")
    process = start(good)
    children = printing(process)
    if end == signal.SIGINT:
        os.killpg(process.pid, end)  # as a terminal does
    else:
        process.kill()
    _, said = process.communicate(timeout=60)

    assert gone(children)
    assert process.returncode != 0
    # A kill of the parent may catch a child that is still reading from it.
    assert end == signal.SIGKILL or "Traceback" not in said


_DYING = """
import sys, time
from planbook.render.press import workers

if __name__ == "__main__":
    with workers(1) as pool:
        future = pool.submit(time.sleep, 0.5)
        future.set_result(None)  # as where memory is full: the thread that hands results over ends with an error
        if sys.argv[1] == "waits":
            time.sleep(3)
        elif sys.argv[1] == "fails":
            time.sleep(3)
            raise SystemExit("full")
    print("over")
"""


@pytest.mark.parametrize(("way", "code"), [("waits", 0), ("fails", 1), ("goes-on", 0)])
def test_processes_end_with_the_program_though_the_thread_that_ends_them_has_died(tmp_path, way, code):
    (tmp_path / "dying.py").write_text(_DYING, "utf-8")
    answer = subprocess.run(
        [sys.executable, str(tmp_path / "dying.py"), way],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == code, answer.stderr
    assert "InvalidStateError" in answer.stderr
