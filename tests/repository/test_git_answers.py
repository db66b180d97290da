"""What git answers to planbook: the same under every setting, and what is in no commit shows."""

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from planbook.changes.lately import change_history, last_changes, lately
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at, source_revision
from planbook.repository.drivers import install, uninstall
from planbook.repository.git import is_shallow
from planbook.repository.last_commits import holds_the_same
from planbook.repository.revisions import (
    commit_of,
    commits_of,
    edited,
    is_revision,
    read_revision,
    revision_remarks,
    unpack,
)
from tests.clones import changed, clone, commit, git
from tests.conftest import ROOT, run

DATA = ROOT / "tests/workspaces/hostile/data"
HOSTILE_PLAN = "data/plans/hostile.yaml"

# A program in place of gpg, which signs everything and finds every signature good.
GPG = """#!/bin/sh
case "$*" in
*--verify*)
    echo "[GNUPG:] GOODSIG 0123456789ABCDEF n <n@example.org>"
    echo "gpg: Good signature from n" >&2 ;;
*)
    cat >/dev/null
    echo "[GNUPG:] SIG_CREATED D" >&2
    printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nAAAA\\n-----END PGP SIGNATURE-----\\n' ;;
esac
"""

# What people set for themselves, all of it at once.
SETTINGS = """
[log]
    showSignature = true
    date = relative
    decorate = full
    follow = true
    abbrevCommit = true
    showRoot = false
[status]
    showUntrackedFiles = no
    short = true
    branch = true
    relativePaths = false
[color]
    ui = always
    diff = always
    status = always
[core]
    quotePath = true
    pager = false
    fsmonitor = {folder}/fsmonitor
    excludesFile = {folder}/ignored
    attributesFile = {folder}/attributes
    abbrev = 40
    worktree = /nowhere
    warnAmbiguousRefs = true
    logAllRefUpdates = false
    autocrlf = input
[diff]
    external = false
    noprefix = true
    mnemonicPrefix = true
    renames = copies
    ignoreSubmodules = all
    wordRegex = .
[format]
    pretty = oneline
[i18n]
    logOutputEncoding = UTF-16
[pager]
    log = true
[blame]
    showEmail = true
[alias]
    log = !false
    status = !false
    rev-parse = !false
[gpg]
    program = {folder}/gpg
[tar]
    umask = 0777
[advice]
    detachedHead = true
[help]
    autoCorrect = immediate
"""


def write_program(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def hostile_settings(tmp_path) -> Path:
    """A configuration of git that spoils whatever it can."""
    folder = tmp_path / "home"
    folder.mkdir()
    write_program(folder / "gpg", GPG)
    write_program(folder / "fsmonitor", f"#!/bin/sh\ntouch {folder}/was-run\nexit 1\n")
    (folder / "ignored").write_text("*.yaml\n", encoding="utf-8")
    (folder / "attributes").write_text("* export-ignore eol=crlf text\n", encoding="utf-8")
    (folder / "gitconfig").write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    return folder / "gitconfig"


@pytest.fixture
def signed(tmp_path) -> Path:
    """A clone with three commits, the last one signed, in a folder with blanks and marks."""
    root = clone(tmp_path / "kế hoạch năm sau", DATA)
    changed(root, ("1.234.567,5", "1.234.568"), path=HOSTILE_PLAN)
    commit(root, "sửa chỉ tiêu")
    changed(root, ("1.234.568", "1.234.569"), path=HOSTILE_PLAN)
    git(root, "add", "-A")
    program = write_program(tmp_path / "signs", GPG)
    git(root, "-c", f"gpg.program={program}", "commit", "-qS", "-m", "sửa lần nữa, có ký")
    return root


def answers(root: Path, target: Path) -> dict[str, object]:
    """Everything that planbook asks git."""
    names = [one.name for one in commits_of(root, "data", 9)]
    unpack(root, "HEAD~1", ("data", "templates"), target)
    installed = install(root, [Path("planbook")])
    kept = git(root, "config", "--local", "merge.planbook.driver")
    return {
        "commits": commits_of(root, HOSTILE_PLAN, 9),
        "first parents": commits_of(root, "data/plans", 9, "--first-parent"),
        "named": [commit_of(root, name) for name in ("HEAD", "main", names[1][:8], "none", "HEAD~9")],
        "of paths": commit_of(root, "HEAD", "data/*.yaml", "templates"),
        "revisions": [is_revision(root, name) for name in ("HEAD", "HEAD~2", "HEAD~3", "-x", "", "a b", "HEAD..HEAD")],
        "files": read_revision(root, "HEAD~1"),
        "unpacked": {path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()},
        "same": [holds_the_same(root, "HEAD", "HEAD~1", path) for path in ("data", "data/*.yaml", "templates")],
        "shallow": is_shallow(root),
        "made": made_at(root),
        "revision": source_revision(root, "data", "templates"),
        "remarks": list(revision_remarks(root, "data", "templates")),
        "last": last_changes(root, ["hostile"]),
        "drivers": ([str(line) for line in installed], kept, [str(line) for line in uninstall(root)]),
    }


def test_no_setting_of_git_changes_what_it_answers(signed, hostile_settings, tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    plain = answers(signed, tmp_path / "plain")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(hostile_settings))
    assert answers(signed, tmp_path / "hostile") == plain
    git(signed, "config", "--local", "include.path", str(hostile_settings))
    git(signed, "config", "--local", "core.worktree", str(signed))  # of all settings the one that must be heeded
    assert answers(signed, tmp_path / "local") == plain

    assert [one.subject for one in plain["commits"]] == ["sửa lần nữa, có ký", "sửa chỉ tiêu", "first"]
    assert plain["revisions"] == [True, True, False, False, False, False, False]
    assert plain["same"] == [False, True, True]
    assert plain["revision"].commit == git(signed, "rev-parse", "--short=7", "HEAD").strip()
    assert "1.234.568" in plain["files"].contents[HOSTILE_PLAN].decode()
    assert plain["unpacked"][Path(HOSTILE_PLAN)] == plain["files"].contents[HOSTILE_PLAN]
    assert not (hostile_settings.parent / "was-run").exists(), "no program of the settings is run"


def test_a_signed_commit_is_compared_as_any_other(signed, hostile_settings):
    answer = run(signed, "diff", "HEAD~1", "HEAD", GIT_CONFIG_GLOBAL=str(hostile_settings))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "1.234.569" in answer.stdout


def test_what_changed_lately_is_told_under_every_setting(hostile_settings, tmp_path, plans, words, monkeypatch):
    root = clone(tmp_path / "clone")
    changed(root, ("value: 1,5\n", "value: 2\n"))
    commit(root, "second")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(hostile_settings))
    assert [(one.plan, one.commit) for one in lately(change_history(root, plans, words, date(2026, 6, 1)))] == [
        ("lao-cai-2026", git(root, "rev-parse", "--short=7", "HEAD").strip())
    ]


