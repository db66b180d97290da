"""A build that several machines share: a scheduler of Dask and its workers, as processes of their own."""

import gc
import os
import pickle
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from bench.clusters import machines
from planbook.loading.workspace import UnknownPlan
from planbook.messages.diagnostics import BuildStopped, Diagnostic, Refusal, Span, Text
from planbook.outputs import catalogue
from planbook.outputs.build import build
from planbook.outputs.cluster import executor as executor_module
from planbook.outputs.cluster import scheduler as scheduler_module
from planbook.outputs.cluster.fitness import unlike_parts
from planbook.outputs.cluster.parcels import FolderReceiver, FolderSender, files_below, office_files
from planbook.outputs.cluster.results import fetch_result, store_result, stored_result
from planbook.outputs.cluster.scheduler import cluster
from planbook.outputs.cluster.shard_job import SentRequest, ShardJob, make_sent
from planbook.outputs.cluster.shared_files import SharedFiles
from planbook.outputs.origin import made_at, what_makes
from planbook.outputs.shards import building
from planbook.outputs.shards.making import make_shards
from planbook.outputs.shards.office import Call, country_edition, cut_office, requests
from planbook.outputs.site_generator import LAID_OUT, lay_out, site_around
from planbook.repository import limits
from planbook.repository.git import outside
from planbook.repository.machine import this_machine
from planbook.repository.output_files import write_files
from planbook.repository.revisions import commits_of, edited
from tests.conftest import SMALL, git, workspace
from tests.outputs.edited_sites import published
from tests.outputs.small_shards import SmallRecord, SmallRequest, make_small, make_without_sheets, office_of_places


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A scheduler with two workers."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JOURNAL", str(tmp_path_factory.mktemp("journal")))  # processes of workers know it
        with machines(tmp_path_factory.mktemp("machines"), 2) as cluster:
            yield cluster


