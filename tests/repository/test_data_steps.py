"""Steps that write into the data: each is one commit or is told and saved later; a stop, another program or git itself leave nothing half."""

import errno
import itertools
import os
import signal
import threading

import pytest

from planbook.messages.diagnostics import MachineFault, Refusal
from planbook.repository import git as git_program
from planbook.repository.commits import data_history, save_data, steps, take_back, take_step
from planbook.repository.data_files import write_data
from planbook.repository.git_state import Unready
from tests.conftest import git
from tests.desk.desk_pages import in_git
from tests.repository.faults import KILL, attempt, held

OLD = {"data/a.yaml": b"a: 1\n", "data/plans/b.yaml": b"b: 1\n"}
NEW = {"data/a.yaml": b"a: 2\n", "data/plans/c.yaml": b"c: 1\n"}
AFTER = OLD | NEW


@pytest.fixture
def root(tmp_path, monkeypatch):
    for path, content in OLD.items():
        (tmp_path / "office" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "office" / path).write_bytes(content)
    return in_git(tmp_path / "office", monkeypatch)


def step(root, contents=NEW):
    return take_step(root, "một việc", lambda: write_data(root, held(root), contents), ["An"])


def stopped(root, work, at):
    """How a fork ends that is killed before its n-th call of git."""
    real, calls = git_program._run, itertools.count(1)

    def run(*words):
        if next(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words)

    def spoilt():
        git_program._run = run
        work()

    return attempt(spoilt, 0, KILL)[0]


def every_stop(root, work, check):
    """Stop some work before each of its calls of git until it ends by itself; `check` what is then, and go back."""
    before = git(root, "rev-parse", "HEAD")
    for at in range(1, 60):
        end = stopped(root, work, at)
        check()
        git(root, "reset", "--quiet", "--hard", before)
        git(root, "clean", "--quiet", "--force", "data")
        if end == 0:
            return
    pytest.fail("it never ends")


def test_a_step_that_was_stopped_anywhere_has_been_or_not_or_is_told_and_saved_as_what_it_is(root):
    seen = set()

    def check():
        history = data_history(root)
        seen.add((bool(history.unsaved), len(history.steps)))
        assert held(root) in (OLD, AFTER)
        if history.unsaved:
            assert held(root) == AFTER
            assert history.unfinished == "một việc"
            assert save_data(root, "sửa tay").subject == "một việc"
        assert git(root, "status", "--porcelain") == ""
        assert [step.commit.subject for step in steps(root)] == ([] if held(root) == OLD else ["một việc"])
        if held(root) == AFTER:
            assert "Edited-by: An" in git(root, "log", "-1", "--format=%b")

    every_stop(root, lambda: step(root), check)
    assert seen == {(False, 0), (True, 0), (False, 1)}


def test_an_undoing_that_was_stopped_anywhere_has_been_or_is_taken_back_and_told(root, caplog):
    step(root)
    name = steps(root)[0].commit.name

    def check():
        caplog.clear()
        history = data_history(root)
        assert history.unsaved == ()
        assert git(root, "status", "--porcelain") == ""
        if len(history.steps) == 2:
            assert held(root) == OLD
            assert caplog.messages == []
            return
        assert held(root) == AFTER
        told.append(len(caplog.messages))
        assert take_back(root, name, "hoàn tác").subject == "hoàn tác"
        assert held(root) == OLD

    told = []
    every_stop(root, lambda: take_back(root, name, "hoàn tác"), check)
    assert {*told} == {0, 1}


def test_what_somebody_edits_after_an_undoing_was_stopped_stays(root):
    step(root)
    name = steps(root)[0].commit.name
    for at in range(1, 60):
        if stopped(root, lambda: take_back(root, name, "hoàn tác"), at) == 0:
            break
        if held(root) == OLD:
            (root / "data/a.yaml").write_bytes(b"a: 3\n")
            history = data_history(root)
            assert held(root) == AFTER | {"data/a.yaml": b"a: 3\n"}
            assert (history.unsaved, history.unfinished) == (("data/a.yaml",), "")
            return
        data_history(root)
    pytest.fail("it was never stopped between git and its commit")


def test_an_undoing_that_does_not_go_together_and_was_stopped_leaves_no_marks(root):
    step(root)
    step(root, {"data/a.yaml": b"a: 4\n"})
    name = steps(root)[1].commit.name
    before = held(root)

    def check():
        assert data_history(root).unsaved == ()
        assert held(root) == before
        with pytest.raises(Refusal, match="what came later"):
            take_back(root, name, "hoàn tác")

    def undo():
        with pytest.raises(Refusal, match="what came later"):
            take_back(root, name, "hoàn tác")

    every_stop(root, undo, check)


