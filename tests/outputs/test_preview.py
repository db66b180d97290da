"""The live preview: what was edited among many places is shown before the site of all is made, and as the site has it then."""

import os
import select
from functools import partial
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest

from planbook.messages.diagnostics import Refusal, Text
from planbook.outputs import build as pipeline
from planbook.outputs import preview
from planbook.outputs.preview import Behind, Follower
from planbook.outputs.shards import building
from planbook.outputs.shards import look as parts_looked_at
from planbook.outputs.shards.look import LOOK, forget_look, look
from tests.conftest import SMALL, workspace
from tests.outputs.edited_sites import published, without_what_is_dear
from tests.outputs.small_shards import office_of_places
from tests.working_here import Here

PLAN = "data/plans/nong-thon-xa-m-2027.yaml"


def edit(root: Path, old: str, new: str, path: str = PLAN) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def office(tmp_path, monkeypatch):
    without_what_is_dear(monkeypatch)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.setattr(building, "workers", lambda *_, **__: Here())
    root = office_of_places(tmp_path / "office")
    pipeline.build(root)
    return root


def pages(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_look_shows_what_the_site_has_then_and_touches_nothing_of_it(office):
    before = published(office)
    edit(office, "title: ", "title: Xem trước ")
    assert look(office)
    assert published(office) == before
    shown = pages(office / LOOK)
    assert "Xem trước" in shown["ke-hoach/nong-thon-xa-m-2027/index.html"].decode()
    assert not any("nong-thon-xa-n-2027" in path for path in shown)
    pipeline.build(office)
    site = pages(office / "site")
    assert {path for path, content in shown.items() if site[path] != content} == set()


def test_of_many_parts_that_changed_there_is_no_look_and_of_none_either(office, monkeypatch):
    assert look(office)
    assert not (office / LOOK).exists()
    edit(office, "title: ", "title: Xem trước ")
    monkeypatch.setattr(parts_looked_at, "_MOST", 0)
    assert look(office)
    assert not (office / LOOK).exists()


def test_of_a_site_that_is_not_cut_there_is_no_look(tmp_path):
    assert not look(workspace(tmp_path / "office", SMALL))


@pytest.fixture
def following(monkeypatch, tmp_path):
    """A follower of a folder, what it was told to do, and what the folder holds by its key."""
    done, state = [], {"key": "a", "cut": True, "busy": False}

    class Told:
        is_busy = property(lambda _: state["busy"])
        begin = partial(done.append, "behind")

    def told_look(_):
        if state["key"] == "broken":
            raise Refusal(Text("broken"))
        done.append("look")
        return state["cut"]

    monkeypatch.setattr(preview, "key_of_inputs", lambda _: state["key"])
    monkeypatch.setattr(preview, "look", told_look)
    monkeypatch.setattr(preview, "forget_look", lambda _: done.append("forget"))
    return Follower(tmp_path, lambda _: done.append("build"), Told()), done, state


def test_the_site_is_made_behind_a_look_which_goes_when_it_is_made(following):
    follower, done, state = following
    follower.follow()
    assert done == ["look", "behind"]
    state["busy"] = True
    follower.follow()  # the list of files is there, and more is to be made
    assert done == ["look", "behind"]
    state["busy"] = False
    follower.follow()
    assert done == ["look", "behind", "forget"]
    state["key"] = "b"
    follower.follow()
    assert done[3:] == ["look", "behind"]


def test_where_there_is_no_look_the_site_is_made_at_once(following):
    follower, done, state = following
    state["cut"] = False
    follower.follow()
    follower.follow()
    assert done == ["look", "build"] * 2


def test_what_cannot_be_shown_or_told_is_tried_again(following):
    follower, done, state = following
    follower.follow()
    state["key"] = "broken"
    with pytest.raises(Refusal):
        follower.follow()
    state["key"] = "a"
    follower.follow()
    state["key"] = ""
    follower.follow()
    follower.follow()
    assert done == ["look", "behind"] * 4


def test_work_behind_is_done_once_more_where_it_was_wanted_meanwhile(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    behind = Behind(partial(Path.write_text, pipe, "done"))
    assert not behind.is_busy
    behind.begin()
    assert behind.is_busy
    with pipe.open() as first:  # it waits for who reads
        behind.begin()
        assert first.read() == "done"
    assert pipe.read_text() == "done"


def test_work_behind_ends_when_it_is_told_to(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    behind = Behind(partial(Path.read_text, pipe))
    behind.begin()
    with pipe.open("wb", buffering=0) as writer:  # it waits for who reads
        behind.end()
        readers = select.poll()
        readers.register(writer, 0)
        assert readers.poll(60_000)  # nobody reads any more


def test_what_was_made_for_a_look_is_served_before_the_site(tmp_path):
    for path, text in {"site/a/index.html": "old", "site/b.txt": "b", f"{LOOK}/a/index.html": "new"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "secret.txt").write_text("secret")
    server = preview._Server(tmp_path, 0, lambda: None)

    def served(path: str) -> tuple[str, str]:
        environ, told = {}, []
        setup_testing_defaults(environ)
        answer = server.serve_request(environ | {"PATH_INFO": path}, lambda status, _: told.append(status))
        content = b"".join(answer).decode()
        if hasattr(answer, "close"):
            answer.close()
        return told[0], content

    assert served("/a/") == ("200 OK", "new")
    assert served("/b.txt") == ("200 OK", "b")
    assert served("/a")[0] == "302 Found"
    for path in ("/../secret.txt", "/a/../../secret.txt", "/../../secret.txt"):
        assert served(path)[0] == "404 Not Found"
    forget_look(tmp_path)
    assert served("/a/") == ("200 OK", "old")
    server.server_close()
