"""A build of what has not changed makes nothing; whatever has changed, of what is read or of what is published, makes it anew."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from planbook.outputs import build as pipeline
from planbook.outputs import input_hashes as input_hashes_module
from planbook.outputs import last_build, origin
from planbook.outputs import published_state as published_state_module
from planbook.outputs.input_hashes import input_hashes
from planbook.outputs.last_build import key_of_inputs
from planbook.outputs.last_files import FILES, LastFiles
from planbook.outputs.published_state import RECORD, PublishedEdits, edits_since, published_state, record_build, stands
from planbook.repository import manifest as manifest_module
from planbook.repository.kept_file import with_hash
from planbook.repository.manifest import SitePart
from planbook.repository.publishing import publishing_together
from tests.conftest import ROOT
from tests.offices import written


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """The folder of an office; its site is one page, whatever the data, so that only what decides is tried."""
    folder = written(tmp_path / "office", {})
    (folder / "data/phu-luc").mkdir()
    (folder / "data/phu-luc/a.pdf").write_bytes(b"a")
    git(folder, "init", "--quiet")
    commit(folder)
    monkeypatch.made = []

    def make(edition, _, site, offline, *__, **___):
        monkeypatch.made.append(edition.as_of)
        for target in filter(None, (site, offline)):
            (target / "index.html").write_text(f"{edition.workspace.plans['thu'].title}", "utf-8")

    monkeypatch.setattr(pipeline, "make", make)
    return folder


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "x")


def edit(path: str, text: str):
    def change(root: Path) -> None:
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def link(root: Path) -> None:
    """The same words behind a link, which is refused where a file belongs."""
    file = root / "data/agencies.yaml"
    (root / "elsewhere").write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(root / "elsewhere")


CHANGES = {
    "a plan": edit("data/plans/thu.yaml", "\n# x\n"),
    "a register": edit("data/agencies.yaml", "\n# x\n"),
    "a new file": edit("data/office.yaml", "owner: A\n"),
    "a file that came with a plan": edit("data/phu-luc/a.pdf", "b"),
    "the report of an import": edit("data/plans/thu.import.json", "{}"),
    "a page": edit("content/gioi-thieu.md", "x"),
    "a template of pages": edit("templates/site/plan.md", "x"),
    "a template of the theme": edit("templates/site/theme/main.html", "x"),
    "a style": edit("templates/site/theme/assets/stylesheets/planbook.css", "x"),
    "a phrase": edit("templates/plan/wording.yaml", "\n# x\n"),
    "the configuration": edit("mkdocs.yml", "\ncopyright: A\n"),
    "an empty folder": lambda root: (root / "data/plans/x").mkdir(),
    "a name": lambda root: (root / "data/phu-luc/a.pdf").rename(root / "data/phu-luc/b.pdf"),
    "a file that goes": lambda root: (root / "data/phu-luc/b.pdf").unlink(),
    "a link": link,
    "a commit": commit,
    "a broken plan": edit("data/plans/thu.yaml", "\nno: {\n"),
}


def test_whatever_a_build_reads_is_in_its_key(root):
    keys = {key_of_inputs(root): "nothing"}
    for name, change in CHANGES.items():
        change(root)
        key = key_of_inputs(root)
        assert key == key_of_inputs(root) != ""
        assert key not in keys, name
        keys[key] = name


OPTIONS = (
    {},
    {"as_of": date(2026, 1, 1)},
    {"tracked": ["thu"]},
    {"history": True},
    {"offline": True},
    {"offline": False},
)


def test_options_are_in_the_key(root):
    assert len({key_of_inputs(root, **option) for option in OPTIONS}) == len(OPTIONS)


def test_program_libraries_fonts_and_time_are_in_the_key(root, monkeypatch):
    keys = [key_of_inputs(root)]
    for module, name, value in (
        (origin, "program", lambda: "another"),
        (origin, "machine", lambda: "other fonts"),
        (origin, "_libraries", lambda: {"lxml": "0"}),
        (last_build, "installed_libraries", lambda: iter(["a-1.dist-info"])),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            keys.append(key_of_inputs(root))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    keys.append(key_of_inputs(root))
    assert len({*keys}) == len(keys)


MAKE_NO_OUTPUT = {"click", "flask", "holidays", "openpyxl", "python-dateutil", "ruamel-yaml", "waitress"}


def test_every_library_that_makes_outputs_is_named_in_what_makes_them():
    """One that is not: two machines with other versions of it would be taken for the same."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    dependencies = {re.split(r"[>=<\[]", line)[0].lower().replace(".", "-") for line in asked}
    assert dependencies - {name.lower() for name in origin.what_makes()} == MAKE_NO_OUTPUT


OWN_PROGRAMS = (
    "hooks: [a.py]\n",
    "plugins: [search]\n",
    "INHERIT: ../other.yml\n",
    "markdown_extensions: [pymdownx.snippets]\n",
    "copyright: !ENV NAME\n",
    "theme: {name: mkdocs}\n",
    "no: {\n",
)


def test_where_programs_of_the_office_run_every_build_is_made(root):
    for own in OWN_PROGRAMS:
        (root / "mkdocs.yml").write_text(own, "utf-8")
        assert key_of_inputs(root) == "", own
    (root / "mkdocs.yml").write_text("copyright: A\n", "utf-8")
    assert key_of_inputs(root) != ""


def test_a_machine_that_does_not_tell_its_fonts_makes_every_build(root, monkeypatch):
    monkeypatch.setattr(last_build, "machine", lambda: "")
    assert key_of_inputs(root) == ""
    assert [pipeline.build(root), pipeline.build(root)] == [True, True]


def test_what_has_not_changed_is_not_made_again(root, monkeypatch):
    assert [pipeline.build(root), pipeline.build(root)] == [True, False]
    published = {path: path.stat() for path in (root / "site").rglob("*")}
    assert pipeline.build(root) is False
    assert {path: path.stat() for path in (root / "site").rglob("*")} == published
    CHANGES["a plan"](root)
    assert [pipeline.build(root), pipeline.build(root)] == [True, False]
    assert pipeline.build(root, date(2026, 1, 1))
    assert len(monkeypatch.made) == 3


def same_size_and_time(path: Path) -> None:
    status = path.stat()
    path.write_bytes(b"x" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


PUBLISHED = {
    "an edited page": lambda root: same_size_and_time(root / "site/index.html"),
    "an edited page of the folder": lambda root: same_size_and_time(root / "site-offline/index.html"),
    "a file more": lambda root: (root / "site/x").touch(),
    "a file less": lambda root: (root / "site/index.html").unlink(),
    "another name": lambda root: (root / "site/index.html").rename(root / "site/other.html"),
    "a link to what it was": lambda root: (
        (root / "site/index.html").rename(root / "elsewhere"),
        (root / "site/index.html").symlink_to(root / "elsewhere"),
    ),
    "no folder": lambda root: (
        [(path.unlink()) for path in (root / "site-offline").iterdir()] and (root / "site-offline").rmdir()
    ),
    "no record": lambda root: (root / RECORD).unlink(),
    "half a record": lambda root: (root / RECORD).write_text("{", "utf-8"),
}


@pytest.mark.parametrize("change", PUBLISHED)
def test_what_is_not_as_it_was_published_is_published_again(root, change):
    pipeline.build(root)
    PUBLISHED[change](root)
    assert [pipeline.build(root), pipeline.build(root)] == [True, False]
    assert {(root / site / "index.html").read_text("utf-8") for site in ("site", "site-offline")} == {"Thử việc"}
    assert {path.name for path in (root / "site").iterdir()} == {"index.html", "manifest.json"}
    assert not (root / "site/index.html").is_symlink()


def test_what_was_edited_while_a_build_ran_is_built_the_next_time(root, monkeypatch):
    make = pipeline.make

    def edit_meanwhile(*arguments, **known):
        CHANGES["a register"](root)
        make(*arguments, **known)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "make", edit_meanwhile)
        assert pipeline.build(root)
    assert [pipeline.build(root), pipeline.build(root)] == [True, False]


def test_a_build_that_fails_leaves_what_is_known_of_the_site_that_stands(root, monkeypatch):
    pipeline.build(root)
    plan = root / "data/plans/thu.yaml"
    before = plan.read_bytes()
    CHANGES["a plan"](root)
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "make", lambda *_, **__: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            pipeline.build(root)
    plan.write_bytes(before)
    assert pipeline.build(root) is False
    assert (root / "site/index.html").read_text("utf-8") == "Thử việc"


@pytest.mark.parametrize(
    "text",
    ["[]", "1", '{"a": 1}', '{"a": {"made_of": "k"}}', '{"a": {"made_of": "k", "content": "c", "shape": ["k"]}}'],
)
def test_a_record_of_files_that_somebody_spoilt_is_none(tmp_path, text):
    (tmp_path / FILES).parent.mkdir()
    (tmp_path / FILES).write_text(text, "utf-8")
    known = LastFiles(tmp_path)

    assert (known.content("a", "k"), known.shape("a", "k")) == (None, None)


def publish_parts(root: Path, version: str, only: str = "") -> set[Path]:
    """A site of two parts; of all of it, or of one part and what is in none, a page says the version."""
    with publishing_together([root / name for name in ("site", "site-offline")]) as staging:
        for folder in staging.folders:
            for part in ("xa/a", "xa/b"):
                (folder / part).mkdir(parents=True)
                if only in ("", part):
                    (folder / part / "index.html").write_text(version)
            (folder / "index.html").write_text(version)
        parts = {part: SitePart({}, [f"{part}/index.html"]) for part in ("xa/a", "xa/b")}
        staging.parts.update({part: own if only in ("", part) else None for part, own in parts.items()})
    return staging.touched


def test_no_more_than_what_was_edited_by_hand_is_told(root):
    publish_parts(root, "one")
    record_build(root, "key")
    assert edits_since(root, published_state(root)) == PublishedEdits()
    same_size_and_time(root / "site/xa/b/index.html")
    (root / "site-offline/xa/more.html").touch()
    (root / "site/link").symlink_to(root / "data")
    (root / "site/manifest.json.minisig").touch()
    (root / "site/xa/new/below").mkdir(parents=True)
    (root / "site/xa/new/below/more.html").touch()
    foreign = {root / path for path in ("site-offline/xa/more.html", "site/link", "site/xa/new/below/more.html")}
    assert edits_since(root, published_state(root)) == PublishedEdits(frozenset({"xa/b"}), frozenset(foreign))


OTHERS = {  # what is done to a folder, and what is another folder then, beside it and the one below it
    "a lost folder": (shutil.rmtree, set()),
    "another name": (lambda folder: folder.rename(folder.with_name("c")), {"site/xa/c", "site/xa/c/below"}),
    "a link to it": (
        lambda folder: (folder.rename(folder.parents[2] / "c"), folder.symlink_to(folder.parents[2] / "c")),
        {"site/xa"},
    ),
    "a file": (lambda folder: (shutil.rmtree(folder), folder.touch()), {"site/xa"}),
    "a link to itself": (lambda folder: (shutil.rmtree(folder), folder.symlink_to(folder)), {"site/xa"}),
}


@pytest.mark.parametrize("change", OTHERS)
def test_a_folder_that_is_none_any_more_is_noticed_with_all_below_it(root, change):
    publish_parts(root, "one")
    (root / "site/xa/b/below").mkdir()
    (root / "site/xa/b/below/index.html").touch()
    record_build(root, "key")
    replace, beside = OTHERS[change]
    replace(root / "site/xa/b")
    assert published_state(root).edited == {"site/xa/b", "site/xa/b/below", *beside}
    assert not stands(root, "key")


def test_in_an_office_that_was_copied_no_more_is_edited_than_differs(root, tmp_path):
    publish_parts(root, "one")
    record_build(root, "key")
    copy = Path(shutil.copytree(root, tmp_path / "copy", symlinks=True))
    assert not stands(copy, "key")
    assert edits_since(copy, published_state(copy)) == PublishedEdits()
    same_size_and_time(copy / "site/xa/b/index.html")
    (copy / "site-offline/xa/a/index.html").write_text("longer")
    (copy / "site/index.html").unlink()
    (copy / "site/xa/a/more.html").touch()
    linked = copy / "site-offline/index.html"
    linked.rename(copy / "elsewhere")
    linked.symlink_to(copy / "elsewhere")
    parts = frozenset({"xa/a", "xa/b", ""})
    assert edits_since(copy, published_state(copy)) == PublishedEdits(parts, frozenset({copy / "site/xa/a/more.html"}))


@pytest.mark.parametrize("path", ["site/manifest.json", "site/xa/a/shard-manifest.json", "build/last-build.json"])
def test_where_a_list_was_edited_nothing_is_told(root, path):
    publish_parts(root, "one")
    record_build(root, "key")
    (root / path).write_text("{}")
    assert edits_since(root, published_state(root)) is None


def test_the_record_of_a_build_in_part_is_that_of_a_whole_one(root, monkeypatch):
    publish_parts(root, "one")
    record_build(root, "one")
    before = published_state(root)
    same_size_and_time(root / "site/xa/a/index.html")  # meanwhile, in a part that stays
    touched = publish_parts(root, "two", only="xa/b")
    with monkeypatch.context() as patch:
        patch.setattr(published_state_module, "published_state", None)
        record_build(root, "two", before, touched)
    assert edits_since(root, published_state(root)) == PublishedEdits(frozenset({"xa/a"}))
    before = published_state(root)
    shutil.rmtree(root / "site-offline")  # not made any more
    record_build(root, "three", before)
    assert stands(root, "three")
    assert not stands(root, "")


def test_a_file_is_read_again_only_where_it_may_be_another_one(root, monkeypatch):
    first = input_hashes(root)
    assert input_hashes(root) == first  # nothing is known of files that were written just now
    monkeypatch.setattr(manifest_module, "_TICK", -(10**18))
    assert input_hashes(root) == first
    with monkeypatch.context() as patch:
        patch.setattr(input_hashes_module, "sha256", None)
        assert input_hashes(root) == first
    same_size_and_time(root / "data/agencies.yaml")
    (again,) = {*input_hashes(root)} - {*first}
    path = root / "data/agencies.yaml"
    blob = subprocess.run(["git", "hash-object", path], check=True, capture_output=True, text=True).stdout.strip()
    assert again == ("data/agencies.yaml", sha256(path.read_bytes()).hexdigest(), blob)
    (root / "build/input-hashes.json").write_text("[")
    assert again in input_hashes(root)


def test_the_names_in_a_folder_are_read_again_only_where_some_came_or_went(root, monkeypatch):
    publish_parts(root, "one")
    monkeypatch.setattr(manifest_module, "_TICK", -(10**18))
    record_build(root, "key")
    listed = []
    monkeypatch.setattr(
        published_state_module,
        "_listed",
        lambda place, _: listed.append(place) or (_ for _ in ()).throw(OSError("listed")),
    )
    assert stands(root, "key")
    assert not listed
    (root / "site/xa/a/more.html").touch()
    with pytest.raises(OSError, match="listed"):
        stands(root, "key")
    assert listed == [f"{root}/site/xa/a"]


def test_names_in_a_folder_that_changed_just_now_are_read_each_time(root, monkeypatch):
    publish_parts(root, "one")
    record_build(root, "key")
    monkeypatch.setattr(published_state_module, "_listed", lambda *_: ("", "index.html/more.html"))
    with pytest.raises(FileNotFoundError):
        stands(root, "key")


def test_a_record_that_an_earlier_program_wrote_is_none(root):
    publish_parts(root, "one")
    record_build(root, "key")
    head = json.dumps({"key": "key", "lists": {}}).encode()
    (root / RECORD).write_bytes(with_hash(head + b"\n" + b"\0".join([b"site", b"1", b"xa", b"index.html", b"2"] * 9)))
    assert edits_since(root, published_state(root)) is None
    assert not stands(root, "key")


def test_a_record_in_which_a_letter_is_another_one_is_none(root):
    publish_parts(root, "one")
    record_build(root, "key")
    content = (root / RECORD).read_bytes()
    (root / RECORD).write_bytes(content.replace(b"index.html", b"index.htm", 1))
    assert edits_since(root, published_state(root)) is None
    assert not stands(root, "key")