def test_what_was_taken_back_and_then_brought_back_holds_again(root):
    step(root)
    first = steps(root)[0].commit.name
    take_back(root, first, "hoàn tác")
    take_back(root, steps(root)[0].commit.name, "làm lại")
    assert held(root) == AFTER
    assert [step.is_taken_back for step in steps(root)] == [False, True, False]
    take_back(root, first, "hoàn tác lần nữa")
    assert held(root) == OLD
    assert [step.is_taken_back for step in steps(root)] == [False, False, True, True]


def begin_merge(root):
    git(root, "switch", "--quiet", "--create", "other")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "other")
    git(root, "switch", "--quiet", "-")
    git(root, "merge", "--quiet", "--no-commit", "--no-ff", "other")


UNREADY = {
    "lock": (lambda root: (root / ".git/index.lock").touch(), "another program"),
    "detached": (lambda root: git(root, "switch", "--quiet", "--detach"), "no branch"),
    "merge": (begin_merge, "'merge'"),
    "nobody": (lambda root: git(root, "config", "user.useConfigOnly", "true"), "who you are"),
}


@pytest.mark.parametrize("kind", UNREADY)
@pytest.mark.parametrize("way", ["step", "undo", "save"])
def test_where_git_would_make_no_commit_nothing_is_written(root, kind, way, monkeypatch, tmp_path):
    step(root)
    name = steps(root)[0].commit.name
    if way == "save":
        (root / "data/a.yaml").write_bytes(b"a: 5\n")
    before = held(root)
    make, words = UNREADY[kind]
    if kind == "nobody":
        for who in ("AUTHOR", "COMMITTER"):
            monkeypatch.delenv(f"GIT_{who}_NAME")
            monkeypatch.delenv(f"GIT_{who}_EMAIL")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
        monkeypatch.delenv("EMAIL", raising=False)
    make(root)
    head = git(root, "rev-parse", "HEAD")

    work = {
        "step": lambda: step(root, {"data/a.yaml": b"a: 6\n"}),
        "undo": lambda: take_back(root, name, "hoàn tác"),
        "save": lambda: save_data(root, "sửa tay"),
    }
    with pytest.raises(Unready, match=words) as refused:
        work[way]()

    assert len(refused.value.sentences) == 2  # what helps is said
    assert held(root) == before
    assert git(root, "rev-parse", "HEAD") == head
    data_history(root)


def refusing_hook(root):
    hook = root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'gate: closed' >&2\nexit 1\n")
    hook.chmod(0o755)
    return hook


def test_a_step_that_a_hook_refused_is_saved_later_as_what_it_is(root):
    hook = refusing_hook(root)
    with pytest.raises(MachineFault, match="gate: closed"):
        step(root)
    assert data_history(root).unfinished == "một việc"
    with pytest.raises(MachineFault, match="gate: closed"):
        save_data(root, "sửa tay")
    hook.unlink()
    assert save_data(root, "sửa tay").subject == "một việc"
    (root / "data/a.yaml").write_bytes(b"a: 7\n")
    assert data_history(root).unfinished == ""
    assert save_data(root, "sửa tay").subject == "sửa tay"


def test_an_undoing_that_a_hook_refuses_says_so_and_changes_nothing(root):
    step(root)
    refusing_hook(root)
    with pytest.raises(Refusal, match="gate: closed") as refused:
        take_back(root, steps(root)[0].commit.name, "hoàn tác")
    assert "later" not in str(refused.value)
    assert held(root) == AFTER
    assert git(root, "status", "--porcelain") == ""


def test_a_full_disk_leaves_the_step_undone(root):
    for at in range(1, 40):
        end, said, _ = attempt(lambda: step(root), at, errno.ENOSPC)
        history = data_history(root)
        if end == 0:
            break
        assert "Traceback" not in said
        assert held(root) in (OLD, AFTER)
        assert history.unsaved == () or history.unfinished == "một việc"
        git(root, "reset", "--quiet", "--hard")
        git(root, "clean", "--quiet", "--force", "data")
    else:
        pytest.fail("it never ends")
    assert [step.commit.subject for step in steps(root)] in ([], ["một việc"])


def test_two_desks_over_one_folder_take_their_steps_one_after_the_other(root):
    def write_other():
        write_data(root, held(root), {"data/plans/d.yaml": b"d: 1\n"})

    other = threading.Thread(target=lambda: take_step(root, "việc kia", write_other))

    def write():
        other.start()
        write_data(root, held(root), NEW)
        assert not (root / "data/plans/d.yaml").exists()

    take_step(root, "việc này", write)
    other.join()
    made = [git(root, "show", "--name-only", "--format=%s", f"HEAD{at}").split("\n") for at in ("~", "")]
    assert made == [["việc này", "", *NEW], ["việc kia", "", "data/plans/d.yaml"]]
