"""What tests share: five plans and the hostile workspace built once a session."""

import fcntl
import gc
import json
import os
import shutil
import site
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeVar
from unittest import mock

import pytest
from click.testing import CliRunner

from planbook.cli import main
from planbook.commands.language import LANGUAGES, speak
from planbook.messages.catalogue import speaking, spoken_language
from tests import libreoffice, loaded_mkdocs
from tests.browsing import browser, pytest_runtest_call, serve, telephone  # noqa: F401
from tests.quick import speed
from tests.turns import pytest_xdist_make_scheduler, turn  # noqa: F401
from tests.working_here import Here

# What was compiled is kept, also where the machine says otherwise: hundreds of programs are started here.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ROOT = Path(__file__).parent.parent
EPOCH = "1790000000"
T = TypeVar("T")
Once = Callable[[str, Callable[[Path], object]], Path]


def sampled(cases: Sequence[T], every: int) -> Sequence[T]:
    """Some of many cases: each so-manieth, or all where ALL_CASES is set, as the weekly job does."""
    return cases if os.environ.get("ALL_CASES") else cases[::every]


@pytest.fixture(scope="module", autouse=True)
def environment_stays() -> Iterator[None]:
    """What the tests of a file tell its processes goes with them: a time of commits that stayed was another file's time."""
    before = {**os.environ}
    yield
    after = {**os.environ}
    names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert not [name for name in names if name.startswith("GIT_")]


def workspace(folder: Path, data: Path, plans: Collection[str] = ()) -> Path:
    """A copy of the project with other data; of their plans only those that are named, if any are."""
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(data, folder / "data")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for path in (folder / "data/plans").glob("*.yaml"):
        if plans and path.stem not in plans:
            path.unlink()
    return folder


# What a process keeps for its tests; it goes with the process.
KEPT = Path(tempfile.mkdtemp(prefix="planbook-tests-"))
# Five plans that stay as they are, whatever the office writes into data/: to be read only.
FIVE = workspace(KEPT / "five-plans", ROOT / "tests/workspaces/five-plans/data")
SMALL = ROOT / "tests/workspaces/edits/data"
LAO_CAI = ("lao-cai-2024", "lao-cai-2024-10-xa", "lao-cai-2026")  # of one province; they name each other
PLANS = sorted(path.stem for path in (FIVE / "data/plans").glob("*.yaml"))


def pytest_unconfigure():
    libreoffice.close()
    loaded_mkdocs.close()
    shutil.rmtree(KEPT)


def run(root: Path, *arguments: str, **environment: str) -> CompletedProcess[str]:
    """What the command line answers on a workspace."""
    variables = {"SOURCE_DATE_EPOCH": EPOCH, **environment}
    return answered(*map(str, arguments), "--root", str(root), **variables)


def answered(*words: str, **environment: str) -> CompletedProcess[str]:
    """What a command line answers in this process; what would be a traceback fails the test."""
    runner = CliRunner()
    with mock.patch.object(sys, "argv", [str(ROOT / "build_docs.py"), *words]):  # setup-git writes it into git
        answer = runner.invoke(main, words, env=environment, prog_name="build_docs.py", catch_exceptions=False)
    if spoken_language() != LANGUAGES[0]:
        speak(LANGUAGES[0], [main, *main.commands.values()])  # as every process begins
    return CompletedProcess(words, answer.exit_code, answer.stdout, answer.stderr)


