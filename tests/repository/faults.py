"""Faults of the machine at every call of a write: a kill, a full disk, a broken one; each in a fork of its own.

Run as a script (`python faults.py FOLDER COMMAND…`) it takes commands of planbook on a copy of the data, fails each of
them at every call in every way, and prints how often what came out; the suite tries some.
"""

import contextlib
import errno
import fcntl
import itertools
import json
import logging
import os
import shutil
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from planbook.commands.language import speak
from planbook.commands.manners import user_errors
from planbook.model.period import parse_when
from planbook.repository import data_files
from planbook.repository.files import read_folder
from planbook.repository.journal import left

CALLS = ["open", "write", "fsync", "link", "replace", "rename", "unlink", "close", "mkdir", "stat", "lstat", "access"]
CALLS += ["fchmod", "fchown", "scandir", "listdir"]
KILL = 0
ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)
Contents = dict[str, bytes]


def held(root: Path) -> Contents:
    """What the data files hold, as somebody sees them who knows nothing of planbook."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "data").rglob("*.yaml"))
        if not path.name.startswith(".")
    }


def put(root: Path, contents: Contents) -> None:
    """Lay the data files down as they were, without anything beside them."""
    for path in (root / "data").rglob("*"):
        if path.is_file() and path.relative_to(root).as_posix() not in contents:
            path.unlink()
    for name, content in contents.items():
        if not (root / name).is_file() or (root / name).read_bytes() != content:
            (root / name).write_bytes(content)


def spoil(at: int, code: int, *, for_good: bool) -> Iterator[int]:
    """Let the n-th call fail, or kill this process; `for_good` lets all calls behind it fail too."""
    counted = itertools.count(1)

    def spoilt(name: str, real: Callable) -> Callable:
        def call(*arguments, **options):
            number = next(counted)
            if number == at or (for_good and number > at):
                if name == "write":  # a part is on the disk already
                    real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                if code == KILL:
                    os.kill(os.getpid(), signal.SIGKILL)
                place = arguments[0] if arguments and isinstance(arguments[0], str | Path) else None
                raise OSError(code, os.strerror(code), *([str(place)] if place else []))
            return real(*arguments, **options)

        return call

    for name in CALLS:
        setattr(os, name, spoilt(name, getattr(os, name)))
    fcntl.flock = spoilt("flock", fcntl.flock)
    return counted


def attempt(work: Callable[[], object], at: int, code: int, *, for_good: bool = False) -> tuple[int | None, str, int]:
    """How a fork ends in which the n-th call goes wrong (None if it was killed), what it says, and its calls."""
    hear, say = os.pipe()
    child = os.fork()
    if not child:
        sys.stderr = open(say, "w", encoding="utf-8")  # noqa: SIM115
        end = 70
        count = None
        try:
            count = spoil(at, code, for_good=for_good)
            speak("en", [])
            with user_errors():
                work()
            end = 0
        except SystemExit as leave:
            end = int(leave.code or 0)
        except BaseException:  # noqa: BLE001  # told to the other side
            traceback.print_exc()
        finally:
            print(f"\n{next(count) if count else 0}", end="", file=sys.stderr, flush=True)
            os._exit(end)
    os.close(say)
    with open(hear, encoding="utf-8") as heard:
        said, _, calls = heard.read().rpartition("\n")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status >= 0 or status == -signal.SIGKILL
    return (None, said, 0) if status < 0 else (status, said, int(calls or 0) - 1)


def judged(root: Path, before: Contents, after: Contents, end: int | None, said: str) -> str:
    """What a fault left and what the next reader gets, in a word; raises where anything may not be so."""
    now = held(root)
    assert all(now.get(name) in (before.get(name), after.get(name)) for name in {*before, *after, *now}), "other bytes"
    if end is None:
        there = "old" if now == before else "new" if now == after else "half"
        assert there != "half" or len(after) > 1
    elif end == 0:
        assert now == after, said
        there = "done"
    else:
        assert end == 3, (end, said)
        assert "Traceback" not in said
        there = "refused, old" if now == before else "refused, told"
        # Where nothing can be read any more, nobody knows.
        assert now == before or "see what these files hold: " in said, said
        assert now == before or "as before: " not in said, said
    read = read_folder(root / "data")
    assert read.findings == []
    assert read.contents in (before, after), "a reader sees half of it"
    assert held(root) == read.contents
    assert left(root / "data") == []
    if there in ("done", "refused, old"):
        assert read.contents == (after if there == "done" else before)
    return there


def every(
    root: Path, work: Callable[[], object], after: Contents, codes: Iterable[int], *, for_good: bool = False
) -> Counter[str]:
    """How often what came out, with each way to go wrong at each call."""
    before = held(root)
    _, _, calls = attempt(work, 0, KILL)
    assert held(root) == after
    seen: Counter[str] = Counter()
    for code, at in itertools.product(codes, range(1, calls + 1)):
        put(root, before)
        end, said, _ = attempt(work, at, code, for_good=for_good)
        try:
            seen[judged(root, before, after, end, said)] += 1
        except AssertionError as wrong:
            raise AssertionError(f"call {at}, {errno.errorcode.get(code, 'killed')}: {wrong}\n{said}") from wrong
    put(root, before)
    return seen


def captured(module, command: Callable[[], object]) -> tuple[Callable[[], object], Contents]:
    """The write that a command ends in, to be tried again and again, and what it makes of the files."""
    written: list[tuple] = []
    real = module.write_data
    module.write_data = lambda *arguments: written.append(arguments)
    try:
        command()
    finally:
        module.write_data = real
    ((root, before, after),) = written
    return lambda: data_files.write_data(root, before, after), {**before, **after}


def commands(root: Path) -> Iterator[tuple[str, Callable[[], tuple]]]:
    """The commands that write data, each on the data of the project."""
    import datetime as dt

    from planbook.authoring import begin as beginning
    from planbook.authoring import issue as issuing
    from planbook.authoring import roll_over as drafting
    from planbook.commands.drafting import years
    from planbook.returns import pull_files as pulling
    from tests import drafts
    from tests.conftest import FIVE
    from tests.returns.workbook_edits import Hand, exported, saved
    from tests.word_edits import edited, end

    plan = "lao-cai-2026"

    def word():
        path = root.parent / "draft.docx"
        change = end("Đào tạo nghề cho khoảng 3.000", "thoát nghèo.", "thoát nghèo tại xã.")
        path.write_bytes(edited(drafts.draft_of(plan), change))
        return captured(pulling, lambda: pulling.pull_files(root, [path], apply=True))

    def excel():
        import io

        import openpyxl

        state = drafts.state()
        book = openpyxl.load_workbook(io.BytesIO(exported(state.workspace, state.phrases, plan)))
        hand = Hand(state, plan, book)
        cell = hand.cell("quan-triet-va-lap-ke-hoach", "task")
        cell.value = f"{cell.value.rstrip('.')} tại xã"
        path = root.parent / "workbook.xlsx"
        path.write_bytes(saved(book))
        return captured(pulling, lambda: pulling.pull_files(root, [path], apply=True))

    def fmt():
        for name in ("funding-sources", "agencies", "programmes", "plans/lao-cai-2024"):
            file = root / f"data/{name}.yaml"
            file.write_text((FIVE / f"data/{name}.yaml").read_text("utf-8").replace("id: ", "id:   "), "utf-8")
        return captured(drafting, lambda: drafting.format_data(root))

    signing = issuing.Signing("12/KH-UBND", dt.date(2026, 3, 12))
    yield "fmt", fmt
    yield "rollover", lambda: captured(drafting, lambda: drafting.roll_over(root, plan, parse_when("2027")))
    yield (
        "new",
        lambda: captured(
            beginning,
            lambda: beginning.begin(root, "moi-2027", "province", "tinh-lao-cai", years(None, None, "2027")),
        ),
    )
    yield "issue", lambda: captured(issuing, lambda: issuing.issue(root, plan, signing))
    yield "pull Word", word
    yield "pull Excel", excel


def main(folder: Path, *names: str) -> None:
    """Fail commands at every call in every way."""
    from tests.conftest import FIVE

    logging.getLogger("planbook").addHandler(logging.NullHandler())
    for name in ("data", "templates"):
        shutil.copytree(FIVE / name, folder / "work" / name)
    original = held(folder / "work")
    for name, prepare in commands(folder / "work"):
        if names and name not in names:
            continue
        put(folder / "work", original)
        work, after = prepare()
        once = every(folder / "work", work, after, (KILL, *ERRORS))
        broken = every(folder / "work", work, after, (errno.EIO, errno.ENOSPC), for_good=True)
        print(
            f"{name}: {once.total()} single faults {json.dumps(once)}, {broken.total()} for good {json.dumps(broken)}"
        )


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(Path(sys.argv[1]), *sys.argv[2:])
