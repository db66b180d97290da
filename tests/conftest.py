"""What tests share: five plans and the hostile workspace built once a session, a web server, a browser."""

import fcntl
import http.server
import os
import shutil
import site
import subprocess
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.quick import is_quick

ROOT = Path(__file__).parent.parent
EPOCH = "1790000000"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def workspace(folder: Path, data: Path) -> Path:
    """A copy of the project with other data."""
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(data, folder / "data")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


# Five plans that stay as they are, whatever the office writes into data/: to be read only, and gone after the run.
FIVE = workspace(Path(tempfile.mkdtemp(prefix="five-plans-")), ROOT / "tests/workspaces/five-plans/data")
PLANS = sorted(path.stem for path in (FIVE / "data/plans").glob("*.yaml"))


def pytest_unconfigure():
    shutil.rmtree(FIVE)


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on a workspace, as a user would."""
    return subprocess.run(
        [sys.executable, ROOT / "build_docs.py", *arguments, "--root", root],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, **environment},
    )


def built(session: Path, name: str, data: Path) -> Path:
    """A copy of the project with other data, built once for all processes of a test run, which share the folder."""
    shared = session.parent if "PYTEST_XDIST_WORKER" in os.environ else session
    root, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(root, ignore_errors=True)  # of a process that was stopped
            root.mkdir()
            answer = run(workspace(root, data), "build")
            assert answer.returncode == 0, answer.stderr
            done.touch()
    return root


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """The five plans, built."""
    return built(tmp_path_factory.getbasetemp(), "project", FIVE / "data")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory) -> Path:
    """A plan whose texts hold everything that could be lost, changed or run, built."""
    return built(tmp_path_factory.getbasetemp(), "hostile", ROOT / "tests/workspaces/hostile/data")


class _Site(http.server.SimpleHTTPRequestHandler):
    headers_sent: dict[str, str]

    def __init__(self, *arguments, headers, **options):
        self.headers_sent = headers
        super().__init__(*arguments, **options)

    def end_headers(self):
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def serve():
    """Serve folders over http on this machine, with headers if wanted."""
    servers = []

    def start(folder: Path, headers: dict[str, str] | None = None) -> str:
        handler = partial(_Site, directory=folder, headers=headers or {})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def installed(tmp_path_factory) -> Path:
    """The folder of the programs of an environment that holds the wheel; libraries are those of the tests."""

    def at(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
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


@pytest.fixture
def good(project, tmp_path) -> Path:
    """A workspace of its own with a published site."""
    root = workspace(tmp_path / "work", FIVE / "data")
    shutil.copytree(project / "site", root / "site")
    shutil.copytree(project / "build/documents", root / "build/documents")
    return root


def pytest_collection_modifyitems(items):
    for item in items:
        if is_quick(item):
            item.add_marker("quick")


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
    from planbook.outputs.edition import read_phrases

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
