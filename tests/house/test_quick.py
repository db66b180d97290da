"""`make quick` leaves out what comes to start a program or to make a document, however it comes to it."""

import os
import subprocess
from functools import cache
from types import SimpleNamespace

import pytest

from planbook.outputs.documents import word_draft
from tests import libreoffice
from tests.conftest import git, project, run
from tests.quick import speed
from tests.reading_back import folded


class _Office:
    @property
    def revision(self) -> str:
        return subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout


def _built(folder):
    return run(folder, "build")


def plain():
    assert folded("a  b")


def by_a_command_in_this_process(tmp_path):
    assert run(tmp_path, "check")


def by_itself():
    subprocess.run(["true"], check=True)


def by_a_fork():
    if not os.fork():
        os._exit(0)


def by_a_helper(tmp_path):
    assert _built(tmp_path)


def by_a_class():
    assert _Office().revision


def by_a_module(tmp_path):
    assert libreoffice.converted([], "pdf", tmp_path)


@cache
def _kept():
    return run(".", "verify", "site")


def by_git(folder):
    assert git(folder, "log")


def by_what_is_kept():
    assert _kept()


def by_a_document(edition, plan):
    assert word_draft(edition, plan)


def inside_a_function():
    def each(folder):
        return _built(folder)

    assert list(map(each, ()))


def mark_of(test, **fixtures) -> str:
    return speed(SimpleNamespace(function=test, _fixtureinfo=SimpleNamespace(name2fixturedefs=fixtures)))


@pytest.mark.parametrize(
    "test",
    [by_itself, by_a_fork, by_a_helper, by_a_class, by_a_module, by_what_is_kept, by_a_document, inside_a_function],
)
def test_what_starts_a_program_is_not_quick(test):
    assert not mark_of(test)


def test_what_starts_git_alone_is_marked_so():
    assert mark_of(by_git) == "git"


def test_what_a_fixture_starts_counts_and_what_nobody_uses_does_not():
    built = SimpleNamespace(func=project._get_wrapped_function())

    assert not mark_of(plain, project=[built])
    assert {mark_of(test) for test in (plain, by_a_command_in_this_process)} == {"quick"}
