"""A build publishes all or nothing, and the same bytes wherever and whenever it runs."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planbook.commands.manners import user_errors
from planbook.outputs import build as pipeline
from planbook.outputs.catalogue import CATALOGUE, output_at
from planbook.outputs.origin import made_of, source_revision
from planbook.outputs.published_state import RECORD
from planbook.repository.manifest import verify
from planbook.repository.revisions import Revision
from planbook.verify.listing import of_another_build
from planbook.views.addresses import Address
from tests.conftest import EPOCH, ROOT, git, run, sampled, started, workspace

MOMENTS = 3  # test_publishing_kills.py kills at every step; here it is a whole build
# What stands in few sites only: files that came with a plan, tables of an appendix, findings of registers, and what git remembers.
NOT_IN_ALL = {Address.ATTACHED_FILE, Address.APPENDIX_TABLE, Address.FINDINGS_OF_REGISTERS, Address.STATES}
NOT_IN_ALL |= {Address.RESULTS, Address.RESULTS_OF_PERIOD}  # of plans that somebody tells results of
NOT_IN_ALL |= {Address.OPEN_SDG}  # of indicators
NOT_IN_ALL |= {
    Address.PLACES_WITHIN,
    Address.REGISTER_PLACES,
    Address.REGISTER_WORDS,
    Address.REGISTER_ROWS,
    Address.CALENDAR_PLACES,
    Address.CALENDAR_ROWS,
    Address.PLACE_CALENDAR,
    Address.WORK_FOR_SEVERAL,
    Address.AGENCY_PLACES,
    Address.AGENCY_ROWS,
    Address.AGENCY_WORKBOOK,
}  # of a site that is cut by places


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.glob(".site-*") if path.is_file() or not path.name.endswith("-lock")]


# A process of its own, without what this one made before.
@pytest.mark.parametrize("site", sampled(["small", "project"], 2))
def test_another_process_builds_the_same_bytes_elsewhere_and_tells_a_program_nothing(request, site, tmp_path):
    here = request.getfixturevalue(site)
    other = workspace(tmp_path / "a folder elsewhere", here / "data")
    strange = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7", "LANG": "C"}
    old = os.umask(0o077)
    try:
        answer = started("build", "--root", str(other), SOURCE_DATE_EPOCH=EPOCH, **strange)
    finally:
        os.umask(old)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")

    before, after = content(here / "site"), content(other / "site")

    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []
    kinds = {output[0].address for path in after if (output := output_at(path))}
    assert {output.address for output in CATALOGUE} - kinds <= NOT_IN_ALL


def test_the_manifest_names_every_published_file(project):
    assert verify(project / "site") == []
    assert "ke-hoach/lao-cai-2026/lao-cai-2026-ma-tran.pdf" in content(project / "site")


def spoil_data(root: Path) -> None:
    path = root / "data/plans/viec-lam-2027.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 3.000", "value: 3.00"), encoding="utf-8")


def spoil_wording(root: Path) -> None:
    path = root / "templates/plan/wording.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{value}", "{valu}"), encoding="utf-8")


def spoil_plan_template(root: Path) -> None:
    path = root / "templates/plan/plan.html"
    path.write_text(path.read_text(encoding="utf-8").replace("plan.title", "plan.titel"), encoding="utf-8")


def spoil_word_template(root: Path) -> None:
    path = root / "templates/plan/plan.html"
    text = path.read_text(encoding="utf-8").replace('<p class="closing"', '<p class="closng"')
    path.write_text(text, encoding="utf-8")


def spoil_styles(root: Path) -> None:
    path = root / "templates/word/styles.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("size: 14", "size: big"), encoding="utf-8")


def spoil_pdf(root: Path) -> None:
    path = root / "templates/pdf/matrix.html"
    path.write_text(path.read_text(encoding="utf-8") + '<img src="file:///etc/hostname">', encoding="utf-8")


def spoil_page(root: Path) -> None:
    path = root / "content/huong-dan/tra-cuu.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n[nowhere](nowhere.md)\n", encoding="utf-8")


def spoil_template_syntax(root: Path) -> None:
    path = root / "templates/site/home.md"
    path.write_text(path.read_text(encoding="utf-8") + "{% if %}", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (spoil_data, "data/plans/viec-lam-2027.yaml"),
        (spoil_wording, "templates/plan/wording.yaml"),
        (spoil_plan_template, "titel"),
        (spoil_word_template, "p.closng"),
        (spoil_styles, "templates/word/styles.yaml"),
        (spoil_pdf, "file:///etc/hostname"),
        (spoil_page, "nowhere.md"),
        (spoil_template_syntax, "site/home.md"),
    ],
)
def test_a_failing_build_says_why_and_leaves_the_last_site(good, spoil, named):
    before = content(good / "site")
    spoil(good)

    answer = run(good, "build")

    assert answer.returncode == 1
    assert named in answer.stderr
    assert "Traceback" not in answer.stderr
    assert content(good / "site") == before
    assert leftovers(good) == []


def start(root: Path) -> subprocess.Popen[bytes]:
    (root / RECORD).unlink(missing_ok=True)  # else nothing is made of what is as it was
    command = [sys.executable, ROOT / "build_docs.py", "build", "--root", root]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_build_shows_its_steps_and_killed_at_any_moment_leaves_the_last_site_and_two_at_once_both_end_well(good):
    before = content(good / "site")
    command = f"{sys.executable} {ROOT}/build_docs.py build --root {good}"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    begun = time.monotonic()
    words = ["script", "-qec", command, "/dev/null"]  # as a person sees it
    shown = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    length = time.monotonic() - begun
    assert "site/ke-hoach/viec-lam-2027/viec-lam-2027.docx" in shown.stdout
    moments = [length * (at + random.Random(at).random()) / MOMENTS for at in range(MOMENTS)]
    for moment in sampled([*reversed(moments)], 3):  # the last one, where it may be publishing
        process = start(good)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert verify(good / "site") == []
        assert content(good / "site") == before

    assert [process.wait() for process in [start(good), start(good)]] == [0, 0]
    assert content(good / "site") == before
    assert leftovers(good) == []


def test_a_full_disk_leaves_the_last_site(good, tmp_path):
    size = sum(path.stat().st_blocks * 512 for path in good.rglob("*"))
    script = f"""
        set -e
        mkdir {tmp_path}/small
        mount -t tmpfs -o size={size // 1024 + 2000}k tmpfs {tmp_path}/small
        cp -r {good}/. {tmp_path}/small
        cd {tmp_path}/small
        find site -type f | sort | xargs sha256sum > {tmp_path}/before
        set +e
        {sys.executable} {ROOT}/build_docs.py build --root . > {tmp_path}/said 2>&1
        echo $? > {tmp_path}/code
        find site -type f | sort | xargs sha256sum > {tmp_path}/after
        ls -A > {tmp_path}/left
    """
    names = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    subprocess.run([*names, "sh", "-c", script], check=True, env=environment, timeout=120)
    said = (tmp_path / "said").read_text(encoding="utf-8")

    assert (tmp_path / "code").read_text().strip() == "3", said
    assert "đĩa đã hết chỗ" in said
    assert "Traceback" not in said
    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text() != ""
    assert ".site-staging" not in (tmp_path / "left").read_text()


@pytest.mark.parametrize("name", ["site", "site-offline"])
@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (lambda path: path.symlink_to("elsewhere"), 1, "{path} là một liên kết"),
        (lambda path: path.write_text("mine"), 1, "{path} không phải thư mục"),
        (lambda path: path.with_name(f".{path.name}-lock").mkdir(), 3, "máy không cho phép: ở đây là một thư mục"),
    ],
)
def test_a_place_that_cannot_be_published_into_is_refused_in_words_before_anything_is_read(
    tmp_path, capsys, name, spoil, code, said
):
    spoil(tmp_path / name)  # a folder without data: nothing is read before
    with pytest.raises(SystemExit, match=str(code)), user_errors():
        pipeline.build(tmp_path)
    assert capsys.readouterr().err.startswith(said.format(path=tmp_path / name))
    assert leftovers(tmp_path) == []


def test_a_folder_of_another_build_is_told(tmp_path):
    site, offline = tmp_path / "site", tmp_path / "site-offline"
    for folder, beside in ((site, offline), (offline, site)):
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps({"build": "a", "beside": [beside.name], "files": []}))
    assert [*of_another_build(site), *of_another_build(offline)] == []
    (offline / "manifest.json").write_text(json.dumps({"build": "b", "beside": ["site"], "files": []}))
    (found,) = of_another_build(site)
    assert str(found.message) == f"{site} and {offline} are of two builds: one of them was stopped while it published"
    shutil.rmtree(offline)
    assert [*of_another_build(site)] == []


def test_outputs_name_the_commit_that_they_were_made_from(tmp_path):
    def git(*words):
        identity = ("-c", "user.name=n", "-c", "user.email=n@example.org")
        return subprocess.run(
            ["git", *identity, *words], cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout

    assert source_revision(tmp_path, "data") == Revision()
    git("init")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text("id: a", encoding="utf-8")
    git("add", ".")
    git("commit", "--message", "data")
    commit = git("rev-parse", "--short=7", "HEAD").strip()
    assert source_revision(tmp_path, "data").commit == commit
    (tmp_path / "program.py").write_text("pass", encoding="utf-8")
    git("add", ".")
    git("commit", "--message", "program")
    assert source_revision(tmp_path, "data").commit == commit
    (tmp_path / "data/plan.yaml").write_text("id: b", encoding="utf-8")
    assert str(source_revision(tmp_path, "data")) == commit + "+"


def test_the_state_of_a_plan_is_also_that_of_its_results(tmp_path):
    for path in ("plans/a.yaml", "plans/b.yaml", "results/a/2026.yaml"):
        (tmp_path / "data" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / path).write_text("id: a", encoding="utf-8")
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "--message", path)
    last = git(tmp_path, "rev-parse", "--short=7", "HEAD").strip()

    assert source_revision(tmp_path, *made_of("a")).commit == last
    assert source_revision(tmp_path, *made_of("b")).commit == git(tmp_path, "rev-parse", "--short=7", "HEAD~1").strip()