def started(*words: str, **environment: str) -> CompletedProcess[str]:
    """What a command line answers that is started as a user starts it."""
    command = [sys.executable, ROOT / "build_docs.py", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


@pytest.fixture(scope="session", autouse=True)
def printing_here() -> Iterator[None]:
    """Builds and packs are printed by this process: others would load all libraries anew each time. test_press.py has these."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planbook.render.press.workers", lambda *_, **__: Here())
        patch.setattr("planbook.render.press.end_after", lambda _: None)  # it would end this process
        yield


@pytest.fixture(scope="session", autouse=True)
def made_once_here(shared_folder) -> Iterator[None]:
    """MkDocs and WeasyPrint run once in all processes for the same pages, MkDocs where it is loaded. What loads neither, as few files alone, need not wait for them."""
    if not {"planbook.outputs.site_generator", "planbook.render.pdf"} <= sys.modules.keys():
        yield
        return
    from tests.remembered import RememberedPages, RememberedPrints

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planbook.outputs.site_generator.subprocess", loaded_mkdocs)
        for name, kind in {
            "outputs.site_generator._mkdocs": RememberedPages,
            "render.pdf.pdf": RememberedPrints,
        }.items():
            folder = shared_folder / f"kept-{name}"
            folder.mkdir(exist_ok=True)
            patch.setattr(f"planbook.{name}", kind(folder))
        yield


@pytest.fixture
def in_english() -> Iterator[None]:
    """The program answers in English, as it does where --lang asks for it."""
    with speaking("en"):
        yield


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """A folder that all processes of a test run share."""
    session = tmp_path_factory.getbasetemp()
    return session.parent if "PYTEST_XDIST_WORKER" in os.environ else session


@pytest.fixture(scope="session")
def once(shared_folder) -> Once:
    """Make a folder once for all processes of a test run, which share it."""

    def make(name: str, fill: Callable[[Path], object]) -> Path:
        folder, done = shared_folder / name, shared_folder / f"{name}.done"
        with (shared_folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a process that was stopped
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return make


def build(root: Path) -> None:
    answer = run(root, "build")
    assert answer.returncode == 0, answer.stderr


@pytest.fixture
def without_sheets(monkeypatch):
    """Builds of this test leave out the printed sheets, which take most of the time and have tests of their own."""
    if not os.environ.get("ALL_CASES"):
        monkeypatch.setattr("planbook.outputs.catalogue.SHEETS", ())


@pytest.fixture(scope="session")
def project(once) -> Path:
    """The five plans, built."""
    return once("project", lambda root: build(workspace(root, FIVE / "data")))


@pytest.fixture(scope="session")
def hostile(once) -> Path:
    """A plan whose texts hold everything that could be lost, changed or run, built."""
    return once("hostile", lambda root: build(workspace(root, ROOT / "tests/workspaces/hostile/data")))


GIT = ["git", "-c", "user.name=planbook", "-c", "user.email=planbook@example.org", "-c", "commit.gpgsign=false"]


def git(root: Path, *words: str, **environment: str) -> str:
    known = {**os.environ, **environment}
    answer = subprocess.run([*GIT, *words], cwd=root, capture_output=True, text=True, check=True, env=known)
    return answer.stdout.strip()


@pytest.fixture(scope="session")
def committed(once) -> Path:
    """One plan in a repository of its own, with the site that was built of its last commit."""

    def fill(root: Path) -> None:
        plan = workspace(root, FIVE / "data", ("bac-ha-2022",)) / "data/plans/bac-ha-2022.yaml"
        (root / ".gitignore").write_text("/build/\n/site/\n/site-offline/\n/.site-*\n")
        git(root, "init", "--quiet")
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", "data: without a deadline")
        duty = "                assignment:\n                  lead: phong-ldtbxh-bac-ha\n"
        deadlines = "                  deadlines: [{work: phê duyệt dự án, by: 2022-11-30}]\n"
        text = plan.read_text("utf-8")
        assert duty in text
        plan.write_text(text.replace(duty, duty + deadlines, 1), "utf-8")
        git(root, "commit", "--quiet", "--all", "--message", "data: first edition")
        build(root)

    return once("committed", fill)


@pytest.fixture
def made_once(once, monkeypatch):
    """What `verify` makes anew is made once for all tests that verify the same state of the same data."""
    from planbook.outputs.build import make
    from planbook.repository.fingerprint import fingerprint

    def kept(edition, store, *folders, only_pages):  # which are those of the whole
        sources = fingerprint(
            edition.root,
            "data/**/*",
            "templates/**/*",
            "content/**/*",
            extra=json.dumps(edition.origin(), sort_keys=True),
        )

        def fill(root):
            both = root / "site", root / "site-offline"
            for folder in both:
                folder.mkdir()
            make(edition, store, *both)

        made = once(f"anew-{sources[:12]}", fill)
        for folder in filter(None, folders):
            shutil.copytree(made / folder.name, folder, dirs_exist_ok=True)

    monkeypatch.setattr("planbook.verify.anew.make", kept)


@pytest.fixture
def as_built(monkeypatch) -> Callable[[Path], None]:
    """Let `verify` take what a build of a folder made for what it makes anew; that both are the same bytes is tested elsewhere."""

    def take(root: Path) -> None:
        def copied(edition, store, *folders, **_):
            for folder in filter(None, folders):
                shutil.copytree(root / folder.name, folder, dirs_exist_ok=True, ignore=lambda *_: ["manifest.json"])

        monkeypatch.setattr("planbook.verify.anew.make", copied)

    return take


@pytest.fixture(scope="session")
def installed(tmp_path_factory) -> Path:
    """The folder of the programs of an environment that holds the wheel; libraries are those of the tests."""

    def at(place: Path, *words: str) -> CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(words, cwd=place, capture_output=True, text=True, check=False, env=clean)

    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    wheel = at(ROOT, *pip, "wheel", ".", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder))
    assert wheel.returncode == 0, wheel.stderr
    assert at(folder, sys.executable, "-m", "venv", "--without-pip", "env").returncode == 0
    python = folder / "env/bin/python"
    (file,) = folder.glob("*.whl")
    answer = at(folder, *pip, "--python", str(python), "install", "--no-deps", "--no-index", str(file))
    assert answer.returncode == 0, answer.stderr
    libraries = next((folder / "env/lib").glob("python3*/site-packages"))
    (libraries / "libraries.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    return folder / "env/bin"


@pytest.fixture(scope="session")
def small(once) -> Path:
    """Three short plans, built: nearly all kinds of files, for tests that build again and again."""
    return once("small", lambda root: build(workspace(root, SMALL)))


def word_drafts(project: Path) -> list[Path]:
    return [project / f"site/ke-hoach/{plan}/{plan}.docx" for plan in PLANS]


@pytest.fixture(scope="session")
def printed_drafts(once, project) -> list[Path]:
    """The Word drafts as LibreOffice prints them."""
    folder = once("printed", lambda folder: libreoffice.converted(word_drafts(project), "pdf", folder))
    return [folder / f"{plan}.pdf" for plan in PLANS]


@pytest.fixture(scope="session")
def saved_drafts(once, project) -> list[Path]:
    """The Word drafts as LibreOffice saves them."""
    folder = once("saved", lambda folder: libreoffice.converted(word_drafts(project), "docx", folder))
    return [folder / f"{plan}.docx" for plan in PLANS]


@pytest.fixture
def good(small, tmp_path) -> Path:
    """A workspace of its own with a published site of three short plans."""
    return Path(shutil.copytree(small, tmp_path / "work", ignore=shutil.ignore_patterns("pages", ".site-*")))


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Read the tests without looking for garbage: they and the program are there to the end, and no collection need look through them.

    Later it is looked for seldom, as in a process of the program.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, *gc.get_threshold()[1:])
        gc.enable()


def pytest_collection_modifyitems(config, items):
    items.sort(key=turn)
    if config.option.markexpr:  # else nobody asks which are quick
        for item in items:
            if mark := speed(item):
                item.add_marker(mark)


def pytest_addoption(parser):
    parser.addoption("--snapshot-update", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def plans():
    """The five plans as the model holds them."""
    from planbook.loading.workspace import load

    found, diagnostics = load(FIVE / "data")
    assert diagnostics == []
    return found


@pytest.fixture(scope="session")
def words():
    """The fixed words of templates/plan/wording.yaml, as the office of the five plans has them."""
    from planbook.outputs.office_settings import read_phrases

    return read_phrases(FIVE)


@pytest.fixture
def golden(request):
    """Compare text with a golden file of tests/golden; `--snapshot-update` writes it."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests/golden" / name
        if request.config.getoption("--snapshot-update"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def golden_part(request, golden):
    """Compare text with the part of a golden file below a heading of its own."""

    def compare(name: str, heading: str, text: str) -> None:
        path = ROOT / "tests/golden" / name
        whole = path.read_text("utf-8") if path.exists() else ""
        parts = dict(part.partition("\n")[::2] for part in whole.split("\n# ")[1:])
        if request.config.getoption("--snapshot-update"):
            golden(name, "".join(f"\n# {head}\n{part}" for head, part in {**parts, heading: text}.items()))
        else:
            assert text == parts[heading]

    return compare