def edit(root: Path) -> None:
    changed(root, ("1.234.567,5", "1.234.568"), path=HOSTILE_PLAN)


def new_plan(root: Path) -> None:
    shutil.copy(root / HOSTILE_PLAN, root / "data/plans/new.yaml")


HIDDEN_EDITS = {
    "an edit": edit,
    "a staged edit": lambda root: (edit(root), git(root, "add", "-A")),
    "an edit that git was told to overlook": lambda root: (
        git(root, "update-index", "--assume-unchanged", HOSTILE_PLAN),
        edit(root),
    ),
    "an edit outside a sparse checkout": lambda root: (
        git(root, "update-index", "--skip-worktree", HOSTILE_PLAN),
        edit(root),
    ),
    "a plan that nobody committed": new_plan,
    "a plan that .gitignore names": lambda root: (
        new_plan(root),
        (root / "data/plans/.gitignore").write_text("new.yaml\n", encoding="utf-8"),
    ),
    "a plan that this clone leaves out": lambda root: (
        new_plan(root),
        (root / ".git/info/exclude").write_text("data/plans/new.yaml\n", encoding="utf-8"),
    ),
    "a plan that is gone": lambda root: (root / HOSTILE_PLAN).unlink(),
    "a template of the office's own": lambda root: (root / "templates/site/new.md").write_text("x", encoding="utf-8"),
    "an edit while git is at work": lambda root: (edit(root), (root / ".git/index.lock").touch()),
}


@pytest.mark.parametrize("name", HIDDEN_EDITS)
def test_what_is_in_no_commit_shows_behind_the_revision(name, tmp_path, hostile_settings, monkeypatch):
    root = clone(tmp_path / "clone", DATA)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(hostile_settings))
    assert not source_revision(root, "data", "templates").is_edited
    HIDDEN_EDITS[name](root)
    assert source_revision(root, "data", "templates").is_edited


def test_what_no_document_is_made_of_is_no_edit(tmp_path, monkeypatch):
    """What git is told to ignore among templates, the ends of lines that git itself makes, files elsewhere."""
    root = clone(tmp_path / "clone", DATA)
    (root / ".git/info/exclude").write_text("*~\n", encoding="utf-8")
    (root / "templates/site/home.md~").write_text("x", encoding="utf-8")
    (root / "notes.txt").write_text("x", encoding="utf-8")
    git(root, "config", "core.autocrlf", "true")
    home = root / "templates/site/home.md"
    home.write_bytes(home.read_bytes().replace(b"\n", b"\r\n"))
    assert edited(root, "data", "templates") == frozenset()


def test_a_plan_has_its_own_revision_and_mark(tmp_path, monkeypatch):
    root = clone(tmp_path / "clone")
    first = git(root, "rev-parse", "--short=7", "HEAD").strip()
    changed(root, ("value: 1,5\n", "value: 2\n"))
    commit(root, "second")
    second = git(root, "rev-parse", "--short=7", "HEAD").strip()
    changed(root, ("value: 2\n", "value: 3\n"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    found = edition(read_sources(root), made_at(root)).revisions
    assert [str(found[name]) for name in ("lao-cai-2026", "bac-ha-2022", "")] == [f"{second}+", first, f"{second}+"]


def test_only_one_module_runs_git():
    callers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "planbook").rglob("*.py")
        if re.search(r"""["']git["']""", path.read_text(encoding="utf-8"))
    }
    assert callers == {"planbook/repository/git.py"}