class Office:
    """The folder of an office in git, with an edit that is in no commit, and what is asked for of its plans."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.shared = folder, str(folder / "shared")
        self.root = workspace(folder / "repository/office", SMALL)
        git(folder / "repository", "init", "--quiet")
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--message", "x")
        with (self.root / "data/agencies.yaml").open("a") as file:
            file.write("# edited\n")
        for name in ("frames", "journal", "made"):
            (folder / name).mkdir()
        (folder / "frames/frame.html").write_text("<main>", "utf-8")
        self.plans = sorted(path.stem for path in (self.root / "data/plans").glob("*.yaml"))

    def request(self, key: str, trouble: str = "") -> SmallRequest:
        """What is asked for under a key, into a folder of its own."""
        into = self.folder / "made" / key
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir()
        plan = self.plans[len(key) % len(self.plans)]
        return SmallRequest(self.root, self.folder / "frames", into, key, plan, self.folder / "journal", trouble)

    def here(self, request: SmallRequest) -> tuple[object, dict[str, bytes]]:
        """The record and the files of a request as this machine makes them."""
        into = self.folder / "here"
        into.mkdir()
        (record,) = make_small([replace(request, into=into, journal=into, trouble="")])
        (into / f"{request.key}.begun").unlink()
        files = contents(into)
        shutil.rmtree(into)
        return record, files

    def release(self, name: str) -> None:
        """Let those go on that wait for a file."""
        (self.folder / "journal" / name).touch()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def wait_for_makers(request: SmallRequest, number: int = 1) -> list[int]:
    while len(request.makers) < number:
        time.sleep(0.02)
    return request.makers


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)


def is_right(office: Office, request: SmallRequest, record: object) -> bool:
    """Whether record and files are those that this machine makes."""
    return (record, contents(request.into)) == office.here(request)


@pytest.fixture(params=["beside", "elsewhere"])
def where(request, monkeypatch) -> str:
    """Where the workers are: on this machine, or as if they were on another one."""
    if request.param == "elsewhere":
        monkeypatch.setattr(executor_module, "this_machine", lambda: "another")
    return request.param


@pytest.mark.usefixtures("where")
def test_other_machines_make_the_same_files(both, office):
    requests = [office.request("a" * number) for number in range(1, 6)]
    with cluster(both.address, office.shared, office.root) as executor:
        batches = [executor.submit(make_small, requests[:3]), executor.submit(make_small, requests[3:])]
        records = [record for batch in batches for record in batch.result()]

    assert all(is_right(office, *pair) for pair in zip(requests, records, strict=True))
    assert "agencies.yaml" in (requests[0].into / f"ke-hoach/{requests[0].plan}/index.html").read_text("utf-8")
    assert {name.parts[-2] for name in Path(office.shared).rglob("*") if name.is_file()} == {
        "inputs"
    }  # no results stay


def test_the_work_of_a_worker_that_hangs_is_done_by_another_too(both, office, caplog, monkeypatch):
    monkeypatch.setattr(executor_module, "_SLOW", 0.1)
    requests = [office.request("a"), office.request("aa", "late")]
    with cluster(both.address, office.shared, office.root, patience=0.1) as executor:
        records = [executor.submit(make_small, [request]).result()[0] for request in requests]
        office.release("late")

    assert all(is_right(office, *pair) for pair in zip(requests, records, strict=True))
    assert len({*requests[1].makers}) == 2
    assert "nothing has come from" in caplog.text


def test_a_worker_whose_disk_is_full_gets_no_more_work(both, office, caplog):
    requests = [office.request("a", "full"), office.request("aa"), office.request("aaa")]
    with cluster(both.address, office.shared, office.root) as executor:
        records = [executor.submit(make_small, [request]).result()[0] for request in requests]

    full, *others = [pid for request in requests for pid in request.makers]
    assert all(is_right(office, *pair) for pair in zip(requests, records, strict=True))
    assert full not in others
    assert "gets no work: no space is left on the disk" in caplog.text


@pytest.mark.usefixtures("where")
def test_an_interrupted_build_goes_on_where_it_stopped_and_takes_no_altered_file(both, office):
    requests = [office.request("a"), office.request("aa"), office.request("aaa", "late")]

    def interrupted() -> None:
        with cluster(both.address, office.shared, office.root) as executor:
            for batch in (requests[:1], requests[1:2]):
                executor.submit(make_small, batch).result()
            executor.submit(make_small, requests[2:])
            wait_for_makers(requests[2])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    office.release("late")
    results = [
        path for path in Path(office.shared).rglob("results/*/**/*") if path.is_file() and path.name != "record.json"
    ]
    altered = next(path for path in results if contents(requests[0].into)["dữ liệu/hai bản.txt"] in path.read_bytes())
    altered.write_bytes(altered.read_bytes().replace(b"1", b"7"))
    again = [office.request(request.key) for request in requests]
    with cluster(both.address, office.shared, office.root) as executor:
        records = [executor.submit(make_small, [request]).result()[0] for request in again]

    assert all(is_right(office, *pair) for pair in zip(again, records, strict=True))
    assert [len(request.makers) for request in requests[:2]] == [2, 1]


def test_workers_with_other_fonts_get_no_work(both, office, monkeypatch, tmp_path):
    (tmp_path / "fonts.conf").write_text("<fontconfig><dir>/nowhere</dir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    with pytest.raises(Refusal) as refusal, cluster(both.address, office.shared, office.root):
        pass

    _, *faults = map(str, refusal.value.sentences)
    assert len(faults) == 2
    assert all(
        re.search(r"fonts are others: \d+ there and 0 here; only there: \w.*; only here: –", fault) for fault in faults
    )


def test_workers_that_do_not_see_the_shared_files_are_named(both, office):
    with pytest.raises(Refusal) as refusal, cluster(both.address, "memory://planbook", office.root):
        pass

    first, *faults = map(str, refusal.value.sentences)
    assert "no worker that can do the work" in first
    assert len(faults) == 2
    assert all("there is no such file" in fault for fault in faults)


def test_a_scheduler_that_is_not_there_is_said(office, monkeypatch):
    monkeypatch.setattr(scheduler_module, "_CONNECT", 0.2)

    for address in ("tcp://127.0.0.1:1", "http://127.0.0.1", "máy chủ"):
        with pytest.raises(Refusal, match="no scheduler answers at"), cluster(address, office.shared, office.root):
            pass


def test_without_its_packages_is_said_what_to_install(office, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(Refusal, match=r"pip install 'planbook\[cluster\]'"), cluster("x", office.shared, office.root):
        pass


@pytest.mark.parametrize(
    ("name", "there", "expected"),
    [
        ("planbook", "0.1.0 (f00)", "planbook is 0.1.0 (f00) there and 0.2.0 (abc) here"),
        ("Python", "3.12.1", "Python is 3.12.1 there and 3.11.7 here"),
        ("lxml", None, "lxml is – there and 6.1.3 here"),
        ("fonts", "a: :fontversion=1\nb: :fontversion=3", "2 there and 3 here; only there: b 3; only here: b 2, c 2"),
    ],
)
def test_what_differs_between_two_machines_is_said_with_both_values(name, there, expected):
    here = {
        "planbook": "0.2.0 (abc)",
        "Python": "3.11.7",
        "lxml": "6.1.3",
        "fonts": "a: :fontversion=1\nb: :fontversion=2\nc: :fontversion=2",
    }
    elsewhere = {key: value for key, value in {**here, name: there}.items() if value}

    (difference,) = unlike_parts(here, elsewhere)
    assert expected in str(difference)


CLONES = {
    "worktree": ("worktree", "add", "--quiet", "--detach", "../copy"),
    "shallow": ("clone", "--quiet", "--depth=1", "file://{root}", "../copy"),
    "borrowing": ("clone", "--quiet", "--shared", ".", "../copy"),
    "outside": ("archive", "--format=tar", "--output=../copy.tar", "HEAD"),
}


@pytest.mark.parametrize("kind", CLONES)
def test_a_folder_is_laid_out_elsewhere_with_its_history_however_git_keeps_it(kind, tmp_path):
    root, copy = tmp_path / "office", tmp_path / "copy"
    (root / "data/plans").mkdir(parents=True)
    git(root, "init", "--quiet")
    for text in "ab":
        (root / "data/plans/x.yaml").write_text(text)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", text)
    git(root, *(word.format(root=root) for word in CLONES[kind]))
    if kind == "outside":
        shutil.unpack_archive(tmp_path / "copy.tar", copy)
    (copy / "data/y.yaml").write_text("new")
    shared = SharedFiles(str(tmp_path / "shared"))
    name = FolderSender(shared).send(office_files(copy))
    with FolderReceiver(shared, tmp_path / "scratch").laid_out([name]) as folders:
        there = folders[name]
        assert contents(there / "data") == contents(copy / "data")
        assert bool(outside(there)) == (kind == "outside")
        assert commits_of(there, "data", 5) == commits_of(copy, "data", 5)
        assert edited(there, "data") == edited(copy, "data")


@pytest.mark.parametrize(
    "refusal", [UnknownPlan("x", ["y"]), BuildStopped([Diagnostic("x", Span("y"), Text("z"))], {})]
)
def test_a_refusal_comes_from_another_process_as_it_is(refusal):
    again = pickle.loads(pickle.dumps(refusal))

    assert (type(again), again.args, vars(again)) == (type(refusal), refusal.args, vars(refusal))


@pytest.mark.parametrize("address", ["memory://planbook-shared", "folder"])
def test_a_shared_file_that_does_not_fit_its_hash_is_taken_by_nobody(address, tmp_path):
    shared = SharedFiles(address if "://" in address else str(tmp_path / address))
    text, name = b"1.500", "dd2a0ae39c0e3ccc7d4d9ea2a3c3a2f2b4b8e3b5ba5e6f1a7a4b3a2c1d0e9f8a"
    shared.put("inputs", {name: text})

    with pytest.raises(Refusal, match=f"is not what it was: inputs/{name} has the hash"):
        [*shared.fetch("inputs", {name: len(text)})]
    assert shared.names("inputs") == {name}
    shared.forget([f"inputs/{name}", "results"])
    assert shared.names("inputs") == set()
    assert shared.read(f"inputs/{name}") is None


def test_shared_files_of_a_kind_that_is_not_installed_are_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)

    with pytest.raises(Refusal, match="pip install s3fs"):
        SharedFiles("s3://bucket/planbook").names("inputs")
    with pytest.raises(Refusal, match="cannot be used"):
        SharedFiles("nothing://x").names("inputs")


def altered(folder: Path) -> None:
    (folder / "a/b.txt").write_text("1.600")


def moved(folder: Path) -> None:
    (folder / "a/b.txt").write_text("1.50")
    (folder / "c.txt").write_text("0dữ liệu")


def missing(folder: Path) -> None:
    (folder / "c.txt").unlink()


@pytest.fixture
def kept(tmp_path) -> tuple[SharedFiles, Path, str]:
    """A result whose files lie among the shared ones: these, the folder, and what is said of it."""
    shared, lying = SharedFiles(str(tmp_path / "shared")), tmp_path / "shared/results/x/lie"
    write_files(lying, {"a/b.txt": b"1.500", "c.txt": "dữ liệu".encode()})
    record = SmallRecord("k", {"lines": 1}, frozenset({"a"}))
    return shared, lying, store_result(shared, "x", make_small, record, lying, "lie")


def test_files_that_lie_on_the_same_disk_are_not_written_again(kept, tmp_path):
    shared, lying, result = kept
    (lying / "d.txt").write_text("of nobody")
    record = fetch_result(shared, "x", make_small, result, tmp_path / "made")
    lying.chmod(0o711)
    fetch_result(shared, "x", make_small, result, tmp_path / "of another account")

    assert stored_result(shared, "x") == result
    assert record.lines == {"lines": 1}
    for folder, is_linked in {"made": True, "of another account": False}.items():
        assert contents(tmp_path / folder) == {"a/b.txt": b"1.500", "c.txt": "dữ liệu".encode()}
        assert (tmp_path / folder / "a/b.txt").samefile(lying / "a/b.txt") == is_linked


@pytest.mark.parametrize("change", [altered, moved, missing])
def test_of_files_that_are_not_as_they_were_made_none_is_taken(change, kept, tmp_path):
    shared, lying, result = kept
    change(lying)
    with pytest.raises(Refusal, match=r"is not what it was|no such file"):
        fetch_result(shared, "x", make_small, result, tmp_path / "made")

    assert contents(tmp_path / "made") == {}


@pytest.fixture
def places(tmp_path, monkeypatch) -> Path:
    """The folder of an office whose site is cut by places, of which no sheets are printed."""
    monkeypatch.setattr(catalogue, "SHEETS", ())
    return office_of_places(tmp_path / "places")


@pytest.fixture
def thawed(monkeypatch) -> Iterator[None]:
    """Nothing is kept from the collector, as in a process of the program."""
    monkeypatch.setattr(limits, "_is_frozen", lambda: False)
    yield
    gc.freeze()


@pytest.mark.usefixtures("thawed")
def test_a_shard_made_of_what_was_sent_is_that_of_this_machine_and_nothing_of_it_stays_in_memory(places, tmp_path):
    office = cut_office(places, Call(made_at(places)))
    request = requests(office, tmp_path / "here", places / LAID_OUT)["xa/m"]
    lay_out(site_around(country_edition(office)), make_shards([request])[0].frames, ())
    shared = SharedFiles(str(tmp_path / "shared"))
    folders = FolderSender(shared)
    sent, frames = folders.send(office_files(places)), folders.send(files_below(places / LAID_OUT))
    plain = replace(request, root=Path(), frames=Path(), into=Path())
    records, held = make_shards([request]), []
    for name, machine in {"elsewhere": "", "beside": this_machine()}.items():
        job = ShardJob(shared, make_shards, (SentRequest(plain, sent, "", frames, name),), what_makes(), machine)
        (result,) = make_sent(pickle.loads(pickle.dumps(job)), tmp_path / "scratch")
        held.append(len(gc.get_objects()))

        assert (fetch_result(shared, name, make_shards, result, tmp_path / name),) == records
        assert contents(tmp_path / name) == contents(request.into)
    assert "ke-hoach/nong-thon-xa-m-2027/index.html" in records[0].files
    assert held[1] - held[0] < 1_000  # this one makes six times as many that hold each other


if os.environ.get("ALL_CASES"):  # it makes two whole sites

    def test_a_site_made_by_machines_of_which_one_is_killed_is_that_of_one_machine(
        both, places, tmp_path, caplog, monkeypatch
    ):
        monkeypatch.setattr(building, "make_shards", make_without_sheets)
        begun = Path(os.environ["JOURNAL"]) / "xa-m"

        def kill() -> None:
            while not begun.exists() or not begun.read_text():
                time.sleep(0.02)
            os.kill(int(begun.read_text()), signal.SIGKILL)

        begun.with_name("wait").write_text("xa/m")
        killing = Thread(target=kill)
        killing.start()
        build(places, machines=partial(cluster, both.address, str(tmp_path / "shared"), places))
        killing.join()
        makers = begun.read_text().split()
        made = published(places)
        both.start()
        for name in ("site", "build"):
            shutil.rmtree(places / name)
        build(places)

        assert "went away" in caplog.text
        assert made == published(places)
        assert len({*makers}) == 2


# The last two tests with these machines: they end them.
def test_the_work_of_a_worker_that_is_killed_is_done_by_another(both, office, caplog):
    finished, request = office.request("a"), office.request("aa", "never")
    with cluster(both.address, office.shared, office.root) as executor:
        batch = executor.submit(make_small, [finished, request])
        (worker,) = wait_for_makers(request)
        os.kill(worker, signal.SIGKILL)
        records = batch.result()
        while "went away" not in caplog.text:
            time.sleep(0.02)

    assert all(is_right(office, *pair) for pair in zip((finished, request), records, strict=True))
    assert (len(finished.makers), len(request.makers)) == (1, 2)  # what was finished is not made again


def test_a_scheduler_that_goes_away_is_said(both, office):
    request = office.request("a", "late")

    def left_alone() -> None:
        with cluster(both.address, office.shared, office.root) as executor:
            batch = executor.submit(make_small, [request])
            wait_for_makers(request)
            both.scheduler.kill()
            batch.result()

    with pytest.raises(Refusal, match="scheduler went away") as refusal:
        left_alone()
    office.release("late")

    assert refusal.value.exit_code == 3
    assert contents(request.into) == {}
